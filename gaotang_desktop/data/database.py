"""The database of one data folder: open, read, and change by named operations.

One SQLite file. Readers have a connection that cannot write. Writers say BEGIN IMMEDIATE; rows,
journal and history commit together or not at all, durably (WAL, synchronous FULL).
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, UnaryExpression, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.operators import custom_op

from gaotang_desktop.data import chain, connections, in_place, journal, migrating
from gaotang_desktop.data.models import Operation, Record, fields_of
from gaotang_desktop.data.problems import as_storage_problem, is_held
from gaotang_desktop.domain.errors import Invalid, NotInPlace, StorageProblem
from gaotang_desktop.domain.fields import Field, impossible

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

    def __init__(
        self, path: Path, *, now: Callable[[], datetime], why_not: StorageProblem | None = None
    ) -> None:
        self.path = path
        self.now = now
        self.why_not = why_not
        """Why nothing can be saved; ``None`` where everything can."""
        self.listeners: list[Listener] = []
        self._copy: TemporaryDirectory[str] | None = None
        self._patience = _Patience()
        self.place = in_place.Place(path)
        """Where the file was opened, and whether it still lies there."""
        if why_not is None:
            self._readers = _engine(path, writes=False, place=self.place)
            self._writers = _engine(path, writes=True, place=self.place, patience=self._patience)
        else:
            self._readers = self._writers = self._engine_to_read()
        self._one_writer = threading.Lock()
        self._user = chain.system_user()

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
        return cls(path, now=now)._tried()

    @classmethod
    def open_to_read(
        cls, path: Path, why_not: StorageProblem, *, now: Callable[[], datetime]
    ) -> "Database":
        """Open a file that nothing can be written to: no lock, no migration, nothing beside it.

        Raises:
            DamagedDatabase, StorageProblem: it cannot be read either, or is of an older version.
        """
        try:
            revision = migrating.stored_revision(path)
        except (sqlite3.Error, OSError) as error:
            raise as_storage_problem(error, path) from error
        if revision != migrating.REVISIONS[-1]:
            raise why_not
        return cls(path, now=now, why_not=why_not)._tried()

    def _tried(self) -> "Database":
        try:
            with self.reading() as session:
                session.execute(text("SELECT count(*) FROM sqlite_master"))
            if self.why_not is None:
                self.place.hold()
        except BaseException:
            self.close()
            raise
        return self

    def copy_out(self, target: Path) -> Path:
        """A checked copy of what is open, also where its file has no name any more.

        Raises:
            StorageProblem, DamagedDatabase: it could not be made.
        """
        with self._readers.connect() as held:
            opened = held.connection.driver_connection
            if opened is None:
                raise RuntimeError("a connection that was just taken is closed")
            return self.place.copy_out(opened, target)

    def _engine_to_read(self) -> Engine:
        wal = connections.beside(self.path, "-wal")
        if not wal.exists() or wal.stat().st_size == 0:
            return _engine(self.path, writes=False, immutable=True)
        try:
            self._copy = connections.readable_copy(self.path)
        except OSError as error:
            raise as_storage_problem(error, self.path) from error
        return _engine(Path(self._copy.name) / self.path.name, writes=False)

    def close(self) -> None:
        """Let go of the file; the WAL is folded into it when this was the last connection."""
        with self.place.unmixed():
            self._readers.dispose()
            self._writers.dispose()
        self.place.let_go()
        if self._copy is not None:
            self._copy.cleanup()

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
        except (DBAPIError, sqlite3.Error, NotInPlace) as error:
            moved = self.place.problem()
            raise (StorageProblem(moved.now) if moved else self._problem(error)) from error

    @contextmanager
    def operation(self, title: str, *, undoes: int | None = None) -> Iterator[Session]:
        """One change named as a person would say it; rolled back unless the block ends well.

        An operation that changes no row leaves no trace in the history.

        Raises:
            StorageProblem: disk full, read-only, locked; nothing was changed.
            NotInPlace: the file was deleted, moved or replaced meanwhile; nothing was changed.
            Conflict: a rule of the database forbids the change; nothing was changed.
            Invalid: a record was to hold what its field cannot; nothing was changed.
        """
        if self.why_not is not None:
            raise self.why_not
        self.place.require()
        with self._one_writer:
            changes = None
            try:
                with Session(self._writers, expire_on_commit=False) as session:
                    _hide_binned(session)
                    event.listen(session, "before_flush", self._stamp)
                    operation = Operation(
                        title=title, at=self.now(), undoes=undoes, done_by=self._user
                    )
                    session.add(operation)
                    session.flush()
                    journal.begin(session, operation.id)
                    yield session
                    session.flush()
                    tables = journal.changed_tables(session, operation.id)
                    if tables:
                        chain.seal(_driver(session).execute, operation.id)
                        self.place.require()
                        with self.place.own_writing():
                            session.commit()
                        changes = Changes(title, tables, operation.id)
                    else:
                        session.rollback()
            except (DBAPIError, sqlite3.Error) as error:
                if is_held(error):
                    self._patience.ended()
                raise self._problem(error) from error
        if changes is not None:
            for listener in tuple(self.listeners):
                listener(changes)

    def _problem(self, error: Exception) -> Exception:
        """The sentence for an error: what is open may have been taken away under it."""
        return self.place.problem() or as_storage_problem(error, self.path)

    def _stamp(self, session: Session, _context: UOWTransaction, _instances: Any) -> None:
        now = self.now()
        for record in session.new:
            if isinstance(record, Record):
                _hold_against_fields(record, fields_of(type(record)))
                record.created_at = record.created_at or now
                record.changed_at = now
        for record in session.dirty:
            if isinstance(record, Record) and session.is_modified(record):
                states = inspect(record).attrs
                changed = (
                    each
                    for each in fields_of(type(record))
                    if states[each.name].history.has_changes()
                )
                _hold_against_fields(record, changed)
                record.changed_at = now


class _Patience:
    """How long a change waits for a program that holds the file: the first time, and soon after.

    What is saved in the window is saved in its thread: nobody is to stand still for each try.
    """

    _FIRST, _AGAIN = 5_000, 300  # milliseconds
    _SOON = 30.0  # seconds

    def __init__(self) -> None:
        self._soon_until = 0.0

    def ended(self) -> None:
        """It was waited for in vain."""
        self._soon_until = time.monotonic() + self._SOON

    def milliseconds(self) -> int:
        """How long the next one waits."""
        return self._AGAIN if time.monotonic() < self._soon_until else self._FIRST


def _hold_against_fields(record: Record, changed: Iterable[Field]) -> None:
    """The last door of every service: what a field cannot have is not stored, whoever asks.

    Raises Invalid.
    """
    known = tuple(changed)
    values = {each.name: getattr(record, each.name) for each in known}
    if found := impossible(known, values):
        raise Invalid(found)


def _engine(
    path: Path,
    *,
    writes: bool,
    immutable: bool = False,
    place: in_place.Place | None = None,
    patience: _Patience | None = None,
) -> Engine:
    # Not to create: a file that vanished under the program is not to come back empty.
    engine = connections.engine(path, "ro" if immutable else "rw", immutable=immutable)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        if place is not None and (problem := place.problem()) is not None:
            connection.close()  # it is of another file than all those before
            raise problem
        connection.execute("PRAGMA foreign_keys=ON")
        if not immutable:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        # A statement with a trigger keeps a journal of its own: in a file that halves bulk steps.
        connection.execute("PRAGMA temp_store=MEMORY")
        if writes:
            journal.install(connection)
        else:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        if patience is not None:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={patience.milliseconds()}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _driver(session: Session) -> Any:
    """SQLite's own connection, or SQLCipher's, which does the same.

    A link is made over every row: half as long without a layer between.
    """
    return session.connection().connection.driver_connection


def _unindexed(column: Any) -> UnaryExpression[Any]:
    # Which index is taken, and so in which order rows come that nobody ordered, is not to hang on
    # what is in the bin. A plus sign keeps it out (sqlite.org/optoverview.html).
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
