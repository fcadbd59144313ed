"""Heads of official papers in Word: the red head, that of a letter, that of a 纪要 or 简报."""

from gaotang_desktop.documents.cells import LEADING
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.heads import (
    LETTER_TOP,
    LETTERHEAD_TOP,
    NAME_PITCH,
    RED,
    approver_edges,
    corner_face,
    head_day,
    joint_names,
    joint_word,
    letter_corner,
    letterhead_height,
    letterhead_share,
    letterhead_size,
    lines_above_number,
    number_shown,
    spare,
    title_line_at,
)
from gaotang_desktop.documents.page_grid import ADVANCE, PITCH, TOP, WIDTH
from gaotang_desktop.documents.pen import MM
from gaotang_desktop.documents.word_twin.joint_heads import joint_head_xml
from gaotang_desktop.documents.word_twin.styles import NAMESPACES, WORD_PITCH, WORD_SIZE
from gaotang_desktop.documents.word_twin.text import (
    gap,
    hexadecimal,
    paragraph,
    run,
    run_properties,
    twips,
)
from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.elements import APPROVED
from gaotang_desktop.domain.documents.kinds import HEADED

_RED = hexadecimal(RED)
_RULE = 11
"""The thickness of the red rule, 0.5 mm, in eighths of a point."""

_LETTER_RULE = 36
"""The thickness of a letter's two red lines with the white between them, in eighths of a point."""

_RULE_SPACE = 8
"""Points from the line of the 发文字号 to the rule, 4 mm below its characters."""

# Where Word sets the base line of a line of exact height, and the top of a character above it.
_BASE, _TOP, _TITLE_TOP = 0.8, 0.86, 0.85

HEADER_AT = 8 * MM
"""Where the header of a page begins, below the edge of the sheet."""

_BESIDE = (8 * MM, 6 * MM)
"""How far a letter's red lines of 170 mm stand out of the block, left and right."""


def head_xml(paper: OfficialPaper) -> list[str]:
    """发文机关标志 and 发文字号 with the red rule under it, where the PDF has them."""
    if not paper.letterhead:
        return []
    if paper.form == "信函":
        return _letter_lines(paper)
    size = letterhead_size(paper)
    # Word cuts off what stands out of a line of exact height.
    line = size * LEADING
    above = line * _BASE - size * _TITLE_TOP
    corner = paper.elements.corner
    under_head = (
        _number_top(paper) - (LETTERHEAD_TOP - TOP - above) - line - _above_glyphs(WORD_SIZE)
    )
    marks = [
        paragraph(run(text, corner_face(text), WORD_SIZE) if text else "", line=WORD_PITCH)
        for text in corner
    ]
    rule = f'<w:bottom w:val="single" w:sz="{_RULE}" w:space="{_RULE_SPACE}" w:color="{_RED}"/>'
    rows = paper.elements.approver_rows
    red_head = [
        paragraph(
            run(
                paper.letterhead,
                Face.XIAOBIAOSONG,
                size,
                colour=_RED,
                share=letterhead_share(paper),
            ),
            style="Title",
            before=LETTERHEAD_TOP - TOP - above - len(marks) * WORD_PITCH,
            line=line,
        )
    ]
    if names := joint_names(paper):
        begins = LETTERHEAD_TOP - TOP - (NAME_PITCH - 1) / 2 * size
        red_head = [
            gap(begins - len(marks) * WORD_PITCH),
            joint_head_xml(names, joint_word(paper), size, NAME_PITCH * size, _RED),
        ]
        ends = begins + len(names) * NAME_PITCH * size
        under_head = _number_top(paper) - ends - _above_glyphs(WORD_SIZE)
    return [
        *marks,
        *red_head,
        *(
            _approver_line(
                paper,
                row,
                before=under_head if row == 0 else 0.0,
                rules=rule if row + 1 == len(rows) else "",
            )
            for row in range(len(rows))
        ),
        *(
            []
            if rows
            else [
                paragraph(
                    run(number_shown(paper), Face.FANGSONG, WORD_SIZE),
                    align="center",
                    before=under_head,
                    rules="" if paper.form in HEADED else rule,
                )
            ]
        ),
        *_issuer_line(paper, rule),
    ]


def _issuer_line(paper: OfficialPaper, rule: str) -> list[str]:
    """Issuer left and day right, above the rule of a 纪要 or 简报."""
    if paper.form not in HEADED:
        return []
    tab = f"<w:r>{run_properties(Face.FANGSONG, WORD_SIZE)}<w:tab/></w:r>"
    words = (
        run(paper.signer.strip(), Face.FANGSONG, WORD_SIZE)
        + tab
        + run(head_day(paper), Face.FANGSONG, WORD_SIZE)
    )
    return [
        paragraph(
            words,
            align="left",
            before=WORD_PITCH,
            line=WORD_PITCH,
            indents=(ADVANCE, 0.0, 0.0),
            tabs=f'<w:tab w:val="right" w:pos="{twips(WIDTH - ADVANCE)}"/>',
            rules=rule,
        )
    ]


