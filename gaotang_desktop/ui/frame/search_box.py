"""Global search: villages, people, tasks, documents, disputes from every page (Ctrl+K)."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from gaotang_desktop.domain.search import Found
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Go
from gaotang_desktop.ui.desk.jobs import Jobs
from gaotang_desktop.ui.page import Page

_WAIT_MS = 100
_ROWS = 14
_HEADING = 26
# In the smallest window the glass alone, until something is typed.
_LEAST, _TYPED = 52, 130


Find = Callable[[str], Sequence[Found]]


class _HitPainter(QStyledItemDelegate):
    """The name at the left, what it is in grey behind it, both cut off rather than scrolled."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        hit = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(hit, Found) or not hit.detail:
            return
        metrics = option.fontMetrics
        room: QRect = option.rect.adjusted(0, 0, -10, 0)
        room.setLeft(room.left() + metrics.horizontalAdvance(hit.text) + 46)
        if room.width() < 30:
            return
        painter.save()
        painter.setPen(QColor(theme.colours().secondary))
        said = metrics.elidedText(hit.detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


class SearchBox(QLineEdit):
    """Typing searches in the background; Up, Down and Enter choose; Escape goes back to the page."""

    def __init__(self, find: Find, jobs: Jobs, go: Go) -> None:
        super().__init__()
        self._find, self._jobs, self._go = find, jobs, go
        self.setPlaceholderText("搜索村、人、任务、文号…")
        self.setToolTip("全局搜索（Ctrl+K）")
        self.setAccessibleName("全局搜索")
        self.setProperty("role", "search")
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(220)
        self.addAction(
            QAction(icons.icon("search", "faint", 16), "", self),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.hits = QListWidget(self)
        self.hits.setWindowFlags(Qt.WindowType.ToolTip)
        self.hits.setProperty("role", "popup")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setItemDelegate(_HitPainter(self.hits))
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        group = ""
        for hit in found:
            if hit.group != group:
                group = hit.group
                self._add_heading(f"{group}　还有 {hit.more} 条，多输几个字" if hit.more else group)
            item = QListWidgetItem(icons.icon(hit.icon, "secondary", 16), hit.text)
            item.setToolTip(f"{hit.text}　{hit.detail}" if hit.detail else hit.text)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.hits.addItem(item)
        if not found:
            item = QListWidgetItem("没有找到，换几个字试试。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        self.hits.setCurrentRow(-1)
        self._step(1)
        self._place()
        if self.hasFocus():
            self.hits.show()

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(QColor(theme.colours().faint))
        font = self.hits.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        item.setFont(font)
        item.setSizeHint(QSize(0, _HEADING))
        self.hits.addItem(item)

    def _place(self) -> None:
        height = sum(self.hits.sizeHintForRow(row) for row in range(min(_ROWS, self.hits.count())))
        width = max(self.width(), 500)
        self.hits.setFixedSize(width, height + 12)
        self.hits.move(self.mapToGlobal(QPoint(self.width() - width, self.height() + 4)))

    def _step(self, by: int) -> None:
        """The next hit in a direction, round the end; headings are passed over."""
        count = self.hits.count()
        for away in range(1, count + 1):
            row = (max(self.hits.currentRow(), 0 if by < 0 else -1) + by * away) % count
            if self.hits.item(row).data(Qt.ItemDataRole.UserRole) is not None:
                self.hits.setCurrentRow(row)
                return

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
            page = self.parentWidget()
            if isinstance(page, Page):
                page.take_focus(anew=True)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.hits.isVisible():
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A word typed and sent off at once is still being waited for.
            waiting = self._timer.isActive()
            self._timer.stop()
            if self.hits.isVisible() and not waiting and (item := self.hits.currentItem()):
                self._on_item(item)
            else:
                self._search()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setMinimumWidth(_TYPED)
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hits.hide()
        self.setMinimumWidth(_LEAST)
        super().focusOutEvent(event)
