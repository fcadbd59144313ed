"""Weekly reports of the search for disputes: every village, every week, also when none was found."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gaotang_desktop.data.models import DisputeReport
from gaotang_desktop.data.queries import disputes as queries
from gaotang_desktop.data.queries import patrols as villages
from gaotang_desktop.data.queries import villages as registers
from gaotang_desktop.domain import disputes as rules
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services.workplace import Workplace

WEEKS = 10


class WeekState(StrEnum):
    """How one village stands in one week."""

    REPORTED = "已报"
    MISSING = "未报"
    WAITING = "本周待报"
    NOT_DUE = "不用报"
    BEFORE = "开始登记以前"


_OPEN = (WeekState.MISSING, WeekState.WAITING, WeekState.BEFORE)


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One village in one week; ``listed`` disputes of that week stand in the ledger."""

    state: WeekState
    found: int = 0
    listed: int = 0
    report_id: int | None = None

    @property
    def disagrees(self) -> bool:
        """Whether the report says another number than the ledger."""
        return self.state is WeekState.REPORTED and self.found != self.listed

    @property
    def words(self) -> str:
        """What stands in the cell."""
        if self.state is WeekState.REPORTED:
            return f"{self.found}件" if self.found else "零报告"
        return {WeekState.MISSING: "未报", WeekState.WAITING: "待报"}.get(self.state, "—")


@dataclass(frozen=True, slots=True)
class Weeks:
    """The grid: villages in display order, Mondays from old to new, a cell for each."""

    villages: tuple[villages.VillageRow, ...]
    weeks: tuple[date, ...]
    cells: Mapping[tuple[int, date], WeekCell]

    def count(self, week: date, state: WeekState) -> int:
        """How many villages are in that state in a week."""
        return sum(1 for each in self.villages if self.cells[each.id, week].state is state)

    @property
    def missing(self) -> int:
        """How many reports of past weeks have not come in."""
        return sum(1 for each in self.cells.values() if each.state is WeekState.MISSING)


def grid(work: Workplace, *, last: date | None = None, weeks: int = WEEKS) -> Weeks:
    """The weeks up to the one in which ``last`` (today) lies.

    Before the first week that was reported none is missing; it may still be entered.
    """
    today = work.today()
    newest = fields.monday(min(last or today, today))
    mondays = tuple(newest - timedelta(weeks=back) for back in range(weeks - 1, -1, -1))
    end = newest + timedelta(days=6)
    with work.database.reading() as session:
        known = tuple(villages.villages(session, mondays[0], end))
        reports = {
            (each.village_id, each.week): each
            for each in queries.reports(session, mondays[0], newest)
        }
        listed = Counter(
            (village, fields.monday(day))
            for village, day in queries.found_days(session, mondays[0], end)
        )
        since = queries.first_reported_week(session) or date.max
    cells = {}
    for village in known:
        for week in mondays:
            report = reports.get((village.id, week))
            if report is not None:
                state = WeekState.REPORTED
            elif not rules.owes_report(week, village.joined_on, village.withdrawn_on):
                state = WeekState.NOT_DUE
            else:
                over = week + timedelta(days=6) < today
                past = WeekState.MISSING if week >= since else WeekState.BEFORE
                state = past if over else WeekState.WAITING
            cells[village.id, week] = WeekCell(
                state,
                report.found if report else 0,
                listed[village.id, week],
                report.id if report else None,
            )
    return Weeks(known, mondays, cells)


def mark(work: Workplace, *, village_id: int, week: date, found: int | None = None) -> str:
    """Record a village's report of a week; returns the operation's title.

    ``found`` None takes the number of disputes that the ledger has for that week: none is 零报告.

    Raises:
        Invalid: the week has not begun, or the village owes no report of it.
    """
    cell = _cell(work, village_id, week)
    number = cell.listed if found is None else found
    said = f"{number}件" if number else "零报告"
    title = f"登记排查周报：{_village(work, village_id)} {fields.week_label(week)} {said}"
    with work.database.operation(title) as session:
        report = queries.report_of(session, week, village_id)
        if report is None:
            report = DisputeReport(week=week, village_id=village_id, reported_on=work.today())
            session.add(report)
        report.found = number
    return title


def unmark(work: Workplace, *, village_id: int, week: date) -> str | None:
    """Move a week's report to the recycle bin; the title, or ``None`` where there is none."""
    title = f"删除排查周报：{_village(work, village_id)} {fields.week_label(week)}"
    with work.database.operation(title) as session:
        report = queries.report_of(session, week, village_id)
        if report is None:
            return None
        report.binned_at = work.now()
    return title


def mark_rest(work: Workplace, week: date) -> tuple[int, int]:
    """Every village that has not reported and has no dispute in the ledger reports zero, in one step.

    Returns how many were recorded, and how many were left because the ledger has disputes of that
    week: these have to be reported one by one.

    Raises:
        Conflict: there is no village left to record.
    """
    found = grid(work, last=week, weeks=1)
    if week not in found.weeks:
        raise Invalid({"week": "这一周还没有开始，请改周次。"})
    open_ = [
        (village.id, cell)
        for village in found.villages
        if (cell := found.cells[village.id, week]).state in _OPEN
    ]
    rest = [village for village, cell in open_ if not cell.listed]
    if not rest:
        left = f"，还有 {len(open_)} 个村台账里有纠纷，请逐个登记" if open_ else ""
        raise Conflict(f"{fields.week_label(week)}没有要登记零报告的村{left}。")
    title = f"登记排查周报：{fields.week_label(week)} {len(rest)}个村零报告"
    with work.database.operation(title) as session:
        session.add_all(
            DisputeReport(week=week, village_id=village, found=0, reported_on=work.today())
            for village in rest
        )
    return len(rest), len(open_) - len(rest)


def _cell(work: Workplace, village_id: int, week: date) -> WeekCell:
    found = grid(work, last=week, weeks=1)
    cell = found.cells.get((village_id, week))
    if cell is None:
        raise Invalid({"week": "这一周还没有开始，或者这个村当时不在名单里，不能登记周报。"})
    if cell.state is WeekState.NOT_DUE:
        raise Invalid({"week": "这个村在这一周不用报送，请核对设立和撤并日期。"})
    return cell


def _village(work: Workplace, village_id: int) -> str:
    with work.database.reading() as session:
        return registers.names(session).get(village_id, "")
