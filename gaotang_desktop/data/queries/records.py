"""Rows of any kind of record, ready for a list, a sheet or the command line."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    CATALOGUE,
    Assignment,
    Record,
    Task,
    Unit,
    Village,
    fields_of,
)
from gaotang_desktop.data.models.tasks import Plan
from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference


def references(session: Session, kind: str, *, with_binned: bool = True) -> dict[int, Reference]:
    """Every record of ``kind`` by id, as lists name it; binned ones too, for old records."""
    options = {"with_binned": with_binned}
    if kind == "assignments":
        return _assignments(session, options)
    columns: dict[str, tuple[Any, Any, Any]] = {
        "villages": (Village.id, Village.name, Village.display_order),
        "units": (Unit.id, Unit.name, Unit.display_order),
        "tasks": (Task.id, Task.name, Task.clause),
        "plans": (Plan.id, Plan.number, Plan.year),
    }
    found = session.execute(select(*columns[kind]).execution_options(**options))
    return {
        row[0]: Reference(
            row[0], f"第{row[2]}条 {row[1]}" if kind == "tasks" else row[1], row[2] or 0
        )
        for row in found
    }


def _assignments(session: Session, options: Mapping[str, bool]) -> dict[int, Reference]:
    tasks, units = references(session, "tasks"), references(session, "units")
    villages = references(session, "villages")
    found = {}
    for row in session.execute(
        select(
            Assignment.id, Assignment.task_id, Assignment.unit_id, Assignment.village_id
        ).execution_options(**options)
    ):
        who = units[row.unit_id] if row.unit_id else villages[row.village_id]
        label = f"{tasks[row.task_id].label}·{who.label}"
        found[row.id] = Reference(row.id, label, tasks[row.task_id].order)
    return found


def period_column(model: type[Record]) -> Any | None:
    """The date column by which a kind belongs to a period; ``None`` for registers."""
    for name in ("night", "happened_on", "dated_on"):
        if hasattr(model, name):
            return getattr(model, name)
    return None


def listing(
    session: Session,
    kind: str,
    *,
    where: Iterable[ColumnElement[bool]] = (),
    span: tuple[date, date] | None = None,
    fields: tuple[Field, ...] | None = None,
    binned: bool = False,
) -> Listing:
    """The live records of a kind; with ``binned`` those in the recycle bin instead."""
    model = CATALOGUE[kind]
    shown = fields or fields_of(model)
    statement = select(model.id, *(getattr(model, each.name) for each in shown)).where(*where)
    if binned:
        statement = statement.where(model.binned_at.is_not(None)).execution_options(
            with_binned=True
        )
    day = period_column(model)
    if span is not None and day is not None:
        statement = statement.where(day.between(*span))
    statement = statement.order_by(*((day.desc(), model.id) if day is not None else (model.id,)))
    maps = {
        number: references(session, each.refers_to)
        for number, each in enumerate(shown)
        if each.kind is Kind.REFERENCE and each.refers_to
    }
    ids, rows = [], []
    for record_id, *values in session.execute(statement):
        for number, known in maps.items():
            if values[number] is not None:
                values[number] = known[values[number]]
        ids.append(record_id)
        rows.append(tuple(values))
    result = Listing(kind, shown, tuple(ids), tuple(rows))
    return _in_display_order(result) if kind in ("villages", "units") else result


def _in_display_order(listed: Listing) -> Listing:
    column = listed.column("display_order")
    order = sorted(
        range(len(listed.ids)),
        key=lambda i: (listed.rows[i][column] is None, listed.rows[i][column] or 0, listed.ids[i]),
    )
    return Listing(
        listed.kind,
        listed.fields,
        tuple(listed.ids[i] for i in order),
        tuple(listed.rows[i] for i in order),
    )
