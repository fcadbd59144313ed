"""The counts of a month in one sheet: a line for each who reports, stored as one step."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services.casework.months import CellsInvalid
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid
from gaotang_desktop.ui.widgets.wrapped_label import WrappedLabel

Lines = tuple[Sequence[int], Sequence[str], Sequence[Mapping[str, Any]]]
"""The ids, names and stored values of the lines."""


class MonthSheet(QWidget):
    """A subclass says what is read, shown and stored; what was typed stays until it is stored."""

    def __init__(
        self,
        desk: Desk,
        kind: str,
        columns: Sequence[Field],
        *,
        month: date,
        label: str,
        unit: str,
        named_by: Sequence[str],
        empty: str,
        hint: str,
    ) -> None:
        """``unit`` counts the lines (个村), ``named_by`` labels what names one (村, 网格)."""
        super().__init__()
        self.desk, self.kind, self.label, self.unit = desk, kind, label, unit
        self.month = month
        self.known: Any = None
        self._wanted: int | None = None
        self.grid = SheetGrid(
            columns,
            today=desk.work.today,
            row_header="".join(named_by) if len(named_by) == 1 else named_by[-1],
            empty=empty,
            named_by=named_by,
            other_words=SYNONYMS.get(kind, {}),
        )
        header = self.grid.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.title = QLabel()
        self.title.setProperty("class", "heading")
        self.said = WrappedLabel(hint)
        self.said.setProperty("class", "secondary")
        self._hint = hint
        self.save_button = QPushButton("保存这个月（Ctrl+S）")
        icons.dress(self.save_button, "save", "text", 16)
        self.save_button.clicked.connect(lambda _checked: self.save())
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.SPACE_3)
        self.bar.addWidget(self.title)
        self.bar.addWidget(self.said, 1)
        self.bar.addWidget(self.save_button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, theme.SPACE_2, 0, 0)
        self.column.setSpacing(theme.SPACE_2)
        self.column.addLayout(self.bar)
        self.column.addWidget(self.grid, 1)
        self.grid.edited.connect(self._on_edited)
        self.grid.told.connect(lambda words: self._say(words, "error"))
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- what a subclass says ----------------------------------------------------------------

    @abstractmethod
    def read(self, month: date) -> Any:
        """What is on record of a month."""

    @abstractmethod
    def lines(self, found: Any) -> Lines:
        """That as lines of the sheet."""

    @abstractmethod
    def store(self, month: date, typed: Mapping[int, Mapping[str, Any]]) -> int:
        """Store the changed lines as one step; how many changed."""

    def compare(self) -> None:
        """Show what follows from the cells as they stand."""

    # -- the month ---------------------------------------------------------------------------

    def reload(self, month: date) -> None:
        """Read a month; what was typed stays."""
        if self.is_dirty():
            return
        self.desk.jobs.read(
            lambda: self.read(month),
            lambda found: self.show_month(month, found),
            key=f"month of {self.kind}",
        )

    def show_month(self, month: date, found: Any) -> None:
        """Show what is on record of a month."""
        if self.is_dirty():
            return
        self.month = month
        self.title.setText(f"{periods.month_of(month).label}{self.label}")
        self._show(found)
        self._say("", "")
        if self._wanted is not None:
            self.select(self._wanted)

    def _show(self, found: Any) -> None:
        self.known = found
        ids, names, values = self.lines(found)
        self.grid.set_rows(ids, names, values)
        self.save_button.setEnabled(bool(ids))
        self.compare()

    def select(self, line: int) -> None:
        """Put the focus on a line, now or when it has been read."""
        self._wanted = None if line in self.grid.model.ids else line
        if self._wanted is None:
            first = next(each for each in self.grid.model.columns if each.editable)
            self.grid.select(line, first.name)

    def save(self) -> None:
        """Store the month as one step."""
        try:
            changed = self.store(self.month, self.grid.values())
        except CellsInvalid as problem:
            self.grid.show_errors(problem.cells)
            return
        except Invalid as problem:
            if "month" in problem.fields:
                self.desk.messages.problem(problem)
            return  # else the grid shows its own cells
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self._show(self.read(self.month))
        if changed:
            self.desk.messages.undoable(f"{self._month_said()}已保存，改动 {changed} {self.unit}。")

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.grid.is_dirty()

    def unsaved(self) -> str:
        """A sentence about what is not stored; empty when all is."""
        return f"{self._month_said()}填了还没有保存。" if self.is_dirty() else ""

    def open_entries(self, page: str) -> list[Unsaved]:
        """What is not stored, to be kept through a power cut; nothing when all is."""
        if not self.is_dirty():
            return []
        named = {"kind": self.kind, "month": self.month.isoformat()}
        title = f"{periods.month_of(self.month).label}{self.label}"
        return [Unsaved(page, title, *self.grid.typed(), named)]

    def take_up(self, entry: Unsaved) -> str:
        """Type again what stood there; a sentence where a line is gone."""
        month = date.fromisoformat(entry.context["month"])
        self.show_month(month, self.read(month))
        return self.grid.put(entry.words)

    def _month_said(self) -> str:
        return f"{self.month:%Y}年{self.month:%m}月{self.label}"

    def _on_edited(self) -> None:
        self._say("", "")
        self.compare()

    def _say(self, words: str, style: str) -> None:
        theme.restyle(self.said, style if words else "secondary")
        self.said.setText(words or self._hint)
