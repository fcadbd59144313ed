"""How firmly ranks stand when the polls behind them are drawn anew (名次区间).

Every poll result is drawn once, whatever stands on it: two questions of one poll, the months of a
quarter. Answers to two questions of one poll come from the same people, so what is drawn for them
is not independent: both hang on one normal draw of the village, with :data:`CORRELATION`.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erf, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CORRELATION = 0.7
"""Of the draws for two questions that the same people answered; assumed, not estimated."""
OUTCOMES = 1024
CONFIDENCE = 0.95
_SEED = 20220099  # fixed, so that a range is the same each time it is computed
_JOINT_DRAWS = 2000  # enough for a 95 % quantile of a maximum
_GRID, _REACH = 512, 6  # steps to one standard deviation, standard deviations to each side


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What hangs on one question of one poll result.

    ``outcomes`` are :data:`OUTCOMES` equally likely contributions to the total, from the lowest
    rate to the highest; those of one ``source`` share a draw, those of one ``source`` and
    ``question`` are one and the same.
    """

    source: Hashable
    question: str
    outcomes: "NDArray[np.int64]"


@dataclass(frozen=True, slots=True)
class Ranges:
    """By village: the central 95 % of its ranks, and the ranks that hold for all at once."""

    marginal: Mapping[int, tuple[int, int]]
    joint: Mapping[int, tuple[int, int]]


def ranges(
    fixed: Mapping[int, int],
    parts: Mapping[int, Sequence[Uncertain]],
    totals: Mapping[int, int],
    *,
    draws: int,
) -> Ranges:
    """The ranks that the polls leave possible.

    ``fixed`` is the certain part of each total and ``totals`` the printed one, both whole numbers
    of one small unit, so that equal totals are equal and share a rank in a redraw as on paper.
    ``marginal`` holds each village's rank 95 times of 100, taken alone; ``joint`` holds the ranks
    of all villages together 95 times of 100.

    Source of ``joint``: M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm, Inference for Ranks
    with Applications to Mobility across Neighbourhoods and Academic Achievement across Countries,
    Rev. Econ. Stud. 91 (2024) 476-518: villages whose difference exceeds what the largest of all
    differences reaches by chance are apart.
    """
    villages = sorted(fixed)
    if not villages or draws <= 0:
        return Ranges({}, {})
    drawn = redrawn(fixed, parts, draws=draws)
    return Ranges(
        dict(zip(villages, _central(drawn), strict=True)),
        dict(zip(villages, _together(drawn, [totals[each] for each in villages]), strict=True)),
    )


def redrawn(
    fixed: Mapping[int, int], parts: Mapping[int, Sequence[Uncertain]], *, draws: int
) -> "NDArray[np.int64]":
    """Totals drawn anew: a row for each village in the order of ids, a column for each draw."""
    import numpy as np

    chance = np.random.default_rng(_SEED)
    villages = sorted(fixed)
    drawn = np.empty((len(villages), draws), np.int64)
    for row, village in enumerate(villages):
        drawn[row] = fixed[village]
        sources: dict[Hashable, dict[str, Any]] = defaultdict(dict)
        for each in parts.get(village, ()):
            known = sources[each.source].get(each.question)
            sources[each.source][each.question] = (
                each.outcomes if known is None else known + each.outcomes
            )
        for questions in sources.values():
            shared = chance.standard_normal(draws, np.float32) * np.float32(sqrt(CORRELATION))
            for outcomes in questions.values():
                own = chance.standard_normal(draws, np.float32)
                own *= np.float32(sqrt(1 - CORRELATION))
                own += shared
                drawn[row] += outcomes[_places(own)]
    return drawn


def _places(normal: "NDArray[np.float32]") -> "NDArray[np.int16]":
    """Which of the outcomes a normal draw chooses: its quantile, by a table."""
    import numpy as np

    normal *= np.float32(_GRID)
    normal += np.float32(_GRID * _REACH)
    found: NDArray[np.int16] = _table()[np.clip(normal, 0, 2 * _GRID * _REACH - 1).astype(np.int16)]
    return found


@lru_cache(maxsize=1)
def _table() -> "NDArray[np.int16]":
    import numpy as np

    middles = [(step + 0.5) / _GRID - _REACH for step in range(2 * _GRID * _REACH)]
    shares = [(1 + erf(each / sqrt(2))) / 2 for each in middles]
    return np.array([min(OUTCOMES - 1, int(share * OUTCOMES)) for share in shares], np.int16)


def ranks_of(drawn: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The ranks in each draw, 1, 2, 2, 4 where totals are equal; of the shape of ``drawn``."""
    import numpy as np

    count, draws = drawn.shape
    bits = count.bit_length()
    # The village's place in the lowest bits: one sort of whole numbers gives order and owners.
    keys = (-drawn.T << bits) | np.arange(count)
    keys.sort(axis=1)
    owners, values = keys & ((1 << bits) - 1), keys >> bits
    place = np.tile(np.arange(count), (draws, 1))
    place[:, 1:][values[:, 1:] == values[:, :-1]] = 0
    np.maximum.accumulate(place, axis=1, out=place)
    ranks = np.empty((draws, count), np.int64)
    np.put_along_axis(ranks, owners, place + 1, axis=1)
    return ranks.T


def _central(drawn: "NDArray[np.int64]") -> list[tuple[int, int]]:
    import numpy as np

    count, draws = drawn.shape
    ranks = ranks_of(drawn) + np.arange(count)[:, None] * (count + 1)
    counts = np.bincount(ranks.ravel(), minlength=count * (count + 1))
    below = counts.reshape(count, count + 1).cumsum(axis=1)
    tail = (1 - CONFIDENCE) / 2
    low = (below > draws * tail).argmax(axis=1)
    high = (below >= draws * (1 - tail)).argmax(axis=1)
    return [(int(one), int(other)) for one, other in zip(low, high, strict=True)]


def _together(drawn: "NDArray[np.int64]", totals: Sequence[int]) -> list[tuple[int, int]]:
    import numpy as np

    some = drawn[:, :_JOINT_DRAWS]
    moved = (some - some.mean(axis=1, keepdims=True)).astype(np.float32)
    own = moved.var(axis=1, dtype=np.float64)  # villages are drawn independently
    error = np.sqrt(own[:, None] + own[None, :])
    # Villages without anything uncertain between them differ as their totals do, exactly.
    certain = error < 1e-6
    steps = np.where(certain, 0, 1 / np.where(certain, 1, error)).astype(np.float32)
    largest = np.zeros(moved.shape[1], np.float32)
    for row in range(len(moved) - 1):
        gaps = moved[row + 1 :] - moved[row]
        np.abs(gaps, out=gaps)
        gaps *= steps[row, row + 1 :, None]
        np.maximum(largest, gaps.max(axis=0), out=largest)
    reach = float(np.quantile(largest, CONFIDENCE))
    printed = np.array(totals, np.float64)
    ahead = printed[None, :] - printed[:, None]  # of the column's village before the row's
    apart = np.where(certain, 0, reach * error)
    better = (ahead > apart).sum(axis=1)
    surely_not = (ahead < -apart) | (certain & (ahead == 0))
    worst = len(totals) - surely_not.sum(axis=1)
    # A village of which everything is uncertain still does not stand before itself.
    worst += np.where(np.diag(certain), 1, 0)
    return [
        (int(low) + 1, max(int(low) + 1, int(high)))
        for low, high in zip(better, worst, strict=True)
    ]
