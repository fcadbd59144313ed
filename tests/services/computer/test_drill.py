"""The restore drill: the newest backup is restored elsewhere, checked, scored and reprinted."""

from datetime import date, timedelta

import pytest
from builders import NOW, open_work, patrol, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import backups, evaluation
from gaotang_desktop.services.computer import drill
from gaotang_desktop.services.papers import drafts, issued_documents


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    place = village(opened, households=300)
    patrol(opened, place, night=date(2026, 9, 5))
    yield opened
    opened.close()


def test_a_drill_restores_checks_scores_and_reprints_and_leaves_the_data_alone(work):
    evaluation.freeze(work, Period(2026, "month", 9), accept_incomplete=True)
    draft = drafts.create(work, "notice", dated_on=NOW.date())
    number = issued_documents.issue(work, draft, despite_reminders=True).number
    backups.back_up(work)
    village(work, "北村")
    before = work.path.read_bytes()
    report = drill.run(work)
    assert report.problems == ()
    said = "\n".join(report.lines)
    assert "检查数据：完好" in said
    assert "村（社区） 1 → 现在 2" in said
    assert "考评：2026-09 重算 1 个村，和冻结的一样" in said
    assert f"重印：{number} 逐字节相同" in said
    assert report.words == "恢复演练 2026-10-24：通过"
    assert work.path.read_bytes() == before
    assert drill.last(work) == report


def test_a_damaged_backup_does_not_pass(work):
    path = backups.back_up(work)[0]
    content = bytearray(path.read_bytes())
    content[8192:9192] = bytes(1000)
    path.write_bytes(bytes(content))
    report = drill.run(work)
    assert len(report.problems) == 1
    assert "没有通过" in report.words


def test_without_a_backup_there_is_nothing_to_drill(work):
    with pytest.raises(StorageProblem, match="还没有备份"):
        drill.run(work)


def test_it_is_due_every_thirty_days(work):
    assert not drill.is_due(work)
    backups.back_up(work)
    folder = work.folder
    work.close()
    for days, due in ((29, False), (30, True)):
        later = open_work(folder, now=NOW + timedelta(days=days))
        assert drill.is_due(later) is due
        if due:
            drill.run(later)
            assert not drill.is_due(later)
        later.close()


def test_the_command_prints_one_page_and_fails_where_the_backup_does(work, capsys):
    folder, path = work.folder, backups.back_up(work)[0]
    work.close()
    assert main(["--data", str(folder), "drill"]) == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) < 40
    assert "通过" in said
    path.write_bytes(b"SQLite format 3\0" + bytes(4000))
    assert main(["--data", str(folder), "drill"]) == 1
    assert "不是完好的数据文件" in capsys.readouterr().err


def test_a_drill_whose_report_cannot_be_kept_is_told_all_the_same(work):
    backups.back_up(work)
    (work.backup_folder / "drill.json").mkdir()
    report = drill.run(work)
    assert report.problems == ()
    assert "没有记下来" in report.lines[-1]
    assert drill.last(work) is None
