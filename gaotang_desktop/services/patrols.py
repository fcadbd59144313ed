"""Night patrols: one night for all villages, the month's calendar, who is silent (平安夜巡)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from gaotang_desktop.data.models import MissedNight, Patrol
from gaotang_desktop.data.queries import patrols as queries
from gaotang_desktop.domain import patrol_exceptions
from gaotang_desktop.domain import patrols as rules
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation.facts import Fact, State
from gaotang_desktop.domain.evaluation.methods import rounded, target
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.patrol_exceptions import Noted, Oddity, Walk
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import calendars, evaluation, holidays, records
from gaotang_desktop.services.facts import beginnings
from gaotang_desktop.services.facts.counters import span_of
from gaotang_desktop.services.facts.lives import within
from gaotang_desktop.services.workplace import Workplace

GRID_FIELDS = (
    "start", "end", "leader", "people", "evidence", "way", "joint", "route", "finding", "handling",
)  # fmt: skip
# What one night has in common with the next. Findings, their handling and how well a night is
# proved belong to that night alone.
LIKELY = ("start", "end", "leader", "people", "way", "route")
NONE_DUE = Decimal(0)
_NIGHTS, _YEAR = 30, 365


@dataclass(frozen=True, slots=True)
class NightRow:
    """One village on one night as the grid shows it."""

    village_id: int
    village: str
    patrol_id: int | None = None
    missed_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    more: int = 0  # further patrols of the same night, edited in the list


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell of the grid."""

    village_id: int
    field: str
    sentence: str


class NightInvalid(Invalid):
    """Cells of a night that cannot be stored; nothing of the night was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__({each.field: each.sentence for each in self.problems})


def grid_fields() -> tuple[Field, ...]:
    """The columns of the night grid, in order, without the village and the reason."""
    known = {each.name: each for each in records.fields_for("patrols")}
    return tuple(known[name] for name in GRID_FIELDS)


def night(work: Workplace, day: date) -> tuple[NightRow, ...]:
    """Every village that existed on that night with what is on record, in display order."""
    with work.database.reading() as session:
        patrols: dict[int, list[Any]] = defaultdict(list)
        for row in queries.of_night(session, day, GRID_FIELDS):
            patrols[row.village_id].append(row)
        missed = {each.village_id: each for each in queries.missed(session, day, day)}
        rows = []
        for village in queries.villages(session, day, day):
            found = patrols.get(village.id, [])
            first, gone = found[0] if found else None, missed.get(village.id)
            rows.append(
                NightRow(
                    village.id,
                    village.name,
                    patrol_id=first.id if first else None,
                    missed_id=gone.id if gone else None,
                    values={name: getattr(first, name) for name in GRID_FIELDS} if first else {},
                    reason=gone.reason if gone else "",
                    more=max(0, len(found) - 1),
                )
            )
    return tuple(rows)


def save_night(work: Workplace, day: date, rows: Iterable[NightRow]) -> int:
    """Store a whole night in one step that one undo takes back; returns how many rows changed.

    A row with nothing in it is no record; a row that had one and was emptied is binned.

    Raises:
        NightInvalid: a sentence for each cell at fault; nothing is stored.
    """
    before = {each.village_id: each for each in night(work, day)}
    changed = [row for row in rows if row != before.get(row.village_id)]
    problems = [each for row in changed for each in _row_problems(row, day, work.today())]
    if problems:
        raise NightInvalid(problems)
    if not changed:
        return 0
    now = work.now()
    with work.database.operation(f"登记{day:%m-%d}夜巡：{len(changed)}个村") as session:
        for row in changed:
            patrol = session.get(Patrol, row.patrol_id) if row.patrol_id else None
            missed = session.get(MissedNight, row.missed_id) if row.missed_id else None
            if _filled(row.values):
                if patrol is None:
                    patrol = Patrol(night=day, village_id=row.village_id)
                    session.add(patrol)
                for name, value in _complete(row.values).items():
                    setattr(patrol, name, value)
            elif patrol is not None:
                patrol.binned_at = now
            if row.reason:
                if missed is None:
                    missed = MissedNight(night=day, village_id=row.village_id)
                    session.add(missed)
                missed.reason = row.reason
            elif missed is not None:
                missed.binned_at = now
    return len(changed)


def _filled(values: Mapping[str, Any]) -> bool:
    """Whether a person put anything in the row: what fills itself in does not count."""
    return any(
        value not in (None, "", (), False)
        for name, value in values.items()
        if name not in ("evidence", "way")
    )


def _complete(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **values,
        "evidence": values.get("evidence") or "村自报",
        "joint": bool(values.get("joint")),
    }


def _row_problems(row: NightRow, day: date, today: date) -> list[Problem]:
    if not _filled(row.values):
        if row.reason and day > today:
            return [Problem(row.village_id, "reason", f"{day:%m-%d} 还没有到，不能登记未巡。")]
        return []
    if row.reason:
        sentence = f"{row.village}既填了夜巡又填了未巡原因，请留下一样。"
        return [Problem(row.village_id, "reason", sentence)]
    values = {**_complete(row.values), "night": day, "village_id": row.village_id}
    found = records.check("patrols", values, today=today)
    return [Problem(row.village_id, name, sentence) for name, sentence in found.items()]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The calendar village × night of a month, and its figures in one place.

    ``cells[village_id][day]`` is ``led``, ``verified``, ``self``, ``missed`` or absent. ``due`` are
    the nights due by today as the evaluation counts them (13.29 in a month of 31 days with three a
    week); ``over`` leaves tonight out, which may still be patrolled.
    """

    villages: tuple[queries.VillageRow, ...]
    days: tuple[date, ...]
    cells: Mapping[int, Mapping[date, str]]
    nights: Mapping[int, int]
    effort: rules.Effort
    verified: int
    findings: int
    checks: int
    on_duty: int
    due: Mapping[int, Decimal] = field(default_factory=dict)
    over: Mapping[int, Decimal] = field(default_factory=dict)
    rest: frozenset[date] = frozenset()  # weekends and holidays, but for days worked instead
    holidays: Mapping[date, str] = field(default_factory=dict)  # days off by name

    @property
    def has_records(self) -> bool:
        """Whether anything is on record: months without are nobody's missed nights."""
        return bool(self.checks) or any(self.cells.values())

    def lacking(self, village_id: int) -> int:
        """How many more nights a village would have needed for what was due by last night."""
        return lacking(self.nights[village_id], self.over.get(village_id, Decimal(0)))


