"""The day's reminder: a notice of the system beside the clock, or in the window where it has none."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from gaotang_desktop import paths

if TYPE_CHECKING:
    from gaotang_desktop.ui.frame.main_window import MainWindow

LAST = "reminders/last"
_EVERY_MS = 30_000
_FIRST_MS = 3_000
_SHOWN_MS = 15_000
_TITLE = "双提升工作台"
NO_TRAY = "这台电脑的任务栏没有通知图标，到点只在窗口里提醒。"


class Reminders(QObject):
    """Looks twice a minute, as long as data are open. ``tray`` is there while reminders are on."""

    def __init__(
        self,
        window: "MainWindow",
        *,
        has_tray: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__(window)
        self._window, self._has_tray = window, has_tray
        self.tray: QSystemTrayIcon | None = None
        self._was_on = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(_FIRST_MS)
        self._first.timeout.connect(self.look)
        window.letting_go.connect(self.stop)

    def start(self) -> None:
        """Begin for the data that are open now."""
        self._was_on = self._is_on()
        self._dress()
        self._timer.start()
        # Not at once: what the operator came for is shown first.
        self._first.start()

    def stop(self) -> None:
        """The data are let go."""
        self._timer.stop()
        self._first.stop()
        if self.tray is not None:
            self.tray.hide()
            self.tray.deleteLater()
            self.tray = None

    def look(self) -> None:
        """Remind if it is time; what is read is read in the background."""
        desk = self._window.desk
        if desk is None:
            return
        self._follow_settings()
        if not self._was_on:
            return
        from gaotang_desktop.services.workbench import reminders

        last, work = desk.memory.read(LAST), desk.work
        day = date.fromisoformat(last) if isinstance(last, str) else None
        desk.jobs.read(lambda: reminders.due(work, day), self._remind, key="reminder")

    def _remind(self, said: tuple[str, ...] | None) -> None:
        desk = self._window.desk
        if said is None or desk is None:
            return
        desk.memory.write(LAST, desk.work.today().isoformat())
        if not said:
            return
        text = "\n".join(said)
        if self.tray is not None:
            icon = QSystemTrayIcon.MessageIcon.Information
            self.tray.showMessage(_TITLE, text, icon, _SHOWN_MS)
        else:
            QApplication.alert(self._window)
            desk.messages.toast(
                "".join(said), action="看工作台", slot=self._come, seconds=_SHOWN_MS / 1000
            )

    def _follow_settings(self) -> None:
        if self._was_on == (now := self._is_on()):
            return
        self._was_on = now
        self._dress()
        if now and self.tray is None:
            self._window.messages.toast(NO_TRAY)

    def _is_on(self) -> bool:
        desk = self._window.desk
        return desk is not None and bool(desk.work.settings["remind"])

    def _dress(self) -> None:
        if not self._was_on or not self._has_tray():
            if self.tray is not None:
                self.tray.hide()
                self.tray.deleteLater()
                self.tray = None
            return
        if self.tray is None:
            icon = QIcon(str(paths.resources() / "program" / "icon.ico"))
            self.tray = QSystemTrayIcon(icon, self)
            self.tray.setToolTip(_TITLE)
            self.tray.activated.connect(lambda _reason: self._come())
            self.tray.messageClicked.connect(self._come)
        self.tray.show()

    def _come(self) -> None:
        from gaotang_desktop.ui.frame.start.first_window import come_forward

        come_forward(self._window)
        self._window.go("workbench")
