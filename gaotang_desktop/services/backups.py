"""Verified copies, the way back, and the check of everything (备份、恢复、数据检查)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from gaotang_desktop.data import backups
from gaotang_desktop.data.backups import Backup
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem
from gaotang_desktop.services.workplace import DATABASE_NAME, Workplace, local_now

__all__ = [
    "Backup",
    "back_up",
    "back_up_today",
    "check",
    "listed",
    "newest_good",
    "quick_check",
    "restore",
]


def back_up(work: Workplace, target: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """Make a verified copy, and a second one where the setting names a folder.

    Returns the copy and sentences about what could not be done (the second copy's stick is out).

    Raises:
        StorageProblem: the copy could not be written.
    """
    path = target or backups.name_for(work.backup_folder, work.now())
    backups.make(work.path, path)
    said = []
    if target is None:
        backups.thin_out(work.backup_folder)
        if second := work.settings["second_backup_folder"]:
            try:
                backups.make(work.path, backups.name_for(Path(second), work.now()))
            except StorageProblem as problem:
                said.append(f"第二份备份没有存成：{problem}")
    return path, tuple(said)


def back_up_today(work: Workplace) -> Path | None:
    """The day's first opening makes a copy; ``None`` when there is one already."""
    newest = backups.listed(work.backup_folder)
    if newest and newest[0].made_at.date() == work.today():
        return None
    return back_up(work)[0]


def listed(folder: Path) -> list[Backup]:
    """The copies of a data folder, newest first."""
    return backups.listed(folder / "backups")


def newest_good(folder: Path) -> Backup | None:
    """The newest copy that passes the whole check; what a damaged file is replaced with."""
    for each in listed(folder):
        try:
            backups.require_sound(each.path)
        except (DamagedDatabase, StorageProblem):
            continue
        return each
    return None


def restore(folder: Path, source: Path, *, now: Callable[[], datetime] = local_now) -> Path | None:
    """Put a copy in the place of a folder's database; returns where the old files were kept.

    Raises:
        StorageProblem, DamagedDatabase, NewerDatabase: nothing was changed.
    """
    lock = FolderLock(folder)
    lock.take()
    try:
        return backups.restore(source, folder / DATABASE_NAME, now=now())
    finally:
        lock.release()


def quick_check(work: Workplace) -> None:
    """What every opening looks at first.

    Raises:
        DamagedDatabase: SQLite finds the file damaged; it is not changed.
    """
    try:
        with closing(sqlite3.connect(f"file:{work.path.as_posix()}?mode=ro", uri=True)) as file:
            said = file.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise as_storage_problem(error, work.path) from error
    if said != ("ok",):
        raise DamagedDatabase(
            f"数据文件“{work.path.name}”已经损坏，程序没有改动它。请从备份恢复最近一份完好的数据。"
        )


def check(work: Workplace) -> tuple[str, ...]:
    """Sentences about everything found wrong with the data; empty when all is well."""
    found = []
    with closing(sqlite3.connect(f"file:{work.path.as_posix()}?mode=ro", uri=True)) as connection:
        for (said,) in connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                found.append(f"数据文件不完整：{said}。请从备份恢复。")
        for table, row_id, *_ in connection.execute("PRAGMA foreign_key_check"):
            found.append(f"{table} 的第 {row_id} 条记录指向不存在的记录，请从备份恢复。")
    return tuple(found)
