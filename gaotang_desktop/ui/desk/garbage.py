"""Python's collector of cycles runs in the window's thread only.

By itself it runs in whichever thread happens to allocate; collecting a closed dialog from the
thread of a job frees Qt widgets there, which ends the program. While a window is open the
collector is switched off and called by a timer instead.
"""

import gc
from itertools import count
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_FIRST_MS = 5000  # until then the window opens: nothing it makes is garbage
_numbers = count()
_open: set[int] = set()


def _give_back(number: int) -> None:
    _open.discard(number)
    if not _open:
        if Garbage.has_set_apart:
            Garbage.has_set_apart = False
            gc.unfreeze()
        gc.enable()


class Garbage(QObject):
    """Collects while it lives; ``close`` gives the collector back to Python with the last one."""

    has_set_apart: ClassVar[bool] = False
    """Whether it was a window that set apart what stays, and nobody before."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._number = number = next(_numbers)
        _open.add(number)
        gc.disable()
        # Also of a window that was thrown away and never closed: without it nothing would ever be
        # collected again.
        self.destroyed.connect(lambda _gone: _give_back(number))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)
        self._timer.start(_FIRST_MS)

    def _on_time(self) -> None:
        self._timer.setInterval(_INTERVAL_MS)
        self.collect()

    def collect(self) -> None:
        """Collect the oldest generation that Python itself would collect now."""
        due = [n for n, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
               if count > most > 0]  # fmt: skip
        if due:
            gc.collect(max(due))

    def set_apart(self) -> None:
        """What is there by now stays: the collector, which the window waits for, need not look through it.

        What somebody set apart before any window was open is left alone, and so is all that came since.
        """
        if self.has_set_apart or not gc.get_freeze_count():
            Garbage.has_set_apart = True
            gc.freeze()

    def look_through_all(self) -> None:
        """The data were let go: pages that were set apart are looked for too, and what stays is anew."""
        if self.has_set_apart:
            gc.unfreeze()
        gc.collect()
        self.set_apart()

    def close(self) -> None:
        """Nothing runs beside the window any more."""
        self._timer.stop()
        _give_back(self._number)
