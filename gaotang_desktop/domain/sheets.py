"""What was found in a sheet (Excel or CSV), and what is wrong in it; knows no file format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a sheet.

    ``row`` is the row as Excel numbers it (1 is the first), ``column`` the header as the file has
    it (``""`` when the whole row is meant), ``message`` a whole sentence.
    """

    row: int
    column: str
    message: str


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
    """

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()
    sheet: str = ""
