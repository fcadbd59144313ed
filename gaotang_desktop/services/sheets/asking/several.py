"""Several villages, units or persons in one cell (郭桥村、石门村): a row each, or asked.

A row each where what the row says holds for each of them, and no figure would be counted twice; else the
operator says ``各一行``, or which one it is: his words stay in the record then (see ``kept_words``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, RowError, SheetRow, SheetRows
from gaotang_desktop.domain.writings.day_spans import ends
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.references import Finder, name_key
from gaotang_desktop.workbooks.grids import blank

EACH, FIRST, ANY = "各一行", "第一个", "*"
"""What may be meant by several names: a row for each, the first; and the words for all such cells."""
_NAMED = ("villages", "units")
_GRIDS = {("grids", "name"), ("grid-counts", "grid")}
_HELD_BY_EACH = {
    ("missed-nights", "village_id"), ("spot-checks", "village_id"), ("publicity-turns", "village_id"),
    ("inspections", "village_id"), ("findings", "village_id"), ("officers", "village_id"),
    ("dispute-reports", "village_id"), ("assignments", "village_id"), ("assignments", "unit_id"),
    ("officers", "name"), ("missed-nights", "night"), *_GRIDS,
}  # fmt: skip
"""Kinds whose rows hold for each of several, by the field that names them."""
_MARKS = re.compile(r"[、,，;；/／\n]+|\s{1,}(?=[\u3400-\u9fff])")
_AND = re.compile(r"[和与及]|以及")
_ONE_DAY = re.compile(r"(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?")
_SOME_DAY = "2026-10-09"
_UP_TO_DAY = re.compile(r"(?:\d{4}[年./-])?\d{1,2}[月./-]")
_NIGHTS = 14  # a longer span is no list of nights
_GRID = re.compile(r"[^、,，;；/／\s]{1,14}网格")
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}(?:[（(][^（()）]{1,8}[)）])?")
_TOLD = 20


def names_in(words: Any, known: Callable[[str], bool]) -> list[str]:
    """The names of a cell that holds several, each once; ``[]`` where it holds one, or may."""
    if not isinstance(words, str) or known(words):
        return []
    if known(_SOME_DAY) and (days := _days_in(words)):
        return days
    found: list[str] = []
    for piece in _MARKS.split(words):
        more = _AND.split(piece)
        both = len(more) > 1 and not known(piece) and all(map(known, more))
        found += more if both else [piece]
    found = list(dict.fromkeys(each.strip() for each in found if each.strip()))
    return found if len(found) > 1 and any(map(known, found)) else []


def _days_in(words: str) -> list[str]:
    """The days of a cell that names several (10.3、10.4 | 10月3、4日 | 10.7-10.8); ``[]`` where it does not."""
    found: list[str] = []
    month = ""
    for piece in _AND.sub("、", words).replace(" ", "").replace("，", "、").split("、"):
        piece = with_digits(piece)
        if month and re.fullmatch(r"\d{1,2}[日号]?", piece):
            piece = f"{month}{piece}"
        if both := ends(piece):
            first, last = (_parts(each) for each in both)
            if first is None or last is None or first[1] != last[1]:
                return []
            year, days = f"{first[0]}年" if first[0] else "", range(first[2], last[2] + 1)
            if not 1 < len(days) <= _NIGHTS:
                return []
            found += [f"{year}{first[1]}月{day}日" for day in days]
        elif _parts(piece) is None:
            return []
        else:
            found.append(piece)
        up_to_day = _UP_TO_DAY.match(found[-1])
        month = up_to_day[0] if up_to_day else ""
    return list(dict.fromkeys(found)) if len(found) > 1 else []


def _parts(day: str) -> tuple[int, int, int] | None:
    """The year (0 where none is written), month and day of a writing."""
    found = re.fullmatch(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?", day)
    return (int(found[1] or 0), int(found[2]), int(found[3])) if found else None


def knows(finder: Finder, kind: str, each: Field) -> Callable[[str], bool]:
    """Whether words are one name, or one day, that a column may hold."""

    def known(words: str) -> bool:
        if each.kind is Kind.DATE:
            return _ONE_DAY.fullmatch(words.strip()) is not None
        if (kind, each.name) in _GRIDS:
            return _GRID.fullmatch(words.strip()) is not None and len(_AND.split(words)) == 1
        if each.refers_to is None:
            return _PERSON.fullmatch(words.strip()) is not None
        try:
            finder.find_either(kind, each, words)
        except Invalid as problem:
            return len(problem.offers) > 1 and "可能是" in str(problem)
        return True

    return known


def parted(
    kind: str,
    sheet: SheetRows,
    columns: Mapping[str, str],
    finder: Finder,
    meant: Mapping[tuple[str, str], str],
    beside: Sequence[str],
) -> tuple[SheetRows, list[str]]:
    """The rows of a sheet, for each of several names in one cell a row, and what is told of it.

    ``meant`` is what the operator said of words; ``beside`` are the headers of what belongs to a record:
    what they say of one village may not hold for another.
    """
    if RECORD_MARK in sheet.header:
        return sheet, []
    notes: list[str] = []
    for each in records.fields_for(kind):
        header = columns.get(each.name)
        if header is not None and (each.refers_to in _NAMED or (kind, each.name) in _HELD_BY_EACH):
            sheet, said = _parted_by(kind, sheet, each, columns, finder, meant, beside)
            notes += said
    return sheet, notes


def _parted_by(
    kind: str,
    sheet: SheetRows,
    each: Field,
    columns: Mapping[str, str],
    finder: Finder,
    meant: Mapping[tuple[str, str], str],
    beside: Sequence[str],
) -> tuple[SheetRows, list[str]]:
    header, known = columns[each.name], knows(finder, kind, each)
    said = {
        name_key(words): meaning for (name, words), meaning in meant.items() if name == each.name
    }
    figures = [
        columns[other.name]
        for other in records.fields_for(kind)
        if other.kind is Kind.INTEGER and other.name in columns and other.name != "round"
    ]
    several: dict[Any, list[str]] = {}
    rows: list[SheetRow] = []
    told: list[str] = []
    open_: list[RowError] = []
    named: dict[int, list[int]] = {}
    number = max((row.number for row in (*sheet.rows, *sheet.aside)), default=0)
    for row in sheet.rows:
        words = row.values.get(header)
        if words not in several:
            one = (kind, each.name) not in _GRIDS and _may_be_one(each, words)
            several[words] = [] if one else names_in(words, known)
        names = several[words]
        meaning = said.get(name_key(str(words)), said.get(ANY)) if names else None
        each_by_itself = (
            bool(names)
            and (kind, each.name) in _HELD_BY_EACH
            and all(map(known, names))
            and not any(_counts(row.values.get(label)) for label in figures)
            and all(blank(row.values.get(label)) for label in beside)
        )
        if not names or not (meaning == EACH or (meaning is None and each_by_itself)):
            rows.append(row)
            if names and (kind, each.name) in _GRIDS:
                said_so = f"“{words}”写了 {len(names)} 个网格，这一行的数分不开：请一个网格写一行。"
                open_.append(RowError(row.number, header, said_so))
            continue
        told.append(f"{sheet.where(row)}（{len(names)} 个）")
        for at, name in enumerate(names):
            number += 1 if at else 0
            new = number if at else row.number
            named.setdefault(row.number, []).append(new)
            values = {**row.values, header: name}
            if each.refers_to is None:
                values |= _as_many(row, header, len(names), at)
            rows.append(
                replace(row, number=new, values=values, at=row.row, cell=f"{row.cell}{name}")
            )
    sheet = replace(sheet, questions=(*sheet.questions, *open_)) if open_ else sheet
    if not told:
        return sheet, []
    errors, questions = (
        tuple(replace(e, row=new) for e in every for new in named.get(e.row, [e.row]))
        for every in (sheet.errors, sheet.questions)
    )
    more = f"等 {len(told)} 行" if len(told) > _TOLD else ""
    note = f"这些行的“{header}”一格里写了几个，各登记一条，别的格照抄，请核对：{'、'.join(told[:_TOLD])}{more}。"
    return replace(sheet, rows=tuple(rows), errors=errors, questions=questions), [note]


def _may_be_one(each: Field, words: Any) -> bool:
    """Whether a blank may stand within a person's name (诸葛 孔明): it parts villages and units alone."""
    return each.kind is Kind.TEXT and re.search(r"[、,，;；/／\n]", str(words)) is None


def _as_many(row: SheetRow, header: str, count: int, at: int) -> dict[str, Any]:
    """Of the cells that hold as many (a telephone for each person) the one at this place."""
    found = {}
    for label, value in row.values.items():
        pieces = [each for each in _MARKS.split(str(value)) if each.strip()]
        if label != header and isinstance(value, str) and len(pieces) == count:
            found[label] = pieces[at].strip()
    return found


def _counts(value: Any) -> bool:
    """Whether a cell holds a figure other than none."""
    return not blank(value) and str(value).strip() not in ("0", "无", "/", "-", "—")


def asked(each: Field, words: str, names: Sequence[str]) -> str:
    """The sentence that asks which of several names a record is to have."""
    what = "村" if each.refers_to == "villages" else "单位"
    return (
        f"“{words}”写了 {len(names)} 个{what}，一条只能记一个：各是一条的请分成 {len(names)} 行，"
        "只记一个的请写明是哪一个。"
    )
