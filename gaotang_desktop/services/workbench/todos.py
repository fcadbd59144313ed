"""From what was read to the lines of 今天要办."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gaotang_desktop.data.queries import workbench as queries
from gaotang_desktop.data.queries.due import DueRow
from gaotang_desktop.data.queries.fill_in_forms import FormRow
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.data.queries.publicity import ActivityRow
from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.documents.kinds import about_poll
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.tasks import NO_UNIT
from gaotang_desktop.domain.workbench import Todo, is_reported, shortened, when, within_reason
from gaotang_desktop.services.casework.waiting import WAITING, Waiting
from gaotang_desktop.services.sheets.forms.who_sent import Standing

POLL_REPORT_DAYS = 90
BACKUP_DAYS = 3
"""Each day's first opening makes a copy, each closing another: older ones tell of a trouble."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything read in one session; ``resting`` is why this week is left out for all (停排).

    ``each_week`` says how many villages come in a week: 四.
    """

    today: date
    silent_nights: int
    villages: Sequence[VillageRow]
    last_nights: Mapping[int, date | None]
    has_tasks: bool
    assignments: Sequence[queries.TaskDueRow]
    occurrences: Sequence[queries.TaskDueRow]
    unassigned: Sequence[tuple[int, int, str]]
    waiting: Mapping[str, Sequence[DueRow]]
    raising: Sequence[str]
    silent_grids: Sequence[str]
    turns: Sequence[queries.TurnRow]
    held: Mapping[int, Sequence[ActivityRow]]
    polls: Sequence[queries.PollRow]
    papers: Sequence[queries.PaperRow]
    month_had_patrols: bool
    month_frozen: bool
    forms: Sequence[FormRow] = ()
    resting: str = ""
    each_week: str = ""


def made(known: Gathered) -> list[Todo]:
    """Every line; those with a deadline and those without, each kind in its own order."""
    return [
        *_first_steps(known),
        *_of_tasks(known.assignments, known.today, "assignments", "项分工到期或临近"),
        *_of_tasks(known.occurrences, known.today, "occurrences", "项周期任务到期或临近"),
        *(line for each in WAITING for line in _due(known.waiting[each.kind], known.today, each)),
        *_raising(known),
        *_silent_grids(known),
        *_turns_left(known),
        *_forms(known),
        *_circulars(known),
        *_silent(known),
        *_unassigned(known),
    ]


def _first_steps(known: Gathered) -> list[Todo]:
    found = []
    if not known.villages:
        found.append(
            Todo("第一步", "info", "登记村（社区）名单", "可以从表格导入，也可以逐个新增", "去登记",
                 "registers", {"kind": "villages"})
        )  # fmt: skip
    if not known.has_tasks:
        found.append(
            Todo("第二步" if not known.villages else "下一步", "info", "导入工作方案",
                 "程序认出任务和责任单位，确认后保存", "去导入", "tasks")
        )  # fmt: skip
    if not known.villages:
        found.append(
            Todo("第三步", "info", "设置发文单位和备份位置", "公文署名、第二备份位置都在设置里",
                 "去设置", "system", {"settings": True})
        )  # fmt: skip
    return found


def _of_tasks(rows: Sequence[queries.TaskDueRow], today: date, kind: str, rest: str) -> list[Todo]:
    """One line for each task and deadline, with everyone who still owes it."""
    found: dict[tuple[int, date], list[queries.TaskDueRow]] = defaultdict(list)
    for row in rows:
        found[row.task_id, row.due_on].append(row)
    lines = []
    for (_task, due_on), owing in found.items():
        # 牵头 sorts behind 配合 by code point: lead units come first.
        names = [each.who for each in sorted(owing, key=lambda each: each.role != "牵头")]
        who = names[0] if len(names) == 1 else f"{'、'.join(names[:2])}"
        if len(names) == 1:
            who = f"{names[0]} {owing[0].role}"
        elif len(names) > 2:
            who = f"{who}等 {len(names)} 个"
        words, tone = when((due_on - today).days)
        context = {"kind": kind, "ids": [each.id for each in owing]}
        lines.append(
            Todo(words, tone, owing[0].task, f"{who} · {due_on.month}月{due_on.day}日到期",
                 "督办" if due_on < today else "办理", "tasks", context, (due_on - today).days)
        )  # fmt: skip
    return within_reason(lines, rest)


def _due(rows: Sequence[DueRow], today: date, waiting: Waiting) -> list[Todo]:
    lines = []
    for row in rows:
        if row.due_on is None:
            continue
        days = (row.due_on - today).days
        words, tone = when(days)
        who = [each for each in (row.unit, row.village if not row.unit else None) if each]
        place = f"{row.village}：" if row.village and waiting.placed else ""
        owner = None if waiting.placed or row.unit else row.village
        due = f"{row.due_on.month}月{row.due_on.day}日到期"
        where = [waiting.word, *([owner] if owner else who), due]
        context = {"kind": waiting.kind, "ids": [row.id]}
        lines.append(
            Todo(words, tone, place + shortened(row.what), " · ".join(dict.fromkeys(where)),
                 waiting.action, waiting.page, context, days)
        )  # fmt: skip
    return within_reason(lines, f"条{waiting.word}逾期或临近期限")


def _raising(known: Gathered) -> list[Todo]:
    """What is past its day so long that a higher level should know: one line for all of it."""
    if not known.raising:
        return []
    more = f"等 {len(known.raising)} 件" if len(known.raising) > 1 else ""
    return [
        Todo("待提级", "warn", f"{len(known.raising)} 件逾期的纠纷、意见、诉求要提级督办",
             f"{known.raising[0]}{more} · 当面或者电话报告以后登记", "提级", "tasks",
             {"raise": True})
    ]  # fmt: skip


def _silent_grids(known: Gathered) -> list[Todo]:
    """Grids of which nobody reported last month's counts."""
    if not known.silent_grids:
        return []
    month = periods.month_of(known.today).shifted(-1)
    names = "、".join(known.silent_grids[:3])
    more = "等" if len(known.silent_grids) > 3 else ""
    return [
        Todo("待登记", "neutral", f"{len(known.silent_grids)} 个网格没有报{month.label}月报",
             f"{names}{more} · 登记走访、上报、办结，没有的填 0", "登记", "registers",
             {"kind": "grid-counts", "month": month.start})
    ]  # fmt: skip


