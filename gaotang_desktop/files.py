"""Writing a file so that the old one stays whole until the new one is complete."""

import contextlib
import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.holding import is_held, put_in_place
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
    TRIES_NAME,
    UNSAVED,
    WINDOW,
)

_PREFIX, _SUFFIX = ".gaotang-", ".part"
_LEFT_BEHIND = 3600  # seconds after which an unfinished file is one of a killed write
_DATABASE_FILE = re.compile(r"\.sqlite(-wal|-shm|-journal|\.restoring|\.part)?$", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OUR_FOLDERS = {BACKUPS, ATTACHMENTS, LOGS, OPENED}
_OUR_FILES = {LOCK_NAME, BACKUP_LOCK_NAME, MARKER.casefold(), KEY_NAME, TRIES_NAME}
_OUR_FILES |= {UNSAVED, WINDOW, f"{WINDOW}.lock", SAMPLE_MARK}
_KEY_COPY = re.compile(r"gaotang-key-[0-9a-f]{16}\.json", re.IGNORECASE)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename: either the old file is there or the whole new one.

    Raises:
        StorageProblem: it is a file of the data folder or a backup; the folder is missing or
            read-only, the disk is full, the file is in use.
    """
    with written_beside(path, content) as give_name:
        give_name()


@contextmanager
def written_beside(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """The whole content on the disk beside ``path``; what is yielded gives it its name.

    So that something else can be decided between the two. Without the name nothing stays.

    Raises:
        StorageProblem: as :func:`write_whole`.
    """
    require_free(path)
    beside: Path | None = None
    try:
        try:
            _sweep(path.parent)
            handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
            beside = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp gives a file that only its owner reads; a paper is for the whole office.
            beside.chmod(0o644)
            _require_replaceable(path)
        except OSError as problem:
            raise write_problem(path, problem) from problem
        made = beside

        def give_name() -> None:
            try:
                put_in_place(made, path)
            except OSError as problem:
                raise write_problem(path, problem) from problem

        yield give_name
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def _require_replaceable(path: Path) -> None:
    """Find out before the last step what would hinder it: a folder, or another program's hold."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
    if os.name == "nt" and path.exists():
        with path.open("rb+"):
            pass


def _sweep(folder: Path) -> None:
    """Remove what writes that were killed left in a folder an hour ago or longer."""
    before = time.time() - _LEFT_BEHIND
    for each in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if each.stat().st_mtime < before:
                each.unlink()


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it; what another program holds stays.

    Also what is read-only, as copies that were opened are: Windows removes no such file.
    """
    shutil.rmtree(folder, onerror=_once_more)


def _once_more(tried: Callable[..., object], path: str, _why: object) -> None:
    if tried in (os.unlink, os.rmdir):
        with contextlib.suppress(OSError):
            Path(path).chmod(stat.S_IRWXU)
            tried(path)


def require_name(name: str) -> None:
    """Refuse a name that no text can hold, as archives of another system leave them behind.

    Raises:
        StorageProblem: with what can still be read of it; nothing was opened.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "replace").decode()
        raise StorageProblem(
            f"“{shown}”里有认不出的字符（写成 ? 的地方），什么都没有改动。多半是在别的电脑上压缩、"
            "解压时文件名乱了，请把它改个名字再试。"
        ) from None


def require_free(path: Path, *, backup: bool = False) -> None:
    """Refuse a target that would destroy the data: the database, a backup, an attached file.

    ``backup``: a backup under a name of its own may take the place of an earlier one.

    Raises:
        StorageProblem: with the reason in a sentence; nothing was written.
    """
    require_name(str(path))
    for each in {path.absolute(), path.resolve()}:
        mine = "" if backup and _is_new_backup(each) else _kept_for_data(each)
        if said := mine or _holds_data(each, backup=backup):
            raise StorageProblem(f"“{path}”{said}，没有覆盖它。请换一个文件名，或者换一个文件夹。")


_KINDS = frozenset(
    (
        ".csv",
        ".txt",
        ".xls",
        ".xlsx",
        ".et",
        ".ods",
        ".pdf",
        ".docx",
        ".doc",
        ".wps",
        ".odt",
        ".png",
        ".jpg",
    )
)


def require_kind(path: Path, made: str, suffix: str) -> None:
    """Refuse a name of another kind of file than what is ``made`` (its ``suffix`` in small letters).

    Raises:
        StorageProblem: it would not open as what it says; nothing was written.
    """
    if path.suffix.lower() in _KINDS - {suffix}:
        raise StorageProblem(
            f"没有写“{path.name}”：写出来的是{made}，不是 {path.suffix} 文件。请把文件名改成以 {suffix} 结尾，再试一次。"
        )


