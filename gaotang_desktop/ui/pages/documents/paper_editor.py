"""The text of a draft: one line a paragraph, what came from data marked until it is changed."""

from collections.abc import Collection

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from gaotang_desktop.domain.documents.blocks import Paragraph
from gaotang_desktop.domain.documents.notices import paragraph
from gaotang_desktop.ui import theme

_PAUSE_MS = 120


class _Marks(QSyntaxHighlighter):
    """Headings stand out; lines as they were filled in from data have the data's colour."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor.document())
        self.filled: frozenset[str] = frozenset()

    @override
    def highlightBlock(self, text: str) -> None:
        words = text.strip()
        if not words:
            return
        look = QTextCharFormat()
        if words in self.filled:
            look.setForeground(theme.colour("accent"))
            look.setBackground(theme.colour("accent_soft"))
        found: Paragraph = paragraph(words)
        if 0 < found.level < 3:
            look.setFontWeight(QFont.Weight.DemiBold)
        if words.startswith("【") and words.endswith("】"):
            look.setForeground(theme.colour("secondary"))
        self.setFormat(0, len(text), look)


class PaperEditor(QPlainTextEdit):
    """``rested()`` a moment after the typing stopped: then the paper is laid out again."""

    rested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_editor")
        self.setAccessibleName("正文")
        self.setTabChangesFocus(True)
        self.setPlaceholderText("在这里写正文，一行一段；“一、”“（一）”开头的行是标题。")
        self._marks = _Marks(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_MS)
        self._typing.timeout.connect(self.rested)
        self._shown = ""
        self.textChanged.connect(self._on_changed)

    def show_text(self, text: str, filled: Collection[str]) -> None:
        """Another text; the cursor stays at its place where the text is the same draft's."""
        self.set_filled(filled)
        if text != self.toPlainText():
            place = self.textCursor().position()
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            cursor = self.textCursor()
            cursor.setPosition(min(place, len(text)))
            self.setTextCursor(cursor)
        self._shown = self.toPlainText()
        self._typing.stop()

    def set_filled(self, filled: Collection[str]) -> None:
        """The lines that came from data, as they were filled in."""
        self._marks.filled = frozenset(each.strip() for each in filled)
        self.blockSignals(True)
        self._marks.rehighlight()
        self.blockSignals(False)

    def is_changed(self) -> bool:
        """Whether the operator typed since the text was shown."""
        return self.toPlainText() != self._shown

    def mark_stored(self) -> None:
        """What stands there is stored."""
        self._shown = self.toPlainText()

    def wait(self) -> None:
        """Something beside the text was typed: the paper is laid out again when that rests."""
        self._typing.start()

    def begin_line(self, mark: str) -> None:
        """Make the line in hand begin with a heading's mark (``一、``), or insert one there."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.insertText(mark)
        self.setFocus()

    def replace_text(self, text: str) -> None:
        """Another text as one step that Ctrl+Z takes back; the cursor stays in its line."""
        cursor = self.textCursor()
        place = cursor.position()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        cursor.setPosition(min(place, len(text)))
        self.setTextCursor(cursor)

    def go_to(self, words: str) -> bool:
        """Put the cursor where these words first stand; whether they were found."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(words)

    def _on_changed(self) -> None:
        if self.toPlainText() != self._shown:
            self._typing.start()
