"""The score table: villages × items, the rank range drawn as a bar."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)
from typing_extensions import override

from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import ItemScore, Result, VillageScore
from gaotang_desktop.domain.evaluation.schemes import Item
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.domain.polls import wilson
from gaotang_desktop.ui import theme

LEADING = ("名次", "村", "总分", "名次区间", "升降")
FIRST_ITEM = len(LEADING)
_VILLAGE, _RANGE, _MOVE = 1, 3, 4
_RANGE_WIDTH = 116
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SPAN = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


def movement(now: int | None, before: int | None) -> str:
    """``↑2``, ``↓1``, or a dash where nothing moved or nothing can be compared."""
    if now is None or before is None or now == before:
        return "—"
    return f"↑{before - now}" if now < before else f"↓{now - before}"


def points_word(score: ItemScore) -> str:
    """What stands in an item's cell; a poll below the minimum says so with its n."""
    if score.policy == "pending" and not score.parts:
        return "待补"
    if FACTS[score.item.fact].polled and score.fact.of and "样本不足" in score.fact.note:
        return f"n={number(score.fact.of)} 少"
    return "—" if score.points is None else str(score.points)


class ScoreTable(QTableWidget):
    """One row for each village in the order of the ranking; the item of a column by its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setShowGrid(False)
        self.setItemDelegate(_ScoreDelegate(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setMinimumHeight(46)

    def show_result(self, result: Result, before: Result | None) -> None:
        """Fill the table; the cell that was chosen stays chosen."""
        chosen = self.currentRow(), self.currentColumn()
        past = {each.id: each.rank for each in before.villages} if before else {}
        items = result.scheme.items
        heads = [*LEADING, *(_head(each.name, result.full_word(each.code)) for each in items)]
        heads += ["加分", "扣分"]
        ranked = sum(1 for each in result.villages if each.rank is not None)
        self.blockSignals(True)
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(result.villages))
        self.setHorizontalHeaderLabels(heads)
        for row, each in enumerate(result.villages):
            self._fill(row, each, items, movement(each.rank, past.get(each.id)), ranked)
        if (village := self.horizontalHeaderItem(_VILLAGE)) is not None:
            village.setTextAlignment(_LEFT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_RANGE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_RANGE, _RANGE_WIDTH)
        self.blockSignals(False)
        if result.villages:
            row = max(0, min(chosen[0], len(result.villages) - 1))
            self.setCurrentCell(row, chosen[1] if chosen[1] >= 0 else 0)

    def _fill(
        self, row: int, each: VillageScore, items: tuple[Item, ...], moved: str, ranked: int
    ) -> None:
        total = "—" if each.unranked else str(each.total)
        words = [each.rank_word, each.village, total, "", moved]
        words += [points_word(each.items[item.code]) for item in items]
        words += [str(value) if value else "—" for value in (each.bonus, each.deduction)]
        for column, text in enumerate(words):
            cell = QTableWidgetItem(text)
            side = (
                Qt.AlignmentFlag.AlignLeft
                if column in (_VILLAGE,)
                else (Qt.AlignmentFlag.AlignRight)
            )
            cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if tone := {"否决": "bad_text", "待补": "warn_text", "—": "faint"}.get(text):
                cell.setForeground(QColor(getattr(theme.colours(), tone)))
            if column == _RANGE and each.rank_range is not None and each.rank is not None:
                low, high = each.rank_range
                cell.setData(_SPAN, (low, high, each.rank, ranked))
                cell.setToolTip(f"名次区间 {low}–{high}，{each.band}")
            if FIRST_ITEM <= column < FIRST_ITEM + len(items):
                cell.setToolTip(_poll_tip(each.items[items[column - FIRST_ITEM].code]))
            self.setItem(row, column, cell)

    def clear_result(self) -> None:
        """Nothing to show."""
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(0)


def _head(name: str, full: str) -> str:
    """Name and full points: in a longer period those that its parts really make up."""
    if len(name) <= 5:
        return f"{name}\n{full} 分"
    return f"{name[:4]}\n{name[4:]} {full}"


def _poll_tip(score: ItemScore) -> str:
    if not FACTS[score.item.fact].polled or not score.fact.of:
        return score.fact.note
    span = wilson(int(score.fact.value or 0), int(score.fact.of))
    tip = f"n={number(score.fact.of)}，95% 区间 {span[0]}%–{span[1]}%" if span else ""
    return f"{tip}。{score.fact.note}" if score.fact.note else tip


class _ScoreDelegate(QStyledItemDelegate):
    """Hairlines under the rows; the span of ranks on a track, the printed rank as a dot."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        colours = theme.colours()
        box = option.rect
        painter.save()
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        span: Any = index.data(_SPAN)
        if span:
            _paint_span(painter, QRectF(box).adjusted(10, 0, -10, 0), span)
        table = self.parent()
        if isinstance(table, QTableWidget) and table.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -2))
        painter.restore()


def _paint_span(painter: QPainter, box: QRectF, span: tuple[int, int, int, int]) -> None:
    low, high, rank, count = span
    colours = theme.colours()
    middle = box.center().y()
    step = box.width() / max(1, count - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.border), 2))
    painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    thick = QPen(QColor(colours.cell_verified), 5)
    thick.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(thick)
    left, right = box.left() + (low - 1) * step, box.left() + (high - 1) * step
    painter.drawLine(QPointF(left, middle), QPointF(right, middle))
    painter.setPen(QPen(QColor(colours.surface), 1.5))
    painter.setBrush(QColor(colours.accent))
    painter.drawEllipse(QPointF(box.left() + (rank - 1) * step, middle), 5, 5)
