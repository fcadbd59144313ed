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
    Reported,
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

_YEAR = {"month": 12, "quarter": 4, "year": 1}
Sums = dict[str, Reported]


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
            OpenDecision(each.held_on, each.text, each.unit, each.due_on, each.state)
            for each in meetings.agenda(work, today.fromordinal(open_from))
        ),
        open_intakes=_open(work, period),
        deeds=pressing.deeds(work, period),
        # Nothing of it is told by the day, so another day alone makes no draft stale.
        inspections=replace(inspection_figures(work, period), today=None),
        grids=grids.figures(work, period),
        grid_count=grids.count(work, period),
        meetings=meetings.figures(work, period),
    )


def _incidents(work: Workplace, period: Period) -> tuple[IncidentLine, ...]:
    spans = (period, period.shifted(-1), period.shifted(-_YEAR[period.cycle]))
    now, before, last_year = (incident_sums(work, span) for span in spans)
    return tuple(
        IncidentLine(word, incident_rules.UNITS[name], now[name], before[name], last_year[name])
        for name, word in incident_rules.KINDS.items()
    )


def incident_sums(work: Workplace, period: Period) -> Sums:
    """By field the sum of a span, and of its villages those that reported every month of it."""
    months = [incident_counts.month(work, each.start).rows for each in period.months]
    found = {}
    for name in incident_rules.KINDS:
        totals = [
            incident_counts.total({row.village_id: row.counts for row in rows})[name]
            for rows in months
        ]
        known = [each for each in totals if each is not None]
        reported = [sum(row.counts.get(name) is not None for row in rows) for rows in months]
        lacking = max(len(rows) - n for rows, n in zip(months, reported, strict=True))
        of = max(len(rows) for rows in months)
        found[name] = Reported(sum(known) if known else None, of - lacking, of)
    return found


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
