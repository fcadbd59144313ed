"""Paragraphs, titles and single lines as pieces on the grid of an official paper."""

from collections.abc import Sequence

from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.flow import Draw, Piece
from gaotang_desktop.documents.line_breaking import break_lines, cleaned
from gaotang_desktop.documents.page_grid import ADVANCE, SIZE, TITLE_SIZE, grid_advance
from gaotang_desktop.documents.pen import Pen
from gaotang_desktop.documents.title_lines import title_lines
from gaotang_desktop.domain.documents.blocks import Paragraph

LEVEL_FACES = {1: Face.HEITI, 2: Face.KAITI}

BLANK = Piece(SIZE, is_gap=True, on_grid=True)
"""A blank line."""


def paragraph_pieces(paragraph: Paragraph, measure: float) -> list[Piece]:
    """The lines of a paragraph; a heading that text follows in its own line is no lone heading."""
    text = cleaned(paragraph.text).strip()
    face = LEVEL_FACES.get(paragraph.level, Face.FANGSONG)
    ends = run_in_end(text)
    # A numbered sentence is text: only words without a full stop head something.
    alone = paragraph.level > 0 and "。" not in text
    return text_pieces(
        text, measure, indent=2 * ADVANCE, face=face, face_ends=ends, keeps_next=alone
    )


def run_in_end(text: str) -> int:
    """Where a heading ends that text may follow in its own line."""
    return text.find("。") + 1 or len(text)


def text_pieces(
    text: str,
    measure: float,
    *,
    indent: float = 0.0,
    hanging: float = 0.0,
    face: Face = Face.FANGSONG,
    face_ends: int | None = None,
    keeps_next: bool = False,
    is_text: bool = True,
) -> list[Piece]:
    """Lines on the grid; from the character ``face_ends`` on they are 仿宋."""
    text = cleaned(text)
    ends = len(text) if face_ends is None else face_ends
    lines = break_lines(
        text,
        lambda char: grid_advance(char, face),
        measure,
        indent,
        hanging=hanging,
        later=(ends, lambda char: grid_advance(char, Face.FANGSONG)),
    )
    pieces = []
    for line in lines:
        faces = [face if line.start + at < ends else Face.FANGSONG for at in range(len(line.text))]
        pieces.append(
            Piece(
                SIZE,
                _drawer(line.text, line.places, faces, SIZE),
                keeps_next=keeps_next,
                on_grid=True,
                is_text=is_text,
                source=text,
                start=line.start,
                length=len(line.text),
                loose=line.loose,
            )
        )
    return pieces


def line_piece(text: str, right: float, *, face: Face = Face.FANGSONG, size: float = SIZE) -> Piece:
    """One line on the grid that ends at ``right``."""
    scale = size / SIZE
    places, at = [], right - grid_width(text, face) * scale
    for char in text:
        places.append(at)
        at += grid_advance(char, face) * scale
    drawer = _drawer(text, places, [face] * len(text), size)
    return Piece(SIZE, drawer, on_grid=True, source=text, length=len(text))


def grid_width(text: str, face: Face = Face.FANGSONG) -> float:
    """How wide a text is in the cells of the grid."""
    return sum(grid_advance(char, face) for char in text)


def title_pieces(title: str, measure: float) -> list[Piece]:
    """The lines of a title, centred; each takes a line of the grid."""

    def widths(char: str) -> float:
        return advance(char, Face.XIAOBIAOSONG) * TITLE_SIZE

    pieces = []
    for text, width in title_lines(cleaned(title), widths, measure):
        places, at = [], (measure - width) / 2
        for char in text:
            places.append(at)
            at += widths(char)
        drawer = _drawer(text, places, [Face.XIAOBIAOSONG] * len(text), TITLE_SIZE)
        pieces.append(Piece(TITLE_SIZE, drawer, keeps_next=True, on_grid=True))
    return pieces


def _drawer(text: str, places: Sequence[float], faces: Sequence[Face], size: float) -> Draw:
    def draw(pen: Pen, x: float, y: float, _height: float) -> None:
        pen.place(text, places, x, y, faces, size)

    return draw
