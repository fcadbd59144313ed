import json
import shutil

from gaotang_desktop.data import attachments


def test_an_office_is_archived_restored_and_archived_again(office, command, tmp_path):
    shutil.copytree(office, tmp_path / "data")
    code, out, err = command(tmp_path / "data", "archive", "--to", tmp_path / "归档", "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["folder"] == str(tmp_path / "归档")
    assert told["rows"]["patrols"] == 900
    assert (told["year"], told["masked"], told["papers"], told["attachments"]) == (
        None,
        False,
        0,
        1,
    )
    assert told["missing_files"] == 0
    code, out, err = command(tmp_path / "new", "restore-archive", tmp_path / "归档", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"] == told["rows"]
    assert command(tmp_path / "new", "check")[0] == 0
    code, out, err = command(tmp_path / "new", "restore-archive", tmp_path / "归档")
    assert code == 1
    assert "已经有数据" in err
    assert command(tmp_path / "new", "archive", "--to", tmp_path / "归档")[0] == 1
    code, out, _ = command(tmp_path / "new", "archive", "--to", tmp_path / "2026", "--year", "2026")
    assert code == 0
    assert "已归档（2026年）" in out
    assert "没有打码" in out


def test_a_year_without_records_and_a_folder_without_data_are_refused(office, command, tmp_path):
    shutil.copytree(office, tmp_path / "data")
    code, _, err = command(tmp_path / "data", "archive", "--to", tmp_path / "a", "--year", "1999")
    assert code == 1
    assert "有记录的年份：2026" in err
    code, _, err = command(tmp_path / "none", "archive", "--to", tmp_path / "a")
    assert code == 1
    assert "没有数据" in err
    assert not (tmp_path / "a").exists()
    assert not (tmp_path / "none").exists()


def test_a_lost_file_is_told_and_the_rest_archived_and_restored(office, command, tmp_path):
    shutil.copytree(office, tmp_path / "data")
    [digest] = attachments.kept(tmp_path / "data" / "attachments")
    (tmp_path / "data" / "attachments" / digest[:2] / digest).unlink()
    code, _, err = command(tmp_path / "data", "archive", "--to", tmp_path / "归档")
    assert code == 0
    assert "有 1 个附件的文件不在了" in err
    code, out, err = command(tmp_path / "new", "restore-archive", tmp_path / "归档", "--json")
    assert code == 0
    assert json.loads(out)["missing_files"] == 1
    assert "归档时就没有" in err


def test_a_masked_archive_says_that_it_cannot_be_restored(office, command, tmp_path):
    shutil.copytree(office, tmp_path / "data")
    code, out, _ = command(tmp_path / "data", "archive", "--to", tmp_path / "归档", "--masked")
    assert code == 0
    assert "不能恢复成数据" in out
    code, _, err = command(tmp_path / "new", "restore-archive", tmp_path / "归档")
    assert code == 1
    assert "只供阅读" in err
