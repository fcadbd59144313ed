"""Ranks, and how firmly a rank stands (排名)."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from random import Random
from typing import Any

BEST, MIDDLE, WORST = "前列", "中间", "待改进"
OUTCOMES = 1024  # of each uncertain part; a power of two, so that ten random bits choose one
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
    fixed: Mapping[int, int],
    parts: Mapping[int, Sequence[Sequence[int]]],
    *,
    draws: int,
) -> dict[int, tuple[int, int]]:
    """The central 95 % of ranks when the uncertain parts of every total are redrawn.

    ``fixed`` is the certain part of each village's total, a whole number of some small unit;
    ``parts[village]`` holds for each uncertain item its 1,024 equally likely contributions in the
    same unit. Whole numbers make equal totals equal: they share a rank in a redraw as on paper.
    """
    villages = sorted(fixed)
    if not villages or draws <= 0:
        return {}
    chance = Random(_SEED)
    columns = [_totals(chance, fixed[each], parts.get(each, ()), draws) for each in villages]
    downwards = range(len(villages), 0, -1)
    redrawn = []
    for totals in zip(*columns, strict=True):
        # Of equal totals the last one entered, the best place, stays.
        place = dict(zip(sorted(totals), downwards, strict=True))
        redrawn.append([place[total] for total in totals])
    columns_of_ranks = zip(*redrawn, strict=True)
    return {
        village: _central(Counter(ranks), draws)
        for village, ranks in zip(villages, columns_of_ranks, strict=True)
    }


def _totals(
    chance: Random, certain: int, parts: Sequence[Sequence[int]], draws: int
) -> Iterable[int]:
    drawn: Iterable[int] = [certain] * draws
    for outcomes in parts:
        drawn = map(add, drawn, map(outcomes.__getitem__, _choices(chance, draws)))
    return list(drawn)


def _choices(chance: Random, count: int) -> "array[int]":
    """``count`` numbers from 0 to 1,023, all at once: ten times as fast as one by one."""
    mask = int.from_bytes((OUTCOMES - 1).to_bytes(2, "little") * count, "little")
    bits = chance.getrandbits(16 * count) & mask
    found = array("H")
    found.frombytes(bits.to_bytes(2 * count, "little"))
    if found.itemsize != 2 or memoryview(b"\x01\x00").cast("H")[0] != 1:
        found.byteswap()
    return found


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


def band_sentence(span: tuple[int, int], rank: int, count: int, best: int, worst: int) -> str:
    """Why a village stands in its band, in one plain sentence.

    ``count`` villages are ranked, ``best`` named first and ``worst`` named last.
    """
    low, high = span
    where = f"名次区间 {low}–{high}" if low != high else f"名次稳定在第 {low}"
    if best and high <= best:
        return f"{where}，整个区间都在前 {best} 名，列入{BEST}。"
    if worst and low > count - worst:
        return f"{where}，整个区间都在后 {worst} 名，列入{WORST}。"
    if best and low <= best:
        side = "虽排在前列，但" if rank <= best else ""
        return f"{where}，跨过前 {best} 名的界线，{side}民调样本不足以断定，列入{MIDDLE}。"
    if worst and high > count - worst:
        return f"{where}，跨过后 {worst} 名的界线，民调样本不足以断定，列入{MIDDLE}。"
    return f"{where}，不到前 {best} 名，也不到后 {worst} 名，列入{MIDDLE}。"
