"""Every table as it is stored, for the archive (归档). What is carried follows from the models.

Rows are read as SQLite keeps them, so that what a table holds comes back whatever it is.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, Time, select
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Session

from gaotang_desktop.data.journal import undone_ids
from gaotang_desktop.data.models import (
    CATALOGUE,
    Base,
    IssuedDocument,
    IssuedFile,
    Operation,
    fields_of,
)
from gaotang_desktop.data.models.record import Hundredths, Names
from gaotang_desktop.data.queries import records
from gaotang_desktop.domain.archiving.cells import Shape, Stored
from gaotang_desktop.domain.archiving.tables import OWNER_ID, OWNER_KIND, Column, Table
from gaotang_desktop.domain.fields import Field, Kind

NOT_CARRIED = frozenset({"operations", "changes", "migrated_rows", "former_links"})
"""The history: its images are those of this file's rows, and its chain cannot be gone on with."""

_SHAPES = (
    (Hundredths, Shape.HUNDREDTHS),
    (Names, Shape.NAMES),
    (Boolean, Shape.FLAG),
    (DateTime, Shape.MOMENT),
    (Date, Shape.DAY),
    (Time, Shape.TIME),
    (Integer, Shape.WHOLE),
    (LargeBinary, Shape.BYTES),
)
_BY_TABLE = {model.__tablename__: kind for kind, model in CATALOGUE.items()}


@cache
def tables() -> tuple[Table, ...]:
    """Every table that an archive carries, kinds of records first in the catalogue's order."""
    order = {name: place for place, name in enumerate(_BY_TABLE)}
    carried = [each for each in Base.metadata.sorted_tables if each.name not in NOT_CARRIED]
    return tuple(_table(each) for each in sorted(carried, key=lambda one: order.get(one.name, 999)))


def _table(table: SqlTable) -> Table:
    kind = _BY_TABLE.get(table.name)
    fields: dict[str, Field] = {}
    label = str(table.info.get("label", table.name))
    if kind is not None:
        model = CATALOGUE[kind]
        label = model.record_kind.label
        fields = {each.name: each for each in fields_of(model)}
    columns = [_column(each, fields.get(each.name)) for each in table.columns]
    return Table(table.name, label, tuple(columns), kind)


def _column(column: SqlColumn[Any], field: Field | None) -> Column:
    label = field.label if field else str(column.info.get("label", ""))
    return Column(column.name, label, _shape(column, field), _target(column), field)


def _shape(column: SqlColumn[Any], field: Field | None) -> Shape:
    for stored, shape in _SHAPES:
        if isinstance(column.type, stored):
            return Shape.MONTH if field and field.kind is Kind.MONTH else shape
    return Shape.LONG_TEXT if field and field.kind is Kind.LONG_TEXT else Shape.TEXT


def _target(column: SqlColumn[Any]) -> str | None:
    """The table of the record whose id a column holds."""
    for key in column.foreign_keys:
        return str(key.column.table.name)
    return column.info.get("refers_to_table")


def rows(
    session: Session, table: Table, ids: Collection[int] | None = None
) -> Iterator[dict[str, Stored]]:
    """The rows of a table by column, as stored, in the order of their ids; those in the bin too."""
    names = [each.name for each in table.columns]
    chosen = ", ".join(f'"{name}"' for name in names)
    found = session.connection().exec_driver_sql(
        f'SELECT {chosen} FROM "{table.name}" ORDER BY id',
        execution_options={"stream_results": True},
    )
    for row in found:
        values = dict(zip(names, row, strict=True))
        if ids is None or values["id"] in ids:
            yield values


def names_of(session: Session, table: str) -> Mapping[int, str]:
    """Every record of a table by its id, as lists or its title name it."""
    kind = _BY_TABLE[table]
    try:
        return {each.id: each.label for each in records.references(session, kind).values()}
    except KeyError:  # a kind that no list refers to has its title alone
        model = CATALOGUE[kind]
        found = session.scalars(select(model).execution_options(with_binned=True, yield_per=100))
        return {each.id: each.title for each in found}


class DoneRow(NamedTuple):
    """One operation of the history, in words."""

    id: int
    at: Any
    title: str
    done_by: str | None
    undone: bool


def operations(session: Session) -> list[DoneRow]:
    """The whole history, the oldest first."""
    undone = undone_ids(session)
    found = session.execute(
        select(Operation.id, Operation.at, Operation.title, Operation.done_by).order_by(
            Operation.id
        )
    )
    return [DoneRow(*row, row.id in undone) for row in found]


