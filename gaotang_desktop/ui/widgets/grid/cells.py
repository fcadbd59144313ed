"""How a cell of a sheet is painted and typed into: proposals in grey, words by their pinyin."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop import pinyin
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.grid.sheet_model import SheetModel

Index = QModelIndex | QPersistentModelIndex
Words = Callable[[], Sequence[str]]
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_SHOWN = 8


def choices_of(field: Field) -> Sequence[str]:
    """The words that a cell may take, where there is a list of them."""
    return ("是", "否") if field.kind is Kind.FLAG else field.choices


class CellLine(QLineEdit):
    """The open cell, with the words that it may take under it.

    The list never has the focus: what is typed goes on into the line.
    """

    def __init__(self, parent: QWidget, words: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("cell_editor")
        self.setFrame(False)
        self._words = words
        self.list = QListWidget(self)
        self.list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("role", "popup")
        self.list.setAccessibleName("可选的内容")
        self.list.itemClicked.connect(lambda item: self._take(item.text()))
        self.list.hide()
        self.textEdited.connect(self._on_edited)

    def propose(self, found: Sequence[str], *, marked: bool) -> None:
        """Show these words under the line, the first one marked if it would be taken."""
        self.list.clear()
        self.list.addItems(list(found[: _SHOWN * 4]))
        if not found:
            self.list.hide()
            return
        self.list.setCurrentRow(0 if marked else -1)
        high = 28 * min(len(found), _SHOWN) + 12
        self.list.setGeometry(QRect(self.mapToGlobal(QPoint(0, self.height())), self.size()))
        self.list.resize(max(self.width(), 140), high)
        self.list.show()

    def open_list(self) -> None:
        """All the words (Alt+↓), the one that stands there marked."""
        self.propose(self._words, marked=True)
        if self.text() in self._words:
            self.list.setCurrentRow(list(self._words).index(self.text()))

    def step(self, by: int) -> bool:
        """Mark another word of the list; whether it is open."""
        if not self.list.isVisible():
            return False
        self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))
        return True

    def settle(self) -> None:
        """The word that is marked, or that the letters spell, in place of what was typed."""
        if self.list.isVisible() and (item := self.list.currentItem()) is not None:
            self.setText(item.text())
        elif (
            pinyin.is_typed(self.text().strip())
            and self.text() not in self._words
            and (found := pinyin.matching(self._words, self.text()))
        ):
            self.setText(found[0])
        self.list.hide()

    def _take(self, word: str) -> None:
        self.setText(word)
        self.list.hide()

    def _on_edited(self, typed: str) -> None:
        # Only letters are read as pinyin: a whole name typed in characters is not replaced.
        self.propose(pinyin.matching(self._words, typed) if typed.strip() else [],
                     marked=pinyin.is_typed(typed.strip()))  # fmt: skip

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.list.hide()
        super().focusOutEvent(event)


class SheetCells(QStyledItemDelegate):
    """Paints hairlines and the focus; its line editor follows the keys of a sheet."""

    moved = Signal(int, int)

    def __init__(self, view: QTableView, model: SheetModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.typing_over = False
        # What a column may be completed with, by field: the people who led patrols, say.
        self.words: dict[str, Words] = {}

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = self._model.columns[index.column()]
        known = self.words.get(field.name)
        return CellLine(parent, known() if known else choices_of(field))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        current = index == self._view.currentIndex()
        if isinstance(ground, QColor):
            painter.fillRect(box, ground)
        elif state & QStyle.StateFlag.State_Selected and not current:
            painter.fillRect(box, QColor(colours.accent_soft))
        elif current:
            # A frame says which it is; in high contrast the view has filled it under the same words.
            painter.fillRect(box, QColor(colours.surface))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.setFont(theme.font())
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        inner = box.adjusted(8, 0, -8, -1)
        words = str(index.data() or "")
        if not words and (words := self._model.offered(index.row(), index.column())):
            painter.setPen(QColor(colours.faint))
            slanted = theme.font()
            slanted.setItalic(True)  # not by its colour alone
            painter.setFont(slanted)
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        place = (index.row(), index.column())
        if place in self._model.errors or place in self._model.doubts:
            # A corner as well as a colour.
            wrong = place in self._model.errors
            painter.setPen(QPen(QColor(colours.bad if wrong else colours.warn), 2))
            painter.drawLine(box.right() - 8, box.top() + 1, box.right(), box.top() + 1)
            painter.drawLine(box.right(), box.top() + 1, box.right(), box.top() + 8)
        if current:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            step: tuple[int, int] | None = None
            if isinstance(editor, CellLine) and self._in_list(editor, event):
                return True
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self._commit(editor)
                    return False
                step = (-1 if shift else 1, 0)
            elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                step = (0, -1 if shift or key == Qt.Key.Key_Backtab else 1)
            elif key in _ARROWS and (self.typing_over or key in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
                step = _ARROWS[key]
            if step is not None:
                self._commit(editor)
                tabbed = key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
                self.moved.emit(step[0], step[1] * (2 if tabbed else 1))
                return True
        return super().eventFilter(editor, event)

    @staticmethod
    def _in_list(line: CellLine, event: QKeyEvent) -> bool:
        """Keys that belong to the words under an open cell; whether this was one."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            line.open_list()
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return line.step(1 if key == Qt.Key.Key_Down else -1)
        if key == Qt.Key.Key_Escape and line.list.isVisible():
            line.list.hide()
            return True
        return False

    def _commit(self, editor: QObject) -> None:
        if isinstance(editor, CellLine):
            editor.settle()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
