"""The year and the month that stand over a sheet, and the day up to which it tells."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from gaotang_desktop.domain.writings.dates import Around, plain
from gaotang_desktop.domain.writings.month_ends import last_day_of
from gaotang_desktop.domain.writings.numbers import with_digits

_FULL_DAY = re.compile(r"\d{1,2}\s*[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-.](?=\d{1,2}月?(?:\D|$)))")
_TITLE_MONTH = re.compile(r"(?<![\d-])(1[0-2]|0?[1-9])\s*月")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)20\d{2}[-.](1[0-2]|0?[1-9])(?![\d月]|\s*[-.]\s*\d)")


_UNTIL = re.compile(
    r"(?:截[至止](?:到|于|目前|今)?|统计(?:时间|日期|时点|截止日期)(?=\s*:))\s*[:,]?\s*(?:(20\d{2})\s*[年./-]\s*)?(\d{1,2})\s*[月./-](?:份|底|末)*"
    r"\s*(?:(\d{1,2})(?!\d)\s*[日号]?)?"
)
_SPAN = re.compile(
    r"(20\d{2})[年./-](\d{1,2})[月./-]0?1日?\s*(?:-+|~+|至|到)\s*(?:(20\d{2})[年./-])?(?:(\d{1,2})[月./-])?(\d{1,2})日?"
)
_MOST_OF_A_MONTH = (
    20  # on this day of it figures are of that month; before they may be of the last one
)


def title_period(texts: Iterable[str]) -> Around:
    """The year and the month that a sheet's title names, where it names one of each.

    A day in a text (填报日期：2026年11月28日) says when it was filled in, not what it is about; 截至2026年11月25日
    is how far it tells, and names no month of its rows.
    """
    year: int | None = None
    month: int | None = None
    until: tuple[int | None, int, int] | None = None
    for text in texts:
        line = with_digits(plain(text))
        if said := _UNTIL.search(line):
            until = until or (int(said[1] or 0) or None, int(said[2]), int(said[3] or 0))
            line = _UNTIL.sub(" ", line)
        if whole := _whole_month(line):
            line = f"{whole:%Y}年{whole.month}月"
        if _FULL_DAY.search(line):
            continue
        years, months = set(_TITLE_YEAR.findall(line)), set(_TITLE_MONTH.findall(line))
        months = months or set(_YEAR_AND_MONTH.findall(line))  # 统计月份：2026-10
        if year is None and len(years) == 1:
            year = int(years.pop())
            month = int(months.pop()) if len(months) == 1 else month
        elif month is None and not years and len(months) == 1:
            month = int(months.pop())
    return Around(year, month, asks=True, until=_last_day(until, year))


def _whole_month(line: str) -> date | None:
    """The month of which a line says the first and the last day: 2026年10月1日至10月31日."""
    found = _SPAN.search(line)
    if found is None or (found[3] or found[1], found[4] or found[2]) != (found[1], found[2]):
        return None
    with suppress(ValueError):
        last = last_day_of(int(found[1]), int(found[2]))
        return last.replace(day=1) if int(found[5]) == last.day else None
    return None  # 13月


def month_until(around: Around) -> date | None:
    """The first day of the month at whose end a sheet says how things stand (截至2026年11月底)."""
    until = around.until
    return until.replace(day=1) if until is not None and until.day >= _MOST_OF_A_MONTH else None


def _last_day(said: tuple[int | None, int, int] | None, year: int | None) -> date | None:
    if said is None or (said[0] or year) is None:
        return None
    with suppress(ValueError):
        month = last_day_of(said[0] or year or 0, said[1])
        return month.replace(day=said[2]) if said[2] else month
    return None  # 截至2月30日
