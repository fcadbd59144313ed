"""What notices and circulars tell, gathered from the records (通知、通报)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from gaotang_desktop.data.queries import inspections as inspection_queries
from gaotang_desktop.data.queries import patrols as patrol_queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.domain.documents.circulars.inspections import (
    InspectionFigures,
    InspectionFinding,
)
from gaotang_desktop.domain.documents.circulars.patrols import (
    PatrolFigures,
    VillageNights,
    total_of,
)
from gaotang_desktop.domain.documents.circulars.polls import PollFigures, PollProblem, PollVillage
from gaotang_desktop.domain.documents.publicity_notices import PublicityWeek
from gaotang_desktop.domain.documents.wordings import days_from_to
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.holidays import next_worked
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.polls import FIGURES, overlap
from gaotang_desktop.services import calendars, evaluation, patrols, polls, publicity_weeks, records
from gaotang_desktop.services.facts import beginnings
from gaotang_desktop.services.facts.lives import within
from gaotang_desktop.services.workplace import Workplace

_WEEK = 7
AGAINST = {"month": "上月", "quarter": "上季度", "year": "上年"}
"""What a span is compared with, by its cycle."""


def was_kept(first: date | None, span: Period, *, days: int = _WEEK) -> bool:
    """Whether a ledger was kept all through a span, so that another one may be compared with it.

    ``first`` is its first line, which may be some ``days`` into the span, or a twelfth of it.
    """
    return first is not None and first < span.start + timedelta(max(days, span.days // 12))


def patrol_figures(work: Workplace, period: Period) -> PatrolFigures:
    """How the villages kept their nights; nights of one village count once."""
    told = _nights(work, period)
    with work.database.reading() as session:
        since = beginnings.since(session, "patrol_nights")
    runs = period.end >= work.today()
    whole = not (runs or told.months.gaps)
    known = whole and was_kept(since, period.shifted(-1), days=beginnings.NEAR)
    past = _nights(work, period.shifted(-1)) if known else None
    before = past.rows if past is not None and not past.months.gaps else ()
    return PatrolFigures(
        period.label,
        told.rows,
        handled=told.handled,
        against=AGAINST[period.cycle],
        before=total_of(before) if any(each.is_kept for each in before) else None,
        until=work.today() if runs else None,
        gaps=told.months.gaps,
        silent=told.months.silent,
        lacking=told.lacking if runs else None,
        since=since if period.start < since <= period.end else None,
    )


@dataclass(frozen=True, slots=True)
class Months:
    """The months that a ledger's figures of a longer span count, and those to be named.

    ``gaps`` have nothing on record and are left out; ``silent`` have nothing either, and count as
    nothing done.
    """

    counted: tuple[Period, ...]
    gaps: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()


def months_counted(work: Workplace, span: Period, kept: Mapping[Period, bool]) -> Months:
    """Which of the months of a span are in the figures of night patrols, ``kept`` in some of them.

    One rule for paper and score: a month without a line in the ledger is left out where the
    evaluation leaves it out, as it has no data or patrols were not yet recorded; where the
    evaluation counts it, nothing was done.
    """
    if all(kept.values()):
        return Months(tuple(kept))
    with work.database.reading() as session:
        since = beginnings.since(session, "patrol_nights")
    scored = evaluation.counted_months(work, span)
    counted = tuple(
        month for month, has in kept.items() if has or (month in scored and since <= month.end)
    )
    silent = tuple(month.number for month in counted if not kept[month])
    gaps = tuple(month.number for month in kept if month not in counted)
    return Months(counted, gaps, silent) if counted else Months(tuple(kept))


@dataclass(frozen=True, slots=True)
class _Nights:
    rows: tuple[VillageNights, ...]
    handled: int
    months: Months
    lacking: tuple[int, ...]


def _nights(work: Workplace, period: Period) -> _Nights:
    """Month by month, as they are due: a quarter is its three months together.

    More nights in one month do not make up for those that another one lacks.
    """
    today = work.today()
    every = {each: _month(work, each) for each in period.months if each.start <= today}
    kept = {each: any(row.is_kept for row in rows.values()) for each, (rows, *_) in every.items()}
    months = months_counted(work, period, kept)
    found: dict[int, VillageNights] = {}
    for month in months.counted:
        for village, row in every[month][0].items():
            found[village] = row if village not in found else found[village].plus(row)
    with work.database.reading() as session:
        order = [
            each.id for each in patrol_queries.villages(session, period.start, period.end)
            if each.id in found
        ]  # fmt: skip
    handled = sum(every[each][1] for each in months.counted)
    lacks = Counter[int]()
    for month in months.counted:
        lacks.update(every[month][2])
    return _Nights(
        tuple(found[each] for each in order), handled, months, tuple(lacks[each] for each in order)
    )


def _month(work: Workplace, period: Period) -> tuple[dict[int, VillageNights], int, dict[int, int]]:
    """By village its nights, the hazards handled, and by village what it lacks by last night."""
    calendar = patrols.coverage(work, period)
    counts = within(calendar.villages)
    with work.database.reading() as session:
        done = [
            each
            for each in patrol_queries.between(session, period.start, period.end)
            if counts(each.village_id, each.night)
        ]
        missed = Counter(
            each.village_id
            for each in patrol_queries.missed(session, period.start, period.end)
            if counts(each.village_id, each.night)
        )
        checks = [
            each
            for each in patrol_queries.checks(session, period.start, period.end)
            if counts(each.village_id, each.night)
        ]
        handled = patrol_queries.handled(session, period.start, period.end)
    people: Counter[int] = Counter()
    hazards: Counter[int] = Counter()
    for row in done:
        people[row.village_id] += row.people
        hazards[row.village_id] += bool(row.finding)
    checked = Counter(each.village_id for each in checks)
    on_duty = Counter(each.village_id for each in checks if each.result == "在岗")
    found = {}
    for village in calendar.villages:
        proofs = Counter(calendar.cells[village.id].values())
        found[village.id] = VillageNights(
            village.name,
            # On paper whole nights: who was out 13 of 13.29 lacks one.
            due=patrols.whole(calendar.due.get(village.id, Decimal(0))),
            done=calendar.nights[village.id],
            checked=checked[village.id],
            on_duty=on_duty[village.id],
            missed=missed[village.id],
            person_times=people[village.id],
            hazards=hazards[village.id],
            self_reported=proofs["self"],
            verified=proofs["verified"] + proofs["led"],
        )
    return found, handled, {each.id: calendar.lacking(each.id) for each in calendar.villages}


def poll_of(work: Workplace, period: Period | None = None) -> int:
    """The poll that ended last, in the period where one is given.

    Raises:
        DomainError: there is none.
    """
    for each in polls.listed(work):
        if period is None or each.until_on in period:
            return each.id
    when = f"{period.label}没有结束的民意调查" if period else "还没有登记民意调查"
    raise DomainError(f"{when}，不能起草民调通报。请先在“民意调查”登记期次和各村结果。")


def poll_figures(work: Workplace, poll_id: int) -> PollFigures:
    """One poll with its villages, what moved since the last of its level, and its problems.

    Raises:
        NotFound: the poll is gone.
    """
    found = polls.overview(work, poll_id)
    there = [each for each in found.villages if each.there]
    asked = [name for name in FIGURES if any(v.counts[name] is not None for v in there)]
    labels = {each.name: each.label for each in records.fields_for("poll-results")}
    values = records.get(work, "polls", poll_id)

    def before(figure: str) -> Decimal | None:
        rate = found.before.get(figure)
        return None if rate is None else rate.percent

    def overlaps(figure: str) -> bool:
        now, then = found.totals.get(figure), found.before.get(figure)
        return now is not None and then is not None and overlap(now, then)

    listed = polls_problems(work, poll_id)
    return PollFigures(
        name=found.poll.name,
        level=found.poll.level,
        span=days_from_to(found.poll.from_on, found.poll.until_on),
        source=values["source_note"] or "",
        questions=tuple(labels[name] for name in asked),
        villages=tuple(
            PollVillage(v.village, v.sample or 0, tuple(v.counts[name] for name in asked))
            for v in found.villages
            if v.there
        ),
        before=tuple(before(name) for name in asked),
        overlaps=tuple(overlaps(name) for name in asked),
        against=f"{found.previous.name}" if found.previous else "上期",
        problems=listed,
        minimum_sample=int(work.settings["minimum_sample"]),
    )


def polls_problems(work: Workplace, poll_id: int) -> tuple[PollProblem, ...]:
    """What residents named in a poll, with who puts it right."""
    with work.database.reading() as session:
        listed = record_queries.listing(session, "findings")
    at = {each.name: place for place, each in enumerate(listed.fields)}
    found = []
    for row in reversed(listed.rows):
        poll = row[at["poll_id"]]
        if poll is None or poll.id != poll_id:
            continue
        owner = row[at["unit_id"]] or row[at["village_id"]]
        found.append(
            PollProblem(
                row[at["text"]],
                row[at["measure"]] or "",
                owner.label if owner else "",
                row[at["due_on"]],
                row[at["put_right_on"]],
            )
        )
    return tuple(found)


def inspection_figures(work: Workplace, period: Period) -> InspectionFigures:
    """The inspections of a period and what they found; findings of polls are told elsewhere."""
    with work.database.reading() as session:
        listed = record_queries.listing(session, "inspections", span=(period.start, period.end))
        found = inspection_queries.found_between(session, period.start, period.end)
        unlisted = inspection_queries.unlisted_between(session, period.start, period.end)
        before = period.shifted(-1)
        earlier = inspection_queries.found_between(session, before.start, before.end)
        inspected = inspection_queries.any_between(session, before.start, before.end) and was_kept(
            record_queries.first_day(session, "inspections"), before
        )
        villages = record_queries.references(session, "villages")
        units = record_queries.references(session, "units")
    at = {each.name: place for place, each in enumerate(listed.fields)}
    kinds = Counter(row[at["kind"]] for row in listed.rows)
    places = [
        (row[at["place_id"]] or row[at["village_id"]] or row[at["unit_id"]]) for row in listed.rows
    ]

    def finding(row: inspection_queries.FindingRow) -> InspectionFinding:
        village = villages[row.village_id].label if row.village_id in villages else ""
        unit = units[row.unit_id].label if row.unit_id in units else ""
        return InspectionFinding(
            village or unit, row.text, unit or village, row.due_on,
            None if row.recheck == "未整改" else row.put_right_on,
        )  # fmt: skip

    return InspectionFigures(
        period.label,
        tuple(kinds.most_common()),
        tuple(dict.fromkeys(each.label for each in places if each is not None)),
        tuple(finding(each) for each in found),
        today=work.today(),
        until=work.today() if period.end >= work.today() else None,
        against=AGAINST[period.cycle],
        before_findings=len(earlier) if inspected else None,
        unlisted=unlisted,
    )


def open_findings(work: Workplace) -> tuple[InspectionFinding, ...]:
    """Everything that waits to be put right, the earliest due first."""
    with work.database.reading() as session:
        found = [each for each in inspection_queries.findings(session)
                 if each.put_right_on is None and each.recheck is None]  # fmt: skip
        villages = record_queries.references(session, "villages")
        units = record_queries.references(session, "units")
    listed = []
    for row in sorted(found, key=lambda each: (each.due_on, each.id)):
        village = villages[row.village_id].label if row.village_id in villages else ""
        unit = units[row.unit_id].label if row.unit_id in units else ""
        listed.append(InspectionFinding(village or unit, row.text, unit or village, row.due_on))
    return tuple(listed)


def publicity_span(work: Workplace, period: Period) -> tuple[PublicityWeek, ...]:
    """The weeks of the rotation that begin in a period."""
    return tuple(
        PublicityWeek(each.first, each.last, each.villages, each.pause)
        for each in publicity_weeks.notice(work, period)
    )


def answer_by(work: Workplace, dated_on: date) -> date:
    """The day until which a paper of that date asks for an answer.

    Never a holiday, and never a weekend, be it worked in a holiday's place.
    """
    known = calendars.table(work.settings)
    day = next_worked(dated_on + timedelta(days=int(work.settings["answer_days"])), known)
    while day.weekday() > 4:
        day = next_worked(day + timedelta(days=1), known)
    return day
