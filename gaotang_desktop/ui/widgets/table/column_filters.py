"""The conditions of a list's columns: asked for at the head, shown as chips, remembered."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from gaotang_desktop.domain.fields import sort_key
from gaotang_desktop.domain.sheets import narrowing
from gaotang_desktop.domain.sheets.narrowing import Condition
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.table import cells
from gaotang_desktop.ui.widgets.table.column_popup import ColumnPopup
from gaotang_desktop.ui.widgets.table.record_view import RecordView
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

_LONGEST = 22


class ColumnFilters(QObject):
    """``changed()`` when other rows pass. A chip for each condition takes it away when pressed."""

    changed = Signal()

    def __init__(
        self,
        view: RecordView,
        row: WrappingRow,
        name: str,
        memory: Memory,
        today: Callable[[], date],
    ) -> None:
        super().__init__(view)
        self._view, self._row, self._today = view, row, today
        self._memory, self._key = memory, f"tables/{name}/conditions"
        self._told: list[Any] | None = None
        self.conditions: dict[str, Condition] = {}
        self.chips: dict[str, PressChip] = {}
        self.popup: ColumnPopup | None = None
        self.all_off: PressChip | None = None
        open_it = QShortcut(QKeySequence("Alt+Down"), view)
        open_it.setContext(Qt.ShortcutContext.WidgetShortcut)
        open_it.activated.connect(self._open_current)

    def take_up(self) -> None:
        """What was remembered of the columns that there are; once there are columns."""
        if self._told is None:
            found = self._memory.read(self._key, [])
            self._told = found if isinstance(found, list) else []
        left = []
        known = {field.name: field for field in self._view.records.listing.fields}
        for each in self._told:
            name = each.get("name") if isinstance(each, dict) else None
            if name not in known:
                left.append(each)
            elif (condition := narrowing.taken(each, known[name])) is not None:
                self.conditions[name] = condition
        self._told = left
        self._word()

    def set(self, condition: Condition) -> None:
        """Narrow a column, or no longer."""
        if condition.is_empty:
            self.conditions.pop(condition.name, None)
        else:
            self.conditions[condition.name] = condition
        self._memory.write(self._key, [narrowing.kept(each) for each in self.conditions.values()])
        self._word()
        self.changed.emit()

    def clear(self) -> None:
        """Forget all of them; whoever calls narrows anew."""
        self.conditions.clear()
        self._memory.write(self._key, [])
        self._word()

    def _clear_all(self) -> None:
        self.clear()
        self.changed.emit()

    def words(self) -> list[str]:
        """Each condition as a paper says it."""
        return [said for name in self.conditions if (said := self._said(name))]

    def ask(self, column: int) -> ColumnPopup:
        """Open what narrows a column, under its head."""
        records = self._view.records
        field = records.field(column)
        counts = Counter(records.values_beside(field.name))
        named = []
        for value in sorted((each for each in counts if each is not None), key=sort_key):
            words = cells.text_of(field, value, records.this_year) or (
                "否" if value is False else ""
            )
            named.append((getattr(value, "id", value), words, counts[value]))
        if counts[None]:
            named.append((None, "（空）", counts[None]))
        condition = self.conditions.get(field.name, Condition(field.name))
        popup = self.popup = ColumnPopup(self._view, field, named, condition, self._today)
        popup.changed.connect(self.set)
        header = self._view.horizontalHeader()
        x = header.sectionViewportPosition(column)
        popup.open_at(header.mapToGlobal(QPoint(x, header.height())))
        return popup

    def _open_current(self) -> None:
        column = self._view.currentIndex().column()
        if column >= 0:
            self.ask(column)

    def _said(self, name: str) -> str:
        records = self._view.records
        field = next((each for each in records.listing.fields if each.name == name), None)
        if field is None:
            return ""
        labels = {
            getattr(each, "id", each): cells.text_of(field, each, records.this_year) or "否"
            for each in records.values_of(name)
        }
        return self.conditions[name].words(field, labels)

    def _word(self) -> None:
        for name, chip in self.chips.items():
            chip.setVisible(name in self.conditions)
        for name in self.conditions:
            if name not in self.chips:
                chip = self.chips[name] = PressChip("")
                chip.clicked.connect(lambda _checked, name=name: self.set(Condition(name)))
                self._row.add(chip)
            said = self._said(name)
            short = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
            self.chips[name].set_text(f"{short} ✕", active=True)
            self.chips[name].setToolTip(f"{said}。按一下去掉这个条件")
            self.chips[name].setVisible(bool(said))
        if self.conditions and self.all_off is None:
            self.all_off = PressChip("清除条件")
            self.all_off.setToolTip("去掉所有列的条件")
            self.all_off.clicked.connect(lambda _checked: self._clear_all())
            # At home at once: a widget of nobody, which its own signal holds, outlives the window.
            self._row.add(self.all_off)
        if self.all_off is not None:
            self.all_off.setVisible(len(self.conditions) > 1)
