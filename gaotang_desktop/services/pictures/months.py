"""The months that a picture goes over."""

from collections.abc import Sequence
from datetime import date

from gaotang_desktop.domain.periods import Period, month_of

SHOWN = 12


def last_months(today: date, count: int = SHOWN) -> tuple[Period, ...]:
    """The running month and those before it, the oldest first."""
    now = month_of(today)
    return tuple(now.shifted(back) for back in range(1 - count, 1))


def words(months: Sequence[Period]) -> tuple[str, ...]:
    """``11月``; the first one and each January with its year."""
    return tuple(
        f"{str(each.year)[2:]}年{each.number}月"
        if at == 0 or each.number == 1
        else f"{each.number}月"
        for at, each in enumerate(months)
    )
