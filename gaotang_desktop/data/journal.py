"""Before and after images of every changed row: history, undo and redo.

The images are written by triggers that live in the writer's connection only (TEMP), so nothing can
change a row without a trace, whichever way the change is made; they are made anew from the models
each time a connection opens, so no migration has to know about them.
Source of the idea: SQLite's own description of undo with triggers (sqlite.org/undoredo.html).
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import CATALOGUE, Attachment, Base, Change, Forgetting, Operation
from gaotang_desktop.domain.documents.kinds import VOID
from gaotang_desktop.domain.errors import Conflict, NotFound

# Issued files are written once and hold bytes, of which there is no image in words.
_OWN = {"operations", "changes", "migrated_rows", "former_links", "issued_files"}
_NOTE = "INSERT INTO changes (operation_id, table_name, row_id, before, after)"
_AT_ONCE = 1_000  # changes taken back together
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
    for statement in _triggers():
        connection.execute(statement)


@cache
def _triggers() -> tuple[str, ...]:
    return tuple(
        _trigger(table, verb)
        for table in journaled_tables()
        for verb in ("INSERT", "UPDATE", "DELETE")
    )


def _trigger(table: Table, verb: str) -> str:
    before = "NULL" if verb == "INSERT" else _image(table, "OLD.")
    after = "NULL" if verb == "DELETE" else _image(table, "NEW.")
    row = "OLD" if verb == "DELETE" else "NEW"
    return (
        f"CREATE TEMP TRIGGER {_trigger_name(table, verb)} AFTER {verb} ON main.{table.name} BEGIN "
        f"{_NOTE} VALUES ((SELECT id FROM current_operation), '{table.name}', {row}.id, "
        f"{before}, {after}); END"
    )


def _trigger_name(table: Table, verb: str) -> str:
    return f"journal_{table.name}_{verb.lower()}"


@contextmanager
def many_added(session: Session, table: Table) -> Iterator[None]:
    """Within, rows may only be added to a table, and get their ids from it; they are noted together.

    One statement notes what the triggers would note one by one, whether the block ends well or not:
    a third of the time for a hundred thousand rows.
    """
    run = session.connection().exec_driver_sql
    [last] = run(f'SELECT ifnull(max(id), 0) FROM "{table.name}"').one()
    run(f"DROP TRIGGER temp.{_trigger_name(table, 'INSERT')}")
    try:
        yield
    finally:
        run(
            f"{_NOTE} SELECT (SELECT id FROM current_operation), '{table.name}', id, NULL, "
            f'{_image(table)} FROM "{table.name}" WHERE id > ? ORDER BY id',
            (last,),
        )
        run(_trigger(table, "INSERT"))


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
    seen: dict[str, set[int]] = {name: set() for name in tables}
    gone: dict[str, list[int]] = {}
    files: list[int] = []
    session.execute(text("PRAGMA defer_foreign_keys=ON"))
    changed = False
    try:
        for some in _newest_first(session, operation_id):
            changed = True
            for change in some:
                _require_not_permanent(change)
                if change.before is None:
                    gone.setdefault(change.table_name, []).append(change.row_id)
                elif change.after is None and change.table_name == Attachment.__tablename__:
                    files.append(change.row_id)
            for name in dict.fromkeys(change.table_name for change in some):
                mine = [change for change in some if change.table_name == name]
                _require_unchanged(session, tables[name], mine, seen[name])
            writes = ((_write(tables[each.table_name], each), each) for each in some)
            for statement, alike in groupby(writes, key=lambda each: each[0]):
                values = [_values(tables[each.table_name], each) for _, each in alike]
                session.connection().exec_driver_sql(statement, values)
        if not changed:
            raise Conflict("从归档恢复的数据不能撤销。要从头开始，请换一个空的数据文件夹。")
        _require_references(session)
        _require_no_files(session, gone)
        _require_owners(session, files)
    except IntegrityError as error:
        raise Conflict(
            "有别的记录用到了这一步的内容，不能单独撤销。请先撤销后来的操作。"
        ) from error


def _newest_first(session: Session, operation_id: int) -> Iterator[list[Any]]:
    """The changes of an operation, some at a time."""
    last = None
    while True:
        statement = select(
            Change.id,
            Change.operation_id,
            Change.table_name,
            Change.row_id,
            Change.before,
            Change.after,
        ).where(Change.operation_id == operation_id)
        if last is not None:
            statement = statement.where(Change.id < last)
        found = list(session.execute(statement.order_by(Change.id.desc()).limit(_AT_ONCE)))
        if not found:
            return
        last = found[-1].id
        yield found


def _require_not_permanent(change: Any) -> None:
    if change.table_name == Forgetting.__tablename__:
        raise Conflict(
            "隐去个人信息不能撤销：原来的姓名和号码已经不在数据里了。"
            "要撤销更早的操作，请到“系统”的“修改历史”里选中那一步。"
        )
    if _is_void(change):
        raise Conflict(f"作废是最后的决定，不能撤销。{_WHEN_VOID}")
    if change.table_name in _PERMANENT and change.before is None:
        raise Conflict(
            f"{_PERMANENT[change.table_name]}要撤销更早的操作，请到“系统”的“修改历史”里选中那一步。"
        )


def _require_references(session: Session) -> None:
    if session.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise Conflict("有别的记录用到了这一步的内容，不能单独撤销。请先撤销后来的操作。")


def _require_no_files(session: Session, gone: Mapping[str, Sequence[int]]) -> None:
    """No attachment is left of a record that is gone: SQLite does not know whose it is.

    Nobody would see it any more, or it would turn up under another record that gets the number.
    """
    for kind, model in CATALOGUE.items():
        ids = gone.get(model.__tablename__, ())
        for start in range(0, len(ids), _AT_ONCE):
            name = session.scalar(
                select(Attachment.name)
                .where(
                    Attachment.owner_kind == kind,
                    Attachment.owner_id.in_(ids[start : start + _AT_ONCE]),
                )
                .limit(1)
                .execution_options(with_binned=True)
            )
            if name is not None:
                raise Conflict(
                    f"这一步新增的记录后来有了附件“{name}”，不能单独撤销。"
                    "请先撤销添加附件的那一步，或者把这条记录移到回收站。"
                )


def _require_owners(session: Session, files: Sequence[int]) -> None:
    """Attached files that come back find their records: SQLite does not know whose they are."""
    for start in range(0, len(files), _AT_ONCE):
        some = Attachment.id.in_(files[start : start + _AT_ONCE])
        for kind, model in CATALOGUE.items():
            name = session.scalar(
                select(Attachment.name)
                .where(
                    some,
                    Attachment.owner_kind == kind,
                    Attachment.owner_id.not_in(select(model.id)),
                )
                .limit(1)
                .execution_options(with_binned=True)
            )
            if name is not None:
                raise Conflict(
                    f"附件“{name}”所属的记录已经撤销了，不能单独重做。请先重做新增那条记录的那一步。"
                )


def _require_unchanged(
    session: Session, table: Table, changes: Sequence[Any], seen: set[int]
) -> None:
    """Of changes of one table, the newest of each row must be as the row is now."""
    newest: dict[int, Any] = {}
    for change in changes:
        if change.row_id not in seen:
            seen.add(change.row_id)
            newest[change.row_id] = change
    marks = ", ".join("?" * len(newest))
    statement = f'SELECT id, {_image(table)} FROM "{table.name}" WHERE id IN ({marks})'
    found = session.connection().exec_driver_sql(statement, tuple(newest))
    images_now: dict[int, str] = {row[0]: row[1] for row in found}
    for row_id, change in newest.items():
        image = images_now.get(row_id)
        if image != change.after and not _says_the_same(image, change.after):
            raise _changed_since(session, table, change)


def _says_the_same(image: str | None, after: str | None) -> bool:
    """Whether a row is as its image; one of an older schema lacks some columns."""
    if image is None or after is None:
        return image is after
    now, then = json.loads(image), json.loads(after)
    return bool({name: now[name] for name in then if name in now} == then)


def _changed_since(session: Session, table: Table, change: Any) -> Conflict:
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
        return Conflict(f"这一步后来{said.partition('的')[0]}，不能再撤销。{said}")
    by = f"后来又被“{later.title}”改过" if later else "后来又有改动"
    return Conflict(f"这一步的记录{by}，不能单独撤销。请先撤销后来的那一步。")


def _is_void(change: Any) -> bool:
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


def _write(table: Table, change: Any) -> str:
    """The statement that gives a row its image from before; its values are :func:`_values`."""
    if change.before is None:
        return f'DELETE FROM "{table.name}" WHERE id = ?'
    names = _names(table, change)
    if change.after is None:
        columns = ", ".join(f'"{name}"' for name in names)
        return f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join("?" * len(names))})'
    sets = ", ".join(f'"{name}" = ?' for name in names if name != "id")
    return f'UPDATE "{table.name}" SET {sets} WHERE id = ?'


def _values(table: Table, change: Any) -> tuple[Any, ...]:
    if change.before is None:
        return (change.row_id,)
    before = json.loads(change.before)
    names = _names(table, change)
    if change.after is None:
        return tuple(before[name] for name in names)
    return (*(before[name] for name in names if name != "id"), change.row_id)


def _names(table: Table, change: Any) -> list[str]:
    return [name for name in json.loads(change.before) if name in table.columns]
