"""SQLite with encryption (SQLCipher 4), so that nobody else notices which of the two it is.

It is a second copy of SQLite with classes of its own; what it raises is raised anew as the error of
the same name of ``sqlite3``, which everything here and SQLAlchemy knows.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from sqlcipher3 import dbapi2
from typing_extensions import override

_CACHE_KB = 64_000
P = ParamSpec("P")
T = TypeVar("T")


def _as_sqlite3(error: Exception) -> Exception:
    same: type[Exception] = getattr(sqlite3, type(error).__name__)
    told = same(*error.args)
    if name := getattr(error, "sqlite_errorname", None):
        told.sqlite_errorname = name  # type: ignore[attr-defined]
    return told


def _said_as_sqlite3(call: Callable[P, T]) -> Callable[P, T]:
    def called(*words: P.args, **more: P.kwargs) -> T:
        try:
            return call(*words, **more)
        except dbapi2.Error as error:
            raise _as_sqlite3(error) from error

    return called


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    execute = _said_as_sqlite3(dbapi2.Cursor.execute)
    executemany = _said_as_sqlite3(dbapi2.Cursor.executemany)
    executescript = _said_as_sqlite3(dbapi2.Cursor.executescript)
    fetchone = _said_as_sqlite3(dbapi2.Cursor.fetchone)
    fetchmany = _said_as_sqlite3(dbapi2.Cursor.fetchmany)
    fetchall = _said_as_sqlite3(dbapi2.Cursor.fetchall)

    __next__ = _said_as_sqlite3(dbapi2.Cursor.__next__)


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    @override
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    @override
    def execute(self, *words: Any) -> Any:
        return self.cursor().execute(*words)

    @override
    def executemany(self, *words: Any) -> Any:
        return self.cursor().executemany(*words)

    commit = _said_as_sqlite3(dbapi2.Connection.commit)
    rollback = _said_as_sqlite3(dbapi2.Connection.rollback)
    close = _said_as_sqlite3(dbapi2.Connection.close)
    backup = _said_as_sqlite3(dbapi2.Connection.backup)


def connect(name: str, key: str | None) -> sqlite3.Connection:
    """Open the file of a URI with a key as SQL has it; ``None`` for a plain file.

    Raises:
        sqlite3.Error: as ``sqlite3.connect``.
    """
    try:
        made = dbapi2.connect(
            name, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False,
            factory=_Connection,
        )  # fmt: skip
    except dbapi2.Error as error:
        raise _as_sqlite3(error) from error
    # It would write to stderr of every damaged page; what it raises is enough.
    made.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        made.execute(f"PRAGMA key = {key}")
        # A page read again is decrypted again: checks go to and fro between tables and indices.
        made.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    # It does all that one of sqlite3 does here, and is no other for a reader of types either.
    return cast("sqlite3.Connection", made)
