"""Where the operator left the splitters of a page, from one day to the next."""

from PySide6.QtCore import QByteArray, QEvent, QObject
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.desk.soon import soon
from gaotang_desktop.ui.page import Page


class Splitters:
    """The splitters of all pages that were made."""

    def __init__(self) -> None:
        self._known: dict[str, QSplitter] = {}

    def put_back(self, page: Page, memory: Memory) -> None:
        """Put the splitters of a page just made where they were left."""
        named = _named(page)
        self._known |= named
        for name, splitter in named.items():
            if state := memory.read_bytes(name):
                splitter.restoreState(state)
                _AtFirstShow(splitter, state)

    def keep(self, memory: Memory) -> None:
        """Note where they are now."""
        for name, splitter in self._known.items():
            if splitter.count():  # a tab that was never opened has nothing to divide yet
                memory.write_bytes(name, splitter.saveState())

    def forget(self) -> None:
        """The pages are thrown away."""
        self._known.clear()


class _AtFirstShow(QObject):
    """Puts a splitter back once more when it is first shown: only then it has its real size.

    Until then every change of size is shared out by stretch, and what was kept is lost again.
    """

    def __init__(self, splitter: QSplitter, state: QByteArray) -> None:
        super().__init__(splitter)
        self._splitter, self._state = splitter, state
        splitter.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._splitter.removeEventFilter(self)
            soon(0, self, self._put_back)
        return False

    def _put_back(self) -> None:
        self._splitter.restoreState(self._state)
        self.deleteLater()


def _named(page: Page) -> dict[str, QSplitter]:
    """The splitters of a page just made, each with the name under which its place is kept.

    They are named once: Qt moves a child that comes to the front to the end of the children, so
    a list made later would give the place of one splitter to another. Their number is part of the
    name, so that what an older version kept is not read for a page that has more of them.
    """
    found = page.findChildren(QSplitter)
    return {f"{page.key}/split/{at}/{len(found)}": each for at, each in enumerate(found)}
