"""The text of a plan with the part of the selected line marked (方案原文)."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from gaotang_desktop.ui import theme


class PlanSource(QPlainTextEdit):
    """Read only; ``mark(lines)`` brings some lines (from 1) into view."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("方案原文")

    def mark(self, lines: Sequence[int]) -> None:
        """Mark some lines of the text and bring them into view."""
        look = QTextCharFormat()
        look.setBackground(QColor(theme.colours().accent_soft))
        look.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        marked = []
        document = self.document()
        for number in lines:
            cursor = QTextCursor(document.findBlockByNumber(number - 1))
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = look
            marked.append(selection)
        self.setExtraSelections(marked)
        # The end of the part first: where all of it fits, all of it is seen.
        for number, to in (
            (lines[-1], QTextCursor.MoveOperation.EndOfBlock),
            (lines[0], QTextCursor.MoveOperation.StartOfBlock),
        ):
            cursor = QTextCursor(document.findBlockByNumber(number - 1))
            cursor.movePosition(to)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
