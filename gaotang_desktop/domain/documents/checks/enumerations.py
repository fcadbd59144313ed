"""What a text announces against what follows: 三项工作：一是…四是…, 12个中已完成8个，未完成5个, 由50件增加到65件，增长20%."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.writings.numbers import chinese_number

_DIGITS = "一二三四五六七八九"
_MANY = r"(\d{1,2}|[一二两三四五六七八九十]{1,2})"
_UNIT = r"(?:项|点|条|件|大?类|个(?=方面|重点|环节|要点|关键|问题))"
_WHAT = r"(?:方面|重点|主要|具体|硬性)?(?:工作|任务|要求|措施|意见|内容|建议|事项|问题|[实大]?事|环节|要点)?"
_INLINE = re.compile(rf"{_MANY}{_UNIT}{_WHAT}[：:](?=一是)")
_ITEM = re.compile(rf"(?:^|[，。；：、:])([{_DIGITS}])是")
_BELOW = re.compile(rf"(?:以下|如下|下列|下面){_MANY}{_UNIT}{_WHAT}[：:]$")
_ABOVE = re.compile(rf"^(?:以上|上述){_MANY}(?:项|点|条){_WHAT}")
_MARKS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_UNDONE = r"(?:还有|尚有|另有|其余|剩余)?[^，。；\d]{0,6}?(?:未|没有|没|尚未)[^，。；\d]{0,6}"
_PARTED = re.compile(
    rf"(?<![\d.])(\d{{1,5}})([个件处户条起])[^，。；\d]{{0,6}}，(?:其中)?(?:现)?已经?[^，。；\d未没]{{1,6}}(\d{{1,5}})\2"
    rf"[^，。；\d]{{0,3}}[，、](?:{_UNDONE}(\d{{1,5}})\2|(?:还有|尚有|另有)(\d{{1,5}})\2[^，。；\d]{{0,3}}(?:未|没)|(?:剩余|其余|另有)?(?:正在|继续)[^，。；\d]{{0,6}}(\d{{1,5}})\2)"
)
_GROWN = re.compile(
    r"[由从](\d+(?:\.\d+)?)([^\d，。；%百个]{1,2}|个[^\d，。；%]?|百?万元)(?:增加|增长|上升|提高|升|减少|下降|降低|减|降)[到至为]"
    r"(\d+(?:\.\d+)?)\2，[^，。；\d]{0,4}(?:增长|上升|增加|增幅|提高|下降|减少|降低|降幅|减幅)[^，。；\d]{0,3}(\d+(?:\.\d+)?)%"
)
_ONE = r"[^\d，。；、：\n]{0,12}\d+(?:\.\d+)?"
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_SHARED_OUT = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)?)(万元|元|亿元|万人|万户|万亩|亩|公里|平方米|吨)，其中((?:{_ONE}\2[，、]){{1,}}{_ONE}\2)"
)
_ALTOGETHER = re.compile(
    rf"((?:{_ONE}(万元|元|个[村组点]|[户人件起处份名条次场盏台辆批])、)(?:{_ONE}\2、)*{_ONE}\2)，?(?:[两三四五六七八九]个?[\u3400-\u9fff]{{1,3}})?(?:共计|合计|总计|共)(\d+(?:\.\d+)?)\2(?!以上)"
)
_IN_YUAN = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?)万元，其中((?:{_ONE}元[，、]){{1,}}{_ONE}元)")
"""共计1.2万元，其中我方承担7000元，贵方承担5000元."""
_ONE_BY_ONE = re.compile(
    r"(?:(?<=[：。；\n])|^)((?:[^\d，。；、：\n]{1,14}\d+(人|名|户|件|起|处|份|次|辆|台)，)(?:[^\d，。；、：\n]{1,14}\d+\2，)*[^\d，。；、：\n]{1,14}\d+\2)，(?:共计|合计|总计|共)(\d+)\2(?!以上)",
    re.MULTILINE,
)
"""司法所3人，派出所2人，共5人."""
_BOTH = re.compile(
    r"(?<![\d.])(\d{1,6})([件批起场次户])(\d{1,6})(人次|[件人户个])，其中((?:[^\d，。；、]{1,8}\d{1,6}\2\d{1,6}\4[，、]?){2,})"
)
_ITEMS = r"([^，。；、：“”\n]{2,12}(?:、[^，。；、：“”\n]{2,12}){1,9})"
_CALLED = re.compile(
    rf"“([二两三四五六七八九])个?([\u3400-\u9fff]{{1,2}})”[^：。；，\n]{{0,6}}：{_ITEMS}(?=[。；]|$)",
    re.MULTILINE,
)
_IN_PLACE = re.compile(
    rf"(?:[要须确保落实做到]|^){_ITEMS}([二两三四五六七])(到位|落实|统一|同步|公开)(?=[，。；])",
    re.MULTILINE,
)
_NEARLY = 1.0
"""Points of per cent that rounding may make."""
_OPPOSED = re.compile(
    r"((?:[\u3400-\u9fff]{0,4})(满意|安全|知晓|支持|同意|赞成|合格|达标|了解)的?[占为](?:比)?(\d+(?:\.\d+)?)%，不\2的?[占为](?:比)?(\d+(?:\.\d+)?)%)"
)


def of_enumerations(text: str) -> Iterator[Finding]:
    """The findings about counts that what follows does not bear out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        for found in _INLINE.finditer(line):
            items = _in_order(line[found.end() :])
            yield from _unlike(found[0][:-1], _number(found[1]), items)
        if below := _BELOW.search(line):
            yield from _unlike(below[0][:-1], _number(below[1]), _listed(lines[at + 1 :]))
        if above := _ABOVE.search(line):
            counts = [sum(bool(mark.match(each)) for each in lines[:at]) for mark in _MARKS]
            if any(counts) and _number(above[1]) not in counts:
                yield from _unlike(above[0], _number(above[1]), next(filter(None, counts)), "前")
    for found in _PARTED.finditer(text):
        if found[6] and "、" in re.split("[，。；：\n]", text[: found.start()])[-1]:
            continue  # the last of several, not their sum
        parts = int(found[3]) + int(found[4] or found[5] or found[6])
        if parts != int(found[1]):
            yield Finding(
                0,
                f"“{found[0][:30]}”两部分相加是{parts}{found[2]}，总数写着{found[1]}{found[2]}，请核对。",
            )
    for found in _SHARED_OUT.finditer(text):
        summed = sum((Decimal(each) for each in _AMOUNT.findall(found[3])), Decimal())
        if summed - Decimal(found[1]) > _rounded(found[2], [found[1], *_AMOUNT.findall(found[3])]):
            yield Finding(
                0,
                f"“{found[0].rstrip('，、')}”各项相加是{summed:f}{found[2]}，多于总数{found[1]}{found[2]}，请核对。",
            )
    for found in _ALTOGETHER.finditer(text):
        summed = sum((Decimal(each) for each in _AMOUNT.findall(found[1])), Decimal())
        if summed != Decimal(found[3]):
            yield Finding(
                0, f"“{found[0]}”各项相加是{summed:f}{found[2]}，写着{found[3]}{found[2]}，请核对。"
            )
    for found in _IN_YUAN.finditer(text):
        yuan = sum((Decimal(each) for each in _AMOUNT.findall(found[2])), Decimal())
        if yuan > Decimal(found[1]) * 10_000:
            yield Finding(
                0,
                f"“{found[0].rstrip('，、')}”各项相加是{yuan:f}元，多于总数{found[1]}万元，请核对。",
            )
    for found in _ONE_BY_ONE.finditer(text):
        if re.search("其中|全[镇村区县]|共|总", found[1]):
            continue
        summed = sum((Decimal(each) for each in _AMOUNT.findall(found[1])), Decimal())
        if summed != Decimal(found[3]):
            yield Finding(
                0, f"“{found[0]}”各项相加是{summed:f}{found[2]}，写着{found[3]}{found[2]}，请核对。"
            )
    for found in _BOTH.finditer(text):
        for at, unit in ((1, found[2]), (3, found[4])):
            figures = [int(each) for each in re.findall(rf"(\d{{1,6}}){unit}", found[5])]
            if sum(figures) != int(found[at]):
                yield Finding(
                    0,
                    f"“{found[0].rstrip('，、')}”各项相加是{sum(figures)}{unit}，总数写着{found[at]}{unit}，请核对。",
                )
    for found in _CALLED.finditer(text):
        members = found[3].split("、")
        if all(found[2] in each for each in members):
            yield from _unlike(
                f"“{found[1]}个{found[2]}”".strip("“”"), _number(found[1]), len(members)
            )
    for found in _IN_PLACE.finditer(text):
        yield from _unlike(found[0], _number(found[2]), found[1].count("、") + 1, "前")
    for found in _GROWN.finditer(text):
        was, now, said = float(found[1]), float(found[3]), float(found[4])
        if was and abs(abs(now - was) / was * 100 - said) > _NEARLY:
            yield Finding(
                0,
                f"“{found[0]}”算下来是{abs(now - was) / was * 100:.1f}%，和写的{found[4]}%不一致，请核对。",
            )
    for found in _OPPOSED.finditer(text):
        if float(found[3]) + float(found[4]) > 100:
            yield Finding(0, f"“{found[1]}”两项相加超过了100%，请核对。")


