"""The first month with the program: what to do in which week, ticked by what the records show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

WEEKS = 4
DAYS = 7 * WEEKS + 3
"""So long the steps are shown, from the day of the first record on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One deed: in which week (from 1), by which fact it is done, and the page where it is done."""

    week: int
    fact: str
    what: str
    action: str
    page: str
    context: Mapping[str, object] = field(default_factory=dict)


STEPS: tuple[Step, ...] = (
    Step(1, "villages", "登记村（社区）", "去登记", "registers", {"kind": "villages"}),
    Step(1, "tasks", "导入工作方案", "去导入", "tasks"),
    Step(1, "assigned", "每项任务定好责任单位", "去定", "tasks"),
    Step(1, "turns", "排好集中宣传的村", "去排班", "publicity", {"plan": True}),
    Step(1, "patrols", "录第一晚夜巡", "去录入", "patrols", {"enter": True}),
    Step(2, "officers", "登记村责任人和电话", "去登记", "registers",
         {"kind": "officers", "add": {}}),
    Step(2, "second_backup", "设第二备份位置（U 盘）", "去设置", "system", {"settings": True}),
    Step(2, "disputes", "登记第一件纠纷或者诉求", "去登记", "disputes",
         {"kind": "disputes", "add": {}}),
    Step(2, "activities", "登记一次宣传活动", "去登记", "publicity",
         {"kind": "publicity-activities", "add": {}}),
    Step(3, "spot_checks", "抽查一晚夜巡", "去登记", "patrols", {"kind": "spot-checks", "add": {}}),
    Step(3, "inspections", "登记一次检查", "去登记", "inspections",
         {"kind": "inspections", "add": {}}),
    Step(3, "progress", "给任务登记一条进展", "去登记", "tasks"),
    Step(4, "scheme", "换上自己的考评办法", "去修改", "evaluation"),
    Step(4, "issued", "起草、编号印发第一份公文", "去起草", "documents"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A step as it stands: done or not."""

    step: Step
    done: bool


@dataclass(frozen=True, slots=True)
class FirstMonth:
    """The week that it is (1 to 4), its steps and those left over from before, and how many are done."""

    week: int
    lines: tuple[Line, ...]
    done: int
    of: int = len(STEPS)

    @property
    def next(self) -> Line | None:
        """The first that is still to be done."""
        return next((each for each in self.lines if not each.done), None)


def first_month(begun: date, today: date, facts: Collection[str]) -> FirstMonth | None:
    """What stands on the workbench; ``None`` when the month is over or all is done.

    ``begun`` is the day of the first record, ``facts`` what the records show. A computer's date
    that lies before ``begun`` counts as its first day.
    """
    days = max((today - begun).days, 0)
    done = sum(each.fact in facts for each in STEPS)
    if days >= DAYS or done == len(STEPS):
        return None
    week = min(days // 7 + 1, WEEKS)
    lines = tuple(Line(each, each.fact in facts) for each in STEPS)
    shown = tuple(
        line
        for line in lines
        if line.step.week == week or (line.step.week < week and not line.done)
    )
    return FirstMonth(week, shown, done)
