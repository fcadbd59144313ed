"""Verified copies, the way back, and the check of everything (备份、恢复、数据检查)."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import (
    attachments,
    backups,
    folders,
    odd_values,
    places,
    recrypting,
    restoring,
    second_place,
    soundness,
)
from gaotang_desktop.data.backups import Backup
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.queries import attachments as files
from gaotang_desktop.domain.errors import (
    AlteredCopy,
    DamagedDatabase,
    DomainError,
    NotInPlace,
    OthersCopy,
    StorageProblem,
)
from gaotang_desktop.files import require_free, write_problem
from gaotang_desktop.paths import ATTACHMENTS, BACKUP_FILES, BACKUPS, DATABASE_NAME
from gaotang_desktop.services import tampering
from gaotang_desktop.services.workplace import Workplace, local_now

__all__ = [
    "Backup",
    "Second",
    "back_up",
    "back_up_changes",
    "back_up_today",
    "beside",
    "check",
    "check_file",
    "copies_at",
    "days_old",
    "is_of_others",
    "listed",
    "looked_at",
    "missing_files",
    "newest_good",
    "problem_with",
    "restore",
    "said_of_missing",
    "second",
]


def back_up(work: Workplace, target: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """Make a verified copy, and a second one where the setting names a folder.

    Attached files go along: those of a copy with a name of its own into ``名-附件.zip`` beside it,
    those of the daily copies into one folder 附件 beside them, each content once.
    Returns the copy and sentences about what could not be done (the second copy's stick is out).
    Of data whose file was deleted or replaced while they are open, a copy is made of what is open.

    Raises:
        StorageProblem: the copy could not be written, or would replace what is no backup; or the
            data folder is no longer where it was opened, and no target was named.
        DamagedDatabase: the data themselves are damaged; no copy is kept.
    """
    if (moved := work.database.place.problem()) is not None:
        return _back_up_open(work, target, moved)
    store = work.folder / ATTACHMENTS
    if target is not None:
        _require_free(target)
        with backups.alone(work.folder):
            backups.make(work.path, target, is_open=True)
            _keep_key(work, target.parent)
        return target, _packed(store, target)
    with backups.alone(work.folder):
        name = backups.name_for(work.backup_folder, work.now())
        path = backups.make(work.path, name, is_open=True)
        _keep_key(work, work.backup_folder)
    wanted = files.referred(path)
    lost = attachments.mirror(store, path.parent / BACKUP_FILES, wanted)
    backups.thin_out(work.backup_folder)
    backups.write_list(work.backup_folder)
    said = _about(lost)
    if place := second(work):
        try:
            _copy_to_second(work, path, wanted, place)
        except StorageProblem as problem:
            said = (*said, f"第二份备份没有存成：{problem}")
        except OSError:
            said = (
                *said,
                f"第二份备份没有存完：“{place.folder}”读写出错，U 盘可能拔掉了。"
                "本机的备份已经做好，请插好 U 盘再备份一次。",
            )
    return path, said


def _back_up_open(
    work: Workplace, target: Path | None, problem: NotInPlace
) -> tuple[Path, tuple[str, ...]]:
    """Make a copy of open data whose file was deleted, moved or replaced; see :func:`back_up`."""
    if problem.is_mixed:
        raise StorageProblem(f"备份没有写成：{problem.now}") from problem
    store = Path(problem.lies_at.parent if problem.lies_at else work.folder) / ATTACHMENTS
    if target is not None:
        _require_free(target)
        # Without the lock of the folder, which would make one anew where it is gone.
        work.database.copy_out(target)
        _keep_key(work, target.parent)
        return target, _packed(store, target)
    if problem.lies_at or not work.database.place.is_folder_ours():
        raise StorageProblem(f"备份没有写成：{problem.now}") from problem
    with backups.alone(work.folder):
        work.backup_folder.mkdir(mode=0o700, exist_ok=True)
        path = work.database.copy_out(backups.name_for(work.backup_folder, work.now()))
        _keep_key(work, work.backup_folder)
    work.database.place.take_wal_away()
    lost = attachments.mirror(store, path.parent / BACKUP_FILES, files.referred(path))
    backups.write_list(work.backup_folder)
    return path, _about(lost)


def _require_free(target: Path) -> None:
    require_free(target, backup=True)
    if not target.exists():
        # Files of a backup that was moved away without them, or somebody's own.
        _require_none(beside(target))


def _packed(store: Path, copy: Path) -> tuple[str, ...]:
    wanted = files.referred(copy)
    return _about(attachments.pack(store, beside(copy), wanted) if wanted else [])


def _keep_key(work: Workplace, place: Path) -> None:
    """Without its key file an encrypted copy is of no use: it lies beside it."""
    held = work.database.place
    try:
        if held.problem() is None:
            recrypting.keep_key_beside(work.folder, place)
        elif held.key_file is not None:
            recrypting.keep_key(held.key_file, place)
    except OSError as error:
        raise write_problem(place / "gaotang-key.json", error) from error


def _require_none(path: Path) -> None:
    if path.exists():
        raise StorageProblem(
            f"“{path}”已经有了，没有覆盖它。它可能是另一份备份的附件，请给备份换一个名字。"
        )


def _about(lost: list[str]) -> tuple[str, ...]:
    if not lost:
        return ()
    return (f"有 {len(lost)} 个附件的文件不在了或者已经损坏，没有备份到，请检查数据。",)


def _copy_to_second(work: Workplace, path: Path, wanted: set[str], place: "Second") -> None:
    if not place.is_there:
        raise StorageProblem(
            f"第二备份位置“{place.folder}”没有接上，或者没有这个文件夹。请插好 U 盘；"
            "换了位置的，请在“系统”的设置里改。"
        )
    folders.sweep_second(place.folder)
    name = backups.free_name(path, place.folder)
    copied = backups.copy(path, place.folder / name)
    _keep_key(work, copied.parent)
    held = _held_by_others(work, place.folder, wanted)
    try:
        attachments.mirror(work.folder / ATTACHMENTS, place.folder / BACKUP_FILES, wanted - held)
    except StorageProblem as problem:
        raise StorageProblem(
            f"数据存成了，可是附件没有带全：“{place.folder}”空间不够，或者写不进去。"
            "请清理它，或者换一个大些的 U 盘，再备份一次。"
        ) from problem
    ours = {*copies_at(work, place.folder), name}
    backups.thin_out(place.folder, ours)
    backups.write_list(place.folder)
    second_place.remember(work.backup_folder, place.named, place.folder, ours)
    if held:
        raise StorageProblem(
            f"数据存成了，可是有 {len(held)} 个附件没有带上：别的单位也有这些文件，"
            "在那里加了密，不能覆盖。请给第二备份另选一个文件夹。"
        )


def _held_by_others(work: Workplace, folder: Path, digests: Collection[str]) -> set[str]:
    """The contents that lie at the second place encrypted with a key that was never ours."""
    found = set()
    for digest in digests:
        try:
            path = attachments.path_of(folder / BACKUP_FILES, digest)
        except DamagedDatabase:  # no digest: it lies nowhere, and is told as lost
            continue
        name = keys.copy_name(keys.head_of(path))
        if (folder / name).exists() and not (work.backup_folder / name).exists():
            found.add(digest)
    return found


def copies_at(work: Workplace, folder: Path) -> set[str]:
    """The names of the copies that this office made at a second place; see ``data.second_place``."""
    return second_place.copies_at(work.backup_folder, folder)


def beside(copy: Path) -> Path:
    """Where the attached files of a copy with a name of its own are."""
    return copy.with_name(f"{copy.stem}-附件.zip")


def back_up_today(work: Workplace) -> Path | None:
    """The day's first opening makes a copy; ``None`` when there is one already."""
    newest = backups.listed(work.backup_folder)
    if newest and newest[0].made_at.date() == work.today():
        return None
    return back_up(work)[0]


def back_up_changes(work: Workplace) -> tuple[str, ...]:
    """Make a copy if anything was done since the newest one, as before an import and on closing.

    What it is made before goes on without it: returns sentences about what could not be done.
    """
    if work.why_not is not None or not has_changed(work):
        return ()
    try:
        return back_up(work)[1]
    except StorageProblem as problem:
        return (str(problem),)


def has_changed(work: Workplace) -> bool:
    """Whether the open data hold something that the newest copy does not."""
    moved = work.database.place.problem()
    if moved is None:
        return _changed(work.path, work.backup_folder)
    if moved.lies_at is not None or moved.is_mixed:
        return False
    head, newest = tampering.head(work), listed(work.folder)
    return head is not None and not (newest and backups.head_of(newest[0].path) == head.link)


def _changed(database: Path, folder: Path) -> bool:
    """Whether a database holds something that its newest copy does not."""
    # An empty file is not for SQLite to open: it would throw away the WAL beside it.
    if not database.is_file() or database.stat().st_size == 0:
        return False
    head, newest = backups.head_of(database), backups.listed(folder)
    return bool(head) and not (newest and backups.head_of(newest[0].path) == head)


def days_old(work: Workplace) -> int | None:
    """How many days ago the newest copy was made; ``None`` where there is none."""
    newest = backups.listed(work.backup_folder)
    return (work.today() - newest[0].made_at.date()).days if newest else None


def listed(folder: Path) -> list[Backup]:
    """The copies of a data folder, newest first."""
    return backups.listed(folder / BACKUPS)


def newest_good(folder: Path) -> Backup | None:
    """The newest copy that passes the whole check; what a damaged file is replaced with."""
    return next((each for each in listed(folder) if not problem_with(each.path)), None)


def restore(
    folder: Path,
    source: Path,
    *,
    now: Callable[[], datetime] = local_now,
    altered: bool = False,
    others: bool = False,
) -> Path | None:
    """Put a copy in the place of a folder's database; returns where the old files were kept.

    Attached files that the folder lacks are brought from beside the copy first; what is not there
    either is told by :func:`missing_files` and by the check of the data. ``altered``: also a copy
    whose history does not hold; the check of the data goes on saying so. ``others``: also one of
    another data folder, in the place of an office that is here.

    Raises:
        AlteredCopy: its history does not hold; the sentence says where. Nothing was changed.
        OthersCopy: it is of another data folder. Nothing was changed.
        StorageProblem, DamagedDatabase, NewerDatabase: nothing was changed.
    """
    places.require_usable(folder)
    lock = FolderLock(folder)
    lock.take()
    try:
        if source.is_file():
            backups.require_sound(source)
            if not others and is_of_others(folder, source):
                told = (
                    "不是这里的备份，是别的数据文件夹的"
                    if backups.folder_of(source)
                    else "是老版本留下的，里面没有写是哪个数据文件夹的备份"
                )
                raise OthersCopy(
                    f"“{source.name}”{told}，没有恢复，数据没有改动。请核对是不是选错了文件。"
                )
            if not altered:
                _require_unaltered(folder, source)
            store, wanted = folder / ATTACHMENTS, sorted(files.referred(source))
            if beside(source).is_file():
                wanted = attachments.unpack(beside(source), store, wanted)
            attachments.mirror(source.parent / BACKUP_FILES, store, wanted)
        at = now()
        if source.is_file():
            _keep_present(folder, at)
        return restoring.restore(source, folder / DATABASE_NAME, now=at)
    finally:
        lock.release()


def is_of_others(folder: Path, source: Path) -> bool:
    """Whether a copy that lies elsewhere is of another office than the one that is here, or may be.

    Copies of early versions do not say whose they are. Where the data are lost, their newest backup
    tells; where nobody did anything yet there is none.
    """
    if source.is_relative_to(folder / BACKUPS):
        return False
    known = (folder / DATABASE_NAME, *(each.path for each in listed(folder)[:1]))
    # An empty file is not for SQLite to open: it would throw away the WAL beside it.
    whole = (each for each in known if each.is_file() and each.stat().st_size)
    present = next((each for each in whole if backups.has_history(each)), None)
    ours = present and backups.folder_of(present)
    theirs = backups.folder_of(source) if ours else None
    return theirs is not None and ours != theirs


def _require_unaltered(folder: Path, source: Path) -> None:
    found = tampering.problems_of(source)
    if not found:
        return
    good = newest_good(folder)
    more = f"这样的问题一共 {len(found)} 处。" if len(found) > 1 else ""
    offered = (
        f"最近一份对得上的备份是“{good.path.name}”（{good.made_at:%Y-%m-%d %H:%M}），请用它恢复。"
        if good
        else "数据文件夹里没有对得上的备份，请看看 U 盘等别处的备份。"
    )
    raise AlteredCopy(
        f"“{source.name}”没有恢复，数据没有改动：它的内容和修改历史对不上。{found[0]}{more}{offered}"
    )


def _keep_present(folder: Path, now: datetime) -> None:
    """A copy of what is about to be replaced, for the list that one goes back by.

    A damaged file is kept as it is by ``restoring``.
    """
    database, kept = folder / DATABASE_NAME, folder / BACKUPS
    if _changed(database, kept):
        with suppress(DamagedDatabase):
            backups.make(database, backups.name_for(kept, now))


@dataclass(frozen=True, slots=True)
class Second:
    """The second backup place: its folder, and the newest copy there (``None``: none, or not in).

    ``named``: as the settings have it; the folder is another one where its stick has a new letter.
    """

    named: Path
    folder: Path
    newest: datetime | None
    is_there: bool

    def days(self, today: date) -> int | None:
        """How many days old the newest copy is."""
        return None if self.newest is None else (today - self.newest.date()).days


def second(work: Workplace) -> Second | None:
    """The second backup place; ``None`` where the settings name none."""
    named = str(work.settings["second_backup_folder"] or "").strip()
    if not named:
        return None
    folder = Path(named)
    try:
        folder, is_there = second_place.located(work.backup_folder, folder)
        copies = backups.listed(folder)
    except OSError:  # a stick that was pulled out half-way answers with an error
        copies, is_there = [], False
    return Second(Path(named), folder, copies[0].made_at if copies else None, is_there)


def problem_with(path: Path) -> str:
    """``""`` when a copy passes the whole check, or a sentence why it cannot be used."""
    return str(looked_at(path) or "")


def looked_at(path: Path) -> DomainError | None:
    """Why a copy cannot be used: an ``AlteredCopy`` where its pages are sound."""
    try:
        backups.require_sound(path)
        found = tampering.problems_of(path)
    except (DamagedDatabase, StorageProblem) as problem:
        return problem
    return AlteredCopy(f"“{path.name}”和它的修改历史对不上。{found[0]}") if found else None


def missing_files(folder: Path) -> int:
    """How many attached files of a folder's database are gone or damaged."""
    return sum(
        not attachments.is_sound(folder / ATTACHMENTS, digest)
        for digest in files.in_use(folder / DATABASE_NAME)
    )


def said_of_missing(folder: Path, source: Path) -> str:
    """The sentence about attached files that were not found when ``source`` was restored, if any."""
    lost = missing_files(folder)
    if not lost:
        return ""
    why = attachments.packed_problem(beside(source)) or "备份旁边也没有。"
    return f"其他数据都已恢复，可是有 {lost} 个附件的文件没有找到：{why}"


def check(work: Workplace) -> tuple[str, ...]:
    """Sentences about everything found wrong with the file; empty when all is well."""
    return tuple(soundness.findings(work.path))


def check_file(folder: Path) -> tuple[str, ...]:
    """The same of a folder whose data cannot be opened."""
    return tuple(soundness.findings(folder / DATABASE_NAME))


def unreadable(folder: Path) -> tuple[str, ...]:
    """Sentences about values that SQLite keeps and nobody can read, as after a flipped bit."""
    return tuple(odd_values.found(folder / DATABASE_NAME))
