"""What stands under the text: 附件说明, 署名 and 成文日期, 附注 (GB/T 9704-2012, 7.3.4-7.3.6)."""

from collections.abc import Sequence
from dataclasses import replace

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.flow import Piece
from gaotang_desktop.documents.grid_text import BLANK, grid_width, line_piece, text_pieces
from gaotang_desktop.documents.joint_signatures import Line, joint_lines
from gaotang_desktop.documents.page_grid import ADVANCE, SIZE, SMALL_SIZE, WIDTH
from gaotang_desktop.documents.pen import Pen
from gaotang_desktop.documents.title_lines import two_lines
from gaotang_desktop.domain.documents.blocks import Annex, OfficialPaper, written_date

_NO_END = "，。；：、．. "


def annex_name(annex: Annex) -> str:
    """The title as 附件说明 names it: in one line, without a mark at its end."""
    return annex.title.replace("\n", "").rstrip(_NO_END)


def annex_note_pieces(annexes: Sequence[Annex]) -> list[Piece]:
    """附件：1.… one blank line below the text; wrapped lines stand below the name."""
    if not annexes:
        return []
    pieces = [BLANK]
    for number, annex in enumerate(annexes, start=1):
        front = "附件：" if number == 1 else ""
        count = f"{number}." if len(annexes) > 1 else ""
        indent = (2 if front else 5) * ADVANCE
        hanging = indent + grid_width(front + count)
        lines = text_pieces(
            annex_name(annex), WIDTH, indent=hanging, hanging=hanging, is_text=False
        )
        if lines and front + count:
            # Set apart from the name, whose full lines are spread over the rest of the measure.
            lines[0] = _beside(line_piece(front + count, hanging), lines[0])
        pieces += lines
    return pieces


def attendance_pieces(attendance: Sequence[tuple[str, str]]) -> list[Piece]:
    """出席：… below a blank line, the label in 黑体, wrapped lines below the first name (10.3)."""
    pieces = [BLANK] if attendance else []
    for label, names in attendance:
        front = f"{label}："
        hanging = 2 * ADVANCE + grid_width(front)
        lines = text_pieces(names, WIDTH, indent=hanging, hanging=hanging, is_text=False)
        if lines:
            lines[0] = _beside(line_piece(front, hanging, face=Face.HEITI), lines[0])
        pieces += lines
    return pieces


def number_pieces(paper: OfficialPaper) -> list[Piece]:
    """The number below the title of a paper that has no head, at the right edge of the block."""
    if paper.form != "文书" or not paper.number:
        return []
    return [BLANK, line_piece(paper.number, WIDTH)]


def _beside(left: Piece, right: Piece) -> Piece:
    def draw(pen: Pen, x: float, y: float, height: float) -> None:
        left.draw(pen, x, y, height)
        right.draw(pen, x, y, height)

    return replace(right, draw=draw)


def signature_pieces(paper: OfficialPaper) -> list[Piece]:
    """Issuer and date, with or without the room that a seal needs."""
    if paper.joint:
        lines = joint_lines(paper)
        # The lines of a row stay together, and the last row with the day.
        follows = [bool(below) for below in (*lines[1:], ())]
        return [
            replace(_joint_piece(line), keeps_next=kept) if line else BLANK
            for line, kept in zip(lines, follows, strict=True)
        ]
    size = signature_size(paper)
    own = [line_piece(text, right, size=size) for text, right in signature_lines(paper)]
    return [*[BLANK] * lines_above_signature(paper), *own] if own else []


def _joint_piece(line: Line) -> Piece:
    first, *others = (line_piece(text, at + grid_width(text) / 2) for text, at in line)
    for other in others:
        first = _beside(other, first)
    return replace(first, source="　".join(text for text, _ in line))


def lines_above_signature(paper: OfficialPaper) -> int:
    """A seal of 42 mm over the two lines ends within one line of the text."""
    return 2 if paper.sealed else 1


def signature_size(paper: OfficialPaper) -> float:
    """3号; 4号 for an issuer that two lines of 3号 cannot hold."""
    return SIZE if grid_width(paper.signer.strip()) <= 2 * (WIDTH - ADVANCE) else SMALL_SIZE


def signature_lines(paper: OfficialPaper) -> list[tuple[str, float]]:
    """Issuer and date, those that there are, and where each ends, right of the block's edge.

    An issuer longer than a line stands in two, centred on each other.
    """
    scale = signature_size(paper) / SIZE
    signer = paper.signer.strip()
    day = written_date(paper.date) if paper.date is not None else ""
    if not signer:
        return [(day, WIDTH - (4 if paper.sealed else 2) * ADVANCE)] if day else []
    day_width = grid_width(day) * scale
    room = WIDTH if paper.sealed else WIDTH - 2 * ADVANCE
    parts = two_lines(signer, lambda char: grid_width(char) * scale, room)
    signer_width = max(grid_width(part) * scale for part in parts)
    if paper.sealed:
        day_right = WIDTH - 4 * ADVANCE
        signer_right = min(WIDTH, day_right - day_width / 2 + signer_width / 2)
    else:
        signer_right = WIDTH - 2 * ADVANCE
        day_right = signer_right - signer_width + 2 * ADVANCE + day_width
        if day_width > signer_width:
            day_right = WIDTH - 2 * ADVANCE
            signer_right = day_right - day_width - 2 * ADVANCE + signer_width
    middle = signer_right - signer_width / 2
    lines = [(part, middle + grid_width(part) * scale / 2) for part in parts]
    return [*lines, (day, day_right)] if day else lines


def note_pieces(note: str) -> list[Piece]:
    """附注 in brackets on the line below the date."""
    words = note_words(note)
    return text_pieces(words, WIDTH, indent=2 * ADVANCE, is_text=False) if words else []


def note_words(note: str) -> str:
    """附注 in brackets, or nothing."""
    words = note.strip().strip("（）()")
    return f"（{words}）" if words else ""
