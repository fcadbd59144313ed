"""What is not finished in the ledgers beside the tasks: disputes, findings, opinions."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Dispute, Finding, Opinion
from gaotang_desktop.domain import disputes, opinions


class OpenRow(NamedTuple):
    """One unfinished record: whose it is, the day it is due, its words and its state."""

    id: int
    unit_id: int | None
    village_id: int | None
    due_on: date | None
    text: str
    state: str


def open_disputes(session: Session) -> list[OpenRow]:
    """Disputes that are neither settled nor handed over."""
    found = session.execute(
        select(
            Dispute.id,
            Dispute.unit_id,
            Dispute.village_id,
            Dispute.deadline,
            Dispute.summary,
            Dispute.state,
        )
        .where(Dispute.state.in_(disputes.OPEN))
        .order_by(Dispute.deadline, Dispute.id)
    )
    return [OpenRow(*row) for row in found]


def open_findings(session: Session) -> list[OpenRow]:
    """Findings that are not put right."""
    found = session.execute(
        select(Finding.id, Finding.unit_id, Finding.village_id, Finding.due_on, Finding.text)
        .where(Finding.put_right_on.is_(None))
        .order_by(Finding.due_on, Finding.id)
    )
    return [OpenRow(*row, "待整改") for row in found]


def open_opinions(session: Session) -> list[OpenRow]:
    """Opinions without an answer; they belong to the unit that handles them, else to the village."""
    found = session.execute(
        select(
            Opinion.id,
            Opinion.unit_id,
            Opinion.village_id,
            Opinion.due_on,
            Opinion.text,
            Opinion.state,
        )
        .where(Opinion.answered_on.is_(None), Opinion.state.in_(opinions.STATES[:2]))
        .order_by(Opinion.due_on, Opinion.id)
    )
    return [OpenRow(*row) for row in found]
