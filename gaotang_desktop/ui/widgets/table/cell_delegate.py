"""Paints one cell of a list: text, number or chip, on a hairline."""

from collections.abc import Mapping

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.table import cells
from gaotang_desktop.ui.widgets.table.record_model import RecordModel

_PAD = 8
_CHIP_HEIGHT = 20
Index = QModelIndex | QPersistentModelIndex


class RecordDelegate(QStyledItemDelegate):
    """``tones`` maps a field's name to the tones of its words; such a field is painted as chips."""

    def __init__(self, view: QAbstractItemView, model: RecordModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.tones: dict[str, Mapping[str, Tone]] = {}
        self.hovered_row = -1
        self._font = theme.font()
        self._chip_font = theme.font(theme.SECONDARY_PT)
        self._metrics = QFontMetrics(self._font)
        self._chip_metrics = QFontMetrics(self._chip_font)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.accent_soft))
        elif index.row() == self.hovered_row:
            painter.fillRect(box, QColor(colours.header))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        field = self._model.field(index.column())
        value = self._model.value(index.row(), index.column())
        text = cells.text_of(field, value, self._model.this_year)
        tones = self.tones.get(field.name)
        if text and tones is not None:
            self._paint_chip(
                painter, box, text, tones.get(text) or cells.tone_of(text) or Tone.NEUTRAL
            )
        else:
            self._paint_text(painter, box, text, right=cells.is_number(field))
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -2))

    def _paint_text(self, painter: QPainter, box: QRect, text: str, *, right: bool) -> None:
        painter.setFont(self._font)
        painter.setPen(theme.colour("text" if text else "faint"))
        inner = box.adjusted(_PAD, 0, -_PAD, -1)
        shown = text or cells.EMPTY
        if self._metrics.horizontalAdvance(shown) > inner.width():
            shown = self._metrics.elidedText(shown, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_chip(self, painter: QPainter, box: QRect, text: str, tone: Tone) -> None:
        width = min(self._chip_metrics.horizontalAdvance(text) + 18, box.width() - 2 * _PAD + 4)
        chip = QRect(box.left() + _PAD - 2, 0, max(width, 8), _CHIP_HEIGHT)
        chip.moveCenter(QPoint(chip.center().x(), box.center().y()))
        paint_chip(painter, chip, text, tone)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data() or "")
        chip = self._model.field(index.column()).name in self.tones
        metrics = self._chip_metrics if chip else self._metrics
        extra = 18 if chip else 0
        return QSize(metrics.horizontalAdvance(text) + 2 * _PAD + extra + 2, theme.ROW_HEIGHT)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        field = self._model.field(index.column())
        value = self._model.value(index.row(), index.column())
        full = value if isinstance(value, str) else cells.text_of(field, value, 0)
        fits = self.sizeHint(option, index).width() <= option.rect.width()
        QToolTip.showText(event.globalPos(), "" if fits and "\n" not in full else full, view)
        return True


def paint_chip(painter: QPainter, chip: QRect, text: str, tone: Tone) -> None:
    """A small rounded label in its tone."""
    words, ground = theme.tone_colours(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(chip), chip.height() / 2, chip.height() / 2)
    painter.setFont(theme.font(theme.SECONDARY_PT))
    painter.setPen(words)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, chip.width() - 8)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
