"""The days of records that belong together."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import CATALOGUE, ProgressNote


def days_of(session: Session, kind: str, record_id: int, names: tuple[str, ...]) -> dict[str, Any]:
    """These days of one live record, by field; nothing when it is gone."""
    model = CATALOGUE[kind]
    columns = [getattr(model, name) for name in names]
    row = session.execute(select(*columns).where(model.id == record_id)).first()
    return {} if row is None else dict(zip(names, row, strict=True))


def first_and_last(
    session: Session, kind: str, by: str, owner_id: int, day: str
) -> tuple[date, date] | None:
    """The earliest and the latest ``day`` of the live records that belong to one; ``None`` without."""
    model = CATALOGUE[kind]
    column = getattr(model, day)
    row = session.execute(
        select(func.min(column), func.max(column)).where(getattr(model, by) == owner_id)
    ).one()
    return None if row[0] is None else (row[0], row[1])


def moving_steps(
    session: Session, assignment_id: int, *, without: int | None = None
) -> list[ProgressNote]:
    """The notes that moved the state of an assignment, the last one last."""
    statement = (
        select(ProgressNote)
        .where(ProgressNote.assignment_id == assignment_id, ProgressNote.state.is_not(None))
        .order_by(ProgressNote.happened_on, ProgressNote.id)
    )
    if without is not None:
        statement = statement.where(ProgressNote.id != without)
    return list(session.scalars(statement))
