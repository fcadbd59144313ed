"""The plans that were read, and their tasks (方案)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Assignment, Plan, ProgressNote, Task


def by_number(session: Session, number: str) -> Plan | None:
    """The plan of that document number (高办〔2022〕99号)."""
    return session.scalar(select(Plan).where(Plan.number == number))


def numbers(session: Session) -> dict[int, str]:
    """The document number of every plan by its id."""
    return {row.id: row.number for row in session.execute(select(Plan.id, Plan.number))}


def tasks_of(session: Session, plan_id: int) -> list[Task]:
    """The tasks that a plan became."""
    return list(session.scalars(select(Task).where(Task.plan_id == plan_id)))


def newest_of_title(session: Session, title: str) -> Plan | None:
    """The plan of that title that was stored last."""
    return session.scalar(select(Plan).where(Plan.name == title).order_by(Plan.id.desc()).limit(1))


def parts_of(session: Session, task_id: int) -> list[Assignment]:
    """Who is responsible in a task."""
    return list(session.scalars(select(Assignment).where(Assignment.task_id == task_id)))


def hanging(session: Session, plan_id: int) -> dict[int, tuple[int, int, int]]:
    """By task of a plan: its assignments, those of them that are done, and their dated steps."""
    parts = session.execute(
        select(Assignment.task_id, func.count(), func.count(Assignment.done_on))
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.plan_id == plan_id)
        .group_by(Assignment.task_id)
    )
    steps = session.execute(
        select(Assignment.task_id, func.count())
        .select_from(ProgressNote)
        .join(Assignment, Assignment.id == ProgressNote.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.plan_id == plan_id)
        .group_by(Assignment.task_id)
    )
    noted = {row[0]: row[1] for row in steps}
    return {task: (count, done, noted.get(task, 0)) for task, count, done in parts}
