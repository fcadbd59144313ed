"""The rows of a sheet before they are taken in: what becomes of each, cells that can be mended."""

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import cleaned, one_line
from gaotang_desktop.domain.sheets.rows import Fill, RowError, RowState, SheetRow, SheetRows
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.ui import theme

SHOWN = 200
"""So many rows of the beginning are shown, and as many of each state that must be looked at."""

Index = QModelIndex | QPersistentModelIndex
_WIDEST, _NARROWEST = 220, 56
_TO_LOOK_AT = (RowState.WRONG, RowState.RESEMBLING, RowState.CHANGED)


class _Marked(QStyledItemDelegate):
    """A marked cell keeps its colour in the row that is chosen: there it matters most."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.BackgroundRole) is not None:
            option.state &= ~QStyle.StateFlag.State_Selected


class ImportTable(QTableWidget):
    """``cell_mended(row, header, words)`` when the operator typed into a cell of the sheet."""

    cell_mended = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("要导入的行")
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setSectionsClickable(True)
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        self.setItemDelegate(_Marked(self))
        self.setAlternatingRowColors(False)
        self.header: tuple[str, ...] = ()
        self.rows: list[SheetRow] = []
        self._errors: dict[int, list[RowError]] = {}
        self._fills: dict[str, Fill] = {}  # by header
        self._added: list[Fill] = []  # columns that the sheet has not
        self._filling = False
        self.cellChanged.connect(self._on_changed)

    def show_rows(
        self,
        sheet: SheetRows,
        told: Imported | None,
        *,
        fields: Mapping[str, str],
        states: Collection[RowState] = (),
    ) -> None:
        """``fields`` says for a header which field it is; ``states`` narrows the rows."""
        at = self.row_number()
        self._filling = True
        self._errors = {}
        outcomes = told.outcomes if told is not None else {}
        for error in told.errors if told is not None else ():
            self._errors.setdefault(error.row, []).append(error)
        self.rows = _chosen(sheet.rows, outcomes, states)
        self.header = sheet.header
        fills = told.fills if told is not None else ()
        by_label = {fill.label: fill for fill in fills}
        self._fills = {h: by_label[fields[h]] for h in sheet.header if fields.get(h) in by_label}
        self._added = [fill for fill in fills if fill.whole]
        self.setColumnCount(len(sheet.header) + len(self._added) + 2)
        self.setRowCount(len(self.rows))
        heads = [label if fields.get(label) else f"{label}（不导入）" for label in sheet.header]
        heads += [f"{fill.label}（统一填）" for fill in self._added]
        self.setHorizontalHeaderLabels(["结果", *heads, "说明"])
        for column, label in enumerate(sheet.header, start=1):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                meant = fields.get(label)
                item.setToolTip(
                    f"这一列是“{meant}”，点一下可以换" if meant else "点一下说明这是哪一列"
                )
        self.setVerticalHeaderLabels([str(row.row) for row in self.rows])
        for place, row in enumerate(self.rows):
            self._fill(place, row, outcomes, fields)
        self._set_widths()
        self._filling = False
        self.select_number(at)

    def row_number(self) -> int | None:
        """The number of the current row."""
        place = self.currentRow()
        return self.rows[place].number if 0 <= place < len(self.rows) else None

    def chosen_numbers(self) -> list[int]:
        """The numbers of the selected rows."""
        places = sorted({index.row() for index in self.selectedIndexes()})
        return [self.rows[place].number for place in places]

    def select_number(self, number: int | None) -> None:
        """Make the row of a number the current one; the first that must be looked at otherwise."""
        places = [at for at, row in enumerate(self.rows) if row.number == number]
        if not places:
            places = [at for at, row in enumerate(self.rows) if row.number in self._errors]
        if self.rows:
            self.setCurrentCell(places[0] if places else 0, max(self.currentColumn(), 0))

    def errors_of(self, number: int | None) -> list[RowError]:
        """What is wrong with a row."""
        return self._errors.get(number, []) if number is not None else []

    def _fill(
        self, place: int, row: SheetRow, outcomes: Mapping[int, Any], fields: Mapping[str, str]
    ) -> None:
        colours = theme.colours()
        outcome = outcomes.get(row.number)
        state = outcome.state if outcome is not None else None
        ground, ink = _colours_of(state)
        said = QTableWidgetItem(state.value if state is not None else "")
        said.setFlags(said.flags() & ~Qt.ItemFlag.ItemIsEditable)
        if ink:
            said.setForeground(QColor(ink))
            said.setBackground(QColor(ground))
        self.setItem(place, 0, said)
        errors = self._errors.get(row.number, [])
        wrong = {error.column: error.message for error in errors}
        differing = {change.label for change in outcome.changes} if outcome is not None else set()
        for column, header in enumerate(self.header, start=1):
            value = row.values.get(header)
            item = QTableWidgetItem(shown(value))
            fill = self._fills.get(header)
            if fill is not None and row.number in fill.numbers:
                item = _filled(fill)
            if not fields.get(header):
                item.setForeground(QColor(colours.faint))
            if header in wrong:
                item.setBackground(QColor(colours.bad_soft))
                item.setForeground(QColor(colours.bad_text))
                item.setToolTip(wrong[header])
            elif fields.get(header) in differing:
                item.setBackground(QColor(colours.warn_soft))
            self.setItem(place, column, item)
        for column, fill in enumerate(self._added, start=len(self.header) + 1):
            cell = _filled(fill) if row.number in fill.numbers else QTableWidgetItem()
            cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(place, column, cell)
        words = "；".join(
            f"{error.column}：{error.message}" if error.column else error.message
            for error in errors
        )
        if not words and outcome is not None and outcome.changes:
            changes = "，".join(
                f"{each.label} {one_line(each.before) or '空'} → {one_line(each.after) or '空'}"
                for each in outcome.changes
            )
            words = f"{outcome.title}：{changes}" if outcome.title else changes
        note = QTableWidgetItem(words)
        note.setFlags(note.flags() & ~Qt.ItemFlag.ItemIsEditable)
        note.setToolTip(words)
        if errors:
            note.setForeground(QColor(colours.bad_text))
        self.setItem(place, self.columnCount() - 1, note)

    def _set_widths(self) -> None:
        self.resizeColumnsToContents()
        for column in range(self.columnCount() - 1):
            wide = min(self.columnWidth(column) + 12, _WIDEST)
            self.setColumnWidth(column, max(wide, _NARROWEST))

    def _on_changed(self, place: int, column: int) -> None:
        if self._filling or not 1 <= column <= len(self.header):
            return
        item = self.item(place, column)
        row, header = self.rows[place], self.header[column - 1]
        words = cleaned(item.text()) if item is not None else ""
        if words != shown(row.values.get(header)):
            self.cell_mended.emit(row.number, header, words)


def _filled(fill: Fill) -> QTableWidgetItem:
    """A cell that the sender left empty, as it is filled: seen at once to be none of his."""
    item = QTableWidgetItem(fill.words)
    font = item.font()
    font.setItalic(True)
    item.setFont(font)
    item.setForeground(QColor(theme.colours().accent))
    item.setToolTip("来表里空着，统一填的")
    return item


def shown(value: Any) -> str:
    """A cell as the preview shows it."""
    return "" if value is None else str(value)


def _chosen(
    rows: tuple[SheetRow, ...], outcomes: Mapping[int, Any], states: Collection[RowState]
) -> list[SheetRow]:
    """Of a long sheet the beginning, and the rows that must be looked at."""
    if states:
        found = [r for r in rows if (o := outcomes.get(r.number)) and o.state in states]
        return found[: 2 * SHOWN]
    chosen = list(rows[:SHOWN])
    left = dict.fromkeys(_TO_LOOK_AT, SHOWN)
    for row in rows[SHOWN:]:
        outcome = outcomes.get(row.number)
        if outcome is not None and left.get(outcome.state, 0):
            left[outcome.state] -= 1
            chosen.append(row)
    return chosen


def _colours_of(state: RowState | None) -> tuple[str, str]:
    colours = theme.colours()
    if state is RowState.WRONG:
        return colours.bad_soft, colours.bad_text
    if state in (RowState.RESEMBLING, RowState.CHANGED):
        return colours.warn_soft, colours.warn_text
    if state is RowState.NEW:
        return colours.good_soft, colours.good_text
    return "", ""
