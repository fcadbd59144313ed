"""Who is behind, and what needs doing today (工作台)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import fill_in_forms as form_queries
from gaotang_desktop.data.queries import patrols as patrol_queries
from gaotang_desktop.data.queries import publicity as publicity_queries
from gaotang_desktop.data.queries import workbench as queries
from gaotang_desktop.data.queries.casework import grids as grid_queries
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.data.queries.publicity import ActivityRow
from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.documents.wordings import rate
from gaotang_desktop.domain.evaluation.facts import Fact
from gaotang_desktop.domain.polls import wilson
from gaotang_desktop.domain.publicity import shown_state
from gaotang_desktop.domain.rotation import counted as counted_villages
from gaotang_desktop.domain.workbench import Todo, age, in_order
from gaotang_desktop.services import backups, holidays, patrols
from gaotang_desktop.services.casework import pressing
from gaotang_desktop.services.casework.waiting import WAITING
from gaotang_desktop.services.facts.counters import counted
from gaotang_desktop.services.facts.lives import within
from gaotang_desktop.services.publicity_weeks import due as due_turns
from gaotang_desktop.services.publicity_weeks import fulfilled
from gaotang_desktop.services.workbench import todos
from gaotang_desktop.services.workbench.todos import Gathered
from gaotang_desktop.services.workplace import Workplace

NIGHTS_SHOWN = 14
SECOND_COPY_DAYS = 7
WEEKS_BACK = 8
POLL_DAYS = 400
FORM_DAYS = 130
"""Forms of periods that began so long ago are not waited for any more."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A card: caption, number, unit, sentence, tone, and the page that a press opens."""

    caption: str
    number: str
    unit: str
    sentence: str
    tone: str
    page: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VillageNights:
    """A village's last two weeks; ``states[day]`` is led, verified, self or missed."""

    village_id: int
    name: str
    states: Mapping[date, str]
    done: int
    due: Decimal
    lacking: int

    @property
    def behind(self) -> bool:
        """Fewer nights this month than were due by last night; tonight is not yet lost."""
        return self.lacking > 0


@dataclass(frozen=True, slots=True)
class WeekVillage:
    """One of this week's villages: its state in a word, a tone, and what was done or why not."""

    village_id: int
    name: str
    state: str
    tone: str
    detail: str


