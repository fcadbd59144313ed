"""会议 and 会议决定: what a meeting decided stands beside it, with what earlier ones left open."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import meetings
from gaotang_desktop.services.casework.meetings import Decision
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel

_TONES = {
    "state": {
        "待落实": Tone.WARN, "逾期": Tone.BAD, "已转任务": Tone.INFO, "已转问题": Tone.INFO,
        "已落实": Tone.GOOD,
    },
}  # fmt: skip
_MARKS = {
    "待落实": ("list", "secondary"),
    "逾期": ("circle-alert", "bad"),
    "已转任务": ("arrow-right", "accent"),
    "已转问题": ("arrow-right", "accent"),
    "已落实": ("circle-check", "good"),
}
_ENTRY = ("meeting_id", "unit_id", "village_id", "due_on", "text")
_DONE = ("done_on", "result")


class MeetingLedger(Ledger):
    """Meetings, the newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "meetings",
            filters=("kind",),
            empty="还没有登记会议。按 Ctrl+N 登记一次研判会或者联席会议。",
            describe=self._describe_meeting,
            fresh=lambda: {"held_on": desk.work.today()},
            keep=("held_on", "kind"),
        )

    def _describe_meeting(
        self, panel: SidePanel, record_id: int, values: Mapping[str, Any]
    ) -> None:
        work = self.desk.work
        decided = meetings.decisions(work, record_id)
        panel.add_heading(f"会议决定 {len(decided)} 项" if decided else "会议决定")
        if not decided:
            panel.add_paragraph("还没有决定。按“加决定”写下谁办、办什么、到哪天。")
        for each in decided:
            self._tell(panel, each)
        left = meetings.agenda(work, values["held_on"])
        if left:
            panel.add_heading(f"以前的会议还有 {len(left)} 项没有落实")
            for each in left:
                self._tell(panel, each, day=True)
        panel.add_action("加决定", partial(self.decide, record_id), "plus", primary=True)
        minutes = {"document": "minutes", "subject": record_id}
        panel.add_action("会议纪要", partial(self.desk.go, "documents", minutes), "file-text")

    def _tell(self, panel: SidePanel, each: Decision, *, day: bool = False) -> None:
        icon, colour = _MARKS[each.state]
        due = f" · {each.until:%m-%d} 前" if each.until else ""
        held = f"{each.held_on:%m-%d} 会议 · " if day else ""
        go = partial(self.desk.go, "tasks", {"kind": "meeting-decisions", "id": each.id})
        panel.add_item(icon, colour, each.text, f"{held}{each.unit} · {each.said}{due}", go)

    def decide(self, meeting_id: int) -> FormDialog:
        """The form of one more decision; the next one keeps the meeting."""
        return decision_form(self, self.desk, {"meeting_id": meeting_id})


class DecisionLedger(Ledger):
    """What meetings decided: the open ones first, by their deadline."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "meeting-decisions",
            filters=("state", "unit_id", "village_id", "meeting_id"),
            tones=_TONES,
            empty="还没有会议决定。在“会议”里选中一次会议，按“加决定”。",
            source=meetings.listed_decisions,
            describe=self._describe_decision,
            keep=("meeting_id",),
            entry_fields=_ENTRY,
            panel_width=330,  # three buttons, the longest of four characters
        )
        self.when_made(lambda table: table.add_row_action("落实", "check", self._finish_first))
        self.when_made(
            lambda table: table.add_row_action("转为任务", "list-checks", self._task_first)
        )
        self.when_made(
            lambda table: table.add_row_action("转为问题", "triangle-alert", self._become_first)
        )

    def _describe_decision(
        self, panel: SidePanel, record_id: int, values: Mapping[str, Any]
    ) -> None:
        if (finding := values["finding_id"]) is not None:
            title = records.title_of(self.desk.work, "findings", finding)
            go = partial(self.desk.go, "inspections", {"kind": "findings", "id": finding})
            panel.add_item("arrow-right", "accent", title, "已转为问题", go)
        elif (task := values["task_id"]) is not None:
            title = records.title_of(self.desk.work, "tasks", task)
            go = partial(self.desk.go, "tasks", {"task": task})
            panel.add_item("arrow-right", "accent", title, "已转为任务", go)
        elif values["done_on"] is None:
            panel.add_action("落实", partial(self.finish, record_id), "check", primary=True)
            panel.add_action("转为任务", partial(self.become_task, record_id))
            panel.add_action("转为问题", partial(self.become, record_id))

    def _finish_first(self, ids: list[int]) -> FormDialog | None:
        return self.finish(ids[0])

    def _become_first(self, ids: list[int]) -> None:
        self.become(ids[0])

    def _task_first(self, ids: list[int]) -> None:
        self.become_task(ids[0])

    @reopened
    def finish(self, record_id: int) -> FormDialog | None:
        """When and how it was carried out; ``None``, and a sentence, when it is gone."""
        work = self.desk.work
        try:
            values = records.get(work, self.kind, record_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None

        def save(typed: dict[str, Any]) -> None:
            records.save(work, self.kind, typed, record_id=record_id)
            self.desk.messages.saved()

        known = {each.name: each for each in records.fields_for(self.kind)}
        dialog = FormDialog(
            self,
            "落实会议决定",
            tuple(known[name] for name in _DONE),
            today=work.today,
            save=save,
            values={**values, "done_on": values["done_on"] or work.today()},
        )
        dialog.open()
        return dialog

    def become(self, record_id: int) -> None:
        """One click: a finding that is put right and rechecked."""
        try:
            made = meetings.become_finding(self.desk.work, record_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        title = records.title_of(self.desk.work, "findings", made)
        self.desk.messages.undoable(f"已转为问题：{title}。在“检查督查”里整改、回头看。")

    def become_task(self, record_id: int) -> None:
        """One click: a task that the unit leads."""
        try:
            made = meetings.become_task(self.desk.work, record_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        title = records.title_of(self.desk.work, "tasks", made)
        self.desk.messages.undoable(f"已转为任务：{title}。在“责任矩阵”里跟进。")


def decision_form(parent: Ledger, desk: Desk, values: Mapping[str, Any]) -> FormDialog:
    """The short form of a new decision."""
    work = desk.work

    def save(typed: dict[str, Any]) -> None:
        records.save(work, "meeting-decisions", typed)
        desk.messages.saved()

    known = {each.name: each for each in records.fields_for("meeting-decisions")}
    dialog = FormDialog(
        parent,
        records.deed_of("meeting-decisions"),
        tuple(known[name] for name in _ENTRY),
        today=work.today,
        save=save,
        references=OfficeRegisters(desk),
        values=values,
        keep=("meeting_id",),
    )
    dialog.kept_as = {"kind": "meeting-decisions", "id": None}
    dialog.open()
    return dialog
