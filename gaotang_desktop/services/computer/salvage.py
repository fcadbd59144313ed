"""抢救: what can be read of a damaged database becomes a new file, and a list says what could not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gaotang_desktop.data import salvaging, wal
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.models import CATALOGUE, LABELS
from gaotang_desktop.domain.errors import MissingDatabase, StorageProblem
from gaotang_desktop.files import require_free
from gaotang_desktop.paths import BACKUPS, DATABASE_NAME
from gaotang_desktop.services.backups import Backup, newest_good
from gaotang_desktop.services.workplace import local_now

NAMED = 20
"""Lost records of a kind that are told one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of record: how many are in the new file, how many of them by the history.

    ``lost`` are known to have been there; ``in_backup`` how many the newest backup has, ``only_there``
    those of them that are not in the new file.
    """

    label: str
    kept: int
    from_history: int
    lost: int
    loosened: int
    in_backup: int | None
    only_there: tuple[int, ...]
    table: str

    @property
    def words(self) -> str:
        """``矛盾纠纷：救出 312 条（其中 4 条靠修改历史找回），没有救出 2 条；备份里有 310 条``."""
        said = f"{self.label}：救出 {self.kept} 条"
        if self.from_history:
            said += f"（其中 {self.from_history} 条靠修改历史找回）"
        if self.lost:
            said += f"，没有救出 {self.lost} 条"
        if self.loosened:
            said += f"，{self.loosened} 条指向没救出的记录，已清空那一格"
        if self.in_backup is not None:
            said += f"；备份里有 {self.in_backup} 条"
            if self.only_there:
                said += f"，其中 {len(self.only_there)} 条没有救出来"
        return said


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. ``notes`` are whole sentences; ``missing`` names records only a backup has."""

    path: Path
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    backup: Backup | None
    missing: tuple[str, ...]
    unread: str = ""
    """A sentence when newer savings stood beside the file that could not be read at all."""

    @property
    def lost(self) -> int:
        """How many records are known to be lost."""
        return sum(max(each.lost, len(each.only_there)) for each in self.lines)

    @property
    def heading(self) -> str:
        """One sentence for all of it."""
        kept = sum(each.kept for each in self.lines)
        if self.unread:
            return f"救出 {kept} 条记录，可是最后的几次保存没有救出来。"
        if not self.lost:
            return f"救出 {kept} 条记录，没有发现缺少的。"
        return f"救出 {kept} 条记录，有 {self.lost} 条没有救出来。"


def run(
    folder: Path, target: Path | None = None, *, now: Callable[[], datetime] = local_now
) -> Report:
    """Salvage a folder's database into a new file; the damaged one stays as it is.

    Without a ``target`` the new file lies among the backups, to be restored from there.

    Raises:
        MissingDatabase: there is no file, or nothing is in it.
        DamagedDatabase: nothing of it can be read.
        NewerDatabase: it belongs to a newer version; nothing was written.
        StorageProblem: the target cannot be written, or is there already; nothing was written.
    """
    source, at = folder / DATABASE_NAME, now()
    if not source.is_file() or source.stat().st_size == 0:
        raise MissingDatabase(f"“{folder}”里没有可以抢救的数据文件，请从备份恢复。")
    if target is None:
        target = _free(folder / BACKUPS, at)
    else:
        require_free(target, backup=True)
        if target.exists():
            raise StorageProblem(
                f"“{target}”已经有了，没有动它。这里写的是新文件的名字，救的是“{source}”："
                "请换一个还没有的文件名；要救别的数据，用 --data 指定它的数据文件夹。"
            )
    lock = FolderLock(folder)
    lock.take()
    try:
        backup = newest_good(folder)
        unread = wal.problem(source)
        done = salvaging.salvage(
            source,
            target,
            title="从损坏的数据里抢救",
            now=at,
            backup=backup.path if backup else None,
        )
    finally:
        lock.release()
    return _report(done, backup, unread)


def _free(folder: Path, at: datetime) -> Path:
    path, number = folder / f"抢救-{at:%Y%m%d-%H%M%S}.sqlite", 1
    while path.exists():
        path, number = folder / f"抢救-{at:%Y%m%d-%H%M%S}-{number}.sqlite", number + 1
    return path


def _report(done: salvaging.Salvage, backup: Backup | None, unread: str) -> Report:
    lines = []
    for table, found in done.tables.items():
        only_there = tuple(sorted(found.in_backup - found.kept))
        line = Line(
            LABELS.get(table, table), len(found.kept), len(found.from_history), len(found.lost),
            len(found.loosened), len(found.in_backup) if backup else None, only_there, table,
        )  # fmt: skip
        if line.kept or line.lost or line.in_backup:
            lines.append(line)
    lines.sort(key=lambda each: not (each.lost or each.only_there))  # what is missing first
    notes = [unread] if unread else []
    if done.schema_from_backup:
        notes.append("文件的开头坏了，里面有哪些表是照最近一份备份认的。")
    if not done.with_history:
        notes.append(
            "修改历史不完整，没有带过来：新文件的历史从这一次抢救开始，以前的步骤不能再撤销。"
        )
    missing: list[str] = []
    for each in lines:
        ids = each.only_there
        if backup is not None and ids:
            day = next((one.record_kind.day for one in CATALOGUE.values()
                        if one.__tablename__ == each.table), None)  # fmt: skip
            told = salvaging.told(backup.path, each.table, ids[:NAMED], day=day)
            missing += [f"{each.label}{words}" for words in told]
            if len(ids) > NAMED:
                missing.append(f"{each.label}：另有 {len(ids) - NAMED} 条")
    return Report(done.path, tuple(lines), tuple(notes), backup, tuple(missing), unread)
