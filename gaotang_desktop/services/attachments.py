"""Files of any record: kept, opened, saved elsewhere, removed, checked (附件)."""

import stat
from collections.abc import Sequence
from pathlib import Path

from gaotang_desktop.data import attachments as store
from gaotang_desktop.data import backups, soundness
from gaotang_desktop.data.models import CATALOGUE, Attachment
from gaotang_desktop.data.queries import attachments as queries
from gaotang_desktop.data.queries.attachments import AttachmentRow
from gaotang_desktop.domain.attachments import free_name, safe_name, size_label
from gaotang_desktop.domain.errors import Conflict, NotFound, StorageProblem
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.files import write_problem
from gaotang_desktop.paths import ATTACHMENTS, DATABASE_NAME, OPENED
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

__all__ = [
    "AttachmentRow", "add", "clean_up", "listed", "opened", "problems", "save_as",
    "size_label", "unused",
]  # fmt: skip


def _store(work: Workplace) -> Path:
    return work.folder / ATTACHMENTS


def add(
    work: Workplace,
    kind: str,
    record_id: int,
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
) -> tuple[int, ...]:
    """Keep copies of files as attachments of a record, in one step; returns their ids.

    A file that the record has already, by name and content, is not added again; another content
    of the same name gets ``（2）``.

    Raises:
        NotFound: the record is gone.
        StorageProblem: one of the files cannot be kept; none is added.
    """
    work.database.place.require()
    watched = progress or Silent()
    owner = records.title_of(work, kind, record_id)
    known = listed(work, kind, record_id)
    taken, same = [each.name for each in known], {(each.name, each.digest) for each in known}
    new: list[tuple[str, store.Stored]] = []
    for number, path in enumerate(paths):
        watched.step(number, len(paths), path.name)
        kept = store.store_file(_store(work), path)
        if (path.name, kept.digest) in same:
            continue
        same.add((path.name, kept.digest))
        name = free_name(path.name, taken)
        taken.append(name)
        new.append((name, kept))
    if not new:
        return ()
    what = f"“{new[0][0]}”" if len(new) == 1 else f"{len(new)}个"
    with work.database.operation(f"添加附件{what}：{owner}") as session:
        made = [
            Attachment(
                owner_kind=kind,
                owner_id=record_id,
                name=name,
                digest=kept.digest,
                size=kept.size,
            )
            for name, kept in new
        ]
        session.add_all(made)
        session.flush()
        return tuple(each.id for each in made)


def listed(work: Workplace, kind: str, record_id: int) -> tuple[AttachmentRow, ...]:
    """The files of a record, in the order in which they were added."""
    with work.database.reading() as session:
        return tuple(queries.of_record(session, kind, record_id))


def opened(work: Workplace, attachment_id: int) -> Path:
    """A read-only copy under the file's own name, for the system's program to open.

    The program gets a copy, so that what is changed there in WPS never changes what is kept. It
    lies where :meth:`Workplace.place_to_open` says.

    Raises:
        NotFound, DamagedDatabase, StorageProblem: it is gone, damaged, or cannot be copied.
    """
    values = records.get(work, "attachments", attachment_id)
    name = safe_name(values["name"])
    try:
        folder = work.place_to_open(store.path_of(_store(work), values["digest"]).name[:16])
    except OSError as error:
        raise write_problem(work.folder / OPENED / name, error) from error
    target = folder / name
    try:
        if target.is_file():
            if store.digest_of(target) == values["digest"]:
                return target
            target.chmod(stat.S_IREAD | stat.S_IWRITE)
        store.write_out(_store(work), values["digest"], target, name=name)
        target.chmod(stat.S_IREAD)
    except OSError as error:
        raise write_problem(target, error) from error
    return target


def save_as(work: Workplace, attachment_id: int, target: Path) -> None:
    """Write a copy of the file to a place of the operator's choice.

    Raises:
        NotFound, DamagedDatabase, StorageProblem: it is gone, damaged, or cannot be written.
    """
    values = records.get(work, "attachments", attachment_id)
    store.copy_out(_store(work), values["digest"], target, name=values["name"])


def unused(work: Workplace) -> set[str]:
    """Contents that nothing refers to any more.

    Not the recycle bin, no step to undo, and no database that a restoring replaced.

    Raises:
        Conflict: it cannot be said for certain; nothing may be removed then.
    """
    try:
        soundness.require_sound(work.path)
        with work.database.reading() as session:
            named = queries.named(session)
        on_disk = queries.referred(work.path, certain=True)
        for each in backups.replaced(work.backup_folder):
            if (each / DATABASE_NAME).exists():
                backups.require_sound(each / DATABASE_NAME)
                on_disk |= queries.referred(each / DATABASE_NAME, certain=True)
    except StorageProblem as problem:
        raise Conflict(f"不能确定哪些附件没有用到，所以一个也没有清理。{problem}") from problem
    if not named <= on_disk:
        raise Conflict(
            "磁盘上的数据文件和正在使用的不是同一份，不能确定哪些附件没有用到，"
            "所以一个也没有清理。请关闭程序，再打开后检查数据。"
        )
    return store.kept(_store(work)) - named - on_disk


def clean_up(work: Workplace) -> tuple[int, int]:
    """Remove contents that nothing refers to; returns how many and how many bytes.

    Raises:
        Conflict: what is in use cannot be said for certain; nothing was removed.
    """
    if work.why_not is not None:
        raise work.why_not
    found = unused(work)
    return len(found), store.drop(_store(work), found)


def problems(work: Workplace) -> list[str]:
    """A sentence for every file that is gone or not what it was."""
    with work.database.reading() as session:
        rows = queries.everywhere(session)
    bad = {digest for digest in {each.digest for each in rows}
           if not store.is_sound(_store(work), digest)}  # fmt: skip
    return [
        f"附件“{each.name}”（{_owner(work, each)}）的文件不在了或者已经损坏，"
        "请从备份恢复，或者删除后重新添加。"
        for each in rows
        if each.digest in bad
    ]


def _owner(work: Workplace, row: queries.OwnedRow) -> str:
    if row.owner_kind not in CATALOGUE:  # another hand altered it: the history says so too
        return "不知道是哪类记录的"
    label = records.label_of(row.owner_kind)
    try:
        return f"{label}：{records.title_of(work, row.owner_kind, row.owner_id)}"
    except NotFound:
        return f"回收站里的{label}"
