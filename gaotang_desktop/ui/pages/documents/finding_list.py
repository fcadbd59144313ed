"""预检: what deserves a look before a paper goes out; a press leads to the place, or mends it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.mends import MENDS
from gaotang_desktop.ui import icons

_FINDING = Qt.ItemDataRole.UserRole
_LEAST_ROW, _MARGIN = 24, 6


class FindingList(QTableWidget):
    """``chosen(page, words)`` when a line is pressed, page 0 is the whole paper.

    ``mended(name)`` when its button is: what the program can do about it.
    """

    chosen = Signal(int, str)
    mended = Signal(str)

    def __init__(self, deed: str) -> None:
        """``deed`` is what may be done when nothing is found: 印发, 打印."""
        super().__init__(0, 2)
        self._deed = deed
        self.setAccessibleName("预检")
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setIconSize(QSize(16, 16))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LEAST_ROW)
        head = self.horizontalHeader()
        head.hide()
        head.setMinimumSectionSize(0)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        # The heights of wrapped lines hang on the width of their column.
        head.sectionResized.connect(lambda *_sizes: self._fit_rows())
        self.itemActivated.connect(self._on_chosen)
        self.itemClicked.connect(self._on_chosen)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Those that keep the paper from being issued come first, what needs no answer last."""
        self.setRowCount(0)
        for each in sorted(found, key=lambda one: (not one.stops, one.known)):
            words = f"{'不能印发　' if each.stops else ''}{each.placed}"
            icon = icons.icon("circle-x", "bad") if each.stops else icons.icon("info", "warn")
            self._add(QTableWidgetItem(icon, words), each)
        if not found:
            icon = icons.icon("circle-check", "good")
            item = QTableWidgetItem(icon, f"没有发现问题，可以{self._deed}。")
            item.setFlags(Qt.ItemFlag.NoItemFlags | Qt.ItemFlag.ItemIsEnabled)
            self._add(item, None)
        self._fit_rows()

    def lines(self) -> list[QTableWidgetItem]:
        """The lines as they stand."""
        found = (self.item(row, 0) for row in range(self.rowCount()))
        return [each for each in found if each is not None]

    def _add(self, item: QTableWidgetItem, found: Finding | None) -> None:
        row = self.rowCount()
        self.insertRow(row)
        item.setData(_FINDING, found)
        self.setItem(row, 0, item)
        if found is None or not found.mend:
            self.setSpan(row, 0, 1, 2)
            return
        button = QPushButton(MENDS[found.mend])
        button.setProperty("class", "small")
        button.setAccessibleName(f"{MENDS[found.mend]}：{found.sentence}")
        button.clicked.connect(lambda _checked: self.mended.emit(found.mend))
        self.setCellWidget(row, 1, button)

    def _fit_rows(self) -> None:
        """As high as the words need in the width that they have; a table counts some lines short."""
        metrics = self.fontMetrics()
        for row in range(self.rowCount()):
            item, button = self.item(row, 0), self.cellWidget(row, 1)
            across = self.columnWidth(0) + (0 if button else self.columnWidth(1))
            room = QRect(0, 0, across - self.iconSize().width() - 3 * _MARGIN, 2000)
            needed = metrics.boundingRect(
                room, int(Qt.TextFlag.TextWrapAnywhere), item.text() if item else ""
            ).height()
            least = button.sizeHint().height() if button else _LEAST_ROW
            self.setRowHeight(row, max(needed + _MARGIN, least))

    def _on_chosen(self, item: QTableWidgetItem) -> None:
        found = item.data(_FINDING)
        if found is not None:
            self.chosen.emit(found.page, found.words)
