"""Pieces of a paper flowing over pages: what stays together, what is repeated, what goes on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.documents.pen import Pen

Draw = Callable[[Pen, float, float, float], None]
"""Draws with a pen at x and y, in the given height."""

_TOLERANCE = 0.05


def _nothing(_pen: Pen, _x: float, _y: float, _height: float) -> None:
    """A gap leaves no mark."""


@dataclass(frozen=True)
class Piece:
    """Something of a certain height that stays whole.

    ``head`` is repeated above a piece that begins a page. ``source`` is the paragraph that a
    line of text comes from and ``start`` where the line begins in it; ``loose`` is the share of its
    width by which a line was spread to end flush.
    """

    height: float
    draw: Draw = _nothing
    keeps_next: bool = False
    is_gap: bool = False
    on_grid: bool = False
    is_text: bool = False
    head: "Piece | None" = None
    source: str = ""
    start: int = 0
    length: int = 0
    loose: float = 0.0
    stretch: float = 0.0
    new_page: bool = False

    @property
    def rest(self) -> str:
        """What follows the line in its paragraph."""
        return self.source[self.start + self.length :]

    @property
    def is_heading(self) -> bool:
        """Whether it is a line of text that must not end a page."""
        return self.keeps_next and self.is_text


@dataclass(frozen=True)
class Placed:
    """A piece and how far below the upper edge of the block it stands."""

    piece: Piece
    y: float


@dataclass(frozen=True)
class Frame:
    """The block of a page: how high it is, and the pitch of its grid (0: no grid)."""

    height: float
    pitch: float = 0.0

    def snapped(self, y: float) -> float:
        """The next line of the grid at or below ``y``."""
        if not self.pitch:
            return y
        line = int(y / self.pitch + 1 - 1e-6)
        return line * self.pitch


Page = list[Placed]


def paginate(pieces: Sequence[Piece], frame: Frame, *, first_y: float = 0.0) -> list[Page]:
    """The pages that the pieces fill; ``first_y`` is where the first page begins.

    A piece higher than a page stands alone on one and hangs out of it: split such pieces before.
    """
    pages: list[Page] = [[]]
    y = first_y
    for at, piece in enumerate(pieces):
        if piece.is_gap and not pages[-1] and len(pages) > 1:
            continue
        place = frame.snapped(y) if piece.on_grid else y
        needed = _with_followers(pieces, at, frame)
        if (place + needed > frame.height + _TOLERANCE or piece.new_page) and (
            pages[-1] or (len(pages) == 1 and first_y > 0)
        ):
            pages.append([])
            place = 0.0
            if piece.is_gap:
                y = 0.0
                continue
            if piece.head is not None:
                pages[-1].append(Placed(piece.head, 0.0))
                place = piece.head.height
        pages[-1].append(Placed(piece, place))
        y = place + piece.height
    return pages


def _with_followers(pieces: Sequence[Piece], at: int, frame: Frame) -> float:
    """The height of a piece with everything that must follow it on the same page."""
    if pieces[at].is_gap:
        # A gap at the foot of a page is no reason to turn it.
        return 0.0
    y = 0.0
    for piece in pieces[at:]:
        y = (frame.snapped(y) if piece.on_grid else y) + piece.height
        if not piece.keeps_next:
            break
    return y if y <= frame.height else pieces[at].height


def bottom(page: Page) -> float:
    """Where the lowest piece of a page ends; 0 for an empty page."""
    return max((placed.y + placed.piece.height for placed in page), default=0.0)


def append_kept(
    pages: list[Page], tail: Sequence[Piece], frame: Frame, *, least: int = 2, first_y: float = 0.0
) -> bool:
    """Put ``tail`` whole below the last page's pieces, or on a new page with text pulled over.

    Of the text at least one piece comes along, ``least`` when the page has them to spare, and never
    one that would leave a heading behind. Returns whether text stands above the tail.
    """
    start = bottom(pages[-1]) if pages[-1] else (first_y if len(pages) == 1 else 0.0)
    height = paginated_height(tail, frame, start)
    if height <= frame.height + _TOLERANCE:
        pages[-1] += _stacked(tail, frame, start)
        return any(placed.piece.is_text or placed.piece.head for placed in pages[-1])
    pulled = _pulled(pages[-1], least)
    if pulled and len(pulled) < len(pages[-1]):
        pages[-1] = pages[-1][: -len(pulled)]
    elif pulled:
        pulled = []
    carried = [placed.piece for placed in pulled]
    if carried and carried[0].head is not None:
        carried.insert(0, carried[0].head)
    pages.append(_stacked([*carried, *tail], frame, 0.0))
    return bool(carried)


def paginated_height(pieces: Sequence[Piece], frame: Frame, start: float) -> float:
    """Where pieces that are stacked from ``start`` would end."""
    stacked = _stacked(pieces, frame, start)
    return bottom(stacked) if stacked else start


def _stacked(pieces: Sequence[Piece], frame: Frame, start: float) -> Page:
    page: Page = []
    y = start
    for piece in pieces:
        if piece.is_gap and not page and start == 0:
            continue
        place = frame.snapped(y) if piece.on_grid else y
        page.append(Placed(piece, place))
        y = place + piece.height
    return page


def _pulled(page: Page, least: int) -> Page:
    """The last pieces of a page that go over together with a signature."""
    count = texts = 0
    for placed in reversed(page):
        before = page[len(page) - count - 1 :]
        count += 1
        texts += not placed.piece.is_gap
        above = page[-count - 1].piece if len(page) > count else None
        if texts >= least and not (above is not None and above.keeps_next) and before:
            break
    return page[-count:] if count else []


def stretched(page: Page, frame: Frame) -> Page:
    """The page with its ``stretch`` pieces higher, so that it reaches the foot of the block."""
    total = sum(placed.piece.stretch for placed in page)
    room = frame.height - bottom(page)
    if not total or room <= 0:
        return page
    taller, y = [], 0.0
    for placed in page:
        own = placed.piece.height + room * placed.piece.stretch / total
        taller.append(Placed(replace(placed.piece, height=own), y))
        y += own
    return taller
