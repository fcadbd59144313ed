"""The open data are deleted or moved under the window: it says so, keeps a copy, and is careful to close."""

import shutil
import sys

import pytest
from builders import open_work, village
from PySide6.QtWidgets import QFileDialog
from window_steps import owned, settled

from gaotang_desktop.app import make_window, open_folder
from gaotang_desktop.services import backups, records
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