def _rounded(unit: str, figures: list[str]) -> Decimal:
    """How much rounding may make of a sum: nothing of money, half of the last decimal of each figure."""
    if unit.endswith("元"):
        return Decimal(0)
    places = [Decimal(each).as_tuple().exponent for each in figures]
    return sum(
        (Decimal(5).scaleb(place - 1) for place in places if isinstance(place, int) and place < 0),
        Decimal(0),
    )


def _in_order(words: str) -> int:
    """How many of 一是、二是 … follow one after the other."""
    count = 0
    for found in _ITEM.finditer(f"，{words}"):
        if _DIGITS.find(found[1]) != count:
            break
        count += 1
    return count


def _listed(lines: list[str]) -> int:
    """How many marks of the first line's level follow before one of a higher level."""
    level = next((n for n, mark in enumerate(_MARKS) if lines and mark.match(lines[0])), None)
    if level is None:
        return 0
    count = 0
    for line in lines:
        if any(mark.match(line) for mark in _MARKS[:level]):
            break
        count += bool(_MARKS[level].match(line))
    return count


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else chinese_number(words.replace("两", "二")) or 0


def _unlike(words: str, said: int, listed: int, side: str = "后") -> Iterator[Finding]:
    if said and listed > 1 and listed != said:
        yield Finding(0, f"“{words}”{side}面列了{listed}项，请核对是少写、多写，还是数写错了。")
