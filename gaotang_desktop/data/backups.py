"""Verified copies of the database, thinned out with age, and the way back from one.

Copying a live WAL file gives a broken copy: only SQLite's backup API is used.
"""

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gaotang_desktop.data.migrating import REVISIONS, stored_revision
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.domain.errors import DamagedDatabase, NewerDatabase, StorageProblem

NAME = re.compile(r"gaotang-(\d{8}-\d{6})(?:-\d+)?\.sqlite")
KEEP_NEWEST = 10
KEEP_DAYS = 30
KEEP_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy and the moment it was made (from its name; clocks of USB sticks lie)."""

    path: Path
    made_at: datetime
    size: int


def make(database: Path, target: Path) -> Path:
    """Copy the database to ``target``, verify the copy, then give it its name.

    Raises:
        StorageProblem: the target cannot be written.
        DamagedDatabase: the copy does not pass the check; no file is left.
    """
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        require_sound(part)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise as_storage_problem(error, target) from error
        raise StorageProblem(
            f"备份没有写成：“{target.parent}”不能写入或空间不够。数据本身没有受影响，请换一个位置再备份。"
        ) from error
    return target


def require_sound(path: Path) -> None:
    """Check a database file whole.

    Raises:
        DamagedDatabase: it is not one of ours, or SQLite finds it damaged.
        NewerDatabase: it belongs to a newer version.
    """
    damaged = DamagedDatabase(f"“{path.name}”不是完好的数据文件，不能使用，请换一份备份。")
    try:
        if (revision := stored_revision(path)) is None:
            raise damaged
        if revision not in REVISIONS:
            raise NewerDatabase(f"“{path.name}”是更新版本的程序保存的，请安装新版本后再使用。")
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise damaged
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise damaged
    except (sqlite3.Error, OSError) as error:
        raise damaged from error


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
    found = []
    if folder.is_dir():
        for path in folder.iterdir():
            if matched := NAME.fullmatch(path.name):
                made = datetime.strptime(matched[1], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - local
                found.append(Backup(path, made, path.stat().st_size))
    return sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True)


def thin_out(folder: Path) -> list[Path]:
    """Remove copies that age has made needless; returns what was removed.

    Kept: the newest 10, the last of each of the last 30 days with one, the last of each of the
    last 24 months with one.
    """
    backups = listed(folder)
    keep = {each.path for each in backups[:KEEP_NEWEST]}
    keep |= _last_of_each(backups, "%Y%m%d", KEEP_DAYS) | _last_of_each(
        backups, "%Y%m", KEEP_MONTHS
    )
    removed = []
    for each in backups:
        if each.path not in keep:
            each.path.unlink(missing_ok=True)
            removed.append(each.path)
    return removed


def _last_of_each(backups: Iterable[Backup], span: str, most: int) -> set[Path]:
    last: dict[str, Path] = {}
    for each in backups:
        last.setdefault(each.made_at.strftime(span), each.path)
    return set(list(last.values())[:most])


def restore(source: Path, database: Path, *, now: datetime) -> Path | None:
    """Put a verified copy in the database's place. The caller has closed the database.

    The replaced files, damaged or not, are kept as they were; returns their folder.

    Raises:
        DamagedDatabase, NewerDatabase: the copy is not usable; nothing was changed.
        StorageProblem: the folder cannot be written; nothing was changed.
    """
    if not source.is_file():
        raise StorageProblem(f"找不到备份文件“{source}”，数据没有改动，请检查路径。")
    require_sound(source)
    part = database.with_name(database.name + ".restoring")
    make(source, part)
    sidecars = [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm")]
    kept = database.parent / "backups" / f"replaced-{now:%Y%m%d-%H%M%S}"
    try:
        if database.exists():
            kept.mkdir(parents=True, exist_ok=True)
            for each in (database, *sidecars):
                if each.exists():
                    shutil.copy2(each, kept / each.name)
        # Left over from the replaced file: SQLite would apply them to the wrong database.
        for each in sidecars:
            each.unlink(missing_ok=True)
        part.replace(database)
    except OSError as error:
        raise StorageProblem(
            "恢复没有完成：数据文件正被占用，或者文件夹只读。请关闭其他程序再试。"
        ) from error
    return kept if kept.exists() else None
