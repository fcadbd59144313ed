"""Findings that must be put right, wherever they came from: 登记整改, 回头看 (问题整改)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.inspections import OPEN, RECHECKS, finding_state
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import inspections, records
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel

TONES: Mapping[str, Tone] = {
    "逾期": Tone.BAD,
    "临近": Tone.WARN,
    "待整改": Tone.NEUTRAL,
    "已整改": Tone.INFO,
    "已销号": Tone.GOOD,
    "回头看未整改": Tone.WARN,
}
_PUT_RIGHT = ("put_right_on", "how")


class FindingLedger(Ledger):
    """Overdue first; the detail offers the step that comes next."""

    def __init__(
        self, desk: Desk, *, poll_only: bool = False, fresh: Mapping[str, Any] | None = None
    ) -> None:
        def source(work: Workplace, _period: Period | None) -> Listing:
            found = inspections.findings(work, poll_only=poll_only)
            if not poll_only:
                return found
            names = [each.name for each in found.fields]
            first = ("state", "text", "owner", "due_on", "poll_id", "cause", "measure", "how")
            chain = found.only((*first, *(n for n in names if n not in (*first, "source"))))
            # Here a problem is read from its cause to its measure.
            shown = tuple(
                replace(each, listed=True) if each.name in first else each for each in chain.fields
            )
            return replace(chain, fields=shown)

        super().__init__(
            desk,
            "findings",
            filters=("state", "owner") if poll_only else ("source", "owner", "state"),
            tones={"state": TONES},
            empty="还没有登记问题。检查、民调和意见建议里发现的问题都登记在这里，跟到整改完。",
            source=source,
            describe=self._describe_finding,
            fresh=lambda: {"found_on": desk.work.today(), **(fresh or {})},
        )

    def _describe_finding(
        self, panel: SidePanel, record_id: int, values: Mapping[str, Any]
    ) -> None:
        work = self.desk.work
        near = int(work.settings["near_days"])
        state = finding_state(values, today=work.today(), near_days=near)
        panel.set_title(records.title_of(work, "findings", record_id), state, TONES[state])
        if state in OPEN:
            left = (values["due_on"] - work.today()).days
            when = (
                f"已逾期 {-left} 天" if left < 0 else "今天到期" if not left else f"还有 {left} 天"
            )
            panel.add_paragraph(when, tone=TONES[state])
            panel.add_action("登记整改", lambda: self.put_right(record_id), "check", primary=True)
        elif state == "已整改":
            panel.add_action("回头看", lambda: self.recheck(record_id), "eye", primary=True)

    @reopened
    def put_right(self, record_id: int) -> FormDialog:
        """Ask when and how it was put right."""
        known = {each.name: each for each in records.fields_for("findings")}
        shown = tuple(replace(known[name], required=True) for name in _PUT_RIGHT)

        def save(values: dict[str, Any]) -> None:
            inspections.put_right(
                self.desk.work, record_id, on=values["put_right_on"], how=values["how"]
            )
            self.desk.messages.saved()

        return self._ask("登记整改", shown, save, {"put_right_on": self.desk.work.today()})

    @reopened
    def recheck(self, record_id: int) -> FormDialog:
        """Ask what the recheck found; 未整改 makes a new finding with a deadline of its own."""
        shown = (
            Field("rechecked_on", "回头看日期", Kind.DATE, required=True),
            Field("recheck", "结果", Kind.CHOICE, required=True, choices=RECHECKS),
            Field(
                "due_on",
                "新的整改期限",
                Kind.DATE,
                help="结果是“未整改”时会另立一个问题继续跟，原来的记录不动；不填按设置推算",
            ),
        )

        def save(values: dict[str, Any]) -> None:
            new = inspections.recheck(
                self.desk.work,
                record_id,
                on=values["rechecked_on"],
                result=values["recheck"],
                due_on=values.get("due_on"),
            )
            self.desk.messages.saved()
            if new is not None:
                self.desk.messages.undoable("回头看未整改，已另立一个问题继续跟踪。")

        return self._ask("回头看", shown, save, {"rechecked_on": self.desk.work.today()})

    def act(self) -> None:
        """The step that comes next for the finding in focus, from the keyboard."""
        record_id = self.table.current_id()
        if record_id is None:
            return
        try:
            values = records.get(self.desk.work, "findings", record_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        if values["put_right_on"] is None:
            self.put_right(record_id)
        elif values["recheck"] is None:
            self.recheck(record_id)
        else:
            self.desk.messages.toast("这个问题已经回头看过。")

    def _ask(
        self, title: str, shown: tuple[Field, ...], save: Any, values: Mapping[str, Any]
    ) -> FormDialog:
        dialog = FormDialog(
            self, title, shown, today=self.desk.work.today, save=save, values=values
        )
        dialog.open()
        return dialog
