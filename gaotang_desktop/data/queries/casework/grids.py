"""Grids and what was done in them (网格、网格月报)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Grid, GridCount, Village
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework.grids import Counted
from gaotang_desktop.domain.villages import exists_on


class GridRow(NamedTuple):
    """One grid of a village."""

    id: int
    village_id: int
    village: str
    name: str
    worker: str | None


def grids(session: Session, village_id: int | None = None) -> list[GridRow]:
    """The grids of a village, or of all in their display order."""
    statement = (
        select(Grid.id, Grid.village_id, Village.name, Grid.name, Grid.worker)
        .join(Village, Village.id == Grid.village_id)
        .order_by(Village.display_order.is_(None), Village.display_order, Village.id, Grid.id)
    )
    if village_id is not None:
        statement = statement.where(Grid.village_id == village_id)
    return [GridRow(*row) for row in session.execute(statement)]


def worker_of(session: Session, village_id: int, name: str) -> str | None:
    """Who works in a grid."""
    return session.scalar(
        select(Grid.worker).where(Grid.village_id == village_id, Grid.name == name)
    )


def villages(session: Session, period: periods.Period) -> list[patrols.VillageRow]:
    """The villages that existed on at least one day of the period, in display order."""
    return patrols.villages(session, period.start, period.end)


def grids_between(session: Session, first: date, last: date) -> list[GridRow]:
    """The grids of the villages that existed on at least one day of the span."""
    living = {each.id for each in patrols.villages(session, first, last)}
    return [each for each in grids(session) if each.village_id in living]


def counted(
    session: Session, first: date, last: date, village_id: int | None = None
) -> list[Counted]:
    """The reports of the months that begin in the span, of one village or of all.

    A month in which the village did not exist on any day counts nowhere.
    """
    statement = (
        select(
            GridCount.visits, GridCount.reported, GridCount.handled, GridCount.in_time,
            GridCount.month, Village.joined_on, Village.withdrawn_on,
        )
        .join(Village, Village.id == GridCount.village_id)
        .where(GridCount.month.between(first, last))
    )  # fmt: skip
    if village_id is not None:
        statement = statement.where(GridCount.village_id == village_id)
    return [
        Counted(*row[:4])
        for row in session.execute(statement)
        if any(exists_on(day, row[5], row[6]) for day in (row[4], periods.month_of(row[4]).end))
    ]


def of_month(session: Session, month: date) -> list[GridCount]:
    """The reports of a month, to be shown or changed."""
    return list(session.scalars(select(GridCount).where(GridCount.month == month)))


def missing(session: Session, month: date) -> list[str]:
    """The grids without a report of the month, each with its village; the village existed in it."""
    found = session.execute(
        select(GridCount.village_id, GridCount.grid).where(GridCount.month == month)
    )
    told = {(row[0], row[1]) for row in found}
    return [
        f"{each.village}{each.name}"
        for each in grids_between(session, month, periods.month_of(month).end)
        if (each.village_id, each.name) not in told
    ]


def known_names(session: Session, village_id: int) -> list[str]:
    """What the grids of a village are called."""
    return list(
        session.scalars(select(Grid.name).where(Grid.village_id == village_id).order_by(Grid.id))
    )
