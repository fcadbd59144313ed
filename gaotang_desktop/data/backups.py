"""Verified copies of the database, and how they thin out with age.

Copying a live WAL file gives a broken copy: SQLite's backup API is used on it, or nobody writes
meanwhile. The way back is in ``restoring``.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from filelock import FileLock

from gaotang_desktop import keys
from gaotang_desktop.data import chain, wal
from gaotang_desktop.data.connections import beside, connect, opened_with, reading
from gaotang_desktop.data.exporting import export
from gaotang_desktop.data.migrating import REVISIONS, stored_revision
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.data.soundness import damaged, is_cut, missing_parts, unreadable
from gaotang_desktop.domain.errors import DamagedDatabase, Locked, NewerDatabase, StorageProblem
from gaotang_desktop.files import sync_folder
from gaotang_desktop.paths import BACKUP_LOCK_NAME, DATABASE_NAME, SIDECARS
from gaotang_desktop.peeking import pieces

NAME = re.compile(r"gaotang-(\d{8}-\d{6})(?:-\d+)?\.sqlite")
REPLACED = re.compile(r"replaced-(\d{8}-\d{6})(?:-\d+)?")
LIST_NAME = "备份清单.txt"
KEEP_NEWEST = 10
KEEP_DAYS = 30
KEEP_MONTHS = 24
_CHECKED_AT_ONCE = 256 << 20  # bytes of memory that the check of an encrypted copy may take
_PATIENCE = 60.0  # seconds for another backup of the same folder to end


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy and the moment it was made (from its name; clocks of USB sticks lie)."""

    path: Path
    made_at: datetime
    size: int


SAME = b"same"


def make(database: Path, target: Path, *, key: bytes | None = SAME, is_open: bool = False) -> Path:
    """Copy the database to ``target``, verify the copy, then give it its name.

    It is encrypted as the database is, or with ``key`` (``None``: plain). ``is_open``: this process
    has the database open.

    Raises:
        Locked: the database needs a password that nobody gave.
        StorageProblem: the target cannot be written, or has no room.
        DamagedDatabase: the database does not pass the check; no file is left.
    """
    part = beside(target, ".part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_room(database, target.parent)
        wal.require_whole(database)
        part.unlink(missing_ok=True)
        has = keys.of_file(database)
        # Its owner's alone from the first byte on.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if key in (SAME, has):
            if not (is_open and has is not None and _copy_pages(database, part)):
                with reading(database) as source, closing(opened_with(part, "rw", has)) as made:
                    source.backup(made)
            with closing(opened_with(part, "rw", has)) as made:
                made.execute("PRAGMA journal_mode=DELETE")
        else:
            export(database, part, key)
        require_same(part, database)
        settle(part, target)
    except (OSError, sqlite3.Error) as error:
        raise not_written(error, database, target) from error
    finally:
        for each in (part, *(beside(part, suffix) for suffix in SIDECARS)):
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)
    return target


def _copy_pages(database: Path, part: Path) -> bool:
    """Copy the encrypted pages as they lie there, and the WAL; answers whether that could be done.

    SQLite's own backup decrypts each page and encrypts it again, for seconds. While we hold the one
    lock for writing nothing is added to the WAL, and what is taken over from it into the database
    meanwhile stands in the copied WAL as well.
    """
    try:
        with closing(connect(database, "rw")) as held:
            held.execute("BEGIN IMMEDIATE")
            for suffix in ("", "-wal"):
                if (source := beside(database, suffix)).exists():
                    with _begun(beside(part, suffix)) as out:
                        out.writelines(pieces(source))
            held.execute("ROLLBACK")
    except (sqlite3.Error, OSError):
        # Somebody writes for long, or Windows holds a part of the file: SQLite knows its way.
        for suffix in ("", "-wal"):
            beside(part, suffix).unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return False
    return True


def _begun(path: Path) -> IO[bytes]:
    flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def require_same(part: Path, database: Path) -> None:
    """Check a copy that was just made; what is wrong in it is wrong in the database. Raises DamagedDatabase."""
    try:
        require_sound(part)
    except DamagedDatabase as error:
        raise damaged(database) from error


def copy(backup: Path, target: Path) -> Path:
    """Copy a verified backup, byte for byte, into a folder that exists; it is read back.

    Raises:
        StorageProblem: the folder is not there, cannot be written, or kept something else.
    """
    part = beside(target, ".part")
    try:
        _require_room(backup, target.parent)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(backup, part)
        if _digest(part) != _digest(backup):
            raise OSError(errno.EIO, "read back differently")
        settle(part, target)
    except OSError as error:
        raise not_written(error, backup, target) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One backup of a data folder at a time; where no lock can be kept there is no one to wait for."""
    lock = FileLock(folder / BACKUP_LOCK_NAME, timeout=_PATIENCE, thread_local=False, mode=0o600)
    try:
        lock.acquire()
    except OSError:  # Timeout is one too
        yield
        return
    try:
        yield
    finally:
        lock.release()


def settle(part: Path, target: Path) -> None:
    """The bytes on the disk first, then the name."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    sync_folder(target.parent)


