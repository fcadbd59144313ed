"""Lists held against the numbers beside them: 郭桥村、刘庄村3个村, 12处，其中8处、6处, 24个村中有30个.

Also figures that go against their own word: 由95%提升至93%, 第一季度（1—4月）, 9:00—8:30, 3.5.2万元.
"""

import re
from collections import Counter
from collections.abc import Iterator

from gaotang_desktop.domain.documents.checks.rates import clause_before
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.writings.numbers import chinese_number

_NAME = r"[\u3400-\u9fff]{1,9}?(?:村|社区)"
_LIST = rf"{_NAME}(?:(?:、|(?<=[村区])[和及与]){_NAME})+"
_BEHIND = re.compile(rf"(?<![\u3400-\u9fff、])({_LIST})(等)?(\d{{1,3}})个(?:村|社区)")
_BEFORE = re.compile(
    rf"(?<![\d.])(\d{{1,3}})个村(?:[^，。；：、（\n]{{0,12}}：|（)({_LIST})(?=[。；）\n]|$)",
    re.MULTILINE,
)
_APART = re.compile(r"、|(?<=[村区])[和及与]")
_OF_THEM = re.compile(
    r"(?<![\d.])(\d{1,6})([处件起个户人次场份名条块盏台辆套张])(?:，其中|（)((?:[^\d，。；、（）\n]{1,12}\d{1,6}\2(?![\u3400-\u9fff])、?){2,})"
)
_PART = re.compile(r"(\d{1,6})[处件起个户人次场份名条块盏台辆套张]")
_ONE_OF_THEM = re.compile(
    r"(?<![\d.])(\d{1,6})(个村|[处件起户人家名])，其中[^\d，。；、（）\n]{0,8}(\d{1,6})\2"
)
_TWO_POINTS = re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?=[万亿]?元|万|亿|%|个百分点)")
_NO_DAY = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])(?=(?:之|以)?前)")
_SPAN = re.compile(
    r"(?:第?([一二三四1-4])季度|([上下])半年)[（(](\d{1,2})月?[—－\-~～至到]{1,2}(\d{1,2})月[）)]"
)
_CLOCKS = re.compile(
    r"(?<![\d:：])(\d{1,2})[:：](\d{2})[—－\-~～至到]{1,2}(当[日天]|同日)?(\d{1,2})[:：](\d{2})(?![\d:：])"
)
_MONTHS = re.compile(
    r"(?<!\d)(\d{1,2})月?[—－\-~～至到]{1,2}(\d{1,2})月(?:份|底|末)?[）)]?，?[^，。；\d]{0,2}共计?([\d一二两三四五六七八九十]{1,2})个月"
)
_HOURS = re.compile(
    r"(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})分|(半))?)[—－\-~～至到]{1,2}(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})分|(半))?)(?:[^，。；\d休\n]{0,16}[，（(](?:会期|用时|时长)|[，（(]?(?:会期|为期|用时|(?:会议|培训|活动)?时长|历时|共计?|一共))(?:约|为)?(\d{1,2}(?:\.5)?)个?小时"
)
_OF_A_MONTH = re.compile(r"每个?月(?:的)?(\d{1,3})[日号]")
_OPENS = re.compile(
    r"(上午|下午|早上|晚上)?(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})分|(半))?)(?:准时|正式)?[^，。；\n\d]{0,12}?(?:召开|开会|举行|开始|开幕)"
)
_BE_THERE = re.compile(
    r"(上午|下午|早上|晚上)?(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})分|(半))?)(?:之前|以前|前)[^，。；\n\d]{0,8}?(?:签到|入场|到场|到会|就座|入座|进场|报到|到达)"
)
_EVENING = 17
_LONGEST_MONTH = 31
_AMONG = re.compile(r"(?<![\d.])(\d{1,5})个([村户组单点场]{1,2})(?:里面?|之?中)，?有?(\d{1,5})个\2")


