"""检查督查: inspections, what they found, the places, and who is drawn by lot."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from gaotang_desktop.domain.casework.trouble_spots import Figures
from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import draws, inspections, records
from gaotang_desktop.services.casework import trouble_spots
from gaotang_desktop.services.draws import Picked
from gaotang_desktop.services.papers import plain_papers
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_where_to_save
from gaotang_desktop.ui.ledgers.finding_ledger import TONES, FindingLedger
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.page import Badge
from gaotang_desktop.ui.pages.inspections.inspection_form import InspectionForm
from gaotang_desktop.ui.pages.inspections.share_strip import ShareStrip
from gaotang_desktop.ui.pages.inspections.spot_ledger import SpotLedger
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from gaotang_desktop.ui.printing.paper_preview import PaperPreview

_RESULTS = {"未发现问题": Tone.GOOD, "发现问题": Tone.WARN, "当场整改": Tone.INFO}
_COLUMNS = (
    "held_on", "kind", "village_id", "place_id", "unit_id", "result", "text", "inspectors",
    "place_type",
)  # fmt: skip


class InspectionLedger(Ledger):
    """Inspections of the period; the form takes the findings along."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "inspections",
            filters=("kind", "village_id", "result"),
            tones={"result": _RESULTS},
            empty="这个月还没有登记检查。",
            source=lambda work, period: records.listing(work, "inspections", period=period).only(
                _COLUMNS
            ),
            describe=self._describe_inspection,
            fresh=lambda: {"held_on": desk.work.today()},
            keep=("held_on", "kind", "inspectors"),
        )

    @override
    def _form(self, record_id: int | None, values: Mapping[str, Any]) -> FormDialog:
        work = self.desk.work

        def save(typed: dict[str, Any], found: list[dict[str, Any]]) -> None:
            inspections.save(work, typed, found, inspection_id=record_id)
            self.desk.messages.saved()

        dialog = InspectionForm(
            self,
            "登记检查" if record_id is None else "修改检查",
            self._fields(),
            today=work.today,
            save=save,
            references=OfficeRegisters(self.desk),
            values=values,
            keep=tuple(self._keep) if record_id is None else None,
            checklist=lambda kind, place: inspections.checklist(
                work, place_type=kind, place_id=place
            ),
            owners=lambda: inspections.owner_names(work),
            unknown=lambda names: inspections.unknown_owners(work, names),
        )
        dialog.open()
        return dialog

    def _describe_inspection(
        self, panel: SidePanel, record_id: int, values: Mapping[str, Any]
    ) -> None:
        found = inspections.findings_of(self.desk.work, record_id)
        if found:
            panel.add_heading(f"发现的问题（{len(found)} 个）")
        for number, text, state, due in found:
            icon, colour = ("circle-alert", "bad") if state == "逾期" else ("list", "secondary")
            if TONES[state] is Tone.GOOD or state == "已整改":
                icon, colour = "circle-check", "good"
            panel.add_item(
                icon,
                colour,
                text,
                f"{state} · 期限 {due:%m-%d}",
                partial(self.desk.go, "inspections", {"kind": "findings", "id": number}),
            )


