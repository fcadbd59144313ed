"""A picture over time in the window: hovered, clicked, walked by the arrow keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from gaotang_desktop.domain.pictures.values import Picture
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.empty_state import paint_sentence
from gaotang_desktop.ui.widgets.picture import painting

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Home: (0, -(10**6)),
    Qt.Key.Key_End: (0, 10**6),
}
_NOTHING = Picture("cells", "", (), ())


class PictureView(QWidget):
    """``chosen(line, column)`` on a click or Enter; the arrow keys go from spot to spot."""

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.picture = _NOTHING
        self.at: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self.setObjectName("scrolled")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("走势图")

    def show_picture(self, picture: Picture) -> None:
        """Show another one; the spot that keys have come to stays where it can."""
        self.picture = picture
        lines, columns = len(picture.lines), len(picture.columns)
        if self.at is not None and not (self.at[0] < lines and self.at[1] < columns):
            self.at = None
        self._hovered = None
        self.setAccessibleName(picture.title)
        self.setMinimumHeight(painting.least_height(picture))
        self.updateGeometry()
        self.update()

    def layout_now(self) -> painting.Layout:
        """Where everything stands at the size of now."""
        return painting.lay_out(self.picture, QRectF(self.rect()).adjusted(2, 2, -2, -2))

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, max(300, painting.least_height(self.picture)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.picture.is_empty:
            paint_sentence(painter, self.rect(), self.picture.empty)
            return
        painting.paint(
            painter, self.layout_now(), theme.colours(), at=self.at, hovered=self._hovered,
            focused=self.hasFocus(),
        )  # fmt: skip

    def _spot_at(self, where: QPointF) -> tuple[int, int] | None:
        return None if self.picture.is_empty else self.layout_now().at(where)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(spot)
            self.chosen.emit(*spot)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot != self._hovered:
            self._hovered = spot
            leads = spot is not None and self.picture.lines[spot[0]].spots[spot[1]].targets
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
            )
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.at is None and not self.picture.is_empty:
            self._go((0, len(self.picture.columns) - 1 if self.picture.shape != "cells" else 0))
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.at is not None and key in _STEPS:
            down, right = _STEPS[key]
            line = max(0, min(self.at[0] + down, len(self.picture.lines) - 1))
            column = max(0, min(self.at[1] + right, len(self.picture.columns) - 1))
            self._go((line, column))
        elif self.at is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(*self.at)
        else:
            super().keyPressEvent(event)

    def _go(self, spot: tuple[int, int]) -> None:
        self.at = spot
        said = self.picture.tip(*spot)
        self.setAccessibleDescription(said)
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.picture.tip(*spot) if spot else "", self)
            return True
        return super().event(event)
