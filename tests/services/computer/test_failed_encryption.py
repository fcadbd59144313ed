"""A move to an encrypted folder, or back, that the disk cuts short: all of it is told, none is lost."""

import pytest
from builders import open_work, village

from gaotang_desktop import keys
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services import attachments, history, records
from gaotang_desktop.services.computer import encryption

PASSWORD = "高塘的一串长口令"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A plain office with an attached file."""
    monkeypatch.setattr(keys, "ROUNDS", 2)
    keys.forget()
    work = open_work(tmp_path / "data")
    place = village(work, "郭桥村")
    (tmp_path / "纸.txt").write_text("材料" * 50, "utf-8")
    attachments.add(work, "villages", place, [tmp_path / "纸.txt"])
    work.close()
    yield tmp_path / "data"
    keys.forget()


def opened(folder):
    """Names of the villages, and what the opening has to tell."""
    work = open_work(folder)
    try:
        assert history.check_everything(work) == []
        return [each.label for each in records.references(work, "villages")], work.unfinished
    finally:
        work.close()


def test_one_that_fails_at_once_leaves_all_as_it_was(folder):
    (folder / "gaotang.sqlite.restoring-cipher").mkdir()
    with pytest.raises(StorageProblem, match="没有加密，数据还和原来一样"):
        encryption.encrypt(folder, PASSWORD)
    assert not encryption.is_encrypted(folder)
    assert opened(folder) == (["郭桥村"], [])


def test_one_that_fails_later_is_gone_on_with_and_tells_that_nobody_has_a_sheet(folder):
    (stored,) = (folder / "attachments").glob("*/*")
    in_the_way = stored.with_name(f".{stored.name}.part")
    in_the_way.mkdir()
    with pytest.raises(StorageProblem, match="另做一张恢复单"):
        encryption.encrypt(folder, PASSWORD)
    in_the_way.rmdir()
    names, told = opened(folder)
    assert (names, len(told)) == (["郭桥村"], 1)
    assert "另做一张恢复单" in told[0]
    assert keys.is_encrypted(stored)
    assert opened(folder) == (["郭桥村"], [])


def test_one_back_is_gone_on_with_by_asking_again(folder):
    encryption.encrypt(folder, PASSWORD)
    in_the_way = folder / "gaotang.sqlite.restoring-cipher"
    in_the_way.mkdir()
    with pytest.raises(StorageProblem):
        encryption.decrypt(folder, PASSWORD)
    in_the_way.rmdir()
    assert encryption.decrypt(folder, PASSWORD) == ()
    assert not encryption.is_encrypted(folder)
    assert opened(folder) == (["郭桥村"], [])
