"""A quarter or a year from the months or quarters that make it up.

A longer period's total is the mean of the printed totals of its parts; for a year this mean counts
``year_weight`` and the annual check the rest. Its items are the same points seen item by item:
each part's points made a hundred, then averaged, so that items + bonus − deductions = total.

An item whose target spans more than one part (30 % of the households a quarter, scored by months)
is counted over that whole span: all visits in one month are as good as visits in every month.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil
from types import MappingProxyType

from gaotang_desktop.domain.evaluation import methods, standing
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, State
from gaotang_desktop.domain.evaluation.results import (
    ZERO,
    ItemScore,
    Part,
    Result,
    VillageInput,
    VillageScore,
)
from gaotang_desktop.domain.evaluation.schemes import ANNUAL_CHECK, Item, Scheme
from gaotang_desktop.domain.evaluation.scoring import Sum, add_up, capping
from gaotang_desktop.domain.periods import Period, around, parse

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the longer period: as it was frozen, or as the records are now."""

    period: Period
    result: Result
    frozen: bool


def parts_of(scheme: Scheme, period: Period) -> tuple[Period, ...]:
    """The months or quarters that make up a period; none where it is scored from records."""
    if period.cycle == "month" or scheme.cycle in (period.cycle, "year"):
        return ()
    if period.cycle == "year" and "quarter" in (scheme.cycle, scheme.year_of.removesuffix("s")):
        return tuple(Period(period.year, "quarter", number) for number in range(1, 5))
    return period.months


def compose(
    scheme: Scheme,
    period: Period,
    villages: Iterable[VillageInput],
    pieces: Sequence[Piece],
    *,
    left_out: Sequence[Period] = (),
    draws: int = 10_000,
) -> Result:
    """The longer period; a village's mean is over the parts in which it was scored.

    ``left_out`` are the parts that lack most of their records and are named. ``villages`` bring what belongs to the whole period: its adjustments, and for a year the
    annual check under :data:`ANNUAL_CHECK`.
    """
    yearly = period.cycle == "year" and scheme.year_weight < 1
    weight = Fraction(scheme.year_weight) if yearly else Fraction(1)
    items = _union(scheme, pieces, check=_check_item(scheme) if yearly else None)
    whole = replace(scheme, items=items)
    given = sorted(villages, key=lambda each: (each.order, each.id))
    most = max((len(_scored(each.id, pieces)) for each in given), default=0)
    found = tuple(_village(whole, each, pieces, weight, most) for each in given)
    notes = _notes(scheme, period, pieces, left_out, yearly=yearly)
    return standing.ranked(Result(period.key, whole, found, notes=notes), draws=draws)


def _check_item(scheme: Scheme) -> Item:
    full = methods.rounded(100 - 100 * Fraction(scheme.year_weight))
    return Item(ANNUAL_CHECK, "年终检查", full, "manual", "manual", when_not_due="exclude")


def _union(scheme: Scheme, pieces: Sequence[Piece], check: Item | None) -> tuple[Item, ...]:
    """The scheme's items and those that only an earlier version had."""
    items = {item.code: item for item in scheme.items}
    for piece in pieces:
        for item in piece.result.scheme.items:
            items.setdefault(item.code, item)
    if check is not None:
        items[check.code] = check
    return tuple(items.values())


