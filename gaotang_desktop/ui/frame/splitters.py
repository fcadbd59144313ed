"""Where the operator left the splitters of a page, from one day to the next."""

from PySide6.QtWidgets import QSplitter

from gaotang_desktop.ui.desk.memory import Memory
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
            splitter.restoreState(memory.read_bytes(name))

    def keep(self, memory: Memory) -> None:
        """Note where they are now."""
        for name, splitter in self._known.items():
            memory.write_bytes(name, splitter.saveState())

    def forget(self) -> None:
        """The pages are thrown away."""
        self._known.clear()


def _named(page: Page) -> dict[str, QSplitter]:
    """The splitters of a page just made, each with the name under which its place is kept.

    They are named once: Qt moves a child that comes to the front to the end of the children, so
    a list made later would give the place of one splitter to another. Their number is part of the
    name, so that what an older version kept is not read for a page that has more of them.
    """
    found = page.findChildren(QSplitter)
    return {f"{page.key}/split/{at}/{len(found)}": each for at, each in enumerate(found)}
