"""A press on words in a line, which give way where there is no room: names of files, of records."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

_BESIDE = 8


class ElidedButton(QPushButton):
    """Shows as much of ``whole`` as fits, ending in … (or with … in the middle of a file's name)."""

    def __init__(self, whole: str, where: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(whole)
        self.whole = whole
        self._where = where
        self.setAccessibleName(whole)
        self.setProperty("role", "item")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.whole) + _BESIDE
        return QSize(wide, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.width() - _BESIDE + 1
        shown = self.fontMetrics().elidedText(self.whole, self._where, room)
        self.setText(shown)
        if not self.toolTip() or self.toolTip() == self.whole:
            self.setToolTip(self.whole if shown != self.whole else "")
        super().resizeEvent(event)
