"""The detail at the right of a list: title, chip, label and value, paragraphs, buttons."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import Chip
from gaotang_desktop.ui.widgets.elided_button import ElidedButton
from gaotang_desktop.ui.widgets.scrolling import Scrolled
from gaotang_desktop.ui.widgets.table.cells import EMPTY
from gaotang_desktop.ui.widgets.wrapped_label import WrappedLabel
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

Slot = Callable[[], Any]
_LONGEST_TITLE = 44


class SidePanel(QFrame):
    """Filled from top to bottom after :meth:`clear`; scrolls while its buttons stay at the bottom.

    ``files_dropped(paths)`` when files are dropped on it, where it accepts drops.
    """

    files_dropped = Signal(list)

    def __init__(self, *, width: int = 280) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self.setMinimumWidth(width)
        self.setMaximumWidth(width + 120)
        self._width = width
        self._title = _label("heading")
        self._chip = Chip()
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_2)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, theme.SPACE_1, 0)
        self._column.setSpacing(theme.SPACE_2)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = Scrolled(self._inner)
        # A long detail is read with the arrow keys too.
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName("详情")
        area.setMinimumHeight(40)  # in a low window the buttons below stay whole
        self._actions = WrappingRow()
        self._actions.setObjectName("panel_actions")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, theme.SPACE_3, 10, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self._actions)
        self._rows: QGridLayout | None = None
        self.clear()

    @override
    def hasHeightForWidth(self) -> bool:
        """No: its rows scroll. Wrapped words inside would else claim height from the neighbours."""
        return False

    def clear(self) -> None:
        """Nothing at all: the start of filling."""
        self._rows = None
        self._actions.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.set_title("")

    def set_title(self, text: str, chip: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        """What is shown, and its state; of a title longer than three lines the middle is left out."""
        whole = len(text) <= _LONGEST_TITLE
        self._title.setText(text if whole else f"{text[: _LONGEST_TITLE - 17]}…{text[-16:]}")
        self._title.setToolTip("" if whole else text)
        self._title.setVisible(bool(text))
        self._chip.set(chip, tone)
        self._chip.setVisible(bool(chip))

    def set_empty(self, sentence: str) -> None:
        """Only a sentence: what is shown here once something is selected."""
        self.clear()
        self.add_paragraph(sentence)

    def add_row(self, label: str, value: str) -> QLabel:
        """``带班　张某``; an empty value is ``—``."""
        if self._rows is None:
            frame = QWidget()
            self._rows = QGridLayout(frame)
            self._rows.setContentsMargins(0, 0, 0, 0)
            self._rows.setHorizontalSpacing(theme.SPACE_3)
            self._rows.setVerticalSpacing(theme.SPACE_2)
            self._rows.setColumnStretch(1, 1)
            self._column.addWidget(frame)
        at = self._rows.rowCount()
        name = _label("faint")
        name.setText(label)
        words = _label("")
        words.setText(value or EMPTY)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = Qt.AlignmentFlag.AlignTop
        name.setMinimumWidth(44)
        name.setWordWrap(False)
        name.setContentsMargins(0, 2, 0, 0)
        self._rows.addWidget(name, at, 0, top)
        self._rows.addWidget(words, at, 1, top)
        return words

    def add_rows(self, rows: Iterable[tuple[str, str]]) -> None:
        """Several labels and values."""
        for label, value in rows:
            self.add_row(label, value)

    def add_heading(self, text: str) -> None:
        """A heading inside the detail."""
        label = _label("heading")
        label.setText(text)
        label.setContentsMargins(0, theme.SPACE_2 if self._column.count() else 0, 0, 0)
        self.add_widget(label)

    def add_paragraph(self, text: str, *, tone: Tone | None = None, strong: bool = False) -> None:
        """Whole sentences, wrapped; quiet unless a tone or ``strong`` is given."""
        label = _label(str(tone) if tone else ("heading" if strong else "secondary"))
        label.setText(text)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_widget(label)

    def add_item(
        self, icon: str, colour: str, title: str, detail: str = "", slot: Slot | None = None
    ) -> None:
        """One line with an icon and a quiet second line; pressed, it leads to the record."""
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        picture = QLabel()
        icons.dress(picture, icon, colour, 16)
        picture.setContentsMargins(0, 2, 0, 0)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        if slot is not None:
            link = ElidedButton(title)
            link.clicked.connect(lambda _checked: slot())
            words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            name = _label("")
            name.setText(title)
            words.addWidget(name)
        if detail:
            more = _label("faint")
            more.setText(detail)
            words.addWidget(more)
        row.addLayout(words, 1)
        self.add_widget(frame)

    def add_widget(self, widget: QWidget) -> None:
        """Anything else; labels and values after it start a new block."""
        self._rows = None
        self._column.addWidget(widget)

    def add_action(
        self, text: str, slot: Slot, icon: str | None = None, *, primary: bool = False
    ) -> QPushButton:
        """A button at the bottom."""
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
        if icon:
            icons.dress(button, icon, "on_accent" if primary else "secondary", 16)
        button.clicked.connect(lambda _checked: slot())
        self._actions.add(button)
        return button

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _files(event.mimeData()):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)


def beside(shown: QWidget | None = None, panel: QWidget | None = None) -> QSplitter:
    """What is shown with its detail at the right; room that is gained goes to what is shown."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(theme.SPACE_3)
    for part in (shown, panel):
        if part is not None:
            split.addWidget(part)
            split.setStretchFactor(0, 1)
    return split


def _files(dropped: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]


def _label(style: str) -> QLabel:
    label = WrappedLabel()
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if style:
        label.setProperty("class", style)
    return label
