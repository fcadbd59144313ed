"""Global search: villages, people, tasks, documents, disputes from every page (Ctrl+K)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem
from typing_extensions import override

from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk import Go
from gaotang_desktop.ui.jobs import Jobs

_WAIT_MS = 150


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: what it is called, what it is, and where a press on it leads."""

    text: str
    detail: str
    icon: str
    page: str
    context: dict[str, object] = field(default_factory=dict)


Find = Callable[[str], Sequence[Found]]


class SearchBox(QLineEdit):
    """Typing searches in the background; Up, Down and Enter choose; Escape leaves."""

    def __init__(self, find: Find, jobs: Jobs, go: Go) -> None:
        super().__init__()
        self._find, self._jobs, self._go = find, jobs, go
        self.setPlaceholderText("搜索村、人、任务、文号…")
        self.setToolTip("全局搜索（Ctrl+K）")
        self.setAccessibleName("全局搜索")
        self.setProperty("role", "search")
        self.setMinimumWidth(130)
        self.setMaximumWidth(220)
        self.addAction(
            QAction(icons.icon("search", "faint", 16), "", self),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.hits = QListWidget(self)
        self.hits.setWindowFlags(Qt.WindowType.ToolTip)
        self.hits.setProperty("role", "popup")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.itemClicked.connect(self._on_item)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.destroyed.connect(self.hits.deleteLater)

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, super().sizeHint().height())

    def search(self, text: str) -> None:
        """Search for a text now."""
        self.setText(text)
        self._search()

    def _search(self) -> None:
        wanted = self.text().strip()
        if not wanted:
            self.hits.hide()
            return
        find = self._find
        self._jobs.read(lambda: find(wanted), self._show, key="global_search")

    def _show(self, found: Sequence[Found]) -> None:
        self.hits.clear()
        for hit in found[:12]:
            item = QListWidgetItem(icons.icon(hit.icon, "secondary", 16), hit.text)
            item.setText(f"{hit.text}　·　{hit.detail}" if hit.detail else hit.text)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.hits.addItem(item)
        if not found:
            item = QListWidgetItem("没有找到，换几个字试试。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        self.hits.setCurrentRow(0 if found else -1)
        width = max(self.width(), 380)
        self.hits.setFixedSize(width, min(12, self.hits.count()) * 31 + 12)
        corner = self.mapToGlobal(QPoint(self.width() - width, self.height() + 4))
        self.hits.move(corner)
        if self.hasFocus():
            self.hits.show()

    def _on_item(self, item: QListWidgetItem) -> None:
        hit: Any = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(hit, Found):
            self.hits.hide()
            self.clear()
            self._go(hit.page, dict(hit.context))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
            self.hits.hide()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.hits.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.hits.setCurrentRow((self.hits.currentRow() + step) % self.hits.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.hits.isVisible() and (item := self.hits.currentItem()):
                self._on_item(item)
            else:
                self._search()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hits.hide()
        super().focusOutEvent(event)
