"""The menu 起草: a group for each sort of paper, named by what is in it, opened by its number."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.ui.desk.menu import Menu


def start_menu(
    parent: QWidget, start: Callable[[str], None], period_of: Callable[[str], Period | None]
) -> QMenu:
    """The menu of all kinds that can be drafted; ``start`` is told the name of the paper.

    Beside a paper stands the period that it will tell of, which ``period_of`` says each time.
    """
    menu = Menu(parent)
    for number, (group, words) in enumerate(catalogue.DRAFTED.items(), start=1):
        below = menu.addMenu(f"&{number}  {words}")
        papers = [each for each in catalogue.DOCUMENTS if each.kind and each.group == group]
        acts = {}
        for place, each in enumerate(papers, start=1):
            act = below.addAction(f"&{place}  {each.label}")
            act.triggered.connect(lambda _checked, name=each.name: start(name))
            acts[each.name] = act
        below.aboutToShow.connect(partial(_say_periods, acts, period_of))
    return menu


def _say_periods(acts: Mapping[str, QAction], period_of: Callable[[str], Period | None]) -> None:
    for name, act in acts.items():
        period = period_of(name)
        words = act.text().split("\t")[0]
        act.setText(f"{words}\t{period.label}" if period else words)
