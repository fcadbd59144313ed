"""Small upright bars with a word below and a number above: how much of each kind there is."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme

_WORDS, _NUMBER, _WIDEST = 20, 18, 110


class BarStrip(QWidget):
    """Bars side by side, the longest as high as there is room."""

    def __init__(self, *, height: int = 104) -> None:
        super().__init__()
        self._counts: Mapping[str, int] = {}
        self._height = height
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """The number of each kind, in the order shown."""
        self._counts = dict(counts)
        said = "，".join(f"{name} {count}" for name, count in counts.items())
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, self._height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.SECONDARY_PT))
        if not self._counts:
            return
        width = min(self.width() / len(self._counts), _WIDEST)
        room = self.height() - _WORDS - _NUMBER
        most = max(self._counts.values())
        middle = Qt.AlignmentFlag.AlignCenter
        for place, (name, count) in enumerate(self._counts.items()):
            left = place * width
            high = max(room * count / most, 2) if most else 2
            bar = QRectF(left + width / 2 - 11, _NUMBER + room - high, 22, high)
            theme.filling(painter, "cell_verified")
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(theme.colour("text"))
            painter.drawText(QRectF(left, bar.top() - _NUMBER, width, _NUMBER), middle, str(count))
            painter.setPen(theme.colour("secondary"))
            under = QRectF(left, self.height() - _WORDS, width, _WORDS)
            shown = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(width) - 4
            )
            painter.drawText(under, middle, shown)
