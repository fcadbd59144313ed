"""What a sheet would bring, before it is taken in: its rows, and what is wrong with some."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.sheets import SheetRows
from gaotang_desktop.services.sheets.imports import Imported
from gaotang_desktop.ui import theme

SHOWN = 200
_WIDEST = 220


class ImportPreview(QDialog):
    """The rows as read; those that cannot be taken in are marked and say why. 导入 takes the rest."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sheet: SheetRows,
        expected: Imported,
        *,
        accept: Callable[[], Any],
    ) -> None:
        """``expected`` is the outcome of the dry run; ``accept`` is called by 导入."""
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setProperty("class", "heading")
        said = QLabel(expected.summary)
        said.setWordWrap(True)
        said.setProperty("class", "secondary")
        self.table = self._table(sheet, expected)
        self.problem = QLabel(expected.detail.splitlines()[0] if expected.errors else "")
        self.problem.setWordWrap(True)
        self.problem.setProperty("class", "error")
        self.problem.setVisible(bool(expected.errors))
        self.table.currentCellChanged.connect(lambda row, *_: self._say(row))
        if expected.errors:
            first = next((at for at, said in enumerate(self._wrong) if said), 0)
            self.table.setCurrentCell(first, 0)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        good = expected.imported + expected.updated
        self.take = QPushButton(f"导入 {good} 行" if expected.errors else "导入")
        self.take.setProperty("role", "primary")
        self.take.setEnabled(good > 0)
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, said, self.table, self.problem):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.resize(860, 520)
        self.accepted.connect(accept)

    def _table(self, sheet: SheetRows, expected: Imported) -> QTableWidget:
        wrong: dict[int, list[str]] = {}
        for error in expected.errors:
            wrong.setdefault(error.row, []).append(
                f"{error.column}：{error.message}" if error.column else error.message
            )
        # Of a long sheet the beginning, and every row that must be looked at.
        later = [row for row in sheet.rows[SHOWN:] if row.number in wrong]
        rows = [*sheet.rows[:SHOWN], *later[:SHOWN]]
        heads = [*sheet.header, "要改的地方"] if wrong else list(sheet.header)
        table = QTableWidget(len(rows), len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.setVerticalHeaderLabels([str(row.number) for row in rows])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._wrong = ["\n".join(wrong.get(row.number, ())) for row in rows]
        for at, row in enumerate(rows):
            for place, header in enumerate(sheet.header):
                value = row.values.get(header)
                item = QTableWidgetItem("" if value is None else str(value))
                if self._wrong[at]:
                    item.setToolTip(self._wrong[at])
                    item.setBackground(QColor(theme.colours().bad_soft))
                    item.setForeground(QColor(theme.colours().bad_text))
                table.setItem(at, place, item)
            if wrong:
                said = QTableWidgetItem(self._wrong[at].replace("\n", "；"))
                said.setToolTip(self._wrong[at])
                said.setForeground(QColor(theme.colours().bad_text))
                table.setItem(at, len(heads) - 1, said)
        table.resizeColumnsToContents()
        for place in range(len(sheet.header)):
            table.setColumnWidth(place, min(table.columnWidth(place) + 12, _WIDEST))
        return table

    def _say(self, row: int) -> None:
        if 0 <= row < len(self._wrong):
            self.problem.setText(self._wrong[row])
            self.problem.setVisible(bool(self._wrong[row]))
