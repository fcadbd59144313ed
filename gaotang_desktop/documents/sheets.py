"""Internal sheets: a title, a table whose head stands on every page, and footnotes."""

from collections.abc import Iterable
from dataclasses import dataclass

from gaotang_desktop.documents.cells import RULE, Row, columns_at, draw_row, set_row, split_row
from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.line_breaking import break_lines
from gaotang_desktop.documents.pen import A4, MM, Pen, text_width
from gaotang_desktop.domain.documents.blocks import Paper, Table

_SIDE = 13 * MM
_ABOVE = 14 * MM
_BELOW = 15 * MM
_TITLE_SIZE = 18.0
_SUBTITLE_SIZE = 10.5
_TEXT_SIZE = 10.5
_NOTE_SIZE = 9.0
_MANY_COLUMNS = 12


@dataclass(frozen=True)
class _Piece:
    """Something as high as ``height`` that stays whole; a row or a line of text."""

    height: float
    content: Row | tuple[str, tuple[float, ...], Face, float]
    edges: tuple[float, ...] = ()
    head: Row | None = None


def draw_sheet(pen: Pen, paper: Paper) -> None:
    """Draw the whole sheet; a row is split only when it is higher than a page."""
    pages = _pages(pen, _pieces(pen, paper))
    for number, pieces in enumerate(pages, start=1):
        if number > 1:
            pen.turn()
        _draw_page(pen, pieces)
        foot = f"第 {number} 页 共 {len(pages)} 页"
        x = (pen.width - text_width(foot, Face.SONGTI, 9)) / 2
        pen.write(foot, x, pen.height - 10 * MM, Face.SONGTI, 9)


def page_size(paper: Paper) -> tuple[float, float]:
    """A4, lying when the paper says so."""
    return (A4[1], A4[0]) if paper.landscape else A4


def _pieces(pen: Pen, paper: Paper) -> list[_Piece]:
    measure = pen.width - 2 * _SIDE
    pieces = [*_centred(paper.title, Face.XIAOBIAOSONG, _TITLE_SIZE, measure)]
    if paper.subtitle:
        pieces += _centred(paper.subtitle, Face.KAITI, _SUBTITLE_SIZE, measure)
    pieces.append(_Piece(5, ("", (), Face.SONGTI, 1)))
    for block in paper.body:
        if isinstance(block, Table):
            pieces += _rows(pen, block, measure)
        else:
            face = Face.HEITI if block.level == 1 else Face.SONGTI
            pieces += _text(block.text, face, _TEXT_SIZE, measure, 2 * _TEXT_SIZE)
    if paper.notes:
        pieces.append(_Piece(4, ("", (), Face.SONGTI, 1)))
    for note in paper.notes:
        pieces += _text(note, Face.SONGTI, _NOTE_SIZE, measure, 0)
    return pieces


def _rows(pen: Pen, table: Table, measure: float) -> Iterable[_Piece]:
    size = 8.5 if len(table.columns) > _MANY_COLUMNS else _TEXT_SIZE
    edges = columns_at(table.columns, measure)
    head = set_row(tuple(c.label for c in table.columns), table, edges, size, Face.HEITI)
    room = pen.height - _ABOVE - _BELOW - head.height
    yield _Piece(head.height, head, edges)
    for cells in table.rows:
        for row in split_row(set_row(cells, table, edges, size, Face.SONGTI), room):
            yield _Piece(row.height, row, edges, head)


def _text(text: str, face: Face, size: float, measure: float, indent: float) -> Iterable[_Piece]:
    for line in break_lines(text, lambda c: advance(c, face) * size, measure, indent):
        yield _Piece(size * 1.5, (line.text, line.places, face, size))


def _centred(text: str, face: Face, size: float, measure: float) -> Iterable[_Piece]:
    lines = break_lines(text, lambda c: advance(c, face) * size, measure * 0.9, flush=False)
    for line in lines:
        shift = (measure - line.width) / 2
        places = tuple(place + shift for place in line.places)
        yield _Piece(size * 1.5, (line.text, places, face, size))


def _pages(pen: Pen, pieces: list[_Piece]) -> list[list[_Piece]]:
    room = pen.height - _ABOVE - _BELOW
    pages: list[list[_Piece]] = [[]]
    used = 0.0
    for at, piece in enumerate(pieces):
        needed = piece.height
        follower = pieces[at + 1] if at + 1 < len(pieces) else None
        if isinstance(piece.content, Row) and piece.head is None and follower and follower.head:
            # The head never stands alone at the foot of a page.
            needed += follower.height
        if pages[-1] and used + needed > room + 0.01:
            pages.append([])
            used = 0.0
            if piece.head is not None:
                head = _Piece(piece.head.height, piece.head, piece.edges)
                pages[-1].append(head)
                used = head.height
        pages[-1].append(piece)
        used += piece.height
    return pages


def _draw_page(pen: Pen, pieces: list[_Piece]) -> None:
    y = _ABOVE
    for piece in pieces:
        if isinstance(piece.content, Row):
            draw_row(pen, piece.content, _SIDE, y, piece.edges)
            if piece.head is None:
                pen.rule(_SIDE, y, _SIDE + piece.edges[-1], y, width=RULE)
        else:
            text, places, face, size = piece.content
            pen.place(text, list(places), _SIDE, y, [face] * len(text), size)
        y += piece.height
