"""Lines of a plan: cleaned of what Word and web pages leave behind, and the numbering they bear."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Self

from gaotang_desktop.domain.plan_text.legible import legible
from gaotang_desktop.domain.units import fold

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\u2063\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
CELL_BREAK = "\u2028"
"""Stands in a row of a table where its cell goes on in a new paragraph."""
EMPTY_CELL = "\u200b"
"""A cell that is empty in the file, not merged with the one above."""
HEADING = "\u2063"
"""Stands in front of a heading that the file tells by its style, once for each level down."""
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ROW_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2029]")
# Signs of headings and of bold words in texts that programs write.
_MARKDOWN = re.compile(r"^(?:#{1,6} +|> +)|\*\*(?=\S)|(?<=\S)\*\*")
_BULLET = re.compile(
    r"^(?:[-*+] +|(?:[•●○▪■□◆◇★☆▲▶►➢※·→⇒➤➔➜✔✓√☑◎⊙✦❖]|[|｜/／] *(?=[\u4e00-\u9fff]{2,8} ?[:：])|[—–]{1,2}) *)(?=[\u4e00-\u9fff“《Ⅰ-Ⅻ])"
    r"|^[●○▪■□◆◇★☆▲▶►➢⇒➤➔➜✔✓◎⊙✦❖] *(?=\d{1,2} ?(?:月|[.．、]))"
)
_SLANTED = re.compile(r"^\*([^*\s][^*]*)\*$")
# Where Word's text refers to a note; the note itself stands at the end.
_NOTE_MARK = re.compile(r"\[注\d{1,3}\]")
_BLANKS = re.compile(r"\s+")
# One character for a whole number in front: ⒈ ⑴ ㈠. Spelt out, they read like any other.
_BOUND_NUMBER = re.compile("^[\u2474-\u249b\u3220-\u3229]")

_DIGITS = "〇一二三四五六七八九"
_CHINESE = "[〇○零一二三四五六七八九十百]"


def without_note_marks(text: str) -> str:
    """A text without the marks of its notes: 夜巡[注1]."""
    return _NOTE_MARK.sub("", text)


@dataclass(frozen=True)
class Line:
    """One line: its number in the file (from 1), as it is read, and cleaned.

    ``typed`` is what stands in the source where that is read in another way (``legible``), as long
    as ``raw``; empty where they are the same.
    """

    number: int
    raw: str
    typed: str = ""

    @property
    def written(self) -> str:
        """The line as it stands in the source."""
        return self.typed or self.raw

    def part(self, start: int, end: int | None = None) -> Self:
        """The piece of the line from a place in ``raw`` to another."""
        return replace(self, raw=self.raw[start:end], typed=self.typed[start:end])

    @cached_property
    def text(self) -> str:
        """Without surrounding blanks and invisible characters; runs of blanks are one blank."""
        text = without_note_marks(_INVISIBLE.sub("", self.raw))
        text = _BLANKS.sub(" ", text).strip()
        text = _SLANTED.sub(r"\1", _BULLET.sub("", _MARKDOWN.sub("", text)))
        return _BOUND_NUMBER.sub(lambda hit: unicodedata.normalize("NFKC", hit.group()), text)

    @cached_property
    def level(self) -> int:
        """How far down a heading stands that the file marks as one: 1 is outermost, 0 is none."""
        hit = re.match(rf"({HEADING}{{1,9}})|(#{{1,6}}) ", self.raw)
        return len(hit.group(1) or hit.group(2)) if hit else 0

    @cached_property
    def folded(self) -> str:
        """The text with half-width punctuation, to be recognised by."""
        return fold(self.text)


@dataclass(frozen=True)
class Marker:
    """The numbering in front of a line: its kind (一、 （一） 1、 （1） ①), label and number."""

    kind: str
    label: str
    number: int
    length: int


# 1.5公里 is a measure, 2.6月底前 is point 2 and a month.
_DECIMAL_END = (
    r"[、.]? ?(?=[\u4e00-\u9fff“《Ⅰ-Ⅻ])"
    r"(?!公里|千米|米|元|万|亩|吨|倍|度|个|平方|亿|小时|级|分|公斤|克|升|版|至|月[底末初前上中下\d]|日)"
)
_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"({_CHINESE}{{1,4}}) ?[、.] ?")),
    ("chapter", re.compile(rf"第({_CHINESE}{{1,4}})(?:部分|章|节) ?[、.:]? ?")),
    ("article", re.compile(rf"第({_CHINESE}{{1,4}}|\d{{1,3}})条 ?[、.:]? ?")),
    ("paren", re.compile(rf"\( ?({_CHINESE}{{1,4}}) ?\) ?[、.]? ?")),
    (
        "number",
        re.compile(r"(\d{1,3}) ?(?:、|\.(?!\d)|\.(?=\d{4}年|\d{1,3}(?:月|[日号个户名处人%]))) ?"),
    ),
    ("decimals", re.compile(rf"(\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}){_DECIMAL_END}")),
    ("decimal", re.compile(rf"(\d{{1,2}}\.\d{{1,2}}){_DECIMAL_END}")),
    # 1-1 清理通道; 1-2月 and 3-5人 are spans.
    ("decimal", re.compile(r"(\d{1,2}[-－—–]\d{1,2}) ?(?:[、.]|(?<= )) ?(?=[\u4e00-\u9fff“《])")),
    # A.门岗管理; A级 is a rank.
    ("letter", re.compile(r"([A-Za-z]) ?(?:[、.]|\)) ?(?=[\u4e00-\u9fff“《])")),
    ("small", re.compile(r"\( ?(\d{1,3}) ?\) ?[、.]? ?")),
    ("small", re.compile(r"(\d{1,2}) ?\) ?[、.]? ?")),
    ("circle", re.compile(r"([①-⑳]) ?[、.]? ?")),
    (
        "named",
        re.compile(
            rf"(?:重点)?(?:任务|实事|措施|行动|事项|工程|举措|项目|活动|问题|隐患|案件|积案|纠纷|风险|线索)(?:点)?({_CHINESE}{{1,2}}|\d{{1,2}}) ?[、.:] ?"
        ),
    ),
    (
        "named",
        re.compile(
            rf"第({_CHINESE}{{1,2}}|\d{{1,2}})(?:工作|检查|督查|督导|巡查|包片)?小?组 ?[、.:,] ?"
        ),
    ),
    # 第一项  敲门行动 and 第二类：…; 第一类人员 is none.
    (
        "named",
        re.compile(
            rf"第({_CHINESE}{{1,2}}|\d{{1,2}})(?:项|类|件|个方面|方面)(?:重点)?(?:任务|工作|行动|措施|问题|实事)?(?:[、.:,] ?| (?=[\u4e00-\u9fff“《]))"
        ),
    ),
    ("stage", re.compile(rf"第({_CHINESE}{{1,2}}|\d{{1,2}})(?:个)?(?:阶段|步) ?[、:,]? ?")),
    ("first", re.compile(rf"第({_CHINESE}{{1,2}})[,、] ?")),
    ("firstly", re.compile(rf"({_CHINESE}{{1,2}})(?:是|要)(?=[\u4e00-\u9fff])[,:]? ?")),
)


def marker(line: Line) -> Marker | None:
    """The numbering in front of a line, or None for plain text."""
    return marker_of(line.text)


def marker_of(text: str) -> Marker | None:
    """The numbering in front of a text that is not a line of its own."""
    folded = fold(text)
    for kind, pattern in _MARKERS:
        if hit := pattern.match(folded):
            label = text[: hit.end()].strip()
            number = _as_number(hit.group(1))
            return Marker(kind, label, number, hit.end()) if 1 <= number <= 999 else None
    return None


def chinese_number(text: str) -> int:
    """十一 is 11, 二十 is 20, 一百零二 is 102, 二〇二四 is 2024."""
    text = re.sub("[○零]", "〇", text)
    if not re.search("[十百]", text):
        return int("".join(str(_DIGITS.index(char)) for char in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * (_digit(hundreds) or 1) if "百" in text else 0
    if ten:
        value += 10 * (_digit(tens) or 1)
    return value + _digit(ones)


def _digit(text: str) -> int:
    return int("".join(str(_DIGITS.index(char)) for char in text if char in _DIGITS) or 0)


def _as_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if re.match(r"\d", text):
        return int(re.split(r"\D", text)[-1])
    if text.isascii():
        return ord(text.lower()) - ord("a") + 1
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    return chinese_number(text)


_LOST_CHAPTER = re.compile(
    r"(?:(?<=[。；;！!？?：:”）)])|(?<=\s)|^"
    # …、派出所三、工作要求: behind the list of units that ended the line before.
    r"|(?<=[所办站院局队校村会])(?=[一二三四五六七八九十]{1,3}、(?:工作|主要|重点|总体|目标|组织|保障|措施|实施|时间|有关|方法|考核|督|强化|加强|明确)))"
    r"\s*([一二三四五六七八九十]{1,3})、(?=\S)"
)
_LOST_POINT = re.compile(
    r"(?:(?<=[。；;！!？?：:”）)])|(?<=\s)|(?<=[任工措职要目步内重分保安机][务作施责求标骤容点工障排制]))\s*"
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d))"
    r"|(?<=[所办站院局队校村会])[（(][一二三四五六七八九十]{1,3}[)）](?=[\u4e00-\u9fff])"
)
# Title, number and first words that became one line: …方案 某政〔2025〕9号 为减少事故.
_LOST_OPENING = re.compile(r"(?<=[案划点知见施]) (?=\S)|(?<=\d号) (?=\S)")


# 牵头单位/责任单位：… is one label.
_LABEL_BEHIND_BAR = re.compile(
    r"(?<!牵头单位|责任单位|配合单位|协办单位|主办单位|主责单位|责任部门|牵头部门|配合部门|完成时限|包案领导|责任领导)"
    r"[|｜/／] *(?=[\u4e00-\u9fff]{2,8} ?[:：])"
)


def read_lines(text: str) -> list[Line]:
    """All lines that show anything, numbered as in the file; soft breaks count as lines."""
    return [
        part for line in every_line(text) if line.text for part in _where_breaks_were_lost(line)
    ]


def every_line(text: str) -> list[Line]:
    """All lines, also those that show nothing."""
    return numbered_lines(list(enumerate(split_lines(text), 1)))


def numbered_lines(source: Sequence[tuple[int, str]]) -> list[Line]:
    """Lines of a source, each with its number, as they are read."""
    read = legible([typed for _, typed in source])
    return [
        Line(at, raw, typed if raw != typed else "")
        for (at, typed), raw in zip(source, read, strict=True)
    ]


def _where_breaks_were_lost(line: Line) -> list[Line]:
    """A line that holds several chapters (…。一、… 。二、…) as the lines that it once was, and a point
    with labels behind bars (1. 安装路灯｜责任单位：城建办｜时限：8月底) as a card.
    """
    labels = list(_LABEL_BEHIND_BAR.finditer(line.raw))
    if len(labels) > 1 and (marker(line) or _CARD_LABEL.match(line.folded)):
        cuts = [0, *(hit.start() for hit in labels), len(line.raw)]
        return [line.part(a, b) for a, b in pairwise(cuts)]
    chapters = list(_LOST_CHAPTER.finditer(line.raw))
    numbers = [chinese_number(hit.group(1)) for hit in chapters]
    if (
        len(chapters) < 2
        or "\t" in line.raw
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return [line]
    starts = [hit.start() for hit in chapters]
    starts += [hit.start() for hit in _LOST_POINT.finditer(line.raw) if hit.start() > starts[0]]
    starts += [hit.end() for hit in _LOST_OPENING.finditer(line.raw) if hit.end() < starts[0]]
    cuts = sorted({0, *starts, len(line.raw)})
    parts = [line.part(a, b) for a, b in pairwise(cuts)]
    return [each for part in parts for each in _heading_apart(part) if each.text]


def _heading_apart(line: Line) -> list[Line]:
    """一、指导思想 坚持…: the blank that parts a lost heading from its text is a break too."""
    hit = re.match(
        r"\s*[一二三四五六七八九十]{1,3}、[^\s。；;：:，,]{2,20}(?=[ \u3000\xa0]\S)", line.raw
    )
    if not hit:
        return [line]
    return [line.part(0, hit.end()), line.part(hit.end())]


def split_lines(text: str) -> list[str]:
    """The lines as they are counted: a break inside the cell of a row does not end the row."""
    lines: list[str] = []
    for line in _ROW_BREAKS.split(text):
        lines += [line] if "\t" in line else _BREAKS.split(line)
    if lines and not lines[-1]:
        lines.pop()
    return lines


@dataclass(frozen=True)
class Joined:
    """Lines put together to paragraphs, one below the other; each place still knows its line."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    def line_at(self, place: int) -> int:
        """The line on which the character at ``place`` was typed."""
        return self.numbers[max(0, bisect_right(self.starts, place) - 1)]


