"""What the right button offers over the rows of a list."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.menu import Menu

RowAction = Callable[[list[int]], Any]


def row_menu(
    parent: QWidget,
    ids: list[int],
    actions: Sequence[tuple[str, str, RowAction]],
    add_copying: Callable[[QMenu], None],
) -> QMenu:
    """Words, icon and deed of each; copying and then the last one, which takes records away."""
    menu = Menu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, icon, slot in actions:
        if text == actions[-1][0]:
            add_copying(menu)
            menu.addSeparator()
        action = menu.addAction(icons.icon(icon, "secondary", 16), text)
        action.triggered.connect(lambda _checked, slot=slot: slot(ids))
    return menu
