"""Polls that sheets name: results of one that is not registered yet, levels that names tell."""

from dataclasses import replace

from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import rates
from gaotang_desktop.services.sheets.asking import which_poll
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads.joined import with_column
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


def with_levels(kind: str, sheet: SheetRows) -> SheetRows:
    """A list of polls without their levels, with those that all their names tell (四季度镇自测)."""
    if kind != "polls":
        return sheet
    columns = matched_columns(kind, sheet).matched.by_field
    if "level" in columns or "name" not in columns:
        return sheet
    levels = [which_poll.level_in(str(row.values.get(columns["name"]) or "")) for row in sheet.rows]
    if not all(levels):
        return sheet
    label = next(each.label for each in records.fields_for(kind) if each.name == "level")
    rows = tuple(
        replace(row, values={**row.values, label: level})
        for row, level in zip(sheet.rows, levels, strict=True)
    )
    note = f"没有“{label}”一列，{label}取自“{columns['name']}”，请核对。"
    return with_column(replace(sheet, rows=rows), label, columns["name"], note)
