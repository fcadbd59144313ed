"""Words and rules of trouble spots (治安重点地区): listed, put in order, looked at again, removed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

SORTS = (
    "城乡结合部", "校园周边", "集贸市场", "车站和公路沿线", "娱乐场所", "出租房屋", "建设工地",
    "其他",
)  # fmt: skip
LEVELS = ("镇级挂牌", "县级挂牌", "市级挂牌")
EVALUATIONS = ("达标", "没有达标")
STATES = ("整治中", "待摘牌", "已摘牌")
LATENESS = ("逾期", "临近", "未到期", "已达标", "已摘牌")


def state(evaluation: str | None, removed_on: date | None) -> str:
    """整治中 until the re-evaluation finds it in order, 待摘牌 until it is taken off the list."""
    if removed_on is not None:
        return "已摘牌"
    return "待摘牌" if evaluation == "达标" else "整治中"


def lateness(
    deadline: date | None,
    evaluation: str | None,
    removed_on: date | None,
    *,
    today: date,
    near: int,
) -> str:
    """How a spot stands to its deadline, one of :data:`LATENESS`; ``near`` days count as near.

    A spot that was found in order is late no more, even if nobody has taken it off the list yet.
    """
    if removed_on is not None:
        return "已摘牌"
    if evaluation == "达标":
        return "已达标"
    if deadline is None:
        return "未到期"
    left = (deadline - today).days
    return "逾期" if left < 0 else "临近" if left <= near else "未到期"


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a trouble spot that cannot be right."""
    found: dict[str, str] = {}
    listed = values.get("listed_on")
    for name, what in (
        ("listed_on", "挂牌日期"),
        ("deadline", "整治期限"),
        ("evaluated_on", "复评日期"),
        ("removed_on", "摘牌日期"),
    ):
        given = values.get(name)
        if given is None:
            continue
        if listed is not None and given < listed:
            found[name] = f"{what}早于挂牌日期，请改正其中一个。"
        elif name != "deadline" and given > today:
            found[name] = f"{given:%Y-%m-%d} 还没有到，请改{what}。"
    evaluated, removed = values.get("evaluated_on"), values.get("removed_on")
    if values.get("evaluation") is not None and evaluated is None:
        found.setdefault("evaluated_on", "填了复评结论，请填复评日期。")
    if evaluated is not None and values.get("evaluation") is None:
        found["evaluation"] = "填了复评日期，请选复评结论。"
    if removed is not None and "removed_on" not in found:
        if values.get("evaluation") != "达标":
            found["removed_on"] = "复评达标以后才能摘牌，请先填复评日期和结论。"
        elif evaluated is not None and removed < evaluated:
            found["removed_on"] = "摘牌日期早于复评日期，请改正其中一个。"
    return found


class Spot(NamedTuple):
    """What of one spot is counted; ``passed_on`` is the day on which it was found in order."""

    listed_on: date
    deadline: date | None
    passed_on: date | None
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Spots on the list at the end of a span, those listed and removed in it, and what is overdue."""

    standing: int
    listed: int
    removed: int
    late: int


def figures(rows: Iterable[Spot], first: date, last: date) -> Figures:
    """Count the spots of a span; ``late`` as of its last day."""
    known = [each for each in rows if each.listed_on <= last]
    on_list = [each for each in known if each.removed_on is None or each.removed_on > last]
    return Figures(
        standing=len(on_list),
        listed=sum(each.listed_on >= first for each in known),
        removed=sum(
            each.removed_on is not None and first <= each.removed_on <= last for each in known
        ),
        late=sum(
            each.deadline is not None
            and each.deadline < last
            and (each.passed_on is None or each.passed_on > last)
            for each in on_list
        ),
    )
