"""The monthly counts of key groups, in one sheet of all villages (重点人员底数): never a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gaotang_desktop.data.models import KeyGroupCount
from gaotang_desktop.data.queries import key_groups as queries
from gaotang_desktop.data.queries import patrols as villages
from gaotang_desktop.domain import key_groups as rules
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services.workplace import Workplace

MonthRow = queries.MonthRow


class Count(NamedTuple):
    """One category of a village: both ``None`` where nothing was counted."""

    total: int | None = None
    managed: int | None = None


Counts = Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class VillageCounts:
    """One village in a month, and what it counted the month before."""

    village_id: int
    village: str
    counts: Counts = field(default_factory=dict)
    before: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one cell; ``part`` is total or managed."""

    village_id: int
    category: str
    part: str
    sentence: str


class CountsInvalid(Invalid):
    """Cells of a month that cannot be stored; nothing of the month was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            {f"{each.village_id}.{each.category}": each.sentence for each in self.problems}
        )


def month(work: Workplace, first_day: date) -> tuple[VillageCounts, ...]:
    """Every village that existed in the month with its counts, in display order."""
    period = periods.month_of(first_day)
    with work.database.reading() as session:
        now: dict[int, dict[str, Count]] = {}
        earlier: dict[int, dict[str, Count]] = {}
        for day, into in ((period.start, now), (period.shifted(-1).start, earlier)):
            for row in queries.of_month(session, day):
                into.setdefault(row.village_id, {})[row.category] = Count(row.total, row.managed)
        return tuple(
            VillageCounts(each.id, each.name, now.get(each.id, {}), earlier.get(each.id, {}))
            for each in villages.villages(session, period.start, period.end)
        )


def months(work: Workplace) -> list[MonthRow]:
    """Every month with counts and its sums, newest first."""
    with work.database.reading() as session:
        return queries.months(session)


def problems(rows: Iterable[VillageCounts]) -> list[Problem]:
    """The cells that cannot be stored."""
    found = []
    for row in rows:
        for category in rules.CATEGORIES:
            count = row.counts.get(category, Count())
            said = rules.cell_problems(category, count.total, count.managed)
            for part, sentence in zip(("total", "managed"), said, strict=True):
                if sentence:
                    found.append(Problem(row.village_id, category, part, sentence))
    return found


def doubts(rows: Iterable[VillageCounts]) -> list[Problem]:
    """The totals that moved by more than 20 % since last month: to be looked at, not refused."""
    found = []
    for row in rows:
        for category in rules.CATEGORIES:
            before = row.before.get(category, Count()).total
            said = rules.jump_sentence(before, row.counts.get(category, Count()).total)
            if said:
                found.append(Problem(row.village_id, category, "total", f"{category}{said}"))
    return found


def save_month(work: Workplace, first_day: date, rows: Iterable[VillageCounts]) -> int:
    """Store the month in one step that one undo takes back; returns how many counts changed.

    A count that was emptied goes to the recycle bin.

    Raises:
        CountsInvalid: a sentence for each cell at fault; nothing is stored.
        Invalid: the month has not begun.
    """
    period = periods.month_of(first_day)
    if period.start > work.today():
        raise Invalid({"month": f"{period.label}还没有到，请换一个月。"})
    given = list(rows)
    if found := problems(given):
        raise CountsInvalid(found)
    before = {each.village_id: each.counts for each in month(work, period.start)}
    wanted = {
        (row.village_id, category): row.counts.get(category, Count())
        for row in given
        for category in rules.CATEGORIES
        if row.counts.get(category, Count())
        != before.get(row.village_id, {}).get(category, Count())
    }
    if not wanted:
        return 0
    places = len({village for village, _ in wanted})
    with work.database.operation(f"登记{period.label}重点人员底数：{places}个村") as session:
        stored = queries.to_change(session, period.start)
        for (village, category), count in wanted.items():
            record = stored.get((village, category))
            if count.total is None or count.managed is None:
                if record is not None:
                    record.binned_at = work.now()
                continue
            if record is None:
                record = KeyGroupCount(month=period.start, village_id=village, category=category)
                session.add(record)
            record.total, record.managed = count.total, count.managed
    return len(wanted)
