"""How other papers and laws are named: 先引标题，后引发文字号 (条例第十九条), laws by their own names."""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding

_NUMBER_FIRST = re.compile(
    r"[\u3400-\u9fff]{1,12}[〔（(\[［]\d{4}[〕）)\]］]第?\d{1,5}号(?:文件?|通知)?\s*《[^》\n]{4,60}》"
)
_BARE_NUMBER = re.compile(r"[\u3400-\u9fff]{1,6}(?:发|字|函|办|政|综治)\d{4}年第?\d{1,4}号(?=文)")
_SQUARE = re.compile(r"[\u3400-\u9fff]{1,6}(?:发|字|函|办|政|综治)[\[［]\d{4}[\]］]第?\d{1,5}号")
_YEAR_IN = re.compile(r"〔\d{4}年〕第?\d{0,4}号?")
_NAMED = re.compile(r"《([^《》\n]{5,40})》")
_COUNTRY = "中华人民共和国"
_NAMES = (
    "治安管理处罚法 人民调解法 反有组织犯罪法 反电信网络诈骗法 反恐怖主义法 反家庭暴力法 道路交通安全法 "
    "未成年人保护法 预防未成年人犯罪法 老年人权益保障法 妇女权益保障法 残疾人保障法 村民委员会组织法 "
    "安全生产法 突发事件应对法 社区矫正法 农村土地承包法 土地管理法 环境保护法 行政处罚法 行政诉讼法 "
    "行政复议法 刑事诉讼法 民事诉讼法 个人信息保护法 网络安全法 数据安全法 枪支管理法 出境入境管理法 "
    "居民身份证法 集会游行示威法 禁毒法 消防法 保守国家秘密法 国家安全法 反间谍法 法律援助法 乡村振兴促进法 "
    "信访工作条例 保障农民工工资支付条例 烟花爆竹安全管理条例 娱乐场所管理条例 党政机关公文处理工作条例 "
    "法治宣传教育法 社会治安综合治理领导责任制规定 中国共产党农村基层组织工作条例 中国共产党农村工作条例"
)
_LAWS = tuple(_NAMES.split())
_SHORTEST = 5
_NEAR = 2
"""Characters by which a law's name may differ and still be meant."""


def of_citations(text: str) -> Iterator[Finding]:
    """The findings about papers and laws that a text names."""
    for found in _SQUARE.finditer(text):
        yield Finding(0, f"文号“{found[0]}”的年份要用六角括号，写成〔20××〕×号。")
    for found in _NUMBER_FIRST.finditer(text):
        yield Finding(
            0, f"“{found[0]}”先写了文号，引用公文先引标题、后引文号，写成《……》（……〔20××〕×号）。"
        )
    for found in _BARE_NUMBER.finditer(text):
        yield Finding(0, f"文号“{found[0]}”的年份要用六角括号，写成〔20××〕×号。")
    for found in _YEAR_IN.finditer(text):
        yield Finding(0, f"文号“{found[0]}”的年份后面不写“年”，请删去。")
    for found in _NAMED.finditer(text):
        name = re.sub(r"[（(].*", "", found[1]).strip()
        if (country := _country(name)) and country != _COUNTRY:
            yield Finding(0, f"“{found[0]}”里的“{country}”应当是“{_COUNTRY}”，请改正。")
            continue
        plain = name.removeprefix(_COUNTRY)
        if country and (law := _with_a_word_more_or_less(plain)):
            yield Finding(0, f"“{found[0]}”像是“{_COUNTRY}{law}”写错了，请核对。")
            continue
        if len(plain) < _SHORTEST - bool(country) or plain in _LAWS:
            continue
        if meant := next((law for law in _LAWS if _is_near(plain, law)), None):
            yield Finding(0, f"“{found[0]}”像是“{meant}”写错了，请核对。")


def _with_a_word_more_or_less(name: str) -> str:
    """消防法 of 消防安全法: the law that a name is with a word of two characters added or left out."""
    if name in _LAWS:
        return ""
    for law in _LAWS:
        long, short = (name, law) if len(name) > len(law) else (law, name)
        if len(long) - len(short) == _NEAR and any(
            long[:at] + long[at + _NEAR :] == short for at in range(1, len(short))
        ):
            return law
    return ""


def _country(name: str) -> str:
    """The country as a law's name begins with it, right or with a character or two put wrong."""
    for size in (7, 6, 8):
        if name[size - 1 : size] == "国" and _distance(name[:size], _COUNTRY) <= _NEAR:
            return name[:size]
    return ""


def _is_near(name: str, law: str) -> bool:
    """Whether a name is a law's with a character or two put wrong, left out, added or changed about."""
    if abs(len(name) - len(law)) > 1 or not _ends_alike(name, law) or name[:1] != law[:1]:
        return False
    if sorted(name) == sorted(law):
        return True
    allowed = _NEAR if len(law) > 2 * _SHORTEST else 1
    return _distance(name, law) <= allowed


def _ends_alike(name: str, law: str) -> bool:
    """安全发 is a law typed by its sound; a 条例 beside a 法 is another paper."""
    return name[-1:] == law[-1:] or (law[-1:] == "法" and name[-1:] in "发罚伐")


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        before, row[0] = row[0], at
        for place, its in enumerate(other, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (char != its)),
            )
    return row[-1]
