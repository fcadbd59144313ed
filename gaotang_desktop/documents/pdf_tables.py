"""Tables on a page of a PDF, by where their characters and lines stand.

A ruled table is read cell by cell; one without rules by the places of its headings.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from gaotang_desktop.domain.plan_text.lines import CELL_BREAK, EMPTY_CELL
from gaotang_desktop.domain.plan_text.tables.columns import is_head

_SAME = "〃"
_THIN = 3.0
_NEAR = 3.0
_MOST_RULES = 4000


@dataclass(frozen=True)
class Char:
    """A character and its box, in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass
class Band:
    """A table: from ``top`` down to ``bottom``, its rows with tabs between the cells."""

    top: float
    bottom: float
    rows: list[str]


@dataclass
class _Grid:
    xs: list[float]
    ys: list[float]
    across: list[tuple[float, float, float]] = field(default_factory=list)


def characters(text_page: Any) -> list[Char]:
    """The characters of a page that can be seen, with their boxes."""
    import pypdfium2.raw as pdfium

    found = []
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        char = chr(code) if 0 < code < 0x110000 else ""
        if not char.strip() or pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            continue
        left, bottom, right, top = text_page.get_charbox(at, loose=True)
        found.append(Char(char, left, bottom, right, top))
    return found


def page_lines(page: Any, text_page: Any) -> list[str]:
    """The lines of a page from above; the rows of its tables with tabs between the cells."""
    chars = characters(text_page)
    tables = [each for each in (_ruled(grid, chars) for grid in _grids(page)) if each.rows]
    tables += [
        each
        for each in _unruled(chars)
        if not any(each.top > other.bottom and each.bottom < other.top for other in tables)
    ]
    lines: list[str] = []
    _, top = page.get_size()
    for table in sorted(tables, key=lambda each: -each.top):
        lines += _plain([char for char in chars if table.top <= char.middle[1] < top])
        lines += table.rows
        top = table.bottom
    return lines + _plain([char for char in chars if char.middle[1] < top])


def _plain(chars: Sequence[Char]) -> list[str]:
    """Lines of text; white between words is a blank, wide white some."""
    found = []
    for line in _lines(chars):
        words = line[0].text
        for before, char in pairwise(line):
            tall = max(7.0, char.top - char.bottom)
            gap = char.left - before.right
            words += ("   " if gap > 1.6 * tall else " " if gap > 0.3 * tall else "") + char.text
        found.append(words)
    return found


# ruled tables


def _rules(page: Any) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Lines across (y, left, right) and down (x, bottom, top), also those of the boxes of cells."""
    import pypdfium2.raw as pdfium

    across, down = [], []
    for item in page.get_objects(max_depth=3):
        if item.type != pdfium.FPDF_PAGEOBJ_PATH or not _is_drawn(item):
            continue
        for (x, y), (to_x, to_y) in pairwise(_corners(item)):
            wide, high = abs(to_x - x), abs(to_y - y)
            if high <= _THIN < wide:
                across.append(((y + to_y) / 2, min(x, to_x), max(x, to_x)))
            elif wide <= _THIN < high:
                down.append(((x + to_x) / 2, min(y, to_y), max(y, to_y)))
        if len(across) + len(down) > _MOST_RULES:
            break
    return across, down


def _is_drawn(item: Any) -> bool:
    """Whether a path is filled or stroked: others only cut out what is drawn."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    known = pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(known and (fill.value or stroke.value))


def _corners(item: Any) -> Iterator[tuple[float, float]]:
    """The points of a drawn line or box on the page; a line that begins anew breaks off far away."""
    import pypdfium2.raw as pdfium

    matrix = item.get_matrix()
    first: tuple[float, float] | None = None
    for at in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or not pdfium.FPDFPathSegment_GetPoint(
            segment, x, y
        ):
            continue
        place = matrix.on_point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield (math.inf, math.inf)
            first = place
        yield place
        if pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
            yield first


