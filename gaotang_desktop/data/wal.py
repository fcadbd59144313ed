"""Whether the WAL beside a database is whole, and is that database's own (sqlite.org/fileformat2.html, 4).

SQLite reads a WAL up to the first frame whose checksum does not hold, and says nothing of what stands
behind. After a power cut that is right: the last commit was not written to its end. Where whole commits
stand behind, bytes in the middle were damaged, and what was saved from there on would vanish unseen.
Nor does SQLite know whose WAL it is: one that stayed while another file was put in the place of the
database is laid over that file.

Not found out: damage in the newest commit of a WAL, which looks as a power cut leaves it.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gaotang_desktop.data import chain
from gaotang_desktop.data.connections import beside, connect, readable_copy, reading
from gaotang_desktop.domain.errors import DamagedDatabase
from gaotang_desktop.peeking import piece_of

_HEADER, _FRAME = 32, 24  # bytes
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_PAGES = {1 << power for power in range(9, 17)}
_TRIES = 3  # a program that is writing just now moves what is read

_Sum = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    """``is_next``: its checksum follows from the one that the frame before says it has."""

    page: int
    commits: bool
    salts: bytes
    stored: _Sum
    is_next: bool


@dataclass(frozen=True, slots=True)
class _Log:
    """``read``: how many frames SQLite takes; ``unread``: commits that stand whole behind them."""

    read: int
    unread: int


def problem(database: Path) -> str:
    """A sentence when the WAL beside a database is damaged in its middle, or belongs to another file.

    Nothing is changed, beside the file neither. ``""`` where all is well, also after a power cut.

    Raises:
        OSError: the WAL cannot be read.
        sqlite3.OperationalError: another program holds the database.
        Locked: the database is encrypted, and nobody gave the password.
    """
    path = beside(database, "-wal")
    if not path.is_file() or not database.is_file() or database.stat().st_size == 0:
        return ""
    found = _walked(path, database)
    if found.unread:
        return (
            f"“{path.name}”里是还没有并进数据文件的保存，它的中间坏了：坏处后面还有至少 {found.unread} 次保存，"
            "照现在这样打开就都没有了。程序没有改动任何文件。请从备份恢复最近一份完好的数据，"
            "现在的文件会原样留存。"
        )
    if found.read and not _fits(database):
        return (
            f"数据文件“{database.name}”和它旁边的“{path.name}”不是一起的：数据文件像是被另一份替换过。"
            "程序没有把它们混在一起，也没有改动任何文件。请从备份恢复最近一份完好的数据，"
            "现在的文件会原样留存。"
        )
    return ""


def require_whole(database: Path) -> None:
    """Refuse a database whose WAL is damaged or another file's. Raises DamagedDatabase; see :func:`problem`."""
    if said := problem(database):
        raise DamagedDatabase(said)


def is_others(database: Path) -> bool:
    """Whether the WAL beside a database belongs to another file; raises as :func:`problem`."""
    path = beside(database, "-wal")
    return path.is_file() and _walked(path, database).read > 0 and not _fits(database)


def is_folded_in(database: Path) -> bool:
    """Whether the file has all that SQLite reads from the WAL beside it, as after a checkpoint.

    Raises:
        OSError: one of the two cannot be read.
    """
    content = beside(database, "-wal").read_bytes()
    read = _log(content, database).read
    if not read:
        return False
    magic, _version, size = struct.unpack_from(">3I", content)
    frames = islice(_frames(content, size, _MAGIC[magic], (0, 0)), read)
    return _stand_in(database, content, size, list(frames))


def head_alone(database: Path) -> chain.Head | None:
    """The newest link in the file itself, whatever its WAL holds; ``None`` where none can be read."""
    try:
        with closing(connect(database, "ro", immutable=True)) as alone:
            return chain.head(alone.execute)
    except sqlite3.Error:
        return None


def _walked(path: Path, database: Path) -> _Log:
    """Damage is only what stands there twice in the same way: the program may be writing."""
    before: bytes | None = None
    found = _Log(0, 0)
    for _ in range(_TRIES):
        content = path.read_bytes()
        if content == before:
            break
        before, found = content, _log(content, database)
        if not found.unread:
            break
    return found


