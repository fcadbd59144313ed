import os
import shutil
import sqlite3
from datetime import timedelta

import pytest
from builders import NOW, open_work, village

from gaotang_desktop.data import backups as copies
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem
from gaotang_desktop.services import backups, history, records


def names(work):
    return [row[0] for row in records.listing(work, "villages").rows]


def test_a_backup_brings_back_what_was_there_and_keeps_what_it_replaces(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    path, _ = backups.back_up(work)
    village(work, "刘庄村")
    work.close()
    kept = backups.restore(tmp_path / "data", path, now=lambda: NOW)
    work = open_work(tmp_path / "data")
    assert names(work) == ["郭桥村"]
    work.close()
    assert (kept / "gaotang.sqlite").is_file()


def test_a_damaged_file_is_left_alone_and_the_newest_good_backup_is_offered(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    good, _ = backups.back_up(work)
    work.close()
    bad = tmp_path / "data" / "backups" / "gaotang-20991231-235959.sqlite"
    bad.write_bytes(good.read_bytes()[:5000])
    file = tmp_path / "data" / "gaotang.sqlite"
    file.write_bytes(b"\x00" * 4096)
    with pytest.raises(DamagedDatabase, match="没有改动它"):
        open_work(tmp_path / "data")
    assert file.read_bytes() == b"\x00" * 4096
    assert backups.newest_good(tmp_path / "data").path == good


def test_a_file_that_is_no_backup_is_refused_and_nothing_changes(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    (tmp_path / "x.sqlite").write_bytes(b"text")
    with pytest.raises(DamagedDatabase):
        backups.restore(tmp_path / "data", tmp_path / "x.sqlite")
    work = open_work(tmp_path / "data")
    assert names(work) == ["郭桥村"]
    work.close()


def test_a_folder_open_elsewhere_is_refused_in_a_sentence(tmp_path):
    work = open_work(tmp_path / "data")
    with pytest.raises(StorageProblem, match="另一个窗口"):
        open_work(tmp_path / "data")
    work.close()
    open_work(tmp_path / "data").close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_refused_in_a_sentence(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(StorageProblem, match="只读"):
        open_work(folder)


def fill(work):
    for number in range(200):
        village(work, f"第{number}村", remark="很长的备注" * 300)


def test_a_full_disk_is_a_sentence_and_the_data_are_as_before(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    with work.database._writers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageProblem, match="磁盘已满"):
        fill(work)
    before = names(work)
    assert "郭桥村" in before
    assert backups.check(work) == ()
    work.close()


def test_old_copies_are_thinned_out_by_day_and_month(tmp_path):
    for day in range(1, 29):
        for hour in (8, 12):
            name = f"gaotang-202601{day:02d}-{hour:02d}0000.sqlite"
            (tmp_path / name).write_bytes(b"")
    copies.thin_out(tmp_path)
    left = copies.listed(tmp_path)
    assert len({each.made_at.date() for each in left}) == 28
    assert len(left) == 28 + 5  # the newest ten keep both copies of five days


def test_a_copy_is_a_whole_database_of_its_own(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    path, _ = backups.back_up(work, tmp_path / "copy.sqlite")
    work.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM villages").fetchall() == [("郭桥村",)]
    connection.close()


def test_data_that_lack_what_their_newest_backup_holds_are_told_until_that_is_meant(tmp_path):
    """An old copy, another office's file, or a WAL that was lost: it lies where the data lay."""
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    older = (tmp_path / "data" / "gaotang.sqlite").read_bytes()

    def told(folder="data", at=NOW):
        work = open_work(tmp_path / folder, now=at)
        try:
            said = history.left_behind(work)
            assert bool(said) == any(
                said in each for each in history.check_everything(work) if said
            )
            return said
        finally:
            work.close()

    work = open_work(tmp_path / "data")
    village(work, "江村")
    made, _said = backups.back_up(work)
    work.close()
    assert told() == ""
    (tmp_path / "data" / "gaotang.sqlite").write_bytes(older)
    assert made.name in told()
    other = open_work(tmp_path / "other")
    village(other, "别处")
    other.close()
    (tmp_path / "data" / "gaotang.sqlite").write_bytes(
        (tmp_path / "other" / "gaotang.sqlite").read_bytes()
    )
    assert made.name in told()
    later = NOW + timedelta(hours=1)
    backups.restore(tmp_path / "data", made, now=lambda: later)
    assert told(at=later) == ""
    shutil.copy(
        tmp_path / "other" / "gaotang.sqlite", made.with_name("gaotang-20261024-100030.sqlite")
    )
    work = open_work(tmp_path / "data", now=later + timedelta(minutes=1))
    village(work, "刘庄村")
    backups.back_up(work)
    work.close()
    assert told(at=later + timedelta(minutes=2)) == ""


def test_a_data_folder_that_was_moved_away_while_open_is_told_and_not_made_anew(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    (tmp_path / "data").rename(tmp_path / "moved")
    with pytest.raises(StorageProblem, match="备份没有写成：数据文件夹被移走或者改名了"):
        backups.back_up(work)
    work.close()
    assert not (tmp_path / "data").exists()
