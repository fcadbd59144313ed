"""Files of any content that are encrypted as the office's data are (加密的附件).

An encrypted file is a small SQLCipher database with the content in pieces: the same library, key
and check of each page as for the data, and nothing of our own making between.
"""

import contextlib
import errno
import io
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from typing_extensions import Buffer, override

from gaotang_desktop import keys
from gaotang_desktop.data.connections import ciphered, uri

_PIECE = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write \r\n for \n


class Writing(Protocol):
    """What bytes are written to."""

    def write(self, piece: bytes, /) -> int:
        """Write a piece after those before; returns its length."""
        ...


@contextmanager
def writing(path: Path, key: bytes | None) -> Iterator[Writing]:
    """A file written anew, encrypted where there is a key, and on the disk when the block ends well.

    Raises:
        OSError: it cannot be written.
    """
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as out:
        if key is None:
            yield out
            out.flush()
            os.fsync(out.fileno())
            return
    try:
        with closing(ciphered(uri(path, "rw"), key)) as file:
            # Nothing of it counts before it is whole and has its name.
            file.execute("PRAGMA journal_mode=OFF")
            file.execute("PRAGMA synchronous=OFF")
            file.execute("CREATE TABLE pieces (at INTEGER PRIMARY KEY, content BLOB NOT NULL)")
            file.execute("BEGIN")
            yield _Pieces(file)
            file.execute("COMMIT")
    except sqlite3.Error as error:
        raise _as_os_error(error) from error
    with path.open("rb+") as made:
        os.fsync(made.fileno())


class _Pieces:
    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def write(self, piece: bytes, /) -> int:
        self._file.execute("INSERT INTO pieces (content) VALUES (?)", (piece,))
        return len(piece)


class _Content(io.RawIOBase):
    """The content of an encrypted file, from its beginning to its end."""

    def __init__(self, file: sqlite3.Connection) -> None:
        super().__init__()
        self._file = file
        self._rows = file.execute("SELECT content FROM pieces ORDER BY at")
        self._piece = memoryview(b"")

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        try:
            while not self._piece:
                row = self._rows.fetchone()
                if row is None:
                    return 0
                self._piece = memoryview(bytes(row[0]))
        except sqlite3.Error as error:
            raise _as_os_error(error) from error
        target = memoryview(buffer)
        count = min(len(target), len(self._piece))
        target[:count] = self._piece[:count]
        self._piece = self._piece[count:]
        return count

    @override
    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def reading(path: Path) -> IO[bytes]:
    """A file's content, whether it is encrypted or not.

    Raises:
        OSError: it cannot be read, or is damaged.
    """
    key = keys.known(keys.head_of(path))
    if key is None:
        return path.open("rb")
    try:
        file = ciphered(uri(path, "ro", immutable=True), key)
        try:
            return cast("IO[bytes]", io.BufferedReader(_Content(file), _PIECE))
        except BaseException:
            file.close()
            raise
    except sqlite3.Error as error:
        raise _as_os_error(error) from error


def write_whole(path: Path, content: bytes, key: bytes | None) -> None:
    """Write beside and rename.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    part = path.with_name(path.name + ".part")
    try:
        with writing(part, key) as out:
            for at in range(0, len(content), _PIECE):
                out.write(content[at : at + _PIECE])
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def content(path: Path) -> bytes:
    """All that a file holds.

    Raises:
        OSError: it cannot be read, or is damaged.
    """
    with reading(path) as file:
        return file.read()


def _as_os_error(error: sqlite3.Error) -> OSError:
    full = "disk is full" in str(error)
    return OSError(errno.ENOSPC if full else errno.EIO, "an encrypted file")
