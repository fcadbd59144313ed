"""A sample office beside the real data: to try the program with, and to throw away (示例数据)."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gaotang_desktop.data.models import SettingValue
from gaotang_desktop.domain.errors import Conflict, StorageProblem
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.files import remove_tree
from gaotang_desktop.paths import SAMPLE_BEHIND, SAMPLE_MARK, SAMPLE_PART, is_thrown_away_with
from gaotang_desktop.services import demo
from gaotang_desktop.services.workplace import SAMPLE, Workplace, local_now

_NOTE = (
    "这个文件夹里是示例数据：人名、电话、事件都是编的，只用来试用程序。\n"
    "可以在程序里点“丢掉示例数据”，也可以把整个文件夹删掉。\n"
)
# What stands over and under papers: nobody takes a paper of this office for one of ours.
_OFFICE = {
    "town": "示例镇",
    "office": "示例镇社会治安综合治理中心",
    "letterhead": "示例镇综治中心文件",
    "document_series": "示例",
    "operator": "示例经办人",
}


def folder_beside(real: Path) -> Path:
    """Where the sample office of a data folder lies: beside it, never in it."""
    real = real.absolute()
    return real.parent / f"{real.name or '高塘'}{SAMPLE_BEHIND}"


def make(
    real: Path,
    *,
    now: Callable[[], datetime] = local_now,
    progress: Progress | None = None,
    fill: Callable[..., object] = demo.fill,
) -> Path:
    """The folder of the sample office, made now unless it is there from an earlier trial.

    It comes to its name only when it is whole.

    Raises:
        StorageProblem: it cannot be written beside the data, or something else lies there.
    """
    folder = folder_beside(real)
    if is_thrown_away_with(folder):
        return folder
    if folder.exists():
        raise StorageProblem(
            f"“{folder}”里有别的文件，没有动它。请给这个文件夹改个名字，再试用示例数据。"
        )
    part = folder.with_name(folder.name + SAMPLE_PART)
    try:
        if part.exists():
            _require_ours(part)
            remove_tree(part)
        part.mkdir(mode=0o700)
        (part / SAMPLE_MARK).write_text(_NOTE, encoding="utf-8")
        work = Workplace.open(part, now=now)
        try:
            with work.database.operation("建立示例数据") as session:
                session.add(SettingValue(key=SAMPLE, value=json.dumps(True)))
            work.change_settings(_OFFICE)
            fill(work, progress=progress or Silent())
        finally:
            work.close()
        part.replace(folder)
    except OSError as problem:
        raise StorageProblem(
            f"示例数据没有写成：“{folder.parent}”不能写入或者空间不够（编号 {problem.errno}）。"
            "您的数据没有改动。"
        ) from problem
    return folder


def throw_away(folder: Path) -> None:
    """Delete a sample office; it must be closed.

    Raises:
        Conflict: it is not one that was made here; nothing was deleted.
        StorageProblem: another program holds a file of it; nothing was deleted.
    """
    _require_ours(folder)
    part = folder.with_name(folder.name.removesuffix(SAMPLE_PART) + SAMPLE_PART)
    try:
        remove_tree(part)
        folder.replace(part)
    except OSError as problem:
        raise StorageProblem(
            f"示例数据还在“{folder}”：别的程序正打开着里面的文件。请关掉以后再丢。"
        ) from problem
    # What cannot go now is no office any more; the next trial takes it away.
    remove_tree(part)


def _require_ours(folder: Path) -> None:
    if not is_thrown_away_with(folder):
        raise Conflict(f"“{folder}”不是程序做的示例数据，没有删除任何文件。")
