"""What the evaluation takes from intakes, opinions, endings, trouble spots, incidents and grids.

Counted as the pages of these records count them; of their texts nothing is told, since they may
name residents.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

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


def intakes_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Done by the deadline, of the intakes that fall due in the span and whose deadline is over.

    What became a dispute or an opinion is due and done as that record is.
    """
    found = []
    for row in intake_queries.due_between(session, first, last):
        good = rules.in_time(row.deadline, row.ended_on, today=today)
        if good is not None and row.deadline is not None and row.falls_due is not None:
            label = f"{row.number or '诉求'}{_term(row.deadline, row.ended_on, '办结')}"
            found.append((row.village_id, row.falls_due, RecordRef("intakes", row.id, label, good)))
    return _shares(villages, found, "本期没有到期的诉求")


def intakes_content(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意, of those who were told in the span and said something."""
    found = []
    for row in intake_queries.told_between(session, first, last):
        good = rules.is_content(row.satisfied)
        if good is not None and row.told_on is not None:
            label = f"{row.number or '诉求'} {row.told_on:%m-%d} 告知，{row.satisfied}"
            found.append((row.village_id, row.told_on, RecordRef("intakes", row.id, label, good)))
    return _shares(villages, found, "本期告知的诉求没有评价")


def opinions_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Answered by the deadline, of the opinions that fall due in the span and whose deadline is over."""
    found = []
    for row in outcomes.opinions_due(session, first, last):
        good = opinions.in_time(row.state, row.due_on, row.answered_on, today=today)
        if good is not None and row.due_on is not None:
            done = row.answered_on if row.state in opinions.CLOSED else None
            label = f"{row.received_on:%m-%d} 收到{_term(row.due_on, done, '答复')}"
            found.append((row.village_id, row.due_on, RecordRef("opinions", row.id, label, good)))
    return _shares(villages, found, "本期没有到期的意见建议")


def opinions_content(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意, of those who heard the answer in the span and said something."""
    found = []
    for row in outcomes.opinions_asked(session, first, last):
        if (good := rules.is_content(row.satisfied)) is not None:
            label = f"{row.received_on:%m-%d} 收到，{row.asked_on:%m-%d} 反馈，{row.satisfied}"
            found.append((row.village_id, row.asked_on, RecordRef("opinions", row.id, label, good)))
    return _shares(villages, found, "本期答复的意见建议没有评价")


def agreements_performed(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Performed, of the agreements of which it became known in the span whether they were kept.

    One that is still being performed (正在履行) counts when that is over.
    """
    found = [
        (row.village_id, row.counts_on, RecordRef("disputes", row.id, row.said, row.kept))
        for row in outcomes.agreements(session, first, last)
    ]
    return _shares(villages, found, "本期没有要履行的协议")


def revisits_content(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意, of the disputes revisited in the span whose parties said something."""
    found = []
    for row in outcomes.revisits(session, first, last):
        good = bool(rules.is_content(row.satisfied))
        label = f"{row.number or '纠纷'} {row.revisited_on:%m-%d} 回访，{row.satisfied}"
        found.append((row.village_id, row.revisited_on, RecordRef("disputes", row.id, label, good)))
    return _shares(villages, found, "本期没有回访问到的纠纷")


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
            label = f"{row.name}{_term(row.deadline, row.passed_on, '达标')}"
            ref = RecordRef("trouble-spots", row.id, label, in_time)
            found.append((row.village_id, row.deadline, ref))
    return _shares(villages, found, "本期没有到期的重点地区")


def _term(due: date, done: date | None, word: str) -> str:
    when = f"{done:%m-%d} {word}" if done else f"还没有{word}"
    return f"（{due:%m-%d} 到期，{when}）"


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
