"""Stored values as cells of a workbook, and back: what a cell cannot hold exactly is told apart.

A stored value is what SQLite keeps: text, a whole number, bytes or nothing. A cell shows a date, a
time, a number or a text. ``exact`` says whether the cell alone gives the stored value back.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any

Stored = str | int | float | bytes | None

LONGEST = 32_767
"""UTF-16 units in one cell of Excel and WPS."""
# What a workbook or a program that saves it anew changes: control characters, carriage returns,
# the spelling of control characters.
_CHANGED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST = 10**13  # what is larger is text: workbooks keep 15 digits
_FIRST_DAY = "1900-03-01"  # the calendar of workbooks has a day too many before
_YES, _NO = "是", "否"
_NO_SECONDS = ".000000"  # how the database writes the parts of a second


class Shape(StrEnum):
    """What a column's cells are."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE = "whole"
    HUNDREDTHS = "hundredths"  # an exact decimal with two places, stored as a whole number
    FLAG = "flag"
    DAY = "day"
    MONTH = "month"
    TIME = "time"
    MOMENT = "moment"
    NAMES = "names"  # a JSON list
    BYTES = "bytes"  # a file


def shown(shape: Shape, stored: Stored) -> Any:
    """The cell for a stored value; one that is not of its column's shape is shown as text.

    A text is as far as a cell holds it: see :func:`legible`.
    """
    if stored is None or isinstance(stored, bytes):
        return None
    cell: Any
    try:
        cell = _shown(shape, stored)
    except (ValueError, TypeError):
        cell = str(stored)
    if isinstance(cell, (int, Decimal)) and not -_MOST < cell < _MOST:
        cell = str(cell)
    return legible(cell) if isinstance(cell, str) else cell


def _shown(shape: Shape, stored: str | float) -> Any:
    if isinstance(stored, str):
        if shape in (Shape.DAY, Shape.MONTH, Shape.MOMENT) and stored < _FIRST_DAY:
            return stored
        if shape in (Shape.DAY, Shape.MONTH):
            return date.fromisoformat(stored)
        if shape is Shape.TIME:
            return time.fromisoformat(stored).replace(microsecond=0)
        if shape is Shape.MOMENT:
            return datetime.fromisoformat(stored).replace(microsecond=0)
        if shape is Shape.NAMES:
            return "、".join(map(str, json.loads(stored)))
        return stored
    if shape is Shape.FLAG and stored in (0, 1):
        return _YES if stored else _NO
    if shape is Shape.HUNDREDTHS:
        return Decimal(stored) / 100
    if shape is Shape.WHOLE and isinstance(stored, int):
        return stored
    return str(stored)


def stored(shape: Shape, cell: Any) -> Stored:
    """The stored value that a cell says."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        if shape is Shape.FLAG:
            return {_YES: 1, _NO: 0}.get(cell, cell)
        return json.dumps(cell.split("、"), ensure_ascii=False) if shape is Shape.NAMES else cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") + _NO_SECONDS
    if isinstance(cell, date):
        midnight = shape is Shape.MOMENT
        return f"{cell.isoformat()} 00:00:00{_NO_SECONDS}" if midnight else cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds") + _NO_SECONDS
    number = Decimal(cell) * (100 if shape is Shape.HUNDREDTHS else 1)
    return int(number) if number == number.to_integral_value() else str(number)


def exact(shape: Shape, value: Stored) -> bool:
    """Whether the cell of a stored value gives it back, also after WPS has saved the workbook."""
    return gives_back(shape, shown(shape, value), value)


def gives_back(shape: Shape, cell: Any, value: Stored) -> bool:
    """Whether a cell says exactly this stored value."""
    back = stored(shape, cell)
    return back == value and type(back) is type(value)


def lasts(text: str) -> bool:
    """Whether a cell holds a text as it is, whichever program saves the workbook."""
    return text == legible(text)


def legible(text: str, *, longest: int = LONGEST) -> str:
    """A text as far as a cell holds it: no control characters, no blanks at the ends, not too long."""
    if _CHANGED.search(text):
        text = _CHANGED.sub(" ", text)
    if "_x" in text:
        text = _SPELLED.sub("_ ", text)
    if 2 * len(text) > longest and _units(text) > longest:
        text = text[: longest // 2] + "……"
    return text.strip()


def _units(text: str) -> int:
    return len(text) + sum(mark > "\uffff" for mark in text)


def row_check(table: str, cells: Sequence[Any]) -> str:
    """What the last column of a row says: 16 hexadecimal digits over all other cells of the row."""
    said = json.dumps([table, *map(_said, cells)], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _said(cell: Any) -> str:
    """A cell in one writing, by whichever program it was saved: 2.50 is 2.5, midnight is its day."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return _said_of_a_value(cell)


@lru_cache(maxsize=20_000, typed=True)
def _said_of_a_value(cell: Any) -> str:
    if isinstance(cell, (int, float, Decimal)):
        try:
            return format(Decimal(str(cell)).normalize(), "f")
        except InvalidOperation:
            return str(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
