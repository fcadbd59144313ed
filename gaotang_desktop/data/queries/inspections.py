"""Places, inspections, findings and draws as services need them (检查督查)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import ChecklistItem, Finding, Inspection, Place
from gaotang_desktop.domain.inspections import RESULTS


class PlaceRow(NamedTuple):
    """A place as inspections and draws need it."""

    id: int
    name: str
    place_type: str
    village_id: int | None


class FindingRow(NamedTuple):
    """A finding with what decides its state, and where it came from."""

    id: int
    found_on: date
    text: str
    village_id: int | None
    unit_id: int | None
    due_on: date
    put_right_on: date | None
    recheck: str | None
    source: str


class DrawnRow(NamedTuple):
    """An inspection made because of a draw."""

    id: int
    held_on: date
    village_id: int | None
    place_id: int | None
    result: str


def place(session: Session, place_id: int) -> PlaceRow | None:
    """One place of the register."""
    found = session.execute(
        select(Place.id, Place.name, Place.place_type, Place.village_id).where(Place.id == place_id)
    ).first()
    return None if found is None else PlaceRow(*found)


def places(session: Session, *, on: date | None = None) -> list[PlaceRow]:
    """The places of the register; with ``on`` those that are not closed on that day."""
    statement = select(Place.id, Place.name, Place.place_type, Place.village_id).order_by(Place.id)
    if on is not None:
        statement = statement.where(or_(Place.closed_on.is_(None), Place.closed_on > on))
    return [PlaceRow(*row) for row in session.execute(statement)]


def findings(session: Session, ids: Iterable[int] | None = None) -> list[FindingRow]:
    """Findings, or those of some ids, in the order in which they were entered.

    ``source`` is the kind of the inspection, 民意调查 or 意见建议, or 其他.
    """
    statement = _findings().order_by(Finding.id)
    if ids is not None:
        statement = statement.where(Finding.id.in_(list(ids)))
    return [_row(row) for row in session.execute(statement)]


def findings_due(session: Session, first: date, last: date) -> list[FindingRow]:
    """The findings whose due date lies in the span, by due date."""
    statement = _findings().where(Finding.due_on.between(first, last))
    return [_row(row) for row in session.execute(statement.order_by(Finding.due_on, Finding.id))]


def findings_of(session: Session, inspection_id: int) -> list[FindingRow]:
    """The findings of one inspection."""
    statement = _findings().where(Finding.inspection_id == inspection_id)
    return [_row(row) for row in session.execute(statement.order_by(Finding.id))]


def found_between(session: Session, first: date, last: date) -> list[FindingRow]:
    """What the inspections held in the span found, in the order of their days."""
    held = select(Inspection.id).where(Inspection.held_on.between(first, last))
    statement = _findings().where(Finding.inspection_id.in_(held))
    return [_row(row) for row in session.execute(statement.order_by(Finding.found_on, Finding.id))]


def unlisted_between(session: Session, first: date, last: date) -> int:
    """How many inspections held in the span say that something was found, and no finding says what."""
    listed = select(Finding.inspection_id).where(Finding.inspection_id.is_not(None))
    statement = select(func.count(Inspection.id)).where(
        Inspection.held_on.between(first, last),
        Inspection.result != RESULTS[0],
        Inspection.id.not_in(listed),
    )
    return session.scalar(statement) or 0


def any_between(session: Session, first: date, last: date) -> bool:
    """Whether there was an inspection in the span."""
    statement = select(Inspection.id).where(Inspection.held_on.between(first, last)).limit(1)
    return session.scalar(statement) is not None


def overdue_findings(session: Session, today: date) -> int:
    """How many findings were not put right by their due date."""
    counted = select(func.count(Finding.id)).where(
        and_(
            Finding.due_on < today,
            Finding.put_right_on.is_(None),
            func.coalesce(Finding.recheck, "") != "未整改",
        )
    )
    return session.scalar(counted) or 0


def _findings() -> Select[Any]:
    kind = select(Inspection.kind).where(Inspection.id == Finding.inspection_id).scalar_subquery()
    return select(
        Finding.id,
        Finding.found_on,
        Finding.text,
        Finding.village_id,
        Finding.unit_id,
        Finding.due_on,
        Finding.put_right_on,
        Finding.recheck,
        kind,
        Finding.poll_id,
        Finding.opinion_id,
    )


def _row(row: Row[Any]) -> FindingRow:
    *columns, kind, poll, opinion = list(row)
    source = kind or ("民意调查" if poll else "意见建议" if opinion else "其他")
    return FindingRow._make((*columns, source))


def of_draw(session: Session, draw_id: int) -> list[DrawnRow]:
    """The inspections made because of a draw, oldest first."""
    found = session.execute(
        select(
            Inspection.id,
            Inspection.held_on,
            Inspection.village_id,
            Inspection.place_id,
            Inspection.result,
        )
        .where(Inspection.draw_id == draw_id)
        .order_by(Inspection.held_on, Inspection.id)
    )
    return [DrawnRow(*row) for row in found]


def checklists(session: Session) -> dict[str, list[str]]:
    """By kind of place what is looked at, in its order; what is out of use is left out."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(ChecklistItem.place_type, ChecklistItem.text)
        .where(ChecklistItem.in_use)
        .order_by(
            ChecklistItem.display_order.is_(None), ChecklistItem.display_order, ChecklistItem.id
        )
    )
    for place_type, text in rows:
        found.setdefault(place_type, []).append(text)
    return found


def checklist(session: Session, place_type: str) -> list[str]:
    """What is looked at in a kind of place."""
    return checklists(session).get(place_type, [])
