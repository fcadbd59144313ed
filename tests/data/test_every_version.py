"""A file of each version of the schema, with rows in every table: it opens with every value in it.

Real files of some versions lie in ``tests/old_databases``; these are made by the migrations themselves.
"""

import sqlite3
import time
from contextlib import closing

import pytest
from builders import open_work

from gaotang_desktop.data import migrating
from gaotang_desktop.services import backups

# Each day a third of the versions: in three days all.
VERSIONS = migrating.REVISIONS[int(time.time() // 86_400) % 3 : -1 : 3]
# What only the program writes, and what an operation begins with.
OWN = {"sqlite_sequence", "alembic_version", "operations", "changes", "migrated_rows",
       "former_links", "forgettings", "settings"}  # fmt: skip
VALUES = {
    "DATETIME": "2026-09-0{} 08:00:00.000000", "DATE": "2026-09-0{}", "TIME": "20:0{}:00.000000",
}  # fmt: skip


def value(column, kind, row):
    if column == "owner_kind":
        return "villages"
    kind = kind.upper().partition("(")[0]
    if kind in VALUES:
        return VALUES[kind].format(row)
    if kind == "BLOB":
        return bytes([row])
    return 0 if kind == "BOOLEAN" else row if kind in {"INTEGER", "NUMERIC"} else f"{row}"


def filled(path):
    """Two rows in every table, each referring to those of the same number; the names of the tables."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("BEGIN")
        file.execute("PRAGMA defer_foreign_keys=ON")
        asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = [name for (name,) in file.execute(asked).fetchall() if name not in OWN]
        for table in tables:
            columns = file.execute(f"PRAGMA table_info({table})").fetchall()
            refers = {row[3] for row in file.execute(f"PRAGMA foreign_key_list({table})")}
            for row in (901, 902):
                values = {"id": row}
                for _, column, kind, *_ in columns:
                    # A task is a unit's or a village's, never both.
                    if column in {"id", "binned_at"} or (table, column) == (
                        "assignments",
                        "village_id",
                    ):
                        continue
                    values[column] = row if column in refers else value(column, kind, row - 900)
                names = ", ".join(f'"{each}"' for each in values)
                marks = ", ".join("?" * len(values))
                file.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*values.values()])
        file.execute("COMMIT")
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    return tables


def rows(path, tables):
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        return {
            (table, row["id"]): dict(row)
            for table in tables
            for row in file.execute(f"SELECT * FROM {table} ORDER BY id")
        }


@pytest.mark.parametrize("version", VERSIONS)
def test_rows_of_every_table_come_through_all_later_migrations(version, tmp_path):
    path = tmp_path / "data" / "gaotang.sqlite"
    path.parent.mkdir()
    migrating.make(path, version)
    tables = filled(path)
    before = rows(path, tables)
    work = open_work(tmp_path / "data")
    try:
        assert backups.check(work) == ()
    finally:
        work.close()
    after = rows(path, tables)
    assert after.keys() >= before.keys()
    differing = {
        (table, column, old, after[table, number][column])
        for (table, number), row in before.items()
        for column, old in row.items()
        if column in after[table, number] and after[table, number][column] != old
    }
    assert differing == set()
