"""The score table: villages × items, the rank range drawn as a bar."""

from decimal import Decimal

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
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
from gaotang_desktop.domain.evaluation.wording import number, ranks
from gaotang_desktop.domain.polls import wilson
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.tinted import tint

LEADING = ("名次", "村", "总分", "名次区间", "升降")
FIRST_ITEM = len(LEADING)
_VILLAGE, _RANGE, _MOVE = 1, 3, 4
_ALWAYS = 3
_RANGE_WIDTH = 112
_NARROW, _MOST_SPARE = 44, 34
_WIDEST_NAME = 150
_PAD = 6  # as the style sheet sets in the heads
_HEAD_HEIGHT, _HEAD_CHARACTERS = 62, 4
_AT_ONCE = 30
"""Rows filled in one turn of the window: a screen of them, in well under a tenth of a second."""
_SPAN = Qt.ItemDataRole.UserRole
# Asked for each cell, and joining Qt's flags is slow.
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SIDES = {
    _VILLAGE: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    _RANGE: Qt.AlignmentFlag.AlignCenter,
}
Index = QModelIndex | QPersistentModelIndex


def movement(now: int | None, before: int | None) -> str:
    """``↑2``, ``↓1``, or a dash where nothing moved or nothing can be compared."""
    if now is None or before is None or now == before:
        return "—"
    return f"↑{before - now}" if now < before else f"↓{now - before}"


def points_word(score: ItemScore) -> str:
    """What stands in an item's cell; a poll below the minimum says so with its sample."""
    if score.policy == "pending" and not score.parts:
        return "待补"
    if FACTS[score.item.fact].polled and score.fact.of and "样本不足" in score.fact.note:
        return f"仅 {number(score.fact.of)} 份"
    return "—" if score.points is None else str(score.points)


class ScoreTable(QTableWidget):
    """One row for each village in the order of the ranking; the item of a column by its place.

    Where there is room the items share it. Where there is none those worth the fewest points are
    folded; the one that is chosen never is. ``folding_changed`` when others are in sight.
    """

    folding_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("score_table")
        self.setAccessibleName("得分表")
        self._worth: tuple[Decimal, ...] = ()
        self._folded: tuple[int, ...] = ()
        self._fitting = False
        self._wanted: list[int] | None = None
        self._to_fill: list[tuple[int, VillageScore, tuple[Item, ...], str, int]] = []
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self._fill_some)
        self.setTabKeyNavigation(False)  # arrows go from cell to cell, Tab leaves
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setShowGrid(False)
        self.setItemDelegate(_ScoreDelegate(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentCellChanged.connect(self._on_current)
        header = self.horizontalHeader()
        header.setFixedHeight(_HEAD_HEIGHT)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_NARROW)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_result(self, result: Result, before: Result | None) -> None:
        """Fill the table; the cell that was chosen stays chosen."""
        chosen = self.currentRow(), self.currentColumn()
        past = {each.id: each.rank for each in before.villages} if before else {}
        items = result.scheme.items
        heads = [*LEADING, *(_head(each.name, result.full_word(each.code)) for each in items)]
        heads += ["加分", "扣分"]
        ranked = sum(1 for each in result.villages if each.rank is not None)
        self.blockSignals(True)
        self._wanted = None
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(result.villages))
        for column, text in enumerate(heads):
            head = QTableWidgetItem(text)
            head.setTextAlignment(_side(column))
            if FIRST_ITEM <= column < FIRST_ITEM + len(items):
                head.setToolTip(items[column - FIRST_ITEM].name)
            self.setHorizontalHeaderItem(column, head)
        self._worth = tuple(each.full for each in items)
        self._to_fill = [
            (row, each, items, movement(each.rank, past.get(each.id)), ranked)
            for row, each in enumerate(result.villages)
        ]
        self.blockSignals(False)
        self._fill_some()
        if result.villages:
            row = max(0, min(chosen[0], len(result.villages) - 1))
            self.setCurrentCell(row, chosen[1] if chosen[1] >= 0 else 0)

    def _fill_some(self) -> None:
        """A screen of rows, and the others one turn of the window after the other."""
        now, self._to_fill = self._to_fill[:_AT_ONCE], self._to_fill[_AT_ONCE:]
        for each in now:
            self._fill(*each)
        if self._to_fill:
            self._filling.start()
        if not self._to_fill or self._wanted is None:
            self._wanted = None
            self._fit()

    def _fill(
        self, row: int, each: VillageScore, items: tuple[Item, ...], moved: str, ranked: int
    ) -> None:
        total = str(each.total) if each.is_scored else "—"
        words = [each.rank_word, each.village, total, "", moved]
        words += [points_word(each.items[item.code]) for item in items]
        words += [str(value) if value else "—" for value in (each.bonus, each.deduction)]
        for column, text in enumerate(words):
            cell = QTableWidgetItem(text)
            cell.setTextAlignment(_side(column))
            if tone := {"否决": "bad_text", "待补": "warn_text", "—": "faint"}.get(text):
                tint(cell, tone)
            if column == _VILLAGE:
                cell.setToolTip(text)
            if column == _RANGE and each.rank_range is not None and each.rank is not None:
                low, high = each.rank_range
                cell.setData(_SPAN, (low, high, each.rank, ranked))
                band = f"，{each.band}" if each.band else ""
                cell.setToolTip(f"名次区间 {ranks(low, high)}{band}")
            if FIRST_ITEM <= column < FIRST_ITEM + len(items):
                cell.setToolTip(_poll_tip(each.items[items[column - FIRST_ITEM].code]))
            self.setItem(row, column, cell)

    def clear_result(self) -> None:
        """Nothing to show."""
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(0)
        self._to_fill = []
        self._worth = ()
        self._wanted = None

    def folded(self) -> list[str]:
        """The items, and what stands beside them, for which there is no room."""
        heads = [self.horizontalHeaderItem(column) for column in self._folded]
        return [head.text().rpartition("\n")[0].replace("\n", "") or head.text() for head in heads
                if head is not None]  # fmt: skip

    def _fit(self) -> None:
        """As wide as the words; what has no room is folded, what room is left the items share."""
        if self._fitting or not self.columnCount():
            return
        if self._wanted is None:  # another width of the window does not change what words need
            self._wanted = [self._least(column) for column in range(self.columnCount())]
        least = self._wanted
        self._fitting = True
        # Other widths may bring a scroll bar, and take it away: then there is other room.
        for _try in range(3):
            room = self.viewport().width()
            self._share(least, room)
            if self.viewport().width() == room:
                break
        self._fitting = False
        folded = tuple(at for at in range(len(least)) if self.isColumnHidden(at))
        if folded != self._folded:
            self._folded = folded
            self.folding_changed.emit()

    def _share(self, least: list[int], room: int) -> None:
        shown: set[int] = set()
        for column in self._by_weight():
            # Nothing less important stays in the place of what has no room.
            if len(shown) >= _ALWAYS and sum(least[at] for at in shown) + least[column] > room:
                break
            shown.add(column)
        widened = [column for column in shown if column >= FIRST_ITEM]
        spare = max(0, room - sum(least[at] for at in shown)) // max(len(widened), 1)
        for column, width in enumerate(least):
            self.setColumnHidden(column, column not in shown)
            more = min(spare, _MOST_SPARE) if column >= FIRST_ITEM else 0
            self.setColumnWidth(column, width + more)

    def _least(self, column: int) -> int:
        metrics = self.fontMetrics()
        texts = [self._text(row, column) for row in range(self.rowCount())]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        if column < FIRST_ITEM:
            own = max(widest, metrics.horizontalAdvance(LEADING[column])) + 3 * _PAD
            if column == _VILLAGE:
                own = min(own, _WIDEST_NAME)  # a long name must not fold all that is scored
            return _RANGE_WIDTH if column == _RANGE else max(_NARROW, own)
        head = self.horizontalHeaderItem(column)
        small = QFontMetrics(theme.font(theme.SECONDARY_PT))
        lines = head.text().split("\n") if head else []
        widest = max([widest, *(small.horizontalAdvance(line) for line in lines)])
        return max(_NARROW, widest + 2 * _PAD)

    def _by_weight(self) -> list[int]:
        """What stays longest first: who and how many points, what is chosen, the weighty items."""
        items = range(FIRST_ITEM, FIRST_ITEM + len(self._worth))
        weighty = sorted(items, key=lambda column: (-self._worth[column - FIRST_ITEM], column))
        others = range(FIRST_ITEM + len(self._worth), self.columnCount())
        order = [*range(_ALWAYS), self.currentColumn(), _RANGE, *weighty, _MOVE, *others]
        return [column for column in dict.fromkeys(order) if column >= 0]

    def _on_current(self, _row: int, column: int, *_before: int) -> None:
        if column >= 0 and self.isColumnHidden(column):
            self._fit()

    def _text(self, row: int, column: int) -> str:
        cell = self.item(row, column)
        return cell.text() if cell else ""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._wanted = None  # another font


