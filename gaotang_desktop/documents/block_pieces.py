"""Tables, grids to fill in, drawings and pictures as pieces that flow over pages."""

import functools
import math
from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.colors import HexColor

from gaotang_desktop.documents.cells import (
    LEADING,
    Cell,
    Head,
    Row,
    columns_at,
    decimal_points,
    draw_cell,
    draw_frame,
    draw_head,
    draw_row,
    edges_of,
    set_cell,
    set_head,
    set_row,
    split_row,
)
from gaotang_desktop.documents.faces import Face, top
from gaotang_desktop.documents.flow import Draw, Piece
from gaotang_desktop.documents.line_breaking import Line, break_lines
from gaotang_desktop.documents.pen import MM, Pen, text_width
from gaotang_desktop.domain.documents.blocks import (
    Drawing,
    FormGrid,
    Picture,
    Stroke,
    Table,
    Writing,
)

BESIDE_BLOCK = 6.0
_WITH_TOTAL = 4
_FEWEST_ROWS = 3
"""Of a table that goes over pages, rows below which neither a page nor the table ends."""
NOTE = "注："
WHOLE_ROWS = 8
"""A table of so many rows at the most is not parted by the end of a page."""
_LEAST_NOTE, _MOST_NOTE = 9.0, 10.5
_ABOVE_NOTES = 3.0
FORM_ABOVE = 6.0


def table_pieces(
    table: Table, measure: float, room: float, *, size: float, face: Face, shaded: bool = False
) -> list[Piece]:
    """The caption, the head and the rows of a table; a row is split only when no page holds it."""
    size = table.size or size
    edges = columns_at(table, measure, size, face)
    head = set_head(table, edges, size, shaded=shaded)
    head_piece = Piece(head.height, _head_drawer(head), keeps_next=bool(table.rows))
    pieces = [Piece(BESIDE_BLOCK, is_gap=True)]
    if table.caption:
        pieces += caption_pieces(table.caption, measure, size, keeps_next=True)
    pieces.append(head_piece)
    points = decimal_points(table, size, face)
    for number, texts in enumerate(table.rows, start=1):
        is_total = table.total and number == len(table.rows)
        own = Face.HEITI if is_total else face
        row = set_row(texts, table, edges, size, own, points)
        keeps = stays_with_next(table, number)
        pieces += [
            Piece(part.height, _row_drawer(part), keeps_next=keeps, head=head_piece)
            for part in split_row(row, room - head.height)
        ]
    if notes := note_lines(table):
        pieces += _note_pieces(notes, measure, note_size(size))
    pieces.append(Piece(BESIDE_BLOCK, is_gap=True))
    return pieces


def stays_with_next(table: Table, number: int) -> bool:
    """Whether a row (from 1) stands on the page of what follows it.

    Those of a short table do; a sum alone on a page says nothing, nor do notes, nor the first row of
    a long one, nor its last.
    """
    last = len(table.rows)
    if number == last:
        return bool(note_lines(table))
    if last <= WHOLE_ROWS:
        return last > 1
    held = _WITH_TOTAL if table.total else _FEWEST_ROWS
    return number < _FEWEST_ROWS or number > last - held


def note_lines(table: Table) -> tuple[str, ...]:
    """The notes below a table as they are printed: 注：… or 注：1. … 2. …"""
    if len(table.notes) < 2:
        return tuple(f"{NOTE}{each}" for each in table.notes)
    counted = [f"{n}. {each}" for n, each in enumerate(table.notes, start=1)]
    return (NOTE + counted[0], *counted[1:])


def note_size(size: float) -> float:
    """Notes are somewhat smaller than their table, never below 9 points."""
    return max(_LEAST_NOTE, min(size, _MOST_NOTE))


def _note_pieces(notes: Sequence[str], measure: float, size: float) -> list[Piece]:
    face = Face.FANGSONG
    hanging = text_width(NOTE, face, size)
    pieces = [Piece(_ABOVE_NOTES, keeps_next=True)]
    for number, text in enumerate(notes):
        first = 0.0 if number == 0 else hanging
        lines = break_lines(
            text,
            functools.partial(_width, face=face, size=size),
            measure,
            first,
            hanging=hanging,
            flush=False,
        )
        for line in lines:

            def draw(pen: Pen, x: float, y: float, _height: float, line: Line = line) -> None:
                pen.place(line.text, line.places, x, y, [face] * len(line.text), size)

            pieces.append(Piece(size * LEADING, draw))
    pieces[1:-1] = [replace(each, keeps_next=True) for each in pieces[1:-1]]
    return pieces


def _head_drawer(head: Head) -> Draw:
    def draw(pen: Pen, x: float, y: float, height: float) -> None:
        draw_head(pen, head, x, y, height)

    return draw


def _row_drawer(row: Row) -> Draw:
    def draw(pen: Pen, x: float, y: float, height: float) -> None:
        draw_row(pen, row, x, y, height)

    return draw


def caption_pieces(
    text: str, measure: float, size: float, *, keeps_next: bool = False
) -> list[Piece]:
    """Centred lines in 黑体 above or below a table or a chart."""
    face = Face.HEITI
    widths = functools.partial(_width, face=face, size=size)
    pieces = []
    for line in break_lines(text, widths, measure * 0.94, flush=False):

        def draw(
            pen: Pen,
            x: float,
            y: float,
            _height: float,
            line: str = line.text,
            width: float = line.width,
        ) -> None:
            pen.write(line, x + (measure - width) / 2, y + size * 0.2, face, size)

        pieces.append(Piece(size * 1.5, draw, keeps_next=keeps_next))
    return pieces


