"""Results of a poll that is not registered yet: the sheet names it, and what it is, is asked."""

from dataclasses import replace

from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services.sheets import rates
from gaotang_desktop.services.sheets.asking import which_poll
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.services.workplace import Workplace


def with_poll(
    work: Workplace, sheet: SheetRows, choices: Choices, name: str
) -> tuple[SheetRows, Choices]:
    """Results of a poll that is not registered yet, with the name under which it may be.

    Where the titles say its period and its level it is registered with the import, else it is asked.
    """
    matched = matched_columns(rates.KIND, sheet, choices.columns).matched
    said = choices.fills.get("poll_id", "")
    if "poll_id" in matched.by_field or "poll_id" in matched.doubled:
        return sheet, choices
    with work.database.reading() as session:
        found = which_poll.with_new(session, sheet, (name,), said)
        level = "" if said or found is sheet else which_poll.sure_level(session, sheet)
    if level and "polls" not in choices.register and not (choices.registered or choices.meant):
        # Its row of the notes says what was registered; the undo of the import takes it back.
        return found, replace(choices, register={**choices.register, "polls": level})
    if found is sheet or not said:
        return found, choices
    return found, replace(
        choices, fills={n: words for n, words in choices.fills.items() if n != "poll_id"}
    )
