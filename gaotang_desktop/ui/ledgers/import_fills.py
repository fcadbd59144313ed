"""What a sheet does not say but the operator knows: one value for all rows, a meaning for a word."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.form.editor import Editor, References
from gaotang_desktop.ui.widgets.form.field_editors import editor_for

_ACROSS = 3
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LASTING = (Kind.CHOICE, Kind.REFERENCE)
_PASSING = ("villages", "polls", "places", "disputes", "tasks")


def lasts(each: Field) -> bool:
    """Whether what fills a field is likely to hold for the next sheet with the same heads."""
    return each.kind in _LASTING and each.refers_to not in _PASSING


class FillStrip(QWidget):
    """An editor for each field that the rows lack. ``filled`` when what they say has changed.

    Enter takes the value over and goes on to the next field that is empty; with the last one,
    or by 填入, all of them are taken over.
    """

    filled = Signal()

    def __init__(
        self, fields: tuple[Field, ...], *, today: Callable[[], date], references: References
    ) -> None:
        super().__init__()
        self._known = {each.name: each for each in fields if each.editable or each.required}
        self._today, self._references = today, references
        self.editors: dict[str, Editor] = {}
        self._told: dict[str, str] = {}
        self.heading = QLabel()
        self.heading.setProperty("class", "secondary")
        self.heading.setWordWrap(True)
        self.more = QPushButton("再填一列")
        self.more.setToolTip("给每一行填上同一个值；表里已经写了的格不变")
        menu = QMenu(self.more)
        menu.aboutToShow.connect(lambda: self._offer(menu))
        self.more.setMenu(menu)
        self.take = QPushButton("填入")
        self.take.clicked.connect(lambda _checked: self._tell())
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(self.heading, 1)
        top.addWidget(self.take)
        top.addWidget(self.more)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE_3)
        self._grid.setVerticalSpacing(theme.SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(top)
        column.addLayout(self._grid)
        for at in range(_ACROSS):
            self._grid.setColumnStretch(2 * at + 1, 1)
        self._word()

    @property
    def values(self) -> dict[str, str]:
        """By field name the words that hold for every row that says nothing of it."""
        return dict(self._told)

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show what was kept; does not say ``filled``."""
        self.ask(values)
        for name, words in values.items():
            if name in self.editors:
                self.editors[name].put(words)
        self._told = self._words()
        self._word()

    def ask(self, names: Collection[str]) -> bool:
        """Show an editor for each field not yet shown; whether any was added."""
        added = [each for each in self._known if each in names and each not in self.editors]
        for name in added:
            self._add(self._known[name])
        self._word()
        return bool(added)

    def go_to_first(self) -> bool:
        """Put the focus where something is to be filled in; whether there is such a place."""
        for editor in self.editors.values():
            if not editor.words():
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN and not self.take.hasFocus() and not self.more.hasFocus():
            event.accept()  # not the window's default button
            return
        super().keyPressEvent(event)

    def _add(self, each: Field) -> None:
        editor = editor_for(each, today=self._today, references=self._references)
        place = len(self.editors)
        label = QLabel(f"每行的{each.label}")
        label.setProperty("class", "field_label")
        label.setBuddy(editor)
        row, across = divmod(place, _ACROSS)
        self._grid.addWidget(label, row, 2 * across)
        self._grid.addWidget(editor, row, 2 * across + 1)
        editor.returned.connect(self._on_returned)
        editor.edited.connect(self._word)
        self.editors[each.name] = editor

    def _on_returned(self) -> None:
        if not self.go_to_first():
            self._tell()

    def _words(self) -> dict[str, str]:
        said = {name: editor.words().strip() for name, editor in self.editors.items()}
        return {name: words for name, words in said.items() if words}

    def _tell(self) -> None:
        for editor in self.editors.values():
            editor.finish()
        self._told = self._words()
        self._word()
        self.filled.emit()

    def _word(self) -> None:
        shown = bool(self.editors)
        waits = self._words() != self._told
        self.take.setVisible(shown)
        self.take.setEnabled(waits)
        if not shown:
            self.heading.setText("")
        elif waits or not self._told:
            self.heading.setText("表里没有的列、空着的格，给每一行填上同一个值（已经写了的不变）：")
        else:
            self.heading.setText("每一行没有写的，已经照下面填上（已经写了的不变）：")

    def _offer(self, menu: QMenu) -> None:
        menu.clear()
        for each in self._known.values():
            if each.name not in self.editors and each.kind is not Kind.LONG_TEXT:
                action = menu.addAction(each.label)
                action.triggered.connect(lambda _checked, name=each.name: self._ask_for(name))

    def _ask_for(self, name: str) -> None:
        self.ask([name])
        self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)


class MeaningRow(QWidget):
    """What a word of the sheet stands for, in all rows; ``meant(word)`` when it is said."""

    meant = Signal(str)

    def __init__(
        self,
        each: Field,
        written: str,
        rows: int,
        *,
        today: Callable[[], date],
        references: References,
    ) -> None:
        super().__init__()
        short = written if len(written) <= 16 else f"{written[:15]}……"
        label = QLabel(f"{each.label}“{short}”（{rows} 行）都当作")
        label.setToolTip(written)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.editor = editor_for(each, today=today, references=references)
        self.editor.returned.connect(self._tell)
        label.setBuddy(self.editor)
        take = QPushButton("就是这个")
        take.clicked.connect(lambda _checked: self._tell())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(label)
        row.addWidget(self.editor, 1)
        row.addWidget(take)
        row.addStretch(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN and self.editor.isAncestorOf(self.window().focusWidget()):
            event.accept()  # not the window's default button
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        self.editor.finish()
        if words := self.editor.words().strip():
            self.meant.emit(words)
