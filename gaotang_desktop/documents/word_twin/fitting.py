"""A paper whose Word twin has as many pages as the PDF also where digits are set apart.

Word and WPS read in the file that no white stands between Chinese and Latin characters. LibreOffice
does not, and puts a quarter of a character there: cells and paragraphs may take a line more. Where that would
take a page more, tables are set somewhat smaller, and characters of a paragraph with a few of them in
its last line a little closer.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.documents import sheets
from gaotang_desktop.documents.flow import Frame, bottom
from gaotang_desktop.documents.grid_text import paragraph_pieces
from gaotang_desktop.documents.official_papers import Laid, lay_official_paper, table_size
from gaotang_desktop.documents.page_grid import ADVANCE, HEIGHT, PITCH, WIDTH
from gaotang_desktop.domain.documents.blocks import (
    Block,
    FormGrid,
    OfficialPaper,
    Paragraph,
    Sheet,
    Table,
)

_HAN = "\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff"
_MEETING = re.compile(f"(?<=[{_HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{_HAN}])")
_WHITE = "\u2005"
_SHARES = (0.96, 0.92, 0.88, 0.84, 0.8)
_CLOSER = (0.94, 0.88, 0.82, 0.76, 0.7)
_LEAST = 9.0
"""Points: no table is set smaller for this."""

_MOST_CLOSER, _SURELY = 16, 2
"""Tenths of a point, and so many more."""

_UNSQUEEZED = ADVANCE
"""Points of a line that the PDF wins by closer marks: LibreOffice breaks it before."""

_SPARE = 1.03
"""What is tried is set so much larger than in the twin: no program's rows are as high as another's."""

_SPARE_LINES = 4
"""Lines of a page that stay free when a sheet of a few pages is tried: cells of three lines may take four."""

_SHORT = 2
_FULL_BY = 3
"""Lines: a page of text with fewer of them free is full."""


def sheet_closeness(sheet: Sheet) -> tuple[float, ...]:
    """How close the lines of each section stand in the twin, that it has as many pages as here."""
    measure, frame = sheets.frame_of(sheet)
    apart = replace(
        sheet,
        blocks=tuple(map(_block_apart, sheet.blocks)),
        notes=tuple(map(_apart, sheet.notes)),
    )
    wide = sheets.sections(apart, measure, frame.height)
    line = sheets.TEXT_SIZE * sheets.LEADING
    tight = tuple(Frame(frame.height - spare * line) for spare in range(_SPARE_LINES, -1, -1))
    own = sheets.sections(sheet, measure, frame.height)
    found = []
    for closer, section, wider in zip(sheets.closeness(sheet), own, wide, strict=True):
        if any(isinstance(each, FormGrid) for each in sheet.blocks[section.first : section.last]):
            found.append(closer)  # its rows share what the page leaves
            continue
        pages = section.pages(closer, frame)
        # A page that is full anyway spares what it can.
        rooms = tight if pages <= _SHORT else (frame,)
        tried = (
            each
            for room in rooms
            for each in (closer, *_CLOSER)
            if wider.pages(each, room) <= pages
        )
        found.append(next(tried, closer))
    return tuple(found)


@dataclass(frozen=True)
class Fit:
    """How an official paper is set in its twin.

    ``laid`` are its pages in the PDF, ``shrink`` as the twin needs it; ``closer`` says by block of
    the text how many points closer its characters stand.
    """

    paper: OfficialPaper
    laid: Laid
    closer: Mapping[int, float]


def official_fit(paper: OfficialPaper) -> Fit:
    """The paper with its tables as small as needed, and its paragraphs; what fits is left alone."""
    own = lay_official_paper(paper)
    closer = dict(_closer_paragraphs(paper.blocks))
    # A full last page of the text has no line to give: there the paragraphs are closer anyway.
    # So is one that the lines which the closer paragraphs spare would fill.
    spared = (_FULL_BY + len(closer)) * PITCH
    is_full = bottom(own.sides[own.signed_on - 1].page) > HEIGHT - spared
    ways: tuple[Mapping[int, float], ...] = ({}, closer) if closer else ({},)
    if is_full:
        ways = ways[::-1]
    fallback: Fit | None = None
    for share in (1.0, *_SHARES):
        tried = paper if share == 1.0 else _sized(paper, share)
        for kept in ways:
            laid = lay_official_paper(_official_apart(_sized(tried, _SPARE), kept))
            if len(laid.sides) > len(own.sides):
                continue
            # A table begins a page by a break: where more lines come before it there, one would be left
            # almost empty.
            starts = own.page_starts & laid.page_starts
            shrink = min(own.shrink, laid.shrink)
            fit = Fit(tried, replace(own, shrink=shrink, page_starts=starts), kept)
            if starts == own.page_starts and not _lost_its_rest(paper, own, laid):
                return fit
            fallback = fallback or fit
    if fallback is not None:
        return fallback
    return Fit(paper, own, {})


def _lost_its_rest(paper: OfficialPaper, own: Laid, laid: Laid) -> bool:
    """Whether the last page of the text became full to its last line.

    Rows of another program are higher by a little that adds up: without a table nothing does.
    """
    before, after = (bottom(each.sides[each.signed_on - 1].page) for each in (own, laid))
    last = HEIGHT - PITCH / 2
    return before <= last < after and any(isinstance(each, Table) for each in paper.blocks)


def _closer_paragraphs(blocks: Sequence[Block]) -> Iterator[tuple[int, float]]:
    """The paragraphs that would take a line more, and what keeps them from it."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or (text := _apart(block.text)) == block.text:
            continue
        lines = len(paragraph_pieces(block, WIDTH))
        for tenths in range(_MOST_CLOSER + 1):
            wider = WIDTH * (1 + tenths / 10 / ADVANCE) - _UNSQUEEZED
            if len(paragraph_pieces(replace(block, text=text), wider)) <= lines:
                if tenths:
                    # Units that stay whole leave a rest in every line.
                    yield at, (tenths + _SURELY + max(0, lines - _SHORT)) / 10
                break


def _sized(paper: OfficialPaper, share: float) -> OfficialPaper:
    """The paper with all its tables ``share`` as large."""

    def sized(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        size = block.size or table_size(block)
        return replace(block, size=max(min(size, _LEAST), size * share))

    return _with_blocks(paper, sized)


def _official_apart(paper: OfficialPaper, kept: Container[int]) -> OfficialPaper:
    apart = _with_blocks(paper, _block_apart)
    blocks = tuple(
        own if at in kept else wide
        for at, (own, wide) in enumerate(zip(paper.blocks, apart.blocks, strict=True))
    )
    return replace(apart, blocks=blocks)


def _with_blocks(paper: OfficialPaper, change: Callable[[Block], Block]) -> OfficialPaper:
    annexes = (replace(each, blocks=tuple(map(change, each.blocks))) for each in paper.annexes)
    return replace(paper, blocks=tuple(map(change, paper.blocks)), annexes=tuple(annexes))


def _block_apart(block: Block) -> Block:
    """The block with white where LibreOffice puts it."""
    if isinstance(block, Paragraph):
        return replace(block, text=_apart(block.text))
    if not isinstance(block, Table):
        return block
    return replace(
        block,
        columns=tuple(replace(each, label=_apart(each.label)) for each in block.columns),
        rows=tuple(tuple(map(_apart, row)) for row in block.rows),
        notes=tuple(map(_apart, block.notes)),
    )


def _apart(text: str) -> str:
    return _MEETING.sub(_WHITE, text)
