"""Words and rules of inspections, findings and draws (检查督查、问题整改、随机抽取)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

KINDS = (
    "夜巡督查", "宣传督查", "食品药品", "资料台账", "消防安全", "校园周边", "涉水安全", "加油站",
    "出租房屋", "寄递物流", "其他",
)  # fmt: skip
PLACE_TYPES = (
    "餐饮",
    "食品生产",
    "食品销售",
    "药店",
    "诊所",
    "学校食堂",
    "学校周边零售",
    "农村聚餐点",
    "九小场所",
    "校园周边",
    "涉水点位",
    "加油站",
    "出租房屋",
    "寄递物流",
    "其他",
)
RESULTS = ("未发现问题", "发现问题", "当场整改")
RECHECKS = ("已整改", "未整改")
KIND_OF_PLACE: Mapping[str, str] = {
    "九小场所": "消防安全",
    "校园周边": "校园周边",
    "涉水点位": "涉水安全",
    "加油站": "加油站",
    "出租房屋": "出租房屋",
    "寄递物流": "寄递物流",
}
"""By kind of place: the kind of inspection that goes there; 食品药品 to all others."""

SUBJECTS = ("村", "场所")


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an inspection that cannot be right."""
    found: dict[str, str] = {}
    day = values.get("held_on")
    if day is not None and day > today:
        found["held_on"] = f"{day:%Y-%m-%d} 还没有到，检查以后再登记，请改日期。"
    if not any(values.get(name) for name in ("village_id", "unit_id", "place_id")):
        found["village_id"] = "请填写检查的村、单位或者场所，至少填一个。"
    return found


def finding_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a finding that cannot be right."""
    found: dict[str, str] = {}
    day, done = values.get("found_on"), values.get("put_right_on")
    if day is not None and day > today:
        found["found_on"] = f"{day:%Y-%m-%d} 还没有到，请改日期。"
    if not any(values.get(name) for name in ("village_id", "unit_id")):
        found["village_id"] = "请填写负责整改的村或者单位，至少填一个。"
    if day is not None and (due := values.get("due_on")) is not None and due < day:
        found["due_on"] = "整改期限早于发现日期，请改正其中一个。"
    if done is not None and day is not None and done < day:
        found["put_right_on"] = "整改日期早于发现日期，请改正其中一个。"
    if done is not None and done > today:
        found["put_right_on"] = f"{done:%Y-%m-%d} 还没有到，整改以后再填日期。"
    if done is not None and not values.get("how"):
        found["how"] = "填了整改日期，请写明怎样整改的。"
    looked = values.get("rechecked_on")
    if looked is not None and done is None:
        found["rechecked_on"] = "还没有整改，不能回头看；请先填整改日期。"
    elif looked is not None and done is not None and looked < done:
        found["rechecked_on"] = "回头看日期早于整改日期，请改正其中一个。"
    elif looked is not None and looked > today:
        found["rechecked_on"] = f"{looked:%Y-%m-%d} 还没有到，回头看以后再填日期。"
    if (looked is None) != (values.get("recheck") is None):
        missing = "rechecked_on" if looked is None else "recheck"
        found.setdefault(missing, "回头看要日期和结果一起填。")
    return found


def draw_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a draw that cannot be right."""
    day = values.get("drawn_on")
    if day is not None and day > today:
        return {"drawn_on": f"{day:%Y-%m-%d} 还没有到，请改日期。"}
    return {}


def draw(pool: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    """``count`` names of the pool by lot: the same seed and pool give the same names, for ever.

    Every name gets the SHA-256 of seed and name, the lowest are picked. So the order of the pool
    does not matter, no version of Python changes the outcome, and anyone can check it with other
    means. Returned in the order of the pool.
    """
    lots = sorted(pool, key=lambda name: (sha256(f"{seed} {name}".encode()).digest(), name))
    picked = set(lots[:count])
    return tuple(name for name in pool if name in picked)


STATES = ("逾期", "临近", "待整改", "已整改", "已销号", "回头看未整改")
OPEN = STATES[:3]


def finding_state(values: Mapping[str, Any], *, today: date, near_days: int) -> str:
    """Where a finding stands: one of ``STATES``.

    It is overdue from the day after its due date; 已销号 when the recheck found it put right. One
    that the recheck found not put right stays as it was entered: a new finding takes it on.
    """
    if values.get("recheck") == "未整改":
        return "回头看未整改"
    if values.get("put_right_on") is not None:
        return "已销号" if values.get("recheck") == "已整改" else "已整改"
    due = values.get("due_on")
    if due is not None and today > due:
        return "逾期"
    if due is not None and due - today <= timedelta(days=near_days):
        return "临近"
    return "待整改"


def again(found_on: date, text: str) -> str:
    """The text of the finding that takes on one that a recheck found not put right."""
    return f"（回头看未整改，原问题 {found_on:%Y-%m-%d}）{text}"
