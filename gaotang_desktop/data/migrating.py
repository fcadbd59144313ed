"""Bring a database file to the schema of this version, or refuse it in a clear sentence.

The revision is read with plain sqlite3; Alembic is imported only when there is something to do.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.domain.errors import DamagedDatabase, NewerDatabase

# Oldest first. A test holds this against the migration files and against the models.
REVISIONS = ("0001", "0002", "0003", "casework")


def stored_revision(path: Path) -> str | None:
    """The revision of a database file; ``None`` where there is no file or it is empty.

    Raises:
        DamagedDatabase: it is not one of our databases.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(path, timeout=5.0)) as connection:
        tables = {
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if "alembic_version" in tables:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
        if not tables:
            return None
    raise DamagedDatabase(
        f"“{path.name}”不是本程序的数据文件，程序没有改动它。请选择正确的数据文件夹。"
    )


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
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import DBAPIError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(
        f"sqlite+pysqlite:///{path.as_posix()}", connect_args={"isolation_level": None}
    )

    @event.listens_for(engine, "begin")
    def _begun(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    try:
        with engine.connect() as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DBAPIError as error:
        raise as_storage_problem(error, path) from error
    finally:
        engine.dispose()