def lacking(done: int, due: Decimal) -> int:
    """Whole nights between what was done and what was due: 13 of 13.29 lack one.

    Before one whole night was due nobody is behind: with three a week that is on the third day.
    """
    return max(0, whole(due) - done)


def whole(due: Decimal) -> int:
    """Nights due as papers and pictures count them, whole: 14 of 13.29; of less than one none."""
    return ceil(due) if due >= 1 else 0


def tally(done: int, due: Decimal) -> str:
    """13/14: what every list shows of a village; 2 晚 before a whole night was due."""
    return f"{done}/{whole(due)}" if whole(due) else f"{done} 晚"


def within_due(done: int, due: Decimal) -> int:
    """The nights done that count: more than were due do not make up for another village."""
    return min(done, whole(due))


def coverage(work: Workplace, period: Period) -> Coverage:
    """Who was out on which night, and how well that is proved.

    What is on record of a village on days on which it does not exist is left out, as everywhere.
    """
    with work.database.reading() as session:
        villages = tuple(queries.villages(session, period.start, period.end))
        patrols = queries.between(session, period.start, period.end)
        missed = queries.missed(session, period.start, period.end)
        checks = queries.checks(session, period.start, period.end)
    counts = within(villages)
    patrols = [each for each in patrols if counts(each.village_id, each.night)]
    missed = [each for each in missed if counts(each.village_id, each.night)]
    checks = [each for each in checks if counts(each.village_id, each.night)]
    cells: dict[int, dict[date, str]] = defaultdict(dict)
    strength = {"self": 0, "verified": 1, "led": 2}
    kinds = {"村自报": "self", "抽查核实": "verified", "带队核实": "led"}
    total = rules.Effort()
    for gone in missed:
        cells[gone.village_id][gone.night] = "missed"
    for row in patrols:
        kind = "led" if row.joint else kinds.get(row.evidence, "self")
        present = cells[row.village_id].get(row.night, "self")
        if strength.get(present, -1) <= strength[kind]:
            cells[row.village_id][row.night] = kind
        total = total + row.effort
    nights = {
        village.id: sum(1 for kind in cells[village.id].values() if kind != "missed")
        for village in villages
    }
    return Coverage(
        villages,
        tuple(period.each_day()),
        {village.id: dict(cells[village.id]) for village in villages},
        nights,
        total,
        verified=sum(1 for row in patrols if row.joint or row.evidence != "村自报"),
        findings=sum(1 for row in patrols if row.finding),
        checks=len(checks),
        on_duty=sum(1 for row in checks if row.result == "在岗"),
        due=due_nights(work, period, villages, work.today()),
        over=nights_over(work, period, villages),
        rest=holidays.rest_days(work, period.each_day()),
        holidays=holidays.named(work, period.each_day()),
    )


