"""The register of villages, as other services look villages up (村)."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Village


class VillageName(NamedTuple):
    """Everything by which a sheet may name a village."""

    id: int
    name: str
    short_name: str | None
    code: str | None


def registered(session: Session) -> list[Village]:
    """Every village, in the order in which they were registered."""
    return list(session.scalars(select(Village).order_by(Village.id)))


def ids(session: Session) -> list[int]:
    """The id of every village, in the order in which they were registered."""
    return list(session.scalars(select(Village.id).order_by(Village.id)))


def spellings(session: Session) -> list[VillageName]:
    """Name, short name and code of every village."""
    found = session.execute(
        select(Village.id, Village.name, Village.short_name, Village.code).order_by(Village.id)
    )
    return [VillageName(*row) for row in found]


def names(session: Session) -> dict[int, str]:
    """The name of every village by its id."""
    return {
        row.id: row.name
        for row in session.execute(select(Village.id, Village.name).order_by(Village.id))
    }


def were_ever_registered(session: Session) -> bool:
    """Whether there is a village, be it in the recycle bin."""
    counted = select(func.count(Village.id)).execution_options(with_binned=True)
    return bool(session.scalar(counted))
