"""Before and after images of every changed row: history, undo and redo.

The images are written by triggers that live in the writer's connection only (TEMP), so nothing can
change a row without a trace, whichever way the change is made; they are made anew from the models
each time a connection opens, so no migration has to know about them.
Source of the idea: SQLite's own description of undo with triggers (sqlite.org/undoredo.html).
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import CATALOGUE, Base, Change, Operation
from gaotang_desktop.domain.documents.kinds import VOID
from gaotang_desktop.domain.errors import Conflict, NotFound

# Issued files are written once and hold bytes, of which there is no image in words.
_OWN = {"operations", "changes", "migrated_rows", "issued_files"}
_WHEN_VOID = "这份公文确实要发的，请重新起草一份，取新的号。"
# What was once written there stays: a number that went out is never free again.
_PERMANENT = {
    model.__tablename__: model.record_kind.permanent
    for model in CATALOGUE.values()
    if model.record_kind.permanent
}


def journaled_tables() -> tuple[Table, ...]:
    """Every table whose rows people change."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name not in _OWN)


def install(connection: sqlite3.Connection) -> None:
    """Give a writing connection its triggers. Writing outside an operation then fails."""
    connection.execute("CREATE TEMP TABLE current_operation (id INTEGER NOT NULL)")
    for table in journaled_tables():
        name = table.name
        for verb, before, after in (
            ("INSERT", "NULL", _image(table, "NEW.")),
            ("UPDATE", _image(table, "OLD."), _image(table, "NEW.")),
            ("DELETE", _image(table, "OLD."), "NULL"),
        ):
            row = "OLD" if verb == "DELETE" else "NEW"
            connection.execute(
                f"CREATE TEMP TRIGGER journal_{name}_{verb.lower()} AFTER {verb} ON main.{name} "
                "BEGIN INSERT INTO changes (operation_id, table_name, row_id, before, after) "
                f"VALUES ((SELECT id FROM current_operation), '{name}', {row}.id, "
                f"{before}, {after}); END"
            )


def _image(table: Table, prefix: str = "") -> str:
    pairs = ", ".join(f"'{column.name}', {prefix}\"{column.name}\"" for column in table.columns)
    return f"json_object({pairs})"


def begin(session: Session, operation_id: int) -> None:
    """From here on, changes of this session belong to ``operation_id``."""
    session.execute(text("DELETE FROM current_operation"))
    session.execute(text("INSERT INTO current_operation VALUES (:id)"), {"id": operation_id})


def changed_tables(session: Session, operation_id: int) -> frozenset[str]:
    """The tables that an operation has changed so far."""
    found = session.scalars(
        select(Change.table_name).where(Change.operation_id == operation_id).distinct()
    )
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Done:
    """An operation as the history shows it. ``undone`` tells whether it is taken back.

    ``done_by`` is the system's name of who was logged in; empty for what an older version did.
    """

    id: int
    title: str
    at: Any
    undoes: int | None
    undone: bool
    done_by: str = ""


def undone_ids(session: Session) -> frozenset[int]:
    """Operations whose effect is at present taken back (an undone undo gives it back)."""
    taken_back: set[int] = set()
    # Later operations speak first: an undo that was itself undone takes nothing back.
    for operation_id, undoes in session.execute(
        select(Operation.id, Operation.undoes)
        .where(Operation.undoes.is_not(None))
        .order_by(Operation.id.desc())
    ):
        if operation_id not in taken_back and undoes is not None:
            taken_back.add(undoes)
    return frozenset(taken_back)


def history(session: Session, *, limit: int = 500) -> list[Done]:
    """The newest operations first."""
    undone = undone_ids(session)
    return [
        Done(row.id, row.title, row.at, row.undoes, row.id in undone, row.done_by or "")
        for row in session.execute(
            select(Operation.id, Operation.title, Operation.at, Operation.undoes, Operation.done_by)
            .order_by(Operation.id.desc())
            .limit(limit)
        )
    ]


def next_to_undo(session: Session) -> Done | None:
    """What Ctrl+Z takes back: the newest operation that a person did and that still stands."""
    undone = undone_ids(session)
    for row in session.execute(
        select(Operation.id, Operation.title, Operation.at, Operation.undoes)
        .where(Operation.undoes.is_(None))
        .order_by(Operation.id.desc())
    ):
        if row.id not in undone:
            return Done(row.id, row.title, row.at, None, False)
    return None


def next_to_redo(session: Session) -> Done | None:
    """The undo that Ctrl+Y takes back; ``None`` once something new was done after it."""
    undone = undone_ids(session)
    for row in session.execute(
        select(Operation.id, Operation.title, Operation.at, Operation.undoes).order_by(
            Operation.id.desc()
        )
    ):
        if row.undoes is None:
            if row.id not in undone:
                return None
        elif row.id not in undone and row.undoes is not None:
            target = session.get_one(Operation, row.undoes)
            if target.undoes is None:
                return Done(row.id, target.title, row.at, row.undoes, False)
    return None


