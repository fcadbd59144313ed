"""Whether an open database still lies where it was opened, as it was, and a copy of it where it does not.

Outside Windows a file can be deleted while it is open, and its folder moved or put in the place of
another. SQLite goes on writing into what has no name any more, and all of it goes with the last handle
(sqlite.org/howtocorrupt.html, 2.4; with a WAL SQLite itself does not look, see SQLITE_READONLY_DBMOVED).

Everywhere another program may write into the open file itself, as when an older one is copied over it.
Between our own commits nothing but that changes its size, its first page and the newest link that stands in
it without its WAL.
"""

import contextlib
import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import backups, chain, wal
from gaotang_desktop.data.connections import beside, opened_with
from gaotang_desktop.domain.errors import NotInPlace
from gaotang_desktop.paths import KEY_NAME, SIDECARS
from gaotang_desktop.peeking import first_bytes

_Identity = tuple[int, int]
_WAL = "-wal"
_PAGE = 4096  # bytes of each page of our files
_SET_ASIDE = "-wal.kept"


class Place:
    """What a database, its WAL and its folder are, since :meth:`hold`; nobody looks before that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: _Identity | None = None
        self._folder: _Identity | None = None
        self._wal: _Identity | None = None
        self._key: bytes | None = None
        self._stamp: _Identity | None = None
        self._held: tuple[int, bytes, chain.Head | None] | None = None
        self._writing = threading.Lock()
        self.is_mixed = False
        """Whether another hand wrote into the open file; from then on nothing that is read can be trusted."""
        self.key_file: keys.KeyFile | None = None
        """What opens a copy where the key file went with the folder; ``None`` of a plain office."""

    def hold(self) -> None:
        """Take what lies there now for ours. A connection has read from it: so there is a WAL."""
        self._file = _identity(self.path)
        self._folder = _identity(self.path.parent)
        self._wal = _identity(beside(self.path, _WAL))
        self._stamp, self._held = _stamp(self.path), _held(self.path)
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
        now, log = _identity(self.path), beside(self.path, _WAL)
        if now == self._file:
            if self._was_written_into():
                return NotInPlace(
                    f"数据文件“{self.path}”的内容被别的程序盖掉了，像是把另一份文件复制到了它上面",
                    "程序没有再往里面写。请从最近一份完好的备份恢复；还没有并进数据文件的保存原样留在它旁边。",
                    is_mixed=True,
                )
            if self._wal in (None, _identity(log)):
                return None
            return NotInPlace(
                f"数据文件旁边的“{log.name}”被别的程序删除或者换掉了",
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
            "数据放在 U 盘上的，请插回去，再重新打开程序；不在 U 盘上的，以前保存的还在开着的程序里："
            "请先不要关闭程序，把它另存一份。",
            goes_on_closing=True,
        )

    @contextmanager
    def own_writing(self) -> Iterator[None]:
        """What is written into the file meanwhile is ours."""
        with self._writing:
            yield
            if self._file is not None and (now := _stamp(self.path)) != self._stamp:
                self._stamp, self._held = now, _held(self.path)

    def _was_written_into(self) -> bool:
        """Whether another hand did; a file that was only touched holds what it held."""
        if not self.is_mixed and self._writing.acquire(blocking=False):
            try:
                if (now := _stamp(self.path)) != self._stamp:
                    held = _held(self.path)
                    self.is_mixed = held != self._held and not self._was_folded_in()
                    self._stamp, self._held = now, held
            finally:
                self._writing.release()
        return self.is_mixed

    def _was_folded_in(self) -> bool:
        """Whether another program only brought our WAL into the file."""
        with contextlib.suppress(OSError):
            return wal.is_folded_in(self.path)
        return False

    @contextmanager
    def unmixed(self) -> Iterator[None]:
        """Close inside: SQLite would lay our WAL over what another hand wrote into the file.

        It finds an empty one; then ours lies there again, to be told at the next opening.
        """
        log, aside = beside(self.path, _WAL), beside(self.path, _SET_ASIDE)
        if not self.is_mixed or not log.exists():
            yield
            return
        shutil.copyfile(log, aside)
        with aside.open("rb+") as copied:
            os.fsync(copied.fileno())
        os.truncate(log, 0)
        try:
            yield
        finally:
            aside.replace(log)

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
        problem, log = self.problem(), beside(self.path, _WAL)
        if problem is None or not problem.goes_on_closing or not self.path.exists():
            return
        if self._wal is not None and _identity(log) == self._wal:
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


def put_back(database: Path) -> None:
    """Lay a WAL back beside its database that a close cut off had set aside. The data are closed."""
    aside, log = beside(database, _SET_ASIDE), beside(database, _WAL)
    if aside.exists():
        if log.exists() and log.stat().st_size:
            aside.unlink()  # cut off before the WAL was emptied
        else:
            aside.replace(log)


def _stamp(path: Path) -> _Identity | None:
    """What changes when somebody writes into a file: its size, and when it was written."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns)


def _held(path: Path) -> tuple[int, bytes, chain.Head | None] | None:
    """What tells one content of the file from another; ``None`` where it cannot be read."""
    try:
        return (path.stat().st_size, first_bytes(path, _PAGE), wal.head_alone(path))
    except OSError:
        return None


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
