"""The rotation planned and changed, and activities that fulfil it (集中宣传)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import PublicityTurn
from gaotang_desktop.data.queries import publicity as queries
from gaotang_desktop.data.queries.publicity import TurnRow
from gaotang_desktop.domain import rotation
from gaotang_desktop.domain.errors import Conflict, Invalid, NotFound
from gaotang_desktop.domain.fields import monday, week_label
from gaotang_desktop.domain.rotation import Member, Pause, Turn
from gaotang_desktop.services import holidays, records
from gaotang_desktop.services.publicity_weeks import by_hand, fulfilled
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan before it is stored: every turn that will stand in the span."""

    first: date
    last: date
    turns: tuple[Turn, ...]
    new: tuple[Turn, ...]
    replaced: tuple[int, ...]
    before: frozenset[tuple[date, int]]
    names: Mapping[int, str]
    paused: Mapping[date, str]

    @property
    def summary(self) -> str:
        """``52 周，204 村次，每村 8～9 次；停排 1 周。``"""
        if not self.turns:
            return "这段时间没有可以排的村：请先登记村，或者检查停排。"
        counts = Counter(each.village_id for each in self.turns)
        least, most = min(counts.values()), max(counts.values())
        each_one = f"每村 {least} 次" if least == most else f"每村 {least}～{most} 次"
        weeks = len({each.week for each in self.turns})
        out = f"；停排 {len(self.paused)} 周" if self.paused else ""
        moved = sum(1 for each in self.new if (each.week, each.village_id) not in self.before)
        old = ""
        if self.replaced:
            old = f"；和原来不同的有 {moved} 村次" if moved else "；和原来的安排一样"
        return f"共 {weeks} 周、{len(self.turns)} 村次，{len(counts)} 个村，{each_one}{out}{old}。"


# -- planning ------------------------------------------------------------------------------------


def proposed_span(work: Workplace) -> tuple[date, date]:
    """From this week to the end of what is planned, at least to the end of the year."""
    today = work.today()
    with work.database.reading() as session:
        planned = queries.last_week(session)
    end = monday(date(today.year, 12, 31))
    if (end - monday(today)).days < 28:
        end = monday(date(today.year + 1, 12, 31))
    return monday(today), max(end, planned or end)


def preview(work: Workplace, first: date, last: date) -> Preview:
    """The plan that :func:`plan` would store; weeks before this one are left as they are.

    Raises:
        Invalid: the span ends before it begins, lies in the past, or is longer than three years.
    """
    first, last = _span(work, first, last)
    with work.database.reading() as session:
        return _planned(work, session, first, last)


def plan(work: Workplace, first: date, last: date) -> Preview:
    """Store the rotation for a span, in one step that one undo takes back.

    Past weeks, turns that are done and turns that a person moved stay; the rest is planned anew.

    Raises:
        Invalid: as :func:`preview`.
    """
    first, last = _span(work, first, last)
    title = f"自动排班：{week_label(first)}到{week_label(last)}"
    with work.database.operation(title) as session:
        made = _planned(work, session, first, last)
        wanted = {(each.week, each.village_id): each for each in made.new}
        for record in queries.records_of(session, made.replaced):
            turn = wanted.pop((record.week, record.village_id), None)
            if turn is None:
                record.binned_at = work.now()
                continue
            record.round, record.reason = turn.round, turn.reason
            record.postponed_from = turn.postponed_from
        # What is binned gives its place back before another turn takes it.
        session.flush()
        for turn in wanted.values():
            session.add(
                PublicityTurn(
                    week=turn.week,
                    village_id=turn.village_id,
                    round=turn.round,
                    postponed_from=turn.postponed_from,
                    reason=turn.reason,
                )
            )
    return made


def _span(work: Workplace, first: date, last: date) -> tuple[date, date]:
    this_week = monday(work.today())
    first, last = max(monday(first), this_week), monday(last)
    if last < this_week:
        raise Invalid({"last": "以前的周不再排班，请选本周或以后的周。"})
    if last < first:
        raise Invalid({"last": "最后一周早于开始的一周，请改正其中一个。"})
    if (last - first).days > 3 * 366:
        raise Invalid({"last": "一次最多排三年，请把最后一周改近一些。"})
    return first, last


def _planned(work: Workplace, session: Session, first: date, last: date) -> Preview:
    off = holidays.weeks_off(work, first, last)
    villages = queries.members(session)
    members = [Member(*row[:5]) for row in villages]
    by_id = {each.id: each for each in members}
    pauses = [Pause(each.week, each.village_id, each.reason) for each in queries.pauses(session)]
    away = {(each.week, each.village_id) for each in pauses}
    # What a person put into such a week stays there; only nothing new is planned.
    pauses += [Pause(week, None, reason) for week, reason in off.items()]
    stored = queries.turns(session)
    done = fulfilled(session, [each for each in stored if first <= each.week <= last])
    kept, replaced, before = [], [], set()
    for row in stored:
        turn = Turn(row.week, row.village_id, row.round, row.postponed_from, row.reason)
        possible = (
            row.village_id in by_id
            and by_id[row.village_id].takes_part(row.week)
            and not {(row.week, None), (row.week, row.village_id)} & away
        )
        outside = not first <= row.week <= last
        settled = row.state in ("完成", "未完成") or bool(done.get(row.id))
        if outside or settled or (by_hand(row) and possible):
            kept.append(turn)
        else:
            replaced.append(row.id)
            before.add((row.week, row.village_id))
    weeks = rotation.weeks_between(first, last)
    per_week = int(work.settings["villages_a_week"])
    new = rotation.plan(members, weeks, kept=kept, pauses=pauses, per_week=per_week)
    stay = [each for each in kept if first <= each.week <= last]
    return Preview(
        first,
        last,
        tuple(sorted((*stay, *new), key=lambda each: (each.week, each.round or 0))),
        new,
        tuple(replaced),
        frozenset(before),
        {each.id: each.name for each in villages},
        {
            each.week: each.reason
            for each in pauses
            if each.village_id is None and first <= each.week <= last
        },
    )


