"""Forms sent to villages and what came back (填报表)."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import FillInForm, Village
from gaotang_desktop.domain.periods import Period


class FormRow(NamedTuple):
    """One village's form; ``wrong`` rows of it could not be taken in."""

    id: int
    ledger: str
    period: str
    village_id: int
    village: str
    sent_on: date | None
    received_on: date | None
    rows: int | None
    wrong: int | None
    file: str | None
    digest: str | None


_COLUMNS = (
    FillInForm.id,
    FillInForm.ledger,
    FillInForm.period,
    FillInForm.village_id,
    Village.name,
    FillInForm.sent_on,
    FillInForm.received_on,
    FillInForm.rows,
    FillInForm.wrong,
    FillInForm.file,
    FillInForm.digest,
)


def of_period(session: Session, ledger: str, period: str) -> list[FormRow]:
    """The forms of a ledger and a period, in the order of the register."""
    statement = (
        select(*_COLUMNS)
        .join(Village, Village.id == FillInForm.village_id)
        .where(FillInForm.ledger == ledger, FillInForm.period == period)
        .order_by(Village.id)
    )
    return [FormRow._make(row) for row in session.execute(statement)]


def since(session: Session, day: date) -> list[FormRow]:
    """The forms of periods that begin on a day or later, the newest period first."""
    statement = (
        select(*_COLUMNS)
        .join(Village, Village.id == FillInForm.village_id)
        .where(FillInForm.starts_on >= day)
        .order_by(FillInForm.starts_on.desc(), FillInForm.ledger, Village.id)
    )
    return [FormRow._make(row) for row in session.execute(statement)]


def to_change(
    session: Session, ledger: str, period: str, villages: Collection[int]
) -> dict[int, FillInForm]:
    """The forms of some villages by village, to be changed."""
    found = session.scalars(
        select(FillInForm).where(
            FillInForm.ledger == ledger,
            FillInForm.period == period,
            FillInForm.village_id.in_(villages),
        )
    )
    return {each.village_id: each for each in found}


def reported(
    session: Session, model: Any, villages: Collection[int], period: Period
) -> Iterator[Any]:
    """The live records that some villages have of a period, by village and day."""
    day = getattr(model, model.record_kind.day)
    statement = (
        select(model)
        .where(
            model.village_id.in_(villages),
            day.between(period.start, period.end),
            model.binned_at.is_(None),
        )
        .order_by(model.village_id, day, model.id)
    )
    yield from session.scalars(statement)
