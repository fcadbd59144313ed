"""锁定: what is on the screen is hidden until the password is typed; everything stays as it stands."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from shiboken6 import isValid
from typing_extensions import override

from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.desk.soon import soon
from gaotang_desktop.ui.frame.start.first_window import come_forward
from gaotang_desktop.ui.frame.start.on_windows import SessionLock, cancel_system_dialogs
from gaotang_desktop.ui.frame.unlock_page import UnlockPage

_LOOK_EVERY_MS = 5_000
_SHOWN_WITHIN_MS = 300  # by then a dialog of the system's own stands on the screen
_DEEDS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}
_PASSING = {Qt.WindowType.Popup, Qt.WindowType.ToolTip}
"""An open menu or list of choices and a hint: they are not put back later."""


class LockScreen(QMainWindow):
    """A window in the place of all others. Closed, it becomes small: the data stay open behind it."""

    def __init__(self, page: UnlockPage) -> None:
        super().__init__()
        self.setWindowTitle("高塘双提升工作台（已锁定）")
        self.setCentralWidget(page)
        self.page = page
        self.may_go = False

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        application = QGuiApplication.instance()
        ending = isinstance(application, QGuiApplication) and application.isSavingSession()
        if self.may_go or ending:
            event.accept()
            return
        event.ignore()
        self.showMinimized()


class Locker(QObject):
    """Locks a window after idle minutes, at Win+L, and on demand."""

    locked = Signal()
    unlocked = Signal()

    def __init__(
        self,
        window: QWidget,
        work: Workplace,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window, self._work, self._clock = window, work, clock
        self._last = clock()
        self._hidden: list[QWidget] = []
        self.screen: LockScreen | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._session = SessionLock(int(window.winId()), lambda: soon(0, self, self.lock))
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        application.installNativeEventFilter(self._session)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _DEEDS:
            self._last = self._clock()
        elif event.type() == QEvent.Type.Show and self.screen is not None:
            self._keep_away(watched)
        return False

    def _keep_away(self, shown: QObject) -> None:
        """What wants to be seen while it is locked waits: a message, the window after a second start."""
        screen = self.screen
        if screen is None or not isinstance(shown, QWidget) or not shown.isWindow():
            return
        above: QWidget | None = shown
        while above is not None:
            if above is screen:
                return
            above = above.parentWidget()
        # Qt says this before anything is on the screen (QWidgetPrivate::show_helper).
        shown.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        soon(0, self, lambda: self._put_away(shown))
        soon(_SHOWN_WITHIN_MS, self, self._cancel_system_dialogs)

    def _cancel_system_dialogs(self) -> None:
        """A dialog for a file or a printer is not put back: nothing was chosen in it yet."""
        if self.screen is not None:
            cancel_system_dialogs()

    def _put_away(self, shown: QWidget) -> None:
        if not isValid(shown):
            return
        is_wanted = shown.isVisible()
        if self.screen is None or not is_wanted:  # unlocked, or gone, within this turn of the loop
            shown.hide()
            shown.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
            shown.setVisible(is_wanted)
            return
        self._hide(shown)
        if shown is self._window:
            come_forward(self.screen)

    def _hide(self, shown: QWidget) -> None:
        shown.hide()
        shown.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        if shown is self._window or shown in self._hidden:
            return
        self._hidden.append(shown)
        if isinstance(shown, QDialog):
            # Done with meanwhile, as the bar of a job that has ended, it is not to come back.
            shown.finished.connect(lambda: self._forget(shown))

    def _forget(self, shown: QWidget) -> None:
        if shown in self._hidden:
            self._hidden.remove(shown)

    def look(self) -> None:
        """Lock when nobody did anything for the minutes of the setting (0: never)."""
        self._cancel_system_dialogs()
        minutes = int(self._work.settings["lock_minutes"] or 0)
        if minutes and self.screen is None and self._clock() - self._last >= 60 * minutes:
            self.lock()

    def lock(self) -> None:
        """Hide every window and show the lock screen where the window was."""
        if self.screen is not None:
            return
        folder = self._work.folder

        def unlock(password: str) -> None:
            encryption.unlock(folder, password)
            self._unlock()

        def recover(code: str, new: str) -> None:
            encryption.change_password(folder, code, new, recovery=True)
            self._unlock()

        page = UnlockPage("已锁定", "输入口令接着工作；窗口里的内容都还在。", unlock, recover)
        screen = self.screen = LockScreen(page)
        screen.setGeometry(self._window.geometry())
        screen.setWindowIcon(self._window.windowIcon())
        # The dialogs first: hidden with the window under them, they would be closed by some systems.
        others = [
            each
            for each in QApplication.topLevelWidgets()
            if each.isVisible() and each is not screen and each is not self._window
        ]
        was_large = self._window.isMaximized()
        for each in (*others, self._window):
            if each.windowType() in _PASSING:
                each.close()
            else:
                self._hide(each)
        if was_large:
            screen.showMaximized()
        else:
            screen.show()
        screen.activateWindow()
        page.password.setFocus()
        self._work.put_away_opened()
        self._cancel_system_dialogs()
        self.locked.emit()

    def _unlock(self) -> None:
        screen, self.screen = self.screen, None
        self._window.show()
        hidden, self._hidden = self._hidden, []
        for each in hidden:
            if isValid(each):
                each.show()
        self._last = self._clock()
        if screen is not None:
            screen.may_go = True
            screen.close()
            screen.deleteLater()
        self._window.activateWindow()
        self.unlocked.emit()

    def close(self) -> None:
        """Lock no more: the data folder is let go."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            application.removeNativeEventFilter(self._session)
        self._session.close()
