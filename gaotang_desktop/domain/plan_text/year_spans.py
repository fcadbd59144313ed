"""The time that a plan covers, for dates that are written without their year."""

import re
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.units import fold

_Y = r"(?P<{0}>20\d\d)"
_FULL = re.compile(
    rf"{_Y.format('y1')} ?[年./-] ?(?P<m1>\d{{1,2}}) ?(?:[月./-] ?(?:\d{{1,2}} ?[日号]?|[上中下]旬|[底初末])?)?"
    r" ?(?:起|开始)?[)]? ?(?:至|到|-+|—+|–+|~|～|－+|一) ?"
    rf"(?:{_Y.format('y2')} ?[年./-] ?)?(?P<m2>\d{{1,2}}) ?[月./-]"
)
_YEARS = re.compile(r"(20\d\d) ?年? ?(?:至|到|-+|—+|–+|~|～|－+) ?(20\d\d) ?(?:年度?)?")


@dataclass(frozen=True)
class YearSpan:
    """From the first month of the plan to its last."""

    first: date
    last: date

    def year_of(self, month: int) -> int | None:
        """The first year of the span in which the month falls, or None."""
        at = self.first.replace(day=1)
        while at <= self.last:
            if at.month == month:
                return at.year
            at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
        return None

    def has_twice(self, month: int) -> bool:
        """Whether the month falls in two of its years."""
        first = self.year_of(month)
        return first is not None and (first + 1, month) <= (self.last.year, self.last.month)


def span_in(text: str, issued: date | None = None) -> YearSpan | None:
    """The span that a line states: 2025年11月至2026年3月, or 2025—2026年 from the day of issue on.

    Only months of both years tell more than the plan's year does; years alone begin with the month
    in which the plan was issued.
    """
    folded = fold(text)
    for hit in _FULL.finditer(folded):
        months = int(hit["m1"]), int(hit["m2"])
        first_year = int(hit["y1"])
        last_year = int(hit["y2"] or first_year)
        if all(1 <= month <= 12 for month in months) and (first_year, months[0]) <= (
            last_year,
            months[1],
        ):
            return YearSpan(date(first_year, months[0], 1), date(last_year, months[1], 28))
    for hit in _YEARS.finditer(folded):
        first_year, last_year = int(hit.group(1)), int(hit.group(2))
        if first_year <= last_year <= first_year + 10:
            first = date(first_year, 1, 1)
            if issued is not None and issued.year == first_year:
                first = issued.replace(day=1)
            return YearSpan(first, date(last_year, 12, 31))
    return None
