"""The cells of a sheet that is typed into: what stands there, what it means, what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.writings.times import two_times
from gaotang_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]
Expand = Callable[[Place, str], Iterable[tuple[Place, str]]]
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell changed: its place, the words before and after."""

    place: Place
    before: str
    after: str


class SheetModel(QAbstractTableModel):
    """Every cell keeps the words as typed until they can be read; then it shows what they mean."""

    edited = Signal()
    proposed = Signal()

    def __init__(self, columns: Sequence[Field], *, today: Callable[[], date]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.ids: tuple[int, ...] = ()
        self.headers: tuple[str, ...] = ()
        self.errors: dict[Place, str] = {}
        self.doubts: dict[Place, str] = {}
        # Words offered for cells that are empty: shown in grey, no value until they are taken.
        self.proposals: dict[Place, str] = {}
        # What is typed into one cell may belong into several, as answers typed in one go.
        self.expand: Expand | None = None
        # Behind a column's name: by which column the lines are ordered, and which way.
        self.marks: dict[int, str] = {}
        self._today = today
        self._came: tuple[int, ...] = ()  # the ids in the order in which they came
        self._texts: list[list[str]] = []
        self._first: list[list[str]] = []
        self._done: list[list[Typed]] = []
        self._undone: list[list[Typed]] = []

    def set_rows(
        self, ids: Sequence[int], headers: Sequence[str], values: Sequence[Mapping[str, Any]]
    ) -> None:
        """One line per id, with its name and what is stored so far."""
        self.beginResetModel()
        self.ids, self.headers, self._came = tuple(ids), tuple(headers), tuple(ids)
        self.marks.clear()
        self._texts = [
            [fields.show(field, row.get(field.name)) for field in self.columns] for row in values
        ]
        self._first = [list(row) for row in self._texts]
        self.errors.clear()
        self.doubts.clear()
        self.proposals.clear()
        self._done.clear()
        self._undone.clear()
        self.endResetModel()

    def reorder(self, order: Sequence[int], marks: Mapping[int, str]) -> None:
        """Show the lines in another order; all that was typed, said and offered goes along."""
        self.beginResetModel()
        now = {before: after for after, before in enumerate(order)}
        self.ids = tuple(self.ids[row] for row in order)
        self.headers = tuple(self.headers[row] for row in order)
        self._texts = [self._texts[row] for row in order]
        self._first = [self._first[row] for row in order]
        for places in (self.errors, self.doubts, self.proposals):
            moved = {(now[row], column): words for (row, column), words in places.items()}
            places.clear()
            places.update(moved)
        for steps in (*self._done, *self._undone):
            steps[:] = [replace(each, place=(now[each.place[0]], each.place[1])) for each in steps]
        self.marks = dict(marks)
        self.endResetModel()

    def first_order(self) -> list[int]:
        """The lines as they came, by where they stand now."""
        return [self.ids.index(each) for each in self._came]

    # -- asking ------------------------------------------------------------------------------

    def text(self, row: int, column: int) -> str:
        """The words in a cell."""
        return self._texts[row][column]

    def value(self, row: int, column: int) -> Any:
        """What a cell means.

        Raises:
            Invalid: it cannot be read.
        """
        return fields.read(self.columns[column], self._texts[row][column], today=self._today())

    def row_values(self, row: int) -> dict[str, Any]:
        """What a line means, by field; unreadable cells are left out."""
        found = {}
        for column, field in enumerate(self.columns):
            try:
                found[field.name] = self.value(row, column)
            except Invalid:
                continue  # shown in the cell; whoever stores asks check() first
        return found

    def head(self, column: int) -> str:
        """A column's name as it stands over it."""
        field = self.columns[column]
        return field.label + ("*" if field.required else "") + self.marks.get(column, "")

    def offered(self, row: int, column: int) -> str:
        """The words offered for a cell that is empty; ``""`` for none."""
        return "" if self._texts[row][column] else self.proposals.get((row, column), "")

    def propose(self, offers: Mapping[int, Mapping[str, Any]]) -> None:
        """Offer values by line id and field name, in place of those offered before.

        Only lines in which nothing stands yet: what was typed is not mixed with another night.
        """
        self.proposals = {
            (row, column): words
            for row, line_id in enumerate(self.ids)
            if line_id in offers and self.is_blank(row)
            for column, field in enumerate(self.columns)
            if (words := fields.show(field, offers[line_id].get(field.name)))
        }
        self._repaint()
        self.proposed.emit()

    def take(self, places: Iterable[Place]) -> bool:
        """Type what is offered into these cells, in one step for undo; whether there was anything."""
        offered = [(place, self.offered(*place)) for place in places]
        taken = [(place, words) for place, words in offered if words]
        if taken:
            self.write(taken)
        return bool(taken)

    def dismiss(self, places: Iterable[Place]) -> bool:
        """Offer nothing for these cells any more; whether anything was offered."""
        gone = [place for place in places if self.proposals.pop(place, "")]
        self._repaint()
        return bool(gone)

    def is_changed(self, row: int) -> bool:
        """Whether a line differs from what was stored."""
        return self._texts[row] != self._first[row]

    def differing(self) -> list[Place]:
        """The cells whose words are not those that were stored, of columns that are typed into."""
        return [
            (row, column)
            for row, (now, first) in enumerate(zip(self._texts, self._first, strict=True))
            if now != first
            for column, field in enumerate(self.columns)
            if field.editable and now[column] != first[column]
        ]

    def is_blank(self, row: int) -> bool:
        """Whether nothing stands in a line."""
        return not any(text.strip() for text in self._texts[row])

    def show_text(self, row: int, column: int, words: str) -> None:
        """Show computed words in a cell that is not typed into; they are no change of the line."""
        self._texts[row][column] = self._first[row][column] = words

    # -- changing ----------------------------------------------------------------------------

    def write(self, cells: Iterable[tuple[Place, str]]) -> None:
        """Type into several cells; one step for undo."""
        steps = []
        if self.expand is not None:
            expand = self.expand
            cells = [each for place, words in cells for each in expand(place, words)]
        spread = [each for place, words in cells for each in self._spread(place, words)]
        # The empty cell of the end that was pasted with such a span takes nothing away.
        filled = {place for place, words in spread if words.strip()}
        cells = [(place, words) for place, words in spread if words.strip() or place not in filled]
        for (row, column), words in cells:
            if not self.columns[column].editable:
                continue
            after = self._tidied(column, words)
            before = self._texts[row][column]
            if after != before:
                steps.append(Typed((row, column), before, after))
        if steps:
            self._done.append(steps)
            self._undone.clear()
            self._apply([(step.place, step.after) for step in steps])

    def _spread(self, place: Place, words: str) -> list[tuple[Place, str]]:
        """20:00-22:00 in the cell of a beginning fills that of the end as well."""
        row, column = place
        both = self.columns[column : column + 2]
        if [field.kind for field in both] != [Kind.TIME, Kind.TIME]:
            return [(place, words)]
        span = two_times(words)
        return [(place, words)] if span is None else [
            (place, span[0]), ((row, column + 1), span[1]),
        ]  # fmt: skip

    def can_undo(self) -> bool:
        """Whether something was typed that is not stored yet."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Whether typing was taken back."""
        return bool(self._undone)

    def undo(self) -> Place | None:
        """Take back the last step; where it was."""
        if not self._done:
            return None
        steps = self._done.pop()
        self._undone.append(steps)
        self._apply([(step.place, step.before) for step in steps])
        return steps[0].place

    def redo(self) -> Place | None:
        """Do again what was taken back."""
        if not self._undone:
            return None
        steps = self._undone.pop()
        self._done.append(steps)
        self._apply([(step.place, step.after) for step in steps])
        return steps[0].place

    def set_errors(self, errors: Mapping[Place, str]) -> None:
        """Sentences for cells, beside those that cannot be read."""
        self.errors.update(errors)
        self._repaint()

    def set_doubts(self, doubts: Mapping[Place, str]) -> None:
        """Sentences for cells that can be stored but should be looked at."""
        self.doubts = dict(doubts)
        self._repaint()

    def set_computed(self, words: Mapping[Place, str]) -> None:
        """What follows from the cells typed, in columns that nobody types into."""
        for (row, column), text in words.items():
            self._texts[row][column] = self._first[row][column] = text
        self._repaint()

    def check_required(self) -> None:
        """A sentence for each required cell that is empty in a line with anything typed."""
        for row in range(len(self.ids)):
            if not self.is_changed(row) or self.is_blank(row):
                continue
            for column, field in enumerate(self.columns):
                if field.required and not self._texts[row][column].strip():
                    self.errors[row, column] = f"请填写“{field.label}”。"
        self._repaint()

    def _tidied(self, column: int, words: str) -> str:
        field = self.columns[column]
        if field.kind is Kind.LONG_TEXT:
            words = fields.one_line(words)
        try:
            return fields.show(field, fields.read(field, words, today=self._today()))
        except Invalid:
            return words

    def _apply(self, cells: Sequence[tuple[Place, str]]) -> None:
        for (row, column), words in cells:
            self._texts[row][column] = words
        # What a rule said about one cell is often mended in another (开始 and 结束): a line that
        # was changed keeps only what cannot be read, and the rules speak again on saving.
        for row in {place[0] for place, _words in cells}:
            for at in range(len(self.columns)):
                self.errors.pop((row, at), None)
                try:
                    self.value(row, at)
                except Invalid as error:
                    self.errors[row, at] = str(error)
        self._repaint()
        self.edited.emit()

    def _repaint(self) -> None:
        if self.ids:
            end = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), end)

    # -- Qt ----------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        kept = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.isValid() and self.columns[index.column()].editable
        return kept | Qt.ItemFlag.ItemIsEditable if editable else kept

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        field = self.columns[column]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            text = self._texts[row][column]
            hide = field.kind is Kind.FLAG and text == "否" and role == Qt.ItemDataRole.DisplayRole
            return "" if hide else text
        problem = self.errors.get((row, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return problem or self.doubts.get((row, column)) or field.help or None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and self.offered(row, column):
            return f"可采用：{self.offered(row, column)}"
        if role == Qt.ItemDataRole.BackgroundRole and problem:
            return theme.colour("bad_soft")
        if role == Qt.ItemDataRole.BackgroundRole and (row, column) in self.doubts:
            return theme.colour("warn_soft")
        if role == Qt.ItemDataRole.ForegroundRole:
            if problem:
                return theme.colour("bad_text")
            return theme.colour("text" if field.editable else "faint")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(field)
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.write([((index.row(), index.column()), str(value))])
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self.headers[section] if section < len(self.headers) and role in roles else None
        if section >= len(self.columns):
            return None
        field = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.head(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return field.help or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(field)
        return None


def _side(field: Field) -> Qt.AlignmentFlag:
    """Numbers, and what is computed from them, stand at the right, their heads above them."""
    number = field.kind in (Kind.INTEGER, Kind.DECIMAL) or not field.editable
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
