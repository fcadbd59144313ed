import shutil
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from builders import open_work

from gaotang_desktop.data import migrating
from gaotang_desktop.domain import periods
from gaotang_desktop.services import backups, evaluation, history, records, tampering
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
        assert done.differences == ()
        [dispute] = records.listing(work, "disputes").ids
        assert records.get(work, "disputes", dispute)["parties"] == ("张建国", "李秀英")
    finally:
        work.close()


def test_the_oldest_database_is_among_them():
    assert OLD[0].stem == migrating.REVISIONS[0]
