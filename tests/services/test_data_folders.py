"""What a data folder holds besides the data: who may read it, what is left behind, second place."""

import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOW, open_work, village

from gaotang_desktop.data import second_place
from gaotang_desktop.paths import MARKER
from gaotang_desktop.services import attachments, backups
from gaotang_desktop.services.workplace import Workplace

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps access lists, not modes")


def modes(folder):
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in [folder, *folder.rglob("*")]
    }


def used(tmp_path):
    work = open_work(tmp_path / "data")
    number = village(work)
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", number, [tmp_path / "照片.txt"])
    (tmp_path / "U盘").mkdir(exist_ok=True)
    work.change_settings({"second_backup_folder": str(tmp_path / "U盘")})
    backups.back_up(work)
    return work


@posix
def test_nobody_else_reads_the_data_the_copies_or_what_was_opened(tmp_path):
    before = os.umask(0o022)
    try:
        work = used(tmp_path)
        shown = attachments.opened(work, 1)
        backups.back_up(work, tmp_path / "U盘" / "份.sqlite")
        for place in (tmp_path / "data", tmp_path / "U盘"):
            for name, mode in modes(place).items():
                if name not in {".", "附件"} or place.name == "data":
                    assert mode & 0o077 == 0, (place, name, oct(mode))
        assert shown.is_relative_to(tmp_path / "data")
        work.close()
    finally:
        os.umask(before)


@posix
def test_a_folder_of_an_earlier_version_is_closed_when_it_is_opened(tmp_path):
    used(tmp_path).close()
    folder = tmp_path / "data"
    (folder / "logs").mkdir()
    (folder / "logs" / "gaotang.log").write_text("x")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    open_work(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in (
        folder / "gaotang.sqlite",
        *(folder / "backups").glob("*.sqlite"),
        folder / MARKER,
    ):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


@posix
def test_a_folder_with_other_things_in_it_stays_open_only_our_files_are_closed(tmp_path):
    folder = tmp_path / "文档"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "报告.docx").write_text("x")
    (folder / "报告.docx").chmod(0o644)
    open_work(folder).close()
    found = modes(folder)
    assert (found["."], found["报告.docx"], found["gaotang.sqlite"]) == (0o755, 0o644, 0o600)


def test_what_killed_writes_left_is_gone_after_the_next_opening(tmp_path):
    work = used(tmp_path)
    attachments.opened(work, 1)
    work.close()
    folder = tmp_path / "data"
    left = [
        folder / "backups" / "gaotang-20261024-090000.sqlite.part",
        folder / "backups" / "gaotang-20261024-090000.sqlite.part-journal",
        folder / "backups" / "附件" / ".abc.part",
        folder / "attachments" / ".abc.part",
        folder / "gaotang.sqlite.restoring",
    ]
    for path in left:
        path.write_bytes(b"half")
    kept = {path for path in folder.rglob("*") if path.is_file()} - set(left)
    open_work(folder).close()
    assert [path for path in left if path.exists()] == []
    assert not (folder / "opened").exists()
    assert {path for path in kept if not path.exists() and "opened" not in path.parts} == set()


def test_a_missing_stick_gets_no_folder_on_our_own_disk(tmp_path):
    work = open_work(tmp_path / "data")
    stick = tmp_path / "media" / "U盘" / "备份"
    work.change_settings({"second_backup_folder": str(stick)})
    path, said = backups.back_up(work)
    assert path.is_file()
    assert "没有接上" in said[0]
    assert not (tmp_path / "media").exists()
    assert backups.second(work).is_there is False
    work.close()


