"""Bring a database file to the schema of this version, or refuse it in a clear sentence.

The revision is read with plain sqlite3; Alembic is imported only when there is something to do.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from gaotang_desktop.data.chain import seal_migrated
from gaotang_desktop.data.connections import engine, reading
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.domain.errors import DamagedDatabase, NewerDatabase

# Oldest first. A test holds this against the migration files and against the models.
REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012",
    "0013", "0014", "0015", "0016",
)  # fmt: skip


def stored_revision(path: Path) -> str | None:
    """The revision of a database file; ``None`` where there is no file or nothing in it.

    Raises:
        DamagedDatabase: it is not one of our databases.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with reading(path) as connection:
        tables = {
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if "alembic_version" in tables:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if row is not None:
                return str(row[0])
        if not tables:
            return None
    raise DamagedDatabase(
        f"“{path.name}”不是本程序的数据文件，程序没有改动它。请选择正确的数据文件夹。"
    )


# What SQLite says where a table or column that the file's own version had is not there, or one that
# only a later version has is: the file or the number of its version was altered by another hand.
_UNLIKE_ITS_VERSION = ("no such", "duplicate column", "already exists", "has no column")


def bring_up_to_date(path: Path, *, before: Callable[[], None]) -> None:
    """Create the file or migrate it, in one transaction; ``before`` runs before an old file moves.

    Raises:
        NewerDatabase: the file was written by a newer version of the program.
        DamagedDatabase, StorageProblem: the file cannot be used; it is left as it was.
    """
    try:
        revision = stored_revision(path)
        if revision == REVISIONS[-1]:
            return
        if revision is not None:
            if revision not in REVISIONS:
                raise NewerDatabase(
                    "这个数据文件夹是由更新版本的程序保存的，当前版本打不开它，程序没有改动它。"
                    "请安装新版本后再打开。"
                )
            before()
        _migrate(path)
    except (sqlite3.Error, OSError) as error:
        raise as_storage_problem(error, path) from error


def make(path: Path, revision: str) -> None:
    """An empty database as an earlier version of the program made it, to try migrations on."""
    _migrate(path, revision)


def _migrate(path: Path, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import event
    from sqlalchemy.exc import DBAPIError, IntegrityError

    config = Config()
    # A percent sign means something in a configuration.
    place = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", place)
    # The owner's alone; what SQLite puts beside it is as private as the file itself.
    path.touch(mode=0o600)
    opened = engine(path, "rw")

    @event.listens_for(opened, "begin")
    def _begun(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    try:
        with opened.connect() as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if revision == "head":
                seal_migrated(connection.exec_driver_sql)
    except DBAPIError as error:
        problem = as_storage_problem(error, path)
        is_unlike = any(each in str(error.orig) for each in _UNLIKE_ITS_VERSION)
        if isinstance(error, IntegrityError) or (problem is error and is_unlike):
            problem = DamagedDatabase(
                f"数据文件“{path.name}”里的表和它的版本号对不上，缺了或者多了一部分，不能升级，"
                "程序没有改动它。请从备份恢复。"
            )
        raise problem from error
    finally:
        opened.dispose()
