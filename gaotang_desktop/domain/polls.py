"""What a poll of n respondents can and cannot tell (民意调查)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import pi, sqrt
from typing import TYPE_CHECKING, Any

from gaotang_desktop.domain.errors import DomainError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MINIMUM_SAMPLE = 30
"""From so many respondents on a village is ranked, unless the office or its scheme says otherwise."""
LEVELS = ("省", "市", "县", "镇自测")
QUANTILES = 1024
_Z = 1.959963984540054  # the central 95 % of the normal distribution
_CELLS = 1024


def problem(hits: Decimal | int, sample: Decimal | int) -> str:
    """A sentence about a count that no poll can have; ``""`` when it can."""
    if hits < 0 or sample < 0:
        return f"民调的人数不能小于 0，现在是 {hits} 和 {sample}，请改正。"
    if hits > sample:
        return f"满意的有 {hits} 人，多于有效样本 {sample} 人，请改正其中一个。"
    return ""


def wilson(hits: int, sample: int) -> tuple[Decimal, Decimal] | None:
    """The Wilson 95 % interval of a rate as percentages with one decimal; ``None`` without sample.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.

    Raises:
        DomainError: more hits than respondents, or a negative count.
    """
    if said := problem(hits, sample):
        raise DomainError(said)
    if sample == 0:
        return None
    rate, z2 = hits / sample, _Z * _Z
    middle = (rate + z2 / (2 * sample)) / (1 + z2 / sample)
    half = _Z * sqrt(rate * (1 - rate) / sample + z2 / (4 * sample * sample)) / (1 + z2 / sample)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == sample else min(1.0, middle + half)
    return _percent(low), _percent(high)


def _percent(share: float) -> Decimal:
    return (Decimal(share) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


@lru_cache(maxsize=4096)
def redrawn_rates(hits: int, sample: int) -> "NDArray[np.float64]":
    """1,024 evenly spaced quantiles of Beta(k + ½, n − k + ½): what the true rate may well be.

    Drawing one of them at random is drawing from the distribution, to about 1/1000 of its range.
    Rising; not to be written to.

    Raises:
        DomainError: more hits than respondents, or a negative count.
    """
    import numpy as np

    if said := problem(hits, sample):
        raise DomainError(said)
    # With x = sin²θ the density becomes sin²ᵏθ · cos²⁽ⁿ⁻ᵏ⁾θ: no poles at the ends.
    sines, cosines = _logarithms()
    logs = hits * sines + (sample - hits) * cosines
    cumulative = np.concatenate(([0.0], np.cumsum(np.exp(logs - logs.max()))))
    wanted = (np.arange(QUANTILES) + 0.5) / QUANTILES * cumulative[-1]
    # Where the density is nothing the sum stands still, and its first cell is taken.
    known, places = np.unique(cumulative, return_index=True)
    angles = np.interp(wanted, known, places / _CELLS * (pi / 2))
    rates: NDArray[np.float64] = np.sin(angles) ** 2
    rates.setflags(write=False)
    return rates


@lru_cache(maxsize=1)
def _logarithms() -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Twice the logarithms of sine and cosine in the middle of each cell."""
    import numpy as np

    angles = (np.arange(_CELLS) + 0.5) / _CELLS * (pi / 2)
    return 2 * np.log(np.sin(angles)), 2 * np.log(np.cos(angles))


def poll_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a poll that cannot be right."""
    begins, ends = values.get("from_on"), values.get("until_on")
    if begins is not None and begins > today:
        return {"from_on": f"{begins:%Y-%m-%d} 还没有到，调查开始以后再登记，请改日期。"}
    if begins is not None and ends is not None and ends < begins:
        return {"until_on": "结束日期早于开始日期，请改正其中一个。"}
    return {}


FIGURES = {"safe": "感到安全", "satisfied": "表示满意", "aware": "知晓", "took_part": "参与"}


def result_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each count of a village that is more than its sample."""
    sample = values.get("sample")
    if sample is None:
        return {}
    return {
        name: f"“{label}” {values[name]} 人多于有效样本 {sample} 人，请改正。"
        for name, label in FIGURES.items()
        if values.get(name) is not None and values[name] > sample
    }


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``sample`` respondents; never shown without its sample and its interval."""

    hits: int
    sample: int

    @property
    def percent(self) -> Decimal:
        """The rate as a percentage with one decimal."""
        return (Decimal(self.hits) * 100 / Decimal(self.sample)).quantize(
            Decimal("0.1"), ROUND_HALF_UP
        )

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """The Wilson 95 % interval as percentages."""
        found = wilson(self.hits, self.sample)
        assert found is not None  # rate() makes none without a sample
        return found

    @property
    def words(self) -> str:
        """``93.3%（78.7–98.2）``."""
        low, high = self.interval
        return f"{self.percent}%（{low}–{high}）"


def rate(hits: int | None, sample: int | None) -> Rate | None:
    """A rate; ``None`` where the question was not counted or nobody was asked."""
    return Rate(hits, sample) if hits is not None and sample else None


def overlap(now: Rate, before: Rate) -> bool:
    """Whether the intervals of two rates overlap: then no rise and no fall can be told."""
    return now.interval[0] <= before.interval[1] and before.interval[0] <= now.interval[1]


def change(now: Rate | None, before: Rate | None) -> str:
    """``升 3.2 个百分点，区间重叠，升降不能断定``; ``""`` where there is nothing to compare."""
    if now is None or before is None:
        return ""
    moved = now.percent - before.percent
    words = "持平" if not moved else f"{'升' if moved > 0 else '降'} {abs(moved)} 个百分点"
    if not moved:
        return words
    return f"{words}，区间{'重叠，升降不能断定' if overlap(now, before) else '不重叠'}"
