"""The 版记 behind an annex that lies across: the sheet stands upright, so it runs up the page."""

from collections.abc import Sequence

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.imprints import COPIES, PITCH, Imprint
from gaotang_desktop.documents.page_grid import LYING_LEFT, SMALL_SIZE, WIDTH
from gaotang_desktop.documents.pen import MM, text_width
from gaotang_desktop.documents.word_twin.sections import turned_box, turned_rule
from gaotang_desktop.documents.word_twin.text import paragraph, run, run_properties, twips

_OUTER, _INNER = 0.35 * MM, 0.25 * MM
"""The rules (GB/T 9704-2012, 7.4.1)."""
_FACE = Face.FANGSONG


def lying_imprint_xml(imprint: Imprint, recipients: Sequence[str]) -> str:
    """A paragraph from which the 版记 hangs, at the lower edge of the block of the upright sheet."""
    stop = f'<w:tab w:val="right" w:pos="{twips(WIDTH - SMALL_SIZE)}"/>'
    tab = f"<w:r>{run_properties(_FACE, SMALL_SIZE)}<w:tab/></w:r>"

    def words(runs: str, hanging: float = 0.0) -> str:
        indents = (SMALL_SIZE + hanging, -hanging, SMALL_SIZE)
        return paragraph(
            runs, style="Imprint", line=PITCH, indents=indents, tabs=stop, align="left"
        )

    hanging = text_width(COPIES, _FACE, SMALL_SIZE)
    lines = [words(_run(said), hanging) for said in recipients]
    if imprint.ruled:
        *above, last = (*imprint.issuer, "") if imprint.apart else (imprint.issuer or ("",))
        lines += [words(_run(line)) for line in above]
        lines.append(words(_run(last) + tab + _run(imprint.printed)))
    if imprint.count:
        lines.append(words(tab + _run(imprint.count)))
    # The sheet's lower edge is the page's left one: what stands higher there lies further right.
    top = LYING_LEFT + imprint.height
    box = turned_box("".join(lines), LYING_LEFT, imprint.height, "版记")
    rules = []
    if imprint.ruled:
        rules = [("首条分隔线", top, _OUTER), ("末条分隔线", LYING_LEFT, _OUTER)]
        if recipients:
            rules.append(("分隔线", top - len(imprint.copies) * PITCH, _INNER))
        if imprint.count:
            rules.append(("印数分隔线", LYING_LEFT + PITCH, _INNER))
    drawn = "".join(turned_rule(at, thick, name) for name, at, thick in rules)
    return paragraph(box + drawn, style="Gap", line=1.0)


def _run(text: str) -> str:
    return run(text, _FACE, SMALL_SIZE)
