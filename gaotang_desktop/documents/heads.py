"""Heads of official papers: 版头 (GB/T 9704-2012, 7.2), that of a letter (10.1), of a 纪要 (10.3)."""

from collections.abc import Sequence

from reportlab.lib.colors import Color

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.page_grid import (
    ADVANCE,
    LEFT,
    PITCH,
    SIZE,
    TITLE_SIZE,
    TOP,
    UPRIGHT,
    WIDTH,
)
from gaotang_desktop.documents.pen import A4, MM, Pen, text_width
from gaotang_desktop.domain.documents.blocks import OfficialPaper, written_date
from gaotang_desktop.domain.documents.elements import APPROVED
from gaotang_desktop.domain.documents.kinds import HEADED

RED = Color(0.84, 0.06, 0.06)
LETTERHEAD_TOP = 72 * MM
"""35 mm below the block's upper edge (7.2.4, 10.3)."""
LETTER_TOP = 30 * MM
"""The upper edge of a letter's 发文机关标志, below that of the paper (10.1)."""
LETTER_FOOT = 277 * MM
"""The lower red lines of a letter, 20 mm above the paper's lower edge."""
LETTER_RULE = 170 * MM
THICK, THIN, BETWEEN = 1.0 * MM, 0.35 * MM, 0.5 * MM
"""The two red lines of a letter and the white between them."""
_LETTERHEAD_SIZE = 15 * MM
_LEAST_SIZE, _NARROWEST = 24.0, 0.6
"""A long name is set narrower before it is set smaller than this: it stays larger than the title."""
_BELOW_RULE = SIZE * 7 / 8


_FILE = "文件"
_BESIDE_NAMES = 0.5
"""White between the names and 文件, in characters."""
_JOINT_HEIGHT = 75 * MM
"""How high the names of a joint head may be, so that the first page keeps some text (7.2.4)."""
NAME_PITCH = 1.25
"""From name to name, in characters."""


def joint_names(paper: OfficialPaper) -> tuple[str, ...]:
    """The names of a joint 发文机关标志 below each other, the lead's first.

    Empty where one unit sends, where the form has the lead's alone (a letter by 10.1), and where
    the names would be smaller than the title: then too the lead's stands alone, as 7.2.4 allows.
    """
    if not paper.joint or paper.form != "文件" or not paper.letterhead:
        return ()
    names = (paper.letterhead.removesuffix(_FILE), *paper.joint)
    return names if _joint_size(names, paper) >= TITLE_SIZE else ()


def joint_word(paper: OfficialPaper) -> str:
    """文件, which stands right of the names, in the middle of their height."""
    return _FILE if paper.letterhead.endswith(_FILE) else ""


def _joint_size(names: Sequence[str], paper: OfficialPaper) -> float:
    across = float(max(map(len, names)))
    if word := joint_word(paper):
        across += len(word) + _BESIDE_NAMES
    high = (len(names) - 1) * NAME_PITCH + 1
    return min(_LETTERHEAD_SIZE, WIDTH / across, _JOINT_HEIGHT / high)


def letterhead_height(paper: OfficialPaper) -> float:
    """From the upper edge of the first name to the lower edge of the last."""
    names = joint_names(paper)
    return letterhead_size(paper) * ((max(len(names), 1) - 1) * NAME_PITCH + 1)


def letterhead_size(paper: OfficialPaper) -> float:
    """The size of the 发文机关标志 in points, its height: it fits in one line of the block."""
    if names := joint_names(paper):
        return _joint_size(names, paper)
    across = WIDTH / max(1, len(paper.letterhead))
    return min(_LETTERHEAD_SIZE, max(across, min(_LEAST_SIZE, across / _NARROWEST)))


def letterhead_share(paper: OfficialPaper) -> float:
    """How wide its characters are set, as a share of their own width (长体)."""
    return min(1.0, WIDTH / max(1, len(paper.letterhead)) / letterhead_size(paper))


def title_line_at(paper: OfficialPaper) -> float:
    """Where the title begins below the block's edge: two blank lines below the head, on the grid."""
    return UPRIGHT.snapped(_head_ends(paper) + 2 * PITCH - 1.0)


