"""Whether a matter was done in time, and whether people were content: one rule for every ledger."""

from collections.abc import Iterable
from datetime import date

CONTENT = ("满意", "基本满意")
UNSAID = "未评价"


def in_time(due: date | None, done_on: date | None, *, today: date) -> bool | None:
    """Whether a matter was done by its deadline; ``None`` while nothing is due of it.

    It counts once its deadline is over, also where it was done before: due ``today`` it is not lost
    yet, and without a deadline nothing falls due.
    """
    if due is None or due >= today:
        return None
    return done_on is not None and done_on <= due


def is_content(said: str | None) -> bool | None:
    """Whether somebody was content; ``None`` where nobody said anything."""
    return None if said in (None, "", UNSAID) else said in CONTENT


def contents(said: Iterable[str | None]) -> list[bool]:
    """Whether each of those who said something was content."""
    told = [is_content(each) for each in said]
    return [each for each in told if each is not None]
