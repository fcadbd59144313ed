"""Rows of a form, whose cells are labels with their values beside them: 牵头单位 | 派出所 | 完成时限 | 6月底前."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from gaotang_desktop.domain.plan_text.lines import EMPTY_CELL, Line
from gaotang_desktop.domain.plan_text.tables.columns import UNITS, Kind, is_head, kind_of, rank_of

_MOST_CELLS = 8
_LONGEST_LABEL = 10
_SAYS_WHO_OR_WHEN = (*UNITS, Kind.DEADLINE, Kind.PERSON)


def fields_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines, each row of labels and values as a line for each label, with a colon for the tab.

    Rows of one label and its value, one below the other, are such rows also where a label is not known
    (领办书记), if most of them are and one says who answers.
    """
    rows = [_cells(line) for line in lines]
    pairs = {at for run in _pairs_below_each_other(rows) for at in run}
    return [
        part
        for at, line in enumerate(lines)
        for part in (_apart(line, rows[at]) if at in pairs or _are_fields(rows[at]) else [line])
    ]


def _cells(line: Line) -> list[str]:
    return [cell.strip() for cell in line.raw.rstrip(f"\t {EMPTY_CELL}").split("\t")]


def _pairs_below_each_other(rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """The rows of forms that have a label and a value each."""
    paired = [len(row) == 2 and all(row) and len(row[0]) <= _LONGEST_LABEL for row in rows]
    runs = [[at for at, _ in run] for two, run in groupby(enumerate(paired), lambda x: x[1]) if two]
    return [run for run in runs if _is_form([rows[at] for at in run])]


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    labels = [row[0] for row in rows]
    answers = any(kind_of(each) in UNITS for each in labels)
    values = any(_is_label(row[1]) for row in rows)
    return answers and not values and 2 * sum(map(_is_label, labels)) > len(labels)


def _are_fields(cells: Sequence[str]) -> bool:
    if not 2 <= len(cells) <= _MOST_CELLS or len(cells) % 2 or is_head(cells):
        return False
    labels, values = cells[::2], cells[1::2]
    told = [kind_of(each) in _SAYS_WHO_OR_WHEN for each in labels]
    named = [rank_of(each) > 0 and kind_of(each) is None for each in labels]
    if not all(one or other for one, other in zip(told, named, strict=True)):
        return False
    return all(values) and not any(_is_label(each) or each == EMPTY_CELL for each in values)


def _apart(line: Line, cells: Sequence[str]) -> list[Line]:
    tabs = [hit.start() for hit in re.finditer("\t", line.raw)]
    colons = tabs[: len(cells) : 2]
    raw = "".join("：" if at in colons else char for at, char in enumerate(line.raw))
    whole = replace(line, raw=raw.replace("\t", " "), typed=line.written)
    cuts = [0, *(at + 1 for at in tabs[1 : len(cells) - 1 : 2]), len(raw)]
    return [whole.part(a, b) for a, b in pairwise(cuts)]


def _is_label(cell: str) -> bool:
    return kind_of(cell) is not None or rank_of(cell) > 0
