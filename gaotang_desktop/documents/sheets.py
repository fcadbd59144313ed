"""Internal sheets: ledgers, forms, lists; a title, blocks whose heads are repeated, footnotes."""

from dataclasses import replace

from reportlab.lib.colors import Color, black

from gaotang_desktop.documents.block_pieces import other_pieces
from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.flow import Frame, Page, Piece, paginate, stretched
from gaotang_desktop.documents.line_breaking import break_lines
from gaotang_desktop.documents.pen import A4, MM, Pen, text_width
from gaotang_desktop.documents.title_lines import title_lines
from gaotang_desktop.domain.documents.blocks import Banner, Block, FormGrid, Paragraph, Sheet, Table

_SIDE = 13 * MM
_FORM_SIDE = 20 * MM
ABOVE = 14 * MM
BELOW = 15 * MM
TITLE_SIZE = 18.0
SUBTITLE_SIZE = 10.5
TEXT_SIZE = 10.5
NOTE_SIZE = 9.0
_MANY_COLUMNS = 12
_FEW_LINES = 6
_MOST_HELD = 20
_UNDER_GRID = 6.0
"""Points between the last rule of a grid and words below it."""
_CLOSER = (0.92, 0.86, 0.8)
"""How much closer lines of notes may stand, that none is left alone on a page."""
GREY = Color(0.35, 0.35, 0.35)
STRIPES = {
    "蓝": Color(0.12, 0.31, 0.55),
    "黄": Color(0.90, 0.65, 0.0),
    "红": Color(0.78, 0.1, 0.1),
}


def page_size(sheet: Sheet) -> tuple[float, float]:
    """A4, lying when the sheet says so."""
    return (A4[1], A4[0]) if sheet.landscape else A4


def lay_sheet(sheet: Sheet) -> list[Page]:
    """Put every block of the sheet on its page."""
    width, height = page_size(sheet)
    measure = width - 2 * side_of(sheet)
    frame = Frame(height - ABOVE - BELOW)
    pages = paginate(_pieces(sheet, measure, frame.height), frame)
    if alone := _lines_alone(pages):
        tried = (paginate(_pieces(sheet, measure, frame.height, each), frame) for each in _CLOSER)
        shorter = (each for each in tried if alone <= _FEW_LINES and len(each) < len(pages))
        kept = paginate(_kept(_pieces(sheet, measure, frame.height)), frame)
        pages = next(shorter, kept)
    return [stretched(page, frame) for page in pages]


