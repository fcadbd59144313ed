"""Opened from the head of a column: its values with how often each stands there, words, from … to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.narrowing import RANGED, Condition, bound
from gaotang_desktop.ui import theme

_VALUE = Qt.ItemDataRole.UserRole
_MOST = 400


class ColumnPopup(QFrame):
    """``changed(condition)`` with every tick and every word; Enter and Esc close it."""

    changed = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        field: Field,
        values: Sequence[tuple[Any, str, int]],
        condition: Condition,
        today: Callable[[], date],
    ) -> None:
        """``values`` are value, words and count, in their order."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("class", "card")
        self._field, self._today = field, today
        self.low, self.high = (QLineEdit() for _ in range(2))
        self.text = QLineEdit(condition.text)
        self.text.setPlaceholderText("含有这几个字")
        self.text.setAccessibleName(f"{field.label}含有")
        self.text.textChanged.connect(lambda _text: self._tell())
        self.said = QLabel()
        self.said.setProperty("class", "error")
        self.said.setWordWrap(True)
        self.said.hide()
        self.list = QListWidget()
        self.list.setProperty("role", "popup")
        self.list.setAccessibleName(f"{field.label}的值")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for value, words, count in values[:_MOST]:
            item = QListWidgetItem(f"{words}（{count:,}）")
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = condition.values is not None and value in condition.values
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.clear = QPushButton("清除这一列的条件")
        self.clear.clicked.connect(lambda _checked: self._clear())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.text)
        if field.kind in RANGED:
            self.text.hide()
            row = QHBoxLayout()
            for line, words, value in (
                (self.low, "从", condition.low),
                (self.high, "到", condition.high),
            ):
                line.setText("" if value is None else str(value))
                line.setPlaceholderText(words)
                line.setAccessibleName(f"{field.label}{words}")
                line.textChanged.connect(lambda _text: self._tell())
                row.addWidget(line)
            column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addWidget(self.clear)
        self.setFixedSize(260, min(len(values), 9) * 31 + 150)
        (self.low if field.kind in RANGED else self.text).setFocus()

    def condition(self) -> Condition:
        """What is ticked and typed; what cannot be read counts as not typed."""
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = frozenset(
            item.data(_VALUE) for item in items if item.checkState() is Qt.CheckState.Checked
        )
        ends: list[Any] = []
        problem = ""
        for line in (self.low, self.high):
            try:
                ends.append(bound(self._field, line.text(), today=self._today()))
            except DomainError as error:
                ends.append(None)
                problem = str(error)
        self.said.setText(problem)
        self.said.setVisible(bool(problem))
        return Condition(self._field.name, ticked or None, self.text.text().strip(), *ends)

    def _tell(self) -> None:
        self.changed.emit(self.condition())

    def _clear(self) -> None:
        self.changed.emit(Condition(self._field.name))
        self.close()

    def open_at(self, where: QPoint) -> None:
        """Under the head, inside the screen."""
        room = self.screen().availableGeometry()
        self.move(
            min(where.x(), room.right() - self.width()),
            min(where.y(), room.bottom() - self.height()),
        )
        self.show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)
