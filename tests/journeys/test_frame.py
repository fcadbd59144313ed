"""What surrounds the pages: the clock, a second window on the folder, a folder nobody may write."""

import os
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta

import pytest
from builders import NOW, village
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QSplitter
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window, open_folder
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.frame.full_pages import TroublePage


def opened(qtbot, folder):
    window = make_window(folder)
    owned(qtbot, window)
    window.show()
    open_folder(window, folder)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)
    qtbot.wait(20)
    return window


def trouble(window):
    return "".join(each.text() for each in window.findChild(TroublePage).findChildren(QLabel))


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def window(qtbot, tmp_path, clock):
    work = Workplace.open(tmp_path / "data", now=lambda: clock[0])
    village(work)
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    yield made
    work.close()


@pytest.mark.parametrize(("days", "warned"), [(0, False), (1, False), (2, True), (400, True)])
def test_a_clock_more_than_a_day_behind_the_records_is_said(window, tmp_path, clock, days, warned):
    window.close()
    clock[0] = NOW - timedelta(days=days)
    work = Workplace.open(tmp_path / "data", now=lambda: clock[0], alone=False)
    again = make_window(tmp_path / "data")
    again.show()
    attach(again, work)
    assert again.notice.isVisible() is warned
    if warned:
        assert f"{clock[0]:%Y-%m-%d}" in again.notice.text()
        assert "校准" in again.notice.text()
        clock[0] = datetime(2026, 10, 24, 10, 0)
        again._on_minute()
        assert not again.notice.isVisible()
    again.close()
    work.close()


def test_a_window_left_open_over_the_end_of_a_month_offers_the_new_one(
    qtbot, window, tmp_path, clock
):
    window.close()
    clock[0] = datetime(2026, 10, 31, 23, 59)
    work = Workplace.open(tmp_path / "data", now=lambda: clock[0], alone=False)
    again = make_window(tmp_path / "data")
    again.show()
    attach(again, work)
    again.go("registers", {"kind": "grid-counts", "month": date(2026, 10, 1)})
    settled(qtbot, again)
    picker = again.current_page().grid_month.picker
    assert not picker.later.isEnabled()
    clock[0] = datetime(2026, 11, 1, 0, 0)
    again._on_minute()
    settled(qtbot, again)
    assert picker.later.isEnabled()
    again.close()
    work.close()


def test_a_second_window_on_the_folder_says_so_and_opens_when_the_first_is_closed(qtbot, tmp_path):
    folder = tmp_path / "data"
    first = opened(qtbot, folder)
    second = opened(qtbot, folder)
    assert second.desk is None
    assert "已经在另一个窗口里打开" in trouble(second)
    first.close()
    second.findChild(TroublePage).buttons[0].click()
    qtbot.waitUntil(lambda: second.desk is not None, timeout=20_000)
    second.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_a_sentence_in_the_window(qtbot, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o500)
    window = opened(qtbot, folder)
    assert "不能写入" in trouble(window)
    window.close()


def test_closing_while_an_import_runs_stops_it_and_nothing_half_done_is_left(
    qtbot, window, tmp_path
):
    work = Workplace.open(tmp_path / "other", now=lambda: NOW)
    attach(window, work)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    started = threading.Event()

    def slow(progress):
        with work.database.operation("导入村") as session:
            from gaotang_desktop.data.models import Village

            for number in range(100_000):
                session.add(Village(name=f"第{number}村", kind="行政村"))
                session.flush()
                started.set()
                progress.step(number, 100_000)

    window.jobs.run(slow, title="正在导入", done=lambda _none: None)
    assert started.wait(10)
    with qtbot.waitSignal(window.closed, timeout=10_000):
        window.close()
    assert records.references(work, "villages") == ()
    work.close()


def patrol_splitter(qtbot, folder, *, width=1280, then=None):
    """Opens the window at a width on 平安夜巡; what was shown, and the sizes of the splitter there."""
    work = Workplace.open(folder, now=lambda: NOW)
    window = make_window(work.folder)
    owned(qtbot, window)
    window.resize(width, 728)
    window.show()
    attach(window, work)
    if then is not None:
        window.go("patrols")
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    qtbot.wait(50)
    splitter = window.current_page().month.findChild(QSplitter)
    if then is not None:
        then(window, splitter)
    seen = (window.current_page().key, splitter.orientation(), splitter.sizes())
    window.close()
    work.close()
    return seen


def dragged(qtbot, down):
    def drag(window, splitter):
        handle = splitter.handle(1)
        held = handle.rect().center()
        qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=held)
        for step in (down // 2, down):
            qtbot.mouseMove(handle, held + QPoint(0, step))
        qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=held)
        for tab in (1, 2, 0):  # Qt moves a page that comes to the front among its siblings
            window.current_page().tabs.setCurrentIndex(tab)

    return drag


def test_the_page_and_its_splitter_are_found_again(qtbot, tmp_path):
    def set_sizes(window, splitter):
        splitter.setSizes([330, 150])
        qtbot.wait(20)
        for tab in (1, 2, 0):
            window.current_page().tabs.setCurrentIndex(tab)

    kept = patrol_splitter(qtbot, tmp_path / "data", then=set_sizes)
    assert patrol_splitter(qtbot, tmp_path / "data") == kept


@pytest.mark.parametrize("down", [-60, 30])
def test_a_day_in_a_window_with_less_room_does_not_move_a_splitter_that_was_set(
    qtbot, tmp_path, down
):
    untouched = patrol_splitter(qtbot, tmp_path / "other", then=dragged(qtbot, 0))
    kept = patrol_splitter(qtbot, tmp_path / "data", then=dragged(qtbot, down))
    assert kept[2] != untouched[2], "the drag moved it"
    patrol_splitter(qtbot, tmp_path / "data", width=800)  # the chips over the list take two lines
    assert patrol_splitter(qtbot, tmp_path / "data") == kept


def test_a_splitter_stays_where_it_was_put_while_its_list_wants_more_room_for_a_moment(
    qtbot, tmp_path
):
    kept = patrol_splitter(qtbot, tmp_path / "data", then=dragged(qtbot, -30))
    work = Workplace.open(tmp_path / "data", now=lambda: NOW)
    window = make_window(work.folder)
    owned(qtbot, window)
    window.resize(1280, 728)
    window.show()
    attach(window, work)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    qtbot.wait(50)
    splitter = window.current_page().month.findChild(QSplitter)
    assert splitter.sizes() == kept[2]
    splitter.widget(1).setMinimumHeight(kept[2][1] + 40)
    qtbot.wait(20)
    assert splitter.sizes()[1] >= kept[2][1] + 40, "what it needs it gets"
    splitter.widget(1).setMinimumHeight(0)
    qtbot.wait(20)
    assert splitter.sizes() == kept[2]
    window.close()
    work.close()


def test_a_first_window_is_no_larger_than_its_screen():
    sizes = subprocess.run(
        [
            sys.executable,
            "-c",
            "from PySide6.QtWidgets import QApplication; app = QApplication([])\n"
            "from gaotang_desktop.app import make_window; from pathlib import Path\n"
            "window = make_window(Path('nowhere')); screen = app.primaryScreen().availableSize()\n"
            "print(window.width(), window.height(), screen.width(), screen.height())",
        ],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},  # Qt's own screen: 800 by 800
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    width, height, screen_width, screen_height = map(int, sizes)
    assert (screen_width, screen_height) == (800, 800)
    assert (width, height) == (800, 728)
