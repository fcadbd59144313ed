"""Ranks, broken ties, rank ranges and bands of scored villages."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gaotang_desktop.domain import ranking
from gaotang_desktop.domain.evaluation import redraws
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact
from gaotang_desktop.domain.evaluation.redraws import Uncertain
from gaotang_desktop.domain.evaluation.results import ItemScore, Part, Result, VillageScore
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.polls import redrawn_rates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        villages = _with_ranges(scheme, result, villages, places, draws)
    # Unranked villages stand last, in display order; the vetoed ones after them.
    villages.sort(
        key=lambda each: (each.rank is None, bool(each.veto), each.rank or 0, each.order, each.id)
    )
    return replace(result, villages=tuple(villages), ties=said)


def too_short(counted: int, most: int, unit: str = "天") -> str:
    """Why a village is not ranked beside those that existed for more than twice as long, or ``""``.

    ``most`` is what counts of the village of which most does; a longer period counts its parts.
    """
    if 2 * counted >= most:
        return ""
    return f"本期只计 {counted} {unit}，不到其他村（{most} {unit}）的一半，不排名次。"


def may_name(result: Result) -> bool:
    """Whether first and last villages may be named at all.

    Not where no middle is left between the two, nor where all are equal.
    """
    ranked = [each for each in result.villages if each.rank is not None]
    ends = result.scheme.best_named + result.scheme.worst_named
    return len(ranked) > ends and len({each.total for each in ranked}) > 1


def why_unnamed(result: Result) -> str:
    """Why no village is named among the first or the last, in a sentence; the polls are one reason."""
    ranked = [each for each in result.villages if each.rank is not None]
    ends = result.scheme.best_named + result.scheme.worst_named
    if not ends:
        return "考评办法不列前列和待改进，本期不分档次。"
    if len(ranked) <= ends:
        return f"参加排名的只有{len(ranked)}个村，本期不分前列和待改进。"
    if len({each.total for each in ranked}) == 1:
        return "各村总分相同，本期不分前列和待改进。"
    return "各村得分的差别不足以断定前列和待改进，本期不分档次。"


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
    scheme: Scheme, result: Result, villages: Sequence[VillageScore], places: dict[int, int],
    draws: int,
) -> list[VillageScore]:  # fmt: skip
    standing = [each for each in villages if each.rank is not None]
    # Room below one ten-thousandth of a point for the tie order to decide between equal totals.
    step = len(standing) + 1
    leaves = {each.id: list(_leaves(each, result.period)) for each in standing}
    pools = _pools(each for found in leaves.values() for each in found)
    fixed: dict[int, int] = {}
    totals: dict[int, int] = {}
    parts: dict[int, list[Uncertain]] = {}
    for each in standing:
        printed, parts[each.id] = _uncertain(leaves[each.id], pools, step)
        certain = round((Fraction(each.total) - printed) * _TEN_THOUSANDTHS)
        fixed[each.id] = certain * step - places[each.id]
        totals[each.id] = round(Fraction(each.total) * _TEN_THOUSANDTHS) * step - places[each.id]
    found = redraws.ranges(fixed, parts, totals, draws=draws)
    bands = dict.fromkeys(found.joint, ranking.MIDDLE)
    if may_name(replace(result, villages=tuple(villages))):
        bands = ranking.bands(found.joint, len(standing), scheme.best_named, scheme.worst_named)
    shown = []
    for each in villages:
        span, joint = found.marginal.get(each.id), found.joint.get(each.id)
        if span is not None and each.rank is not None:
            # The printed rank may lie in the 5 % that the range leaves out.
            span = (min(span[0], each.rank), max(span[1], each.rank))
        shown.append(replace(each, rank_range=span, joint_range=joint, band=bands.get(each.id, "")))
    return shown


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One score that hangs on a poll: its own result, or (``average``) the others' of a period."""

    period: str
    item: Item
    fact: Fact
    policy: str
    points: Decimal
    weight: Fraction

    @property
    def source(self) -> Hashable:
        """The poll result, so that it is drawn once for whatever stands on it."""
        ids = [ref.id for ref in self.fact.records if ref.kind == "poll-results"]
        return ids[0] if ids else self.period


