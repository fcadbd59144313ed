"""The month, quarter or year that a page shows: ‹ 2026年10月 ›."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton
from typing_extensions import override

from gaotang_desktop.domain.periods import Period
from gaotang_desktop.ui import icons

_RECENT = 15


class PeriodPicker(QFrame):
    """Steps with ‹ ›, the arrow keys, or a menu of recent periods. ``changed(Period)``."""

    changed = Signal(object)

    def __init__(self, period: Period, *, latest: Period | None = None) -> None:
        """Nothing after ``latest`` can be picked."""
        super().__init__()
        self.period = period
        self._latest = latest
        self.setObjectName("period_picker")
        self.earlier = self._arrow("chevron-left", "上一期", -1)
        self.later = self._arrow("chevron-right", "下一期", 1)
        self.label = QToolButton()
        self.label.setObjectName("period_label")
        self.label.setToolTip("选择期间")
        self.label.clicked.connect(self._on_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 3, 0)
        row.setSpacing(0)
        for button in (self.earlier, self.label, self.later):
            row.addWidget(button)
        self._show()

    def set_period(self, period: Period) -> None:
        """Show another period; says ``changed`` when it is another."""
        if self._latest is not None and period.cycle == self._latest.cycle:
            period = min(period, self._latest)
        if period != self.period:
            self.period = period
            self._show()
            self.changed.emit(period)

    def set_latest(self, latest: Period | None) -> None:
        """Allow periods up to this one."""
        self._latest = latest
        self._show()

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
        self.later.setEnabled(self._latest is None or self.period < self._latest)

    def _on_menu(self) -> None:
        newest = self._latest or self.period.shifted(3)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for back in range(_RECENT):
            period = newest.shifted(-back)
            action = menu.addAction(period.label)
            action.setCheckable(True)
            action.setChecked(period == self.period)
            action.triggered.connect(lambda _checked, period=period: self.set_period(period))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._step(step)
        else:
            super().keyPressEvent(event)
