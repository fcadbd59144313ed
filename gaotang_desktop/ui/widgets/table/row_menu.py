"""What the right button offers over the rows of a list."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from gaotang_desktop.ui import icons

if TYPE_CHECKING:
    from gaotang_desktop.ui.widgets.table.record_table import RecordTable

RowAction = Callable[[list[int]], Any]


def row_menu(
    table: "RecordTable", ids: Sequence[int], actions: Sequence[tuple[str, str, RowAction]]
) -> QMenu:
    """Open, the page's own deeds, copy, put away."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(icons.icon("eye", "secondary", 16), "打开").triggered.connect(
        lambda _checked: table.opened.emit(table.current_id() or ids[0])
    )
    for text, icon, slot in actions:
        action = menu.addAction(icons.icon(icon, "secondary", 16), text)
        action.triggered.connect(lambda _checked, slot=slot: slot(table.selected_ids()))
    table.view.add_copying(menu, table.columns.chosen)
    menu.addSeparator()
    menu.addAction(icons.icon("trash-2", "secondary", 16), "放进回收站").triggered.connect(
        lambda _checked: table.bin_requested.emit(table.selected_ids())
    )
    return menu
