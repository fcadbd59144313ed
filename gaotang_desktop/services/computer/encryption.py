"""Password and encryption of a data folder (口令和加密): off until somebody asks for it.

Everything here is done while the data are closed. What is written down in ``data/recrypting``
makes it harmless to be cut off at any moment.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import places, recrypting
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.problems import not_writable
from gaotang_desktop.domain.errors import (
    Conflict,
    StorageProblem,
    WrongPassword,
)
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.files import sync_folder
from gaotang_desktop.paths import BACKUPS, DATABASE_NAME, KEY_NAME, TRIES_NAME
from gaotang_desktop.peeking import first_bytes
from gaotang_desktop.services.workplace import local_now

_FREE_TRIES = 3
_LONGEST_WAIT = 300  # seconds
_FRACTIONS = b"\x40\x20\x20"  # bytes 21 to 23 of each plain file (sqlite.org/fileformat2.html, 1.3)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What became of it: the code of the recovery sheet, the sheet's number, and what stayed plain."""

    recovery: str
    number: str
    left: tuple[str, ...]


def is_encrypted(folder: Path) -> bool:
    """Whether a data folder has a password."""
    return (folder / KEY_NAME).exists()


def is_open(folder: Path) -> bool:
    """Whether the key of an encrypted folder is known in this process.

    Raises:
        StorageProblem: the key file is damaged.
    """
    return keys.known(bytes.fromhex(keys.read(folder / KEY_NAME).mark)) is not None


def copy_needs_password(copy: Path) -> bool:
    """Whether a backup is encrypted with a key that nobody opened, and its key file is there."""
    with contextlib.suppress(OSError):
        head = keys.head_of(copy)
        plain = not head or head == keys.PLAIN or keys.known(head) is not None
        return not plain and keys.key_file_for(copy) is not None
    return False


def number_of(folder: Path) -> str:
    """What tells one key from another, printed on the recovery sheet: eight characters."""
    return keys.read(folder / KEY_NAME).mark[:8].upper()


def plain_copies(folder: Path) -> list[str]:
    """Old backups that anybody can read: they are encrypted along, or removed."""
    return [str(each.relative_to(folder / BACKUPS)) for each in recrypting.plain_copies(folder)]


def encrypt(
    folder: Path,
    password: str,
    *,
    drop_backups: bool = False,
    now: Callable[[], datetime] = local_now,
    progress: Progress | None = None,
) -> Encrypted:
    """Encrypt a closed data folder: database, attachments, backups, all that is kept.

    ``drop_backups``: old plain backups are removed and not encrypted.

    Raises:
        WrongPassword: the password is too weak; nothing was changed.
        Conflict: it is encrypted already.
        StorageProblem: it is open elsewhere, or the disk is full; what was begun goes on later.
    """
    places.require_usable(folder)
    with _held(folder):
        recrypting.settle(folder)
        if is_encrypted(folder):
            raise Conflict("数据已经加了密，不用再加。要换口令，请用“修改口令”。")
        if not (folder / DATABASE_NAME).exists():
            raise StorageProblem(f"“{folder}”里没有数据，请先打开一次，再加密。")
        key, recovery = keys.new_key(), keys.new_recovery()
        file = keys.made(key, password, recovery, today=f"{now():%Y-%m-%d}")
        keys.learn(key)
        keys.write(folder / KEY_NAME, replace(file, state="encrypting", drop_backups=drop_backups))
        try:
            left = recrypting.finish(folder, progress)
        except StorageProblem as problem:
            recrypting.settle(folder)
            if not is_encrypted(folder):  # the database comes first: nothing is encrypted yet
                raise StorageProblem(
                    "没有加密，数据还和原来一样：磁盘读写出错，或者空间不够。请清理磁盘后再加密。"
                ) from problem
            raise StorageProblem(f"{problem}{recrypting.NO_SHEET}") from problem
        _keep_copies(folder)
    return Encrypted(recovery, file.mark[:8].upper(), tuple(left))