def _turns_left(known: Gathered) -> list[Todo]:
    week = fields.monday(known.today)
    left = [
        each
        for each in known.turns
        if each.state in ("计划", "延期") and each.week < week and not known.held.get(each.id)
    ]
    found = []
    if left:
        days = (left[0].week + timedelta(days=6) - known.today).days
        names = "、".join(dict.fromkeys(each.village for each in left[:4]))
        more = f"等 {len(left)} 个村次" if len(left) > 4 else ""
        found.append(
            Todo(*when(days), "以前几周的集中宣传没有登记完成",
                 f"{names}{more} · 办了的补登记，没办的写明原因", "登记", "publicity",
                 {"kind": "publicity-turns", "ids": [each.id for each in left]}, days)
        )  # fmt: skip
    planned = any(each.week == week for each in known.turns)
    if known.villages and not planned and not known.resting:
        number = known.today.isocalendar().week
        found.append(
            Todo("待安排", "neutral", f"第{number}周的集中宣传还没有排班", f"每周{known.each_week}个村，可以自动排",
                 "排班", "publicity", {"week": week})
        )  # fmt: skip
    return found


def _circulars(known: Gathered) -> list[Todo]:
    """A poll with results of the last 90 days, and last month's patrols, until a 通报 says so."""
    before = periods.month_of(known.today).shifted(-1)
    found = []
    for poll in known.polls:
        recent = (known.today - poll.until_on).days <= POLL_REPORT_DAYS
        words = (poll.name, "民调", "民意调查")
        about = [about_poll(poll.id)]
        if recent and not is_reported(known.papers, *words, since=poll.until_on, about=about):
            found.append(
                Todo("待通报", "info", f"{poll.name}结果尚未通报", "每次民调结果都要及时通报",
                     "起草", "documents", {"document": "poll-circular", "poll": poll.id})
            )  # fmt: skip
    if known.month_had_patrols and known.villages:
        over = before.end + timedelta(days=1)
        about = [periods.around(before.start, each).key for each in periods.CYCLES]
        if not is_reported(known.papers, "夜巡", since=over, about=about):
            found.append(
                Todo("待通报", "info", f"{before.number}月平安夜巡情况尚未通报",
                     "按已登记的夜巡起草，漏登的先补上", "起草", "documents",
                     {"document": "patrol-circular", "period": before.key})
            )  # fmt: skip
        if not known.month_frozen:
            found.append(
                Todo("待考评", "info", f"{before.label}考评结果还没有冻结", "核对后冻结，再印排名",
                     "去考评", "evaluation", {"period": before.key})
            )  # fmt: skip
    return found


