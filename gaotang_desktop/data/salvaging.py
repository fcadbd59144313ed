"""What can still be read of a damaged database, brought into a new one (抢救).

Only a copy is read; the damaged file is not touched. Rows are read by ranges of their ids, halved
where SQLite stumbles, so that a page that is gone costs its own rows alone. No index is used. What
a table lost, the history may still hold: the newest image of each row (``journal``). Where the
whole chain holds, images also mend rows that were altered, and the history is carried on; where it
does not, the rows are kept and the history begins anew, as after an archive (``rebuilding``).

A damaged schema is taken from the newest backup: tables begin at the same pages there. Read wrongly,
they would give rows that no column takes, and these are refused.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.dialects import sqlite

from gaotang_desktop import keys
from gaotang_desktop.data import backups, chain, migrating, sealed_schema, wal
from gaotang_desktop.data.connections import beside, connect, reading
from gaotang_desktop.data.models import Base
from gaotang_desktop.data.problems import as_storage_problem, not_writable
from gaotang_desktop.data.queries.archive import NOT_CARRIED
from gaotang_desktop.data.rebuilding import Rebuilding, rebuilt
from gaotang_desktop.domain.errors import DamagedDatabase, NewerDatabase
from gaotang_desktop.paths import KEY_NAME

HISTORY = ("operations", "changes", "migrated_rows", "former_links")
_SUFFIX = ".part"
"""By this a folder that a killed salvage left is known and swept at the next start."""
_STEP = 500
"""Ids asked for at once; where that fails, they are halved."""
_BEYOND = 1 << 40
_HEADER = 100
_INTERIOR, _LEAF = 5, 13  # kinds of b-tree pages of a table (sqlite.org/fileformat2.html)
Row = tuple[Any, ...]


@dataclass(slots=True)
class Rescued:
    """What came of one table: ids kept, ids brought back from the history, and what is gone.

    ``lost`` are ids that were there and are not any more; ``loosened`` those whose reference to a
    lost record was emptied. ``in_backup`` are the ids that the newest backup has.
    """

    kept: set[int] = field(default_factory=set)
    from_history: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    loosened: set[int] = field(default_factory=set)
    in_backup: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Salvage:
    """The new file, by table what came of it, and whether the history could be carried on."""

    path: Path
    tables: dict[str, Rescued]
    with_history: bool
    schema_from_backup: bool


def salvage(
    source: Path, target: Path, *, title: str, now: datetime, backup: Path | None = None
) -> Salvage:
    """Bring what can be read of ``source`` into a new, checked file ``target``.

    ``backup`` is a sound copy to compare with, and to take a damaged schema from.

    Raises:
        DamagedDatabase: nothing of it can be read.
        NewerDatabase: it belongs to a newer version.
        StorageProblem: the target cannot be written.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(suffix=_SUFFIX, dir=target.parent) as beside_it:
            copy = Path(beside_it) / source.name
            if (key := source.parent / KEY_NAME).exists():  # what is made here is encrypted too
                shutil.copyfile(key, Path(beside_it) / KEY_NAME)
            suffixes = ("-journal",) if wal.is_others(source) else ("-wal", "-journal")
            for each in (source, *(beside(source, suffix) for suffix in suffixes)):
                if each.exists():
                    shutil.copyfile(each, copy.with_name(each.name))
            revision, transplanted = _opened(copy, backup)
            with rebuilt(Path(beside_it), revision) as made:
                tables, whole = _filled(copy, made, at_head=revision == migrating.REVISIONS[-1])
                if not any(each.kept for each in tables.values()):
                    raise _nothing(source)
                made.finish(title, now)
                backups.make(made.path, target)
    except sqlite3.Error as error:
        raise as_storage_problem(error, target) from error
    except OSError as error:
        raise not_writable(target.parent, error) from error
    for name, ids in _ids_of(backup).items():
        if name in tables:
            found = tables[name]
            found.in_backup = ids
    return Salvage(target, tables, whole, transplanted)


def _nothing(source: Path) -> DamagedDatabase:
    return DamagedDatabase(
        f"“{source.name}”里一条记录也读不出来，没有写新文件，它也没有动。请从备份恢复。"
    )


# -- getting at the tables -------------------------------------------------------------------------


