"""The left side of the window: where one can go, and how much waits there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gaotang_desktop.ui.page import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go. ``load`` imports the page's module (``module``) only when it is first needed."""

    key: str
    title: str
    icon: str
    load: "Callable[[], type[Page]]"
    section: int = 0
    module: str = ""

    @classmethod
    def of(cls, page: "type[Page]", *, section: int = 0) -> "Entry":
        """The entry of a page whose module is loaded already."""
        return cls(page.key, page.title, page.icon, lambda: page, section)


class EntryButton(QAbstractButton):
    """Icon, word and badge; the icon alone where the window is narrow."""

    def __init__(self, entry: Entry, number: int) -> None:
        super().__init__()
        self.entry = entry
        self.narrow = False
        self.badge: tuple[int, Tone] | None = None
        self.setCheckable(True)
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        self._shortcut = f"Ctrl+{number}" if number <= 9 else ""
        self.setToolTip(f"{entry.title}（{self._shortcut}）" if self._shortcut else entry.title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # In a low window the entries move closer rather than out of it.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_badge(self, badge: tuple[int, Tone] | None) -> None:
        """How many wait, and how urgently; nothing for none."""
        self.badge = badge if badge and badge[0] > 0 else None
        waiting = f"，{self.badge[0]} 项待办" if self.badge else ""
        self.setAccessibleName(f"{self.entry.title}{waiting}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(40 if self.narrow else 176, 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, 26)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen, hovered = self.isChecked(), self.underMouse() and self.isEnabled()
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.hover))
            if colours.high_contrast:
                painter.setPen(QPen(QColor(colours.text), 2 if chosen else 1))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        word = "accent" if chosen else ("text" if self.isEnabled() else "faint")
        tint = "accent" if chosen else ("secondary" if self.isEnabled() else "faint")
        left = (self.width() - 18) // 2 if self.narrow else 10
        picture = icons.pixmap(self.entry.icon, tint, 18, ratio=self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - 18) // 2, picture)
        if not self.narrow:
            painter.setFont(theme.font(medium=chosen))
            painter.setPen(theme.colour(word))
            painter.drawText(
                self.rect().adjusted(40, 0, -44, 0), Qt.AlignmentFlag.AlignVCenter, self.text()
            )
        if self.badge:
            self._paint_badge(painter, *self.badge)

    def _paint_badge(self, painter: QPainter, count: int, tone: Tone) -> None:
        words, ground = theme.tone_colours(tone)
        face = theme.font(theme.SECONDARY_PT - (1 if self.narrow else 0), medium=True)
        text = str(count) if count < 100 else "99+"
        width = max(QFontMetrics(face).horizontalAdvance(text) + 10, 18 if self.narrow else 28)
        height = 15 if self.narrow else 20
        top = 1 if self.narrow else (self.height() - height) / 2
        right = self.width() - (0 if self.narrow else 8)
        box = QRectF(right - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(face)
        painter.setPen(words)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Navigation(QFrame):
    """``chosen(key)`` when the operator wants to go somewhere; Up and Down move between entries."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry], *, name: str, office: str) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, EntryButton] = {}
        self._name = ElidedLabel(name)
        self._name.setObjectName("brand_name")
        self._office = ElidedLabel(office)
        self._office.setObjectName("brand_office")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, theme.SPACE_3, 10, theme.SPACE_3)
        self._column.setSpacing(2)
        self._column.addLayout(self._brand())
        self._column.addSpacing(theme.SPACE_2)
        for number, entry in enumerate(entries):
            if number and entry.section != entries[number - 1].section:
                self._add_line()
            self._add_button(entry, number + 1)
        self._column.addStretch(1)
        self.set_narrow(False)

    def set_office(self, text: str) -> None:
        """The office's name under the program's."""
        self._office.setText(text)

    def set_current(self, key: str) -> None:
        """Mark where one is."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, badge: tuple[int, Tone] | None) -> None:
        """Show how much waits at an entry."""
        self._buttons[key].set_badge(badge)

    def button(self, key: str) -> EntryButton:
        """The button of an entry."""
        return self._buttons[key]

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons and words."""
        self.setFixedWidth(theme.NAVIGATION_NARROW if narrow else theme.NAVIGATION_WIDTH - 4)
        self._name.setVisible(not narrow)
        self._office.setVisible(not narrow)
        for button in self._buttons.values():
            button.narrow = narrow
            button.updateGeometry()
            button.update()

    def _brand(self) -> QHBoxLayout:
        mark = QLabel("双")
        mark.setObjectName("brand_mark")
        mark.setFixedSize(34, 34)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._office)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.setContentsMargins(1, 0, 0, 0)
        row.addWidget(mark)
        row.addLayout(words, 1)
        return row

    def _add_line(self) -> None:
        line = QFrame()
        line.setObjectName("navigation_line")
        self._column.addSpacing(6)
        self._column.addWidget(line)
        self._column.addSpacing(6)

    def _add_button(self, entry: Entry, number: int) -> None:
        button = EntryButton(entry, number)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        self._group.addButton(button)
        self._buttons[entry.key] = button
        self._column.addWidget(button)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        buttons = list(self._buttons.values())
        focused = [i for i, button in enumerate(buttons) if button.hasFocus()]
        if step and focused:
            target: QWidget = buttons[(focused[0] + step) % len(buttons)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
        elif focused and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[focused[0]].click()
        else:
            super().keyPressEvent(event)
