"""第一个月: what to do this week, ticked by what the records show."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gaotang_desktop.domain.at_hand.first_month import FirstMonth, Line, Step
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel

DISMISSED = "first_month/dismissed"


class MonthGuide(Card):
    """``chosen(step)`` leads to where a step is done; ``dismissed`` takes the guide away for good."""

    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__("第一个月")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.away = QPushButton("不再显示")
        self.away.setProperty("role", "link")
        self.away.clicked.connect(lambda _checked: self.dismissed.emit())
        self.top.addWidget(self.away)
        self.buttons: list[QPushButton] = []
        self._lines = QWidget()
        self.body.addWidget(self._lines)
        self.hide()

    def show_month(self, month: FirstMonth | None) -> None:
        """Show this week's steps and those left over; nothing hides the guide."""
        self.setVisible(month is not None)
        if month is None:
            return
        self.set_title(f"第一个月 · 第 {month.week} 周")
        self.set_note(f"已办 {month.done} / {month.of}，按登记的记录自动打勾")
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        self.buttons = []
        if done := [line for line in month.lines if line.done]:
            column.addWidget(self._done(done))
        for line in month.lines:
            if not line.done:
                column.addWidget(self._line(line.step, first=line is month.next))
        if month.next is None:
            nothing = QLabel("这一周的都办好了，下周一再看。")
            nothing.setProperty("class", "secondary")
            column.addWidget(nothing)
        self.body.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = lines

    def _done(self, lines: Sequence[Line]) -> QWidget:
        """What is ticked takes one line: the day's list below needs the room."""
        words = ElidedLabel("、".join(line.step.what for line in lines))
        words.setProperty("class", "faint")
        return self._row("circle-check", "good", "已办", words)

    def _line(self, step: Step, *, first: bool) -> QWidget:
        words = ElidedLabel(step.what)
        colour = "accent" if first else "faint"
        return self._row("chevron-right", colour, "还没有办", words, self._button(step))

    @staticmethod
    def _row(icon: str, colour: str, state: str, words: ElidedLabel, *more: QWidget) -> QWidget:
        whole, mark = QWidget(), QLabel()
        icons.dress(mark, icon, colour, 16)
        mark.setToolTip(state)
        mark.setAccessibleName(state)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, theme.SPACE_2, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(mark)
        row.addWidget(words, 1)
        for each in more:
            row.addWidget(each)
        return whole

    def _button(self, step: Step) -> QPushButton:
        button = QPushButton(step.action)
        button.setProperty("role", "link")
        button.setAccessibleName(f"{step.action}：{step.what}")
        button.clicked.connect(lambda _checked: self.chosen.emit(step))
        self.buttons.append(button)
        return button
