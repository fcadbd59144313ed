"""What lies plain beside encrypted data, here and at the second backup place: its own alone is encrypted."""

import shutil

import pytest
from builders import open_work, village

from gaotang_desktop import keys
from gaotang_desktop.services import attachments, backups, records
from gaotang_desktop.services.computer import encryption, left_plain, salvage

PASSWORD = "高塘的一串长口令"
PLANTED = "司马相如之"


pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def folder(tmp_path):
    work = open_work(tmp_path / "data")
    paper = tmp_path / "纸.txt"
    paper.write_text(f"{PLANTED}的材料", "utf-8")
    attachments.add(work, "villages", village(work, f"{PLANTED}村"), [paper])
    work.close()
    return tmp_path / "data"


def holding(folder):
    return sorted(
        str(each.relative_to(folder))
        for each in folder.rglob("*")
        if each.is_file() and PLANTED.encode() in each.read_bytes()
    )


def test_old_plain_copies_at_the_second_place_are_named_and_replaced(folder, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    work = open_work(folder)
    work.change_settings({"second_backup_folder": str(stick)})
    backups.back_up(work)
    backups.back_up(work)
    copy, hurt = sorted(stick.glob("gaotang-*.sqlite"))
    hurt.write_bytes(b"SQLite format 3\0" + PLANTED.encode() * 500)
    work.close()
    (stick / "别人的.sqlite").write_text("不是备份", "utf-8")
    assert len(holding(stick)) == 3
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    assert len(left_plain.found(work).ours) == 3
    (said,) = left_plain.said(work)
    assert "3 个没有加密的旧文件" in said
    assert left_plain.encrypt(work) == (2, [hurt.name])
    assert holding(stick) == [hurt.name]
    assert [each.name for each in left_plain.found(work).ours] == [hurt.name]
    assert backups.problem_with(copy) == ""
    assert (stick / "别人的.sqlite").read_text("utf-8") == "不是备份"
    stick.rename(tmp_path / "拔了")
    assert left_plain.found(work) == left_plain.Plain()
    work.close()


def test_plain_copies_among_the_own_backups_are_named_and_replaced(folder):
    salvaged = salvage.run(folder).path
    made = salvaged.read_bytes()
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    assert left_plain.said(work) == []
    hurt = folder / "backups" / "replaced-20260101-080000" / "gaotang.sqlite"
    hurt.parent.mkdir()
    hurt.write_bytes(made[: len(made) // 2])
    salvaged.write_bytes(made)  # as an earlier version left it in an encrypted folder
    assert len(holding(folder)) == 2
    (said,) = left_plain.said(work)
    assert "本机的备份文件夹里还有 2 个没有加密的旧文件" in said
    assert salvaged.name in said
    assert left_plain.encrypt(work) == (1, [hurt.name])
    assert holding(folder) == [str(hurt.relative_to(folder))]
    assert backups.problem_with(salvaged) == ""
    assert left_plain.found(work).ours == (hurt,)
    work.close()
    backups.restore(folder, salvaged)
    work = open_work(folder)
    assert len(records.listing(work, "villages").ids) == 1
    work.close()


def test_what_another_office_keeps_at_the_same_second_place_is_not_encrypted(folder, tmp_path):
    stick, shared = tmp_path / "共用", tmp_path / "县里的通知.txt"
    stick.mkdir()
    shared.write_text("两家都有", "utf-8")

    def shares(work, own):
        place = records.listing(work, "villages").ids[0]
        mine = tmp_path / f"{own}.txt"
        mine.write_text(own, "utf-8")
        attachments.add(work, "villages", place, [shared, mine])
        work.change_settings({"second_backup_folder": str(stick)})
        assert backups.back_up(work)[1] == ()
        work.close()
        return attachments_at(stick)

    other = open_work(tmp_path / "另一家")
    village(other, "另一村")
    theirs = shares(other, "另一家的")
    whole = {path: path.read_bytes() for path in [*theirs, *stick.glob("gaotang-*.sqlite")]}
    shares(open_work(folder), "我家的")
    unnoted = stick / "gaotang-20200101-080000.sqlite"
    shutil.copy(backups.listed(folder)[0].path, unnoted)
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    found = left_plain.found(work)
    (common,) = (each for each in theirs if each.read_text("utf-8") == "两家都有")
    assert set(found.unsure) == {unnoted, common}
    assert "另有 2 个" in found.said_of_unsure
    assert left_plain.encrypt(work) == (len(found.ours), [])
    assert {path: path.read_bytes() for path in whole} == whole
    assert left_plain.found(work).ours == ()
    work.close()

    # The other office takes a password too: what lies there is then neither ours to write over.
    keys.forget()
    encryption.encrypt(tmp_path / "另一家", PASSWORD)
    other = open_work(tmp_path / "另一家")
    common.unlink()
    backups.back_up(other)
    other.close()
    sealed = common.read_bytes()
    keys.forget()
    encryption.unlock(folder, PASSWORD)
    work = open_work(folder)
    (said,) = backups.back_up(work)[1]
    assert "1 个附件没有带上" in said
    assert common.read_bytes() == sealed
    work.close()


def attachments_at(place):
    return [path for path in (place / "附件").rglob("*") if path.is_file()]
