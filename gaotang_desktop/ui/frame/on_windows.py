"""What only Windows asks of a program: its name on the taskbar, and to close for an upgrade."""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

TASKBAR_NAME = "GaotangDesktop.Workbench"
"""Windows groups the program's windows and its pinned shortcut by this name; the installer gives
it to the shortcuts too (packaging/installer.nsi)."""

CLOSE_EVENT = "Local\\GaotangDesktopClose"
"""The installer sets this event when it is about to put a newer version in the program's place."""

_LOOK_EVERY_MS = 1_000


def take_taskbar_name() -> None:
    """Tell Windows under which name the program stands on the taskbar."""
    if sys.platform == "win32":
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(TASKBAR_NAME)


class CloseRequest(QObject):
    """Calls ``asked`` once when an installer wants the program closed; elsewhere never."""

    def __init__(self, parent: QObject, asked: Callable[[], object]) -> None:
        super().__init__(parent)
        self._asked = asked
        self._event = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        if sys.platform == "win32":
            create = ctypes.windll.kernel32.CreateEventW
            create.restype = ctypes.c_void_p
            # Set by hand: every open window of the program hears it, not only the first.
            self._event = create(None, True, False, CLOSE_EVENT) or 0
            if self._event:
                self._timer.start()

    def _look(self) -> None:
        if sys.platform == "win32":
            wait = ctypes.windll.kernel32.WaitForSingleObject
            if wait(ctypes.c_void_p(self._event), 0) == 0:
                self._timer.stop()
                # What is not saved is asked about; a second request comes after the answer.
                QTimer.singleShot(_LOOK_EVERY_MS * 10, self, self._timer.start)
                self._asked()
