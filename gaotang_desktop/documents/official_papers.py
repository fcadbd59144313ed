"""Official papers on the grid of GB/T 9704-2012: red head, title, body, signature, annexes, 版记."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color

from gaotang_desktop.documents.block_pieces import other_pieces
from gaotang_desktop.documents.faces import Face, ink, top
from gaotang_desktop.documents.flow import (
    Frame,
    Page,
    Piece,
    append_kept,
    bottom,
    keep_company,
    make_room,
    paginate,
    paginated_height,
)
from gaotang_desktop.documents.grid_text import (
    BLANK,
    paragraph_pieces,
    text_pieces,
    title_pieces,
)
from gaotang_desktop.documents.heads import draw_first_foot, draw_head, title_line_at
from gaotang_desktop.documents.imprints import Imprint, draw_imprint, set_imprint
from gaotang_desktop.documents.page_grid import (
    HEIGHT,
    LEFT,
    LYING,
    LYING_LEFT,
    LYING_TOP,
    PITCH,
    SMALL_SIZE,
    TOP,
    UPRIGHT,
    WIDTH,
    line_of,
)
from gaotang_desktop.documents.pen import A4, MM, Pen, text_width
from gaotang_desktop.documents.signatures import (
    annex_note_pieces,
    attendance_pieces,
    note_pieces,
    number_pieces,
    signature_pieces,
)
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Banner,
    Block,
    Drawing,
    OfficialPaper,
    Paragraph,
    Picture,
    Table,
)
from gaotang_desktop.domain.documents.joint import MOST
from gaotang_desktop.domain.documents.kinds import HEADED

GREY = Color(0.35, 0.35, 0.35)
LINK_SIZE = 6.5
_TABLE_SIZE = 12.0
_WIDE_TABLE_SIZE = 10.5
_WIDE_TABLE_COLUMNS = 8
_AROUND_IMPRINT = 5.0
_BESIDE_IMPRINT = 10.0
_SHRINKS = (1.0, 0.95, 0.9)
_SPARE = 1.02
"""So much larger a table still stands on the page that it spares: no program's rows are as high as another's."""


@dataclass(frozen=True)
class Side:
    """One page as it will be printed; ``inset`` points at its left side are kept for the 版记."""

    page: Page
    lying: bool = False
    inset: float = 0.0


@dataclass(frozen=True)
class Laid:
    """A whole paper on its pages.

    ``signed_on`` is the page (from 1) with the signature, ``has_text`` whether text stands above
    it; ``imprint_moved`` says that the 版记 needed a page of its own. ``shrink`` is how much smaller
    the tables of the last annex are set to leave it its place. ``imprint_turned`` says that it stands
    on the back of the last sheet, as the office wants it. ``is_crowded`` says that below so long a 主送
    no line of text fits on the first page; ``addressee_moved`` that 主送 stands in the 版记 instead.
    """

    sides: tuple[Side, ...]
    imprint: Imprint | None
    signed_on: int
    has_text: bool
    imprint_moved: bool
    shrink: float = 1.0
    imprint_turned: bool = False
    is_crowded: bool = False
    addressee_moved: bool = False
    page_starts: frozenset[int] = frozenset()
    """The blocks of the text that begin a page since the table that they are or head needs it."""

    @property
    def shows_text(self) -> bool:
        """Whether text stands on the first page."""
        return any(placed.piece.is_text for placed in self.sides[0].page)


def lay_official_paper(paper: OfficialPaper) -> Laid:
    """Put every part of the paper on its page.

    The first page shows text: where 主送 leaves no room for it, it goes into the 版记 (7.3.2), if
    the paper has one and that helps.
    """
    laid = _laid(paper)
    if laid.is_crowded and not paper.addressee_moved:
        moved = _laid(replace(paper, addressee_moved=True))
        if moved.imprint is not None and not moved.is_crowded:
            return moved
    return laid


def _laid(paper: OfficialPaper) -> Laid:
    first = title_line_at(paper) if paper.letterhead else 0.0
    pieces = [*title_pieces(paper.title, WIDTH), *number_pieces(paper)]
    addressee = "" if paper.addressee_moved else paper.addressee.strip()
    if addressee:
        pieces.append(BLANK)
        pieces += text_pieces(addressee.rstrip(":：") + "：", WIDTH, is_text=False)
    elif pieces:
        pieces.append(BLANK)
    firsts: dict[int, Piece] = {}
    pieces += _body(paper.blocks, UPRIGHT, WIDTH, firsts=firsts)
    tail = [
        *annex_note_pieces(paper.annexes),
        *([] if paper.form in HEADED else signature_pieces(paper)),
        *note_pieces(paper.note),
    ]
    ends = tail
    too_high = paginated_height(tail, UPRIGHT, 0.0) > UPRIGHT.height - PITCH
    if paper.form in HEADED or len(paper.issuers) > MOST or too_high:
        # Nothing is signed, or by more than a page holds: it may go over to the next line by line.
        attendance = attendance_pieces(paper.attendance)
        if (tail or attendance) and paper.form in HEADED and pieces[-1].is_text and not too_high:
            # 附件说明 and 出席 never begin a page without a line of text.
            pieces[-1] = replace(pieces[-1], keeps_next=True)
            tail = [replace(each, keeps_next=bool(attendance)) for each in tail]
        pieces += (ends := [*tail, *attendance])
        tail = []
    pages = paginate(pieces, UPRIGHT, first_y=first)
    is_crowded = begins_with_words(paper) and not any(each.piece.is_text for each in pages[0])
    has_text = True
    imprint = set_imprint(paper)
    foot = imprint.height + _AROUND_IMPRINT if imprint is not None else 0.0
    if any(not piece.is_gap for piece in tail):
        reserve = 0.0 if paper.annexes else foot
        has_text = append_kept(
            pages, tail, UPRIGHT, first_y=first, reserve=reserve, may_part=bool(paper.joint)
        )
        if paper.joint and reserve:
            # Signatures of many units fill a page: the last of them go over with the 版记.
            make_room(pages, UPRIGHT, reserve)
    elif imprint is not None and not paper.annexes:
        make_room(pages, UPRIGHT, foot)
    keep_company(pages, ends, UPRIGHT, reserve=0.0 if paper.annexes else foot)
    signed_on = len(pages)
    sides = [Side(page) for page in pages]
    shrink = 1.0
    for number, annex in enumerate(paper.annexes, start=1):
        label = f"附件{number}" if len(paper.annexes) > 1 else "附件"
        if number < len(paper.annexes) or imprint is None:
            sides += _annex(label, annex)
            continue
        if annex.landscape:
            # The sheet stands upright: its 版记 takes its height from the page's left side.
            sides += _annex(label, annex, inset=foot + _BESIDE_IMPRINT)
            continue
        # Somewhat smaller tables may leave the 版记 its place below the last annex.
        tried = {each: _annex(label, annex, each, foot=foot) for each in _SHRINKS}
        fitting = [each for each, laid in tried.items() if _has_room(laid[-1], imprint)]
        shrink = next(iter(fitting), 1.0)
        for each in fitting:
            # A few rows alone are no page, where they stand on the one before with some room to spare.
            fewer = len(tried[each]) < len(tried[shrink])
            if fewer and len(_annex(label, annex, each * _SPARE, foot=foot)) == len(tried[each]):
                shrink = each
        last = [side.page for side in tried[shrink]]
        make_room(last, UPRIGHT, foot)
        sides += [Side(page) for page in last]
    moved = imprint is not None and not _has_room(sides[-1], imprint)
    if moved:
        sides.append(Side([]))
    turned = imprint is not None and paper.even_imprint and len(sides) % 2 == 1
    if turned:
        sides.append(Side([]))
    return Laid(
        tuple(sides), imprint, signed_on, has_text, moved, shrink, turned,
        is_crowded, paper.addressee_moved, _page_starts(paper.blocks, firsts, pages),
    )  # fmt: skip


def begins_with_words(paper: OfficialPaper) -> bool:
    """Whether a line of text comes first below 主送."""
    first = next(iter(paper.blocks), None)
    return isinstance(first, Paragraph) and bool(paper.addressee.strip())


def draw_official_paper(pen: Pen, paper: OfficialPaper, laid: Laid) -> None:
    """Draw the pages, their numbers and what stands around the text."""
    for number, side in enumerate(laid.sides, start=1):
        if number > 1:
            pen.turn()
        if number == 1 and paper.letterhead:
            draw_head(pen, paper)
            draw_first_foot(pen, paper)
        if side.lying:
            pen.lie()
        x, y = (LYING_LEFT + side.inset, LYING_TOP) if side.lying else (LEFT, TOP)
        for placed in side.page:
            pen.line = line_of(placed.y)
            placed.piece.draw(pen, x, y + placed.y, placed.piece.height)
        pen.line = 0
        if side.lying:
            pen.stand()
        if laid.imprint is not None and number == len(laid.sides):
            draw_imprint(pen, laid.imprint)
        if number > 1 or paper.form != "信函":
            # The first page of a letter shows none (10.1).
            _page_number(pen, number)
    if paper.link:
        _link(pen, paper.link)


def _link(pen: Pen, text: str) -> None:
    """The link of the history, 12 mm above the lower edge: outside all that the standard sets."""
    face = Face.SONGTI
    width = text_width(text, face, LINK_SIZE)
    pen.write(text, LEFT + WIDTH - width, A4[1] - 12 * MM - LINK_SIZE, face, LINK_SIZE, colour=GREY)


def _body(
    blocks: Sequence[Block],
    frame: Frame,
    measure: float,
    shrink: float = 1.0,
    charts: tuple[float, float] | None = None,
    firsts: dict[int, Piece] | None = None,
) -> list[Piece]:
    """The pieces of blocks; ``charts`` are the room of a chart that comes first and the height
    that every other one leaves free. ``firsts`` takes the first mark of each block.
    """
    pieces: list[Piece] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            own = paragraph_pieces(block, measure) if block.text.strip() else []
        elif isinstance(block, Banner):
            own = title_pieces(block.text, measure)
        else:
            room = frame.height
            if charts is not None and isinstance(block, Drawing | Picture):
                room = charts[0] if at == 0 else room - charts[1] - PITCH
            size = table_size(block) * shrink
            own = other_pieces(block, measure, room, size=size, face=Face.FANGSONG)
        pieces += own
        first = next((piece for piece in own if not piece.is_gap), None)
        if firsts is not None and first is not None:
            firsts[at] = first
    return pieces


def _page_starts(
    blocks: Sequence[Block], firsts: Mapping[int, Piece], pages: Sequence[Page]
) -> frozenset[int]:
    """The tables that begin a page, or the headings above them that do."""
    begin = {
        id(next((each.piece for each in page if not each.piece.is_gap), None)) for page in pages[1:]
    }
    found = set()
    for at, block in enumerate(blocks):
        if not isinstance(block, Table) or at not in firsts:
            continue
        while at - 1 in firsts and firsts[at - 1].is_heading and id(firsts[at]) not in begin:
            at -= 1
        if id(firsts[at]) in begin:
            found.add(at)
    return frozenset(found)


def table_size(block: Block) -> float:
    """The size of the characters in a table, a grid or a caption, in points."""
    columns = len(getattr(block, "columns", ()))
    return _WIDE_TABLE_SIZE if columns > _WIDE_TABLE_COLUMNS else _TABLE_SIZE


def _annex(
    label: str, annex: Annex, shrink: float = 1.0, inset: float = 0.0, foot: float = 0.0
) -> list[Side]:
    """An annex: its label on line 1, its title on line 3, its text, on upright pages below a blank.

    A chart that begins it is made as small as its title, and ``foot`` points below it, ask for.
    """
    frame = LYING if annex.landscape else UPRIGHT
    measure = HEIGHT - inset if annex.landscape else WIDTH
    head = [
        *text_pieces(label, measure, face=Face.HEITI, is_text=False, keeps_next=True),
        BLANK,
        *title_pieces(annex.title, measure),
        # A table that lies across needs the lines: with this one, 24 villages stand on one page.
        *(() if annex.landscape else (BLANK,)),
    ]
    room = frame.height - paginated_height(head, frame, 0.0) - 2 * PITCH - foot
    pieces = [*head, *_body(annex.blocks, frame, measure, shrink, (room, foot))]
    pages = paginate(pieces, frame)
    keep_company(pages, (), frame, reserve=foot)
    return [Side(page, annex.landscape, inset) for page in pages]


def _has_room(side: Side, imprint: Imprint) -> bool:
    if side.lying:
        return side.inset >= imprint.height
    marks = [placed for placed in side.page if not placed.piece.is_gap]
    return bottom(marks) + _AROUND_IMPRINT <= HEIGHT - imprint.height


def _page_number(pen: Pen, number: int) -> None:
    """``— 1 —``, outside the block: odd pages right, even pages left, one character in (7.5)."""
    text = f"— {number} —"
    face, size = Face.SONGTI, SMALL_SIZE
    width = text_width(text, face, size)
    x = LEFT + WIDTH - size - width if number % 2 else LEFT + size
    low, high = ink("—", face)
    # The dash itself runs 7 mm below the block.
    y = TOP + HEIGHT + 7 * MM - (top(face) - (low + high) / 2) * size
    pen.write(text, x, y, face, size)
