"""What a poll of n respondents can and cannot tell (民意调查)."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from math import exp, lgamma, log, sqrt

MINIMUM_SAMPLE = 30
_Z = 1.959963984540054  # the central 95 % of the normal distribution
_GRID = 2000
_QUANTILES = 1024


def wilson(hits: int, sample: int) -> tuple[Decimal, Decimal] | None:
    """The Wilson 95 % interval of a rate as percentages with one decimal; ``None`` without sample.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    if sample <= 0:
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
def redrawn_rates(hits: int, sample: int) -> tuple[float, ...]:
    """Evenly spaced quantiles of Beta(k + ½, n − k + ½): what the true rate may well be.

    Drawing one of them at random is drawing from the distribution, to about 1/1000 of its range.
    """
    a, b = hits + 0.5, sample - hits + 0.5
    constant = lgamma(a + b) - lgamma(a) - lgamma(b)
    # The middle of each cell keeps clear of the poles at 0 and 1.
    points = [(cell + 0.5) / _GRID for cell in range(_GRID)]
    weights = [exp(constant + (a - 1) * log(x) + (b - 1) * log(1 - x)) for x in points]
    cumulative = [0.0]
    for weight in weights:
        cumulative.append(cumulative[-1] + weight)
    total, found, wanted = cumulative[-1], [], 0
    for cell, (below, above) in enumerate(pairwise(cumulative)):
        while wanted < _QUANTILES and (wanted + 0.5) / _QUANTILES * total <= above:
            share = ((wanted + 0.5) / _QUANTILES * total - below) / (above - below)
            found.append((cell + share) / _GRID)
            wanted += 1
    found += [1.0] * (_QUANTILES - len(found))
    return tuple(found)
