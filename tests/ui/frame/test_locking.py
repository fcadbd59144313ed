"""The lock screen hides what is on the screen, keeps it as it stands, and opens by the password."""

import ctypes
import shutil
import sys
import threading

import pytest
from builders import open_work, village
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton
from window_steps import owned, settled

from gaotang_desktop import keys
from gaotang_desktop.app import ENTRIES, attach, open_folder, restore_backup
from gaotang_desktop.domain.errors import Locked
from gaotang_desktop.paths import KEY_NAME
from gaotang_desktop.services import attachments, backups, records
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame import protecting
from gaotang_desktop.ui.frame.full_pages import TroublePage
from gaotang_desktop.ui.frame.locking import Locker
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.start.on_windows import (
    SessionLock,
    _Message,
    cancel_system_dialogs,
)
from gaotang_desktop.ui.frame.unlock_page import UnlockPage
from gaotang_desktop.ui.printing.paper_preview import PaperPreview
from gaotang_desktop.ui.printing.recovery_dialog import RecoveryDialog
from gaotang_desktop.ui.widgets.form.copy_password import CopyPassword

PASSWORD = "窗口里的口令"


pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def folder(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    return tmp_path / "data"


@pytest.fixture
def window(qtbot, folder):
    made = MainWindow(ENTRIES, memory=Memory(), restore=lambda path: restore_backup(made, path))
    owned(qtbot, made)
    made.show()
    yield made
    settled(qtbot, made)  # what is still read in the background needs the key


def attached(window, folder):
    work = open_work(folder)
    attach(window, work, show="registers")
    window.closed.connect(work.close)
    return work


def test_idle_minutes_lock_the_window_and_the_password_gives_it_back(qtbot, window, folder):
    encryption.encrypt(folder, PASSWORD)
    work = attached(window, folder)
    page = window.current_page()
    now = [0.0]
    locker = Locker(window, work, clock=lambda: now[0])
    now[0] = 599.0
    locker.look()
    assert locker.screen is None
    now[0] = 600.0
    locker.look()
    assert not window.isVisible()
    asked = locker.screen.page
    asked.password.setText("别的什么口令")
    asked.go()
    assert "口令不对" in asked.trouble.text()
    assert not window.isVisible()
    locker.screen.close()
    assert locker.screen is not None
    asked.password.setText(PASSWORD)
    asked.go()
    assert window.isVisible()
    assert window.current_page() is page
    assert locker.screen is None
    work.change_settings({"lock_minutes": 0})
    now[0] = 1e9
    locker.look()
    assert locker.screen is None
    locker.close()


def test_nothing_of_a_paper_is_seen_behind_the_lock_and_a_backup_goes_on(
    qtbot, window, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    encryption.encrypt(folder, PASSWORD)
    work = attached(window, folder)
    settled(qtbot, window)
    locker = Locker(window, work)
    letter = tmp_path / "来信.txt"
    letter.write_text("张建国", "utf-8")
    [number] = attachments.add(work, "villages", 1, [letter])
    copies = [attachments.opened(work, number)]
    window.current_page().print_list()
    qtbot.waitUntil(lambda: any(each.content for each in window.findChildren(PaperPreview)))
    [preview] = window.findChildren(PaperPreview)
    copies.append(preview.deeds.open_outside(preview.shown))
    assert all(each.is_relative_to(folder / "opened") for each in copies)
    assert all(each.stat().st_mode & 0o077 == 0 for each in copies)
    asked = ask_for_file(window, Memory(), "一个文件", chosen=print)
    assert asked.isVisible()
    menu = QMenu("一张单子", window)
    menu.addAction("张建国")
    menu.popup(window.pos())
    made = []
    window.jobs.run(lambda _progress: backups.back_up(work), title="正在备份", done=made.append)
    locker.lock()

    def seen():
        return [each for each in QApplication.topLevelWidgets() if each.isVisible()]

    assert seen() == [locker.screen]
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    assert seen() == [locker.screen]
    assert backups.problem_with(made[0][0]) == ""
    assert not any(each.exists() for each in copies)
    locker.screen.page.password.setText(PASSWORD)
    locker.screen.page.go()
    assert set(seen()) == {window, preview, asked}
    asked.done(0)
    preview.done(0)
    locker.close()


def test_a_locked_folder_asks_and_the_recovery_sheet_gives_a_new_password(qtbot, window, folder):
    code = encryption.encrypt(folder, PASSWORD).recovery
    keys.forget()
    opened = []
    open_folder(window, folder)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget().currentWidget(), UnlockPage))
    page = window.centralWidget().currentWidget()
    page._recover = lambda old, new: opened.append(
        encryption.change_password(folder, old, new, recovery=True)
    )
    page.show_recovery(True)
    page.code.setText(code)
    page.new.setText("新的窗口口令")
    page.again.setText("不一样的口令")
    page.go()
    assert "不一样" in page.trouble.text()
    page.again.setText("新的窗口口令")
    page.go()
    assert opened == [None]
    keys.forget()
    encryption.unlock(folder, "新的窗口口令")


