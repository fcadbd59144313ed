"""Tasks, who is responsible for them, and their dated steps (任务分工)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Assignment, ProgressNote, Task


class ProgressRow(NamedTuple):
    """One dated step; ``state`` only where the step changed it."""

    id: int
    happened_on: date
    text: str
    state: str | None


def in_plan_order(session: Session) -> list[Task]:
    """Every task, plan by plan."""
    return list(session.scalars(select(Task).order_by(Task.plan_id, Task.id)))


def assignments(session: Session) -> list[Assignment]:
    """Every assignment, in the order in which they were made."""
    return list(session.scalars(select(Assignment).order_by(Assignment.id)))


def assignments_by_role(session: Session) -> list[Assignment]:
    """Every assignment, sorted by the words of the roles."""
    return list(session.scalars(select(Assignment).order_by(Assignment.role, Assignment.id)))


def assignment_of(
    session: Session, task_id: int, unit_id: int | None, village_id: int | None = None
) -> Assignment | None:
    """The part of a unit, or of a village, in a task."""
    return session.scalar(
        select(Assignment).where(
            Assignment.task_id == task_id,
            Assignment.unit_id.is_(None) if unit_id is None else Assignment.unit_id == unit_id,
            Assignment.village_id.is_(None)
            if village_id is None
            else Assignment.village_id == village_id,
        )
    )


def steps(session: Session, task_id: int) -> dict[int, list[ProgressRow]]:
    """The dated steps of each assignment of a task, newest first, by the assignment's id."""
    found: dict[int, list[ProgressRow]] = {}
    note = ProgressNote
    rows = session.execute(
        select(note.assignment_id, note.id, note.happened_on, note.text, note.state)
        .join(Assignment, Assignment.id == note.assignment_id)
        .where(Assignment.task_id == task_id)
        .order_by(note.happened_on.desc(), note.id.desc())
    )
    for assignment_id, number, happened_on, text, state in rows:
        step = ProgressRow(number, happened_on, text, state)
        found.setdefault(assignment_id, []).append(step)
    return found


def progress(session: Session, assignment_id: int) -> list[ProgressRow]:
    """The dated steps of an assignment, newest first."""
    found = session.execute(
        select(ProgressNote.id, ProgressNote.happened_on, ProgressNote.text, ProgressNote.state)
        .where(ProgressNote.assignment_id == assignment_id)
        .order_by(ProgressNote.happened_on.desc(), ProgressNote.id.desc())
    )
    return [ProgressRow(*row) for row in found]