def decrypt(folder: Path, password: str, *, progress: Progress | None = None) -> tuple[str, ...]:
    """Make a closed data folder plain again; returns names of what could not be read.

    Raises:
        WrongPassword: it is another one; nothing was changed.
        StorageProblem: it is open elsewhere, or the disk is full.
    """
    unlock(folder, password)
    with _held(folder):
        # What a move to an encrypted folder left undone would be half of each; of one back this is all.
        left = recrypting.finish(folder, progress)
        place = folder / KEY_NAME
        if not place.exists():
            return tuple(left)
        keys.write(place, replace(keys.read(place), state="decrypting"))
        return tuple(recrypting.finish(folder, progress))


def unlock(
    folder: Path, secret: str, *, recovery: bool = False, now: Callable[[], datetime] = local_now
) -> None:
    """Open the key of a folder, for this process.

    From the fourth wrong password in a row on one has to wait, longer each time, also after the
    program was started anew.

    Raises:
        WrongPassword: it is another one, or it is too early.
        StorageProblem: the key file is gone or damaged.
    """
    with _slowed(folder, now):
        keys.learn(keys.opened(_key_file(folder), secret, recovery=recovery))


def unlock_copy(
    folder: Path,
    copy: Path,
    secret: str,
    *,
    recovery: bool = False,
    now: Callable[[], datetime] = local_now,
) -> None:
    """Open the key of a backup that has another one than the data folder: the password of that time.

    ``recovery``: by the code of the recovery sheet of that time.

    Raises:
        WrongPassword: it is another one, or it is too early.
        StorageProblem: its key file is gone or damaged.
    """
    place = keys.key_file_for(copy)
    if place is None:
        raise StorageProblem(f"“{copy.name}”的钥匙文件不在旁边，打不开它，请放在同一个文件夹里。")
    with _slowed(folder, now):
        keys.learn(keys.opened(keys.read(place), secret, recovery=recovery))


def change_password(folder: Path, old: str, new: str, *, recovery: bool = False) -> None:
    """Give the folder another password; ``recovery``: the old one is the code of the sheet.

    The old password opens neither the data nor this folder's backups any more.

    Raises:
        WrongPassword: the old one is another, or the new one too weak; nothing was changed.
        StorageProblem: the folder cannot be written.
    """
    keys.require_fit(new)
    unlock(folder, old, recovery=recovery)
    file = _key_file(folder)
    _replace(folder, keys.with_password(file, _key(file), new))


def new_recovery(folder: Path, password: str) -> str:
    """A new code for a recovery sheet; the earlier sheet opens nothing any more.

    Raises:
        WrongPassword: it is another one.
        StorageProblem: the folder cannot be written.
    """
    unlock(folder, password)
    file, code = _key_file(folder), keys.new_recovery()
    _replace(folder, keys.with_recovery(file, _key(file), code))
    return code


def _key(file: keys.KeyFile) -> bytes:
    key = keys.known(bytes.fromhex(file.mark))
    assert key is not None, "it was opened just now"
    return key


def _key_file(folder: Path) -> keys.KeyFile:
    """The folder's key file; where it is damaged, the copy among its backups."""
    place = folder / KEY_NAME
    try:
        return keys.read(place)
    except StorageProblem:
        mark = _head(folder).hex()
        for copy in keys.copies(folder / BACKUPS):
            with contextlib.suppress(StorageProblem):
                file = keys.read(copy)
                if file.mark == mark:
                    return file
        raise


def mend(folder: Path) -> None:
    """Put the copy among the backups in the place of a key file that is gone or damaged.

    Raises:
        StorageProblem: there is none that belongs to the data.
        OSError: it cannot be written.
    """
    keys.write(folder / KEY_NAME, _key_file(folder))


