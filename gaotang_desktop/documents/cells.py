"""Rows of a table: cells wrapped by the rules of line breaking, and their rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportlab.lib.colors import Color

from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.line_breaking import Line, break_lines
from gaotang_desktop.documents.pen import MM, Pen, text_width
from gaotang_desktop.domain.documents.blocks import Align, Column, Table

RULE = 0.25 * MM
SHADE = Color(0.945, 0.949, 0.957)
BESIDE = 2.5
_ABOVE = 3.0
_ABOVE_SMALL = 2.0
_SMALL = 9.5
LEADING = 1.3
_FLUSH_FROM = 12
NUMBER = re.compile(r"([+\-－]?\d[\d,]*)((?:\.\d+)?%?)")


@dataclass(frozen=True)
class Cell:
    """The set lines of one cell between two edges of the grid.

    ``point`` is how far right of the middle of the column the decimal point stands, or ``None``.
    """

    lines: tuple[Line, ...]
    left: float
    right: float
    align: Align
    point: float | None = None


@dataclass(frozen=True)
class Row:
    """One row: its cells, their face and size."""

    cells: tuple[Cell, ...]
    face: Face
    size: float
    shaded: bool = False

    @property
    def height(self) -> float:
        """Points from rule to rule."""
        lines = max((len(cell.lines) for cell in self.cells), default=1)
        return (max(lines, 1) - 1) * self.size * LEADING + self.size + 2 * above_of(self.size) + 1


def above_of(size: float) -> float:
    """The white above and below the words of a cell, in points."""
    return _ABOVE if size > _SMALL else _ABOVE_SMALL


def columns_at(table: Table, measure: float, size: float, face: Face) -> tuple[float, ...]:
    """Where each column begins, and where the last one ends.

    A column of names that would break takes what it lacks from those that have more than they need.
    """
    total = sum(column.width_weight for column in table.columns)
    widths = [column.width_weight * measure / total for column in table.columns]
    lacking = {
        at: need + _EASY - widths[at]
        for at in range(len(widths))
        if _holds_names(table, at) and (need := _needed(table, at, size, face)) > widths[at]
    }
    if not lacking:
        return edges_of(widths, measure)
    needed = [_needed(table, at, size, face) for at in range(len(widths))]
    spare = {
        at: rest
        for at, need in enumerate(needed)
        if at not in lacking
        and (rest := widths[at] - max(need * _ROOMY, _head_width(table.columns[at], size))) > 0
    }
    for at, lack in sorted(lacking.items(), key=lambda each: each[1]):
        if lack > sum(spare.values()):
            break
        # The emptiest give first.
        for other in sorted(spare, key=lambda each: (needed[each], -spare[each])):
            given = min(spare[other], lack)
            widths[other] -= given
            widths[at] += given
            spare[other] -= given
            lack -= given
    return edges_of(widths, measure)


_LONGEST_NAME = 10
"""Characters of a cell that is a name or a word rather than a text that goes over lines."""
_EASY = 2.0
"""Points more than its widest name that a widened column gets: other programs round otherwise."""
_ROOMY = 1.25
"""What a column keeps beyond its words: other programs set digits apart."""


def _needed(table: Table, at: int, size: float, face: Face) -> float:
    """Points that the widest cell of a column takes in one line; 0 for an empty column."""
    words = {row[at] for row in table.rows if row[at].strip()}
    return max((text_width(each, face, size) + 2 * BESIDE for each in words), default=0.0)


def _holds_names(table: Table, at: int) -> bool:
    longest = max((len(row[at]) for row in table.rows), default=0)
    return table.columns[at].align == "left" and longest <= _LONGEST_NAME


def _head_width(column: Column, size: float) -> float:
    return text_width(column.label, Face.HEITI, size) + 2 * BESIDE


def edges_of(weights: Sequence[float], measure: float) -> tuple[float, ...]:
    """Where each share of the measure begins, and where the last one ends."""
    total = sum(weights)
    return (0.0, *accumulate(weight * measure / total for weight in weights))


def set_cell(text: str, left: float, right: float, align: Align, face: Face, size: float) -> Cell:
    """Wrap a text between two edges."""
    lines = break_lines(
        text,
        lambda char: advance(char, face) * size,
        max(right - left - 2 * BESIDE, size),
        # In a narrow column few gaps would have to take all the blank.
        flush=align == "left" and right - left > _FLUSH_FROM * size,
    )
    return Cell(lines, left, right, align)


def set_row(
    texts: Sequence[str],
    table: Table,
    edges: tuple[float, ...],
    size: float,
    face: Face,
    points: Sequence[float | None] = (),
) -> Row:
    """Wrap every text in its column."""
    cells = []
    for at, (text, column) in enumerate(zip(texts, table.columns, strict=True)):
        cell = set_cell(text, edges[at], edges[at + 1], column.align, face, size)
        point = points[at] if points else None
        if point is not None and (found := NUMBER.fullmatch(text.strip())):
            shift = point - text_width(found[1], face, size)
            cell = Cell(cell.lines, cell.left, cell.right, cell.align, shift)
        cells.append(cell)
    return Row(tuple(cells), face, size)


def decimal_points(table: Table, size: float, face: Face) -> tuple[float | None, ...]:
    """Where the decimal point of each column stands, right of the column's middle.

    The widest number of a column stands in its middle; columns of words have none.
    """
    found: list[float | None] = []
    for at, column in enumerate(table.columns):
        numbers = [
            match
            for row in table.rows
            if column.align == "decimal" and (match := NUMBER.fullmatch(row[at].strip()))
        ]
        if not numbers:
            found.append(None)
            continue
        whole = max(text_width(match[1], face, size) for match in numbers)
        part = max(text_width(match[2], face, size) for match in numbers)
        found.append((whole - part) / 2)
    return tuple(found)


@dataclass(frozen=True)
class Head:
    """The head of a table: heads of columns, below groups of them, or as high as both."""

    groups: Row | None
    labels: Row
    alone: Row | None

    @property
    def height(self) -> float:
        """Points from rule to rule."""
        if self.groups is None:
            return self.labels.height
        both = self.groups.height + self.labels.height
        return max(both, self.alone.height) if self.alone else both


def set_head(table: Table, edges: tuple[float, ...], size: float, *, shaded: bool) -> Head:
    """The head of a table, in two storeys where neighbours share a group."""
    cells = [
        set_cell(column.label, edges[at], edges[at + 1], "centre", Face.HEITI, size)
        for at, column in enumerate(table.columns)
    ]
    if not any(column.group for column in table.columns):
        return Head(None, Row(tuple(cells), Face.HEITI, size, shaded), None)
    groups: list[Cell] = []
    labels: list[Cell] = []
    alone: list[Cell] = []
    at = 0
    while at < len(cells):
        group, end = table.columns[at].group, at + 1
        while group and end < len(cells) and table.columns[end].group == group:
            end += 1
        if group:
            groups.append(set_cell(group, edges[at], edges[end], "centre", Face.HEITI, size))
            labels += cells[at:end]
        else:
            alone.append(cells[at])
        at = end
    return Head(
        Row(tuple(groups), Face.HEITI, size, shaded),
        Row(tuple(labels), Face.HEITI, size, shaded),
        Row(tuple(alone), Face.HEITI, size, shaded) if alone else None,
    )


def draw_head(pen: Pen, head: Head, x: float, y: float, height: float) -> None:
    """Draw a head with the rules around all its cells."""
    storeys = [(head.labels, y, height)]
    if head.groups is not None:
        upper = height * head.groups.height / (head.groups.height + head.labels.height)
        storeys = [(head.groups, y, upper), (head.labels, y + upper, height - upper)]
    if head.alone is not None:
        storeys.append((head.alone, y, height))
    for row, top, own in storeys:
        for cell in row.cells:
            if row.shaded:
                pen.area(x + cell.left, top, cell.right - cell.left, own, SHADE)
    for row, top, own in storeys:
        for cell in row.cells:
            draw_cell(pen, cell, row.face, row.size, x, top, own)
            draw_frame(pen, cell, x, top, own)


def split_row(row: Row, room: float) -> list[Row]:
    """The row whole, or in parts of at most ``room`` points when no page could hold it."""
    if row.height <= room:
        return [row]
    most = max(1, int((room - row.size - 2 * _ABOVE - 1) / (row.size * LEADING)) + 1)
    longest = max(len(cell.lines) for cell in row.cells)
    return [
        Row(
            tuple(
                Cell(cell.lines[start : start + most], cell.left, cell.right, cell.align)
                for cell in row.cells
            ),
            row.face,
            row.size,
        )
        for start in range(0, longest, most)
    ]


def draw_cell(
    pen: Pen, cell: Cell, face: Face, size: float, x: float, y: float, height: float
) -> None:
    """Draw the words of a cell in the middle of its height."""
    block = (len(cell.lines) - 1) * size * LEADING + size
    at = y + (height - block) / 2
    for line in cell.lines:
        room = cell.right - cell.left - 2 * BESIDE - line.width
        shift = {"left": 0.0, "right": room}.get(cell.align, room / 2)
        start = cell.left + BESIDE + shift
        if cell.point is not None:
            start = (cell.left + cell.right) / 2 + cell.point
        pen.place(line.text, line.places, x + start, at, [face] * len(line.text), size)
        at += size * LEADING


def draw_frame(pen: Pen, cell: Cell, x: float, y: float, height: float) -> None:
    """The four rules around a cell."""
    left, right = x + cell.left, x + cell.right
    pen.rule(left, y, right, y, width=RULE)
    pen.rule(left, y + height, right, y + height, width=RULE)
    pen.rule(left, y, left, y + height, width=RULE)
    pen.rule(right, y, right, y + height, width=RULE)


def draw_row(pen: Pen, row: Row, x: float, y: float, height: float) -> None:
    """Draw the cells, the rules between them and the one below."""
    right = x + row.cells[-1].right
    if row.shaded:
        pen.area(x + row.cells[0].left, y, right - x - row.cells[0].left, height, SHADE)
    for cell in row.cells:
        draw_cell(pen, cell, row.face, row.size, x, y, height)
        pen.rule(x + cell.left, y, x + cell.left, y + height, width=RULE)
    pen.rule(right, y, right, y + height, width=RULE)
    pen.rule(x, y + height, right, y + height, width=RULE)
