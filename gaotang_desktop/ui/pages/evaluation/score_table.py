"""The score table: villages × items, the rank range drawn as a bar."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
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

LEADING = ("名次", "村", "总分", "名次区间", "升降")
FIRST_ITEM = len(LEADING)
_VILLAGE, _RANGE, _MOVE = 1, 3, 4
FROZEN = 3
_RANGE_WIDTH = 112
_NARROW, _MOST_SPARE = 44, 34
_PAD = 6  # as the style sheet sets in the heads
_HEAD_HEIGHT, _HEAD_CHARACTERS = 62, 4
_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible
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
    """One row for each village in the order of the ranking; the item of a column by its place.

    Rank, village and total stay in sight while the items are scrolled sideways; where there is room
    the items share it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("score_table")
        self._prepare(self)
        self.frozen = _FrozenColumns(self)
        self._prepare(self.frozen)
        self.verticalScrollBar().valueChanged.connect(self.frozen.verticalScrollBar().setValue)
        self.frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.frozen.activated.connect(lambda at: self.cellActivated.emit(at.row(), at.column()))
        self.horizontalHeader().sectionResized.connect(self._on_resized)

    def _prepare(self, view: QTableView) -> None:
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        view.setShowGrid(False)
        view.setItemDelegate(_ScoreDelegate(self))
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
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
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(result.villages))
        for column, text in enumerate(heads):
            head = QTableWidgetItem(text)
            head.setTextAlignment(_side(column))
            if FIRST_ITEM <= column < FIRST_ITEM + len(items):
                head.setToolTip(items[column - FIRST_ITEM].name)
            self.setHorizontalHeaderItem(column, head)
        for row, each in enumerate(result.villages):
            self._fill(row, each, items, movement(each.rank, past.get(each.id)), ranked)
        self.frozen.show_leading()
        self._fit()
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
            cell.setTextAlignment(_side(column))
            if tone := {"否决": "bad_text", "待补": "warn_text", "—": "faint"}.get(text):
                cell.setForeground(QColor(getattr(theme.colours(), tone)))
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
        self.frozen.place()

    def _fit(self) -> None:
        """Leading columns as wide as their words; the others share the room, if there is any."""
        count = self.columnCount()
        if not count:
            return
        metrics = self.fontMetrics()
        for column in range(FIRST_ITEM):
            texts = [LEADING[column], *(self._text(row, column) for row in range(self.rowCount()))]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(column, _RANGE_WIDTH if column == _RANGE else widest + 3 * _PAD)
        small = QFontMetrics(theme.font(theme.SECONDARY_PT))
        least = []
        for column in range(FIRST_ITEM, count):
            head = self.horizontalHeaderItem(column)
            lines = head.text().split("\n") if head else []
            words = [
                metrics.horizontalAdvance(self._text(r, column)) for r in range(self.rowCount())
            ]
            widest = max([small.horizontalAdvance(line) for line in lines] + words, default=0)
            least.append(max(_NARROW, widest + 2 * _PAD))
        taken = sum(self.columnWidth(column) for column in range(FIRST_ITEM)) + sum(least)
        spare = max(0, self.viewport().width() - taken) // max(len(least), 1)
        for column, width in enumerate(least, start=FIRST_ITEM):
            self.setColumnWidth(column, width + min(spare, _MOST_SPARE))

    def _text(self, row: int, column: int) -> str:
        cell = self.item(row, column)
        return cell.text() if cell else ""

    def _on_resized(self, column: int, _before: int, width: int) -> None:
        self.frozen.setColumnWidth(column, width)
        self.frozen.place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.frozen.place()

    @override
    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE) -> None:
        if index.column() >= FROZEN:
            super().scrollTo(index, hint)
            # Not under the columns that stay: Qt does not know of them.
            hidden = self.frozen.width() - self.visualRect(index).left()
            if hidden > 0:
                bar = self.horizontalScrollBar()
                bar.setValue(bar.value() - hidden)


class _FrozenColumns(QTableView):
    """The first columns of a table once more, over it; they are not scrolled sideways."""

    def __init__(self, table: ScoreTable) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("frozen_columns")
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalScrollBar().valueChanged.connect(lambda _at: self.place())

    def show_leading(self) -> None:
        """Only the columns that stay."""
        for column in range(self._table.columnCount()):
            self.setColumnHidden(column, column >= FROZEN)

    def place(self) -> None:
        """Over the table's own first columns, as high as its rows; only while it is scrolled."""
        columns = range(min(FROZEN, self._table.columnCount()))
        width = sum(self._table.columnWidth(column) for column in columns)
        height = self._table.viewport().height() + self._table.horizontalHeader().height()
        self.setGeometry(0, 0, width, height)
        self.setVisible(bool(width) and self._table.horizontalScrollBar().value() > 0)
        self.verticalScrollBar().setValue(self._table.verticalScrollBar().value())


def _side(column: int) -> Qt.AlignmentFlag:
    """Words at the left, the track in the middle, figures at the right."""
    if column == _RANGE:
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignLeft if column == _VILLAGE else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


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
    tip = f"n={number(score.fact.of)}，95% 区间 {span[0]}%–{span[1]}%" if span else ""
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
