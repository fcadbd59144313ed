"""Real files beside a real database: kept once, brought back whole, never lost by a clean-up."""

import os
import zipfile
from pathlib import Path

import pytest
from builders import NOW, open_work, unit, village
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.data import attachments as store
from gaotang_desktop.domain import attachments as rules
from gaotang_desktop.domain.errors import Conflict, DamagedDatabase, NotFound, StorageProblem
from gaotang_desktop.services import attachments, backups, history, records
from gaotang_desktop.services.papers import drafts


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def guo(work):
    return village(work)


@pytest.fixture
def photo(tmp_path):
    return file(tmp_path / "来源", "现场照片.jpg", b"\xff\xd8 one")


def file(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def names(work, place):
    return [each.name for each in attachments.listed(work, "villages", place)]


def on_disk(work):
    return [p for p in (work.folder / "attachments").rglob("*") if p.is_file()]


def test_a_file_is_kept_and_comes_back_byte_for_byte(work, guo, photo, tmp_path):
    [number] = attachments.add(work, "villages", guo, [photo])
    photo.unlink()
    attachments.save_as(work, number, tmp_path / "另存.jpg")
    assert (tmp_path / "另存.jpg").read_bytes() == b"\xff\xd8 one"
    [row] = attachments.listed(work, "villages", guo)
    assert (row.name, row.size) == ("现场照片.jpg", 6)


def test_the_same_content_is_stored_once_for_two_records(work, guo, photo, tmp_path):
    other = village(work, "刘营村")
    same = file(tmp_path / "别处", "签到表.jpg", photo.read_bytes())
    attachments.add(work, "villages", guo, [photo])
    attachments.add(work, "villages", other, [same])
    assert len(on_disk(work)) == 1
    assert names(work, other) == ["签到表.jpg"]


def test_another_content_of_the_same_name_gets_a_number(work, guo, photo, tmp_path):
    other = file(tmp_path / "第二天", "现场照片.jpg", b"two")
    attachments.add(work, "villages", guo, [photo, other])
    assert names(work, guo) == ["现场照片.jpg", "现场照片（2）.jpg"]


def test_the_same_file_is_not_added_twice(work, guo, photo):
    attachments.add(work, "villages", guo, [photo])
    assert attachments.add(work, "villages", guo, [photo, photo]) == ()
    assert names(work, guo) == ["现场照片.jpg"]


def test_several_files_are_one_step_to_undo_and_to_redo(work, guo, photo, tmp_path):
    paths = [photo, file(tmp_path, "公开信.docx", b"letter")]
    attachments.add(work, "villages", guo, paths)
    assert work.undo() == "添加附件2个：郭桥村"
    assert names(work, guo) == []
    attachments.clean_up(work)
    work.redo()
    assert names(work, guo) == ["现场照片.jpg", "公开信.docx"]
    assert attachments.problems(work) == []


@pytest.mark.parametrize("removed", [False, True], ids=["kept", "in the bin"])
def test_a_record_that_has_a_file_is_not_taken_back_without_it(work, guo, photo, removed):
    entered = history.listed(work)[0].id
    attachments.add(work, "villages", guo, [photo])
    if removed:
        records.bin_records(work, "attachments", [attachments.listed(work, "villages", guo)[0].id])
    with pytest.raises(Conflict, match="现场照片"):
        work.undo(entered)
    for _step in range(2 if removed else 1):
        work.undo()
    work.undo()
    assert records.listing(work, "villages").ids == ()


@pytest.mark.parametrize("kind", ["villages", "opinions", "documents", "meeting-decisions"])
def test_the_file_of_a_record_never_turns_up_under_the_next_one(work, guo, photo, kind):
    first = one_more(work, guo, kind, "甲")
    attachments.add(work, kind, first, [photo])
    added = history.listed(work)[0].id
    work.undo()
    work.undo()
    second = one_more(work, guo, kind, "乙")
    assert second > first
    with pytest.raises(Conflict, match="现场照片"):
        work.redo(added)
    assert attachments.listed(work, kind, second) == ()
    assert history.check_everything(work) == []


def one_more(work, guo, kind, words):
    day = NOW.date()
    if kind == "villages":
        return village(work, f"{words}村")
    if kind == "opinions":
        values = {"received_on": day, "village_id": guo, "text": words}
        return records.save(work, kind, values)
    if kind == "documents":
        return drafts.create(work, "notice")
    office = unit(work, f"{words}所")
    values = {"held_on": day, "kind": "研判会", "topic": words}
    meeting = records.save(work, "meetings", values)
    return records.save(work, kind, {"meeting_id": meeting, "text": words, "unit_id": office})


def test_a_removed_attachment_waits_in_the_bin_and_comes_back(work, guo, photo):
    [number] = attachments.add(work, "villages", guo, [photo])
    records.bin_records(work, "attachments", [number])
    assert names(work, guo) == []
    assert attachments.clean_up(work) == (0, 0)
    records.restore_records(work, "attachments", [number])
    assert names(work, guo) == ["现场照片.jpg"]


def test_a_clean_up_takes_only_what_nothing_refers_to(work, guo, photo):
    attachments.add(work, "villages", guo, [photo])
    left = store.store_file(work.folder / "attachments", file(photo.parent, "x.txt", b"stray"))
    assert attachments.unused(work) == {left.digest}
    assert attachments.clean_up(work) == (1, 5)
    assert attachments.problems(work) == []


def test_what_the_system_opens_is_a_copy_that_cannot_change_the_original(work, guo, photo):
    [number] = attachments.add(work, "villages", guo, [photo])
    path = attachments.opened(work, number)
    assert path.name == "现场照片.jpg"
    assert not os.access(path, os.W_OK) or path.stat().st_mode & 0o222 == 0
    path.chmod(0o600)
    path.write_bytes(b"changed in WPS")
    assert attachments.opened(work, number).read_bytes() == b"\xff\xd8 one"
    assert attachments.problems(work) == []


def test_a_missing_or_changed_file_is_told_by_the_check(work, guo, photo):
    photo.write_bytes(str(photo).encode())  # never opened before, so no copy of it lies about
    [number] = attachments.add(work, "villages", guo, [photo])
    on_disk(work)[0].write_bytes(b"rotten")
    [said] = history.check_everything(work)
    assert "现场照片.jpg" in said
    assert "郭桥村" in said
    with pytest.raises(DamagedDatabase, match="已经损坏"):
        attachments.opened(work, number)
    attachments.add(work, "villages", village(work, "刘营村"), [photo])  # heals the content
    assert history.check_everything(work) == []


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: file(folder, "x", b"").parent, "是一个文件夹"),
        (lambda folder: folder / "拔掉的U盘.jpg", "已经不在了"),
    ],
)
def test_what_is_no_file_is_refused_and_nothing_is_added(work, guo, photo, tmp_path, make, said):
    with pytest.raises(StorageProblem, match=said):
        attachments.add(work, "villages", guo, [photo, make(tmp_path / "文件夹")])
    assert names(work, guo) == []