Pools = Mapping[tuple[str, str], tuple[Hashable, "NDArray[np.float64]"]]


def _leaves(village: VillageScore, period: str) -> Iterator[_Leaf]:
    counted = [each for each in village.items.values() if each.points is not None]
    full = sum((Fraction(each.item.full) for each in counted), Fraction(0))
    for each in counted:
        yield from _polled(each, period, 100 / full if full else Fraction(0))


def _polled(score: ItemScore | Part, period: str, weight: Fraction) -> Iterator[_Leaf]:
    """Each score behind the points of an item that a poll gave: one, or one for each month."""
    if not FACTS[score.item.fact].polled or score.points is None:
        return
    if (score.policy == "scored" and score.fact.of) or score.policy == "average":
        yield _Leaf(period, score.item, score.fact, score.policy, score.points, weight)
    for part in score.parts:
        yield from _polled(part, part.period, weight * part.scale)


def _pools(leaves: Iterable[_Leaf]) -> Pools:
    """By period and item what is known of all villages together: as one without a poll is drawn.

    Who is known least is held for any of the others, not for their mean.
    """
    import numpy as np

    found: dict[tuple[str, str], list[_Leaf]] = {}
    wanted = set()
    for each in leaves:
        if each.policy == "scored":
            found.setdefault((each.period, each.item.code), []).append(each)
        else:
            wanted.add((each.period, each.item.code))
    pools = {}
    for key in wanted & found.keys():
        mine = found[key]
        rates = np.sort(np.concatenate([_rates(each.fact) for each in mine]))
        middle = len(rates) // (2 * redraws.OUTCOMES)
        pools[key] = (
            frozenset(each.source for each in mine),
            rates[middle :: len(rates) // redraws.OUTCOMES],
        )
    return pools


def _rates(fact: Fact) -> "NDArray[np.float64]":
    return redrawn_rates(int(fact.value or 0), int(fact.of or 0))


def _uncertain(
    leaves: Sequence[_Leaf], pools: Pools, step: int
) -> tuple[Fraction, list[Uncertain]]:
    """The points of the total that hang on polls, and what they might be instead."""
    printed = Fraction(0)
    # In a longer period one poll stands behind many months: its shares are added up first.
    shares: dict[_Scale, float] = defaultdict(float)
    drawn: dict[_Scale, NDArray[np.float64]] = {}
    for each in leaves:
        source: Hashable = each.source
        if each.policy == "scored":
            rates = _rates(each.fact)
        elif (pool := pools.get((each.period, each.item.code))) is not None:
            source, rates = pool
        else:
            continue
        printed += Fraction(each.points) * each.weight
        item = each.item
        linear = item.method != "bands"
        scale = _Scale(
            source, item.fact, item.floor, item.mark, () if linear else item.bands, item.bend,
            None if item.bend_points is None else float(item.bend_points / item.full),
        )  # fmt: skip
        shares[scale] += float(each.weight) * (float(item.full) if linear else 1.0)
        drawn[scale] = rates
    return printed, [
        Uncertain(scale.source, scale.question, _outcomes(scale, drawn[scale], share, step))
        for scale, share in shares.items()
    ]


class _Scale(NamedTuple):
    """What turns a rate of one poll into points; equal ones only differ in their weight."""

    source: Hashable
    question: str
    floor: Decimal | None
    mark: Decimal | None
    bands: tuple[tuple[Decimal, Decimal], ...]
    bend: Decimal | None = None
    bend_share: float | None = None


def _outcomes(
    scale: _Scale, rates: "NDArray[np.float64]", share: float, step: int
) -> "NDArray[np.int64]":
    import numpy as np

    if scale.bands:
        points = np.zeros(len(rates))
        for threshold, worth in reversed(scale.bands):
            points[rates * 100 >= float(threshold)] = float(worth)
    else:
        floor = float(scale.floor or 0)
        mark = 1.0 if scale.mark is None else float(scale.mark)
        if scale.bend is not None and scale.bend_share is not None:
            points = np.interp(rates, [floor, float(scale.bend), mark], [0, scale.bend_share, 1])
        else:
            points = np.clip((rates - floor) / (mark - floor), 0, 1)
    return np.rint(points * (share * _TEN_THOUSANDTHS)).astype(np.int64) * step