def _kept_for_data(path: Path) -> str:
    """Words for a place in a data folder that is the program's own, be there a file or not."""
    # Windows leaves out dots and spaces at the end, and takes what follows a colon for a stream.
    name = path.name.partition(":")[0].rstrip(". ").casefold()
    folder = path.parent
    if name.startswith(DATABASE_NAME) and (folder / DATABASE_NAME).exists():
        return "是数据文件，或者是它的一部分"
    if name in _OUR_FILES and _is_data(folder):
        return "是数据文件夹自己要用的文件"
    for inner, outer in zip((folder, *folder.parents), folder.parents, strict=False):
        if inner.name.casefold() in _OUR_FOLDERS and _is_data(outer):
            return "在数据文件夹里程序自己要用的文件夹里"
    return ""


def _is_new_backup(path: Path) -> bool:
    """Whether a file would be one more among the backups of a data folder."""
    is_among = path.parent.name.casefold() == BACKUPS and _is_data(path.parent.parent)
    return is_among and path.suffix == ".sqlite" and not path.exists()


def _is_data(folder: Path) -> bool:
    return (folder / DATABASE_NAME).exists() or (folder / MARKER).exists()


def _holds_data(path: Path, *, backup: bool) -> str:
    """Words for a file that holds an office's data, wherever it is."""
    if not path.is_file() or (size := path.stat().st_size) == 0:
        return ""
    if _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
        return "是附件的文件"
    if path.name.endswith(f"-{BACKUP_FILES}.zip"):
        return "是备份的附件"
    if _KEY_COPY.fullmatch(path.name):
        return "是加密备份的钥匙文件"
    try:
        is_database = keys.head_of(path) == keys.PLAIN or keys.key_file_for(path) is not None
    except OSError:
        is_database = False  # the writing itself will say what is the matter
    if backup:
        if path.name.casefold() == DATABASE_NAME or _is_daily(path):
            return "是数据文件或者每天的备份"
        return "" if is_database or size == 0 else "不是备份，是别的文件"
    if is_database or _DATABASE_FILE.search(path.name):
        return "是数据文件或者备份"
    return ""


def _is_daily(path: Path) -> bool:
    return re.fullmatch(r"gaotang-\d{8}-\d{6}(-\d+)?\.sqlite", path.name) is not None


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system can (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Put a folder on the disk with all that is in it, before it gets the name by which it counts.

    Raises:
        OSError: the disk does not take it.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            sync_file(Path(place, name))
        sync_folder(Path(place))


def sync_file(path: Path) -> None:
    """Put what was written into a file on the disk. Raises OSError."""
    if os.name == "nt" and not os.access(path, os.W_OK):
        return  # Windows flushes only what may be written; nobody has just written a read-only file
    with path.open("rb+" if os.name == "nt" else "rb") as file:
        os.fsync(file.fileno())


def write_problem(path: Path, problem: OSError) -> StorageProblem:
    """What stood in the way of writing ``path``, and what to do about it."""
    return StorageProblem(_sentence(path, problem))


def _sentence(path: Path, problem: OSError) -> str:
    if not path.parent.is_dir():
        return f"没有“{path.parent}”这个文件夹，文件没有保存，请换一个文件夹。"
    if path.is_dir():
        return f"“{path}”是一个文件夹，文件没有保存，请换一个文件名。"
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘空间不够，“{path.name}”没有保存，请清理磁盘，或者换一个磁盘上的文件夹再试。"
    if is_held(problem, path):
        return f"“{path.name}”正被别的程序打开，没有保存，请先在 WPS 里关闭它再试。"
    if problem.errno == errno.ENAMETOOLONG:
        return f"文件名“{path.name}”太长，没有保存，请换一个短些的文件名。"
    if problem.errno == errno.EROFS:
        return f"“{path.parent}”所在的磁盘是只读的，“{path.name}”没有保存，请换一个文件夹。"
    if problem.errno in (errno.EACCES, errno.EPERM):
        as_who = os.access in os.supports_effective_ids
        if not os.access(path.parent, os.W_OK, effective_ids=as_who):
            return f"文件夹“{path.parent}”是只读的，“{path.name}”没有保存，请换一个文件夹。"
        return (
            f"“{path.name}”没有保存：文件正被别的程序打开，或者文件夹“{path.parent}”不允许写入。"
            "请关闭打开它的程序，或者换一个文件夹再试。"
        )
    return (
        f"“{path.name}”没有保存：磁盘读写出错（编号 {problem.errno}）。请换一个文件夹或磁盘再试。"
    )