_IN_TOWN = re.compile(r"全[镇乡县区](?:共有?|现有|下辖|所?辖)?(\d{1,4})个(村|社区)([^。；\n]*)")
_ALL_OF = re.compile(
    r"(\d{1,5})个([村组点户])[^，。；\d]{0,4}(?:均|全部|都)(?:已经?|已)?(上报|报送|完成|整改|到位|签收|反馈)[^，。；\d]{0,4}，[^，。；\d]{0,6}(?:未|没有|还没)[^，。；\d]{0,6}[1-9]\d{0,3}个\2"
)
_QUARTERS = re.compile(
    r"(?:前|[一1]至|连续)([两二三四234])个?季度，?共计?([\d一二三四五六七八九十]{1,2})个月"
)
_DAYS = re.compile(r"(?<![\d年])(1[0-2]|[1-9])月份?(?:共|的|有|全月)?(2[89]|3[01])天(?![内前后])")
_LONG, _SHORT = (1, 3, 5, 7, 8, 10, 12), (4, 6, 9, 11)
_LISTED = re.compile(r"[^，。；：、（）“”《》\n]{2,20}(?:、[^，。；：、（）“”《》\n]{2,20}){2,}")
_SHORTEST_ITEM = 3
_PRESENT = re.compile(
    r"(?:出席|列席|请假|缺席|参加|参会)(?:人员|领导|单位)?[：:]([^，。；：\n]+(?:、[^，。；：\n]+)+)"
)
_HEAD_OF = re.compile(r"(?:的?主要|的?分管)?(?:负责人|负责同志|领导)$")
_FOREMOST = re.compile(
    rf"前([两三四五六七八九十\d]{{1,2}})名(?:的村)?(?:分别|依次)?(?:为|是|有)[：:]?({_LIST})(?=[。；，]|$)",
    re.MULTILINE,
)
_AND_OTHERS = re.compile(
    r"([^，。；：、（）“”《》\d\n]{2,12}(?:、[^，。；：、（）“”《》\d\n]{2,12})+)(等)?(\d{1,2}|[二两三四五六七八九])(个?方面|大?类|个?(?:重点|环节|领域|行业))(?![之以])"
)
"""防溺水、禁毒、反诈等3个方面."""


def of_counts(text: str) -> Iterator[Finding]:
    """The findings about lists of villages, parts of a sum and parts of a number of villages."""
    for found in _BEHIND.finditer(text):
        names = _names(found[1])
        yield from _twice(names)
        if _differs(len(names), int(found[3]), open_end=bool(found[2])):
            yield _unlike(found[0], len(names), int(found[3]))
    for found in _BEFORE.finditer(text):
        names = _names(found[2])
        yield from _twice(names)
        if len(names) != int(found[1]):
            yield _unlike(found[0], len(names), int(found[1]))
    for found in _OF_THEM.finditer(text):
        parts = [int(each) for each in _PART.findall(found[3])]
        if sum(parts) > int(found[1]):
            yield Finding(
                0,
                f"“{found[0][:24]}”各项相加是{sum(parts)}{found[2]}，多于总数{found[1]}{found[2]}，请核对。",
            )
    for found in _ONE_OF_THEM.finditer(text):
        # Behind a list, 其中 speaks of all of it.
        is_sum = "、" not in clause_before(text, found.start())
        if is_sum and int(found[3]) > int(found[1]):
            yield Finding(0, f"“{found[0]}”里部分多于总数，请核对。")
    yield from _against_their_word(text)
    for found in _AMONG.finditer(text):
        if int(found[3]) > int(found[1]):
            yield Finding(0, f"“{found[0]}”里部分多于总数，请核对。")

    for found in _IN_TOWN.finditer(text):
        for part in re.findall(rf"(\d{{1,4}})个{found[2]}", found[3]):
            if int(part) > int(found[1]):
                yield Finding(
                    0,
                    f"“全镇{found[1]}个{found[2]}”后面写着“{part}个{found[2]}”，多于全部，请核对。",
                )
    for found in _ALL_OF.finditer(text):
        yield Finding(0, f"“{found[0]}”前面说全部{found[3]}，后面又有没{found[3]}的，请核对。")
    for found in _QUARTERS.finditer(text):
        months = 3 * _numeral(found[1])
        if _numeral(found[2]) != months:
            yield Finding(0, f"“{found[0]}”是{months}个月，写着{found[2]}个月，请核对。")
    for found in _DAYS.finditer(text):
        month, days = int(found[1]), int(found[2])
        if not (days == 31 if month in _LONG else days == 30 if month in _SHORT else days < 30):
            yield Finding(0, f"“{found[0]}”不对，{month}月没有{days}天，请核对。")
    for found in _LISTED.finditer(text):
        items = Counter(each for each in _items(found[0]) if len(each) >= _SHORTEST_ITEM)
        for name, count in items.items():
            if count > 1:
                yield Finding(0, f"“{name}”在一处写了 {count} 次，请删去多的。")
    for found in _PRESENT.finditer(text):
        yield from _twice([_HEAD_OF.sub("", each) for each in found[1].split("、")])
    for found in _FOREMOST.finditer(text):
        names = _names(found[2])
        if len(names) < _numeral(found[1]):
            yield _unlike(found[0], len(names), _numeral(found[1]))
    for found in _AND_OTHERS.finditer(text):
        listed, joined = found[1].count("、") + 1, len(re.findall("[和及与]", found[1]))
        said = _numeral(found[3])
        fits = listed <= said if found[2] else listed <= said <= listed + joined
        if said and not fits:
            yield Finding(0, f"“{found[0]}”列了{listed}项，写着{said}{found[4]}，请核对。")


