"""Words and rules of disputes (矛盾纠纷): moves between states, deadlines, what is late."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.domain.casework import pressing, settlements
from gaotang_desktop.domain.casework.working_days import EVERY_DAY, Calendar
from gaotang_desktop.domain.villages import exists_on

SCALES = ("个体性", "一般群体性", "重大群体性")
RISKS = ("高", "中", "低")
STATES = ("待化解", "化解中", "已化解", "已移交", "未化解")
SOURCES = ("村排查", "网格员上报", "来访", "走访", "12345热线", "上级交办", "其他")
PLAN_CATEGORIES = ("山林土地", "婚恋家庭", "欠资欠薪", "征地拆迁", "邻里", "其他")
OPEN = ("待化解", "化解中")
CLOSED = ("已化解", "已移交", "未化解")
LATENESS = ("逾期", "临近", "未到期", "已办结")
# 未化解 is an outcome too: the town's mediation ended without agreement and the parties were told
# where to go. From a state only these may follow; a closed dispute that flares up again goes back to 化解中.
MOVES: Mapping[str, tuple[str, ...]] = {
    "待化解": ("化解中", "已化解", "已移交", "未化解"),
    "化解中": ("已化解", "已移交", "未化解"),
    "已化解": ("化解中",),
    "已移交": ("化解中", "已化解"),
    "未化解": ("化解中", "已化解", "已移交"),
}


def may_move(before: str, after: str) -> bool:
    """Whether a dispute may go from one state to another; staying is always allowed."""
    return before == after or after in MOVES[before]


def move_problem(before: str, after: str) -> str:
    """A sentence when the move is not allowed; ``""`` when it is."""
    if may_move(before, after):
        return ""
    allowed = "、".join(f"“{each}”" for each in MOVES[before])
    return f"纠纷现在是“{before}”，不能直接改成“{after}”，只能改成{allowed}。"


def deadline(
    found_on: date, risk: str, days: Mapping[str, int], calendar: Calendar = EVERY_DAY
) -> date:
    """The day by which a dispute of this risk should be settled; ``days`` by risk is a setting."""
    return calendar.after(found_on, days[risk])


def is_overdue(deadline: date, state: str, today: date) -> bool:
    """A dispute is overdue from the day after its deadline while it is not closed."""
    return state in OPEN and today > deadline


def lateness(deadline: date, state: str, *, today: date, near_days: int) -> str:
    """How a dispute stands to its deadline, one of :data:`LATENESS`.

    ``near_days`` is how many days before the deadline count as near (a setting).
    """
    if state not in OPEN:
        return "已办结"
    left = (deadline - today).days
    if left < 0:
        return "逾期"
    return "临近" if left <= near_days else "未到期"


def days_said(deadline: date, today: date) -> str:
    """``逾期 3 天``, ``今天到期``, ``还有 5 天``."""
    left = (deadline - today).days
    if left < 0:
        return f"逾期 {-left} 天"
    return f"还有 {left} 天" if left else "今天到期"


def urgency(deadline: date, state: str, closed_on: date | None, today: date) -> tuple[int, int]:
    """The order of the ledger: overdue first, then by deadline, the closed last (newest first)."""
    if state in OPEN:
        return (0 if today > deadline else 1), deadline.toordinal()
    return 2, -(closed_on or deadline).toordinal()


def revised_deadline(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    days: Mapping[str, int],
    calendar: Calendar = EVERY_DAY,
) -> date | None:
    """The deadline after a correction of the risk or of the day it was found.

    A deadline that the settings gave follows the correction; one that the operator set by hand
    (any other day than the settings give, or one changed together with the risk) stays as it is.
    """
    kept: date | None = after.get("deadline")
    if kept != before["deadline"] or kept is None:
        return kept
    if kept != deadline(before["found_on"], before["risk"], days, calendar):
        return kept
    if after.get("found_on") is None or after.get("risk") not in days:
        return kept
    return deadline(after["found_on"], after["risk"], days, calendar)


def in_time(deadline: date, state: str, closed_on: date | None) -> bool:
    """Settled or handed over on or before the deadline."""
    return state in ("已化解", "已移交") and closed_on is not None and closed_on <= deadline


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a dispute that cannot be right."""
    found: dict[str, str] = {}
    day, closed, state = values.get("found_on"), values.get("closed_on"), values.get("state")
    if day is not None and day > today:
        found["found_on"] = f"{day:%Y-%m-%d} 还没有到，请改日期。"
    if day is not None and (due := values.get("deadline")) is not None and due < day:
        found["deadline"] = "化解期限早于发现日期，请改正其中一个。"
    if closed is not None and day is not None and closed < day:
        found["closed_on"] = "办结日期早于发现日期，请改正其中一个。"
    if closed is not None and closed > today:
        found["closed_on"] = f"{closed:%Y-%m-%d} 还没有到，办结以后再填日期。"
    if state in CLOSED:
        if closed is None:
            found.setdefault("closed_on", f"状态是“{state}”，请填办结日期。")
        if not values.get("result"):
            found["result"] = f"状态是“{state}”，请写明结果。"
    elif closed is not None:
        found.setdefault("closed_on", f"状态是“{state}”，还没有办结，请去掉办结日期或者改状态。")
    revisit = values.get("revisited_on")
    if revisit is not None and revisit > today:
        found["revisited_on"] = f"{revisit:%Y-%m-%d} 还没有到，回访以后再填日期。"
    elif revisit is not None and state in OPEN:
        found["revisited_on"] = f"状态是“{state}”，办结以后才能回访，请去掉回访日期。"
    elif revisit is not None and closed is not None and revisit < closed:
        found["revisited_on"] = "回访日期早于办结日期，请改正其中一个。"
    steps = pressing.step_problems(
        values, start="found_on", began="发现日期",
        done_on=closed if state in CLOSED else None, today=today,
    )  # fmt: skip
    return {**settlements.problems(values, today=today), **steps, **found}


def note_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a follow-up that cannot be right."""
    day = values.get("happened_on")
    if day is not None and day > today:
        return {"happened_on": f"{day:%Y-%m-%d} 还没有到，只能写已经发生的，请改日期。"}
    return {}


def report_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a weekly report that cannot be right."""
    found: dict[str, str] = {}
    week, told = values.get("week"), values.get("reported_on")
    if week is not None and week > today:
        found["week"] = "这一周还没有开始，请改周次。"
    if told is not None and told > today:
        found["reported_on"] = f"{told:%Y-%m-%d} 还没有到，请改上报日期。"
    elif told is not None and week is not None and told < week:
        found["reported_on"] = "上报日期早于这一周，请改正其中一个。"
    return found


def owes_report(week: date, joined_on: date | None, withdrawn_on: date | None) -> bool:
    """Whether a village owes the report of a week (its Monday): it exists on the Sunday."""
    return exists_on(week + timedelta(days=6), joined_on, withdrawn_on)


def weeks_ending(first: date, last: date) -> list[date]:
    """The Mondays of the weeks whose Sunday lies in the span: each week counts in one month."""
    sunday = first + timedelta(days=6 - first.weekday())
    found = []
    while sunday <= last:
        found.append(sunday - timedelta(days=6))
        sunday += timedelta(days=7)
    return found
