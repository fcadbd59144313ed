"""Habits of typing that the standard writes otherwise, and how each is put right in one press (改正).

Source: GB/T 9704-2012, 7.2.5, 7.3.3, 7.3.5; GB/T 15834-2011 (marks), 15835-2011 (dates).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.documents.checks.annexes_named import ANNEX_LINE
from gaotang_desktop.domain.documents.checks.headings import renumbered
from gaotang_desktop.domain.documents.checks.repeats import once
from gaotang_desktop.domain.documents.checks.sentences import ended, joined
from gaotang_desktop.domain.writings.numbers import chinese_number

MENDS = {
    "refresh": "刷新数据",
    "today": "改成今天",
    "settings": "去设置",
    "quotes": "改成“”",
    "marks": "改成全角",
    "headings": "改写法",
    "dates": "改写法",
    "numbers": "改写法",
    "blanks": "去掉空格",
    "corners": "改成“”",
    "zeros": "改成〇",
    "dots": "改成……",
    "ranges": "改成—",
    "apart": "去掉顿号",
    "ordinals": "改成逗号",
    "signs": "分开写",
    "angles": "改成《》",
    "doubled": "去掉重复",
    "twice": "去掉重复",
    "widths": "改成半角",
    "order": "重新编号",
    "joined": "接上下一行",
    "ended": "补上句号",
    "empty-headings": "删去标题",
    "typed-ends": "从正文删去",
    "long-words": "允许断开",
}
"""By name of a mend: the words on its button."""
OF_TITLES = (
    "quotes",
    "corners",
    "zeros",
    "dots",
    "marks",
    "dates",
    "numbers",
    "widths",
    "ranges",
    "apart",
    "angles",
    "doubled",
    "twice",
    "blanks",
)
"""Mends that a title needs as well."""

_HAN = r"[\u3400-\u9fff]"
_FULL = str.maketrans(",;:?!().", "，；：？！（）。")
_MARK = re.compile(
    rf"(?<={_HAN})[,;:?!]|[,;:?!](?={_HAN})|\((?={_HAN})|(?<={_HAN})\)"
    rf"|(?<=[”’》）]),|(?<=[”’》）])[;:]|(?<={_HAN})\.(?=$|[”’）])",
    re.MULTILINE,
)
_STOP = re.compile(rf"(?<={_HAN})(?<![一二三四五六七八九十])\.(?={_HAN})")
_IN_BRACKETS = re.compile(rf"\([^()\n]*{_HAN}[^()\n]*\)")
_QUOTE = re.compile(r"[\"＂]|(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])")
_BRACKETS = re.compile(r"[(（\[【［]\s*((?:19|20)\d{2})\s*[)）\]】］](?=\s*第?\s*\d+\s*号)")
_ORDINAL = re.compile(r"(〔\d{4}〕)\s*第?\s*0*(\d+)\s*号")
_ORDINAL_WRONG = re.compile(r"〔\d{4}〕(?:\s*第\s*\d+|\s*0\d*)\s*号")
_ZERO = re.compile(
    r"\d{4}年0\d月(?:\d{1,2}日)?|\d{4}年\d{1,2}月0\d日|(?<!\d)\d{1,2}月0\d日|(?<!\d)0\d月\d{1,2}日"
)
_DOTTED = re.compile(
    r"(?<![\d.．/-])((?:19|20)\d{2})([.．/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d.．/-]*\d)日?"
)
_YEAR = "[一二][一二三四五六七八九〇零○0]{3}"
_IN_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_IN_DAY = "(?:三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MIXED = re.compile(
    rf"(?<!农历)(?<!阴历)(?<![\d一二三四五六七八九十])(?:{_YEAR}年\d{{1,2}}月(?:(?:\d{{1,2}}|{_IN_DAY})日)?"
    rf"|(?:(?:{_YEAR}|\d{{4}})年)?{_IN_MONTH}月\d{{1,2}}日|\d{{4}}年{_IN_MONTH}月(?:{_IN_DAY}日)?"
    rf"|(?:\d{{4}}年)?\d{{1,2}}月{_IN_DAY}日)"
)
_FIRST = r"[一二三四五六七八九十百]{1,4}"
_HEADS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"^({_FIRST})\s*[.．,，:：]\s*(?=\S)"), "{}、"),
    (re.compile(rf"^({_FIRST})\s+、\s*|^({_FIRST})、\s+(?=\S)"), "{}、"),
    (re.compile(rf"^[(（]({_FIRST})[)）][、.．,，]\s*|^\(({_FIRST})\)\s*"), "（{}）"),
    (re.compile(r"^(\d{1,2})\s*[、,，]\s*(?=\S)"), "{}. "),
    (re.compile(r"^[(（](\d{1,2})[)）][、.．,，]\s*|^\((\d{1,2})\)\s*"), "（{}）"),
)
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+(?:[．％][０-９]*)?|(?<=[0-9])[．％](?=[^\s])")
_DOUBLED = re.compile(r"(?!。{3})(?<!。)(?=[！？]*[。，、；：])[。，、；：！？]{2,}|？{2,}|！{2,}")
_CORNERS = re.compile("[「」『』]")
_AS_QUOTES = str.maketrans("「」『』", "“”‘’")
_DOTS = re.compile(rf"(?<={_HAN})(?:[.．]{{3,}}|。{{3,}})")
# A zero, a letter or a circle in a year that is written in Chinese figures: 二0二六.
_ZERO_LIKE = "0０OoＯ○零"
_ZEROS = re.compile(
    rf"[一二](?=[一二三四五六七八九〇]*[{_ZERO_LIKE}])[一二三四五六七八九〇{_ZERO_LIKE}]{{3}}(?=年)"
)
# From one moment to another, with the hyphen of a keyboard: 9:00-11:00, 11月1日-5日.
_RANGES = re.compile(
    r"(?<![\d:：])(\d{1,2}[:：]\d{2}|\d{1,4}[年月日时])\s*[-－]\s*(\d{1,2}[:：]\d{2}|\d{1,4}[年月日时])"
)
# 第一、 and 首先、 at the beginning of a sentence; 第一、二季度 and 第一、第二网格 are lists.
_ORDINALS = re.compile(
    r"(?:^|(?<=[。；：]))(第[一二三四五六七八九十]|首先|其次|再次|最后|其[一二三四五])、(?![一二三四五六七八九十第])",
    re.MULTILINE,
)
_SIGNS = re.compile("[⑴-⒇⒈-⒛㈠-㈩]")
_ANGLES = re.compile(rf"[<＜]({_HAN}[^<>＜＞\n]*)[>＞]")
_SPOKEN_DAY = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}号(?![楼院线令文])")
_LISTED = re.compile(
    rf"(?<={_HAN})、(?=等(?:等|工作|问题|部位|地方|方面|措施|活动|场所|人员|单位|[，。；]))"
    rf"|(?<={_HAN})、(?=以及{_HAN}|和(?![谐解平睦气美善]){_HAN}|与(?![会时众]){_HAN}|及(?![时早格]){_HAN})"
)
_APART = re.compile(r"(?<=[”》])、(?=[“《])")
_BLANKS = re.compile(
    r"(?<=\S)(?:[ \u3000\u00a0]{2,}|[ \u3000]*[\t\u00a0\u2000-\u200a\ufeff]+[ \u3000]*)(?=\S)"
)
_WORD = re.compile(r"[!-~]{16,}")
_JOINT = re.compile(r"(?<=[/.\-_@?&=:])(?=[!-~])")
_MOST_ROUNDS = 50
BREAK = "\u200b"
"""A break that may be taken: it takes no room and leaves no mark."""


@dataclass(frozen=True, slots=True)
class Habit:
    """Words typed otherwise than the standard writes them; ``sentence`` quotes them at ``{}``."""

    pattern: re.Pattern[str]
    sentence: str
    mend: str


HABITS = (
    Habit(_QUOTE, "直引号“{}”要改成中文引号“”。", "quotes"),
    Habit(_MARK, "中文里有半角标点“{}”，请改成全角。", "marks"),
    Habit(_STOP, "中文里有半角的点“{}”，句子结束的改成“。”，人名中间的改成“·”。", ""),
    Habit(_HEADS[0][0], "一级标题“{}”后面要用顿号，写成“一、”。", "headings"),
    Habit(_HEADS[1][0], "标题“{}”里不要空格，写成“一、”。", "headings"),
    Habit(_HEADS[2][0], "二级标题“{}”要写成“（一）”，用全角括号，后面不加标点。", "headings"),
    Habit(_HEADS[3][0], "三级标题“{}”要写成“1.”，不用顿号。", "headings"),
    Habit(_HEADS[4][0], "四级标题“{}”要写成“（1）”，用全角括号，后面不加标点。", "headings"),
    Habit(_BRACKETS, "文号“{}”的年份要用六角括号〔〕。", "numbers"),
    Habit(_ORDINAL_WRONG, "文号“{}”不加“第”，序号前面不加 0。", "numbers"),
    Habit(_ZERO, "日期“{}”里的月、日前面不加 0。", "dates"),
    Habit(_MIXED, "日期“{}”里汉字和数字混着写，请都用数字，写成“2026年10月1日”的样子。", "dates"),
    Habit(_DOTTED, "日期“{}”要写成“2026年10月1日”的样子。", "dates"),
    Habit(_WIDE, "全角的“{}”要改成半角。", "widths"),
    Habit(_CORNERS, "直角引号“{}”要改成中文引号“”。", "corners"),
    Habit(_ZEROS, "“{}”里的零要写成“〇”。", "zeros"),
    Habit(_DOTS, "省略号“{}”要写成“……”。", "dots"),
    Habit(_RANGES, "“{}”表示起止，要用一字线“—”。", "ranges"),
    Habit(_ORDINALS, "“{}”后面用逗号，写成“第一，”“首先，”的样子。", "ordinals"),
    Habit(_SIGNS, "序号“{}”是一个特殊字符，请分开写成“（1）”“1.”的样子。", "signs"),
    Habit(_ANGLES, "“{}”要用书名号《》。", "angles"),
    Habit(_SPOKEN_DAY, "日期“{}”里的“号”要写成“日”。", "dates"),
    Habit(_LISTED, "“等”“和”“及”“以及”前面的“{}”不用写。", "apart"),
    Habit(_APART, "引号、书名号并列，中间的“{}”不用写。", "apart"),
    Habit(_DOUBLED, "标点“{}”重复了，请去掉多的。", "doubled"),
    Habit(_BLANKS, "文字中间有连续的空格或者制表符，请去掉。", "blanks"),
)


def found_in(text: str) -> Iterator[tuple[int, str, str]]:
    """For each habit met in a paragraph: where, the sentence about it, the name of its mend."""
    for habit in HABITS:
        for match in habit.pattern.finditer(text):
            yield match.start(), habit.sentence.format(match[0].strip()), habit.mend


def mended(name: str, body: str, *, signer: str = "", addressee: str = "") -> str:
    """The words of a draft with one kind of fault put right everywhere in them.

    What has no such fault stays letter by letter; to mend twice is to mend once.
    """
    for _ in range(_MOST_ROUNDS):
        found = _once(name, body, signer, addressee)
        if found == body:
            break
        # What was taken out may have hidden another: a heading whose only part was empty.
        body = found
    return body


def _once(name: str, body: str, signer: str, addressee: str) -> str:
    if name == "empty-headings":
        return _without(body, set(empty_headings(body.split("\n"))))
    if name == "typed-ends":
        return _without(body, set(typed_ends(body.split("\n"), signer, addressee)))
    if name in _WHOLE:
        return _WHOLE[name](body)
    change = _LINES.get(name)
    return body if change is None else "\n".join(map(change, body.split("\n")))


def _without(body: str, gone: set[int]) -> str:
    return "\n".join(line for at, line in enumerate(body.split("\n")) if at not in gone)


def _quotes(line: str) -> str:
    """Opening and closing quotes by turns; ones that stand already are counted."""
    open_double = open_single = False
    out = []
    for at, char in enumerate(line):
        if char in "“”":
            open_double = char == "“"
        elif char in '"＂':
            open_double = not open_double
            char = "“" if open_double else "”"
        elif char == "'" and _QUOTE.match(line, at):
            open_single = not open_single
            char = "‘" if open_single else "’"
        out.append(char)
    return "".join(out)


def _marks(line: str) -> str:
    line = _IN_BRACKETS.sub(lambda match: f"（{match[0][1:-1]}）", line)
    return _MARK.sub(lambda match: match[0].translate(_FULL), line)


def _heads(line: str) -> str:
    words = line.lstrip(" \t　")
    blank = line[: len(line) - len(words)]
    for pattern, right in _HEADS:
        if found := pattern.match(words):
            words = _filled(right, found) + words[found.end() :]
    return blank + words


def _filled(right: str, found: re.Match[str]) -> str:
    """The mark with the number that was typed."""
    return right.format(next(group for group in found.groups() if group))


def _dates(line: str) -> str:
    line = _MIXED.sub(lambda match: _PART.sub(_arabic, match[0]), line)
    line = _SPOKEN_DAY.sub(lambda match: f"{match[0][:-1]}日", line)
    line = _ZERO.sub(lambda match: re.sub(r"(?<=[年月])0(?=\d)|^0(?=\d月)", "", match[0]), line)
    return _DOTTED.sub(lambda match: f"{match[1]}年{int(match[3])}月{int(match[4])}日", line)


_PART = re.compile("[一二三四五六七八九十〇零○0]+(?=[年月日])")


def _arabic(part: re.Match[str]) -> str:
    known = chinese_number(part[0].replace("0", "〇"))
    return part[0] if known is None else str(known)


def _numbers(line: str) -> str:
    return _ORDINAL.sub(r"\1\2号", _BRACKETS.sub(r"〔\1〕", line))


def _long_words(line: str) -> str:
    """Long words of narrow letters may be broken after a mark, or every four letters."""

    def loosened(match: re.Match[str]) -> str:
        parts = _JOINT.split(match[0])
        cut = [part[at : at + 4] for part in parts for at in range(0, len(part), 4)]
        return BREAK.join(each for each in cut if each)

    return _WORD.sub(loosened, line)


def _widths(line: str) -> str:
    def narrowed(match: re.Match[str]) -> str:
        return "".join(chr(ord(char) - 0xFEE0) if char > "\uff00" else char for char in match[0])

    return _WIDE.sub(narrowed, line)


def _spelled(sign: re.Match[str]) -> str:
    """（1） for ⑴, 1. for ⒈."""
    return unicodedata.normalize("NFKC", sign[0]).translate(str.maketrans("()", "（）"))


def _doubled(line: str) -> str:
    return _DOUBLED.sub(lambda match: "。" if "。" in match[0] else match[0][0], line)


def _blanks(line: str) -> str:
    """Nothing between Chinese characters, one blank where a number or a Latin word stands."""

    def closed(match: re.Match[str]) -> str:
        beside = line[match.start() - 1] + line[match.end()]
        return " " if any(char.isascii() for char in beside) else ""

    return _BLANKS.sub(closed, line)


_WHOLE: dict[str, Callable[[str], str]] = {
    "order": renumbered,
    "joined": joined,
    "ended": ended,
}
"""Mends that look at several lines."""
_LINES: dict[str, Callable[[str], str]] = {
    "quotes": _quotes,
    "marks": _marks,
    "headings": _heads,
    "dates": _dates,
    "numbers": _numbers,
    "widths": _widths,
    "corners": lambda line: line.translate(_AS_QUOTES),
    "zeros": lambda line: _ZEROS.sub(lambda match: re.sub(f"[{_ZERO_LIKE}]", "〇", match[0]), line),
    "dots": lambda line: _DOTS.sub("……", line),
    "ranges": lambda line: _RANGES.sub(r"\1—\2", line),
    "apart": lambda line: _LISTED.sub("", _APART.sub("", line)),
    "ordinals": lambda line: _ORDINALS.sub(r"\1，", line),
    "signs": lambda line: _SIGNS.sub(_spelled, line),
    "angles": lambda line: _ANGLES.sub(r"《\1》", line),
    "doubled": _doubled,
    "twice": once,
    "blanks": _blanks,
    "long-words": _long_words,
}

_TOP = re.compile(rf"{_FIRST}、")
_SECOND = re.compile(rf"[（(]{_FIRST}[）)]")
_CLOSING = re.compile(r"特此(?:通知|通报|通告|报告|函告|批复|函复)。?")
_CONTACT = re.compile(r"[（(]?联\s*系\s*(?:人|电话)")
_DAY_LINE = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[二〇○零一]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日"
)
_NUMBER_LINE = re.compile(r"\S{1,12}〔\d{4}〕\d+号")


def empty_headings(lines: Sequence[str]) -> list[int]:
    """The lines (from 0) that are headings 一、 or （一） with nothing below them."""
    found = []
    levels = [_level(line.strip()) for line in lines]
    for at, level in enumerate(levels):
        if not level or "。" in lines[at] or lines[at].rstrip().endswith("；"):
            continue
        below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
        if (
            below is None
            or (levels[below] and levels[below] <= level)
            or _CLOSING.fullmatch(lines[below].strip())
            or _CONTACT.match(lines[below].strip())
        ):
            found.append(at)
    return found


def _level(line: str) -> int:
    return 1 if _TOP.match(line) else 2 if _SECOND.match(line) else 0


_LAST_LINES = 3
_UNIT_LINE = re.compile(
    r"[\u3400-\u9fff]{2,28}(?:中心|委员会|[村党政][委府]|政府|办公室|领导小组|指挥部|派出所|[镇乡县市]|司法所|[局所办站委院队])"
)


def typed_ends(lines: Sequence[str], signer: str, addressee: str) -> list[int]:
    """Lines (from 0) of what the program sets itself: 主送, 文号, 署名, 日期, 附件说明."""
    words = [line.strip() for line in lines]
    filled = [at for at, line in enumerate(words) if line]
    found = []
    for at in filled:
        line = words[at]
        if (
            (signer.strip() and line == signer.strip())
            or _DAY_LINE.fullmatch(line)
            or _NUMBER_LINE.fullmatch(line)
            or ANNEX_LINE.fullmatch(line)
            or (at == filled[0] and addressee.strip() and line.rstrip("：:") == addressee.strip())
        ):
            found.append(at)
    return sorted({*found, *_signed(words, filled)})


def _signed(words: Sequence[str], filled: Sequence[int]) -> Iterator[int]:
    """The names of units right above a day at the end: a 署名 under another name than the set one."""
    days = [at for at in filled[-_LAST_LINES:] if _DAY_LINE.fullmatch(words[at])]
    above = [at for at in filled if days and at < days[0]]
    for at in reversed(above):
        if not _UNIT_LINE.fullmatch(words[at]):
            return
        yield at
