"""One editor per kind of value. All speak alike: ``typed``, ``set_value``, ``edited``, ``returned``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)
from typing_extensions import override

from gaotang_desktop import pinyin
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui.widgets.form.date_editor import DateEditor
from gaotang_desktop.ui.widgets.form.editor import Editor, References
from gaotang_desktop.ui.widgets.form.reference_editor import ReferenceEditor


class LineEditor(Editor):
    """Text, numbers, times, several names: one line, with the unit behind it."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.returnPressed.connect(self.returned)
        if field.kind is Kind.NAMES:
            self.line.setPlaceholderText("多个用顿号隔开")
        elif field.kind is Kind.TIME:
            self.line.setPlaceholderText("如 20:30")
        self._adopt(self.line)
        if field.unit:
            unit = QLabel(field.unit)
            unit.setProperty("class", "faint")
            self._row.addWidget(unit)

    @override
    def typed(self) -> Any:
        return self.line.text()

    @override
    def unknown(self) -> str:
        return self.line.text().strip() if self.field.named_in else ""

    @override
    def set_value(self, value: Any) -> None:
        self.line.setText(fields.show(self.field, value))
        self.line.setCursorPosition(0)


class LongTextEditor(Editor):
    """Several lines; Tab leaves, Enter breaks the line."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.be_low(False)
        self._setting = False
        self.text.textChanged.connect(self._on_changed)
        self._adopt(self.text)

    def be_low(self, low: bool) -> None:
        """Two lines instead of three, where a form is short of room."""
        height = 52 if low else 72
        self.text.setFixedHeight(height)
        self.setMinimumHeight(height)  # a form that is still short of room scrolls

    def _on_changed(self) -> None:
        if not self._setting:
            self.edited.emit()

    @override
    def typed(self) -> Any:
        return self.text.toPlainText()

    @override
    def set_value(self, value: Any) -> None:
        self._setting = True
        self.text.setPlainText(fields.show(self.field, value))
        self._setting = False


class ChoiceEditor(Editor):
    """One of the field's words, by arrows or by its initials (``wx`` 未巡).

    Where other words are allowed, they can be typed.
    """

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.box = QComboBox()
        self.box.setEditable(not field.strict_choices)
        self.box.setInsertPolicy(
            QComboBox.InsertPolicy.NoInsert
        )  # what is typed is no choice of the next
        self.box.addItem("", None)
        for choice in field.choices:
            self.box.addItem(choice, choice)
        self.box.activated.connect(lambda _row: self.edited.emit())
        self.box.installEventFilter(self)
        self._letters = ""  # typed since the field was entered, as long as a word is spelled so
        line = self.box.lineEdit()
        if line is not None:
            line.textEdited.connect(lambda _text: self.edited.emit())
            line.returnPressed.connect(self.returned)
        self._adopt(self.box)

    @override
    def typed(self) -> Any:
        return self.box.currentText()

    @override
    def set_value(self, value: Any) -> None:
        text = fields.show(self.field, value)
        at = self.box.findText(text)
        if at < 0 and text:
            # A word of an earlier year that is no longer offered is kept until changed.
            self.box.addItem(text, text)
            at = self.box.count() - 1
        self.box.setCurrentIndex(max(at, 0))

    def _spell(self, letter: str) -> bool:
        """One letter more of a word's pinyin; whether any word is spelled so."""
        for letters in (self._letters + letter.casefold(), letter.casefold()):
            if found := pinyin.matching(self.field.choices, letters):
                self._letters = letters
                if found[0] != self.box.currentText():
                    self.set_value(found[0])
                    self.edited.emit()
                return True
        return False

    def _settle(self) -> None:
        """Small letters, where other words are allowed, become the word they spell; KTV stays."""
        typed = self.box.currentText().strip()
        if (
            self.box.isEditable()
            and pinyin.is_typed(typed)
            and typed.islower()
            and typed not in self.field.choices
            and (found := pinyin.matching(self.field.choices, typed))
        ):
            self.set_value(found[0])
            self.edited.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self.box.hasFocus():
            event.ignore()
            return True  # scrolling a form must not change what it passes over
        if event.type() == QEvent.Type.FocusIn:
            self._letters = ""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.box.isEditable():
                self.returned.emit()
                return True
            alone = (
                not event.modifiers() & Qt.KeyboardModifier.AltModifier
            )  # else a menu's letter, Alt+Down
            letter = event.text().isascii() and event.text().isalnum()  # 12345 is a word too
            if alone and not self.box.isEditable() and letter:
                return self._spell(event.text())
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._settle()
                return False
            self._letters = ""
            if alone and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                before = self.box.currentIndex()
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                after = max(0, min(before + step, self.box.count() - 1))
                self.box.setCurrentIndex(after)
                if after != before:
                    self.edited.emit()
                return True
        return False


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.box = QCheckBox("是")
        self.box.clicked.connect(lambda _checked: self.edited.emit())
        self.box.installEventFilter(self)
        self._adopt(self.box)

    @override
    def typed(self) -> Any:
        return self.box.isChecked()

    @override
    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.returned.emit()
            return True
        return False


def editor_for(field: Field, *, today: Callable[[], date], references: References) -> Editor:
    """The editor that fits a field."""
    if field.kind in (Kind.DATE, Kind.MONTH, Kind.WEEK):
        return DateEditor(field, today=today)
    if field.kind is Kind.REFERENCE:
        return ReferenceEditor(field, references)
    if field.kind is Kind.LONG_TEXT:
        return LongTextEditor(field)
    if field.kind is Kind.CHOICE:
        return ChoiceEditor(field)
    if field.kind is Kind.FLAG:
        return FlagEditor(field)
    return LineEditor(field)
