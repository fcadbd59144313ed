"""The register of responsible units (责任单位)."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Unit, UnitMember
from gaotang_desktop.domain.units import UnitName


class UnitRow(NamedTuple):
    """A unit as the responsibility matrix names it."""

    id: int
    name: str
    kind: str
    stands_for: str


def in_display_order(session: Session) -> list[UnitRow]:
    """Every unit; those without a place in the order come last."""
    found = session.execute(
        select(Unit.id, Unit.name, Unit.kind, Unit.stands_for).order_by(
            Unit.display_order.is_(None), Unit.display_order, Unit.id
        )
    )
    return [UnitRow(*row) for row in found]


def spellings(session: Session) -> list[UnitName]:
    """Name and aliases of every unit, and which one stands for all villages."""
    return [
        UnitName(row.id, row.name, row.aliases or (), row.stands_for == "全部村")
        for row in session.execute(select(Unit.id, Unit.name, Unit.aliases, Unit.stands_for))
    ]


def registered(session: Session) -> list[Unit]:
    """Every unit, in the order in which they were registered."""
    return list(session.scalars(select(Unit).order_by(Unit.id)))


def members(session: Session, group_id: int) -> list[int]:
    """The live units for which a group stands."""
    return list(
        session.scalars(
            select(Unit.id)
            .join(UnitMember, UnitMember.unit_id == Unit.id)
            .where(UnitMember.group_id == group_id)
            .order_by(Unit.display_order.is_(None), Unit.display_order, Unit.id)
        )
    )
