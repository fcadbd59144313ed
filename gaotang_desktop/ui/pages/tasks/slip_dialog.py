"""The supervision slips that are called for today: the operator ticks which are issued."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.supervision import MEANINGS
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog

if TYPE_CHECKING:
    from gaotang_desktop.services.supervision import Proposal

_TONES = {"蓝": "accent", "黄": "warn_text", "红": "bad_text"}


class SlipDialog(Dialog):
    """One line for each unit with what it is asked about; ``issue(chosen)`` on 签发."""

    def __init__(
        self,
        parent: QWidget,
        proposals: "Sequence[Proposal]",
        *,
        today: date,
        issue: "Callable[[list[Proposal]], None]",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("生成督办单")
        self.resize(720, 520)
        self._proposals = list(proposals)
        head = QLabel(f"{today:%Y-%m-%d} 需要督办的单位和村")
        head.setProperty("class", "heading")
        hint = QLabel(
            "一个单位一张，颜色取其中最重的。去掉不发的勾，其余一次签发；签发后可以撤销。"
        )
        hint.setProperty("class", "secondary")
        hint.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("需要督办的单位和村")
        self.tree.setHeaderHidden(True)
        for each in self._proposals:
            item = QTreeWidgetItem(
                [f"{each.colour}　{each.who} · {len(each.matters)} 项（{MEANINGS[each.colour]}）"]
            )
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked)
            item.setForeground(0, theme.colour(_TONES[each.colour]))
            for matter in each.matters:
                child = QTreeWidgetItem([f"{matter.colour}　{matter.line}"])
                child.setFlags(Qt.ItemFlag.ItemIsEnabled)
                child.setToolTip(0, matter.line)
                item.addChild(child)
            self.tree.addTopLevelItem(item)
        self.tree.expandAll()
        self.tree.itemChanged.connect(lambda _item, _column: self._count())
        cancel = QPushButton("不签发")
        cancel.clicked.connect(self.reject)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.accept)
        self.accepted.connect(lambda: issue(self.chosen()))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(head)
        column.addWidget(hint)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        self._count()
        self.first = self.button

    def chosen(self) -> "list[Proposal]":
        """The slips that are ticked."""
        return [
            each
            for at, each in enumerate(self._proposals)
            if (item := self.tree.topLevelItem(at)) is not None
            and item.checkState(0) == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        count = len(self.chosen())
        self.button.setText(f"签发 {count} 张")
        self.button.setEnabled(bool(count))
