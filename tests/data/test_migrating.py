import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from builders import NOW, open_work

from gaotang_desktop import keys
from gaotang_desktop.data import migrating
from gaotang_desktop.domain import periods
from gaotang_desktop.services import backups, disputes, evaluation, history, records, tampering
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.papers import issued_documents

OLD = sorted((Path(__file__).parent.parent / "old_databases").glob("*.sqlite"))


def test_the_revisions_known_at_the_start_are_those_of_the_migrations():
    config = Config()
    folder = Path(migrating.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    steps = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(reversed([step.revision for step in steps])) == migrating.REVISIONS


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_data_folder_still_opens_with_everything_in_it(old, tmp_path):
    (tmp_path / "data").mkdir()
    shutil.copy(old, tmp_path / "data" / "gaotang.sqlite")
    work = open_work(tmp_path / "data")
    try:
        assert {row[0] for row in records.listing(work, "villages").rows} == {"郭桥村", "<&>堃村"}
        assert len(records.listing(work, "patrols").ids) == 2
        assert backups.check(work) == ()
        assert tampering.problems(work) == []
        work.undo()
        assert tampering.problems(work) == []
        assert len(records.listing(work, "patrols").ids) == 1
    finally:
        work.close()


def test_papers_and_frozen_results_are_as_they_were_before_the_migrations(tmp_path):
    (tmp_path / "data").mkdir()
    shutil.copy(OLD[-1], tmp_path / "data" / "gaotang.sqlite")
    work = open_work(tmp_path / "data")
    try:
        assert history.check_everything(work) == []
        assert issued_documents.reprint(work, 1).startswith(b"%PDF")
        done = evaluation.evaluate(work, periods.month(2026, 9))
        assert done.frozen is not None
        assert {str(each.total) for each in done.result.villages} == {"59.48"}
        # What is due before a ledger begins was counted then, and is not now: that is said.
        begun = {e.partition("从")[0] for e in done.differences if "开始登记，现在" in e}
        assert begun == {"夜巡", "台账", "排查周报"}
        owed = ("开始登记", "总分由", "：B1 由", "：C2 由", "：D2 由")
        assert all(any(word in each for word in owed) for each in done.differences)
        [dispute] = records.listing(work, "disputes").ids
        told = records.get(work, "disputes", dispute)
        assert told["parties"] == ("张建国", "李秀英")
        # Performed, on a day that nobody was asked for: it counts as before.
        assert (told["performed"], told["performed_on"]) == ("已履行", None)
        october = disputes.endings(work, periods.month(2026, 10))
        assert (october.performed, october.owed) == (1, 1)
    finally:
        work.close()


def test_the_office_s_own_ledgers_are_as_they_were_before_the_migrations(tmp_path):
    (tmp_path / "data").mkdir()
    shutil.copy(OLD[0].with_name("0008.sqlite"), tmp_path / "data" / "gaotang.sqlite")
    work = open_work(tmp_path / "data")
    try:
        kinds = (
            "intakes",
            "trouble-spots",
            "incident-counts",
            "meetings",
            "meeting-decisions",
            "extensions",
        )
        for kind in kinds:
            assert len(records.listing(work, kind).ids) == 1, kind
        [intake] = records.listing(work, "intakes").ids
        told = records.get(work, "intakes", intake)
        assert (told["persons"], told["matter"]) == (("赵大河",), "反映路灯不亮")
        [extension] = records.listing(work, "extensions").ids
        told = records.get(work, "extensions", extension)
        assert (told["due_after"], told["decided_by"]) == (date(2026, 12, 20), "示例")
        assert len(records.binned(work)) == 1
    finally:
        work.close()


@pytest.mark.parametrize("name", ["0012", "0013", "0014", "0015"])
def test_every_table_of_a_newer_schema_keeps_its_rows(name, tmp_path):
    old = OLD[0].with_name(f"{name}.sqlite")
    (tmp_path / "data").mkdir()
    shutil.copy(old, tmp_path / "data" / "gaotang.sqlite")
    with closing(sqlite3.connect(old)) as connection:
        before = _counts(connection.execute)
    # Its folder of attached files did not come along.
    assert {table for table, count in before.items() if not count} == {"attachments"}
    work = open_work(tmp_path / "data")
    try:
        with work.database.reading() as session:
            after = _counts(session.connection().exec_driver_sql)
        assert {table: after[table] for table in before} == before
        assert history.check_everything(work) == []
    finally:
        work.close()


@pytest.mark.parametrize(
    ("name", "given", "encrypted"), [("0014", 4, False), ("0014", 4, True), ("0015", 5, False)]
)
def test_a_number_that_only_the_history_speaks_of_is_given_to_nobody(
    name, given, encrypted, tmp_path, monkeypatch
):
    (tmp_path / "data").mkdir()
    shutil.copy(OLD[0].with_name(f"{name}.sqlite"), tmp_path / "data" / "gaotang.sqlite")
    if encrypted:
        monkeypatch.setattr(keys, "ROUNDS", 2)
        encryption.encrypt(tmp_path / "data", "高塘的一串长口令")
    work = open_work(tmp_path / "data")
    try:
        assert keys.is_encrypted(work.path) == encrypted
        # The opinion before was entered and taken back; since 0016 it may be of no village.
        values = {"received_on": NOW.date(), "text": "噪声扰民"}
        assert records.save(work, "opinions", values) == given
        assert history.check_everything(work) == []
    finally:
        work.close()
        keys.forget()


def _counts(execute):
    tables = execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        table: execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for (table,) in tables
        if table not in ("sqlite_sequence", "alembic_version", "migrated_rows")
    }


def test_the_oldest_database_is_among_them():
    assert OLD[0].stem == migrating.REVISIONS[0]
