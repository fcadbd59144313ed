"""Internal sheets: ledgers, forms, lists; a title, blocks whose heads are repeated, footnotes."""

from dataclasses import dataclass, replace

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
_FEW_LINES = 8
_FEW_ROWS = 3
_MOST_HELD = 20
LEADING = 1.55
_UNDER_GRID = 6.0
"""Points between the last rule of a grid and words below it."""
_CLOSER = (0.92, 0.86, 0.8, 0.74)
"""How much closer lines may stand, that a few of them are not left on a page of their own."""
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
    measure, frame = frame_of(sheet)
    laid = [_laid(each, frame)[1] for each in sections(sheet, measure, frame.height)]
    return [stretched(page, frame) for pages in laid for page in pages]


def closeness(sheet: Sheet) -> tuple[float, ...]:
    """How close the lines of each section stand (1: as usual), that its last page is no remnant.

    A section is what stands between two of the sheet's ``breaks``.
    """
    measure, frame = frame_of(sheet)
    return tuple(_laid(each, frame)[0] for each in sections(sheet, measure, frame.height))


def _laid(section: "Section", frame: Frame) -> tuple[float, list[Page]]:
    pieces = section.pieces(1.0)
    pages = paginate(pieces, frame)
    if _is_remnant(pages):
        for closer in _CLOSER:
            tried = paginate(section.pieces(closer), frame)
            if len(tried) < len(pages):
                return closer, tried
    return 1.0, paginate(_kept(pieces), frame) if _lines_alone(pages) else pages


def frame_of(sheet: Sheet) -> tuple[float, Frame]:
    """The measure of a sheet and the block of its pages."""
    width, height = page_size(sheet)
    return width - 2 * side_of(sheet), Frame(height - ABOVE - BELOW)


def _kept(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the last row of the last table held to the lines below it."""
    rows = [at for at, each in enumerate(pieces) if not (each.is_text or each.is_gap)]
    last = rows[-1] if rows else len(pieces)
    if len(pieces) - last > _MOST_HELD:
        return pieces  # a text, not the notes of a table
    held = (replace(each, keeps_next=True) for each in pieces[last:-1])
    return [*pieces[:last], *held, *pieces[-1:]]


def _lines_alone(pages: list[Page]) -> bool:
    """Whether nothing but lines of notes stands on the last page."""
    return len(pages) > 1 and all(each.is_text for each in _marks(pages[-1]))


def _is_remnant(pages: list[Page]) -> bool:
    """Whether the last page holds so little that lines standing closer may spare it."""
    if len(pages) < 2:
        return False
    marks = _marks(pages[-1])
    heads = [each.head for each in marks if each.head is not None]
    rows = sum(1 for each in marks if not each.is_text and not any(each is head for head in heads))
    # Of a long table a page is not spared by smaller rows on all the others.
    return len(marks) <= _FEW_LINES and rows <= (_FEW_ROWS if len(pages) == 2 else 0)


def _marks(page: Page) -> list[Piece]:
    return [placed.piece for placed in page if not placed.piece.is_gap]


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


@dataclass(frozen=True)
class Section:
    """The blocks of a sheet between two of its breaks, with their places from 0."""

    sheet: Sheet
    first: int
    last: int
    measure: float
    room: float

    def pieces(self, closer: float) -> list[Piece]:
        """What stands on its pages; ``closer`` is how close its lines are."""
        sheet, measure = self.sheet, self.measure
        pieces: list[Piece] = []
        if self.first == 0:
            if not (sheet.blocks and isinstance(sheet.blocks[0], Banner)):
                pieces += _banner(Banner(sheet.title, sheet.subtitle), measure)
            if sheet.left or sheet.right:
                pieces.append(_both_ends(sheet.left, sheet.right, measure))
            pieces.append(Piece(5, keeps_next=True))
        for at in range(self.first, self.last):
            block = sheet.blocks[at]
            if isinstance(block, Paragraph):
                own = _paragraph(block, measure, closer)
                if at and isinstance(sheet.blocks[at - 1], FormGrid):
                    own.insert(0, Piece(_UNDER_GRID, is_gap=True))
            elif isinstance(block, Banner):
                own = [*_banner(block, measure), Piece(5, keeps_next=True)]
            else:
                size = table_size(block) * table_share(closer)
                own = other_pieces(
                    block, measure, self.room, size=size, face=Face.SONGTI, shaded=True
                )
            pieces += own
        if self.last == len(sheet.blocks) and sheet.notes:
            pieces.append(Piece(4, is_gap=True))
            for note in sheet.notes:
                pieces += _lines(note, Face.SONGTI, NOTE_SIZE, measure, closer=closer)
        return pieces

    def pages(self, closer: float, frame: Frame) -> int:
        """How many pages it has by itself."""
        return len(paginate(self.pieces(closer), frame))


def sections(sheet: Sheet, measure: float, room: float) -> list[Section]:
    """The sheet from break to break."""
    edges = [0, *(at for at in sorted(set(sheet.breaks)) if 0 < at < len(sheet.blocks))]
    ends = [*edges[1:], len(sheet.blocks)]
    return [Section(sheet, *each, measure, room) for each in zip(edges, ends, strict=True)]


def table_share(closer: float) -> float:
    """How much smaller tables are set: a third of what the lines give, so that they stay readable."""
    return (2 + closer) / 3


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
                size * LEADING * closer,
                draw,
                keeps_next=keeps_next,
                is_text=True,
                source=text,
                start=line.start,
                length=len(line.text),
            )
        )
    return pieces
