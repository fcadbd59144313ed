"""Finding words in the text that is written (Ctrl+F)."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QToolButton, QWidget
from typing_extensions import override

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel


class FindBar(QWidget):
    """Enter goes to the next place, Shift+Enter to the one before, Esc back into the text."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__()
        self._editor = editor
        self.line = QLineEdit()
        self.line.setPlaceholderText("在正文里查找")
        self.line.setAccessibleName("在正文里查找")
        self.line.textEdited.connect(lambda _text: self._find_from_start())
        self.line.installEventFilter(self)
        self.said = ElidedLabel()
        self.said.setProperty("class", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self.line, 2)
        row.addWidget(self.said, 1)
        for icon, tip, slot in (
            ("chevron-left", "上一处（Shift+回车）", lambda: self.go_on(backwards=True)),
            ("chevron-right", "下一处（回车）", self.go_on),
            ("x", "关闭查找（Esc）", self.leave),
        ):
            button = QToolButton()
            icons.dress(button, icon, "secondary", 16)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked, slot=slot: slot())
            row.addWidget(button)
        self.hide()

    def start(self) -> None:
        """Show the line; what is selected in the text is looked for."""
        self.show()
        if picked := self._editor.textCursor().selectedText():
            self.line.setText(picked)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._tell()

    def leave(self) -> None:
        """Back into the text, at what was found."""
        self.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self, *, backwards: bool = False) -> bool:
        """Mark the next place, from the end on again at the beginning; whether there is one."""
        words = self.line.text()
        if not words:
            return False
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        found = self._editor.find(words, flags)
        if not found:
            end = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
            before = self._editor.textCursor()
            self._editor.moveCursor(end)
            found = self._editor.find(words, flags)
            if not found:
                self._editor.setTextCursor(before)
        self._tell()
        return found

    def _find_from_start(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.go_on()
        self._tell()

    def _tell(self) -> None:
        words = self.line.text()
        count = self._editor.toPlainText().casefold().count(words.casefold()) if words else 0
        self.said.setText("" if not words else f"共 {count} 处" if count else "没有找到")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go_on(backwards=back)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)
