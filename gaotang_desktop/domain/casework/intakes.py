"""Words and rules of what people come to the office with (诉求登记): taken in, sorted, told back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gaotang_desktop.domain.casework import outcomes
from gaotang_desktop.domain.casework.working_days import EVERY_DAY, Calendar

WAYS = ("来访", "来电", "12345热线", "上级交办", "网格上报", "走访")
SORTS = ("纠纷", "意见", "信访", "求助", "非本镇")
STAGES = ("待分流", "待签收", "办理中", "待验收", "待告知", "已告知")
SATISFIED = ("满意", "基本满意", "不满意", "未评价")
LATENESS = ("逾期", "临近", "未到期", "已办结")
BECOMES: Mapping[str, tuple[str, str]] = {
    "纠纷": ("dispute_id", "矛盾纠纷"),
    "意见": ("opinion_id", "意见建议"),
}
"""By what it is sorted into: the field that names the record it became, and that record's word."""


class Standing(NamedTuple):
    """How far an intake came: its stage, the day by which the next step is due, when it was done.

    ``late`` is one of :data:`LATENESS`.
    """

    stage: str
    due_on: date | None
    done_on: date | None
    late: str


def number(year: int, count: int) -> str:
    """``诉2026-031``: the number by which an intake is spoken of."""
    return f"诉{year}-{count:03d}"


def standing(
    *,
    sort: str | None,
    due_on: date | None,
    done_on: date | None,
    told_on: date | None,
    became: tuple[date | None, date | None] | None,
    today: date,
    tell_days: int,
    near_days: int,
    calendar: Calendar = EVERY_DAY,
    sign_by: date | None = None,
    accept_by: date | None = None,
) -> Standing:
    """Where an intake stands.

    What became a dispute or an opinion is due and done as that record is: ``became`` says its
    deadline and the day it was closed. What was handed to a unit that has not signed for it is due
    by ``sign_by``, unless it is due earlier itself. Once done, it is looked at by ``accept_by`` where
    somebody waits for that, then whoever came is told within ``tell_days``.
    """
    due, done = (due_on, done_on) if became is None else became
    if told_on is not None:
        return Standing("已告知", None, done or told_on, "已办结")
    if done is not None and accept_by is not None and became is None:
        stage, due = "待验收", accept_by
    elif done is not None:
        stage, due = "待告知", calendar.after(done, tell_days)
    elif sign_by is not None and became is None:
        stage, due = "待签收", sign_by if due is None else min(sign_by, due)
    else:
        stage = "办理中" if sort else "待分流"
    if due is None:
        return Standing(stage, None, done, "未到期")
    left = (due - today).days
    late = "逾期" if left < 0 else "临近" if left <= near_days else "未到期"
    return Standing(stage, due, done, late)


