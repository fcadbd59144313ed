"""What was patrolled, missed and checked on which night (平安夜巡)."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import MissedNight, Officer, Patrol, SpotCheck, Village
from gaotang_desktop.domain.patrols import Effort, effort
from gaotang_desktop.domain.villages import exists_on


class VillageRow(NamedTuple):
    """A village as the calendars and scores need it."""

    id: int
    name: str
    order: int
    joined_on: date | None
    withdrawn_on: date | None

    def exists_on(self, day: date) -> bool:
        """Whether the village exists on a day."""
        return exists_on(day, self.joined_on, self.withdrawn_on)


class PatrolRow(NamedTuple):
    """One patrol, without its long texts."""

    id: int
    night: date
    village_id: int
    start: time | None
    end: time | None
    people: int
    evidence: str
    joint: bool
    finding: str | None

    @property
    def effort(self) -> Effort:
        """Patrols, people, hours and person-hours."""
        return effort(self.people, self.start, self.end)


class CheckRow(NamedTuple):
    """One spot check."""

    id: int
    night: date
    village_id: int
    result: str


class MissedRow(NamedTuple):
    """One night without a patrol."""

    id: int
    night: date
    village_id: int
    reason: str


class TeamRow(NamedTuple):
    """Who was out when."""

    id: int
    night: date
    village_id: int
    start: time | None
    end: time | None
    leader: str
    names: tuple[str, ...] | None


def villages(session: Session, first: date, last: date) -> list[VillageRow]:
    """The villages that existed on at least one day of the span, in display order."""
    found = session.execute(
        select(
            Village.id,
            Village.name,
            func.coalesce(Village.display_order, 1_000_000),
            Village.joined_on,
            Village.withdrawn_on,
        )
        .where(
            func.coalesce(Village.joined_on, first) <= last,
            # On the day of its withdrawal a village no longer counts.
            func.coalesce(Village.withdrawn_on, date.max) > first,
        )
        .order_by(func.coalesce(Village.display_order, 1_000_000), Village.id)
    )
    return [VillageRow(*row) for row in found]


def between(session: Session, first: date, last: date) -> list[PatrolRow]:
    """The patrols of the nights from ``first`` to ``last``, oldest first."""
    found = session.execute(
        select(
            Patrol.id,
            Patrol.night,
            Patrol.village_id,
            Patrol.start,
            Patrol.end,
            Patrol.people,
            Patrol.evidence,
            Patrol.joint,
            Patrol.finding,
        )
        .where(Patrol.night.between(first, last))
        .order_by(Patrol.night, Patrol.village_id, Patrol.id)
    )
    return [PatrolRow(*row) for row in found]


def evidence(session: Session, first: date, last: date) -> Sequence[Row[int, date, int, str]]:
    """``id``, ``night``, ``village_id`` and ``evidence`` of the same patrols: what counting asks for.

    A year of a large town has fifty thousand of them; each further column costs as much as counting.
    """
    return session.execute(
        select(Patrol.id, Patrol.night, Patrol.village_id, Patrol.evidence)
        .where(Patrol.night.between(first, last))
        .order_by(Patrol.night, Patrol.village_id, Patrol.id)
    ).all()


def teams(session: Session, first: date, last: date) -> list[TeamRow]:
    """The people of the patrols from ``first`` to ``last``, oldest first."""
    found = session.execute(
        select(
            Patrol.id,
            Patrol.night,
            Patrol.village_id,
            Patrol.start,
            Patrol.end,
            Patrol.leader,
            Patrol.names,
        )
        .where(Patrol.night.between(first, last))
        .order_by(Patrol.night, Patrol.village_id, Patrol.id)
    )
    return [TeamRow(*row) for row in found]


def habits(session: Session, first: date, last: date, names: Sequence[str]) -> list[Any]:
    """The patrols from ``first`` to ``last``, oldest first: ``village_id`` and the named fields."""
    columns = [getattr(Patrol, name) for name in names]
    return list(
        session.execute(
            select(Patrol.village_id, *columns)
            .where(Patrol.night.between(first, last))
            .order_by(Patrol.night, Patrol.id)
        )
    )


def officer_names(session: Session) -> list[str]:
    """Everyone who is responsible in a village, in the order in which they were entered."""
    return list(session.scalars(select(Officer.name).order_by(Officer.id)))


def first_night(session: Session) -> date | None:
    """The first night of which a patrol or a missed night of a village then existing is on record."""
    nights = (
        session.scalar(
            select(kind.night)
            .join(Village, Village.id == kind.village_id)
            .where(
                func.coalesce(Village.joined_on, kind.night) <= kind.night,
                func.coalesce(Village.withdrawn_on, date.max) > kind.night,
            )
            .order_by(kind.night)
            .limit(1)
        )
        for kind in (Patrol, MissedNight)
    )
    return min((each for each in nights if each is not None), default=None)


def of_night(session: Session, night: date, names: Sequence[str]) -> list[Any]:
    """The patrols of one night, first entered first: ``id``, ``village_id`` and the named fields."""
    columns = [getattr(Patrol, name) for name in names]
    return list(
        session.execute(
            select(Patrol.id, Patrol.village_id, *columns)
            .where(Patrol.night == night)
            .order_by(Patrol.id)
        )
    )


def handled(session: Session, first: date, last: date) -> int:
    """How many patrols of villages then existing found something and say what was done about it."""
    counted = (
        select(func.count(Patrol.id))
        .join(Village, Village.id == Patrol.village_id)
        .where(
            func.coalesce(Village.joined_on, Patrol.night) <= Patrol.night,
            func.coalesce(Village.withdrawn_on, date.max) > Patrol.night,
        )
    )
    counted = counted.where(
        Patrol.night.between(first, last),
        func.coalesce(Patrol.finding, "") != "",
        func.coalesce(Patrol.handling, "") != "",
    )
    return session.scalar(counted) or 0


def missed(session: Session, first: date, last: date) -> list[MissedRow]:
    """The nights explained as missed."""
    found = session.execute(
        select(MissedNight.id, MissedNight.night, MissedNight.village_id, MissedNight.reason)
        .where(MissedNight.night.between(first, last))
        .order_by(MissedNight.night, MissedNight.village_id)
    )
    return [MissedRow(*row) for row in found]


def checks(session: Session, first: date, last: date) -> list[CheckRow]:
    """The spot checks of the span."""
    found = session.execute(
        select(SpotCheck.id, SpotCheck.night, SpotCheck.village_id, SpotCheck.result)
        .where(SpotCheck.night.between(first, last))
        .order_by(SpotCheck.night, SpotCheck.village_id, SpotCheck.id)
    )
    return [CheckRow(*row) for row in found]