def _opened(copy: Path, backup: Path | None) -> tuple[str, bool]:
    """The revision of the copy, mended as far as it is needed, and whether by a backup's schema."""
    head = migrating.REVISIONS[-1]
    with suppress(sqlite3.Error, DamagedDatabase):
        revision = migrating.stored_revision(copy)
        if revision is not None and not _missing(copy, revision):
            return _known(revision), False
    with suppress(sqlite3.Error):
        if not _missing(copy, head):
            return head, False
    if backup is not None:
        for suffix in ("-wal", "-journal", "-shm"):
            beside(copy, suffix).unlink(missing_ok=True)
        if keys.is_encrypted(backup):
            sealed_schema.transplant(copy, backup)
        else:
            _transplant(copy, backup)
        with suppress(sqlite3.Error):
            revision = migrating.stored_revision(backup)
            if revision is not None and not _missing(copy, revision):
                return _known(revision), True
    raise DamagedDatabase(
        "数据文件的开头坏了，分不清里面的表，抢救不了。请从备份恢复；没有备份的，请保留这个文件，"
        "找专业的数据恢复。"
    )


def _known(revision: str) -> str:
    if revision not in migrating.REVISIONS:
        raise NewerDatabase("这份数据是更新版本的程序保存的，请安装新版本后再抢救。")
    return revision


def _missing(copy: Path, revision: str) -> bool:
    """Whether a table cannot even be named any more."""
    with closing(connect(copy, "rw")) as file:
        found = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
    wanted = set(Base.metadata.tables) if revision == migrating.REVISIONS[-1] else {"operations"}
    return not wanted <= found


