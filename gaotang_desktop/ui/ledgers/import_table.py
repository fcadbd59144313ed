"""The rows of a sheet before they are taken in: what becomes of each, cells that can be mended."""

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import cleaned, one_line
from gaotang_desktop.domain.sheets.rows import (
    Fill,
    RowError,
    RowOutcome,
    RowState,
    SheetRow,
    SheetRows,
)
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WIDEST, _NARROWEST, _AROUND = 220, 56, 28
_LAST = 140  # pixels for what is said of each row, behind the sheet's own columns
_SHORT = 96  # pixels below which no column gives way to the others
_MEASURED, _TRIED = 200, 3
"""So many rows, from all over the sheet, tell how wide a column is: those with the most signs are measured."""


class Marked(QStyledItemDelegate):
    """A marked cell keeps its colour in the row that is chosen: there it matters most."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tinted = index.data(Qt.ItemDataRole.BackgroundRole) is not None
        if tinted and not theme.colours().high_contrast:  # no tints there: the words say it
            option.state &= ~QStyle.StateFlag.State_Selected


class ImportModel(QAbstractTableModel):
    """What becomes of a row, its cells as the sheet has them, filled columns, and why.

    Cells are worked out when they are shown: a long sheet costs no more than a short one.
    """

    cell_mended = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.header: tuple[str, ...] = ()
        self.rows: list[SheetRow] = []
        self.errors: dict[int, list[RowError]] = {}
        self._outcomes: Mapping[int, RowOutcome] = {}
        self._fields: Mapping[str, str] = {}
        self._fills: dict[str, Fill] = {}  # by header
        self._added: list[Fill] = []  # columns that the sheet has not

    def show_rows(
        self,
        sheet: SheetRows,
        told: Imported | None,
        fields: Mapping[str, str],
        states: Collection[RowState],
    ) -> None:
        """``fields`` says for a header which field it is; ``states`` narrows the rows."""
        self.beginResetModel()
        self.errors = {}
        self._outcomes = told.outcomes if told is not None else {}
        for error in told.errors if told is not None else ():
            self.errors.setdefault(error.row, []).append(error)
        self.rows = [row for row in sheet.rows if not states or self._state(row) in states]
        self.header, self._fields = sheet.header, fields
        fills = told.fills if told is not None else ()
        by_label = {fill.label: fill for fill in fills}
        self._fills = {h: by_label[fields[h]] for h in sheet.header if fields.get(h) in by_label}
        self._added = [fill for fill in fills if fill.whole]
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.header) + len(self._added) + 2

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        kept = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        ours = 1 <= index.column() <= len(self.header)
        return kept | Qt.ItemFlag.ItemIsEditable if ours else kept

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            shown = role == Qt.ItemDataRole.DisplayRole and section < len(self.rows)
            return str(self.rows[section].row) if shown else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(section)
        if role == Qt.ItemDataRole.ToolTipRole and 1 <= section <= len(self.header):
            meant = self._fields.get(self.header[section - 1])
            return f"这一列是“{meant}”，点一下可以换" if meant else "点一下说明这是哪一列"
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if column == 0:
            return self._of_state(self._state(row), role)
        if column == self.columnCount() - 1:
            return self._of_note(row, role)
        if column > len(self.header):
            fill = self._added[column - len(self.header) - 1]
            return _filled(fill, role) if row.number in fill.numbers else None
        return self._of_cell(row, self.header[column - 1], role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, header = self.rows[index.row()], self.header[index.column() - 1]
        words = cleaned(str(value))
        if words == shown(row.values.get(header)):
            return False
        self.cell_mended.emit(row.number, header, words)
        return True

    def _state(self, row: SheetRow) -> RowState | None:
        outcome = self._outcomes.get(row.number)
        return outcome.state if outcome is not None else None

    def heads(self) -> list[str]:
        """What stands over the columns."""
        return [self._head(section) for section in range(self.columnCount())]

    def _head(self, section: int) -> str:
        if section == 0:
            return "结果"
        if section == self.columnCount() - 1:
            return "说明"
        if section > len(self.header):
            return f"{self._added[section - len(self.header) - 1].label}（统一填）"
        label = self.header[section - 1]
        return label if self._fields.get(label) else f"{label}（不导入）"

    def _of_state(self, state: RowState | None, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return state.value if state is not None else ""
        ground, ink = _COLOURS.get(state, ("", ""))
        if ground and role == Qt.ItemDataRole.BackgroundRole:
            return theme.colour(ground)
        if ink and role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(ink)
        return None

    def _of_cell(self, row: SheetRow, header: str, role: int) -> Any:
        fill = self._fills.get(header)
        filled = fill is not None and row.number in fill.numbers
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return fill.words if fill is not None and filled else shown(row.values.get(header))
        wrong = [each.message for each in self.errors.get(row.number, ()) if each.column == header]
        if wrong and role == Qt.ItemDataRole.BackgroundRole:
            return theme.colour("bad_soft")
        if wrong and role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("bad_text")
        if wrong and role == Qt.ItemDataRole.ToolTipRole:
            return wrong[-1]
        if role == Qt.ItemDataRole.BackgroundRole:
            differs = self._fields.get(header) in self._differing(row)
            return theme.colour("warn_soft") if differs else None
        if role == Qt.ItemDataRole.ForegroundRole and not self._fields.get(header):
            return theme.colour("faint")
        return _filled(fill, role) if fill is not None and filled else None

    def _differing(self, row: SheetRow) -> set[str]:
        outcome = self._outcomes.get(row.number)
        return {change.label for change in outcome.changes} if outcome is not None else set()

    def _of_note(self, row: SheetRow, role: int) -> Any:
        errors = self.errors.get(row.number, [])
        if errors and role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("bad_text")
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        outcome = self._outcomes.get(row.number)
        if errors:
            return "；".join(
                f"{error.column}：{error.message}" if error.column else error.message
                for error in errors
            )
        if outcome is None or not outcome.changes:
            return ""
        changes = "，".join(
            f"{each.label} {one_line(each.before) or '空'} → {one_line(each.after) or '空'}"
            for each in outcome.changes
        )
        return f"{outcome.title}：{changes}" if outcome.title else changes


class ImportTable(QTableView):
    """``cell_mended(row, header, words)`` when the operator typed into a cell of the sheet;
    ``moved`` when another row is the current one.
    """

    cell_mended = Signal(int, str, str)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("要导入的行")
        self._fitted: list[str] = []
        self._wide: list[int] = []  # what each column would take
        self._given: list[int] = []  # what it was given
        self.rows_of = ImportModel()
        self.rows_of.setParent(self)
        self.rows_of.cell_mended.connect(self.cell_mended)
        self.setModel(self.rows_of)
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setSectionsClickable(True)
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        self.setItemDelegate(Marked(self))
        self.setAlternatingRowColors(False)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The row that is spoken of stays in sight when what is said above takes its room."""
        super().resizeEvent(event)
        if self._given == [self.columnWidth(at) for at in range(len(self._given))]:
            self._share()  # nobody set other widths
        self.scrollTo(self.currentIndex())

    def keep_in_sight(self, rows: int) -> None:
        """Never be lower than so many rows under their heads."""
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(around + rows * theme.ROW_HEIGHT + bar)

    @property
    def header(self) -> tuple[str, ...]:
        """The sheet's own columns."""
        return self.rows_of.header

    @property
    def rows(self) -> list[SheetRow]:
        """The rows that are shown."""
        return self.rows_of.rows

    def show_rows(
        self,
        sheet: SheetRows,
        told: Imported | None,
        *,
        fields: Mapping[str, str],
        states: Collection[RowState] = (),
    ) -> None:
        """``fields`` says for a header which field it is; ``states`` narrows the rows."""
        at, column = self.row_number(), self.currentIndex().column()
        self.rows_of.show_rows(sheet, told, fields, states)
        self._fit()
        self._select_number(at, column)

    def row_number(self) -> int | None:
        """The number of the current row."""
        place = self.currentIndex().row()
        return self.rows[place].number if 0 <= place < len(self.rows) else None

    def chosen_numbers(self) -> list[int]:
        """The numbers of the selected rows."""
        return sorted(
            self.rows[index.row()].number for index in self.selectionModel().selectedRows()
        )

    def errors_of(self, number: int | None) -> list[RowError]:
        """What is wrong with a row."""
        return self.rows_of.errors.get(number, []) if number is not None else []

    def _select_number(self, number: int | None, column: int) -> None:
        """Make the row of a number the current one; the first that must be looked at otherwise.

        Before anything was chosen in it, the cell is the wrong one: F2 mends it at once.
        """
        places = [at for at, row in enumerate(self.rows) if row.number == number]
        if not places:
            places = [at for at, row in enumerate(self.rows) if row.number in self.rows_of.errors]
        if self.rows:
            place = places[0] if places else 0
            self.selectionModel().setCurrentIndex(
                self.rows_of.index(place, column if column > 0 else self._wrong_column(place)),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )

    def _wrong_column(self, place: int) -> int:
        """The first cell of a row with which something is wrong, else the sheet's first."""
        wrong = {each.column for each in self.errors_of(self.rows[place].number)}
        columns = [at for at, header in enumerate(self.header, start=1) if header in wrong]
        return columns[0] if columns else 1

    def _fit(self) -> None:
        """Widths for other columns than before; else those stay that the operator may have set."""
        heads = self.rows_of.heads()
        if heads == self._fitted:
            return
        self._fitted = heads
        metrics = self.fontMetrics()
        step = max(1, len(self.rows) // _MEASURED)
        self._wide = []
        for column, head in enumerate(heads[:-1]):
            words = {
                str(self.rows_of.index(at, column).data() or "")
                for at in range(0, len(self.rows), step)
            }
            longest = sorted((one_line(each) for each in words), key=len)[-_TRIED:]
            wide = max(metrics.horizontalAdvance(each) for each in (head, *longest))
            self._wide.append(min(max(wide + _AROUND, _NARROWEST), _WIDEST))
        self._share()

    def _share(self) -> None:
        """Long columns give way until all are in sight; where that does not do, each has what it takes."""
        room = self.viewport().width() - _LAST
        for most in range(_WIDEST, _SHORT, -4):
            self._given = [min(each, most) for each in self._wide]
            if sum(self._given) <= room:
                break
        else:
            self._given = list(self._wide)
        for column, wide in enumerate(self._given):
            self.setColumnWidth(column, wide)


def _filled(fill: Fill, role: int) -> Any:
    """A cell that the sender left empty, as it is filled: seen at once to be none of his."""
    if role == Qt.ItemDataRole.DisplayRole:
        return fill.words
    if role == Qt.ItemDataRole.FontRole:
        font = QFont()
        font.setItalic(True)
        return font
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme.colour("accent")
    return "来表里空着，统一填的" if role == Qt.ItemDataRole.ToolTipRole else None


def shown(value: Any) -> str:
    """A cell as the preview shows it."""
    return "" if value is None else str(value)


_COLOURS: dict[RowState | None, tuple[str, str]] = {
    RowState.WRONG: ("bad_soft", "bad_text"),
    RowState.RESEMBLING: ("warn_soft", "warn_text"),
    RowState.CHANGED: ("warn_soft", "warn_text"),
    RowState.NEW: ("good_soft", "good_text"),
}
