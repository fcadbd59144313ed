"""What the evaluation takes from intakes, opinions, endings, trouble spots and incident counts.

Counted as the pages of these records count them; of their texts nothing is told, since they may
name residents.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import outcomes
from gaotang_desktop.data.queries.casework import intakes as intake_queries
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import opinions, periods
from gaotang_desktop.domain.casework import incident_counts, intakes, settlements
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, RecordRef, State
from gaotang_desktop.services.facts.lives import is_over, within

Counted = Iterable[tuple[int | None, date, RecordRef]]


def _shares(villages: Sequence[VillageRow], found: Counted, nothing: str) -> dict[int, Fact]:
    """The records that helped out of all, of those that lie in their village's life."""
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    counts = within(villages)
    for village, day, ref in found:
        if village is not None and counts(village, day):
            refs[village].append(ref)
    return {
        each.id: Fact(
            State.KNOWN,
            Decimal(sum(ref.counted for ref in mine)),
            Decimal(len(mine)),
            tuple(mine),
        )
        if (mine := refs[each.id])
        else Fact(State.NOT_DUE, note=nothing)
        for each in villages
    }


def intakes_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Done by the deadline, of what came in during the span and is done or past its deadline.

    What became a dispute or an opinion is due and done as that record is.
    """
    found = []
    for row in intake_queries.received_between(session, first, last):
        due = row.became_due_on if row.became else row.due_on
        done = (row.became_done_on if row.became else row.done_on) or row.told_on
        if done is None and (due is None or not is_over(due, today)):
            continue
        in_time = done is not None and (due is None or done <= due)
        label = f"{row.number or '诉求'} {_term(due, done, '办结')}"
        found.append(
            (row.village_id, row.received_on, RecordRef("intakes", row.id, label, in_time))
        )
    return _shares(villages, found, "本期没有到期的诉求")


def intakes_content(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意, of those that came in during the span and said something when told."""
    found = [
        (
            row.village_id,
            row.received_on,
            RecordRef(
                "intakes",
                row.id,
                f"{row.number or '诉求'} {row.satisfied}",
                row.satisfied in intakes.CONTENT,
            ),
        )
        for row in intake_queries.received_between(session, first, last)
        if row.satisfied not in (None, "未评价")
    ]
    return _shares(villages, found, "本期没有评价过的诉求")


def opinions_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Answered by the deadline, of what was received in the span and is answered or past it."""
    found = []
    for row in outcomes.opinions(session, first, last):
        in_time = opinions.in_time(row.state, row.due_on, row.answered_on, today=today)
        if in_time is not None:
            label = f"{row.received_on:%m-%d} 收到 {_term(row.due_on, row.answered_on, '答复')}"
            ref = RecordRef("opinions", row.id, label, in_time)
            found.append((row.village_id, row.received_on, ref))
    return _shares(villages, found, "本期没有到期的意见建议")


def opinions_content(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """满意 and 基本满意, of what was received in the span and somebody said something of."""
    found = [
        (
            row.village_id,
            row.received_on,
            RecordRef(
                "opinions",
                row.id,
                f"{row.received_on:%m-%d} 收到 {row.satisfied}",
                row.satisfied in opinions.CONTENT,
            ),
        )
        for row in outcomes.opinions(session, first, last)
        if row.satisfied
    ]
    return _shares(villages, found, "本期没有评价过的意见建议")


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
    good = ("已履行",) if name == "performed" else settlements.CONTENT
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
