"""What a task with a cycle owes in each week, month or quarter (周期任务)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.fields import monday

REPEATING = ("每周", "每月", "每季度")


class Span(NamedTuple):
    """The first and the last day of one occurrence, both included."""

    first: date
    last: date


def span_of(cycle: str, day: date) -> Span:
    """The ISO week, the month or the quarter in which a day lies."""
    if cycle == "每周":
        return Span(monday(day), monday(day) + timedelta(days=6))
    period = periods.month_of(day)
    if cycle == "每季度":
        period = periods.around(day, "quarter")
    return Span(period.start, period.end)


def owed(
    cycle: str | None,
    *,
    start: date,
    until: date,
    ends: date | None = None,
    taken: Iterable[Span] = (),
) -> tuple[Span, ...]:
    """The spans that have begun by ``until`` and have no occurrence yet, oldest first.

    The first span begins with ``start`` and the last one ends with ``ends`` (the deadline, or the
    day on which the assignment was done); one of which less than a quarter is left is not owed: a monthly
    task assigned on the 31st owes no month of one day. A span that touches one of ``taken`` is left out: what
    was made, or thrown away, is not made again, also after the cycle was changed.
    """
    if cycle not in REPEATING:
        return ()
    known = tuple(taken)
    return tuple(
        span
        for span in _spans(cycle, start, until, ends)
        if not any(span.first <= other.last and other.first <= span.last for other in known)
    )


def _spans(cycle: str, start: date, until: date, ends: date | None) -> Iterator[Span]:
    day = start
    while day <= until and (ends is None or day <= ends):
        whole = span_of(cycle, day)
        part = Span(day, whole.last if ends is None else min(whole.last, ends))
        if 4 * _days(part) >= _days(whole):
            yield part
        day = whole.last + timedelta(days=1)


def _days(span: Span) -> int:
    return (span.last - span.first).days + 1


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field that cannot be right of something that is done on a day."""
    done, state = values.get("done_on"), values.get("state")
    begins = values.get("starts_on")
    if done is not None and begins is not None and done < begins:
        return {"done_on": f"完成日期早于这一期的开始 {begins:%Y-%m-%d}，请改正。"}
    if done is not None and done > today:
        return {"done_on": f"{done:%Y-%m-%d} 还没有到，办完以后再填完成日期。"}
    if done is not None and state != "已完成":
        return {"done_on": "填了完成日期，请把状态改成“已完成”；没有办完的，请去掉日期。"}
    if state == "已完成" and done is None:
        return {"done_on": "状态是“已完成”，请填写完成日期。"}
    return {}
