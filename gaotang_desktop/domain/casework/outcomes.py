"""Whether a matter was done in time, and whether people were content: one rule for every ledger."""

from datetime import date

CONTENT = ("满意", "基本满意")
UNSAID = "未评价"


def in_time(due: date | None, done_on: date | None, *, today: date) -> bool | None:
    """Whether a matter was done by its deadline; ``None`` while nothing is due of it.

    Done it counts, and past its deadline; due ``today`` it is not lost yet.
    """
    if done_on is not None:
        return due is None or done_on <= due
    return False if due is not None and due < today else None


def is_content(said: str | None) -> bool | None:
    """Whether somebody was content; ``None`` where nobody said anything."""
    return None if said in (None, "", UNSAID) else said in CONTENT
