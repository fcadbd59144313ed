"""Deadlines that were put off (延期)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Extension
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
