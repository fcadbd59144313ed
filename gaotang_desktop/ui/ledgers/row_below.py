"""Under the rows of a sheet: what is said of the current one, and what may be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gaotang_desktop.domain.sheets.rows import Decision, RowError, RowOutcome
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.ledgers import kept_choices
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

_CHANGES = 6
_TIPS = (
    (Decision.SAME, "用这一行改已有的那一条"),
    (Decision.OTHER, "和已有的没有关系"),
    (Decision.SKIP, "这一行不导入"),
)


class RowBelow(QWidget):
    """``mended(header, words)`` when other words were taken for a cell; ``decided`` by a decision."""

    mended = Signal(str, str)
    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.offers = WrappingRow(right=True)
        self._deciding = QWidget()
        deciding = QHBoxLayout(self._deciding)
        deciding.setContentsMargins(0, 0, 0, 0)
        deciding.setSpacing(theme.SPACE_2)
        self.decide: dict[Decision, QPushButton] = {}
        for decision, tip in _TIPS:
            button = QPushButton(kept_choices.DECIDED[decision])
            button.setToolTip(f"{tip}；对选中的行都有效，可按 Shift 选多行")
            button.clicked.connect(lambda _checked, decision=decision: self.decided.emit(decision))
            deciding.addWidget(button)
            self.decide[decision] = button
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self.problem, 1)
        row.addWidget(self.offers, 1)
        row.addWidget(self._deciding)

    def say(
        self, errors: Sequence[RowError], outcome: RowOutcome | None, *, deciding: bool
    ) -> None:
        """What is wrong with the row, or what it resembles; ``deciding`` whether that is asked."""
        lines = [
            f"{each.column}：{each.message}" if each.column else each.message for each in errors
        ]
        theme.restyle(self.problem, "error" if errors else "secondary")
        if not errors and outcome is not None and outcome.record_id is not None and outcome.changes:
            changes = "；".join(
                f"{each.label}：已有“{each.before or '空'}”，表里“{each.after or '空'}”"
                for each in outcome.changes[:_CHANGES]
            )
            lines = [f"已有记录“{outcome.title}”，这一行和它不同的地方——{changes}"]
        self.problem.setText("\n".join(lines))
        self.offers.clear()
        before: QWidget = self.decide[Decision.SKIP]
        for error in errors:
            for words in error.offers:
                button = QPushButton(f"{error.column} 改成 {words}")
                button.clicked.connect(
                    lambda _checked, column=error.column, words=words: self.mended.emit(
                        column, words
                    )
                )
                self.offers.add(button)
                QWidget.setTabOrder(before, button)  # Tab comes to it from the rows
                before = button
        self.offers.setVisible(self.offers.count > 0)
        self._deciding.setVisible(deciding)
        self.setVisible(bool(lines) or deciding)
