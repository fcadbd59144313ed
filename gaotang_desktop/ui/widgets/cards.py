"""Boxes with a border: a titled one for any content, and one that says a figure."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.two_lines import TwoLines


class Card(QFrame):
    """A titled box; its content goes into ``body``, chips and buttons beside the title into ``top``."""

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._title = _words("heading")
        self._note = _words("faint")
        self.top = QHBoxLayout()
        self.top.setSpacing(theme.SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_2)
        self._head = head
        head.addWidget(self._title)
        head.addStretch(1)
        head.addLayout(self.top)
        head.addWidget(self._note)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE_2)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(self.body, 1)
        self.set_tight(False)
        self.set_title(title)
        self.set_note(note)

    def set_title(self, text: str) -> None:
        """The heading at the left."""
        self._title.setText(text)
        self._title.setVisible(bool(text))

    def set_tight(self, tight: bool) -> None:
        """Leave less room around the content, where every line is wanted."""
        around = theme.SPACE_1 if tight else theme.SPACE_3
        self._column.setContentsMargins(14, around, 14, around)
        self._column.setSpacing(theme.SPACE_1 if tight else theme.SPACE_2)

    def put_beside_title(self, widget: QWidget) -> None:
        """Something that takes the room between the title and the right end, such as a legend."""
        self._head.setStretch(1, 0)
        self._head.insertSpacing(1, theme.SPACE_2)
        self._head.insertWidget(2, widget, 1)

    def set_note(self, text: str) -> None:
        """A faint remark at the right."""
        self._note.setText(text)
        self._note.setVisible(bool(text))


class FigureCard(QFrame):
    """Caption, a big figure with its unit, and a sentence. ``pressed`` by mouse, Space or Enter."""

    pressed = Signal()

    def __init__(self, caption: str, *, pressable: bool = True) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self.setObjectName("figure_card")
        self._caption_text = caption
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._pressable = pressable
        if pressable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.caption = _words("caption")
        self.caption.setText(caption)
        self.figure = _words("figure")
        self.unit = _words("secondary")
        # The longest sentence must not decide how wide a card is.
        self.sentence = TwoLines()
        self.sentence.setProperty("class", "secondary")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        # Puts the unit's base line on that of the figure.
        self.unit.setContentsMargins(0, 0, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addLayout(line)
        column.addWidget(self.sentence)
        column.addStretch(1)

    def set(
        self, figure: str, unit: str = "", sentence: str = "", tone: Tone = Tone.NEUTRAL
    ) -> None:
        """``set("118", "/ 150 村次", "核实 37 次 · 3 个村进度落后", Tone.WARN)``."""
        self.figure.setText(figure or "—")
        self.unit.setText(unit)
        self.sentence.setText(sentence or " ")
        theme.restyle(self.sentence, "secondary", "" if tone is Tone.NEUTRAL else str(tone))
        self.set_low(self.sentence.isHidden())
        self.setAccessibleName(f"{self._caption_text} {figure}{unit}。{sentence}")

    def set_low(self, low: bool) -> None:
        """Where every line is wanted by others, the sentence is left to the pointer and the reader."""
        self.sentence.setVisible(not low)
        self.setToolTip(self.sentence.text() if low else "")

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._pressable and inside and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self._pressable and event.key() in keys:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class CardRow(QWidget):
    """Figure cards of equal width beside each other."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        for card in cards:
            row.addWidget(card, 1)


def carded(widget: QWidget) -> QFrame:
    """A widget that fills a box with a border."""
    card = QFrame()
    card.setProperty("class", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(widget)
    return card


def _words(style: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("class", style)
    return label
