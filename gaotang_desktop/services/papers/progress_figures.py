"""What reports tell of a span of months, gathered from the ledgers (双提升工作报告、简报)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

from gaotang_desktop.data.queries import disputes as dispute_queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.domain.casework import incident_counts as incident_rules
from gaotang_desktop.domain.casework.trouble_spots import Figures as Spots
from gaotang_desktop.domain.documents.office.month_reports import IncidentLine, Opinions
from gaotang_desktop.domain.documents.office.progress_reports import (
    Nights,
    PollLine,
    ProgressFigures,
)
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import disputes, opinions, polls, publicity_weeks, tasks
from gaotang_desktop.services.casework import incident_counts, intakes, meetings, trouble_spots
from gaotang_desktop.services.papers import circulars
from gaotang_desktop.services.workplace import Workplace

Counted = TypeVar("Counted")
_HALF, _YEAR_END = 6, 12


def until(period: Period) -> tuple[str, tuple[Period, ...]]:
    """The span from January to the end of a period, its name and its months.

    2026年上半年 for the second quarter (and June), 2026年 for the fourth, 2026年1至9月 otherwise.
    """
    last = period.months[-1].number
    months = tuple(Period(period.year, "month", number) for number in range(1, last + 1))
    names = {_HALF: f"{period.year}年上半年", _YEAR_END: f"{period.year}年", 1: months[0].label}
    return names.get(last, f"{period.year}年1至{last}月"), months


def progress_figures(work: Workplace, name: str, months: Sequence[Period]) -> ProgressFigures:
    """The figures of some months in order, of which those that have not begun count nothing."""
    today = work.today()
    begun = [each for each in months if each.start <= today]
    first, last = months[0].start, months[-1].end
    if not begun:
        return ProgressFigures(name, today)
    looked = [circulars.inspection_figures(work, each) for each in begun]
    findings = [each for one in looked for each in one.findings]
    with work.database.reading() as session:
        held = publicity_weeks.held(session, first, last)
        meetings_held = record_queries.listing(session, "meetings", span=(first, last))
        found = dispute_queries.found_by_category(session, first, last)
    spots = [trouble_spots.figures(work, each) for each in begun]
    agenda = meetings.agenda(work, today)
    return ProgressFigures(
        span=name,
        today=today,
        nights=_nights(work, begun),
        publicity=len(held),
        households=sum(row.households or 0 for row in held),
        found=sum(found.values()),
        endings=_added([disputes.endings(work, each) for each in begun]),
        unsettled=disputes.overdue_count(work),
        intakes=_added([intakes.figures(work, each) for each in begun]),
        opinions=_added([Opinions(**asdict(opinions.figures(work, each))) for each in begun]),
        inspections=sum(number for one in looked for _, number in one.kinds),
        problems=len(findings),
        mended=sum(each.mended_on is not None for each in findings),
        late_problems=sum(
            each.mended_on is None and each.due is not None and each.due < today
            for each in findings
        ),
        spots=Spots(
            spots[-1].standing,
            sum(each.listed for each in spots),
            sum(each.removed for each in spots),
            spots[-1].late,
        ),
        meetings=len(meetings_held.ids),
        late_decisions=sum(each.state == "逾期" for each in agenda),
        polls=_polls(work, months),
        incidents=_incidents(work, begun),
        tasks=tasks.counts(tasks.matrix(work)),
    )


def _nights(work: Workplace, months: Sequence[Period]) -> Nights:
    figures = [circulars.patrol_figures(work, each) for each in months]
    told = {month: each.villages for month, each in zip(months, figures, strict=True)}
    kept_in = {each: any(row.is_kept for row in rows) for each, rows in told.items()}
    year = Period(months[0].year, "year", 1)
    span = circulars.months_counted(work, year, kept_in)
    rows = [row for each in span.counted for row in told[each]]
    kept: Counter[str] = Counter()
    for row in rows:
        kept[row.village] += row.done
    return Nights(
        villages=len(kept),
        due=sum(row.due for row in rows),
        kept=sum(row.kept for row in rows),
        people=sum(row.person_times for row in rows),
        hazards=sum(row.hazards for row in rows),
        without=sum(not count for count in kept.values()) if any(kept.values()) else 0,
        gaps=span.gaps,
        silent=span.silent,
        since=next((each.since for each in figures if each.since is not None), None),
    )


def _added(parts: Sequence[Counted]) -> Counted:
    """Figures of spans that follow each other as those of the whole: counts add up."""
    values: dict[str, Any] = {}
    for each in fields(parts[0]):  # type: ignore[arg-type]  # figures are dataclasses
        given = [getattr(part, each.name) for part in parts]
        if any(isinstance(one, Mapping) for one in given):
            total: Counter[str] = Counter()
            for one in given:
                total.update(one or {})
            values[each.name] = dict(total)
        else:
            values[each.name] = sum(one or 0 for one in given)
    return type(parts[0])(**values)


def _polls(work: Workplace, months: Sequence[Period]) -> tuple[PollLine, ...]:
    found = []
    for each in reversed(polls.listed(work)):
        if not months[0].start <= each.until_on <= months[-1].end:
            continue
        told = circulars.poll_figures(work, each.id)
        rows = [row for row in told.villages if row.sample]
        hits = tuple(
            (question, sum(row.hits[at] or 0 for row in rows))
            for at, question in enumerate(told.questions)
            # A question that a village was not asked has another sample than the poll.
            if all(row.hits[at] is not None for row in rows)
        )
        sample = sum(row.sample for row in rows)
        found.append(PollLine(told.name, told.level, sample, told.minimum_sample, hits))
    return tuple(found)


def _incidents(work: Workplace, months: Sequence[Period]) -> tuple[IncidentLine, ...]:
    owing = incident_counts.owing(work, months)
    now = incident_counts.sums(work, owing)
    last_year = incident_counts.sums(work, [each.shifted(-_YEAR_END) for each in owing])
    return tuple(
        IncidentLine(
            word,
            incident_rules.UNITS[name],
            now[name],
            incident_rules.reported([]),
            last_year[name],
        )
        for name, word in incident_rules.KINDS.items()
    )
