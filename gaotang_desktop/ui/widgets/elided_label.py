"""One line of words that ends in … where there is no room; the pointer shows the whole of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption
from typing_extensions import override


class ElidedLabel(QLabel):
    """``text()`` is the whole text, whatever is shown; it never asks for more room than there is."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def shown(self) -> str:
        """What is painted."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def _tell(self) -> None:
        self.setToolTip(self.text() if self.shown() != self.text() else "")

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            self.alignment(),
            option.palette,
            self.isEnabled(),
            self.shown(),
            self.foregroundRole(),
        )
