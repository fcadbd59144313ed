"""A person taken out of the rows, the history and the free pages of a database.

What was issued or frozen stays as it went out, in its rows and in their images. Whatever else is
replaced is replaced alike in a row and in all its images, so that undo still finds them equal and
brings nothing back; the links of the history are made anew from the first step that was touched.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import String, Table, insert
from sqlalchemy.orm import Session

from gaotang_desktop.data import chain
from gaotang_desktop.data.connections import connect, reading
from gaotang_desktop.data.journal import journaled_tables
from gaotang_desktop.data.models import Base, Forgetting
from gaotang_desktop.data.models.record import Names
from gaotang_desktop.domain.errors import Conflict, Locked

LEFT = ("issued_documents", "frozen_evaluations", "scheme_versions")
"""Tables of what went out or was frozen: a digest vouches for it, or paper outside says the same."""
_BESIDE = ("remark", "void_reason")
"""Their columns for what was typed beside it later: those are replaced like any other."""

Row = Mapping[str, Any]
Covers = Callable[[str, int, Row, str], str]
"""What a column of a row says afterwards: by table, id, the whole row, and the column's name."""


class Found(NamedTuple):
    """A row that is like one of the patterns, and its columns of text."""

    table: str
    id: int
    row: Row
    texts: tuple[str, ...]


class Touched(NamedTuple):
    """How much was replaced: rows, images, titles, and from which step on; ``None``: nowhere."""

    rows: int
    images: int
    titles: int
    first: int | None


def rows_like(session: Session, patterns: Sequence[str], *, left: bool = False) -> Iterator[Found]:
    """The rows, binned ones too, in which a text is like one of the patterns.

    ``left``: in what stays, see :data:`LEFT`, instead of in all else.
    """
    run = session.connection().exec_driver_sql
    for table in journaled_tables():
        names = tuple(each for each in _texts(table) if _stays(table.name, each) == left)
        if not names:
            continue
        where, values = _like([f'"{each}"' for each in names], patterns)
        found = run(f'SELECT * FROM "{table.name}" WHERE {where} ORDER BY id', values)
        for row in list(found.mappings()):
            yield Found(table.name, row["id"], dict(row), names)


def _stays(table: str, column: str) -> bool:
    return table in LEFT and column not in _BESIDE


def _texts(table: Table) -> tuple[str, ...]:
    return tuple(each.name for each in table.columns if isinstance(each.type, (String, Names)))


