"""One window for a data folder: a second start asks the first to come forward.

The windows speak over a local socket, on Windows a named pipe, that only the same user can open.
"""

import ctypes
import logging
import os
import sys
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from gaotang_desktop.ui.frame.start.window_name import name_for

log = logging.getLogger("gaotang.window")

_WAIT_MS = 5_000
_ANSWERS_WITHIN_MS = 8_000  # a window that is just opening its data on a slow disk is busy
_ASKED_AGAIN_MS = 3_000
_COME = b"come\n"

Answer = Literal["came", "silent", "nobody"]
"""What became of asking the other window: ``silent`` when it is there and does not answer."""


def ask_to_come(folder: Path, *, again: bool = False) -> Answer:
    """Ask another process that shows this folder to bring its window forward.

    ``again``: it was asked a moment ago, and gets less time.
    """
    within = _ASKED_AGAIN_MS if again else _ANSWERS_WITHIN_MS
    socket = QLocalSocket()
    socket.connectToServer(name_for(folder))
    if not socket.waitForConnected(_WAIT_MS):
        return "nobody"
    # It says who it is: only that process may then take the keyboard from this one.
    if not _has_answered(socket, within):
        return "silent"
    process = int(bytes(socket.readLine().data()) or 0)
    _let_come_forward(process)
    socket.write(_COME)
    return "came" if _has_answered(socket, within) else "silent"


def _has_answered(socket: QLocalSocket, within: int) -> bool:
    while not socket.canReadLine():
        if not socket.waitForReadyRead(within):
            return False
    return True


def _let_come_forward(process: int) -> None:
    if sys.platform == "win32":
        ctypes.windll.user32.AllowSetForegroundWindow(process)


def come_forward(window: QWidget) -> None:
    """Bring a window before the others, as after a second start of the program."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    log.info("come forward")


class FirstWindow(QObject):
    """Listens for later starts. ``asked`` when one wants this window to come forward."""

    asked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)
        self._name = name_for(folder)

    def listen(self) -> bool:
        """Listen from now on; False when another process does, even if it is too busy to answer."""
        if self._server.isListening():
            return True
        # Asked first: Windows would let both listen, and on Linux the name could be taken away.
        other = QLocalSocket()
        other.connectToServer(self._name)
        if other.waitForConnected(_WAIT_MS):
            other.abort()
            return False
        # On Linux a window that was killed leaves its socket behind.
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda each=socket: self._on_ready(each))
            socket.write(f"{os.getpid()}\n".encode())

    def _on_ready(self, socket: QLocalSocket) -> None:
        if socket.canReadLine() and bytes(socket.readLine().data()) == _COME:
            socket.write(_COME)
            socket.flush()
            self.asked.emit()
