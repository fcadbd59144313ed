"""Recipients of a paper (主送、抄送), ticked in the registers or typed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
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

from gaotang_desktop.domain.fields import Reference
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.form.reference_finder import ReferenceFinder
from gaotang_desktop.ui.widgets.ticking import TickingDialog

_NAME, _MEMBERS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_SEPARATORS = re.compile(r"[、，,；;\s]+")


class RecipientsDialog(TickingDialog):
    """``taken(text)``: the names joined by 、; groups in one word, or written out when asked."""

    taken = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        heading: str,
        options: Sequence[tuple[str, tuple[str, ...]]],
        text: str,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.resize(440, 600)
        typed = [each for each in _SEPARATORS.split(text.strip().rstrip("：:")) if each]
        known = {name for name, _ in options}
        # What is not in the registers (县委政法委) stays as it was typed, in front.
        self._others = [each for each in typed if each not in known]
        self._finder = ReferenceFinder(
            [Reference(at, name, at) for at, (name, _) in enumerate(options)]
        )
        title = QLabel(heading)
        title.setProperty("class", "heading")
        self.line = QLineEdit()
        self.line.setPlaceholderText("名称或拼音首字母")
        self.line.setAccessibleName("查找")
        self.line.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(heading)
        self.list.setWordWrap(True)
        for name, members in options:
            item = QListWidgetItem(f"{name}（{len(members)}个）" if members else name)
            item.setData(_NAME, name)
            item.setData(_MEMBERS, members)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in typed else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.spelled = QCheckBox("写出组里每个村和单位的名称")
        self.spelled.toggled.connect(lambda _on: self._tell())
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("class", "secondary")
        take = QPushButton("选定")
        take.setProperty("role", "primary")
        take.setDefault(True)
        take.clicked.connect(self._take)
        leave = QPushButton("取消")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(take)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_4] * 4))
        column.setSpacing(theme.SPACE_3)
        for widget in (title, self.line, self.list, self.spelled, self.said):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.first = self.line
        self._tell()
        self.mark_clean()

    def text(self) -> str:
        """The recipients as they will stand in the paper; nobody is named twice."""
        named = list(self._others)
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.checkState() is Qt.CheckState.Checked:
                members = item.data(_MEMBERS)
                named += members if members and self.spelled.isChecked() else [item.data(_NAME)]
        return "、".join(dict.fromkeys(named))

    @override
    def chosen_beside(self) -> dict[str, Any]:
        return {"others": self._others, "spelled": self.spelled.isChecked()}

    @override
    def choose_beside(self, said: Mapping[str, Any]) -> None:
        self._others = list(said["others"])
        self.spelled.setChecked(said["spelled"])

    @override
    def named(self) -> list[tuple[str, QListWidgetItem]]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [(each.data(_NAME), each) for each in items]

    def _narrow(self, text: str) -> None:
        wanted = {each.id for each in self._finder.matching(text, limit=self.list.count())}
        for row in range(self.list.count()):
            self.list.item(row).setHidden(row not in wanted)

    def _tell(self) -> None:
        text = self.text() or "还没有选。"
        self.said.setText(text if len(text) < 120 else f"{text[:120]}……")

    def _take(self) -> None:
        self.taken.emit(self.text())
        self.accept()
