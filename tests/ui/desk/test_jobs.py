import gc
import threading
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import delete

from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.garbage import Garbage
from gaotang_desktop.ui.desk.jobs import Jobs
from gaotang_desktop.ui.desk.messages import Messages


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    widget.resize(800, 500)
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def errors():
    return []


@pytest.fixture
def jobs(window, errors):
    made = Jobs(window, on_error=errors.append)
    yield made
    made.close()


def test_the_result_arrives_in_the_window_s_thread(jobs, qtbot):
    seen = []
    jobs.run(
        lambda _progress: threading.current_thread().name,
        title="正在导入",
        done=lambda name: seen.append((name, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("job")
    assert seen[0][1] is threading.main_thread()


def test_quick_work_shows_no_dialog(jobs, qtbot):
    jobs.run(lambda _progress: None, title="正在导入", done=lambda _result: None)
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=30_000)
    qtbot.wait(450)
    assert jobs._dialog is None


def test_the_window_that_was_typed_into_has_the_keys_again_after_slow_work(window, jobs, qtbot):
    over = Dialog(window)
    over.first = QLineEdit(over)
    goes_on = threading.Event()
    jobs.run(lambda _progress: goes_on.wait(30), title="正在核对", done=lambda _result: None)
    over.open()  # before what shows how far the work is
    qtbot.waitUntil(lambda: jobs._dialog is not None and jobs._dialog.isActiveWindow())
    goes_on.set()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    qtbot.waitUntil(lambda: QApplication.focusWidget() is over.first)
    over.close()


def test_slow_work_shows_how_far_it_is_and_can_be_stopped(jobs, qtbot, errors):
    done = []

    def slow(progress):
        at = 0
        while True:
            progress.step(at, 1000, "第 1 页")
            at = min(at + 1, 999)
            threading.Event().wait(0.005)

    jobs.run(slow, title="正在导入村名单", done=done.append)
    qtbot.waitUntil(lambda: jobs._dialog is not None)
    dialog = jobs._dialog
    qtbot.waitUntil(lambda: "/ 1000" in dialog._what.text())
    assert dialog.isModal()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=30_000)
    assert jobs._dialog is None
    assert done == []
    assert errors == []


def test_a_problem_goes_to_who_asked_or_else_to_the_window(jobs, qtbot, errors):
    def fails(_progress):
        raise Conflict("该村当晚已有记录。")

    mine = []
    jobs.run(fails, title="正在导入", done=print, failed=mine.append)
    jobs.run(fails, title="正在导入", done=print)
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=30_000)
    assert [str(error) for error in mine + errors] == ["该村当晚已有记录。"] * 2


def test_of_several_reads_only_the_newest_is_told(jobs, qtbot):
    seen = []
    gate = threading.Event()
    jobs.read(lambda: gate.wait(5), lambda _r: seen.append("first"), key="list")
    for number in range(5):
        jobs.read(lambda number=number: number, seen.append, key="list")
    jobs.read(lambda: "other", seen.append, key="count")
    gate.set()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=30_000)
    assert seen == [4, "other"]


def test_a_second_press_while_a_job_runs_starts_nothing(jobs, window, qtbot):
    gate = threading.Event()
    pressed = []
    button, line = QPushButton("保存"), QLineEdit()
    window.layout().addWidget(button)
    window.layout().addWidget(line)

    def save():
        pressed.append(1)
        jobs.run(lambda _progress: gate.wait(5), title="正在保存", done=lambda _r: None)

    button.clicked.connect(save)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(line, "abc")
    assert pressed == [1]
    assert line.text() == ""
    gate.set()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=30_000)
    qtbot.keyClicks(line, "abc")
    assert line.text() == "abc"


def test_a_toast_offers_to_take_back_and_goes_away(window, qtbot):
    taken = []
    messages = Messages(window, undo=lambda: taken.append(1))
    messages.undoable("已把 3 次平安夜巡放进回收站。")
    toast = messages._toast
    assert toast.button.text() == "撤销"
    assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
    toast.button.click()
    assert taken == [1]
    assert messages._toast is None
    messages.toast("已导出。", seconds=0.05)
    qtbot.waitUntil(lambda: messages._toast is None)


def test_a_way_back_goes_when_something_newer_was_stored(window):
    messages = Messages(window)
    messages.undoable("11-28夜巡已保存，24 个村有改动。")
    messages.saved()
    assert messages._toast is None, "it would take back what was stored since"
    messages.toast("已有 24 个村。")
    messages.saved()
    assert messages._toast is not None
    messages.hush()


def test_our_own_mistake_is_logged_and_said_calmly(window, tmp_path, caplog):
    messages = Messages(window, log_path=tmp_path / "app.log")
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        messages.show_error(error)
    text = messages.dialog.text.text()
    assert "app.log" in text
    assert "已经保存的内容没有改动" in text
    assert "ZeroDivisionError" not in text
    assert "Traceback" in caplog.text
    messages.dialog.reject()


def test_only_the_named_deed_does_what_cannot_be_undone(window):
    done = []
    messages = Messages(window)
    messages.confirm(
        "彻底删除这 3 条记录？", "删除后不能恢复。", action="彻底删除", slot=lambda: done.append(1)
    )
    assert messages.dialog.act.text() == "彻底删除"
    messages.dialog.leave.click()
    assert done == []
    messages.confirm("彻底删除？", "不能恢复。", action="彻底删除", slot=lambda: done.append(1))
    messages.dialog.act.click()
    assert done == [1]


class Cycle:
    """Garbage that only the collector of cycles finds; says where it was found."""

    found: ClassVar = []

    def __init__(self):
        self.itself = self

    def __del__(self):
        self.found.append(threading.current_thread())


def test_garbage_of_the_window_is_never_collected_in_the_thread_of_a_job(jobs, qtbot):
    Cycle()
    done = []
    jobs.run(lambda _progress: [[n] for n in range(200_000)], title="正在读", done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert Cycle.found == []
    kept = []
    while not Cycle.found:
        kept += [[n] for n in range(10_000)]
        jobs.garbage.collect()
    assert Cycle.found == [threading.main_thread()]
    jobs.close()
    assert gc.isenabled()


def test_who_was_deleted_meanwhile_is_told_nothing(jobs, qtbot, errors):
    class Sheet(QObject):
        def show_words(self, words):
            self.setObjectName(words)

        def ask(self):
            def shown(words):
                self.setObjectName(words)

            jobs.read(lambda: "字体", shown, key="asked")

    sheet, dialog = Sheet(), Sheet()
    jobs.read(lambda: "字体", sheet.show_words)
    dialog.ask()
    delete(sheet)
    delete(dialog)
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=30_000)
    assert errors == []


def test_a_window_that_was_thrown_away_and_never_closed_gives_the_collector_back(qapp):
    thrown = QWidget()
    garbage = Garbage(thrown)
    assert not gc.isenabled()
    delete(thrown)
    assert gc.isenabled()
    del garbage


def test_what_was_set_apart_before_a_window_opened_stays_so_when_it_closes(qapp):
    before = gc.get_freeze_count()
    assert before, "the tests set apart what they imported"
    parent = QWidget()
    garbage = Garbage(parent)
    garbage.set_apart()
    garbage.look_through_all()
    garbage.close()
    assert 0 < gc.get_freeze_count() <= before
    delete(parent)