def _notes(
    scheme: Scheme,
    period: Period,
    pieces: Sequence[Piece],
    left_out: Sequence[Period],
    *,
    yearly: bool,
) -> tuple[str, ...]:
    names = "、".join(
        _short(piece.period) + ("（已冻结）" if piece.frozen else "") for piece in pieces
    )
    one = "季度" if pieces and pieces[0].period.cycle == "quarter" else "月"
    said = [f"{period.label}得分是各{one}总分的平均，计入：{names or '无'}。"]
    if yearly:
        usual = methods.rounded(Fraction(scheme.year_weight) * 100).normalize()
        said = [
            f"年度得分 = 各{one}总分的平均 × {usual:f}% + 年终检查 × {100 - usual:f}%，"
            f"计入：{names or '无'}。"
        ]
    if left_out:
        named = "、".join(_short(each) for each in left_out)
        said.append(f"{named}过半分值的项目没有记录，也没有冻结，不计入平均。")
    own: dict[str, list[str]] = {}
    for each in pieces:
        if parts_of(each.result.scheme, each.period):
            continue  # what was made up of months says how
        for note in each.result.notes:
            own.setdefault(note, []).append(_short(each.period))
    said += [f"{'、'.join(when)}：{note}" for note, when in own.items()]
    silent: dict[str, list[str]] = {}
    for each in pieces:
        if named := _silent(each):
            silent.setdefault(named, []).append(_short(each.period))
    if silent:
        told = "；".join(f"{'、'.join(when)}{named}" for named, when in silent.items())
        said.append(f"{told}，全镇没有记录，按没有完成计入平均。")
    spanning = [item.name for item in scheme.items if one == "月" and _spans_more(item)]
    if spanning:
        said.append(f"“{'、'.join(spanning)}”的目标按季度定，按整个季度合计计分，不按单月。")
    said.append(f"没有任何记录的{one}不计入平均；各项得分先按当{one}计分的项目折算成百分，再平均。")
    return tuple(said)


def _silent(piece: Piece) -> str:
    """The items of a part that count and cost points, and of which nobody has a record."""
    villages = piece.result.villages
    return "、".join(
        item.name
        for item in piece.result.without_records
        if any(village.items[item.code].lost for village in villages)
    )


def _short(period: Period) -> str:
    return period.label.partition("年")[2] or period.label


def _scored(village_id: int, pieces: Sequence[Piece]) -> list[tuple[Piece, VillageScore]]:
    return [
        (piece, each)
        for piece in pieces
        for each in piece.result.villages
        if each.id == village_id and not each.unranked
    ]


def _village(
    scheme: Scheme,
    village: VillageInput,
    pieces: Sequence[Piece],
    weight: Fraction,
    most: int,
) -> VillageScore:
    scored = _scored(village.id, pieces)
    share = weight / len(scored) if scored else Fraction(0)
    check = village.facts.get(ANNUAL_CHECK) if weight < 1 else None
    checked = Fraction(check.value or 0) if check and check.state is State.KNOWN else Fraction(0)
    parts = _parts(scheme, scored, share)
    mean = sum((Fraction(each.total) for _, each in scored), Fraction(0)) * share
    mean += _gained(parts)
    total = max(ZERO, methods.rounded(mean + checked * (1 - weight)))
    bonus = methods.rounded(sum((Fraction(each.bonus) for _, each in scored), Fraction(0)) * share)
    deduction = methods.rounded(
        sum((Fraction(each.deduction) for _, each in scored), Fraction(0)) * share
    )
    earned = total - bonus + deduction
    if earned > 100:  # a rounding cent too much belongs to the bonus, not to the items
        bonus, earned = bonus + earned - 100, Decimal("100.00")
    if earned < 0:  # and one too little to the deduction
        deduction, earned = deduction - earned, ZERO
    made = add_up(scheme, earned, village.adjustments, bonus=bonus, deduction=deduction)
    vetoes = [f"{_short(p.period)}：{each.veto}" for p, each in scored if each.veto]
    vetoes += [a.reason for a in village.adjustments if a.kind == "一票否决"]
    return VillageScore(
        village.id,
        village.name,
        village.order,
        _items(scheme, village, parts, (earned, weight, check, checked)),
        made.bonus,
        made.deduction,
        made.total,
        "；".join(vetoes),
        village.adjustments,
        unranked=standing.too_short(len(scored), most, "期")
        if scored
        else "本期没有可以平均的得分，不排名次。",
        said=_said(scheme, village, scored, weight, checked, made, _gained(parts)),
        totals=tuple((piece.period.key, each.total, piece.frozen) for piece, each in scored),
    )


