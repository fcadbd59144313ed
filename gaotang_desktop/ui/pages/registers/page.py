"""村与单位: the registers of villages, officers and units."""

from collections.abc import Mapping
from typing import Any, ClassVar

from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import units, village_pages
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.pages.registers.tick_dialog import TickDialog
from gaotang_desktop.ui.pages.registers.village_view import VillageView
from gaotang_desktop.ui.widgets.side_panel import SidePanel


class RegistersPage(LedgerPage):
    """One tab for each register; all three work alike."""

    key = "registers"
    title = "村与单位"
    icon = "map-pinned"
    chapter = "registers"
    reads: ClassVar = village_pages.TABLES | {
        "villages", "officers", "units", "unit_members", "polls", "poll_results", "tasks",
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
        work, chosen = self.desk.work, ids or self.ledgers["units"].table.selected_ids()
        if len(chosen) != 1:
            self.desk.messages.toast("请先选中一个群体，如“镇直各单位”。")
            return None
        [group] = chosen
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

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """``{"kind": "village-page", "village": 3}`` shows everything about a village."""
        if context.get("kind") == "village-page":
            self.tabs.setCurrentWidget(self.village)
            self.village.choose(int(context["village"]))
        else:
            super().show_record(context)

    def _link_page(self, panel: SidePanel, village: int, _values: Mapping[str, Any]) -> None:
        context: dict[str, Any] = {"kind": "village-page", "village": village}
        panel.add_action("村档案", lambda: self.show_record(context), "book-open", primary=True)
