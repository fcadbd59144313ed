"""What SQLite says when the disk, the folder or the file stands in the way, in whole sentences."""

import re
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from gaotang_desktop.domain.errors import Conflict, DamagedDatabase, DomainError, StorageProblem


def as_storage_problem(error: Exception, path: Path) -> Exception:
    """The sentence for a database error; an error that is our bug comes back unchanged."""
    original = error.orig if isinstance(error, DBAPIError) else error
    said = str(original).lower()
    if isinstance(error, IntegrityError) or isinstance(original, sqlite3.IntegrityError):
        return _broken_rule(said) or error
    if "disk is full" in said:
        return StorageProblem(
            "磁盘已满，这次修改没有保存，以前的数据都在。请清理磁盘后再保存一次。"
        )
    if "readonly" in said or "read-only" in said:
        return StorageProblem(
            f"数据文件夹“{path.parent}”是只读的，不能保存。请检查文件夹的权限或移除写保护后再试。"
        )
    if "locked" in said or "busy" in said:
        return StorageProblem("数据正被另一个程序占用，这次修改没有保存。请稍等片刻再试。")
    if "unable to open" in said:
        return StorageProblem(
            f"打不开数据文件“{path}”。请检查文件夹是否存在、是否允许读写，磁盘是否已满。"
        )
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return DamagedDatabase(
            f"数据文件“{path.name}”已经损坏，程序没有改动它。请从备份恢复最近一份完好的数据。"
        )
    if "disk i/o error" in said:
        return StorageProblem("磁盘读写出错，这次修改没有保存。请检查磁盘（U盘是否被拔出）后再试。")
    return error


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
                "missed_nights": "该村这一晚已经登记为未巡，请修改原来的登记。",
            }.get(found[1], "已经有一样的记录了，请修改原来的记录。")
        )
    return None