def nights_over(
    work: Workplace, period: Period, villages: Iterable[queries.VillageRow]
) -> dict[int, Decimal]:
    """Nights that were due by last night."""
    return due_nights(work, period, villages, work.today() - timedelta(days=1))


def due_nights(
    work: Workplace, period: Period, villages: Iterable[queries.VillageRow], until: date
) -> dict[int, Decimal]:
    """Nights due of each village by a day, as the evaluation counts them, to two decimals.

    From the first night on record, pro rata for a running period and for a village that joined or
    withdrew; empty where the scheme in force sets no number of nights, or none was due.
    """
    scheme = evaluation.scheme_for(work, period)
    item = next(
        (each for each in scheme.items
         if each.fact == "patrol_nights" and each.method == "proportion"),
        None,
    )  # fmt: skip
    if item is None:
        return {}
    with work.database.reading() as session:
        since = beginnings.since(session, "patrol_nights")
    first, last = max(period.start, since), min(period.end, until)
    if first > last:
        return {}
    off = calendars.days_off(work.settings, period) if item.without_holidays else frozenset()
    return {
        each.id: rounded(
            target(
                item,
                Fact(State.KNOWN),
                span_of(
                    each,
                    first,
                    last,
                    days=period.days,
                    months=len(period.months),
                    holidays=off,
                ),
            )
        )
        for each in villages
    }


def oddities(work: Workplace, period: Period) -> tuple[Oddity, ...]:
    """What deserves a look in a period, and every patrol dated after today."""
    with work.database.reading() as session:
        names = {each.id: each.name for each in queries.villages(session, date.min, date.max)}
        tomorrow = work.today() + timedelta(days=1)
        rows = queries.teams(session, period.start, period.end)
        rows += [
            row for row in queries.teams(session, tomorrow, date.max) if row.night not in period
        ]
        missed = [
            Noted(row.id, row.night, row.village_id, names.get(row.village_id, ""), row.reason)
            for row in queries.missed(session, period.start, period.end)
        ]
        checks = [
            Noted(row.id, row.night, row.village_id, names.get(row.village_id, ""), row.result)
            for row in queries.checks(session, period.start, period.end)
        ]
    walks = [
        Walk(
            row.id,
            row.night,
            row.village_id,
            names.get(row.village_id, ""),
            row.start,
            row.end,
            frozenset((row.leader, *(row.names or ()))),
        )
        for row in rows
    ]
    return patrol_exceptions.oddities(walks, missed, checks, today=work.today())


# -- what is likely to stand in a night: offered for typing, stored only when taken


def usual(work: Workplace, day: date) -> dict[int, dict[str, Any]]:
    """By village what its patrols of the 30 nights before a night said most often.

    Of values that are equally frequent the latest one.
    """
    with work.database.reading() as session:
        rows = queries.habits(
            session, day - timedelta(days=_NIGHTS), day - timedelta(days=1), LIKELY
        )
    said: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for name in LIKELY:
            if (value := getattr(row, name)) is not None:
                said[row.village_id][name].append(value)
    return {
        village: {name: _most(values) for name, values in known.items()}
        for village, known in said.items()
    }


def likely_of_night(work: Workplace, day: date) -> dict[int, dict[str, Any]]:
    """By village the first patrol of one night, in what another night may have in common with it."""
    with work.database.reading() as session:
        rows = queries.habits(session, day, day, LIKELY)
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row.village_id, {name: getattr(row, name) for name in LIKELY})
    return found


def people(work: Workplace, day: date) -> tuple[str, ...]:
    """Who led patrols in the year before a day, most often first, then the officers of villages."""
    with work.database.reading() as session:
        rows = queries.habits(session, day - timedelta(days=_YEAR), day, ("leader",))
        officers = queries.officer_names(session)
    led = Counter(row.leader for row in rows if row.leader)
    return tuple(dict.fromkeys([*(name for name, _times in led.most_common()), *officers]))


def _most(values: list[Any]) -> Any:
    times = Counter(values)
    most = max(times.values())
    return next(value for value in reversed(values) if times[value] == most)
