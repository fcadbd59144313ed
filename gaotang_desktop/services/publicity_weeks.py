"""The weeks of the rotation, plan beside actual, and their figures (集中宣传)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.data.queries import publicity as queries
from gaotang_desktop.data.queries.publicity import ActivityRow, TurnRow
from gaotang_desktop.domain import publicity as rules
from gaotang_desktop.domain import rotation
from gaotang_desktop.domain.fields import Listing, monday, week_label
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.rotation import Turn
from gaotang_desktop.domain.villages import exists_on
from gaotang_desktop.services import holidays
from gaotang_desktop.services.workplace import Workplace

DAYS = timedelta(days=6)
"""From the Monday of a week to its Sunday."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn as the week view shows it; ``state`` is what it is today, ``why`` one sentence.

    One that is ``paused`` is not due: it is in no figure and no notice.
    """

    id: int
    week: date
    village_id: int
    village: str
    round: int | None
    state: str
    why: str
    postponed_from: date | None
    activities: tuple[ActivityRow, ...]
    paused: bool = False

    @property
    def is_done(self) -> bool:
        """Whether an activity fulfilled it."""
        return self.state == "完成"


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what was planned, what was done, and what is to be said about it."""

    week: date
    turns: tuple[ShownTurn, ...]
    activities: tuple[ActivityRow, ...]
    notes: tuple[str, ...]
    paused: bool

    @property
    def label(self) -> str:
        """``2026年第43周``."""
        return week_label(self.week)


def by_hand(row: TurnRow) -> bool:
    """Whether a person moved a turn: planning anew leaves it where it is."""
    return row.state == "延期" or row.instead_of_id is not None


def fulfilled(session: Session, turns: Sequence[TurnRow]) -> dict[int, list[ActivityRow]]:
    """The live activities of each turn: those entered for it, or of its village in its week."""
    if not turns:
        return {}
    first, last = min(each.week for each in turns), max(each.week for each in turns) + DAYS
    rows = queries.activities_for(session, first, last, [each.id for each in turns])
    return match(turns, rows)


def match(
    turns: Sequence[TurnRow], activities: Sequence[ActivityRow]
) -> dict[int, list[ActivityRow]]:
    """Activities by the turn that they fulfil; one without a live turn goes by village and week.

    One that was entered for a turn of another span fulfils that one, and none of these.
    """
    ids = {each.id for each in turns}
    places = {(each.village_id, each.week): each.id for each in turns}
    found: dict[int, list[ActivityRow]] = defaultdict(list)
    for row in activities:
        turn = row.turn_id if row.turn_id in ids else None
        if row.turn_id is None and row.village_id is not None and row.form in rules.FULFILLING:
            turn = places.get((row.village_id, monday(row.held_on)))
        if turn is not None:
            found[turn].append(row)
    return dict(found)


def in_life(session: Session, turns: Sequence[TurnRow]) -> list[TurnRow]:
    """The turns that count: a week belongs to a village that exists on its Sunday."""
    known = {each.id: each for each in queries.members(session)}

    def counts(turn: TurnRow) -> bool:
        village = known.get(turn.village_id)
        return village is not None and exists_on(
            turn.week + DAYS, village.joined_on, village.withdrawn_on
        )

    return [each for each in turns if counts(each)]


def paused(session: Session, turns: Sequence[TurnRow]) -> frozenset[int]:
    """The turns that lie in a pause (停排), also one added after they were planned: not due.

    One that was held all the same counts as any other.
    """
    if not turns:
        return frozenset()
    span = min(each.week for each in turns), max(each.week for each in turns)
    away = {(each.week, each.village_id) for each in queries.pauses(session, *span)}
    found = [
        each for each in turns
        if each.state != "完成" and {(each.week, None), (each.week, each.village_id)} & away
    ]  # fmt: skip
    held_all_the_same = fulfilled(session, found)
    return frozenset(each.id for each in found if not held_all_the_same.get(each.id))


def due(session: Session, turns: Sequence[TurnRow]) -> list[TurnRow]:
    """The turns of villages that exist, without those that lie in a pause."""
    away = paused(session, turns)
    return [each for each in in_life(session, turns) if each.id not in away]


