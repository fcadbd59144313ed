"""A short list of texts that is only read: history, recycle bin, backups, findings."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem


def plain_table(heads: tuple[str, ...], *, wide: int) -> QTableWidget:
    """An empty list with these heads; column ``wide`` takes the room that is left."""
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(32)
    table.setShowGrid(False)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    for column in range(len(heads)):
        mode = (
            QHeaderView.ResizeMode.Stretch
            if column == wide
            else QHeaderView.ResizeMode.ResizeToContents
        )
        table.horizontalHeader().setSectionResizeMode(column, mode)
    return table


def fill(table: QTableWidget, rows: Sequence[tuple[str, ...]]) -> None:
    """Show these rows instead of the old ones."""
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(f" {text}　")  # the heads are set in by as much
            item.setToolTip(text)
            table.setItem(row, column, item)
