"""The weekly reports of all villages: the grid, a line of figures, and the rest of a week at once."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.fields import week_label
from gaotang_desktop.services.casework.dispute_reports import Weeks, WeekState
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.pages.disputes.week_grid import WeekGrid
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.scrolling import Scrolled


class ReportsView(QWidget):
    """``rest_requested(week)``: every village left reports zero; ``stepped(weeks)``: look earlier."""

    rest_requested = Signal(object)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.grid = WeekGrid()
        self.grid.setObjectName("scrolled")
        self.grid.moved.connect(self._on_moved)
        self.figures = QLabel()
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        self.words = ElidedLabel()
        self.words.setProperty("class", "secondary")
        earlier, self.later = QPushButton(), QPushButton()
        for button, icon, tip, step in (
            (earlier, "chevron-left", "更早的几周", -1),
            (self.later, "chevron-right", "更近的几周", 1),
        ):
            icons.dress(button, icon, "text", 16)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked, step=step: self.stepped.emit(step))
        self.rest = QPushButton()
        icons.dress(self.rest, "check", "text", 16)
        self.rest.setToolTip("还没有报、台账里也没有纠纷的村，一次登记为零报告（Ctrl+R）")
        self.rest.clicked.connect(lambda _checked: self._on_rest())
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE_2)
        bar.addWidget(earlier)
        bar.addWidget(self.later)
        bar.addWidget(self.figures)
        bar.addStretch(1)
        bar.addWidget(self.rest)
        card = QFrame()
        card.setProperty("class", "card")
        self._area = area = Scrolled(self.grid, sideways=True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        inner.addWidget(area)
        hint = QLabel(
            "空格：按台账登记（没有就是零报告）；数字：件数；Delete：删除；回车：填上报日期和上报人"
        )
        hint.setProperty("class", "faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(bar)
        column.addWidget(card, 1)
        below = QHBoxLayout()
        below.addWidget(self.words, 1)
        below.addWidget(hint)
        column.addLayout(below)
        self.setFocusProxy(self.grid)
        shortcut = QShortcut(QKeySequence("Ctrl+R"), self, self._on_rest)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_weeks(self, data: Weeks, *, newest: bool) -> None:
        """Show these weeks; ``newest`` says that the running one is among them."""
        self.grid.set_data(data)
        self.later.setEnabled(not newest)
        self._say()

    def week(self) -> date | None:
        """The week of the marked cell."""
        at = self.grid.current()
        return at[1] if at else None

    def _say(self) -> None:
        data, at = self.grid.data, self.grid.current()
        if data is None or at is None:
            self.figures.setText("")
            self.rest.hide()
            return
        week = at[1]
        told = data.count(week, WeekState.REPORTED)
        due = len(data.villages) - data.count(week, WeekState.NOT_DUE)
        before = data.count(week, WeekState.BEFORE)
        here = "在开始登记周报以前" if before else f"已报 {told} / {due} 个村"
        self.figures.setText(
            f"{week_label(week)}{here}　近 {len(data.weeks)} 周共缺报 {data.missing} 份"
        )
        self.rest.setText(f"第{week.isocalendar().week}周其余村零报告（Ctrl+R）")
        self.rest.setEnabled(told < due)
        self.rest.show()
        rows = [each.id for each in data.villages]
        self.words.setText(self.grid.tip(rows.index(at[0]), data.weeks.index(week)))

    def _on_moved(self) -> None:
        self._say()
        middle = self.grid.place().center()
        self._area.ensureVisible(middle.x(), middle.y(), 40, 60)

    def _on_rest(self) -> None:
        if (week := self.week()) is not None:
            self.rest_requested.emit(week)
