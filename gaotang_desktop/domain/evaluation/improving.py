"""怎样能多得分: what would raise an item's points, and what cannot be made up any more."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from gaotang_desktop.domain.evaluation import methods
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import ItemScore
from gaotang_desktop.domain.evaluation.schemes import AGAINST
from gaotang_desktop.domain.evaluation.wording import exact, number

_LATE = "如有已经做了但漏登的记录，补登后会重新计分。"


def gains(score: ItemScore, *, over: bool) -> tuple[str, ...]:
    """Sentences; ``over`` when the period has ended and only records can still come in."""
    policy, item = score.policy, score.item
    if policy == "excluded":
        return ("本期不计，不影响总分；其余项目已折算为 100 分。",)
    if policy == "average":
        return ("有了可用的本村数据以后，按本村的数据计分。",)
    if policy in ("zero", "pending"):
        return (f"补报以后按实际计分，最多 {number(item.full)} 分。",)
    if not score.lost:
        return ("已得满分。",)
    if policy == "mean":
        return ("各月的得分在当月的考评里看；已冻结的月份要更正才会变。",)
    if item.method == "proportion":
        return _proportion(score, over=over)
    if item.method in ("rate", "percent", "slopes"):
        return _rate(score, over=over)
    return _counted(score, over=over)


def _proportion(score: ItemScore, *, over: bool) -> tuple[str, ...]:
    item, fact, kind = score.item, score.fact, FACTS[score.item.fact]
    wanted = methods.target(item, fact, score.span)
    short = wanted - Fraction(fact.value or 0)
    if over:
        return (f"本期已经结束，{kind.value}差 {ceil(short)} {kind.unit}，不能再补做。{_LATE}",)
    each = methods.rounded(Fraction(item.full) / wanted)
    more = ceil(short)
    return (
        f"{kind.value}每多 1 {kind.unit}加 {each} 分，按到今天的目标再多 {more} {kind.unit}得满分。",
    )


def _rate(score: ItemScore, *, over: bool) -> tuple[str, ...]:
    item, fact, kind = score.item, score.fact, FACTS[score.item.fact]
    if kind.polled:
        worth = methods.rounded(Fraction(item.full) / 100)
        return (
            f"本次调查已经完成，不能补回；满意的比例每高 1 个百分点约得 {worth} 分，"
            "办好群众反映的问题，下次调查才会变化。",
        )
    bad = Fraction(fact.of or 0) - Fraction(fact.value or 0)
    each = methods.rounded(Fraction(item.full) / Fraction(fact.of or 1))
    missed = f"{kind.lacking}的 {number(bad)} {kind.unit}"
    said = [
        f"{missed}每{kind.unit}值 {each} 分，已经失去 {score.lost} 分，不能补回。"
        if item.floor is None and item.mark is None and item.bend is None
        else f"{missed}已经失去 {score.lost} 分，不能补回。"
    ]
    said.append(_LATE if over else f"本期以后到期的都“{kind.value}”，比例会提高。")
    return tuple(said)


def _counted(score: ItemScore, *, over: bool) -> tuple[str, ...]:
    item, fact, kind = score.item, score.fact, FACTS[score.item.fact]
    if item.method == "bands":
        now = methods.measured(fact)
        above = [(t, worth) for t, worth in item.bands if t > now and worth > (score.points or 0)]
        if not above:
            return ("已在能得分最多的一档。",)
        threshold, worth = above[-1]
        tail = f"本期已经结束，不能再补做。{_LATE}" if over and not kind.polled else ""
        return (f"达到 {number(threshold)} 的一档可得 {number(worth)} 分。{tail}",)
    if item.method == "deduct":
        more = "再发生的加倍扣" if item.doubled else "不再发生就不再扣"
        return (f"每次扣 {exact(item.step)} 分，已经发生的不能抵消；{more}。",)
    if item.method == "compare":
        if kind.unwanted:
            return (f"不比{AGAINST[item.against]}多的得满分；已经发生的不能抵消。",)
        tail = _LATE if over else "本期以后到期的都做到，差距会缩小。"
        return (f"不比{AGAINST[item.against]}低的得满分。{tail}",)
    if item.method == "add":
        most = Decimal(item.full if item.cap is None else item.cap)
        if score.points is not None and score.points >= most:
            return (f"已经加到这一项的上限 {number(most)} 分。",)
        said = f"每多 1 次加 {exact(item.step)} 分，最多 {number(most)} 分。"
        return (said + (f"本期已经结束。{_LATE}" if over else ""),)
    return ("这一项是人工评分，依据和理由见记录。",)