def test_a_folder_that_a_stick_left_on_our_disk_is_not_the_stick(tmp_path):
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    work = open_work(tmp_path / "data")
    stick = tmp_path / "stick"
    real = other / f"gaotang-test-{os.getpid()}"
    real.mkdir()
    try:
        stick.symlink_to(real)
        work.change_settings({"second_backup_folder": str(stick)})
        assert backups.back_up(work)[1] == ()
        assert backups.second(work).is_there
        stick.unlink()
        stick.mkdir()
        assert backups.second(work).is_there is False
        assert "没有接上" in backups.back_up(work)[1][0]
        assert list(stick.iterdir()) == []
    finally:
        for path in sorted(real.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        real.rmdir()
        work.close()


def test_a_stick_with_another_letter_is_known_by_its_mark(tmp_path):
    """Two drives, of which now the one, now the other holds the stick."""
    work = open_work(tmp_path / "data")
    village(work)
    drives = [tmp_path / letter for letter in "EF"]
    named, elsewhere = (each / "备份" for each in drives)
    named.mkdir(parents=True)
    work.change_settings({"second_backup_folder": str(named)})
    assert backups.back_up(work)[1] == ()
    kept = work.backup_folder

    def place(asked=named):
        return second_place.located(kept, asked, drives)

    drives[0].rename(drives[1])
    assert place() == (elsewhere, True)
    copies = {each.name for each in elsewhere.glob("*.sqlite")}
    assert second_place.copies_at(kept, elsewhere) == copies
    second_place.remember(kept, named, elsewhere, copies)  # as the next copy does
    assert place() == (elsewhere, True)
    # What is plugged in where the settings say so is taken as they say; another name is another place.
    named.mkdir(parents=True)
    assert place() == (named, True)
    assert place(drives[0] / "别处") == (drives[0] / "别处", False)
    named.rmdir()
    # Another stick with such a folder is not ours, nor is one with a mark of its own.
    (elsewhere / "gaotang-backup-place.txt").write_text("编号：0123456789abcdef", "utf-8")
    assert place() == (named, False)
    work.close()


def test_the_second_place_and_what_was_replaced_are_thinned_like_the_first(tmp_path):
    clock = [NOW - timedelta(days=400)]
    work = Workplace.open(tmp_path / "data", now=lambda: clock[0])
    village(work)
    stick = tmp_path / "U盘"
    stick.mkdir()
    work.change_settings({"second_backup_folder": str(stick)})
    made, _ = backups.back_up(work)
    whole = made.read_bytes()
    for days in range(1, 400):
        day = clock[0] + timedelta(days=days)
        for hour in (8, 17):
            name = f"{day:%Y%m%d}-{hour:02d}0000"
            for folder in (work.backup_folder, stick):
                (folder / f"gaotang-{name}.sqlite").write_bytes(whole[:10])
            kept = work.backup_folder / f"replaced-{name}"
            kept.mkdir()
            (kept / "gaotang.sqlite").write_bytes(b"x")
    clock[0] = NOW
    noted = work.backup_folder / "second-place.json"
    known = json.loads(noted.read_text("utf-8"))
    known["copies"] = [each.name for each in stick.glob("gaotang-*.sqlite")]  # made day by day
    noted.write_text(json.dumps(known), "utf-8")
    backups.back_up(work)
    counts = {
        "first": len(list(work.backup_folder.glob("gaotang-*.sqlite"))),
        "second": len(list(stick.glob("gaotang-*.sqlite"))),
        "replaced": len(list(work.backup_folder.glob("replaced-*"))),
    }
    assert all(30 <= count <= 10 + 30 + 24 for count in counts.values()), counts
    assert max(work.backup_folder.glob("gaotang-*.sqlite")).stat().st_size > 1000
    work.close()


def test_two_offices_with_one_second_place_leave_each_other_s_copies_alone(tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()

    def office(name, *places):
        work = open_work(tmp_path / name)
        for each in places:
            village(work, each)
        work.change_settings({"second_backup_folder": str(stick)})
        return work

    lost = office("lost", "郭桥村", "刘庄村")
    backups.back_up(lost)
    (of_the_lost,) = stick.glob("gaotang-*.sqlite")
    whole = of_the_lost.read_bytes()
    lost.close()
    new = office("new", "示范村")
    clock = [NOW]
    new.now = lambda: clock[0]
    for _time in range(3):
        assert backups.back_up(new)[1] == ()
    for days in range(70):
        clock[0] = NOW + timedelta(days=days)
        backups.back_up(new)
    assert of_the_lost.read_bytes() == whole
    assert 30 <= len(list(stick.glob("gaotang-*.sqlite"))) <= 1 + 10 + 30 + 24
    new.close()


def test_a_full_place_is_named_as_full_and_a_protected_one_as_protected(tmp_path):
    import errno
    import sqlite3

    from gaotang_desktop.data.problems import as_storage_problem, not_writable
    from gaotang_desktop.domain.errors import NotWritable

    path = tmp_path / "gaotang.sqlite"
    said = {
        "磁盘已满": [
            OSError(errno.ENOSPC, "x"),
            sqlite3.OperationalError("database or disk is full"),
        ],
        "没有写入权限": [
            OSError(errno.EACCES, "x"),
            OSError(errno.EROFS, "x"),
            sqlite3.OperationalError("attempt to write a readonly database"),
        ],
    }
    for words, errors in said.items():
        for error in errors:
            problem = as_storage_problem(error, path)
            assert isinstance(problem, NotWritable)
            assert words in str(problem)
            assert "U 盘" not in str(problem)
    gone = tmp_path / "U盘" / "数据"
    assert "U 盘" in str(as_storage_problem(sqlite3.OperationalError("disk I/O error"), gone / "x"))
    assert "U 盘" in str(not_writable(gone, OSError(errno.EIO, "x")))
    odd = str(as_storage_problem(sqlite3.OperationalError("disk I/O error"), path))
    assert "磁盘可能有问题" in odd


def test_another_process_that_reads_the_open_data_leaves_the_wal_in_its_place(tmp_path):
    work = used(tmp_path)
    wal = work.path.with_name("gaotang.sqlite-wal")
    before = wal.stat().st_ino
    reads = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT 1 FROM villages').fetchall(); c.close()"
    subprocess.run([sys.executable, "-c", reads, work.path], check=True)
    assert wal.exists()
    assert wal.stat().st_ino == before
    work.close()
