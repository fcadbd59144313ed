"""What the evaluation takes from intakes, opinions, endings, trouble spots, incidents and grids.

Counted as the pages of these records count them; of their texts nothing is told, since they may
name residents.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import outcomes
from gaotang_desktop.data.queries.casework import grids as grid_queries
from gaotang_desktop.data.queries.casework import intakes as intake_queries
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import opinions, periods
from gaotang_desktop.domain.casework import incident_counts
from gaotang_desktop.domain.casework import outcomes as rules
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, RecordRef, State
from gaotang_desktop.services.facts.lives import is_over, share, within

Counted = Iterable[tuple[int | None, date, RecordRef]]


def _shares(villages: Sequence[VillageRow], found: Counted, nothing: str) -> dict[int, Fact]:
    """The records that helped out of all, of those that lie in their village's life."""
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    counts = within(villages)
    for village, day, ref in found:
        if village is not None and counts(village, day):
            refs[village].append(ref)
    return {each.id: share(refs[each.id], nothing) for each in villages}


class _Matter(NamedTuple):
    """An intake or an opinion that came in: when it was due and done, and what was said of it."""

    id: int
    village_id: int | None
    received_on: date
    label: str
    due_on: date | None
    done_on: date | None
    satisfied: str | None


def _intakes(session: Session, first: date, last: date) -> list[_Matter]:
    """What became a dispute or an opinion is due and done as that record is."""
    return [
        _Matter(
            row.id,
            row.village_id,
            row.received_on,
            row.number or "诉求",
            row.became_due_on if row.became else row.due_on,
            (row.became_done_on if row.became else row.done_on) or row.told_on,
            row.satisfied,
        )
        for row in intake_queries.received_between(session, first, last)
    ]


def _opinions(session: Session, first: date, last: date) -> list[_Matter]:
    return [
        _Matter(
            row.id,
            row.village_id,
            row.received_on,
            f"{row.received_on:%m-%d} 收到",
            row.due_on,
            (row.answered_on or row.due_on or row.received_on)
            if row.state in opinions.CLOSED
            else None,
            row.satisfied,
        )
        for row in outcomes.opinions(session, first, last)
    ]


_READ = {"intakes": _intakes, "opinions": _opinions}
_DONE = {"intakes": "办结", "opinions": "答复"}
_CALLED = {"intakes": "诉求", "opinions": "意见建议"}


