"""What the evaluation takes from polls (群众安全感、满意度)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import polls as queries
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.data.queries.polls import PollRow
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.services.polls import RATE_LABELS

MONTHS_BACK = 3


def poll_safety(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Those who feel safe, of the valid sample; see :func:`_polled`."""
    return _polled(session, first, last, villages, "safe")


def poll_satisfaction(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Those who are satisfied, of the valid sample; see :func:`_polled`."""
    return _polled(session, first, last, villages, "satisfied")


def chosen(session: Session, first: date, last: date) -> tuple[PollRow, bool] | None:
    """The poll that counts for a span, and whether it ended in the span.

    The one that ended last in the span; where none did, the one that ended last in the three
    months before the month of ``last``, so that the months of a quarter lean on the same poll. A poll without
    any result does not count.
    """
    known = {row.poll_id for row in queries.totals(session)}
    ended = [each for each in queries.polls(session) if each.until_on <= last and each.id in known]
    within = [each for each in ended if each.until_on >= first]
    if within:
        return within[0], True
    since = periods.month_of(last).shifted(-MONTHS_BACK).start
    recent = [each for each in ended if each.until_on >= since]
    return (recent[0], False) if recent else None


def _polled(
    session: Session, first: date, last: date, villages: Sequence[VillageRow], figure: str
) -> dict[int, Fact]:
    """A village without a result is 无样本, which is not due: never 0."""
    poll = chosen(session, first, last)
    if poll is None:
        note = f"本期和之前 {MONTHS_BACK} 个月都没有民意调查"
        return {each.id: Fact(State.NOT_DUE, note=note) for each in villages}
    row, within = poll
    rows = {each.village_id: each for each in queries.results(session, row.id)}
    note = f"取自{row.name}（{row.until_on:%Y-%m-%d} 结束）"
    if not within:
        note += f"；本期没有民意调查，用之前 {MONTHS_BACK} 个月里最近的一期"
    found = {}
    for village in villages:
        there = village.exists_on(row.from_on) or village.exists_on(row.until_on)
        mine = rows.get(village.id) if there else None
        hits = getattr(mine, figure) if mine else None
        if mine is None or hits is None:
            found[village.id] = Fact(State.NOT_DUE, note=f"无样本；{note}")
            continue
        label = f"{row.name}：{RATE_LABELS[figure]} {hits}/{mine.sample}"
        ref = RecordRef("poll-results", mine.id, label)
        found[village.id] = Fact(
            State.KNOWN, Decimal(hits), Decimal(mine.sample), (ref,), note=note, carried=not within
        )
    return found
