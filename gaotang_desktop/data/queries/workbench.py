"""What is late, near or missing today, counted in the database (工作台)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from gaotang_desktop.data.models import (
    Assignment,
    Dispute,
    Document,
    FrozenEvaluation,
    IssuedDocument,
    MissedNight,
    Occurrence,
    Patrol,
    Poll,
    PollResult,
    PublicityTurn,
    Task,
    Unit,
    Village,
)
from gaotang_desktop.data.queries.due import UNSETTLED
from gaotang_desktop.data.queries.polls import IN_LIFE


class NightRow(NamedTuple):
    """A village's night with a patrol; ``strength`` 0 self-reported, 1 checked, 2 led or joint."""

    village_id: int
    night: date
    strength: int
    verified: int


class TaskDueRow(NamedTuple):
    """An open assignment, or an open occurrence of one."""

    id: int
    task_id: int
    task: str
    who: str
    role: str
    due_on: date


class DisputeCount(NamedTuple):
    """How many disputes are open, and those of them that are past their deadline."""

    open: int
    late: tuple[int, ...]

    @property
    def overdue(self) -> int:
        """How many are past their deadline."""
        return len(self.late)


class TurnRow(NamedTuple):
    """A village's turn of a week."""

    id: int
    week: date
    village_id: int
    village: str
    state: str
    instead_of: str | None
    reason: str | None


class PollRow(NamedTuple):
    """A poll with the counts of all villages added up."""

    id: int
    name: str
    level: str
    until_on: date
    sample: int
    safe: int


class PaperRow(NamedTuple):
    """A paper by which a circular is recognised."""

    kind: str
    name: str
    dated_on: date
    about: str | None


def nights(session: Session, first: date, last: date) -> list[NightRow]:
    """One row for each village and night with a patrol."""
    strength = case(
        (or_(Patrol.joint, Patrol.evidence == "带队核实"), 2),
        (Patrol.evidence == "抽查核实", 1),
        else_=0,
    )
    found = session.execute(
        select(
            Patrol.village_id,
            Patrol.night,
            func.max(strength),
            func.sum(case((strength > 0, 1), else_=0)),
        )
        .where(Patrol.night.between(first, last))
        .group_by(Patrol.night, Patrol.village_id)
    )
    return [NightRow(*row) for row in found]


def missed(session: Session, first: date, last: date) -> set[tuple[int, date]]:
    """Village and night of what was explained as missed."""
    found = session.execute(
        select(MissedNight.village_id, MissedNight.night).where(
            MissedNight.night.between(first, last)
        )
    )
    return {(row[0], row[1]) for row in found}


def had_patrols(session: Session, first: date, last: date) -> bool:
    """Whether there was a patrol in the span."""
    statement = select(Patrol.id).where(Patrol.night.between(first, last)).limit(1)
    return session.scalar(statement) is not None


def last_nights(session: Session) -> dict[int, date | None]:
    """The newest night with a patrol of every village; one look into the index each."""
    newest = (
        select(Patrol.night)
        .where(Patrol.village_id == Village.id)
        .order_by(Patrol.night.desc())
        .limit(1)
        .scalar_subquery()
    )
    return {row[0]: row[1] for row in session.execute(select(Village.id, newest))}


def open_assignments(session: Session, until: date) -> list[TaskDueRow]:
    """Assignments that are not done and due by ``until``, the oldest deadline first."""
    found = session.execute(
        _of_task(Assignment.id, Assignment.deadline)
        .where(Assignment.done_on.is_(None), Assignment.state != "已完成")
        .where(Assignment.deadline <= until)
        .order_by(Assignment.deadline, Assignment.id)
    )
    return [TaskDueRow(*row) for row in found]


def open_occurrences(session: Session, until: date) -> list[TaskDueRow]:
    """Occurrences of weekly and monthly tasks that are not done and due by ``until``."""
    found = session.execute(
        _of_task(Occurrence.id, Occurrence.due_on)
        .join(Occurrence, Occurrence.assignment_id == Assignment.id)
        .where(Occurrence.done_on.is_(None), Occurrence.state != "已完成")
        .where(Occurrence.due_on <= until)
        .order_by(Occurrence.due_on, Occurrence.id)
    )
    return [TaskDueRow(*row) for row in found]


def _of_task(record: Any, due: Any) -> Any:
    who = func.coalesce(Unit.name, Village.name, "")
    return (
        select(record, Task.id, Task.name, who, Assignment.role, due)
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Village, Village.id == Assignment.village_id)
    )


def unassigned_tasks(session: Session) -> list[tuple[int, int, str]]:
    """Id, clause and name of the tasks for which nobody is responsible."""
    found = session.execute(
        select(Task.id, Task.clause, Task.name)
        .where(~exists().where(Assignment.task_id == Task.id, Assignment.binned_at.is_(None)))
        .order_by(Task.plan_id, Task.clause)
    )
    return [(row[0], row[1], row[2]) for row in found]


def has_tasks(session: Session) -> bool:
    """Whether a plan was read."""
    return session.scalar(select(Task.id).limit(1)) is not None


def dispute_count(session: Session, today: date) -> DisputeCount:
    """Open and overdue today."""
    rows = session.execute(
        select(Dispute.id, Dispute.deadline).where(UNSETTLED).order_by(Dispute.deadline, Dispute.id)
    ).all()
    return DisputeCount(len(rows), tuple(row[0] for row in rows if row[1] < today))


def turns(session: Session, first: date, last: date) -> list[TurnRow]:
    """The turns of the weeks from ``first`` to ``last`` (Mondays), in the order planned."""
    instead = aliased(Village)
    found = session.execute(
        select(
            PublicityTurn.id,
            PublicityTurn.week,
            PublicityTurn.village_id,
            Village.name,
            PublicityTurn.state,
            instead.name,
            PublicityTurn.reason,
        )
        .join(Village, Village.id == PublicityTurn.village_id)
        .outerjoin(instead, instead.id == PublicityTurn.instead_of_id)
        .where(PublicityTurn.week.between(first, last))
        .order_by(PublicityTurn.week, PublicityTurn.id)
    )
    return [TurnRow(*row) for row in found]


def polls(session: Session, since: date) -> list[PollRow]:
    """Polls with results that ended on or after ``since``, the newest first."""
    found = session.execute(
        select(
            Poll.id,
            Poll.name,
            Poll.level,
            Poll.until_on,
            # Whoever was not asked about safety is no sample of it.
            func.sum(case((PollResult.safe.is_not(None), PollResult.sample), else_=0)),
            func.coalesce(func.sum(PollResult.safe), 0),
        )
        .join(PollResult, PollResult.poll_id == Poll.id)
        .where(Poll.until_on >= since, IN_LIFE)
        .group_by(Poll.id)
        .order_by(Poll.until_on.desc(), Poll.id.desc())
    )
    return [PollRow(*row) for row in found]


def papers(session: Session, since: date) -> list[PaperRow]:
    """Papers that went out on or after ``since`` and still hold."""
    found = session.execute(
        select(IssuedDocument.kind, IssuedDocument.name, IssuedDocument.issued_on, Document.period)
        .outerjoin(Document, Document.id == IssuedDocument.document_id)
        .where(IssuedDocument.issued_on >= since)
        .where(IssuedDocument.state != "作废")
    )
    return [PaperRow(*row) for row in found]


def is_frozen(session: Session, period: str) -> bool:
    """Whether a result of the period was frozen."""
    statement = select(FrozenEvaluation.id).where(FrozenEvaluation.period == period).limit(1)
    return session.scalar(statement) is not None
