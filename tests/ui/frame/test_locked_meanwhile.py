"""What goes on while the window is locked: nothing of it is seen, and nothing typed is lost."""

import threading

import pytest
from builders import open_work, village
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from window_steps import owned, settled

from gaotang_desktop import keys
from gaotang_desktop.app import ENTRIES, attach, restore_backup
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.desk.progress_dialog import ProgressDialog
from gaotang_desktop.ui.frame.locking import Locker
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.start.first_window import come_forward

PASSWORD = "a few long words"  # typed key by key


@pytest.fixture
def locked(qtbot, tmp_path, monkeypatch):
    """A window on an encrypted office, and its locker; the clock is the test's."""
    monkeypatch.setattr(keys, "ROUNDS", 2)
    folder = tmp_path / "data"
    work = open_work(folder)
    village(work, "郭桥村")
    work.close()
    encryption.encrypt(folder, PASSWORD)
    window = MainWindow(ENTRIES, memory=Memory(), restore=lambda path: restore_backup(window, path))
    owned(qtbot, window)
    window.show()
    work = open_work(folder)
    attach(window, work, show="registers")
    window.closed.connect(work.close)
    settled(qtbot, window)
    yield window, window.findChild(Locker)
    settled(qtbot, window)
    keys.forget()


def seen(but):
    """The windows on the screen, but for one."""
    for _turn in range(3):
        QApplication.processEvents()
    return [
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each is not but and not each.testAttribute(
            Qt.WidgetAttribute.WA_DontShowOnScreen
        )
    ]  # fmt: skip


def unlock(qtbot, locker):
    page = locker.screen.page
    qtbot.keyClicks(page.password, PASSWORD)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert locker.screen is None


def test_a_second_start_brings_the_lock_forward_and_not_the_window(qtbot, locked):
    window, locker = locked
    locker.lock()
    screen = locker.screen
    screen.showMinimized()
    come_forward(window)
    assert seen(screen) == []
    assert not screen.isMinimized()
    unlock(qtbot, locker)
    assert window in seen(screen)


def test_what_a_job_says_while_it_is_locked_is_seen_after_the_password(qtbot, locked):
    window, locker = locked
    go_on = threading.Event()
    window.jobs.run(
        lambda _progress: go_on.wait(20),
        title="正在导入",
        done=lambda _result: window.messages.inform("导入结果", "司马相如之的电话写错了。"),
    )
    qtbot.waitUntil(lambda: window.findChild(ProgressDialog) is not None)
    qtbot.waitUntil(window.findChild(ProgressDialog).isVisible)
    locker.lock()
    screen = locker.screen
    assert seen(screen) == []
    go_on.set()
    qtbot.waitUntil(lambda: window.messages.dialog is not None)
    assert seen(screen) == []
    assert screen.page.password.isEnabled()
    unlock(qtbot, locker)
    now = seen(screen)
    assert window.messages.dialog in now
    assert not any(isinstance(each, ProgressDialog) for each in now)
    window.messages.dialog.close()
    assert [each for each in seen(screen) if each is not window] == []


def test_a_form_and_a_preview_half_done_are_as_they_were(qtbot, locked):
    window, locker = locked
    ledger = window.current_page().ledgers["villages"]
    dialog = ledger.add()
    qtbot.waitUntil(dialog.isVisible)
    name = dialog.form.editor("name")
    field = name if isinstance(name, QLineEdit) else name.findChild(QLineEdit)
    qtbot.keyClicks(field, "half")
    ended = []
    dialog.finished.connect(ended.append)
    locker.lock()
    screen = locker.screen
    assert seen(screen) == []
    qtbot.keyClicks(screen.page.password, "wrong words")
    qtbot.keyClick(screen.page.password, Qt.Key.Key_Return)
    assert "口令不对" in screen.page.trouble.text()
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    screen.close()
    assert seen(screen) == []
    unlock(qtbot, locker)
    assert dialog in seen(screen)
    assert field.text() == "half"
    assert ended == []
    qtbot.keyClicks(field, " more")
    assert field.text() == "half more"
    dialog.done(0)
