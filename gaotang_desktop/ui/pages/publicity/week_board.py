"""Weeks from top to bottom, the villages of each side by side, and beside them what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW, _WEEK, _LEAST, _MOST, _REST = 40, 142, 98, 150, 170
_SHORT_WEEK, _LEAST_REST = 66, 90  # in a narrow window: the week alone, remarks cut with …


@dataclass(frozen=True, slots=True)
class BoardChip:
    """One village of a week: its record, its name, the word of its state and that word's tone."""

    id: int
    name: str
    word: str
    tone: Tone = Tone.NEUTRAL
    tip: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One week: ``第43周``, its days, its villages, what was done, and remarks."""

    week: date
    title: str
    days: str
    chips: Sequence[BoardChip] = ()
    actual: str = ""
    note: str = ""
    current: bool = False
    quiet: bool = False


class _Weeks(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[BoardRow, ...] = ()
        self.places = 4
        self.last = "实际活动和说明"

    def chip(self, row: int, column: int) -> BoardChip | None:
        chips = self.rows[row].chips
        return chips[column - 1] if 0 < column <= len(chips) else None

    def text(self, row: int, column: int) -> str:
        line = self.rows[row]
        if column == 0:
            return f"{line.title} {line.days}"
        if column <= self.places:
            chip = self.chip(row, column)
            return f"{chip.name} {chip.word}" if chip else ""
        return "\n".join(part for part in (line.actual, line.note) if part)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.places + 2

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        text = self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            chip = self.chip(index.row(), index.column())
            return (chip.tip or text) if chip else text
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            villages = [f"第{number}个村" for number in range(1, self.places + 1)]
            return ["周", *villages, self.last][section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class WeekBoard(QTableView):
    """Arrows move; ``place_changed(week, id or None)`` when another cell has the focus,

    ``opened(week, id or None)`` on Enter or a double click.
    """

    place_changed = Signal(object, object)
    opened = Signal(object, object)

    def __init__(self, parent: QWidget | None = None, *, last: str = "实际活动和说明") -> None:
        super().__init__(parent)
        self.weeks = _Weeks()
        self.weeks.last = last
        self.setModel(self.weeks)
        self.setItemDelegate(_Painter(self, self.weeks))
        self.setAccessibleName("轮次：每周各村的计划和实际")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.selectionModel().currentChanged.connect(lambda _now, _old: self._tell())
        self.doubleClicked.connect(lambda _index: self._open())

    def set_rows(self, rows: Sequence[BoardRow]) -> None:
        """Show these weeks; focus and scrolling stay."""
        at, down = self.place(), self.verticalScrollBar().value()
        blocked = self.selectionModel().blockSignals(True)
        self.weeks.beginResetModel()
        self.weeks.rows = tuple(rows)
        self.weeks.places = max(4, *(len(each.chips) for each in rows)) if rows else 4
        self.weeks.endResetModel()
        self._widths()
        if at is not None:
            self.select(*at)
        self.selectionModel().blockSignals(blocked)
        self.verticalScrollBar().setValue(down)

    def place(self) -> tuple[date, int | None] | None:
        """The week and the record that have the focus."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        chip = self.weeks.chip(index.row(), index.column())
        return self.weeks.rows[index.row()].week, chip.id if chip else None

    def select(self, week: date, chip_id: int | None = None) -> None:
        """Put the focus on a week, or on one of its villages wherever it stands now."""
        for row, line in enumerate(self.weeks.rows):
            for column, chip in enumerate(line.chips, 1):
                if chip.id == chip_id:
                    self.setCurrentIndex(self.weeks.index(row, column))
                    return
        for row, line in enumerate(self.weeks.rows):
            if line.week == week:
                self.setCurrentIndex(self.weeks.index(row, 1 if line.chips else 0))

    def show_week(self, week: date) -> None:
        """Scroll so that a week stands near the top."""
        for row, line in enumerate(self.weeks.rows):
            if line.week == week:
                top = self.weeks.index(max(row - 1, 0), 0)
                self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)

    def _widths(self) -> None:
        """Villages share what the week and the words at the right leave them."""
        header = self.horizontalHeader()
        wide, places = self.viewport().width(), self.weeks.places
        week = _WEEK if wide >= _WEEK + places * _LEAST + _LEAST_REST else _SHORT_WEEK
        header.resizeSection(0, week)
        room = (wide - week - _REST) // places
        each = max(_LEAST, min(room, _MOST))
        for column in range(1, places + 1):
            header.resizeSection(column, each)
        header.resizeSection(places + 1, max(_LEAST_REST, wide - week - places * each))

    def _tell(self) -> None:
        self.viewport().update()
        place = self.place()
        if place is not None:
            self.place_changed.emit(*place)

    def _open(self) -> None:
        place = self.place()
        if place is not None:
            self.opened.emit(*place)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    def __init__(self, board: WeekBoard, weeks: _Weeks) -> None:
        super().__init__(board)
        self._board = board
        self._weeks = weeks

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._weeks.rows[index.row()]
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("accent_soft" if line.current else "surface"))
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        chip = self._weeks.chip(index.row(), index.column())
        if index.column() == 0:
            self._week(painter, box, line)
        elif chip is not None:
            self._chip(painter, box, chip)
        elif index.column() > self._weeks.places:
            self._words(painter, box.adjusted(10, 3, -4, -3), line)
        if self._board.currentIndex() == index:
            focused = self._board.hasFocus()
            painter.setPen(QPen(theme.colour("accent" if focused else "faint"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(2, 2, -3, -3), 6, 6)
        painter.restore()

    def _week(self, painter: QPainter, box: QRect, line: BoardRow) -> None:
        if line.current:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        painter.setFont(theme.font(medium=line.current))
        painter.setPen(theme.colour("faint" if line.quiet else "text"))
        words = box.adjusted(10, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, side, line.title)
        used = painter.fontMetrics().horizontalAdvance(line.title) + 8
        painter.setFont(theme.font(theme.SECONDARY_PT))
        painter.setPen(theme.colour("secondary"))
        if used + painter.fontMetrics().horizontalAdvance(line.days) <= words.width():
            painter.drawText(words.adjusted(used, 0, 0, 0), side, line.days)

    def _chip(self, painter: QPainter, box: QRect, chip: BoardChip) -> None:
        words, ground = theme.tone_colours(chip.tone)
        inner = box.adjusted(3, 6, -3, -7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(inner), 6, 6)
        painter.setPen(words)
        painter.setFont(theme.font(theme.SECONDARY_PT))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner.adjusted(7, 0, -7, 0), right, chip.word)
        room = painter.fontMetrics().horizontalAdvance(chip.word) + 10
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        name = inner.adjusted(7, 0, -room, 0)
        if painter.fontMetrics().horizontalAdvance(chip.name) > name.width():
            painter.setFont(theme.font(theme.SECONDARY_PT))
        shown = painter.fontMetrics().elidedText(
            chip.name, Qt.TextElideMode.ElideRight, name.width()
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, left, shown)

    @staticmethod
    def _words(painter: QPainter, box: QRect, line: BoardRow) -> None:
        """What was done, and under it the remarks; alone, either stands in the middle."""
        painter.setFont(theme.font(theme.SECONDARY_PT))
        said = [(line.actual, "text"), (line.note, "warn_text")]
        lines = [each for each in said if each[0]] or [("—", "faint")]
        height = box.height() / len(lines)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for number, (text, tone) in enumerate(lines):
            painter.setPen(theme.colour(tone))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            place = QRectF(box.left(), box.top() + number * height, box.width(), height)
            painter.drawText(place, side, shown)
