"""What is known of a night, as a cell of the heat map, and the legend that names the cells."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme

_LEGEND, _LEGEND_LINE = 20, 16  # of one line, of several
_GAP = 2


class CellState(StrEnum):
    """What is known of one village and one night, strongest evidence first in the legend's order."""

    NONE = "无记录"
    REPORTED = "村自报"
    VERIFIED = "抽查核实"
    LED = "带队/警民联合"
    MISSED = "未巡（有原因）"
    FUTURE = "未到"


_FILL = {
    CellState.NONE: "cell_none",
    CellState.REPORTED: "cell_reported",
    CellState.VERIFIED: "cell_verified",
    CellState.LED: "cell_led",
    CellState.FUTURE: "cell_future",
}


class HeatLegend(QWidget):
    """What the colours of a :class:`HeatMap` mean; stands beside it, where it is not scrolled away.

    In a narrow place it takes a second line: no state is left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_LEGEND)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("图例：" + "、".join(state.value for state in CellState))

    def entries(self) -> list[tuple[CellState, QRectF]]:
        """Where each state stands, in lines that are as wide as the legend."""
        return legend_entries(self.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(round(max(place.bottom() for _state, place in self.entries())))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_legend(painter, self.entries())


def legend_entries(wide: float) -> list[tuple[CellState, QRectF]]:
    """Where each state stands in lines of that width; a night still to come needs no entry."""
    metrics = QFontMetrics(theme.font(theme.SECONDARY_PT))
    wanted = {
        state: metrics.horizontalAdvance(state.value) + 21
        for state in CellState
        if state is not CellState.FUTURE
    }
    one = sum(wanted.values()) + 14 * (len(wanted) - 1) <= wide
    high = _LEGEND if one else _LEGEND_LINE
    found: list[tuple[CellState, QRectF]] = []
    x, y = 0.0, 0.0
    for state, width in wanted.items():
        if x and x + width > wide:
            x, y = 0.0, y + high
        found.append((state, QRectF(x, y, width, high)))
        x += width + 14
    return found


def paint_legend(painter: QPainter, entries: Sequence[tuple[CellState, QRectF]]) -> None:
    """Each state as a cell, and its words beside it."""
    painter.setFont(theme.font(theme.SECONDARY_PT))
    for state, place in entries:
        paint_cell(painter, QRectF(place.x(), place.center().y() - 7, 16, 14), state)
        painter.setPen(theme.colour("secondary"))
        words = place.adjusted(21, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, state.value)


def paint_cell(painter: QPainter, cell: QRectF, state: CellState) -> None:
    """One night of one village."""
    beside = _GAP / 2 if cell.width() > 3 * _GAP else 0
    box = cell.adjusted(beside, _GAP / 2, -beside, -_GAP / 2)
    if state is CellState.MISSED:
        painter.setPen(QPen(theme.colour("bad"), 1.6))
        reach = min(box.width(), box.height()) * 0.26
        middle = box.center()
        for slope in (1, -1):
            painter.drawLine(
                middle + QPointF(-reach, -reach * slope), middle + QPointF(reach, reach * slope)
            )
        return
    painter.setPen(Qt.PenStyle.NoPen)
    if theme.colours().high_contrast:
        _paint_plain(painter, box, state)
        return
    if state is CellState.REPORTED:
        # Its pale ground alone could be missed: a line around it stands out.
        painter.setPen(QPen(theme.colour("cell_verified"), 1))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setBrush(theme.colour(_FILL[state]))
    painter.drawRoundedRect(box, 3, 3)


def _paint_plain(painter: QPainter, box: QRectF, state: CellState) -> None:
    """In high contrast a form says it: a box, a box with a dot, a full one; nothing for nothing."""
    if state in (CellState.NONE, CellState.FUTURE):
        return
    line, ground = theme.colour("text"), theme.colour("surface")
    inner = box.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(line, 1.4))
    painter.setBrush(line if state is CellState.LED else ground)
    painter.drawRect(inner)
    if state is CellState.VERIFIED:
        reach = min(inner.width(), inner.height()) * 0.22
        painter.setBrush(line)
        painter.drawEllipse(inner.center(), reach, reach)
