"""Monthly counts of incidents (发案统计)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import IncidentCount
from gaotang_desktop.domain.casework.incident_counts import KINDS

Counts = dict[str, int | None]


def of_month(session: Session, month: date) -> dict[int, Counts]:
    """The counts of a month by village."""
    columns = [getattr(IncidentCount, name) for name in KINDS]
    found = session.execute(
        select(IncidentCount.village_id, *columns).where(IncidentCount.month == month)
    )
    return {row[0]: dict(zip(KINDS, row[1:], strict=True)) for row in found}


def to_change(session: Session, month: date) -> dict[int, IncidentCount]:
    """The records of a month by village, to be changed."""
    found = session.scalars(select(IncidentCount).where(IncidentCount.month == month))
    return {each.village_id: each for each in found}
