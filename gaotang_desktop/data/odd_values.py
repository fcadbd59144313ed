"""Values that cannot stand where they stand: SQLite keeps any bytes in any column and finds them whole.

A flipped bit in a day or a name, or another program's hand, leaves the file sound for SQLite and not
to be read by us.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, Text, Time
from sqlalchemy.types import TypeDecorator

from gaotang_desktop.data.connections import reading
from gaotang_desktop.data.models import CATALOGUE, LABELS, Base, fields_of
from gaotang_desktop.data.models.record import Names
from gaotang_desktop.domain.errors import DomainError

MOST = 10
_FIELDS = {
    (model.__tablename__, each.name): each.label
    for model in CATALOGUE.values()
    for each in fields_of(model)
}


def found(path: Path) -> list[str]:
    """A sentence for each of the first such values; every row of the file is looked at.

    Nothing of a file that cannot be read to its end: what is wrong with that one, ``soundness`` says.
    """
    try:
        return _found(path)
    except (sqlite3.Error, OSError, DomainError):
        return []


def _found(path: Path) -> list[str]:
    said: list[str] = []
    with reading(path) as connection:
        connection.text_factory = bytes
        for table in Base.metadata.sorted_tables:
            for row, column in _in_table(connection, table):
                what = LABELS[table.name]
                field = _FIELDS.get((table.name, column), column)
                said.append(
                    f"{what}第 {row} 条的“{field}”读不出来，里面的内容已经损坏，程序没有改动它。"
                )
                if len(said) == MOST:
                    return said
    return said


def _in_table(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[int, str]]:
    """Row and column of each value that cannot stand there."""
    columns = [each for each in table.columns if not isinstance(each.type, LargeBinary)]
    cases = "\n".join(f"WHEN {_wrong(each)} THEN '{each.name}'" for each in columns)
    names = ", ".join(f'"{each.name}"' for each in columns)
    for row, wrong, *values in connection.execute(
        f'SELECT rowid, CASE {cases} END, {names} FROM "{table.name}"'
    ):
        if wrong is not None:
            yield int(row), wrong.decode()
            continue
        for column, value in zip(columns, values, strict=True):
            if isinstance(value, bytes) and not _is_text(value):
                yield int(row), column.name
                break


def _is_text(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _wrong(column: "Column[object]") -> str:
    """When a value cannot stand in a column, as SQL."""
    name, kind = f'"{column.name}"', column.type
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    text = f"typeof({name}) <> 'text'"
    if isinstance(kind, Names):
        wrong = f"({text} OR NOT json_valid({name}))"
    elif isinstance(stored, Boolean):
        wrong = f"(typeof({name}) <> 'integer' OR {name} NOT IN (0, 1))"
    elif isinstance(stored, Integer):
        wrong = f"typeof({name}) <> 'integer'"
    elif isinstance(stored, DateTime):
        wrong = f"({text} OR datetime({name}) IS NULL)"
    elif isinstance(stored, Date):
        wrong = f"({text} OR date({name}) IS NOT {name})"
    elif isinstance(stored, Time):
        wrong = f"({text} OR time({name}) IS NULL)"
    elif isinstance(stored, Text) or stored.python_type is str:
        wrong = text
    else:
        wrong = f"typeof({name}) = 'blob'"
    return f"{name} IS NOT NULL AND {wrong}"
