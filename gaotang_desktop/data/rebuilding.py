"""A database made anew from rows that come from elsewhere, as from an archive.

It is made at the revision that the rows are of and migrated afterwards like any old one. No person
wrote the rows one by one: they stand in the history like what a migration left, under one step.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from gaotang_desktop.data import chain, migrating
from gaotang_desktop.data.connections import beside, connect, reading
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.data.queries.archive import NOT_CARRIED
from gaotang_desktop.domain.archiving.cells import Stored
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.paths import SIDECARS

NAME = "gaotang.sqlite.restoring-archive"
"""Lies in the data folder until it is whole; what a killed program left is swept at the start."""


class Rebuilding:
    """A database being filled; nothing refers to it before :meth:`finish`."""

    def __init__(self, path: Path, revision: str) -> None:
        self.path = path
        self._revision = revision
        migrating.make(path, revision)
        self._file = connect(path, "rw")
        self._file.execute("PRAGMA synchronous=OFF")  # it is copied and verified afterwards
        self._file.execute("BEGIN")
        for table in self.columns:
            self._file.execute(f'DELETE FROM "{table}"')  # what migrations fill in themselves

    @property
    def columns(self) -> dict[str, list[str]]:
        """By table that rows are wanted for, its columns."""
        found = {}
        for (name,) in self._file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name <> 'alembic_version'"
        ).fetchall():
            if name not in NOT_CARRIED:
                info = self._file.execute(f'PRAGMA table_info("{name}")')
                found[str(name)] = [str(row[1]) for row in info]
        return found

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Stored]]) -> None:
        """Put rows into a table; table and columns are some of :attr:`columns`.

        Raises:
            Unreadable: two rows are one, or a value is missing that must be there.
        """
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" for _ in columns)
        try:
            self._file.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise _contradicting(table, str(error)) from error

    def run(self, statement: str, values: Sequence[Stored] = ()) -> Iterable[tuple[Any, ...]]:
        """Run a statement in the file that is being filled.

        Raises:
            sqlite3.Error: it cannot be.
        """
        return self._file.execute(statement, values)

    def count_on(self, table: str, highest: int) -> None:
        """Give no new record of a table a number up to ``highest``: it may still be spoken of by it,
        in the history or by attached files.
        """
        asked = "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = ?"
        [(given,)] = self.run(asked, (table,))
        self.run("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        numbers = (table, max(int(given), highest))
        self.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", numbers)

    def finish(self, title: str, at: datetime) -> None:
        """Bring it to this version, and write its history: one step of this title.

        Raises:
            Unreadable: a row refers to one that is not there.
        """
        broken = self._file.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise _contradicting(str(broken[0]), f"第 {broken[1]} 条指向没有的记录")
        self._file.execute("COMMIT")
        self._file.close()
        if self._revision != migrating.REVISIONS[-1]:
            migrating.bring_up_to_date(self.path, before=lambda: None)
        with contextlib.closing(connect(self.path, "rw")) as file:
            file.execute("BEGIN")
            if self._revision == migrating.REVISIONS[-1]:
                chain.seal_migrated(file.execute)
            made = file.execute(
                "INSERT INTO operations (title, at, done_by) VALUES (?, ?, ?)",
                (title, at.isoformat(" ", "microseconds"), chain.system_user()),
            )
            chain.seal(file.execute, int(made.lastrowid or 0))
            file.execute("COMMIT")

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def was_worked_in(path: Path) -> bool:
    """Whether anybody entered anything in a database; settings alone do not count.

    Raises:
        StorageProblem: it cannot be read.
    """
    try:
        with reading(path) as file:
            # A step without a changed row is one that put an archive back.
            found = file.execute(
                "SELECT 1 FROM operations WHERE id NOT IN (SELECT operation_id FROM changes) "
                "UNION ALL SELECT 1 FROM changes WHERE table_name <> 'settings' LIMIT 1"
            ).fetchone()
    except sqlite3.Error as error:
        raise as_storage_problem(error, path) from error
    return found is not None


def _contradicting(table: str, said: str) -> Unreadable:
    return Unreadable(
        f"归档里的内容互相矛盾，没有恢复（{table}：{said}）。请用没有改动过的归档再试。"
    )


@contextmanager
def rebuilt(folder: Path, revision: str) -> Iterator[Rebuilding]:
    """A database to be filled in a data folder; it is gone afterwards unless it was moved.

    Raises:
        StorageProblem: the folder cannot be written.
    """
    path = folder / NAME
    made = None
    try:
        _drop(path)
        made = Rebuilding(path, revision)
        yield made
    except sqlite3.Error as error:
        raise as_storage_problem(error, path) from error
    finally:
        if made is not None:
            made.close()
        _drop(path)


def _drop(path: Path) -> None:
    for each in (path, *(beside(path, suffix) for suffix in SIDECARS)):
        with contextlib.suppress(OSError):
            each.unlink(missing_ok=True)
