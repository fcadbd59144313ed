"""Files by what they contain: one file for each content, named by its SHA-256.

``attachments/ab/abcd…``: without the name and the ending that people gave it, so that nobody opens
it from there by a double click and changes it; the record knows the name.
"""

import contextlib
import errno
import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gaotang_desktop import archives, keys
from gaotang_desktop.data import sealed
from gaotang_desktop.domain.attachments import LARGEST, size_problem
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem, Unreadable
from gaotang_desktop.files import require_free, sync_file, sync_folder, write_problem

_CHUNK = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write \r\n for \n
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_PACKED = 100_000
# A .zip of ours does not press anything; one that somebody packed anew holds photos and videos,
# which hardly become smaller.
_PRESSED, _SMALL = 4, 64 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """A content that is kept."""

    digest: str
    size: int


def path_of(store: Path, digest: str) -> Path:
    """Where a content is kept.

    Raises:
        DamagedDatabase: the digest is none: it could name a file outside the store.
    """
    if not _DIGEST.fullmatch(digest):
        raise DamagedDatabase("附件的登记被改动过，不知道是哪个文件。请从备份恢复。")
    return store / digest[:2] / digest


def store_file(store: Path, source: Path) -> Stored:
    """Keep a copy of a file; the same content is kept once. Read back before it counts.

    Raises:
        StorageProblem: it is a folder, too large, gone, held by another program; or the disk is
            full or read-only. Nothing is left behind.
    """
    if source.is_dir():
        raise StorageProblem(
            f"“{source.name}”是一个文件夹，附件只能是文件。请打开它，选里面的文件，或者先压缩成一个文件。"
        )
    try:
        size = source.stat().st_size
        if said := size_problem(source.name, size):
            raise StorageProblem(said)
        with source.open("rb") as file:
            return keep(store, file)
    except FileNotFoundError as error:
        raise StorageProblem(
            f"“{source}”已经不在了，没有添加。U 盘里的文件请先插好 U 盘再选一次。"
        ) from error
    except OSError as error:
        raise StorageProblem(
            f"“{source.name}”读不出来，可能正被别的程序打开，或者没有权限。请关闭它再试一次。"
        ) from error


def keep(store: Path, file: IO[bytes], *, key: bytes | None = None) -> Stored:
    """Keep what a file object holds, encrypted where there is a key (by default the folder's).

    Raises:
        StorageProblem: the store cannot be written, or it is larger than an attachment may be.
        OSError: the source cannot be read.
    """
    part: Path | None = None
    try:
        with _writing(store):
            # Not its parents: where a stick was pulled they would be made on our own disk.
            store.mkdir(mode=0o700, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=store)
        os.close(handle)
        part = Path(name)
        digest, size = hashlib.sha256(), 0
        with _written(store, part, key or keys.of_folder(store.parent)) as out:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if said := size_problem("附件", size):
                    raise StorageProblem(said)
                with _writing(store):
                    out.write(chunk)
        found = Stored(digest.hexdigest(), size)
        target = path_of(store, found.digest)
        with _writing(store):
            if digest_of(part) != found.digest:
                raise StorageProblem(
                    "附件写到磁盘后读回来不一样，没有保存。磁盘可能有问题，请先备份数据再检查磁盘。"
                )
            if not is_sound(store, found.digest):
                target.parent.mkdir(mode=0o700, exist_ok=True)
                part.replace(target)
                # Before a record names it: after a power cut one without the other were a loss.
                for folder in (target.parent, store):
                    sync_folder(folder)
        return found
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


@contextlib.contextmanager
def _written(store: Path, part: Path, key: bytes | None) -> Iterator[sealed.Writing]:
    """A file being written; what the source raises while it is read stays what it is."""
    with contextlib.ExitStack() as stack:
        with _writing(store):
            out = stack.enter_context(sealed.writing(part, key))
        yield out
        with _writing(store):
            stack.close()


