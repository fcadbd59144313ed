"""Words and rules of the meetings that judge the situation (研判会、联席会议) and what they decide."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

KINDS = ("研判会", "联席会议", "调度会", "其他会议")
STATES = ("待落实", "逾期", "已转任务", "已转问题", "已落实")
PLAN = "会议议定事项"


@dataclass(frozen=True, slots=True)
class Figures:
    """The meetings of a span: how many of each kind, and how many decisions they made."""

    held: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    decided: int = 0


def figures(held: Iterable[tuple[str, int]]) -> Figures:
    """Add up meetings, each with its kind and the number of its decisions."""
    known = list(held)
    counted = Counter(kind for kind, _decided in known)
    by_kind = {kind: counted[kind] for kind in KINDS if counted[kind]}
    return Figures(len(known), by_kind, sum(decided for _kind, decided in known))


def kind_in(topic: str) -> str | None:
    """The kind of a meeting that its topic names (信访联席会), where it names just one."""
    named = {"研判": "研判会", "联席": "联席会议", "调度": "调度会"}
    found = {kind for word, kind in named.items() if word in topic}
    return found.pop() if len(found) == 1 else None


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a meeting that cannot be right."""
    found: dict[str, str] = {}
    held = values.get("held_on")
    if held is not None and held > today:
        found["held_on"] = f"{held:%Y-%m-%d} 还没有到，会开过以后再登记。"
    came = set(values.get("present") or ())
    if both := [each for each in values.get("absent") or () if each in came]:
        found["absent"] = f"{'、'.join(both)}又是参加又是缺席，请去掉其中一处。"
    return found


def decision_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a decision that cannot be right."""
    found: dict[str, str] = {}
    if values.get("unit_id") is None:
        found["unit_id"] = "会议决定要有人落实，请填责任单位。"
    if values.get("finding_id") is not None and values.get("task_id") is not None:
        found["task_id"] = "一项决定只能转成一样：已经转为问题的，不能再转为任务。"
    done = values.get("done_on")
    if done is None:
        return found
    if done > today:
        found["done_on"] = f"{done:%Y-%m-%d} 还没有到，落实以后再填日期。"
    if values.get("finding_id") is not None:
        found["done_on"] = "这项决定已经转为问题，落实以那个问题为准，请去掉这里的落实日期。"
    elif values.get("task_id") is not None:
        found["done_on"] = "这项决定已经转为任务，落实以那项任务为准，请去掉这里的落实日期。"
    elif not values.get("result"):
        found["result"] = "填了落实日期，请写明落实情况。"
    return found


def state(
    due_on: date | None,
    done_on: date | None,
    became: tuple[str, date | None] | None,
    today: date,
) -> str:
    """How a decision stands, one of :data:`STATES`.

    ``became`` says as which of them it stands while what it became is open, and when that ended.
    """
    if became is not None:
        word, ended = became
        return word if ended is None else "已落实"
    if done_on is not None:
        return "已落实"
    return "逾期" if due_on is not None and due_on < today else "待落实"
