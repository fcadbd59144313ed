"""Turns, weeks left out, activities and opinions, as the rotation and the figures need them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Opinion,
    PublicityActivity,
    PublicityPause,
    PublicityTurn,
    Village,
)


class TurnRow(NamedTuple):
    """One turn as it is stored."""

    id: int
    week: date
    village_id: int
    round: int | None
    state: str
    instead_of_id: int | None
    postponed_from: date | None
    reason: str | None


class PauseRow(NamedTuple):
    """A week that is left out."""

    id: int
    week: date
    village_id: int | None
    reason: str


class ActivityRow(NamedTuple):
    """One activity, without its remark."""

    id: int
    held_on: date
    village_id: int | None
    unit_id: int | None
    form: str
    topic: str | None
    audience: int | None
    households: int | None
    letters: int | None
    questionnaires: int | None
    turn_id: int | None


class MemberRow(NamedTuple):
    """A village with what the rotation needs to know of it."""

    id: int
    name: str
    order: int
    joined_on: date | None
    withdrawn_on: date | None
    households: int | None


_TURN = tuple(getattr(PublicityTurn, name) for name in TurnRow._fields)
_ACTIVITY = tuple(getattr(PublicityActivity, name) for name in ActivityRow._fields)


def members(session: Session) -> list[MemberRow]:
    """Every village there is or was, in display order."""
    order = func.coalesce(Village.display_order, 1_000_000)
    found = session.execute(
        select(
            Village.id,
            Village.name,
            order,
            Village.joined_on,
            Village.withdrawn_on,
            Village.households,
        ).order_by(order, Village.id)
    )
    return [MemberRow(*row) for row in found]


def turns(
    session: Session, first: date = date.min, last: date = date.max, *, touching: bool = False
) -> list[TurnRow]:
    """The turns of the weeks in the span; ``touching`` adds those that were moved out of them."""
    moved = PublicityTurn.postponed_from.between(first, last) if touching else false()
    found = session.execute(
        select(*_TURN)
        .join(Village, Village.id == PublicityTurn.village_id)
        .where(or_(PublicityTurn.week.between(first, last), moved))
        .order_by(
            PublicityTurn.week,
            func.coalesce(PublicityTurn.round, 0),
            func.coalesce(Village.display_order, 1_000_000),
            PublicityTurn.id,
        )
    )
    return [TurnRow(*row) for row in found]


def pauses(session: Session, first: date = date.min, last: date = date.max) -> list[PauseRow]:
    """The weeks of the span that are left out, for all first."""
    found = session.execute(
        select(
            PublicityPause.id,
            PublicityPause.week,
            PublicityPause.village_id,
            PublicityPause.reason,
        )
        .where(PublicityPause.week.between(first, last))
        .order_by(PublicityPause.week, PublicityPause.village_id, PublicityPause.id)
    )
    return [PauseRow(*row) for row in found]


def activities(session: Session, first: date, last: date) -> list[ActivityRow]:
    """The activities of the days in the span, oldest first."""
    found = session.execute(
        select(*_ACTIVITY)
        .where(PublicityActivity.held_on.between(first, last))
        .order_by(PublicityActivity.held_on, PublicityActivity.id)
    )
    return [ActivityRow(*row) for row in found]


def first_day(session: Session) -> date | None:
    """The first day of which an activity is on record, or a week that was planned begins.

    What lies outside its village's life begins nothing; an activity may be of no village.
    """
    held, week = PublicityActivity.held_on, PublicityTurn.week
    found = (
        session.scalar(
            select(func.min(day))
            .outerjoin(Village, Village.id == village)
            .where(
                func.coalesce(Village.joined_on, date.min) <= last,
                func.coalesce(Village.withdrawn_on, date.max) > last,
            )
        )
        for day, last, village in (
            (held, held, PublicityActivity.village_id),
            (week, func.date(week, "+6 days"), PublicityTurn.village_id),
        )
    )
    return min((each for each in found if each is not None), default=None)


def activities_for(
    session: Session, first: date, last: date, turn_ids: Sequence[int]
) -> list[ActivityRow]:
    """The activities of the days in the span, and later or earlier ones entered for its turns.

    Each names the turn that it was entered for, if that is still there.
    """
    known = {each.id: each for each in activities(session, first, last)}
    linked = session.execute(
        select(*_ACTIVITY)
        .join(PublicityTurn, PublicityTurn.id == PublicityActivity.turn_id)
        .where(PublicityTurn.week.between(first - timedelta(days=6), last))
    )
    wanted = set(turn_ids)
    known |= {row.id: ActivityRow(*row) for row in linked if row.turn_id in wanted}
    named = {each.turn_id for each in known.values() if each.turn_id is not None}
    there = set(session.scalars(select(PublicityTurn.id).where(PublicityTurn.id.in_(named))))
    rows = (
        each if each.turn_id in there else each._replace(turn_id=None) for each in known.values()
    )
    return sorted(rows, key=lambda each: (each.held_on, each.id))


def turn_of(session: Session, village_id: int, week: date) -> int | None:
    """The turn of a village in a week."""
    return session.scalar(
        select(PublicityTurn.id).where(
            PublicityTurn.village_id == village_id, PublicityTurn.week == week
        )
    )


def last_week(session: Session) -> date | None:
    """The last week for which there is a plan."""
    return session.scalar(select(func.max(PublicityTurn.week)))


def records_of(session: Session, ids: Sequence[int]) -> list[PublicityTurn]:
    """Turns to be changed."""
    return list(session.scalars(select(PublicityTurn).where(PublicityTurn.id.in_(ids))))


def overdue_opinions(session: Session, today: date, closed: Sequence[str]) -> int:
    """How many opinions are past their deadline without an answer."""
    counted = select(func.count(Opinion.id)).where(
        Opinion.state.not_in(closed), Opinion.due_on < today
    )
    return session.scalar(counted) or 0
