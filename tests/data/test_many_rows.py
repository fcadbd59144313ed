"""Many rows stored together leave the same history as rows stored one by one."""

import json
from datetime import date, datetime, time

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from gaotang_desktop.data import chain, journal
from gaotang_desktop.data.database import Database
from gaotang_desktop.data.models import Change, Patrol, Village
from gaotang_desktop.data.queries import records
from gaotang_desktop.domain.errors import Conflict

NOW = datetime(2026, 10, 5, 9, 0)


@pytest.fixture
def database(tmp_path):
    opened = Database.open(tmp_path / "gaotang.sqlite", now=lambda: NOW)
    with opened.operation("新增村") as session:
        session.add_all([Village(name="北村"), Village(name="江村")])
    yield opened
    opened.close()


def patrols(count):
    return [
        {
            "night": date(2026, 1 + n % 9, 1 + n % 28),
            "village_id": 1 + n % 2,
            "start": time(20, n % 60) if n % 3 else None,
            "leader": f"张{n}",
            "people": 3,
            "names": ("张三", "李四") if n % 5 else None,
            "joint": n % 2 == 0,
            "evidence": "村自报",
        }
        for n in range(count)
    ]


def stored(session):
    return [
        row[0]
        for row in session.execute(
            text(f"SELECT {journal._image(Patrol.__table__)} FROM patrols ORDER BY id")
        )
    ]


def undo(database):
    with database.reading() as session:
        last = journal.next_to_undo(session)
    with database.operation(f"撤销：{last.title}", undoes=last.id) as session:
        journal.take_back(session, last.id)


def is_sound(database):
    with database.reading() as session:
        found = chain.verify(session.connection().exec_driver_sql)
    return found.first_break is None and not found.altered and not found.cut_off


def test_many_rows_are_stored_and_noted_as_one_by_one(database):
    rows = patrols(120)
    with database.operation("一起") as session:
        records.add_rows(session, Patrol, rows, now=NOW)
    with database.operation("一行一行") as session:
        for row in rows:
            session.execute(
                insert(Patrol.__table__), [{**row, "created_at": NOW, "changed_at": NOW}]
            )
    with database.reading() as session:
        images = stored(session)
        noted = [
            (each.operation_id, each.table_name, each.row_id, each.before, each.after)
            for each in session.scalars(
                select(Change).where(Change.table_name == "patrols").order_by(Change.id)
            )
        ]

    def without_id(image):
        return {**json.loads(image), "id": 0}

    together, one_by_one = images[:120], images[120:]
    assert [without_id(each) for each in together] == [without_id(each) for each in one_by_one]
    assert [each[2] for each in noted] == list(range(1, 241))
    assert [each[4] for each in noted] == images
    assert {(*each[:2], each[3]) for each in noted} == {(2, "patrols", None), (3, "patrols", None)}
    assert is_sound(database)


def test_many_rows_are_taken_back_and_brought_back_exactly(database):
    with database.operation("一行") as session:
        records.add_rows(session, Patrol, patrols(1), now=NOW)
    with database.operation("许多") as session:
        records.add_rows(session, Patrol, patrols(1500), now=NOW)
        session.execute(text("UPDATE patrols SET people = 9 WHERE id % 2"))
        session.execute(text("DELETE FROM patrols WHERE id % 7 = 1"))
    with database.reading() as session:
        after = stored(session)
    undo(database)
    with database.reading() as session:
        assert len(stored(session)) == 1
        last = journal.next_to_redo(session)
    with database.operation("重做", undoes=last.id) as session:
        journal.take_back(session, last.id)
    with database.reading() as session:
        assert stored(session) == after
    assert is_sound(database)


def test_one_of_many_rows_changed_since_keeps_all_of_them(database):
    with database.operation("许多") as session:
        records.add_rows(session, Patrol, patrols(1200), now=NOW)
    with database.operation("修改一条") as session:
        session.get(Patrol, 3).people = 8
    with database.reading() as session:
        first = [each for each in journal.history(session) if each.title == "许多"]
    with (
        pytest.raises(Conflict, match="后来又被“修改一条”改过"),
        database.operation("撤销", undoes=first[0].id) as session,
    ):
        journal.take_back(session, first[0].id)
    with database.reading() as session:
        assert session.scalar(select(func.count(Patrol.id))) == 1200


def test_rows_before_a_bad_one_are_noted_and_single_rows_are_again(database):
    with database.operation("一行坏了") as session:
        with pytest.raises(IntegrityError):
            records.add_rows(
                session, Patrol, [*patrols(60), {**patrols(1)[0], "leader": None}], now=NOW
            )
        kept = session.scalar(select(func.count(Patrol.id)))
        session.add(Patrol(**patrols(1)[0]))
    with database.reading() as session:
        noted = select(func.count(Change.id)).where(Change.table_name == "patrols")
        assert session.scalar(noted) == kept + 1
    assert is_sound(database)


def test_what_only_the_mapper_can_give_is_left_to_it(database):
    with database.operation("有号") as session:
        records.add_rows(
            session, Patrol, [{**row, "id": 500 - n} for n, row in enumerate(patrols(60))], now=NOW
        )
    assert is_sound(database)
