"""The seven ways from a fact to points; all exact, none below zero or above the full points."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gaotang_desktop.domain.evaluation.facts import Fact
from gaotang_desktop.domain.evaluation.schemes import PER, Item

_DAYS = {"night": Fraction(1), "week": Fraction(7)}


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period on which a village counts, out of all days of the period.

    ``months`` is the length of the whole period.
    """

    first: date
    last: date
    period_days: int
    months: int = 1

    @property
    def days(self) -> int:
        """Days that count; 0 when the village did not exist then."""
        return max(0, (self.last - self.first).days + 1)

    @property
    def share(self) -> Fraction:
        """Which part of the period counts."""
        return Fraction(self.days, self.period_days)


def rounded(number: Fraction | Decimal) -> Decimal:
    """Half up to two decimals, exactly."""
    exact = Fraction(number)
    hundredths = (
        (exact * 100 + Fraction(1, 2)).__floor__()
        if exact >= 0
        else -((-exact * 100 + Fraction(1, 2)).__floor__())
    )
    return (Decimal(hundredths) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def target(item: Item, fact: Fact, span: Span) -> Fraction:
    """What was due of an item under 按完成比例, pro rata for the days that count."""
    wanted = Fraction(item.target or 0)
    if item.share_of:
        wanted *= Fraction(fact.of or 0)
    if item.per in _DAYS:
        return wanted * span.days / _DAYS[item.per]
    if item.per == "month":
        return wanted * span.months * span.share
    if item.per == "quarter":
        return wanted * span.months / 3 * span.share
    return wanted * span.share


def target_words(item: Item, fact: Fact, span: Span) -> str:
    """How the target comes about, to be worked out again: ``每周 3 × 31 天 ÷ 7``."""
    wanted = f"{(item.target or Decimal(0)).normalize():f}"
    if item.share_of:
        share = f"{((item.target or Decimal(0)) * 100).normalize():f}%"
        wanted = f"{(fact.of or Decimal(0)).normalize():f} × {share}"
    if item.per in _DAYS:
        week = " ÷ 7" if item.per == "week" else ""
        return f"每{PER[item.per]} {wanted} × {span.days} 天{week}"
    words = f"每{PER[item.per]} {wanted}"
    spans = {"month": Fraction(span.months), "quarter": Fraction(span.months, 3)}
    times = spans.get(item.per, Fraction(1))
    if times.numerator != 1:
        words += f" × {times.numerator}"
    if times.denominator != 1:
        words += f" ÷ {times.denominator}"
    if span.share != 1:
        words += f" × {span.days} 天 ÷ {span.period_days} 天"
    return words


def measured(fact: Fact) -> Fraction:
    """What bands are compared with: a percentage where there is a denominator, else the value."""
    value = Fraction(fact.value or 0)
    return value / Fraction(fact.of) * 100 if fact.of else value


def points(item: Item, fact: Fact, span: Span) -> Decimal:
    """The points of a known fact, 0 to the full points, rounded half up to two decimals."""
    full, value = Fraction(item.full), Fraction(fact.value or 0)
    of = Fraction(fact.of) if fact.of else Fraction(0)
    if item.method == "proportion":
        wanted = target(item, fact, span)
        earned = full if wanted <= 0 else full * min(Fraction(1), value / wanted)
    elif item.method in ("rate", "percent"):
        earned = full * _on_scale(item, value / of if of else Fraction(0))
    elif item.method == "bands":
        reached = measured(fact)
        earned = next(
            (Fraction(worth) for threshold, worth in item.bands if reached >= threshold),
            Fraction(0),
        )
    elif item.method == "deduct":
        earned = full - value * Fraction(item.step or 0)
    elif item.method == "add":
        cap = Fraction(item.cap) if item.cap is not None else full
        earned = min(cap, value * Fraction(item.step or 0))
    else:
        earned = value
    return rounded(min(full, max(Fraction(0), earned)))


def _on_scale(item: Item, rate: Fraction) -> Fraction:
    floor, mark = Fraction(item.floor or 0), Fraction(1 if item.mark is None else item.mark)
    return min(Fraction(1), max(Fraction(0), (rate - floor) / (mark - floor)))
