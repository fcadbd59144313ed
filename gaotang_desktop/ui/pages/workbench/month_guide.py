"""第一个月: what to do this week, ticked by what the records show."""

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
        for line in month.lines:
            column.addWidget(self._line(line, first=line is month.next))
        if month.next is None:
            done = QLabel("这一周的都办好了，下周一再看。")
            done.setProperty("class", "secondary")
            column.addWidget(done)
        self.body.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = lines

    def _line(self, line: Line, *, first: bool) -> QWidget:
        whole, mark, words = QWidget(), QLabel(), ElidedLabel(line.step.what)
        icon, colour = ("circle-check", "good") if line.done else ("chevron-right", "faint")
        icons.dress(mark, icon, "accent" if first else colour, 16)
        mark.setToolTip("已办" if line.done else "还没有办")
        mark.setAccessibleName(mark.toolTip())
        words.setProperty("class", "faint" if line.done else "")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, theme.SPACE_2, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(mark)
        row.addWidget(words, 1)
        if not line.done:
            row.addWidget(self._button(line.step))
        return whole

    def _button(self, step: Step) -> QPushButton:
        button = QPushButton(step.action)
        button.setProperty("role", "link")
        button.setAccessibleName(f"{step.action}：{step.what}")
        button.clicked.connect(lambda _checked: self.chosen.emit(step))
        self.buttons.append(button)
        return button
