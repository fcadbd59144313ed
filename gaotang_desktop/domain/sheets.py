"""What was found in a sheet (Excel or CSV), and what is wrong in it; knows no file format."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a sheet.

    ``row`` is the row as Excel numbers it (1 is the first), ``column`` the header as the file has
    it (``""`` when the whole row is meant), ``message`` a whole sentence. ``offers`` are writings
    that would be clear, where the cell may mean several things.
    """

    row: int
    column: str
    message: str
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row under the header; every header has a value, ``None`` for an empty cell."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet as read: header, rows in file order, notes for the operator, cells nobody can read.

    ``errors`` names cells that hold an Excel error (#N/A), a formula without a computed value or a
    number whose last digits Excel has lost; their value is ``None``, so the row must be rejected.
    ``above`` are the texts over the header: a title, who filled it in, when.
    """

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()
    sheet: str = ""
    above: tuple[str, ...] = ()


class Decision(StrEnum):
    """What the operator says of a row that resembles a record."""

    SAME = "same"  # it is that record: change it
    OTHER = "other"  # it is another one: store it as new
    SKIP = "skip"  # neither


class RowState(StrEnum):
    """What an import makes of a row; the words are those of the preview."""

    NEW = "新增"
    CHANGED = "有改动"
    UNCHANGED = "没有变化"
    WRONG = "有问题"
    RESEMBLING = "像已有记录"
    SKIPPED = "跳过"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a row beside what is stored: the field's label, the stored words, the new ones."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What an import makes of one row.

    ``record_id`` is the record that the row changes, leaves as it is or resembles; ``title`` names
    it, ``changes`` are the cells in which the row differs from it. A ``RESEMBLING`` row waits for
    a :class:`Decision`; while there is none it counts as new.
    """

    number: int
    state: RowState
    record_id: int | None = None
    title: str = ""
    changes: tuple[CellChange, ...] = ()
