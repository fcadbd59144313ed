"""Putting a verified copy in the database's place, in an order that a power cut cannot spoil.

At each moment either the old database is there with all that was committed, or the new one is
there and the old one lies whole in ``backups/replaced-…``.
"""

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import backups, wal
from gaotang_desktop.data.connections import beside, connect, reading
from gaotang_desktop.data.problems import as_storage_problem, not_writable
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem
from gaotang_desktop.files import sync_folder
from gaotang_desktop.paths import BACKUPS, KEY_NAME, SIDECARS


def restore(source: Path, database: Path, *, now: datetime) -> Path | None:
    """Put a verified copy in the database's place. The caller has closed the database.

    The replaced files, damaged or not, are kept; returns their folder.

    Raises:
        DamagedDatabase, NewerDatabase: the copy is not usable; nothing was changed.
        StorageProblem: the folder cannot be written; nothing was changed.
    """
    if not source.is_file():
        raise StorageProblem(f"找不到备份文件“{source}”，数据没有改动，请检查路径。")
    backups.require_sound(source)
    part = beside(database, ".restoring")
    try:
        backups.make(source, part, key=_take_key(source, database))
        if database.exists():
            fold_in(database)
        kept = _keep_replaced(database, now)
        # What is still there belongs to a file too damaged to fold it in, and is in ``kept``.
        # SQLite would apply it to the new file.
        for suffix in SIDECARS:
            beside(database, suffix).unlink(missing_ok=True)
        part.replace(database)
        # The new one has its name: from here on nothing may say that nothing was changed.
        with contextlib.suppress(OSError):
            sync_folder(database.parent)
    except OSError as error:
        if getattr(error, "winerror", None):
            raise StorageProblem("恢复没有完成：数据文件正被占用。请关闭其他程序再试。") from error
        raise not_writable(database.parent, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return kept


def _take_key(source: Path, database: Path) -> bytes | None:
    """The key that the restored data are to have: the folder's, or the copy's.

    A folder without a key that takes in an encrypted copy becomes an encrypted one; what it holds
    besides follows at the next opening.
    """
    folder = database.parent
    if (folder / KEY_NAME).exists():
        return keys.of_folder(folder)
    key = keys.of_file(source)
    if key is not None:
        place = keys.key_file_for(source)
        if place is None:
            raise StorageProblem(
                f"“{source.name}”加了密，可是它的钥匙文件（gaotang-key-….json）不在旁边，"
                "数据没有改动。请把备份和钥匙文件放在同一个文件夹里再恢复。"
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys.write(folder / KEY_NAME, replace(keys.read(place), state="encrypting"))
    return key


def fold_in(database: Path) -> None:
    """Bring what stands in the WAL or a hot journal into the database file itself.

    A damaged file is left as it is, with what stands beside it; so is one with a WAL that is damaged
    or another file's.

    Raises:
        StorageProblem: another program is using the file, or the disk is full.
    """
    # An empty file is not for SQLite to open: it would throw the WAL away.
    if database.stat().st_size == 0:
        return
    try:
        if wal.problem(database):
            return
        with reading(database) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return
        with closing(connect(database, "rw")) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.Error as error:
        problem = as_storage_problem(error, database)
        if isinstance(problem, DamagedDatabase):
            return
        raise problem from error
    if busy or mode != "delete":
        raise StorageProblem("恢复没有完成：数据文件正被另一个程序占用。请关闭它再试。")


def _keep_replaced(database: Path, now: datetime) -> Path | None:
    """Copy the files that are about to be replaced; the folder has its name when it is whole."""
    files = [database, *(beside(database, suffix) for suffix in SIDECARS)]
    files = [each for each in files if each.exists()]
    if not files:
        return None
    kept = _free(database.parent / BACKUPS / f"replaced-{now:%Y%m%d-%H%M%S}")
    part = beside(kept, ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    for each in files:
        shutil.copy2(each, part / each.name)
        with (part / each.name).open("rb+") as copied:
            os.fsync(copied.fileno())
    sync_folder(part)
    part.replace(kept)
    sync_folder(kept.parent)
    return kept


def _free(wanted: Path) -> Path:
    path, number = wanted, 1
    while path.exists():
        path, number = beside(wanted, f"-{number}"), number + 1
    return path
