"""Where Tab goes in the window: as one reads, through navigation, page and bars, and round."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from gaotang_desktop.ui.page import Page, tab_stops


class TabbingWindow(QMainWindow):
    """Qt's own chain has the order in which widgets were made, and a circle of its own round each
    widget that hands its focus on: the stops are read from what stands in the window instead.
    """

    def current_page(self) -> Page | None:
        """The page that is shown."""
        return None

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        here, page = self.focusWidget(), self.current_page()
        if page is not None and here and not here.isVisibleTo(self):
            page.take_focus(anew=True)  # what had the focus was put away
            return True
        around = [each for each in tab_stops(self) if each.isEnabled()]
        if here not in around:
            return super().focusNextPrevChild(next)
        goal = around[(around.index(here) + (1 if next else -1)) % len(around)]
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        goal.setFocus(reason)
        return True
