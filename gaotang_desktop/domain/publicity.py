"""Words and rules of publicity turns and activities (集中宣传)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

TURN_STATES = ("计划", "完成", "延期", "未完成")
FORMS = (
    "集中宣传",
    "入户走访",
    "村民代表大会",
    "村民组会",
    "庭院会",
    "板凳会",
    "广播",
    "标语",
    "微信群",
    "短信",
    "短视频",
    "知识答题",
    "小手拉大手",
    "以案说法",
)
# A broadcast or a message in a group is sent every day: by itself it is not the village's turn.
FULFILLING = (
    "集中宣传",
    "入户走访",
    "村民代表大会",
    "村民组会",
    "庭院会",
    "板凳会",
    "小手拉大手",
    "以案说法",
)


def activity_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an activity that cannot be right."""
    found: dict[str, str] = {}
    day = values.get("held_on")
    if day is not None and day > today:
        found["held_on"] = f"{day:%Y-%m-%d} 还没有到，活动办完以后再登记，请改日期。"
    if values.get("village_id") is None and values.get("unit_id") is None:
        found["village_id"] = "请填写开展活动的村或者单位，至少填一个。"
    if values.get("turn_id") is not None and values.get("village_id") is None:
        found["turn_id"] = "轮次是村的轮次，请填写村，或者清空“完成的轮次”。"
    return found


def turn_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a turn that cannot be right."""
    found: dict[str, str] = {}
    week, before = values.get("week"), values.get("postponed_from")
    # That a past week went by without an activity needs no words: it follows from the records.
    over = week is not None and week + timedelta(days=6) < today
    explained = ("延期",) if over else ("延期", "未完成")
    if values.get("state") in explained and not values.get("reason"):
        found["reason"] = f"这一轮{values['state']}了，请写明原因。"
    elif (before is not None or values.get("instead_of_id")) and not values.get("reason"):
        found["reason"] = "这一轮调整过，请写明原因。"
    if values.get("state") in ("完成", "未完成") and week is not None and week > today:
        found["state"] = f"这一周还没有到，状态不能是“{values['state']}”。"
    if before is not None and before == week:
        found["postponed_from"] = "原排的周和现在的周是同一周，请改正或清空。"
    if values.get("instead_of_id") and values.get("instead_of_id") == values.get("village_id"):
        found["instead_of_id"] = "原排的村和现在的村是同一个村，请改正或清空。"
    return found


def shown_state(state: str, week: date, *, done: bool, this_week: date) -> str:
    """What a turn is today: 完成 follows from activities; a past week without one is 未完成."""
    if done or state == "完成":
        return "完成"
    return "未完成" if week < this_week else state