def _require_room(database: Path, folder: Path) -> None:
    needed = sum(
        each.stat().st_size for each in (database, beside(database, "-wal")) if each.exists()
    )
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, "no room for the copy")


def not_written(error: Exception, database: Path, target: Path) -> Exception:
    """The sentence for a copy that was not made: the place it was to go to, and why."""
    folder, no = target.parent, getattr(error, "errno", None)
    said = str(error).lower()
    unharmed = "数据本身没有受影响。"
    if no in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in said:
        return StorageProblem(
            f"备份没有写成：“{folder}”所在的磁盘空间不够。{unharmed}请清理磁盘，或者换一个位置再备份。"
        )
    if no in (errno.EACCES, errno.EPERM, errno.EROFS) or "readonly" in said:
        return StorageProblem(
            f"备份没有写成：没有“{folder}”的写入权限，或者磁盘有写保护。{unharmed}请换一个位置再备份。"
        )
    if no is not None and not folder.is_dir():
        return StorageProblem(
            f"备份没有写成：没有“{folder}”这个文件夹，U 盘可能没有插好。{unharmed}请插好再备份。"
        )
    if "disk i/o error" in said:
        return StorageProblem(
            f"备份没有写成：写到“{folder}”时读写出错，可能是这个磁盘或者 U 盘有问题。{unharmed}"
            "请换一个位置再备份；还是这样，请检查数据所在的磁盘。"
        )
    if isinstance(error, sqlite3.Error):
        problem = as_storage_problem(error, database)
        return damaged(database) if isinstance(problem, DamagedDatabase) else problem
    return StorageProblem(
        f"备份没有写成：“{folder}”读写出错（编号 {no}）。{unharmed}请换一个位置再备份。"
    )


def require_sound(path: Path) -> None:
    """Check a copy whole.

    Raises:
        DamagedDatabase: it is not one of ours, or SQLite finds it damaged.
        NewerDatabase: it belongs to a newer version.
    """
    unusable = DamagedDatabase(f"“{path.name}”不是完好的数据文件，不能使用，请换一份备份。")
    try:
        if keys.head_of(path) not in (b"", keys.PLAIN) and not keys.is_encrypted(path):
            unusable = DamagedDatabase(
                f"{unusable}如果它加了密，请把和它一起的钥匙文件（gaotang-key-….json）放到它旁边再试。"
            )
        if (revision := stored_revision(path)) is None:
            raise unusable
        if revision not in REVISIONS:
            raise NewerDatabase(f"“{path.name}”是更新版本的程序保存的，请安装新版本后再使用。")
        with reading(path) as connection:
            if keys.is_encrypted(path):
                # All of it at once: the check goes to and fro, and would decrypt each page twice.
                kilobytes = min(path.stat().st_size, _CHECKED_AT_ONCE) // 1024
                connection.execute(f"PRAGMA cache_size = -{max(kilobytes, 8000)}")
            if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
                raise unusable
            if is_cut(path, connection):
                raise unusable
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise unusable
            if revision == REVISIONS[-1] and missing_parts(connection):
                raise unusable
            # Ours has neither: what runs by itself when a row is written may do harm.
            if connection.execute(
                "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')"
            ).fetchone():
                raise unusable
    except (sqlite3.Error, OSError) as error:
        raise unusable from error


def verified(path: Path) -> chain.Found:
    """Whether the history of a sound copy holds; nothing is found from before there were links.

    Raises:
        DamagedDatabase: it cannot be read.
    """
    try:
        with reading(path) as file:
            if "link" not in {row[1] for row in file.execute("PRAGMA table_info(operations)")}:
                return chain.Found(None, 0, ())
            # A flipped bit leaves bytes that are no text: to be found, not to be stumbled over.
            file.text_factory = _as_it_lies
            of_this_version = stored_revision(path) == REVISIONS[-1]
            return chain.verify(file.execute, of_this_version=of_this_version)
    except (sqlite3.Error, OSError) as error:
        raise unreadable(error, path) from error


