"""What is not finished and has a deadline, kind by kind: for the workbench and for 按单位."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Dispute, Finding, Opinion, SupervisionSlip, Unit, Village
from gaotang_desktop.domain import disputes, opinions


class DueRow(NamedTuple):
    """Something open: what, whose it is, by when (``None`` without a deadline), its state."""

    id: int
    what: str
    village_id: int | None
    village: str | None
    unit_id: int | None
    unit: str | None
    due_on: date | None
    state: str


UNSETTLED: ColumnElement[bool] = and_(
    Dispute.closed_on.is_(None), Dispute.state.in_((*disputes.OPEN, "未化解"))
)
"""Neither settled nor handed over, and not told where else to go."""


UNANSWERED: ColumnElement[bool] = and_(
    Opinion.answered_on.is_(None), Opinion.state.not_in(opinions.CLOSED)
)
"""Opinions without an answer."""


def open_findings(session: Session, until: date | None) -> list[DueRow]:
    """Findings that are not put right."""
    waits, state = Finding.put_right_on.is_(None), literal("待整改")
    return rows(session, Finding, Finding.text, Finding.due_on, state, waits, until)


def unanswered_slips(session: Session, until: date | None) -> list[DueRow]:
    """Supervision slips without an answer."""
    what = func.coalesce(SupervisionSlip.number, "") + SupervisionSlip.colour + "色督办单"
    due, waits = SupervisionSlip.answer_due_on, SupervisionSlip.answered_on.is_(None)
    return rows(session, SupervisionSlip, what, due, literal("待回复"), waits, until)


def rows(
    session: Session,
    model: Any,
    what: Any,
    due: Any,
    state: Any,
    waits: ColumnElement[bool],
    until: date | None,
) -> list[DueRow]:
    """The live records for which ``waits`` holds, due by ``until`` if that is given."""
    statement = (
        select(model.id, what, model.village_id, Village.name, model.unit_id, Unit.name, due, state)
        .select_from(model)
        .outerjoin(Village, Village.id == model.village_id)
        .outerjoin(Unit, Unit.id == model.unit_id)
        .where(waits)
        .order_by(due, model.id)
    )
    if until is not None:
        statement = statement.where(due <= until)
    return [DueRow(*row) for row in session.execute(statement)]
