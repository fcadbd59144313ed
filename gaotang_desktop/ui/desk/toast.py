"""A sentence at the bottom of the window that goes away by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme

_ABOVE_THE_STRIP = 44


class Toast(QFrame):
    """Lies over the window, centred above the status strip; waits while the pointer is on it."""

    vanished = Signal(object)

    def __init__(
        self,
        window: QWidget,
        text: str,
        *,
        action: str | None,
        slot: Callable[[], None] | None,
        seconds: float,
    ) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel(text)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setMaximumWidth(560)
        self.label.setWordWrap(len(text) > 36)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        row.setSpacing(theme.SPACE_4)
        row.addWidget(self.label)
        self.button: QPushButton | None = None
        if action and slot:
            self.button = QPushButton(action)
            self.button.clicked.connect(self.vanish)
            self.button.clicked.connect(slot)
            row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.vanish)
        self._timer.start(int(seconds * 1000))
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def vanish(self) -> None:
        """Go away now."""
        self._timer.stop()
        self.hide()
        self.vanished.emit(self)
        self.deleteLater()

    def _place(self) -> None:
        self.adjustSize()
        self.move(
            (self._window.width() - self.width()) // 2,
            self._window.height() - self.height() - _ABOVE_THE_STRIP,
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._timer.stop()
        elif event.type() == QEvent.Type.Leave:
            self._timer.start(2500)
        return super().event(event)