def _grids(page: Any) -> list[_Grid]:
    """Tables: lines down that stand beside each other with the lines across that cross them."""
    across, down = _rules(page)
    if len(across) < 3 or len(down) < 3:
        return []
    spans = _joined([(low, high) for _, low, high in down])
    grids = []
    for low, high in spans:
        own = [each for each in down if low - _NEAR <= each[1] and each[2] <= high + _NEAR]
        rows = [each for each in across if low - _NEAR <= each[0] <= high + _NEAR]
        xs, ys = _places([x for x, *_ in own]), _places([y for y, *_ in rows])
        if len(xs) >= 3 and len(ys) >= 3:
            grids.append(_Grid(xs, ys[::-1], rows))
    return grids


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _places(values: Sequence[float]) -> list[float]:
    """Places that lie apart, from below."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value > found[-1] + _NEAR:
            found.append(value)
    return found


def _ruled(grid: _Grid, chars: Sequence[Char]) -> Band:
    """The rows of a ruled table with their cells parted by tabs; what is merged says so."""
    width = len(grid.xs) - 1
    cells: dict[tuple[int, int], list[Char]] = {}
    for char in chars:
        x, y = char.middle
        row = next((at for at, low in enumerate(grid.ys[1:]) if low <= y < grid.ys[at]), -1)
        column = next((at for at, high in enumerate(grid.xs[1:]) if grid.xs[at] <= x < high), -1)
        if row >= 0 and column >= 0:
            cells.setdefault((row, column), []).append(char)
    rows: list[list[str]] = []
    for row in range(len(grid.ys) - 1):
        made = []
        for column in range(width):
            first = row
            while first and not _parted(grid, first, column):
                first -= 1
            last = row + 1
            while last < len(grid.ys) - 1 and not _parted(grid, last, column):
                last += 1
            inside = [char for at in range(first, last) for char in cells.get((at, column), ())]
            if first < row:
                made.append(_SAME if inside else EMPTY_CELL)
            else:
                made.append(_cell(inside, grid.xs[column], grid.xs[column + 1]) or EMPTY_CELL)
        if any(each not in (_SAME, EMPTY_CELL) for each in made):
            rows.append(made)
    return Band(grid.ys[0], grid.ys[-1], ["\t".join(row) for row in rows])


def _parted(grid: _Grid, row: int, column: int) -> bool:
    """Whether a line runs above a cell."""
    middle = (grid.xs[column] + grid.xs[column + 1]) / 2
    return any(
        abs(y - grid.ys[row]) <= _NEAR and left - _NEAR <= middle <= right + _NEAR
        for y, left, right in grid.across
    )


def _cell(chars: Sequence[Char], left: float, right: float) -> str:
    """The words of a cell: a line that fills it goes on in the next one, a shorter one ends there."""
    text = ""
    lines = list(_lines(chars))
    margin = min((line[0].left - left for line in lines), default=0.0)
    for at, line in enumerate(lines):
        text += "".join(char.text for char in line)
        wide = max(char.right - char.left for char in line)
        # One more character would not have fitted between the margins.
        full = line[-1].right + wide > right - margin - 1
        if at < len(lines) - 1 and not full:
            text += CELL_BREAK
    return text


def _lines(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Characters on one height, from the left; the heights from above."""
    line: list[Char] = []
    for char in sorted(chars, key=lambda each: -each.middle[1]):
        tall = max(6.0, char.top - char.bottom)
        if line and line[0].middle[1] - char.middle[1] > 0.7 * tall:
            yield sorted(line, key=lambda each: each.left)
            line = []
        line.append(char)
    if line:
        yield sorted(line, key=lambda each: each.left)


# tables without rules


@dataclass
class _Piece:
    left: float
    right: float
    text: str


def _pieces(line: Sequence[Char]) -> list[_Piece]:
    """The words of a line, parted where a character would fit between them."""
    found: list[_Piece] = []
    for char in line:
        gap = 0.9 * max(7.0, char.top - char.bottom)
        if found and char.left - found[-1].right < gap:
            found[-1].text += char.text
            found[-1].right = char.right
        else:
            found.append(_Piece(char.left, char.right, char.text))
    return found


def _unruled(chars: Sequence[Char]) -> list[Band]:
    """Tables below a line of headings, as far down as white parts the columns."""
    lines = list(_lines(chars))
    found: list[Band] = []
    at = 0
    while at < len(lines):
        head = _pieces(lines[at])
        begin, at = at, at + 1
        if len(head) < 3 or not is_head([each.text for each in head]):
            continue
        filled = [(each.left, each.right) for each in head]
        while at < len(lines):
            more = _joined([*filled, *((each.left, each.right) for each in _pieces(lines[at]))])
            if _gutters(head, more) is None:
                break
            filled, at = more, at + 1
        edges = _gutters(head, filled)
        inside = [char for line in lines[begin + 1 : at] for char in line]
        if edges is None or not inside:
            continue
        rows = ["\t".join(each.text for each in head), *_rows_between(inside, edges)]
        top = max(char.top for char in lines[begin]) + 1
        found.append(Band(top, min(char.bottom for char in inside) - 1, rows))
    return found


def _gutters(head: Sequence[_Piece], filled: Sequence[tuple[float, float]]) -> list[float] | None:
    """Where each column begins and the last one ends; None where no white parts two of them."""
    edges = [0.0]
    for one, other in pairwise(head):
        middles = (one.left + one.right) / 2, (other.left + other.right) / 2
        spans = [each for each in filled if each[1] > middles[0] and each[0] < middles[1]]
        gaps = [(b[0] - a[1], (a[1] + b[0]) / 2) for a, b in pairwise(spans)]
        widest = max(gaps, default=(0.0, 0.0))
        if widest[0] < _NEAR:
            return None
        edges.append(widest[1])
    return [*edges, max(right for _, right in filled) + 1]


def _rows_between(chars: Sequence[Char], edges: Sequence[float]) -> Iterator[str]:
    """Rows of cells: lines that stand close to each other are one cell, and cells beside it its row."""
    columns = list(pairwise(edges))
    own = [[char for char in chars if low <= char.middle[0] < high] for low, high in columns]
    lines = [[_height(line) for line in _lines(each)] for each in own]
    gaps = [a[0] - b[1] for column in lines for a, b in pairwise(column)]
    tall = max((top - bottom for column in lines for bottom, top in column), default=10.0)
    near = min(gaps, default=0.0) + 0.3 * tall
    blocks: list[tuple[float, float]] = []
    for column in lines:
        for bottom, top in column:
            if blocks and blocks[-1][0] - top <= near and top <= blocks[-1][1]:
                blocks[-1] = (bottom, blocks[-1][1])
            else:
                blocks.append((bottom, top))
    for low, high in sorted(_joined_closely(blocks), reverse=True):
        cells = [
            _cell([char for char in each if low <= char.middle[1] <= high], left, right)
            for each, (left, right) in zip(own, _extents(own, columns), strict=True)
        ]
        yield "\t".join(cell or EMPTY_CELL for cell in cells)


def _extents(
    own: Sequence[Sequence[Char]], columns: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """How far the words of each column reach."""
    return [
        (min(c.left for c in chars), max(c.right for c in chars)) if chars else edge
        for chars, edge in zip(own, columns, strict=True)
    ]


def _height(line: Sequence[Char]) -> tuple[float, float]:
    return min(char.bottom for char in line), max(char.top for char in line)


def _joined_closely(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that overlap as one."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if found and low < found[-1][1] - 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found
