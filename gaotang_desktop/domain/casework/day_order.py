"""Which days may not lie before, or after, a day of the record that theirs belongs to."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Order(NamedTuple):
    """One such pair of days.

    ``day`` of a record of ``kind`` lies neither before ``since`` of the record of ``owner`` that its
    field ``by`` names nor after ``until`` of it. ``ended``: there is no such day before the owner has
    its own, and the owner's may be moved afterwards (what was taken up again is closed a second time).
    """

    kind: str
    by: str
    day: str
    owner: str
    since: str = ""
    until: str = ""
    ended: bool = False


ORDERS = (
    Order("meeting-decisions", "meeting_id", "due_on", "meetings", "held_on"),
    Order("meeting-decisions", "meeting_id", "done_on", "meetings", "held_on"),
    Order("dispute-notes", "dispute_id", "happened_on", "disputes", "found_on"),
    Order("findings", "inspection_id", "found_on", "inspections", "held_on"),
    Order("findings", "opinion_id", "found_on", "opinions", "received_on"),
    Order("findings", "poll_id", "found_on", "polls", "from_on"),
    Order("inspections", "draw_id", "held_on", "draws", "drawn_on"),
    Order("extensions", "dispute_id", "decided_on", "disputes", "found_on", "closed_on"),
    Order("extensions", "opinion_id", "decided_on", "opinions", "received_on", "answered_on"),
    Order("extensions", "intake_id", "decided_on", "intakes", "received_on", "done_on"),
    Order("acceptances", "dispute_id", "decided_on", "disputes", "closed_on", ended=True),
    Order("acceptances", "opinion_id", "decided_on", "opinions", "answered_on", ended=True),
    Order("acceptances", "intake_id", "decided_on", "intakes", "done_on", ended=True),
    Order("escalations", "dispute_id", "raised_on", "disputes", "found_on"),
    Order("escalations", "opinion_id", "raised_on", "opinions", "received_on"),
    Order("escalations", "intake_id", "raised_on", "intakes", "received_on"),
    Order("intakes", "dispute_id", "told_on", "disputes", "closed_on", ended=True),
    Order("intakes", "opinion_id", "told_on", "opinions", "answered_on", ended=True),
)


class Words(NamedTuple):
    """How the office speaks of the two days of an order and of the owner."""

    day: str
    since: str
    until: str
    owner: str
    child: str


def named(kind: str, label: str) -> str:
    """The word for a day that its kind calls only 日期."""
    return f"{kind}日期" if label == "日期" else label


def problem(order: Order, words: Words, day: date, since: date | None, until: date | None) -> str:
    """The sentence under the day of a record; ``""`` when it can be right."""
    if since is None and order.ended:
        return f"{words.owner}还没有办结，办结以后才有{words.day}，请去掉。"
    if since is not None and day < since:
        return f"{words.day}早于{words.since} {since:%Y-%m-%d}，请改正。"
    if until is not None and day > until:
        return f"{words.day}晚于{words.until} {until:%Y-%m-%d}，请改正。"
    return ""


def owner_problems(
    order: Order, words: Words, values: Mapping[str, date | None], first: date, last: date
) -> dict[str, str]:
    """A sentence under each day of the owner that its records' ``first`` or ``last`` day contradicts."""
    found: dict[str, str] = {}
    since, until = values.get(order.since), values.get(order.until)
    hint = f"请改正，或者先改那一条{words.child}。"
    if since is not None and since > first:
        found[order.since] = (
            f"{words.since}晚于它的{words.child}的{words.day} {first:%Y-%m-%d}，{hint}"
        )
    if until is not None and until < last:
        found[order.until] = (
            f"{words.until}早于它的{words.child}的{words.day} {last:%Y-%m-%d}，{hint}"
        )
    return found
