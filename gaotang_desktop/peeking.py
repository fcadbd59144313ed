"""Reading the database's file itself, without taking away the locks that SQLite has on it.

Except on Windows, a process loses all its locks on a file with the first handle of that file that it
closes, whoever opened it (sqlite.org/howtocorrupt.html, 2.2). Another process then takes the data
for closed and removes the WAL, with all that is committed into it from then on. So a handle once
opened stays open until the file is gone or another one has its name.
"""

import errno
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gaotang_desktop.paths import DATABASE_NAME

_MOST = (
    8  # offices that one process has open at the same time; it is one, or two while one is tried
)
_PIECE = 1 << 20
_handles: OrderedDict[str, int] = OrderedDict()
_alone = threading.Lock()


def first_bytes(path: Path, count: int) -> bytes:
    """What a file begins with.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    if not (path.is_file() or path.is_dir()) and path.exists():
        # Reading what another program is to write into, as a pipe, would never end.
        raise OSError(errno.EINVAL, "not a file", str(path))
    if not _is_locked_by_handles(path):
        with path.open("rb") as file:
            return file.read(count)
    with _alone:
        return os.pread(_handle(path), count, 0)


def piece_of(path: Path, start: int, count: int) -> bytes:
    """A piece of a file from byte ``start`` on; less where the file ends.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    if not _is_locked_by_handles(path):
        with path.open("rb") as file:
            file.seek(start)
            return file.read(count)
    with _alone:
        return os.pread(_handle(path), count, start)


def pieces(path: Path) -> Iterator[bytes]:
    """All of a file, a piece at a time.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    if not _is_locked_by_handles(path):
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
        return
    at = 0
    while True:
        with _alone:
            piece = os.pread(_handle(path), _PIECE, at)
        if not piece:
            return
        yield piece
        at += len(piece)


def _is_locked_by_handles(path: Path) -> bool:
    return sys.platform != "win32" and path.name == DATABASE_NAME


def _handle(path: Path) -> int:
    """An open handle of the file that has this name now."""
    name, now = str(path.absolute()), path.stat()
    for each, handle in list(_handles.items()):
        held = os.fstat(handle)
        is_other = each == name and (held.st_dev, held.st_ino) != (now.st_dev, now.st_ino)
        if held.st_nlink == 0 or is_other:
            _close(each)
    if name not in _handles:
        _handles[name] = os.open(path, os.O_RDONLY)
        while len(_handles) > _MOST:
            _close(next(iter(_handles)))
    _handles.move_to_end(name)
    return _handles[name]


def _close(name: str) -> None:
    with suppress(OSError):
        os.close(_handles.pop(name))
