"""按方案提出奖惩: what the rules say of a frozen result, ticked and registered by the operator."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import rewarding
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import rewards
from gaotang_desktop.services.rewards import Proposed
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.ledgers.plain_table import PlainTable


class ProposalsDialog(Dialog):
    """A tick before each village; those that the polls cannot set apart are not ticked."""

    def __init__(self, parent: QWidget, desk: Desk, period: Period, found: Proposed) -> None:
        super().__init__(parent)
        self._desk, self._period, self._found = desk, period, found
        self.setWindowTitle(f"{period.label}按方案提出奖惩")
        self.resize(820, 440)
        heading = QLabel(self.windowTitle())
        heading.setProperty("class", "heading")
        note = QLabel(
            "按冻结的名次提出，勾选以后点“登记所选”。分不出先后的没有勾选，要不要列由您决定。"
        )
        note.setProperty("class", "secondary")
        self.table = PlainTable(
            ("村", "奖惩", "规则", "依据"), wide=3, empty="没有村符合方案里的奖惩规则。"
        )
        self.table.fill(
            [
                (
                    each.village,
                    each.rule.reward,
                    rewarding.line(each.rule).partition("：")[0],
                    each.why + ("已经登记。" if at in found.stored else ""),
                )
                for at, each in enumerate(found.proposals)
            ]
        )
        for at, each in enumerate(found.proposals):
            cell = self.table.item(at, 0)
            assert isinstance(cell, QTableWidgetItem)
            done = at in found.stored
            ticked = each.certain and not done
            cell.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if done:
                cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self.notes = QLabel("\n".join(found.notes))
        self.notes.setWordWrap(True)
        self.notes.setProperty("class", "info")
        self.notes.setVisible(bool(found.notes))
        cancel, self.store = QPushButton("取消"), QPushButton("登记所选")
        cancel.clicked.connect(self.reject)
        self.store.setProperty("role", "primary")
        self.store.clicked.connect(lambda _checked: self.confirm())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.store)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, note, self.table, self.notes):
            column.addWidget(widget)
        column.setStretchFactor(self.table, 1)
        column.addLayout(row)

    def chosen(self) -> list[int]:
        """The places of the ticked proposals."""
        cells = [self.table.item(row, 0) for row in range(self.table.rowCount())]
        return [
            row
            for row, cell in enumerate(cells)
            if cell is not None
            and cell.checkState() is Qt.CheckState.Checked
            and row not in self._found.stored
        ]

    def confirm(self) -> None:
        """Register what is ticked."""
        try:
            count = rewards.confirm(self._desk.work, self._period, self.chosen())
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self._desk.messages.undoable(f"已登记 {count} 项奖惩。")
        self.accept()


def propose(parent: QWidget, desk: Desk, period: Period) -> ProposalsDialog | None:
    """The proposals of a frozen period; a sentence where there can be none."""
    try:
        found = rewards.proposed(desk.work, period)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None
    dialog = ProposalsDialog(parent, desk, period, found)
    dialog.open()
    return dialog
