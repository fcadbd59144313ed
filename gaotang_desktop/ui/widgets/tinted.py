"""Words of an item in one of the scheme's colours, also after the system turned dark or light."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from gaotang_desktop.ui import theme

_NAME = Qt.ItemDataRole.UserRole + 77
_INK = Qt.ItemDataRole.ForegroundRole
Item = QListWidgetItem | QTableWidgetItem | QTreeWidgetItem


def tint(item: Item, name: str, column: int = 0) -> None:
    """Write an item in a colour, by its name in :class:`theme.Colours`; of a tree one ``column``."""
    if isinstance(item, QTreeWidgetItem):
        item.setData(column, _NAME, name)
        item.setData(column, _INK, QBrush(theme.colour(name)))
    else:
        item.setData(_NAME, name)
        item.setData(_INK, QBrush(theme.colour(name)))


def _tint_again(application: QApplication) -> None:
    for widget in application.allWidgets():
        if isinstance(widget, (QListWidget, QTableWidget, QTreeWidget)):
            was = widget.blockSignals(True)
            for item, name, column in list(_tinted(widget)):
                tint(item, name, column)
            widget.blockSignals(was)


def _tinted(widget: QListWidget | QTableWidget | QTreeWidget) -> Iterator[tuple[Item, str, int]]:
    if isinstance(widget, QTreeWidget):
        for line in _lines(widget.invisibleRootItem()):
            for column in range(widget.columnCount()):
                if name := line.data(column, _NAME):
                    yield line, name, column
        return
    if isinstance(widget, QListWidget):
        found: list[Item | None] = [widget.item(row) for row in range(widget.count())]
    else:
        rows, columns = range(widget.rowCount()), range(widget.columnCount())
        found = [widget.item(row, column) for row in rows for column in columns]
    for item in found:
        if isinstance(item, (QListWidgetItem, QTableWidgetItem)) and (name := item.data(_NAME)):
            yield item, name, 0


def _lines(above: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for line in [above.child(at) for at in range(above.childCount())]:
        if line is not None:
            yield line
            yield from _lines(line)


theme.when_changed(_tint_again)
