"""Tabs of a window over the window, turned as those of a page."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget


class TurnedTabs(QTabWidget):
    """Ctrl+Tab goes on to the next tab from wherever the focus is in the window."""

    def __init__(self) -> None:
        super().__init__()
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._turn, step))

    def _turn(self, step: int) -> None:
        self.setCurrentIndex((self.currentIndex() + step) % self.count())
