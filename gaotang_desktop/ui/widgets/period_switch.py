"""‹ 2026年10月 ›: the month that a page shows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gaotang_desktop.domain.periods import Period
from gaotang_desktop.ui import icons


class PeriodSwitch(QWidget):
    """``changed(period)`` when another period was chosen."""

    changed = Signal(object)

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.period = period
        self.earlier, self.later = QPushButton(), QPushButton()
        icons.dress(self.earlier, "chevron-left", "text", 16)
        icons.dress(self.later, "chevron-right", "text", 16)
        self.earlier.setAccessibleName("上一期")
        self.later.setAccessibleName("下一期")
        self.earlier.setToolTip("上一期")
        self.later.setToolTip("下一期")
        self.earlier.clicked.connect(lambda: self.set_period(self.period.shifted(-1)))
        self.later.clicked.connect(lambda: self.set_period(self.period.shifted(1)))
        self.label = QLabel(period.label)
        self.label.setMinimumWidth(90)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.earlier, self.label, self.later):
            row.addWidget(widget)

    def set_period(self, period: Period) -> None:
        """Show another period."""
        if period != self.period:
            self.period = period
            self.label.setText(period.label)
            self.changed.emit(period)
