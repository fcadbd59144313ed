"""What the office's month paper tells, gathered from the ledgers (综治中心月报)."""

from dataclasses import asdict, replace

from gaotang_desktop.data.queries import disputes as dispute_queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.data.queries.casework import intakes as intake_queries
from gaotang_desktop.domain.casework import incident_counts as incident_rules
from gaotang_desktop.domain.documents.office.month_reports import (
    IncidentLine,
    MonthFigures,
    OpenDecision,
    OpenIntake,
    Opinions,
)
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import disputes, opinions
from gaotang_desktop.services.casework import (
    grids,
    incident_counts,
    intakes,
    meetings,
    pressing,
    trouble_spots,
)
from gaotang_desktop.services.papers.circulars import AGAINST, inspection_figures, was_kept
from gaotang_desktop.services.workplace import Workplace

_MONTHS = 12


def month_figures(work: Workplace, period: Period) -> MonthFigures:
    """A month, quarter or year of the office's own ledgers, as they stand today."""
    before = period.shifted(-1)
    with work.database.reading() as session:
        found = dispute_queries.found_by_category(session, period.start, period.end)
        found_before = sum(
            dispute_queries.found_by_category(session, before.start, before.end).values()
        )
        kept = {
            kind: was_kept(record_queries.first_day(session, kind), before)
            for kind in ("intakes", "disputes", "opinions")
        }
    told = opinions.figures(work, period)
    today = work.today()
    open_from = min(period.end, today).toordinal() + 1
    return MonthFigures(
        period=period.label,
        against=AGAINST[period.cycle],
        today=today,
        intakes=intakes.figures(work, period),
        intakes_before=intakes.figures(work, before).received if kept["intakes"] else None,
        found=sum(found.values()),
        found_before=found_before if kept["disputes"] else None,
        by_category=found,
        endings=disputes.endings(work, period),
        unsettled=disputes.overdue_count(work),
        opinions=Opinions(**asdict(told)),
        opinions_before=opinions.figures(work, before).received if kept["opinions"] else None,
        spots=trouble_spots.figures(work, period),
        incidents=_incidents(work, period),
        decisions=tuple(
            OpenDecision(each.held_on, each.text, each.unit, each.until, each.said, each.late)
            for each in meetings.agenda(work, today.fromordinal(open_from))
        ),
        open_intakes=_open(work, period),
        deeds=pressing.deeds(work, period),
        # Nothing of it is told by the day, so another day alone makes no draft stale.
        inspections=replace(inspection_figures(work, period), today=None),
        grids=grids.figures(work, period),
        grid_count=grids.count(work, period),
        meetings=meetings.figures(work, period),
        runs=period.end >= today,
    )


def _incidents(work: Workplace, period: Period) -> tuple[IncidentLine, ...]:
    months = incident_counts.owing(work, period.months)
    now = incident_counts.sums(work, months)
    before = incident_counts.sums(work, period.shifted(-1).months)
    # 去年同期: of a year that is not over, the same months.
    last_year = incident_counts.sums(work, [each.shifted(-_MONTHS) for each in months])
    return tuple(
        IncidentLine(word, incident_rules.UNITS[name], now[name], before[name], last_year[name])
        for name, word in incident_rules.KINDS.items()
    )


def _open(work: Workplace, period: Period) -> tuple[OpenIntake, ...]:
    today = work.today()
    with work.database.reading() as session:
        rows = [row for row in intake_queries.untold(session) if row.received_on <= period.end]
    found = []
    for row in sorted(rows, key=lambda each: (each.received_on, each.id)):
        each = intakes.standing(row, today, work.settings)
        found.append(
            OpenIntake(
                row.number or "", row.received_on, row.way, row.village or "", row.sort or "",
                row.unit or "", each.due_on, each.stage, each.late == "逾期",
            )
        )  # fmt: skip
    return tuple(found)