def _side(column: int) -> Qt.AlignmentFlag:
    """Words at the left, the track in the middle, figures at the right."""
    return _SIDES.get(column, _RIGHT)


def _head(name: str, full: str) -> str:
    """Name in one or two short lines, then the full points that the period really has."""
    if len(name) > _HEAD_CHARACTERS:
        cut = _HEAD_CHARACTERS if len(name) > _HEAD_CHARACTERS + 1 else len(name) // 2
        rest = name[cut:]
        short = rest if len(rest) <= _HEAD_CHARACTERS else f"{rest[: _HEAD_CHARACTERS - 1]}…"
        name = f"{name[:cut]}\n{short}"
    return f"{name}\n{full} 分"


def _poll_tip(score: ItemScore) -> str:
    if not FACTS[score.item.fact].polled or not score.fact.of:
        return score.fact.note
    span = wilson(int(score.fact.value or 0), int(score.fact.of))
    tip = f"样本 {number(score.fact.of)} 份，可信范围 {span[0]}%–{span[1]}%" if span else ""
    return f"{tip}。{score.fact.note}" if score.fact.note else tip


class _ScoreDelegate(QStyledItemDelegate):
    """Hairlines under the rows; the span of ranks on a track, the printed rank as a dot."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        box: QRect = option.rect
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, QColor(colours.accent_soft if chosen else colours.surface))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if span := index.data(_SPAN):
            _paint_span(painter, QRectF(box).adjusted(10, 0, -10, 0), span)
        else:
            brush = index.data(Qt.ItemDataRole.ForegroundRole)
            painter.setPen(brush.color() if brush is not None else QColor(colours.text))
            painter.setFont(theme.font())
            words = str(index.data() or "")
            painter.drawText(box.adjusted(_PAD, 0, -_PAD, -1), _side(index.column()), words)
        table = self.parent()
        if isinstance(table, QTableWidget) and table.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.accent), 2 if table.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
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
