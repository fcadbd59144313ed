"""An office archived in the window, and given on to a new folder from the first steps."""

import pytest
from archived_office import fill, rows
from builders import NOW, open_work, village
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.services import records
from gaotang_desktop.services.archiving import writing
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.frame.beginning.first_run import FirstRun


def opened(qtbot, folder, show="system"):
    work = Workplace.open(folder, now=lambda: NOW)
    made = make_window(work.folder)
    owned(qtbot, made)
    made.resize(1366, 728)
    made.show()
    attach(made, work, show=show)
    settled(qtbot, made)
    return made


@pytest.fixture
def window(qtbot, tmp_path):
    work = open_work(tmp_path / "data")
    fill(work, tmp_path)
    work.close()
    made = opened(qtbot, tmp_path / "data")
    yield made
    made.desk.work.close()


def sheet(window):
    page = window.current_page()
    page.tabs.setCurrentWidget(page.archive)
    return page.archive


def test_a_year_is_chosen_the_place_is_asked_and_the_archive_is_made(qtbot, window, tmp_path):
    tab = sheet(window)
    assert [tab.scope.itemText(row) for row in range(tab.scope.count())] == ["全部", "2026年"]
    (tmp_path / "U盘").mkdir()
    tab.scope.setCurrentIndex(1)
    tab.ask(tmp_path / "U盘")
    assert "姓名是全的" in window.messages.dialog.text.text()
    assert "高塘" not in window.messages.dialog.text.text()
    window.messages.dialog.act.click()
    settled(qtbot, window)
    [made] = (tmp_path / "U盘").iterdir()
    assert made.name == "示例镇综治中心归档 2026年 20261024"
    assert (made / "目录.xlsx").is_file()
    assert "已归档并核对" in window.messages._toast.label.text()
    assert tab.table.rowCount() > 30
    assert tab.show_folder.isEnabled()
    tab.ask(tmp_path / "U盘")
    assert "“示例镇综治中心归档 2026年 20261024 (2)”" in window.messages.dialog.text.text()
    window.messages.dialog.reject()


def test_what_masking_means_is_said_before_and_after(qtbot, window, tmp_path):
    tab = sheet(window)
    assert "姓名是全的" in tab.said.text()
    tab.masked.setChecked(True)
    assert "不能恢复" in tab.said.text()
    tab.ask(tmp_path)
    assert "不能恢复" in window.messages.dialog.text.text()
    window.messages.dialog.act.click()
    settled(qtbot, window)
    assert "打码" in tab.last.name


def test_a_folder_with_data_takes_no_archive(window):
    assert sheet(window).choose_archive() is None
    assert "已经有数据" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    window.open_first_run()
    first = window.findChild(FirstRun)
    assert first.choose_backup() is None  # it would take the place of all data unasked
    assert any("请到“系统”的“备份”里恢复" in each.text() for each in first.findChildren(QLabel))
    first.reject()


def test_a_successor_begins_with_an_archive(qtbot, window, tmp_path):
    work = window.desk.work
    writing.write(work, tmp_path / "归档")
    new = opened(qtbot, tmp_path / "new")
    new.open_first_run()
    first = new.findChild(FirstRun)
    assert [each.text() for each in first.ways_back] == ["从备份恢复", "从归档恢复"]
    dialog = first.choose_archive()
    dialog.fileSelected.emit(str(tmp_path / "归档"))
    qtbot.waitUntil(lambda: new.desk is not None and not new.jobs.is_busy(), timeout=30_000)
    settled(qtbot, new)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert new.findChild(FirstRun) is None
    assert "已恢复“归档”" in new.messages._toast.label.text()
    assert rows(new.desk.work)["disputes"] == rows(work)["disputes"]
    new.desk.work.close()


def test_a_restore_that_is_stopped_opens_the_empty_folder_again(qtbot, tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    writing.write(work, tmp_path / "归档")
    work.close()
    new = opened(qtbot, tmp_path / "new")
    new.restore(tmp_path / "归档")
    new.jobs.cancel_all()  # what 取消 in the dialog of progress does
    qtbot.waitUntil(lambda: new.desk is not None and not new.jobs.is_busy(), timeout=30_000)
    settled(qtbot, new)
    assert "已取消恢复" in new.messages._toast.label.text()
    assert not records.references(new.desk.work, "villages")
    new.desk.work.close()


def test_a_folder_that_is_no_archive_changes_nothing_and_the_window_opens_again(qtbot, tmp_path):
    new = opened(qtbot, tmp_path / "new")
    (tmp_path / "x").mkdir()
    new.restore(tmp_path / "x")
    qtbot.waitUntil(lambda: new.desk is not None and not new.jobs.is_busy(), timeout=30_000)
    settled(qtbot, new)
    assert "不是归档" in new.messages.dialog.text.text()
    new.messages.dialog.reject()
    village(new.desk.work, "郭桥村")
    assert len(records.references(new.desk.work, "villages")) == 1
    new.desk.work.close()


def test_in_the_first_steps_too_a_folder_with_data_is_told(qtbot, window):
    window.open_first_run()
    first = window.findChild(FirstRun)
    assert first.choose_archive() is None
    assert "已经有数据" in first.problem.text()
