"""Points, totals and ranks of all villages of a period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from gaotang_desktop.domain import ranking
from gaotang_desktop.domain.evaluation import methods
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.polls import redrawn_rates

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points beside the items, or a veto, with its reason and record."""

    id: int
    kind: str
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class VillageInput:
    """Everything that is scored of one village."""

    id: int
    name: str
    order: int
    span: Span
    facts: Mapping[str, Fact]  # by item code
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemScore:
    """Points of one item; ``points`` is ``None`` where the item is excluded for the village.

    ``policy`` is scored, full, average, excluded, zero or pending.
    """

    item: Item
    fact: Fact
    span: Span
    points: Decimal | None
    policy: str


@dataclass(frozen=True, slots=True)
class VillageScore:
    """One line of the ranking."""

    id: int
    village: str
    order: int
    items: Mapping[str, ItemScore]
    bonus: Decimal
    deduction: Decimal
    total: Decimal
    veto: str
    adjustments: tuple[Adjustment, ...]
    rank: int | None = None
    rank_range: tuple[int, int] | None = None
    band: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A period, scored; villages in the order of their rank, vetoed ones last."""

    period: str
    scheme: Scheme
    villages: tuple[VillageScore, ...]

    @property
    def pending(self) -> tuple[tuple[str, str], ...]:
        """Village and item code of everything that keeps the result from being frozen."""
        return tuple(
            (village.village, code)
            for village in self.villages
            for code, each in village.items.items()
            if each.policy == "pending"
        )

    def of(self, village_id: int) -> VillageScore:
        """One village's score."""
        return next(each for each in self.villages if each.id == village_id)


def score(
    scheme: Scheme,
    period: str,
    villages: Iterable[VillageInput],
    *,
    draws: int = 10_000,
) -> Result:
    """Score and rank; the order of the input does not matter.

    ``draws`` is how often the poll rates are redrawn for the rank ranges; 0 leaves them out.
    """
    given = sorted(villages, key=lambda each: (each.order, each.id))
    scores: dict[int, dict[str, ItemScore]] = {each.id: {} for each in given}
    for item in scheme.items:
        for village_id, scored in _score_item(scheme, item, given):
            scores[village_id][item.code] = scored
    found = [_village_score(scheme, each, scores[each.id]) for each in given]
    ranked = _ranked(scheme, found)
    if draws:
        ranked = _with_ranges(scheme, ranked, draws)
    # Unranked villages stand last, in display order.
    ranked.sort(key=lambda each: (each.rank is None, each.rank or 0, each.order, each.id))
    return Result(period, scheme, tuple(ranked))


def _score_item(
    scheme: Scheme, item: Item, villages: Sequence[VillageInput]
) -> list[tuple[int, ItemScore]]:
    scored: dict[int, ItemScore] = {}
    waiting: list[tuple[VillageInput, Fact]] = []
    for village in villages:
        given = village.facts.get(item.code) or Fact(State.NOT_DUE)
        fact = _usable(scheme, item, given, village.span)
        if fact.state is State.KNOWN:
            earned = methods.points(item, fact, village.span)
            scored[village.id] = ItemScore(item, fact, village.span, earned, "scored")
        elif fact.state is State.NOT_RECEIVED:
            scored[village.id] = ItemScore(item, fact, village.span, ZERO, item.when_not_received)
        elif item.when_not_due == "full":
            scored[village.id] = ItemScore(
                item, fact, village.span, methods.rounded(item.full), "full"
            )
        else:
            waiting.append((village, fact))
    values = [each.points for each in scored.values() if each.policy == "scored"]
    known = [each for each in values if each is not None]
    for village, fact in waiting:
        points, policy = None, "excluded"
        if item.when_not_due == "average" and known:
            points = methods.rounded(sum(map(Fraction, known), Fraction(0)) / len(known))
            policy = "average"
        scored[village.id] = ItemScore(item, fact, village.span, points, policy)
    return [(village.id, scored[village.id]) for village in villages]


