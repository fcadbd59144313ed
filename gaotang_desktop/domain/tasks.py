"""Words and rules of tasks and assignments (任务、分工)."""

from datetime import date

CYCLES = ("每周", "每月", "每季度", "长期")
ROLES = ("牵头", "配合")
STATES = ("未开始", "进行中", "已完成", "未完成")
OVERDUE = "逾期"
NO_UNIT = "方案未列责任单位"


def is_overdue(due: date | None, done_on: date | None, today: date) -> bool:
    """An assignment is overdue from the day after its deadline until it is done."""
    return due is not None and done_on is None and today > due


def shown_state(state: str, due: date | None, done_on: date | None, today: date) -> str:
    """The state as lists show it: 逾期 is computed, never stored."""
    if state != "已完成" and is_overdue(due, done_on, today):
        return OVERDUE
    return state
