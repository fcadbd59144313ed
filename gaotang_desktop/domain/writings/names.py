"""Names of people as they are written: several in one text, and one that is written wide.

张 三, 王 小明, 王 小 明, 欧阳 建国 and 诸葛 亮 are one person each: nobody is called by a single
character, nor by a surname of two alone beside a blank and a given name. 张三 李四 are two.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

_COMPOUND_TEXT = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连
澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于
司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋
夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五
"""
COMPOUND = frozenset(_COMPOUND_TEXT.split())
"""Surnames of two characters."""
GAP = " \u3000"
"""What stands between the characters of a name that is written wide."""
SEPARATORS = re.compile(r"[、，,；;/\s]+")
_PARTED = re.compile(r"([、，,；;/／\r\n\t]+)")
_BLANKS = re.compile(rf"([{GAP}]+)")
# What a name may stand behind (申请人：张) and before (三（村民）, 三等3人).
_BEGINS = re.compile(r"(?:^|[:：）)])([\u3400-\u9fff]{1,2})$")
_GOES_ON = re.compile(r"([\u3400-\u9fff]{1,2}?)(?:$|(?=[^\u3400-\u9fff]|等|夫妇|夫妻))")


def names_of(text: str, *, people: bool = True) -> list[str]:
    """The names in a text: 张三、李四 and 张三 李四 are two, 张 三 is one written wide.

    Of villages and units (``people`` false) no more than two single characters are one: 南门 北门 are two.
    """
    return [part for part in SEPARATORS.split(closed_up(text, people=people)) if part]


def closed_up(text: str, *, people: bool = True) -> str:
    """Names written wide without their inner blanks: 张 三 → 张三, 王 小明 李四 → 王小明 李四."""
    return "".join(
        part if at % 2 else "".join(_joined(_BLANKS.split(part), people))
        for at, part in enumerate(_PARTED.split(text))
    )


def too_wide(text: str) -> bool:
    """Whether so many single characters follow each other that nobody can say whose they are."""
    runs = (_singles(_BLANKS.split(part)[::2]) for part in _PARTED.split(text)[::2])
    return any(each > 4 for each in runs)


def _singles(words: Sequence[str]) -> int:
    longest = count = 0
    for each in words:
        count = count + 1 if len(each) == 1 and _BEGINS.search(each) else 0
        longest = max(longest, count)
    return longest


def _joined(pieces: Sequence[str], people: bool) -> Iterator[str]:
    """The pieces, words and blanks by turns, where those of one name are one word."""
    words, blanks = pieces[::2], [*pieces[1::2], ""]
    at = 0
    while at < len(words):
        end = at + _length(words[at:], people)
        yield "".join(words[at:end])
        yield blanks[end - 1]
        at = end


def _length(words: Sequence[str], people: bool) -> int:
    """How many of the words, from the first one on, are one name."""
    begun = _BEGINS.search(words[0])
    if not begun:
        return 1
    singles, sizes = int(len(begun[1]) == 1), [0]
    for each in words[1:]:
        found = _GOES_ON.match(each)
        sizes.append(len(found[1]) if found and found[1] not in COMPOUND else 0)
        if sizes[-1] != 1:
            break
        singles += 1
    if not people:
        return 2 if len(begun[1]) == 1 and singles > 1 else 1
    if len(begun[1]) == 2:
        if begun[1] not in COMPOUND:
            return 1
        return min(singles, 2) + 1 if singles else 1 + (sizes[-1] == 2)
    if singles == 1:
        return 1 + (sizes[-1] == 2)
    if begun[1] + words[1][:1] in COMPOUND:
        return min(singles, 4) if singles > 2 else 2 + (sizes[-1] == 2)
    return 3 if singles == 3 else 2


def written_wide(text: str, at: int, names: Iterable[str]) -> tuple[int, str]:
    """The longest of the names that stands at a place of a text written wide, and where it ends.

    Between all of its characters there are one or two blanks, or behind the surname alone. 0 and
    nothing where none does.
    """
    signs, gaps, ends = "", [], []
    while at < len(text) and len(signs) < 8:
        signs += text[at]
        at += 1
        ends.append(at)
        gap = next((n for n in (0, 1) if text[at + n : at + n + 1] not in {*GAP}), 2)
        gaps.append(gap > 0)
        at += gap
    for name in sorted(names, key=len, reverse=True):
        if signs.startswith(name):
            inner = gaps[: len(name) - 1]
            surname = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
            if all(inner) or (inner[surname - 1] and sum(inner) == 1):
                return ends[len(name) - 1], name
    return 0, ""
