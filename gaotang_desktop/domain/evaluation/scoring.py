"""Points, totals and ranks of all villages of a period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from gaotang_desktop.domain import polls
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import methods, standing
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.results import (
    ZERO,
    Adjustment,
    ItemScore,
    Result,
    VillageInput,
    VillageScore,
)
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme

__all__ = ["Adjustment", "VillageInput", "score"]


@dataclass(frozen=True, slots=True)
class Sum:
    """Bonus and deduction as they count, and the total that they make with the items."""

    bonus: Decimal
    deduction: Decimal
    total: Decimal


def score(
    scheme: Scheme,
    period: str,
    villages: Iterable[VillageInput],
    *,
    draws: int = 10_000,
) -> Result:
    """Score and rank; the order of the input does not matter.

    ``draws`` is how often the poll rates are redrawn for the rank ranges; 0 leaves them out.

    Raises:
        DomainError: a poll has more satisfied people than respondents.
    """
    given = sorted(villages, key=lambda each: (each.order, each.id))
    scores: dict[int, dict[str, ItemScore]] = {each.id: {} for each in given}
    for item in scheme.items:
        for village_id, scored in _score_item(scheme, item, given):
            scores[village_id][item.code] = scored
    longest = max((each.span.days for each in given), default=0)
    found = [
        _village_score(scheme, each, scores[each.id], standing.too_short(each.span.days, longest))
        for each in given
    ]
    return standing.ranked(Result(period, scheme, tuple(found)), draws=draws)


def _score_item(
    scheme: Scheme, item: Item, villages: Sequence[VillageInput]
) -> list[tuple[int, ItemScore]]:
    scored: dict[int, ItemScore] = {}
    waiting: list[tuple[VillageInput, Fact]] = []
    spans = {each.id: each.span_of(item.code) for each in villages}
    usable = {
        each.id: _usable(
            scheme, item, each.facts.get(item.code) or Fact(State.NOT_DUE), spans[each.id]
        )
        for each in villages
    }
    if item.method == "compare" and item.against == "town":
        usable = beside_the_town(spans, usable)
    for village in villages:
        fact, span = usable[village.id], spans[village.id]
        if fact.state is State.KNOWN:
            earned = methods.points(item, fact, span)
            scored[village.id] = ItemScore(item, fact, span, earned, "scored")
        elif fact.state is State.NOT_RECEIVED:
            scored[village.id] = ItemScore(item, fact, span, ZERO, item.when_not_received)
        elif item.when_not_due == "full":
            scored[village.id] = ItemScore(item, fact, span, methods.rounded(item.full), "full")
        else:
            waiting.append((village, fact))
    values = [each.points for each in scored.values() if each.policy == "scored"]
    known = [each for each in values if each is not None]
    for village, fact in waiting:
        points, policy = None, "excluded"
        if item.when_not_due == "average" and known:
            points = methods.rounded(sum(map(Fraction, known), Fraction(0)) / len(known))
            policy = "average"
        scored[village.id] = ItemScore(item, fact, spans[village.id], points, policy)
    return [(village.id, scored[village.id]) for village in villages]


def beside_the_town(spans: Mapping[int, Span], facts: Mapping[int, Fact]) -> dict[int, Fact]:
    """Each known fact with the town's figure as its base.

    Of rates the town's own rate; of counts the mean of a village, to two decimals, pro rata for the
    days on which it exists.
    """
    known = {number: fact for number, fact in facts.items() if fact.state is State.KNOWN}
    value = sum((Fraction(fact.value or 0) for fact in known.values()), Fraction(0))
    of = sum((Fraction(fact.of or 0) for fact in known.values()), Fraction(0))
    shares = sum((spans[number].share for number in known), Fraction(0))
    found = dict(facts)
    for number, fact in known.items():
        if fact.of:
            base, base_of = Decimal(int(value)), Decimal(int(of))
            if value.denominator > 1 or of.denominator > 1:
                base, base_of = methods.rounded(value), methods.rounded(of)
        else:
            mean = value / shares * spans[number].share if shares else Fraction(0)
            base, base_of = methods.rounded(mean), None
        found[number] = replace(fact, base=base, base_of=base_of)
    return found


def _usable(scheme: Scheme, item: Item, fact: Fact, span: Span) -> Fact:
    """A poll below the minimum sample says too little to give points; a target of 0 is none."""
    if item.method == "proportion" and fact.state is State.KNOWN:
        wanted = methods.target(item, fact, span)
        if wanted <= 0:
            return replace(fact, state=State.NOT_DUE, note="没有目标数，不能按比例计分")
        if wanted < 1 and not fact.value and item.per in ("night", "week"):
            # Two days into a month, or of a village that existed for two days, nothing is lacking.
            return replace(fact, state=State.NOT_DUE, note="应完成的不到一次，没有做也不算缺")
        return fact
    if FACTS[item.fact].polled and fact.state is State.KNOWN:
        hits, sample = fact.value or Decimal(0), fact.of or Decimal(0)
        if said := polls.problem(hits, sample):
            raise DomainError(f"“{item.name}”的民调结果不对：{said}")
        least = scheme.minimum_sample or polls.MINIMUM_SAMPLE
        if not sample:
            return replace(fact, state=State.NOT_DUE, note="无样本")
        if sample < least:
            note = f"样本不足：只有 {sample} 份，少于 {least} 份"
            return replace(fact, state=State.NOT_DUE, note=note)
    # A rate of nothing is nothing due; 按完成比例 and 按次 need no denominator.
    shared = item.method in ("rate", "percent", "slopes")
    shared |= item.method == "compare" and not FACTS[item.fact].unwanted
    if shared and fact.state is State.KNOWN and not fact.of:
        return replace(fact, state=State.NOT_DUE)
    last_year = item.method == "compare" and item.against == "last_year"
    if last_year and fact.state is State.KNOWN and fact.base is None:
        return replace(fact, state=State.NOT_DUE, note="没有去年同期的数据，不能比较")
    return fact


def _village_score(
    scheme: Scheme, village: VillageInput, items: Mapping[str, ItemScore], short: str
) -> VillageScore:
    counted = any(each.points is not None for each in items.values())
    made = add_up(scheme, base(items.values()), village.adjustments)
    return VillageScore(
        village.id,
        village.name,
        village.order,
        items,
        made.bonus,
        made.deduction,
        made.total,
        "；".join(a.reason for a in village.adjustments if a.kind == "一票否决"),
        village.adjustments,
        unranked=short if counted else "本期各项都不计，没有得分可比，不排名次。",
        said=capping(scheme, made, village.adjustments),
    )


def base(items: Iterable[ItemScore]) -> Decimal:
    """Σ points × 100 / Σ full of the items that are not excluded, to two decimals, 0 at least."""
    counted = [each for each in items if each.points is not None]
    full = sum((Fraction(each.item.full) for each in counted), Fraction(0))
    earned = sum((Fraction(each.points or 0) for each in counted), Fraction(0))
    return methods.rounded(max(Fraction(0), earned * 100 / full) if full else Fraction(0))


def given(adjustments: Iterable[Adjustment], kind: str) -> Decimal:
    """The points of one kind before any cap."""
    return sum((a.points for a in adjustments if a.kind == kind), ZERO)


def add_up(
    scheme: Scheme,
    earned: Decimal,
    adjustments: Sequence[Adjustment],
    *,
    bonus: Decimal = ZERO,
    deduction: Decimal = ZERO,
) -> Sum:
    """Bonus up to its cap; deductions up to theirs and never below a total of 0.

    ``bonus`` and ``deduction`` are what the months of a longer period bring with them.
    """
    more = min(bonus + given(adjustments, "加分"), max(scheme.bonus_cap, bonus))
    less = deduction + given(adjustments, "扣分")
    if scheme.deduction_cap is not None:
        less = min(less, max(scheme.deduction_cap, deduction))
    more = methods.rounded(more)
    less = min(methods.rounded(less), earned + more)
    return Sum(more, less, earned + more - less)


def capping(scheme: Scheme, made: Sum, adjustments: Sequence[Adjustment]) -> tuple[str, ...]:
    """Sentences about bonus or deductions that count less than was entered."""
    found = []
    bonus, deduction = given(adjustments, "加分"), given(adjustments, "扣分")
    if bonus > scheme.bonus_cap:
        found.append(
            f"加分合计 {bonus} 分，本方案最多加 {scheme.bonus_cap} 分，计 {made.bonus} 分。"
        )
    if scheme.deduction_cap is not None and deduction > scheme.deduction_cap >= made.deduction:
        found.append(
            f"扣分合计 {deduction} 分，本方案最多扣 {scheme.deduction_cap} 分，"
            f"计 {made.deduction} 分。"
        )
    elif deduction > made.deduction:
        found.append(f"扣分合计 {deduction} 分，总分最低为 0 分，只计 {made.deduction} 分。")
    return tuple(found)
