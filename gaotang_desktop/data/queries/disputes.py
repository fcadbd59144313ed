"""Disputes, their follow-ups and the weekly reports, as pages and facts need them (矛盾纠纷)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Attachment,
    Dispute,
    DisputeCategory,
    DisputeNote,
    DisputeReport,
    Village,
)
from gaotang_desktop.data.queries import records
from gaotang_desktop.domain.casework.settlements import Ended
from gaotang_desktop.domain.disputes import OPEN
from gaotang_desktop.domain.fields import Listing


class DisputeRow(NamedTuple):
    """One dispute without its parties."""

    id: int
    number: str | None
    village_id: int
    category: str
    plan_category: str
    found_on: date
    deadline: date
    state: str
    closed_on: date | None
    revisited_on: date | None


class NoteRow(NamedTuple):
    """One step towards settling a dispute."""

    id: int
    happened_on: date
    text: str
    state: str | None


class ReportRow(NamedTuple):
    """One village's report of one week."""

    id: int
    week: date
    village_id: int
    found: int


def next_number(session: Session, year: int) -> str:
    """The next free number of a year: ``2026-032`` after ``2026-031``; binned ones keep theirs."""
    highest = session.scalar(
        select(func.max(func.cast(func.substr(Dispute.number, 6), Dispute.people.type)))
        .where(Dispute.number.like(f"{year}-%"))
        .execution_options(with_binned=True)
    )
    return f"{year}-{(highest or 0) + 1:03d}"


_ROW = (
    select(
        Dispute.id,
        Dispute.number,
        Dispute.village_id,
        DisputeCategory.name,
        DisputeCategory.plan_category,
        Dispute.found_on,
        Dispute.deadline,
        Dispute.state,
        Dispute.closed_on,
        Dispute.revisited_on,
    )
    .join(DisputeCategory, DisputeCategory.id == Dispute.category_id)
    .order_by(Dispute.deadline, Dispute.id)
)


def alive_between(session: Session, first: date, last: date) -> list[DisputeRow]:
    """The disputes that were found by ``last`` and not closed before ``first``."""
    still = or_(Dispute.closed_on.is_(None), Dispute.closed_on >= first)
    found = session.execute(_ROW.where(Dispute.found_on <= last, still))
    return [DisputeRow._make(row) for row in found]


def due_between(session: Session, first: date, last: date) -> list[DisputeRow]:
    """The disputes whose deadline lies in the span."""
    found = session.execute(_ROW.where(Dispute.deadline.between(first, last)))
    return [DisputeRow._make(row) for row in found]


def ended_between(session: Session, first: date, last: date) -> list[Ended]:
    """How the disputes closed in the span ended."""
    kept = exists().where(
        Attachment.owner_kind == "disputes",
        Attachment.owner_id == Dispute.id,
        Attachment.binned_at.is_(None),
    )
    found = session.execute(
        select(
            DisputeCategory.plan_category,
            Dispute.state,
            Dispute.settled_by,
            Dispute.agreed_on.is_not(None),
            kept,
            Dispute.performed,
        )
        .join(DisputeCategory, DisputeCategory.id == Dispute.category_id)
        .where(Dispute.closed_on.between(first, last))
        .order_by(Dispute.closed_on, Dispute.id)
    )
    return [Ended._make(row) for row in found]


def overdue_count(session: Session, today: date) -> int:
    """How many open disputes are past their deadline."""
    return (
        session.scalar(
            select(func.count(Dispute.id)).where(Dispute.state.in_(OPEN), Dispute.deadline < today)
        )
        or 0
    )


def notes(session: Session, dispute_id: int) -> list[NoteRow]:
    """The follow-ups of a dispute, newest first."""
    found = session.execute(
        select(DisputeNote.id, DisputeNote.happened_on, DisputeNote.text, DisputeNote.state)
        .where(DisputeNote.dispute_id == dispute_id)
        .order_by(DisputeNote.happened_on.desc(), DisputeNote.id.desc())
    )
    return [NoteRow(*row) for row in found]


def reports(session: Session, first: date, last: date) -> list[ReportRow]:
    """The weekly reports of the weeks that start in the span."""
    found = session.execute(
        select(DisputeReport.id, DisputeReport.week, DisputeReport.village_id, DisputeReport.found)
        .where(DisputeReport.week.between(first, last))
        .order_by(DisputeReport.week, DisputeReport.village_id)
    )
    return [ReportRow(*row) for row in found]


def first_reported_week(session: Session) -> date | None:
    """The Monday of the first week of which a village then existing reported."""
    ends = func.date(DisputeReport.week, "+6 days")
    return session.scalar(
        select(DisputeReport.week)
        .join(Village, Village.id == DisputeReport.village_id)
        .where(
            func.coalesce(Village.joined_on, date.min) <= ends,
            func.coalesce(Village.withdrawn_on, date.max) > ends,
        )
        .order_by(DisputeReport.week)
        .limit(1)
    )


def report_of(session: Session, week: date, village_id: int) -> DisputeReport | None:
    """The report of one village and week, to be changed."""
    return session.scalar(
        select(DisputeReport).where(
            DisputeReport.week == week, DisputeReport.village_id == village_id
        )
    )


def found_days(session: Session, first: date, last: date) -> list[tuple[int, date]]:
    """Village and day of each dispute found in the span."""
    found = session.execute(
        select(Dispute.village_id, Dispute.found_on).where(Dispute.found_on.between(first, last))
    )
    return [(row[0], row[1]) for row in found]


def found_by_category(session: Session, first: date, last: date) -> dict[str, int]:
    """How many disputes were found in the span, by the category of the plan, the most first."""
    count = func.count(Dispute.id)
    found = session.execute(
        select(DisputeCategory.plan_category, count)
        .join(DisputeCategory, DisputeCategory.id == Dispute.category_id)
        .where(Dispute.found_on.between(first, last))
        .group_by(DisputeCategory.plan_category)
        .order_by(count.desc(), DisputeCategory.plan_category)
    )
    return {row[0]: row[1] for row in found}


def listing(session: Session, span: tuple[date, date] | None) -> Listing:
    """The ledger: every dispute that was alive on a day of the span; all of them without one."""
    if span is None:
        return records.listing(session, "disputes")
    first, last = span
    still = or_(Dispute.closed_on.is_(None), Dispute.closed_on >= first)
    return records.listing(session, "disputes", where=(Dispute.found_on <= last, still))
