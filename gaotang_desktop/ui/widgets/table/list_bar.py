"""The bar over a list: the line that narrows it, its chips, and what stands at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow


class ListBar(QWidget):
    """The chips stand beside the line, or below it where that leaves more of the height to the rows."""

    def __init__(self, line: QWidget, chips: WrappingRow, right: Sequence[QWidget]) -> None:
        super().__init__()
        self._line, self._chips, self._right = line, chips, right
        self._below = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        self._grid.setHorizontalSpacing(theme.SPACE_2)
        self._grid.setVerticalSpacing(theme.SPACE_1)
        self._grid.setColumnStretch(1, 1)
        pieces = QHBoxLayout()
        pieces.setSpacing(theme.SPACE_2)
        for each in right:
            pieces.addWidget(each)
        self._grid.addWidget(line, 0, 0)
        self._grid.addWidget(chips, 0, 1)
        self._grid.addLayout(pieces, 0, 2)

    def _place(self) -> None:
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        taken = [each.sizeHint().width() for each in self._right if not each.isHidden()]
        line = self._line.sizeHint().boundedTo(self._line.maximumSize())
        beside = room - line.width() - sum(taken) - theme.SPACE_2 * (len(taken) + 1)
        one = line.height()
        below = one + theme.SPACE_1 + self._chips.height_in(room) < self._chips.height_in(beside)
        if below != self._below:
            self._below = below
            self._grid.removeWidget(self._chips)
            if below:
                self._grid.addWidget(self._chips, 1, 0, 1, 3)
            else:
                self._grid.addWidget(self._chips, 0, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        # A chip has other words, or was hidden or shown.
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)