def _head_ends(paper: OfficialPaper) -> float:
    """The lower edge of the head, below the block's."""
    if paper.form == "信函":
        return letter_line_at(paper, max(len(letter_corner(paper)), 1) - 1) + SIZE - TOP
    size = letterhead_height(paper)
    above = lines_above_number(paper) * PITCH
    rows = 2 * PITCH if paper.form in HEADED else 0.0
    return LETTERHEAD_TOP - TOP + size + SIZE + 4 * MM + 2 * PITCH + above + rows


def spare(paper: OfficialPaper) -> float:
    """What the grid leaves over: shared by the two gaps of two lines."""
    return max(0.0, title_line_at(paper) - _head_ends(paper) - 2 * PITCH)


def draw_head(pen: Pen, paper: OfficialPaper) -> None:
    """What stands above the title of a paper with a letterhead."""
    if paper.form == "信函":
        _letter_head(pen, paper)
        return
    size = letterhead_height(paper)
    for line, text in enumerate(paper.elements.corner):
        # 份号 is of digits in 3号, what stands below it in 黑体 (7.2.1-7.2.3).
        pen.write(text, LEFT, TOP + line * PITCH, corner_face(text), SIZE)
    if joint_names(paper):
        _joint_head(pen, paper)
    else:
        _letterhead(pen, paper, LETTERHEAD_TOP)
    y = LETTERHEAD_TOP + size + 2 * PITCH + spare(paper) / 2
    for row, names in enumerate(paper.elements.approver_rows):
        _approvers(pen, paper, names, y + row * PITCH, first=row == 0)
    y += lines_above_number(paper) * PITCH
    if paper.number:
        number = number_shown(paper)
        width = text_width(number, Face.FANGSONG, SIZE)
        # A paper that goes upwards has its number left, one character in (7.2.5).
        x = LEFT + ADVANCE if paper.elements.approvers else LEFT + (WIDTH - width) / 2
        pen.write(number, x, y, Face.FANGSONG, SIZE)
    if paper.form in HEADED:
        y += 2 * PITCH
        day, issuer = head_day(paper), paper.signer.strip()
        room = WIDTH - 3 * ADVANCE - text_width(day, Face.FANGSONG, SIZE)
        # A long name is set smaller, so that it ends before the day.
        fit = min(1.0, room / max(1.0, text_width(issuer, Face.FANGSONG, SIZE)))
        pen.write(issuer, LEFT + ADVANCE, y + SIZE * (1 - fit), Face.FANGSONG, SIZE * fit)
        width = text_width(day, Face.FANGSONG, SIZE)
        pen.write(day, LEFT + WIDTH - ADVANCE - width, y, Face.FANGSONG, SIZE)
    rule = y + SIZE + 4 * MM
    pen.rule(LEFT, rule, LEFT + WIDTH, rule, width=0.5 * MM, colour=RED)


def draw_first_foot(pen: Pen, paper: OfficialPaper) -> None:
    """The lower red lines on the first page of a letter: the thin one above (10.1)."""
    if paper.form == "信函" and paper.letterhead:
        _red_lines(pen, LETTER_FOOT - THICK / 2, THICK, -(THIN + THICK) / 2 - BETWEEN)


def number_shown(paper: OfficialPaper) -> str:
    """The number as the head has it: a 纪要 or 简报 shows its 期号 without the name above it."""
    if paper.form not in HEADED or "年第" not in paper.number:
        return paper.number
    return paper.number[max(0, paper.number.index("年第") - 4) :]


def head_day(paper: OfficialPaper) -> str:
    """The day that stands right in the head of a 纪要 or 简报."""
    return written_date(paper.date) if paper.date is not None else ""


def letter_corner(paper: OfficialPaper) -> tuple[str, ...]:
    """份号, 密级, 紧急程度 of a letter: those that there are, below each other."""
    return tuple(text for text in paper.elements.corner if text)


def letter_rule_at(paper: OfficialPaper) -> float:
    """The upper edge of the upper red lines: 4 mm below the 发文机关标志, from the paper's edge."""
    return LETTER_TOP + letterhead_size(paper) + 4 * MM


