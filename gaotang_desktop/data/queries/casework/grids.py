"""Grids and what was done in them (网格、网格月报)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Grid, GridCount, Village
from gaotang_desktop.domain.casework.grids import Counted


class GridRow(NamedTuple):
    """One grid of a village."""

    village_id: int
    village: str
    name: str
    worker: str | None


def grids(session: Session, village_id: int | None = None) -> list[GridRow]:
    """The grids of a village, or of all in their display order."""
    statement = (
        select(Grid.village_id, Village.name, Grid.name, Grid.worker)
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


def counted(
    session: Session, first: date, last: date, village_id: int | None = None
) -> list[Counted]:
    """The reports of the months that begin in the span, of one village or of all."""
    statement = select(
        GridCount.visits, GridCount.reported, GridCount.handled, GridCount.in_time
    ).where(GridCount.month.between(first, last))
    if village_id is not None:
        statement = statement.where(GridCount.village_id == village_id)
    return [Counted(*row) for row in session.execute(statement)]


def missing(session: Session, month: date) -> list[str]:
    """The grids without a report of the month, each with its village."""
    found = session.execute(
        select(GridCount.village_id, GridCount.grid).where(GridCount.month == month)
    )
    told = {(row[0], row[1]) for row in found}
    return [
        f"{each.village}{each.name}"
        for each in grids(session)
        if (each.village_id, each.name) not in told
    ]


def known_names(session: Session, village_id: int) -> list[str]:
    """What the grids of a village are called."""
    return list(
        session.scalars(select(Grid.name).where(Grid.village_id == village_id).order_by(Grid.id))
    )


def count(session: Session) -> int:
    """How many grids there are."""
    return session.scalar(select(func.count(Grid.id))) or 0
