"""Figures as sentences show them."""

from decimal import Decimal
from fractions import Fraction

from gaotang_desktop.domain.evaluation import methods


def number(value: Decimal | Fraction | int | None) -> str:
    """A figure without needless zeros, at most two decimals; ``—`` for none."""
    if value is None:
        return "—"
    shown = f"{methods.rounded(Fraction(value)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def exact(value: Decimal | None) -> str:
    """A figure of a rule as it was typed: ``0.125``."""
    return "—" if value is None else f"{value.normalize():f}"


def full_points(value: Decimal) -> str:
    """Full points beside others: ``12``, but ``13.40`` where they are no whole number."""
    return number(value) if value == value.to_integral_value() else f"{methods.rounded(value)}"


def ranks(low: int, high: int) -> str:
    """A range of ranks: ``3–7``, and ``22`` where it is one rank."""
    return f"{low}–{high}" if low != high else f"{low}"
