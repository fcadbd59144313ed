"""公文打印: make a paper from live data, look at it, save it, print it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QListWidget, QVBoxLayout
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Paper
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.files import write_whole
from gaotang_desktop.services import documents, evaluation, records
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.widgets.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.paper_view import PaperView
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))


class DocumentsPage(Page):
    """What can be printed at the left, the page itself at the right."""

    key = "documents"
    title = "公文打印"
    icon = "file-text"
    chapter = "documents"
    reads: ClassVar = frozenset(
        {"documents", "villages", "patrols", "spot_checks", "missed_nights", "tasks", "units",
         "assignments", "manual_values", "adjustments", "frozen_evaluations", "settings"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.content: bytes | None = None
        self._notices: list[int] = []
        self.period = PeriodPicker(evaluation.latest_period(desk.work))
        self.period.changed.connect(lambda _period: self.make())
        self.add_header_widget(self.period)
        self.add_action("新建通知", "plus", self.new_notice, shortcut="Ctrl+N")
        self.edit_button = self.add_action("修改通知", "pencil", self.edit_notice)
        self.add_action("保存 PDF", "save", self.choose_file, shortcut="Ctrl+S")
        self.primary_action("打印", "printer", self.print_paper, shortcut="Ctrl+P")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self.make())
        self.findings = QLabel()
        self.findings.setWordWrap(True)
        self.findings.setProperty("class", "secondary")
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.findings)
        self.view = PaperView()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        self.list.setFixedWidth(280)
        self.findings.setFixedWidth(280)
        row.addLayout(left)
        row.addWidget(self.view, 1)
        self.body.addLayout(row, 1)

    @override
    def reload(self) -> None:
        listed = records.listing(self.desk.work, "documents")
        name = listed.column("name")
        self._notices = list(listed.ids)
        row = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([each.label for each in documents.DOCUMENTS])
        self.list.addItems([values[name] for values in listed.rows])
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self.set_subtitle(f"由现有数据生成 · 通知草稿 {len(self._notices)} 份")
        self.make()

    def _chosen(self) -> tuple[str, int | None]:
        row = self.list.currentRow()
        fixed = len(documents.DOCUMENTS)
        if row < fixed:
            return documents.DOCUMENTS[max(row, 0)].name, None
        return "notice", self._notices[row - fixed]

    def make(self) -> None:
        """Draw the chosen paper in the background and show it."""
        name, notice = self._chosen()
        work, period = self.desk.work, self.period.period
        self.period.setVisible(name == "ranking")
        self.edit_button.setEnabled(notice is not None)
        build: Callable[[], Paper]
        if notice is not None:
            build = lambda: documents.notice(work, notice)  # noqa: E731
        else:
            build = lambda: documents.paper(work, name, period)  # noqa: E731
        self.desk.jobs.read(
            lambda: documents.preview(build), self.show_paper, key="paper", failed=self._failed
        )

    def show_paper(self, drawn: "tuple[bytes, Made]") -> None:
        """Show a paper that was drawn, and what deserves a look before it goes out."""
        self.content, made = drawn
        self.view.show_pdf(self.content)
        said = [f"第 {each.page} 页：{each.sentence}" for each in made.findings]
        self.findings.setText("预检：" + ("".join(said) if said else "没有发现问题。"))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self.desk.messages.bug(error)
            return
        self.content = None
        self.view.clear()
        self.findings.setText(str(error))

    def _name(self) -> str:
        item = self.list.currentItem()
        label = item.text() if item else "公文"
        if self._chosen()[0] == "ranking":
            label = f"{self.period.period.label}{label}"
        return label.translate(_FORBIDDEN)[:80]

    def choose_file(self) -> None:
        """Ask where the PDF goes."""
        if self.content is None:
            self.desk.messages.toast(self.findings.text() or "还没有可以保存的公文。")
            return
        dialog = QFileDialog(self, "保存 PDF", f"{self._name()}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write exactly what is shown."""
        if self.content is None:
            return
        try:
            write_whole(path, self.content)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.toast(f"已保存：{path}")

    def print_paper(self) -> None:
        """The system's print dialog, at real size."""
        if self.content is None:
            self.desk.messages.toast(self.findings.text() or "还没有可以打印的公文。")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        size = self.view.document.pagePointSize(0)
        wide = size.width() > size.height()
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        printer.setFullPage(True)
        printer.setDocName(self._name())
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.view.print_on(printer))
        # QPrintDialog's own open() wants a slot; the dialog's is the one that does not block.
        QDialog.open(dialog)

    def new_notice(self) -> FormDialog:
        """A form for a notice, filled with the office's usual words."""
        return self._form(None, documents.draft_notice(self.desk.work))

    def edit_notice(self) -> FormDialog | None:
        """The form of the chosen notice."""
        notice = self._chosen()[1]
        if notice is None:
            return None
        return self._form(notice, records.get(self.desk.work, "documents", notice))

    def _form(self, notice: int | None, values: dict[str, Any]) -> FormDialog:
        work = self.desk.work

        def save(typed: dict[str, Any]) -> None:
            stored = records.save(work, "documents", typed, record_id=notice)
            self.desk.messages.saved()
            self.reload()
            self.list.setCurrentRow(len(documents.DOCUMENTS) + self._notices.index(stored))

        dialog = FormDialog(
            self,
            "新建通知" if notice is None else "修改通知",
            records.fields_for("documents"),
            today=work.today,
            save=save,
            values=values,
        )
        dialog.open()
        return dialog

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if key := context.get("period"):
            self.period.set_period(periods.parse(str(key)))
        for row, each in enumerate(documents.DOCUMENTS):
            if each.name == context.get("document"):
                self.list.setCurrentRow(row)
        if (notice := context.get("notice")) in self._notices:
            self.list.setCurrentRow(len(documents.DOCUMENTS) + self._notices.index(notice))
