"""Days that a paper writes: days that there are not, weekdays that do not fit, deadlines that are over.

A day without a year is the one nearest to the day of the paper.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from gaotang_desktop.domain.documents.blocks import written_date
from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.writings.numbers import chinese_number

_HAN = "一二三四五六七八九十"
_DAY = re.compile(
    rf"(?:(?<!\d)(\d{{4}}|[一二][{_HAN}〇零○0]{{3}})年)?"
    rf"(?<![\d{_HAN}])(\d{{1,2}}|[{_HAN}]{{1,2}})月(\d{{1,2}}|[{_HAN}]{{1,3}})[日号]"
)
_UNTIL = re.compile(r"(?:(?:开始|起)，?)?(?:至|到|—+|－|-|~|～)(\d{1,2})日")
_TO = re.compile("(?:(?:开始|起)(?:[^，。；、0-9]{0,6}，)?)?(?:至|到|—+|－|-|~|～)")
_HALF_A_YEAR = 6
_OF_A_MONTH, _NEARLY_A_MONTH = 30.4, 0.6
_LASTS = re.compile(r"(?:结束|止|为止)?[，（(]?(?:为期|历时|一共|共计|共)(\d{1,3})天")
_LASTED = re.compile(r"(?:为期|历时|开展)(\d{1,3})天[^，。；\d（(]{0,16}[（(]$")
_LASTED_MONTHS = re.compile(
    rf"(?:为期|历时|开展)([{_HAN}两\d]{{1,2}})个月[^，。；\d（(]{{0,16}}[（(]$"
)
_STAGE = re.compile(r"阶段[（(：，]?(?:时间为?)?[：]?$")
_YEAR = re.compile(r"(?<!\d)(\d{4})年")
_FAR_AHEAD = 25
"""Years ahead of the paper that no plan of a township reaches (2062 for 2026)."""
_WEEKDAY = re.compile(r"[（(]?(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_WEEKDAY_BEFORE = re.compile(r"(?<!每)(?:星期|周|礼拜)([一二三四五六日天])[（(，]?$")
_ASKED = re.compile(
    r"(?:请|务必|必须|须|应当?|(?<![主重需只])要[于在]|要求|限|不得晚于|不晚于|不迟于|截止)[^。；\n]{0,30}$"
)
_TOLD = re.compile(r"已|均|都|截至|[曾原]")
_SENT = re.compile(r"(?:[（(][^）)]{0,6}[）)])?(?:之前|以前|前)[^，。；]{0,4}(?:报送|上报|报[至到]|反馈|提交|上交|交[至到])(?![的了过])")  # fmt: skip
_BY = re.compile(r"(?:[（(][^）)]{0,6}[）)])?[^，。；\n]{0,8}?(?:之前|以前|前)")
_NOT_LATER = re.compile(r"(?:不得?晚于|不迟于|截止(?:时间)?(?:到|为|至)?)$")
_UP_TO = re.compile(r"(?:^|[，：])\s*截止[到至]?$")
_MEETS = re.compile(r"时间|召开|举行|开会")
_CLOCK = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:时(?!间)|点)|\d{1,2}[:：]\d{2}")
_PLACE = re.compile(r"地点|地址|会议室|会场|礼堂|大厅|视频|线上|[0-9一二三四五六七八九十]楼|广场|村委会|(?:在|到)[^，。；\n]{2,20}(?:召开|举行|开会|参会|参加)")  # fmt: skip


def of_days(
    body: str, dated_on: date, *, is_off: Callable[[date], bool], meeting: bool = False
) -> Iterator[Finding]:
    """The findings about the days in a text; ``meeting`` is a notice of one."""
    stage_ended: tuple[date, str] | None = None
    for found in _DAY.finditer(body):
        words = found[0]
        day = _meant(found, dated_on)
        if day is None:
            yield Finding(0, f"正文写着“{words}”，没有这一天，请改正。", severity=STOPS)
            continue
        after = body[found.end() :]
        before = body[: found.start()]
        yield from _named_weekday(words, day, before, after)
        if until := _UNTIL.match(after):
            yield from _span(words + until[0], day, int(until[1]))
            yield from _length(
                words + until[0],
                day,
                _replaced(day, int(until[1])),
                _LASTS.match(after, until.end())
                or _LASTED.search(before)
                or _LASTED_MONTHS.search(before),
            )
        elif (to := _TO.match(after)) and (last := _DAY.match(after, to.end())):
            end = _meant(last, day)
            # 12月28日至1月3日 goes over into the next year.
            if end is not None and end < day and (last[1] or day.month - end.month < _HALF_A_YEAR):
                yield Finding(0, f"“{words}{to[0]}{last[0]}”的结束日期早于开始日期，请核对。")
            yield from _length(
                f"{words}{to[0]}{last[0]}",
                day,
                end,
                _LASTS.match(after, last.end())
                or _LASTED.search(before)
                or _LASTED_MONTHS.search(before),
            )
        if _STAGE.search(before) and (span := _span_from(day, found, body)):
            if stage_ended and day < stage_ended[0]:
                yield Finding(
                    0, f"这一阶段从“{words}”开始，上一阶段到“{stage_ended[1]}”才结束，请核对。"
                )
            stage_ended = span
        line = before[before.rfind("\n") + 1 :]
        if _is_deadline(line, after):
            yield from _deadline(words, day, dated_on, is_off)
            yield from _overdue(words, day, after)
            yield from _two_deadlines(words, day, after)
    for year in _YEAR.finditer(body):
        if int(year[1]) > dated_on.year + _FAR_AHEAD:
            yield Finding(0, f"正文写着“{year[0]}”，离现在太远，请核对年份。")
    if meeting:
        yield from _meeting(body, dated_on, is_off)


def _length(
    words: str, first: date, last: date | None, said: re.Match[str] | None
) -> Iterator[Finding]:
    """为期5天 behind or before a span of eleven: the last day may be counted or not."""
    if said is None or last is None or last < first:
        return
    days = (last - first).days + 1
    if said.re is _LASTED_MONTHS:
        months = _number(said[1].replace("两", "二"))
        if abs(days / _OF_A_MONTH - months) > _NEARLY_A_MONTH:
            yield Finding(0, f"“{words}”是{days}天，却写着{said[1]}个月，请核对。")
        return
    if int(said[1]) not in (days, days - 1):
        yield Finding(0, f"“{words}”是{days}天，却写着{said[1]}天，请核对。")


def _span_from(day: date, found: re.Match[str], body: str) -> tuple[date, str] | None:
    """The last day of a span that begins with a day, and its words."""
    after = body[found.end() :]
    if until := _UNTIL.match(after):
        last = _replaced(day, int(until[1]))
        return (last, f"{until[1]}日") if last else None
    if (to := _TO.match(after)) and (written := _DAY.match(after, to.end())):
        last = _meant(written, day)
        return (last, written[0]) if last else None
    return None


def _replaced(day: date, number: int) -> date | None:
    try:
        return day.replace(day=number)
    except ValueError:
        return None


def _named_weekday(words: str, day: date, before: str, after: str) -> Iterator[Finding]:
    behind, ahead = _WEEKDAY.match(after), _WEEKDAY_BEFORE.search(before)
    said = behind or ahead
    if said and _weekday(said[1]) != day.weekday():
        quoted = words + said[0] if behind else said[0] + words
        yield Finding(
            0,
            f"“{quoted}”对不上：{written_date(day)}是星期{_WEEKDAYS[day.weekday()]}，请核对。",
        )


def _span(words: str, day: date, until: int) -> Iterator[Finding]:
    try:
        last = day.replace(day=until)
    except ValueError:
        yield Finding(0, f"正文写着“{words}”，没有这一天，请改正。", severity=STOPS)
        return
    if last < day:
        yield Finding(0, f"“{words}”的结束日期早于开始日期，请核对。")


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


def _two_deadlines(words: str, day: date, after: str) -> Iterator[Finding]:
    """于11月18日前报送，报送截止时间为11月16日: one thing until two days."""
    other = re.match(r"前(?:报送|上报|提交)[^。；\n稿补]*?截止(?:时间|日期)?[为是：]?", after)
    said = _DAY.match(after, other.end()) if other else None
    if said and (until := _meant(said, day)) is not None and until != day:
        yield Finding(0, f"前面写着“{words}”前，后面写着截止“{said[0]}”，请核对是哪一天。")


def _overdue(words: str, day: date, after: str) -> Iterator[Finding]:
    """What happens to those who are late, on a day before the deadline."""
    late = re.match(r"[^。\n]*?(?:逾期|未按时|不按时|没有按时)[^。；\n]*", after)
    said = _DAY.search(late[0]) if late else None
    then = _meant(said, day) if said else None
    if said and then is not None and then < day:
        yield Finding(0, f"逾期的处理时间“{said[0]}”早于时限“{words}”，请核对。")


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


def first_day(body: str, dated_on: date) -> date | None:
    """The first day that a text writes: of 纪要 that of the meeting."""
    found = _DAY.search(body)
    return _meant(found, dated_on) if found else None


def meeting_day(body: str, dated_on: date) -> date | None:
    """The day of the meeting that a text calls, the last where there are several."""
    return max((day for _, day in _held_on(body, dated_on)), default=None)


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
    if _UP_TO.search(clause) and after.startswith("，"):
        return False  # 截止11月1日，共化解…: what was done until then
    asked = _BY.match(after) and _ASKED.search(clause)
    return bool(
        _NOT_LATER.search(clause) or asked or (_SENT.match(after) and not _TOLD.search(clause))
    )


def _meant(found: re.Match[str], near: date) -> date | None:
    years = [_number(found[1])] if found[1] else [near.year, near.year + 1, near.year - 1]
    days = []
    for year in years:
        try:
            days.append(date(year, _number(found[2]), _number(found[3])))
        except ValueError:
            continue
    return min(days, key=lambda day: abs(day - near), default=None)


def _number(words: str) -> int:
    """The number that was written; 0 where Chinese numerals make none."""
    return int(words) if words.isdecimal() else chinese_number(words.replace("0", "〇")) or 0


def _weekday(said: str) -> int:
    return _WEEKDAYS.index("日" if said == "天" else said)
