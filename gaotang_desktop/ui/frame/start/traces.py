"""Qt's own messages and a window that hangs leave a trace in the log."""

import faulthandler
import logging
from collections import Counter
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler

HANGS_AFTER_S = 20
_BEAT_MS = 5_000
_SAME_AT_MOST = 5
_LONGEST = 300
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("gaotang.qt")
_said: Counter[str] = Counter()


def log_qt_messages() -> None:
    """Send what Qt complains of to the log; the same sentence a few times only."""
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    level = _LEVELS.get(kind)
    if level is None:
        return
    said = text.replace(str(Path.home()), "~").replace(Path.home().as_posix(), "~")[:_LONGEST]
    _said[said] += 1
    if _said[said] <= _SAME_AT_MOST:
        log.log(level, "%s", said)


class Heartbeat(QObject):
    """While the window's thread turns, nothing; when it stands still, its stacks are written.

    A computer that wakes from sleep may leave such a trace too; it harms nothing.
    """

    def __init__(
        self, parent: QObject, file: TextIO, *, hangs_after: float = HANGS_AFTER_S
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._hangs_after = hangs_after
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Begin to watch."""
        self.beat()
        self._timer.start()

    def beat(self) -> None:
        """The thread turns: count from now."""
        faulthandler.dump_traceback_later(self._hangs_after, file=self._file)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
