"""The Word twin of an internal sheet: ledgers, forms, lists."""

from collections.abc import Iterator
from itertools import islice

from gaotang_desktop.documents import sheets
from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.pen import MM
from gaotang_desktop.documents.title_lines import title_lines
from gaotang_desktop.documents.word_twin.blocks import block_xml
from gaotang_desktop.documents.word_twin.fitting import sheet_closeness
from gaotang_desktop.documents.word_twin.pictures import Pictures
from gaotang_desktop.documents.word_twin.sections import Sides, section_xml
from gaotang_desktop.documents.word_twin.tables import Look
from gaotang_desktop.documents.word_twin.text import (
    gap,
    hexadecimal,
    paragraph,
    run,
    run_properties,
    twips,
)
from gaotang_desktop.domain.documents.blocks import Banner, FormGrid, Paragraph, Sheet

_TOP = 12.0
"""mm; Word's lines have most of their leading above, so titles begin where the PDF's do."""

_FOOT = 6.5
_UNNUMBERED_BOTTOM = 9.0
"""mm; a form has no foot, and what machines set a little higher finds room here."""

_BAR = 3 * MM
_UNDER_BAR = 4 * MM
_UNDER_TITLE = 5.0


def sheet_xml(sheet: Sheet, pictures: Pictures, feet: dict[str, str]) -> str:
    """What stands in the ``w:body``; ``feet`` are the feet of its pages."""
    width, height = sheets.page_size(sheet)
    side = sheets.side_of(sheet)
    measure, room = width - 2 * side, height - sheets.ABOVE - sheets.BELOW
    parts = []
    if not (sheet.blocks and isinstance(sheet.blocks[0], Banner)):
        parts += _banner(Banner(sheet.title, sheet.subtitle), measure)
    if sheet.left or sheet.right:
        parts.append(_both_ends(sheet.left, sheet.right, measure))
    parts.append(gap(_UNDER_TITLE))
    stretched = _stretched(sheet)
    closeness = iter(sheet_closeness(sheet))
    closer = next(closeness)
    for at, block in enumerate(sheet.blocks):
        if at and at in sheet.breaks:
            closer = next(closeness)
        new_page = at in sheet.breaks
        if isinstance(block, Banner):
            parts += [*_banner(block, measure, new_page=new_page), gap(_UNDER_TITLE)]
            continue
        if isinstance(block, Paragraph):
            parts.append(_text(block, new_page=new_page, closer=closer))
            continue
        if new_page:
            parts.append(gap(new_page=True))
        size = sheets.table_size(block) * sheets.table_share(closer)
        look = Look(measure, size, Face.SONGTI, shaded=True)
        own: list[float] = []
        if isinstance(block, FormGrid):
            own = list(islice(stretched, sum(1 for row in block.rows if row.stretch)))
        parts += block_xml(block, look, room, pictures, stretched=own)
    parts += [
        paragraph(
            run(note, Face.SONGTI, sheets.NOTE_SIZE),
            style="Note",
            line=_line(sheets.NOTE_SIZE, closer),
        )
        for note in sheet.notes
    ]
    # A document ends with a paragraph, never with a table.
    parts.append(gap())
    below = (sheets.ABOVE + sheets.BELOW) / MM - _TOP if sheet.numbered else _UNNUMBERED_BOTTOM
    sides = Sides(_TOP, below, side / MM, side / MM, _FOOT)
    return "".join(parts) + section_xml(sides, lying=sheet.landscape, feet=feet)


def _stretched(sheet: Sheet) -> Iterator[float]:
    """The heights of the rows that fill their pages, as the PDF has them, in their order."""
    if not any(isinstance(block, FormGrid) for block in sheet.blocks):
        return
    for page in sheets.lay_sheet(sheet):
        yield from (placed.piece.height for placed in page if placed.piece.stretch)


def _banner(banner: Banner, measure: float, *, new_page: bool = False) -> list[str]:
    """A title in the lines of the PDF, below a bar when it has a colour."""
    parts = []
    if banner.colour:
        shade = hexadecimal(sheets.STRIPES[banner.colour])
        parts.append(
            paragraph(style="Gap", line=_BAR, after=_UNDER_BAR, shade=shade, new_page=new_page)
        )
        new_page = False

    def widths(char: str) -> float:
        return advance(char, Face.XIAOBIAOSONG) * sheets.TITLE_SIZE

    lines = [text for text, _width in title_lines(banner.text, widths, measure)]
    words = run("\n".join(lines), Face.XIAOBIAOSONG, sheets.TITLE_SIZE)
    parts.append(paragraph(words, style="Title", keep_next=True, new_page=new_page))
    if banner.subtitle:
        under = run(banner.subtitle, Face.KAITI, sheets.SUBTITLE_SIZE)
        parts.append(paragraph(under, style="Subtitle", keep_next=True))
    return parts


def _both_ends(left: str, right: str, measure: float) -> str:
    words = run(left, Face.SONGTI, sheets.TEXT_SIZE)
    tabs = ""
    if right:
        look = run_properties(Face.SONGTI, sheets.TEXT_SIZE)
        words += f"<w:r>{look}<w:tab/></w:r>" + run(right, Face.SONGTI, sheets.TEXT_SIZE)
        tabs = f'<w:tab w:val="right" w:pos="{twips(measure)}"/>'
    return paragraph(words, align="left", line=sheets.TEXT_SIZE * 1.7, tabs=tabs, keep_next=True)


def _line(size: float, closer: float) -> float:
    """The height of a line that stands closer than usual; 0: that of the style."""
    return 0.0 if closer == 1.0 else size * sheets.LEADING * closer


def _text(block: Paragraph, *, new_page: bool, closer: float) -> str:
    face = {1: Face.HEITI, 2: Face.KAITI}.get(block.level, Face.SONGTI)
    return paragraph(
        run(block.text, face, sheets.TEXT_SIZE),
        style=f"Heading{block.level}" if block.level else "BodyText",
        keep_next=block.level > 0,
        new_page=new_page,
        line=_line(sheets.TEXT_SIZE, closer),
    )