def _said(
    scheme: Scheme,
    village: VillageInput,
    scored: Sequence[tuple[Piece, VillageScore]],
    weight: Fraction,
    checked: Fraction,
    made: Sum,
    gained: Fraction,
) -> tuple[str, ...]:
    if not scored:
        return ()
    terms = " + ".join(str(each.total) for _, each in scored)
    mean = f"（{terms}）÷ {len(scored)}" if len(scored) > 1 else terms
    if weight < 1:
        mean += f" × {methods.rounded(weight)} + 年终检查 {methods.rounded(checked)}"
        mean += f" × {methods.rounded(1 - weight)}"
    if more := methods.rounded(gained):
        mean += f" {'+' if more > 0 else '－'} 按整季计分 {abs(more)}"
    own = made.total - methods.rounded(
        sum((Fraction(each.total) for _, each in scored), Fraction(0)) * weight / len(scored)
        + gained
        + checked * (1 - weight)
    )
    if own:
        mean += f" {'+' if own > 0 else '－'} 本期加减分 {abs(own)}"
    return (f"{mean} = {made.total}", *capping(scheme, made, village.adjustments))


def _parts(
    scheme: Scheme, scored: Sequence[tuple[Piece, VillageScore]], share: Fraction
) -> dict[str, tuple[Part, ...]]:
    found: dict[str, list[Part]] = {item.code: [] for item in scheme.items}
    for piece, village in scored:
        counted = [each for each in village.items.values() if each.points is not None]
        full = sum((Fraction(each.item.full) for each in counted), Fraction(0))
        scale = _HUNDRED / full * share
        for code, each in village.items.items():
            found[code].append(
                Part(
                    piece.period.key,
                    each.item,
                    each.points,
                    each.policy,
                    each.fact,
                    scale if each.points is not None else Fraction(0),
                    piece.frozen,
                    each.parts,
                )
            )
    spans = {piece.period.key: village for piece, village in scored}
    return {code: _over_spans(code, parts, spans) for code, parts in found.items()}


def _spans_more(item: Item) -> bool:
    """Whether the item's target is set for more than a month."""
    return item.method == "proportion" and item.per == "quarter"


def _over_spans(
    code: str, parts: Sequence[Part], scored: Mapping[str, VillageScore]
) -> tuple[Part, ...]:
    """The parts with the points of the whole quarter where the target is one of a quarter."""
    groups: dict[Period, list[Part]] = {}
    for part in parts:
        period = parse(part.period)
        if period.cycle == "month" and part.policy == "scored" and _spans_more(part.item):
            groups.setdefault(around(period.start, "quarter"), []).append(part)
    whole: dict[str, Fraction] = {}
    for mine in groups.values():
        wanted = sum(
            (
                methods.target(part.item, part.fact, scored[part.period].items[code].span)
                for part in mine
            ),
            Fraction(0),
        )
        done = sum((Fraction(part.fact.value or 0) for part in mine), Fraction(0))
        if wanted > 0:
            for part in mine:
                whole[part.period] = Fraction(part.item.full) * min(Fraction(1), done / wanted)
    return tuple(
        replace(part, whole=whole[part.period]) if part.period in whole else part for part in parts
    )


def _gained(parts: Mapping[str, Sequence[Part]]) -> Fraction:
    """What counting over whole spans gives beyond the months' own totals."""
    return sum(
        (
            (part.whole - Fraction(part.points)) * part.scale
            for mine in parts.values()
            for part in mine
            if part.whole is not None and part.points is not None
        ),
        Fraction(0),
    )


