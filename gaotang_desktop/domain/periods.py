"""Months, quarters and years, as the office counts them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from gaotang_desktop.domain.errors import DomainError

Cycle = Literal["month", "quarter", "year"]
CYCLES: Final[tuple[Cycle, ...]] = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar month, quarter or year.

    ``number`` is the month (1-12), the quarter (1-4), or 1 for a year.
    """

    year: int
    cycle: Cycle
    number: int

    @property
    def months(self) -> tuple["Period", ...]:
        """The months that make up the period, in order."""
        if self.cycle == "month":
            return (self,)
        if self.cycle == "quarter":
            first = 3 * self.number - 2
            return tuple(Period(self.year, "month", first + i) for i in range(3))
        return tuple(Period(self.year, "month", i) for i in range(1, 13))

    @property
    def start(self) -> date:
        """First day."""
        month = {"month": self.number, "quarter": 3 * self.number - 2, "year": 1}[self.cycle]
        return date(self.year, month, 1)

    @property
    def end(self) -> date:
        """Last day, included."""
        month = {"month": self.number, "quarter": 3 * self.number, "year": 12}[self.cycle]
        following = date(self.year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def each_day(self) -> Iterator[date]:
        """Every day of the period, in order."""
        for offset in range(self.days):
            yield self.start + timedelta(days=offset)

    def shifted(self, by: int) -> "Period":
        """The period ``by`` steps later (earlier when negative)."""
        per_year = {"month": 12, "quarter": 4, "year": 1}[self.cycle]
        index = self.year * per_year + self.number - 1 + by
        return Period(index // per_year, self.cycle, index % per_year + 1)

    @property
    def key(self) -> str:
        """``2026-10``, ``2026-Q3`` or ``2026``: the form that :func:`parse` takes."""
        if self.cycle == "month":
            return f"{self.year}-{self.number:02d}"
        return f"{self.year}-Q{self.number}" if self.cycle == "quarter" else f"{self.year}"

    @property
    def label(self) -> str:
        """``2026年10月``, ``2026年第三季度``, ``2026年``."""
        if self.cycle == "month":
            return f"{self.year}年{self.number}月"
        if self.cycle == "quarter":
            return f"{self.year}年第{'一二三四'[self.number - 1]}季度"
        return f"{self.year}年"


def around(day: date, cycle: Cycle) -> Period:
    """The month, quarter or year a day lies in."""
    numbers = {"month": day.month, "quarter": (day.month + 2) // 3, "year": 1}
    return Period(day.year, cycle, numbers[cycle])


def month_of(day: date) -> Period:
    """The month a day lies in."""
    return Period(day.year, "month", day.month)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return Period(year, "month", number)


def parse(text: str) -> Period:
    """Read ``2026-10``, ``2026-Q3``, ``2026``, ``2026年10月``; full-width digits are fine.

    Raises:
        DomainError: the text is none of these.
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if found := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", plain):
        year, number = int(found[1]), int(found[2])
        if 1 <= number <= 12 and 1900 <= year <= 9998:
            return Period(year, "month", number)
    elif found := re.fullmatch(r"(\d{4})\s*[-年]?\s*(?:Q|第)\s*([1-4一二三四])\s*(?:季度)?", plain):
        if 1900 <= int(found[1]) <= 9998:
            quarter = "一二三四".find(found[2]) + 1 or int(found[2])
            return Period(int(found[1]), "quarter", quarter)
    elif (found := re.fullmatch(r"(\d{4})\s*年?", plain)) and 1900 <= int(found[1]) <= 9998:
        return Period(int(found[1]), "year", 1)
    raise DomainError(f"“{text}”不是期间。请写成 2026-10（月）、2026-Q3（季度）或 2026（年）。")
