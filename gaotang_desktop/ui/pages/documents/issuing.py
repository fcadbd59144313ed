"""A draft goes out: what stands against it, which number it gets, where a new series begins (编号印发)."""

import unicodedata
from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.services.papers import gate, issued_documents
from gaotang_desktop.services.papers.numbers import LAST, Number
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk

_WIDTH = 90


class FirstNumber(QWidget):
    """从几号编起, asked before the first number of a series; ``value()`` is what was said."""

    def __init__(self, number: Number) -> None:
        super().__init__()
        self._number = number
        self.field = QLineEdit(str(number.sequence))
        self.field.setMaximumWidth(_WIDTH)
        self.field.setAccessibleName("从几号编起")
        ask = QLabel("从几号编起(&N)")
        ask.setBuddy(self.field)
        self.said = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.SPACE_2, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(ask)
        row.addWidget(self.field)
        row.addWidget(self.said, 1)
        self.field.textChanged.connect(lambda _text: self._tell())
        self._tell()

    def value(self) -> int | None:
        """The number that the series begins with; ``None`` where none can be read."""
        typed = unicodedata.normalize("NFKC", self.field.text()).strip()
        number = int(typed) if typed.isdecimal() else 0
        return number if 1 <= number <= LAST else None

    def _tell(self) -> None:
        number = self.value()
        self.said.setText(
            f"要写1到{LAST}之间的号"
            if number is None
            else f"这一份编为 {self._number.counted(number)}"
        )


class Issuing:
    """Asks before a number is taken, then takes it; ``done(issued)`` hears what went out."""

    def __init__(self, desk: Desk, done: Callable[[issued_documents.Issued], None]) -> None:
        self._desk = desk
        self._done = done
        self.first: FirstNumber | None = None

    def ask(self, draft_id: int, title: str) -> None:
        """Say which number it will get and what still deserves a look, then issue."""
        work = self._desk.work
        self._desk.jobs.run(
            lambda _progress: (
                gate.of_draft(work, draft_id),
                issued_documents.coming(work, draft_id),
            ),
            title="正在核对",
            done=lambda found: self._ask(draft_id, title, *found),
        )

    def _ask(self, draft_id: int, title: str, found: tuple[Finding, ...], number: Number) -> None:
        messages = self._desk.messages
        if stops := [each for each in found if each.stops]:
            said = "".join(each.placed for each in stops)
            messages.problem(f"还不能印发。{said}")
            return
        self.first = FirstNumber(number) if number.begins else None
        text = (
            f"将取号 {number.text}，存进发文登记，一年里号码连续、不重复使用。"
            "印发以后不能再改，也不能撤销；有错的另发更正通报。"
        )
        if self.first is not None:
            text = (
                f"这是“{number.series}”在发文登记里的第一个号，以后接着它编，一年里号码连续、不重复使用。"
                "启用本程序以前已经编过号的，下面写接下来的号；没有编过的不用改。"
                "印发以后不能再改，也不能撤销；有错的另发更正通报。"
            )
        reminders = [each.placed for each in found if each.asks]
        if reminders:
            text += f"\n\n有 {len(reminders)} 项要核对：\n" + "\n".join(
                f"· {each}" for each in reminders
            )
        messages.confirm(
            f"印发《{title}》？",
            text,
            action="核对过了，编号印发" if reminders else "编号印发",
            slot=lambda: self._issue(draft_id),
            danger=False,
            asked=self.first,
        )
        first, act = self.first, messages.dialog and messages.dialog.act
        if first is not None and act is not None:
            first.field.textChanged.connect(lambda _text: act.setEnabled(first.value() is not None))

    def _issue(self, draft_id: int) -> None:
        """Take the number and keep the paper for good; what had to be asked was."""
        work = self._desk.work
        first = None if self.first is None else self.first.value()
        self._desk.jobs.run(
            lambda _progress: issued_documents.issue(
                work, draft_id, despite_reminders=True, first_number=first
            ),
            title="正在印发",
            done=self._done,
        )
