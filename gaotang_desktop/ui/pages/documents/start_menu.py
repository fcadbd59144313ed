"""The menu 起草: a group for each sort of paper, named by what is in it, opened by its number."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.ui.desk.menu import Menu


def start_menu(parent: QWidget, start: Callable[[str], None]) -> QMenu:
    """The menu of all kinds that can be drafted; ``start`` is told the name of the paper."""
    menu = Menu(parent)
    for number, (group, words) in enumerate(catalogue.DRAFTED.items(), start=1):
        below = menu.addMenu(f"&{number}  {words}")
        papers = [each for each in catalogue.DOCUMENTS if each.kind and each.group == group]
        for place, each in enumerate(papers, start=1):
            act = below.addAction(f"&{place}  {each.label}")
            act.triggered.connect(lambda _checked, name=each.name: start(name))
    return menu