def in_time(
    kind: str,
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Done by the deadline, of what came in during the span and is done or past its deadline."""
    found = []
    for row in _READ[kind](session, first, last):
        if (good := rules.in_time(row.due_on, row.done_on, today=today)) is not None:
            label = f"{row.label} {_term(row.due_on, row.done_on, _DONE[kind])}"
            ref = RecordRef(kind, row.id, label, good)
            found.append((row.village_id, row.received_on, ref))
    return _shares(villages, found, f"本期没有到期的{_CALLED[kind]}")


def content(
    kind: str,
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意, of what came in during the span and somebody said something of."""
    found = []
    for row in _READ[kind](session, first, last):
        if (good := rules.is_content(row.satisfied)) is not None:
            ref = RecordRef(kind, row.id, f"{row.label} {row.satisfied}", good)
            found.append((row.village_id, row.received_on, ref))
    return _shares(villages, found, f"本期没有评价过的{_CALLED[kind]}")


def agreements_performed(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Performed, of the disputes closed in the span that left something to perform."""
    return _endings(session, first, last, villages, "performed", "本期没有要履行的协议")


def revisits_content(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意 at the revisit, of the disputes closed in the span that were asked about."""
    return _endings(session, first, last, villages, "satisfied", "本期没有回访问到的纠纷")


def _endings(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    name: str,
    nothing: str,
) -> dict[int, Fact]:
    good = ("已履行",) if name == "performed" else rules.CONTENT
    found = []
    for row in outcomes.endings(session, first, last):
        said = getattr(row, name)
        if said is not None and said != "不用履行":
            label = f"{row.number or '纠纷'} {row.closed_on:%m-%d} 了结，{said}"
            ref = RecordRef("disputes", row.id, label, said in good)
            found.append((row.village_id, row.closed_on, ref))
    return _shares(villages, found, nothing)


def trouble_spots_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Found in order by the deadline, of the spots whose deadline lies in the span and is over."""
    found = []
    for row in outcomes.spots_due(session, first, last):
        if is_over(row.deadline, today):
            in_time = row.passed_on is not None and row.passed_on <= row.deadline
            label = f"{row.name} {_term(row.deadline, row.passed_on, '达标')}"
            ref = RecordRef("trouble-spots", row.id, label, in_time)
            found.append((row.village_id, row.deadline, ref))
    return _shares(villages, found, "本期没有到期的重点地区")


def _term(due: date | None, done: date | None, word: str) -> str:
    when = f"{done:%m-%d} {word}" if done else f"还没有{word}"
    return f"（{due:%m-%d} 到期，{when}）" if due else f"（{when}）"


def incidents(
    kind: str,
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """What was counted of a kind in the months of the span; more is worse.

    In a month that nobody reported nothing is due; where others reported, who did not has not
    reported. A month belongs to the villages that exist on its first or last day.
    """
    rows = outcomes.incidents(session, kind, first, last)
    months = sorted({row.month for row in rows if row.cases is not None})
    stored = {(row.village_id, row.month): row for row in rows}
    word, unit = incident_counts.KINDS[kind], FACTS[kind].unit
    found = {}
    for village in villages:
        refs, missing, total = [], [], 0
        for month in months:
            whole = periods.month_of(month)
            if not (village.exists_on(month) or village.exists_on(min(whole.end, today))):
                continue
            row = stored.get((village.id, month))
            if row is None or row.cases is None:
                missing.append(f"{village.name}{whole.label}的{word}还没有报来")
                continue
            total += row.cases
            label = f"{month.year}年{month.month}月 {word} {row.cases} {unit}"
            refs.append(RecordRef("incident-counts", row.id, label, row.cases == 0))
        if missing:
            state = Fact(State.NOT_RECEIVED, records=tuple(refs), missing=tuple(missing))
        elif refs:
            state = Fact(State.KNOWN, Decimal(total), records=tuple(refs))
        else:
            state = Fact(State.NOT_DUE, note="本期没有发案统计")
        found[village.id] = state
    return found


def grid_matters_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Handled in time, of what the grids of a village reported as handled in the months of the span.

    A grid on the list that has not reported a month that others did has not reported; in a month of
    which no grid did nothing is due.
    """
    rows = outcomes.grid_reports(session, first, last)
    months = sorted({row.month for row in rows})
    listed = grid_queries.grids(session)
    found = {}
    for village in villages:
        refs, missing, good, of = [], [], 0, 0
        for month in months:
            whole = periods.month_of(month)
            if not (village.exists_on(month) or village.exists_on(min(whole.end, today))):
                continue
            mine = [row for row in rows if (row.village_id, row.month) == (village.id, month)]
            told = {row.grid for row in mine}
            missing += [
                f"{village.name}{each.name}{whole.label}的网格月报还没有报来"
                for each in listed
                if each.village_id == village.id and each.name not in told
            ]
            for row in mine:
                good, of = good + row.in_time, of + row.handled
                label = f"{whole.label} {row.grid} 办结 {row.handled} 件，按期 {row.in_time} 件"
                refs.append(RecordRef("grid-counts", row.id, label, row.in_time == row.handled))
        if missing:
            state = Fact(State.NOT_RECEIVED, records=tuple(refs), missing=tuple(missing))
        elif of:
            state = Fact(State.KNOWN, Decimal(good), Decimal(of), tuple(refs))
        else:
            state = Fact(State.NOT_DUE, records=tuple(refs), note="本期网格没有办结的事项")
        found[village.id] = state
    return found