def _kept(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the last row of the last table held to the lines below it."""
    rows = [at for at, each in enumerate(pieces) if not (each.is_text or each.is_gap)]
    last = rows[-1] if rows else len(pieces)
    if len(pieces) - last > _MOST_HELD:
        return pieces  # a text, not the notes of a table
    held = (replace(each, keeps_next=True) for each in pieces[last:-1])
    return [*pieces[:last], *held, *pieces[-1:]]


def _lines_alone(pages: list[Page]) -> int:
    """How many lines of notes stand on the last page with nothing else; 0: there is a row too."""
    last = [placed.piece for placed in pages[-1] if not placed.piece.is_gap] if pages else []
    alone = len(pages) > 1 and all(each.is_text for each in last)
    return len(last) if alone else 0


def draw_sheet(pen: Pen, sheet: Sheet, pages: list[Page]) -> None:
    """Draw the pages; each says which of how many it is."""
    x = side_of(sheet)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            pen.turn()
        for row, placed in enumerate(page, start=1):
            pen.line = row if placed.piece.is_text else 0
            placed.piece.draw(pen, x, ABOVE + placed.y, placed.piece.height)
        pen.line = 0
        if sheet.numbered:
            foot = f"第 {number} 页 共 {len(pages)} 页"
            left = (pen.width - text_width(foot, Face.SONGTI, 9)) / 2
            pen.write(foot, left, pen.height - 10 * MM, Face.SONGTI, 9, colour=GREY)


def side_of(sheet: Sheet) -> float:
    """The white at both sides in points: wide tables have less of it."""
    wide = any(isinstance(block, Table) and len(block.columns) > 5 for block in sheet.blocks)
    return _SIDE if wide or sheet.landscape else _FORM_SIDE


def _pieces(sheet: Sheet, measure: float, room: float, closer: float = 1.0) -> list[Piece]:
    pieces: list[Piece] = []
    if not (sheet.blocks and isinstance(sheet.blocks[0], Banner)):
        pieces += _banner(Banner(sheet.title, sheet.subtitle), measure)
    if sheet.left or sheet.right:
        pieces.append(_both_ends(sheet.left, sheet.right, measure))
    pieces.append(Piece(5, keeps_next=True))
    for at, block in enumerate(sheet.blocks):
        if isinstance(block, Paragraph):
            own = _paragraph(block, measure, closer)
            if at and isinstance(sheet.blocks[at - 1], FormGrid):
                own.insert(0, Piece(_UNDER_GRID, is_gap=True))
        elif isinstance(block, Banner):
            own = [*_banner(block, measure), Piece(5, keeps_next=True)]
        else:
            # A table gives a third of what the lines give: its words stay readable.
            size = table_size(block) * (2 + closer) / 3
            own = other_pieces(block, measure, room, size=size, face=Face.SONGTI, shaded=True)
        if at in sheet.breaks:
            first = next(i for i, piece in enumerate(own) if not piece.is_gap)
            own[first] = replace(own[first], new_page=True)
        pieces += own
    if sheet.notes:
        pieces.append(Piece(4, is_gap=True))
    for note in sheet.notes:
        pieces += _lines(note, Face.SONGTI, NOTE_SIZE, measure, closer=closer)
    return pieces


def table_size(block: Block) -> float:
    """The size of the characters in a table, a grid or a caption, in points."""
    return 8.5 if isinstance(block, Table) and len(block.columns) > _MANY_COLUMNS else TEXT_SIZE


def _banner(banner: Banner, measure: float) -> list[Piece]:
    pieces = []
    if banner.colour:
        colour = STRIPES[banner.colour]

        def bar(pen: Pen, x: float, y: float, _height: float) -> None:
            pen.area(x, y, measure, 3 * MM, colour)

        pieces.append(Piece(7 * MM, bar, keeps_next=True))

    def widths(char: str) -> float:
        return advance(char, Face.XIAOBIAOSONG) * TITLE_SIZE

    for text, width in title_lines(banner.text, widths, measure):
        pieces.append(_line(text, (measure - width) / 2, Face.XIAOBIAOSONG, TITLE_SIZE))
    if banner.subtitle:
        pieces += _centred(banner.subtitle, Face.KAITI, SUBTITLE_SIZE, measure)
    return pieces


def _line(text: str, at: float, face: Face, size: float) -> Piece:
    def draw(pen: Pen, x: float, y: float, _height: float) -> None:
        pen.write(text, x + at, y, face, size)

    return Piece(size * 1.5, draw, keeps_next=True)


def _both_ends(left: str, right: str, measure: float) -> Piece:
    def draw(pen: Pen, x: float, y: float, _height: float) -> None:
        pen.write(left, x, y + 3, Face.SONGTI, TEXT_SIZE)
        width = text_width(right, Face.SONGTI, TEXT_SIZE)
        pen.write(right, x + measure - width, y + 3, Face.SONGTI, TEXT_SIZE)

    return Piece(TEXT_SIZE * 1.7, draw, keeps_next=True)


def _centred(text: str, face: Face, size: float, measure: float) -> list[Piece]:
    lines = break_lines(text, lambda c: advance(c, face) * size, measure * 0.9, flush=False)
    return [_line(line.text, (measure - line.width) / 2, face, size) for line in lines]


def _paragraph(paragraph: Paragraph, measure: float, closer: float = 1.0) -> list[Piece]:
    face = {1: Face.HEITI, 2: Face.KAITI}.get(paragraph.level, Face.SONGTI)
    return _lines(
        paragraph.text,
        face,
        TEXT_SIZE,
        measure,
        indent=2 * TEXT_SIZE,
        keeps_next=paragraph.level > 0,
        closer=closer,
    )


def _lines(
    text: str,
    face: Face,
    size: float,
    measure: float,
    *,
    indent: float = 0.0,
    keeps_next: bool = False,
    closer: float = 1.0,
) -> list[Piece]:
    pieces = []
    for line in break_lines(text, lambda c: advance(c, face) * size, measure, indent):

        def draw(
            pen: Pen,
            x: float,
            y: float,
            _height: float,
            text: str = line.text,
            places: tuple[float, ...] = line.places,
        ) -> None:
            pen.place(text, places, x, y, [face] * len(text), size, colour=black)

        pieces.append(
            Piece(
                size * 1.55 * closer,
                draw,
                keeps_next=keeps_next,
                is_text=True,
                source=text,
                start=line.start,
                length=len(line.text),
            )
        )
    return pieces