_ENDS_PARAGRAPH = re.compile(r"[。!?;:)】〕」”…]$")
_HAS_SENTENCE = re.compile(r"[。;:!?]")
_OPENS_PARAGRAPH = re.compile(
    r"[(\[【〔]? ?(?:牵头|主办|主责|责任|承办|配合|协办|协助|协同|指导|参与|完成|办理|办结|化解|整治|整改|落实|实施|包[案联村片保])"
    r"(?:单位|部门|科室|站所|领导|人|时限|时间|期限)"
    r"|(?:活动|开展|举办|实施|参加|参与)?(?:时间|地点|对象|内容|方式):"
    r"|(?:主办|承办|协办|主责|牵头|配合):"
)
# 包案领导：… over 责任单位：… over 化解措施：…: each line of a card begins with its label.
_CARD_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8} ?:(?=.)")
_REST_OF_LABEL = re.compile("(?:单位|部门|时限|期限) ?:")
_LONGEST_INSIDE = 400
LIST_GOES_ON = re.compile(r"(?:[、,;/和及与各]|以及)$")
# No name is a single character: 派出 / 所、各村.
_LIST_GOES_ON_NEXT = re.compile(
    r"(?:[、,;/。)】〕]|[和及与](?=各|镇|乡)|[\u4e00-\u9fff](?=[、,;。)】〕]|$))"
)