def _usable(scheme: Scheme, item: Item, fact: Fact, span: Span) -> Fact:
    """A poll below the minimum sample says too little to give points; a target of 0 is none."""
    if item.method == "proportion" and fact.state is State.KNOWN:
        if methods.target(item, fact, span) <= 0:
            return replace(fact, state=State.NOT_DUE, note="没有目标数，不能按比例计分")
        return fact
    if FACTS[item.fact].polled and fact.state is State.KNOWN:
        if not fact.of:
            return replace(fact, state=State.NOT_DUE, note="无样本")
        if fact.of < scheme.minimum_sample:
            note = f"样本不足：n={fact.of}，少于 {scheme.minimum_sample}"
            return replace(fact, state=State.NOT_DUE, note=note)
    # A rate of nothing is nothing due; 按完成比例 and 按次 need no denominator.
    if item.method in ("rate", "percent") and fact.state is State.KNOWN and not fact.of:
        return replace(fact, state=State.NOT_DUE)
    return fact


def _village_score(
    scheme: Scheme, village: VillageInput, items: Mapping[str, ItemScore]
) -> VillageScore:
    bonus = sum((a.points for a in village.adjustments if a.kind == "加分"), ZERO)
    deduction = sum((a.points for a in village.adjustments if a.kind == "扣分"), ZERO)
    bonus = min(bonus, scheme.bonus_cap).quantize(ZERO)
    vetoes = [a.reason for a in village.adjustments if a.kind == "一票否决"]
    total = methods.rounded(_total(items.values()) + Fraction(bonus) - Fraction(deduction))
    return VillageScore(
        village.id,
        village.name,
        village.order,
        items,
        bonus,
        deduction.quantize(ZERO),
        total,
        "；".join(vetoes),
        village.adjustments,
    )


def _total(items: Iterable[ItemScore]) -> Fraction:
    """Σ points × 100 / Σ full of the items that are not excluded."""
    counted = [each for each in items if each.points is not None]
    full = sum((Fraction(each.item.full) for each in counted), Fraction(0))
    earned = sum((Fraction(each.points or 0) for each in counted), Fraction(0))
    return earned * 100 / full if full else Fraction(0)


def _ranked(scheme: Scheme, villages: Sequence[VillageScore]) -> list[VillageScore]:
    """The printed total decides; then the scheme's tie order, which leaves real ties."""
    keys = {
        each.id: (each.total, *(each.items[code].points or ZERO for code in scheme.tie_order))
        for each in villages
        if not each.veto
    }
    ranks = ranking.competition_ranks(keys)
    return [replace(each, rank=ranks.get(each.id)) for each in villages]


def _with_ranges(
    scheme: Scheme, villages: Sequence[VillageScore], draws: int
) -> list[VillageScore]:
    ranked = [each for each in villages if each.rank is not None]
    fixed: dict[int, float] = {}
    parts: dict[int, list[tuple[float, ...]]] = {}
    for each in ranked:
        counted = [item for item in each.items.values() if item.points is not None]
        scale = 100 / float(sum(item.item.full for item in counted) or 1)
        polls = [
            item
            for item in counted
            if FACTS[item.item.fact].polled and item.policy == "scored" and item.fact.of
        ]
        redrawn = sum((item.points or ZERO for item in polls), ZERO)
        # Bonus and deduction belong to the total; only the poll items are redrawn.
        fixed[each.id] = float(each.total) - float(redrawn) * scale
        parts[each.id] = [
            tuple(float(item.item.full) * scale * rate for rate in _rates(item)) for item in polls
        ]
    ranges = ranking.rank_ranges(fixed, parts, draws=draws)
    bands = ranking.bands(ranges, len(ranked), scheme.best_named, scheme.worst_named)
    found = []
    for each in villages:
        span = ranges.get(each.id)
        if span is not None and each.rank is not None:
            # A tie shares the better rank, which no redraw may show.
            span = (min(span[0], each.rank), max(span[1], each.rank))
        found.append(replace(each, rank_range=span, band=bands.get(each.id, "")))
    return found


def _rates(item: ItemScore) -> tuple[float, ...]:
    floor = float(item.item.floor or 0)
    mark = 1.0 if item.item.mark is None else float(item.item.mark)
    return tuple(
        min(1.0, max(0.0, (rate - floor) / (mark - floor)))
        for rate in redrawn_rates(int(item.fact.value or 0), int(item.fact.of or 0))
    )
