"""治安重点地区: the list with its deadlines; small forms for the re-evaluation and the removal."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from gaotang_desktop.domain.casework.trouble_spots import state
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import trouble_spots
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_TONES = {
    "late": {
        "逾期": Tone.BAD, "临近": Tone.WARN, "未到期": Tone.NEUTRAL,
        "已达标": Tone.GOOD, "已摘牌": Tone.GOOD,
    },
    "state": {"整治中": Tone.INFO, "待摘牌": Tone.WARN, "已摘牌": Tone.GOOD},
    "level": {"市级挂牌": Tone.BAD, "县级挂牌": Tone.WARN, "镇级挂牌": Tone.NEUTRAL},
}  # fmt: skip
_STEPS = {
    "复评": ("evaluated_on", ("evaluated_on", "evaluation")),
    "摘牌": ("removed_on", ("removed_on",)),
}


class SpotLedger(Ledger):
    """Spots of all times: those on the list first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "trouble-spots",
            filters=("late", "state", "level", "sort", "village_id"),
            tones=_TONES,
            empty="还没有挂牌的治安重点地区。按 Ctrl+N 登记一处。",
            source=trouble_spots.ledger,
            describe=self._describe_spot,
            fresh=lambda: {"listed_on": desk.work.today()},
            keep=("listed_on", "level"),
            entry_fields=("name", "village_id", "sort", "level", "listed_on", "deadline", "unit_id",
                          "problem", "measure"),
        )  # fmt: skip
        self.when_made(self._add_steps)

    def _add_steps(self, table: RecordTable) -> None:
        for text, icon in (("复评", "clipboard-check"), ("摘牌", "check")):
            table.add_row_action(text, icon, partial(self._of_first, text))

    def _describe_spot(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        now = state(values["evaluation"], values["removed_on"])
        if now == "整治中":
            panel.add_action("复评", partial(self.step, "复评", record_id), primary=True)
        elif now == "待摘牌":
            panel.add_action("摘牌", partial(self.step, "摘牌", record_id), primary=True)

    def _of_first(self, text: str, ids: list[int]) -> FormDialog | None:
        return self.step(text, ids[0])

    @reopened
    def step(self, text: str, record_id: int) -> FormDialog | None:
        """The small form of a re-evaluation or a removal; ``None``, and a sentence, if it is gone."""
        work = self.desk.work
        day, names = _STEPS[text]
        try:
            values = records.get(work, "trouble-spots", record_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None

        def save(typed: dict[str, Any]) -> None:
            records.save(work, "trouble-spots", typed, record_id=record_id)
            self.desk.messages.saved()

        known = {each.name: each for each in records.fields_for("trouble-spots")}
        dialog = FormDialog(
            self,
            f"{text}治安重点地区",
            tuple(known[name] for name in names),
            today=work.today,
            save=save,
            values={**values, day: values[day] or work.today()},
        )
        dialog.open()
        return dialog
