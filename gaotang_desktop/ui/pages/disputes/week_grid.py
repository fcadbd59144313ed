"""Villages × weeks of the search for disputes: one key reports zero, the red ones are missing."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import week_label
from gaotang_desktop.services.casework.dispute_reports import WeekCell, Weeks, WeekState
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.empty_state import paint_sentence

_HEAD, _NAMES, _LOWEST, _HIGHEST = 40, 112, 18, 32
_EMPTY = "还没有登记村（社区）。登记村名单以后，这里一村一行、一周一格。"
_INK = {
    WeekState.REPORTED: ("cell_none", "secondary"),
    WeekState.MISSING: ("bad_soft", "bad_text"),
    WeekState.WAITING: ("surface", "faint"),
    WeekState.NOT_DUE: ("surface", "faint"),
    WeekState.BEFORE: ("surface", "faint"),
}
_STEPS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class WeekGrid(QWidget):
    """``marked(village, week, number or None)`` on Space or a digit; ``cleared(village, week)``.

    ``opened(village, week)`` on Enter or double click; ``moved()`` when another cell is marked.
    """

    marked = Signal(int, object, object)
    cleared = Signal(int, object)
    opened = Signal(int, object)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.data: Weeks | None = None
        self._at = (0, 0)
        self._fresh = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("排查周报：每村每周")

    def set_data(self, data: Weeks) -> None:
        """Show these weeks; the marked cell stays, at first it is the newest week's first village."""
        before = self.current()
        self.data = data
        row, column = self._at
        if self._fresh and data.villages:
            self._fresh, column = False, len(data.weeks) - 1
        elif before is not None and before[1] in data.weeks:
            column = data.weeks.index(before[1])
        self._at = (
            max(0, min(row, len(data.villages) - 1)),
            max(0, min(column, len(data.weeks) - 1)),
        )
        self.setMinimumHeight(_HEAD + len(data.villages) * _LOWEST + 2)
        self.updateGeometry()
        self.update()

    def current(self) -> tuple[int, date] | None:
        """The marked village and week."""
        if self.data is None or not self.data.villages:
            return None
        return self.data.villages[self._at[0]].id, self.data.weeks[self._at[1]]

    def place(self) -> QRect:
        """Where the marked cell is."""
        return self._box(*self._at).toRect() if self.current() else QRect()

    def select(self, village_id: int, week: date) -> None:
        """Mark a cell."""
        if self.data is None or week not in self.data.weeks:
            return
        rows = [i for i, each in enumerate(self.data.villages) if each.id == village_id]
        if rows:
            self._go(rows[0], self.data.weeks.index(week))

    def tip(self, row: int, column: int) -> str:
        """What a cell says in a sentence."""
        if self.data is None:
            return ""
        village, week = self.data.villages[row], self.data.weeks[column]
        cell = self.data.cells[village.id, week]
        words = cell.state.value if cell.state is WeekState.BEFORE else cell.words
        said = f"{village.name} {week_label(week)}：{words}"
        if cell.disagrees:
            return f"{said}，台账里这一周有 {cell.listed} 件，请核对。"
        if cell.listed and cell.state is not WeekState.REPORTED:
            return f"{said}，台账里这一周有 {cell.listed} 件。"
        return f"{said}。"

    def _go(self, row: int, column: int) -> None:
        self._at = (row, column)
        self.setAccessibleDescription(self.tip(row, column))
        self.update()
        self.moved.emit()

    def _box(self, row: int, column: int) -> QRectF:
        assert self.data is not None
        width = (self.width() - _NAMES - 2) / max(len(self.data.weeks), 1)
        room = (self.height() - _HEAD - 2) / max(len(self.data.villages), 1)
        height = max(_LOWEST, min(room, _HIGHEST))
        return QRectF(_NAMES + column * width, _HEAD + row * height, width, height)

    def _cell_at(self, where: QPointF) -> tuple[int, int] | None:
        if self.data is None or not self.data.villages:
            return None
        first = self._box(0, 0)
        if where.x() < first.left() or where.y() < first.top():
            return None
        row = int((where.y() - first.top()) // first.height())
        column = int((where.x() - first.left()) // first.width())
        inside = row < len(self.data.villages) and column < len(self.data.weeks)
        return (row, column) if inside else None

    # -- painting ----------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.data is None:
            return
        if not self.data.villages:
            paint_sentence(painter, self.rect(), _EMPTY)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignCenter
        for column, week in enumerate(self.data.weeks):
            box = self._box(0, column)
            painter.setFont(theme.font(theme.SECONDARY_PT, medium=column == self._at[1]))
            painter.setPen(theme.colour("accent" if column == self._at[1] else "secondary"))
            number = week.isocalendar().week
            painter.drawText(QRectF(box.left(), 2, box.width(), 18), middle, f"第{number}周")
            painter.setFont(theme.font(theme.SECONDARY_PT))
            painter.setPen(theme.colour("faint"))
            painter.drawText(QRectF(box.left(), 19, box.width(), 18), middle, f"{week:%m-%d} 起")
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for row, village in enumerate(self.data.villages):
            line = self._box(row, 0)
            painter.setFont(theme.font(medium=row == self._at[0]))
            painter.setPen(theme.colour("text"))
            name = painter.fontMetrics().elidedText(
                village.name, Qt.TextElideMode.ElideRight, _NAMES - 10
            )
            painter.drawText(QRectF(2, line.top(), _NAMES - 8, line.height()), left, name)
            for column, week in enumerate(self.data.weeks):
                self._paint_cell(painter, self._box(row, column), self.data.cells[village.id, week])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "secondary"), 2))
        painter.drawRoundedRect(self._box(*self._at).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: WeekCell) -> None:
        box = place.adjusted(1.5, 1.5, -1.5, -1.5)
        ground, ink = _INK[cell.state]
        if cell.state is WeekState.REPORTED and cell.found:
            ground, ink = "info_soft", "info_text"
        painter.setPen(Qt.PenStyle.NoPen)
        if cell.state is WeekState.WAITING:
            painter.setPen(QPen(theme.colour("control_border"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(theme.font(theme.SECONDARY_PT, medium=cell.found > 0))
        painter.setPen(theme.colour(ink))
        middle = Qt.AlignmentFlag.AlignCenter
        told = cell.disagrees or (cell.listed > 0 and cell.state is not WeekState.REPORTED)
        if not told:
            painter.drawText(box, middle, cell.words)
            return
        half = box.width() / 2
        painter.drawText(QRectF(box.left(), box.top(), half, box.height()), middle, cell.words)
        painter.setPen(theme.colour("warn_text"))
        painter.drawText(
            QRectF(box.left() + half, box.top(), half, box.height()), middle, f"台账{cell.listed}"
        )

    # -- pointer and keys --------------------------------------------------------------------

    @override
    def sizeHint(self) -> QSize:
        rows = len(self.data.villages) if self.data else 10
        return QSize(800, _HEAD + rows * _LOWEST + 2)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (cell := self._cell_at(event.position())) is not None:
            self._go(*cell)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._cell_at(event.position()) is not None and (at := self.current()) is not None:
            self.opened.emit(*at)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at = Qt.Key(event.key()), self.current()
        if at is None or self.data is None or event.modifiers() & ~_HARMLESS:
            super().keyPressEvent(event)
            return
        row, column = self._at
        if key in _STEPS:
            down, right = _STEPS[key]
            self._go(
                max(0, min(row + down, len(self.data.villages) - 1)),
                max(0, min(column + right, len(self.data.weeks) - 1)),
            )
        elif key == Qt.Key.Key_Space or event.text().isdecimal():
            number = None if key == Qt.Key.Key_Space else int(event.text())
            # The next village is marked at once, so that a week is one run down the column.
            self._go(min(row + 1, len(self.data.villages) - 1), column)
            self.marked.emit(*at, number)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit(*at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(*at)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(*cell) if cell else "", self)
            return True
        return super().event(event)


_HARMLESS = Qt.KeyboardModifier.KeypadModifier
