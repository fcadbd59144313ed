"""Pages are imported and made while the window has nothing to do, what they stand on beside it.

When one is first shown, it is there; only what stands on it is read.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gaotang_desktop.ui.desk.jobs import Jobs
from gaotang_desktop.ui.frame.navigation import Entry
from gaotang_desktop.ui.frame.start.importing import import_foundations, import_in_pieces

_PAUSE_MS = 150


def import_ahead(entries: Sequence[Entry], jobs: Jobs, then: Callable[[], None]) -> None:
    """Import the pages of the entries, one after the other: whatever the operator opens comes between."""
    if not entries:
        then()
        return
    jobs.read(
        lambda: import_foundations(entries[0].module) if entries[0].module else [],
        lambda own: import_in_pieces(own, jobs, lambda: import_ahead(entries[1:], jobs, then)),
        key="import pages",
    )


class PagesAhead(QObject):
    """Makes one page after the other, each in a pause: nothing runs and no button is held."""

    def __init__(self, window: QObject, keys: Sequence[str], make: Callable[[str], object],
                 jobs: Jobs) -> None:  # fmt: skip
        super().__init__(window)
        self._keys = tuple(keys)
        self._left: list[str] = []
        self._make = make
        self._jobs = jobs
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_pause)
        self.start()

    def start(self) -> None:
        """Other data are open: their pages are made from the first on."""
        self._left = list(self._keys)
        self._timer.start()

    def stop(self) -> None:
        """The data folder is let go: no page is made any more."""
        self._timer.stop()
        self._left.clear()

    def _on_pause(self) -> None:
        if self._jobs.is_busy() or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if not self._left:
            self.stop()
            return
        self._make(self._left.pop(0))
        self._jobs.garbage.set_apart()  # a page stays