def _items(
    scheme: Scheme,
    village: VillageInput,
    parts: dict[str, tuple[Part, ...]],
    sums: tuple[Decimal, Fraction, Fact | None, Fraction],
) -> dict[str, ItemScore]:
    earned, weight, check, checked = sums
    fulls: dict[str, Fraction] = {}
    losses: dict[str, Fraction] = {}
    below: dict[str, Fraction] = {}
    for code, mine in parts.items():
        counted = [(part, part.given) for part in mine if part.given is not None]
        if counted:
            fulls[code] = sum(
                (Fraction(part.item.full) * part.scale for part, _ in counted), Fraction(0)
            )
            losses[code] = sum(
                ((Fraction(part.item.full) - got) * part.scale for part, got in counted),
                Fraction(0),
            )
            below[code] = sum(
                (-Fraction(part.item.least) * part.scale for part, _ in counted), Fraction(0)
            )
    if weight < 1 and fulls:
        fulls[ANNUAL_CHECK] = _HUNDRED * (1 - weight)
        losses[ANNUAL_CHECK] = (_HUNDRED - checked) * (1 - weight)
    printed = _allotted(10_000, fulls, dict.fromkeys(fulls, 10_000)) if fulls else {}
    most = {code: printed[code] + ceil(100 * below.get(code, 0)) for code in printed}
    # An item of which nothing was earned has no hundredth left, one that lost nothing lacks none.
    sure = {code: printed[code] for code in printed if losses[code] == fulls[code]}
    sure |= {code: 0 for code in printed if not losses[code]}
    lost = _allotted(10_000 - int(earned * 100), losses, most, sure) if fulls else {}
    found = {}
    for item in scheme.items:
        code, mine = item.code, parts.get(item.code, ())
        if code not in printed:
            fact = Fact(State.NOT_DUE, note="本期各月都不计这一项")
            found[code] = ItemScore(item, fact, village.span, None, "excluded", mine)
            continue
        full = Decimal(printed[code]) / 100
        points = (full - Decimal(lost[code]) / 100).quantize(ZERO)
        policy = "pending" if any(part.policy == "pending" for part in mine) else "mean"
        fact = _merged(item, mine)
        if code == ANNUAL_CHECK:
            fact = check or Fact(State.NOT_RECEIVED, missing=(f"{village.name}还没有年终检查得分",))
            policy = "scored" if fact.state is State.KNOWN else "pending"
        found[code] = ItemScore(
            replace(item, full=full.quantize(ZERO)), fact, village.span, points, policy, mine
        )
    return found


def _allotted(
    total: int,
    exact: dict[str, Fraction],
    most: dict[str, int],
    sure: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, int]:
    """Hundredths that add up to ``total``, each next to its exact value (largest remainder).

    What is ``sure`` moves only where the others leave no other way.
    """
    found = {code: min(int(value * 100), most[code]) for code, value in exact.items()} | dict(sure)
    rest = total - sum(found.values())
    by_remainder = sorted(exact, key=lambda code: (found[code] - exact[code] * 100, code))
    step = 1 if rest > 0 else -1
    order = by_remainder if step > 0 else by_remainder[::-1]
    while rest:
        movable = [c for c in order if 0 <= found[c] + step <= most[c]]
        movable = [c for c in movable if c not in sure] or movable
        if not movable:
            break
        for code in movable[: abs(rest)]:
            found[code] += step
            rest -= step
    return found


def _merged(item: Item, parts: Sequence[Part]) -> Fact:
    """What the parts counted, together; a stock such as the households counts once."""
    facts = [part.fact for part in parts]
    known = [fact for fact in facts if fact.state is State.KNOWN]
    records = tuple(dict.fromkeys(ref for fact in facts for ref in fact.records))
    missing = tuple(
        f"{_short(parse(part.period))}：{said}" for part in parts for said in part.fact.missing
    )
    if not known:
        state = (
            State.NOT_RECEIVED
            if any(fact.state is State.NOT_RECEIVED for fact in facts)
            else State.NOT_DUE
        )
        return Fact(state, records=records, missing=missing)
    if FACTS[item.fact].polled:
        # One poll stands behind many months; its respondents are counted once.
        known = list({fact.records[:1] or at: fact for at, fact in enumerate(known)}.values())
    totals = [fact.of for fact in known if fact.of is not None]
    of = (max(totals) if item.share_of else sum(totals, Decimal(0))) if totals else None
    value = sum((fact.value or Decimal(0) for fact in known), Decimal(0))
    return Fact(State.KNOWN, value, of, records, missing)