def join(lines: Sequence[Line], *, skip: int = 0, widest: int = 0) -> Joined:
    """Put lines together that were broken in the middle of a sentence.

    ``skip`` is the length of the numbering of the first line; ``widest`` is the longest line of
    the whole text, against which a short first line without a full stop is a heading of its own.
    """
    text, starts, numbers = "", [], []
    for at, line in enumerate(lines):
        piece = line.text[skip:] if at == 0 else line.text
        if at:
            broken = len(lines[at - 1].text) >= 0.8 * widest > 0 and _is_inside_brackets(text)
            text += "" if broken else _glue(lines[at - 1], line, first=at == 1, widest=widest)
        starts.append(len(text))
        numbers.append(line.number)
        text += piece
    return Joined(text, tuple(starts), tuple(numbers))


def _is_inside_brackets(text: str) -> bool:
    """Whether the last paragraph of some words ends inside of a bracket."""
    last = fold(text[-_LONGEST_INSIDE:].rpartition("\n")[2])
    return sum(char in "([【〔" for char in last) > sum(char in ")]】〕" for char in last)


_NARROWEST, _BROADEST = 20, 60
"""Characters of a line of a page, where a program broke all lines at its edge."""


def _glue(before: Line, after: Line, *, first: bool, widest: int) -> str:
    mark = marker(before) if first else None
    if mark and mark.length >= len(before.text):
        return ""  # The numbering stands alone; its words are on the next line.
    if _CARD_LABEL.match(before.folded[mark.length if mark else 0 :]) and _CARD_LABEL.match(
        after.folded
    ):
        return "\n"
    if before.level:
        return "\n"
    labelled = _OPENS_PARAGRAPH.match(before.folded)
    if labelled or _ends_in_list(before):
        # A list of units is one paragraph as long as a separator says that it goes on.
        goes_on = LIST_GOES_ON.search(before.folded) or _LIST_GOES_ON_NEXT.match(after.folded)
        opens = _OPENS_PARAGRAPH.match(after.folded) is not None
        label = _CARD_LABEL.match(after.folded) and not _REST_OF_LABEL.match(after.folded)
        broken = _at_the_edge(before, widest) and not opens and not label
        return "" if broken or (goes_on and not opens) else "\n"
    if _ENDS_PARAGRAPH.search(before.folded) or _OPENS_PARAGRAPH.match(after.folded):
        return "\n"
    words = before.folded[mark.length if mark else 0 :]
    heading = first and not _HAS_SENTENCE.search(words) and before.text[-1] not in "，、"
    if heading and (len(before.text) < 0.8 * widest or 0 < widest < _NARROWEST):
        return "\n"
    latin = before.text[-1].isascii() and after.text[0].isascii()
    return " " if latin and before.text[-1].isalpha() and after.text[0].isalpha() else ""


def _at_the_edge(line: Line, widest: int) -> bool:
    """Whether a line reaches the edge of a page, so that its list may go on in the next."""
    return _NARROWEST <= widest <= _BROADEST and len(line.text) >= widest - 2


def _ends_in_list(line: Line) -> bool:
    """Whether the line ends inside a bare list of units: …。责任单位：派出所、司法所."""
    tail = line.folded.rsplit("。", 1)[-1]
    return _OPENS_PARAGRAPH.match(tail.strip()) is not None
