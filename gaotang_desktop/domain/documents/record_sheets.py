"""One record on paper, as its register has it: what it says, what belongs to it, room for signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Banner,
    Block,
    FormCell,
    FormGrid,
    FormRow,
    Sheet,
    written_date,
)

_COLUMNS = 12
_SHORT = 24
"""So many characters stand beside another pair of label and text."""
_LONGEST = 500
"""Of a longer text the rest stands in rows of its own, so that every row fits on a page."""
_LINE = 25
"""A line that the operator ended takes as much of a row as so many characters."""


@dataclass(frozen=True, slots=True)
class Told:
    """A record in words: its fields with their labels, and by heading what belongs to it.

    ``alone`` are the labels of texts that have a row to themselves however short they are.
    """

    fields: tuple[tuple[str, str], ...]
    alone: frozenset[str] = frozenset()
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def record_sheets(records: Sequence[Told], *, title: str, issuer: str, made_on: date) -> Sheet:
    """Each record on a page of its own; a long one goes on to the next."""
    blocks: list[Block] = []
    breaks = []
    for each in records:
        if blocks:
            breaks.append(len(blocks))
        blocks += [Banner(title), FormGrid((1,) * _COLUMNS, (*_rows(each), *_SIGNED))]
    note = f"制表：{issuer}　　制表日期：{written_date(made_on)}"
    return Sheet(
        "登记表", title, tuple(blocks), issuer=issuer, notes=(note,), breaks=tuple(breaks),
        numbered=len(records) == 1,
    )  # fmt: skip


def _rows(told: Told) -> list[FormRow]:
    rows: list[FormRow] = []
    waiting: tuple[str, str] | None = None
    for label, text in told.fields:
        if len(text) > _SHORT or "\n" in text or label in told.alone:
            rows += [*_alone(waiting), *_long(label, text)]
            waiting = None
        elif waiting is None:
            waiting = label, text
        else:
            rows.append(_row((*_pair(*waiting, 4), *_pair(label, text, 4))))
            waiting = None
    rows += _alone(waiting)
    for heading, lines in told.parts:
        rows.append(_row((FormCell(f"{heading}（{len(lines)}）", _COLUMNS, label=True),)))
        for line in lines:
            rows += [_row((FormCell(part, _COLUMNS),)) for part in _parted(line)]
    return rows


def _alone(waiting: tuple[str, str] | None) -> list[FormRow]:
    return [] if waiting is None else [_row(_pair(*waiting, 10))]


def _long(label: str, text: str) -> list[FormRow]:
    first, *more = _parted(text)
    return [
        _row(_pair(label, first, 10)),
        *(_row(_pair(f"{label}（续）", part, 10)) for part in more),
    ]


def _parted(text: str) -> list[str]:
    """A text in rows, none of them higher than a page, also where each of its lines is short."""
    rows: list[list[str]] = [[]]
    room = _LONGEST
    for line in text.split("\n"):
        for at in range(0, max(len(line), 1), _LONGEST):
            piece = line[at : at + _LONGEST]
            taken = max(len(piece), _LINE)
            if rows[-1] and taken > room:
                rows.append([])
                room = _LONGEST
            rows[-1].append(piece)
            room -= taken
    return ["\n".join(row) for row in rows]


def _pair(label: str, text: str, across: int) -> tuple[FormCell, FormCell]:
    return FormCell(label, 2, label=True), FormCell(text, across)


def _row(cells: tuple[FormCell, ...]) -> FormRow:
    return FormRow(cells, 10)


_SIGNED = (_row((*_pair("登记人", "", 4), *_pair("负责人签字", "", 4))),)
