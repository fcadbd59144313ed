"""Meetings and what they decided (研判会、联席会议)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, literal, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Finding, Meeting, MeetingDecision, Unit, Village
from gaotang_desktop.data.queries import due


class DecisionRow(NamedTuple):
    """One decision; ``put_right_on`` is the day on which the finding that it became ended."""

    id: int
    held_on: date
    text: str
    unit: str
    due_on: date | None
    done_on: date | None
    finding_id: int | None
    put_right_on: date | None


def held_on(session: Session, meeting_id: int) -> date | None:
    """The day of a meeting."""
    return session.scalar(select(Meeting.held_on).where(Meeting.id == meeting_id))


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
        )
        .select_from(MeetingDecision)
        .join(Meeting, Meeting.id == MeetingDecision.meeting_id)
        .join(Unit, Unit.id == MeetingDecision.unit_id)
        .outerjoin(Finding, Finding.id == MeetingDecision.finding_id)
        .order_by(Meeting.held_on, MeetingDecision.due_on, MeetingDecision.id)
    )


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
    """Decisions that are not carried out and due by ``until``; what became a finding waits there."""
    waits = and_(MeetingDecision.done_on.is_(None), MeetingDecision.finding_id.is_(None))
    return due.rows(
        session, MeetingDecision, MeetingDecision.text, MeetingDecision.due_on,
        literal("待落实"), waits, until,
    )  # fmt: skip