def _width(char: str, face: Face, size: float) -> float:
    return text_width(char, face, size)


def form_pieces(
    grid: FormGrid, measure: float, *, size: float, face: Face, room: float = math.inf
) -> list[Piece]:
    """The rows of a grid to fill in, each at least as high as its words need.

    A row is parted only when no page, ``room`` points high, holds it.
    """
    edges = edges_of(grid.width_weights, measure)
    pieces = []
    for row in grid.rows:
        cells: list[Cell] = []
        at = 0
        for given in row.cells:
            end = at + given.across
            align = "centre" if given.label and given.align == "left" else given.align
            own = Face.HEITI if given.label else face
            cells.append(set_cell(given.text, edges[at], edges[end], align, own, size))
            at = end
        labels = tuple(given.label for given in row.cells)
        *above, last = _form_parts(cells, size, room)
        pieces += [
            Piece(_form_height(part, size), _form_drawer(part, labels, size, face))
            for part in above
        ]
        needed = _form_height(last, size) if any(c.text for c in row.cells) else 0.0
        pieces.append(
            Piece(
                max(min(row.height * MM, room), needed),
                _form_drawer(last, labels, size, face),
                stretch=row.stretch,
            )
        )
    return pieces


def _form_height(cells: Sequence[Cell], size: float) -> float:
    return max(len(cell.lines) for cell in cells) * size * LEADING + 2 * FORM_ABOVE


def _form_parts(cells: Sequence[Cell], size: float, room: float) -> list[tuple[Cell, ...]]:
    """The cells of a row whole, or from page to page where no page could hold them."""
    longest = max(len(cell.lines) for cell in cells)
    if _form_height(cells, size) <= room:
        return [tuple(cells)]
    most = max(1, int((room - 2 * FORM_ABOVE) / (size * LEADING)))
    return [
        tuple(replace(cell, lines=cell.lines[start : start + most]) for cell in cells)
        for start in range(0, longest, most)
    ]


def _form_drawer(
    cells: tuple[Cell, ...], labels: tuple[bool, ...], size: float, face: Face
) -> Draw:
    has_blank = any(not any(line.text for line in cell.lines) for cell in cells)

    def draw(pen: Pen, x: float, y: float, height: float) -> None:
        for cell, is_label in zip(cells, labels, strict=True):
            own = Face.HEITI if is_label else face
            at_top = not has_blank and stands_at_top(cell, height, size, is_label=is_label)
            room = len(cell.lines) * size * LEADING + 2 * FORM_ABOVE if at_top else height
            draw_cell(pen, cell, own, size, x, y, room)
            draw_frame(pen, cell, x, y, height)

    return draw


def stands_at_top(cell: Cell, height: float, size: float, *, is_label: bool) -> bool:
    """What is printed where the pen writes too stands at the top; not where its row has a blank cell."""
    lines = len(cell.lines) * size * LEADING
    return not is_label and cell.align == "left" and height > lines + 70


def drawing_face(words: Writing) -> Face:
    """The face of words in a drawing."""
    return Face.HEITI if words.bold else Face.PLAIN


def drawing_piece(drawing: Drawing, measure: float, room: float) -> Piece:
    """A chart in the middle of the measure, smaller when it is larger than the page."""
    scale = min(1.0, measure / (drawing.width * MM), room / (drawing.height * MM))
    width, height = drawing.width * MM * scale, drawing.height * MM * scale

    def draw(pen: Pen, x: float, y: float, _height: float) -> None:
        left = x + (measure - width) / 2
        for part in drawing.parts:
            if isinstance(part, Stroke):
                pen.outline(
                    [
                        [(left + px * MM * scale, y + py * MM * scale) for px, py in points]
                        for points in part.paths
                    ],
                    line=part.line,
                    width=part.line_width * scale,
                    fill=part.fill,
                    dashes=part.dashes,
                )
                continue
            face = drawing_face(part)
            size = part.size * scale
            pen.write(
                part.text,
                left + part.x * MM * scale,
                y + part.y * MM * scale - (0 if part.turned else top(face) * size),
                face,
                size,
                colour=HexColor(part.colour),
                turned=part.turned,
            )

    return Piece(height, draw, keeps_next=bool(drawing.caption))


def picture_piece(picture: Picture, measure: float, room: float) -> Piece:
    """A picture in the middle of the measure, smaller when it is larger than the page."""
    scale = min(1.0, measure / (picture.width * MM), room / (picture.height * MM))
    width, height = picture.width * MM * scale, picture.height * MM * scale

    def draw(pen: Pen, x: float, y: float, _height: float) -> None:
        pen.picture(picture.content, x + (measure - width) / 2, y, width, height)

    return Piece(height, draw, keeps_next=bool(picture.caption))


def other_pieces(
    block: Table | FormGrid | Drawing | Picture,
    measure: float,
    room: float,
    *,
    size: float,
    face: Face,
    shaded: bool = False,
) -> list[Piece]:
    """The pieces of every block that is not a paragraph."""
    if isinstance(block, Table):
        return table_pieces(block, measure, room, size=size, face=face, shaded=shaded)
    if isinstance(block, FormGrid):
        return form_pieces(block, measure, size=size, face=face, room=room)
    room -= 3 * size
    piece = (
        drawing_piece(block, measure, room)
        if isinstance(block, Drawing)
        else picture_piece(block, measure, room)
    )
    below = caption_pieces(block.caption, measure, size) if block.caption else []
    gap = Piece(BESIDE_BLOCK, is_gap=True)
    return [gap, piece, *below, gap]
