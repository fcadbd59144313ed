"""All lines of a plan at once, in columns beside each other (整份总览)."""

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.pages.tasks.plans.list import PlanList
from gaotang_desktop.ui.pages.tasks.plans.rows import ASSIST, LEAD, LINE, TITLE, WHEN, WHY

Index = QModelIndex | QPersistentModelIndex
_MOST_COLUMNS = 6
_WITH_WHO = 3
"""In more columns than these only titles and signs have room."""
_SHORTEST = 9
"""Characters of a title that are seen at least where there are more."""
_LOWEST = 18
_GAP = 6
# Who does it takes a share of a row, until when the room of a day.
_WHO = 0.4
_DAY = "2026-12-30"


class PlanGlance(QListView):
    """The lines of ``lines`` and its selection; ``left`` when the operator goes back to the details.

    Rows are as high as their words: where all fit into one column there is one, else two or three. A plan
    of more lines is shown by its titles alone, in up to six.
    """

    left = Signal()

    def __init__(self, lines: PlanList) -> None:
        super().__init__()
        self._lines = lines
        self.columns = 1
        self.setModel(lines.rows)
        self.setModelColumn(TITLE)
        self.setSelectionModel(lines.selectionModel())
        self.setAccessibleName("整份方案的各条")
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_Row(self))
        self.doubleClicked.connect(lambda _index: self.left.emit())
        lines.rows.changed.connect(self.share_room)

    def share_room(self) -> None:
        """Set how high rows are and how many columns there are."""
        lowest = max(_LOWEST, self.fontMetrics().height())
        columns = self._columns(lowest)
        airy = lowest + 2
        whole = self._needed(airy) == self._needed(lowest) <= columns
        height = airy if whole else lowest
        self.columns = columns
        self.setGridSize(QSize(self.viewport().width() // columns, height))

    def _columns(self, height: int) -> int:
        """How many columns rows of a height have."""
        least = (_SHORTEST + 3) * self.fontMetrics().horizontalAdvance("字")
        room = min(_MOST_COLUMNS, self.viewport().width() // least)
        return min(self._needed(height), max(_WITH_WHO, room))

    def _needed(self, height: int) -> int:
        """How many columns all rows need where they are so high."""
        fit = max(1, self.viewport().height() // height)
        rows = sum(not self.isRowHidden(at) for at in range(self.model().rowCount()))
        return max(1, ceil(rows / fit))

    @override
    def reset(self) -> None:
        # A view that is reset forgets the selection, which is that of the other list as well.
        super().reset()
        if self.selectionModel() is self._lines.selectionModel():
            self._lines.come_back()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.share_room()
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.left.emit()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Delete):
            self._lines.keyPressEvent(event)
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # What concerns the whole window.
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """A tick and a title, and at the right who does it and until when, or why it is no task."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        return view.gridSize() if isinstance(view, QListView) else super().sizeHint(option, index)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(whole, theme.colour("accent_soft"))
        mark = option.fontMetrics.horizontalAdvance("⚠") + _GAP
        when = option.fontMetrics.horizontalAdvance(_DAY) + mark + 2 * _GAP
        who = int((whole.width() - when) * _WHO)
        view = option.widget
        model = index.model()
        warned = "⚠" in str(model.index(index.row(), LINE).data() or "")
        if isinstance(view, PlanGlance) and view.columns > _WITH_WHO:
            who, when = 0, mark + _GAP if warned else 0
        option.rect = QRect(
            whole.left(), whole.top(), whole.width() - who - when - _GAP, whole.height()
        )
        super().paint(painter, option, index)
        told = [
            str(model.index(index.row(), column).data() or "") for column in (LEAD, ASSIST, WHEN)
        ]
        if not who:
            told = ["", "", ""]
        units = "、".join(each for each in told[:2] if each)
        if who and (why := index.data(WHY)):
            # What is no task is nobody's yet: there stands why.
            units, told[2] = str(why), ""
            who, when = who + when - mark - _GAP, mark + _GAP
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(colour or theme.colour("secondary"))
        at = option.rect.right() + _GAP
        for words, width in (
            (units, who - _GAP),
            (told[2], when - mark - _GAP),
            ("⚠" if warned else "", mark),
        ):
            place = QRect(at, whole.top(), width, whole.height())
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
            )
            at += width + _GAP
        painter.restore()
