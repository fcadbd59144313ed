"""The folder of an archive while it is being written: beside its place, then renamed."""

import contextlib
import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gaotang_desktop import files
from gaotang_desktop.data import attachments
from gaotang_desktop.domain.archiving.contents import ArchivedFile
from gaotang_desktop.domain.errors import Conflict, StorageProblem

_PREFIX, _SUFFIX = ".gaotang-", ".archive-part"
_LEFT_BEHIND = 3600  # seconds after which an unfinished archive is one of a killed program
_BESIDES = 16 << 20  # workbooks of an office with next to no records


class Shelf:
    """Files of the archive being written; ``found`` lists them with their digests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[ArchivedFile] = []

    def path(self, name: str) -> Path:
        """Where a file of the archive is; its folder is made."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole.

        Raises:
            StorageProblem: it cannot be written.
        """
        files.write_whole(self.path(name), content)
        self.note(name)

    def bring(self, name: str, store: Path, digest: str) -> bool:
        """Write an attached file; ``False`` where it is gone or damaged.

        Raises:
            StorageProblem: it cannot be written.
        """
        if not attachments.is_sound(store, digest):
            return False
        attachments.write_out(store, digest, self.path(name), name=Path(name).name)
        self.note(name)
        return True

    def note(self, name: str) -> None:
        """A file that was written is one of the archive's."""
        path = self.root / name
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.found.append(ArchivedFile(name, path.stat().st_size, digest))


def require_new(target: Path, data: Path) -> None:
    """Refuse a place where something is, and the data folder itself.

    Raises:
        Conflict: there is something; nothing was written.
        StorageProblem: the place is one of the program's own, or its folder is not there.
    """
    files.require_free(target)
    place, own = target.resolve(), data.resolve()
    if place == own or own in place.parents:
        raise StorageProblem(
            f"“{target}”在数据文件夹里，没有归档。请换一个文件夹，最好是另一个磁盘或 U 盘。"
        )
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise Conflict(f"“{target}”已经有了，归档不覆盖已有的文件。请换一个名字或者空的文件夹。")
    if not target.parent.is_dir():
        raise StorageProblem(f"没有“{target.parent}”这个文件夹，没有归档，请换一个文件夹。")


def require_room(target: Path, needed: int) -> None:
    """Refuse a disk that is too full before anything is written.

    Raises:
        StorageProblem: there is less room than ``needed`` bytes and some more.
    """
    free = shutil.disk_usage(target.parent).free
    if free < needed + _BESIDES:
        raise StorageProblem(
            f"“{target.parent}”所在的磁盘空间不够：归档大约要 {_megabytes(needed + _BESIDES)}，"
            f"还剩 {_megabytes(free)}。请清理磁盘，或者换一个位置。"
        )


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MB"


@contextmanager
def shelf(target: Path) -> Iterator[Shelf]:
    """A folder beside the target, which takes its name when the block ends well, else vanishes.

    Raises:
        StorageProblem: it cannot be written.
        Conflict: something came to stand there in the meantime.
    """
    _sweep(target.parent)
    try:
        root = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent))
    except OSError as problem:
        raise files.write_problem(target, problem) from problem
    try:
        yield Shelf(root)
        _settle(root, target)
    except OSError as problem:
        raise files.write_problem(target, problem) from problem
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _settle(root: Path, target: Path) -> None:
    if target.is_dir():
        try:
            target.rmdir()
        except OSError as problem:
            raise Conflict(
                f"“{target}”里刚刚有了别的文件，没有归档。请换一个空的文件夹。"
            ) from problem
    files.sync_tree(root)
    root.rename(target)
    files.sync_folder(target.parent)


def _sweep(folder: Path) -> None:
    """Remove what programs that were killed while archiving left an hour ago or longer."""
    before = time.time() - _LEFT_BEHIND
    with contextlib.suppress(OSError):
        for each in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            if each.is_dir() and not each.is_symlink() and each.stat().st_mtime < before:
                shutil.rmtree(each, ignore_errors=True)
