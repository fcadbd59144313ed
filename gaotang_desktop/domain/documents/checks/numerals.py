"""Numbers written as GB/T 15835-2011 does not write them: 1千5百元, 3、4天, 10～20%, 32户、五十六人.

What only looks so is left alone: 千瓦 and 千米 are units, 3、4组 are two groups, 三十多人 is about thirty.
"""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding

_COUNTED = r"(?:户|人次?|台次|辆|件|起|次|处|份|名|条|场|个村)"
_HAN = "一二三四五六七八九"
_MIXED = re.compile(
    rf"(?<![\d.])\d{{1,6}}{_COUNTED}[、，](?:[^\d，。；、\n]{{0,6}}?)([{_HAN}]{{0,2}}[百十][{_HAN}十零]{{0,4}}){_COUNTED}"
)
_MIXED_BACK = re.compile(
    rf"([{_HAN}]{{0,2}}[百十][{_HAN}十零]{{0,4}}){_COUNTED}[、，](?:[^\d，。；、\n]{{0,6}}?)\d{{1,6}}{_COUNTED}"
)
_PIECES = re.compile(r"(?<![\d.])\d+\.\d+(?:人次?|户次?|件|起|名|个村|场次?|[栋辆])(?![/均])")
_MEAN = re.compile(r"均|每|平|人年|/")
_OPEN = r"(?:天|小时|人|户|件|次|名|起|岁|公里|个(?:人|村|月|小时|工作日|星期|多月)?)(?![号组])"
_NEIGHBOURS = re.compile(rf"(?<![\d.、第])(\d)、(\d)(?={_OPEN})")
_HAN_NEIGHBOURS = re.compile(
    rf"(?<![{_HAN}十百、第])([{_HAN}])、([{_HAN}])(?=(?:天|小时|人|户|次|名|岁|公里|个(?!季度|月份|小?组|网格)))(?![^，。；\n]{{0,4}}[组级类])"
)
_RANGE = re.compile(
    r"(?<![\d.%％月年日第])(\d{1,3}(?:\.\d+)?)[—～~－\-至到]{1,2}(\d{1,3}(?:\.\d+)?)[%％]"
)
_HALF = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?[十百千](?:\d+[十百]?)?(?![瓦米克伏卡字帕赫兆安焦牛分货姓])[余多来几]?(?=[万亿元户人件个份名次张条头亩家斤字公米辆]|[，。；、）]|$)",
    re.MULTILINE,
)
_PER_CENT = re.compile(r"百分之\d+(?:\.\d+)?")
_ABOUT = re.compile(
    r"(?:大?约|大概)有?(?:将?近|接近)\d+|(?:大约|大概|(?<![预节违条公合制特签誓简])约|将近|(?<![附最邻靠接])近)\d+(?:\.\d+)?[万千百]?[^\d，。；、\n]{0,6}?(?:左右|上下)"
    r"|\d+(?:\.\d+)?[万千百]?[余多][^\d，。；、（）\n]{0,3}(?:左右|上下|以上)"
)
_LESS = re.compile(
    r"(?:下降|减少|降低|回落)了?(?:(\d{3,}(?:\.\d+)?)[%％]|百分之(\d{3,}(?:\.\d+)?))"
)
_MONEY = re.compile(r"[¥￥]\s*\d[\d,，.]*\s*万?元")


def of_numerals(text: str) -> Iterator[Finding]:
    """The findings about how the numbers of a text are written."""
    for line in text.splitlines():
        if found := _MIXED.search(line) or _MIXED_BACK.search(line):
            yield Finding(
                0, f"“{found[0]}”里数字和汉字混着写，同一处的数量写法要一致，请都用数字。"
            )
        for near in (*_NEIGHBOURS.finditer(line), *_HAN_NEIGHBOURS.finditer(line)):
            one, other = (_value(near[at]) for at in (1, 2))
            if other == one + 1:
                after = re.match(_OPEN, line[near.end() :])
                yield Finding(
                    0,
                    f"“{near[0]}{after[0] if after else ''}”是概数，相邻的两个数连用要写成汉字，中间不加顿号，"
                    f"写成“{_HAN[one - 1]}{_HAN[other - 1]}”。",
                )
        for found in _PIECES.finditer(line):
            if not _MEAN.search(re.split(r"[，。；]", line[: found.start()])[-1]):
                yield Finding(0, f"“{found[0]}”有小数，人、户、件这样数出来的应当是整数，请核对。")
        for found in _RANGE.finditer(line):
            yield Finding(0, f"“{found[0]}”前一个数也要带百分号，写成“{found[1]}%～{found[2]}%”。")
        for found in _HALF.finditer(line):
            yield Finding(
                0,
                f"“{found[0]}”里数字后面跟着“十”“百”“千”，请全部写成数字，只有“万”“亿”可以跟在数字后面。",
            )
        for found in _PER_CENT.finditer(line):
            share = found[0].removeprefix("百分之")
            yield Finding(0, f"“{found[0]}”里汉字和数字混着写，请写成“{share}%”。")
        if found := _ABOUT.search(line):
            yield Finding(0, f"“{found[0]}”里约数说了两遍，请只留一个。")
        for found in _LESS.finditer(line):
            if float(found[1] or found[2]) > 100:
                yield Finding(
                    0, f"“{found[0]}”超过了100%，减少、下降不会多于原来的全部，请核对数字。"
                )
        if found := _MONEY.search(line):
            yield Finding(0, f"“{found[0]}”前面有“¥”、后面又写“元”，请只留一个。")


def _value(mark: str) -> int:
    return int(mark) if mark.isdecimal() else _HAN.index(mark) + 1
