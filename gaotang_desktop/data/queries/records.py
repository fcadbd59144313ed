"""Rows of any kind of record, ready for a list, a sheet or the command line."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, func, insert, null, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gaotang_desktop.data import many_rows
from gaotang_desktop.data.models import (
    CATALOGUE,
    Assignment,
    Dispute,
    DisputeCategory,
    Draw,
    Finding,
    Inspection,
    Intake,
    Meeting,
    Opinion,
    Place,
    Plan,
    Poll,
    PublicityTurn,
    Record,
    Task,
    Unit,
    Village,
    fields_of,
)
from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference, week_label
from gaotang_desktop.domain.writings.cutting import cut

_OFTEN_THE_SAME = (Kind.DATE, Kind.MONTH, Kind.WEEK, Kind.TIME, Kind.TEXT, Kind.CHOICE)
_SHARED = 20_000
_SOME = 1_000  # rows fetched at once; otherwise a long table stands in memory twice
_MANY = 50  # from so many rows on they are stored and noted together


def references(session: Session, kind: str, *, with_binned: bool = True) -> dict[int, Reference]:
    """Every record of ``kind`` by id, as lists name it; binned ones too, for old records."""
    options = {"with_binned": with_binned}
    if kind == "assignments":
        return _assignments(session, options)
    columns, label = _NAMED[kind]
    statement = select(CATALOGUE[kind].id, *columns).execution_options(**options)
    return {
        row[0]: Reference(row[0], label(*row[1:]), _order(row[-1]))
        for row in session.execute(statement)
    }


def reference(session: Session, kind: str, record_id: int) -> Reference | None:
    """One record as lists name it, also a binned one."""
    if kind == "assignments":
        return references(session, kind).get(record_id)
    columns, label = _NAMED[kind]
    model = CATALOGUE[kind]
    row = session.execute(
        select(model.id, *columns).where(model.id == record_id).execution_options(with_binned=True)
    ).first()
    return None if row is None else Reference(row[0], label(*row[1:]), _order(row[-1]))


def out_of_use(session: Session, kind: str) -> set[int]:
    """The records of a kind that are kept for old records but not offered for new ones."""
    in_use = getattr(CATALOGUE[kind], "in_use", None)
    if in_use is None:
        return set()
    return set(session.scalars(select(CATALOGUE[kind].id).where(in_use.is_(False))))


def is_any_in_use(session: Session, kind: str) -> bool:
    """Whether a record of a kind is neither binned nor kept for old records only."""
    model = CATALOGUE[kind]
    found = select(model.id).limit(1)
    if (in_use := getattr(model, "in_use", None)) is not None:
        found = found.where(in_use.is_not(False))
    return session.scalar(found) is not None


def _order(value: Any) -> int:
    """The place in the display order; the newest first where the days decide."""
    if value is None:
        return 10**6
    return -value.toordinal() if isinstance(value, date) else int(value)


# By kind: the columns that name a record, the last of which orders it, and how they are worded.
_NAMED: Mapping[str, tuple[tuple[Any, ...], Callable[..., str]]] = {
    "villages": ((Village.name, Village.display_order), lambda name, _: name),
    "units": ((Unit.name, Unit.display_order), lambda name, _: name),
    "tasks": ((Task.name, Task.clause), lambda name, clause: f"第{clause}条 {name}"),
    "plans": ((Plan.number, Plan.year), lambda number, _: number),
    "publicity-turns": (
        (
            select(Village.name).where(Village.id == PublicityTurn.village_id).scalar_subquery(),
            PublicityTurn.week,
        ),
        lambda village, week: f"{week_label(week)} {village}",
    ),
    "dispute-categories": (
        (DisputeCategory.name, DisputeCategory.display_order),
        lambda name, _: name,
    ),
    "disputes": (
        (Dispute.number, Dispute.summary, Dispute.found_on),
        lambda number, summary, _: f"{number or ''} {cut(summary)}".strip(),
    ),
    "places": ((Place.name, Place.id), lambda name, _: name),
    "draws": ((Draw.purpose, Draw.drawn_on), lambda what, day: f"{day:%Y-%m-%d} {what}"),
    "inspections": (
        (
            Inspection.kind,
            func.coalesce(
                select(Place.name).where(Place.id == Inspection.place_id).scalar_subquery(),
                select(Village.name).where(Village.id == Inspection.village_id).scalar_subquery(),
                select(Unit.name).where(Unit.id == Inspection.unit_id).scalar_subquery(),
            ),
            Inspection.held_on,
        ),
        lambda what, where, day: f"{day:%Y-%m-%d} {what} {where or ''}".strip(),
    ),
    "opinions": ((Opinion.text, Opinion.received_on), lambda text, _: cut(text)),
    "intakes": (
        (Intake.number, Intake.matter, Intake.received_on),
        lambda number, matter, _: f"{number or ''} {cut(matter)}".strip(),
    ),
    "findings": ((Finding.text, Finding.found_on), lambda text, _: cut(text)),
    "meetings": (
        (Meeting.kind, Meeting.topic, Meeting.held_on),
        lambda what, topic, day: f"{day:%Y-%m-%d} {what} {cut(topic)}",
    ),
    "polls": ((Poll.name, Poll.until_on), lambda name, _: name),
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
    name = model.record_kind.day
    return None if name is None else getattr(model, name)


def first_day(session: Session, kind: str) -> date | None:
    """The day of the oldest live record of a kind that belongs to days; ``None`` without one."""
    day = period_column(CATALOGUE[kind])
    return None if day is None else session.scalar(select(func.min(day)))


def days_of_villages(
    session: Session, kind: str, villages: Collection[int]
) -> list[tuple[int, int, date | None]]:
    """The records of these villages, each with its village and its day where it has one."""
    model = CATALOGUE[kind]
    village = model.id if kind == "villages" else getattr(model, "village_id", None)
    if village is None:
        return []
    day = period_column(model)
    found = session.execute(
        select(model.id, village, null() if day is None else day).where(village.in_(villages))
    )
    return [(row[0], row[1], row[2]) for row in found]


def any_within(session: Session, kinds: Iterable[str], span: tuple[date, date]) -> bool:
    """Whether a live record of these kinds, which belong to days, lies in a span."""
    for kind in kinds:
        model = CATALOGUE[kind]
        day = period_column(model)
        assert day is not None
        if session.scalar(select(model.id).where(day.between(*span)).limit(1)) is not None:
            return True
    return False


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
    shared: dict[int, dict[Any, Any]] = {
        number: {} for number, each in enumerate(shown) if each.kind in _OFTEN_THE_SAME
    }
    ids, rows = [], []
    for record_id, *values in session.execute(statement.execution_options(yield_per=_SOME)):
        for number, same in shared.items():
            if len(same) < _SHARED:  # of a thousand equal days and names one is kept
                values[number] = same.setdefault(values[number], values[number])
        for number, known in maps.items():
            if values[number] is not None:
                values[number] = known[values[number]]
        ids.append(record_id)
        rows.append(tuple(values))
    result = Listing(kind, shown, tuple(ids), tuple(rows))
    return _in_display_order(result) if kind in ("villages", "units") else result


def newest_of(kind: str, by: Sequence[str]) -> ColumnElement[bool]:
    """Only the newest live record of a kind for each value of these fields."""
    model = CATALOGUE[kind]
    day = period_column(model)
    # The other columns of SQLite's max() are those of its row (sqlite.org/quirks.html).
    newest = (
        select(model.id, func.max(model.id if day is None else day))
        .where(model.binned_at.is_(None))
        .group_by(*(getattr(model, name) for name in by))
        .subquery()
    )
    return model.id.in_(select(newest.c.id))


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


def live(session: Session, kind: str) -> list[Record]:
    """Every record of a kind, to be changed."""
    return list(session.scalars(select(CATALOGUE[kind])))


def alike(
    session: Session, kind: str, values: Mapping[str, Any], *, but: int | None = None
) -> Record | None:
    """The oldest live record with these values, other than ``but``."""
    model = CATALOGUE[kind]
    same = (getattr(model, name) == value for name, value in values.items())
    statement = select(model).where(*same, model.id != (but or 0)).order_by(model.id).limit(1)
    return session.scalars(statement).first()


class StoredRow(NamedTuple):
    """A record as it is stored; ``values`` in the order of the kind's fields."""

    id: int
    created_at: datetime
    values: tuple[Any, ...]


