"""Whether an open database still lies where it was opened, and a copy of it where it does not.

Outside Windows a file can be deleted while it is open, and its folder moved or put in the place of
another. SQLite goes on writing into what has no name any more, and all of it goes with the last handle
(sqlite.org/howtocorrupt.html, 2.4; with a WAL SQLite itself does not look, see SQLITE_READONLY_DBMOVED).
"""

import contextlib
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import backups
from gaotang_desktop.data.connections import beside, opened_with
from gaotang_desktop.domain.errors import NotInPlace
from gaotang_desktop.paths import KEY_NAME, SIDECARS

_Identity = tuple[int, int]
_WAL = "-wal"


class Place:
    """What a database, its WAL and its folder are, since :meth:`hold`; nobody looks before that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: _Identity | None = None
        self._folder: _Identity | None = None
        self._wal: _Identity | None = None
        self._key: bytes | None = None
        self.key_file: keys.KeyFile | None = None
        """What opens a copy where the key file went with the folder; ``None`` of a plain office."""

    def hold(self) -> None:
        """Take what lies there now for ours. A connection has read from it: so there is a WAL."""
        self._file = _identity(self.path)
        self._folder = _identity(self.path.parent)
        self._wal = _identity(beside(self.path, _WAL))
        self._key = keys.of_file(self.path)
        if self._key is not None:
            self.key_file = keys.read(self.path.parent / KEY_NAME)

    def let_go(self) -> None:
        """What is closed lies nowhere."""
        self.take_wal_away()
        self._file = None

    def problem(self) -> NotInPlace | None:
        """Why nothing may be written any more; ``None`` while all lies where it was."""
        if self._file is None:
            return None
        now, wal = _identity(self.path), beside(self.path, _WAL)
        if now == self._file:
            if self._wal in (None, _identity(wal)):
                return None
            return NotInPlace(
                f"数据文件旁边的“{wal.name}”被别的程序删除或者换掉了",
                "以前保存的一条不少：请关闭程序再打开。",
            )
        where = _place_of(self._file)
        if where is not None and self._wal in (None, _identity(beside(where, _WAL))):
            return NotInPlace(
                f"数据文件夹被移走或者改名了，数据文件现在是“{where}”",
                f"以前保存的都在那里：请把它移回“{self.path.parent}”，再保存一次。"
                "要换地方，请用“系统”里的“搬移数据”。",
                lies_at=where,
            )
        gone = "被换成了另一个文件" if now else "不见了，可能被删除或者移走，也可能 U 盘拔掉了"
        return NotInPlace(
            f"数据文件“{self.path}”{gone}",
            "以前保存的还在开着的程序里：请先不要关闭程序，把它另存一份。",
            goes_on_closing=True,
        )

    def require(self) -> None:
        """Refuse to write where the open file does not lie any more. Raises NotInPlace."""
        if (problem := self.problem()) is not None:
            raise problem

    def is_folder_ours(self) -> bool:
        """Whether the folder is still the one in which the database was opened."""
        return self._folder is not None and _identity(self.path.parent) == self._folder

    def take_wal_away(self) -> None:
        """Remove our WAL from beside a file that took the place of ours: SQLite would apply it to that.

        For when what is open has been copied, or is closed.
        """
        problem, wal = self.problem(), beside(self.path, _WAL)
        if problem is None or not problem.goes_on_closing or not self.path.exists():
            return
        if self._wal is not None and _identity(wal) == self._wal:
            for suffix in SIDECARS:
                with contextlib.suppress(OSError):
                    beside(self.path, suffix).unlink(missing_ok=True)

    def copy_out(self, opened: sqlite3.Connection, target: Path) -> Path:
        """Write what an open connection reads as a checked copy, though its file may have no name now.

        Raises:
            StorageProblem: the target cannot be written, or the file cannot be read any more.
            DamagedDatabase: what is read does not pass the check; no file is left.
        """
        part = beside(target, ".part")
        try:
            part.unlink(missing_ok=True)
            # Its owner's alone from the first byte on.
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with closing(opened_with(part, "rw", self._key)) as made:
                opened.backup(made)
                made.execute("PRAGMA journal_mode=DELETE")
            backups.require_same(part, self.path)
            backups.settle(part, target)
        except (OSError, sqlite3.Error) as error:
            raise backups.not_written(error, self.path, target) from error
        finally:
            for each in (part, *(beside(part, suffix) for suffix in SIDECARS)):
                with contextlib.suppress(OSError):
                    each.unlink(missing_ok=True)
        return target


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # Windows lets nobody delete or move what is open; its sticks number their files anew.
    return (0, 0) if sys.platform == "win32" else (found.st_dev, found.st_ino)


def _place_of(file: _Identity) -> Path | None:
    """Where an open file lies now, as far as the system tells (Linux); ``None`` for a deleted one."""
    handles = Path("/proc/self/fd")
    with contextlib.suppress(OSError):
        for each in list(handles.iterdir()):
            if _identity(each) == file:
                now = each.readlink()
                return now if _identity(now) == file else None
    return None
