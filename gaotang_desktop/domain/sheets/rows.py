"""What was found in a sheet (Excel or CSV), and what is wrong in it; knows no file format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RECORD_MARK = "记录号"
"""The column that an exported sheet has beside what the operator sees: which record a row is."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a sheet.

    ``row`` is the row as Excel numbers it (1 is the first), ``column`` the header as the file has
    it (``""`` when the whole row is meant), ``message`` a whole sentence. ``offers`` are writings
    that would be clear, where the cell may mean several things. ``lacks`` is a field that must be said
    and whose cell is empty, ``unknown`` a field and the words by which none of its values is called:
    both can be answered once for all rows. ``several`` are the names that such words hold, of which none
    says all of them.
    """

    row: int
    column: str
    message: str
    offers: tuple[str, ...] = ()
    lacks: str = ""
    unknown: tuple[str, str] | None = None
    several: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row under the header; every header has a value, ``None`` for an empty cell.

    ``number`` tells the rows of a sheet apart and is the row as Excel numbers it, but where several
    tables were read as one: there ``at`` is Excel's, ``part`` the place of the table among
    ``SheetRows.parts``, and ``cell`` what else tells the place (``5日`` of a month across).
    """

    number: int
    values: Mapping[str, Any]
    at: int = 0
    part: int = 0
    cell: str = ""

    @property
    def row(self) -> int:
        """The row as Excel numbers it."""
        return self.at or self.number


@dataclass(slots=True)
class Draft:
    """What a row says: values of its filled cells, the cells themselves, what cannot be read.

    ``part`` is what it says of a record beside its own (see ``row_parts``), empty where nothing;
    ``filled`` are the fields that it does not say itself: they were said once for all rows; ``nowhere``
    those of a village that it says to be the whole town. ``said`` are by field the header and the words
    for which the operator gave another value, ``kept`` by field those of them that stay in it.
    """

    row: SheetRow
    values: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, RowError] = field(default_factory=dict)
    part: dict[str, Any] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    nowhere: set[str] = field(default_factory=set)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a file: its name for the operator and that of its worksheet, the texts above it,
    the columns of its headers (from 0); the file, where the tables of several were read as one;
    the rows of its labels, where they stand beside their values.
    """

    sheet: str = ""
    above: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    worksheet: str = ""
    file: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet of a file: how many rows it holds under its header, and whether they are among
    those that were read. ``rows`` is 0 where there is no header (an empty sheet, a cover, a chart), or
    nothing under one that is ``headed``.
    """

    name: str
    rows: int = 0
    read: bool = False
    hidden: bool = False
    headed: bool = False


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet as read: header, rows in file order, notes for the operator, cells nobody can read.

    ``errors`` names cells that hold an Excel error (#N/A), a formula without a computed value or a
    number whose last digits Excel has lost; their value is ``None``, so the row must be rejected.
    ``questions`` are cells that may mean several things, asked anew whenever the rows are read.
    ``parts`` are the tables that were read as one, mostly a single one. ``aside`` are lines left out
    as no records that may say something of the rows: a grey example, 填报单位：北村 between rows.
    ``worksheets`` are all of the file, in the order of their tabs where it is known.
    """

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()
    sheet: str = ""
    parts: tuple[Part, ...] = (Part(),)
    aside: tuple[SheetRow, ...] = ()
    questions: tuple[RowError, ...] = ()
    worksheets: tuple[Worksheet, ...] = ()

    def where(self, row: SheetRow) -> str:
        """Where the operator finds a row: ``第 3 行``, ``工作表“北村”第 3 行``."""
        part = self.parts[row.part]
        sheets = {each.sheet for each in self.parts}
        named = f"工作表“{part.sheet}”" if len(sheets) > 1 else ""
        if part.file:
            named = f"“{part.file}”"
        return f"{named}第 {row.row} 行{row.cell}"


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


@dataclass(frozen=True, slots=True)
class Fill:
    """What the operator said once for all rows: the field and its label, the words, and the numbers of
    the rows that have it from there. ``whole`` where the sheet has no such column.
    """

    name: str
    label: str
    words: str
    numbers: frozenset[int]
    whole: bool

    @property
    def rows(self) -> int:
        """How many rows have it."""
        return len(self.numbers)

    @property
    def said(self) -> str:
        """In a sentence."""
        if self.whole:
            said = f"表里没有“{self.label}”，{self.rows} 行统一填的是“{self.words}”。"
            day = _DAY.fullmatch(self.words) is not None and self.rows > 1
            return f"{said}每行都是这一天，不一样的请在表里加上这一列。" if day else said
        return f"“{self.label}”空着的 {self.rows} 行统一填的是“{self.words}”。"