def stored_rows(session: Session, kind: str) -> Iterator[StoredRow]:
    """Every live record of a kind; references are ids."""
    model = CATALOGUE[kind]
    columns = [getattr(model, each.name) for each in fields_of(model)]
    statement = select(model.id, model.created_at, *columns).order_by(model.id)
    for row in session.execute(statement.execution_options(yield_per=_SOME)):
        yield StoredRow(row[0], row[1], tuple(row[2:]))


def belonging(session: Session, kind: str, by: str, owner_id: int) -> list[Record]:
    """The live records of a kind whose field ``by`` names one record, in the order they were made."""
    model = CATALOGUE[kind]
    statement = select(model).where(getattr(model, by) == owner_id).order_by(model.id)
    return list(session.scalars(statement))


def made_at(session: Session, kind: str) -> dict[int, datetime]:
    """When each live record of a kind was made, by its id."""
    model = CATALOGUE[kind]
    statement = select(model.id, model.created_at).execution_options(yield_per=_SOME)
    return {row[0]: row[1] for row in session.execute(statement)}


def counts(session: Session) -> dict[str, int]:
    """How many live records there are of each kind."""
    return {
        kind: session.scalar(select(func.count(model.id))) or 0 for kind, model in CATALOGUE.items()
    }


def add_rows(
    session: Session, model: type[Record], rows: Sequence[Mapping[str, Any]], *, now: datetime
) -> None:
    """Store many new records of a kind at once; ``now`` is when they were made."""
    stamp = {"created_at": now, "changed_at": now}
    # Into the table: what the mapper would prepare for objects takes as long as the storing.
    table = model.metadata.tables[model.__tablename__]
    for names, alike in groupby(rows, key=lambda row: row.keys()):
        some = list(alike)
        if len(some) >= _MANY and many_rows.can_be_added(table, list(names)):
            many_rows.add(session, table, some, stamp)
        else:
            session.execute(insert(table), [{**row, **stamp} for row in some])


