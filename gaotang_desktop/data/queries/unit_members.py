"""Which units belong to a group unit (责任单位的成员)."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Unit, UnitMember
from gaotang_desktop.domain.fields import Reference


def group(session: Session, unit_id: int) -> Unit | None:
    """The unit, unless it is in the recycle bin."""
    return session.scalar(select(Unit).where(Unit.id == unit_id))


def of_group(session: Session, group_id: int) -> tuple[int, ...]:
    """The members of a group, those in the recycle bin left out, in display order."""
    found = session.scalars(
        select(Unit.id)
        .join(UnitMember, UnitMember.unit_id == Unit.id)
        .where(UnitMember.group_id == group_id)
        .order_by(Unit.display_order.is_(None), Unit.display_order, Unit.id)
    )
    return tuple(found)


def single_units(session: Session) -> tuple[Reference, ...]:
    """Every unit that stands for itself alone, in display order: what can be a member."""
    found = session.execute(
        select(Unit.id, Unit.name, Unit.display_order)
        .where(Unit.stands_for == "单个单位")
        .order_by(Unit.display_order.is_(None), Unit.display_order, Unit.id)
    )
    return tuple(Reference(row.id, row.name, row.display_order or 0) for row in found)


def replace(session: Session, group_id: int, unit_ids: Collection[int]) -> None:
    """Make exactly these units the members; those in the recycle bin stay members unseen."""
    live = set(of_group(session, group_id))
    rows = session.scalars(select(UnitMember).where(UnitMember.group_id == group_id)).all()
    for row in rows:
        if row.unit_id in live and row.unit_id not in unit_ids:
            session.delete(row)
    for unit_id in unit_ids:
        if unit_id not in live:
            session.add(UnitMember(group_id=group_id, unit_id=unit_id))
