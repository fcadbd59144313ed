"""What may be entered beside the records: bonus, deduction, veto, values by hand, rewards."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain import periods, polls
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import BONUS, DEDUCTION, VETO
from gaotang_desktop.domain.evaluation.schemes import ANNUAL_CHECK, Item, Scheme

KINDS = (BONUS, DEDUCTION, VETO)
_CENT = Decimal("0.01")


def problems(values: Mapping[str, Any], scheme: Scheme | None = None) -> dict[str, str]:
    """A sentence under each field of an adjustment that cannot be; with a scheme, its rules too."""
    found = _period_problem(values.get("period"))
    kind, points = values.get("kind"), values.get("points")
    if kind not in KINDS:
        found["kind"] = "类别只能是加分、扣分或一票否决。"
    if kind in (BONUS, DEDUCTION):
        if points is None:
            found["points"] = f"{kind}要填写分值。"
        elif points <= 0:
            found["points"] = f"{kind}的分值要大于 0，现在是 {points}。"
        elif points > 100:
            found["points"] = f"{kind}的分值最多 100 分，现在是 {points}。"
        elif points != points.quantize(_CENT):
            found["points"] = f"{kind}的分值最多两位小数，现在是 {points}。"
        elif scheme is not None and kind == BONUS:
            if points % scheme.bonus_step:
                found["points"] = (
                    f"本方案每次加 {scheme.bonus_step} 分，加分要是它的倍数，现在是 {points}。"
                )
            elif points > scheme.bonus_cap:
                found["points"] = f"本方案最多加 {scheme.bonus_cap} 分，现在是 {points}。"
    elif kind == VETO and points:
        found["points"] = "一票否决保留得分、不排名次，不填分值。"
    if not str(values.get("reason") or "").strip():
        found["reason"] = f"{kind or '加减分'}要写明事由。"
    happened, period = values.get("happened_on"), values.get("period")
    if happened is not None and "period" not in found and period:
        whole = periods.parse(period)
        if happened not in whole:
            found["happened_on"] = (
                f"{happened:%Y-%m-%d} 不在{whole.label}内，请改日期或者改到那一期登记。"
            )
    return found


def _period_problem(period: object) -> dict[str, str]:
    try:
        periods.parse(str(period or ""))
    except DomainError as problem:
        return {"period": str(problem)}
    return {}


def value_problems(values: Mapping[str, Any], item: Item | None = None) -> dict[str, str]:
    """A sentence under each field of a value entered by hand that cannot be."""
    found = _period_problem(values.get("period"))
    value, of = values.get("value"), values.get("of")
    if not str(values.get("reason") or "").strip():
        found["reason"] = "人工取值要写明依据和理由。"
    if value is None:
        found["value"] = "请填写数值。"
    elif value < 0:
        found["value"] = f"数值不能小于 0，现在是 {value}。"
    if of is not None and of <= 0:
        found["of"] = f"总数要大于 0，现在是 {of}。"
    elif value is not None and of is not None and value > of:
        found["value"] = f"数值 {value} 大于总数 {of}，请改正。"
    if values.get("item") == ANNUAL_CHECK:
        if value is not None and value > 100:
            found["value"] = f"年终检查按百分制填 0 到 100 分，现在是 {value}。"
    elif item is not None and not found.keys() & {"value", "of"} and value is not None:
        found |= _for_item(item, value, of)
    return found


def _for_item(item: Item, value: Decimal, of: Decimal | None) -> dict[str, str]:
    if item.method in ("rate", "percent", "slopes") and of is None:
        return {"of": f"“{item.name}”要填总数（分母）。"}
    if item.method == "proportion" and item.share_of and of is None:
        return {"of": f"“{item.name}”的目标按总数计算，要填总数。"}
    if item.method == "manual" and value > item.full:
        return {"value": f"“{item.name}”满分 {item.full} 分，现在是 {value}，请改正。"}
    if FACTS[item.fact].polled and of is not None:
        if value != int(value) or of != int(of):
            return {"value": f"“{item.name}”填的是人数，要是整数。"}
        if said := polls.problem(value, of):
            return {"value": said}
    return {}


def reward_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A reward is carried out on a day that has come; one that waits has no such day."""
    done, day = values.get("state") == "已兑现", values.get("carried_out_on")
    if done and day is None:
        return {"carried_out_on": "已兑现的要填写兑现日期。"}
    if not done and day is not None:
        return {"carried_out_on": "还没有兑现的不填兑现日期，请改状态或者清空日期。"}
    if day is not None and day > today:
        return {"carried_out_on": f"{day:%Y-%m-%d} 还没有到，请改兑现日期。"}
    return {}
