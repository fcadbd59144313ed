"""What people came to the office with, and the records that it became (诉求登记)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Dispute, Intake, Opinion, Unit, Village
from gaotang_desktop.data.queries.casework import matters
from gaotang_desktop.domain.disputes import OPEN


class IntakeRow(NamedTuple):
    """An intake without the person; ``became_done_on`` speaks of the record it became.

    ``deadline`` is its own, or that of the record it became; it ``falls_due`` then, but not before it
    came in. ``told_on`` is ``None`` also where that was taken up again after somebody was told.
    """

    id: int
    number: str | None
    received_on: date
    way: str
    sort: str | None
    matter: str
    village_id: int | None
    village: str | None
    unit_id: int | None
    unit: str | None
    sorted_on: date | None
    signed_on: date | None
    due_on: date | None
    done_on: date | None
    told_on: date | None
    satisfied: str | None
    repeated: bool
    became: bool
    deadline: date | None
    falls_due: date | None
    became_done_on: date | None
    accepted_on: date | None

    @property
    def ended_on(self) -> date | None:
        """The day it was done, or else told: what was told is done."""
        return (self.became_done_on if self.became else self.done_on) or self.told_on


class BackRow(NamedTuple):
    """An intake as the record that it became speaks of it; ``told_on`` as of an :class:`IntakeRow`."""

    id: int
    number: str | None
    received_on: date
    way: str
    told_on: date | None


def highest_number(session: Session, year: int) -> int:
    """The highest number given in a year; binned ones keep theirs."""
    numbers = session.scalars(
        select(Intake.number)
        .where(Intake.number.like(f"诉{year}-%"))
        .execution_options(with_binned=True)
    )
    return max((int(each.rpartition("-")[2]) for each in numbers if each), default=0)


# A dispute that ended without agreement is over here: it was said where to go next.
_closed = case((Dispute.state.in_(OPEN), None), else_=Dispute.closed_on)
_became = or_(Intake.dispute_id.is_not(None), Intake.opinion_id.is_not(None))
_ended = func.coalesce(_closed, Opinion.answered_on, type_=Intake.due_on.type)
_due_on = case(
    (_became, func.coalesce(Dispute.deadline, Opinion.due_on, type_=Intake.due_on.type)),
    else_=Intake.due_on,
)
# What became a record that was late already falls due on the day it came in.
_falls_due = func.max(Intake.received_on, _due_on, type_=Intake.due_on.type)
# What was taken up again after whoever came was told has to be told again.
_told_too_early = and_(_became, or_(_ended.is_(None), _ended > Intake.told_on))
_told_on = case((_told_too_early, None), else_=Intake.told_on)


def _rows() -> Any:
    return (
        select(
            Intake.id,
            Intake.number,
            Intake.received_on,
            Intake.way,
            Intake.sort,
            Intake.matter,
            Intake.village_id,
            Village.name,
            Intake.unit_id,
            Unit.name,
            Intake.sorted_on,
            Intake.signed_on,
            Intake.due_on,
            Intake.done_on,
            _told_on,
            Intake.satisfied,
            Intake.repeated,
            _became,
            _due_on,
            _falls_due,
            _ended,
            matters.newest_acceptance("intake_id", Intake, Intake.done_on),
        )
        .select_from(Intake)
        .outerjoin(Village, Village.id == Intake.village_id)
        .outerjoin(Unit, Unit.id == Intake.unit_id)
        .outerjoin(Dispute, Dispute.id == Intake.dispute_id)
        .outerjoin(Opinion, Opinion.id == Intake.opinion_id)
        .order_by(Intake.received_on, Intake.id)
    )


def received_between(session: Session, first: date, last: date) -> list[IntakeRow]:
    """The intakes that came in during the span."""
    found = session.execute(_rows().where(Intake.received_on.between(first, last)))
    return [IntakeRow._make(row) for row in found]


def due_between(session: Session, first: date, last: date) -> list[IntakeRow]:
    """The intakes that fall due in the span."""
    # None falls due before it came in; that day has the index.
    due = Intake.received_on <= last, _falls_due.between(first, last)
    return [IntakeRow._make(row) for row in session.execute(_rows().where(*due))]


def told_between(session: Session, first: date, last: date) -> list[IntakeRow]:
    """The intakes of which somebody was told in the span, for good."""
    told = Intake.told_on.between(first, last), _told_on.is_not(None)
    return [IntakeRow._make(row) for row in session.execute(_rows().where(*told))]


def every_one(session: Session) -> list[IntakeRow]:
    """All of them."""
    return [IntakeRow._make(row) for row in session.execute(_rows())]


def untold(session: Session) -> list[IntakeRow]:
    """The intakes of which nobody was told yet, or before what they became was taken up again."""
    return [IntakeRow._make(row) for row in session.execute(_rows().where(_told_on.is_(None)))]


def one(session: Session, intake_id: int) -> IntakeRow | None:
    """One of them."""
    row = session.execute(_rows().where(Intake.id == intake_id)).first()
    return None if row is None else IntakeRow._make(row)


def behind(
    session: Session, *, dispute: int | None = None, opinion: int | None = None
) -> list[BackRow]:
    """The intakes that became this dispute or this opinion, the oldest first."""
    mine = Intake.dispute_id == dispute if opinion is None else Intake.opinion_id == opinion
    found = session.execute(
        select(Intake.id, Intake.number, Intake.received_on, Intake.way, _told_on)
        .outerjoin(Dispute, Dispute.id == Intake.dispute_id)
        .outerjoin(Opinion, Opinion.id == Intake.opinion_id)
        .where(mine)
        .order_by(Intake.received_on, Intake.id)
    )
    return [BackRow(*row) for row in found]
