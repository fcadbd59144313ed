"""Verified copies, the way back, and the check of everything (备份、恢复、数据检查)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gaotang_desktop.data import attachments, backups
from gaotang_desktop.data.backups import Backup
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.data.queries import attachments as files
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem
from gaotang_desktop.services.workplace import DATABASE_NAME, Workplace, local_now

FILES = "附件"

__all__ = [
    "Backup",
    "Second",
    "back_up",
    "back_up_today",
    "beside",
    "check",
    "listed",
    "missing_files",
    "newest_good",
    "quick_check",
    "restore",
    "second",
    "soundness",
]


def back_up(work: Workplace, target: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """Make a verified copy, and a second one where the setting names a folder.

    Attached files go along: those of a copy with a name of its own into ``名-附件.zip`` beside it,
    those of the daily copies into one folder 附件 beside them, each content once.
    Returns the copy and sentences about what could not be done (the second copy's stick is out).

    Raises:
        StorageProblem: the copy could not be written.
    """
    path = target or backups.name_for(work.backup_folder, work.now())
    backups.make(work.path, path)
    store, wanted = work.folder / "attachments", files.referred(path)
    said = []
    if target is not None:
        lost = attachments.pack(store, beside(path), wanted) if wanted else []
    else:
        lost = attachments.mirror(store, path.parent / FILES, wanted)
        backups.thin_out(work.backup_folder)
        if second := work.settings["second_backup_folder"]:
            try:
                copy = backups.make(work.path, backups.name_for(Path(second), work.now()))
                attachments.mirror(store, copy.parent / FILES, wanted)
            except StorageProblem as problem:
                said.append(f"第二份备份没有存成：{problem}")
    if lost:
        said.append(f"有 {len(lost)} 个附件的文件不在了或者已经损坏，没有备份到，请检查数据。")
    return path, tuple(said)


def beside(copy: Path) -> Path:
    """Where the attached files of a copy with a name of its own are."""
    return copy.with_name(f"{copy.stem}-附件.zip")


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

    Attached files that the folder lacks are brought from beside the copy first; what is not there
    either is told by :func:`missing_files` and by the check of the data.

    Raises:
        StorageProblem, DamagedDatabase, NewerDatabase: nothing was changed.
    """
    lock = FolderLock(folder)
    lock.take()
    try:
        if source.is_file():
            backups.require_sound(source)
            store, wanted = folder / "attachments", sorted(files.referred(source))
            if beside(source).is_file():
                wanted = attachments.unpack(beside(source), store, wanted)
            attachments.mirror(source.parent / FILES, store, wanted)
        return backups.restore(source, folder / DATABASE_NAME, now=now())
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Second:
    """The second backup place: its folder, and the newest copy there (``None``: none, or not in)."""

    folder: Path
    newest: datetime | None
    is_there: bool

    def days(self, today: date) -> int | None:
        """How many days old the newest copy is."""
        return None if self.newest is None else (today - self.newest.date()).days


def second(work: Workplace) -> Second | None:
    """The second backup place; ``None`` where the settings name none."""
    named = str(work.settings["second_backup_folder"] or "").strip()
    if not named:
        return None
    folder = Path(named)
    try:
        copies = backups.listed(folder)
        is_there = folder.is_dir()
    except OSError:  # a stick that was pulled out half-way answers with an error
        copies, is_there = [], False
    return Second(folder, copies[0].made_at if copies else None, is_there)


def soundness(path: Path) -> str:
    """``""`` when a copy passes the whole check, or a sentence why it cannot be used."""
    try:
        backups.require_sound(path)
    except (DamagedDatabase, StorageProblem) as problem:
        return str(problem)
    return ""


def missing_files(folder: Path) -> int:
    """How many attached files of a folder's database are gone or damaged."""
    return sum(
        not attachments.is_sound(folder / "attachments", digest)
        for digest in files.in_use(folder / DATABASE_NAME)
    )


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
