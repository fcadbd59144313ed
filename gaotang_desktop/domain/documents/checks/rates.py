"""Shares, differences, products and roll-calls against the figures beside them.

受理20件，化解18件，化解率85%; 应到24人，实到26人; 由91%上升到88%; 比去年的28起下降14%; 单价12元，300件，共3800元.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.writings.numbers import chinese_number

_N = r"\d+(?:\.\d+)?"
_UNIT = r"(?:人次|户次|场次|批次|台次|个村|万?元|[个批宗例辆处件处起户人名条份次场家晚组台辆盏张册幅本瓶部])"
_UP = r"(?:提升|上升|提高|增长|增加|增|升)"
_DOWN = r"(?:下降|降低|减少|回落|减|降)"
_DONE = re.compile(
    rf"(?<![\d.])(\d{{1,6}})({_UNIT})[^，。；\d]{{0,8}}，(?:其中|现|目前)?(?:已经?)?(?:完成)?([\u3400-\u9fff]{{2}})了?[^，。；\d]{{0,4}}"
    rf"(\d{{1,6}})\2[^，。；\d]{{0,4}}，(?:[^，。；]{{2,12}}，)?[^，。；\d]{{0,4}}\3率(?:已?达到?|为|是)?({_N})[%％]"
)
_RATE_FIRST = re.compile(
    rf"([\u3400-\u9fff]{{2}})率(?:已?达到?|为|是)?({_N})[%％]，[^，。；\d]{{0,6}}?(\d{{1,6}})({_UNIT})，(?:其中)?(?:已经?)?\1[^，。；\d]{{0,4}}(\d{{1,6}})\4"
)
_CALLED = re.compile(
    rf"应([到参巡报查检交])[^，。；\d]{{0,4}}(\d{{1,6}})({_UNIT})[，、]\s*实际?\1[^，。；\d]{{0,4}}(\d{{1,6}})\3"
    rf"(?:[，、]((?:[^，。；、\d]{{1,6}}\d{{1,6}}\3[，、]?)+))?"
)
_CALLED_RATE = re.compile(
    rf"应([到参巡报查检交])[^，。；\d]{{0,4}}(\d{{1,6}})({_UNIT})[，、]\s*实际?\1[^，。；\d]{{0,4}}(\d{{1,6}})\3，[^，。；\d其中]{{1,4}}率(?:达到?|为|是)?({_N})[%％]"
)
_LACKING = re.compile(
    rf"(?:缺席?|请假|未到|迟到|缺勤|旷会|缺报|漏报|漏巡|未[巡报查检交]|差|少)[^，。；、\d]{{0,4}}(\d{{1,6}})(?={_UNIT})"
)
_HERE_ALL_THE_SAME = re.compile(r"迟到\d{1,6}")
_MOVED = re.compile(
    rf"[由从][^，。；\d]{{0,8}}?({_N})([%％]|{_UNIT})?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?[到至为]({_N})([%％]|{_UNIT})"
    rf"(?:，[^，。；\d]{{0,4}}?(?:{_UP}|{_DOWN})了?({_N})(个百分点|{_UNIT}))?"
)
_THEN = r"(?:[^，。；\d]|\d{1,4}(?=[年月季日])){0,16}?[的期月年度]"
_AGAINST = re.compile(
    rf"(?<![\d.])({_N})({_UNIT})[^，。；\d]{{0,4}}，(?:同比|环比|[比较与]){_THEN}({_N})\2(?:相比)?，?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?"
    rf"({_N})([%％]|\2)"
)
_SAME_TIME = re.compile(
    rf"(?<![\d.])({_N})({_UNIT})，(?:同比|环比)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?({_N})[%％][（(](?:去年|上年|上月|上期|上季度)[^，。；\d]{{0,4}}({_N})\2[）)]"
)
"""27起，同比下降25%（去年同期36起）."""
_FROM = re.compile(
    rf"[比较][^，。；\d]{{0,8}}({_N})({_UNIT})(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?({_N})\2，(?:为|达到?|[降升减增]?[至到]|共)({_N})\2"
)
_SHARES = re.compile(
    rf"({_N})[%％][^，。；\d]{{0,4}}，[比较与]{_THEN}({_N})[%％](?:相比)?，?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?({_N})个百分点"
)
_BRACKETED = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?({_N})[%％][（(](?:去年|上年|上月|上期)[^，。；\d]{{0,4}}({_N})({_UNIT})，(?:今年|本年|本月|本期)[^，。；\d]{{0,4}}({_N})\5[）)]"
)
_MORE_DONE = re.compile(
    rf"(?<![\d.])(\d{{1,6}})({_UNIT})，(?:现|目前)?已经?(?:修复|整改|化解|办结|完成|处置|解决|回访|更换|答复)了?(\d{{1,6}})\2"
)
_PRICES = (
    re.compile(
        rf"单价[^，。；\d]{{0,3}}({_N})(万?元)[，、][^，。；\d]{{0,12}}?(\d{{1,6}})[^，。；\d元]{{1,6}}，?[^，。；\d]{{0,6}}?(?:共计|合计|总计|总价|共)[^，。；\d]{{0,4}}({_N})\2"
    ),
    re.compile(
        rf"(?<![\d.])(\d{{1,6}})[^，。；\d元]{{1,6}}[，、](?:单价|每[^，。；\d]{{1,3}})[^，。；\d]{{0,3}}({_N})(万?元)，?[^，。；\d]{{0,6}}?(?:共计|合计|总计|总价|共)[^，。；\d]{{0,4}}({_N})\3"
    ),
)
_EACH = re.compile(
    rf"每个?([村组户人名所校])[^，。；、\d]{{0,10}}({_N})({_UNIT})[^，。；、\d]{{0,6}}，[^，。；\d]{{0,6}}?(\d{{1,5}})个?\1[^，。；\d]{{0,8}}?(?:共计|合计|总计|共)[^，。；\d]{{0,4}}({_N})(万?)\3"
)
_FIGURES = re.compile(_N)
_GIVEN_EACH = re.compile(
    rf"(?:各|每[人户村个名])[^，。；、\d]{{0,10}}?({_N})(万?元|{_UNIT})，([\d]{{1,4}}|[一二两三四五六七八九十]{{1,3}})[个名户人][^，。；\d]{{0,4}}?共[计需]?[^，。；\d]{{0,4}}({_N})\2"
)
"""对前三名的村各奖励2000元，三个村共奖励6000元."""
_AREA = re.compile(rf"({_N})平方米[（(，]长(?:约|度)?({_N})米[、，×]宽(?:约|度)?({_N})米")
_PART_OF = re.compile(
    rf"(?<![\d.])({_N})({_UNIT})[^，。；\d]{{0,6}}，占[^，。；\d]{{0,10}}({_N})\2[^，。；\d]{{0,4}}的({_N})[%％]"
)
_REST = re.compile(
    rf"(?<![\d.])(\d{{1,6}})({_UNIT})[^，。；\d]{{0,4}}，其中((?:[^，。；、\d]{{1,12}}\d{{1,6}}\2[，、])+)(?:其余|其他|其它|剩余|剩下)[^，。；、\d]{{0,8}}(\d{{1,6}})\2"
)
_CLAUSE = re.compile("[，。；：（\\n]")
_MARK = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]")
_FIGURE = re.compile(r"\d{1,6}")


def of_rates(text: str) -> Iterator[Finding]:
    """The findings about figures that what stands beside them does not bear out."""
    told = [
        *((each, each[1], each[4], each[5]) for each in _DONE.finditer(text)),
        *((each, each[3], each[5], each[2]) for each in _RATE_FIRST.finditer(text)),
        *((each, each[2], each[4], each[5]) for each in _CALLED_RATE.finditer(text)),
    ]
    for found, due, done, share in told:
        whole, part, said = int(due), int(done), Decimal(share)
        worked_out = Decimal(part) * 100 / whole if whole else said
        if part <= whole and abs(worked_out - said) >= _last_place(said):
            yield Finding(
                0,
                f"“{found[0]}”算下来是{worked_out:.1f}%，和写的{said}%不一致，请核对。",
            )
    yield from _roll_calls(text)
    yield from _moved(text)
    for found in _AGAINST.finditer(text):
        now, was, said = (Decimal(found[at]) for at in (1, 3, 6))
        yield from _against(found, now, was, said, relative=found[7] in "%％")
    for found in _SHARES.finditer(text):
        now, was, said = (Decimal(found[at]) for at in (1, 2, 5))
        if now != was and (now > was) != bool(found["up"]):
            yield Finding(0, f"“{found[0]}”升降和数字相反，请核对。")
        elif abs(abs(now - was) - said) > _last_place(said):
            yield Finding(0, f"“{found[0]}”相差{abs(now - was)}个百分点，写着{said}个，请核对。")
    for found in _BRACKETED.finditer(text):
        said, was, now = (Decimal(found[at]) for at in (3, 4, 6))
        yield from _against(found, now, was, said, relative=True)
    for found in _SAME_TIME.finditer(text):
        now, said, was = (Decimal(found[at]) for at in (1, 5, 6))
        yield from _against(found, now, was, said, relative=True)
    for found in _MORE_DONE.finditer(text):
        is_sum = "、" not in clause_before(text, found.start())
        if is_sum and int(found[3]) > int(found[1]):
            yield Finding(0, f"“{found[0]}”办完的多于全部，请核对。")
    for found in _FROM.finditer(text):
        was, change, now = (Decimal(found[at]) for at in (1, 5, 6))
        right = was + change if found["up"] else was - change
        if right != now:
            yield Finding(
                0, f"“{found[0]}”算下来是{right:f}{found[2]}，写着{now}{found[2]}，请核对。"
            )
    for pattern in _PRICES:
        for found in pattern.finditer(text):
            one, other, said = _FIGURES.findall("，".join(found.groups()))
            unit = "万元" if "万元" in found.groups() else "元"
            yield from _product(found[0], Decimal(one) * Decimal(other), said, unit)
    for found in _GIVEN_EACH.finditer(text):
        count = _numeral(found[3])
        yield from _product(found[0], Decimal(found[1]) * count, found[4], found[2])
    for found in _AREA.finditer(text):
        yield from _product(found[0], Decimal(found[2]) * Decimal(found[3]), found[1], "平方米")
    for found in _PART_OF.finditer(text):
        its, every, said = Decimal(found[1]), Decimal(found[3]), Decimal(found[4])
        worked_out = its * 100 / every if every else said
        if abs(worked_out - said) >= _last_place(said):
            yield Finding(
                0, f"“{found[0]}”算下来是{worked_out:.1f}%，和写的{said}%不一致，请核对。"
            )
    for found in _EACH.finditer(text):
        product, unit = Decimal(found[2]) * Decimal(found[4]), f"{found[6]}{found[3]}"
        yield from _product(found[0], product / (10_000 if found[6] else 1), found[5], unit)
    for found in _REST.finditer(text):
        parts = [int(each) for each in _FIGURE.findall(found[3])] + [int(found[4])]
        if sum(parts) != int(found[1]):
            yield Finding(
                0,
                f"“{found[0]}”各项相加是{sum(parts)}{found[2]}，总数写着{found[1]}{found[2]}，请核对。",
            )


def _numeral(words: str) -> int:
    return int(words) if words.isdecimal() else chinese_number(words.replace("两", "二")) or 0


def _roll_calls(text: str) -> Iterator[Finding]:
    for found in _CALLED.finditer(text):
        due, done = int(found[2]), int(found[4])
        words = found[0].rstrip("，、")
        if done > due and found[1] == "巡":
            continue  # more nights than are due are patrolled by right
        if done > due:
            yield Finding(0, f"“{words}”实际的多于应当的，请核对。")
            continue
        told = _HERE_ALL_THE_SAME.sub("", found[5] or "")
        lacking = [int(each) for each in _LACKING.findall(told)]
        if lacking and sum(lacking) != due - done:
            yield Finding(
                0, f"“{words}”相差{due - done}{found[3]}，写着{sum(lacking)}{found[3]}，请核对。"
            )


def _moved(text: str) -> Iterator[Finding]:
    for found in _MOVED.finditer(text):
        was, now = Decimal(found[1]), Decimal(found[5])
        if found[2] and found[2] != found[6]:
            continue
        if now != was and (now > was) != bool(found["up"]):
            yield Finding(0, f"“{found[0]}”升降和数字相反，请核对。")
            continue
        if not found[7] or (found[8] == "个百分点") != (found[6] in "%％"):
            continue
        said = Decimal(found[7])
        if abs(abs(now - was) - said) > _last_place(said) * (found[8] == "个百分点"):
            yield Finding(
                0, f"“{found[0]}”相差{abs(now - was)}{found[8]}，写着{said}{found[8]}，请核对。"
            )


def _against(
    found: re.Match[str], now: Decimal, was: Decimal, said: Decimal, *, relative: bool
) -> Iterator[Finding]:
    if now != was and (now > was) != bool(found["up"]):
        yield Finding(0, f"“{found[0]}”升降和数字相反，请核对。")
        return
    change = abs(now - was)
    if relative and was:
        change = change * 100 / was
    if abs(change - said) >= (_last_place(said) if relative else Decimal("0.001")):
        unit = "%" if relative else found[2]
        shown = f"{change:.1f}" if relative else f"{change:f}"
        yield Finding(0, f"“{found[0]}”算下来是{shown}{unit}，和写的{said}{unit}不一致，请核对。")


def _product(words: str, worked_out: Decimal, said: str, unit: str) -> Iterator[Finding]:
    if worked_out != Decimal(said):
        yield Finding(0, f"“{words}”乘出来是{worked_out:f}{unit}，写着{said}{unit}，请核对。")


def clause_before(text: str, end: int) -> str:
    """What stands in the same clause before a place, without the number of the paragraph (一、)."""
    return _MARK.sub("", _CLAUSE.split(text[:end])[-1])


def _last_place(said: Decimal) -> Decimal:
    """One of the last decimal that was written: as much as rounding or cutting off makes."""
    exponent = said.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