def letter_line_at(paper: OfficialPaper, line: int) -> float:
    """The top of a line below them: 7/8 of a character of 3号 away, then on the pitch (10.1)."""
    return letter_rule_at(paper) + THICK + BETWEEN + THIN + _BELOW_RULE + line * PITCH


def corner_face(text: str) -> Face:
    """仿宋 for the digits of a 份号, 黑体 for 密级 and 紧急程度."""
    return Face.FANGSONG if text.isdecimal() else Face.HEITI


def lines_above_number(paper: OfficialPaper) -> int:
    """Lines of 签发人 above the last one, beside which the number stands."""
    return max(0, len(paper.elements.approver_rows) - 1)


def approver_edges(paper: OfficialPaper) -> tuple[float, float]:
    """Where 签发人： and where the names begin, right of the block's edge; rows stand below each other."""
    rows = paper.elements.approver_rows
    label = text_width(APPROVED, Face.FANGSONG, SIZE)
    widest = max(
        sum(text_width(name, Face.KAITI, SIZE) + ADVANCE for name in names) - ADVANCE
        for names in rows
    )
    names_at = WIDTH - ADVANCE - widest
    return names_at - label, names_at


def _letterhead(pen: Pen, paper: OfficialPaper, y: float) -> None:
    face, size, share = Face.XIAOBIAOSONG, letterhead_size(paper), letterhead_share(paper)
    x = LEFT + (WIDTH - text_width(paper.letterhead, face, size) * share) / 2
    pen.write(paper.letterhead, x, y, face, size, colour=RED, share=share)


def _joint_head(pen: Pen, paper: OfficialPaper) -> None:
    """The names below each other, spread to one width, and 文件 beside their middle (7.2.4)."""
    face, size = Face.XIAOBIAOSONG, letterhead_size(paper)
    names, word = joint_names(paper), joint_word(paper)
    widest = max(text_width(name, face, size) for name in names)
    beside = text_width(word, face, size) + _BESIDE_NAMES * size if word else 0.0
    left = LEFT + (WIDTH - widest - beside) / 2
    for line, name in enumerate(names):
        y = LETTERHEAD_TOP + line * size * NAME_PITCH
        spare_each = (widest - text_width(name, face, size)) / max(1, len(name) - 1)
        x = left if len(name) > 1 else left + spare_each / 2
        for char in name:
            pen.write(char, x, y, face, size, colour=RED)
            x += text_width(char, face, size) + spare_each
    if word:
        middle = LETTERHEAD_TOP + (letterhead_height(paper) - size) / 2
        x = left + widest + _BESIDE_NAMES * size
        pen.write(word, x, middle, face, size, colour=RED)


def _letter_head(pen: Pen, paper: OfficialPaper) -> None:
    """发文机关标志, the red lines (the thick one above), the number at the right edge (10.1)."""
    _letterhead(pen, paper, LETTER_TOP)
    _red_lines(pen, letter_rule_at(paper) + THICK / 2, THICK, (THICK + THIN) / 2 + BETWEEN)
    for line, text in enumerate(letter_corner(paper)):
        pen.write(text, LEFT, letter_line_at(paper, line), corner_face(text), SIZE)
    width = text_width(paper.number, Face.FANGSONG, SIZE)
    pen.write(paper.number, LEFT + WIDTH - width, letter_line_at(paper, 0), Face.FANGSONG, SIZE)


def _red_lines(pen: Pen, y: float, width: float, other: float) -> None:
    """A red line and the thin one that stands ``other`` points below it."""
    left = (A4[0] - LETTER_RULE) / 2
    for at, thick in ((y, width), (y + other, THIN)):
        pen.rule(left, at, left + LETTER_RULE, at, width=thick, colour=RED)


def _approvers(
    pen: Pen, paper: OfficialPaper, names: Sequence[str], y: float, *, first: bool
) -> None:
    """签发人： in 仿宋 and the names in 楷体, the last of them one character in (7.2.6)."""
    label_at, x = approver_edges(paper)
    if first:
        pen.write(APPROVED, LEFT + label_at, y, Face.FANGSONG, SIZE)
    for name in names:
        pen.write(name, LEFT + x, y, Face.KAITI, SIZE)
        x += text_width(name, Face.KAITI, SIZE) + ADVANCE