def _log(content: bytes, database: Path) -> _Log:
    if len(content) < _HEADER:
        return _Log(0, 0)
    magic, _version, size = struct.unpack_from(">3I", content)
    order = _MAGIC.get(magic)
    start = (0, 0) if order is None else _summed(content[:24], order, (0, 0))
    if order is None or size not in _PAGES or start != struct.unpack_from(">2I", content, 24):
        return _Log(0, _headless(content, database))
    salts = content[16:24]
    read, is_whole, commit_before = 0, True, False
    unread, is_proved = 0, False
    for number, frame in enumerate(_frames(content, size, order, start)):
        is_ours = frame.salts == salts
        is_whole = is_whole and is_ours and frame.is_next
        if is_whole:
            read = number + 1 if frame.commits else read
            continue
        # Only when one was safe on the disk is the next commit begun.
        is_proved = is_proved or (is_ours and frame.is_next and commit_before)
        commit_before = is_ours and frame.commits
        unread += commit_before
    return _Log(read, unread if is_proved else 0)


def _headless(content: bytes, database: Path) -> int:
    """How many commits stand in a WAL without a sound head, unless the database has them already."""
    for size in sorted(_PAGES):
        for order in _MAGIC.values():
            frames = _frames(content, size, order, (0, 0))
            first = next(frames, None)
            second = next(frames, None)
            if first is None or second is None or not second.is_next:
                continue
            return _missing_commits(content, database, size, order)
    return 0


def _missing_commits(content: bytes, database: Path, size: int, order: str) -> int:
    frames = list(_frames(content, size, order, (0, 0)))
    end = next((at for at, each in enumerate(frames) if at and not each.is_next), len(frames))
    last = max((at + 1 for at, each in enumerate(frames[:end]) if each.commits), default=0)
    if _stand_in(database, content, size, frames[:last]):
        return 0
    return sum(each.commits for each in frames[:last])


def _stand_in(database: Path, content: bytes, size: int, frames: list[_Frame]) -> bool:
    """Whether the file has each page as it stands in the last frame of it."""
    newest = {each.page: at for at, each in enumerate(frames)}
    starts = {page: _HEADER + at * (_FRAME + size) + _FRAME for page, at in newest.items()}
    return all(
        piece_of(database, (page - 1) * size, size) == content[start : start + size]
        for page, start in starts.items()
    )


def _frames(content: bytes, size: int, order: str, start: _Sum) -> Iterator[_Frame]:
    """The frames in their order; ``start`` is the checksum of the head."""
    before = start
    for at in range(_HEADER, len(content) - _FRAME - size + 1, _FRAME + size):
        page, pages_after = struct.unpack_from(">2I", content, at)
        stored: _Sum = struct.unpack_from(">2I", content, at + 16)
        end = at + _FRAME
        summed = _summed(content[at : at + 8], order, before)
        is_next = page > 0 and _summed(content[end : end + size], order, summed) == stored
        yield _Frame(page, pages_after > 0, content[at + 8 : at + 16], stored, is_next)
        before = stored


def _summed(piece: bytes, order: str, before: _Sum) -> _Sum:
    """The checksum of SQLite's WAL, going on from the one before."""
    one, two = before
    words = iter(struct.unpack(f"{order}{len(piece) // 4}I", piece))
    for first, second in zip(words, words, strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


@contextmanager
def _together(database: Path) -> Iterator[sqlite3.Connection]:
    """The file with its WAL, to be read.

    Beside a journal SQLite opens a file to write, and on closing folds in whatever WAL lies there:
    then a copy is read.
    """
    if not beside(database, "-journal").exists():
        with reading(database) as both:
            yield both
        return
    with (
        readable_copy(database) as copy,
        closing(connect(Path(copy) / database.name, "rw")) as both,
    ):
        yield both


def _fits(database: Path) -> bool:
    """Whether the history in the WAL goes on from the one in the file, as far as the file can be read.

    A file that is sound without the WAL and cannot be read with it is not the one that it belongs to.
    """
    before = head_alone(database)
    if before is None or not before.link:
        return True  # begun in the WAL, or taken over from it in part; the whole look says more
    try:
        with _together(database) as both:
            # A person may have been forgotten since: then that link is one of the former ones.
            return chain.holds(both.execute, before.link) and chain.goes_on(
                both.execute, before.operation_id
            )
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        return True  # of a version without such links
    except sqlite3.DatabaseError:
        with closing(connect(database, "ro", immutable=True)) as alone:
            return bool(alone.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
