"""The scrolling part of a list: rows of 32 pixels, hover, and the keys of a list."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView
from typing_extensions import override

from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.widgets.table import cells
from gaotang_desktop.ui.widgets.table.cell_delegate import RecordDelegate
from gaotang_desktop.ui.widgets.table.column_layout import prepare_header
from gaotang_desktop.ui.widgets.table.record_model import RecordModel


class RecordView(QTableView):
    """Enter opens, Delete bins, Ctrl+C copies with headers, Tab leaves."""

    opened = Signal(int)
    binned = Signal(object)

    def __init__(self, model: RecordModel) -> None:
        super().__init__()
        self.records = model
        self.leaving: Callable[[Listing], Listing] = lambda listing: listing
        """A list as it may leave the office: what Ctrl+C takes is covered like it."""
        # What Ctrl+C takes: whoever folds columns for want of room gives those too.
        self.columns_to_copy = self.shown_columns
        self.setModel(model)
        self.cells = RecordDelegate(self, model)
        self.setItemDelegate(self.cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.ROW_HEIGHT)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
        prepare_header(self.horizontalHeader())
        # The header asks for every row whether its column is selected, each time it is painted;
        # nothing shows the answer. A selection model of its own has none.
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(model, header))

    def selected_rows(self) -> list[int]:
        """The selected rows as shown; asks for ranges, since all of 100,000 may be selected."""
        rows: set[int] = set()
        picked = self.selectionModel().selection()
        for number in range(picked.count()):
            area = picked.at(number)
            rows.update(range(area.top(), area.bottom() + 1))
        return sorted(rows)

    def selected_ids(self) -> list[int]:
        """The selected records in the order shown."""
        return [self.records.record_id(row) for row in self.selected_rows()]

    def current_id(self) -> int | None:
        """The record that has the focus."""
        row = self.currentIndex().row()
        return self.records.record_id(row) if 0 <= row < self.records.rowCount() else None

    def restore(self, ids: Collection[int], current: int | None, column: int) -> None:
        """Select records again wherever they are shown now."""
        wanted = set(ids) | ({current} if current is not None else set())
        rows = self.records.rows_of(wanted)
        picked = QItemSelection()
        last = self.records.columnCount() - 1
        chosen = set(ids)
        for first, end in _ranges([row for row in rows if self.records.record_id(row) in chosen]):
            picked.select(self.records.index(first, 0), self.records.index(end, last))
        flags = QItemSelectionModel.SelectionFlag
        for row in rows:
            if self.records.record_id(row) == current:
                self.selectionModel().setCurrentIndex(
                    self.records.index(row, max(column, 0)), flags.NoUpdate
                )
        self.selectionModel().select(picked, flags.ClearAndSelect | flags.Rows)

    def copy_rows(self, columns: Sequence[int], *, whole_names: bool = False) -> str:
        """Put the selected rows, with headers, on the clipboard as WPS and Excel take them.

        Residents are covered as wherever a list leaves the office, unless ``whole_names`` is asked.
        """
        fields = [self.records.field(column) for column in columns]
        lines = ["\t".join(field.label for field in fields)]
        chosen = self._chosen()
        for values in (chosen if whole_names else self.leaving(chosen)).rows:
            lines.append(
                "\t".join(
                    cells.clipboard_text(field, values[column])
                    for field, column in zip(fields, columns, strict=True)
                )
            )
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    def add_copying(self, menu: QMenu, columns: Callable[[], Sequence[int]]) -> None:
        """复制, and 复制居民全名 where the selected rows name somebody."""
        icon = icons.icon("copy", "secondary", 16)
        menu.addAction(icon, "复制\tCtrl+C").triggered.connect(
            lambda _checked: self.copy_rows(columns())
        )
        chosen = self._chosen()
        if self.leaving(chosen) != chosen:
            menu.addAction(icon, "复制居民全名").triggered.connect(
                lambda _checked: self.copy_rows(columns(), whole_names=True)
            )

    def _chosen(self) -> Listing:
        whole = self.records.listing
        places = [self.records.order[row] for row in self.selected_rows()]
        return Listing(
            whole.kind,
            whole.fields,
            tuple(whole.ids[place] for place in places),
            tuple(whole.rows[place] for place in places),
        )

    def shown_columns(self) -> list[int]:
        """The visible columns from left to right."""
        header = self.horizontalHeader()
        order = sorted(range(self.records.columnCount()), key=header.visualIndex)
        return [column for column in order if not header.isSectionHidden(column)]

    def _hover(self, row: int) -> None:
        if row != self.cells.hovered_row:
            self.cells.hovered_row = row
            self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows(self.columns_to_copy())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            if (current := self.current_id()) is not None:
                self.opened.emit(current)
        elif event.key() == Qt.Key.Key_Delete and self.selected_rows():
            self.binned.emit(self.selected_ids())
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.records.record_id(index.row()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.records.rowCount():
            columns = self.shown_columns()
            self.selectionModel().setCurrentIndex(
                self.records.index(0, columns[0] if columns else 0),
                QItemSelectionModel.SelectionFlag.NoUpdate,
            )


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows put together: 1, 2, 3, 7 is (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