def backup_lines(days: int | None) -> list[Todo]:
    """A line when the newest copy of the data is old: the day's first opening should make one."""
    if days is None or days <= BACKUP_DAYS:
        return []
    return [
        Todo(f"{days} 天前", "warn", f"最近一份备份是 {days} 天前的",
             "备份没有做成的原因在“系统”里，可以先备份到 U 盘", "去备份", "system")
    ]  # fmt: skip


def holiday_lines(unknown: Sequence[int]) -> list[Todo]:
    """A line when the holidays of a year that is near are not entered: what is reckoned meanwhile."""
    if not unknown:
        return []
    years = "、".join(f"{year} 年" for year in unknown)
    return [
        Todo("待录入", "info", f"{years}的放假和调休还没有录入",
             f"录入以前，{years}里的工作日只按周六、周日休息推算；通知发布后在设置里录入，或者从表格导入",
             "去设置", "system", {"settings": True})
    ]  # fmt: skip


def _forms(known: Gathered) -> list[Todo]:
    """Forms that were sent to the villages, until all of them came back without a bad row."""
    rounds: dict[tuple[str, str], list[FormRow]] = defaultdict(list)
    for row in known.forms:
        rounds[row.ledger, row.period].append(row)
    lines = []
    for (kind, key), rows in rounds.items():
        period = periods.parse(key)
        standing = Standing(kind, period, tuple(rows))
        if not (standing.lacking or standing.troubled):
            continue
        what, _, where = standing.sentence.rstrip("。").partition("，")
        tone = "warn" if period.end < known.today else "info"
        context = {"period": key, "forms": (kind, key)}
        lines.append(Todo("待收", tone, what, where, "收表", PAGES[kind], context))
    return within_reason(lines, "期填报表没有收齐")


def _silent(known: Gathered) -> list[Todo]:
    month = periods.month_of(known.today).key
    gaps = []
    never = []
    for village in known.villages:
        last = known.last_nights.get(village.id)
        if last is None:
            never.append(village)
        elif (nights := (known.today - last).days - 1) >= known.silent_nights:
            gaps.append((nights, village, last))
    gaps.sort(key=lambda each: -each[0])
    lines = [
        Todo(f"连续 {nights} 晚", "neutral", f"{village.name}连续 {nights} 晚没有夜巡记录",
             f"最近一次 {last.month}月{last.day}日", "查看", "patrols",
             {"village": village.id, "period": periods.month_of(last).key})
        for nights, village, last in gaps[:6]
    ]  # fmt: skip
    if len(gaps) > 6:
        names = "、".join(village.name for _nights, village, _last in gaps[6:9])
        lines.append(
            Todo(f"{gaps[6][0]} 晚以内", "neutral", f"另有 {len(gaps) - 6} 个村连续几晚没有夜巡记录",
                 f"{names}{'等' if len(gaps) > 9 else ''}", "查看", "patrols",
                 {"villages": [village.id for _nights, village, _last in gaps[6:]], "period": month})
        )  # fmt: skip
    # Where nobody's night was ever entered the office has not begun, and no village is behind.
    if any(known.last_nights.values()) and never:
        names = "、".join(village.name for village in never[:3])
        lines.append(
            Todo("没有记录", "neutral", f"{len(never)} 个村从来没有登记过夜巡",
                 f"{names}{'等' if len(never) > 3 else ''}", "查看", "patrols",
                 {"villages": [village.id for village in never], "period": month})
        )  # fmt: skip
    return lines


def _unassigned(known: Gathered) -> list[Todo]:
    lines = [
        Todo("待安排", "neutral", f"第{clause}条 {name}", NO_UNIT, "分工", "tasks",
             {"task": task_id, "kind": "tasks", "ids": [task_id]})
        for task_id, clause, name in known.unassigned
    ]  # fmt: skip
    return within_reason(lines, "项任务没有责任单位")
