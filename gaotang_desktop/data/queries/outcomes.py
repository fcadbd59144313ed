"""What became of opinions, disputes, trouble spots and incidents by village, for the evaluation."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Dispute, GridCount, IncidentCount, Opinion, TroubleSpot


class OpinionRow(NamedTuple):
    """An opinion without its words."""

    id: int
    village_id: int
    received_on: date
    due_on: date | None
    state: str
    answered_on: date | None
    satisfied: str | None


class EndingRow(NamedTuple):
    """How a dispute ended: ``performed`` 协议履行, ``satisfied`` at the revisit."""

    id: int
    village_id: int
    number: str | None
    closed_on: date
    performed: str | None
    satisfied: str | None


class SpotRow(NamedTuple):
    """A trouble spot with its deadline; ``passed_on`` is the day it was found in order."""

    id: int
    village_id: int
    name: str
    deadline: date
    passed_on: date | None


class IncidentRow(NamedTuple):
    """One village's count of one kind in a month."""

    id: int
    village_id: int
    month: date
    cases: int | None


class GridRow(NamedTuple):
    """What one grid reported of a month, without who works there."""

    id: int
    village_id: int
    grid: str
    month: date
    handled: int
    in_time: int


def opinions(session: Session, first: date, last: date) -> list[OpinionRow]:
    """The opinions received in a span."""
    found = session.execute(
        select(
            Opinion.id,
            Opinion.village_id,
            Opinion.received_on,
            Opinion.due_on,
            Opinion.state,
            Opinion.answered_on,
            Opinion.satisfied,
        )
        .where(Opinion.received_on.between(first, last))
        .order_by(Opinion.received_on, Opinion.id)
    )
    return [OpinionRow._make(row) for row in found]


def endings(session: Session, first: date, last: date) -> list[EndingRow]:
    """The disputes closed in a span."""
    found = session.execute(
        select(
            Dispute.id,
            Dispute.village_id,
            Dispute.number,
            Dispute.closed_on,
            Dispute.performed,
            Dispute.satisfied,
        )
        .where(Dispute.closed_on.between(first, last))
        .order_by(Dispute.closed_on, Dispute.id)
    )
    return [EndingRow._make(row) for row in found]


def spots_due(session: Session, first: date, last: date) -> list[SpotRow]:
    """The trouble spots of villages whose deadline lies in a span."""
    found = session.execute(
        select(
            TroubleSpot.id,
            TroubleSpot.village_id,
            TroubleSpot.name,
            TroubleSpot.deadline,
            case((TroubleSpot.evaluation == "达标", TroubleSpot.evaluated_on)),
        )
        .where(TroubleSpot.deadline.between(first, last), TroubleSpot.village_id.is_not(None))
        .order_by(TroubleSpot.deadline, TroubleSpot.id)
    )
    return [SpotRow._make(row) for row in found]


def incidents(session: Session, kind: str, first: date, last: date) -> list[IncidentRow]:
    """One kind of count of the months that begin in a span."""
    found = session.execute(
        select(
            IncidentCount.id,
            IncidentCount.village_id,
            IncidentCount.month,
            getattr(IncidentCount, kind),
        )
        .where(IncidentCount.month.between(first, last))
        .order_by(IncidentCount.month, IncidentCount.id)
    )
    return [IncidentRow._make(row) for row in found]


def grid_reports(session: Session, first: date, last: date) -> list[GridRow]:
    """The reports of grids of the months that begin in a span."""
    found = session.execute(
        select(
            GridCount.id,
            GridCount.village_id,
            GridCount.grid,
            GridCount.month,
            GridCount.handled,
            GridCount.in_time,
        )
        .where(GridCount.month.between(first, last))
        .order_by(GridCount.month, GridCount.id)
    )
    return [GridRow._make(row) for row in found]