# -- changing by hand ----------------------------------------------------------------------------


def swap(work: Workplace, turn_id: int, other_id: int, *, reason: str) -> None:
    """Two villages exchange their weeks; both turns keep what was planned before.

    Raises:
        Invalid: no reason; the two cannot be exchanged.
        Conflict: one of them is done or over, or already has a turn in the other week.
    """
    _needs_reason(reason)
    with work.database.reading() as session:
        one, other = _movable(work, session, turn_id), _movable(work, session, other_id)
        names = {each.id: each.name for each in queries.members(session)}
        if one.week == other.week:
            raise Invalid({"other": "这两个村排在同一周，不用调换。"})
        if one.village_id == other.village_id:
            raise Invalid({"other": "这是同一个村的两个轮次，请选别的村。"})
        for turn, week in ((one, other.week), (other, one.week)):
            _free(session, turn, week, names)
    title = f"调换轮次：{names[one.village_id]}和{names[other.village_id]}"
    with work.database.operation(title) as session:
        first, second = (queries.records_of(session, [each.id])[0] for each in (one, other))
        for record, from_week, to in (
            (first, one.week, other),
            (second, other.week, one),
        ):
            record.week = to.week
            record.instead_of_id = to.village_id
            record.postponed_from = _origin(record.postponed_from or from_week, to.week)
            record.reason = reason.strip()


def postpone(work: Workplace, turn_id: int, week: date, *, reason: str) -> None:
    """Move a turn to a later week; the old week stays visible on it.

    Raises:
        Invalid: no reason, or not a later week.
        Conflict: it is done, the village has a turn then, or the week is left out.
    """
    _needs_reason(reason)
    week = monday(week)
    with work.database.reading() as session:
        turn = _movable(work, session, turn_id, also_past=True)
        names = {each.id: each.name for each in queries.members(session)}
        if week <= turn.week:
            raise Invalid({"week": "延期要延到后面的周，请改“延到哪一周”。"})
        if week < monday(work.today()):
            raise Invalid({"week": "这一周已经过去了，请延到本周或以后。"})
        _free(session, turn, week, names)
    title = f"延期：{names[turn.village_id]}从{week_label(turn.week)}延到{week_label(week)}"
    with work.database.operation(title) as session:
        record = queries.records_of(session, [turn_id])[0]
        record.postponed_from = record.postponed_from or record.week
        record.week, record.state, record.reason = week, "延期", reason.strip()
        record.instead_of_id = None


def _origin(before: date, now: date) -> date | None:
    return None if before == now else before


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "请写明原因，以后查得到为什么改。"})


def _movable(
    work: Workplace, session: Session, turn_id: int, *, also_past: bool = False
) -> TurnRow:
    found = [each for each in queries.turns(session) if each.id == turn_id]
    if not found:
        raise NotFound("这个轮次已经不在了，可能刚被删除，请刷新后再看。")
    turn = found[0]
    if turn.state == "完成" or fulfilled(session, found).get(turn.id):
        raise Conflict(f"{week_label(turn.week)}的这一轮已经完成，不能再调换或延期。")
    if not also_past and turn.week < monday(work.today()):
        raise Conflict(f"{week_label(turn.week)}已经过去，不能调换；可以延期到后面的周。")
    return turn


def _free(session: Session, turn: TurnRow, week: date, names: Mapping[int, str]) -> None:
    name = names[turn.village_id]
    if queries.turn_of(session, turn.village_id, week) is not None:
        raise Conflict(f"{name}在{week_label(week)}已经有轮次，请选别的周。")
    for each in queries.pauses(session, week, week):
        if each.village_id in (None, turn.village_id):
            raise Conflict(f"{week_label(week)}{each.reason}停排，请选别的周。")
    member = next(each for each in queries.members(session) if each.id == turn.village_id)
    if not Member(*member[:5]).takes_part(week):
        raise Conflict(f"{name}在{week_label(week)}还没有设立或者已经撤并，请选别的周。")


# -- what was done -------------------------------------------------------------------------------


def save_activity(work: Workplace, values: Mapping[str, Any], record_id: int | None = None) -> int:
    """Store an activity; when its village or week changed, its turn is found again.

    Raises:
        Invalid, NotFound, Conflict: as ``records.save``.
    """
    given = dict(values)
    if record_id is not None:
        before = records.get(work, "publicity-activities", record_id)
        moved = any(given.get(name, before[name]) != before[name] for name in _MATCHED)
        if moved and given.get("turn_id", before["turn_id"]) == before["turn_id"]:
            given["turn_id"] = None
    return records.save(work, "publicity-activities", given, record_id=record_id)


_MATCHED = ("held_on", "village_id", "form")
