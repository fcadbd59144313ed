"""诉求登记: what people come with; one button each to sort it, make it a record, end it, tell."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from gaotang_desktop.domain.casework import intakes as rules
from gaotang_desktop.domain.disputes import days_said
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.privacy import names_somebody
from gaotang_desktop.services import calendars, records
from gaotang_desktop.services.casework import intakes
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.extension_section import extend, tell_extensions
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.pressing_section import add_pressing, tell_pressing
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_TONES = {
    "late": {
        "逾期": Tone.BAD, "临近": Tone.WARN, "未到期": Tone.NEUTRAL, "已办结": Tone.GOOD,
    },
    "stage": {"待分流": Tone.WARN, "待签收": Tone.WARN, "办理中": Tone.INFO, "待验收": Tone.WARN, "待告知": Tone.WARN, "已告知": Tone.GOOD},
    "satisfied": {"满意": Tone.GOOD, "基本满意": Tone.GOOD, "不满意": Tone.BAD},
}  # fmt: skip
_ENTRY = (
    "received_on", "way", "village_id", "received_by", "persons", "people", "order_number",
    "repeated", "matter", "sort", "unit_id", "due_on",
)  # fmt: skip
# What the form of the record shows that an intake becomes.
_BECOMES = {
    "disputes": ("found_on", "village_id", "category_id", "source", "risk", "people", "parties",
                 "unit_id", "summary", "deadline"),
    "opinions": ("received_on", "village_id", "source", "order_number", "repeated", "unit_id",
                 "due_on", "text"),
}  # fmt: skip
# What stands together in one line of the detail.
_ROWS = (
    ("登记", ("received_on", "way", "order_number")),
    ("首问", ("received_by",)),
    ("村", ("village_id",)),
    ("诉求人", ("persons", "people")),
    ("分流", ("sort", "sorted_on")),
    ("交办", ("unit_id",)),
    ("签收", ("signed_on",)),
    ("办结", ("done_on", "result")),
    ("告知", ("told_on", "satisfied")),
    ("备注", ("remark",)),
)

_THREE_BUTTONS = 330  # of four characters, beside each other


class IntakeLedger(Ledger):
    """Intakes of the period and what is still open; a new one is a short form."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "intakes",
            filters=("late", "stage", "sort", "way", "village_id"),
            tones=_TONES,
            empty="这个期间没有登记诉求。按 Ctrl+N 登记一件。",
            source=intakes.ledger,
            describe=self._describe_intake,
            fresh=lambda: {"received_on": desk.work.today()},
            keep=("received_on", "way", "received_by"),
            entry_fields=_ENTRY,
            panel_width=_THREE_BUTTONS,
        )
        self.when_made(self._add_steps)

    def _add_steps(self, table: RecordTable) -> None:
        for text, icon, slot in self._steps():
            table.add_row_action(text, icon, partial(_first, slot))

    def _steps(self) -> tuple[tuple[str, str, Callable[[int], FormDialog | None]], ...]:
        return (
            ("转为纠纷", "scale", partial(self.become, kind="disputes")),
            ("转为意见", "circle-help", partial(self.become, kind="opinions")),
            ("分流交办", "arrow-right", self.sort_out),
            ("重新分流", "rotate-ccw", self.sort_anew),
            ("签收", "signature", self.sign),
            ("办结", "check", self.finish),
            ("告知", "phone", self.tell),
            ("延期", "calendar-days", self.extend),
        )

    def _describe_intake(self, panel: SidePanel, intake_id: int, values: Mapping[str, Any]) -> None:
        work = self.desk.work
        standing = intakes.standing_of(work, intake_id)
        tone = _TONES["late"][standing.late]
        chip = days_said(standing.due_on, work.today()) if standing.due_on else standing.late
        panel.clear()
        panel.set_title(f"{values['number'] or ''} {standing.stage}".strip(), chip, tone)
        panel.add_paragraph(values["matter"], strong=True)
        told = {
            each.name: (each, text) for each, text in records.described(work, "intakes", values)
        }
        for label, names in _ROWS:
            pairs = [told[name] for name in names]
            words = [f"{text} {each.unit}".strip() for each, text in pairs if text]
            if label == "办结" and standing.done_on and not words:
                words = [f"{standing.done_on:%Y-%m-%d}"]
            if words:
                panel.add_row(label, " · ".join(words))
        if doubt := calendars.doubt(work.settings, standing.due_on):
            panel.add_row("工作日", doubt)
        if values["repeated"]:
            panel.add_row("重复", "同一件事以前来过")
        for kind, word in intakes.BECOMES.items():
            name, record = rules.BECOMES[word]
            if (became := values[name]) is not None:
                go = partial(self.desk.go, PAGES[kind], {"kind": kind, "id": became})
                panel.add_item("arrow-right", "accent", told[name][1], f"已转为{record}", go)
        tell_extensions(panel, self, self.desk, "intakes", intake_id)
        tell_pressing(panel, self, self.desk, "intakes", intake_id)
        self._tell_papers(panel, intake_id, values, done=standing.done_on is not None)
        offered = _offered(standing.stage, values)
        steps = {text: slot for text, _icon, slot in self._steps()}
        for text in offered:
            panel.add_action(text, partial(steps[text], intake_id), primary=text == offered[0])
        add_pressing(panel, self, self.desk, "intakes", intake_id, values)

    def _tell_papers(
        self, panel: SidePanel, intake_id: int, values: Mapping[str, Any], *, done: bool
    ) -> None:
        """The papers for the person: nobody's name, no paper."""
        if not names_somebody(values["persons"]):
            return
        papers = (
            ("intake-receipt", "起草受理告知书", values["told_on"] is None),
            ("intake-answer", "起草答复意见书", done),
        )
        for name, words, wanted in papers:
            if wanted:
                where = {"document": name, "subject": intake_id}
                go = partial(self.desk.go, "documents", where)
                panel.add_item("file-text", "accent", words, "写着姓名，只交给本人", go)

    # -- the small forms ---------------------------------------------------------------------

    @reopened
    def become(self, intake_id: int, *, kind: str) -> FormDialog | None:
        """The form of the dispute or opinion that it is, filled in with what is known."""
        work = self.desk.work
        try:
            proposed = intakes.proposed(work, intake_id, kind)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None

        def save(typed: dict[str, Any]) -> None:
            made = intakes.become(work, intake_id, kind, typed)
            title = records.title_of(work, kind, made)
            self.desk.messages.undoable(f"已转为{records.label_of(kind)}：{title}。")

        return self._ask(
            f"转为{records.label_of(kind)}", _fields(kind, _BECOMES[kind]), save, proposed
        )

    @reopened
    def sort_out(self, intake_id: int) -> FormDialog | None:
        """Into which kind it belongs and who has to see to it."""
        names = ("sort", "sorted_on", "unit_id", "signed_on", "due_on")
        return self._step("分流交办", intake_id, names, "sorted_on")

    @reopened
    def sort_anew(self, intake_id: int) -> FormDialog | None:
        """Into something else than what it became; that goes into the bin unless it is kept."""
        work = self.desk.work
        try:
            values = records.get(work, "intakes", intake_id)
            before = intakes.told_before(work, intake_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None
        told = f"原来 {before:%Y-%m-%d} 的告知" if before else ""

        def save(typed: dict[str, Any]) -> None:
            title = intakes.sort_anew(work, intake_id, **typed)
            gone = "仍然留着" if typed["keep"] else "放进了回收站"
            also = f"，{told}去掉了" if told else ""
            self.desk.messages.undoable(f"已分流到“{typed['sort']}”，{title}{gone}{also}。")

        known = {each.name: each for each in _fields("intakes", ("sort", "sorted_on", "unit_id"))}
        shown = (
            replace(known["sort"], required=True, help=told and f"{told}不算数了，会一起去掉，办结以后重新告知。"),
            replace(known["sorted_on"], required=True),
            known["unit_id"],
            Field("keep", "留着转出的那一条", Kind.FLAG, default=False,
                  help="不勾选，转出的纠纷或者意见连同它的记录放进回收站"),
        )  # fmt: skip
        given = {"sorted_on": work.today(), "unit_id": values["unit_id"], "keep": False}
        return self._ask("重新分流", shown, save, given)

    @reopened
    def sign(self, intake_id: int) -> FormDialog | None:
        """The unit has it."""
        return self._step("签收诉求", intake_id, ("unit_id", "signed_on"), "signed_on")

    @reopened
    def finish(self, intake_id: int) -> FormDialog | None:
        """What came of it."""
        return self._step("办结诉求", intake_id, ("done_on", "result"), "done_on")

    @reopened
    def tell(self, intake_id: int) -> FormDialog | None:
        """Whoever came is told, and asked."""
        names = ("told_on", "satisfied")
        return self._step("告知诉求人", intake_id, names, "told_on", intakes.telling)

    def extend(self, intake_id: int) -> FormDialog | None:
        """Put off the deadline, with a reason and by whom."""
        return extend(self, self.desk, "intakes", intake_id)

    def _step(
        self,
        title: str,
        intake_id: int,
        names: tuple[str, ...],
        day: str,
        begun: Callable[[Workplace, int], dict[str, Any]] | None = None,
    ) -> FormDialog | None:
        """Some fields of the intake as it is ``begun``; the day of the step is today unless it was said."""
        work = self.desk.work
        try:
            values = begun(work, intake_id) if begun else records.get(work, "intakes", intake_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None
        values[day] = values[day] or work.today()

        def save(typed: dict[str, Any]) -> None:
            records.save(work, "intakes", typed, record_id=intake_id)
            self.desk.messages.saved()

        return self._ask(title, _fields("intakes", names), save, values)

    def _ask(
        self,
        title: str,
        shown: tuple[Field, ...],
        save: Callable[[dict[str, Any]], None],
        values: Mapping[str, Any],
    ) -> FormDialog:
        work = self.desk.work
        dialog = FormDialog(
            self,
            title,
            shown,
            today=work.today,
            save=save,
            references=OfficeRegisters(self.desk),
            values=values,
        )
        dialog.open()
        return dialog


def _offered(stage: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What may follow, the likeliest first."""
    became = any(values[name] is not None for name, _ in rules.BECOMES.values())
    if stage in ("待验收", "待告知"):
        return ("告知",)
    if stage == "已告知" or became:
        return ("重新分流",) if stage != "已告知" else ()
    turns = {"纠纷": ("转为纠纷",), "意见": ("转为意见",)}
    if values["sort"] is None:
        return ("分流交办", "转为纠纷", "转为意见")
    sign = ("签收",) if stage == "待签收" else ()
    return (*sign, *turns.get(values["sort"], ()), "办结", "分流交办", "延期")


def _fields(kind: str, names: tuple[str, ...]) -> tuple[Field, ...]:
    known = {each.name: each for each in records.fields_for(kind)}
    return tuple(known[name] for name in names)


def _first(slot: Callable[[int], Any], ids: list[int]) -> None:
    slot(ids[0])
