"""Sheets of a ledger in and out: import, paste, export, the blank sheet to fill in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.sheets.pasted_lines import KIND as CHAT_KIND
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_where_to_save
from gaotang_desktop.ui.ledgers.taking_in import take_file, take_paste

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

    def choose_sheet(self) -> None:
        """Choose a sheet and take it in."""
        ask_for_file(
            self,
            self.desk.memory,
            f"导入{self.label}",
            f"{SHEETS};;{CHATS}" if self.kind == CHAT_KIND else SHEETS,
            chosen=self.preview_sheet,
        )

    def preview_sheet(self, path: Path, *, town: str | None = None) -> None:
        """Show what a file would bring before it is taken in."""
        take_file(self, self.desk, self.kind, path, done=self.imported, town=town)

    def imported(self, result: imports.Imported) -> None:
        """Say what became of the rows; what was stored can be taken back either way."""
        changed = bool(result.imported + result.updated)
        self.desk.messages.imported(result.summary, result.detail, changed=changed)

    def paste(self) -> None:
        """Rows copied from WPS or Excel, shown before they are taken in."""
        text = QGuiApplication.clipboard().text()
        take_paste(self, self.desk, self.kind, text, done=self.imported)

    def choose_export(self) -> None:
        """Ask where the ledger of the period goes."""
        when = self.period.label if self.period else ""
        self.save_as(f"导出{self.label}", f"{when}{self.label}.xlsx", self.write, TABLES)

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
