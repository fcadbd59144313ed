"""Pages are imported beside the window and made while it has nothing to do.

When one is first shown, it is there; only what stands on it is read.
"""

import gc
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gaotang_desktop.ui.desk.jobs import Jobs
from gaotang_desktop.ui.frame.navigation import Entry

_PAUSE_MS = 150


def import_ahead(entries: Sequence[Entry], jobs: Jobs, then: Callable[[], None]) -> None:
    """Import the pages of the entries, one a job: whatever the operator opens comes between."""
    if not entries:
        then()
        return
    jobs.read(
        entries[0].load,
        lambda _page: import_ahead(entries[1:], jobs, then),
        key="import pages",
    )


class PagesAhead(QObject):
    """Makes one page after the other, each in a pause: nothing runs and no button is held."""

    def __init__(self, window: QObject, keys: Sequence[str], make: Callable[[str], object],
                 jobs: Jobs) -> None:  # fmt: skip
        super().__init__(window)
        self._keys = list(keys)
        self._make = make
        self._jobs = jobs
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self._timer.start()

    def stop(self) -> None:
        """The data folder is let go: no page is made any more."""
        self._timer.stop()
        self._keys.clear()

    def _on_pause(self) -> None:
        if self._jobs.is_busy() or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if not self._keys:
            self.stop()
            return
        self._make(self._keys.pop(0))
        # A page stays: the collector, which the window waits for, need not look through it each time.
        gc.freeze()
