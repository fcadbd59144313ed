"""Monthly counts of key groups (重点人员底数)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import KeyGroupCount


class CountRow(NamedTuple):
    """One village and category of a month."""

    id: int
    month: date
    village_id: int
    category: str
    total: int
    managed: int


class MonthRow(NamedTuple):
    """A month as the list of months shows it."""

    month: date
    villages: int
    total: int
    managed: int


def of_month(session: Session, month: date) -> list[CountRow]:
    """The counts of a month."""
    found = session.execute(
        select(
            KeyGroupCount.id,
            KeyGroupCount.month,
            KeyGroupCount.village_id,
            KeyGroupCount.category,
            KeyGroupCount.total,
            KeyGroupCount.managed,
        ).where(KeyGroupCount.month == month)
    )
    return [CountRow(*row) for row in found]


def months(session: Session) -> list[MonthRow]:
    """Every month with counts, newest first."""
    found = session.execute(
        select(
            KeyGroupCount.month,
            func.count(func.distinct(KeyGroupCount.village_id)),
            func.sum(KeyGroupCount.total),
            func.sum(KeyGroupCount.managed),
        )
        .group_by(KeyGroupCount.month)
        .order_by(KeyGroupCount.month.desc())
    )
    return [MonthRow(*row) for row in found]


def last_month(session: Session, first: date, last: date) -> date | None:
    """The newest month with counts that starts in the span."""
    return session.scalar(
        select(func.max(KeyGroupCount.month)).where(KeyGroupCount.month.between(first, last))
    )


def to_change(session: Session, month: date) -> dict[tuple[int, str], KeyGroupCount]:
    """The records of a month by village and category, to be changed."""
    found = session.scalars(select(KeyGroupCount).where(KeyGroupCount.month == month))
    return {(each.village_id, each.category): each for each in found}
