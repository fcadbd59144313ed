"""Rows whose cells are parted by commas or semicolons: 序号，任务，牵头单位，完成时限."""

import csv
import re
from collections.abc import Callable, Iterator

from gaotang_desktop.domain.plan_text.lines import Line
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list

_MARKS = (";；", ",，")
_LONGEST = 2000
Split = Callable[[Line], list[str]]


def separated_rows(head: Line) -> tuple[list[str], Split] | None:
    """The headings of a table whose cells a mark parts, and how its rows are taken apart.

    Such a row has a unit where its column wants one, so that a sentence with commas is none. What
    has more pieces than columns keeps some together, so that the units stand where they belong.
    """
    for mark in _MARKS:
        headings = _pieces(head, mark)
        if len(headings) >= 3 and columns.is_head(headings):
            return headings, _splitter(mark, headings)
    return None


def _splitter(mark: str, headings: list[str]) -> Split:
    units = [at for at, each in enumerate(headings) if columns.kind_of(each) in columns.UNITS]

    def split(line: Line) -> list[str]:
        cells = _pieces(line, mark)
        if len(cells) < max(2, len(headings) - 1):
            return []
        if cells == headings:
            return cells
        whole = len(cells) <= len(headings)
        rows = _widths(cells, len(headings), mark)
        return next((row for row in rows if _fits(row, units, whole=whole)), [])

    return split


def _fits(row: list[str], units: list[int], *, whole: bool) -> bool:
    """Whether there is a unit under a heading of units; in a ``whole`` row the others may be unknown."""
    named = [row[at] for at in units if at < len(row) and row[at]]
    told = [bool(unit_list(cell)) or cell in "—-/无" for cell in named]
    return any(told) if whole else bool(told) and all(told)


def _widths(cells: list[str], width: int, mark: str) -> Iterator[list[str]]:
    """A row of that many cells; where it has more pieces, each way to keep neighbours together."""
    more = len(cells) - width
    if more <= 0:
        yield cells
        return
    for at in range(width):
        kept = mark[-1].join(cells[at : at + more + 1])
        yield [*cells[:at], kept, *cells[at + more + 1 :]]


def _pieces(line: Line, mark: str) -> list[str]:
    """The cells of a line; quotes keep a mark inside a cell, as programs write it."""
    if len(line.raw) > _LONGEST or not re.search(f"[{mark}]", line.raw):
        return []
    if '"' in line.raw:
        try:
            cells = next(csv.reader([line.raw.strip()], delimiter=mark[0], strict=True), [])
        except csv.Error:
            cells = []
        if len(cells) > 2:
            return [cell.strip() for cell in cells]
    return [cell.strip(" \u3000\t") for cell in re.split(f"[{mark}]", line.text)]
