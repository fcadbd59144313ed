"""预检 in one line over the window's edge; pressed, it shows every finding."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.pages.documents.finding_list import FindingList
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel

_OPEN_HEIGHT = 152


class FindingStrip(QWidget):
    """``list`` holds the findings; it is folded until somebody wants to read all of them."""

    def __init__(self, found: FindingList) -> None:
        super().__init__()
        self.list = found
        self.list.setFixedHeight(_OPEN_HEIGHT)
        self.list.hide()
        self._mark = QLabel()
        self.words = ElidedLabel("预检")
        self.words.setProperty("class", "secondary")
        self.button = QPushButton()
        self.button.setProperty("role", "item")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(lambda _checked: self.turn(open_it=self.list.isHidden()))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(row)
        column.addWidget(self.list)
        self.show_findings(())

    def show_findings(self, found: Sequence[Finding]) -> None:
        """The gravest of them in the line, all of them in the list."""
        self.list.show_findings(found)
        stops = [each for each in found if each.stops]
        asks = [each for each in found if each.asks]
        first = next(iter([*stops, *asks, *found]), None)
        said = first.placed if first else "没有发现问题，可以印发。"
        self.words.setText(f"{'不能印发　' if stops else ''}{said}")
        icon, colour = (
            ("circle-x", "bad")
            if stops
            else ("info", "warn")
            if found
            else ("circle-check", "good")
        )
        icons.dress(self._mark, icon, colour, 16)
        self.button.setVisible(bool(found))
        self._count = len(found)
        if not found:
            self.list.hide()
        self._word()

    def turn(self, *, open_it: bool) -> None:
        """Show all findings, or the one line."""
        if open_it == self.list.isVisibleTo(self):
            return
        self.list.setVisible(open_it)
        if open_it:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._word()

    def _word(self) -> None:
        opened = not self.list.isHidden()
        self.button.setText("收起" if opened else f"预检 {self._count} 处 ▾")
        self.button.setAccessibleName("收起预检" if opened else f"展开预检，共 {self._count} 处")
