"""Rows of a table: cells wrapped by the rules of line breaking, and their grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.line_breaking import Line, break_lines
from gaotang_desktop.documents.pen import MM, Pen
from gaotang_desktop.domain.documents.blocks import Align, Column, Table

RULE = 0.25 * MM
_BESIDE = 2.5
_ABOVE = 3.0
_LEADING = 1.3


@dataclass(frozen=True)
class Row:
    """The set lines of every cell of one row, and how high the row is."""

    cells: tuple[tuple[Line, ...], ...]
    aligns: tuple[Align, ...]
    face: Face
    size: float

    @property
    def height(self) -> float:
        """Points from rule to rule."""
        lines = max((len(cell) for cell in self.cells), default=1)
        return (lines - 1) * self.size * _LEADING + self.size + 2 * _ABOVE + 1


def columns_at(columns: Sequence[Column], measure: float) -> tuple[float, ...]:
    """Where each column begins, and where the last one ends."""
    total = sum(column.width_weight for column in columns)
    ends = accumulate(column.width_weight * measure / total for column in columns)
    return (0.0, *ends)


def set_row(
    texts: tuple[str, ...], table: Table, edges: tuple[float, ...], size: float, face: Face
) -> Row:
    """Wrap every text in its column; heads are centred."""
    aligns: tuple[Align, ...] = tuple(
        "centre" if face is Face.HEITI else column.align for column in table.columns
    )
    cells = tuple(
        break_lines(
            text,
            lambda char: advance(char, face) * size,
            right - left - 2 * _BESIDE,
            flush=align == "left",
        )
        for text, align, (left, right) in zip(texts, aligns, pairwise(edges), strict=True)
    )
    return Row(cells, aligns, face, size)


def split_row(row: Row, room: float) -> list[Row]:
    """The row whole, or in parts of at most ``room`` points when no page could hold it."""
    if row.height <= room:
        return [row]
    most = int((room - row.size - 2 * _ABOVE - 1) / (row.size * _LEADING)) + 1
    longest = max(len(cell) for cell in row.cells)
    return [
        Row(
            tuple(cell[start : start + most] for cell in row.cells),
            row.aligns,
            row.face,
            row.size,
        )
        for start in range(0, longest, most)
    ]


def draw_row(
    pen: Pen,
    row: Row,
    x: float,
    y: float,
    edges: tuple[float, ...],
    *,
    height: float | None = None,
) -> None:
    """Draw the cells, the rules between them and the one below; ``height`` may be more than own."""
    height = row.height if height is None else height
    for cell, align, (left, right) in zip(row.cells, row.aligns, pairwise(edges), strict=True):
        block = (len(cell) - 1) * row.size * _LEADING + row.size
        at = y + (height - block) / 2
        for line in cell:
            room = right - left - 2 * _BESIDE - line.width
            shift = {"left": 0.0, "centre": room / 2, "right": room}[align]
            pen.place(
                line.text,
                list(line.places),
                x + left + _BESIDE + shift,
                at,
                [row.face] * len(line.text),
                row.size,
            )
            at += row.size * _LEADING
    for edge in edges:
        pen.rule(x + edge, y, x + edge, y + height, width=RULE)
    pen.rule(x, y + height, x + edges[-1], y + height, width=RULE)
