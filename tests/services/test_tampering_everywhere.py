"""Every column of every table altered by another hand, each table's rows taken out and added: all named."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime

import archived_office
import pytest
from builders import open_work

from gaotang_desktop.data import chain, journal
from gaotang_desktop.data.migrating import REVISIONS
from gaotang_desktop.data.models import Base
from gaotang_desktop.domain.errors import DamagedDatabase
from gaotang_desktop.services import backups, history

TABLES = [each.name for each in journal.journaled_tables()]
# Not of the history, and told by another part of the check: see below and ``test_tampering``.
OWN = {"operations", "changes", "migrated_rows", "former_links", "issued_files"}
NOW = datetime(2026, 10, 24, 9, 0)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    work = open_work(folder / "data", now=NOW)
    archived_office.fill(work, folder)
    work.change_settings(
        {"town": "高塘镇", "minimum_sample": 30, "holidays": "2027-01-01 至 2027-01-03 元旦 放假"}
    )
    assert history.check_everything(work) == []
    work.close()
    return folder / "data"


@pytest.fixture(scope="module")
def file(office):
    with closing(sqlite3.connect(office / "gaotang.sqlite", isolation_level=None)) as opened:
        opened.execute("PRAGMA foreign_keys=OFF")
        opened.execute("PRAGMA ignore_check_constraints=ON")
        yield opened


@pytest.fixture
def altering(file):
    file.execute("BEGIN")
    yield file.execute
    file.execute("ROLLBACK")


def first_row(run, table):
    names = [row[1] for row in run(f"PRAGMA table_info({table})")]
    return dict(zip(names, run(f"SELECT * FROM {table} ORDER BY id").fetchone(), strict=True))


def another(value):
    return "x" if value is None else value + 1 if isinstance(value, (int, float)) else f"{value}改"


def test_the_history_watches_every_table_that_it_is_not_made_of():
    assert set(TABLES) | OWN == set(Base.metadata.tables)


def test_every_column_altered_past_the_program_is_named(altering):
    wanted = {}
    for table in TABLES:
        row = first_row(altering, table)
        wanted[table] = set(row) - {"id"}
        sets = ", ".join(f'"{name}" = ?' for name in wanted[table])
        values = [another(row[name]) for name in wanted[table]]
        altering(f"UPDATE {table} SET {sets} WHERE id = ?", (*values, row["id"]))
    found = chain.verify(altering)
    assert {each.table: set(each.columns) for each in found.altered} == wanted


def test_a_row_taken_out_of_or_put_into_any_table_is_named(altering):
    for table in TABLES:
        number = first_row(altering, table)["id"]
        altering(f"UPDATE {table} SET id = 900000 WHERE id = ?", (number,))
    found = chain.verify(altering)
    for how in ("removed", "added"):
        assert {each.table for each in found.altered if each.how == how} == set(TABLES)


SAID = {
    "altered": {
        "UPDATE scheme_versions SET body = replace(body, '1', '2')": "（内容）没有经过本程序就被改动",
        "UPDATE settings SET value = replace(value, '01-03', '01-04') WHERE key = 'holidays'":
            "设置“法定节假日和调休”（值）没有经过本程序就被改动",
        "INSERT INTO settings (key, value) VALUES ('sample', '1')":
            "设置 sample 没有经过本程序就多了出来",
        "UPDATE manual_values SET value = 999": "（数值）没有经过本程序就被改动",
        "UPDATE frozen_evaluations SET body = '{}', digest = '0'":
            "（校验码、内容）没有经过本程序就被改动",
        "UPDATE issued_files SET content = x'00'": "号印发时保存的文件缺失或者被改动",
        "UPDATE attachments SET owner_kind = '1', digest = replace(digest, 'a', 'b')":
            "（不知道是哪类记录的）的文件不在了或者已经损坏",
    },
    "deleted": {
        "DELETE FROM settings WHERE key = 'holidays'":
            "设置“法定节假日和调休”没有经过本程序就不见了",
        "DELETE FROM manual_values": "人工取值第 1 条没有经过本程序就不见了",
        "DELETE FROM frozen_evaluations": "冻结结果第 1 条没有经过本程序就不见了",
        "DELETE FROM scheme_versions": "考评方案第 1 条没有经过本程序就不见了",
        "DELETE FROM villages WHERE id = 1": "的第 1 条记录指向不存在的记录",
        "DELETE FROM issued_files": "号印发时保存的文件缺失或者被改动",
    },
}  # fmt: skip


def put_in_place(office, folder, *statements):
    shutil.copytree(office, folder, ignore=shutil.ignore_patterns("*.lock"))
    with closing(sqlite3.connect(folder / "gaotang.sqlite", isolation_level=None)) as opened:
        for statement in statements:
            assert opened.execute(statement).rowcount, statement


@pytest.mark.parametrize("how", SAID)
def test_the_check_says_in_sentences_what_was_altered(office, tmp_path, how):
    put_in_place(office, tmp_path / "data", *SAID[how])
    work = open_work(tmp_path / "data", now=NOW)
    found = history.check_everything(work)
    work.close()
    for words in SAID[how].values():
        assert any(words in each for each in found), words
    # Whole sentences, and no name that only the file has for a table.
    assert all(each.endswith("。") and "_" not in each for each in found), found


@pytest.mark.parametrize("revision", ["0003", "0008", REVISIONS[-2]])
def test_an_altered_number_of_the_version_is_refused_and_leaves_no_copy(office, tmp_path, revision):
    folder = tmp_path / "data"
    put_in_place(office, folder, f"UPDATE alembic_version SET version_num = '{revision}'")
    before = (folder / "gaotang.sqlite").read_bytes()
    with pytest.raises(DamagedDatabase, match="和它的版本号对不上"):
        open_work(folder, now=NOW)
    assert (folder / "gaotang.sqlite").read_bytes() == before
    assert backups.listed(folder) == []  # it would be offered as the newest good one
