"""What only Windows asks of a program: its name on the taskbar, and to close for an upgrade."""

import ctypes
import os
import sys
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QObject, QTimer
from typing_extensions import override

from gaotang_desktop.ui.desk.soon import soon

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
                soon(_LOOK_EVERY_MS * 10, self, self._timer.start)
                self._asked()


_DIALOG = "#32770"
_WM_CLOSE = 0x0010


def cancel_system_dialogs() -> None:
    """Cancel what the system itself shows for this program: choosing a file, printing, its questions.

    They are windows of Windows, which Qt does not hide with its own; elsewhere there are none.
    """
    if sys.platform == "win32":
        user = ctypes.windll.user32

        def look(found: int | None, _nothing: int | None) -> bool:
            window, process = ctypes.c_void_p(found), ctypes.c_ulong()
            name = ctypes.create_unicode_buffer(len(_DIALOG) + 2)
            user.GetWindowThreadProcessId(window, ctypes.byref(process))
            user.GetClassNameW(window, name, len(name))
            if process.value == os.getpid() and name.value == _DIALOG:
                user.PostMessageW(window, _WM_CLOSE, None, None)
            return True

        callback = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
        user.EnumWindows(callback(look), None)


_WM_WTSSESSION_CHANGE = 0x02B1
_WTS_SESSION_LOCK = 0x7
_THIS_SESSION = 0


class _Message(ctypes.Structure):
    """The beginning of Windows' MSG: what is needed of it."""

    _fields_: ClassVar = [
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("word", ctypes.c_size_t),
    ]


class SessionLock(QAbstractNativeEventFilter):
    """Calls ``locked``, in the midst of Windows' own message, when the user locks Windows (Win+L) or leaves
    for another; elsewhere never.
    """

    def __init__(self, window: int, locked: Callable[[], object]) -> None:
        super().__init__()
        self._window, self._locked = window, locked
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
                ctypes.c_void_p(window), _THIS_SESSION
            )

    @override
    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if kind == b"windows_generic_MSG":
            told = _Message.from_address(int(message))
            if told.message == _WM_WTSSESSION_CHANGE and told.word == _WTS_SESSION_LOCK:
                self._locked()
        return False, 0

    def close(self) -> None:
        """Hear no more."""
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(ctypes.c_void_p(self._window))
