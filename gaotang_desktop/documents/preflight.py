"""What is checked before a paper goes out (预检): each finding with its page and line.

Whether a number was already used is the register's to say; lacking characters are found by the
pen while it draws.
"""

import functools
import re
from collections.abc import Iterator

from gaotang_desktop.documents.faces import missing, office_name
from gaotang_desktop.documents.flow import Page
from gaotang_desktop.documents.heads import joint_names, letterhead_size
from gaotang_desktop.documents.line_breaking import cleaned
from gaotang_desktop.documents.official_papers import Laid, begins_with_words
from gaotang_desktop.documents.page_grid import HEIGHT, TITLE_SIZE, line_of
from gaotang_desktop.domain.documents import mends
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph, Sheet
from gaotang_desktop.domain.documents.elements import problems
from gaotang_desktop.domain.documents.findings import Finding, Severity
from gaotang_desktop.domain.documents.joint import MOST
from gaotang_desktop.domain.documents.kinds import HEADED, PUBLIC, UPWARD

Check = list[Finding]

_LONGEST_TEXT = 4000
_LONGEST_TITLE = 60
_NUMBER = re.compile(r"[^\d\s〔〕()（）\[\]【】]{1,12}〔(\d{4})〕([1-9]\d*)号")
_ISSUE = re.compile(r"\S{1,40}(\d{4})年第[1-9]\d*期")
_RUN = re.compile(r"[!-~]{12,}")
_TAB = re.compile(r"(\S{1,8})\t(?=\S)")
_LOOSE = 0.1
"""A line spread by more than this share of its width looks torn."""


def check_official_paper(paper: OfficialPaper, laid: Laid) -> Check:
    """Everything about a paper that goes out, except its characters."""
    found = [*_missing_parts(paper, laid), *_number(paper), *_places(paper, laid)]
    for number, side in enumerate(laid.sides, start=1):
        found += _words(number, side.page, in_body=number <= laid.signed_on)
    found += _lines(paper, laid)
    found = list(dict.fromkeys(found))
    length = sum(len(block.text.strip()) for block in paper.blocks if isinstance(block, Paragraph))
    if length > _LONGEST_TEXT:
        found.append(
            Finding(
                1, f"正文有 {length} 个字，超过 {_LONGEST_TEXT} 个字，请精简，或者把细节放进附件。"
            )
        )
    title = _title_length(paper)
    if title > _LONGEST_TITLE:
        severity: Severity = "阻止" if title > 2 * _LONGEST_TITLE else "提醒"
        found.append(
            Finding(
                1, f"标题有 {title} 个字，公文标题一般不超过 50 个字，请缩短。", severity=severity
            )
        )
    if paper.letterhead and (size := letterhead_size(paper)) < TITLE_SIZE:
        found.append(
            Finding(
                1,
                f"发文机关标志有 {len(paper.letterhead)} 个字，压窄了排成一行也只有 {size:.0f} 磅，"
                f"比标题（{TITLE_SIZE:.0f} 磅）还小。请在设置里改用规范化简称。",
                mend="settings",
            )
        )
    if said := stand_in_faces():
        found.append(Finding(0, said, known=True))
    return found


def _title_length(paper: OfficialPaper) -> int:
    return len(paper.title.replace("\n", ""))


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
    if not paper.addressee.strip() and paper.form not in HEADED and paper.kind not in PUBLIC:
        yield Finding(1, "没有主送机关；不是普发的公文请填写。")
    if not paper.signer.strip():
        yield Finding(laid.signed_on, "没有署名，请填写发文机关。", severity="阻止")
    if paper.date is None:
        yield Finding(laid.signed_on, "没有成文日期，请填写。", severity="阻止")
    for said in problems(paper.elements):
        yield Finding(1, said, severity="阻止")
    yield from _joint(paper)
    if paper.elements.secrecy and not paper.elements.copy_number:
        yield Finding(1, "涉密公文要标注份号，请在公文要素里填写。")
    if paper.letterhead and not paper.number.strip():
        yield Finding(0, "还没有发文字号，印发时从登记簿取号。", known=True)


def _joint(paper: OfficialPaper) -> Iterator[Finding]:
    """Several units: all of them find their place, and each has its 签发人 (7.2.6)."""
    if not paper.joint:
        return
    count, signed = len(paper.issuers), len(paper.elements.approvers)
    if count > MOST:
        yield Finding(
            0,
            f"联合发文机关有 {count} 个，超过 {MOST} 个，标志和署名在一页里排不下。"
            "请由主办机关单独行文，在正文里写明会同哪些单位。",
            severity="阻止",
        )
    elif paper.letterhead and paper.form == "文件" and not joint_names(paper):
        yield Finding(1, "几个发文机关的名称并排成标志太小，只用了主办机关的标志，请核对。")
    if paper.kind in UPWARD and signed != count:
        yield Finding(
            1,
            f"联合上行文要写明每个发文机关的签发人，有 {count} 个机关，写了 {signed} 个，"
            "请在公文要素里按发文机关的顺序补齐。",
        )


