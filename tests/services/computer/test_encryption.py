"""An encrypted office: nothing of it can be read without the password, and nothing is lost on the way."""

import json
import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import open_work, village
from killed_encryption import found, kept_at_each_line

from gaotang_desktop import keys
from gaotang_desktop.data.connections import connect, reading
from gaotang_desktop.domain.errors import (
    Conflict,
    DamagedDatabase,
    Locked,
    NewerDatabase,
    StorageProblem,
    WrongPassword,
)
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.paths import KEY_NAME
from gaotang_desktop.services import attachments, backups, history, records, unsaved
from gaotang_desktop.services.computer import drill, encryption

PASSWORD = "高塘的一串长口令"
PLANTED = "司马相如之"


@pytest.fixture(scope="module", autouse=True)
def _cheap():
    """Two rounds: it is not the rounds that are tried here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ROUNDS", 2)
        yield


@pytest.fixture(autouse=True)
def _forgotten():
    keys.forget()
    yield
    keys.forget()


def office(folder):
    """A plain office with the planted name wherever words may lie."""
    work = open_work(folder)
    place = village(work, f"{PLANTED}村")
    paper = folder.parent / "纸.txt"
    paper.write_text(f"{PLANTED}的材料" * 50, "utf-8")
    attachments.add(work, "villages", place, [paper])
    backups.back_up(work)
    backups.back_up(work, folder / "backups" / "自己的.sqlite")
    gone = village(work, f"{PLANTED}二村")
    records.bin_records(work, "villages", [gone])
    unsaved.keep(folder, [Unsaved("p", "t", {"": {"name": PLANTED}}, (PLANTED,))])
    drill.run(work)
    attachments.opened(work, attachments.listed(work, "villages", place)[0].id)
    work.close()
    backups.restore(folder, folder / "backups" / "自己的.sqlite")
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return office(tmp_path_factory.mktemp("office") / "data")


@pytest.fixture
def folder(plain, tmp_path):
    shutil.copytree(plain, tmp_path / "data")
    return tmp_path / "data"


def holding(folder, words=PLANTED):
    """The files in which the words can be read."""
    needles = [words.encode(each) for each in ("utf-8", "utf-16-le", "gb18030")]
    return sorted(
        str(each.relative_to(folder))
        for each in folder.rglob("*")
        if each.is_file() and any(needle in each.read_bytes() for needle in needles)
    )


def villages(folder):
    work = open_work(folder)
    try:
        assert history.check_everything(work) == []
        return [each.label for each in records.references(work, "villages")]
    finally:
        work.close()


def test_no_file_of_an_encrypted_office_holds_a_name_and_all_is_there(folder):
    assert len(holding(folder)) > 5
    before = villages(folder)
    done = encryption.encrypt(folder, PASSWORD)
    assert (done.left, holding(folder)) == ((), [])
    work = open_work(folder)
    village(work, f"{PLANTED}三村")
    said = backups.back_up(work)[1]
    assert said == ()
    assert drill.run(work).problems == ()
    unsaved.keep(folder, [Unsaved("p", "t", {"": {"name": PLANTED}}, (PLANTED,))])
    while_open = holding(folder)
    (row,) = attachments.listed(work, "villages", 1)
    assert PLANTED in attachments.opened(work, row.id).read_text("utf-8")
    work.close()
    assert (while_open, holding(folder)) == ([], [])
    assert unsaved.kept(folder)[0].told == [PLANTED]
    assert villages(folder) == [*before, f"{PLANTED}三村"]
    assert all(backups.problem_with(each.path) == "" for each in backups.listed(folder))


def test_plain_again_it_is_what_it_was(folder):
    before = villages(folder)
    encryption.encrypt(folder, PASSWORD)
    assert encryption.decrypt(folder, PASSWORD) == ()
    keys.forget()
    assert villages(folder) == before
    assert not (folder / KEY_NAME).exists()
    assert len(holding(folder)) > 5
    assert unsaved.kept(folder)[0].told == [PLANTED]
    assert all(backups.problem_with(each.path) == "" for each in backups.listed(folder))


def test_without_the_password_every_way_in_is_closed_with_a_sentence(folder):
    encryption.encrypt(folder, PASSWORD)
    keys.forget()
    with pytest.raises(Locked, match="口令"):
        open_work(folder)
    with pytest.raises(Locked), reading(folder / "gaotang.sqlite"):
        pass
    with pytest.raises(Locked):
        connect(folder / "another.sqlite", "rwc")
    assert not (folder / "another.sqlite").exists()
    with pytest.raises(WrongPassword, match="口令不对"):
        encryption.unlock(folder, "别的一串长口令")
    encryption.unlock(folder, PASSWORD)
    assert villages(folder)


def test_wrong_passwords_are_slowed_also_after_a_new_start(folder):
    encryption.encrypt(folder, PASSWORD)
    at = datetime(2026, 10, 24, 9, 0)
    waits = []
    for _ in range(6):
        at += timedelta(seconds=encryption.waiting(folder, at))
        with pytest.raises(WrongPassword):
            encryption.unlock(folder, "不是这个口令", now=lambda at=at: at)
        waits.append(encryption.waiting(folder, at))
    assert waits == [0, 0, 5, 10, 20, 40]
    with pytest.raises(WrongPassword, match="等 40 秒"):
        encryption.unlock(folder, PASSWORD, now=lambda: at)
    # The clock was set back a year: nobody waits for it.
    assert encryption.waiting(folder, at - timedelta(days=365)) == 40
    encryption.unlock(folder, PASSWORD, now=lambda: at + timedelta(seconds=41))
    assert encryption.waiting(folder, at) == 0


def test_the_recovery_sheet_opens_and_a_new_one_closes_the_old_one(folder):
    code = encryption.encrypt(folder, PASSWORD).recovery
    encryption.change_password(
        folder, code.lower().replace("-", " "), "新的一串长口令", recovery=True
    )
    with pytest.raises(WrongPassword):
        encryption.unlock(folder, PASSWORD)
    newer = encryption.new_recovery(folder, "新的一串长口令")
    with pytest.raises(WrongPassword, match="恢复码不对"):
        encryption.unlock(folder, code, recovery=True)
    encryption.unlock(folder, newer.replace("0", "O").replace("1", "l"), recovery=True)
    assert villages(folder)


@pytest.mark.parametrize("weak", ["", "1234567", "aaaaaaaaaaaa", "短口令"])
def test_a_weak_password_changes_nothing(folder, weak):
    before = (folder / "gaotang.sqlite").read_bytes()
    with pytest.raises(WrongPassword, match="8 个字符"):
        encryption.encrypt(folder, weak)
    assert not (folder / KEY_NAME).exists()
    assert (folder / "gaotang.sqlite").read_bytes() == before


def test_a_folder_is_not_encrypted_twice(folder):
    encryption.encrypt(folder, PASSWORD)
    with pytest.raises(Conflict, match="已经加了密"):
        encryption.encrypt(folder, PASSWORD)


def test_old_plain_backups_are_removed_where_that_was_asked_for(folder):
    assert encryption.plain_copies(folder)
    assert encryption.encrypt(folder, PASSWORD, drop_backups=True).left == ()
    assert encryption.plain_copies(folder) == []
    assert (backups.listed(folder), holding(folder)) == ([], [])
    assert villages(folder)


def test_a_backup_opens_elsewhere_with_the_password_of_its_time(folder, tmp_path):
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    copy, _ = backups.back_up(work, tmp_path / "u盘" / "份.sqlite")
    work.close()
    keys.forget()
    other = tmp_path / "other"
    with pytest.raises(Locked, match=r"份\.sqlite.*当时的口令"):
        backups.restore(other, copy, others=True)
    with pytest.raises(WrongPassword):
        encryption.unlock_copy(other, copy, "别的一串长口令")
    encryption.unlock_copy(other, copy, PASSWORD)
    backups.restore(other, copy, others=True)
    assert villages(other) == villages(folder)
    assert holding(other) == []
    keys.forget()
    with pytest.raises(Locked):
        open_work(other)


def test_a_backup_of_another_key_takes_the_key_of_the_folder_it_is_restored_to(folder, tmp_path):
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    copy, _ = backups.back_up(work, tmp_path / "份.sqlite")
    work.close()
    other = office(tmp_path / "other" / "data")
    encryption.encrypt(other, "另一个办公室的口令")
    backups.restore(other, copy, others=True)
    keys.forget()
    encryption.unlock(other, "另一个办公室的口令")
    assert villages(other)
    assert holding(other) == []


def test_a_plain_folder_that_takes_in_an_encrypted_backup_is_encrypted_whole(folder, tmp_path):
    other = office(tmp_path / "other" / "data")
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    copy, _ = backups.back_up(work, tmp_path / "份.sqlite")
    work.close()
    backups.restore(other, copy, others=True)
    keys.forget()
    with pytest.raises(Locked):
        open_work(other)
    encryption.unlock(other, PASSWORD)
    assert villages(other)
    assert holding(other) == []


def test_a_backup_without_its_key_file_says_so(folder, tmp_path):
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    copy, _ = backups.back_up(work, tmp_path / "份.sqlite")
    work.close()
    keys.forget()
    for each in keys.copies(tmp_path):
        each.unlink()
    with pytest.raises(StorageProblem, match="钥匙文件"):
        encryption.unlock_copy(folder, copy, PASSWORD)
    with pytest.raises(DamagedDatabase):
        backups.restore(tmp_path / "other", copy)


def test_a_backup_of_a_newer_version_is_refused_and_nothing_is_changed(folder, tmp_path):
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    copy, _ = backups.back_up(work, tmp_path / "份.sqlite")
    work.close()
    file = connect(copy, "rw")
    file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    before = villages(folder)
    with pytest.raises(NewerDatabase):
        backups.restore(folder, copy)
    assert villages(folder) == before


def test_a_damaged_head_of_the_data_is_damage_and_not_a_new_office(folder):
    encryption.encrypt(folder, PASSWORD)
    path = folder / "gaotang.sqlite"
    path.write_bytes(path.read_bytes()[:100] + bytes(4000) + path.read_bytes()[4100:])
    with pytest.raises(DamagedDatabase):
        open_work(folder)
    assert backups.newest_good(folder) is not None


@pytest.mark.parametrize("what", ["gone", "emptied", "altered", "greedy"])
def test_a_spoilt_key_file_is_mended_from_the_copy_among_the_backups(folder, what):
    encryption.encrypt(folder, PASSWORD)
    keys.forget()
    path = folder / KEY_NAME
    told = json.loads(path.read_text("utf-8"))
    if what == "gone":
        path.unlink()
    elif what == "emptied":
        path.write_bytes(b"")
    elif what == "greedy":
        told["password"]["rounds"] = 1 << 40
        path.write_text(json.dumps(told), "utf-8")
    else:
        path.write_text("{}", "utf-8")
    with pytest.raises(StorageProblem):
        open_work(folder)
    assert encryption.lacks_key(folder)
    encryption.mend(folder)
    encryption.unlock(folder, PASSWORD)
    assert villages(folder)


@pytest.mark.parametrize("way", ["encrypt", "decrypt"])
def test_killed_at_any_line_nothing_is_lost_and_the_next_opening_goes_on(folder, tmp_path, way):
    before = villages(folder)
    if way == "decrypt":
        encryption.encrypt(folder, PASSWORD)
    deed = encryption.encrypt if way == "encrypt" else encryption.decrypt
    copies = kept_at_each_line(folder, tmp_path / "kept", lambda each: deed(each, PASSWORD))
    assert len(copies) > 25
    told = [found(each, PASSWORD) for each in copies]
    for each in told:
        assert each["villages"] == before, each
        said = "恢复码没有给出来" in "".join(each["problems"])
        assert each["problems"][said:] == [], each
        assert not said or each["encrypted"], each
        # All in one state or all in the other, and no words where there is a key.
        assert each["encrypted"] == (each["names"] == 0), each
    assert {each["encrypted"] for each in told} == {True, False}


def test_a_copy_of_an_open_office_holds_what_still_stands_in_the_wal(folder):
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    with closing(connect(work.path, "ro")) as reader:
        # A reader of how it was keeps SQLite from taking the WAL over into the database.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM villages").fetchone()
        for number in range(3):
            village(work, f"{number}村")
        assert work.path.with_name("gaotang.sqlite-wal").stat().st_size > 0
        made, _said = backups.back_up(work)
        reader.execute("ROLLBACK")
    work.close()
    with reading(made) as copy:
        names = {row[0] for row in copy.execute("SELECT name FROM villages")}
    assert {"0村", "1村", "2村"} <= names
    assert backups.problem_with(made) == ""
    assert sorted(each.name for each in made.parent.glob(f"{made.name}*")) == [made.name]


def test_a_backup_of_another_time_asks_for_its_own_password_or_recovery_sheet(folder, tmp_path):
    first = encryption.encrypt(folder, PASSWORD)
    copy, _ = backups.back_up(opened := open_work(folder))
    opened.close()
    shutil.copytree(folder / "backups", tmp_path / "stick")
    copy = tmp_path / "stick" / copy.name
    encryption.decrypt(folder, PASSWORD)
    encryption.encrypt(folder, "今天的另一句口令")
    keys.forget()
    encryption.unlock(folder, "今天的另一句口令")
    assert encryption.copy_needs_password(copy)
    assert "当时的口令" in backups.problem_with(copy)
    for secret, recovery in ((PASSWORD + "错", False), (first.recovery[:-1] + "?", True)):
        with pytest.raises(WrongPassword, match="不对"):
            encryption.unlock_copy(folder, copy, secret, recovery=recovery)
    encryption.unlock_copy(folder, copy, first.recovery, recovery=True)
    assert not encryption.copy_needs_password(copy)
    backups.restore(folder, copy)
    keys.forget()
    encryption.unlock(folder, "今天的另一句口令")
    assert villages(folder)


def test_a_key_file_that_lies_on_a_stick_is_brought_back_and_another_is_refused(folder, tmp_path):
    encryption.encrypt(folder, PASSWORD)
    assert not encryption.may_lack_key(folder)
    (copy,) = keys.copies(folder / "backups")
    stick = shutil.copy(copy, tmp_path)
    copy.unlink()
    (folder / KEY_NAME).unlink()
    keys.forget()
    assert encryption.may_lack_key(folder)
    assert not encryption.lacks_key(folder)
    other = tmp_path / "别家.json"
    keys.write(other, keys.made(keys.new_key(), PASSWORD, keys.new_recovery(), today="2026-10-24"))
    for wrong in (other, tmp_path / "没有.json"):
        with pytest.raises(StorageProblem, match="钥匙文件"):
            encryption.bring_key(folder, wrong)
        assert encryption.may_lack_key(folder)
    encryption.bring_key(folder, Path(stick))
    encryption.unlock(folder, PASSWORD)
    assert villages(folder)
