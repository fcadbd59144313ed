"""The plans that were read, and their tasks (方案)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Plan, Task


def by_number(session: Session, number: str) -> Plan | None:
    """The plan of that document number (高办〔2022〕99号)."""
    return session.scalar(select(Plan).where(Plan.number == number))


def numbers(session: Session) -> dict[int, str]:
    """The document number of every plan by its id."""
    return {row.id: row.number for row in session.execute(select(Plan.id, Plan.number))}


def tasks_of(session: Session, plan_id: int) -> list[Task]:
    """The tasks that a plan became."""
    return list(session.scalars(select(Task).where(Task.plan_id == plan_id)))
