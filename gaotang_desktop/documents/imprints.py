"""版记: who gets copies, who printed the paper and when (GB/T 9704-2012, 7.4)."""

from dataclasses import dataclass

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.line_breaking import Line, break_lines
from gaotang_desktop.documents.page_grid import HEIGHT, LEFT, SMALL_SIZE, TOP, WIDTH
from gaotang_desktop.documents.pen import MM, Pen, text_width
from gaotang_desktop.domain.documents.blocks import OfficialPaper, written_date

_PITCH = 24.0
_FACE = Face.FANGSONG
_COPIES = "抄送："


@dataclass(frozen=True)
class Imprint:
    """The lines of a 版记."""

    copies: tuple[Line, ...]
    issuer: str
    printed: str

    @property
    def height(self) -> float:
        """Points between its first and its last rule."""
        return (len(self.copies) + 1) * _PITCH


def set_imprint(paper: OfficialPaper) -> Imprint:
    """Wrap the copies one character in from both sides, below the first name."""
    copies = paper.copies_to.strip().removeprefix(_COPIES).rstrip("。.")
    lines: tuple[Line, ...] = ()
    if copies:
        lines = break_lines(
            f"{_COPIES}{copies}。",
            lambda char: text_width(char, _FACE, SMALL_SIZE),
            WIDTH - 2 * SMALL_SIZE,
            hanging=text_width(_COPIES, _FACE, SMALL_SIZE),
        )
    day = paper.printed_on or paper.date
    return Imprint(lines, paper.signer, f"{written_date(day)}印发" if day else "")


def draw_imprint(pen: Pen, imprint: Imprint) -> None:
    """Draw it at the foot of the page: its last rule lies on the lower edge of the block."""
    bottom = TOP + HEIGHT
    y = bottom - imprint.height
    pad = (_PITCH - SMALL_SIZE) / 2
    pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.35 * MM)
    for line in imprint.copies:
        faces = [_FACE] * len(line.text)
        pen.place(line.text, line.places, LEFT + SMALL_SIZE, y + pad, faces, SMALL_SIZE)
        y += _PITCH
    if imprint.copies:
        pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.25 * MM)
    pen.write(imprint.issuer, LEFT + SMALL_SIZE, y + pad, _FACE, SMALL_SIZE)
    width = text_width(imprint.printed, _FACE, SMALL_SIZE)
    right = LEFT + WIDTH - SMALL_SIZE
    pen.write(imprint.printed, right - width, y + pad, _FACE, SMALL_SIZE)
    pen.rule(LEFT, bottom, LEFT + WIDTH, bottom, width=0.35 * MM)
