"""A question to the system that may not be answered for a long time, in a thread of its own.

A network printer that is switched off keeps whoever asks for it waiting for a minute. The window's
one job thread must not wait either: records are read there.
"""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal


class Question(QObject):
    """Asks once; ``answered`` or ``failed`` is heard in the window's thread, if it still exists.

    ``slow`` is heard when there is no answer after ``patience`` seconds; it may still come.
    """

    answered = Signal(object)
    failed = Signal(object)
    slow = Signal()

    def __init__(self, parent: QObject, ask: Callable[[], Any], *, patience: float = 15.0) -> None:
        super().__init__(parent)
        self._ask = ask
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(patience * 1000))
        self._timer.timeout.connect(self.slow)
        self.answered.connect(self._timer.stop)
        self.failed.connect(self._timer.stop)

    def start(self) -> None:
        """Begin to ask. The thread ends with the program, answered or not."""
        self._timer.start()
        threading.Thread(target=self._run, name="asking", daemon=True).start()

    def _run(self) -> None:
        try:
            answer = self._ask()
        except Exception as error:  # noqa: BLE001 - an edge: told to the operator in the window
            self._tell(self.failed, error)
        else:
            self._tell(self.answered, answer)

    @staticmethod
    def _tell(signal: Any, value: object) -> None:
        try:
            signal.emit(value)
        except RuntimeError:
            return  # the window that asked was closed in the meantime
