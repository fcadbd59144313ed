"""A list to tick, narrowed by typing a part of a name or its pinyin."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
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
from gaotang_desktop.domain.fields import Reference
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.form.reference_finder import ReferenceFinder
from gaotang_desktop.ui.widgets.ticking import TickingDialog

_ID = Qt.ItemDataRole.UserRole


class TickDialog(TickingDialog):
    """Calls ``save(ids)`` and closes when that went well; Space ticks, Ctrl+S saves."""

    def __init__(
        self,
        parent: QWidget,
        heading: str,
        options: Sequence[Reference],
        ticked: Collection[int],
        save: Callable[[list[int]], Any],
        *,
        counter: str,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.resize(440, 560)
        self._save, self._counter = save, counter
        self._finder = ReferenceFinder(options)
        title = QLabel(heading)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("class", "heading")
        self.line = QLineEdit()
        self.line.setPlaceholderText("名称或拼音首字母")
        self.line.setAccessibleName("查找")
        self.line.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(heading)
        for each in options:
            item = QListWidgetItem(each.label)
            item.setData(_ID, each.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if each.id in ticked else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.said = QLabel()
        self.said.setProperty("class", "secondary")
        self.problem = QLabel()
        self.problem.setProperty("class", "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(title)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        self._count()
        self.first = self.line
        self.told_at = self.problem
        self.mark_clean()

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.save_button = QPushButton("保存")
        self.save_button.setProperty("role", "primary")
        self.save_button.setShortcut("Ctrl+S")
        self.save_button.clicked.connect(lambda _checked: self._store())
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.said, 1)
        for button in (cancel, self.save_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def ticked(self) -> list[int]:
        """The ids that are ticked, also those that are narrowed away."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [each.data(_ID) for each in items if each.checkState() is Qt.CheckState.Checked]

    @override
    def named(self) -> list[tuple[str, QListWidgetItem]]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [(each.text(), each) for each in items]

    def tick(self, record_id: int, *, on: bool = True) -> None:
        """Tick one, or take its tick away."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_ID) == record_id:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _narrow(self, text: str) -> None:
        found = {each.id for each in self._finder.matching(text, limit=self.list.count())}
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(item.data(_ID) not in found)

    def _count(self) -> None:
        self.said.setText(f"已选 {len(self.ticked())} {self._counter}")

    def _store(self) -> None:
        try:
            self._save(self.ticked())
        except DomainError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.accept()
