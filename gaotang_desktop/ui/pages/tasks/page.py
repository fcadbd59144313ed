"""任务分工: who is responsible for what, how far it is, what comes back, and who is pressed."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.tasks import NO_UNIT, STATES
from gaotang_desktop.services import records, supervision, tasks
from gaotang_desktop.services.casework import waiting
from gaotang_desktop.services.papers import plain_papers
from gaotang_desktop.services.workbench import open_items
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.ledgers.note_form import note_form
from gaotang_desktop.ui.page import Badge
from gaotang_desktop.ui.pages.tasks import pressing_steps
from gaotang_desktop.ui.pages.tasks.meeting_ledgers import DecisionLedger, MeetingLedger
from gaotang_desktop.ui.pages.tasks.open_items_view import OpenItemsView
from gaotang_desktop.ui.pages.tasks.plans.dialogs import confirm_plan
from gaotang_desktop.ui.pages.tasks.plans.ledger import PlanLedger
from gaotang_desktop.ui.pages.tasks.proposal_dialog import ProposalDialog
from gaotang_desktop.ui.pages.tasks.responsibility_view import ResponsibilityView
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import remember, reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from gaotang_desktop.ui.printing.paper_preview import PaperPreview

__all__ = ["TasksPage", "confirm_plan"]

_SLIP_TONES = {
    "colour": {"蓝": Tone.INFO, "黄": Tone.WARN, "红": Tone.BAD},
    "shown_state": {"待回复": Tone.WARN, "已回复": Tone.GOOD, "逾期未回复": Tone.BAD},
}


class TasksPage(LedgerPage):
    """Tabs: the matrix, ledgers of tasks, parts, spans and slips, everyone's open things, plans."""

    key = "tasks"
    title = "任务分工"
    icon = "list-checks"
    chapter = "tasks"
    reads: ClassVar = waiting.TABLES | {
        "plans", "tasks", "units", "villages", "assignments", "progress_notes", "occurrences",
        "slip_assignments", "escalations", "meetings", "attachments", "settings",
    }  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, with_period=False)
        self.found = tasks.Matrix((), ())
        self.plans = PlanLedger(
            desk, lambda: self.found.tasks, lambda task: self.show_record({"task": task})
        )
        self.view = ResponsibilityView(
            ("还没有任务。导入方案后，程序会认出任务和责任单位。", "导入方案", self.plans.choose)
        )
        self.view.role_set.connect(self._set_role)
        self.view.task_chosen.connect(self.show_task)
        self.view.villages_wanted.connect(lambda: self.view.show_matrix(self.found))
        self.add_view(self.view, "责任矩阵")
        self._add_ledgers(desk)
        self.owners = OpenItemsView(open_items.KINDS, desk.work.today, desk.memory)
        self.owners.table.view.leaving = desk.work.covered
        self.owners.opened.connect(self._open_item)
        self.add_view(self.owners, "按单位")
        self.add_ledger(MeetingLedger(desk))
        self.add_ledger(DecisionLedger(desk))
        self.add_ledger(self.plans)
        self.levels_button = self.add_action("提级督办", "upload", self.propose_levels)
        self.add_buttons(drafts=("responsibility-table", "supervision-slips"))
        menu = self.import_button.menu()
        for text, icon, slot in (
            ("从方案文件导入任务…", "file-text", self.plans.choose),
            ("粘贴方案文字…", "clipboard-paste", self.plans.paste_text),
        ):
            action = menu.addAction(icons.icon(icon, "secondary", 16), text)
            action.triggered.connect(lambda _checked, slot=slot: slot())

    def _add_ledgers(self, desk: Desk) -> None:
        self.add_ledger(
            Ledger(
                desk,
                "tasks",
                filters=("cycle",),
                source=lambda work, _period: tasks.listed_tasks(work),
                describe=self._describe_task,
                empty="还没有任务。可以导入方案，也可以逐项新增。",
                keep=("plan_id",),
            )
        )
        parts = self.add_ledger(
            Ledger(
                desk,
                "assignments",
                filters=("state", "unit_id", "village_id", "role"),
                source=lambda work, _period: tasks.listed_parts(work),
                describe=self._describe_part,
                empty="还没有分工。在责任矩阵里点格子最快。",
                keep=("task_id",),
            )
        )
        parts.when_made(
            lambda table: table.add_row_action(
                "登记进展", "pencil", lambda ids: self.report_part(ids[0])
            )
        )
        spans = self.add_ledger(
            Ledger(
                desk,
                "occurrences",
                filters=("state", "assignment_id"),
                source=lambda work, _period: tasks.listed_spans(work),
                describe=self._describe_span,
            )
        )
        spans.set_empty(
            "还没有周期任务。任务填了周期（每周、每月、每季度）并且有人负责，打开程序时会按期列出。",
            "现在列出",
            self.make_spans,
        )
        spans.when_made(
            lambda table: table.add_row_action("今天已完成", "circle-check", self.finish)
        )
        slips = self.add_ledger(
            Ledger(
                desk,
                "supervision-slips",
                filters=("shown_state", "colour", "unit_id"),
                tones=_SLIP_TONES,
                source=lambda work, _period: supervision.listing(work),
                describe=self._describe_slip,
                fresh=lambda: {"issued_on": desk.work.today()},
            )
        )
        slips.when_made(
            lambda table: table.add_row_action("打印督办单", "printer", self.print_slips)
        )
        slips.set_empty(
            "还没有督办单。程序会找出临近期限和逾期的任务，勾选后一次签发。",
            "生成督办单",
            self.propose_slips,
        )

    @override
    def paper_heading(self) -> tuple[str, Period | None]:
        return "未办结事项一览表", None

    @classmethod
    @override
    def badge(cls, desk: Desk) -> Badge | None:
        overdue = sum(1 for each in tasks.due(desk.work) if each.days < 0)
        return (overdue, Tone.BAD) if overdue else None

    # -- showing -----------------------------------------------------------------------------

    @override
    def reload(self) -> None:
        self.found = tasks.matrix(self.desk.work)
        counts = tasks.counts(self.found)
        parts = [f"任务 {counts['tasks']} 项"]
        if counts["unassigned"]:
            parts.append(f"{NO_UNIT} {counts['unassigned']} 项")
        parts += [f"{state} {counts[state]}" for state in (*STATES, "逾期") if counts.get(state)]
        self.set_subtitle(
            " · ".join(parts)
            if self.found.tasks
            else "还没有任务。请导入方案，程序会认出任务和责任单位。"
        )
        self.view.show_matrix(self.found)
        current = self.view.matrix.current()
        self.show_task(current[0] if current else None)
        self.reload_ledgers()
        work = self.desk.work
        self.desk.jobs.read(
            lambda: open_items.owners(work), self.owners.show_owners, key="open items"
        )

    @override
    def tell_figures(self) -> None:
        """The figures come with the matrix."""

    @override
    def primary_words(self) -> str:
        here, kind = self.tabs.currentWidget(), self.ledger.kind
        if here is self.owners or (here is self.ledger and kind == "supervision-slips"):
            return "生成督办单"
        if here is self.ledger and kind == "occurrences":
            return "列出到今天"
        return records.deed_of(kind if here is self.ledger else "plans")

    @override
    def _on_tab(self) -> None:
        super()._on_tab()
        pressed = self.tabs.currentWidget() is self.owners
        self.levels_button.setVisible(pressed or self.ledger.kind == "supervision-slips")

    @override
    def add_record(self) -> Any:
        """What the primary button says on the tab shown."""
        here = self.tabs.currentWidget()
        if here is self.view or self.ledger.kind == "plans":
            return self.plans.choose()
        if here is self.owners or self.ledger.kind == "supervision-slips":
            return self.propose_slips()
        if self.ledger.kind == "occurrences":
            return self.make_spans()
        return self.ledger.add()

    # -- who does what -----------------------------------------------------------------------

    def assign(self, row: int, column: int, role: str) -> None:
        """Set the role of a unit in a task by their places in the matrix."""
        if row < len(self.found.tasks) and column < len(self.found.units):
            self._set_role(self.found.tasks[row].id, self.found.units[column].id, role)

    def _set_role(self, task_id: int, column: int, role: str) -> None:
        unit, village = (column, None) if column > 0 else (None, -column)
        try:
            tasks.assign(self.desk.work, task_id, unit, role, village_id=village)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            self.refresh()
            return
        self.desk.messages.saved()

    def show_task(self, task_id: int | None) -> None:
        """The clause, the units and the progress of a task beside the matrix."""
        self.view.describe(
            next((each for each in self.found.tasks if each.id == task_id), None),
            steps={} if task_id is None else tasks.steps_of(self.desk.work, task_id),
            open_part=lambda each: self.ledgers["assignments"].edit(each.id),
            report=self.report,
            spread=self.spread,
            groups=frozenset(each.id for each in self.found.units if each.stands_for != "单个单位"),
        )

    def spread(self, part: tasks.AssignmentRow) -> None:
        """Hand a group's part to each of its members."""
        try:
            count = tasks.spread(self.desk.work, part.id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.undoable(f"“{part.who}”的分工已分到 {count} 个。")

    def report(self, task: tasks.TaskRow, part_id: int | None = None) -> FormDialog:
        """A form for one dated step of one of the responsible."""
        work = self.desk.work
        names = {f"{each.role} {each.who}": each.id for each in task.assignments}
        chosen = next((name for name, number in names.items() if number == part_id), None)
        shown = (
            Field("who", "责任单位", Kind.CHOICE, required=True, choices=tuple(names)),
            Field("happened_on", "日期", Kind.DATE, required=True),
            Field("state", "状态改为", Kind.CHOICE, choices=STATES),
            Field("text", "进展情况", Kind.LONG_TEXT, required=True),
        )
        dialog = FormDialog(
            self,
            f"登记进展：{task.title}",
            shown,
            today=work.today,
            save=lambda values: tasks.add_progress(
                work,
                names[values["who"]],
                happened_on=values["happened_on"],
                text=values["text"] or "",
                state=values["state"],
            ),
            values={"happened_on": work.today(), "who": chosen or next(iter(names))},
            keep=("happened_on",),
        )
        remember(dialog, "TasksPage.report_part", part_id or next(iter(names.values())))
        dialog.open()
        return dialog

    @reopened
    def report_part(self, part_id: int) -> FormDialog | None:
        """The same form from the list of parts."""
        for task in self.found.tasks:
            if any(each.id == part_id for each in task.assignments):
                return self.report(task, part_id)
        return None

    def _describe_task(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        task = next((each for each in self.found.tasks if each.id == record_id), None)
        if task is None:
            return
        panel.add_heading(f"责任单位 · {len(task.assignments)}")
        for each in task.assignments:
            due = f" · {each.deadline:%m-%d} 到期" if each.deadline else ""
            panel.add_item(
                "user",
                "secondary",
                f"{each.role} {each.who}",
                f"{each.state}{due}",
                partial(self.show_record, {"kind": "assignments", "id": each.id}),
            )

    def _describe_part(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        steps = tasks.progress_of(self.desk.work, record_id)
        panel.add_heading(f"进展 · {len(steps)}")
        for each in steps:
            moved = f" · {each.state}" if each.state else ""
            panel.add_item(
                "check", "secondary", each.text, f"{each.happened_on:%Y-%m-%d}{moved}",
                partial(note_form, self, self.desk, "progress", each.id),
            )  # fmt: skip
        panel.add_action("登记进展", lambda: self.report_part(record_id), "pencil", primary=True)

    # -- what comes back ---------------------------------------------------------------------

    def _describe_span(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        if values["state"] != "已完成":
            panel.add_action("今天已完成", lambda: self.finish([record_id]), "check", primary=True)

    def make_spans(self) -> None:
        """Make what cyclic tasks owe up to today."""
        count = tasks.make_occurrences(self.desk.work)
        if count:
            self.desk.messages.undoable(f"已列出 {count} 期周期任务。")
        else:
            self.desk.messages.toast("到今天为止的周期任务都已列出。")

    def finish(self, ids: list[int]) -> None:
        """Mark spans as done today."""
        count = tasks.finish(self.desk.work, ids, done_on=self.desk.work.today())
        self.desk.messages.undoable(f"已登记完成 {count} 期。")

    # -- slips -------------------------------------------------------------------------------

    @reopened
    def propose_slips(self) -> ProposalDialog | None:
        """Show who would get a slip today; what is ticked is issued in one step."""
        return pressing_steps.propose_slips(self, self.desk, self._show_slips)

    @reopened
    def propose_levels(self) -> ProposalDialog | None:
        """Show what belongs before a higher level today; nothing is sent."""
        return pressing_steps.propose_levels(self, self.desk)

    def _show_slips(self) -> None:
        self.tabs.setCurrentWidget(self.ledgers["supervision-slips"])

    def _describe_slip(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        matters = supervision.matters_of(self.desk.work, record_id)
        if matters:
            panel.add_heading(f"督办的事项 · {len(matters)}")
        for page, where, text, state in matters:
            panel.add_item(
                "list-checks", "secondary", text, state, partial(self.desk.go, page, where)
            )
        if values["answered_on"] is None:
            panel.add_action("登记回复", lambda: self.answer(record_id), "check", primary=True)
        panel.add_action("打印", lambda: self.print_slips([record_id]), "printer")

    def print_slips(self, ids: list[int]) -> "PaperPreview":
        """Slips as they were signed, a page for each, with a look at them first."""
        # Qt's printing is loaded when something is printed, not with every list.
        from gaotang_desktop.ui.printing import paper_preview

        work = self.desk.work
        preview = paper_preview.PaperPreview(
            self, self.desk, lambda _unmasked: plain_papers.slips(work, tuple(ids))
        )
        preview.finished.connect(lambda _result: preview.deleteLater())
        preview.draw()
        return preview

    @reopened
    def answer(self, slip_id: int) -> FormDialog:
        """A form for the answer to a slip."""
        work = self.desk.work
        dialog = FormDialog(
            self,
            f"登记回复：{records.title_of(work, 'supervision-slips', slip_id)}",
            (
                Field("answered_on", "回复日期", Kind.DATE, required=True),
                Field("answer", "回复", Kind.LONG_TEXT, required=True),
            ),
            today=work.today,
            save=lambda values: supervision.answer(
                work, slip_id, answered_on=values["answered_on"], text=values["answer"] or ""
            ),
            values={"answered_on": work.today()},
        )
        dialog.open()
        return dialog

    @override
    def print_list(self) -> None:
        """The matrix is printed as the responsibility table, a ledger as it is seen."""
        if self.tabs.currentWidget() is self.view:
            self.desk.go("documents", {"document": "responsibility-table"})
        else:
            super().print_list()

    # -- jumps -------------------------------------------------------------------------------

    def _open_item(self, page: str, context: dict[str, Any]) -> None:
        if page == self.key:
            self.show_record(context)
        else:
            self.desk.go(page, context)

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """``task`` in the matrix, ``unit`` or ``village`` everything open, ``raise`` what is late."""
        if (task := context.get("task")) is not None:
            self.tabs.setCurrentWidget(self.view)
            self.view.matrix.select(task)
            self.show_task(task)
        elif context.get("raise"):
            self.tabs.setCurrentWidget(self.owners)
            self.propose_levels()
        elif "kind" not in context and ("unit" in context or "village" in context):
            self.tabs.setCurrentWidget(self.owners)
            unit, village = context.get("unit"), context.get("village")
            self.owners.choose(unit_id=unit, village_id=village)
        else:
            super().show_record(context)
