"""Words over several lines that always have the height that their width asks for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel
from typing_extensions import override


class WrappedLabel(QLabel):
    """Qt's layouts guess that height, and in a scrolled column they guess too low at times."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._take_height()

    def _take_height(self) -> None:
        # Qt never answers with less than the least height that was set: fewer words would keep it.
        self.setMinimumHeight(0)
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()
