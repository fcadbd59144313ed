"""Starting by double click: one window for a folder, and traces of what goes wrong at the start."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import open_work
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from walking import SIZES, cut_off, sideways
from window_steps import active, owned, settled

from gaotang_desktop.app import make_window, open_folder
from gaotang_desktop.ui.frame.full_pages import TroublePage
from gaotang_desktop.ui.frame.start import first_window
from gaotang_desktop.ui.frame.start.first_window import FirstWindow, ask_to_come
from gaotang_desktop.ui.frame.start.window_name import may_be_shown, name_for

ROOT = Path(__file__).resolve().parents[2]
LONG = 60


def started(folder):
    return subprocess.Popen(
        [sys.executable, "-m", "gaotang_desktop", "--data", str(folder)],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


def until(true):
    for _ in range(LONG * 20):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def logged(folder):
    path = folder / "logs" / "gaotang.log"
    return path.read_text("utf-8") if path.exists() else ""


def test_of_two_starts_one_window_is_left_and_comes_forward(tmp_path):
    folder = tmp_path / "办公室 1" / "数据"
    first = started(folder)
    try:
        until((folder / "gaotang.sqlite").exists)
        second = started(folder.parent / "." / "数据")
        assert second.wait(LONG) == 0
        until(lambda: "come forward" in logged(folder))
        assert first.poll() is None  # one is left: the second has ended, the first goes on
    finally:
        first.kill()
        first.wait(LONG)


def test_a_window_of_another_folder_is_no_first_window(qtbot, tmp_path):
    window = FirstWindow(tmp_path / "a")
    assert window.listen()
    assert ask_to_come(tmp_path / "b") == "nobody"
    window.close()


def test_a_first_window_that_is_too_busy_to_answer_keeps_its_name(qtbot, tmp_path):
    busy = FirstWindow(tmp_path)
    assert busy.listen()
    later = FirstWindow(tmp_path)
    assert not later.listen()
    assert may_be_shown(tmp_path)
    busy.close()
    assert later.listen()
    later.close()
    assert not may_be_shown(tmp_path)


def test_beside_a_window_that_stands_still_it_is_said_and_afterwards_this_one_is_the_first(
    qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(first_window, "_ASKED_AGAIN_MS", 200)
    folder = tmp_path / "数据"
    standing, held = FirstWindow(folder), open_work(folder)
    assert standing.listen()  # and nobody is there to answer while this test waits
    window = owned(qtbot, make_window(folder))
    first = FirstWindow(folder, window)
    assert not first.listen()
    window.show()
    open_folder(window, folder)
    qtbot.waitUntil(lambda: window.findChild(TroublePage) is not None)
    page = window.findChild(TroublePage)
    said = "".join(each.text() for each in page.findChildren(QLabel))
    assert "没有回应" in said
    assert "任务管理器" in said
    held.close()
    standing.close()  # as when its process is ended
    qtbot.mouseClick(
        next(each for each in page.findChildren(QPushButton) if each.text() == "再试一次"),
        Qt.MouseButton.LeftButton,
    )
    qtbot.waitUntil(lambda: window.desk is not None)
    assert may_be_shown(folder)
    settled(qtbot, window)


def test_a_folder_has_one_name_however_it_is_spelled(tmp_path):
    assert name_for(tmp_path / "a" / ".." / "a") == name_for(tmp_path / "a")
    assert name_for(tmp_path / "a") != name_for(tmp_path / "b")


def test_a_socket_that_a_killed_window_left_does_not_stop_the_next(qtbot, tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from gaotang_desktop.ui.frame.start.first_window import FirstWindow;"
        "a = QCoreApplication([]); w = FirstWindow(Path(sys.argv[1])); assert w.listen(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=True)
    window = FirstWindow(tmp_path)
    assert window.listen()
    window.close()


@pytest.mark.parametrize("length", [20, 120, 240])
def test_every_line_of_the_trouble_page_is_seen(qtbot, length):
    sentence = f"数据文件夹“D:\\{'办公室' * (length // 3)}”已经在另一个窗口里打开。请先关闭它。"
    page = TroublePage("现在打不开数据", [sentence, sentence], [("退出", lambda: None)])
    qtbot.addWidget(page)
    page.resize(960, 900)
    page.show()
    qtbot.waitExposed(page)
    for label in page.findChildren(QLabel):
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_trouble_page_fits_every_screen_and_enter_does_what_helps_most(qtbot, tmp_path, size):
    done = []
    window = owned(qtbot, make_window(tmp_path / "data"))
    window.resize(*size)
    window.show()
    active(qtbot, window)
    sentence = "数据文件夹“D:\\办公室”已经在另一个窗口里打开。请先关闭它。" * 3
    deeds = ["恢复这份备份", "抢救数据", "从文件恢复…", "看说明", "退出"]
    actions = [(deed, lambda deed=deed: done.append(deed)) for deed in deeds]
    page = window.show_trouble("数据文件损坏了，没有改动它", [sentence] * 3, actions, "明细\n" * 60)
    qtbot.waitUntil(page.buttons[0].hasFocus)
    assert cut_off(window) == []
    assert sideways(window) == []
    assert page.buttons[0].visibleRegion().boundingRect() == page.buttons[0].rect()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == deeds[:2]
