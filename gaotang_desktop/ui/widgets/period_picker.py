"""The month, quarter or year that a page shows: ‹ 2026年10月 ›."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.periods import Cycle, Period
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.menu import Menu

_WORDS: Final = {"month": "按月", "quarter": "按季度", "year": "按年"}
# How many the menu offers, and how many of them after the one shown.
_OFFERED: Final = {"month": (15, 3), "quarter": (9, 1), "year": (6, 1)}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OPENING = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PeriodPicker(QFrame):
    """Steps with ‹ ›, the arrow keys, or a menu of recent periods. ``changed(Period)``.

    Of a picker with several ``cycles`` the menu, which ↓ opens too, also offers to go by month,
    quarter or year; each is found again at the period that it showed last.
    """

    changed = Signal(object)

    def __init__(
        self,
        period: Period,
        *,
        latest: Period | None = None,
        cycles: Sequence[Cycle] = (),
        today: Callable[[], date] | None = None,
    ) -> None:
        """Nothing after ``latest`` can be picked; ``today`` is where a shorter cycle begins."""
        super().__init__()
        self.period = period
        self.cycles = tuple(cycles)
        self._latest = latest
        self._today = today
        self._shown: dict[Cycle, Period] = {period.cycle: period}
        self.setObjectName("period_picker")
        self.earlier = self._arrow("chevron-left", "上一期", -1)
        self.later = self._arrow("chevron-right", "下一期", 1)
        self.label = QToolButton()
        self.label.setObjectName("period_label")
        self.label.setToolTip("选择月份、季度或年份" if self.cycles else "选择期间")
        self.label.clicked.connect(self.open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 3, 0)
        row.setSpacing(0)
        for button in (self.earlier, self.label, self.later):
            row.addWidget(button)
            button.installEventFilter(self)
        self._show()

    def set_period(self, period: Period) -> None:
        """Show another period; says ``changed`` when it is another."""
        if self._latest is not None and period.start > self._latest.end:
            period = periods.around(self._latest.end, period.cycle)
        if period != self.period:
            self.period = period
            self._shown[period.cycle] = period
            self._show()
            self.changed.emit(period)

    def set_latest(self, latest: Period | None) -> None:
        """Allow periods up to this one."""
        self._latest = latest
        self._show()

    def show_cycle(self, cycle: Cycle) -> None:
        """The month, quarter or year that was shown last, or else lies where the period does."""
        now, known = self.period, self._shown.get(cycle)
        if known is not None and known.start <= now.end and known.end >= now.start:
            self.set_period(known)
            return
        day = now.end
        if self._today is not None and self._today() in now:
            day = self._today()
        self.set_period(periods.around(day, cycle))

    def open_menu(self) -> QMenu:
        """The menu, with the period shown in hand."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kinds = QActionGroup(menu)
        for cycle in self.cycles:
            action = menu.addAction(_WORDS[cycle])
            action.setCheckable(True)
            action.setChecked(cycle == self.period.cycle)
            action.triggered.connect(lambda _checked, cycle=cycle: self.show_cycle(cycle))
            kinds.addAction(action)
        menu.addSeparator()
        offered, ahead = _OFFERED[self.period.cycle]
        newest = self.period.shifted(ahead)
        if self._latest is not None and newest.start > self._latest.end:
            newest = periods.around(self._latest.end, newest.cycle)
        every = QActionGroup(menu)
        for back in range(offered):
            period = newest.shifted(-back)
            action = menu.addAction(period.label)
            action.setCheckable(True)
            action.setChecked(period == self.period)
            action.triggered.connect(lambda _checked, period=period: self.set_period(period))
            every.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        if (chosen := every.checkedAction()) is not None:
            menu.setActiveAction(chosen)
        return menu

    def _arrow(self, icon: str, tip: str, step: int) -> QToolButton:
        button = QToolButton()
        icons.dress(button, icon, "secondary", 16)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda _checked: self._step(step))
        return button

    def _step(self, by: int) -> None:
        self.set_period(self.period.shifted(by))

    def _show(self) -> None:
        self.label.setText(self.period.label)
        following = self.period.shifted(1).start
        self.later.setEnabled(self._latest is None or following <= self._latest.end)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # By itself a button gives the arrow keys away to its neighbours, and Enter to nobody.
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if (step := _STEPS.get(key)) is not None:
            self._step(step)
        elif key in _OPENING:
            self.open_menu()
        else:
            return super().eventFilter(watched, event)
        return True