def _like(columns: Sequence[str], patterns: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    each = [f"{column} LIKE ?" for column in columns for _ in patterns]
    return " OR ".join(each), tuple(patterns) * len(columns)


def history_like(session: Session, patterns: Sequence[str]) -> Iterator[tuple[int, str, int, str]]:
    """The images and titles like one of the patterns; what stays apart.

    Each with its step, and the table and id of its row: a title has none.
    """
    run = session.connection().exec_driver_sql
    before, after, whole = (_said(each) for each in ("before", "after", "image"))
    images, likes = _like((before, after), patterns)
    image, like = _like((whole,), patterns)
    title, titles = _like(("title",), patterns)
    found = run(
        f"SELECT operation_id, table_name, row_id, {before} || ' ' || {after} FROM changes "
        f"WHERE {images} "
        f"UNION ALL SELECT after_operation, table_name, row_id, {whole} FROM migrated_rows WHERE {image} "
        f"UNION ALL SELECT id, '', 0, title FROM operations WHERE {title}",
        (*likes, *like, *titles),
    )
    for step, table, row_id, said in found:
        yield int(step), str(table), int(row_id), str(said)


def rows_of(session: Session, operation_id: int) -> list[tuple[str, int]]:
    """Which rows a step changed: table and id."""
    run = session.connection().exec_driver_sql
    asked = "SELECT DISTINCT table_name, row_id FROM changes WHERE operation_id = ?"
    return [(str(row[0]), int(row[1])) for row in run(asked, (operation_id,))]


def step_of(session: Session) -> int:
    """The step that an operation's session is writing."""
    return int(session.connection().exec_driver_sql("SELECT id FROM current_operation").one()[0])


def _said(image: str) -> str:
    """The text of an image in SQL; of one of :data:`LEFT` only what may be replaced in it."""
    tables = ", ".join(f"'{each}'" for each in LEFT)
    beside = " || ' ' || ".join(f"ifnull({image} ->> '$.{each}', '')" for each in _BESIDE)
    return (
        f"CASE WHEN table_name NOT IN ({tables}) THEN ifnull({image}, '') "
        f"WHEN json_valid({image}) THEN {beside} ELSE '' END"
    )


def cover(
    session: Session,
    patterns: Sequence[str],
    covers: Covers,
    title: Callable[[int, str], str],
    titles_like: Sequence[str] = (),
) -> Touched:
    """Replace in every row, every image and every title; ``session`` is that of an operation.

    ``titles_like``: more patterns for titles alone.
    """
    run = session.connection().exec_driver_sql
    rows = 0
    for found in list(rows_like(session, patterns)):
        new = {
            name: said
            for name in found.texts
            if isinstance(found.row[name], str)
            and (said := covers(found.table, found.id, found.row, name)) != found.row[name]
        }
        if new:
            rows += 1
            sets = ", ".join(f'"{name}" = ?' for name in new)
            run(f'UPDATE "{found.table}" SET {sets} WHERE id = ?', (*new.values(), found.id))
    steps: set[int] = set()
    images = sum(
        _cover_images(run, table, step, columns, patterns, covers, steps)
        for table, step, columns in (
            ("changes", "operation_id", ("before", "after")),
            ("migrated_rows", "after_operation", ("image",)),
        )
    )
    where, values = _like(("title",), (*patterns, *titles_like))
    titles = 0
    for number, said in list(run(f"SELECT id, title FROM operations WHERE {where}", values)):
        if (new_title := title(number, said)) != said:
            titles += 1
            steps.add(number)
            run("UPDATE operations SET title = ? WHERE id = ?", (new_title, number))
    return Touched(rows, images, titles, min(steps, default=None))


def _cover_images(
    run: chain.Run,
    table: str,
    step: str,
    columns: Sequence[str],
    patterns: Sequence[str],
    covers: Covers,
    steps: set[int],
) -> int:
    where, likes = _like([_said(each) for each in columns], patterns)
    names = ", ".join(columns)
    chosen = f"SELECT id FROM {table} WHERE {where}"
    changed = 0
    for (number,) in list(run(chosen, likes)):
        [(at, of_table, row_id, *images)] = run(
            f"SELECT {step}, table_name, row_id, {names} FROM {table} WHERE id = ?", (number,)
        )
        for column, image in zip(columns, images, strict=True):
            row = json.loads(image) if image else {}
            for name, value in row.items():
                if not isinstance(value, str) or _stays(of_table, name):
                    continue
                if (said := covers(of_table, row_id, row, name)) != value:
                    # By SQLite, so that the image stays as its triggers write it.
                    run(
                        f"UPDATE {table} SET {column} = json_set({column}, ?, ?) WHERE id = ?",
                        (f'$."{name}"', said, number),
                    )
                    changed += 1
                    # What a migration rewrote stands in the link of the step behind it.
                    steps.add(at + 1 if table == "migrated_rows" else at)
    return changed


def seal(session: Session, operation_id: int, first: int, on: date) -> int:
    """Make the links anew from step ``first``, keep those of before; returns how many.

    Raises:
        Conflict: the history does not hold afterwards; nothing is to be kept then.
    """
    run = session.connection().exec_driver_sql
    count, digest = chain.reseal(run, first, operation_id)
    session.execute(
        insert(Forgetting).values(
            operation_id=operation_id, forgotten_on=on, first_step=first, links=count, digest=digest
        )
    )
    chain.seal(run, operation_id)
    if chain.verify(run) != chain.Found(None, 0, ()):
        raise Conflict("隐去以后的修改历史核对不上，没有改动任何内容。请检查数据，再告诉维护人员。")
    # Until the file is written anew, what was replaced still stands in its free pages.
    run("PRAGMA user_version = 1")
    return count


def is_unclean(session: Session) -> bool:
    """Whether what was replaced may still stand in the free pages of the file."""
    return bool(session.connection().exec_driver_sql("PRAGMA user_version").scalar())


def clean(path: Path) -> None:
    """Write the file anew, without free pages and without a WAL; the caller has the folder's lock.

    Raises:
        sqlite3.Error: there is no room, or somebody reads; it can be done again at any time.
    """
    with closing(connect(path, "rw")) as file:
        file.execute("PRAGMA secure_delete = ON")
        file.execute("PRAGMA temp_store = MEMORY")
        file.execute("VACUUM")
        _fold(file)
        file.execute("PRAGMA user_version = 0")
        _fold(file)


def _fold(file: sqlite3.Connection) -> None:
    [(busy, *_pages)] = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise sqlite3.OperationalError("database is locked")


def stands_in(path: Path, certain: Sequence[str]) -> bool:
    """Whether a copy of a database says one of these anywhere; one that cannot be read may."""
    patterns = [f"%{each}%" for each in certain]
    try:
        with reading(path) as file:
            known = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
            # Most of what a database says stands in its history.
            for name in sorted(known & set(Base.metadata.tables), key=lambda one: one != "changes"):
                columns = [
                    str(row[1])
                    for row in file.execute(f'PRAGMA table_info("{name}")')
                    if "TEXT" in str(row[2]).upper() or "CHAR" in str(row[2]).upper()
                ]
                where, values = _like([f'"{each}"' for each in columns], patterns)
                asked = f'SELECT 1 FROM "{name}" WHERE {where} LIMIT 1'
                if columns and file.execute(asked, values).fetchone() is not None:
                    return True
    except (sqlite3.Error, OSError, Locked):
        return True
    return False