def test_the_page_system_encrypts_changes_the_password_and_decrypts(qtbot, window, folder):
    attached(window, folder)
    window.go("system")
    sheet = window.current_page().password
    sheet.pair.new.setText(PASSWORD)
    sheet.pair.again.setText("不一样的口令")
    sheet.encrypt_button.click()
    assert "不一样" in sheet.said.text()
    sheet.pair.again.setText(PASSWORD)
    settled(qtbot, window)
    sheet.encrypt_button.click()
    qtbot.waitUntil(lambda: window.findChild(RecoveryDialog) is not None, timeout=20_000)
    dialog = window.findChild(RecoveryDialog)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    dialog.reject()
    assert dialog.isVisible()
    dialog.save(folder.parent / "恢复单.pdf")
    assert (folder.parent / "恢复单.pdf").read_bytes().startswith(b"%PDF")
    dialog.kept.setChecked(True)
    dialog.close_button.click()
    window.go("system")
    sheet = window.current_page().password
    sheet.old.setText(PASSWORD)
    sheet.newer.new.setText("换过的口令")
    sheet.newer.again.setText("换过的口令")
    sheet.change_button.click()
    assert "已经修改" in sheet.said.text()
    settled(qtbot, window)
    sheet.desk.frame.unprotect("换过的口令")
    qtbot.waitUntil(lambda: not encryption.is_encrypted(folder), timeout=20_000)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    settled(qtbot, window)
    window.close()


def test_a_backup_of_another_time_is_restored_in_the_window_with_the_password_of_that_time(
    qtbot, window, folder
):
    encryption.encrypt(folder, PASSWORD)
    work = open_work(folder)
    backups.back_up(work)
    work.close()
    kept = shutil.copytree(folder / "backups", folder.parent / "kept")
    encryption.decrypt(folder, PASSWORD)
    stick = folder.parent / "U盘"
    stick.mkdir()
    work = open_work(folder)
    village(work, "后来的村")
    work.change_settings({"second_backup_folder": str(stick)})
    backups.back_up(work)
    work.close()
    encryption.encrypt(folder, "今天的另一句口令")
    for each in kept.iterdir():
        if each.is_file():
            shutil.copy(each, folder / "backups" / each.name)
    keys.forget()
    encryption.unlock(folder, "今天的另一句口令")
    attached(window, folder)
    window.go("system")
    settled(qtbot, window)
    page = window.current_page()
    assert "没有加密的旧文件" in page.password.plain.text()
    page.password.plain_button.click()
    settled(qtbot, window)
    assert "换成了加密的" in page.password.said.text()
    assert not page.password.plain_button.isVisibleTo(page.password)
    copies = page.backups
    words = [copies._word(each.path) for each in copies.copies]
    copies.table.selectRow(words.index("要那时的口令"))
    copies.restore_chosen()
    (restore,) = (
        each for each in window.messages.dialog.findChildren(QPushButton) if each.text() == "恢复"
    )
    restore.click()
    qtbot.waitUntil(lambda: window.findChild(CopyPassword) is not None)
    asked = window.findChild(CopyPassword)
    asked.secret.setText("不是这一句")
    asked.button.click()
    assert "口令不对" in asked.trouble.text()
    assert window.desk is not None
    asked.secret.setText(PASSWORD)
    asked.button.click()
    qtbot.waitUntil(lambda: window.desk is None, timeout=20_000)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    settled(qtbot, window)
    assert [each.label for each in records.references(window.desk.work, "villages")] == ["郭桥村"]
    window.close()
    qtbot.waitUntil(lambda: not window.jobs.is_busy())


def test_a_key_file_that_is_gone_comes_back_by_itself_or_is_looked_for(qtbot, window, folder):
    encryption.encrypt(folder, PASSWORD)
    whole = window.centralWidget()
    (folder / KEY_NAME).unlink()
    keys.forget()
    open_folder(window, folder)
    qtbot.waitUntil(lambda: isinstance(whole.currentWidget(), UnlockPage))
    assert encryption.is_encrypted(folder)
    (copy,) = keys.copies(folder / "backups")
    stick = shutil.move(copy, folder.parent)
    (folder / KEY_NAME).unlink()
    open_folder(window, folder)
    qtbot.waitUntil(lambda: isinstance(whole.currentWidget(), TroublePage))
    names = [each.text() for each in whole.currentWidget().buttons]
    assert {"找钥匙文件…", "从文件恢复…"} <= set(names)
    (_name, look), *_more = protecting.key_actions(window, folder, open_folder)
    look()
    window.findChildren(QFileDialog)[-1].fileSelected.emit(str(stick))
    qtbot.waitUntil(lambda: isinstance(whole.currentWidget(), UnlockPage))


def test_windows_lock_of_the_session_locks_and_its_other_messages_do_not(qtbot):
    heard = []
    listening = SessionLock(0, lambda: heard.append(True))
    for message, word in ((0x02B1, 0x8), (0x0010, 0x7), (0x02B1, 0x7)):
        told = _Message(None, message, word)
        listening.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told))
        listening.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(told))
    qtbot.waitUntil(lambda: heard == [True])


@pytest.mark.skipif(sys.platform != "win32", reason="the dialogs are those of Windows")
def test_a_dialog_of_windows_itself_is_cancelled(qtbot):
    shown = threading.Thread(target=ctypes.windll.user32.MessageBoxW, args=(None, "王芳", "问", 1))
    shown.start()
    qtbot.waitUntil(lambda: ctypes.windll.user32.FindWindowW(None, "问") != 0)
    cancel_system_dialogs()
    qtbot.waitUntil(lambda: not shown.is_alive())


def test_locked_is_said_before_anything_is_made(folder):
    encryption.encrypt(folder, PASSWORD)
    keys.forget()
    with pytest.raises(Locked):
        open_work(folder)
