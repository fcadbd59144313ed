"""What an empty cell is: nothing in it, a stroke, or a word that says none."""

from collections.abc import Sequence
from typing import Any

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRow
from gaotang_desktop.domain.writings.numbers import STROKES
from gaotang_desktop.services.sheets.sheet_words import AT_ONCE
from gaotang_desktop.workbooks.grids import blank

_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
_NONE_WORDS = {*STROKES, "无", "空", "、"}


def says_none(each: Field, raw: Any) -> bool:
    """Whether a cell is empty, or holds the stroke that people put into an empty cell."""
    if blank(raw):
        return True
    if not isinstance(raw, str):
        return False
    word = raw.strip()
    if each.kind in _TEXTS:
        return word in STROKES
    if each.kind is Kind.FLAG and word.upper() in fields.FALSE_WORDS:
        return False
    if each.kind is Kind.INTEGER and word == "无" and not each.minimum:
        return False  # none is a number of them; a stroke may be nothing
    if each.kind is Kind.CHOICE and (word in each.choices or not each.strict_choices):
        return False
    return word in _NONE_WORDS


def lacks_a_number(each: Field, raw: Any) -> bool:
    """A stroke where a number must stand: whether it is 0 or not known is asked."""
    return each.kind is Kind.INTEGER and each.required and str(raw).strip() in STROKES


def says_at_once(each: Field, raw: Any) -> bool:
    """当场办结 under 办结日期: on the day of the record."""
    return each.kind is Kind.DATE and str(raw).strip() in AT_ONCE


def says_nothing(row: SheetRow, headers: Sequence[str]) -> bool:
    """Whether all of these cells are empty."""
    return all(blank(row.values.get(header)) for header in headers)
