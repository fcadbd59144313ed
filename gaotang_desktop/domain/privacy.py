"""Names of residents on paper: the surname stays, the rest is covered (张某某)."""

import re
from collections.abc import Callable, Iterable

_COMPOUND_TEXT = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连
澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于
司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋
夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五
"""
COMPOUND = frozenset(_COMPOUND_TEXT.split())
"""Surnames of two characters."""
_SEPARATORS = re.compile(r"([、，,；;/／\s\u3000]+)")
# What follows a name and says nothing about who it is.
_AFTER = re.compile(r"(等(?:[0-9一二三四五六七八九十几多]+[人户名方])?|[（(][^（）()]*[）)])$")
_COVER = "某某"


def masked_name(names: str) -> str:
    """The names with everything after the surname covered: 张三、欧阳修 → 张某某、欧阳某某.

    Several names may be parted by 、，,；;/ or blanks, which stay; so do 等3人 and a bracket behind
    a name. An empty text stays empty.
    """
    parts = _SEPARATORS.split(names.strip())
    return "".join(part if _SEPARATORS.fullmatch(part) else _covered(part) for part in parts)


def _covered(name: str) -> str:
    if not name:
        return ""
    after = ""
    if (found := _AFTER.search(name)) and found.start() > 0:
        name, after = name[: found.start()], found[0]
    length = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:length] + _COVER + after


def covering(names: Iterable[str]) -> Callable[[str], str]:
    """What covers these names wherever they stand in a text; a single character is no name."""
    told = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if not told:
        return lambda text: text
    known = re.compile("|".join(map(re.escape, told)))
    return lambda text: known.sub(lambda found: masked_name(found[0]), text)
