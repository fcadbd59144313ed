"""The Word twin of an official paper: red head, title, body, signature, annexes, 版记."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.grid_text import LEVEL_FACES, grid_width, run_in_end
from gaotang_desktop.documents.imprints import PITCH as IMPRINT_PITCH
from gaotang_desktop.documents.imprints import printed_line, recipients
from gaotang_desktop.documents.joint_signatures import joint_lines
from gaotang_desktop.documents.line_breaking import cleaned
from gaotang_desktop.documents.official_papers import table_size
from gaotang_desktop.documents.page_grid import (
    ADVANCE,
    CHARACTERS,
    HEIGHT,
    SIZE,
    TITLE_SIZE,
    WIDTH,
)
from gaotang_desktop.documents.signatures import (
    annex_name,
    lines_above_signature,
    note_words,
    signature_lines,
    signature_size,
)
from gaotang_desktop.documents.title_lines import title_lines
from gaotang_desktop.documents.word_twin.blocks import UNDER_BLOCK, block_xml
from gaotang_desktop.documents.word_twin.fitting import official_fit
from gaotang_desktop.documents.word_twin.heads import above_title, head_xml
from gaotang_desktop.documents.word_twin.lying_imprints import lying_imprint_xml
from gaotang_desktop.documents.word_twin.pictures import Pictures
from gaotang_desktop.documents.word_twin.sections import LYING_SIDES, UPRIGHT_SIDES, section_xml
from gaotang_desktop.documents.word_twin.styles import STYLE_CLOSER, WORD_PITCH, WORD_SIZE
from gaotang_desktop.documents.word_twin.tables import Look, imprint_xml
from gaotang_desktop.documents.word_twin.text import (
    gap,
    paragraph,
    run,
    run_properties,
    twips,
)
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Banner,
    Block,
    OfficialPaper,
    Paragraph,
)
from gaotang_desktop.domain.documents.kinds import HEADED

_INDENT = 2 * ADVANCE
_SHORT = 2 * CHARACTERS - 2
"""Characters of a paragraph that goes to the next page together with the signature."""


def official_paper_xml(
    paper: OfficialPaper, pictures: Pictures, upright: dict[str, str], lying: dict[str, str]
) -> str:
    """What stands in the ``w:body``; ``upright`` and ``lying`` are the feet of such pages."""
    fit = official_fit(paper)
    laid = fit.laid
    paper = replace(fit.paper, addressee_moved=laid.addressee_moved)
    # Beside the last annex the 版记 of the sheet, which stands upright, takes its height.
    inset = laid.sides[-1].inset if laid.imprint is not None else 0.0
    sections = {
        (False, 0.0): section_xml(UPRIGHT_SIDES, lying=False, feet=upright, on_grid=True),
        **{
            (True, each): section_xml(LYING_SIDES, lying=True, feet=lying, on_grid=True, inset=each)
            for each in (0.0, inset)
        },
    }
    parts = [
        *head_xml(paper),
        *_title(paper.title, WIDTH, before=above_title(paper)),
        *_number(paper),
        *_addressee(paper),
    ]
    signed = [] if paper.form in HEADED else _signature(paper)
    tail = [*_annex_note(paper.annexes), *signed, *_note(paper.note), *_attendance(paper)]
    parts += _body(
        paper.blocks,
        (WIDTH, HEIGHT),
        pictures,
        keep_last=bool(tail),
        closer=fit.closer,
        page_starts=laid.page_starts,
    )
    parts += tail
    now = (False, 0.0)
    for number, annex in enumerate(paper.annexes, start=1):
        is_last = number == len(paper.annexes)
        own = (annex.landscape, inset if is_last and annex.landscape else 0.0)
        if own != now:
            _end_section(parts, sections[now])
        label = f"附件{number}" if len(paper.annexes) > 1 else "附件"
        shrink = laid.shrink if is_last else 1.0
        parts += _annex(label, annex, pictures, shrink=shrink, new_page=own == now, inset=own[1])
        now = own
    if parts and parts[-1] == UNDER_BLOCK:
        # What follows has a place of its own.
        parts[-1:] = [] if now[0] and laid.imprint is not None else [gap()]
    if laid.imprint is not None:
        # The 版记 hangs on the paragraph behind it, and needs one before it on a page of its own.
        if laid.imprint_moved or laid.imprint_turned:
            # The page that it has for itself stands upright.
            if now[0]:
                _end_section(parts, sections[now])
            else:
                parts.append(gap(new_page=True))
            now = (False, 0.0)
        if now[0]:
            parts.append(lying_imprint_xml(laid.imprint, recipients(paper)))
        else:
            parts.append(
                imprint_xml(
                    recipients(paper),
                    laid.imprint.issuer,
                    printed_line(paper),
                    WIDTH,
                    IMPRINT_PITCH,
                    count=laid.imprint.count,
                    ruled=laid.imprint.ruled,
                )
            )
    if not parts or not parts[-1].endswith("</w:p>"):
        # Only a paragraph may come last; behind a full page one more would be a page of its own.
        parts.append(gap())
    return "".join(parts) + sections[now]


def _end_section(parts: list[str], section: str) -> None:
    """End a section with its last paragraph: behind a full page one more would begin an empty one."""
    if parts and parts[-1] == UNDER_BLOCK:
        parts.pop()
    if parts and parts[-1].endswith("</w:p>") and parts[-1].count("</w:pPr>") == 1:
        parts[-1] = parts[-1].replace("</w:pPr>", f"{section}</w:pPr>")
    else:
        parts.append(gap(section=section))


def _title(title: str, measure: float, *, before: float = 0.0, after: float = 0.0) -> list[str]:
    """A title in the lines of the PDF."""

    def widths(char: str) -> float:
        return advance(char, Face.XIAOBIAOSONG) * TITLE_SIZE

    lines = [text for text, _width in title_lines(cleaned(title), widths, measure)]
    if not lines:
        return []
    words = run("\n".join(lines), Face.XIAOBIAOSONG, TITLE_SIZE)
    return [paragraph(words, style="Title", before=before, after=after, keep_next=True)]


def _annex(
    label: str,
    annex: Annex,
    pictures: Pictures,
    *,
    shrink: float,
    new_page: bool,
    inset: float = 0.0,
) -> list[str]:
    """An annex: its label on line 1, its title on line 3, a blank line, its text."""
    page = (HEIGHT - inset, WIDTH) if annex.landscape else (WIDTH, HEIGHT)
    words = run(label, Face.HEITI, WORD_SIZE)
    return [
        paragraph(words, style="AnnexLabel", keep_next=True, new_page=new_page),
        *_title(annex.title, page[0], before=WORD_PITCH, after=_under_title(annex)),
        *_body(annex.blocks, page, pictures, shrink=shrink),
    ]


def _under_title(annex: Annex) -> float:
    """A blank line of the grid; a table, which is not on it, begins as near as in the PDF."""
    if annex.landscape:
        return 0.0
    is_text = bool(annex.blocks) and isinstance(annex.blocks[0], Paragraph)
    return WORD_PITCH if is_text else SIZE


def _addressee(paper: OfficialPaper) -> list[str]:
    """主送机关, one blank line below the title; without one there only the blank line."""
    addressee = "" if paper.addressee_moved else paper.addressee.strip()
    if not addressee:
        return [paragraph()] if paper.title.strip() else []
    words = run(addressee.rstrip(":：") + "：", Face.FANGSONG, WORD_SIZE)
    return [paragraph(words, style="Addressee", before=WORD_PITCH)]


def _body(
    blocks: Sequence[Block],
    page: tuple[float, float],
    pictures: Pictures,
    *,
    shrink: float = 1.0,
    keep_last: bool = False,
    closer: Mapping[int, float] = MappingProxyType({}),
    page_starts: Container[int] = (),
) -> list[str]:
    """The blocks on pages of that width and height; those of ``page_starts`` begin one."""
    measure, room = page
    parts = []
    for number, block in enumerate(blocks, start=1):
        keep = keep_last and number == len(blocks)
        begins = number - 1 in page_starts
        if isinstance(block, Paragraph):
            if block.text.strip():
                # Some programs keep a paragraph whole that they keep with the next.
                keep = keep and len(block.text) <= _SHORT
                nearer = closer.get(number - 1, 0.0)
                parts.append(_text(block, keep=keep, closer=nearer, new_page=begins))
        elif isinstance(block, Banner):
            parts += _title(block.text, measure)
        else:
            look = Look(measure, table_size(block) * shrink, Face.FANGSONG)
            own = block_xml(block, look, room, pictures)
            if begins and own[0] == UNDER_BLOCK:
                own[0] = gap(new_page=True)
            parts += own
    return parts


def _text(block: Paragraph, *, keep: bool, closer: float = 0.0, new_page: bool = False) -> str:
    """A paragraph; a heading that text follows in its own line is set in two faces.

    Its characters stand ``closer`` points nearer to each other than those of the style.
    """
    text = cleaned(block.text).strip()
    face = LEVEL_FACES.get(block.level, Face.FANGSONG)
    ends = run_in_end(text)
    alone = block.level > 0 and ends >= len(text)
    nearer = closer and closer - STYLE_CLOSER
    return paragraph(
        run(text[:ends], face, WORD_SIZE, closer=nearer)
        + run(text[ends:], Face.FANGSONG, WORD_SIZE, closer=nearer),
        style=f"Heading{block.level}" if alone else "BodyText",
        # A numbered sentence is text, as in the PDF: kept with the next, a list would fill a page.
        keep_next=keep or (block.level > 0 and "。" not in text),
        new_page=new_page,
    )


def _number(paper: OfficialPaper) -> list[str]:
    """The number below the title of a paper that has no head."""
    if paper.form != "文书" or not paper.number:
        return []
    words = run(paper.number, Face.FANGSONG, WORD_SIZE)
    return [paragraph(words, align="right", before=WORD_PITCH)]


def _attendance(paper: OfficialPaper) -> list[str]:
    """出席：…, wrapped lines below the first name."""
    said = []
    for number, (label, names) in enumerate(paper.attendance):
        hanging = grid_width(f"{label}：")
        said.append(
            paragraph(
                run(f"{label}：", Face.HEITI, WORD_SIZE) + run(names, Face.FANGSONG, WORD_SIZE),
                style="AnnexNote",
                before=0.0 if number else WORD_PITCH,
                indents=(_INDENT + hanging, -hanging, 0.0),
            )
        )
    return said


def _annex_note(annexes: Sequence[Annex]) -> list[str]:
    """附件：1.…, wrapped lines below the name."""
    notes = []
    for number, annex in enumerate(annexes, start=1):
        front = ("附件：" if number == 1 else "") + (f"{number}." if len(annexes) > 1 else "")
        hanging = grid_width(front)
        left = (_INDENT if number == 1 else 5 * ADVANCE) + hanging
        notes.append(
            paragraph(
                run(front + annex_name(annex), Face.FANGSONG, WORD_SIZE),
                style="AnnexNote",
                before=WORD_PITCH if number == 1 else 0.0,
                indents=(left, -hanging, 0.0),
                keep_next=True,
            )
        )
    return notes


def _signature(paper: OfficialPaper) -> list[str]:
    """署名 and 成文日期, with the room that a seal needs above them."""
    if paper.joint:
        return _joint_signature(paper)
    lines = signature_lines(paper)
    return [
        paragraph(
            run(text, Face.FANGSONG, _signature_size(paper)),
            style="Signature",
            before=0.0 if number else lines_above_signature(paper) * WORD_PITCH,
            indents=(0.0, 0.0, WIDTH - right),
            keep_next=number + 1 < len(lines) or bool(note_words(paper.note)),
        )
        for number, (text, right) in enumerate(lines)
    ]


def _joint_signature(paper: OfficialPaper) -> list[str]:
    """The lines of several units: each name in the middle of its place."""
    parts, blank = [], 0
    lines = joint_lines(paper)
    for number, line in enumerate(lines, start=1):
        if not line:
            blank += 1
            continue
        tab = f"<w:r>{run_properties(Face.FANGSONG, WORD_SIZE)}<w:tab/></w:r>"
        stops = "".join(f'<w:tab w:val="center" w:pos="{twips(at)}"/>' for _, at in line)
        parts.append(
            paragraph(
                "".join(tab + run(text, Face.FANGSONG, WORD_SIZE) for text, _ in line),
                style="Signature",
                align="left",
                before=blank * WORD_PITCH,
                tabs=stops,
                keep_next=number < len(lines) or bool(note_words(paper.note)),
            )
        )
        blank = 0
    return parts


def _signature_size(paper: OfficialPaper) -> float:
    own = signature_size(paper)
    return WORD_SIZE if own == SIZE else own


def _note(note: str) -> list[str]:
    """附注 in brackets."""
    words = note_words(note)
    return [paragraph(run(words, Face.FANGSONG, WORD_SIZE), style="BodyText")] if words else []
