"""The rows of a listing in the order and choice in which a table shows them.

No QSortFilterProxyModel: it mis-sorts Python dates and decimals, and asks Python for every row.
Here sorting and filtering give a list of row numbers, and only what is painted is turned into text.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Listing, sort_key
from gaotang_desktop.domain.sheets.narrowing import Condition
from gaotang_desktop.ui.widgets.table import cells

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NOTHING = Listing("", (), (), ())


class RecordModel(QAbstractTableModel):
    """Shows ``listing`` through ``order``: the numbers of the rows that are shown, as shown."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.listing = NOTHING
        self.order: Sequence[int] = ()
        self.text = ""
        self.chosen: dict[str, frozenset[Any]] = {}
        self.conditions: dict[str, Condition] = {}
        self.sorted_by: str | None = None
        self.descending = False
        # Fields that order what is equal by the first one, each with whether downwards.
        self.then_by: tuple[tuple[str, bool], ...] = ()
        self.this_year = 1
        self._today = today
        self._texts: list[dict[Any, str]] | None = None

    # -- what is shown -----------------------------------------------------------------------

    def set_listing(self, listing: Listing) -> None:
        """Show other rows; sorting and filters stay."""
        self.this_year = self._today().year
        self._texts = None
        self._reset(listing)

    def totals(self, names: Collection[str]) -> str:
        """What the rows shown add up to in the fields ``names``, without those that are in no sum."""
        fields = [(at, each) for at, each in enumerate(self.listing.fields) if each.name in names]
        if not fields:
            return ""
        gone = self.listing.uncounted
        rows = [self.listing.rows[at] for at in self.order if self.listing.ids[at] not in gone]
        parts = (
            f"{each.label} {sum(row[at] or 0 for row in rows):,}{each.unit}" for at, each in fields
        )
        which = "（在册的村）" if self.listing.kind in ("villages", "grids") else "（村在册时的）"
        which = which if len(rows) < len(self.order) else ""
        return f"合计{which}　{' · '.join(parts)}"

    def sort_by(
        self,
        name: str | None,
        *,
        descending: bool = False,
        then: Sequence[tuple[str, bool]] = (),
    ) -> None:
        """Sort by a field, what is equal by those of ``then``; nothing comes last either way.

        ``None``: the order of the listing.
        """
        self.sorted_by, self.descending, self.then_by = name, descending, tuple(then)
        self._reset(self.listing)

    def pressed(
        self, name: str, *, more: bool
    ) -> tuple[str | None, bool, tuple[tuple[str, bool], ...]]:
        """How to sort after a press on a field's head: up, then down, then not by it.

        ``more`` keeps the fields pressed before and orders what is equal by them.
        """
        if more and self.sorted_by not in (None, name):
            held = dict(self.then_by)
            if held.get(name):
                del held[name]
            else:
                held[name] = name in held
            return self.sorted_by, self.descending, tuple(held.items())
        if self.sorted_by != name:
            return name, False, ()
        return (None, False, ()) if self.descending else (name, True, ())

    def filter(
        self,
        text: str,
        chosen: Mapping[str, Collection[Any]],
        conditions: Mapping[str, Condition] | None = None,
    ) -> None:
        """Keep rows that contain every word of ``text``, have one of the values per field and fit
        the conditions of columns.
        """
        self.conditions = dict(conditions or {})
        self.text = text.strip().casefold()
        self.chosen = {name: frozenset(values) for name, values in chosen.items() if values}
        self._reset(self.listing)

    def _reset(self, listing: Listing) -> None:
        self.beginResetModel()
        self.listing = listing
        self.order = self._sorted(self._kept())
        self.endResetModel()

    def _kept(self) -> Sequence[int]:
        kept: Sequence[int] = range(len(self.listing.rows))
        rows = self.listing.rows
        names = {field.name for field in self.listing.fields}
        for name, values in self.chosen.items():
            if name in names:
                at = self.listing.column(name)
                kept = [row for row in kept if _plain(rows[row][at]) in values]
        for name, condition in self.conditions.items():
            if name in names:
                kept = self._fitting(kept, self.listing.column(name), condition)
        for word in self.text.split():
            kept = self._with_word(kept, word)
        return kept

    def _fitting(self, kept: Sequence[int], at: int, condition: Condition) -> list[int]:
        """The rows whose cell fits; each distinct value is looked at once."""
        rows, field = self.listing.rows, self.listing.fields[at]
        passing = {
            value: condition.passes(value, cells.text_of(field, value, 0))
            for value in {rows[row][at] for row in kept}
        }
        return [row for row in kept if passing[rows[row][at]]]

    def values_beside(self, name: str) -> list[Any]:
        """The values of a field in the rows that pass everything but its own condition."""
        own = self.conditions.pop(name, None)
        kept, at = self._kept(), self.listing.column(name)
        if own is not None:
            self.conditions[name] = own
        return [self.listing.rows[row][at] for row in kept]

    def _sorted(self, kept: Sequence[int]) -> Sequence[int]:
        names = {field.name for field in self.listing.fields}
        if self.sorted_by is None:
            return kept
        # Sorting leaves equals as they stood: the least important field goes first.
        for name, down in reversed([(self.sorted_by, self.descending), *self.then_by]):
            if name in names:
                kept = self._sorted_by(kept, name, descending=down)
        return kept

    def _sorted_by(self, kept: Sequence[int], name: str, *, descending: bool) -> Sequence[int]:
        at = self.listing.column(name)
        rows = self.listing.rows
        values = {row: value for row in kept if (value := rows[row][at]) is not None}
        kinds = set(map(type, values.values()))
        if len(kinds) > 1 or not kinds <= _COMPARABLE:
            # Each distinct value is keyed once: 100,000 rows name some 50 villages.
            keys = {value: sort_key(value) for value in set(values.values())}
            if len(keys) < len(values):
                places = {value: i for i, value in enumerate(sorted(keys, key=keys.__getitem__))}
                values = {row: places[value] for row, value in values.items()}
            else:
                values = {row: keys[value] for row, value in values.items()}
        ordered = sorted(values, key=values.__getitem__, reverse=descending)
        if len(ordered) < len(kept):
            ordered.extend(row for row in kept if row not in values)
        return ordered

    def _with_word(self, kept: Sequence[int], word: str) -> Sequence[int]:
        """The rows with a value that contains a word.

        Each distinct value is looked at once: 100,000 rows name some 50 villages and 200 people.
        """
        if self._texts is None:
            self._texts = [
                {
                    value: cells.text_of(field, value, 0).casefold()
                    for value in {row[at] for row in self.listing.rows}
                }
                for at, field in enumerate(self.listing.fields)
            ]
        rows = self.listing.rows
        found: set[int] = set()
        for at, known in enumerate(self._texts):
            fitting = {value for value, text in known.items() if word in text}
            if fitting:
                found.update(row for row in kept if rows[row][at] in fitting)
        return [row for row in kept if row in found]

    # -- asking ------------------------------------------------------------------------------

    def field(self, column: int) -> Field:
        """The field of a column."""
        return self.listing.fields[column]

    def value(self, row: int, column: int) -> Any:
        """The value that is shown at a place."""
        return self.listing.rows[self.order[row]][column]

    def record_id(self, row: int) -> int:
        """The record that is shown in a row."""
        return self.listing.ids[self.order[row]]

    def rows_of(self, ids: Collection[int]) -> list[int]:
        """Where records are shown now; those that are not shown are left out."""
        if not ids:
            return []
        wanted = set(ids)
        every = self.listing.ids
        return [row for row, at in enumerate(self.order) if every[at] in wanted]

    def values_of(self, name: str) -> list[Any]:
        """The distinct values of a field in the whole listing, ordered; ``None`` is left out."""
        at = self.listing.column(name)
        found = {row[at] for row in self.listing.rows}
        found.discard(None)
        return sorted(found, key=sort_key)

    def shown(self, columns: Sequence[int]) -> Listing:
        """The rows that pass the filters, in the order shown, with these columns."""
        listing = self.listing
        return Listing(
            listing.kind,
            tuple(listing.fields[at] for at in columns),
            tuple(listing.ids[row] for row in self.order),
            tuple(tuple(listing.rows[row][at] for at in columns) for row in self.order),
            listing.uncounted,
        )

    # -- Qt ----------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.order)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.listing.fields)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        column = index.column()
        value = self.listing.rows[self.order[index.row()]][column]
        return cells.text_of(self.listing.fields[column], value, self.this_year) or cells.EMPTY

    def _mark(self, name: str) -> str:
        """``↑`` at the field that the list is sorted by, ``↓2`` at the second one."""
        if name == self.sorted_by:
            return " ↓" if self.descending else " ↑"
        places = [at for at, (each, _down) in enumerate(self.then_by) if each == name]
        if self.sorted_by is None or not places:
            return ""
        return f" {'↓' if self.then_by[places[0]][1] else '↑'}{places[0] + 2}"

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.listing.fields):
            return None
        field = self.listing.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            narrowed = " ▾" if field.name in self.conditions else ""
            return field.label + self._mark(field.name) + narrowed
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if cells.is_number(field)
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            unit = f"（{field.unit}）" if field.unit else ""
            return f"{field.label}{unit}" + (f"\n{field.help}" if field.help else "")
        return None


def _plain(value: Any) -> Any:
    """References are chosen by id: the place in the display order may differ between reads."""
    return getattr(value, "id", value)


_COMPARABLE: frozenset[type] = frozenset({int, str, date, bool})
