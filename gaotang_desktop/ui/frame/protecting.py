"""Password and encryption around the window: asking for it, giving it, taking it away."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QStackedWidget

from gaotang_desktop.domain.errors import DomainError, Locked
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.ui.desk.desk import Frame
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.frame.full_pages import Action
from gaotang_desktop.ui.frame.unlock_page import UnlockPage

if TYPE_CHECKING:
    from gaotang_desktop.services.workplace import Workplace
    from gaotang_desktop.ui.frame.main_window import MainWindow

T = TypeVar("T")
Open = Callable[["MainWindow", Path], None]


def asks(window: "MainWindow", folder: Path, error: DomainError, reopen: Open) -> bool:
    """Ask for the password where only that keeps the data from opening; whether it does.

    A key file that is gone or damaged is replaced with its copy among the backups first.
    """
    if encryption.lacks_key(folder):
        try:
            encryption.mend(folder)
        except OSError:  # the folder is read-only: the copy is read where it lies
            return False
    elif not (isinstance(error, Locked) and error.file is None):
        return False
    ask_password(window, folder, reopen)
    return True


def key_actions(window: "MainWindow", folder: Path, reopen: Open) -> list[Action]:
    """What can be done where the data may want a key file that is nowhere in their folder."""
    if not encryption.may_lack_key(folder):
        return []

    def chosen(file: Path) -> None:
        try:
            encryption.bring_key(folder, file)
        except DomainError as problem:
            window.messages.problem(problem)
            return
        reopen(window, folder)

    def choose() -> None:
        ask_for_file(
            window, window.memory, "选择钥匙文件", "钥匙文件 (gaotang-key*.json)", chosen=chosen
        )

    return [("找钥匙文件…", choose)]


def ask_password(window: "MainWindow", folder: Path, reopen: Open) -> UnlockPage:
    """Fill the window with the question for the password; then the data are opened."""

    def unlock(password: str) -> None:
        encryption.unlock(folder, password)
        reopen(window, folder)

    def recover(code: str, new: str) -> None:
        encryption.change_password(folder, code, new, recovery=True)
        reopen(window, folder)

    page = UnlockPage("请输入口令", f"数据加了密：{folder}", unlock, recover)
    whole = window.centralWidget()
    assert isinstance(whole, QStackedWidget)
    while (older := whole.widget(1)) is not None:
        whole.removeWidget(older)
        older.deleteLater()
    whole.addWidget(page)
    whole.setCurrentWidget(page)
    page.password.setFocus()
    return page


def framed(frame: Frame, window: "MainWindow", reopen: Open) -> Frame:
    """What pages may ask of the window, with the two deeds of encryption."""
    return replace(
        frame,
        protect=lambda password, drop: protect(window, password, drop_backups=drop, reopen=reopen),
        unprotect=lambda password: unprotect(window, password, reopen=reopen),
    )


def protect(window: "MainWindow", password: str, *, drop_backups: bool, reopen: Open) -> None:
    """Let the data folder go, encrypt it, open it again, and show the recovery sheet."""

    def deed(folder: Path, progress: Progress) -> encryption.Encrypted:
        return encryption.encrypt(folder, password, drop_backups=drop_backups, progress=progress)

    def done(folder: Path, result: encryption.Encrypted) -> None:
        from gaotang_desktop.ui.printing.recovery_dialog import RecoveryDialog

        RecoveryDialog(window, window.memory, result.recovery, result.number, folder).open()
        if result.left:
            window.messages.problem(
                f"这些文件读不出来，还没有加密：{'、'.join(result.left)}。请在数据文件夹里处理。"
            )

    _closed(window, "正在加密数据，请勿关机。", deed, done, reopen)


def unprotect(window: "MainWindow", password: str, *, reopen: Open) -> None:
    """Let the data folder go, make it plain, and open it again."""

    def deed(folder: Path, progress: Progress) -> tuple[str, ...]:
        return encryption.decrypt(folder, password, progress=progress)

    def done(_folder: Path, left: tuple[str, ...]) -> None:
        said = f"这些文件读不出来，还是加密的：{'、'.join(left)}。" if left else ""
        window.messages.toast(f"已取消加密，数据没有口令了。{said}", seconds=12)

    _closed(window, "正在取消加密，请勿关机。", deed, done, reopen)


def _closed(
    window: "MainWindow",
    words: str,
    deed: Callable[[Path, Progress], T],
    done: Callable[[Path, T], None],
    reopen: Open,
) -> None:
    if window.desk is None:
        return
    if unsaved := "".join(text for page in window.pages.values() if (text := page.unsaved())):
        window.messages.problem(f"{unsaved}请先保存或放弃，再加密或取消加密。")
        return
    work: Workplace = window.desk.work
    folder = work.folder
    window.jobs.cancel_all()
    window.memory.flush()
    window.detach()
    window.show_opening(words)

    def run(progress: Progress) -> T:
        work.close()
        return deed(folder, progress)

    def well(result: T) -> None:
        reopen(window, folder)
        done(folder, result)

    def failed(error: Exception) -> None:
        reopen(window, folder)
        window.messages.show_error(error)

    window.jobs.run(
        run, title=words.partition("，")[0],
        done=well, failed=failed, stopped=work.close, modal=False,
    )  # fmt: skip


def watch(window: "MainWindow", work: "Workplace") -> None:
    """Lock the window after idle minutes and at Win+L, where the data have a password."""
    if not encryption.is_encrypted(work.folder):
        return
    from gaotang_desktop.ui.frame.locking import Locker

    locker = Locker(window, work)
    action = window.menus.add(window.menus.file, "锁定", locker.lock, "Ctrl+Alt+L")

    def leave() -> None:
        window.letting_go.disconnect(leave)
        locker.close()
        locker.deleteLater()
        window.menus.file.removeAction(action)
        action.deleteLater()

    window.letting_go.connect(leave)
