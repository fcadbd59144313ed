"""Buttons and chips beside each other, in as many lines as the width asks for."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme


class WrappingRow(QWidget):
    """None of them is ever narrower than its words: what does not fit starts another line."""

    def __init__(self, *, right: bool = False) -> None:
        """``right`` sets the lines against the right edge."""
        super().__init__()
        self._held: list[QWidget] = []
        self._right = right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget, at: int | None = None) -> None:
        """One more at the end, or before the one that stands ``at``."""
        widget.setParent(self)
        self._held.insert(self.count if at is None else at, widget)
        widget.show()
        self._arrange()

    def remove(self, widget: QWidget) -> None:
        """Throw one of them away."""
        self._held.remove(widget)
        widget.hide()
        widget.deleteLater()
        self._arrange()

    def clear(self) -> None:
        """Throw all of them away."""
        for widget in self._held:
            widget.hide()
            widget.deleteLater()
        self._held.clear()
        self._arrange()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._held)

    def height_in(self, room: int) -> int:
        """How high the lines are in a width, in pixels."""
        highs = [max(each.sizeHint().height() for each in line) for line in self._lines(room)]
        return sum(highs) + theme.SPACE_1 * max(0, len(highs) - 1)

    def _lines(self, room: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        used = 0
        for widget in self._held:
            if widget.isHidden():
                continue
            wide = widget.sizeHint().width()
            if not lines or used + theme.SPACE_2 + wide > room:
                lines.append([])
                used = -theme.SPACE_2
            lines[-1].append(widget)
            used += theme.SPACE_2 + wide
        return lines

    def _arrange(self) -> None:
        y = 0
        for line in self._lines(self.width()):
            high = max(widget.sizeHint().height() for widget in line)
            widths = [widget.sizeHint().width() for widget in line]
            x = 0
            if self._right:
                x = max(0, self.width() - sum(widths) - theme.SPACE_2 * (len(line) - 1))
            for widget, wide in zip(line, widths, strict=True):
                own = widget.sizeHint().height()
                widget.setGeometry(x, y + (high - own) // 2, min(wide, self.width()), own)
                x += wide + theme.SPACE_2
            y += high + theme.SPACE_1
        high = max(0, y - theme.SPACE_1)
        if high != self.minimumHeight() or high != self.maximumHeight():
            self.setFixedHeight(high)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        wide = [each.sizeHint().width() for each in self._held if not each.isHidden()]
        return QSize(sum(wide) + theme.SPACE_2 * max(0, len(wide) - 1), self.minimumHeight())

    @override
    def minimumSizeHint(self) -> QSize:
        wide = [each.sizeHint().width() for each in self._held if not each.isHidden()]
        return QSize(max(wide, default=0), self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        # One of them has other words, or was hidden or shown.
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)