def years(session: Session) -> list[int]:
    """The years from the oldest record to the newest, the newest first."""
    found: set[int] = set()
    for table, day in _days().items():
        # Each by itself: an index answers one of them without reading the table.
        for end in ("min", "max"):
            [(text,)] = session.connection().exec_driver_sql(
                f'SELECT {end}("{day}") FROM "{table}"'
            )
            if str(text)[:4].isdecimal():
                found.add(int(str(text)[:4]))
    return list(range(max(found), min(found) - 1, -1)) if found else []


def _days() -> dict[str, str]:
    """By table the column that tells to which period a row belongs: a day, or a period's key."""
    found = {}
    for kind, model in CATALOGUE.items():
        said = CATALOGUE[kind].record_kind
        if said.day is not None:
            found[model.__tablename__] = said.day
        elif "period" in model.__table__.columns:
            found[model.__tablename__] = "period"
    return found


class _Row(NamedTuple):
    parents: list[tuple[str, int]]
    targets: list[tuple[str, int]]


def of_year(session: Session, year: int) -> dict[str, set[int]]:
    """By table the rows of a year and all that they refer to.

    A row belongs to the year of its day or period; what belongs to a record goes with it; kinds
    without either (villages, units, plans, schemes) go whole.
    """
    days, graph = _days(), {table.name: _read(session, table) for table in tables()}
    chosen: dict[str, set[int]] = {name: set() for name in graph}
    for table in tables():
        if table.name in days:
            chosen[table.name] = _in_year(session, table.name, days[table.name], year)
        elif table.kind is None or not _parents(table):
            # Rows between records and files follow below.
            chosen[table.name] = set() if _follows(table) else set(graph[table.name])
    by_day = {name: set(ids) for name, ids in chosen.items()}
    for table in tables():
        for row_id, row in graph[table.name].items():
            if any(parent in by_day and number in by_day[parent] for parent, number in row.parents):
                in_period = table.name in days and not any(name in days for name, _ in row.parents)
                if not in_period:
                    chosen[table.name].add(row_id)
                    by_day[table.name].add(row_id)
    _close(graph, chosen)
    chosen[IssuedFile.__tablename__] = _files_of(session, chosen[IssuedDocument.__tablename__])
    return chosen


def _files_of(session: Session, papers: set[int]) -> set[int]:
    found = select(IssuedFile.id, IssuedDocument.id).join(
        IssuedDocument, IssuedDocument.digest == IssuedFile.digest
    )
    rows_of = session.execute(found.execution_options(with_binned=True))
    return {file for file, paper in rows_of if paper in papers}


def _follows(table: Table) -> bool:
    is_between = table.kind is None and any(each.refers_to for each in table.columns)
    return table.has_owner or is_between or table.name == IssuedFile.__tablename__


def _parents(table: Table) -> tuple[str, ...]:
    if table.kind is None:
        return ()
    said = CATALOGUE[table.kind].record_kind
    return (said.parent, *said.parents) if said.parent else said.parents


def _in_year(session: Session, table: str, day: str, year: int) -> set[int]:
    found = session.connection().exec_driver_sql(
        f'SELECT id FROM "{table}" WHERE substr("{day}", 1, 4) = ?', (f"{year:04d}",)
    )
    return {row[0] for row in found}


def _read(session: Session, table: Table) -> dict[int, _Row]:
    """By id what each row belongs to and refers to."""
    links = {each.name: each.refers_to for each in table.columns if each.refers_to}
    owner = [OWNER_KIND, OWNER_ID] if table.has_owner else []
    chosen = ", ".join(f'"{name}"' for name in ("id", *links, *owner))
    parents, found = _parents(table), {}
    for row in session.connection().exec_driver_sql(f'SELECT {chosen} FROM "{table.name}"'):
        values = row._mapping
        targets = [(to, values[name]) for name, to in links.items() if values[name] is not None]
        belongs = [(links[n], values[n]) for n in parents if values[n] is not None]
        if owner and values[OWNER_KIND] in CATALOGUE:
            belongs.append((CATALOGUE[values[OWNER_KIND]].__tablename__, values[OWNER_ID]))
        found[row[0]] = _Row(belongs, targets)
    return found


def _close(graph: dict[str, dict[int, _Row]], chosen: dict[str, set[int]]) -> None:
    """Add what the chosen rows refer to, then the rows between chosen records, and their files."""
    waiting = [(name, number) for name, ids in chosen.items() for number in ids]
    while waiting:
        while waiting:
            name, number = waiting.pop()
            for target, other in graph[name][number].targets if number in graph[name] else ():
                if other not in chosen[target]:
                    chosen[target].add(other)
                    waiting.append((target, other))
        for table in tables():
            if not _follows(table):
                continue
            for number, row in graph[table.name].items():
                needed = row.parents if table.has_owner else row.targets
                is_needed = needed and all(other in chosen[name] for name, other in needed)
                if number not in chosen[table.name] and is_needed:
                    chosen[table.name].add(number)
                    waiting.append((table.name, number))
