"""The small square at the end of a selection: drawn down or to the right it repeats what is selected."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.grid.sheet_model import SheetModel

_SIZE = 9


class FillHandle(QWidget):
    """Lies over the cells of a view; the keys for the same are Ctrl+D and Ctrl+R."""

    def __init__(self, view: QTableView, sheet: SheetModel) -> None:
        super().__init__(view.viewport())
        self._view, self._sheet = view, sheet
        self._source: QRect | None = None
        self.setFixedSize(_SIZE, _SIZE)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip("按住往下或往右拉，照抄选中的格子")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.selectionModel().selectionChanged.connect(lambda _now, _before: self.place())
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _at: self.place())
        view.horizontalHeader().sectionResized.connect(lambda *_sizes: self.place())
        self.hide()

    def area(self) -> QRect:
        """The selected cells as a block: columns from left to right, rows from top to bottom."""
        found = QRect()
        picked = self._view.selectionModel().selection()
        for at in range(picked.count()):
            each = picked.at(at)
            found |= QRect(QPoint(each.left(), each.top()), QPoint(each.right(), each.bottom()))
        return found

    def place(self) -> None:
        """Go to the end of the selection."""
        area = self.area()
        if self._source is None:
            self.setVisible(area.isValid())
        if area.isValid():
            end = self._view.visualRect(self._sheet.index(area.bottom(), area.right()))
            self.move(end.right() - _SIZE + 2, end.bottom() - _SIZE + 2)
            self.raise_()

    def _reach(self, where: QPoint) -> QRect:
        """The block up to the pointer, grown in the one direction that it went farther."""
        source = self._source
        assert source is not None
        row, column = self._view.rowAt(where.y()), self._view.columnAt(where.x())
        last_row = self._sheet.rowCount() - 1 if row < 0 and where.y() > 0 else row
        last_column = self._sheet.columnCount() - 1 if column < 0 and where.x() > 0 else column
        down, right = last_row - source.bottom(), last_column - source.right()
        grown = QRect(source)
        if down > 0 and down >= right:
            grown.setBottom(last_row)
        elif right > 0:
            grown.setRight(last_column)
        return grown

    def _select(self, area: QRect) -> None:
        flags = QItemSelectionModel.SelectionFlag
        first = self._sheet.index(area.top(), area.left())
        last = self._sheet.index(area.bottom(), area.right())
        self._view.selectionModel().select(QItemSelection(first, last), flags.ClearAndSelect)

    def fill(self, source: QRect, grown: QRect) -> None:
        """Repeat the source over the rest of the block, as one step that one undo takes back."""
        self._sheet.write(
            [
                (
                    (row, column),
                    self._sheet.text(
                        source.top() + (row - source.top()) % source.height(),
                        source.left() + (column - source.left()) % source.width(),
                    ),
                )
                for row in range(grown.top(), grown.bottom() + 1)
                for column in range(grown.left(), grown.right() + 1)
                if not source.contains(column, row) and not self._view.isRowHidden(row)
            ]
        )

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._source = self.area()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._source is not None:
            self._select(self._reach(self.mapToParent(event.position().toPoint())))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (source := self._source) is None:
            return
        grown = self._reach(self.mapToParent(event.position().toPoint()))
        self._source = None
        self._select(grown)
        if grown != source:
            self.fill(source, grown)
        self.place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.colour("accent"))
