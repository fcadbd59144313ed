"""Keeps what stands in open grids and forms beside the data, every two seconds, until it is stored."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.unsaved import Unsaved, dumped
from gaotang_desktop.services import unsaved
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.frame.beginning.first_time import STEPS
from gaotang_desktop.ui.page import Page

if TYPE_CHECKING:
    from gaotang_desktop.ui.frame.unsaved.offer import UnsavedOffer

log = logging.getLogger("gaotang.window")
_UNKNOWN = "“{}”打不开了，可以把文字复制下来。"
_EVERY_MS = 1_500
"""With the writing itself, a power cut costs two seconds of typing at most."""


class Keeper(QObject):
    """``pages`` are those that may hold something; ``waiting`` is what the operator puts off."""

    def __init__(self, parent: QObject, folder: Path, pages: dict[str, Page]) -> None:
        super().__init__(parent)
        self.waiting: tuple[Unsaved, ...] = unsaved.kept(folder)
        self._folder, self._pages = folder, pages
        self._last = dumped(self.waiting)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keep")
        self._writing: Future[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Keep what is typed now, in the background; nothing is written when nothing changed."""
        if self._writing is not None and not self._writing.done():
            return
        entries = (*self.waiting, *open_entries(self._pages.values()))
        text = dumped(entries)
        if text != self._last:
            self._last = text
            self._writing = self._pool.submit(self._keep, entries)

    def offer(
        self, window: QWidget, go: Callable[[str], object], page: Callable[[str], Page]
    ) -> "UnsavedOffer | None":
        """Offer what waits, if anything does; ``go`` shows a page by its key."""
        if not self.waiting:
            return None
        from gaotang_desktop.ui.frame.unsaved.offer import UnsavedOffer

        def take_up(entry: Unsaved) -> str:
            try:
                if STEPS in entry.context:
                    from gaotang_desktop.ui.frame.beginning.first_run import open_first_run

                    open_first_run(window, page("workbench").desk).put(entry.words)
                    return ""
                go(entry.page)
                return page(entry.page).take_up(entry)
            except (DomainError, ValueError, KeyError, TypeError, AttributeError):
                # The record is gone, or the file was made by another version.
                return _UNKNOWN.format(entry.title)

        def decided(_result: int) -> None:
            self.waiting = tuple(offer.left)
            self.look()
            offer.deleteLater()

        offer = UnsavedOffer(window, self.waiting, take_up)
        offer.finished.connect(decided)
        offer.open()
        return offer

    def put_off(self) -> None:
        """The data are let go under what is being typed: it is offered when they are opened again."""
        self.waiting = (*self.waiting, *open_entries(self._pages.values()))

    def close(self) -> None:
        """All is stored or was given up: only what was put off stays. A second time changes nothing."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        self._pool.shutdown(wait=True)
        self._keep(self.waiting)

    def _keep(self, entries: Sequence[Unsaved]) -> None:
        try:
            unsaved.keep(self._folder, entries)
        except OSError as problem:
            # A full disk says so where something is saved; typing goes on.
            self._last = ""
            log.warning("what is being typed could not be kept: errno %s", problem.errno)


def open_entries(pages: Iterable[Page]) -> Iterator[Unsaved]:
    """Every grid, form and other window with something in it that is not stored."""
    for page in pages:
        yield from page.open_entries()
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Dialog) and window.isVisible() and window.is_dirty():
            words, told = window.typed()
            key = _page_of(window)
            yield Unsaved(key, window.windowTitle(), words, told, window.kept_as)


def _page_of(widget: Dialog) -> str:
    """The page over which a window was opened, or on which it is opened again."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    return above.key if above is not None else widget.kept_on