def letter_header_xml(paper: OfficialPaper) -> str:
    """The header of a letter's first page: 发文机关标志 with the red lines below it (10.1)."""
    size = letterhead_size(paper)
    line = size * LEADING
    # The rule stands 4 mm below the characters, which end above the line's lower edge.
    space = round(4 * MM - (line * (1 - _BASE) - size * (1 - _TITLE_TOP)))
    rule = (
        f'<w:bottom w:val="thickThinSmallGap" w:sz="{_LETTER_RULE}"'
        f' w:space="{max(1, min(31, space))}" w:color="{_RED}"/>'
    )
    words = paragraph(
        run(paper.letterhead, Face.XIAOBIAOSONG, size, colour=_RED, share=letterhead_share(paper)),
        style="Title",
        before=LETTER_TOP - HEADER_AT - (line * _BASE - size * _TITLE_TOP),
        line=line,
        indents=(-_BESIDE[0], 0.0, -_BESIDE[1]),
        rules=rule,
    )
    return f"<w:hdr {NAMESPACES}>{words}</w:hdr>"


def letter_foot_xml() -> str:
    """The foot of a letter's first page: the lower red lines, and no number."""
    rule = f'<w:top w:val="thinThickSmallGap" w:sz="{_LETTER_RULE}" w:space="0" w:color="{_RED}"/>'
    lines = paragraph(style="Footer", line=1.0, indents=(-_BESIDE[0], 0.0, -_BESIDE[1]), rules=rule)
    return f"<w:ftr {NAMESPACES}>{lines}</w:ftr>"


def _letter_lines(paper: OfficialPaper) -> list[str]:
    """份号, 密级, 紧急程度 at the left edge and the number at the right one, below the red lines."""
    corner = letter_corner(paper) or ("",)
    tab = f"<w:r>{run_properties(Face.FANGSONG, WORD_SIZE)}<w:tab/></w:r>"
    lines = []
    for at, text in enumerate(corner):
        words = run(text, corner_face(text), WORD_SIZE) if text else ""
        if at == 0:
            words += tab + run(paper.number, Face.FANGSONG, WORD_SIZE)
        lines.append(
            paragraph(
                words,
                align="left",
                line=WORD_PITCH,
                tabs=f'<w:tab w:val="right" w:pos="{twips(WIDTH)}"/>',
            )
        )
    return lines


def _approver_line(paper: OfficialPaper, row: int, *, before: float, rules: str) -> str:
    """A line of 签发人; in the last one the number stands left."""
    label_at, names_at = approver_edges(paper)
    rows = paper.elements.approver_rows
    first, last = row == 0, row + 1 == len(rows)
    stops = "".join(f'<w:tab w:val="left" w:pos="{twips(at)}"/>' for at in (label_at, names_at))
    tab = f"<w:r>{run_properties(Face.FANGSONG, WORD_SIZE)}<w:tab/></w:r>"
    label = run(APPROVED, Face.FANGSONG, WORD_SIZE) if first else tab
    return paragraph(
        (run(paper.number, Face.FANGSONG, WORD_SIZE) if last else "")
        + tab
        + label
        + run("　".join(rows[row]), Face.KAITI, WORD_SIZE),
        align="left",
        before=before,
        line=WORD_PITCH,
        indents=(ADVANCE, 0.0, 0.0),
        tabs=stops,
        rules=rules,
    )


def _number_top(paper: OfficialPaper) -> float:
    """The top of the 发文字号 below the block's edge: two lines below, what the grid spares shared."""
    return LETTERHEAD_TOP - TOP + letterhead_height(paper) + 2 * PITCH + spare(paper) / 2


def _above_glyphs(size: float, top: float = _TOP) -> float:
    """The white above characters in a line of the grid."""
    return WORD_PITCH * _BASE - size * top


def above_title(paper: OfficialPaper) -> float:
    """So that the title, and all text after it, stands on the lines of the grid."""
    if not paper.letterhead:
        return 0.0
    if paper.form == "信函":
        return 2 * WORD_PITCH
    head = _number_top(paper) - _above_glyphs(WORD_SIZE) + WORD_PITCH + _RULE_SPACE + _RULE / 8
    head += lines_above_number(paper) * WORD_PITCH
    head += 2 * WORD_PITCH if paper.form in HEADED else 0.0
    lines = round(title_line_at(paper) / PITCH)
    return lines * WORD_PITCH - head
