"""What surrounds the pages: the clock, a second window on the folder, a folder nobody may write."""

import os
import threading
from datetime import datetime, timedelta

import pytest
from builders import NOW, village
from PySide6.QtWidgets import QLabel, QSplitter
from window_steps import owned

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
    qtbot.waitUntil(lambda: not window.jobs.is_busy())
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


def test_the_page_and_its_splitter_are_found_again(qtbot, tmp_path):
    sizes = []
    for _ in range(2):
        work = Workplace.open(tmp_path / "data", now=lambda: NOW)
        window = make_window(work.folder)
        owned(qtbot, window)
        window.show()
        attach(window, work)
        if not sizes:
            window.go("patrols")
        qtbot.waitUntil(lambda window=window: not window.jobs.is_busy())
        qtbot.wait(50)
        splitter = window.current_page().month.findChild(QSplitter)
        if not sizes:
            splitter.setSizes([330, 150])
            qtbot.wait(20)
            for tab in (1, 2, 0):  # Qt moves a page that comes to the front among its siblings
                window.current_page().tabs.setCurrentIndex(tab)
        sizes.append((window.current_page().key, splitter.orientation(), splitter.sizes()))
        window.close()
        work.close()
    (page, way, kept), (page_again, way_again, found) = sizes
    assert (page, way) == (page_again, way_again)
    # A few pixels hang on how many lines stand over the list while it is filled.
    assert sum(kept) == sum(found)
    assert abs(kept[0] - found[0]) <= 12