def weeks(work: Workplace, first: date, last: date) -> tuple[Week, ...]:
    """Plan and actual of every week from the week of ``first`` to that of ``last``.

    A turn of a village that does not exist on the Sunday is told in a note and counts nowhere.
    """
    mondays = rotation.weeks_between(first, last)
    if not mondays:
        return ()
    first, last = mondays[0], mondays[-1]
    with work.database.reading() as session:
        names = {each.id: each.name for each in queries.members(session)}
        every = queries.turns(session, first, last, touching=True)
        rows = in_life(session, every)
        pauses = queries.pauses(session, first, last)
        away = paused(session, rows)
        inside = queries.activities_for(session, first, last + DAYS, [each.id for each in rows])
    done, this_week = match(rows, inside), monday(work.today())
    turns: dict[date, list[ShownTurn]] = defaultdict(list)
    notes: dict[date, list[str]] = defaultdict(list)
    all_of_it = work.of_town("全镇")
    for pause in pauses:
        who = names.get(pause.village_id, "") if pause.village_id else all_of_it
        notes[pause.week].append(f"{who}停排：{pause.reason}")
    for row in every:
        if row not in rows:
            name = names.get(row.village_id, "已删除的村")
            notes[row.week].append(f"{name}这一周还没有设立或者已经撤并，排的轮次不计")
    for row in rows:
        mine = tuple(done.get(row.id, ()))
        state = row.state
        if row.id not in away:
            state = rules.shown_state(state, row.week, done=bool(mine), this_week=this_week)
        turn = Turn(row.week, row.village_id, row.round, row.postponed_from, row.reason)
        said = rotation.why(turn, names=names, instead_of=row.instead_of_id)
        name = names.get(row.village_id, "已删除的村")
        turns[row.week].append(
            ShownTurn(row.id, row.week, row.village_id, name, row.round, state, said,
                      row.postponed_from, mine, row.id in away)
        )  # fmt: skip
        if row.postponed_from is not None:
            verb = "延到" if row.postponed_from < row.week else "提前到"
            where = rotation.short_week(row.week, row.postponed_from)
            reason = f"（{row.reason}）" if row.reason else ""
            notes[row.postponed_from].append(f"{name}{verb}{where}{reason}")
    by_week: dict[date, list[ActivityRow]] = defaultdict(list)
    for each in inside:
        by_week[monday(each.held_on)].append(each)
    town = {each.week for each in pauses if each.village_id is None}
    for week, reason in holidays.weeks_off(work, first, last).items():
        if week not in town and not turns[week]:
            town.add(week)
            notes[week].append(f"{all_of_it}停排：{reason}")
    return tuple(
        Week(week, tuple(turns[week]), tuple(by_week[week]), tuple(notes[week]), week in town)
        for week in mondays
    )


def states(session: Session, first: date, last: date, today: date) -> dict[int, str]:
    """What each turn of the weeks in a span is today, by its id: the one word of every page."""
    turns = queries.turns(session, first, last)
    done, away = fulfilled(session, turns), paused(session, turns)
    return {
        each.id: each.state
        if each.id in away
        else rules.shown_state(
            each.state, each.week, done=bool(done.get(each.id)), this_week=monday(today)
        )
        for each in turns
    }


def with_states(session: Session, found: Listing, today: date) -> Listing:
    """A listing of turns with the state that each has today instead of the one stored."""
    at, week = found.column("state"), found.column("week")
    days = [row[week] for row in found.rows]
    if not days:
        return found
    seen = states(session, min(days), max(days), today)
    rows = [
        (*row[:at], seen.get(record, row[at]), *row[at + 1 :])
        for record, row in zip(found.ids, found.rows, strict=True)
    ]
    return Listing(found.kind, found.fields, found.ids, tuple(rows))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period's publicity came to; turns up to this week."""

    planned: int
    done: int
    open: int
    by_form: Mapping[str, int]
    households: int
    letters: int
    questionnaires: int
    audience: int

    @property
    def activities(self) -> int:
        """All forms together."""
        return sum(self.by_form.values())


def held(session: Session, first: date, last: date) -> list[ActivityRow]:
    """The activities that count, on every page and paper: of no village, or within its life."""
    known = {each.id: each for each in patrols.villages(session, first, last)}

    def counts(row: ActivityRow) -> bool:
        village = None if row.village_id is None else known.get(row.village_id)
        return row.village_id is None or (village is not None and village.exists_on(row.held_on))

    return [row for row in queries.activities(session, first, last) if counts(row)]


def figures(work: Workplace, period: Period) -> Figures:
    """Turns planned and done of the weeks that begin in the period, and its activities in sums."""
    this_week = monday(work.today())
    found = [
        turn
        for week in weeks(work, period.start, period.end)
        if week.week in period
        for turn in week.turns
        if not turn.paused
    ]
    with work.database.reading() as session:
        rows = held(session, period.start, period.end)
    counted = Counter(each.form for each in rows)
    done = sum(1 for each in found if each.is_done)
    return Figures(
        planned=len(found),
        done=done,
        open=sum(1 for each in found if not each.is_done and each.week <= this_week),
        by_form={form: counted[form] for form in rules.FORMS if counted[form]},
        households=sum(each.households or 0 for each in rows),
        letters=sum(each.letters or 0 for each in rows),
        questionnaires=sum(each.questionnaires or 0 for each in rows),
        audience=sum(each.audience or 0 for each in rows),
    )


def open_this_week(work: Workplace) -> tuple[ShownTurn, ...]:
    """The turns of this week that nothing has been entered for."""
    today = work.today()
    return tuple(
        turn
        for week in weeks(work, today, today)
        for turn in week.turns
        if not turn.is_done and not turn.paused
    )


@dataclass(frozen=True, slots=True)
class NoticeWeek:
    """One line of the publicity notice: a week and its villages, or why it is left out."""

    week: date
    first: date
    last: date
    villages: tuple[str, ...]
    pause: str


def notice(work: Workplace, period: Period) -> tuple[NoticeWeek, ...]:
    """The weeks that begin in a month with their villages, for the 宣传通知."""
    town = work.of_town("全镇停排")
    return tuple(
        NoticeWeek(
            each.week,
            each.week,
            each.week + DAYS,
            tuple(turn.village for turn in each.turns if not turn.paused),
            "；".join(note for note in each.notes if note.startswith(town)),
        )
        for each in weeks(work, period.start, period.end)
        if each.week in period
    )
