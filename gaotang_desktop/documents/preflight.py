"""What is checked before a paper goes out (预检): each finding with its page and line.

Whether a number was already used is the register's to say; lacking characters are found by the
pen while it draws.
"""

import re
from collections.abc import Iterable, Iterator

from gaotang_desktop.documents.faces import missing, office_name
from gaotang_desktop.documents.flow import Page
from gaotang_desktop.documents.official_papers import Laid
from gaotang_desktop.documents.page_grid import line_of
from gaotang_desktop.documents.pen import Finding, Severity
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph, Sheet

Check = list[Finding]

_LONGEST_TEXT = 4000
_LONGEST_TITLE = 60
_HAN = r"[\u3400-\u9fff]"
_NUMBER = re.compile(r"[^\d\s〔〕()（）\[\]【】]{1,12}〔(\d{4})〕([1-9]\d*)号")
_HINTS: tuple[tuple[re.Pattern[str], str, Severity], ...] = (
    (
        re.compile(rf"(?<={_HAN})[,;:?!]|[,;:?!](?={_HAN})|\((?={_HAN})|(?<={_HAN})\)"),
        "中文里有半角标点“{}”，请改成全角。",
        "提醒",
    ),
    (
        re.compile(r"[(（\[【]\s*(?:19|20)\d{2}\s*[)）\]】]\s*\d+\s*号"),
        "文号“{}”的年份要用六角括号〔〕。",
        "提醒",
    ),
    (
        re.compile(r"〔\d{4}〕第\s*\d+\s*号|〔\d{4}〕0\d*号"),
        "文号“{}”不加“第”，序号前面不加 0。",
        "提醒",
    ),
    (
        re.compile(r"\d{4}年0\d月(?:\d{1,2}日)?|\d{1,2}月0\d日"),
        "日期“{}”里的月、日前面不加 0。",
        "提醒",
    ),
)


def check_official_paper(paper: OfficialPaper, laid: Laid) -> Check:
    """Everything about a paper that goes out, except its characters."""
    found = [*_missing_parts(paper, laid), *_number(paper), *_places(laid)]
    for number, side in enumerate(laid.sides, start=1):
        found += _words(number, side.page, on_grid=True)
    length = sum(len(block.text.strip()) for block in paper.blocks if isinstance(block, Paragraph))
    if length > _LONGEST_TEXT:
        found.append(
            Finding(
                1, f"正文有 {length} 个字，超过 {_LONGEST_TEXT} 个字，请精简，或者把细节放进附件。"
            )
        )
    title = len(paper.title.replace("\n", ""))
    if title > _LONGEST_TITLE:
        severity: Severity = "阻止" if title > 2 * _LONGEST_TITLE else "提醒"
        found.append(
            Finding(
                1, f"标题有 {title} 个字，公文标题一般不超过 50 个字，请缩短。", severity=severity
            )
        )
    if said := stand_in_faces():
        found.append(Finding(1, said))
    return found


def check_sheet(sheet: Sheet, pages: list[Page]) -> Check:
    """An internal sheet is checked for its words only."""
    found = [] if sheet.title.strip() else [Finding(1, "没有标题，请填写标题。", severity="阻止")]
    for number, page in enumerate(pages, start=1):
        found += _lone_headings(number, page)
    return found


def stand_in_faces() -> str:
    """A sentence that names the faces of official papers that this machine lacks, or ``""``."""
    lacking = "、".join(office_name(face) for face in missing())
    return f"这台电脑没有{lacking}，改用程序自带的开源字体，字形略有不同。" if lacking else ""


def _missing_parts(paper: OfficialPaper, laid: Laid) -> Iterator[Finding]:
    if not paper.title.strip():
        yield Finding(1, "没有标题，请填写标题。", severity="阻止")
    if not any(not isinstance(b, Paragraph) or b.text.strip() for b in paper.blocks):
        yield Finding(1, "正文是空的，请写正文。", severity="阻止")
    elif not laid.has_text:
        yield Finding(laid.signed_on, "署名页没有正文，请调整正文长短。", severity="阻止")
    if not paper.addressee.strip():
        yield Finding(1, "没有主送机关；不是普发的公文请填写。")
    if not paper.signer.strip():
        yield Finding(laid.signed_on, "没有署名，请填写发文机关。", severity="阻止")
    if paper.date is None:
        yield Finding(laid.signed_on, "没有成文日期，请填写。", severity="阻止")
    if paper.letterhead and not paper.number.strip():
        yield Finding(1, "还没有发文字号，印发时从登记簿取号。")


def _number(paper: OfficialPaper) -> Iterator[Finding]:
    number = paper.number.strip()
    if number and not _NUMBER.fullmatch(number):
        yield Finding(
            1,
            f"发文字号“{number}”要写成“高综治〔2026〕3号”的样子："
            "年份四位、用六角括号，不加“第”，序号前面不加 0。",
            severity="阻止",
        )


def _places(laid: Laid) -> Iterator[Finding]:
    if laid.imprint_moved:
        lying = len(laid.sides) > 1 and laid.sides[-2].lying
        yield Finding(
            len(laid.sides),
            "最后的附件是横排的，版记另起了一页。"
            if lying
            else "最后一页放不下版记，版记另起了一页；精简几行文字就能收回来。",
        )
    for number, side in enumerate(laid.sides, start=1):
        yield from _lone_headings(number, side.page)


def _lone_headings(number: int, page: Page) -> Iterator[Finding]:
    real = [placed for placed in page if not placed.piece.is_gap]
    if real and real[-1].piece.is_heading:
        yield Finding(number, "标题单独留在页末，请调整前面的文字。", line_of(real[-1].y))


def _words(number: int, page: Page, *, on_grid: bool) -> Iterator[Finding]:
    """Hints about the words, at the line where each begins."""
    for placed in page:
        piece = placed.piece
        line = line_of(placed.y) if on_grid else 0
        for start, sentence, severity in _hints(piece.source):
            if piece.start <= start < piece.start + piece.length:
                yield Finding(number, sentence, line, severity)


def _hints(text: str) -> Iterable[tuple[int, str, Severity]]:
    for pattern, sentence, severity in _HINTS:
        for match in pattern.finditer(text):
            yield match.start(), sentence.format(match[0]), severity