def needing(session: Session, record: Record) -> Iterator[tuple[str, str, list[Record]]]:
    """The live records that refer to this one: their kind, the field that does, the records.

    What has been binned before a step of the iteration is not among its records any more.
    """
    for kind, model in CATALOGUE.items():
        for column in model.__table__.columns:
            if any(key.column.table is record.__table__ for key in column.foreign_keys):
                found = list(session.scalars(select(model).where(column == record.id)))
                if found:
                    yield kind, column.name, found


def in_bin(session: Session, kind: str, ids: Sequence[int] | None = None) -> list[Record]:
    """The records of a kind in the recycle bin."""
    model = CATALOGUE[kind]
    statement = select(model).where(model.binned_at.is_not(None))
    if ids is not None:
        statement = statement.where(model.id.in_(ids))
    return list(session.scalars(statement.execution_options(with_binned=True)))


def binned_alike(session: Session, kind: str, values: Mapping[str, Any]) -> Record | None:
    """The newest record in the recycle bin with these values."""
    model = CATALOGUE[kind]
    same = (getattr(model, name) == value for name, value in values.items())
    statement = select(model).where(model.binned_at.is_not(None), *same)
    statement = statement.order_by(model.binned_at.desc(), model.id.desc()).limit(1)
    return session.scalars(statement.execution_options(with_binned=True)).first()


@cache
def _belonging(table: FromClause) -> tuple[tuple[type[Record], ColumnElement[Any]], ...]:
    """The kinds whose records belong to one of a table, each with the field that says to which."""
    return tuple(
        (model, column)
        for model in CATALOGUE.values()
        for column in model.__table__.columns
        if column.name in (model.record_kind.parent, *model.record_kind.parents)
        and any(key.column.table is table for key in column.foreign_keys)
    )


def binned_along(session: Session, record: Record) -> list[Record]:
    """What belongs to a record of the recycle bin and was binned in the step that binned it.

    What had been binned by itself before is not among it: it bears an earlier time.
    """
    found: list[Record] = []
    for model, column in _belonging(record.__table__):
        along = select(model).where(column == record.id, model.binned_at >= record.binned_at)
        found += session.scalars(along.order_by(model.id).execution_options(with_binned=True))
    return found


def binned_owners(session: Session, record: Record) -> list[Record]:
    """The records that this one refers to and that are in the recycle bin."""
    models = {model.__table__: model for model in CATALOGUE.values()}
    found = []
    for column in record.__table__.columns:
        target = getattr(record, column.name)
        for key in column.foreign_keys:
            model = models.get(key.column.table)
            if model is not None and target is not None:
                found += in_bin(session, model.record_kind.name, [target])
    return found


def brought_back(session: Session, record: Record) -> bool:
    """Take a record out of the recycle bin; ``False`` where another has taken its place.

    After ``False`` the session can only be rolled back.
    """
    record.binned_at = None
    try:
        session.flush()
    except IntegrityError:
        return False
    return True