def _number(paper: OfficialPaper) -> Iterator[Finding]:
    number = paper.number.strip()
    if paper.form in HEADED and _ISSUE.fullmatch(number):
        return
    if number and not _NUMBER.fullmatch(number):
        yield Finding(
            1,
            f"发文字号“{number}”要写成“高综治〔2026〕3号”的样子："
            "年份四位、用六角括号，不加“第”，序号前面不加 0。",
            severity="阻止",
        )


def _places(paper: OfficialPaper, laid: Laid) -> Iterator[Finding]:
    if laid.imprint_moved:
        yield Finding(
            len(laid.sides), "最后一页放不下版记，版记另起了一页；精简几行文字就能收回来。"
        )
    yield from _too_much(paper, laid)
    for number, side in enumerate(laid.sides, start=1):
        yield from _lone_headings(number, side.page)


def _too_much(paper: OfficialPaper, laid: Laid) -> Iterator[Finding]:
    """More recipients than first page and 版记 hold: the first page has to show text (7.3.2)."""
    if laid.addressee_moved:
        yield Finding(
            len(laid.sides),
            "主送机关多，排在首页就见不到正文，已经按国标移到版记，在抄送的上面。"
            "要留在首页的，请改写统称（如各村、镇直各单位）。",
            known=True,
        )
    if laid.imprint is not None and laid.imprint.height > HEIGHT:
        yield Finding(
            len(laid.sides),
            f"{'主送和抄送' if laid.addressee_moved else '抄送'}的单位太多，有 {len(laid.imprint.copies)} 行，一页版记排不下，印出来会缺。"
            "请改写统称（如各村、镇直各单位），或者把名单放进附件。",
            severity="阻止",
        )
    if _title_length(paper) > 2 * _LONGEST_TITLE:
        return  # it is the title that leaves no room
    if laid.is_crowded:
        yield Finding(
            1,
            "主送机关太多，首页排不下正文（公文首页必须显示正文）。"
            "请改写统称（如各村、镇直各单位），或者把名单放进附件。",
            severity="阻止",
        )
    elif begins_with_words(paper) and not laid.shows_text:
        yield Finding(
            1,
            "首页没有正文（公文首页必须显示正文）：正文只有一两行，同署名一起排到了下一页。"
            "请把正文写完整，或者精简主送、抄送的单位。",
            severity="阻止",
        )


def _lone_headings(number: int, page: Page) -> Iterator[Finding]:
    real = [placed for placed in page if not placed.piece.is_gap]
    if real and real[-1].piece.is_heading:
        yield Finding(number, "标题单独留在页末，请调整前面的文字。", line_of(real[-1].y))


def _words(number: int, page: Page, *, in_body: bool) -> Iterator[Finding]:
    """Hints about the words, at the line where each begins; those of the text can be mended."""
    for placed in page:
        piece, line = placed.piece, line_of(placed.y)
        unbroken = _RUN.match(piece.rest.lstrip()) if piece.loose > _LOOSE else None
        if unbroken:
            words = unbroken[0]
            yield Finding(
                number,
                f"“{words[:20]}”太长、不能断开，这一行拉开了{piece.loose:.0%}，请改写，或者允许在中间断开。",
                line,
                mend="long-words" if in_body else "",
            )
        for start, sentence, mend in _habits(piece.source):
            if piece.start <= start < piece.start + piece.length:
                yield Finding(number, sentence, line, mend=mend if in_body else "")


@functools.lru_cache(maxsize=32)
def _habits(text: str) -> tuple[tuple[int, str, str], ...]:
    """Asked once for all lines of a paragraph."""
    return tuple(mends.found_in(text))


def _lines(paper: OfficialPaper, laid: Laid) -> Iterator[Finding]:
    """Whole lines of the text that should not be there: empty headings, what the program sets."""
    texts = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    own = [block.text if isinstance(block, Paragraph) else "（表）" for block in paper.blocks]
    for text in texts:
        # One tab is set as one blank; more are found as blanks.
        for found in _TAB.finditer(text):
            yield _at(laid, text, f"“{found[1]}”后面有制表符，请去掉。", "blanks")
    for at in mends.empty_headings(own):
        yield _at(laid, own[at], f"标题“{own[at]}”下面没有内容，请补上正文，或者删去标题。",
                  "empty-headings")  # fmt: skip
    for at in mends.typed_ends(texts, paper.signer, paper.addressee.rstrip("：")):
        yield _at(
            laid,
            texts[at],
            f"“{texts[at]}”由程序按格式排（主送、署名、日期、附件说明），不用写在正文里，否则会印两遍。",
            "typed-ends",
        )


def _at(laid: Laid, text: str, sentence: str, mend: str) -> Finding:
    for number, side in enumerate(laid.sides, start=1):
        for placed in side.page:
            if placed.piece.source == cleaned(text).strip() and placed.piece.start == 0:
                return Finding(number, sentence, line_of(placed.y), mend=mend)
    return Finding(1, sentence, mend=mend)
