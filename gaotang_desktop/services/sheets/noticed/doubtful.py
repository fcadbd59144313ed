"""Days and telephone numbers of a sheet that can be stored but deserve a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gaotang_desktop.domain import phones
from gaotang_desktop.domain.fields import Field, Privacy
from gaotang_desktop.domain.sheets.rows import Draft
from gaotang_desktop.domain.writings.dates import Around

_FEW = 5  # of fewer days nobody can say which lies far from the others
_TOLD = 20


@dataclass(slots=True)
class About:
    """What a title says of a table; the cells read so far; days that it does not name."""

    around: Around
    fixed: Mapping[str, Any]
    ten_thousands: frozenset[str] = frozenset()
    read: dict[tuple[str, type, Any, Around], tuple[str, Any]] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)


class Doubts:
    """What was noticed of the rows of one sheet; ``day`` is the field of the day of a record."""

    def __init__(self, known: Mapping[str, Field], day: str | None) -> None:
        self._day = day
        self._phones = [
            each.name
            for each in known.values()
            if each.privacy is Privacy.STAFF and "电话" in each.label
        ]
        self._doubted: list[str] = []
        self._days: list[tuple[date, int]] = []

    def notice(self, draft: Draft, about: About) -> None:
        """Look at a row that stands below what a title says."""
        for name in self._phones:
            if said := phones.doubt(draft.values.get(name) or ""):
                self._doubted.append(f"第 {draft.row.row} 行{said}")
        day = draft.values.get(self._day) if self._day else None
        if not isinstance(day, date):
            return
        self._days.append((day, draft.row.row))
        around = about.around
        wrong_month = around.month is not None and day.month != around.month
        if wrong_month or around.year not in (None, day.year):
            about.outside.append(f"第 {draft.row.row} 行 {day:%Y-%m-%d}")

    def told(self, titles: Sequence[About]) -> list[str]:
        """Sentences about all of it."""
        found = []
        if self._doubted:
            said = "；".join(each.rstrip("。") for each in self._doubted[:_TOLD])
            found.append(f"这些电话请核对：{said}。")
        for about in titles:
            around = about.around
            if about.outside:
                year = f"{around.year}年" if around.year else ""
                when = f"{year}{f'{around.month}月' if around.month else ''}"
                found.append(
                    f"标题写的是{when}，这些行的日期不在里面，请核对：{'、'.join(about.outside[:_TOLD])}。"
                )
        told = {line for about in titles for line in about.outside}
        if len(self._days) >= _FEW and (days := sorted(day for day, _row in self._days)):
            middle = days[len(days) // 2]
            low, high = days[len(days) // 4], days[len(days) - 1 - len(days) // 4]
            far = [
                line
                for day, row in self._days
                if abs((day - middle).days) > max(180, 3 * (high - low).days)
                and (line := f"第 {row} 行 {day:%Y-%m-%d}") not in told
            ]
            if far:
                found.append(f"这些日期离其他行很远，请核对：{'、'.join(far[:_TOLD])}。")
        return found
