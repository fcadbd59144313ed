"""What is done with a later turn of the event loop."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimerEvent
from typing_extensions import override


def soon(wait_ms: int, owner: QObject, deed: Callable[[], object]) -> None:
    """Call ``deed`` in ``wait_ms`` milliseconds; with 0 before what is due is painted.

    It goes with its owner. Of ``QTimer.singleShot`` Qt keeps what was to be called when the owner goes
    within the same turn, and with it, for good, a closed window and all its pages.
    """
    due = _Due(owner, deed)
    if wait_ms:
        due.startTimer(wait_ms)
    else:
        QCoreApplication.postEvent(due, QEvent(QEvent.Type.User))


class _Due(QObject):
    """One call, a child of whoever owes it."""

    def __init__(self, owner: QObject, deed: Callable[[], object]) -> None:
        super().__init__(owner)
        self._deed = deed

    @override
    def customEvent(self, event: QEvent) -> None:
        self.deleteLater()
        self._deed()

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        self.customEvent(event)
