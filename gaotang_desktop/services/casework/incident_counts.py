"""The monthly counts of incidents, in one sheet of all villages (发案统计): never a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gaotang_desktop.data.models import IncidentCount
from gaotang_desktop.data.queries import patrols as villages
from gaotang_desktop.data.queries.casework import incident_counts as queries
from gaotang_desktop.data.queries.casework.incident_counts import Counts
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import incident_counts as rules
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.casework.months import CellsInvalid, begun
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class VillageMonth:
    """One village in a month; a count that nobody reported is ``None``."""

    village_id: int
    village: str
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of all villages, and what they reported the month before and the year before."""

    rows: tuple[VillageMonth, ...]
    before: dict[str, rules.Reported]
    last_year: dict[str, rules.Reported]


def month(work: Workplace, first_day: date) -> Month:
    """Every village that existed in the month, in display order."""
    period = periods.month_of(first_day)
    return Month(
        _rows(work, period),
        sums(work, [period.shifted(-1)]),
        sums(work, [period.shifted(-12)]),
    )


def _rows(work: Workplace, period: Period) -> tuple[VillageMonth, ...]:
    with work.database.reading() as session:
        stored = queries.of_month(session, period.start)
        return tuple(
            VillageMonth(each.id, each.name, stored.get(each.id, {}))
            for each in villages.villages(session, period.start, period.end)
        )


def added_up(months: Sequence[Mapping[int, Counts]]) -> dict[str, rules.Reported]:
    """By field the sum of months by village, and how many villages reported them."""
    return {
        name: rules.reported(
            [{village: counts.get(name) for village, counts in each.items()} for each in months]
        )
        for name in rules.KINDS
    }


def owing(work: Workplace, months: Sequence[Period]) -> tuple[Period, ...]:
    """Of some months those that owe a report: over, or reported by a village already."""
    today = work.today()
    return tuple(
        each
        for each in months
        if rules.owes(
            each.end,
            [count for row in _rows(work, each) for count in row.counts.values()],
            today=today,
        )
    )


def sums(work: Workplace, months: Sequence[Period]) -> dict[str, rules.Reported]:
    """By field the sum of some months, and how many villages reported them: for every paper."""
    return added_up([{row.village_id: row.counts for row in _rows(work, each)} for each in months])


def save_month(work: Workplace, first_day: date, rows: Mapping[int, Counts]) -> int:
    """Store the lines of a month by village, in one step that one undo takes back.

    A line that was emptied goes to the recycle bin. Returns how many villages changed.

    Raises:
        CellsInvalid: a sentence for each cell at fault; nothing is stored.
        Invalid: the month has not begun.
    """
    period = begun(work, first_day)
    filled = {number: each for number, each in rows.items() if _says_something(each)}
    wrong = {
        (number, name): sentence
        for number, each in filled.items()
        for name, sentence in rules.problems(each).items()
    }
    if wrong:
        raise CellsInvalid(wrong)
    with work.database.reading() as session:
        before = queries.of_month(session, period.start)
    changed = {
        number: each
        for number, each in rows.items()
        if {name: each.get(name) for name in rules.KINDS}
        != {name: before.get(number, {}).get(name) for name in rules.KINDS}
    }
    if not changed:
        return 0
    with work.database.operation(f"登记{period.label}发案统计：{len(changed)}个村") as session:
        stored = queries.to_change(session, period.start)
        for number, each in changed.items():
            record = stored.get(number)
            if number not in filled:
                if record is not None:
                    record.binned_at = work.now()
                continue
            if record is None:
                record = IncidentCount(month=period.start, village_id=number)
                session.add(record)
            for name in rules.KINDS:
                setattr(record, name, each.get(name))
    return len(changed)


def _says_something(counts: Counts) -> bool:
    return any(counts.get(name) is not None for name in rules.KINDS)
