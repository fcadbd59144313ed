"""The parts of a paper: paragraphs, tables and what stands around them."""

import datetime
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; level 0 is body text, 1 to 4 are the headings 一、（一）1.（1）."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Column:
    """One column of a table: its head, its share of the width, how its cells stand."""

    label: str
    width_weight: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table; every row has one text for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True)
class Paper:
    """A paper as the office words it.

    ``official`` papers follow GB/T 9704 (red head only when ``letterhead`` is given); the others
    are internal sheets. ``date`` is the day written under the paper; ``notes`` are the lines
    below it (附注 of an official paper, footnotes of a sheet).
    """

    kind: str
    title: str
    issuer: str
    body: tuple[Block, ...]
    subtitle: str = ""
    letterhead: str = ""
    number: str = ""
    addressee: str = ""
    date: datetime.date | None = None
    copies_to: str = ""
    notes: tuple[str, ...] = ()
    official: bool = True
    landscape: bool = False


def written_date(day: datetime.date) -> str:
    """The day as papers write it, without leading zeros: 2026年9月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
