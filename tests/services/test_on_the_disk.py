"""What gets the name by which it counts is on the disk before: a power cut cannot leave it empty."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from builders import open_work, village

from gaotang_desktop import keys
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.services import attachments, backups
from gaotang_desktop.services.archiving import writing
from gaotang_desktop.services.computer import data_place, encryption


@pytest.fixture
def named_too_early(monkeypatch):
    """Names that files got while something of them was not on the disk, and names not kept there.

    It asks the system what is flushed and renamed: no test can pull the plug of this machine.
    """
    flushed, renamed, early = set(), [], []
    fsync = os.fsync

    def flush(handle):
        found = os.fstat(handle)
        flushed.add((found.st_dev, found.st_ino, found.st_mtime_ns))
        fsync(handle)

    def is_flushed(path):
        found = path.stat()
        return (found.st_dev, found.st_ino, found.st_mtime_ns) in flushed

    def watching(real):
        def rename(source, target, **more):
            place = Path(source)
            inner = [each for each in place.rglob("*") if each.is_file()]
            early.extend(str(target) for each in inner or [place] if not is_flushed(each))
            real(source, target, **more)
            renamed.append(Path(target))

        return rename

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", watching(os.replace))
    monkeypatch.setattr(os, "rename", watching(os.rename))
    return lambda: [
        *early,
        *(
            f"the name {each}"
            for each in renamed
            if os.name != "nt" and each.parent.is_dir() and not is_flushed(each.parent)
        ),
    ]


@pytest.fixture
def work(tmp_path):
    work = open_work(tmp_path / "data")
    number = village(work)
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", number, [tmp_path / "照片.txt"])
    yield work
    work.close()


def test_an_attached_file(work, tmp_path, named_too_early):
    (tmp_path / "another.txt").write_text("证据二", "utf-8")
    attachments.add(work, "villages", 1, [tmp_path / "another.txt"])
    assert named_too_early() == []


def test_a_backup_and_what_is_attached_on_a_stick(work, tmp_path, named_too_early):
    backups.back_up(work, tmp_path / "份.sqlite")
    assert (tmp_path / "份-附件.zip").exists()
    assert named_too_early() == []


def test_an_archive(work, tmp_path, named_too_early):
    writing.write(work, tmp_path / "归档")
    # Within the folder that is being written nothing counts yet.
    assert [each for each in named_too_early() if ".archive-part" not in each] == []


def test_a_data_folder_at_its_new_place(work, tmp_path, monkeypatch, named_too_early):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    work.close()
    data_place.move(work.folder, tmp_path / "新处" / "data")
    assert [each for each in named_too_early() if "config" not in each] == []


def test_a_changed_password(work, monkeypatch, named_too_early):
    monkeypatch.setattr(keys, "ROUNDS", 2)
    work.close()
    encryption.encrypt(work.folder, "一句不短的话")
    encryption.change_password(work.folder, "一句不短的话", "另一句不短的话")
    assert [each for each in named_too_early() if "key" in each] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_second_copy_without_its_files_is_told_as_one_and_names_the_place(tmp_path):
    import resource

    stick, film = tmp_path / "stick", tmp_path / "录像.bin"
    stick.mkdir()
    film.write_bytes(os.urandom(6 << 20))
    work = open_work(tmp_path / "data")
    attachments.add(work, "villages", village(work), [film])
    backups.back_up(work)
    work.change_settings({"second_backup_folder": str(stick)})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, before[1]))
    try:
        _made, said = backups.back_up(work)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    [sentence] = said
    assert "数据存成了，可是附件没有带全" in sentence
    assert str(stick) in sentence
    assert "添加" not in sentence
    work.close()


def test_what_a_disk_that_fails_may_have_kept_after_all_is_not_told_as_unsaved(tmp_path):
    # The bytes may stand in the WAL although the disk answered with an error when it was flushed.
    problem = as_storage_problem(sqlite3.OperationalError("disk I/O error"), tmp_path / "a.sqlite")
    assert "可能没有保存" in str(problem)
    assert "先看看有没有它" in str(problem)


def test_a_stick_that_is_out_is_to_be_plugged_in_again(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    work.folder.rename(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    assert "数据放在 U 盘上的，请插回去" in work.database.place.problem().now
    work.close()