def sign_by(
    unit_id: int | None,
    sorted_on: date | None,
    signed_on: date | None,
    *,
    days: int,
    calendar: Calendar = EVERY_DAY,
) -> date | None:
    """The day by which the unit signs for what it was handed; ``None`` when nobody waits for it.

    ``days`` is a setting; with none nobody has to sign.
    """
    if unit_id is None or sorted_on is None or signed_on is not None or not days:
        return None
    return calendar.after(sorted_on, days)


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an intake that cannot be right."""
    found = _into_one_thing(values)
    day, sort = values.get("received_on"), values.get("sort")
    if day is not None and day > today:
        found["received_on"] = f"{day:%Y-%m-%d} 还没有到，请改登记日期。"
    for name, what in (
        ("sorted_on", "分流日期"),
        ("signed_on", "签收日期"),
        ("due_on", "办理期限"),
        ("done_on", "办结日期"),
        ("told_on", "告知日期"),
    ):
        given = values.get(name)
        if given is None:
            continue
        if day is not None and given < day:
            found[name] = f"{what}早于登记日期，请改正其中一个。"
        elif name != "due_on" and given > today:
            found[name] = f"{given:%Y-%m-%d} 还没有到，请改{what}。"
    _in_order(values, found)
    if values.get("sorted_on") is not None and sort is None:
        found["sort"] = "填了分流日期，请选分流到哪一类。"
    if values.get("signed_on") is not None and values.get("unit_id") is None:
        found["unit_id"] = "填了签收日期，请填交办单位。"
    return found | _ending(values, found)


_STEPS = (("sorted_on", "分流日期"), ("signed_on", "签收日期"), ("done_on", "办结日期"))


def _in_order(values: Mapping[str, Any], found: dict[str, str]) -> None:
    """Nobody signs for what was not sorted yet, nor is it done before that."""
    for (first, before), (second, after) in ((_STEPS[0], _STEPS[1]), (_STEPS[0], _STEPS[2])):
        one, other = values.get(first), values.get(second)
        if one is not None and other is not None and other < one:
            found.setdefault(second, f"{after}早于{before}，请改正其中一个。")


def _into_one_thing(values: Mapping[str, Any]) -> dict[str, str]:
    """An intake becomes one record or none, and that of the kind it was sorted into."""
    sort = values.get("sort")
    dispute, opinion = values.get("dispute_id"), values.get("opinion_id")
    if dispute is not None and opinion is not None:
        return {"opinion_id": "一件诉求只能转成一样：已经转为矛盾纠纷的，不能再转为意见建议。"}
    for word, (name, record) in BECOMES.items():
        if values.get(name) is not None and sort != word:
            now = f"现在选的是“{sort}”" if sort else "现在还没有选"
            said = (
                f"这件诉求已经转为{record}，分流要选“{word}”，{now}；要改到别的类，请用“重新分流”。"
            )
            return {"sort": said}
    return {}


def _ending(values: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, str]:
    """What must be there when it is done, told and asked about."""
    more: dict[str, str] = {}
    done, told = values.get("done_on"), values.get("told_on")
    became = next((word for name, word in BECOMES.values() if values.get(name) is not None), None)
    if done is not None and became is not None:
        more["done_on"] = f"这件诉求已经转为{became}，办结以那一条为准，请去掉这里的办结日期。"
    elif done is not None and values.get("sort") is None and "sort" not in found:
        more["sort"] = "办结以前先分流，请选分流到哪一类。"
    if done is not None and became is None and not values.get("result"):
        more["result"] = "填了办结日期，请写明办理结果。"
    if told is not None and done is not None and told < done and "told_on" not in found:
        more["told_on"] = "告知日期早于办结日期，请改正其中一个。"
    if told is not None and done is None and became is None:
        more["done_on"] = "填了告知日期，请填办结日期：办结以后才告知。"
    if values.get("satisfied") is not None and told is None:
        more["told_on"] = "填了满意情况，请填告知日期：告知时才问得到。"
    return more


class Counted(NamedTuple):
    """What of one intake is counted; ``of_town``: it is of no single village."""

    way: str
    sort: str | None
    standing: Standing
    repeated: bool
    of_town: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The intakes that came in during a span (受理), how far they are today, and what fell due in it.

    ``sorted`` 分流, ``done`` 办结, ``told`` 告知, ``repeated`` 重复 and ``of_town`` are of ``received``; ``by_way`` and
    ``by_sort`` add up to it, what waits for sorting as 待分流. Whenever they came in: ``due`` fell due
    in the span, ``late`` of these 超时, open past the deadline or done after it; ``content`` 满意 of
    ``asked``, those who said something when they were told in the span.
    """

    received: int = 0
    sorted: int = 0
    done: int = 0
    due: int = 0
    late: int = 0
    told: int = 0
    asked: int = 0
    content: int = 0
    repeated: int = 0
    by_way: Mapping[str, int] | None = None
    by_sort: Mapping[str, int] | None = None
    of_town: int = 0


def figures(
    rows: Iterable[Counted],
    *,
    in_time: Iterable[bool | None] = (),
    said: Iterable[str | None] = (),
) -> Figures:
    """Count the intakes of a span: the one definition for page and paper.

    ``rows`` came in during it; ``in_time`` tells of those that fell due in it whether each was done
    by its deadline, ``said`` what those told in it said.
    """
    known = list(rows)
    due = [each for each in in_time if each is not None]
    ways, sorts = (
        Counter(each.way for each in known),
        Counter(each.sort or "待分流" for each in known),
    )
    asked = outcomes.contents(said)
    return Figures(
        received=len(known),
        sorted=sum(each.sort is not None for each in known),
        done=sum(each.standing.done_on is not None for each in known),
        due=len(due),
        late=due.count(False),
        told=sum(each.standing.stage == "已告知" for each in known),
        asked=len(asked),
        content=sum(asked),
        repeated=sum(each.repeated for each in known),
        of_town=sum(each.of_town for each in known),
        by_way={word: ways[word] for word in WAYS if ways[word]},
        by_sort={word: sorts[word] for word in (*SORTS, "待分流") if sorts[word]},
    )


def said(found: Figures) -> str:
    """``受理 12 件 · 分流 11 件 · 办结 8 件 · 到期 9 件 · 超时 1 件 · 满意 6/7 · 重复 2 件``."""
    parts = [
        f"受理 {found.received} 件",
        f"分流 {found.sorted} 件",
        f"办结 {found.done} 件",
        f"到期 {found.due} 件",
        f"超时 {found.late} 件",
        f"满意 {found.content}/{found.asked}" if found.asked else "满意 —",
        f"重复 {found.repeated} 件",
    ]
    return " · ".join(parts)
