"""Where Tab goes in the window: as one reads, through navigation, page and bars, and round."""

from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from gaotang_desktop.ui.page import Page, goes_on


class TabbingWindow(QMainWindow):
    """The stops are read from what stands in the window, not from Qt's own chain."""

    def current_page(self) -> Page | None:
        """The page that is shown."""
        return None

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        here, page = self.focusWidget(), self.current_page()
        if page is not None and here and not here.isVisibleTo(self):
            page.take_focus(anew=True)  # what had the focus was put away
            return True
        return goes_on(self, forward=next) or super().focusNextPrevChild(next)
