"""Words and rules of what villagers suggest and ask for (意见建议)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gaotang_desktop.domain.casework import outcomes, pressing

SOURCES = (
    "入户走访", "公开信", "问卷", "来访", "电话", "微信群", "会议", "12345热线", "上级交办", "信访",
)  # fmt: skip
SATISFIED = ("满意", "基本满意", "不满意")
STATES = ("待办理", "办理中", "已答复", "不予采纳")
CLOSED = ("已答复", "不予采纳")


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an opinion that cannot be right."""
    found: dict[str, str] = {}
    day, answered = values.get("received_on"), values.get("answered_on")
    if day is not None and day > today:
        found["received_on"] = f"{day:%Y-%m-%d} 还没有到，请改日期。"
    if day is not None and (due := values.get("due_on")) is not None and due < day:
        found["due_on"] = "办理期限早于收到日期，请改正其中一个。"
    if answered is not None and day is not None and answered < day:
        found["answered_on"] = "答复日期早于收到日期，请改正其中一个。"
    if answered is not None and answered > today:
        found["answered_on"] = f"{answered:%Y-%m-%d} 还没有到，答复以后再填日期。"
    if values.get("state") in CLOSED and not values.get("answer"):
        found["answer"] = f"状态是“{values['state']}”，请写明怎样答复的。"
    if values.get("state") in CLOSED and answered is None:
        found.setdefault("answered_on", f"状态是“{values['state']}”，请填答复日期。")
    if answered is not None and values.get("state") not in (None, *CLOSED):
        # It would wait for nobody, and count as answered nowhere.
        found["state"] = (
            "填了答复日期，请把状态改为“已答复”或者“不予采纳”；还没有答复的，请去掉答复日期。"
        )
    if values.get("satisfied") is not None and values.get("state") not in CLOSED:
        found["satisfied"] = "答复以后才问得到满不满意，请先改状态、填答复。"
    steps = pressing.step_problems(
        values, start="received_on", began="收到日期",
        done_on=answered if values.get("state") in CLOSED else None, today=today,
    )  # fmt: skip
    return {**steps, **found}


def in_time(state: str, due: date | None, answered: date | None, *, today: date) -> bool | None:
    """Whether an opinion was answered by its deadline; ``None`` while nothing is due of it."""
    # Of what was closed without a day nobody can say that it was late.
    done_on = (answered or due or date.min) if state in CLOSED else None
    return outcomes.in_time(due, done_on, today=today)


def timing(state: str, due: date | None, *, today: date, near: int) -> str:
    """How an opinion stands to its deadline: 逾期, 临近 within ``near`` days, 未到期 or 已办结."""
    if state in CLOSED:
        return "已办结"
    if due is None:
        return "未到期"
    if due < today:
        return "逾期"
    return "临近" if (due - today).days <= near else "未到期"
