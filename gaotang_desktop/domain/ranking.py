"""Ranks, and how firmly a rank stands (排名)."""

from collections.abc import Mapping
from typing import Any

BEST, MIDDLE, WORST = "前列", "中间", "待改进"


def competition_ranks(keys: Mapping[int, Any]) -> dict[int, int]:
    """1, 2, 2, 4: equal keys share a rank, the highest key has rank 1."""
    ordered = sorted(keys.items(), key=lambda pair: pair[1], reverse=True)
    ranks: dict[int, int] = {}
    last: Any = None
    for place, (number, key) in enumerate(ordered, start=1):
        ranks[number] = ranks[last] if last is not None and keys[last] == key else place
        last = number
    return ranks


def bands(
    ranges: Mapping[int, tuple[int, int]], count: int, best: int, worst: int
) -> dict[int, str]:
    """前列 or 待改进 only where the whole range lies there; what overlaps a boundary is 中间.

    The ranges hold for all villages at once: a band is a claim about every one of them.
    """
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

    ``span`` holds for all villages at once (95 %). ``count`` villages are ranked, ``best`` named first and ``worst`` named last.
    """
    low, high = span
    where = f"和所有村一起看，名次在 {low}–{high}" if low != high else f"名次稳定在第 {low}"
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
