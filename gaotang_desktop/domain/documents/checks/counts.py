"""Lists held against the numbers beside them: 郭桥村、刘庄村3个村, 12处，其中8处、6处, 24个村中有30个.

Also figures that go against their own word: 由95%提升至93%, 第一季度（1—4月）, 9:00—8:30, 3.5.2万元.
"""

import re
from collections import Counter
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding

_NAME = r"[\u3400-\u9fff]{1,9}?(?:村|社区)"
_LIST = rf"{_NAME}(?:(?:、|(?<=[村区])[和及与]){_NAME})+"
_BEHIND = re.compile(rf"(?<![\u3400-\u9fff、])({_LIST})(等)?(\d{{1,3}})个(?:村|社区)")
_BEFORE = re.compile(
    rf"(?<![\d.])(\d{{1,3}})个村(?:[^，。；：、（\n]{{0,12}}：|（)({_LIST})(?=[。；）\n]|$)",
    re.MULTILINE,
)
_APART = re.compile(r"、|(?<=[村区])[和及与]")
_OF_THEM = re.compile(
    r"(?<![\d.])(\d{1,6})([处件起个户人次场份名条])(?:，其中|（)((?:[^\d，。；、（）\n]{1,12}\d{1,6}\2(?![\u3400-\u9fff])、?){2,})"
)
_PART = re.compile(r"(\d{1,6})[处件起个户人次场份名条]")
_ONE_OF_THEM = re.compile(
    r"(?<![\d.])(\d{1,6})(个村|[处件起户人家名])，其中[^\d，。；、（）\n]{0,8}(\d{1,6})\2"
)
_CLAUSE = re.compile("[，。；：（\\n]")
_RISE = re.compile(
    r"[由从](\d+(?:\.\d+)?)%?(?:(提升|上升|提高|增长|增加)|(下降|降低|减少|回落))[至到](\d+(?:\.\d+)?)%"
)
_TWO_POINTS = re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?=[万亿]?元|万|亿|%|个百分点)")
_NO_DAY = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])(?=(?:之|以)?前)")
_SPAN = re.compile(
    r"(?:第?([一二三四1-4])季度|([上下])半年)[（(](\d{1,2})月?[—－\-~～至到]{1,2}(\d{1,2})月[）)]"
)
_CLOCKS = re.compile(
    r"(?<![\d:：])(\d{1,2})[:：](\d{2})[—－\-~～至到]{1,2}(\d{1,2})[:：](\d{2})(?![\d:：])"
)
_EVENING = 17
_AMONG = re.compile(r"(?<![\d.])(\d{1,5})个([村户组单点场]{1,2})(?:里面?|之?中)，?有?(\d{1,5})个\2")


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
        is_sum = "、" not in _CLAUSE.split(text[: found.start()])[-1]
        if is_sum and int(found[3]) > int(found[1]):
            yield Finding(0, f"“{found[0]}”里部分多于总数，请核对。")
    yield from _against_their_word(text)
    for found in _AMONG.finditer(text):
        if int(found[3]) > int(found[1]):
            yield Finding(0, f"“{found[0]}”里部分多于总数，请核对。")


def _against_their_word(text: str) -> Iterator[Finding]:
    for found in _RISE.finditer(text):
        change = float(found[4]) - float(found[1])
        if change and (change > 0) != bool(found[2]):
            yield Finding(0, f"“{found[0]}”升降和数字相反，请核对。")
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
        begins, ends = (int(found[at]) * 60 + int(found[at + 1]) for at in (1, 3))
        # A night goes over into the next day.
        if ends <= begins and int(found[1]) < _EVENING:
            yield Finding(0, f"“{found[0]}”的结束时间早于开始时间，请核对。")


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
