"""Ranks, broken ties, rank ranges and bands of scored villages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from gaotang_desktop.domain import ranking
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact
from gaotang_desktop.domain.evaluation.results import ItemScore, Part, Result, VillageScore
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.polls import redrawn_rates

_WHOLE = Fraction(1)
_TEN_THOUSANDTHS = 10_000  # of a point: what a redraw is counted in


def ranked(result: Result, *, draws: int) -> Result:
    """The villages with ranks, in their order; ``draws`` 0 leaves the rank ranges out.

    The printed total decides; then the scheme's tie order, which leaves real ties.
    """
    scheme = result.scheme
    rankable = [each for each in result.villages if not each.veto and not each.unranked]
    places, said = _places(scheme, rankable)
    ranks = ranking.competition_ranks({number: -place for number, place in places.items()})
    villages = [replace(each, rank=ranks.get(each.id)) for each in result.villages]
    if draws:
        villages = _with_ranges(scheme, villages, places, draws)
    # Unranked villages stand last, in display order; the vetoed ones after them.
    villages.sort(
        key=lambda each: (each.rank is None, bool(each.veto), each.rank or 0, each.order, each.id)
    )
    return replace(result, villages=tuple(villages), ties=said)


def _places(
    scheme: Scheme, villages: Sequence[VillageScore]
) -> tuple[dict[int, int], tuple[str, ...]]:
    """Who stands before whom: equal places are real ties. And a sentence per broken tie."""
    ordered = sorted(villages, key=lambda each: (-each.total, each.order, each.id))
    places: dict[int, int] = {}
    said: list[str] = []
    for total, equals in groupby(ordered, key=lambda each: each.total):
        groups = _broken(scheme, total, list(equals), scheme.tie_order, said)
        for group in groups:
            place = len(set(places.values()))
            places.update({each.id: place for each in group})
    return places, tuple(said)


def _broken(
    scheme: Scheme,
    total: Decimal,
    equals: list[VillageScore],
    order: tuple[str, ...],
    said: list[str],
) -> list[list[VillageScore]]:
    """Equal villages apart where the tie order can tell them apart.

    An item that does not count for one of them is neutral: it is skipped for all of them.
    """
    if len(equals) < 2 or not order:
        return [equals]
    code, rest = order[0], order[1:]
    points = {each.id: each.items[code].points for each in equals if code in each.items}
    if len(points) < len(equals) or None in points.values() or len(set(points.values())) == 1:
        return _broken(scheme, total, equals, rest, said)
    worth = {number: value or Decimal(0) for number, value in points.items()}
    apart = sorted(equals, key=lambda each: -worth[each.id])
    names = "、".join(each.village for each in apart)
    figures = "，".join(f"{each.village} {worth[each.id]}" for each in apart)
    said.append(f"{names}总分同为 {total} 分，按“{scheme.item(code).name}”得分排先后：{figures}。")
    found = []
    for _, group in groupby(apart, key=lambda each: worth[each.id]):
        found += _broken(scheme, total, list(group), rest, said)
    return found


def _with_ranges(
    scheme: Scheme, villages: Sequence[VillageScore], places: dict[int, int], draws: int
) -> list[VillageScore]:
    standing = [each for each in villages if each.rank is not None]
    # Room below one ten-thousandth of a point for the tie order to decide between equal totals.
    unit = _TEN_THOUSANDTHS * (len(standing) + 1)
    fixed: dict[int, int] = {}
    parts: dict[int, list[tuple[int, ...]]] = {}
    for each in standing:
        printed, parts[each.id] = _uncertain(each, unit)
        certain = round((Fraction(each.total) - printed) * _TEN_THOUSANDTHS)
        fixed[each.id] = certain * (len(standing) + 1) - places[each.id]
    ranges = ranking.rank_ranges(fixed, parts, draws=draws)
    bands = ranking.bands(ranges, len(standing), scheme.best_named, scheme.worst_named)
    found = []
    for each in villages:
        span = ranges.get(each.id)
        if span is not None and each.rank is not None:
            # The printed rank may lie in the 5 % that the range leaves out.
            span = (min(span[0], each.rank), max(span[1], each.rank))
        found.append(replace(each, rank_range=span, band=bands.get(each.id, "")))
    return found


def _uncertain(village: VillageScore, unit: int) -> tuple[Fraction, list[tuple[int, ...]]]:
    """The points of the total that hang on polls, and what they might be instead."""
    counted = [each for each in village.items.values() if each.points is not None]
    full = sum((Fraction(each.item.full) for each in counted), Fraction(0))
    scale = 100 / full if full else Fraction(0)
    printed, found = Fraction(0), []
    for each in counted:
        for points, item, fact, weight in _polled(each):
            printed += Fraction(points) * weight * scale
            found.append(_outcomes(item, fact, float(weight * scale), unit))
    return printed, found


def _polled(
    score: ItemScore | Part, weight: Fraction = _WHOLE
) -> Iterator[tuple[Decimal, Item, Fact, Fraction]]:
    """Each poll behind the points of an item: one, or one for each month of a mean."""
    if not FACTS[score.item.fact].polled or score.points is None:
        return
    if score.policy == "scored" and score.fact.of:
        yield score.points, score.item, score.fact, weight
    for part in score.parts:
        yield from _polled(part, weight * part.scale)


def _outcomes(item: Item, fact: Fact, weight: float, unit: int) -> tuple[int, ...]:
    rates = redrawn_rates(int(fact.value or 0), int(fact.of or 0))
    if item.method == "bands":
        steps = [(float(threshold), float(worth)) for threshold, worth in item.bands]
        points = [_banded(rate * 100, steps) for rate in rates]
    else:
        floor = float(item.floor or 0)
        mark = 1.0 if item.mark is None else float(item.mark)
        full, span = float(item.full), mark - floor
        points = [full * min(1.0, max(0.0, (rate - floor) / span)) for rate in rates]
    step, worth = unit // _TEN_THOUSANDTHS, weight * _TEN_THOUSANDTHS
    return tuple([round(each * worth) * step for each in points])


def _banded(measured: float, steps: Sequence[tuple[float, float]]) -> float:
    return next((worth for threshold, worth in steps if measured >= threshold), 0.0)
