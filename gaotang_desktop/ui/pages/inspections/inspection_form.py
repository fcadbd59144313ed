"""An inspection and what it found, entered in one form: fields above, a line per finding below."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Reference
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services.inspections import GRID_FIELDS, FindingInvalid
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.form.editor import References, Registers
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

LINES = 5
_BESIDE, _HIGH, _LINES_SEEN = 1040, 690, 236
Checklist = Callable[[str | None, int | None], Sequence[str]]
Unknown = Callable[[Sequence[str]], Mapping[str, str]]


class InspectionForm(FormDialog):
    """Calls ``save(values, findings)``; a finding at fault is said in its cell.

    ``checklist(place_type, place_id)`` gives what is looked at there. What is ticked as wrong
    becomes a finding of its own. ``owners()`` are the names that letters are completed to, and
    ``unknown(names)`` says which names are nobody's.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        shown: tuple[Field, ...],
        *,
        today: Callable[[], date],
        save: Callable[[dict[str, Any], list[dict[str, Any]]], Any],
        references: References,
        values: Mapping[str, Any],
        keep: Collection[str] | None,
        checklist: Checklist = lambda _type, _place: (),
        owners: Callable[[], Sequence[str]] = list,
        unknown: Unknown = lambda _names: {},
    ) -> None:
        self.grid = SheetGrid(
            GRID_FIELDS, today=today, row_header="问题", sortable=False, tells=True
        )
        for column, width in enumerate((330, 150, 104)):
            self.grid.view.wish(column, width)
        self.grid.view.cells.words["owner"] = owners
        self._unknown, self._references = unknown, references
        self._empty()
        self.new_owner = QPushButton()
        self.new_owner.setProperty("role", "link")
        self.new_owner.clicked.connect(lambda _checked: self._register_owner())
        self.new_owner.hide()
        self._strange = ""
        self.items = QListWidget()
        self.items.setAccessibleName("检查清单")
        self.items.setMinimumHeight(118)
        self.items.itemChanged.connect(self._on_ticked)
        self.words = QLabel("检查清单：逐条看，有问题的打勾，就列进问题表。")
        self.words.setWordWrap(True)
        self.words.setProperty("class", "secondary")
        self._looked_at = QWidget()
        asked = QVBoxLayout(self._looked_at)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.addWidget(self.words)
        asked.addWidget(self.items)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(theme.SPACE_3)
        self._below.addWidget(self._looked_at, 2)
        found = QVBoxLayout()
        found.addWidget(self.grid)
        found.addWidget(self.new_owner, 0, Qt.AlignmentFlag.AlignLeft)
        self._below.addLayout(found, 3)
        self._store_both = save
        self._today = today
        super().__init__(
            parent,
            title,
            shown,
            today=today,
            save=self._take,
            references=references,
            values=values,
            keep=keep,
        )
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(2, self._below)
        stops = (
            self.items,
            self.grid.view,
            self.new_owner,
            self.cancel_button,
            self.next_button,
            self.save_button,
        )
        for here, after in pairwise(stops):
            QWidget.setTabOrder(here, after)
        self._checklist = checklist
        self._asked_for: tuple[str | None, int | None] | None = None
        self.form.edited.connect(self._offer_items)
        self._offer_items()
        self.fit(self.room())
        self.grid.edited.connect(self._on_found)
        for keys, slot in (("Ctrl+S", self._on_saved), ("Ctrl+Return", self._on_next)):
            for place in (self.grid, self.items):
                shortcut = QShortcut(QKeySequence(keys), place, slot)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def fit(self, room: QSize) -> None:
        self.grid.setFixedHeight(_LINES_SEEN if room.height() >= _HIGH else 180)
        self._turn(room.width())
        super().fit(room)
        self.resize(max(self.width(), min(_BESIDE, room.width())), self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn(event.size().width())
        super().resizeEvent(event)

    def _turn(self, width: int) -> None:
        """Where there is room for both, the checklist stands beside the findings."""
        way = QBoxLayout.Direction
        self._below.setDirection(way.LeftToRight if width >= _BESIDE else way.TopToBottom)

    @override
    def is_dirty(self) -> bool:
        return super().is_dirty() or self.grid.is_dirty()

    @override
    def typed(self) -> tuple[Words, list[str]]:
        words, told = super().typed()
        found, said = self.grid.typed()
        return {**words, **found}, [*told, *said]

    @override
    def put(self, words: Words) -> None:
        super().put(words)
        self.grid.put({line: found for line, found in words.items() if line})
        said = {str(self.grid.row_values(line).get("text") or "") for line in range(LINES)}
        self.items.blockSignals(True)
        for item in (self.items.item(row) for row in range(self.items.count())):
            if f"不符合：{item.text()}" in said:
                item.setCheckState(Qt.CheckState.Checked)
        self.items.blockSignals(False)

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
            self._offer_owner()
            raise

    @override
    def _store(self) -> bool:
        stored = super()._store()
        if stored:
            self._empty()
            self._offer_owner()
            self._asked_for = None  # the next record begins with no tick
            self._offer_items()
        return stored

    def _offer_items(self) -> None:
        """The checklist of the place or the kind of place that is filled in now."""
        known = {each.name: each for each in self.form.fields}
        read: dict[str, Any] = {}
        for name in ("place_type", "place_id"):
            try:
                typed = self.form.editor(name).typed()
                read[name] = fields.read(known[name], typed, today=self._today())
            except Invalid:
                read[name] = None  # half typed: no list yet
        asked = read["place_type"], read["place_id"]
        if asked == self._asked_for:
            return
        self._asked_for = asked
        items = self._checklist(*asked)
        self.items.clear()
        for text in items:
            item = QListWidgetItem(text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.items.addItem(item)
        self._looked_at.setVisible(bool(items))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        """What is ticked is a finding; what is unticked is none any more."""
        said = f"不符合：{item.text()}"
        lines = {line: self.grid.row_values(line).get("text") for line in range(LINES)}
        if item.checkState() is not Qt.CheckState.Checked:
            for line, text in lines.items():
                if text == said:
                    self.grid.set_text(line, "text", "")
            return
        free = next((line for line, text in lines.items() if not text), None)
        if free is None:
            self._say(f"下面的 {LINES} 行问题都填了，先保存，其余的在“问题整改”里登记。")
            item.setCheckState(Qt.CheckState.Unchecked)
            return
        self.grid.set_text(free, "text", said)

    def _offer_owner(self) -> None:
        """A button registers the first name that is nobody's."""
        registers = isinstance(self._references, Registers)
        self._strange = next(iter(self._strangers().values()), "") if registers else ""
        self.new_owner.setText(f"把“{cut(self._strange, 14)}”登记为责任单位…")
        self.new_owner.setVisible(bool(self._strange))

    def _register_owner(self) -> None:
        assert isinstance(self._references, Registers)
        lines = [line for line, name in self._strangers().items() if name == self._strange]

        def registered(made: Reference) -> None:
            self.form.set_references()
            for line in lines:
                self.grid.set_text(line, "owner", "")
                self.grid.set_text(line, "owner", made.label)
            self._offer_owner()
            self.grid.setFocus()

        self._references.add(self, "units", self._strange, registered)

    def _strangers(self) -> dict[int, str]:
        """By line the owner that is no village and no unit."""
        named = {
            line: name
            for line in range(LINES)
            if (name := str(self.grid.row_values(line).get("owner") or ""))
        }
        said = self._unknown(tuple(named.values()))
        return {line: name for line, name in named.items() if name in said}

    def _look_up_owners(self) -> None:
        strange = self._strangers()
        said = self._unknown(tuple(strange.values()))
        self.grid.show_errors(
            {(line, "owner"): said[name] for line, name in strange.items()}, focus=False
        )
        self._offer_owner()

    def _on_found(self) -> None:
        """Something was found: the result says so, the form counts as edited, owners are looked up."""
        if self.grid.changed_rows() and self.form.editor("result").typed() == "未发现问题":
            self.form.set_value("result", "发现问题")
        self._look_up_owners()
