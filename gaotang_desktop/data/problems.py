"""What SQLite says when the disk, the folder or the file stands in the way, in whole sentences."""

import errno
import os
import re
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from gaotang_desktop.domain.errors import (
    Conflict,
    DamagedDatabase,
    DomainError,
    NotWritable,
    StorageProblem,
)

# SQLite extends its files by pages and its index of the WAL by 32 KB at a time.
_NO_ROOM = 256 * 1024
_DAMAGE = ("malformed", "not a database", "corrupt", "unsupported file format")


def as_storage_problem(error: Exception, path: Path) -> Exception:
    """The sentence for a database error; an error that is our bug comes back unchanged.

    SQLite's words for a full disk, a write-protected one and one that was pulled out are often the
    same: where they are, the disk itself is asked.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    said = str(original).lower()
    if isinstance(error, IntegrityError) or isinstance(original, sqlite3.IntegrityError):
        return _broken_rule(said) or error
    if isinstance(original, OSError):
        return not_writable(path.parent, original)
    if "disk is full" in said:
        return _full()
    if "readonly" in said or "read-only" in said:
        return _not_allowed(path.parent)
    if is_held(error):
        return StorageProblem("数据正被另一个程序占用，这次修改没有保存。请稍等片刻再试。")
    if any(word in said for word in _DAMAGE):
        return DamagedDatabase(
            f"数据文件“{path.name}”已经损坏，程序没有改动它。请从备份恢复最近一份完好的数据。"
        )
    if "unable to open" in said or "disk i/o error" in said:
        return _cause(path) or StorageProblem(
            f"读写“{path}”时出错，这次修改可能没有保存：再打开时请先看看有没有它，再决定要不要重新录入。磁盘可能有问题，"
            "请先把数据文件夹复制到别的磁盘，再检查这个磁盘。"
        )
    return error


def is_held(error: Exception) -> bool:
    """Whether another program holds the file, and for longer than was waited."""
    original = error.orig if isinstance(error, DBAPIError) else error
    said = str(original).lower()
    return isinstance(original, sqlite3.OperationalError) and ("locked" in said or "busy" in said)


def not_writable(folder: Path, problem: OSError) -> StorageProblem:
    """Why a data folder cannot be written in, by what the system answered."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full()
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _not_allowed(folder)
    if problem.errno == errno.ENAMETOOLONG:
        return StorageProblem(f"数据文件夹“{folder}”的名字太长，请换一个短些的文件夹。")
    if problem.errno in (errno.EEXIST, errno.ENOTDIR):
        return StorageProblem(f"“{folder}”不是文件夹，不能放数据，请换一个文件夹。")
    if problem.errno == errno.EISDIR and problem.filename:
        return StorageProblem(
            f"“{problem.filename}”应当是文件，却是一个文件夹，程序没有改动它。"
            "请把这个文件夹改名或者移走，再试一次。"
        )
    return _cause(folder / "x") or StorageProblem(
        f"数据文件夹“{folder}”读写出错（编号 {problem.errno}）。请检查这个磁盘，或者换一个文件夹。"
    )


def _cause(path: Path) -> StorageProblem | None:
    """What is wrong with the disk or the folder, as far as it tells."""
    folder = path.parent
    if not folder.is_dir():
        return StorageProblem(
            f"文件夹“{folder}”不在了，这次修改没有保存。如果数据在 U 盘或移动硬盘上，"
            "请插好它再打开程序。"
        )
    if path.is_dir():
        return StorageProblem(
            f"“{path}”应当是数据文件，却是一个文件夹，程序没有改动它。请把这个文件夹改名或者移走，"
            "再从备份恢复。"
        )
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return None
    if free < _NO_ROOM:
        return _full()
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return _not_allowed(folder)
    return None


def _full() -> NotWritable:
    return NotWritable("磁盘已满，这次修改没有保存，以前的数据都在。请清理磁盘后再保存一次。")


def _not_allowed(folder: Path) -> NotWritable:
    return NotWritable(
        f"没有写入权限：数据文件夹“{folder}”是只读的，不能保存。"
        "请检查文件夹的权限或者移除写保护后再试。"
    )


def _broken_rule(said: str) -> DomainError | None:
    if "foreign key" in said:
        return Conflict("还有别的记录用到它，不能这样改。请先处理用到它的记录。")
    if found := re.search(r"unique constraint failed: (\w+)\.", said):
        return Conflict(
            {
                "villages": "已经有同名的村了，请换一个名字，或者修改原来的村。",
                "units": "已经有同名的责任单位了，请换一个名字，或者修改原来的单位。",
                "plans": "已经有这个发文字号的方案了，请修改原来的方案。",
                "assignments": "这项任务已经分给该单位了，请修改原来的分工。",
                "places": "已经有同名的场所了，请换一个名字，或者修改原来的场所。",
                "grids": "这个村已经有同名的网格了，请换一个名字，或者修改原来的网格。",
                "grid_counts": "这个网格这个月已经报过了，请修改原来的那一条。",
                "incident_counts": "这个村这个月的发案数已经登记了，请修改原来的那一条。",
                "dispute_categories": "已经有同名的纠纷类别了。选不到它，是它停用了，请在“纠纷类别”里勾上“使用”。",
                "checklist_items": "这类场所的清单里已经有这一条了，请修改原来的那一条。",
                "missed_nights": "该村这一晚已经登记为未巡，请修改原来的登记。",
            }.get(found[1], "已经有一样的记录了，请修改原来的记录。")
        )
    return None
