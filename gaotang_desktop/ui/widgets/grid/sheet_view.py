"""The cells of a sheet and the keys that WPS has taught everyone."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTableView,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets import clipboard
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.widgets.empty_state import paint_sentence
from gaotang_desktop.ui.widgets.grid.cells import CellLine, SheetCells
from gaotang_desktop.ui.widgets.grid.fill_handle import FillHandle
from gaotang_desktop.ui.widgets.grid.order import SheetOrder
from gaotang_desktop.ui.widgets.grid.sheet_model import SheetModel

Index = QModelIndex | QPersistentModelIndex
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_WIDTHS = {
    Kind.INTEGER: 64,
    Kind.DECIMAL: 72,
    Kind.TIME: 72,
    Kind.DATE: 104,
    Kind.FLAG: 76,
    Kind.CHOICE: 96,
    Kind.NAMES: 150,
    Kind.LONG_TEXT: 200,
}
_LEAST_WORDS, _WIDEST, _MEASURED = 76, 300, 80


class SheetView(QTableView):
    """The keys of WPS, outside an editor."""

    pasted = Signal(str)
    told = Signal(str)

    def __init__(self, model: SheetModel, *, empty: str = "", sortable: bool = True) -> None:
        super().__init__()
        self._sortable = sortable
        self.sheet = model
        self._empty = empty
        self.setModel(model)
        self.cells = SheetCells(self, model)
        self.cells.moved.connect(self.step)
        self.setItemDelegate(self.cells)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._tab_start: int | None = None
        names = self.verticalHeader()
        names.setObjectName("sheet_rows")
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setMinimumSectionSize(theme.ROW_HEIGHT)
        names.setDefaultSectionSize(theme.ROW_HEIGHT)
        names.setHighlightSections(False)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setFixedHeight(theme.ROW_HEIGHT)
        self._wished = [_WIDTHS.get(field.kind, 130) for field in model.columns]
        self._by_hand: set[int] = set()
        self._sharing = False
        self.handle = FillHandle(self, model)
        self.order = SheetOrder(self, model)
        if sortable:
            self.order.watch(header)
        header.sectionResized.connect(self._on_resized)
        model.modelReset.connect(self.share_room)
        model.edited.connect(self.share_room)
        model.proposed.connect(self.share_room)

    def wish(self, column: int, width: int) -> None:
        """How wide a column should be where there is room; what it holds widens it."""
        self._wished[column] = width
        self.share_room()

    def share_room(self) -> None:
        """Columns fit what they hold; without room words are cut before a column is out of sight."""
        if self._sharing:
            return
        columns, mode = self.sheet.columns, self.horizontalHeader().sectionResizeMode
        heads = QFontMetrics(theme.font(theme.SECONDARY_PT))
        metrics = QFontMetrics(theme.font())
        least, wished = [], []
        for at, field in enumerate(columns):
            head = heads.horizontalAdvance(self.sheet.head(at)) + 17
            rows = range(min(self.sheet.rowCount(), _MEASURED))
            texts = {self.sheet.text(row, at) or self.sheet.offered(row, at) for row in rows}
            held = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 18
            wish = max(self._wished[at], head, min(held, _WIDEST))
            words = field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.NAMES)
            least.append(max(head, min(wish, _LEAST_WORDS) if words else min(wish, held)))
            wished.append(wish)
            if at in self._by_hand:
                least[at] = wished[at] = self.columnWidth(at)
        room = self.viewport().width() - sum(least)
        over = sum(wished) - sum(least)
        self._sharing = True
        for at, (low, high) in enumerate(zip(least, wished, strict=True)):
            given = high - low if room >= over else max(0, room) * (high - low) // max(over, 1)
            if at not in self._by_hand and mode(at) is QHeaderView.ResizeMode.Interactive:
                self.setColumnWidth(at, low + given)
        self._sharing = False

    def _on_resized(self, column: int, _before: int, _now: int) -> None:
        if not self._sharing and column != len(self.sheet.columns) - 1:
            self._by_hand.add(column)

    @override
    def setHorizontalHeader(self, header: QHeaderView) -> None:
        super().setHorizontalHeader(header)
        if self._sortable:
            self.order.watch(header)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.sheet.rowCount():
            paint_sentence(QPainter(self.viewport()), self.viewport().rect(), self._empty)

    def step(self, down: int, right: int) -> None:
        """Move as Enter, Tab (two to the side) and the arrows do."""
        index = self.currentIndex()
        row, column = index.row(), index.column()
        rows, columns = self.sheet.rowCount(), self.sheet.columnCount()
        if abs(right) == 2:
            if self._tab_start is None:
                self._tab_start = column
            column = self._next_editable(column, right // 2)
            if not 0 <= column < columns:
                row += right // 2
                ends = range(columns) if right > 0 else range(columns - 1, -1, -1)
                column = next((at for at in ends if self.sheet.columns[at].editable), 0)
        elif down and not right:
            row += down
            if self._tab_start is not None:
                column, self._tab_start = self._tab_start, None
        else:
            row, column = row + down, column + right
        row, column = max(0, min(row, rows - 1)), max(0, min(column, columns - 1))
        row = self.order.step(row, row - index.row())
        self.setCurrentIndex(self.sheet.index(row, column))

    def _next_editable(self, column: int, by: int) -> int:
        column += by
        while 0 <= column < self.sheet.columnCount() and not self.sheet.columns[column].editable:
            column += by
        return column

    def selected(self) -> QRect:
        """Selected cells as a rectangle of columns and rows; the current cell at least."""
        picked = self.selectionModel().selection()
        if picked.count():
            area = picked.at(0)
            return QRect(area.left(), area.top(), area.width(), area.height())
        index = self.currentIndex()
        return QRect(index.column(), index.row(), 1, 1)

    def copied(self) -> str:
        """The selected cells as tab-separated text."""
        area = self.selected()
        return clipboard.written(
            [self.sheet.text(row, column) for column in range(area.left(), area.right() + 1)]
            for row in self._rows(area)
        )

    def _rows(self, area: QRect) -> list[int]:
        """The lines of a block that are seen: what is out of sight is not copied and not changed."""
        return [row for row in range(area.top(), area.bottom() + 1) if not self.isRowHidden(row)]

    def _places(self) -> list[tuple[int, int]]:
        area = self.selected()
        return [
            (row, column)
            for row in self._rows(area)
            for column in range(area.left(), area.right() + 1)
        ]

    def clear_selected(self) -> None:
        """Empty the selected cells."""
        self.sheet.write([(place, "") for place in self._places()])

    def take_offered(self) -> bool:
        """Type what is offered into the selected cells; whether anything was offered."""
        return self.sheet.take(self._places())

    def select_to_end(self, down: int, right: int) -> None:
        """What is selected, on to the last line or column that way (Ctrl+Shift+arrow)."""
        index, area = self.currentIndex(), self.selected()
        if down:
            area.setTop(index.row() if down > 0 else 0)
            area.setBottom(self.sheet.rowCount() - 1 if down > 0 else index.row())
        if right:
            area.setLeft(index.column() if right > 0 else 0)
            area.setRight(self.sheet.columnCount() - 1 if right > 0 else index.column())
        corners = (
            self.sheet.index(area.top(), area.left()),
            self.sheet.index(area.bottom(), area.right()),
        )
        chosen = QItemSelection(*corners)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def open_choices(self) -> None:
        """Open the cell with the words that it may take (Alt+↓)."""
        index = self.currentIndex()
        if index.isValid() and self.sheet.columns[index.column()].editable:
            self.edit(
                index, QAbstractItemView.EditTrigger.EditKeyPressed, QEvent(QEvent.Type.None_)
            )
            if isinstance(line := self.indexWidget(index), CellLine):
                line.open_list()

    def fill_right(self) -> None:
        """The first selected column is repeated in the others (Ctrl+R); one cell takes its left's."""
        area = self.selected()
        if area.width() == 1 and area.left() > 0:
            area.setLeft(area.left() - 1)
        self.sheet.write(
            [
                ((row, column), self.sheet.text(row, area.left()))
                for row in self._rows(area)
                for column in range(area.left() + 1, area.right() + 1)
            ]
        )

    def _open_menu(self, where: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, keys, slot in (
            ("采用灰色的内容", "回车", self.take_offered),
            ("照抄上一格", "Ctrl+D", self.fill_down),
            ("照抄左边一格", "Ctrl+R", self.fill_right),
            ("选择可填的内容", "Alt+↓", self.open_choices),
            ("", "", None),
            ("复制", "Ctrl+C", self.copy_selected),
            ("粘贴", "Ctrl+V", self.paste_clipboard),
            ("清空", "Delete", self.clear_selected),
        ):
            if slot is None:
                menu.addSeparator()
            else:
                menu.addAction(f"{text}\t{keys}").triggered.connect(
                    lambda _checked, slot=slot: slot()
                )
        index = self.currentIndex()
        if self._sortable and index.isValid():
            field = self.sheet.columns[index.column()]
            self.order.fill_menu(menu.addMenu(f"按“{field.label}”排序和筛选"), index.column())
        menu.popup(self.viewport().mapToGlobal(where))

    def copy_selected(self) -> None:
        """The selected cells on the clipboard."""
        QGuiApplication.clipboard().setText(self.copied())

    def paste_clipboard(self) -> None:
        """What is on the clipboard into the cells from the one in hand on."""
        self.pasted.emit(QGuiApplication.clipboard().text())

    def fill_down(self) -> None:
        """The first selected line is repeated in the others (Ctrl+D); a single cell takes the one above."""
        area = self.selected()
        rows = self._rows(area)
        if len(rows) == 1:
            rows = [row for row in self.order.shown() if row <= rows[0]][-2:]
        self.sheet.write(
            [
                ((row, column), self.sheet.text(rows[0], column))
                for row in rows[1:]
                for column in range(area.left(), area.right() + 1)
            ]
        )

    def finish_typing(self) -> None:
        """Take over what stands in a cell that is still open, as Enter would without moving."""
        editor = self.indexWidget(self.currentIndex())
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def is_typing(self) -> bool:
        """Whether an open cell holds other words than the sheet."""
        index = self.currentIndex()
        editor = self.indexWidget(index)
        return isinstance(editor, QLineEdit) and editor.text() != self.sheet.text(
            index.row(), index.column()
        )

    def open_words(self) -> tuple[tuple[int, int], str] | None:
        """The words in a cell that is still open, and its place."""
        index = self.currentIndex()
        editor = self.indexWidget(index)
        if isinstance(editor, QLineEdit):
            return (index.row(), index.column()), editor.text()
        return None

    def go_to(self, place: tuple[int, int] | None) -> None:
        """Put the focus on a cell."""
        if place is not None:
            if self.isRowHidden(place[0]):
                self.order.show_all()
            self.setCurrentIndex(self.sheet.index(*place))

    @override
    def edit(  # type: ignore[override]
        self, index: QModelIndex, trigger: QAbstractItemView.EditTrigger, event: QEvent
    ) -> bool:
        self.cells.typing_over = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        return super().edit(index, trigger, event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Words that come at once, without letters before: handwriting, emoji, dictation."""
        index = self.currentIndex()
        fresh = self.indexWidget(index) is None and not event.preeditString()
        if fresh and event.commitString() and index.isValid():
            self.edit(index, QAbstractItemView.EditTrigger.AnyKeyPressed, QEvent(QEvent.Type.None_))
            if isinstance(line := self.indexWidget(index), QLineEdit):
                line.setText(event.commitString())
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                event.accept()
                return
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy_selected()
            self.clear_selected()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
        elif control and key == Qt.Key.Key_Z and not shift:
            self.go_to(self.sheet.undo())
        elif control and (key == Qt.Key.Key_Y or (key == Qt.Key.Key_Z and shift)):
            self.go_to(self.sheet.redo())
        elif control and key == Qt.Key.Key_D:
            self.fill_down()
        elif control and key == Qt.Key.Key_R:
            self.fill_right()
        elif control and shift and key in _ARROWS:
            self.select_to_end(*_ARROWS[key])
        elif key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_choices()
        elif control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S):
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # What is offered is taken by going on; several cells at once when they are selected.
            many = self.selected().width() * self.selected().height() > 1
            if shift or not (self.take_offered() and many):
                self.step(-1 if shift else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = shift or key == Qt.Key.Key_Backtab
            first = self._next_editable(-1, 1)
            if back and (index.row(), index.column()) == (self.order.step(0, 0), first):
                self.focusNextPrevChild(False)  # the way out: there is no cell before it
                return
            if not back and index.isValid():
                self.sheet.take([(index.row(), index.column())])
            self.step(0, -2 if back else 2)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if not self.sheet.dismiss(self._places()):
                self.clear_selected()
        elif key == Qt.Key.Key_Space and index.isValid() and self._flag_at(index):
            words = "否" if self.sheet.text(index.row(), index.column()) == "是" else "是"
            self.sheet.write([((index.row(), index.column()), words)])
        else:
            if key in _ARROWS:
                self._tab_start = None
            super().keyPressEvent(event)

    def _flag_at(self, index: QModelIndex) -> bool:
        return self.sheet.columns[index.column()].kind is Kind.FLAG

    @override
    def event(self, event: QEvent) -> bool:
        """Keys that are menu shortcuts elsewhere belong to the sheet while it can use them.

        With no typing left to take back, Ctrl+Z takes back what was saved last, as everywhere.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            again = event.key() == Qt.Key.Key_Y or (event.key() == Qt.Key.Key_Z and shift)
            back = event.key() == Qt.Key.Key_Z and not shift
            usable = (again and self.sheet.can_redo()) or (back and self.sheet.can_undo())
            if control and (usable or event.key() in (Qt.Key.Key_D, Qt.Key.Key_R)):
                event.accept()
                return True
        # Qt would leave the widget on Tab before the sheet sees it.
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in tabs:
            self.keyPressEvent(event)
            return True
        return super().event(event)
