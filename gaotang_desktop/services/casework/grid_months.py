"""The reports of all grids in one sheet of a month (网格月报): counts, never photos."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gaotang_desktop.data.models import GridCount
from gaotang_desktop.data.queries.casework import grids as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import grids as rules
from gaotang_desktop.services.casework.months import CellsInvalid, begun
from gaotang_desktop.services.workplace import Workplace

Counts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class GridMonth:
    """One grid in a month. ``line`` is the grid's id, below 0 that of a report without a grid.

    A grid may have been renamed or taken off the list since it reported: its report is shown.
    """

    line: int
    village_id: int
    village: str
    grid: str
    worker: str = ""
    counts: Counts = field(default_factory=dict)
    report_id: int | None = None

    @property
    def name(self) -> str:
        """``郭桥村第一网格``."""
        return f"{self.village}{self.grid}"


def month(work: Workplace, first_day: date) -> tuple[GridMonth, ...]:
    """Every grid of the villages that existed in the month, in the order of the list."""
    period = periods.month_of(first_day)
    with work.database.reading() as session:
        grids = queries.grids_between(session, period.start, period.end)
        reports = {
            (each.village_id, each.grid): each for each in queries.of_month(session, period.start)
        }
        villages = {each.id: each.name for each in queries.villages(session, period)}
        found = [
            _shown(each.id, each.village_id, each.village, each.name, each.worker,
                   reports.pop((each.village_id, each.name), None))
            for each in grids
        ]  # fmt: skip
        found += [
            _shown(-each.id, village, villages[village], grid, each.worker, each)
            for (village, grid), each in reports.items()
            if village in villages
        ]
    order = {village: place for place, village in enumerate(villages)}
    return tuple(sorted(found, key=lambda each: order[each.village_id]))


def _shown(
    line: int, village_id: int, village: str, grid: str, worker: str | None, told: GridCount | None
) -> GridMonth:
    counts = {} if told is None else {name: getattr(told, name) for name in rules.COUNTED}
    who = (told.worker if told is not None else None) or worker or ""
    return GridMonth(
        line, village_id, village, grid, who, counts, None if told is None else told.id
    )


def save_month(work: Workplace, first_day: date, rows: Mapping[int, Counts]) -> int:
    """Store the lines of a month by :attr:`GridMonth.line`, in one step that one undo takes back.

    A line that was emptied goes to the recycle bin. Returns how many grids changed.

    Raises:
        CellsInvalid: a sentence for each cell at fault; nothing is stored.
        Invalid: the month has not begun.
    """
    period = begun(work, first_day)
    known = {each.line: each for each in month(work, period.start)}
    given = {
        line: {name: each.get(name) for name in rules.COUNTED}
        for line, each in rows.items()
        if line in known
    }
    filled = {line: each for line, each in given.items() if set(each.values()) != {None}}
    wrong = {
        (line, name): said
        for line, each in filled.items()
        for name, said in {
            **rules.lacking(each), **rules.problems(each, today=work.today())
        }.items()
    }  # fmt: skip
    if wrong:
        raise CellsInvalid(wrong)
    changed = {
        line: each
        for line, each in given.items()
        if each != {name: known[line].counts.get(name) for name in rules.COUNTED}
    }
    if not changed:
        return 0
    with work.database.operation(f"登记{period.label}网格月报：{len(changed)}个网格") as session:
        for line, each in changed.items():
            row = known[line]
            record = None if row.report_id is None else session.get(GridCount, row.report_id)
            if line not in filled:
                if record is not None:
                    record.binned_at = work.now()
                continue
            if record is None:
                record = GridCount(
                    month=period.start, village_id=row.village_id, grid=row.grid,
                    worker=row.worker or None,
                )  # fmt: skip
                session.add(record)
            for name in rules.COUNTED:
                setattr(record, name, each[name])
    return len(changed)
