"""预检: what deserves a look before a paper goes out; a press leads to the place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from gaotang_desktop.ui import icons

_QUOTED = re.compile(r"“(.+?)”")
_FINDING = Qt.ItemDataRole.UserRole
STOPS = "阻止"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its place (第2页第5行, empty for the whole paper) and how grave it is."""

    sentence: str
    place: str = ""
    page: int = 0
    severity: str = "提醒"

    @property
    def words(self) -> str:
        """The words of the paper that are meant, where the sentence quotes them."""
        found = _QUOTED.search(self.sentence)
        return found[1] if found and self.page else ""


class FindingList(QListWidget):
    """``chosen(page, words)`` when a line is pressed; page 0 is the whole paper."""

    chosen = Signal(int, str)

    def __init__(self, deed: str) -> None:
        """``deed`` is what may be done when nothing is found: 印发, 打印."""
        super().__init__()
        self._deed = deed
        self.setAccessibleName("预检")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(16, 16))
        self.itemActivated.connect(self._on_chosen)
        self.itemClicked.connect(self._on_chosen)

    def show_findings(self, found: Sequence[Said]) -> None:
        """Those that keep the paper from being issued come first."""
        self.clear()
        for each in sorted(found, key=lambda one: one.severity != STOPS):
            stops = each.severity == STOPS
            place = f"{each.place}：" if each.place else ""
            item = QListWidgetItem(f"{'不能印发　' if stops else ''}{place}{each.sentence}")
            item.setIcon(icons.icon("circle-x", "bad") if stops else icons.icon("info", "warn"))
            item.setData(_FINDING, each)
            self.addItem(item)
        if not found:
            item = QListWidgetItem(f"没有发现问题，可以{self._deed}。")
            item.setIcon(icons.icon("circle-check", "good"))
            item.setFlags(Qt.ItemFlag.NoItemFlags | Qt.ItemFlag.ItemIsEnabled)
            self.addItem(item)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        found = item.data(_FINDING)
        if found is not None:
            self.chosen.emit(found.page, found.words)
