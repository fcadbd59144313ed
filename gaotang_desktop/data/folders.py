"""The data folder as a whole: whether it is new, whom it is open to, what killed writes left."""

import contextlib
import os
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from gaotang_desktop.data import backups
from gaotang_desktop.domain.errors import MissingDatabase
from gaotang_desktop.files import remove_tree
from gaotang_desktop.paths import (
    ATTACHMENTS,
    BACKUP_FILES,
    BACKUP_LOCK_NAME,
    BACKUPS,
    DATABASE_NAME,
    KEY_NAME,
    LOCK_NAME,
    LOGS,
    MARKER,
    OPENED,
    SAMPLE_MARK,
    SIDECARS,
    TRIES_NAME,
    UNSAVED,
    WINDOW,
)

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_A_DAY = 86_400.0  # seconds
_OURS = {DATABASE_NAME, MARKER, OPENED, BACKUPS, ATTACHMENTS, LOGS}
_OURS |= {DATABASE_NAME + suffix for suffix in SIDECARS}
_OURS |= {
    LOCK_NAME,
    BACKUP_LOCK_NAME,
    WINDOW,
    f"{WINDOW}.lock",
    UNSAVED,
    SAMPLE_MARK,
    KEY_NAME,
    TRIES_NAME,
}


def traces(folder: Path) -> list[str]:
    """What tells that a folder held an office's data before: words for a sentence."""
    found = []
    kept = folder / BACKUPS
    if backups.listed(kept) or backups.replaced(kept):
        found.append("备份")
    store = folder / ATTACHMENTS
    if store.is_dir() and any(each.is_dir() and any(each.iterdir()) for each in store.iterdir()):
        found.append("附件")
    if (folder / MARKER).exists():
        found.append(f"标记文件“{MARKER}”")
    return found


def require_not_lost(folder: Path, *, has_tables: bool) -> None:
    """Refuse to begin anew where an office has been.

    Raises:
        MissingDatabase: the database is gone, empty, without a table or without any history, and
            the folder is not new.
    """
    path = folder / DATABASE_NAME
    found = _emptied(path) if has_tables else traces(folder)
    if not found:
        return
    what = "是空的" if path.exists() else "不见了"
    raise MissingDatabase(
        f"数据文件“{path.name}”{what}，可是文件夹“{folder}”里有{'和'.join(found)}，"
        "这里原来有数据。程序没有新建数据，也没有改动任何文件。请从备份恢复最近一份完好的数据；"
        "如果确实要从头开始，请换一个空文件夹。"
    )


def _emptied(path: Path) -> list[str]:
    """What tells that a database with nothing in it is not the one that was here."""
    if backups.has_history(path):
        return []
    newest = backups.newest_since_restoring(path.parent / BACKUPS)
    return ["有内容的备份"] if newest and backups.has_history(newest.path) else []


def mark(folder: Path, now: datetime) -> None:
    """Leave the sign that an office's data are here; a full disk keeps nobody from working."""
    marker = folder / MARKER
    with contextlib.suppress(OSError):
        if not marker.exists():
            marker.write_text(
                "这个文件夹里是高塘双提升工作台的数据，请不要改名、移动或删除里面的文件。\n"
                f"从 {now:%Y-%m-%d %H:%M} 起。\n",
                encoding="utf-8",
            )


def keep_private(folder: Path) -> None:
    """Let nobody but the owner read the data (700, 600).

    On Windows nothing is done: the profile's own access list keeps other users out. A folder that
    holds other things too is left open, only our files in it are closed.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        names = {each.name for each in folder.iterdir()}
        if names <= _OURS:
            folder.chmod(_PRIVATE_FOLDER)
        for name in names & _OURS:
            _close(folder / name)
        for each in (BACKUPS, LOGS):
            if (folder / each).is_dir():
                for inner in (folder / each).iterdir():
                    _close(inner)


def _close(path: Path) -> None:
    if path.is_symlink():
        return
    wanted = _PRIVATE_FOLDER if path.is_dir() else _PRIVATE_FILE
    if path.stat().st_mode & 0o777 != wanted:
        path.chmod(wanted)


def sweep(folder: Path) -> None:
    """Remove what killed writes and the last session left. The caller holds the folder's lock."""
    _drop(folder.glob(f"{DATABASE_NAME}.restoring*"))
    _drop((folder / ATTACHMENTS).glob(".*.part"))
    _drop([*folder.glob(f"{UNSAVED}.part"), *folder.glob(f"{KEY_NAME}.part")])
    drop_opened(folder)
    lock = FileLock(folder / BACKUP_LOCK_NAME, timeout=0, mode=0o600)
    with contextlib.suppress(Timeout, OSError), lock:
        # Only then: a command may be making a backup just now.
        _drop((folder / BACKUPS).glob("*.part"))
        _drop((folder / BACKUPS).glob("*.part-*"))
        _drop((folder / BACKUPS / BACKUP_FILES).glob(".*.part"))


def sweep_second(place: Path) -> None:
    """Remove what copies left at the second backup place that were cut off, as when a stick is pulled.

    Only after a day: another computer may be writing its own copy there just now.
    """
    left = (*place.glob("gaotang-*.sqlite.part*"), *(place / BACKUP_FILES).glob(".*.part"))
    for each in left:
        with contextlib.suppress(OSError):
            if time.time() - each.stat().st_mtime > _A_DAY:
                each.unlink()


def opened_place(folder: Path, called: str) -> Path:
    """A private folder of the data folder for a plain copy that another program is given.

    Raises:
        OSError: it cannot be made.
    """
    place = folder / OPENED / called
    for each in (place.parent, place):
        each.mkdir(mode=0o700, exist_ok=True)
    return place


def drop_opened(folder: Path) -> None:
    """Remove the plain copies that other programs were given; one that is still open stays."""
    remove_tree(folder / OPENED)


def _drop(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            if path.is_dir():
                remove_tree(path)
            else:
                path.unlink(missing_ok=True)
