"""Small labels: a state's word in its tone, and a filter that opens a choice of values."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone

_MANY = 10


class Chip(QLabel):
    """A word in its tone; not pressed."""

    def __init__(self, text: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        super().__init__(text)
        self.tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, text: str, tone: Tone) -> None:
        """Another word or tone."""
        self.tone = tone
        self.setText(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(_font()).horizontalAdvance(self.text()) + 22, 22)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        words, ground = theme.tone_colours(self.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setFont(_font())
        painter.setPen(words)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class PressChip(QAbstractButton):
    """A chip that is pressed or held: an on/off filter, or a choice with ▾. Focus is visible."""

    def __init__(self, text: str, *, tone: Tone = Tone.NEUTRAL, checkable: bool = False) -> None:
        super().__init__()
        self.tone = tone
        self.active = False
        self.setText(text)
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, *, active: bool) -> None:
        """Another word; active ones stand out."""
        self.active = active
        self.setText(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(_font()).horizontalAdvance(self.text()) + 24, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        active = self.active or self.isChecked()
        tone = Tone.INFO if active and self.tone is Tone.NEUTRAL else self.tone
        words, ground = theme.tone_colours(tone)
        edge = ground
        if theme.colours().high_contrast:  # no tints there: a line says that it can be pressed
            edge = words
            if active:
                words, ground = theme.colour("on_accent"), theme.colour("accent_fill")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            edge = theme.colour("accent")
        painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1))
        painter.setBrush(QColor(ground))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(_font())
        painter.setPen(words)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ChoicePopup(QFrame):
    """A list of values to tick; with a line to narrow it when there are many."""

    changed = Signal(object)

    def __init__(
        self, parent: QWidget, options: Sequence[tuple[Any, str]], chosen: frozenset[Any]
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("class", "card")
        self._list = QListWidget()
        self._list.setProperty("role", "popup")
        for value, text in options:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_state(value in chosen))
            self._list.addItem(item)
        self._list.itemChanged.connect(self._on_changed)
        self._list.itemClicked.connect(self._on_clicked)
        self._pressed_state: dict[int, Qt.CheckState] = {}
        self._line = QLineEdit()
        self._line.setPlaceholderText("输入几个字找一找")
        self._line.textChanged.connect(self._narrow)
        self._line.setVisible(len(options) > _MANY)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self._line)
        column.addWidget(self._list)
        self.setFixedSize(
            220, min(len(options), 11) * 31 + 34 + (40 if len(options) > _MANY else 0)
        )
        (self._line if len(options) > _MANY else self._list).setFocus()

    def chosen(self) -> frozenset[Any]:
        """The ticked values."""
        items = [self._list.item(row) for row in range(self._list.count())]
        return frozenset(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def _narrow(self, text: str) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(text.strip() not in item.text())

    def _on_changed(self, item: QListWidgetItem) -> None:
        self._pressed_state[id(item)] = item.checkState()
        self.changed.emit(self.chosen())

    def _on_clicked(self, item: QListWidgetItem) -> None:
        # A press on the box has ticked it already; a press on the word does the same here.
        if self._pressed_state.pop(id(item), None) is None:
            item.setCheckState(_state(item.checkState() != Qt.CheckState.Checked))
            self._pressed_state.pop(id(item), None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)


class FilterChip(PressChip):
    """``村：全部 ▾``; pressed, it lets the operator tick values. ``chosen_changed(frozenset)``."""

    chosen_changed = Signal(object)

    def __init__(self, label: str) -> None:
        super().__init__("")
        self._label = label
        self._options: list[tuple[Any, str]] = []
        self.chosen: frozenset[Any] = frozenset()
        self.popup: ChoicePopup | None = None
        self.clicked.connect(self._on_clicked)
        self._word()

    def set_label(self, label: str) -> None:
        """The word before the values."""
        self._label = label
        self._word()

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """The values and their words; what was chosen and is gone is dropped silently."""
        self._options = list(options)
        kept = self.chosen & {value for value, _text in options}
        if kept != self.chosen:
            self.choose(kept)
        self._word()

    def choose(self, values: frozenset[Any]) -> None:
        """Tick exactly these values; none means all."""
        if values != self.chosen:
            self.chosen = values
            self._word()
            self.chosen_changed.emit(values)

    def words(self) -> str:
        """The values chosen, all of them, as a paper says it: ``村：郭桥村、刘庄村``."""
        return f"{self._label}：{'、'.join(self._names())}"

    def _names(self) -> list[str]:
        return [text for value, text in self._options if value in self.chosen]

    def _word(self) -> None:
        names = self._names()
        if not names:
            self.set_text(f"{self._label}：全部 ▾", active=False)
        elif len(names) <= 2:
            self.set_text(f"{self._label}：{'、'.join(names)} ▾", active=True)
        else:
            self.set_text(f"{self._label}：{names[0]}等 {len(names)} 个 ▾", active=True)

    def _on_clicked(self) -> None:
        self.popup = ChoicePopup(self, self._options, self.chosen)
        self.popup.changed.connect(self.choose)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self.popup.show()


def _font() -> QFont:
    # Not the widget's own: the style sheet gives every widget the size of the body.
    return theme.font(theme.SECONDARY_PT)


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
