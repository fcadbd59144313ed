"""Rows of a form, whose cells are labels with their values beside them: 牵头单位 | 派出所 | 完成时限 | 6月底前."""

import re
from dataclasses import replace
from itertools import pairwise

from gaotang_desktop.domain.plan_text.lines import EMPTY_CELL, Line
from gaotang_desktop.domain.plan_text.tables.columns import Kind, is_head, kind_of, rank_of

_MOST_CELLS = 8
_SAYS_WHO_OR_WHEN = (Kind.LEAD, Kind.ANSWER, Kind.ASSIST, Kind.DEADLINE, Kind.PERSON)


def fields_apart(line: Line) -> list[Line]:
    """A row of labels and values as a line for each, with a colon for the tab between them."""
    cells = [cell.strip() for cell in line.raw.rstrip(f"\t {EMPTY_CELL}").split("\t")]
    if not 2 <= len(cells) <= _MOST_CELLS or len(cells) % 2 or is_head(cells):
        return [line]
    labels, values = cells[::2], cells[1::2]
    told = [kind_of(each) in _SAYS_WHO_OR_WHEN for each in labels]
    named = [rank_of(each) > 0 and kind_of(each) is None for each in labels]
    if not all(one or other for one, other in zip(told, named, strict=True)):
        return [line]
    if any(_is_label(each) or each == EMPTY_CELL for each in values) or not all(values):
        return [line]
    tabs = [hit.start() for hit in re.finditer("\t", line.raw)]
    colons = tabs[: len(cells) : 2]
    raw = "".join("：" if at in colons else char for at, char in enumerate(line.raw))
    whole = replace(line, raw=raw.replace("\t", " "), typed=line.written)
    cuts = [0, *(at + 1 for at in tabs[1 : len(cells) - 1 : 2]), len(raw)]
    return [whole.part(a, b) for a, b in pairwise(cuts)]


def _is_label(cell: str) -> bool:
    return kind_of(cell) is not None or rank_of(cell) > 0
