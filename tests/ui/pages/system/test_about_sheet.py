"""关于: versions, places, faces and printers, none of which the window waits for."""

import zipfile

import pytest
from builders import open_work
from window_steps import settled

from gaotang_desktop import paths


@pytest.fixture
def work(tmp_path):
    return open_work(tmp_path / "data")


def shown(sheet):
    return {
        sheet.table.item(row, 0).text(): sheet.table.item(row, 1).text()
        for row in range(sheet.table.rowCount())
    }


def test_it_tells_where_the_data_are_and_which_faces_this_computer_lacks(qtbot, window):
    window.menus.help.actions()[-1].trigger()
    sheet = window.current_page().about
    assert window.current_page().tabs.currentWidget() is sheet
    qtbot.waitUntil(lambda: sheet.printer_names is not None)
    settled(qtbot, window)
    told = shown(sheet)
    assert told["数据文件夹"] == str(window.desk.work.folder)
    assert "用程序自带的字体代替" in told["字体：方正小标宋"]
    assert told["打印机"] != "正在查找…"


def test_the_zip_for_the_maintainer_is_written_in_the_background(qtbot, window, tmp_path):
    sheet = window.current_page().about
    sheet.pack(tmp_path / "诊断.zip")
    settled(qtbot, window)
    with zipfile.ZipFile(tmp_path / "诊断.zip") as packed:
        assert "屏幕" in packed.read("版本.txt").decode("utf-8")


def test_moved_data_are_opened_at_their_new_place(qtbot, window, tmp_path):
    sheet, target = window.current_page().about, tmp_path / "新 位置"
    sheet.ask_to_move(target)
    window.messages.dialog.act.click()
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.work.folder == target)
    settled(qtbot, window)
    assert paths.default_data_folder() == target
