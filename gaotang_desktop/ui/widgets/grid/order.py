"""The lines of a sheet in another order, or some of them only: nothing that is stored changes."""

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.widgets.grid.sheet_model import SheetModel

_MOST_VALUES = 10
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Wanted = Callable[[int], bool]


class SheetOrder(QObject):
    """What a press on a column's head offers. ``turned()`` when order or lines shown are others."""

    turned = Signal()

    def __init__(self, view: QTableView, model: SheetModel) -> None:
        super().__init__(view)
        self._view, self._sheet = view, model
        self._narrowed = ""
        model.modelReset.connect(self._on_reset)

    def watch(self, header: QHeaderView) -> None:
        """Pressed, a column's head opens its menu."""
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self.open_menu)

    # -- order -------------------------------------------------------------------------------

    def sort(self, column: int, *, falling: bool = False) -> None:
        """Order the lines by what a column holds; what is empty or cannot be read comes last."""
        rows = range(self._sheet.rowCount())
        keys = {row: self._key(row, column) for row in rows}
        filled = [row for row in rows if keys[row] is not None]
        filled.sort(key=lambda row: keys[row], reverse=falling)
        rest = [row for row in rows if keys[row] is None]
        self._turn([*filled, *rest], {column: " ↓" if falling else " ↑"})

    def as_stored(self) -> None:
        """The order in which the lines came."""
        self._turn(self._sheet.first_order(), {})

    def _key(self, row: int, column: int) -> Any:
        text = self._sheet.text(row, column)
        if not text.strip():
            return None
        if not self._sheet.columns[column].editable:  # computed words: 97.5%（93.1–99.2）
            number = _NUMBER.search(text)
            return (float(number[0]) if number else 0.0, text)
        try:
            return fields.sort_key(self._sheet.value(row, column))
        except Invalid:
            return None

    def _turn(self, order: list[int], marks: dict[int, str]) -> None:
        index, narrowed = self._view.currentIndex(), self._narrowed
        at = index.row(), index.column()
        shown = {self._sheet.ids[row] for row in self.shown()}
        self._sheet.reorder(order, marks)
        if narrowed:
            self.narrow(lambda row: self._sheet.ids[row] in shown, narrowed)
        if index.isValid() or at[0] >= 0:
            self._view.setCurrentIndex(self._sheet.index(order.index(at[0]), at[1]))
        self.turned.emit()

    # -- some lines --------------------------------------------------------------------------

    @property
    def narrowed(self) -> str:
        """What the lines shown have in common, in words; empty while all are shown."""
        return self._narrowed

    def shown(self) -> list[int]:
        """The lines that are seen."""
        return [row for row in range(self._sheet.rowCount()) if not self._view.isRowHidden(row)]

    def narrow(self, wanted: Wanted, words: str) -> None:
        """Show only the lines that are so now; what is typed later hides none."""
        rows = range(self._sheet.rowCount())
        kept = {row for row in rows if wanted(row)}
        for row in rows:
            self._view.setRowHidden(row, row not in kept)
        self._narrowed = words
        index = self._view.currentIndex()
        if kept and index.row() not in kept:
            self._view.setCurrentIndex(self._sheet.index(min(kept), max(index.column(), 0)))
        self.turned.emit()

    def show_all(self) -> None:
        """Every line again."""
        if self._narrowed:
            self._on_reset()
            self.turned.emit()

    def step(self, row: int, by: int) -> int:
        """The next line that is seen from ``row`` on, in the direction of ``by``; the last one stays."""
        at = row
        while 0 <= at < self._sheet.rowCount() and self._view.isRowHidden(at):
            at += 1 if by >= 0 else -1
        if 0 <= at < self._sheet.rowCount():
            return at
        shown = self.shown()
        return (shown[-1] if by >= 0 else shown[0]) if shown else row

    def _on_reset(self) -> None:
        self._narrowed = ""
        for row in range(self._sheet.rowCount()):
            self._view.setRowHidden(row, False)

    # -- the menu ----------------------------------------------------------------------------

    def open_menu(self, column: int) -> None:
        """What can be done by a column, under its head."""
        header = self._view.horizontalHeader()
        menu = Menu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu, column)
        left = header.sectionViewportPosition(column)
        menu.popup(header.viewport().mapToGlobal(QPoint(left, header.height())))

    def fill_menu(self, menu: QMenu, column: int) -> None:
        """Order and conditions of one column, as lines of a menu that goes away by itself."""
        texts = [self._sheet.text(row, column).strip() for row in range(self._sheet.rowCount())]
        label = self._sheet.columns[column].label
        self._line(menu, "从小到大排", lambda: self.sort(column))
        self._line(menu, "从大到小排", lambda: self.sort(column, falling=True))
        self._line(menu, "原来的顺序", self.as_stored, on=bool(self._sheet.marks))
        menu.addSeparator()

        def only(words: str, wanted: Callable[[str], bool]) -> Callable[[], None]:
            return lambda: self.narrow(lambda row: wanted(self._sheet.text(row, column).strip()),
                                       f"{label}：{words}")  # fmt: skip

        self._line(menu, "只看空着的", only("空着的", lambda text: not text), on="" in texts)
        self._line(menu, "只看填了的", only("填了的", bool), on=any(texts))
        wrong = {row for row, _column in self._sheet.errors}
        if wrong:
            self._line(menu, "只看要改正的", lambda: self.narrow(wrong.__contains__, "要改正的"))
        values = sorted({text for text in texts if text})
        if 1 < len(values) <= _MOST_VALUES:
            for value in values:
                self._line(menu, f"只看“{value}”", only(value, value.__eq__))
        menu.addSeparator()
        self._line(menu, "全部显示", self.show_all, on=bool(self._narrowed))

    @staticmethod
    def _line(menu: QMenu, words: str, slot: Callable[[], object], *, on: bool = True) -> None:
        line = menu.addAction(words.replace("&", "&&"))
        line.setEnabled(on)
        line.triggered.connect(lambda _checked: slot())
