"""The open data are deleted or moved under the window: it says so, keeps a copy, and is careful to close."""

import os
import shutil
import sys
from contextlib import closing

import pytest
from builders import open_work, village
from PySide6.QtWidgets import QFileDialog, QLabel
from window_steps import owned, settled

from gaotang_desktop.app import make_window, open_folder
from gaotang_desktop.data.connections import beside, connect
from gaotang_desktop.domain.errors import NotInPlace, StorageProblem
from gaotang_desktop.services import backups, records, unsaved
from gaotang_desktop.ui.frame.full_pages import TroublePage
from gaotang_desktop.ui.frame.out_of_place import PlaceWatch

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody delete or move what is open"
)


@pytest.fixture
def window(qtbot, tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    window = owned(qtbot, make_window(tmp_path / "data"))
    window.show()
    open_folder(window, tmp_path / "data")
    settled(qtbot, window)
    return window


def watched(qtbot, window):
    """What the watch says when it looks the next time."""
    window.findChild(PlaceWatch).look()
    settled(qtbot, window)
    dialog = window.messages.dialog
    return dialog.text.text() if dialog else ""


def names(work):
    return [each.label for each in records.references(work, "villages")]


def test_a_deleted_file_is_kept_among_the_backups_and_offered_at_the_next_start(qtbot, window):
    work = window.desk.work
    village(work, "刘庄村")
    assert watched(qtbot, window) == ""
    work.path.unlink()
    said = watched(qtbot, window)
    newest = backups.listed(work.folder)[0]
    assert f"已经存成备份“{newest.path.name}”，并且校验过" in said
    assert "现在什么都不能保存" in window.notice.text()
    window.messages.dialog.leave.click()
    assert watched(qtbot, window) == ""  # said once
    window.close()
    settled(qtbot, window)
    assert not window.isVisible()

    again = owned(qtbot, make_window(work.folder))
    again.show()
    open_folder(again, work.folder)
    settled(qtbot, again)
    page = again.findChild(TroublePage)
    [button] = [each for each in page.buttons if each.text() == "恢复这份备份"]
    button.click()
    settled(qtbot, again)
    assert names(again.desk.work) == ["郭桥村", "刘庄村"]
    again.close()


def test_where_the_folder_is_gone_a_place_is_asked_for_before_anything_is_lost(
    qtbot, window, tmp_path
):
    work = window.desk.work
    village(work, "刘庄村")
    shutil.rmtree(work.folder)
    window.close()
    assert window.isVisible()
    assert "只在开着的程序里" in window.messages.dialog.text.text()
    window.messages.dialog.leave.click()
    assert "请先不要关闭程序，把它另存一份" in watched(qtbot, window)
    assert window.messages.dialog.act.text() == "另存一份…"
    window.messages.dialog.act.click()
    [chooser] = window.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "份.sqlite"))
    chooser.close()
    settled(qtbot, window)
    assert "并且校验过" in window.messages.dialog.text.text()
    assert backups.problem_with(tmp_path / "份.sqlite") == ""
    window.messages.dialog.leave.click()
    window.close()
    settled(qtbot, window)
    assert not window.isVisible()


def test_a_moved_folder_is_named_nothing_is_made_in_its_place_and_put_back_all_is_well(
    qtbot, window, tmp_path
):
    work = window.desk.work
    work.folder.rename(tmp_path / "搬走")
    assert str(tmp_path / "搬走") in watched(qtbot, window)
    window.messages.dialog.leave.click()
    window.go("patrols")
    settled(qtbot, window)
    window.memory.flush()
    assert not work.folder.exists()
    (tmp_path / "搬走").rename(work.folder)
    assert watched(qtbot, window) == ""
    assert window.notice.isHidden()
    village(work, "刘庄村")
    assert names(work) == ["郭桥村", "刘庄村"]


@pytest.mark.parametrize("content", ["older", "other", "nothing of ours"])
def test_another_content_in_the_open_file_is_told_and_not_mixed_with_what_is_open(
    qtbot, window, tmp_path, content
):
    work = window.desk.work
    older = backups.listed(work.folder)[0].path.read_bytes()
    other = open_work(tmp_path / "other")
    village(other, "别处村")
    other.close()
    village(work, "新村")
    with work.database.place.own_writing(), closing(connect(work.path, "rw")) as ours:
        ours.execute("PRAGMA wal_checkpoint(RESTART)")
    village(work, "再新村")
    written = {
        "older": older, "other": other.path.read_bytes(), "nothing of ours": b"text" * 5000,
    }[content]  # fmt: skip
    assert watched(qtbot, window) == ""
    with work.path.open("rb+") as file:  # as a copy over it does: the same file, another content
        file.truncate(0)
        file.write(written)
    log = beside(work.path, "-wal").read_bytes()
    assert log
    with pytest.raises(NotInPlace, match="这次修改没有保存"):
        village(work, "再一村")
    with pytest.raises(StorageProblem, match="备份没有写成"):
        backups.back_up(work)
    watched(qtbot, window)
    page = window.findChild(TroublePage)
    said = "".join(each.text() for each in page.findChildren(QLabel))
    assert "内容被别的程序盖掉了" in said
    assert work.path.read_bytes() == written
    assert beside(work.path, "-wal").read_bytes() == log
    [button] = [each for each in page.buttons if each.text() == "恢复这份备份"]
    button.click()
    settled(qtbot, window)
    assert names(window.desk.work) == ["郭桥村"]
    [kept] = work.backup_folder.glob("replaced-*")
    if content != "older":  # where the WAL fits, as in so small an office, it is folded in
        assert (kept / work.path.name).read_bytes() == written
        assert (kept / f"{work.path.name}-wal").read_bytes() == log
    window.close()


def test_what_is_being_typed_is_offered_again_after_another_content_came_under_it(qtbot, window):
    work = window.desk.work
    window.go("registers")
    settled(qtbot, window)
    form = window.page("registers").ledgers["villages"].add()
    settled(qtbot, window)
    form.put({"": {"name": "正在录入村"}})
    work.path.write_bytes(b"text" * 5000)
    watched(qtbot, window)
    assert "正在录入村" in str(unsaved.kept(work.folder))
    window.close()


def test_a_touched_file_and_our_own_long_work_are_no_other_hand(qtbot, window):
    work = window.desk.work
    for number in range(60):
        village(work, f"新{number}村", note="长" * 20_000)  # SQLite takes the WAL over meanwhile
        assert work.database.place.problem() is None
    os.utime(work.path)
    assert watched(qtbot, window) == ""
    assert work.database.place.problem() is None


def test_a_close_that_was_cut_off_leaves_what_was_not_in_the_file(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    log = beside(work.path, "-wal")
    kept = log.read_bytes()
    alone = tmp_path / "alone"
    shutil.copytree(work.folder, alone)
    work.close()
    log = alone / log.name
    log.rename(beside(log, ".kept"))
    log.touch()
    again = open_work(alone)
    assert names(again) == ["郭桥村"]
    assert kept
    again.close()
