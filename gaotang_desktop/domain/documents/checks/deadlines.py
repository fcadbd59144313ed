"""Days against what is said of them: 5个工作日内（11月30日前）, 由劳保所负责，11月8日前完成 of the week before.

A count of days runs from the day of the paper, which may be counted or not; one that runs from something
else (会议结束后5个工作日内) is left alone.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from gaotang_desktop.domain.documents.blocks import written_date
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.writings.numbers import chinese_number

_DAY = r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]"
_WITHIN = re.compile(
    rf"(?<![\d月])(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(个工作日|[日天](?=之?内|以内))(?:之?内|以内)?[，（(]?(?:即|也就是|最迟|截止(?:到|至)?|截至|至|到|于|在)*{_DAY}(?:之?前|以前|内|止)?"
)
_OTHER_START = re.compile(r"(?:之?后|以后|之?前|起)[^，。；]{0,2}$")
_FROM_THE_PAPER = re.compile(r"(?:通知|通报|通告|函|文件?|收到|接到|印发|发布|即日|之日|自今)")
_DONE_BY = re.compile(
    rf"(?:负责|牵头|承办|落实)[^。；\n\d]{{0,12}}?，?(?:务必|须|要|应)?(?:于|在)?{_DAY}(?:之?前|以前)(?:完成|办结|整改|落实|报送|到位|建成|化解)(?![了的过])"
)
_IN_FORCE = re.compile(
    rf"自(?:即日|发布之日|印发之日|公布之日|今日|本日)起[^。；\n]{{0,14}}?(?:至|到){_DAY}"
)
_BE_THERE = re.compile(
    rf"{_DAY}[^，。；\n]{{0,14}}?(?:之?前|以前)[^，。；\n]{{0,8}}(?:签到|报到|入场|到场|到会)"
)
_LASTS = re.compile(
    rf"{_DAY}(?:至|到|—+|－|-|~|～)(?:(\d{{1,2}})月)?(\d{{1,2}})[日号]，?[^，。；\d\n]{{2,20}}，?(?:为期|历时)(\d{{1,3}})天"
)
_CLOCKED = re.compile(
    rf"{_DAY}(?:上午|下午|晚上?|凌晨)?\d{{1,2}}(?:[:：]\d{{2}}|[时点](?:\d{{1,2}}分|半)?)(?:至|到|—+|－|-|~|～){_DAY}"
)
_MOST = 30
"""Working days that are counted at most."""


def of_deadlines(
    text: str,
    dated_on: date,
    *,
    is_off: Callable[[date], bool],
    held: date | None = None,
    told_of: date | None = None,
) -> Iterator[Finding]:
    """The findings about days that do not fit a number of days, their paper or a meeting ``held``.

    ``told_of`` is the day of the meeting of a 纪要, which asked for what the paper tells later.
    """
    for found in _WITHIN.finditer(text):
        before = re.split("[，。；\n]", text[: found.start()])[-1]
        if _OTHER_START.search(before) and not _FROM_THE_PAPER.search(before):
            continue
        yield from _counted(found, dated_on, is_off)
    for pattern, said in (
        (_DONE_BY, "要求办完的日期早于{}，已经做不到，请核对。"),
        (_IN_FORCE, "结束的日期早于{}，请核对。"),
    ):
        for found in pattern.finditer(text):
            day = _day(found.groups(), dated_on)
            if day is not None and day < (told_of or dated_on):
                yield Finding(0, f"“{found[0]}”{said.format(written_date(told_of or dated_on))}")
    for found in _BE_THERE.finditer(text):
        day = _day(found.groups(), dated_on)
        if held is not None and day is not None and day > held:
            yield Finding(0, f"“{found[0]}”比会议日期{written_date(held)}晚，请核对。")
    for found in _CLOCKED.finditer(text):
        first = _day(found.groups(), dated_on)
        last = _day(found.groups()[3:], first or dated_on)
        if first is not None and last is not None and last < first:
            yield Finding(0, f"“{found[0]}”的结束日期早于开始日期，请核对。")
    for found in _LASTS.finditer(text):
        first = _day(found.groups(), dated_on)
        last = _day((found[1], found[4] or found[2], found[5]), first or dated_on)
        if first is None or last is None or last < first:
            continue
        days = (last - first).days + 1
        if int(found[6]) not in (days, days - 1):
            yield Finding(0, f"“{found[0]}”是{days}天，却写着{found[6]}天，请核对。")


def _counted(
    found: re.Match[str], dated_on: date, is_off: Callable[[date], bool]
) -> Iterator[Finding]:
    count = int(found[1]) if found[1].isdecimal() else chinese_number(found[1]) or 0
    day = _day(found.groups()[2:], dated_on)
    if day is None or not 0 < count <= _MOST or day <= dated_on:
        return
    working = found[2] == "个工作日"
    right = _after(dated_on, count, is_off) if working else dated_on + timedelta(count)
    # The day itself may be counted, and the paper may arrive on the next one.
    early = _after(dated_on, count - 1, is_off) if working else right - timedelta(1)
    late = _after(right, 1, is_off) if working else right + timedelta(1)
    if not early <= day <= late:
        yield Finding(
            0,
            f"“{found[0]}”对不上：从成文日期算，{found[1]}{found[2]}到{right.month}月{right.day}日，请核对。",
        )


def _after(day: date, count: int, is_off: Callable[[date], bool]) -> date:
    """The ``count``-th working day after a day."""
    while count > 0:
        day += timedelta(1)
        count -= not is_off(day)
    return day


def _day(parts: tuple[str | None, ...], near: date) -> date | None:
    """The day of year, month and number; without a year the one that lies nearest."""
    year, month, number = parts[:3]
    found = []
    for each in [int(year)] if year else [near.year, near.year + 1, near.year - 1]:
        try:
            found.append(date(each, int(month or 0), int(number or 0)))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - near), default=None)
