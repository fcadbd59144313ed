"""An inspection and what it found, entered in one form: fields above, a line per finding below."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.services.inspections import GRID_FIELDS, FindingInvalid
from gaotang_desktop.ui.widgets.form.editor import References
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

LINES = 5


class InspectionForm(FormDialog):
    """Calls ``save(values, findings)``; a finding at fault is said in its cell."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        fields: tuple[Field, ...],
        *,
        today: Callable[[], date],
        save: Callable[[dict[str, Any], list[dict[str, Any]]], Any],
        references: References,
        values: Mapping[str, Any],
        keep: Collection[str] | None,
    ) -> None:
        self.grid = SheetGrid(GRID_FIELDS, today=today, row_header="问题")
        self.grid.setFixedHeight(180)
        for column, width in enumerate((330, 150, 104)):
            self.grid.view.wish(column, width)
        self._empty()
        self._store_both = save
        super().__init__(
            parent,
            title,
            fields,
            today=today,
            save=self._take,
            references=references,
            values=values,
            keep=keep,
        )
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, self.grid)
        self.resize(720, 700)
        self.grid.edited.connect(self._on_found)
        for keys, slot in (("Ctrl+S", self._on_saved), ("Ctrl+Return", self._on_next)):
            shortcut = QShortcut(QKeySequence(keys), self.grid, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _empty(self) -> None:
        lines = range(LINES)
        self.grid.set_rows(list(lines), [f"问题 {at + 1}" for at in lines], [{} for _ in lines])

    def _take(self, values: dict[str, Any]) -> None:
        typed = self.grid.values()
        found = [typed.get(line, {}) for line in range(LINES)]
        try:
            self._store_both(values, found)
        except FindingInvalid as problem:
            self.grid.show_errors(problem.problems)
            raise

    @override
    def _store(self) -> bool:
        stored = super()._store()
        if stored:
            self._empty()
        return stored

    def _on_found(self) -> None:
        """Something was found: the result says so, and the form counts as edited."""
        if self.grid.changed_rows() and self.form.editor("result").typed() == "未发现问题":
            self.form.set_value("result", "发现问题")
