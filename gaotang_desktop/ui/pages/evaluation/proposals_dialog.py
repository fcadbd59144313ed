"""按方案提出奖惩: what the rules say of a frozen result, ticked and registered by the operator."""

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

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import rewarding
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import rewards
from gaotang_desktop.services.rewards import Proposed
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.ticking import TickingDialog

_WIDEST = 200


class ProposalsDialog(TickingDialog):
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
        self.table = QTreeWidget()
        self.table.setHeaderLabels(["村", "奖惩", "规则", "依据"])
        self.table.setRootIsDecorated(False)
        self.table.setWordWrap(True)
        self.table.setAccessibleName("按方案提出的奖惩")
        for at, each in enumerate(found.proposals):
            done = at in found.stored
            rule = rewarding.line(each.rule).partition("：")[0]
            why = each.why + ("已经登记。" if done else "")
            line = QTreeWidgetItem(self.table, [each.village, each.rule.reward, rule, why])
            for place in range(4):
                line.setToolTip(place, line.text(place))
            ticked = each.certain and not done
            line.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            line.setDisabled(done)
        for place in range(3):
            self.table.resizeColumnToContents(place)
            # A long name leaves room for why it is there; the whole of it is shown by the pointer.
            self.table.setColumnWidth(place, min(self.table.columnWidth(place), _WIDEST))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not found.proposals:
            note.setText("没有村符合方案里的奖惩规则。")
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
        self.mark_clean()

    def chosen(self) -> list[int]:
        """The places of the ticked proposals."""
        rows = [self.table.topLevelItem(at) for at in range(self.table.topLevelItemCount())]
        return [
            at
            for at, row in enumerate(rows)
            if row is not None
            and row.checkState(0) is Qt.CheckState.Checked
            and at not in self._found.stored
        ]

    @override
    def named(self) -> list[tuple[str, QTreeWidgetItem]]:
        return [each for each in self._rows().items() if not each[1].isDisabled()]

    def _rows(self) -> dict[str, QTreeWidgetItem]:
        rows = [self.table.topLevelItem(at) for at in range(self.table.topLevelItemCount())]
        return {f"{row.text(0)} {row.text(1)} {row.text(2)}": row for row in rows if row}

    def confirm(self) -> None:
        """Register what is ticked."""
        try:
            count = rewards.confirm(self._desk.work, self._period, self.chosen())
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self._desk.messages.undoable(f"已登记 {count} 项奖惩。")
        self.accept()


@reopened
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
