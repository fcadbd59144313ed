"""From plain to encrypted and back (加密、取消加密): a verified copy in the place of each file.

The order makes a power cut harmless. Encrypting, the key file comes first and the database second;
decrypting, the database comes last but for the key file. So beside a plain database a key file says
only that nothing came of it yet, or that all is done, and is taken away; beside an encrypted one it
opens all there is, and the rest follows at the next opening.
"""

import contextlib
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from gaotang_desktop import archives, keys
from gaotang_desktop.data import attachments, backups, sealed
from gaotang_desktop.data.connections import beside
from gaotang_desktop.data.exporting import export
from gaotang_desktop.data.folders import drop_opened
from gaotang_desktop.data.problems import not_writable
from gaotang_desktop.data.restoring import fold_in
from gaotang_desktop.data.soundness import damaged
from gaotang_desktop.domain.errors import Locked, StorageProblem, Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.files import sync_folder
from gaotang_desktop.paths import (
    ATTACHMENTS,
    BACKUP_FILES,
    BACKUPS,
    DATABASE_NAME,
    DRILL,
    KEY_NAME,
    SIDECARS,
    UNSAVED,
)

_PIECE = 1 << 20
_DATABASE = Path(DATABASE_NAME).suffix
_PART = ".restoring-cipher"
"""Swept at the next start, as everything of that beginning."""


def settle(folder: Path) -> None:
    """Take away a key file that opens nothing: the move to an encrypted folder was cut off, or the
    move back had only this left to do. The caller holds the folder's lock.

    Raises:
        OSError: it cannot be removed.
    """
    place, database = folder / KEY_NAME, folder / DATABASE_NAME
    if not place.exists() or keys.head_of(database) != keys.PLAIN:
        return
    with contextlib.suppress(StorageProblem):
        if keys.read(place).state != "encrypted":
            place.unlink()
            sync_folder(folder)


NO_SHEET = "加密时的恢复码没有给出来，做完以后请用口令另做一张恢复单。"


def is_being_encrypted(folder: Path) -> bool:
    """Whether a move to an encrypted folder was cut off: nobody was given the code of its sheet."""
    place = folder / KEY_NAME
    return place.exists() and keys.read(place).state == "encrypting"


def finish(folder: Path, progress: Progress | None = None) -> list[str]:
    """Go on with what the key file's state says until all is done; the caller holds the lock.

    Returns the names of files that stayed plain because they cannot be read.

    Raises:
        Locked: nobody opened the key.
        StorageProblem: the disk is full, a file is in use; going on later is safe.
    """
    progress = progress or Silent()
    place = folder / KEY_NAME
    if not place.exists():
        return []
    file = keys.read(place)
    key = keys.known(bytes.fromhex(file.mark))
    if key is None:
        raise Locked(folder)
    database = folder / DATABASE_NAME
    is_plain = keys.head_of(database) == keys.PLAIN
    if file.state == "encrypted" and not is_plain:
        return []
    try:
        if file.state == "decrypting":
            left = list(_files(folder, None, drop=False, progress=progress))
            _database(database, None)
            place.unlink()
            sync_folder(folder)
        else:
            _database(database, key)
            left = list(_files(folder, key, drop=file.drop_backups, progress=progress))
            keys.write(place, replace(file, state="encrypted"))
        return left
    except sqlite3.Error as error:
        raise StorageProblem(
            "加密或取消加密没有做完：磁盘读写出错，或者空间不够。已经做好的都有效，数据没有丢。"
            "请清理磁盘后重新打开，程序会接着做完。"
        ) from error
    except OSError as error:
        raise not_writable(folder, error) from error


def _database(path: Path, key: bytes | None) -> None:
    if not path.exists() or path.stat().st_size == 0 or keys.of_file(path) == key:
        return
    fold_in(path)
    if any(beside(path, suffix).exists() for suffix in SIDECARS):
        raise damaged(path)
    _rewritten(path, key, part=beside(path, _PART))


def _rewritten(path: Path, key: bytes | None, *, part: Path) -> None:
    try:
        export(path, part, key)
        part.replace(path)
        sync_folder(path.parent)
    finally:
        for each in (part, beside(part, "-journal")):
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)


