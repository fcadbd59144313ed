"""Rates of villages with their 95 % intervals on one scale: what a poll can and cannot tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from gaotang_desktop.domain.polls import Rate
from gaotang_desktop.ui import theme

_HEAD, _ROW, _NAME, _RIGHT = 34, 22, 76, 96
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One village; without a rate the remark says why. ``compared`` when its sample is enough."""

    name: str
    rate: Rate | None
    remark: str = ""
    compared: bool = True


class IntervalChart(QWidget):
    """The highest rate first; villages with too small a sample below, in grey, without a rank."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[IntervalRow, ...] = ()
        self._town: Rate | None = None
        self._whole = ""
        self._low = 0
        self.setObjectName("scrolled")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[IntervalRow], town: Rate | None, whole: str = "") -> None:
        """Show these villages and the rate of all together, which is called ``whole``."""

        def place(row: IntervalRow) -> tuple[int, float]:
            if row.rate is None:
                return (2, 0)
            return (0 if row.compared else 1, -float(row.rate.percent))

        self.rows, self._town = tuple(sorted(rows, key=place)), town
        self._whole = whole
        lowest = min((float(row.rate.interval[0]) for row in rows if row.rate), default=0)
        self._low = int(lowest // 10) * 10
        self.setAccessibleName("；".join(self._words(row) for row in self.rows))
        self.updateGeometry()
        self.update()

    def _words(self, row: IntervalRow) -> str:
        if row.rate is None:
            return f"{row.name}：{row.remark}"
        said = f"{row.name}：{row.rate.words}，样本 {row.rate.sample} 份"
        return f"{said}，{row.remark}" if row.remark else said

    @override
    def sizeHint(self) -> QSize:
        return QSize(340, _HEAD + _ROW * len(self.rows) + 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def _x(self, percent: float) -> float:
        room = self.width() - _NAME - _RIGHT - 20
        return _NAME + 8 + room * (percent - self._low) / (100 - self._low)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.rows:
            return  # the list beside it says what is missing
        painter.setFont(theme.font(theme.SECONDARY_PT))
        foot = _HEAD + _ROW * len(self.rows)
        step = 10 if 100 - self._low <= 50 else 20
        for mark in range(self._low, 101, step):
            x = self._x(mark)
            painter.setPen(QColor(colours.hairline))
            painter.drawLine(QPointF(x, _HEAD - 4), QPointF(x, foot))
            painter.setPen(QColor(colours.faint))
            painter.drawText(QRectF(x - 24, 12, 48, 16), _MIDDLE, f"{mark}%")
        if self._town is not None:
            x = self._x(float(self._town.percent))
            painter.setPen(QPen(QColor(colours.secondary), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, _HEAD - 4), QPointF(x, foot))
            painter.drawText(
                QRectF(x - 60, -2, 120, 16), _MIDDLE, f"{self._whole} {self._town.percent}%"
            )
        for place, row in enumerate(self.rows):
            self._row(painter, row, _HEAD + _ROW * place + _ROW / 2)

    def _row(self, painter: QPainter, row: IntervalRow, y: float) -> None:
        enough = row.rate is not None and row.compared
        painter.setPen(theme.colour("text" if enough else "faint"))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, _NAME - 4)
        painter.drawText(QRectF(2, y - 11, _NAME, 22), _LEFT, name)
        right = QRectF(self.width() - _RIGHT, y - 11, _RIGHT, 22)
        if row.rate is None:
            painter.drawText(right, _LEFT, row.remark)
            return
        low, high = (self._x(float(edge)) for edge in row.rate.interval)
        theme.filling(painter, "cell_reported" if enough else "hairline")
        painter.drawRoundedRect(QRectF(low, y - 5, high - low, 10), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if enough else "faint"))
        painter.drawEllipse(QPointF(self._x(float(row.rate.percent)), y), 4, 4)
        painter.setPen(theme.colour("text" if enough else "faint"))
        painter.drawText(right, _LEFT, f"{row.rate.percent}%  {row.rate.sample}份")

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = (event.pos().y() - _HEAD) // _ROW
            if 0 <= place < len(self.rows):
                QToolTip.showText(event.globalPos(), self._words(self.rows[place]), self)
                return True
        return super().event(event)