def _transplant(copy: Path, backup: Path) -> None:
    """Put the pages of a sound file's schema in the place of the copy's; its header goes along."""
    with reading(backup) as file:
        size = int(file.execute("PRAGMA page_size").fetchone()[0])
    sound = backup.read_bytes()
    with copy.open("rb+") as damaged:
        for number in _schema_pages(sound, size):
            damaged.seek((number - 1) * size)
            damaged.write(sound[(number - 1) * size : number * size])
        # A table that the schema names must lie in the file, be it empty: else SQLite reads none.
        pages = max(-(-damaged.seek(0, 2) // size), len(sound) // size)
        damaged.truncate(pages * size)
        damaged.seek(28)  # pages in the file; the list of free pages is not needed
        damaged.write(pages.to_bytes(4, "big") + bytes(8))


def _schema_pages(sound: bytes, size: int) -> Iterator[int]:
    waiting = [1]
    while waiting:
        number = waiting.pop()
        yield number
        page = sound[(number - 1) * size : number * size]
        head = _HEADER if number == 1 else 0
        if page[head] != _INTERIOR:
            continue
        cells = int.from_bytes(page[head + 3 : head + 5], "big")
        waiting.append(int.from_bytes(page[head + 8 : head + 12], "big"))
        for cell in range(cells):
            at = head + 12 + 2 * cell
            place = int.from_bytes(page[at : at + 2], "big")
            waiting.append(int.from_bytes(page[place : place + 4], "big"))


# -- rows ------------------------------------------------------------------------------------------


def _filled(copy: Path, made: Rebuilding, *, at_head: bool) -> tuple[dict[str, Rescued], bool]:
    tables = {name: Rescued() for name in made.columns}
    with closing(_Damaged(copy)) as file:
        whole = at_head
        for name, columns in (*made.columns.items(), *_history_of(made, at_head)):
            taken, complete = _taken(file, made, name, columns)
            if name in tables:
                tables[name].kept = taken
                tables[name].lost = set(complete)
            elif complete:
                whole = False
        whole = whole and _is_whole(file, made)
        given = _numbers_given(file)
    run = made.run
    if at_head:
        _mend(run, made, tables, trusted=whole)
    if not whole:
        for name in reversed(HISTORY):
            run(f'DELETE FROM "{name}"')
    _settle_references(run, tables)
    for name, found in tables.items():
        found.lost -= found.kept
        made.count_on(name, max(given.get(name, 0), *found.lost, 0))
    return tables, whole


def _history_of(made: Rebuilding, at_head: bool) -> Iterator[tuple[str, list[str]]]:
    for name in HISTORY if at_head else ():
        yield name, [str(row[1]) for row in made.run(f'PRAGMA table_info("{name}")')]


def _numbers_given(file: "_Damaged") -> dict[str, int]:
    """By table the highest number that a record ever had, as far as it can be read."""
    given: dict[str, int] = {}
    for asked in (
        "SELECT name, seq FROM sqlite_sequence",
        "SELECT table_name, max(row_id) FROM changes NOT INDEXED GROUP BY table_name",
    ):
        with suppress(sqlite3.Error):
            for name, number in file.execute(asked):
                if isinstance(number, int) and number < _BEYOND:
                    given[name] = max(given.get(name, 0), number)
    return given


class _Damaged:
    """A damaged file that is read. SQLCipher reads nothing more once a page was wrong: it begins anew."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self._is_sealed = keys.is_encrypted(copy)
        self._file = self._opened()

    def _opened(self) -> sqlite3.Connection:
        file = connect(self._copy, "rw")
        file.execute("PRAGMA cell_size_check=ON")
        return file

    def execute(self, asked: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows.

        Raises:
            sqlite3.Error: something of them cannot be read.
        """
        try:
            return self._file.execute(asked, values).fetchall()
        except sqlite3.Error:
            if self._is_sealed:
                self._file.close()
                self._file = self._opened()
            raise

    def close(self) -> None:
        self._file.close()


def _taken(
    file: _Damaged, made: Rebuilding, name: str, columns: Sequence[str]
) -> tuple[set[int], list[int]]:
    """Bring the readable rows over; the ids that came, and those known to be there that did not."""
    names = ", ".join(f'"{each}"' for each in columns)
    at = list(columns).index("id")
    readers = _readers(name, columns)
    kept: set[int] = set()
    lost: list[int] = []

    def take(rows: list[Row]) -> None:
        for row in rows:
            try:
                for reader, value in zip(readers, row, strict=True):
                    if reader is not None and value is not None:
                        reader(value)
                made.run(_insert(name, columns), row)
            except (ValueError, TypeError, OverflowError, sqlite3.Error):
                lost.append(row[at])
            else:
                kept.add(row[at])

    for first, last in _ranges(file, name):
        waiting = [(first, last)]
        while waiting:
            low, high = waiting.pop()
            asked = f'SELECT {names} FROM "{name}" NOT INDEXED WHERE rowid BETWEEN ? AND ?'
            try:
                rows = file.execute(asked, (low, high))
            except sqlite3.Error:
                if low == high:
                    lost.append(low)
                else:
                    middle = (low + high) // 2
                    waiting += [(middle + 1, high), (low, middle)]
            else:
                take(rows)
    return kept, lost


def _ranges(file: _Damaged, name: str) -> Iterator[tuple[int, int]]:
    """Ids from the smallest to the largest that any page or the counter of ids still names."""
    low, high = 1, 0
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            asked = f'SELECT rowid FROM "{name}" NOT INDEXED ORDER BY rowid {order} LIMIT 1'
            for (found,) in file.execute(asked):
                low, high = min(low, found), max(high, found)
    with suppress(sqlite3.Error):
        counted = file.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,))
        high = max(high, *(int(row[0]) for row in counted), 0)
    for asked in (
        "SELECT max(row_id) FROM changes NOT INDEXED WHERE table_name = ?",
        f'SELECT max(id) FROM "{name}"',
    ):
        with suppress(sqlite3.Error):
            [(most,)] = file.execute(asked, (name,) if "?" in asked else ())
            high = max(high, most or 0)
    high = min(high, _BEYOND)
    if high - low < 5_000_000:
        for first in range(low, high + 1, _STEP):
            yield first, min(first + _STEP - 1, high)
    else:  # an id out of the way: as far as it goes in one
        yield low, high


def _readers(name: str, columns: Sequence[str]) -> list[Callable[[Any], Any] | None]:
    """By column what reads a stored value; a value that it refuses is damaged."""
    table = Base.metadata.tables.get(name)
    if table is None:
        return [None] * len(columns)
    dialect = sqlite.dialect()
    return [
        table.columns[each].type.dialect_impl(dialect).result_processor(dialect, None)
        if each in table.columns
        else None
        for each in columns
    ]


