"""What needs doing today, and this month's figures (工作台)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.tasks import NO_UNIT
from gaotang_desktop.services import evaluation, patrols, records, tasks
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Figure:
    """Caption, number, unit and a sentence; ``tone`` is good, warn, bad or neutral."""

    texts: tuple[str, str, str, str]
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: how late, what, where, and the page that opens its records."""

    when: str
    tone: str
    what: str
    where: str
    action: str
    page: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the workbench shows."""

    figures: tuple[Figure, ...]
    todos: tuple[Todo, ...]


def today(work: Workplace) -> Day:
    """The figures of the running month and what is late or waits, most urgent first."""
    month = periods.month_of(work.today())
    covered, found = patrols.coverage(work, month), tasks.matrix(work)
    silent, due = patrols.silent_villages(work), tasks.due(work)
    overdue = sum(1 for each in due if each.days < 0)
    counts = tasks.counts(found)
    todos: list[Todo] = []
    if not covered.villages:
        todos.append(
            Todo("第一步", "info", "登记本镇的村名单", "可以从表格导入", "去登记", "registers")
        )
    if not found.tasks:
        todos.append(
            Todo("第二步", "info", "导入工作方案", "程序认出任务和责任单位", "去导入", "tasks")
        )
    for each in due:
        late = each.days < 0
        when = (
            f"逾期 {-each.days} 天"
            if late
            else "今天"
            if each.days == 0
            else f"还有 {each.days} 天"
        )
        todos.append(
            Todo(
                when,
                "bad" if late else "warn",
                each.task.name,
                f"{each.assignment.who} {each.assignment.role} · {each.assignment.deadline:%m-%d} 到期",
                "办理",
                "tasks",
                {"task": each.task.id},
            )
        )
    for village in silent:
        if village.last is None:
            when, where = "没有记录", "从来没有登记过夜巡"
        else:
            when, where = f"连续 {village.nights} 晚", f"最近一次 {village.last:%m月%d日}"
        todos.append(
            Todo(when, "neutral", f"{village.village}没有夜巡记录", where, "查看", "patrols",
                 {"village": village.village_id})
        )  # fmt: skip
    for task in found.tasks:
        if task.unassigned:
            todos.append(
                Todo("待安排", "neutral", f"第{task.clause}条 {task.name}", NO_UNIT, "分工", "tasks",
                     {"task": task.id})
            )  # fmt: skip
    before = month.shifted(-1)
    had_patrols = bool(records.listing(work, "patrols", period=before).ids)
    if covered.villages and had_patrols and not evaluation.is_frozen(work, before):
        todos.append(
            Todo(
                "待考评",
                "info",
                f"{before.label}考评结果还没有冻结",
                "核对后冻结，再印排名",
                "去考评",
                "evaluation",
                {"period": before.key},
            )
        )
    nights = sum(covered.nights.values())
    figures = (
        Figure(
            (
                "本月夜巡",
                str(nights),
                "村次",
                f"核实 {covered.verified} 次 · 发现隐患 {covered.findings} 处",
            )
        ),
        Figure(
            (
                "夜巡投入",
                str(covered.effort.people),
                "人次",
                f"巡逻 {covered.effort.hours:.1f} 小时",
            )
        ),
        Figure(
            (
                "夜巡抽查",
                str(covered.on_duty),
                f"/ {covered.checks} 次在岗",
                "有村不在岗" if covered.on_duty < covered.checks else "没有发现脱岗",
            ),
            "warn" if covered.on_duty < covered.checks else "neutral",
        ),
        Figure(
            (
                "任务分工",
                str(counts["tasks"]),
                "项任务",
                f"逾期 {overdue} 项" if overdue else "没有逾期",
            ),
            "bad" if overdue else "good",
        ),
    )
    return Day(figures, tuple(todos))
