"""One dispute at the right: its state, its story as a time line, and the steps that may follow."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain import disputes as rules
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.casework import settlements
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services import calendars, disputes, records
from gaotang_desktop.services.casework import intakes
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.extension_section import extend, tell_extensions
from gaotang_desktop.ui.ledgers.note_form import note_form
from gaotang_desktop.ui.ledgers.pressing_section import add_pressing, tell_pressing
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel

# What stands together in one line of the detail.
_ROWS = (
    ("村", ("village_id", "category_id")),
    ("风险", ("risk", "scale", "source")),
    ("当事人", ("parties", "people")),
    ("责任单位", ("unit_id",)),
    ("签收", ("signed_on",)),
    ("升级到", ("escalated_to_id",)),
    ("反馈", ("told_on",)),
    ("备注", ("remark",)),
)
_MARKS = {
    "已化解": ("circle-check", "good"),
    "已移交": ("arrow-right", "secondary"),
    "未化解": ("circle-x", "bad"),
    "化解中": ("rotate-ccw", "accent"),
}
Step = Callable[[dict[str, Any]], Any]


def _fields(*names: str) -> tuple[Field, ...]:
    """Fields of a dispute as its own form has them."""
    known = {each.name: each for each in records.fields_for("disputes")}
    return tuple(known[name] for name in names)


class DisputeSteps:
    """What can be done with a dispute, as buttons and as small forms."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.parent_widget: QWidget | None = None

    def actions(self) -> tuple[tuple[str, str, Callable[[int], FormDialog | None]], ...]:
        """Word, icon and slot of every step."""
        return (
            ("登记进展", "pencil", self.add_note),
            ("办结", "check", self.close),
            ("移交", "arrow-right", self.hand_over),
            ("升级", "upload", self.escalate),
            ("延期", "calendar-days", self.extend),
            ("回访", "phone", self.revisit),
        )

    def describe(self, panel: SidePanel, dispute_id: int, values: Mapping[str, Any]) -> None:
        """Fill the detail: what matters first, then the story, the buttons at the bottom."""
        work = self.desk.work
        state, due = values["state"], values["deadline"]
        word = rules.lateness(
            due, state, today=work.today(), near_days=int(work.settings["near_days"])
        )
        tone = {"逾期": Tone.BAD, "临近": Tone.WARN, "已办结": Tone.GOOD}.get(word, Tone.INFO)
        chip = state if state in rules.CLOSED else rules.days_said(due, work.today())
        panel.clear()
        panel.set_title(f"{values['number'] or ''} {state}".strip(), chip, tone)
        panel.add_paragraph(values["summary"], strong=True)
        told = {
            each.name: (each, text) for each, text in records.described(work, "disputes", values)
        }
        for label, names in _ROWS:
            words = [
                f"{text} {each.unit}".strip()
                for each, text in (told[name] for name in names)
                if text
            ]
            if words:
                panel.add_row(label, " · ".join(words))
        if ended := settlements.ending(values):
            panel.add_row("了结", ended)
        closed = f"，{values['closed_on']:%m-%d} 办结" if values["closed_on"] else ""
        ends = f"{due:%m-%d}" if due.year == values["found_on"].year else f"{due:%Y-%m-%d}"
        panel.add_row("期限", f"{values['found_on']:%Y-%m-%d} 发现，{ends} 到期{closed}")
        if state not in rules.CLOSED and (doubt := calendars.doubt(work.settings, due)):
            panel.add_row("工作日", doubt)
        for each in intakes.behind(work, "disputes", dispute_id):
            told_on = f"{each.told_on:%m-%d} 已告知" if each.told_on else "办结后要告知"
            panel.add_item(
                "users", "accent", f"来自诉求 {each.number or ''}".strip(),
                f"{each.received_on:%m-%d} {each.way} · {told_on}",
                partial(self.desk.go, "disputes", {"kind": "intakes", "id": each.id}),
            )  # fmt: skip
        assert self.parent_widget is not None
        tell_extensions(panel, self.parent_widget, self.desk, "disputes", dispute_id)
        tell_pressing(panel, self.parent_widget, self.desk, "disputes", dispute_id)
        story = disputes.notes(work, dispute_id)
        panel.add_heading(f"化解记录 {len(story)} 条" if story else "化解记录")
        if not story:
            panel.add_paragraph("还没有进展。按“登记进展”写下第一步。")
        for note in story:
            icon, colour = _MARKS.get(note.state or "", ("history", "faint"))
            moved = f" · {note.state}" if note.state else ""
            panel.add_item(
                icon, colour, f"{fields.day_label(note.happened_on)}{moved}", note.text,
                partial(self.edit_note, note.id),
            )  # fmt: skip
        offered: tuple[str, ...] = (
            ("登记进展", "办结", "移交", "升级", "延期")
            if state in rules.OPEN
            else ("回访", "登记进展")
        )
        for text, _, slot in self.actions():
            if text in offered:
                first = text == offered[0]
                panel.add_action(text, partial(slot, dispute_id), primary=first)
        if state in rules.OPEN and values["signed_on"] is None:
            panel.add_action("签收", partial(self.sign, dispute_id))
        if state in rules.CLOSED and values["told_on"] is None:
            panel.add_action("反馈", partial(self.tell, dispute_id))
        add_pressing(panel, self.parent_widget, self.desk, "disputes", dispute_id, values)

    # -- the small forms ---------------------------------------------------------------------

    @reopened
    def add_note(self, dispute_id: int) -> FormDialog | None:
        """One step; it moves an untouched dispute to 化解中 unless another state is chosen."""
        state = self._state(dispute_id)
        if state is None:
            return None
        offered = tuple(dict.fromkeys((state, *rules.MOVES[state])))
        proposed = "化解中" if state == "待化解" else state
        shown = (
            Field("happened_on", "日期", Kind.DATE, required=True),
            Field("state", "状态", Kind.CHOICE, choices=offered, required=True,
                  help="选办结的状态，就在这一天办结"),
            Field("text", "化解情况", Kind.LONG_TEXT, required=True),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> None:
            disputes.add_note(self.desk.work, dispute_id, **values)

        return self._form("登记进展", shown, save, dispute_id, {"state": proposed}, "happened_on")

    @reopened
    def close(self, dispute_id: int) -> FormDialog | None:
        """Settled, or ended without agreement."""
        shown = (
            Field("closed_on", "办结日期", Kind.DATE, required=True),
            Field("state", "结果", Kind.CHOICE, choices=("已化解", "未化解"), required=True,
                  help="未化解：本级调解没有达成一致，已告知其他途径"),
            *_fields("settled_by", "agreed_on", "performed", "performed_on"),
            Field("result", "化解结果", Kind.LONG_TEXT, required=True),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> None:
            disputes.close(self.desk.work, dispute_id, **values)

        return self._form("办结纠纷", shown, save, dispute_id, {"state": "已化解"}, "closed_on")

    @reopened
    def hand_over(self, dispute_id: int) -> FormDialog | None:
        """To whoever is competent."""
        shown = (
            Field("handed_on", "移交日期", Kind.DATE, required=True),
            Field("to", "移交给", Kind.TEXT, required=True, longest=40),
            Field("reason", "原因", Kind.LONG_TEXT, required=True),
        )

        def save(values: dict[str, Any]) -> None:
            disputes.hand_over(self.desk.work, dispute_id, **values)

        return self._form("移交纠纷", shown, save, dispute_id, {}, "handed_on")

    @reopened
    def escalate(self, dispute_id: int) -> FormDialog | None:
        """Ask another unit to help; the dispute stays open."""
        shown = (
            Field("raised_on", "日期", Kind.DATE, required=True),
            Field("unit_id", "升级到", Kind.REFERENCE, required=True, refers_to="units"),
            Field("reason", "原因", Kind.LONG_TEXT, required=True),
        )

        def save(values: dict[str, Any]) -> None:
            disputes.escalate(self.desk.work, dispute_id, **values)

        return self._form("升级纠纷", shown, save, dispute_id, {}, "raised_on")

    @reopened
    def revisit(self, dispute_id: int) -> FormDialog | None:
        """After closing: does it hold."""
        shown = (
            Field("revisited_on", "回访日期", Kind.DATE, required=True),
            Field("again", "纠纷反复，重新化解", Kind.FLAG, default=False,
                  help="勾选后重新化解，期限从这一天起算"),
            *_fields("satisfied", "performed", "performed_on"),
            Field("text", "回访情况", Kind.LONG_TEXT, required=True),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> None:
            disputes.revisit(self.desk.work, dispute_id, **values)

        # How far the agreement is kept is shown as it was said, so that it can be corrected here.
        known = self._known(dispute_id, "performed", "performed_on")
        return self._form("回访纠纷", shown, save, dispute_id, known, "revisited_on")

    @reopened
    def sign(self, dispute_id: int) -> FormDialog | None:
        """The unit has it."""
        return self._change("签收纠纷", dispute_id, "unit_id", "signed_on")

    @reopened
    def tell(self, dispute_id: int) -> FormDialog | None:
        """The parties know how it ended."""
        return self._change("反馈结果", dispute_id, "told_on")

    def _change(self, title: str, dispute_id: int, *names: str) -> FormDialog | None:
        """Some fields of the dispute itself; the last is a day, today unless it was said."""
        work = self.desk.work
        try:
            values = records.get(work, "disputes", dispute_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None
        values[names[-1]] = values[names[-1]] or work.today()

        def save(typed: dict[str, Any]) -> None:
            records.save(work, "disputes", typed, record_id=dispute_id)

        return self._open(title, _fields(*names), save, values)

    def extend(self, dispute_id: int) -> FormDialog | None:
        """Put off the deadline, with a reason and by whom."""
        assert self.parent_widget is not None
        return extend(self.parent_widget, self.desk, "disputes", dispute_id)

    def edit_note(self, note_id: int) -> FormDialog | None:
        """Correct the day or the words of a step, or take it away; what it moved stays as it is."""
        assert self.parent_widget is not None
        return note_form(self.parent_widget, self.desk, "dispute-notes", note_id)

    def _state(self, dispute_id: int) -> str | None:
        state: str | None = self._known(dispute_id, "state").get("state")
        return state

    def _known(self, dispute_id: int, *names: str) -> dict[str, Any]:
        """What is stored under these names; nothing, and a message, where the dispute is gone."""
        try:
            values = records.get(self.desk.work, "disputes", dispute_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return {}
        return {name: values[name] for name in names}

    def _form(
        self,
        title: str,
        shown: tuple[Field, ...],
        save: Step,
        dispute_id: int,
        values: Mapping[str, Any],
        day: str,
    ) -> FormDialog | None:
        if self._state(dispute_id) is None:
            return None
        return self._open(title, shown, save, {day: self.desk.work.today(), **values})

    def _open(
        self, title: str, shown: tuple[Field, ...], save: Step, values: Mapping[str, Any]
    ) -> FormDialog:
        assert self.parent_widget is not None
        work = self.desk.work
        days = [each.name for each in shown if each.kind is Kind.DATE]

        def store(typed: dict[str, Any]) -> None:
            try:
                save(typed)
            except Invalid as problem:
                # A step's day has another name in each form: the sentence belongs under it.
                raise Invalid(
                    {
                        days[0] if name in ("happened_on", "closed_on") else name: sentence
                        for name, sentence in problem.fields.items()
                    }
                ) from problem
            self.desk.messages.saved()

        dialog = FormDialog(
            self.parent_widget,
            title,
            shown,
            today=work.today,
            save=store,
            references=OfficeRegisters(self.desk),
            values=values,
        )
        dialog.open()
        return dialog
