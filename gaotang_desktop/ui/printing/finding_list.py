"""预检: what deserves a look before a paper goes out; a press leads to the place, or mends it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem
from typing_extensions import override

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.mends import MENDS
from gaotang_desktop.ui import icons

_FINDING = Qt.ItemDataRole.UserRole


class FindingList(QTreeWidget):
    """``chosen(page, words)`` when a line is pressed, page 0 is the whole paper; ``mended(name)``
    when its button is: what the program can do about it.
    """

    chosen = Signal(int, str)
    mended = Signal(str)

    def __init__(self, deed: str) -> None:
        """``deed`` is what may be done when nothing is found: 印发, 打印."""
        super().__init__()
        self._deed = deed
        self.setAccessibleName("预检")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(16, 16))
        head = self.header()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(0)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemActivated.connect(self._on_chosen)
        self.itemClicked.connect(self._on_chosen)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Those that keep the paper from being issued come first, what needs no answer last."""
        self.clear()
        for each in sorted(found, key=lambda one: (not one.stops, one.known)):
            item = QTreeWidgetItem([f"{'不能印发　' if each.stops else ''}{each.placed}", ""])
            item.setIcon(
                0, icons.icon("circle-x", "bad") if each.stops else icons.icon("info", "warn")
            )
            item.setData(0, _FINDING, each)
            item.setToolTip(0, each.sentence)
            self.addTopLevelItem(item)
            if each.mend:
                self.setItemWidget(item, 1, self._button(each))
        if not found:
            item = QTreeWidgetItem([f"没有发现问题，可以{self._deed}。", ""])
            item.setIcon(0, icons.icon("circle-check", "good"))
            item.setFlags(Qt.ItemFlag.NoItemFlags | Qt.ItemFlag.ItemIsEnabled)
            self.addTopLevelItem(item)

    def _button(self, found: Finding) -> QPushButton:
        button = QPushButton(MENDS[found.mend])
        button.setProperty("class", "small")
        button.setAccessibleName(f"{MENDS[found.mend]}：{found.sentence}")
        button.clicked.connect(lambda _checked: self.mended.emit(found.mend))
        return button

    def _on_chosen(self, item: QTreeWidgetItem) -> None:
        found = item.data(0, _FINDING)
        if found is not None:
            self.chosen.emit(found.page, found.words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The heights of wrapped lines hang on the width.
        self.scheduleDelayedItemsLayout()