@dataclass(frozen=True, slots=True)
class Copies:
    """A sentence about the backups, and whether it should worry."""

    sentence: str
    tone: str


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the workbench shows."""

    figures: tuple[Figure, ...]
    todos: tuple[Todo, ...]
    week: date
    turns: tuple[WeekVillage, ...]
    days: tuple[date, ...]
    nights: tuple[VillageNights, ...]
    first_steps: bool = False
    rest: frozenset[date] = frozenset()
    holidays: Mapping[date, str] = field(default_factory=dict)


def today(work: Workplace) -> Day:
    """The figures, what is late or waits, this week's villages, the last two weeks of nights.

    Read in one session, so that everything on it is as of one moment.
    """
    now, settings = work.today(), work.settings
    month = periods.month_of(now)
    since = min(month.start, now - timedelta(days=NIGHTS_SHOWN - 1))
    week = fields.monday(now)
    resting = holidays.weeks_off(work, week, week).get(week, "")
    with work.database.reading() as session:
        for pause in publicity_queries.pauses(session, week, week):
            resting = pause.reason if pause.village_id is None else resting
        villages = patrol_queries.villages(session, now, now)
        nights = queries.nights(session, since, now)
        missed = queries.missed(session, since, now)
        back = week - timedelta(weeks=WEEKS_BACK)
        planned = due_turns(session, publicity_queries.turns(session, back, week))
        counting = {each.id for each in planned}
        turns = [each for each in queries.turns(session, back, week) if each.id in counting]
        held = fulfilled(session, planned)
        count = queries.dispute_count(session, now)
        begins = date(now.year, 1, 1)
        settled = counted(session, "disputes_closed_in_time", begins, now, today=now)
        walked = counted(session, "patrol_nights", month.start, now, today=now)
        in_month = patrol_queries.villages(session, month.start, now)
        polls = queries.polls(session, now - timedelta(days=POLL_DAYS))
        gathered = replace(
            _gather(session, work, villages, turns, held, polls, settings), resting=resting
        )
    due = patrols.due_nights(work, month, in_month, now)
    over = patrols.nights_over(work, month, in_month)
    rows = _rows(in_month, nights, missed, walked, due, over)
    shown = tuple(_turn(each, held.get(each.id, []), week) for each in turns if each.week == week)
    counts = within(in_month)
    verified = sum(
        each.verified
        for each in nights
        if each.night >= month.start and counts(each.village_id, each.night)
    )
    days = tuple(now - timedelta(days=back) for back in range(NIGHTS_SHOWN - 1, -1, -1))
    return Day(
        (
            _patrol_figure(rows, verified, month.key, judged=any(over.values())),
            _dispute_figure(count, settled),
            _week_figure(shown, resting),
            _poll_figure(polls),
        ),
        in_order(
            [
                *todos.made(gathered),
                *todos.backup_lines(backups.days_old(work)),
                *todos.holiday_lines(holidays.unknown_years(work)),
            ]
        ),
        week,
        shown,
        days,
        tuple(sorted(rows, key=lambda each: each.done - each.due)),
        first_steps=not villages or not gathered.has_tasks,
        rest=holidays.rest_days(work, days),
        holidays=holidays.named(work, days),
    )


def _gather(
    session: Session,
    work: Workplace,
    villages: Sequence[VillageRow],
    turns: Sequence[queries.TurnRow],
    held: Mapping[int, Sequence[ActivityRow]],
    polls: Sequence[queries.PollRow],
    settings: Mapping[str, Any],
) -> Gathered:
    now = work.today()
    until = now + timedelta(days=int(str(settings["near_days"])))
    before = periods.month_of(now).shifted(-1)
    return Gathered(
        today=now,
        silent_nights=int(str(settings["silent_nights"])),
        villages=villages,
        last_nights=queries.last_nights(session),
        has_tasks=queries.has_tasks(session),
        assignments=queries.open_assignments(session, until),
        occurrences=queries.open_occurrences(session, until),
        unassigned=queries.unassigned_tasks(session),
        waiting={each.kind: each.rows(session, settings, until) for each in WAITING},
        raising=[each.matter.title for each in pressing.called_for(session, settings, now)],
        silent_grids=grid_queries.missing(session, before.start),
        turns=turns,
        held=held,
        polls=polls,
        papers=queries.papers(session, now - timedelta(days=POLL_DAYS)),
        month_had_patrols=queries.had_patrols(session, before.start, before.end),
        month_frozen=queries.is_frozen(session, before.key),
        forms=form_queries.since(session, now - timedelta(days=FORM_DAYS)),
        each_week=counted_villages(int(str(settings["villages_a_week"]))),
    )


def _rows(
    villages: Sequence[VillageRow],
    nights: Sequence[queries.NightRow],
    missed: set[tuple[int, date]],
    walked: Mapping[int, Fact],
    due: Mapping[int, Decimal],
    over: Mapping[int, Decimal],
) -> list[VillageNights]:
    states: dict[int, dict[date, str]] = defaultdict(dict)
    counts = within(villages)
    for village_id, night in missed:
        if counts(village_id, night):
            states[village_id][night] = "missed"
    for each in nights:
        if not counts(each.village_id, each.night):
            continue
        states[each.village_id][each.night] = ("self", "verified", "led")[each.strength]
    rows = []
    for village in villages:
        done = int(walked[village.id].value or 0)
        lacking = patrols.lacking(done, over.get(village.id, Decimal(0)))
        owed = due.get(village.id, Decimal(0))
        rows.append(
            VillageNights(village.id, village.name, states[village.id], done, owed, lacking)
        )
    return rows


def _patrol_figure(
    rows: Sequence[VillageNights], verified: int, month: str, *, judged: bool
) -> Figure:
    """``judged`` is whether nights were due by last night."""
    done, due = sum(each.done for each in rows), sum(patrols.whole(each.due) for each in rows)
    counting = sum(patrols.within_due(each.done, each.due) for each in rows)
    behind = sum(1 for each in rows if each.behind)
    sentence = f"核实 {verified} 次"
    # Before a night was due that is on record, nobody can be said to be in time.
    if judged:
        sentence += f" · {behind} 个村进度落后" if behind else " · 没有村落后"
    elif not done:
        sentence = "本月还没有夜巡记录"
    if due and counting < done:
        sentence = f"应巡以内 {counting} 次 · {sentence}"
    tone = ("warn" if behind else "good") if judged else "neutral"
    if not rows:
        sentence, tone = "还没有登记村名单", "neutral"
    return Figure(
        "本月夜巡",
        str(done),
        f"/ {due} 村次" if due else "村次",
        sentence,
        tone,
        "patrols",
        {"period": month},
    )


def _dispute_figure(count: queries.DisputeCount, settled: Mapping[int, Fact]) -> Figure:
    """What fell due this year and how much of it was settled in time, as the evaluation counts."""
    late = list(count.late)
    sentence = f"在办 {count.open} 件 · " + (f"逾期 {count.overdue} 件" if late else "没有逾期")
    due = sum((each.of or Decimal(0) for each in settled.values()), Decimal(0))
    in_time = sum((each.value or Decimal(0) for each in settled.values()), Decimal(0))
    share = str(rate(in_time, due)) if due else "—"
    unit = f"% · 今年到期 {due} 件" if due else "今年还没有到期的"
    context: dict[str, object] = {"kind": "disputes"}
    if late:
        context["ids"] = late
    tone = "bad" if late else "good" if due else "neutral"
    return Figure("纠纷按期化解", share, unit, sentence, tone, "disputes", context)


def _week_figure(turns: Sequence[WeekVillage], resting: str) -> Figure:
    left = [each.name for each in turns if each.tone != "good"]
    sentence = f"剩余：{'、'.join(left)}" if left else "本周的村都完成了"
    if not turns:
        sentence = f"本周停排：{resting}" if resting else "本周还没有排班"
        return Figure("本周集中宣传", "—", "", sentence, "neutral", "publicity", {})
    done = len(turns) - len(left)
    tone = "neutral" if left else "good"
    context = {"kind": "publicity-turns"}
    return Figure(
        "本周集中宣传", str(done), f"/ {len(turns)} 村", sentence, tone, "publicity", context
    )


def _poll_figure(polls: Sequence[queries.PollRow]) -> Figure:
    for poll in polls:
        if (interval := wilson(poll.safe, poll.sample)) is None:
            continue
        low, high = interval
        return Figure(
            f"群众安全感（{poll.level}）",
            str(rate(poll.safe, poll.sample)),
            "%",
            f"样本 {poll.sample} 份 · 可信范围 {low}–{high}",
            "neutral",
            "polls",
            {"kind": "polls", "id": poll.id},
        )
    return Figure("群众安全感", "—", "", "还没有民调结果", "neutral", "polls", {"kind": "polls"})


def _turn(turn: queries.TurnRow, held: Sequence[ActivityRow], this_week: date) -> WeekVillage:
    if held:
        activity = held[0]
        words = [f"{activity.held_on.month}月{activity.held_on.day}日 {activity.form}"]
        if activity.households:
            words.append(f"入户 {activity.households} 户")
        elif activity.audience:
            words.append(f"受众 {activity.audience} 人")
        return WeekVillage(turn.village_id, turn.village, "完成", "good", " · ".join(words))
    state = shown_state(turn.state, turn.week, done=False, this_week=this_week)
    detail = "已记完成" if state == "完成" else turn.reason or "还没有活动记录"
    if turn.instead_of:
        detail = f"与{turn.instead_of}调换：{turn.reason or '没有写原因'}"
    tone = {"完成": "good", "未完成": "bad"}.get(state, "neutral")
    return WeekVillage(turn.village_id, turn.village, state, tone, detail)


def copies(work: Workplace) -> Copies:
    """When the data were last backed up, here and at the second place."""
    now = work.today()
    here = backups.listed(work.folder)
    said = [f"最近备份 {age(here[0].made_at.date(), now)} {here[0].made_at:%H:%M}" if here else
            "还没有备份"]  # fmt: skip
    worry = not here or (now - here[0].made_at.date()).days > 1
    if (second := backups.second(work)) is not None:
        if second.newest is not None:
            said.append(f"第二份备份 {age(second.newest.date(), now)}")
            worry = worry or (now - second.newest.date()).days > SECOND_COPY_DAYS
        else:
            said.append("第二备份位置里没有找到备份，请检查 U 盘是否插好")
            worry = True
    else:
        said.append("没有设第二备份位置，电脑坏了会丢数据，请在“系统”里设置")
        worry = True
    return Copies(" · ".join(said), "warn" if worry else "good")
