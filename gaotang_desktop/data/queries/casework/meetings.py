"""Meetings and what they decided (研判会、联席会议)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Assignment,
    Finding,
    Meeting,
    MeetingDecision,
    Plan,
    Task,
    Unit,
    Village,
)
from gaotang_desktop.data.queries import due


class DecisionRow(NamedTuple):
    """One decision; when what it became ended and is due: of a task its first open part."""

    id: int
    held_on: date
    text: str
    unit: str
    due_on: date | None
    done_on: date | None
    finding_id: int | None
    put_right_on: date | None
    put_right_due: date | None
    task_id: int | None
    task_done_on: date | None
    task_due: date | None


def held_on(session: Session, meeting_id: int) -> date | None:
    """The day of a meeting."""
    return session.scalar(select(Meeting.held_on).where(Meeting.id == meeting_id))


_parts = Assignment.task_id == MeetingDecision.task_id, Assignment.binned_at.is_(None)
_done_on = case(
    (exists().where(*_parts, Assignment.state != "已完成"), None),
    else_=select(func.max(Assignment.done_on)).where(*_parts).scalar_subquery(),
)
"""When the last part of the task was done; ``None`` while one of them is open."""


_due = (
    select(func.min(Assignment.deadline))
    .where(*_parts, Assignment.state != "已完成")
    .scalar_subquery()
)


def _rows() -> Any:
    return (
        select(
            MeetingDecision.id,
            Meeting.held_on,
            MeetingDecision.text,
            Unit.name,
            MeetingDecision.due_on,
            MeetingDecision.done_on,
            MeetingDecision.finding_id,
            Finding.put_right_on,
            Finding.due_on,
            MeetingDecision.task_id,
            _done_on,
            _due,
        )
        .select_from(MeetingDecision)
        .join(Meeting, Meeting.id == MeetingDecision.meeting_id)
        .join(Unit, Unit.id == MeetingDecision.unit_id)
        .outerjoin(Finding, Finding.id == MeetingDecision.finding_id)
        .order_by(Meeting.held_on, MeetingDecision.due_on, MeetingDecision.id)
    )


def held_between(session: Session, first: date, last: date) -> list[tuple[str, int]]:
    """The meetings held in the span: the kind of each, and how many decisions it made."""
    found = session.execute(
        select(Meeting.kind, func.count(MeetingDecision.id))
        .outerjoin(MeetingDecision, MeetingDecision.meeting_id == Meeting.id)
        .where(Meeting.held_on.between(first, last))
        .group_by(Meeting.id)
    )
    return [(row[0], row[1]) for row in found]


def decisions(session: Session, meeting_id: int | None = None) -> list[DecisionRow]:
    """What a meeting decided; of all meetings without one."""
    statement = _rows()
    if meeting_id is not None:
        statement = statement.where(MeetingDecision.meeting_id == meeting_id)
    return [DecisionRow._make(row) for row in session.execute(statement)]


def villages_of(session: Session, meeting_id: int) -> dict[int, str]:
    """The village that a decision of a meeting is about, by decision, where there is one."""
    found = session.execute(
        select(MeetingDecision.id, Village.name)
        .join(Village, Village.id == MeetingDecision.village_id)
        .where(MeetingDecision.meeting_id == meeting_id)
    )
    return {row[0]: row[1] for row in found}


def open_decisions(session: Session, until: date | None) -> list[due.DueRow]:
    """Decisions that are not carried out and due by ``until``; what became another record waits there."""
    waits = and_(
        MeetingDecision.done_on.is_(None),
        MeetingDecision.finding_id.is_(None),
        MeetingDecision.task_id.is_(None),
    )
    return due.rows(
        session, MeetingDecision, MeetingDecision.text, MeetingDecision.due_on,
        literal("待落实"), waits, until,
    )  # fmt: skip


def plan_of(session: Session, number: str) -> int | None:
    """The live plan of that number."""
    return session.scalar(select(Plan.id).where(Plan.number == number))


def last_clause(session: Session, plan_id: int) -> int:
    """The highest clause of a plan, also of a task that was thrown away; 0 without tasks."""
    return (
        session.scalar(
            select(func.max(Task.clause))
            .where(Task.plan_id == plan_id)
            .execution_options(with_binned=True)
        )
        or 0
    )
