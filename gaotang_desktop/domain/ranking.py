"""Ranks, and how firmly a rank stands (排名)."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

BEST, MIDDLE, WORST = "前列", "中间", "待改进"
_SEED = 20220099  # fixed, so that a range is the same each time it is computed


def competition_ranks(keys: Mapping[int, Any]) -> dict[int, int]:
    """1, 2, 2, 4: equal keys share a rank, the highest key has rank 1."""
    ordered = sorted(keys.items(), key=lambda pair: pair[1], reverse=True)
    ranks: dict[int, int] = {}
    last: Any = None
    for place, (number, key) in enumerate(ordered, start=1):
        ranks[number] = ranks[last] if last is not None and keys[last] == key else place
        last = number
    return ranks


def rank_ranges(
    fixed: Mapping[int, float],
    parts: Mapping[int, Sequence[Sequence[float]]],
    *,
    draws: int,
) -> dict[int, tuple[int, int]]:
    """The central 95 % of ranks when the uncertain parts of every total are redrawn.

    ``parts[village]`` holds, for each uncertain item, equally likely contributions to the total.
    """
    villages = sorted(fixed)
    if not villages:
        return {}
    chance = random.Random(_SEED)
    columns: list[list[float]] = []
    for village in villages:
        drawn = [fixed[village]] * draws
        for outcomes in parts.get(village, ()):
            drawn = [a + b for a, b in zip(drawn, chance.choices(outcomes, k=draws), strict=True)]
        columns.append(drawn)
    counts: list[Counter[int]] = [Counter() for _ in villages]
    places = range(len(villages))
    for totals in zip(*columns, strict=True):
        rank, last = 0, None
        ordered = sorted(places, key=totals.__getitem__, reverse=True)
        for position, place in enumerate(ordered, start=1):
            # Equal totals share a rank in a redraw as on paper.
            if last is None or totals[place] != last:
                rank, last = position, totals[place]
            counts[place][rank] += 1
    return {village: _central(counts[place], draws) for place, village in enumerate(villages)}


def _central(counts: Counter[int], draws: int) -> tuple[int, int]:
    low, high, below = 1, 1, 0
    for rank in sorted(counts):
        if below <= draws * 0.025:
            low = rank
        if below < draws * 0.975:
            high = rank
        below += counts[rank]
    return low, high


def bands(
    ranges: Mapping[int, tuple[int, int]], count: int, best: int, worst: int
) -> dict[int, str]:
    """前列 or 待改进 only where the whole range lies there; what overlaps a boundary is 中间."""
    found = {}
    for village, (low, high) in ranges.items():
        if high <= best:
            found[village] = BEST
        elif low > count - worst:
            found[village] = WORST
        else:
            found[village] = MIDDLE
    return found
