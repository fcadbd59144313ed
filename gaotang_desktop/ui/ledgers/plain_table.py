"""A short list of texts that is only read: history, recycle bin, backups, findings."""

from collections.abc import Collection, Hashable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.empty_state import paint_sentence
from gaotang_desktop.ui.widgets.table.cells import EMPTY

_PAD = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QTableWidget):
    """Rows on hairlines like those of every list; ``empty`` is what it says without any."""

    def __init__(
        self, heads: tuple[str, ...], *, wide: int, empty: str, numbers: Collection[int] = ()
    ) -> None:
        """Column ``wide`` takes the room that is left; ``numbers`` stand at the right."""
        super().__init__(0, len(heads))
        self.setAccessibleName("列表：" + "、".join(heads))
        self._empty = empty
        self._numbers = frozenset(numbers)
        self._keys: tuple[Hashable, ...] = ()
        for column, text in enumerate(heads):
            head = QTableWidgetItem(text)
            head.setTextAlignment(self.side(column))
            self.setHorizontalHeaderItem(column, head)
        self.setItemDelegate(_Cells(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(theme.ROW_HEIGHT)
        header.setMinimumSectionSize(72)
        for column in range(len(heads)):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if column == wide
                else QHeaderView.ResizeMode.ResizeToContents
            )
            header.setSectionResizeMode(column, mode)

    def side(self, column: int) -> Qt.AlignmentFlag:
        """Words at the left, numbers at the right."""
        return _RIGHT if column in self._numbers else _LEFT

    def set_empty(self, sentence: str) -> None:
        """Say something else while there is no row."""
        self._empty = sentence
        self.viewport().update()

    def fill(self, rows: Sequence[tuple[str, ...]], keys: Sequence[Hashable] | None = None) -> None:
        """Show these rows instead of the old ones.

        By their ``keys`` the rows chosen before are chosen again, else the first.
        """
        picked = {self._keys[row] for row in self.chosen_rows() if row < len(self._keys)}
        self._keys = tuple(keys or ())
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
        if self._keys:
            self._choose([row for row, key in enumerate(self._keys) if key in picked] or [0])
        self.viewport().update()

    def chosen_rows(self) -> list[int]:
        """The selected rows from above."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def _choose(self, rows: Sequence[int]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        chooser = self.selectionModel()
        chooser.setCurrentIndex(self.model().index(rows[0], 0), flags.NoUpdate)
        chooser.clearSelection()
        for row in rows:
            chooser.select(self.model().index(row, 0), flags.Select | flags.Rows)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rowCount():
            paint_sentence(QPainter(self.viewport()), self.viewport().rect(), self._empty)


class _Cells(QStyledItemDelegate):
    """Words, cut off with … where they do not fit, on a hairline; the chosen row is tinted."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        table = self.parent()
        assert isinstance(table, PlainTable)
        box = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_soft"))
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        text = str(index.data() or "")
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text" if text else "faint"))
        inner = box.adjusted(_PAD, 0, -_PAD, -1)
        if (tick := self._tick(option, index)) is not None:
            table.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, tick, painter, table
            )
            inner.setLeft(tick.rect.right() + _PAD)
        shown = painter.fontMetrics().elidedText(
            text or EMPTY, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, table.side(index.column()), shown)
        if option.state & QStyle.StateFlag.State_HasFocus and table.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -2))
        painter.restore()

    def _tick(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QStyleOptionViewItem | None:
        """The tick of a cell, where a click reaches it; ``None`` where it has none."""
        state, table = index.data(Qt.ItemDataRole.CheckStateRole), self.parent()
        if state is None or not isinstance(table, PlainTable):
            return None
        tick = QStyleOptionViewItem(option)
        self.initStyleOption(tick, index)
        tick.rect = table.style().subElementRect(
            QStyle.SubElement.SE_ItemViewItemCheckIndicator, tick, table
        )
        is_on = Qt.CheckState(state) is Qt.CheckState.Checked
        tick.state |= QStyle.StateFlag.State_On if is_on else QStyle.StateFlag.State_Off
        return tick

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(str(index.data() or ""))
        tick = self._tick(option, index)
        room = tick.rect.width() + _PAD if tick is not None else 0
        return QSize(words + 2 * _PAD + 8 + room, theme.ROW_HEIGHT)