def _files(folder: Path, key: bytes | None, *, drop: bool, progress: Progress) -> Iterator[str]:
    """Every file but the database; yields names of what cannot be read and stays as it is."""
    kept = folder / BACKUPS
    drop_opened(folder)
    whole = [
        path for store in (folder / ATTACHMENTS, kept / BACKUP_FILES) for path in _stored(store)
    ]
    whole += [folder / UNSAVED, kept / DRILL]
    copies = [*kept.glob("*.sqlite"), *kept.glob(f"replaced-*/{DATABASE_NAME}")]
    packed = list(kept.glob(f"*-{BACKUP_FILES}.zip"))
    count = len(whole) + len(copies) + len(packed)
    for at, path in enumerate([*whole, *copies, *packed]):
        progress.step(at, count, path.name)
        try:
            if path in whole:
                _content(path, key)
            elif drop and key is not None:
                _drop(path)
            elif path in copies:
                _copy(path, key)
            else:
                _repack(path, key)
        except (StorageProblem, Unreadable, sqlite3.DatabaseError) as problem:
            if isinstance(problem, sqlite3.OperationalError):
                raise
            yield str(path.relative_to(folder))
    if drop and key is not None:
        shutil.rmtree(kept / BACKUP_FILES, ignore_errors=True)


def _stored(store: Path) -> list[Path]:
    return [attachments.path_of(store, digest) for digest in sorted(attachments.kept(store))]


def _is_right(path: Path, key: bytes | None) -> bool:
    return keys.known(keys.head_of(path)) == key


def _content(path: Path, key: bytes | None) -> None:
    """A file of any content: read, written beside, read back, renamed."""
    if not path.is_file() or _is_right(path, key):
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with sealed.reading(path) as source, sealed.writing(part, key) as out:
            while piece := source.read(_PIECE):
                out.write(piece)
        if attachments.digest_of(part) != attachments.digest_of(path):
            raise StorageProblem("写到磁盘后读回来不一样。")
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _copy(path: Path, key: bytes | None) -> None:
    """A backup, or what a restoring replaced."""
    head = keys.head_of(path)
    is_plain, has = head == keys.PLAIN, keys.known(head)
    if not head or (key is None and is_plain) or (key is not None and has == key):
        return
    if not is_plain and has is None:
        raise StorageProblem("用别的口令加的密，或者已经损坏。")
    with contextlib.suppress(sqlite3.Error):
        fold_in(path)
    held = [each for suffix in SIDECARS if (each := beside(path, suffix)).exists()]
    if held:
        raise damaged(path)
    # It begins as copies that a killed backup left, so that it goes with them.
    _rewritten(path, key, part=beside(path, ".part"))


def _drop(path: Path) -> None:
    """A plain backup; what restoring replaced goes with its folder."""
    if path.name == DATABASE_NAME:
        shutil.rmtree(path.parent)
    elif not keys.is_encrypted(path):
        path.unlink()


def _repack(path: Path, key: bytes | None) -> None:
    """The attached files of a backup with a name of its own."""
    part, inner = beside(path, ".part"), beside(path, ".part-inner")
    try:
        with (
            archives.opened(path, name=f"“{path.name}”") as source,
            zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as made,
        ):
            for name in source.namelist():
                with source.open(name) as member, inner.open("wb") as out:
                    shutil.copyfileobj(member, out, _PIECE)
                _content(inner, key)
                made.write(inner, name)
        part.replace(path)
    finally:
        for each in (part, inner):
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)


def plain_copies(folder: Path) -> list[Path]:
    """The backups, and what restoring replaced, that anybody could read."""
    kept = folder / BACKUPS
    found: Iterable[Path] = (*kept.glob("*.sqlite"), *kept.glob(f"replaced-*/{DATABASE_NAME}"))
    return sorted(each for each in found if keys.head_of(each) == keys.PLAIN)


def plain_files(place: Path) -> tuple[list[Path], list[Path]]:
    """The backups in a folder elsewhere, and the attached files beside them, that are plain."""
    copied = [each.path for each in backups.listed(place)]
    return _plain(place, copied), _plain(place, _stored(place / BACKUP_FILES))


def _plain(place: Path, paths: Iterable[Path]) -> list[Path]:
    found = []
    for each in paths:
        head = keys.head_of(each)
        of_another_time = (place / keys.copy_name(head)).exists()
        if head and not keys.is_encrypted(each) and not of_another_time:
            found.append(each)
    return found


def encrypted_in_place(path: Path, key: bytes | None) -> None:
    """Put an encrypted copy in the place of a plain database or attached file.

    Raises:
        StorageProblem: it cannot be read.
        OSError, sqlite3.Error: the copy cannot be written; the old one stays.
    """
    if path.suffix == _DATABASE:  # attached files bear no ending
        backups.require_sound(path)
        _copy(path, key)
    else:
        _content(path, key)


def keep_key_beside(folder: Path, place: Path) -> None:
    """Keep the key file among backups, so that they open on another computer too.

    Raises:
        OSError: it cannot be written.
    """
    if keys.of_folder(folder) is not None:
        keep_key(keys.read(folder / KEY_NAME), place)


def keep_key(file: keys.KeyFile, place: Path) -> None:
    """Write a key file under the name that it has beside copies. Raises OSError."""
    keys.write(place / keys.copy_name(bytes.fromhex(file.mark)), replace(file, state="encrypted"))
    sync_folder(place)
