"""What is altered past the program is named by the check; what the program does never is."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from builders import open_work, patrol, unit, village
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaotang_desktop.data import chain, table_shapes
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import backups, records, tampering
from gaotang_desktop.services.papers import drafts, issued_documents
from gaotang_desktop.services.schemes import register


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """An office with patrols, a poll result, a frozen month, an issued paper and settings."""
    folder = tmp_path_factory.mktemp("office") / "data"
    work = open_work(folder)
    first, second = village(work, "郭桥村"), village(work, "刘庄村")
    for night in range(4):
        patrol(work, first, date(2026, 9, 1) + timedelta(days=night))
    patrol(work, second, date(2026, 9, 1))
    poll = records.save(
        work,
        "polls",
        {
            "name": "三季度",
            "level": "镇自测",
            "from_on": date(2026, 9, 1),
            "until_on": date(2026, 9, 20),
        },
    )
    records.save(work, "poll-results", {
        "poll_id": poll, "village_id": first, "sample": 40, "safe": 30, "satisfied": 30, "aware": 30,
    })  # fmt: skip
    work.change_settings({"town": "高塘镇", "document_series": "高综治"})
    for _ in range(2):
        issued_documents.issue(work, drafts.create(work, "notice"), despite_reminders=True)
    with work.database.operation("冻结") as session:
        register.store(session, register.in_force(work, periods.parse("2026-09")))
    work.close()
    return folder


@pytest.fixture
def folder(untouched, tmp_path):
    return shutil.copytree(untouched, tmp_path / "data")


def told(folder):
    work = open_work(folder)
    try:
        return tampering.problems(work)
    finally:
        work.close()


def altered(folder, *statements):
    with closing(sqlite3.connect(folder / "gaotang.sqlite", isolation_level=None)) as file:
        for statement in statements:
            assert file.execute(statement).rowcount != 0, statement
    return told(folder)


RECORDS = {
    "a patrol changed": ("UPDATE patrols SET people = 99 WHERE id = 2", "09-02夜”（人数）"),
    "a patrol deleted": ("DELETE FROM patrols WHERE id = 3", "平安夜巡第 3 条没有经过本程序就不见了"),
    "a patrol added": (
        "INSERT INTO patrols (village_id, night, leader, people, evidence, joint, created_at,"
        " changed_at) SELECT village_id, '2026-09-09', leader, people, evidence, joint, created_at,"
        " changed_at FROM patrols WHERE id = 1",
        "09-09夜”没有经过本程序就多了出来",
    ),
    "a poll result changed": ("UPDATE poll_results SET safe = sample", "民调结果"),
    "an issued text changed": ("UPDATE issued_documents SET text = '改' WHERE id = 1", "（全文）"),
    "the last number deleted": ("DELETE FROM issued_documents WHERE id = 2", "发文登记第 2 条"),
    "the scheme changed": ("UPDATE scheme_versions SET body = replace(body, '1', '2')", "考评方案"),
    "a setting changed": ("UPDATE settings SET value = '\"别的镇\"' WHERE key = 'town'", "设置“乡镇名称”（值）"),
    "bytes put into a name": ("UPDATE villages SET name = x'00ff' WHERE id = 2", "（村名）"),
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_altered_past_the_program_is_named(folder, name):
    statement, words = RECORDS[name]
    assert told(folder) == []
    found = altered(folder, statement)
    assert len(found) == 1
    assert words in found[0]
    assert found[0].endswith("。")


LINKS = {
    "an image after": ("UPDATE changes SET after = replace(after, '\"people\":3', '\"people\":9') WHERE id = 5", 5),
    "an image before": ("UPDATE changes SET before = '{}' WHERE id = 4", 4),
    "an image deleted": ("DELETE FROM changes WHERE id = 6", 6),
    "an image moved to another step": ("UPDATE changes SET operation_id = 4 WHERE id = 6", 4),
    "an image added": ("INSERT INTO changes (operation_id, table_name, row_id) VALUES (7, 'villages', 1)", 7),
    "the time": ("UPDATE operations SET at = '2001-01-01 00:00:00' WHERE id = 3", 3),
    "all times": ("UPDATE operations SET at = '2001-01-01 00:00:00'", 1),
    "a title": ("UPDATE operations SET title = title || '。' WHERE id = 8", 8),
    "who did it": ("UPDATE operations SET done_by = '别人' WHERE id = 2", 2),
    "what it undoes": ("UPDATE operations SET undoes = 1 WHERE id = 2", 2),
    "a link": ("UPDATE operations SET link = '0' WHERE id = 5", 5),
    "no link": ("UPDATE operations SET link = NULL WHERE id = 5", 5),
    "a row that a migration wrote": (
        "INSERT INTO migrated_rows (after_operation, table_name, row_id, image) VALUES (3, 'x', 1, '{}')", 4),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_the_first_step_that_does_not_hold_is_named(folder, name):
    statement, step = LINKS[name]
    found = altered(folder, statement)
    assert f"从第 {step} 步（" in found[0]
    assert len([each for each in found if "起对不上" in each]) == 1


def test_a_step_taken_out_breaks_the_next_and_the_newest_taken_out_are_counted(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "2")
    gone = ("DELETE FROM changes WHERE operation_id = 6", "DELETE FROM operations WHERE id = 6")
    assert "从第 7 步（" in altered(folder, *gone)[0]
    last = "(SELECT max(id) FROM operations)"
    gone = (
        f"DELETE FROM changes WHERE operation_id = {last}",
        f"DELETE FROM operations WHERE id = {last}",
    )
    assert any("最后的 1 步被删掉了" in each for each in altered(other, *gone))


def test_a_row_and_its_image_altered_together_still_break_the_chain(folder):
    found = altered(
        folder,
        "UPDATE patrols SET people = 9 WHERE id = 2",
        "UPDATE changes SET after = replace(after, '\"people\":3', '\"people\":9')"
        " WHERE table_name = 'patrols' AND row_id = 2",
    )
    assert [("起对不上" in each) for each in found] == [True]


def test_many_altered_records_are_told_in_bearable_number(tmp_path):
    work = open_work(tmp_path / "data")
    for number in range(tampering.MOST + 7):
        village(work, f"第{number}村")
    work.close()
    found = altered(tmp_path / "data", "UPDATE villages SET remark = 'x'")
    assert len(found) == tampering.MOST + 1
    assert "还有 7 条" in found[-1]


def test_the_newest_link_changes_with_each_step_and_only_then(tmp_path):
    work = open_work(tmp_path / "data")
    assert tampering.head(work) is None
    seen = set()
    for number in range(5):
        village(work, f"第{number}村")
        seen.add(tampering.head(work).link)
    assert len(seen) == 5
    newest = tampering.head(work)
    assert newest.step == 5
    assert newest.words == f"历史校验码 {newest.link[:16]}（第 5 步，2026-10-24）"
    work.close()
    work = open_work(tmp_path / "data")
    assert tampering.head(work) == newest
    work.close()


def test_every_step_names_who_was_logged_in(tmp_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "王干事")
    work = open_work(tmp_path / "data")
    village(work)
    with work.database.reading() as session:
        who = session.connection().exec_driver_sql("SELECT done_by FROM operations").scalar()
    assert who == "王干事"
    work.close()


@given(st.lists(st.sampled_from(["village", "unit", "change", "bin", "undo", "redo"]), max_size=25))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_program_does_holds(tmp_path_factory, steps):
    work = open_work(tmp_path_factory.mktemp("steps") / "data")
    number = village(work, "甲村")
    for count, step in enumerate(steps):
        try:
            if step == "village":
                number = village(work, f"第{count}村")
            elif step == "unit":
                unit(work, f"单位{count}")
            elif step == "change":
                records.save(work, "villages", {"remark": f"{count}\0'\"\n堃"}, record_id=number)
            elif step == "bin":
                records.bin_records(work, "villages", [number])
            elif step == "undo":
                work.undo()
            else:
                work.redo()
        except DomainError:
            continue
    assert tampering.problems(work) == []
    with work.database.reading() as session:
        found = chain.verify(session.connection().exec_driver_sql)
    assert found == chain.Found(None, 0, ())
    work.close()


@pytest.mark.parametrize(("statement", "said"), [
    ("CREATE TRIGGER odd AFTER INSERT ON patrols BEGIN UPDATE patrols SET people = 9; END",
     "多了触发器 odd"),
    ("CREATE VIEW odd AS SELECT 1", "多了视图 odd"),
    ("CREATE TABLE odd (a)", "多了表 odd"),
    ("DROP INDEX uq_dispute_categories_name", "缺了索引 uq_dispute_categories_name"),
    ("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'patrols'", "表 patrols 的编号计数被改小了"),
    ("DELETE FROM sqlite_sequence WHERE name = 'operations'", "表 operations 的编号计数被改小了"),
])  # fmt: skip
def test_what_another_program_put_into_the_file_or_took_away_is_named(
    untouched, tmp_path, statement, said
):
    folder = shutil.copytree(untouched, tmp_path / "data")
    work = open_work(folder)
    assert backups.check(work) == ()
    with closing(sqlite3.connect(work.path, isolation_level=None)) as file:
        file.execute(statement)
    [found] = backups.check(work)
    work.close()
    assert said in found


BUILT_OTHERWISE = {
    "a default": ("documents", "sealed BOOLEAN DEFAULT 1", "sealed BOOLEAN DEFAULT 0", "列 sealed 的缺省值改成了 0"),
    "a default where there was none": ("villages", "households INTEGER", "households INTEGER DEFAULT 7",
                                       "列 households 的缺省值改成了 7"),
    "no default": ("documents", "sealed BOOLEAN DEFAULT 1", "sealed BOOLEAN", None),
    "nothing may stay empty": ("villages", "households INTEGER", "households INTEGER NOT NULL",
                               "列 households 的类型或规定被改过"),
    "a limit": ("patrols", "people INTEGER NOT NULL", "people INTEGER NOT NULL CHECK (people < 9)",
                "表 patrols 的限制被改过"),
    "another order": ("villages", "name TEXT", "name TEXT COLLATE NOCASE", "表 villages 的限制被改过"),
    "a column": ("villages", "households INTEGER", "households INTEGER, odd TEXT", "表 villages 多了一列 odd"),
    "a reference": ("patrols", "REFERENCES villages", "REFERENCES units", "表 patrols 的引用规定被改过"),
    "an index": ("uq_dispute_categories_name", "(name)", "(name, id)", "索引 uq_dispute_categories_name 被改过"),
}  # fmt: skip


@pytest.mark.parametrize("how", BUILT_OTHERWISE)
def test_a_table_that_another_program_built_otherwise_is_named(untouched, tmp_path, how):
    name, ours, theirs, said = BUILT_OTHERWISE[how]
    path = shutil.copytree(untouched, tmp_path / "data") / "gaotang.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA writable_schema=ON")
        file.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ? AND instr(sql, ?)",
            (ours, theirs, name, ours),
        )
        assert file.execute("SELECT changes()").fetchone() == (1,)
    with closing(sqlite3.connect(path)) as file:
        found = table_shapes.problems(file)
    assert [said in each for each in found] == ([] if said is None else [True])
