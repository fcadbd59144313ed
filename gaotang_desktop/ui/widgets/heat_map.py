"""Villages × days: who was out on which night, at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import day_label
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.empty_state import paint_sentence
from gaotang_desktop.ui.widgets.heat_legend import (
    CellState,
    legend_entries,
    paint_cell,
    paint_legend,
)

_HEAD, _BELOW, _HIGHEST = 22, 2, 26
_BESIDE = 8  # a legend that is sent
_LOWEST = 12.5  # the village's name, line under line


_EMPTY = "还没有村可以显示。在“村与单位”里登记村（社区）以后，这里一村一行、一晚一格。"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One village: a state per day, words at the right, and a sentence per day for the pointer."""

    id: int
    name: str
    states: Sequence[CellState]
    right: str = ""
    right_tone: Tone = Tone.NEUTRAL
    tips: Sequence[str] = ()


class HeatMap(QWidget):
    """``cell_chosen(id, day)`` on a press or Enter; arrows move between cells."""

    cell_chosen = Signal(int, object)

    def __init__(self, *, right_title: str = "") -> None:
        super().__init__()
        self._days: Sequence[date] = ()
        self._rows: Sequence[HeatRow] = ()
        self._today: date | None = None
        self._rest: frozenset[date] | None = None
        self._holidays: Mapping[date, str] = {}
        self._right_title = right_title
        self._at: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self._drawn: QPixmap | None = None
        self._measure()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("覆盖图：每村每晚的夜巡情况")

    # -- showing -----------------------------------------------------------------------------

    def set_data(
        self,
        days: Sequence[date],
        rows: Sequence[HeatRow],
        *,
        today: date,
        rest: frozenset[date] | None = None,
        holidays: Mapping[date, str] | None = None,
    ) -> None:
        """One column per day, one row per village; the marked cell stays where it was.

        ``rest`` are the days off, whose heads stand in red; without them weekends do. The pointer
        is told the name of a holiday.
        """
        self._rest, self._holidays = rest, holidays or {}
        marked = self.selected()
        self._days, self._rows, self._today = tuple(days), tuple(rows), today
        self._at = None
        if marked is not None:
            self.select(*marked)
        self._measure()
        self.setMinimumHeight(_HEAD + ceil(len(rows) * _LOWEST) + _BELOW)
        self.updateGeometry()
        self.update()

    def select(self, record_id: int, day: date) -> None:
        """Mark a cell; one that is not shown clears the mark."""
        rows = [i for i, row in enumerate(self._rows) if row.id == record_id]
        self._at = (rows[0], self._days.index(day)) if rows and day in self._days else None
        self.update()

    def to_send(self) -> QPixmap:
        """The map as it is sent: with its legend, without the marks of the pointer and of the keys."""
        seen = self._picture()
        size = seen.deviceIndependentSize()
        entries = legend_entries(size.width() - 2 * _BESIDE)
        high = size.height() + entries[-1][1].bottom() + 2 * _BESIDE
        whole = QPixmap((QSizeF(size.width(), high) * seen.devicePixelRatio()).toSize())
        whole.setDevicePixelRatio(seen.devicePixelRatio())
        whole.fill(theme.colour("surface"))
        painter = QPainter(whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(QPointF(0, 0), seen)
        painter.translate(_BESIDE, size.height() + _BESIDE)
        paint_legend(painter, entries)
        painter.end()
        return whole

    def selected(self) -> tuple[int, date] | None:
        """The marked village and night."""
        if self._at is None:
            return None
        return self._rows[self._at[0]].id, self._days[self._at[1]]

    # -- where things are --------------------------------------------------------------------

    def _measure(self) -> None:
        """How much room names and words at the right need; asked of the font once, not per cell."""
        metrics = QFontMetrics(theme.font(theme.SECONDARY_PT))
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=40)
        self._left = min(widest, 130) + 10
        texts = [self._right_title, *(row.right for row in self._rows)]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        self._right = widest + 16 if widest else 2
        self._drawn = None

    def _grid(self) -> tuple[int, int, float, float]:
        """Left and top of the cells, width and height of one."""
        left, top = self._left, _HEAD
        width = (self.width() - left - self._right) / max(len(self._days), 1)
        room = (self.height() - top - _BELOW) / max(len(self._rows), 1)
        return left, top, width, max(_LOWEST, min(room, _HIGHEST))

    def _cell(self, row: int, column: int) -> QRectF:
        left, top, width, height = self._grid()
        return QRectF(left + column * width, top + row * height, width, height)

    def _cell_at(self, where: QPointF) -> tuple[int, int] | None:
        left, top, width, height = self._grid()
        if where.x() < left or where.y() < top or not width:
            return None
        row, column = int((where.y() - top) // height), int((where.x() - left) // width)
        inside = row < len(self._rows) and column < len(self._days)
        return (row, column) if inside else None

    # -- painting ----------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._rows:
            paint_sentence(painter, self.rect(), _EMPTY)
            return
        if self._drawn is None or self._drawn.devicePixelRatio() != self.devicePixelRatioF():
            # A year of villages has thousands of cells: they are drawn once, not at every mark.
            self._drawn = self._picture()
        painter.drawPixmap(0, 0, self._drawn)
        self._paint_marks(painter)

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.SECONDARY_PT))
        left, top, width, height = self._grid()
        self._paint_days(painter)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number, row in enumerate(self._rows):
            y = top + number * height
            name = QRect(0, int(y), left - 8, int(height))
            painter.setPen(theme.colour("text"))
            shown = painter.fontMetrics().elidedText(
                row.name, Qt.TextElideMode.ElideRight, name.width()
            )
            painter.drawText(name, side, shown)
            for column, state in enumerate(row.states[: len(self._days)]):
                paint_cell(painter, QRectF(left + column * width, y, width, height), state)
            words = "secondary" if row.right_tone is Tone.NEUTRAL else f"{row.right_tone}_text"
            painter.setPen(theme.colour(words))
            end = QRect(self.width() - self._right, int(y), self._right, int(height))
            painter.drawText(end, Qt.AlignmentFlag.AlignCenter, row.right)
        painter.end()
        return picture

    def _paint_days(self, painter: QPainter) -> None:
        _left, _top, width, _height = self._grid()
        # Where columns are narrow numbers are left out rather than set over their neighbours.
        step = 1 if width >= 17 else 2
        by_month = 2 * width < 17
        for column, day in enumerate(self._days):
            if (day.day != 1) if by_month else column % step:
                continue
            box = self._cell(0, column)
            weekend = day.weekday() >= 5 if self._rest is None else day in self._rest
            painter.setPen(theme.colour("bad_text" if weekend else "faint"))
            if day == self._today:
                painter.setPen(theme.colour("accent"))
                painter.setFont(theme.font(theme.SECONDARY_PT, medium=True))
            place = QRectF(box.left() - 6, 0, box.width() + 12, _HEAD - 2)
            said = str(day.day)
            if by_month:
                painter.setPen(theme.colour("faint"))
                place, said = QRectF(box.left() - 2, 0, 60, _HEAD - 2), f"{day.month}月"
            side = Qt.AlignmentFlag.AlignLeft if by_month else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, said)
            painter.setFont(theme.font(theme.SECONDARY_PT))
        painter.setPen(theme.colour("faint"))
        end = QRect(self.width() - self._right, 0, self._right, _HEAD - 2)
        painter.drawText(end, Qt.AlignmentFlag.AlignCenter, self._right_title)

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hovered is not None:
            painter.setPen(QPen(theme.colour("secondary"), 1))
            painter.drawRoundedRect(self._cell(*self._hovered).adjusted(1, 1, -1, -1), 3, 3)
        if self._at is not None:
            painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "text"), 2))
            painter.drawRoundedRect(self._cell(*self._at).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    # -- pointer and keys --------------------------------------------------------------------

    def tip(self, row: int, column: int) -> str:
        """What the pointer is told over a cell."""
        line, day = self._rows[row], self._days[column]
        name = self._holidays.get(day)
        holiday = f" · {name}放假" if name else ""
        if column < len(line.tips) and line.tips[column]:
            return f"{line.tips[column]}{holiday}"
        return f"{line.name} · {day_label(day)}夜 · {line.states[column].value}{holiday}"

    def _choose(self, cell: tuple[int, int]) -> None:
        self._at = cell
        self.update()
        self.cell_chosen.emit(self._rows[cell[0]].id, self._days[cell[1]])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drawn = None

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._measure()  # another theme or another font

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, _HEAD + len(self._rows) * 20 + _BELOW)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(cell)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell != self._hovered:
            self._hovered = cell
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor
            )
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at is None and self._rows and self._days:
            self._at = (0, self._days.index(self._today) if self._today in self._days else 0)
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if self._at is not None and key in steps:
            down, right = steps[key]
            row = max(0, min(self._at[0] + down, len(self._rows) - 1))
            column = max(0, min(self._at[1] + right, len(self._days) - 1))
            self._at = (row, column)
            self.update()
            self._tell_tip()
        elif self._at is not None and key in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def _tell_tip(self) -> None:
        if self._at is not None:
            said = self.tip(*self._at)
            self.setAccessibleDescription(said)
            if QAccessible.isActive():
                # Qt lends Python no table for a drawn grid: each cell is spoken as it is reached.
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            where: QPoint = event.pos()
            cell = self._cell_at(QPointF(where))
            QToolTip.showText(event.globalPos(), self.tip(*cell) if cell else "", self)
            return True
        return super().event(event)
