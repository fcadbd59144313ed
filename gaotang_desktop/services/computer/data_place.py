"""Where the data lie: which places this computer offers, and moving them to another one."""

import ctypes
import hashlib
import shutil
import string
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gaotang_desktop import paths
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.places import require_usable
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.files import remove_tree, sync_folder, sync_tree

FOLDER_NAME = "高塘双提升数据"
MOVED_NOTE = "数据已经搬走.txt"
_FIXED = 3  # DRIVE_FIXED of GetDriveTypeW
_LEFT_BEHIND = {"gaotang.lock", MOVED_NOTE}
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """A folder where the data could lie, and how much room there is (bytes)."""

    folder: Path
    free: int


def places() -> tuple[Place, ...]:
    """Where data could lie on this computer, the best first; the usual place is among them.

    Another disk than that of Windows comes first: it stays when Windows is installed anew.
    Network drives are never asked, nor sticks: one that is pulled takes the data with it.
    """
    usual = paths.usual_data_folder()
    others = [Path(f"{drive}\\") / FOLDER_NAME for drive in _other_disks(usual.drive)]
    return tuple(
        Place(folder, free) for folder in (*others, usual) if (free := _free(folder)) is not None
    )


def _other_disks(of_windows: str) -> list[str]:
    """``D:``, ``E:``…: disks that are built in."""
    found: list[str] = []
    if sys.platform == "win32":
        drives = ctypes.windll.kernel32.GetLogicalDrives()
        for at, letter in enumerate(string.ascii_uppercase):
            drive = f"{letter}:"
            is_other = drives >> at & 1 and drive.upper() != of_windows.upper()
            if is_other and ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _FIXED:
                found.append(drive)
    return found


def _free(folder: Path) -> int | None:
    """Room on the disk of a folder that need not be there yet; None when it cannot be read."""
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    if there is None:
        return None
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return None


def must_be_asked() -> bool:
    """Whether the first start should ask: nothing was chosen, nothing is there, there is a choice."""
    usual = paths.usual_data_folder()
    if paths.is_portable() or paths.chosen_data_folder() is not None or usual.exists():
        return False
    return len(places()) > 1


def choose(folder: Path) -> None:
    """Let the data lie in this folder from now on; it is made if need be.

    Raises:
        StorageProblem: it is on the network or cannot be written.
    """
    require_usable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            paths.choose_data_folder(folder)
    except OSError as problem:
        raise StorageProblem(f"“{folder}”不能写入，数据不能放在那里，请换一个文件夹。") from problem


def move(source: Path, target: Path, *, progress: Progress | None = None) -> int:
    """Copy the whole data folder, compare every file, then remember the new place.

    The old folder stays as it is, with a note in it: nothing is deleted. The data must be closed.
    Returns the number of files. Whatever goes wrong, the old place still holds and the new one
    is taken away again.

    Raises:
        StorageProblem: the data are open, the target holds something, is part of the old folder or
            the other way round, or cannot be written.
    """
    progress = progress or Silent()
    source, target = source.absolute(), target.absolute()
    _require_fit(source, target)
    lock = FolderLock(source)
    lock.take()
    part = target.with_name(target.name + ".part")
    try:
        files = [each for each in _files(source) if each.name not in _LEFT_BEHIND]
        size = sum((source / each).stat().st_size for each in files)
        free = _free(target)
        if free is not None and free < size * 1.1:
            raise StorageProblem(
                f"“{target}”所在的磁盘空间不够：数据有 {_megabytes(size)}，"
                f"只剩 {_megabytes(free)}。数据没有搬动，请换一个磁盘。"
            )
        for done, name in enumerate(files):
            progress.step(done, len(files), name.name)
            _copy(source / name, part / name)
        if target.is_dir():
            target.rmdir()  # it is empty
        sync_tree(part)
        part.replace(target)
        sync_folder(target.parent)
        paths.choose_data_folder(target)
    except OSError as problem:
        remove_tree(part)
        raise StorageProblem(
            f"数据没有搬到“{target}”：那里不能写入或者读写出错（编号 {problem.errno}）。"
            f"数据仍在“{source}”，没有改动，请换一个文件夹。"
        ) from problem
    except BaseException:
        remove_tree(part)
        raise
    finally:
        lock.release()
    _leave_note(source, target)
    return len(files)


def _require_fit(source: Path, target: Path) -> None:
    require_usable(target)
    if target.is_relative_to(source) or source.is_relative_to(target):
        raise StorageProblem("新的位置不能在现在的数据文件夹里面，也不能包着它，请换一个文件夹。")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StorageProblem(f"“{target}”不是空的，为了不混在一起没有搬动，请选一个空文件夹。")


def _files(folder: Path) -> list[Path]:
    """All but the plain copies that other programs were given: they go at the next start anyway."""
    found = (each.relative_to(folder) for each in folder.rglob("*") if each.is_file())
    return sorted(each for each in found if each.parts[0] != paths.OPENED)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)
    if _digest(source) != _digest(target):
        raise OSError(5, "the copy differs", str(target))


def _digest(path: Path) -> bytes:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.digest()


def _leave_note(source: Path, target: Path) -> None:
    """Say in the old folder where the data went; without the note nothing is lost."""
    try:
        (source / MOVED_NOTE).write_text(
            f"数据已经搬到：{target}\n这个文件夹里是搬家以前的数据，程序不再使用。\n", "utf-8"
        )
    except OSError:
        return


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"
