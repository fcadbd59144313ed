"""An archive becomes data again, in a folder that has none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from gaotang_desktop.data import attachments, migrating, places, rebuilding
from gaotang_desktop.data import restoring as moving
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.rebuilding import Rebuilding
from gaotang_desktop.domain.archiving.cells import Stored
from gaotang_desktop.domain.archiving.contents import ArchivedSheet, Contents
from gaotang_desktop.domain.archiving.tables import ATTACHED
from gaotang_desktop.domain.errors import Conflict, NewerDatabase, Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.paths import ATTACHMENTS, DATABASE_NAME
from gaotang_desktop.services.archiving import reading
from gaotang_desktop.services.archiving.reading import Archive
from gaotang_desktop.services.workplace import Workplace, local_now


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; ``kept`` is where the empty data went; ``notes`` are sentences."""

    contents: Contents
    kept: Path | None
    notes: tuple[str, ...]


def restore(
    folder: Path,
    source: Path,
    *,
    now: Callable[[], datetime] = local_now,
    progress: Progress | None = None,
) -> Restored:
    """Put an archive into a data folder in which nothing was entered yet; nobody has it open.

    Raises:
        Conflict: the folder has data, or the archive is for reading alone.
        Unreadable: the archive was altered; the sentence says where.
        NewerDatabase, StorageProblem, Cancelled: nothing was changed.
    """
    watched = progress or Silent()
    archive = reading.opened(source)
    contents = archive.contents
    if contents.masked:
        raise Conflict("这份归档里的群众姓名打了码，只供阅读，不能恢复成数据。请选没有打码的归档。")
    if contents.revision not in migrating.REVISIONS:
        raise NewerDatabase(
            "这份归档是由更新版本的程序保存的，当前版本读不了，数据没有改动。请安装新版本后再恢复。"
        )
    places.require_usable(folder)
    Workplace.open(folder, now=now).close()
    lock = FolderLock(folder)
    lock.take()
    try:
        _require_empty(folder)
        anew = archive.require_whole(watched)
        with (
            _Files(folder / ATTACHMENTS) as files,
            rebuilding.rebuilt(folder, contents.revision) as made,
        ):
            _fill(made, archive, files, watched)
            made.finish(_title(contents), now())
            kept = moving.restore(made.path, folder / DATABASE_NAME, now=now())
            files.stay()
    finally:
        lock.release()
    notes = [f"“{each}”重新保存过，内容和归档时一样。" for each in anew]
    if contents.missing:
        notes.append(f"有 {contents.missing} 个附件的文件归档时就没有，其他数据都已恢复。")
    return Restored(contents, kept, tuple(notes))


def _title(contents: Contents) -> str:
    before = f"；原来的{contents.head}" if contents.head else ""
    return f"从归档恢复：{contents.town}{contents.scope}（{contents.made_at} 归档{before}）"


def why_not(folder: Path) -> str:
    """Why no archive can be restored into a data folder, in a sentence; ``""`` where one can."""
    if not rebuilding.was_worked_in(folder / DATABASE_NAME):
        return ""
    return (
        f"“{folder}”里已经有数据，归档只能恢复到还没有数据的文件夹，数据没有改动。"
        "请换一个空的数据文件夹。"
    )


def _require_empty(folder: Path) -> None:
    if said := why_not(folder):
        raise Conflict(said)


class _Files:
    """Attached files come before the rows that name them; without the rows none of them stays."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self._added: list[str] = []

    def __enter__(self) -> "_Files":
        return self

    def keep(self, archive: Archive, path: str, digest: str) -> None:
        """Keep a file of the archive; it must be the one that the row names."""
        was_there = attachments.is_sound(self.store, digest)
        with archive.open(path) as file:
            found = attachments.keep(self.store, file)
        if not was_there:
            self._added.append(found.digest)
        if found.digest != digest:
            raise Unreadable(
                f"归档里的“{path}”不是登记的那个文件，没有恢复。请用没有改动过的归档再试。"
            )

    def stay(self) -> None:
        """The rows are there."""
        self._added.clear()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        attachments.drop(self.store, self._added)


def _fill(made: Rebuilding, archive: Archive, files: _Files, progress: Progress) -> None:
    wanted = made.columns
    carried = {each.table.name for each in archive.contents.sheets}
    if lacking := set(wanted) - carried:
        raise Unreadable(
            f"归档的目录里少了表 {'、'.join(sorted(lacking))}，没有恢复。请用没有改动过的归档再试。"
        )
    for number, sheet in enumerate(archive.contents.sheets):
        label = sheet.table.label
        progress.step(number, len(archive.contents.sheets), f"正在恢复“{label}”")
        columns = [each.name for each in sheet.table.columns]
        if sorted(columns) != sorted(wanted.get(sheet.table.name, ())):
            raise Unreadable(f"归档的目录里“{label}”的列不对，没有恢复。请用没有改动过的归档再试。")
        made.insert(sheet.table.name, columns, _values(archive, sheet, columns, files, progress))


def _values(
    archive: Archive, sheet: ArchivedSheet, columns: list[str], files: _Files, progress: Progress
) -> Iterator[Sequence[Stored]]:
    for number, (row, file) in enumerate(archive.rows(sheet, progress)):
        if number % 500 == 0:
            progress.step(number, max(sheet.rows, 1), f"正在恢复“{sheet.table.label}”")
        if sheet.table.name == ATTACHED and file:
            files.keep(archive, file, str(row["digest"]))
        yield [row[name] for name in columns]
