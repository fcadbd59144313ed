"""Pieces of a paper flowing over pages: what stays together, what is repeated, what goes on."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.documents.pen import Pen

Draw = Callable[[Pen, float, float, float], None]
"""Draws with a pen at x and y, in the given height."""

_TOLERANCE = 0.05
_REST, _MOST_ALONG = 7, 5
_LEAST_MOVED = 2
_FULL_ENOUGH, _HALF = 2 / 3, 1 / 2
_LEAST_LINES = 3
"""Lines of text below which a last page looks forgotten."""
_SENTENCE_END = re.compile("[。！？；]")


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
            along = [] if piece.new_page else _along(pages[-1], piece)
            if along:
                del pages[-1][-len(along) :]
            pages.append(_stacked(along, frame, 0.0))
            place = bottom(pages[-1])
            if piece.is_gap:
                y = 0.0
                continue
            if piece.head is not None:
                pages[-1].append(Placed(piece.head, 0.0))
                place = piece.head.height
            elif piece.on_grid:
                place = frame.snapped(place)
        pages[-1].append(Placed(piece, place))
        y = place + piece.height
    return pages


def is_rest(piece: Piece) -> bool:
    """Whether a line is what is left of a sentence or a paragraph: it must not begin a page."""
    if not piece.is_text or piece.start == 0:
        return False
    line = piece.source[piece.start : piece.start + piece.length]
    ends = _SENTENCE_END.search(line)
    is_last = not piece.rest.strip()
    return (ends is not None and ends.end() <= _REST) or (is_last and len(line) <= _REST)


def _along(page: Page, piece: Piece) -> list[Piece]:
    """The lines of a page that go over with a line that must not begin the next one.

    The page keeps lines of its own, and no heading at its foot; where that cannot be, none goes.
    """
    if not is_rest(piece):
        return []
    for count in range(1, min(_MOST_ALONG, len(page) - 2) + 1):
        first, above = page[-count].piece, _above(page, len(page) - count)
        if not first.is_text or above is None:
            return []
        if not is_rest(first) and not above.keeps_next:
            return [placed.piece for placed in page[-count:]]
    return []


def _with_followers(pieces: Sequence[Piece], at: int, frame: Frame) -> float:
    """The height of a piece with everything that must follow it on the same page."""
    if pieces[at].is_gap:
        # A gap at the foot of a page is no reason to turn it.
        return 0.0
    y = 0.0
    for piece in pieces[at:]:
        y = (frame.snapped(y) if piece.on_grid else y) + piece.height
        # White between a heading and its table parts them no more than a line does.
        if not piece.keeps_next and not piece.is_gap:
            break
    return y if y <= frame.height else pieces[at].height


def bottom(page: Page) -> float:
    """Where the lowest piece of a page ends; 0 for an empty page."""
    return max((placed.y + placed.piece.height for placed in page), default=0.0)


def append_kept(
    pages: list[Page],
    tail: Sequence[Piece],
    frame: Frame,
    *,
    least: int = 2,
    first_y: float = 0.0,
    reserve: float = 0.0,
    may_part: bool = False,
) -> bool:
    """Put ``tail`` whole below the last page's pieces, or on a new page with text pulled over.

    Of the text at least one piece comes along, ``least`` when the page has them to spare, and never
    one that would leave a heading behind. ``reserve`` points stay free at the foot of the page, as
    long as any page has them. Returns whether text stands above the tail, or above its beginning
    where it is higher than a page, or ``may_part`` and no text can come along.
    """
    start = bottom(pages[-1]) if pages[-1] else (first_y if len(pages) == 1 else 0.0)
    limit = frame.height + _TOLERANCE
    height = paginated_height(tail, frame, start)
    pulled = _pulled(pages[-1], least)
    if pulled and bottom(pages[-1][: -len(pulled)]) < _FULL_ENOUGH * frame.height:
        # Two lines are better company, but not where they leave a third of the page free.
        pulled = _pulled(pages[-1], 1)
    if pulled and len(pulled) >= len(pages[-1]):
        pulled = []
    carried = [placed.piece for placed in pulled]
    if carried and carried[0].head is not None:
        carried.insert(0, carried[0].head)
    over = _stacked([*carried, *tail], frame, 0.0)
    has_place = bottom(over) + reserve <= limit and bool(carried)
    if height + reserve <= limit or (height <= limit and not has_place):
        pages[-1] += _stacked(tail, frame, start)
        return any(placed.piece.is_text or placed.piece.head for placed in pages[-1])
    if bottom(over) > limit or (may_part and not carried):
        # More than a page holds beside any text: it goes over to the next one line by line.
        first, *others = paginate(tail, frame, first_y=start)
        pages[-1] += first
        pages += others
        return True
    if pulled:
        pages[-1] = pages[-1][: -len(pulled)]
    pages.append(over)
    return bool(carried)


def keep_company(
    pages: list[Page], tail: Sequence[Piece], frame: Frame, *, reserve: float = 0.0
) -> None:
    """Carry text over to a last page that has less than three lines of it above its ``tail``.

    As few lines as make them three, else as many as can go: the page before stays two thirds full
    and ends with no heading, and the last one keeps ``reserve`` points free where it had them. A closing
    (特此通报。) says nothing alone: for it the page before stays half full only.
    """
    if len(pages) < 2:
        return
    before, last = pages[-2:]
    ends = {id(piece) for piece in tail}
    own = [placed for placed in last if not placed.piece.is_gap and id(placed.piece) not in ends]
    had = _lines(own, frame)
    limit = frame.height + _TOLERANCE
    if _end(last) + reserve <= limit:
        limit -= reserve
    best: tuple[int, Page] | None = None
    full = (_HALF if _is_closing(own) else _FULL_ENOUGH) * frame.height
    for cut in range(len(before) - 1, 0, -1) if own and had < _LEAST_LINES else ():
        if best is not None and had + _lines(before[best[0] :], frame) >= _LEAST_LINES:
            break
        above, first = _above(before, cut), before[cut].piece
        if first.is_gap or above is None or not _may_part(above, first, strict=True):
            continue
        moved = [placed.piece for placed in (*before[cut:], *last)]
        # A table's head that the last page repeats stands above the first row of it alone.
        moved = [each for at, each in enumerate(moved) if not at or not _repeats(moved, at)]
        over = _stacked([*([first.head] if first.head else []), *moved], frame, 0.0)
        left = before[:cut]
        # The page keeps text of its own: the first one has to show it.
        if _end(over) > limit or _end(left) < full or not any(each.piece.is_text for each in left):
            break
        best, full = (cut, over), _FULL_ENOUGH * frame.height
    if best is not None:
        cut, over = best
        pages[-2:] = [before[:cut], over]


def _is_closing(page: Page) -> bool:
    """Whether all that stands there is one short line that is a paragraph of its own."""
    only = page[0].piece if len(page) == 1 else None
    return only is not None and only.is_text and len(only.source.strip()) <= _REST


def _repeats(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is the head of the table that goes on above it."""
    return pieces[at - 1].head is pieces[at] or pieces[at - 1] is pieces[at]


