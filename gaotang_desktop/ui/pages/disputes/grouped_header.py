"""A header of two lines: a name over several columns, and each column's own below."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme


class GroupedHeader(QHeaderView):
    """``groups`` gives a column its group's name; neighbours of one name share it."""

    def __init__(self, groups: Mapping[int, str], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._groups = dict(groups)
        self.setFixedHeight(2 * theme.ROW_HEIGHT - 16)
        self.setHighlightSections(False)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        half = rect.height() // 2
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, theme.colour("header"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setFont(theme.font(theme.SECONDARY_PT))
        name = self._groups.get(logicalIndex)
        if name is None:
            painter.setPen(theme.colour("secondary"))
            painter.drawText(rect, middle, words)
            painter.restore()
            return
        painter.setPen(theme.colour("faint"))
        painter.drawText(rect.adjusted(0, half - 2, 0, 0), middle, words)
        first = last = logicalIndex
        while self._groups.get(first - 1) == name:
            first -= 1
        while self._groups.get(last + 1) == name:
            last += 1
        left = self.sectionViewportPosition(first)
        width = sum(self.sectionSize(at) for at in range(first, last + 1))
        painter.setPen(theme.colour("border"))
        if last == logicalIndex:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, rect.top() + 2, width, half), middle, name)
        painter.restore()
