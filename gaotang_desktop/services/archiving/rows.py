"""Rows of a table as rows of its sheet, and back."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gaotang_desktop.domain.archiving import cells
from gaotang_desktop.domain.archiving.cells import Shape, Stored
from gaotang_desktop.domain.archiving.tables import (
    CHECK,
    DETAILS,
    FILE,
    NUMBER,
    OWNER,
    OWNER_ID,
    OWNER_KIND,
    Column,
    Place,
    Table,
    places,
)
from gaotang_desktop.domain.fields import Kind

_LONGEST_DETAIL = 1_000
_SHOWN_OF_A_FILE = 200
_IN_FILE, _HEX = "文件", "十六进制"

Row = Mapping[str, Stored]
Names = Callable[[str, int], str]
"""The name of a record by its table and id."""
KeepText = Callable[[Table, int, Column, str], str]
"""Puts a long text into a file of its own; returns its path in the archive."""

KINDS: Mapping[Shape, Kind] = {
    Shape.LONG_TEXT: Kind.LONG_TEXT,
    Shape.DAY: Kind.DATE,
    Shape.MONTH: Kind.MONTH,
    Shape.TIME: Kind.TIME,
    Shape.MOMENT: Kind.MOMENT,
    Shape.HUNDREDTHS: Kind.DECIMAL,
}


def kind_of(place: Place) -> Kind:
    """How a column of the sheet is written."""
    if place.column is None or place.is_name:
        return Kind.TEXT
    return KINDS.get(place.column.shape, Kind.TEXT)


def written(
    table: Table,
    row: Row,
    number: int,
    *,
    names: Names,
    keep_text: KeepText,
    owner: str = "",
    file: str = "",
    whole: bool = True,
) -> tuple[Any, ...]:
    """The cells of a row that is the ``number``-th of its sheet.

    ``owner`` is the record that it belongs to in words, ``file`` the path of its file. A row that
    is not ``whole`` has the columns for people alone.
    """
    values: dict[str, Any] = {}
    details: dict[str, Any] = {}
    for column in table.columns:
        values[column.name], detail = _cell(table, row, column, keep_text, file)
        if detail is not None:
            details[column.name] = detail
    found: list[Any] = []
    for place in places(table):
        if place.is_hidden and not whole:
            continue
        if place.heading == CHECK:
            found.append(cells.row_check(table.name, found))
        else:
            found.append(_at(place, row, values, details, names, number, owner, file))
    return tuple(found)


def _at(
    place: Place,
    row: Row,
    values: Mapping[str, Any],
    details: Mapping[str, Any],
    names: Names,
    number: int,
    owner: str,
    file: str,
) -> Any:
    column = place.column
    if column is not None:
        if not place.is_name:
            return values[column.name]
        if row[column.name] is None:
            return None
        return cells.legible(names(column.refers_to or "", id_in(row, column.name)))
    own = {NUMBER: number, OWNER: cells.legible(owner), FILE: file}
    if place.heading in own:
        return own[place.heading] or None
    # An underscore before an x would be read as a control character by other programs.
    return json.dumps(details).replace("_x", "\\u005fx") if details else None


def _cell(
    table: Table, row: Row, column: Column, keep_text: KeepText, file: str
) -> tuple[Any, Any]:
    """The cell, and what the details say where the cell alone does not give the value back."""
    value, shape = row[column.name], column.shape
    if isinstance(value, bytes):
        return (file, None) if shape is Shape.BYTES and file else (None, {_HEX: value.hex()})
    cell = cells.shown(shape, value)
    if value is None or cells.gives_back(shape, cell, value):
        return cell, None
    if isinstance(value, str) and len(value) > _LONGEST_DETAIL:
        path = keep_text(table, id_in(row), column, value)
        text = cells.legible(value)
        if text == value.strip():
            return text, {_IN_FILE: path}
        return f"{cells.legible(value[:_SHOWN_OF_A_FILE])}……（全文见“{path}”）", {_IN_FILE: path}
    return cell, value


class Unlike(Exception):
    """A row of a sheet is not what was written; the text says how."""


def read(
    table: Table,
    found: Sequence[Any],
    *,
    text_of: Callable[[str], str],
    bytes_of: Callable[[str], bytes],
) -> tuple[dict[str, Stored], int, str]:
    """The row of the table, its number on the sheet and the path of its file.

    ``found`` are the cells in the order of :func:`places`; ``text_of`` and ``bytes_of`` read files.

    Raises:
        Unlike: the cells are not those that were written.
    """
    at = {place.heading: cell for place, cell in zip(places(table), found, strict=True)}
    if cells.row_check(table.name, found[:-1]) != at[CHECK]:
        raise Unlike("和归档时不一样")
    details = _details(at[DETAILS])
    row: dict[str, Stored] = {}
    for column in table.columns:
        cell = at[column.heading]
        if column.name in details:
            row[column.name] = _detail(details[column.name], text_of)
        elif column.shape is Shape.BYTES:
            row[column.name] = None if cell is None else bytes_of(str(cell))
        else:
            row[column.name] = cells.stored(column.shape, cell)
    number = at[NUMBER]
    if not isinstance(number, int):
        raise Unlike("没有行号")
    return row, number, str(at.get(FILE) or "")


def _details(cell: Any) -> dict[str, Any]:
    if cell is None:
        return {}
    try:
        found = json.loads(str(cell))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unlike(f"“{DETAILS}”一列读不懂")
    return found


def _detail(said: Any, text_of: Callable[[str], str]) -> Stored:
    if isinstance(said, dict):
        if isinstance(path := said.get(_IN_FILE), str):
            return text_of(path)
        if isinstance(digits := said.get(_HEX), str):
            try:
                return bytes.fromhex(digits)
            except ValueError:
                pass
        raise Unlike(f"“{DETAILS}”一列读不懂")
    if said is None or isinstance(said, (str, int, float)):
        return said
    raise Unlike(f"“{DETAILS}”一列读不懂")


def owner_of(row: Row) -> tuple[str, int]:
    """The kind and id of the record that a row belongs to."""
    return str(row[OWNER_KIND]), id_in(row, OWNER_ID)


def id_in(row: Row, name: str = "id") -> int:
    """An id of a row; 0 where something else stands in its place."""
    found = row[name]
    return found if isinstance(found, int) else 0
