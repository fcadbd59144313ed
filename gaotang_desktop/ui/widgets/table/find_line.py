"""The line that narrows a list while one types; Return goes on to what it found."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

_TYPING_MS = 120


class FindLine(QLineEdit):
    """``narrowed`` when typing pauses; ``left`` when Return, Down or Esc goes on to the list.

    Esc takes away what was typed first.
    """

    narrowed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("在列表里查找")
        self.setToolTip("在列表里查找（Ctrl+F）")
        self.setAccessibleName("在列表里查找")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(72)  # gives way to the chips in a narrow window
        self.setMaximumWidth(168)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_MS)
        self._pause.timeout.connect(self.narrowed)
        self.textChanged.connect(lambda _text: self._pause.start())

    def settle(self) -> None:
        """What was typed is narrowed by already: no pause is waited for."""
        self._pause.stop()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.narrowed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            if self._pause.isActive():
                self.narrowed.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)
