"""Deadlines that were put off (延期)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Acceptance, Escalation, Extension
from gaotang_desktop.domain.casework.extensions import OWNERS


class ExtensionRow(NamedTuple):
    """One of them, as the record that it belongs to tells of it."""

    id: int
    due_before: date
    due_after: date
    decided_on: date
    decided_by: str
    reason: str


def of(session: Session, kind: str, record_id: int) -> list[ExtensionRow]:
    """Those of a dispute, an opinion or an intake, the newest first."""
    found = session.execute(
        select(
            Extension.id,
            Extension.due_before,
            Extension.due_after,
            Extension.decided_on,
            Extension.decided_by,
            Extension.reason,
        )
        .where(getattr(Extension, OWNERS[kind][0]) == record_id)
        .order_by(Extension.decided_on.desc(), Extension.id.desc())
    )
    return [ExtensionRow(*row) for row in found]


def behind(session: Session, note: Extension, owner: str, day: date) -> Extension | None:
    """Another live extension of the same record that put off the deadline ``day``."""
    return session.scalars(
        select(Extension)
        .where(getattr(Extension, owner) == getattr(note, owner))
        .where(Extension.id != note.id, Extension.due_before == day)
        .order_by(Extension.id)
    ).first()


def across(session: Session, note: Extension, owner: str) -> Extension | None:
    """The live extension of the same record in whose span the day lies to which ``note`` put it off."""
    return session.scalars(
        select(Extension)
        .where(getattr(Extension, owner) == getattr(note, owner))
        .where(Extension.id != note.id)
        .where(Extension.due_before < note.due_after, Extension.due_after > note.due_after)
        .order_by(Extension.id)
    ).first()


def raised_past(session: Session, note: Extension, owner: str, day: date) -> date | None:
    """When the same record was last brought before a higher level because ``day`` had passed."""
    return session.scalar(
        select(func.max(Escalation.raised_on)).where(
            getattr(Escalation, owner) == getattr(note, owner), Escalation.due_on == day
        )
    )


def is_outdated(session: Session, note: Extension, owner: str) -> bool:
    """Whether its record was sent back since: a new term runs, whatever was put off before."""
    sent_back = select(Acceptance.id).where(
        getattr(Acceptance, owner) == getattr(note, owner),
        Acceptance.decision == "退回",
        Acceptance.created_at > note.created_at,
    )
    return session.scalars(sent_back.limit(1)).first() is not None
