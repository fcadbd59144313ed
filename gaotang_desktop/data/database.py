"""The database of one data folder: open, read, and change by named operations.

One SQLite file. Readers have a connection that cannot write. Writers say BEGIN IMMEDIATE; rows,
journal and history commit together or not at all, durably (WAL, synchronous FULL).
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, UnaryExpression, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.operators import custom_op

from gaotang_desktop.data import journal, migrating
from gaotang_desktop.data.models import Operation, Record
from gaotang_desktop.data.problems import as_storage_problem

__all__ = ["WITH_BINNED", "Changes", "Database", "Listener", "Session"]

WITH_BINNED = {"with_binned": True}


@dataclass(frozen=True, slots=True)
class Changes:
    """What a committed operation changed; told to listeners after the commit, and only then."""

    title: str
    tables: frozenset[str]
    operation_id: int


Listener = Callable[[Changes], None]


class Database:
    """The open database of one data folder."""

    def __init__(self, path: Path, *, now: Callable[[], datetime]) -> None:
        self.path = path
        self.now = now
        self.listeners: list[Listener] = []
        self._readers = _engine(path, writes=False)
        self._writers = _engine(path, writes=True)
        self._one_writer = threading.Lock()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime],
        before_migration: Callable[[], None] = lambda: None,
    ) -> "Database":
        """Create or migrate the file as needed and open it.

        ``before_migration`` makes the verified backup; it runs only when an existing file is old.

        Raises:
            NewerDatabase, DamagedDatabase, StorageProblem: with a whole sentence each; the file
                is left as it was.
        """
        migrating.bring_up_to_date(path, before=before_migration)
        database = cls(path, now=now)
        try:
            with database.reading() as session:
                session.execute(text("SELECT count(*) FROM sqlite_master"))
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Let go of the file; the WAL is folded into it when this was the last connection."""
        self._readers.dispose()
        self._writers.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A short session that cannot write; binned records are invisible.

        Raises:
            StorageProblem: the file cannot be read.
        """
        try:
            with Session(self._readers, expire_on_commit=False, autoflush=False) as session:
                _hide_binned(session)
                yield session
        except (DBAPIError, sqlite3.Error) as error:
            raise as_storage_problem(error, self.path) from error

    @contextmanager
    def operation(self, title: str, *, undoes: int | None = None) -> Iterator[Session]:
        """One change named as a person would say it; rolled back unless the block ends well.

        An operation that changes no row leaves no trace in the history.

        Raises:
            StorageProblem: disk full, read-only, locked; nothing was changed.
            Conflict: a rule of the database forbids the change; nothing was changed.
        """
        with self._one_writer:
            changes = None
            try:
                with Session(self._writers, expire_on_commit=False) as session:
                    _hide_binned(session)
                    event.listen(session, "before_flush", self._stamp)
                    operation = Operation(title=title, at=self.now(), undoes=undoes)
                    session.add(operation)
                    session.flush()
                    journal.begin(session, operation.id)
                    yield session
                    session.flush()
                    tables = journal.changed_tables(session, operation.id)
                    if tables:
                        session.commit()
                        changes = Changes(title, tables, operation.id)
                    else:
                        session.rollback()
            except (DBAPIError, sqlite3.Error) as error:
                raise as_storage_problem(error, self.path) from error
        if changes is not None:
            for listener in tuple(self.listeners):
                listener(changes)

    def _stamp(self, session: Session, _context: UOWTransaction, _instances: Any) -> None:
        now = self.now()
        for record in session.new:
            if isinstance(record, Record):
                record.created_at = record.created_at or now
                record.changed_at = now
        for record in session.dirty:
            if isinstance(record, Record) and session.is_modified(record):
                record.changed_at = now


def _engine(path: Path, *, writes: bool) -> Engine:
    engine = create_engine(
        f"sqlite+pysqlite:///{path.as_posix()}",
        connect_args={"timeout": 5.0, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        if writes:
            journal.install(connection)
        else:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _unindexed(column: Any) -> UnaryExpression[Any]:
    # Nearly every record is live, so the index of the recycle bin finds nothing out; SQLite would
    # take it for the best one all the same. A plus sign keeps it away (sqlite.org/optoverview.html).
    return UnaryExpression(column.__clause_element__(), operator=custom_op("+"))


def _hide_binned(session: Session) -> None:
    """What is in the recycle bin is invisible unless a query says ``with_binned``."""

    @event.listens_for(session, "do_orm_execute")
    def _only_live(state: ORMExecuteState) -> None:
        if (
            state.is_select
            and not state.is_column_load
            and not state.is_relationship_load
            and not state.execution_options.get("with_binned", False)
        ):
            state.statement = state.statement.options(
                with_loader_criteria(
                    Record,
                    lambda record: _unindexed(record.binned_at).is_(None),
                    include_aliases=True,
                )
            )