def _items(words: str) -> list[str]:
    """The members of a list, without 成员由 before the first and 组成 behind the last."""
    first, *others = words.split("、")
    first = re.sub(r"^.*(?:由|包括|[有是为对向给请将])(?=[\u3400-\u9fff]{3})", "", first)
    *between, last = [first, *others]
    return [*between, re.sub(r"(?:等.*|组成|参加|负责|牵头|配合|参与|承办|列席)$", "", last)]


def of_villages(text: str, registered: int) -> Iterator[Finding]:
    """全镇26个村 where ``registered`` are 24; a register that is hardly begun says nothing."""
    if registered < _BEGUN:
        return
    for found in re.finditer(r"全[镇乡](?:共有?|现有|下辖|所?辖)?(\d{1,4})个(?:行政)?村", text):
        if int(found[1]) > registered:
            yield Finding(
                0, f"“{found[0]}”多于村名单里的{registered}个，请核对是写多了，还是名单不全。"
            )


_BEGUN = 5
"""Villages from which on a register is taken to be whole."""


def _against_their_word(text: str) -> Iterator[Finding]:
    for found in _TWO_POINTS.finditer(text):
        yield Finding(0, f"“{found[0]}”有两个小数点，请核对。")
    for found in _NO_DAY.finditer(text):
        yield Finding(0, f"“{found[0]}”后面少了“日”字，请补上。")
    for found in _SPAN.finditer(text):
        if found[1]:
            ordinal = "一二三四".find(found[1]) if found[1] in "一二三四" else int(found[1]) - 1
            first, last, what = 3 * ordinal + 1, 3 * ordinal + 3, "这个季度"
        else:
            first, last = (1, 6) if found[2] == "上" else (7, 12)
            what = f"{found[2]}半年"
        if (int(found[3]), int(found[4])) != (first, last):
            yield Finding(0, f"“{found[0]}”的月份不对，{what}是{first}月至{last}月，请核对。")
    for found in _CLOCKS.finditer(text):
        begins, ends = (int(found[at]) * 60 + int(found[at + 1]) for at in (1, 4))
        # A night goes over into the next day.
        if ends <= begins and (found[3] or int(found[1]) < _EVENING):
            yield Finding(0, f"“{found[0]}”的结束时间早于开始时间，请核对。")
    for found in _MONTHS.finditer(text):
        first, last, said = int(found[1]), int(found[2]), _numeral(found[3])
        months = last - first + 1 if last >= first else last + 12 - first + 1
        if said and said != months:
            yield Finding(0, f"“{found[0]}”是{months}个月，写着{found[3]}个月，请核对。")
    for found in _HOURS.finditer(text):
        begin, end = (
            int(found[at]) * 60
            + (30 if found[at + 3] else int(found[at + 1] or found[at + 2] or 0))
            for at in (1, 5)
        )
        if end > begin and float(found[9]) * 60 != end - begin:
            hours = f"{(end - begin) / 60:.1f}".removesuffix(".0")
            yield Finding(0, f"“{found[0]}”是{hours}小时，写着{found[9]}小时，请核对。")
    for found in _OF_A_MONTH.finditer(text):
        if not 1 <= int(found[1]) <= _LONGEST_MONTH:
            yield Finding(0, f"正文写着“{found[0]}”，没有这一天，请改正。")
    for line in text.splitlines():
        opens, be_there = _OPENS.search(line), _BE_THERE.search(line)
        if opens and be_there and _minute(be_there, opens) > _minute(opens, be_there):
            yield Finding(0, f"“{be_there[0]}”比“{opens[0]}”晚，会已经开始了，请核对时间。")


def _minute(clock: re.Match[str], other: re.Match[str]) -> int:
    """The minute of the day; a clock without a part of the day has that of the other."""
    hour = int(clock[2])
    part = clock[1] or (other[1] if hour <= 12 else "") or ""
    if part in ("下午", "晚上") and hour < 12:
        hour += 12
    return hour * 60 + (30 if clock[5] else int(clock[3] or clock[4] or 0))


def _numeral(words: str) -> int:
    return int(words) if words.isdecimal() else chinese_number(words.replace("两", "二")) or 0


def _names(words: str) -> list[str]:
    return _APART.split(words)


def _differs(listed: int, said: int, *, open_end: bool) -> bool:
    return listed > said if open_end else listed != said


def _twice(names: list[str]) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Finding(0, f"“{name}”在一处写了 {count} 次，请删去多的。")


def _unlike(words: str, listed: int, said: int) -> Finding:
    shown = words if len(words) <= 30 else f"{words[:14]}…{words[-14:]}"
    return Finding(0, f"“{shown}”列了{listed}个村，写着{said}个，请核对。")
