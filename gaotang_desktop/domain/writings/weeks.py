"""Weeks as people write them."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from gaotang_desktop.domain.writings.dates import NOTHING, Around, monday, plain, read_date
from gaotang_desktop.domain.writings.day_spans import SPAN
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.domain.writings.unclear import Unclear

_WEEK_AND_DAYS = re.compile(r"([^()（）]*周)\s*[（(]([^()（）]+)[)）]")  # 第43周（10.19-10.25）
_WEEKS_OF_A_MONTH = 6
_HALF_A_YEAR = timedelta(weeks=26)


def _require_in_month(number: int, label: str, typed: Any, around: Around) -> None:
    """Refuse 第一周 in a sheet of December: the first week of the month, or of the year.

    Raises:
        Unclear: with the weeks that it may be.
    """
    if around.month is None or around.year is None or number > _WEEKS_OF_A_MONTH:
        return
    first = date(around.year, around.month, 1)
    weeks = [monday(first) + timedelta(weeks=each) for each in range(_WEEKS_OF_A_MONTH)]
    weeks = [
        week
        for week in weeks
        if (week + timedelta(days=6)).month == around.month or week.month == around.month
    ]
    if number not in (week.isocalendar().week for week in weeks):
        offers = [week_label(week) for week in weeks[number - 1 : number]]
        raise Unclear(
            label,
            typed,
            offers,
            why=f"在{around.month}月的表里，是那个月的第几周，还是一年的第几周，看不出来",
        )


def _nearest_week(number: int, today: date) -> date:
    """A week without its year: of this year, at New Year of the one that just ended.

    Raises:
        ValueError: neither year has such a week.
    """
    year = today.isocalendar().year
    for each in (year, year - 1):
        try:
            week = date.fromisocalendar(each, number, 1)
        except ValueError:
            continue
        if week - today < _HALF_A_YEAR:
            return week
    return date.fromisocalendar(year, number, 1)


def read_week(typed: Any, *, today: date, label: str = "周", around: Around = NOTHING) -> date:
    """Read ``2026-W43``, ``2026年第43周``, ``43周``, ``第四十三周``, ``本周``, ``上周`` or any day.

    Returns the Monday. Without a year, that of the sheet's title or of ``today`` is meant; at New Year
    the last weeks are those of the year that just ended.

    Raises:
        ValueError: a whole sentence.
    """
    if isinstance(typed, (date, datetime)):
        return monday(typed.date() if isinstance(typed, datetime) else typed)
    text = with_digits(plain(str(typed))).upper()
    if both := _WEEK_AND_DAYS.fullmatch(text):
        weeks = {read_week(each, today=today, label=label, around=around) for each in both.groups()}
        if len(weeks) > 1:
            raise ValueError(
                f"“{label}”里的“{typed}”对不上：括号里的日子不在那一周，请核对后改正。"
            )
        return weeks.pop()
    words = {"本周": 0, "这周": 0, "上周": -1, "下周": 1}
    if text in words:
        return monday(today) + timedelta(weeks=words[text])
    found = re.fullmatch(r"(?:(\d{4})\s*[-年]?\s*)?(?:W|第)?\s*(\d{1,2})\s*周?", text)
    if found and ("W" in text or "周" in text):
        year, number = int(found[1] or around.year or 0), int(found[2])
        if not found[1]:
            _require_in_month(number, label, typed, around)
        try:
            return date.fromisocalendar(year, number, 1) if year else _nearest_week(number, today)
        except ValueError:
            raise ValueError(f"“{label}”里的“{typed}”不是日历上有的周，请改正。") from None
    if (both := SPAN.fullmatch(text)) and (week := _spanned(both, today, label, around)):
        return week
    try:
        return monday(read_date(typed, today=today, label=label, ahead=True, around=around))
    except Unclear:
        raise
    except ValueError:
        raise ValueError(
            f"“{label}”看不懂“{typed}”，请写成 2026年第43周、本周 或者那一周的任何一天。"
        ) from None


def _spanned(both: re.Match[str], today: date, label: str, around: Around) -> date | None:
    """The Monday of the one week in which both days of a span lie; ``None`` where they do not."""
    first = read_date(both[1], today=today, label=label, ahead=True, around=around)
    last = re.sub(r"[日号]$", "", both[2])
    parts = [int(each) for each in re.split(r"\D+", last)]
    try:
        end = first.replace(**dict(zip(("day", "month", "year"), reversed(parts), strict=False)))
    except ValueError:
        return None
    if end < first and len(parts) < 3:
        end = end.replace(year=end.year + 1)
    return monday(first) if monday(first) == monday(end) else None


def week_label(day: date) -> str:
    """``2026年第43周``: how lists show a week."""
    year, week, _weekday = day.isocalendar()
    return f"{year}年第{week}周"
