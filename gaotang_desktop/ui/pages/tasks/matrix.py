"""Tasks × units: who leads (牵头) and who assists (配合), set by press or by key."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
Named = tuple[int, str]
LEAD, ASSIST = "牵头", "配合"
FOLDED = 0
"""The id of a column that stands for several: its cells say how many, and cannot be set."""
_NEXT = {"": LEAD, LEAD: ASSIST, ASSIST: ""}
_KEYS = {
    Qt.Key.Key_Q: LEAD,
    Qt.Key.Key_1: LEAD,
    Qt.Key.Key_P: ASSIST,
    Qt.Key.Key_2: ASSIST,
    Qt.Key.Key_0: "",
    Qt.Key.Key_Delete: "",
    Qt.Key.Key_Backspace: "",
}
# A column holds 牵头, or in a narrow window 牵 alone; names of tasks give way before that.
_COLUMN, _NARROWEST, _WIDEST, _NAME_LIMIT = 40, 22, 64, 8
_LONGEST_NAME, _SHORTEST_NAME = 260, 170
_NOWHERE = QModelIndex()


class _Cells(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Named] = ()
        self.columns: Sequence[Named] = ()
        self.words: dict[tuple[int, int], str] = {}

    def word(self, row: int, column: int) -> str:
        return self.words.get((self.rows[row][0], self.columns[column][0]), "")

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.word(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            word = self.word(row, column) or "未安排"
            return f"{self.rows[row][1]}\n{self.columns[column][1]}：{word}"
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        names = self.columns if orientation == Qt.Orientation.Horizontal else self.rows
        if section < len(names) and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return names[section][1]
        return None


class _ColumnNames(QHeaderView):
    """Units' names written downwards, so that thirty of them fit side by side."""

    def __init__(self, cells: _Cells, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._cells = cells
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(_COLUMN)
        self.setMinimumSectionSize(_NARROWEST)

    @override
    def sizeHint(self) -> QSize:
        longest = max((min(len(name), _NAME_LIMIT) for _id, name in self._cells.columns), default=2)
        return QSize(super().sizeHint().width(), longest * 16 + 16)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        colours = theme.colours()
        view = self.parent()
        current = isinstance(view, QTableView) and view.currentIndex().column() == logicalIndex
        painter.save()
        painter.fillRect(rect, QColor(colours.accent_soft if current else colours.header))
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QColor(colours.accent if current else colours.secondary))
        painter.setFont(theme.font(theme.SECONDARY_PT))
        name = self._cells.columns[logicalIndex][1]
        if len(name) > _NAME_LIMIT:
            name = name[: _NAME_LIMIT - 1] + "…"
        top = rect.bottom() - 8 - 16 * len(name)
        for number, mark in enumerate(name):
            box = QRect(rect.left(), top + 16 * number, rect.width(), 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "︙" if mark == "…" else mark)
        painter.restore()


class _Painter(QStyledItemDelegate):
    def __init__(self, view: QTableView, cells: _Cells) -> None:
        super().__init__(view)
        self._view = view
        self._cells = cells

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        box: QRect = option.rect
        current = self._view.currentIndex()
        crossed = index.row() == current.row() or index.column() == current.column()
        painter.fillRect(box, QColor(colours.hover if crossed else colours.surface))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        word = self._cells.word(index.row(), index.column())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if word not in _NEXT:
            painter.setFont(theme.font(theme.SECONDARY_PT))
            painter.setPen(QColor(colours.secondary))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        elif word:
            short = box.width() < _COLUMN
            mark = QRectF(0, 0, 18 if short else 34, 22)
            mark.moveCenter(QRectF(box).center())
            lead = word == LEAD
            painter.setPen(Qt.PenStyle.NoPen if lead else QPen(QColor(colours.accent), 1))
            painter.setBrush(QColor(colours.accent_fill if lead else colours.accent_soft))
            painter.drawRoundedRect(mark, 5, 5)
            painter.setFont(theme.font(theme.SECONDARY_PT, medium=lead))
            painter.setPen(QColor(colours.on_accent if lead else colours.accent))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, word[:1] if short else word)
        state: QStyle.StateFlag = option.state
        if index.row() == current.row() and index.column() == current.column():
            focused = bool(state & QStyle.StateFlag.State_Active) and self._view.hasFocus()
            painter.setPen(QPen(QColor(colours.accent if focused else colours.control_border), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -2, -2), 4, 4)
        painter.restore()