@contextlib.contextmanager
def _writing(store: Path) -> Iterator[None]:
    """Tell what stands in the way of writing apart from what stands in the way of reading."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageProblem(
                "磁盘空间不够，附件没有保存，以前的数据都在。请清理磁盘后再添加。"
            ) from error
        raise write_problem(store / "附件", error) from error


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with sealed.reading(path) as file:
        return _digest(file)


def is_sound(store: Path, digest: str) -> bool:
    """Whether a content is there and still what it was."""
    try:
        return digest_of(path_of(store, digest)) == digest
    except (OSError, DamagedDatabase):
        return False


def kept(store: Path) -> set[str]:
    """Every content that is there, sound or not."""
    if not store.is_dir():
        return set()
    return {
        path.name
        for folder in store.iterdir()
        if folder.is_dir()
        for path in folder.iterdir()
        if _DIGEST.fullmatch(path.name)
    }


def size_of(store: Path, digest: str) -> int:
    """How many bytes a content takes; 0 when it is gone."""
    path = path_of(store, digest)
    return path.stat().st_size if path.exists() else 0


def found_size(store: Path, digest: str) -> int:
    """The same; 0 also for a digest that is none."""
    return size_of(store, digest) if _DIGEST.fullmatch(digest) else 0


def drop(store: Path, digests: Iterable[str]) -> int:
    """Remove contents for good; returns how many bytes became free."""
    freed = 0
    for digest in digests:
        path = path_of(store, digest)
        with _writing(store):
            size = size_of(store, digest)
            path.unlink(missing_ok=True)
        freed += size
    return freed


def copy_out(store: Path, digest: str, target: Path, *, name: str) -> None:
    """Write a content under a name of its own, checked while it is read.

    Raises:
        DamagedDatabase: the content is gone or is not what it was.
        StorageProblem: the target cannot be written, or is a file of the data folder.
    """
    require_free(target)
    write_out(store, digest, target, name=name)


def write_out(store: Path, digest: str, target: Path, *, name: str) -> None:
    """The same as :func:`copy_out`, to a place of the program's own."""
    if not is_sound(store, digest):
        raise DamagedDatabase(
            f"附件“{name}”的文件不在了或者已经损坏。请从备份恢复，或者删除后重新添加。"
        )
    part = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | _BINARY, 0o600)
        with sealed.reading(path_of(store, digest)) as source, os.fdopen(handle, "wb") as out:
            while chunk := source.read(_CHUNK):
                out.write(chunk)
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise write_problem(target, error) from error


def mirror(store: Path, other: Path, digests: Iterable[str]) -> list[str]:
    """Bring the contents that another store lacks; returns those that could not be found sound.

    What is encrypted stays so in a folder that has no key of its own, as that of backups.
    """
    return _bring(
        other,
        digests,
        lambda digest: sealed.reading(path_of(store, digest)),
        lambda digest: keys.known(keys.head_of(path_of(store, digest))),
    )


def pack(store: Path, target: Path, digests: Iterable[str]) -> list[str]:
    """Put contents into one .zip, written beside and read back; returns those not found sound.

    Raises:
        StorageProblem: the target cannot be written.
    """
    part = target.with_name(target.name + ".part")
    lost = []
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for digest in sorted(digests):
                if is_sound(store, digest):
                    archive.write(path_of(store, digest), digest)
                else:
                    lost.append(digest)
        with zipfile.ZipFile(part) as archive:
            for name in archive.namelist():
                with archive.open(name) as file, path_of(store, name).open("rb") as source:
                    if _digest(file) != _digest(source):
                        raise OSError(errno.EIO, "read back differently")
        sync_file(part)
        part.replace(target)
        sync_folder(target.parent)
    except (OSError, zipfile.BadZipFile) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        problem = error if isinstance(error, OSError) else OSError(errno.EIO, str(error))
        raise write_problem(target, problem) from error
    return lost


def _digest(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def unpack(archive: Path, store: Path, digests: Iterable[str]) -> list[str]:
    """Bring contents back from a .zip; returns those that it does not hold sound.

    A .zip that would write elsewhere, or grow beyond all measure, brings nothing:
    :func:`packed_problem` says so.

    Raises:
        StorageProblem: the store cannot be written.
    """
    try:
        with _opened(archive) as opened:
            return _bring_packed(store, digests, opened)
    except (OSError, Unreadable):
        return list(digests)


def packed_problem(archive: Path) -> str:
    """Why a .zip brings nothing, in a sentence; empty where it can be read, or is not there."""
    try:
        with _opened(archive):
            return ""
    except FileNotFoundError:
        return ""
    except (OSError, Unreadable) as problem:
        return str(problem) if isinstance(problem, Unreadable) else f"“{archive.name}”读不出来。"


@contextlib.contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    most = max(_SMALL, _PRESSED * archive.stat().st_size)
    limits = archives.Limits(parts=_MOST_PACKED, bytes=most, part_bytes=LARGEST)
    with archives.opened(archive, name=f"“{archive.name}”", limits=limits) as opened:
        yield opened


def _bring_packed(store: Path, digests: Iterable[str], packed: zipfile.ZipFile) -> list[str]:
    """The same from a .zip, whose members may be encrypted: those are laid beside before."""
    with tempfile.TemporaryDirectory(prefix="gaotang-") as name:
        beside = Path(name) / "packed"

        def taken(digest: str) -> IO[bytes]:
            with packed.open(digest) as file, beside.open("wb") as out:
                while chunk := file.read(_CHUNK):
                    out.write(chunk)
            return sealed.reading(beside)

        return _bring(store, digests, taken, lambda _digest: keys.known(keys.head_of(beside)))


def _bring(
    store: Path,
    digests: Iterable[str],
    source: Callable[[str], IO[bytes]],
    key: Callable[[str], bytes | None],
) -> list[str]:
    lost = []
    for digest in digests:
        if is_sound(store, digest):
            continue
        try:
            with source(digest) as file:
                own = keys.of_folder(store.parent)
                same = keep(store, file, key=own or key(digest)).digest == digest
        except (*archives.DAMAGED, KeyError, DamagedDatabase):
            same = False
        if not same:
            lost.append(digest)
    return lost