def undoing(session: Session, operation_id: int) -> Done | None:
    """The standing undo of an operation, under the operation's own title; taken back it redoes."""
    title = session.scalar(select(Operation.title).where(Operation.id == operation_id))
    undone = undone_ids(session)
    for row in session.execute(
        select(Operation.id, Operation.at)
        .where(Operation.undoes == operation_id)
        .order_by(Operation.id.desc())
    ):
        if row.id not in undone and title is not None:
            return Done(row.id, title, row.at, operation_id, False)
    return None


def images(session: Session, operation_id: int) -> list[Change]:
    """The changed rows of an operation in the order in which they changed."""
    return list(
        session.scalars(
            select(Change).where(Change.operation_id == operation_id).order_by(Change.id)
        )
    )


def take_back(session: Session, operation_id: int) -> None:
    """Give every row that an operation changed its image from before, newest change first.

    Raises:
        NotFound: there is no such operation.
        Conflict: a row was changed since, or other records came to need it; nothing is changed.
    """
    if session.get(Operation, operation_id) is None:
        raise NotFound("这一步操作在历史里找不到，不能撤销。")
    tables = {table.name: table for table in journaled_tables()}
    expected: dict[tuple[str, int], dict[str, Any] | None] = {}
    session.execute(text("PRAGMA defer_foreign_keys=ON"))
    try:
        changes = images(session, operation_id)
        if not changes:
            raise Conflict("从归档恢复的数据不能撤销。要从头开始，请换一个空的数据文件夹。")
        for change in reversed(changes):
            if _is_void(change):
                raise Conflict(f"作废是最后的决定，不能撤销。{_WHEN_VOID}")
            if change.table_name in _PERMANENT and change.before is None:
                raise Conflict(
                    f"{_PERMANENT[change.table_name]}"
                    "要撤销更早的操作，请到“系统”的“修改历史”里选中那一步。"
                )
            table, key = tables[change.table_name], (change.table_name, change.row_id)
            after = json.loads(change.after) if change.after else None
            if key not in expected:
                _require_unchanged(session, table, change, after)
            before = json.loads(change.before) if change.before else None
            _write_image(session, table, change.row_id, after, before)
            expected[key] = before
        _require_references(session)
    except IntegrityError as error:
        raise Conflict(
            "有别的记录用到了这一步的内容，不能单独撤销。请先撤销后来的操作。"
        ) from error


def _require_references(session: Session) -> None:
    if session.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise Conflict("有别的记录用到了这一步的内容，不能单独撤销。请先撤销后来的操作。")


def _require_unchanged(
    session: Session, table: Table, change: Change, after: dict[str, Any] | None
) -> None:
    row = session.execute(
        text(f'SELECT {_image(table)} FROM "{table.name}" WHERE id = :id'), {"id": change.row_id}
    ).scalar()
    now = json.loads(row) if row else None
    if now is not None and after is not None:
        now = {name: now[name] for name in after if name in now}
    if now == after:
        return
    later = session.execute(
        select(Operation.id, Operation.title)
        .join(Change, Change.operation_id == Operation.id)
        .where(
            Change.table_name == change.table_name,
            Change.row_id == change.row_id,
            Change.operation_id > change.operation_id,
        )
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    if later is not None and (said := _permanent(session, later.id)):
        # 已经印发, 已经冻结: how each sentence about what stays begins.
        raise Conflict(f"这一步后来{said.partition('的')[0]}，不能再撤销。{said}")
    by = f"后来又被“{later.title}”改过" if later else "后来又有改动"
    raise Conflict(f"这一步的记录{by}，不能单独撤销。请先撤销后来的那一步。")


def _is_void(change: Change) -> bool:
    """Whether a number of the register became void by this change."""
    if change.table_name not in _PERMANENT or not change.before or not change.after:
        return False
    before, after = json.loads(change.before), json.loads(change.after)
    return bool(before.get("state") != VOID and after.get("state") == VOID)


def _permanent(session: Session, operation_id: int) -> str:
    """Why an operation that wrote what stays cannot be taken back; ``""`` for any other."""
    return next(
        (
            _PERMANENT[change.table_name]
            for change in images(session, operation_id)
            if change.table_name in _PERMANENT and change.before is None
        ),
        "",
    )


def _write_image(
    session: Session,
    table: Table,
    row_id: int,
    after: dict[str, Any] | None,
    before: dict[str, Any] | None,
) -> None:
    if before is None:
        session.execute(text(f'DELETE FROM "{table.name}" WHERE id = :id'), {"id": row_id})
        return
    names = [name for name in before if name in table.columns]
    if after is None:
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join(f":{name}" for name in names)
        statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
    else:
        sets = ", ".join(f'"{name}" = :{name}' for name in names if name != "id")
        statement = f'UPDATE "{table.name}" SET {sets} WHERE id = :id'
    session.execute(text(statement), {name: before[name] for name in names})
