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
