"""A night of patrols typed from the keyboard into the real window."""

from datetime import date, datetime

import pytest
from builders import open_work, village
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from window_steps import owned

from gaotang_desktop.app import make_window
from gaotang_desktop.services import records

NOW = datetime(2026, 10, 24, 21, 0)


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=NOW)
    for order, name in enumerate(("郭桥村", "刘庄村", "贾王村"), start=1):
        village(work, name, display_order=order)
    window = make_window(tmp_path / "data")
    owned(qtbot, window)
    window.show()
    window.attach(work, show="patrols")
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)
    yield window
    window.current_page().entry.grid.model.undo()
    work.close()


def patrols_of(clerk):
    return records.listing(clerk.desk.work, "patrols")


def paste(qtbot, view, text):
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_night_is_typed_pasted_saved_and_undone_in_one_step(qtbot, clerk):
    page = clerk.current_page()
    page.enter_night(date(2026, 10, 23))
    view = page.entry.grid.view
    paste(qtbot, view, "2000\t22：10\t示例甲\t５\n2030\t0010\t示例乙\t3\n")
    qtbot.keyClick(page.entry, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.save_night()
    listed = patrols_of(clerk)
    people = [row[listed.column("people")] for row in listed.rows]
    assert sorted(people) == [3, 5]
    assert not page.entry.is_dirty()
    clerk.undo()
    qtbot.waitUntil(lambda: not clerk.jobs.is_busy(), timeout=20_000)
    assert patrols_of(clerk).ids == ()


def test_a_wrong_time_is_said_at_its_cell_and_nothing_of_the_night_is_stored(qtbot, clerk):
    page = clerk.current_page()
    page.enter_night(date(2026, 10, 23))
    paste(qtbot, page.entry.grid.view, "2000\t2200\t示例甲\t5\n2100\t2000\t示例乙\t3\n")
    page.save_night()
    second = page.entry.grid.model.ids[1]
    assert "早于开始" in page.entry.grid.errors()[second, "end"]
    assert patrols_of(clerk).ids == ()
    assert "没有保存" in page.unsaved()


def test_a_night_to_come_cannot_be_entered(clerk):
    page = clerk.current_page()
    page.enter_night(date(2026, 10, 25))
    assert page.stack.currentIndex() == 0
