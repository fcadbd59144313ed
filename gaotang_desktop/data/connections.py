"""Connecting to database files: the one place where a path becomes what SQLite opens.

A path may hold every character that a folder's name may. In a URI ``#`` begins a fragment, ``?`` a
query and ``%41`` is an A; unquoted, they open another file than the one meant, and make it.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.util import LRUCache
from typing_extensions import override

from gaotang_desktop import keys

Mode = Literal["ro", "rw", "rwc"]


class Dialect(pysqlite.dialect):
    """SQLite's, the same for every engine: SQLAlchemy looks up by it what it has worded before."""

    driver = "gaotang"
    supports_statement_cache = True

    @override
    def __eq__(self, other: object) -> bool:
        return type(other) is Dialect

    @override
    def __hash__(self) -> int:
        return hash(Dialect)


registry.register("sqlite.gaotang", __name__, "Dialect")

# A third of the time of short work is the wording of queries: readers, writers and the next folder
# share it.
_worded = LRUCache[Any, Any](1000)


def beside(path: Path, suffix: str) -> Path:
    """A file beside a database that has its name with something added."""
    return path.with_name(path.name + suffix)


def uri(path: Path, mode: Mode, *, immutable: bool = False) -> str:
    """The URI of a database file (sqlite.org/uri.html), every unusual character quoted.

    ``mode``: read, read and write, or that and create. ``immutable``: nothing is locked or looked
    for beside the file.
    """
    name = path.absolute().as_posix()
    # file:///C:/… for a drive, file:////server/… for a share, file:///… for everything else.
    slash = "" if name.startswith("/") else "/"
    more = "&immutable=1" if immutable else ""
    return f"file://{slash}{quote(name, safe='/:')}?mode={mode}{more}"


def connect(path: Path, mode: Mode, *, immutable: bool = False) -> sqlite3.Connection:
    """A plain connection, in autocommit; it waits 5 seconds for a lock.

    What is encrypted, or begins in an encrypted folder, is opened through SQLCipher.

    Raises:
        sqlite3.OperationalError: there is no such file (unless ``mode`` makes it).
        Locked: it is encrypted, and nobody gave the password.
    """
    try:
        key = keys.of_file(path)
    except OSError:
        key = None  # the opening itself will say what is the matter
    return opened_with(path, mode, key, immutable=immutable)


def opened_with(
    path: Path, mode: Mode, key: bytes | None, *, immutable: bool = False
) -> sqlite3.Connection:
    """The same for a file whose key is known, as one that is yet to be written.

    Raises:
        sqlite3.OperationalError: as :func:`connect`.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise sqlite3.DatabaseError(
            "file is not a database"
        )  # of a pipe SQLite would wait for ever
    name = uri(path, mode, immutable=immutable)
    if key is not None:
        return ciphered(name, key)
    return sqlite3.connect(
        name, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
    )


def ciphered(name: str, key: bytes | None) -> sqlite3.Connection:
    """The same through SQLCipher, which also reads and writes plain files (``None``).

    Raises:
        sqlite3.OperationalError: as :func:`connect`.
    """
    # Imported when the first encrypted file is opened: a plain office starts without it.
    from gaotang_desktop.data.sqlcipher import connect as through_sqlcipher

    return through_sqlcipher(name, None if key is None else keys.sql(key))


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing, not even a file beside the database.

    What a power cut left to be taken back is taken back first, as on any opening.

    Raises:
        sqlite3.Error, OSError: the file cannot be read.
    """
    hot = beside(path, "-journal").exists()
    alone = not hot and not beside(path, "-wal").exists()
    connection = connect(path, "rw" if hot else "ro", immutable=alone)
    copy: TemporaryDirectory[str] | None = None
    try:
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if not beside(path, "-wal").exists() or "locked" in str(error):
                raise
            connection.close()
            copy = readable_copy(path)
            connection = connect(Path(copy.name) / path.name, "rw")
        connection.execute("PRAGMA query_only=ON")
        yield connection
    finally:
        connection.close()
        if copy is not None:
            copy.cleanup()


def readable_copy(path: Path) -> TemporaryDirectory[str]:
    """A folder with a copy of a database and its WAL.

    SQLite reads a WAL only where it may write beside it: not on a full disk, not in a folder that
    is read-only.

    Raises:
        OSError: there is no room for the copy either.
    """
    copy = TemporaryDirectory(prefix="gaotang-")
    try:
        for each in (path, beside(path, "-wal")):
            shutil.copyfile(each, Path(copy.name) / each.name)
    except OSError:
        copy.cleanup()
        raise
    return copy


def engine(path: Path, mode: Mode, *, immutable: bool = False) -> Engine:
    """A pool of connections to a database file."""
    return create_engine(
        # Its parts, not a text: SQLAlchemy would read `?` and `%` of a text as its own.
        URL.create("sqlite+gaotang", database=str(path)),
        creator=lambda: connect(path, mode, immutable=immutable),
        execution_options={"compiled_cache": _worded},
    )
