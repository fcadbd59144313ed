"""延期、提级督办、验收 of all disputes, opinions and intakes as lists; each leads to its matter."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import extensions, matter_steps, pressing
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.several import SeveralLedgers
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.side_panel import SidePanel

_LISTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "extensions": (extensions.FIELDS, ("of", "village_id", "unit_id", "decided_by"), "延期"),
    "escalations": (pressing.RAISED, ("level", "of", "village_id", "unit_id"), "提级"),
    "acceptances": (pressing.ACCEPTED, ("decision", "of", "village_id", "unit_id"), "验收"),
}
"""By kind the fields of its form, the filters, and the button of the matter by which it is entered."""


def step_ledgers(desk: Desk) -> SeveralLedgers:
    """The three lists behind one tab."""

    def describe(kind: str, panel: SidePanel, _record: int, values: Mapping[str, Any]) -> None:
        for of, (name, _due) in OWNERS.items():
            if values[name] is not None:
                title = records.title_of(desk.work, of, values[name])
                go = partial(desk.go, PAGES[of], {"kind": of, "id": values[name]})
                panel.add_item(
                    "arrow-right",
                    "accent",
                    title,
                    f"到这{records.counter_of(of)}{records.label_of(of)}",
                    go,
                )

    return SeveralLedgers(
        [
            Ledger(
                desk,
                kind,
                filters=filters,
                tones={"decision": {"通过": Tone.GOOD, "退回": Tone.BAD}},
                empty=f"这个期间没有{records.label_of(kind)}。打开一件纠纷、意见或者诉求，点“{button}”登记。",
                source=partial(matter_steps.ledger, kind),
                describe=partial(describe, kind),
                form_fields=names,
                unshown=tuple(name for name, _due in OWNERS.values()),
            )
            for kind, (names, filters, button) in _LISTS.items()
        ]
    )
