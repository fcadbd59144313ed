"""What is called for today (督办单、提级督办): the operator ticks what is done; nothing is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.ticking import TickingDialog
from gaotang_desktop.ui.widgets.tinted import tint


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tick: its words, its colour, what stands below it, and what it stands for."""

    text: str
    colour: str
    below: Sequence[tuple[str, str]]
    proposal: Any


class ProposalDialog(TickingDialog):
    """A line for each proposal; ``done(chosen)`` gets what is ticked. ``button`` words it: 签发 {} 张."""

    def __init__(
        self,
        parent: QWidget,
        lines: Sequence[Line],
        *,
        title: str,
        heading: str,
        explanation: str,
        button: str,
        done: Callable[[list[Any]], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(720, 520)
        self._lines = list(lines)
        self._words = button
        head = QLabel(heading)
        head.setProperty("class", "heading")
        hint = QLabel(explanation)
        hint.setProperty("class", "secondary")
        hint.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(heading)
        self.tree.setHeaderHidden(True)
        self.tree.ensurePolished()  # else lines that are laid out before the style comes stay low
        for each in self._lines:
            item = QTreeWidgetItem([each.text])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked)
            tint(item, each.colour)
            for text, whole in each.below:
                child = QTreeWidgetItem([text])
                child.setFlags(Qt.ItemFlag.ItemIsEnabled)
                child.setToolTip(0, whole)
                item.addChild(child)
            self.tree.addTopLevelItem(item)
        self.tree.expandAll()
        self.tree.itemChanged.connect(lambda _item, _column: self._count())
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.accept)
        self.accepted.connect(lambda: done(self.chosen()))
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
        self.mark_clean()

    def chosen(self) -> list[Any]:
        """What is ticked."""
        return [
            each.proposal
            for at, each in enumerate(self._lines)
            if (item := self.tree.topLevelItem(at)) is not None
            and item.checkState(0) == Qt.CheckState.Checked
        ]

    @override
    def named(self) -> list[tuple[str, QTreeWidgetItem]]:
        """By their words; where two say the same, by what stands below them too."""
        items = [self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount())]
        return [
            ("　".join((each.text, *(whole for _text, whole in each.below))), item)
            for each, item in zip(self._lines, items, strict=True)
            if item is not None
        ]

    def _count(self) -> None:
        count = len(self.chosen())
        self.button.setText(self._words.format(count))
        self.button.setEnabled(bool(count))