def _end(page: Page) -> float:
    """Where the lowest mark of a page ends, white aside."""
    return bottom([placed for placed in page if not placed.piece.is_gap])


def _lines(page: Page, frame: Frame) -> float:
    """How many lines of the grid the marks of a page take, table rows and pictures too."""
    return sum(
        placed.piece.height if not placed.piece.on_grid else frame.pitch
        for placed in page
        if not placed.piece.is_gap
    ) / (frame.pitch or 1.0)


def make_room(pages: list[Page], frame: Frame, reserve: float) -> bool:
    """Leave ``reserve`` points free at the foot of the last page, by pieces going over to a new one.

    As few as can go; they keep together what belongs together, as long as that leaves a way.
    Returns whether there is room.
    """
    page = pages[-1]
    limit = frame.height - reserve + _TOLERANCE
    if bottom([placed for placed in page if not placed.piece.is_gap]) <= limit:
        return True
    for strict in (True, False):
        for cut in range(len(page) - 1, 0, -1):
            before, first = _above(page, cut), page[cut].piece
            if first.is_gap or before is None or not _may_part(before, first, strict=strict):
                continue
            moved = [placed.piece for placed in page[cut:]]
            if sum(1 for piece in moved if not piece.is_gap) < _LEAST_MOVED and strict:
                continue
            over = _stacked([*([first.head] if first.head else []), *moved], frame, 0.0)
            if bottom([placed for placed in over if not placed.piece.is_gap]) > limit:
                break
            pages[-1] = page[:cut]
            pages.append(over)
            return True
    return False


def _may_part(before: Piece, first: Piece, *, strict: bool) -> bool:
    """Whether a page may end between two pieces; rows of one table may in need."""
    rows = first.head is not None and before.head is first.head
    if before is first.head:
        return False
    return not is_rest(first) and (not before.keeps_next or (rows and not strict))


def _above(page: Page, at: int) -> Piece | None:
    """What stands above a place of a page, white aside."""
    return next((placed.piece for placed in reversed(page[:at]) if not placed.piece.is_gap), None)


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
    own = sum(1 for placed in page if placed.piece.is_text or placed.piece.head)
    least = min(least, max(1, own - 1))
    fewest, texts = 0, 0
    for count in range(1, len(page) + 1):
        first = page[-count].piece
        texts += not first.is_gap
        above = _above(page, len(page) - count)
        if texts < least or first.is_gap or (above is not None and above.keeps_next):
            continue
        fewest = fewest or count
        if not is_rest(first):
            return page[-count:]
        if count - fewest >= _MOST_ALONG:
            break
    return page[-fewest:] if fewest else page


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
