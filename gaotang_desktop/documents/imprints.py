"""版记: who gets the paper and copies of it, who printed it and when (GB/T 9704-2012, 7.4)."""

from dataclasses import dataclass

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.line_breaking import Line, break_lines
from gaotang_desktop.documents.page_grid import HEIGHT, LEFT, SMALL_SIZE, TOP, WIDTH
from gaotang_desktop.documents.pen import MM, Pen, text_width
from gaotang_desktop.documents.title_lines import two_lines
from gaotang_desktop.domain.documents.blocks import OfficialPaper, written_date

PITCH = 24.0
_FACE = Face.FANGSONG
COPIES = "抄送："
RECIPIENTS = "主送："
"""As wide as :data:`COPIES`: the names of both begin below each other."""


@dataclass(frozen=True)
class Imprint:
    """The lines of a 版记; the day of printing stands right, in the last line of the issuer.

    ``copies`` are the lines of 主送, where that stands here, and of 抄送. ``apart`` says that it needs a line of its own. ``count`` (共印50份) stands below a rule of its own.
    ``ruled`` is False for a letter, which has the copies alone.
    """

    copies: tuple[Line, ...]
    issuer: tuple[str, ...]
    printed: str
    apart: bool = False
    count: str = ""
    ruled: bool = True

    @property
    def height(self) -> float:
        """Points between its first and its last rule."""
        if not self.ruled:
            return len(self.copies) * PITCH
        return (len(self.copies) + max(1, len(self.issuer)) + self.apart + bool(self.count)) * PITCH


def set_imprint(paper: OfficialPaper) -> Imprint | None:
    """Wrap the recipients one character in from both sides, below the first name.

    ``None`` for a paper without a letterhead, and for a letter that names nobody there (10.1).
    """
    if not paper.letterhead:
        return None
    lines: tuple[Line, ...] = ()
    for said in recipients(paper):
        lines += break_lines(
            said,
            lambda char: text_width(char, _FACE, SMALL_SIZE),
            WIDTH - 2 * SMALL_SIZE,
            hanging=text_width(COPIES, _FACE, SMALL_SIZE),
        )
    if paper.form == "信函":
        return Imprint(lines, (), "", ruled=False) if lines else None
    printed = printed_line(paper)
    issuer, apart = issuer_lines(paper.signer.strip(), printed)
    return Imprint(lines, issuer, printed, apart, paper.elements.printed)


def issuer_lines(issuer: str, printed: str) -> tuple[tuple[str, ...], bool]:
    """The lines of the issuer, and whether the day of printing needs one below them."""
    if not issuer:
        return (), False
    whole = WIDTH - 2 * SMALL_SIZE
    beside = whole - (text_width(printed, _FACE, SMALL_SIZE) + SMALL_SIZE if printed else 0.0)

    def width(char: str) -> float:
        return text_width(char, _FACE, SMALL_SIZE)

    lines = two_lines(issuer, width, whole, beside)
    if len(lines) > 2 or text_width(lines[-1], _FACE, SMALL_SIZE) > beside:
        return two_lines(issuer, width, whole), True
    return lines, False


def recipients(paper: OfficialPaper) -> tuple[str, ...]:
    """主送：…, where the first page has no room for it, above 抄送：…; each ends with a full stop.

    They are set alike, and no rule stands between them (7.4.2).
    """
    to = paper.addressee.strip().rstrip(":：。.") if paper.addressee_moved else ""
    copies = paper.copies_to.strip().removeprefix(COPIES).rstrip("。.")
    said = ((RECIPIENTS, to), (COPIES, copies))
    return tuple(f"{label}{names}。" for label, names in said if names)


def printed_line(paper: OfficialPaper) -> str:
    """2026年9月5日印发, or nothing for a paper without a date."""
    day = paper.printed_on or paper.date
    return f"{written_date(day)}印发" if day else ""


def draw_imprint(pen: Pen, imprint: Imprint) -> None:
    """Draw it at the foot of the page: its last rule lies on the lower edge of the block."""
    bottom = TOP + HEIGHT
    y = bottom - imprint.height
    pad = (PITCH - SMALL_SIZE) / 2
    if imprint.ruled:
        pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.35 * MM)
    for line in imprint.copies:
        faces = [_FACE] * len(line.text)
        pen.place(line.text, line.places, LEFT + SMALL_SIZE, y + pad, faces, SMALL_SIZE)
        y += PITCH
    if not imprint.ruled:
        return
    if imprint.copies:
        pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.25 * MM)
    for number, text in enumerate(imprint.issuer):
        y += PITCH if number else 0.0
        pen.write(text, LEFT + SMALL_SIZE, y + pad, _FACE, SMALL_SIZE)
    y += PITCH if imprint.apart else 0.0
    width = text_width(imprint.printed, _FACE, SMALL_SIZE)
    right = LEFT + WIDTH - SMALL_SIZE
    pen.write(imprint.printed, right - width, y + pad, _FACE, SMALL_SIZE)
    if imprint.count:
        y += PITCH
        pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.25 * MM)
        width = text_width(imprint.count, _FACE, SMALL_SIZE)
        pen.write(imprint.count, right - width, y + pad, _FACE, SMALL_SIZE)
    pen.rule(LEFT, bottom, LEFT + WIDTH, bottom, width=0.35 * MM)