class Matrix(QTableView):
    """Press or Space goes 空 → 牵头 → 配合 → 空; Q or 1 牵头, P or 2 配合, 0 or Delete 空.

    ``cell_changed(row_id, column_id, word)`` after the operator set a cell; the cell shows it at
    once. ``row_chosen(row_id)`` when another row has the focus, or its name is pressed.
    ``unfolded()`` when a cell of the column :data:`FOLDED` would be set.
    """

    cell_changed = Signal(int, int, str)
    unfolded = Signal()
    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = _Cells()
        self._names_width = _SHORTEST_NAME
        self.setAccessibleName("责任矩阵：任务和责任单位")
        self.setModel(self._cells)
        self.setItemDelegate(_Painter(self, self._cells))
        self.setHorizontalHeader(_ColumnNames(self._cells, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        names = self.verticalHeader()
        names.setObjectName("matrix_rows")
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultSectionSize(theme.ROW_HEIGHT + 2)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setHighlightSections(False)
        names.sectionClicked.connect(lambda row: self.row_chosen.emit(self._cells.rows[row][0]))
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_matrix(
        self,
        rows: Sequence[Named],
        columns: Sequence[Named],
        cells: Mapping[tuple[int, int], str],
    ) -> None:
        """Ids and names of tasks and units, and the word of each filled cell; the focus stays."""
        at = self.current()
        side, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        blocked = self.selectionModel().blockSignals(True)
        self._cells.beginResetModel()
        self._cells.rows, self._cells.columns = tuple(rows), tuple(columns)
        self._cells.words = {place: word for place, word in cells.items() if word}
        self._cells.endResetModel()
        metrics = QFontMetrics(theme.font())
        widest = max((metrics.horizontalAdvance(name) for _id, name in rows), default=80)
        self._names_width = min(widest + 24, _LONGEST_NAME)
        self._share_room()
        if at is not None:
            self.select(*at)
        self.selectionModel().blockSignals(blocked)
        self.horizontalScrollBar().setValue(side)
        self.verticalScrollBar().setValue(down)

    def _share_room(self) -> None:
        """All columns in sight where that is possible; never wider than reads well."""
        columns = max(len(self._cells.columns), 1)
        bar = self.verticalScrollBar()
        beside = bar.width() if bar.maximum() else 0
        room = self.width() - 2 * self.frameWidth() - beside
        names = self._names_width
        if names + columns * _COLUMN > room:
            names = max(min(names, _SHORTEST_NAME), room - columns * _NARROWEST)
            names = min(names, self._names_width)
        self.verticalHeader().setFixedWidth(names)
        fitting = (room - names) // columns
        self.horizontalHeader().setDefaultSectionSize(max(_NARROWEST, min(fitting, _WIDEST)))
        self.updateGeometries()  # the cells begin where the names end, as their heads do

    def current(self) -> tuple[int, int] | None:
        """Ids of the row and the column that have the focus."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        return self._cells.rows[index.row()][0], self._cells.columns[index.column()][0]

    def select(self, row_id: int, column_id: int | None = None) -> None:
        """Put the focus on a cell, or on the first cell of a row."""
        rows = [at for at, (key, _name) in enumerate(self._cells.rows) if key == row_id]
        columns = [at for at, (key, _name) in enumerate(self._cells.columns) if key == column_id]
        if rows:
            self.setCurrentIndex(self._cells.index(rows[0], columns[0] if columns else 0))

    def word(self, row_id: int, column_id: int) -> str:
        """What a cell says: 牵头, 配合 or nothing."""
        return self._cells.words.get((row_id, column_id), "")

    def set_word(self, index: QModelIndex, word: str) -> None:
        """Set a cell as the operator would, and say so when it changed."""
        place = self._cells.rows[index.row()][0], self._cells.columns[index.column()][0]
        if place[1] == FOLDED:
            self.unfolded.emit()
            return
        if self._cells.words.get(place, "") == word:
            return
        self._cells.words[place] = word
        self._cells.dataChanged.emit(index, index)
        self.cell_changed.emit(*place, word)

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        if current.isValid() and current.row() != before.row():
            self.row_chosen.emit(self._cells.rows[current.row()][0])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        was = self.currentIndex() == index
        super().mousePressEvent(event)
        # A press on a filled cell elsewhere only goes there: nobody takes 牵头 away by looking.
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            word = self._cells.word(index.row(), index.column())
            if was or not word:
                self.set_word(index, _NEXT.get(word, ""))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key = Qt.Key(event.key())
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if index.isValid() and plain and key in _KEYS:
            self.set_word(index, _KEYS[key])
        elif index.isValid() and plain and key == Qt.Key.Key_Space:
            self.set_word(index, _NEXT.get(self._cells.word(index.row(), index.column()), ""))
        elif index.isValid() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_chosen.emit(self._cells.rows[index.row()][0])
        else:
            super().keyPressEvent(event)
