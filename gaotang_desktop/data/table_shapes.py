"""Whether the tables are built as this program builds them, or another program's hand changed them.

A default, a rule or a collation that was put into the schema changes what is stored from then on, and
no row tells of it.
"""

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import create_engine

from gaotang_desktop.data.models import Base

# Columns that a migration added to tables with rows in them: SQLite asks for a default there.
_BY_MIGRATION = {
    ("documents", "issuer_in_title"): "0",
    ("documents", "sealed"): "1",
    ("documents", "state"): "'草稿'",
    ("opinions", "repeated"): "0",
}
_RULES = re.compile(r"\b(CHECK\s*\(|COLLATE\b|GENERATED\b|ON\s+CONFLICT\b)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^]]*\]|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)


class _Column(NamedTuple):
    kind: str
    not_null: int
    default: str | None
    key: int


class _Shape(NamedTuple):
    columns: dict[str, _Column]
    references: list[Any]
    unique: list[Any]
    rules: int
    counts_on: bool  # AUTOINCREMENT: the number of a record that is gone is never given again


def problems(connection: sqlite3.Connection) -> list[str]:
    """A sentence for each known table and index that is built otherwise than by this program."""
    said = []
    for name, wanted in _wanted().items():
        found = _shape(connection, name)
        if found.columns:  # a table that is gone is told elsewhere
            said += [
                f"数据文件里{what}，不是本程序做的，请和以前的备份核对。"
                for what in _differences(name, wanted, found)
            ]
    for name, sql in _indexes(connection):
        if (ours := _wanted_indexes().get(name)) is not None and ours != sql:
            said.append(f"数据文件的索引 {name} 被改过，不是本程序做的，请从备份恢复。")
    return said


def numbers_taken_back(connection: sqlite3.Connection) -> list[str]:
    """A sentence for each table that would give a number again that a record has or had."""
    given: dict[str, int] = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    said = []
    for name, shape in _wanted().items():
        if not shape.counts_on:
            continue
        [(highest,)] = connection.execute(f'SELECT ifnull(max(id), 0) FROM "{name}"')
        [(known,)] = connection.execute(
            "SELECT ifnull(max(row_id), 0) FROM changes WHERE table_name = ?", (name,)
        )
        if max(highest, known) > given.get(name, 0):
            said.append(
                f"数据文件里表 {name} 的编号计数被改小了，不是本程序做的，请和以前的备份核对。"
            )
    return said


def _differences(name: str, wanted: _Shape, found: _Shape) -> Iterator[str]:
    for column, have in found.columns.items():
        want = wanted.columns.get(column)
        if want is None:
            yield f"表 {name} 多了一列 {column}"
            continue
        defaults = {want.default, _BY_MIGRATION.get((name, column))}
        if have.default not in defaults:
            now = "没有了" if have.default is None else f"改成了 {have.default[:40]}"
            yield f"表 {name} 的列 {column} 的缺省值{now}"
        if have._replace(default=None) != want._replace(default=None):
            yield f"表 {name} 的列 {column} 的类型或规定被改过"
    if found.references != wanted.references:
        yield f"表 {name} 的引用规定被改过"
    if found.unique != wanted.unique:
        yield f"表 {name} 的唯一性规定被改过"
    if found.rules != wanted.rules:
        yield f"表 {name} 的限制被改过"
    if found.counts_on != wanted.counts_on:
        yield f"表 {name} 的编号办法被改过"


def _shape(connection: sqlite3.Connection, name: str) -> _Shape:
    def asked(pragma: str, of: str) -> list[Any]:
        return connection.execute(f"SELECT * FROM {pragma}(?)", (of,)).fetchall()

    columns = {row[1]: _Column(*row[2:6]) for row in asked("pragma_table_xinfo", name)}
    references = sorted((row[2:] for row in asked("pragma_foreign_key_list", name)), key=str)
    unique = sorted(
        (row[3], tuple(each[2] for each in asked("pragma_index_info", row[1])))
        for row in asked("pragma_index_list", name)
        if row[2] and row[3] != "c"
    )
    sql = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
    ).fetchone()
    rules = len(_RULES.findall(_QUOTED.sub("", str(sql[0])))) if sql else 0
    counts_on = sql is not None and "AUTOINCREMENT" in str(sql[0]).upper()
    return _Shape(columns, references, unique, rules, counts_on)


def _indexes(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''"
    )
    return [(name, _plain(sql)) for name, sql in found]


def _plain(sql: str) -> str:
    return "".join(sql.replace('"', "").split()).casefold()


@cache
def _made() -> tuple[dict[str, _Shape], dict[str, str]]:
    """What the models make, asked of SQLite in an empty database."""
    opened = create_engine("sqlite://")
    try:
        Base.metadata.create_all(opened)
        with opened.connect() as connection:
            file = connection.connection.driver_connection
            assert isinstance(file, sqlite3.Connection)
            shapes = {name: _shape(file, name) for name in sorted(Base.metadata.tables)}
            return shapes, dict(_indexes(file))
    finally:
        opened.dispose()


def _wanted() -> dict[str, _Shape]:
    return _made()[0]


def _wanted_indexes() -> dict[str, str]:
    return _made()[1]
