from datetime import date, datetime

import pytest
from sqlalchemy import func, insert, select, text

from gaotang_desktop.data import journal
from gaotang_desktop.data.database import Changes, Database
from gaotang_desktop.data.migrating import REVISIONS
from gaotang_desktop.data.models import Patrol, Village
from gaotang_desktop.domain.errors import Conflict, DamagedDatabase, NewerDatabase, StorageProblem

NOW = datetime(2026, 10, 5, 9, 0)


@pytest.fixture
def database(tmp_path):
    opened = Database.open(tmp_path / "gaotang.sqlite", now=lambda: NOW)
    yield opened
    opened.close()


def add_village(database, name="郭桥村"):
    with database.operation(f"新增村“{name}”") as session:
        village = Village(name=name)
        session.add(village)
        session.flush()
        return village.id


def names(database):
    with database.reading() as session:
        return list(session.scalars(select(Village.name).order_by(Village.name)))


def undo(database):
    with database.reading() as session:
        last = journal.next_to_undo(session)
    with database.operation(f"撤销：{last.title}", undoes=last.id) as session:
        journal.take_back(session, last.id)


def redo(database):
    with database.reading() as session:
        last = journal.next_to_redo(session)
    with database.operation(f"重做：{last.title}", undoes=last.id) as session:
        journal.take_back(session, last.id)


def test_the_migrations_make_exactly_the_tables_of_the_models(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from gaotang_desktop.data.models import Base

    with database._writers.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        stored = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert stored == REVISIONS[-1]


def test_an_operation_commits_rows_and_history_together(database):
    add_village(database)
    with database.reading() as session:
        [done] = journal.history(session)
    assert (done.title, names(database)) == ("新增村“郭桥村”", ["郭桥村"])


def test_a_failing_operation_leaves_nothing_behind(database):
    def fails_half_way():
        with database.operation("新增村") as session:
            session.add(Village(name="郭桥村"))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fails_half_way()
    with database.reading() as session:
        assert journal.history(session) == []
    assert names(database) == []


def test_undo_and_redo_walk_back_and_forth_through_every_kind_of_change(database):
    village = add_village(database)
    with database.operation("改名") as session:
        session.get_one(Village, village).name = "郭楼村"
    with database.operation("删除") as session:
        session.get_one(Village, village).binned_at = NOW
    states = [["郭楼村"], ["郭桥村"], []]
    for expected in states:
        undo(database)
        assert names(database) == expected
    for expected in [["郭桥村"], ["郭楼村"], []]:
        redo(database)
        assert names(database) == expected
    with database.reading() as session:
        assert journal.next_to_redo(session) is None


def test_a_step_whose_record_was_changed_since_is_not_undone_and_says_by_what(database):
    village = add_village(database)
    with database.operation("改名为郭楼村") as session:
        session.get_one(Village, village).name = "郭楼村"
    with (
        pytest.raises(Conflict, match="改名为郭楼村"),
        database.operation("撤销", undoes=1) as session,
    ):
        journal.take_back(session, 1)
    assert names(database) == ["郭楼村"]


def test_a_step_that_other_records_need_is_not_undone(database):
    village = add_village(database)
    with database.operation("登记夜巡") as session:
        session.add(Patrol(night=date(2026, 10, 4), village_id=village, leader="张三", people=3))
    with (
        pytest.raises(Conflict, match="先撤销后来的操作"),
        database.operation("撤销", undoes=1) as session,
    ):
        journal.take_back(session, 1)
    assert names(database) == ["郭桥村"]


def test_rows_inserted_in_bulk_are_in_the_journal_too(database):
    village = add_village(database)
    row = {"leader": "张三", "people": 2, "joint": False, "evidence": "村自报"}
    rows = [{**row, "night": date(2026, 9, day), "village_id": village} for day in range(1, 31)]
    rows = [{**each, "created_at": NOW, "changed_at": NOW} for each in rows]
    with database.operation("导入30条夜巡") as session:
        session.execute(insert(Patrol), rows)
    undo(database)
    with database.reading() as session:
        assert session.scalar(select(func.count(Patrol.id))) == 0


def test_listeners_hear_after_the_commit_and_only_then(database):
    heard: list[Changes] = []
    database.listeners.append(lambda changes: heard.append((changes, names(database))))
    add_village(database)
    [(changes, seen)] = heard
    assert (changes.tables, seen) == (frozenset({"villages"}), ["郭桥村"])


def test_what_is_binned_is_invisible_unless_asked_for(database):
    village = add_village(database)
    with database.operation("删除") as session:
        session.get_one(Village, village).binned_at = NOW
    with database.reading() as session:
        assert session.get(Village, village) is None
        assert session.scalar(select(func.count(Village.id))) == 0
        asked = select(func.count(Village.id)).execution_options(with_binned=True)
        assert session.scalar(asked) == 1


def test_two_villages_of_one_name_are_refused_in_a_sentence(database):
    add_village(database)
    with pytest.raises(Conflict, match="已经有同名的村了"):
        add_village(database)


def test_a_reading_session_cannot_write(database):
    with pytest.raises(StorageProblem), database.reading() as session:
        session.execute(insert(Village).values(name="x", kind="行政村"))


def test_a_database_of_a_newer_version_is_refused_untouched(database, tmp_path):
    database.close()
    path = tmp_path / "gaotang.sqlite"
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match="请安装新版本"):
        Database.open(path, now=lambda: NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\x00" * 5000])
def test_a_damaged_file_is_refused_untouched(tmp_path, content):
    path = tmp_path / "gaotang.sqlite"
    path.write_bytes(content)
    with pytest.raises(DamagedDatabase):
        Database.open(path, now=lambda: NOW)
    assert path.read_bytes() == content


def test_what_was_worded_for_one_folder_is_not_worded_anew_for_the_next(tmp_path):
    worded = []
    for folder in "ab":
        opened = Database.open(tmp_path / f"{folder}.sqlite", now=lambda: NOW)
        add_village(opened)
        statement = select(Village.id).where(Village.name == "郭桥村").order_by(Village.code)
        with opened.reading() as session:
            # SQLAlchemy's own word for whether it had to compile a statement.
            worded.append(session.connection().execute(statement).context.cache_hit.name)
        with opened._writers.connect() as connection:
            worded.append(connection.execute(statement).context.cache_hit.name)
        opened.close()
    assert worded == ["CACHE_MISS", "CACHE_HIT", "CACHE_HIT", "CACHE_HIT"]