def test_a_file_over_the_limit_is_refused_before_it_is_read(work, guo, tmp_path):
    big = tmp_path / "录像.mp4"
    with big.open("wb") as handle:
        handle.truncate(rules.LARGEST + 1)
    with pytest.raises(StorageProblem, match="超过每个附件 200 MB 的上限"):
        attachments.add(work, "villages", guo, [big])
    assert not (work.folder / "attachments").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_a_sentence():
    with (
        pytest.raises(StorageProblem, match="磁盘空间不够"),
        store._writing(Path()),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")


def test_a_record_that_is_gone_takes_no_files(work, photo):
    with pytest.raises(NotFound):
        attachments.add(work, "villages", 99, [photo])


def test_a_backup_under_a_name_of_its_own_has_a_zip_beside_it_and_brings_everything_back(
    work, guo, photo, tmp_path
):
    attachments.add(work, "villages", guo, [photo])
    copy, said = backups.back_up(work, tmp_path / "U盘" / "十月.sqlite")
    assert said == ()
    with zipfile.ZipFile(tmp_path / "U盘" / "十月-附件.zip") as archive:
        assert len(archive.namelist()) == 1
    backups.restore(tmp_path / "新电脑", copy, now=lambda: NOW)
    fresh = open_work(tmp_path / "新电脑")
    assert names(fresh, guo) == ["现场照片.jpg"]
    assert attachments.problems(fresh) == []
    fresh.close()


def test_daily_copies_share_one_folder_of_files(work, guo, photo, tmp_path):
    second = tmp_path / "U盘"
    second.mkdir()
    work.change_settings({"second_backup_folder": str(second)})
    attachments.add(work, "villages", guo, [photo])
    copy, _ = backups.back_up(work)
    backups.back_up(work)
    for folder in (work.backup_folder, second):
        assert len([p for p in (folder / "附件").rglob("*") if p.is_file()]) == 1
    backups.restore(tmp_path / "新电脑", second / copy.name, now=lambda: NOW)
    assert backups.missing_files(tmp_path / "新电脑") == 0


def test_a_backup_without_its_files_is_restored_and_what_is_missing_is_counted(
    work, guo, photo, tmp_path
):
    attachments.add(work, "villages", guo, [photo])
    copy, _ = backups.back_up(work, tmp_path / "十月.sqlite")
    (tmp_path / "十月-附件.zip").write_bytes(b"not a zip")
    backups.restore(tmp_path / "新电脑", copy, now=lambda: NOW)
    assert backups.missing_files(tmp_path / "新电脑") == 1


def test_a_damaged_file_is_not_backed_up_silently(work, guo, photo, tmp_path):
    attachments.add(work, "villages", guo, [photo])
    on_disk(work)[0].unlink()
    _, said = backups.back_up(work, tmp_path / "十月.sqlite")
    assert said == ("有 1 个附件的文件不在了或者已经损坏，没有备份到，请检查数据。",)


@given(
    st.lists(
        st.sampled_from(["照片.jpg", "照片（2）.jpg", "照片", "a.tar.gz", "A.TAR.GZ"]), max_size=12
    )
)
def test_every_file_of_a_record_has_a_name_of_its_own(given_names):
    taken = []
    for each in given_names:
        taken.append(rules.free_name(each, taken))
    assert len({each.casefold() for each in taken}) == len(taken)
