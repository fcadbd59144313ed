"""Python's collector of cycles runs in the window's thread only.

By itself it runs in whichever thread happens to allocate; collecting a closed dialog from the
thread of a job frees Qt widgets there, which ends the program. While a window is open the
collector is switched off and called by a timer instead.
"""

import gc
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_FIRST_MS = 5000  # until then the window opens: nothing it makes is garbage
_open: "WeakSet[Garbage]" = WeakSet()


class Garbage(QObject):
    """Collects while it lives; ``close`` gives the collector back to Python with the last one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _open.add(self)
        gc.disable()
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

    def close(self) -> None:
        """Nothing runs beside the window any more."""
        self._timer.stop()
        _open.discard(self)
        if not _open:
            gc.unfreeze()
            gc.enable()
