"""Writing a file so that the old one stays whole until the new one is complete."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.holding import is_held, put_in_place


def write_whole(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename: either the old file is there or the whole new one.

    Raises:
        StorageProblem: the folder is missing or read-only, the disk is full, the file is in use.
    """
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp gives a file that only its owner reads; a paper is for the whole office.
        beside.chmod(0o644)
        put_in_place(beside, path)
    except OSError as problem:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        raise write_problem(path, problem) from problem


def write_problem(path: Path, problem: OSError) -> StorageProblem:
    """What stood in the way of writing ``path``, and what to do about it."""
    return StorageProblem(_sentence(path, problem))


def _sentence(path: Path, problem: OSError) -> str:
    if not path.parent.is_dir():
        return f"没有“{path.parent}”这个文件夹，文件没有保存，请换一个文件夹。"
    if path.is_dir():
        return f"“{path}”是一个文件夹，文件没有保存，请换一个文件名。"
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘空间不够，“{path.name}”没有保存，请清理磁盘后再试。"
    if is_held(problem, path):
        return f"“{path.name}”正被别的程序打开，没有保存，请先在 WPS 里关闭它再试。"
    if problem.errno == errno.ENAMETOOLONG:
        return f"文件名“{path.name}”太长，没有保存，请换一个短些的文件名。"
    if problem.errno == errno.EROFS:
        return f"“{path.parent}”所在的磁盘是只读的，“{path.name}”没有保存，请换一个文件夹。"
    if problem.errno in (errno.EACCES, errno.EPERM):
        return (
            f"“{path.name}”没有保存：文件正被别的程序打开，或者文件夹“{path.parent}”不允许写入。"
            "请关闭打开它的程序，或者换一个文件夹再试。"
        )
    return (
        f"“{path.name}”没有保存：磁盘读写出错（编号 {problem.errno}）。请换一个文件夹或磁盘再试。"
    )
