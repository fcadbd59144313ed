"""Whether a database file is whole: looked at briefly on every opening, wholly by the check."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import table_shapes, wal
from gaotang_desktop.data.connections import beside, reading
from gaotang_desktop.data.models import LABELS, Base
from gaotang_desktop.data.problems import as_storage_problem, is_held
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem

SECONDS = 2.0
SEALED_SECONDS = 1.0
"""For an encrypted file: what is not reached is refused all the same when it is read, see below."""
_SMALLEST = 512  # bytes of a page, at least (sqlite.org/fileformat2.html, 1.3.2)
_STEPS = 5_000  # of SQLite's machine between two looks at the clock: some milliseconds


def require_a_page(path: Path) -> None:
    """Refuse what is left of a file: SQLite takes less than a page for nothing and begins anew in it.

    Raises:
        DamagedDatabase: it holds something, and less than a page; or it is no file but a device.
        OSError: it cannot be looked at.
    """
    if not path.exists() or path.is_dir():
        return
    if not path.is_file() or 0 < path.stat().st_size < _SMALLEST:
        raise damaged(path)


def require_sound(path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
    """A look at the whole file, ended after two seconds: what ten years fill takes longer.

    Pages first, then whether the indices say what the tables say. Each page of an encrypted file bears
    a code over its content that SQLCipher holds against it whenever the page is read: none is ever taken
    for something else, however short the look. So one pass does, and half of the time, since decrypting
    takes longer than looking.

    Raises:
        DamagedDatabase: SQLite finds it damaged, or a table or a column is gone. The file is not changed.
        StorageProblem: it cannot be read.
    """
    is_sealed = keys.is_encrypted(path)
    end = clock() + (SEALED_SECONDS if is_sealed else SECONDS)
    # The second does all that the first does, but slowly to the end of the first table.
    passes = ("integrity_check(1)",) if is_sealed else ("quick_check(1)", "integrity_check(1)")
    try:
        with reading(path) as connection:
            connection.set_progress_handler(lambda: clock() > end, _STEPS)
            for pragma in passes:
                try:
                    said = connection.execute(f"PRAGMA {pragma}").fetchone()
                except sqlite3.OperationalError as error:
                    if "interrupted" not in str(error):
                        raise
                    break
                if said != ("ok",):
                    raise damaged(path)
            connection.set_progress_handler(None, 0)
            if missing_parts(connection) or is_cut(path, connection):
                raise damaged(path)
    except (sqlite3.Error, OSError) as error:
        raise unreadable(error, path) from error


def unreadable(error: Exception, path: Path) -> Exception:
    """The sentence for what reading a file raised: what SQLite has no other word for is damage."""
    if is_held(error):
        return StorageProblem(
            f"数据文件“{path.name}”正被另一个程序占用，现在打不开，里面的内容没有动。"
            "请关闭正在查看或者备份它的程序，再试一次。"
        )
    problem = as_storage_problem(error, path)
    return damaged(path) if problem is error else problem


def damaged(path: Path) -> DamagedDatabase:
    """The sentence for a file that is not to be used."""
    return DamagedDatabase(
        f"数据文件“{path.name}”已经损坏，程序没有改动它。请从备份恢复最近一份完好的数据。"
    )


def missing_parts(connection: sqlite3.Connection) -> list[str]:
    """Tables, and columns of tables, that this version needs and the file does not have."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
        "WHERE m.type = 'table'"
    ):
        found.setdefault(table, set()).add(column)
    missing = []
    for name, table in sorted(Base.metadata.tables.items()):
        if name not in found:
            missing.append(f"表 {name}")
        else:
            lacking = sorted({each.name for each in table.columns} - found[name])
            missing += [f"表 {name} 的列 {each}" for each in lacking]
    return missing


def strange_parts(connection: sqlite3.Connection) -> list[str]:
    """A sentence for each trigger, view or table that this program never makes, and each index gone.

    A trigger that another program left changes rows whenever we write.
    """
    known = set(Base.metadata.tables) | {"alembic_version"}
    wanted = {str(each.name) for table in Base.metadata.tables.values() for each in table.indexes}
    words = {"trigger": "触发器", "view": "视图", "table": "表"}
    said = []
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master ORDER BY name"):
        if kind == "index":
            wanted.discard(name)
        elif name not in known and not name.startswith("sqlite_"):
            said.append(f"数据文件里多了{words[kind]} {name}，不是本程序做的，请和以前的备份核对。")
    said += [f"数据文件缺了索引 {name}，请从备份恢复。" for name in sorted(wanted)]
    return said


def is_cut(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether the file ends before its last page does: SQLite takes what is missing for zeros."""
    if beside(path, "-wal").exists() or beside(path, "-journal").exists():
        return False  # what is missing may stand there
    return path.stat().st_size % int(connection.execute("PRAGMA page_size").fetchone()[0]) != 0


def findings(path: Path) -> list[str]:
    """A sentence for everything that SQLite finds wrong with a file of this version, at most 100.

    Damage is what this is for: it never raises because of it.
    """
    found: list[str] = []
    try:
        found += filter(None, [wal.problem(path)])
        with reading(path) as connection:
            found += [f"数据文件缺了{each}，请从备份恢复。" for each in missing_parts(connection)]
            found += [*strange_parts(connection), *table_shapes.problems(connection)]
            found += table_shapes.numbers_taken_back(connection)
            for (said,) in connection.execute("PRAGMA integrity_check(100)"):
                if said != "ok":
                    found.append(f"数据文件不完整：{said}。请从备份恢复。")
            for table, row_id, *_ in connection.execute("PRAGMA foreign_key_check"):
                what = LABELS.get(table, f"{table} ")
                found.append(f"{what}的第 {row_id} 条记录指向不存在的记录，请从备份恢复。")
    except (sqlite3.Error, OSError) as error:
        found.append(str(unreadable(error, path)))
    return found
