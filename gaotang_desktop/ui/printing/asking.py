"""A question to the system that may not be answered for a long time, in a thread of its own.

A network printer that is switched off keeps whoever asks for it waiting for a minute. The window's
one job thread must not wait either: records are read there.
"""

import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS = 40


class Question(QObject):
    """Asks once; ``answered`` or ``failed`` is heard in the window's thread, if it still exists.

    ``slow`` is heard when there is no answer after ``patience`` seconds; it may still come. The
    thread touches nothing of Qt that is ours: the window may be gone before it is answered.
    """

    answered = Signal(object)
    failed = Signal(object)
    slow = Signal()

    def __init__(self, parent: QObject, ask: Callable[[], Any], *, patience: float = 15.0) -> None:
        super().__init__(parent)
        self._ask = ask
        self._answers: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(patience * 1000))
        self._timer.timeout.connect(self.slow)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)

    def start(self) -> None:
        """Begin to ask. The thread ends with the program, answered or not."""
        self._timer.start()
        self._looking.start()
        asking = partial(_run, self._ask, self._answers)
        threading.Thread(target=asking, name="asking", daemon=True).start()

    def _look(self) -> None:
        if self._answers.empty():
            return
        answer, error = self._answers.get()
        self._looking.stop()
        self._timer.stop()
        if error is None:
            self.answered.emit(answer)
        else:
            self.failed.emit(error)


def _run(ask: Callable[[], Any], answers: "SimpleQueue[tuple[Any, Exception | None]]") -> None:
    try:
        answers.put((ask(), None))
    except Exception as error:  # noqa: BLE001 - an edge: told to the operator in the window
        answers.put((None, error))
