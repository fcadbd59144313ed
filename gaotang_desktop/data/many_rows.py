"""Many new rows of one table in one prepared statement, noted in the journal together."""

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Column, Dialect, Table
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from gaotang_desktop.data import journal

_AT_ONCE = 5_000


def can_be_added(table: Table, names: Sequence[str]) -> bool:
    """Whether rows with these columns need nothing that only the mapper can give."""
    left_out = [column for column in table.columns if column.name not in names]
    return "id" not in names and all(
        column.default is None or isinstance(column.default, ScalarElementColumnDefault)
        for column in left_out
    )


def add(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]], same: Mapping[str, Any]
) -> None:
    """Store rows that all have the same columns; ``same`` are values of all of them.

    A column left out has its default. SQLAlchemy prepares each value of each row, which takes longer
    than SQLite's storing of it: here what many rows have in common is prepared once.
    """
    session.flush()
    connection = session.connection()
    given = {
        each.name: each.default.arg
        for each in table.columns
        if isinstance(each.default, ScalarElementColumnDefault) and each.name not in rows[0]
    } | dict(same)
    columns = [each for each in table.columns if each.name in given or each.name in rows[0]]
    names = ", ".join(f'"{each.name}"' for each in columns)
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    with journal.many_added(session, table):
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            values = [
                repeat(_stored(each, [given[each.name]], connection.dialect)[0], len(some))
                if each.name in given
                else _stored(each, [row[each.name] for row in some], connection.dialect)
                for each in columns
            ]
            connection.exec_driver_sql(statement, list(zip(*values, strict=True)))


def _stored(column: Column[Any], values: list[Any], dialect: Dialect) -> list[Any]:
    """Values of a column as they are stored."""
    make = column.type.dialect_impl(dialect).bind_processor(dialect)
    if make is None:
        return values
    try:
        known = {value: make(value) for value in set(values)}
    except TypeError:  # a list of names is no key
        return [make(value) for value in values]
    return [known[value] for value in values]
