"""Days held against those of the records that they belong to, from both sides."""

from collections.abc import Mapping
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, fields_of
from gaotang_desktop.data.queries.casework import day_order as queries
from gaotang_desktop.domain.casework import day_order as rules
from gaotang_desktop.domain.casework.day_order import ORDERS, Order, Words

Values = Mapping[str, Any]


def problems(
    session: Session, kind: str, values: Values, *, before: Values | None, record_id: int | None
) -> dict[str, str]:
    """A sentence under each day that contradicts another record.

    What stood so ``before`` is left alone: only a day that is new, moved or tied to another record
    is held against it.
    """
    found: dict[str, str] = {}
    for order in ORDERS:
        if order.kind == kind:
            found |= _of_child(session, order, values, before)
        if order.owner == kind and record_id is not None and not order.ended:
            found |= _of_owner(session, order, values, before, record_id)
    return found


def _of_child(
    session: Session, order: Order, values: Values, before: Values | None
) -> dict[str, str]:
    owner, day = values.get(order.by), values.get(order.day)
    if owner is None or day is None or not _moved(values, before, order.by, order.day):
        return {}
    names = tuple(name for name in (order.since, order.until) if name)
    known = queries.days_of(session, order.owner, owner, names)
    if not known:
        return {}
    since, until = known.get(order.since), known.get(order.until)
    said = rules.problem(order, _words(order), day, since, until)
    return {order.day: said} if said else {}


def _of_owner(
    session: Session, order: Order, values: Values, before: Values | None, record_id: int
) -> dict[str, str]:
    if not _moved(values, before, order.since, order.until):
        return {}
    days = queries.first_and_last(session, order.kind, order.by, record_id, order.day)
    if days is None:
        return {}
    return rules.owner_problems(order, _words(order), values, *days)


def unborn(kind: str, by: str, values: Values, owner: Values) -> dict[str, str]:
    """A sentence under each day of a record that contradicts its owner, which is not stored yet."""
    found: dict[str, str] = {}
    for order in ORDERS:
        day = values.get(order.day)
        if (order.kind, order.by) == (kind, by) and day is not None:
            until = owner.get(order.until) if order.until else None
            if said := rules.problem(order, _words(order), day, owner.get(order.since), until):
                found[order.day] = said
    return found


def _moved(values: Values, before: Values | None, *names: str) -> bool:
    return before is None or any(name and values.get(name) != before.get(name) for name in names)


def _words(order: Order) -> Words:
    child, owner = CATALOGUE[order.kind], CATALOGUE[order.owner]
    of_child = {each.name: each.label for each in fields_of(child)}
    of_owner = {each.name: each.label for each in fields_of(owner)}
    whose = owner.record_kind.label
    return Words(
        day=of_child[order.day],
        since=rules.named(whose, of_owner[order.since]),
        until=rules.named(whose, of_owner[order.until]) if order.until else "",
        owner=whose,
        child=child.record_kind.label,
    )
