"""意见建议: the list with its month's figures above it; the small form of an answer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from gaotang_desktop.domain.opinions import CLOSED
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import calendars, opinions, records
from gaotang_desktop.services.casework import extensions, intakes
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.extension_section import extend, tell_extensions
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.pressing_section import add_pressing, tell_pressing
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel

_TONES: Mapping[str, Mapping[str, Tone]] = {
    "late": {"逾期": Tone.BAD, "临近": Tone.WARN, "未到期": Tone.NEUTRAL, "已办结": Tone.GOOD},
    "state": {
        "待办理": Tone.WARN, "办理中": Tone.INFO, "已答复": Tone.GOOD, "不予采纳": Tone.NEUTRAL,
    },
    "satisfied": {"满意": Tone.GOOD, "基本满意": Tone.GOOD, "不满意": Tone.BAD},
}  # fmt: skip
_ANSWER = ("state", "answered_on", "satisfied", "answer")


class OpinionLedger(Ledger):
    """Opinions of the period and the open ones before it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "opinions",
            filters=("late", "state", "source", "village_id", "unit_id"),
            tones=_TONES,
            empty="还没有收集到意见建议。",
            source=opinions.ledger,
            describe=self._describe_opinion,
            fresh=lambda: {"received_on": desk.work.today()},
            keep=("received_on", "village_id", "source"),
        )
        self.line = QLabel()
        self.line.setProperty("class", "secondary")
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.add_above(self.line)

    @override
    def reload(self, period: Period | None = None, done: Any = lambda: None) -> None:
        super().reload(period, done)
        if period is not None:
            self.desk.jobs.read(
                partial(opinions.figures, self.desk.work, period),
                lambda found: self.line.setText(f"{period.label}{opinions.said(found)}"),
                key="opinion figures",
            )

    def _describe_opinion(self, panel: SidePanel, record: int, values: Mapping[str, Any]) -> None:
        doubt = calendars.doubt(self.desk.work.settings, values["due_on"])
        if doubt and values["state"] not in CLOSED:
            panel.add_row("工作日", doubt)
        for each in intakes.behind(self.desk.work, "opinions", record):
            told_on = f"{each.told_on:%m-%d} 已告知" if each.told_on else "答复后要告知"
            panel.add_item(
                "users", "accent", f"来自诉求 {each.number or ''}".strip(),
                f"{each.received_on:%m-%d} {each.way} · {told_on}",
                partial(self.desk.go, "disputes", {"kind": "intakes", "id": each.id}),
            )  # fmt: skip
        tell_extensions(panel, self, self.desk, "opinions", record)
        tell_pressing(panel, self, self.desk, "opinions", record)
        if values["state"] not in CLOSED:
            panel.add_action("答复", lambda: self.answer(record), "check", primary=True)
            if values["signed_on"] is None:
                panel.add_action(
                    "签收", lambda: self.step(record, "签收意见", "unit_id", "signed_on")
                )
        elif values["told_on"] is None:
            panel.add_action("反馈", lambda: self.step(record, "反馈答复", "told_on", "satisfied"))
        add_pressing(panel, self, self.desk, "opinions", record, values)
        if extensions.may_be_extended("opinions", values):
            panel.add_action("延期", lambda: extend(self, self.desk, "opinions", record))

    @reopened
    def answer(self, record: int) -> FormDialog:
        """Close an opinion with its answer."""
        answer = records.get(self.desk.work, "opinions", record)["answer"]
        values = {"state": "已答复", "answered_on": self.desk.work.today(), "answer": answer}
        return self._ask(record, "答复意见建议", _ANSWER, values)

    @reopened
    def step(self, record: int, title: str, *names: str) -> FormDialog:
        """Some fields of the opinion; a day of them is today unless it was said."""
        work = self.desk.work
        values = records.get(work, "opinions", record)
        for name in names:
            if name.endswith("_on"):
                values[name] = values[name] or work.today()
        return self._ask(record, title, names, values)

    def _ask(
        self, record: int, title: str, names: tuple[str, ...], values: Mapping[str, Any]
    ) -> FormDialog:
        work = self.desk.work
        known = {each.name: each for each in records.fields_for("opinions")}

        def save(typed: dict[str, Any]) -> None:
            records.save(work, "opinions", typed, record_id=record)
            self.desk.messages.saved()

        dialog = FormDialog(
            self,
            title,
            tuple(known[name] for name in names),
            today=work.today,
            save=save,
            references=OfficeRegisters(self.desk),
            values=values,
        )
        dialog.open()
        return dialog
