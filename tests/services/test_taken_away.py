"""The open data are deleted, moved or replaced: the next saving says so, and nothing is lost."""

import os
import shutil
import sys

import pytest
from builders import open_work, village

from gaotang_desktop import keys
from gaotang_desktop.domain.errors import NotInPlace, StorageProblem
from gaotang_desktop.services import attachments, backups, records, tampering
from gaotang_desktop.services.computer import encryption

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody delete or move what is open"
)


@pytest.fixture
def work(tmp_path):
    work = open_work(tmp_path / "data")
    number = village(work, "郭桥村")
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", number, [tmp_path / "照片.txt"])
    backups.back_up(work)
    village(work, "刘庄村")  # in the WAL alone
    yield work
    work.close()


def names(folder):
    work = open_work(folder)
    try:
        assert tampering.problems(work) == []
        return [each.label for each in records.references(work, "villages")]
    finally:
        work.close()


def refused(work, words):
    for deed in (
        lambda: village(work, "三村"),
        lambda: attachments.add(work, "villages", 1, [work.folder.parent / "照片.txt"]),
    ):
        with pytest.raises(NotInPlace, match=f"{words}.*，这次修改没有保存"):
            deed()
    with pytest.raises(StorageProblem, match=f"{words}.*，现在什么都不能保存"):
        records.references(work, "villages")  # needs a second connection


def replace(work):
    other = open_work(work.folder.parent / "别处")
    village(other, "别的村")
    other.close()
    os.replace(other.path, work.path)  # noqa: PTH105 - as another program would


TAKEN = {
    "deleted": (lambda work: work.path.unlink(), "不见了"),
    "replaced": (replace, "被换成了另一个文件"),
    "moved without what stands beside it": (
        lambda work: work.path.rename(work.folder.parent / "搬走.sqlite"), "不见了"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAKEN)
def test_a_file_that_was_taken_away_is_kept_whole_among_the_backups(work, how):
    taken, words = TAKEN[how]
    taken(work)
    refused(work, words)
    assert backups.has_changed(work)
    copy, said = backups.back_up(work)
    assert (said, backups.problem_with(copy)) == ((), "")
    assert not backups.has_changed(work)
    work.close()
    if how == "replaced":  # what stood in our WAL was never mixed into the other file
        assert names(work.folder) == ["别的村"]
    backups.restore(work.folder, copy)
    assert names(work.folder) == ["郭桥村", "刘庄村"]


def test_what_was_replaced_is_not_mixed_with_the_other_file_even_without_a_copy(work):
    replace(work)
    work.close()
    assert names(work.folder) == ["别的村"]


def test_a_folder_that_is_gone_is_not_made_again_and_a_copy_goes_elsewhere(work, tmp_path):
    shutil.rmtree(work.folder)
    refused(work, "不见了")
    with pytest.raises(StorageProblem, match="备份没有写成"):
        backups.back_up(work)
    assert len(backups.back_up_changes(work)) == 1
    copy, said = backups.back_up(work, tmp_path / "份.sqlite")
    assert "附件" in said[0]
    work.close()
    assert not work.folder.exists()
    backups.restore(work.folder, copy)
    assert names(work.folder) == ["郭桥村", "刘庄村"]


def test_a_folder_that_was_moved_is_named_and_put_back_all_goes_on(work, tmp_path):
    work.folder.rename(tmp_path / "改了名")
    refused(work, f"现在是“{tmp_path / '改了名' / 'gaotang.sqlite'}”")
    assert backups.back_up_changes(work) == ()
    with pytest.raises(StorageProblem, match="备份没有写成"):
        backups.back_up(work)
    assert backups.back_up(work, tmp_path / "份.sqlite")[1] == ()
    assert not work.folder.exists()
    (tmp_path / "改了名").rename(work.folder)
    village(work, "三村")
    work.close()
    assert names(work.folder) == ["郭桥村", "刘庄村", "三村"]


def test_a_moved_folder_keeps_all_when_the_program_is_closed(work, tmp_path):
    work.folder.rename(tmp_path / "改了名")
    work.close()
    assert not work.folder.exists()
    assert names(tmp_path / "改了名") == ["郭桥村", "刘庄村"]


def test_a_folder_of_another_office_in_its_place_gets_nothing_of_ours(work, tmp_path):
    work.folder.rename(tmp_path / "改了名")
    open_work(work.folder).close()
    before = sorted(path.name for path in work.folder.rglob("*"))
    refused(work, "被移走或者改名了")
    with pytest.raises(StorageProblem, match="备份没有写成"):
        backups.back_up(work)
    work.close()
    assert sorted(path.name for path in work.folder.rglob("*")) == before


def test_a_wal_that_another_program_removed_comes_into_the_file_on_closing(work):
    (work.folder / "gaotang.sqlite-wal").unlink()
    refused(work, "gaotang.sqlite-wal”被别的程序删除")
    assert backups.problem_with(backups.back_up(work)[0]) == ""
    work.close()
    assert names(work.folder) == ["郭桥村", "刘庄村"]


def test_a_copy_of_an_encrypted_folder_that_is_gone_opens_with_its_password(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "ROUNDS", 2)
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    encryption.encrypt(tmp_path / "data", "一句不短的话")
    work = open_work(tmp_path / "data")
    village(work, "刘庄村")
    shutil.rmtree(work.folder)
    copy, _said = backups.back_up(work, tmp_path / "份.sqlite")
    work.close()
    keys.forget()
    encryption.unlock_copy(work.folder, copy, "一句不短的话")
    backups.restore(work.folder, copy)
    assert names(work.folder) == ["郭桥村", "刘庄村"]
