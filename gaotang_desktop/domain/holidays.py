"""法定节假日和调休: which days are worked, as the State Council announces them year by year."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from gaotang_desktop.domain.errors import Invalid

OFF, WORKED = "放假", "上班"
_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_LINE = re.compile(
    rf"({_DAY})(?:\s*(?:至|到|~|—|–|-)\s*({_DAY}))?\s*(.*?)\s*(放假|休息|上班|补班|调休上班)"
)
_SATURDAY = 5
_MOST_DAYS = 31
_ANNOUNCED_FROM = 11  # the month in which the next year is mostly announced
_FEW = 3  # working days off in a week


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off from ``first`` to ``last``, both included, or days ``worked`` in their place."""

    first: date
    last: date
    name: str
    worked: bool

    @property
    def line(self) -> str:
        """As it is typed: ``2026-10-01至2026-10-07 国庆节 放假``."""
        until = f"至{self.last}" if self.last != self.first else ""
        return f"{self.first}{until} {self.name} {WORKED if self.worked else OFF}"

    def overlaps(self, other: "Holiday") -> bool:
        """Whether both speak of the same day."""
        return self.first <= other.last and other.first <= self.last


def read(text: str) -> tuple[Holiday, ...]:
    """A table of one line each, oldest first; empty lines are left out.

    Raises:
        Invalid: a line that cannot be read, ends before it begins, or overlaps another one.
    """
    found = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if line.strip():
            found.append(_holiday(line.strip(), number))
    return checked(found)


def _holiday(line: str, number: int) -> Holiday:
    said = _LINE.fullmatch(line)
    if said is None:
        raise Invalid(
            {
                "holidays": f"节假日第 {number} 行“{line[:30]}”看不懂，"
                "请写成“2026-10-01至2026-10-07 国庆节 放假”或“2026-10-10 国庆节 上班”。"
            }
        )
    days = [_day(each, number) for each in (said[1], said[2] or said[1])]
    return Holiday(days[0], days[1], said[3] or "节假日", said[4] not in (OFF, "休息"))


def _day(text: str, number: int) -> date:
    year, month, day = map(int, re.findall(r"\d+", text))
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise Invalid(
            {"holidays": f"节假日第 {number} 行没有“{text.strip()}”这一天，请改正。"}
        ) from problem


def checked(holidays: Iterable[Holiday]) -> tuple[Holiday, ...]:
    """These, oldest first.

    Raises:
        Invalid: one ends before it begins, is too long, or overlaps another one.
    """
    found = sorted(holidays, key=lambda each: (each.first, each.last))
    for each in found:
        if each.last < each.first:
            raise Invalid({"holidays": f"“{each.line}”的结束早于开始，请改正。"})
        if (each.last - each.first).days >= _MOST_DAYS:
            raise Invalid({"holidays": f"“{each.line}”超过 {_MOST_DAYS} 天，请检查年份和日期。"})
    for one, other in pairwise(found):
        if other.first <= one.last:
            raise Invalid({"holidays": f"“{one.line}”和“{other.line}”有重叠的日子，请留下一条。"})
    return tuple(found)


def is_worked(day: date, holidays: Sequence[Holiday]) -> bool:
    """Whether a day is worked: Monday to Friday, but for what the table says."""
    for each in holidays:
        if each.first <= day <= each.last:
            return each.worked
    return day.weekday() < _SATURDAY


def next_worked(day: date, holidays: Sequence[Holiday]) -> date:
    """The day itself where it is worked, else the first one after it that is."""
    while not is_worked(day, holidays):
        day += timedelta(days=1)
    return day


def unknown_years(holidays: Sequence[Holiday], today: date) -> tuple[int, ...]:
    """The years of which the table has no line and should: this one, and from November on the next.

    By then the State Council has mostly announced it; before, nobody can know it.
    """
    asked = (today.year, today.year + 1) if today.month >= _ANNOUNCED_FROM else (today.year,)
    return tuple(year for year in asked if year not in years(holidays))


def years(holidays: Sequence[Holiday]) -> frozenset[int]:
    """The years of which the table has a line."""
    return frozenset(each.first.year for each in holidays)


def weeks_off(holidays: Sequence[Holiday], first: date, last: date) -> dict[date, str]:
    """The weeks, by their Mondays, that a holiday leaves hardly any working day, with its name.

    Three of Monday to Friday off, or more.
    """
    off = names(holidays, first, last + timedelta(days=6))
    found: dict[date, list[str]] = defaultdict(list)
    for day, name in off.items():
        if day.weekday() < _SATURDAY:
            found[day - timedelta(days=day.weekday())].append(name)
    return {
        week: mine[-1]
        for week, mine in found.items()
        if len(mine) >= _FEW and first <= week <= last
    }


def names(holidays: Sequence[Holiday], first: date, last: date) -> dict[date, str]:
    """The days off of a span that a holiday makes, by name: 国庆节."""
    return {
        day: each.name
        for each in holidays
        if not each.worked
        for day in (each.first + timedelta(n) for n in range((each.last - each.first).days + 1))
        if first <= day <= last
    }
