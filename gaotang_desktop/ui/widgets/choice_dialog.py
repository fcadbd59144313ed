"""One question with a few answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog


class ChoiceDialog(Dialog):
    """``chosen(value)`` when one of ``options`` (text, value) was taken."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, heading: str, text: str, options: Sequence[tuple[str, Any]]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setMinimumWidth(420)
        self._values = [value for _, value in options]
        title = QLabel(heading)
        title.setProperty("class", "heading")
        title.setWordWrap(True)
        asked = QLabel(text)
        asked.setWordWrap(True)
        self.list = QListWidget()
        self.list.addItems([said for said, _ in options])
        self.list.setCurrentRow(0)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(heading)
        self.first = self.list
        self.list.itemActivated.connect(lambda _item: self.accept())
        take = QPushButton("选定")
        take.setProperty("role", "primary")
        take.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(take)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_3)
        for widget in (title, asked, self.list):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        if (row := self.list.currentRow()) >= 0:
            self.chosen.emit(self._values[row])


def choose_town(
    parent: QWidget, towns: Mapping[str, str], chosen: Callable[[str], Any]
) -> ChoiceDialog:
    """Ask which of the towns of a list is the operator's; ``chosen(code)`` takes the answer."""
    dialog = ChoiceDialog(
        parent,
        "这份名单里有几个乡镇",
        "请选择您所在的乡镇（街道）：",
        [(f"{name}（{code}）", code) for code, name in towns.items()],
    )
    dialog.chosen.connect(chosen)
    dialog.open()
    return dialog
