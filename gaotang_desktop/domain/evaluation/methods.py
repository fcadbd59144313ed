"""The ways from a fact to points; all exact, none above the full points or below the least."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gaotang_desktop.domain.evaluation.facts import FACTS, Fact
from gaotang_desktop.domain.evaluation.schemes import PER, TAKING, Item

_DAYS = {"night": Fraction(1), "week": Fraction(7)}


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period on which a village counts, out of all days of the period.

    ``months`` is the length of the whole period, ``rest`` how many of the days that count are
    holidays, where the scheme leaves them out of a target.
    """

    first: date
    last: date
    period_days: int
    months: int = 1
    rest: int = 0

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
        return wanted * _counted_days(item, span) / _DAYS[item.per]
    if item.per == "month":
        return wanted * span.months * span.share
    if item.per == "quarter":
        return wanted * span.months / 3 * span.share
    return wanted * span.share


def _counted_days(item: Item, span: Span) -> int:
    return span.days - span.rest if item.without_holidays else span.days


def target_words(item: Item, fact: Fact, span: Span) -> str:
    """How the target comes about, to be worked out again: ``每周 3 × 31 天 ÷ 7``."""
    wanted = f"{(item.target or Decimal(0)).normalize():f}"
    if item.share_of:
        share = f"{((item.target or Decimal(0)) * 100).normalize():f}%"
        wanted = f"{(fact.of or Decimal(0)).normalize():f} × {share}"
    if item.per in _DAYS:
        week = " ÷ 7" if item.per == "week" else ""
        return f"每{PER[item.per]} {wanted} × {_counted_days(item, span)} 天{week}"
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
    elif item.method == "slopes":
        earned = _on_slopes(item, value / of if of else Fraction(0))
    elif item.method in TAKING:
        earned = full - taken(item, fact)
    elif item.method == "add":
        cap = Fraction(item.cap) if item.cap is not None else full
        earned = min(cap, value * Fraction(item.step or 0))
    else:
        earned = value
    return rounded(min(full, max(Fraction(item.least), earned)))


def taken(item: Item, fact: Fact) -> Fraction:
    """What 按次扣分 and 与基数比较 take from the full points, up to the item's own cap."""
    step = Fraction(item.step or 0)
    if item.method == "deduct":
        times = Fraction(fact.value or 0)
        loss = step * (times + max(Fraction(0), times - 1) if item.doubled else times)
    else:
        loss = step * worse_by(item, fact)
    return loss if item.cap is None else min(Fraction(item.cap), loss)


def worse_by(item: Item, fact: Fact) -> Fraction:
    """By how many per cent a fact is worse than its base, 0 where it is not.

    Of rates percentage points, of counts per cent of the base; where the base is 0, any count at
    all is a hundred per cent more.
    """
    value, base = Fraction(fact.value or 0), Fraction(fact.base or 0)
    sign = 1 if FACTS[item.fact].unwanted else -1
    if fact.of:
        base = base / Fraction(fact.base_of) if fact.base_of else Fraction(0)
        return max(Fraction(0), sign * (value / Fraction(fact.of) - base) * 100)
    if not base:
        return Fraction(100) if sign > 0 and value else Fraction(0)
    return max(Fraction(0), sign * (value - base) / base * 100)


def _on_slopes(item: Item, rate: Fraction) -> Fraction:
    floor, mark = Fraction(item.floor or 0), Fraction(1 if item.mark is None else item.mark)
    bend, middle = Fraction(item.bend or 0), Fraction(item.bend_points or 0)
    if rate <= floor:
        return Fraction(0)
    if rate <= bend:
        return middle * (rate - floor) / (bend - floor)
    return middle + (Fraction(item.full) - middle) * (min(rate, mark) - bend) / (mark - bend)


def _on_scale(item: Item, rate: Fraction) -> Fraction:
    floor, mark = Fraction(item.floor or 0), Fraction(1 if item.mark is None else item.mark)
    return min(Fraction(1), max(Fraction(0), (rate - floor) / (mark - floor)))
