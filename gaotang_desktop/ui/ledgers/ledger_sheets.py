"""Sheets of a ledger in and out: import, paste, export, the blank sheet to fill in."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.sheets import clipboard
from gaotang_desktop.domain.unsaved import Unsaved, Words
from gaotang_desktop.services.papers import record_sheets
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.sheets.pasted_lines import KINDS as CHAT_KINDS
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_where_to_save
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.ledgers.taking_in import take_file, take_paste
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

SHEETS = "表格 (*.xlsx *.xlsm *.xls *.et *.csv *.txt *.ods *.xml *.htm *.html *.mht)"
CHATS = "群里的接龙 (*.txt *.docx *.csv *.xlsx)"
WORKBOOK = "WPS 或 Excel 工作簿 (*.xlsx)"
TABLES = f"{WORKBOOK};;文本表格 (*.csv)"


class LedgerSheets(QWidget):
    """What a ledger does with sheets; which kind of record and which period, the ledger says."""

    desk: Desk
    kind: str
    label: str
    period: Period | None

    @abstractmethod
    def when_read(self, deed: Callable[[], Any]) -> None:
        """Do it at once where the list is in sight; else the list is read first."""

    @abstractmethod
    def narrowed(self) -> str:
        """By what the list is narrowed, in words."""

    @abstractmethod
    def write_shown(self, path: Path) -> None:
        """Write the rows and columns that are seen, in their order."""

    def choose_sheet(self) -> None:
        """Choose a sheet and take it in."""
        ask_for_file(
            self,
            self.desk.memory,
            f"导入{self.label}",
            f"{SHEETS};;{CHATS}" if self.kind in CHAT_KINDS else SHEETS,
            chosen=self.preview_sheet,
        )

    def preview_sheet(
        self,
        path: Path,
        *,
        town: str | None = None,
        only: Sequence[str] = (),
        said: Words | None = None,
    ) -> None:
        """Show what a file would bring before it is taken in, with what was ``said`` of it before."""
        context = {"path": str(path), "stamp": _stamp(path)}
        take_file(
            self, self.desk, self.kind, path, done=self.imported, town=town, only=only,
            opened=partial(self._hold, context, said, only),
        )  # fmt: skip

    def offer_printing(self, table: RecordTable) -> None:
        """The chosen records go on paper one by one: in the menu of the rows, and by Ctrl+Shift+P."""
        table.add_row_action("打印登记表", "printer", self.print_records, "Ctrl+Shift+P")

    def print_records(self, ids: Sequence[int]) -> None:
        """Each record on a page of its own with what belongs to it, shown before it is printed."""
        if not ids:
            self.desk.messages.toast(f"请先在列表里选中要打印的{self.label}。")
            return
        # Qt's printing is loaded when something is printed, not with every list.
        from gaotang_desktop.ui.printing.paper_preview import PaperPreview

        work, kind, chosen = self.desk.work, self.kind, tuple(ids)
        preview = PaperPreview(
            self.window(),
            self.desk,
            lambda unmasked: record_sheets.sheet(work, kind, chosen, unmasked=unmasked),
            has_names=lambda: record_sheets.names_residents(work, kind, chosen),
        )
        preview.finished.connect(lambda _result: preview.deleteLater())
        preview.draw()

    def imported(self, result: imports.Imported) -> None:
        """Say what became of the rows; what was stored can be taken back either way."""
        changed = bool(result.imported + result.updated)
        self.desk.messages.imported(result.summary, result.detail, changed=changed)

    def paste(self) -> None:
        """Rows copied from WPS or Excel, shown before they are taken in."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.desk.messages.toast(clipboard.NOTHING)
            return
        self.preview_text(text)

    def preview_text(self, text: str, *, said: Words | None = None) -> None:
        """Show what copied rows would bring, with what was ``said`` of them before."""
        take_paste(
            self, self.desk, self.kind, text, done=self.imported,
            opened=partial(self._hold, {"text": text}, said, ()),
        )  # fmt: skip

    def take_up_sheet(self, entry: Unsaved) -> str:
        """Show a sheet again with what was said of it; a sentence where it is not what it was."""
        context = entry.context["sheet"]
        if "text" in context:
            self.preview_text(context["text"], said=entry.words)
            return ""
        path = Path(context["path"])
        if _stamp(path) != context["stamp"]:
            return f"“{path.name}”已经不在原来的地方，或者后来改过。文字可以复制下来，再导入一次。"
        self.preview_sheet(path, town=context["town"], only=context["worksheets"], said=entry.words)
        return ""

    def _hold(
        self,
        context: dict[str, Any],
        said: Words | None,
        said_of: Sequence[str],
        preview: ImportPreview,
        town: str | None,
        read: Sequence[str],
    ) -> None:
        """``said`` holds for the worksheets ``said_of`` alone: of others, rows have other numbers."""
        context = {**context, "town": town, "worksheets": list(read)}
        preview.kept_as = {"kind": self.kind, "sheet": context}
        if said is not None and list(said_of) == list(read):
            preview.put(said)

    def choose_export(self) -> None:
        """Ask where the ledger of the period goes."""
        when = self.period.label if self.period else ""
        self.save_as(f"导出{self.label}", f"{when}{self.label}.xlsx", self.write, TABLES)

    def choose_shown(self) -> None:
        """Ask where the list as it is seen goes."""
        self.when_read(self._choose_shown)

    def _choose_shown(self) -> None:
        when = self.period.label if self.period else ""
        name = f"{when}{self.label}{'（部分）' if self.narrowed() else ''}.xlsx"
        self.save_as(f"导出看到的{self.label}", name, self.write_shown, TABLES)

    def choose_template(self) -> None:
        """Ask where a blank sheet to fill in goes."""
        self.save_as("导入模板", f"{self.label}导入模板.xlsx", self.write_template)

    def save_as(
        self, title: str, name: str, slot: Callable[[Path], None], kinds: str = WORKBOOK
    ) -> None:
        """Ask where a file goes; ``slot`` is told."""
        ask_where_to_save(self, self.desk.memory, title, name, kinds, chosen=slot)

    def write(self, path: Path, *, shown: Listing | None = None, narrowed: str = "") -> None:
        """Write the ledger in the background; names of residents are masked."""
        work, kind, period = self.desk.work, self.kind, self.period
        self.desk.jobs.run(
            lambda progress: exports.export(
                work, kind, path, period=period, shown=shown, narrowed=narrowed, progress=progress
            ),
            title="正在导出",
            done=lambda rows: self.desk.messages.toast(f"已导出 {rows} 行：{path.name}"),
        )

    def write_template(self, path: Path) -> None:
        """Write a blank sheet to fill in."""
        work, kind = self.desk.work, self.kind
        self.desk.jobs.run(
            lambda _progress: exports.template(work, kind, path),
            title="正在写模板",
            done=lambda _none: self.desk.messages.toast(f"已写好模板：{path.name}"),
        )


def _stamp(path: Path) -> list[int]:
    """What tells that a file was written since; nothing where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
