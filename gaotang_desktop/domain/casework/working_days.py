"""Days of a deadline: every day, or working days only (工作日), with the holidays of the office."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import plain

_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|—|-|~)\s*{_DAY})?\s*(放假|休息|上班)")
_LONGEST = 60  # days of one line: a typing error in the year is no holiday


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the days of a deadline are counted.

    With ``working`` only Mondays to Fridays count, but for the days ``off``; a weekend that is
    worked (调休) is in ``on``. Without it every day counts.
    """

    working: bool = False
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the office is open on a day."""
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, days: int) -> date:
        """The last day of a term of so many days; the day on which it starts is not counted.

        The state council's rules count so: 自次日起计算. A term of no day ends on the day itself.
        """
        if not self.working:
            return day + timedelta(days=days)
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day


EVERY_DAY = Calendar()


def calendar(settings: Mapping[str, Any]) -> Calendar:
    """How the settings want days to be counted; lines that cannot be read are left out."""
    off, on = _listed(settings["holidays"] or "", strict=False)
    return Calendar(bool(settings["working_days"]), off, on)


def check(text: str | None) -> None:
    """Look at the lines of 放假和调休.

    Raises:
        Invalid: a sentence for the first line that cannot be read.
    """
    _listed(text or "", strict=True)


def _listed(text: str, *, strict: bool) -> tuple[frozenset[date], frozenset[date]]:
    off: set[date] = set()
    on: set[date] = set()
    for line in text.splitlines():
        words = plain(line)
        if not words:
            continue
        try:
            days, worked = _read(words)
        except ValueError:
            if strict:
                raise Invalid(
                    {
                        "holidays": f"“放假和调休”里的“{words}”看不懂，请一行写一条，如 "
                        "2026-10-01至2026-10-07 放假，或者 2026-10-10 上班。"
                    }
                ) from None
            continue
        (on if worked else off).update(days)
    return frozenset(off), frozenset(on)


def _read(words: str) -> tuple[Iterator[date], bool]:
    found = _LINE.fullmatch(words)
    if found is None:
        raise ValueError(words)
    numbers = [int(each) for each in found.groups()[:6] if each]
    first = date(*numbers[:3])
    last = date(*numbers[3:]) if len(numbers) > 3 else first
    count = (last - first).days
    if not 0 <= count <= _LONGEST:
        raise ValueError(words)
    return (first + timedelta(days=at) for at in range(count + 1)), found[7] == "上班"
