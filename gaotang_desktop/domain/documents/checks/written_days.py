"""Days that a paper writes: days that there are not, weekdays that do not fit, deadlines that are over.

A day without a year is the one nearest to the day of the paper.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from gaotang_desktop.domain.documents.blocks import written_date
from gaotang_desktop.domain.documents.findings import STOPS, Finding

_DAY = re.compile(r"(?:(?<!\d)(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日")
_WEEKDAY = re.compile(r"[（(]?(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_ASKED = re.compile(
    r"(?:请|务必|必须|须|应当?|要求|限|不得晚于|不晚于|不迟于|截止)[^。；\n]{0,30}$"
)
_BY = re.compile(r"(?:[（(][^）)]{0,6}[）)])?[^，。；\n]{0,8}?(?:之前|以前|前)")
_NOT_LATER = re.compile(r"(?:不得?晚于|不迟于|截止(?:时间)?(?:到|为|至)?)$")
_MEETS = re.compile(r"时间|召开|举行|开会")
_CLOCK = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:时(?!间)|点)|\d{1,2}[:：]\d{2}")
_PLACE = re.compile(r"地点|地址|会议室|会场|礼堂|大厅|视频|线上|[0-9一二三四五六七八九十]楼|广场|村委会|(?:在|到)[^，。；\n]{2,20}(?:召开|举行|开会|参会|参加)")  # fmt: skip


def of_days(
    body: str, dated_on: date, *, is_off: Callable[[date], bool], meeting: bool = False
) -> Iterator[Finding]:
    """The findings about the days in a text; ``meeting`` is a notice of one."""
    for found in _DAY.finditer(body):
        words = found[0]
        day = _meant(found, dated_on)
        if day is None:
            yield Finding(0, f"正文写着“{words}”，没有这一天，请改正。", severity=STOPS)
            continue
        after = body[found.end() :]
        if (said := _WEEKDAY.match(after)) and _weekday(said[1]) != day.weekday():
            yield Finding(
                0,
                f"“{words}{said[0]}”对不上：{written_date(day)}是星期{_WEEKDAYS[day.weekday()]}，请核对。",
            )
        before = body[: found.start()]
        line = before[before.rfind("\n") + 1 :]
        if _is_deadline(line, after):
            yield from _deadline(words, day, dated_on, is_off)
    if meeting:
        yield from _meeting(body, dated_on, is_off)


def _deadline(
    words: str, day: date, dated_on: date, is_off: Callable[[date], bool]
) -> Iterator[Finding]:
    if day < dated_on:
        yield Finding(
            0, f"时限“{words}”早于成文日期{written_date(dated_on)}，收文的人已经做不到，请改时限。"
        )
    elif is_off(day):
        yield Finding(
            0, f"时限“{words}”是星期{_WEEKDAYS[day.weekday()]}，那一天不上班，请核对，可以改成前后的工作日。"
        )  # fmt: skip


def _meeting(body: str, dated_on: date, is_off: Callable[[date], bool]) -> Iterator[Finding]:
    held = _held_on(body, dated_on)
    for words, day in held:
        if day < dated_on:
            yield Finding(0, f"会议时间“{words}”早于成文日期{written_date(dated_on)}，请核对。")
        elif is_off(day):
            yield Finding(
                0, f"会议时间“{words}”是星期{_WEEKDAYS[day.weekday()]}，那一天不上班，请核对。"
            )
    if held and not _CLOCK.search(body):
        yield Finding(0, "会议通知没有写明几点开会，请写上。")
    if held and not _PLACE.search(body):
        yield Finding(0, "会议通知没有写明在哪里开会，请写上地点。")


def _held_on(body: str, dated_on: date) -> list[tuple[str, date]]:
    """The days on which the meeting is, by what stands beside them or above."""
    found, above = [], ""
    for line in filter(None, map(str.strip, body.splitlines())):
        if _MEETS.search(line) or (above and "时间" in above and len(above) < 12):
            for each in _DAY.finditer(line):
                day = _meant(each, dated_on)
                if day is not None and not _is_deadline(line[: each.start()], line[each.end() :]):
                    found.append((each[0], day))
        above = line
    return found


def _is_deadline(before: str, after: str) -> bool:
    clause = re.split(r"[。；]", before)[-1]
    return bool(_NOT_LATER.search(clause) or (_BY.match(after) and _ASKED.search(clause)))


def _meant(found: re.Match[str], near: date) -> date | None:
    years = [int(found[1])] if found[1] else [near.year, near.year + 1, near.year - 1]
    days = []
    for year in years:
        try:
            days.append(date(year, int(found[2]), int(found[3])))
        except ValueError:
            continue
    return min(days, key=lambda day: abs(day - near), default=None)


def _weekday(said: str) -> int:
    return _WEEKDAYS.index("日" if said == "天" else said)