def _as_it_lies(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


def name_for(folder: Path, now: datetime) -> Path:
    """A name in ``folder`` that is not taken."""
    path = folder / f"gaotang-{now:%Y%m%d-%H%M%S}.sqlite"
    number = 1
    while path.exists():
        path = folder / f"gaotang-{now:%Y%m%d-%H%M%S}-{number}.sqlite"
        number += 1
    return path


def listed(folder: Path) -> list[Backup]:
    """The copies in a folder, newest first."""
    found = _dated(folder, NAME)
    return [Backup(path, made, path.stat().st_size) for path, made in found if path.is_file()]


def replaced(folder: Path) -> list[Path]:
    """Folders with what restoring replaced, newest first."""
    return [path for path, _ in _dated(folder, REPLACED) if path.is_dir()]


def before_restoring(folder: Path) -> tuple[Path, datetime] | None:
    """What the newest restoring replaced, and when that was; ``None`` where nothing was restored."""
    for path, at in _dated(folder, REPLACED):
        if (found := path / DATABASE_NAME).is_file():
            return found, at
    return None


def live_counts(path: Path, tables: Iterable[str]) -> dict[str, int]:
    """How many live rows a database of any version has in those of the tables that it knows.

    Raises:
        sqlite3.Error, OSError: it cannot be read.
    """
    with reading(path) as connection:
        known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        asked = 'SELECT count(*) FROM "{}" WHERE binned_at IS NULL'
        return {
            table: connection.execute(asked.format(table)).fetchone()[0]
            for table in tables
            if table in known
        }


def newest_since_restoring(folder: Path) -> Backup | None:
    """The newest copy, if it was made after the last time that one was restored."""
    copies = listed(folder)
    restored = [made for _, made in _dated(folder, REPLACED)]
    if copies and (not restored or copies[0].made_at > restored[0]):
        return copies[0]
    return None


def head_of(path: Path) -> str:
    """The newest link of the history in a database; nothing where it cannot be read."""
    try:
        with reading(path) as connection:
            found = chain.head(connection.execute)
    except (sqlite3.Error, OSError, Locked):
        return ""
    return found.link if found is not None else ""


def write_list(folder: Path) -> None:
    """Keep beside the copies a list of their names, each with the newest link of its history.

    A list that cannot be written keeps nobody from a copy: the next one is written with it.
    """
    lines = ["本文件夹里的备份，每份最后一步的历史校验码（公文上也印着，可以互相核对）：", ""]
    for each in listed(folder):
        try:
            with reading(each.path) as connection:
                head = chain.head(connection.execute)
        except (sqlite3.Error, OSError, Locked):
            head = None
        said = f"第 {head.operation_id} 步  {head.at[:16]}  {head.link[:16]}" if head else "读不出"
        lines.append(f"{each.path.name}  {said}")
    path = folder / LIST_NAME
    part = beside(path, ".part")
    with contextlib.suppress(OSError):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(part, flags, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join([*lines, ""]))
        part.replace(path)


def folder_of(path: Path) -> str | None:
    """The name of the data folder that a copy is of; ``None`` where it cannot be read."""
    try:
        with reading(path) as file:
            asked = "SELECT value FROM settings WHERE key = 'folder'"
            return next((str(json.loads(row[0])) for row in file.execute(asked)), "")
    except (sqlite3.Error, OSError, ValueError, Locked):
        return None


def has_history(path: Path) -> bool:
    """Whether anybody ever did anything in a database; one that cannot be read says nothing."""
    try:
        with reading(path) as connection:
            return connection.execute("SELECT 1 FROM operations LIMIT 1").fetchone() is not None
    except (sqlite3.Error, OSError, Locked):
        return False


def _dated(folder: Path, pattern: re.Pattern[str]) -> list[tuple[Path, datetime]]:
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if matched := pattern.fullmatch(path.name):
            with contextlib.suppress(ValueError):  # 99 is no month: not a name of ours
                made = datetime.strptime(matched[1], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - local
                found.append((path, made))
    # Of one second: gaotang-…-1.sqlite came after gaotang-….sqlite.
    return sorted(found, key=lambda each: (each[1], len(each[0].name), each[0].name), reverse=True)


def are_same(one: Path, other: Path) -> bool:
    """Whether two copies are the same, byte for byte."""
    return one.stat().st_size == other.stat().st_size and _digest(one) == _digest(other)


def free_name(backup: Path, folder: Path) -> str:
    """The name of a copy in a folder elsewhere: its own, unless another copy has it there."""
    matched = NAME.fullmatch(backup.name)
    stem = f"gaotang-{matched[1]}" if matched else backup.stem
    name, number = backup.name, 1
    while (folder / name).exists() and not are_same(folder / name, backup):
        name = f"{stem}-{number}.sqlite"
        number += 1
    return name


def thin_out(folder: Path, among: Collection[str] | None = None) -> list[Path]:
    """Remove copies that age has made needless; returns what was removed.

    One that another program holds stays until the next time. ``among`` are the names that are
    looked at, all of them without it.
    Kept: the newest 10, the last of each of the last 30 days with one, the last of each of the
    last 24 months with one. The same for what restoring replaced.
    """
    removed = []
    for pattern in (NAME, REPLACED):
        dated = [each for each in _dated(folder, pattern) if among is None or each[0].name in among]
        keep = {path for path, _ in dated[:KEEP_NEWEST]}
        keep |= _last_of_each(dated, "%Y%m%d", KEEP_DAYS) | _last_of_each(
            dated, "%Y%m", KEEP_MONTHS
        )
        for path, _ in dated:
            if path in keep:
                continue
            with contextlib.suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
                removed.append(path)
    return removed


def _last_of_each(dated: Iterable[tuple[Path, datetime]], span: str, most: int) -> set[Path]:
    last: dict[str, Path] = {}
    for path, made in dated:
        last.setdefault(made.strftime(span), path)
    return set(list(last.values())[:most])
