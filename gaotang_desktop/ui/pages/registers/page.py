"""村与单位: the registers of villages, officers and units."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from gaotang_desktop.domain.casework.grids import COUNTED
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import Period, month_of
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import units, village_pages
from gaotang_desktop.services.casework import grids
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.pages.registers.grid_month import GridMonthView
from gaotang_desktop.ui.pages.registers.tick_dialog import TickDialog
from gaotang_desktop.ui.pages.registers.village_view import VillageView
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel


class RegistersPage(LedgerPage):
    """One tab for each register and one for the months of the grids; all work alike."""

    key = "registers"
    title = "村与单位"
    icon = "map-pinned"
    chapter = "registers"
    reads: ClassVar = village_pages.TABLES | {
        "publicity_pauses",
        "villages", "officers", "units", "unit_members", "grids", "polls", "poll_results", "tasks",
        "assignments", "frozen_evaluations", "dispute_categories", "attachments", "settings",
    }  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, with_period=False)
        hint = "可以从表格导入，也可以逐个新增。"
        self.add_ledger(
            Ledger(
                desk,
                "villages",
                filters=("kind",),
                sums=("households", "population"),
                empty=f"还没有登记村（社区）。{hint}",
                keep=(),
                describe=self._link_page,
            )
        )
        self.village = VillageView(desk)
        self.add_view(self.village, "村档案")
        self.add_ledger(
            Ledger(
                desk,
                "officers",
                filters=("village_id", "role"),
                empty=f"还没有登记村责任人。{hint}",
            )
        )
        self.add_ledger(
            Ledger(desk, "units", filters=("kind",), empty=f"还没有登记责任单位。{hint}", keep=())
        )
        self.add_ledger(
            Ledger(
                desk,
                "grids",
                filters=("village_id",),
                sums=("households",),
                empty=f"还没有登记网格和网格员。{hint}",
                keep=("village_id",),
            )
        )
        months = Ledger(
            desk,
            "grid-counts",
            filters=("month", "village_id", "grid"),
            sums=tuple(COUNTED),
            empty="还没有网格月报。按 Ctrl+N 登记，或者把各村报来的表导入、粘贴。",
            fresh=lambda: {"month": month_of(desk.work.today()).shifted(-1).start},
            keep=("month", "village_id"),
        )
        self.grid_line = QLabel()
        self.grid_line.setProperty("class", "secondary")
        self.grid_line.setTextFormat(Qt.TextFormat.PlainText)
        self.grid_line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        months.add_above(self.grid_line)
        self.add_ledger(months)
        self.grid_month = GridMonthView(desk)
        self.add_view(self.grid_month, "网格月填报")
        self._of_month = Ledger(
            desk,
            "grid-counts",
            sums=tuple(COUNTED),
            fresh=lambda: {"month": self.grid_month.month},
            keep=("month", "village_id"),
        )
        self._of_month.setParent(self)
        self._of_month.hide()
        self.ledgers["units"].when_made(
            lambda table: table.add_row_action("成员单位", "users", self.edit_members)
        )
        self.members_button = self.add_action("成员单位", "users", self.edit_members)
        self.add_buttons()
        self.tabs.currentChanged.connect(self._on_register)
        self._on_register(0)

    def _on_register(self, _index: int) -> None:
        self.members_button.setVisible(self.ledger.kind == "units")

    def edit_members(self, ids: list[int] | None = None) -> TickDialog | None:
        """Tick the units that a group stands for; the group is the one chosen in the list."""
        chosen = ids or self.ledgers["units"].table.selected_ids()
        if len(chosen) != 1:
            self.desk.messages.toast("请先选中一个群体，如“镇直各单位”。")
            return None
        return self.members_of(chosen[0])

    @reopened
    def members_of(self, group: int) -> TickDialog | None:
        """Tick the units that a group stands for."""
        work = self.desk.work
        try:
            name = units.require_group(work, group)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None

        def save(ticked: list[int]) -> None:
            units.set_members(work, group, ticked)
            self.desk.messages.undoable(f"“{name}”现有 {len(ticked)} 个成员单位。")

        dialog = TickDialog(
            self,
            f"“{name}”的成员单位",
            units.candidates(work),
            units.members(work, group),
            save,
            counter="个单位",
        )
        dialog.open()
        return dialog

    @override
    def paper_heading(self) -> tuple[str, Period | None]:
        page = self.village.page
        return f"{page.name if page else ''}村档案", self.village.period.period

    @override
    def reload(self) -> None:
        super().reload()
        self.village.reload()
        self.grid_month.reload(self.grid_month.month)
        work = self.desk.work
        self.desk.jobs.read(lambda: grids.line(work), self.grid_line.setText, key="grid figures")

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """``{"village": 3}``, with or without ``"kind": "village-page"``, shows everything about a village,

        ``{"kind": "grid-counts", "month": date}`` the sheet of a month of all grids.
        """
        if context.get("kind", "village-page") == "village-page" and "village" in context:
            self.tabs.setCurrentWidget(self.village)
            self.village.choose(int(context["village"]))
        elif context.get("kind") == "grid-counts" and isinstance(context.get("month"), date):
            self.tabs.setCurrentWidget(self.grid_month)
            self.grid_month.reload(context["month"])
            self.grid_month.grid.setFocus()
        else:
            super().show_record(context)

    @property
    @override
    def ledger(self) -> Ledger:
        """Sheets of the month go in and out like those of its ledger, of that month alone."""
        if self.tabs.currentWidget() is self.grid_month:
            self._of_month.period = month_of(self.grid_month.month)
            return self._of_month
        return super().ledger

    @override
    def unsaved(self) -> str:
        return self.grid_month.unsaved()

    @override
    def open_entries(self) -> list[Unsaved]:
        return self.grid_month.open_entries(self.key)

    @override
    def take_up(self, entry: Unsaved) -> str:
        if entry.context.get("kind") != "grid-counts" or "month" not in entry.context:
            return super().take_up(entry)
        if self.unsaved():
            return f"{self.unsaved()}请先保存，再接着填。"
        self.tabs.setCurrentWidget(self.grid_month)
        return self.grid_month.take_up(entry)

    def _link_page(self, panel: SidePanel, village: int, _values: Mapping[str, Any]) -> None:
        context: dict[str, Any] = {"kind": "village-page", "village": village}
        panel.add_action("村档案", lambda: self.show_record(context), "book-open", primary=True)
