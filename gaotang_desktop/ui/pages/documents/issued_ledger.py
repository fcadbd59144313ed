"""发文登记: every number, the paper as it went out, void and correction."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from gaotang_desktop.domain.documents.kinds import CORRECTED, OTHER, REGISTER_KINDS, VALID, VOID
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services.papers import issued_documents, numbers
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.printing.paper_actions import ShownPaper
from gaotang_desktop.ui.printing.pdf_view import PdfView
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.table.record_table import RecordTable
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

_REASON = Field(
    "void_reason",
    "作废原因",
    Kind.LONG_TEXT,
    required=True,
    longest=200,
    help="作废以后不能恢复，号码不再使用",
)
_BY_HAND = (
    Field("number", "发文字号", Kind.TEXT, required=True, longest=60, help="如 高综治〔2026〕3号"),
    Field("name", "标题", Kind.TEXT, required=True, longest=300),
    Field("issued_on", "成文日期", Kind.DATE, required=True),
    Field("kind", "文种", Kind.CHOICE, required=True, choices=REGISTER_KINDS, default=OTHER),
    Field("addressee", "主送", Kind.TEXT, longest=600),
    Field("remark", "备注", Kind.TEXT, longest=200),
    Field("despite_doubts", "照样登记", Kind.FLAG, help="号码跳开很多、日期先后颠倒，核对过的勾上"),
)
_TONES = {"state": {VALID: Tone.GOOD, VOID: Tone.BAD, CORRECTED: Tone.WARN}}


class IssuedLedger(QWidget):
    """``corrected(draft id)`` when the draft of a correction was started."""

    corrected = Signal(int)

    def __init__(self, desk: Desk, start: Callable[[], Any]) -> None:
        super().__init__()
        self.desk = desk
        self.content = b""
        self._wanted: int | None = None
        self.table = RecordTable(
            "issued-documents",
            label="发文登记",
            covered=desk.work.covered,
            today=desk.work.today,
            memory=desk.memory,
            filters=("state", "kind"),
            tones=_TONES,
        )
        self.table.set_empty(
            "还没有印发过公文。起草以后点“编号印发”，就登记在这里。", "去起草", start
        )
        self.table.current_changed.connect(self._on_current)
        self.view = PdfView()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setProperty("class", "secondary")
        self.correct_button = _button("起草更正通报", "pencil", self.correct)
        self.void_button = _button("作废", "x", self.ask_void)
        self.enter_button = _button("手工登记", "plus", self.ask_entry)
        self.enter_button.setToolTip("在程序以外已经用掉的号，登记在这里，以后接着往下编")
        buttons = WrappingRow()
        for button in (self.enter_button, self.correct_button, self.void_button):
            buttons.add(button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(buttons)
        column.addWidget(self.said)
        column.addWidget(self.view, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("issued_ledger")
        split.addWidget(self.table)
        split.addWidget(right)
        split.setSizes([640, 480])
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.SPACE_3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        self._on_current(None)

    def reload(self) -> None:
        """Read the register in the background."""
        work = self.desk.work

        def shown(found: Any) -> None:
            self.table.set_listing(found)
            if self._wanted is not None:
                self.table.select([self._wanted])
                self._wanted = None
            elif self.table.current_id() is None and (first := self.table.shown_ids()[:1]):
                self.table.select(first)
            self._on_current(self.table.current_id())

        self.desk.jobs.read(lambda: issued_documents.listing(work), shown, key="issued documents")

    def choose(self, issued_id: int) -> None:
        """Show an entry, at once or when the register is read."""
        self._wanted = issued_id
        self.reload()

    def _on_current(self, issued_id: int | None) -> None:
        self.correct_button.setEnabled(False)
        self.void_button.setEnabled(False)
        self.content = b""
        if issued_id is None:
            self.said.clear()
            self.view.clear("选中一份公文，这里显示印发时的原件。")
            return
        work = self.desk.work
        try:
            entry = issued_documents.entry(work, issued_id)
            self.correct_button.setEnabled(entry.state != VOID)
            self.void_button.setEnabled(entry.state == VALID)
            self.content = issued_documents.reprint(work, issued_id)
        except DomainError as problem:
            self.said.clear()
            self.view.clear(str(problem))
            return
        self.view.show_bytes(self.content)
        reason = f"：{entry.void_reason}" if entry.void_reason else ""
        self.said.setText(f"{entry.number} · {entry.state}{reason} · 印发时的原件，重印一字不差")

    def shown(self) -> ShownPaper | None:
        """The paper exactly as it went out."""
        issued_id = self.table.current_id()
        if issued_id is None or not self.content:
            return None
        name = issued_documents.file_name(self.desk.work, issued_id, suffix="")
        return ShownPaper(self.content, name, both_sides=True)

    def correct(self) -> None:
        """Start the draft of a 更正通报."""
        issued_id = self.table.current_id()
        if issued_id is None:
            return
        try:
            draft = issued_documents.correct(self.desk.work, issued_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.corrected.emit(draft)

    def ask_void(self) -> FormDialog | None:
        """Ask for the reason, then declare the number that has the focus void."""
        issued_id = self.table.current_id()
        return None if issued_id is None else self.void_form(issued_id)

    @reopened
    def void_form(self, issued_id: int) -> FormDialog:
        """The form that asks for the reason why a number becomes void."""
        work = self.desk.work
        entry = issued_documents.entry(work, issued_id)

        def save(values: dict[str, Any]) -> None:
            issued_documents.void(work, issued_id, reason=values["void_reason"] or "")
            self.desk.messages.toast(f"{entry.number} 已作废，号码留在登记簿里，不再使用。")

        dialog = FormDialog(
            self, f"作废 {entry.number}", (_REASON,), today=work.today, save=save, values={}
        )
        dialog.open()
        return dialog

    @reopened
    def ask_entry(self) -> FormDialog:
        """Ask for a number that was given outside the program, then enter it."""
        work = self.desk.work

        def save(values: dict[str, Any]) -> None:
            try:
                enter(values)
            except numbers.Doubtful as doubtful:
                raise Invalid(
                    {"despite_doubts": f"{doubtful}核对过的，请勾上再登记。"}
                ) from doubtful
            self.desk.messages.toast("已经登记，以后的号接着往下编。")

        def enter(values: dict[str, Any]) -> None:
            day = values["issued_on"] or work.today()
            issued_id = numbers.enter(
                work,
                values["number"] or "",
                values["name"] or "",
                day,
                kind=values["kind"] or OTHER,
                addressee=values["addressee"] or "",
                remark=values["remark"] or "",
                despite_doubts=bool(values["despite_doubts"]),
            )
            self.choose(issued_id)

        dialog = FormDialog(
            self, "手工登记发文", _BY_HAND, today=work.today, save=save,
            values={"issued_on": work.today(), "kind": OTHER},
        )  # fmt: skip
        dialog.open()
        return dialog


def _button(text: str, icon: str, slot: Callable[[], Any]) -> QPushButton:
    button = QPushButton(text)
    icons.dress(button, icon, "text", 16)
    button.clicked.connect(lambda _checked: slot())
    return button