def lacks_key(folder: Path) -> bool:
    """Whether the data are encrypted and the key file is gone or damaged, but a copy is there."""
    with contextlib.suppress(StorageProblem):
        keys.read(folder / KEY_NAME)
        return False
    head = _head(folder)
    return any(each.name == keys.copy_name(head) for each in keys.copies(folder / BACKUPS))


def bring_key(folder: Path, file: Path) -> None:
    """Put a key file that lay elsewhere, as on a stick, in the place of one that is gone.

    Raises:
        StorageProblem: it is no key file, or that of other data; nothing was changed.
    """
    read = keys.read(file)
    if read.mark != _head(folder).hex():
        raise StorageProblem(
            f"“{file.name}”不是这份数据的钥匙文件，没有改动。请找和这份数据一起备份的那一个，"
            "它在备份文件夹或者 U 盘的备份旁边。"
        )
    try:
        keys.write(folder / KEY_NAME, read)
    except OSError as error:
        raise not_writable(folder, error) from error


def may_lack_key(folder: Path) -> bool:
    """Whether the data may be encrypted and cannot be opened for want of a key file.

    A plain file that lost its beginning looks the same, but where its header still stands behind it.
    """
    with contextlib.suppress(StorageProblem):
        keys.read(folder / KEY_NAME)
        return False
    head = _head(folder)
    if head in (b"", keys.PLAIN, bytes(len(head))):
        return False
    return first_bytes(folder / DATABASE_NAME, 24)[21:] != _FRACTIONS


def _head(folder: Path) -> bytes:
    """What the data begin with; nothing where they cannot be read: opening them says why."""
    try:
        return keys.head_of(folder / DATABASE_NAME)
    except OSError:
        return b""


def _replace(folder: Path, file: keys.KeyFile) -> None:
    try:
        keys.write(folder / KEY_NAME, file)
        sync_folder(folder)
        _keep_copies(folder)
    except OSError as error:
        raise not_writable(folder, error) from error


def _keep_copies(folder: Path) -> None:
    (folder / BACKUPS).mkdir(mode=0o700, exist_ok=True)
    recrypting.keep_key_beside(folder, folder / BACKUPS)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    lock = FolderLock(folder)
    lock.take()
    try:
        yield
    except OSError as error:
        raise not_writable(folder, error) from error
    finally:
        lock.release()


@contextmanager
def _slowed(folder: Path, now: Callable[[], datetime]) -> Iterator[None]:
    wait = waiting(folder, now())
    if wait:
        raise WrongPassword(f"口令错了几次，请等 {wait} 秒再试。")
    try:
        yield
    except WrongPassword:
        _note(folder, _wrong(folder)[0] + 1, now())
        if more := waiting(folder, now()):
            raise WrongPassword(f"口令不对。已经错了几次，请等 {more} 秒再试。") from None
        raise
    with contextlib.suppress(OSError):
        (folder / TRIES_NAME).unlink(missing_ok=True)


def waiting(folder: Path, now: datetime) -> int:
    """Seconds until a password may be tried again; 0: now."""
    count, at = _wrong(folder)
    if count < _FREE_TRIES or at is None:
        return 0
    pause = min(_LONGEST_WAIT, 5 << min(count - _FREE_TRIES, 10))
    since = (now - at).total_seconds()
    # A clock that was set back makes nobody wait longer than from the beginning.
    return max(0, round(pause - max(0.0, since)))


def _wrong(folder: Path) -> tuple[int, datetime | None]:
    try:
        told = json.loads((folder / TRIES_NAME).read_text("utf-8"))
        return int(told["wrong"]), datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0, None


def _note(folder: Path, wrong: int, at: datetime) -> None:
    # A folder that cannot be written cannot be changed by whoever guesses either.
    with contextlib.suppress(OSError):
        path = folder / TRIES_NAME
        path.touch(mode=0o600)
        path.write_text(json.dumps({"wrong": wrong, "at": at.isoformat()}), "utf-8")
