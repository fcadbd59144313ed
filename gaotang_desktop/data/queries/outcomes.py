"""What became of opinions, disputes, trouble spots and incidents by village, for the evaluation."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Dispute, GridCount, IncidentCount, Opinion, TroubleSpot
from gaotang_desktop.domain.casework.settlements import BROKEN, COUNTED, Owed


class OpinionRow(NamedTuple):
    """An opinion without its words; ``asked_on`` is the day on which one hears what people say of it."""

    id: int
    village_id: int | None
    received_on: date
    due_on: date | None
    state: str
    answered_on: date | None
    asked_on: date
    satisfied: str | None
    repeated: bool


class RevisitRow(NamedTuple):
    """What was said at the revisit of a dispute."""

    id: int
    village_id: int
    number: str | None
    revisited_on: date
    satisfied: str


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


_asked_on = func.coalesce(
    Opinion.told_on, Opinion.answered_on, Opinion.due_on, Opinion.received_on,
    type_=Opinion.received_on.type,
)  # fmt: skip


def _opinions(session: Session, *which: ColumnElement[bool]) -> list[OpinionRow]:
    found = session.execute(
        select(
            Opinion.id,
            Opinion.village_id,
            Opinion.received_on,
            Opinion.due_on,
            Opinion.state,
            Opinion.answered_on,
            _asked_on,
            Opinion.satisfied,
            Opinion.repeated,
        )
        .where(*which)
        .order_by(Opinion.received_on, Opinion.id)
    )
    return [OpinionRow._make(row) for row in found]


def opinions_received(session: Session, first: date, last: date) -> list[OpinionRow]:
    """The opinions received in a span."""
    return _opinions(session, Opinion.received_on.between(first, last))


def opinions_due(session: Session, first: date, last: date) -> list[OpinionRow]:
    """The opinions whose deadline lies in a span."""
    return _opinions(session, Opinion.due_on.between(first, last))


def opinions_asked(session: Session, first: date, last: date) -> list[OpinionRow]:
    """The opinions of whose answer somebody said something in a span."""
    # Nobody is asked before it came in; that day has the index.
    return _opinions(
        session,
        Opinion.received_on <= last,
        _asked_on.between(first, last),
        Opinion.satisfied.is_not(None),
    )


def agreements(session: Session, first: date, last: date) -> list[Owed]:
    """The agreements of which it became known in the span whether they were kept.

    What was performed counts on its day, but not before the dispute was closed. That nobody
    performed is heard at the revisit. Without such a day it is the day of closing.
    """
    heard_on = case((Dispute.performed == BROKEN, Dispute.revisited_on), else_=Dispute.performed_on)
    counts_on = func.max(
        Dispute.closed_on,
        func.coalesce(heard_on, Dispute.closed_on),
        type_=Dispute.closed_on.type,
    )
    found = session.execute(
        select(
            Dispute.id,
            Dispute.village_id,
            Dispute.number,
            Dispute.performed,
            heard_on,
            counts_on,
        )
        .where(
            # None counts before it is closed; that day has the index.
            Dispute.closed_on <= last,
            counts_on.between(first, last),
            Dispute.performed.in_(COUNTED),
        )
        .order_by(counts_on, Dispute.id)
    )
    return [Owed._make(row) for row in found]


def revisits(session: Session, first: date, last: date) -> list[RevisitRow]:
    """The disputes that were revisited in a span, of which somebody said something."""
    found = session.execute(
        select(
            Dispute.id,
            Dispute.village_id,
            Dispute.number,
            Dispute.revisited_on,
            Dispute.satisfied,
        )
        .where(
            # None is revisited before it is closed; that day has the index.
            Dispute.closed_on <= last,
            Dispute.revisited_on.between(first, last),
            Dispute.satisfied.is_not(None),
        )
        .order_by(Dispute.revisited_on, Dispute.id)
    )
    return [RevisitRow._make(row) for row in found]


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
