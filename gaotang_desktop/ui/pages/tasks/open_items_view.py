"""Units and villages with what they have not finished, and the chosen one's list (按单位)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.side_panel import SidePanel, beside
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

if TYPE_CHECKING:
    from gaotang_desktop.services.workbench.open_items import Owner


class OpenItemsView(QWidget):
    """``opened(page, context)`` when a line of the list is pressed."""

    opened = Signal(str, object)

    def __init__(self, kinds: Sequence[str], today: Callable[[], date], memory: Memory) -> None:
        super().__init__()
        self._kinds = tuple(kinds)
        self._owners: dict[int, Owner] = {}
        self.table = RecordTable(
            "open-items", today=today, memory=memory, filters=("sort",), label="未完事项"
        )
        self.table.set_empty("没有没办完的事项。")
        self.table.current_changed.connect(self._show)
        self.panel = SidePanel(width=360)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(beside(self.table, self.panel))
        self._show(None)

    def show_owners(self, owners: "Sequence[Owner]") -> None:
        """Show everyone with something open."""
        self._owners = {_number(each): each for each in owners}
        fields = (
            Field("who", "单位或村", Kind.TEXT, searchable=True),
            Field("sort", "类别", Kind.CHOICE, choices=("单位", "村")),
            Field("late", "逾期", Kind.INTEGER),
            *(Field(kind, kind, Kind.INTEGER) for kind in self._kinds),
            Field("next", "最先到期的一项", Kind.TEXT, searchable=True),
        )
        rows = tuple(
            (
                each.who,
                "单位" if each.village_id is None else "村",
                each.late or None,
                *(each.count(kind) or None for kind in self._kinds),
                each.items[0].text,
            )
            for each in owners
        )
        self.table.set_listing(Listing("open-items", fields, tuple(self._owners), rows))
        if self.table.current_id() is None and (first := self.table.shown_ids()[:1]):
            self.table.select(first)
        self._show(self.table.current_id())

    def choose(self, *, unit_id: int | None = None, village_id: int | None = None) -> None:
        """Show one unit or village."""
        for number, each in self._owners.items():
            if (each.unit_id, each.village_id) == (unit_id, village_id):
                self.table.select([number])

    def _show(self, number: int | None) -> None:
        panel, owner = self.panel, self._owners.get(number or 0)
        if owner is None:
            panel.set_empty("选中一个单位或村，这里列出它没有办完的全部事项。")
            return
        panel.clear()
        if owner.late:
            panel.set_title(owner.who, f"逾期 {owner.late}", Tone.BAD)
        else:
            panel.set_title(owner.who, f"{len(owner.items)} 项", Tone.NEUTRAL)
        for kind in self._kinds:
            mine = [each for each in owner.items if each.what == kind]
            if mine:
                panel.add_heading(f"{kind} · {len(mine)}")
            for each in mine:
                due = f"{each.due:%m-%d} 到期 · " if each.due else ""
                panel.add_item(
                    "circle-alert" if each.late else "minus",
                    "bad" if each.late else "secondary",
                    each.text,
                    f"{due}{each.state}",
                    partial(self.opened.emit, each.page, dict(each.context)),
                )


def _number(owner: "Owner") -> int:
    if owner.village_id is not None:
        return owner.village_id * 2 + 1
    return (owner.unit_id or 0) * 2
