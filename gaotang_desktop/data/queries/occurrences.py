"""Tasks with a cycle and what they owe in each span (周期任务)."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Assignment, Occurrence, Task, Unit
from gaotang_desktop.domain.occurrences import REPEATING, Span


class CyclicRow(NamedTuple):
    """An assignment of a task with a cycle."""

    id: int
    cycle: str
    assigned_at: datetime
    task_changed_at: datetime
    deadline: date | None
    done_on: date | None


class OccurrenceRow(NamedTuple):
    """One occurrence with the task and with who owes it; ``everyone`` for the group 全部村."""

    id: int
    assignment_id: int
    task_id: int
    task: str
    unit_id: int | None
    village_id: int | None
    everyone: bool
    starts_on: date
    due_on: date
    state: str
    done_on: date | None


def cyclic(session: Session) -> list[CyclicRow]:
    """Every assignment of a task that comes back each week, month or quarter."""
    found = session.execute(
        select(
            Assignment.id,
            Task.cycle,
            Assignment.created_at,
            Task.changed_at,
            Assignment.deadline,
            Assignment.done_on,
        )
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.cycle.in_(REPEATING))
        .order_by(Assignment.id)
    )
    return [CyclicRow(row[0], row[1] or "", *row[2:]) for row in found]


def spans(session: Session) -> dict[int, list[Span]]:
    """The spans that were ever made, by assignment; those in the recycle bin too."""
    found: dict[int, list[Span]] = defaultdict(list)
    statement = select(Occurrence.assignment_id, Occurrence.starts_on, Occurrence.due_on)
    for row in session.execute(statement.execution_options(with_binned=True)):
        found[row[0]].append(Span(row[1], row[2]))
    return found


def between(session: Session, first: date, last: date) -> list[OccurrenceRow]:
    """The occurrences due from ``first`` to ``last``, earliest first."""
    return _rows(session, Occurrence.due_on.between(first, last))


def open_ones(session: Session) -> list[OccurrenceRow]:
    """The occurrences that are not done, earliest first."""
    return _rows(session, Occurrence.state != "已完成")


def _rows(session: Session, *where: object) -> list[OccurrenceRow]:
    found = session.execute(
        select(
            Occurrence.id,
            Occurrence.assignment_id,
            Task.id,
            Task.name,
            Assignment.unit_id,
            Assignment.village_id,
            Unit.stands_for,
            Occurrence.starts_on,
            Occurrence.due_on,
            Occurrence.state,
            Occurrence.done_on,
        )
        .join(Assignment, Assignment.id == Occurrence.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .where(*where)  # type: ignore[arg-type]
        .order_by(Occurrence.due_on, Occurrence.id)
    )
    return [OccurrenceRow(*row[:6], row[6] == "全部村", *row[7:]) for row in found]