def _insert(name: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{each}"' for each in columns)
    return f'INSERT INTO "{name}" ({names}) VALUES ({", ".join("?" for _ in columns)})'


# -- what the history still knows ------------------------------------------------------------------


def _is_whole(file: _Damaged, made: Rebuilding) -> bool:
    """Whether the history came over to its end and every link of it holds."""
    try:
        [(given,)] = file.execute("SELECT seq FROM sqlite_sequence WHERE name = 'operations'")
    except (sqlite3.Error, ValueError):
        return False
    found = chain.verify(made.run)
    head = chain.head(made.run)
    return found.first_break is None and head is not None and head.operation_id == given


def _mend(run: chain.Run, made: Rebuilding, tables: dict[str, Rescued], *, trusted: bool) -> None:
    """Rows that are gone come back from their newest image; altered ones where the chain holds."""
    for each in chain.verify(run).altered:
        if each.table not in tables or each.how == "added":
            continue
        found = tables[each.table]
        image = _newest_image(run, each.table, each.row_id)
        if image is None or (each.how == "changed" and not trusted):
            continue
        columns = [name for name in made.columns[each.table] if name in image]
        run(f'DELETE FROM "{each.table}" WHERE id = ?', (each.row_id,))
        try:
            run(_insert(each.table, columns), tuple(image[name] for name in columns))
        except sqlite3.Error:
            found.kept.discard(each.row_id)
            found.lost.add(each.row_id)
        else:
            found.kept.add(each.row_id)
            found.from_history.add(each.row_id)


def _newest_image(run: chain.Run, table: str, row_id: int) -> dict[str, Any] | None:
    rows = run(
        "SELECT operation_id, 0, id, after FROM changes WHERE table_name = ?1 AND row_id = ?2 "
        "UNION ALL SELECT after_operation, 1, id, image FROM migrated_rows "
        "WHERE table_name = ?1 AND row_id = ?2 ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1",
        (table, row_id),
    )
    text = next(iter(rows), (0, 0, 0, None))[3]
    try:
        image = json.loads(text) if text else None
    except ValueError:
        return None
    return image if isinstance(image, dict) else None


def _settle_references(run: chain.Run, tables: dict[str, Rescued]) -> None:
    """A reference to what is lost is emptied; where it must not be empty, its row is lost too."""
    while broken := list(run("PRAGMA foreign_key_check")):
        for name, row_id, _parent, number in broken:
            [column] = [
                row[3] for row in run(f'PRAGMA foreign_key_list("{name}")') if row[0] == number
            ]
            must = {row[1]: bool(row[3]) for row in run(f'PRAGMA table_info("{name}")')}[column]
            if must:
                run(f'DELETE FROM "{name}" WHERE id = ?', (row_id,))
                tables[name].kept.discard(row_id)
                tables[name].lost.add(row_id)
            else:
                run(f'UPDATE "{name}" SET "{column}" = NULL WHERE id = ?', (row_id,))
                tables[name].loosened.add(row_id)


def _ids_of(backup: Path | None) -> dict[str, set[int]]:
    """By table the ids that a sound copy has."""
    if backup is None:
        return {}
    with reading(backup) as file:
        names = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
        return {
            name: {row[0] for row in file.execute(f'SELECT id FROM "{name}"')}
            for name in sorted(set(Base.metadata.tables) & names - set(NOT_CARRIED))
        }


def told(backup: Path, table: str, ids: Sequence[int], *, day: str | None) -> list[str]:
    """Records of a sound copy by number, day and village; nobody is named: ``第 12 条（郭桥村）``."""
    said = []
    with reading(backup) as file:
        columns = {row[1] for row in file.execute(f'PRAGMA table_info("{table}")')}
        days = f'"{day}"' if day in columns else "NULL"
        village = "(SELECT name FROM villages WHERE id = village_id)"
        where = village if "village_id" in columns else "NULL"
        for row_id in ids:
            asked = f'SELECT {days}, {where} FROM "{table}" WHERE id = ?'
            words = [str(each) for each in file.execute(asked, (row_id,)).fetchone() if each]
            said.append(f"第 {row_id} 条" + (f"（{'，'.join(words)}）" if words else ""))
    return said
