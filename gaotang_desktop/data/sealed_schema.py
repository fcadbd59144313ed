"""The schema of an encrypted database, brought from a backup where its pages cannot be decrypted.

What stands on an encrypted page cannot be looked at from outside. But SQLCipher refuses a page that
was changed by a single byte, and so a copy of the sound file tells which pages hold the schema, and
whether those of the damaged file are whole.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from gaotang_desktop import keys
from gaotang_desktop.data.connections import connect

_PAGE = 4096  # bytes, as SQLCipher 4 makes them
_WITHIN = 100  # a byte of each page that its code covers, also of the first


def transplant(copy: Path, backup: Path) -> None:
    """Put a sound backup's pages in the place of those of the schema that are damaged in the copy.

    Both were encrypted with one key, so each page fits where it stood.

    Raises:
        OSError: one of the files cannot be read or written.
    """
    pages = backup.stat().st_size // _PAGE
    if keys.head_of(copy) != keys.head_of(backup):
        _put(copy, 0, keys.head_of(backup))  # by these bytes it is known which key it needs
    # SQLite reads no file that is shorter than its first page says; how long that is, nobody knows.
    size = 2 * max(pages * _PAGE, copy.stat().st_size)
    with TemporaryDirectory(suffix=".part", dir=copy.parent) as beside:
        trial = Path(beside) / backup.name
        shutil.copyfile(backup, trial)
        for each in (copy, trial):
            os.truncate(each, size)
        for number in list(_schema_pages(trial, pages)):
            at = (number - 1) * _PAGE
            sound, own = _got(trial, at), _got(copy, at)
            _put(trial, at, own)
            if not _is_read(trial):
                _put(copy, at, sound)
            _put(trial, at, sound)


def _schema_pages(trial: Path, pages: int) -> Iterator[int]:
    waiting = [(1, pages)]
    while waiting:
        first, last = waiting.pop()
        _turn(trial, first, last)
        is_needed = not _is_read(trial)
        _turn(trial, first, last)
        if is_needed and first == last:
            yield first
        elif is_needed:
            middle = (first + last) // 2
            waiting += [(middle + 1, last), (first, middle)]


def _is_read(trial: Path) -> bool:
    try:
        with closing(connect(trial, "ro", immutable=True)) as file:
            file.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.Error:
        return False
    return True


def _turn(trial: Path, first: int, last: int) -> None:
    """Spoil a range of pages, or make them whole again."""
    with trial.open("rb+", buffering=0) as file:
        for number in range(first, last + 1):
            at = (number - 1) * _PAGE + _WITHIN
            file.seek(at)
            found = file.read(1)
            file.seek(at)
            file.write(bytes([found[0] ^ 1]))


def _got(path: Path, at: int) -> bytes:
    with path.open("rb") as file:
        file.seek(at)
        return file.read(_PAGE)


def _put(path: Path, at: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(at)
        file.write(content)
