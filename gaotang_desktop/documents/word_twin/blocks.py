"""Every block that is not a paragraph as parts of a Word document."""

from collections.abc import Iterable

from gaotang_desktop.documents.block_pieces import BESIDE_BLOCK, NOTE, note_lines, note_size
from gaotang_desktop.documents.cells import LEADING
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.pen import text_width
from gaotang_desktop.documents.word_twin.pictures import Pictures
from gaotang_desktop.documents.word_twin.tables import Look, form_xml, table_xml
from gaotang_desktop.documents.word_twin.text import gap, paragraph, run
from gaotang_desktop.domain.documents.blocks import Drawing, FormGrid, Picture, Table

_ABOVE_FORM, _ABOVE_NOTES = 4.0, 3.0

UNDER_BLOCK = gap(BESIDE_BLOCK)
"""The white above and below a table; it also keeps two tables apart."""


def block_xml(
    block: Table | FormGrid | Drawing | Picture,
    look: Look,
    room: float,
    pictures: Pictures,
    *,
    stretched: Iterable[float] = (),
) -> list[str]:
    """The parts of a block, gaps included; ``room`` is the height of the page in points.

    ``stretched`` are the heights of the rows of a grid that share what is left of the page.
    """
    if isinstance(block, FormGrid):
        return [gap(_ABOVE_FORM), form_xml(block, look, stretched), gap()]
    caption = _caption(block.caption, look.size, above=isinstance(block, Table))
    if isinstance(block, Table):
        notes = _notes(block, note_size(block.size or look.size))
        return [UNDER_BLOCK, *caption, table_xml(block, look), *notes, UNDER_BLOCK]
    picture = paragraph(
        pictures.run(block, look.measure, room - 3 * look.size),
        style="Picture",
        before=BESIDE_BLOCK,
        keep_next=bool(caption),
    )
    return [picture, *caption, UNDER_BLOCK]


def _notes(table: Table, size: float) -> list[str]:
    hanging = text_width(NOTE, Face.FANGSONG, size)
    lines = note_lines(table)
    return [
        paragraph(
            run(text, Face.FANGSONG, size),
            line=size * LEADING,
            before=_ABOVE_NOTES if number == 0 else 0.0,
            indents=(hanging, -hanging if number == 0 else 0.0, 0.0),
            keep_next=number < len(lines) - 1,
        )
        for number, text in enumerate(lines)
    ]


def _caption(text: str, size: float, *, above: bool) -> list[str]:
    if not text:
        return []
    words = run(text, Face.HEITI, size)
    return [paragraph(words, style="Caption", line=size * 1.5, keep_next=above)]
