"""Why a village has these points: the formula, the figures, the reasons, in sentences."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gaotang_desktop.domain.evaluation import methods
from gaotang_desktop.domain.evaluation.facts import FACTS, RecordRef, State
from gaotang_desktop.domain.evaluation.schemes import METHODS, PER, Item
from gaotang_desktop.domain.evaluation.scoring import ItemScore
from gaotang_desktop.domain.polls import wilson


@dataclass(frozen=True, slots=True)
class Explanation:
    """``formula`` like ``14 × 按期化解 2 ÷ 到期 3 = 9.33``; every lost point has a reason."""

    formula: str
    sentences: tuple[str, ...]
    records: tuple[RecordRef, ...]
    missing: tuple[str, ...]


def number(value: Decimal | Fraction | None) -> str:
    """A figure without needless zeros, at most two decimals."""
    if value is None:
        return "—"
    shown = f"{methods.rounded(Fraction(value)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def explain(score: ItemScore) -> Explanation:
    """Everything there is to say about one item of one village."""
    item, fact = score.item, score.fact
    basis = [part for part in (item.clause, METHODS[item.method]) if part]
    said = ["，".join(basis) + "，四舍五入到两位小数。"]
    if fact.note:
        said.append(fact.note + "。")
    if FACTS[item.fact].polled and fact.of:
        interval = wilson(int(fact.value or 0), int(fact.of))
        if interval:
            said.append(f"n={fact.of}，95% 区间 {interval[0]}%–{interval[1]}%。")
    formula = {
        "scored": _formula(score),
        "full": f"本期没有应办事项，按满分 {number(item.full)} 计",
        "average": f"取其他村平均 = {score.points}",
        "excluded": "本期不计，其余项目折算为 100 分",
        "zero": "应报未报，记 0 分",
        "pending": "应报未报，待补，补齐前不能冻结",
    }[score.policy]
    lost = item.full - (score.points if score.points is not None else item.full)
    if lost > 0 and not fact.records and not fact.missing:
        said.append(_reason_without_record(score))
    return Explanation(formula, tuple(said), fact.records, fact.missing)


def _reason_without_record(score: ItemScore) -> str:
    if score.policy == "average":
        return "没有可用的本村数据，按其他村的平均分计。"
    if score.fact.state is State.NOT_RECEIVED:
        return "还没有收到这一项的数据。"
    kind = FACTS[score.item.fact]
    return f"{kind.value}只有 {number(score.fact.value)}，没有达到满分要求。"


def _formula(score: ItemScore) -> str:
    item, fact, kind = score.item, score.fact, FACTS[score.item.fact]
    full, value = number(item.full), f"{kind.value} {number(fact.value)}"
    if item.method == "proportion":
        wanted = methods.target(item, fact, score.span)
        due = f"应完成 {number(wanted)}（{_target_words(item)}）"
        body = f"{full} × {value} ÷ {due}"
        if fact.value is not None and Fraction(fact.value) >= wanted:
            body += "，达到目标得满分"
    elif item.method in ("rate", "percent"):
        body = f"{full} × {value} ÷ {kind.of} {number(fact.of)}"
        if item.floor is not None or item.mark is not None:
            body += f"（{number((item.floor or Decimal(0)) * 100)}% 起分，{number((item.mark or Decimal(1)) * 100)}% 满分）"
    elif item.method == "deduct":
        body = f"{full} − {number(fact.value)} 次 × {number(item.step)}"
    elif item.method == "add":
        body = (
            f"{number(fact.value)} 次 × {number(item.step)}，最多 {number(item.cap or item.full)}"
        )
    elif item.method == "bands":
        body = f"{value}，按分档"
    else:
        body = f"人工评分 {number(fact.value)}"
    return f"{body} = {score.points}"


def _target_words(item: Item) -> str:
    unit = f"每{PER[item.per]}"
    if item.share_of:
        return f"{unit}总数的 {number((item.target or Decimal(0)) * 100)}%"
    return f"{unit} {number(item.target)}"
