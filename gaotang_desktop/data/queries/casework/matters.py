"""Matters that are signed for, ended, accepted and told, and what was done to press them (时限)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, case, exists, func, null, or_, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    CATALOGUE,
    Acceptance,
    Dispute,
    DisputeCategory,
    Escalation,
    Extension,
    Intake,
    Opinion,
    Unit,
    Village,
    fields_of,
)
from gaotang_desktop.data.queries import due
from gaotang_desktop.data.queries.records import references
from gaotang_desktop.domain import disputes, opinions
from gaotang_desktop.domain.casework import pressing
from gaotang_desktop.domain.casework.extensions import OWNERS


class MatterRow(NamedTuple):
    """One dispute or opinion, without the parties.

    ``done_on`` is ``None`` while it is open; ``told_elsewhere``: an intake stands behind it, where
    whoever came is told. ``accepted_on`` is the newest day on which its end passed.
    """

    id: int
    number: str | None
    what: str
    category: str | None
    risk: str | None
    state: str
    started_on: date
    handed_on: date | None
    unit_id: int | None
    unit: str | None
    village_id: int | None
    village: str | None
    signed_on: date | None
    due_on: date | None
    done_on: date | None
    told_on: date | None
    told_elsewhere: bool
    accepted_on: date | None


def whose(session: Session, kind: str) -> dict[int, tuple[int | None, int | None]]:
    """By step of a kind (延期、提级督办、验收) the village and the unit of its matter."""
    step: Any = CATALOGUE[kind]
    found = {}
    for of, (name, _due) in OWNERS.items():
        owner: Any = CATALOGUE[of]
        rows = session.execute(
            select(step.id, owner.village_id, owner.unit_id).join(
                owner, getattr(step, name) == owner.id
            )
        )
        found.update({number: (village, unit) for number, village, unit in rows})
    return found


class Named(NamedTuple):
    """By what a matter is called in sheets, and whose it is.

    ``label`` is how lists name it, ``text`` all its words; ``became`` what an intake was turned into,
    by kind and id.
    """

    id: int
    numbers: tuple[str | None, ...]
    label: str
    text: str
    village_id: int | None
    unit_id: int | None
    became: tuple[str, int] | None


_NUMBERS = ("number", "order_number")
_TEXTS = ("summary", "text", "matter")


def named(session: Session, kind: str) -> list[Named]:
    """Every live dispute, opinion or intake with its numbers and words."""
    labels = references(session, kind, with_binned=False)
    model: Any = CATALOGUE[kind]
    known = {each.name for each in fields_of(model)}
    numbers = [getattr(model, name) for name in _NUMBERS if name in known]
    [text] = [getattr(model, name) for name in _TEXTS if name in known]
    became = {of: getattr(model, name) for of, (name, _due) in OWNERS.items() if name in known}
    statement = select(model.id, text, model.village_id, model.unit_id, *numbers, *became.values())
    found = []
    for at, words, village, unit, *rest in session.execute(statement):
        called, ties = tuple(rest[: len(numbers)]), zip(became, rest[len(numbers) :], strict=True)
        into = next(((of, tied) for of, tied in ties if tied is not None), None)
        found.append(Named(at, called, labels[at].label, words, village, unit, into))
    return found


def deeds(session: Session, first: date, last: date) -> pressing.Deeds:
    """How often something was put off, brought before a level and looked at in the span."""

    def count(day: Any, *more: Any) -> int:
        return session.scalar(select(func.count()).where(day.between(first, last), *more)) or 0

    looked = Acceptance.decided_on
    return pressing.Deeds(
        extended=count(Extension.decided_on),
        raised=count(Escalation.raised_on),
        looked=count(looked),
        passed=count(looked, Acceptance.decision == "通过"),
    )


class EscalationRow(NamedTuple):
    """One step up the levels, as the record tells of it."""

    id: int
    raised_on: date
    level: str
    step: str
    due_on: date
    told: str | None
    answer: str | None


class AcceptanceRow(NamedTuple):
    """One look at how a matter ended."""

    id: int
    decided_on: date
    decided_by: str
    decision: str
    reason: str | None
    done_on: date


class Raised(NamedTuple):
    """How high a matter was brought for which day that it missed."""

    record_id: int
    level: str
    due_on: date
    raised_on: date


# By kind: number, what, category, risk, state, start, when it was handed on, due, end; what is open.
_ENDED_DISPUTE = case((Dispute.state.in_(disputes.CLOSED), Dispute.closed_on), else_=None)
_ENDED_OPINION = case((Opinion.state.in_(opinions.CLOSED), Opinion.answered_on), else_=None)
_COLUMNS: Mapping[str, tuple[Any, ...]] = {
    "disputes": (Dispute.number, Dispute.summary, DisputeCategory.name, Dispute.risk, Dispute.state,
                 Dispute.found_on, Dispute.found_on, Dispute.deadline, _ENDED_DISPUTE),
    "opinions": (null(), Opinion.text, null(), null(), Opinion.state,
                 Opinion.received_on, Opinion.received_on, Opinion.due_on, _ENDED_OPINION),
}  # fmt: skip
_OPEN: Mapping[str, Any] = {"disputes": due.UNSETTLED, "opinions": due.UNANSWERED}


def rows(session: Session, kind: str, *, since: date | None) -> list[MatterRow]:
    """The disputes or opinions that are open, and the ended ones begun ``since``, by their deadline."""
    model: Any = CATALOGUE[kind]
    number, what, category, risk, state, start, handed, limit, done = _COLUMNS[kind]
    owner = OWNERS[kind][0]
    behind = exists().where(getattr(Intake, owner) == model.id, Intake.binned_at.is_(None))
    statement = (
        select(
            model.id, number, what, category, risk, state, start, handed, model.unit_id, Unit.name,
            model.village_id, Village.name, model.signed_on, limit, done, model.told_on, behind,
            newest_acceptance(owner, model, done),
        )
        .select_from(model)
        .outerjoin(Village, Village.id == model.village_id)
        .outerjoin(Unit, Unit.id == model.unit_id)
        .order_by(limit, model.id)
    )  # fmt: skip
    waits = _OPEN[kind]
    if since is not None:
        waits = or_(waits, and_(done.is_not(None), start >= since))
    if kind == "disputes":
        statement = statement.outerjoin(DisputeCategory, DisputeCategory.id == Dispute.category_id)
    return [MatterRow(*row) for row in session.execute(statement.where(waits))]


def newest_acceptance(owner: str, model: Any, done: Any) -> Any:
    """The newest day on which the end of a matter passed; one that was taken back since does not count."""
    return (
        select(func.max(Acceptance.decided_on))
        .where(
            getattr(Acceptance, owner) == model.id,
            Acceptance.decision == "通过",
            Acceptance.done_on >= done,
            Acceptance.binned_at.is_(None),
        )
        .correlate(model)
        .scalar_subquery()
    )


def raised(session: Session, kind: str) -> list[Raised]:
    """Every escalation of a kind of matter."""
    mine = getattr(Escalation, OWNERS[kind][0])
    found = session.execute(
        select(mine, Escalation.level, Escalation.due_on, Escalation.raised_on).where(
            mine.is_not(None)
        )
    )
    return [Raised(*row) for row in found]


def escalations(session: Session, kind: str, record_id: int) -> list[EscalationRow]:
    """The steps up the levels of one matter, the newest first."""
    found = session.execute(
        select(
            Escalation.id, Escalation.raised_on, Escalation.level, Escalation.step,
            Escalation.due_on, Escalation.told, Escalation.answer,
        )
        .where(getattr(Escalation, OWNERS[kind][0]) == record_id)
        .order_by(Escalation.raised_on.desc(), Escalation.id.desc())
    )  # fmt: skip
    return [EscalationRow(*row) for row in found]


def acceptances(session: Session, kind: str, record_id: int) -> list[AcceptanceRow]:
    """How the end of one matter was looked at, the newest first."""
    found = session.execute(
        select(
            Acceptance.id, Acceptance.decided_on, Acceptance.decided_by, Acceptance.decision,
            Acceptance.reason, Acceptance.done_on,
        )
        .where(getattr(Acceptance, OWNERS[kind][0]) == record_id)
        .order_by(Acceptance.decided_on.desc(), Acceptance.id.desc())
    )  # fmt: skip
    return [AcceptanceRow(*row) for row in found]
