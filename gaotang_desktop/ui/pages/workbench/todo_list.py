"""Things to do, one under the other: how late, what, and the button that opens the records."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.workbench import Todo
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import Chip
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_CHIP = 84


class TodoList(Scrolled):
    """Scrolls when there is more than fits. ``chosen(todo)`` when its button is pressed."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.todos: tuple[Todo, ...] = ()
        self.lines: list[TodoLine] = []

    def show_todos(self, todos: Sequence[Todo]) -> None:
        """Show these in place of the former ones; the place scrolled to is kept."""
        place = self.verticalScrollBar().value()
        self.todos = tuple(todos)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.SPACE_2, 0)
        column.setSpacing(0)
        self.lines = [TodoLine(todo) for todo in todos]
        for number, line in enumerate(self.lines):
            if number:
                column.addWidget(_hairline())
            line.button.clicked.connect(lambda _checked, todo=line.todo: self.chosen.emit(todo))
            column.addWidget(line)
        column.addStretch(1)
        self.setWidget(inner)
        self.verticalScrollBar().setValue(place)


class TodoLine(QWidget):
    """A chip, two lines of words, a button."""

    def __init__(self, todo: Todo) -> None:
        super().__init__()
        self.todo = todo
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_2)
        row.setSpacing(theme.SPACE_3)
        chip = Chip(todo.when, Tone(todo.tone))
        chip.setMinimumWidth(_CHIP)
        words = QVBoxLayout()
        words.setSpacing(1)
        for text, style in ((todo.what, ""), (todo.where, "secondary")):
            # A long line is cut off rather than pushing the button out of the card.
            label = ElidedLabel(text)
            if style:
                label.setProperty("class", style)
            words.addWidget(label)
        self.button = QPushButton(todo.action)
        self.button.setMinimumWidth(64)
        self.button.setAccessibleName(f"{todo.action}：{todo.when}，{todo.what}")
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


def _hairline() -> QFrame:
    line = QFrame()
    line.setProperty("class", "hairline")
    line.setFixedHeight(1)
    return line