class DrawLedger(Ledger):
    """Draws with their seed; what was drawn cannot be altered, only its day and purpose."""

    def __init__(self, desk: Desk) -> None:
        columns = ("drawn_on", "purpose", "picked", "subject", "pool_filter", "count", "seed")
        super().__init__(
            desk,
            "draws",
            filters=("subject",),
            empty="还没有抽取过。按抽签号抽村或者场所，名单和抽签号都留着，谁都可以核对。",
            source=lambda work, _period: records.listing(work, "draws").only(columns),
            describe=self._describe_draw,
            form_fields=("drawn_on", "purpose"),
        )

    @override
    def add(self, values: Mapping[str, Any] | None = None) -> FormDialog:
        """Ask what to draw from; the seed is proposed from the clock and may be typed."""
        work = self.desk.work
        proposed = {"drawn_on": work.today(), "seed": draws.seed_now(work), **(values or {})}

        def save(typed: dict[str, Any]) -> None:
            made = draws.draw(work, typed)
            names = "、".join(each.name for each in draws.picked(work, made))
            self.desk.messages.undoable(f"抽中：{names}。")

        dialog = FormDialog(
            self,
            "随机抽取",
            draws.FORM_FIELDS,
            today=work.today,
            save=save,
            values=proposed,
        )
        dialog.kept_as = {"kind": self.kind, "id": None}
        dialog.open()
        return dialog

    def _describe_draw(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        panel.add_heading("抽中")
        for each in draws.picked(self.desk.work, record_id):
            if each.inspection_id is not None and each.held_on is not None:
                panel.add_item(
                    "circle-check",
                    "good",
                    each.name,
                    f"{each.held_on:%m-%d} 已检查，{each.result}",
                    partial(
                        self.desk.go,
                        "inspections",
                        {"kind": "inspections", "id": each.inspection_id},
                    ),
                )
            else:
                panel.add_item(
                    "clipboard-check",
                    "accent",
                    f"{each.name}：登记检查",
                    "还没有检查",
                    partial(self.inspect, record_id, each),
                )
        panel.add_action("重抽核对", lambda: self.check(record_id), "refresh-cw")
        panel.add_action("保存 PDF", lambda: self.choose_paper(record_id), "printer")

    def inspect(self, record_id: int, chosen: Picked) -> None:
        """The form of the inspection that follows, with what is known filled in."""
        try:
            values = draws.inspection_of(self.desk.work, record_id, chosen)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.go("inspections", {"kind": "inspections", "add": values})

    def check(self, record_id: int) -> None:
        """Draw again with the stored seed and say whether it comes out the same."""
        try:
            found = draws.check(self.desk.work, record_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.inform("按抽签号重抽核对", found.words)

    def choose_paper(self, record_id: int) -> None:
        """Ask where the list of the draw goes."""
        name = records.title_of(self.desk.work, "draws", record_id)
        ask_where_to_save(
            self, self.desk.memory, "保存抽取结果", f"{name}抽取结果.pdf", "PDF (*.pdf)",
            chosen=lambda path: self.write_paper(record_id, path),
        )  # fmt: skip

    def write_paper(self, record_id: int, path: Path) -> None:
        """Write the list of the draw in the background."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: draws.write(work, record_id, path),
            title="正在写抽取结果",
            done=lambda _pages: self.desk.messages.toast(f"已保存：{path.name}"),
        )


class InspectionsPage(LedgerPage):
    """检查督查 · 问题整改 · 场所 · 随机抽取."""

    key = "inspections"
    title = "检查督查"
    icon = "clipboard-check"
    chapter = "inspections"
    reads: ClassVar = frozenset(
        {"inspections", "findings", "trouble_spots", "checklist_items", "places", "draws", "villages", "units", "polls", "opinions",
         "attachments", "settings"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._spots = ""  # the line of the trouble spots, once they were counted
        self.add_ledger(InspectionLedger(desk))
        self.findings = FindingLedger(desk)
        self.strip = ShareStrip()
        self.findings.add_above(self.strip)
        self.add_ledger(self.findings, "问题整改", by_period=False)
        self.add_ledger(SpotLedger(desk), by_period=False)
        places = self.add_ledger(
            Ledger(
                desk,
                "places",
                filters=("place_type", "village_id"),
                empty="还没有登记场所。餐饮、药店、学校周边的店都登记在这里，检查和抽取时选用。",
            ),
            by_period=False,
        )
        self.add_ledger(DrawLedger(desk), by_period=False)
        items = self.add_ledger(
            Ledger(
                desk,
                "checklist-items",
                filters=("place_type", "in_use"),
                empty="还没有检查清单。按 Ctrl+N 写下一条，登记检查时逐条看。",
                keep=("place_type",),
            ),
            by_period=False,
        )
        for book, slot in ((places, self.print_for_place), (items, self.print_for_kinds)):
            book.table.add_row_action("打印检查表", "printer", slot)
        self.add_buttons(drafts=("inspection-circular", "rectification-notice"))
        QShortcut(QKeySequence("Ctrl+E"), self.findings, self.findings.act)

    def print_for_place(self, ids: list[int]) -> "PaperPreview | None":
        """The checklist of one place, with its name, to take along."""
        work = self.desk.work
        return self._preview(lambda: plain_papers.checklist_forms(work, place_id=ids[0]))

    def print_for_kinds(self, ids: list[int]) -> "PaperPreview | None":
        """The checklists of the kinds of place of the items that are chosen."""
        work = self.desk.work
        kinds = tuple({records.get(work, "checklist-items", each)["place_type"] for each in ids})
        return self._preview(lambda: plain_papers.checklist_forms(work, place_types=kinds))

    def _preview(self, build: Callable[[], Sheet]) -> "PaperPreview | None":
        try:
            sheet = build()
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None
        # Qt's printing is loaded when something is printed, not with every list.
        from gaotang_desktop.ui.printing import paper_preview

        preview = paper_preview.PaperPreview(
            self, self.desk, lambda _unmasked: sheet, has_names=lambda: False
        )
        preview.finished.connect(lambda _result: preview.deleteLater())
        preview.draw()
        return preview

    @classmethod
    @override
    def badge(cls, desk: Desk) -> Badge | None:
        late = inspections.overdue(desk.work)
        return (late, Tone.BAD) if late else None

    @override
    def reload(self) -> None:
        work = self.desk.work
        self.desk.jobs.read(
            lambda: inspections.shares(work), self.strip.set_shares, key="finding shares"
        )
        period = self.span
        assert period is not None
        self.desk.jobs.read(
            lambda: trouble_spots.figures(work, period), self._show_spots, key="spot figures"
        )
        self.reload_ledgers()

    def _show_spots(self, found: Figures) -> None:
        self._spots = trouble_spots.said(found) if found.standing else ""
        self.tell_figures()

    @override
    def tell_figures(self) -> None:
        """Under the title: the period's inspections, what is open, what is late."""
        found = self.findings.listing()
        said = [f"{self.span.label if self.span else ''}{self.ledgers['inspections'].figures()}"]
        if found.ids:
            states = [row[found.column("state")] for row in found.rows]
            counts = {state: states.count(state) for state in ("逾期", "临近", "待整改")}
            said.append(f"问题未整改 {sum(counts.values())} 个")
            said += [f"{state} {count}" for state, count in counts.items() if count]
            waiting = states.count("已整改")
            if waiting:
                said.append(f"待回头看 {waiting}")
        if self._spots:
            said.append(self._spots)
        said.append(self.ledgers["places"].figures())
        self.set_subtitle(" · ".join(said))

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if context.get("kind") == "findings" and "village" in context:
            # The list names villages and units in one column.
            context = {k: v for k, v in context.items() if k != "village"} | {
                "filters": {"owner": [context["village"]], **(context.get("filters") or {})}
            }
        super().show_record(context)
