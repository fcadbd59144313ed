"""How a sheet is understood: which heading is which field of a kind, and the rows to be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import (
    continued_rows,
    group_totals,
    identity,
    pasted_lines,
    rates,
    row_parts,
    sections,
    titles,
)
from gaotang_desktop.services.sheets.asking.gaps import LacksColumns
from gaotang_desktop.services.sheets.asking.whose import in_sheets
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads import counted as counted_names
from gaotang_desktop.services.sheets.heads import (
    cross,
    day_and_time,
    joined,
    new_poll,
    not_kept,
    numbered,
    of_matters,
    part_shares,
    places,
    put_right,
    said_over,
    spread,
    twice,
    worksheets,
)
from gaotang_desktop.services.sheets.heads.reading import Understood as Headings
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.workbooks.matching import bare_key

_NUMBER = re.compile(r"[-－—]?\d{1,4}\s*[件起次条户]?$")
_COUNTS_ROWS = {"序号", "顺序号", "序"}  # of the rows of the sheet: nothing to take in


class Understood(NamedTuple):
    """The header of each field of a kind, what to tell the operator, and the rows to be read; the headers
    that nobody knows, and those that may be a field, with its label.
    """

    columns: dict[str, str]
    notes: list[str]
    sheet: SheetRows
    unknown: tuple[str, ...] = ()
    maybe: Mapping[str, str] = {}


def columns_of(
    kind: str, sheet: SheetRows, choices: Choices, *, files: tuple[str, ...] = ()
) -> Understood:
    """Which heading is which field, and the rows as that kind has them.

    A month across becomes a row for each night; a village that only the title names needs no
    column.

    Raises:
        Unreadable: a required column is missing, or two columns claim one field.
    """
    from gaotang_desktop.workbooks import shapes

    known = records.fields_for(kind)
    labels = {each.name: each.label for each in known}
    sheet = day_and_time.parted(kind, joined.gathered(kind, sheet), choices.columns)
    sheet = new_poll.with_levels(kind, twice.gathered(kind, sheet, choices.columns))
    sheet = _with_villages(kind, sheet, choices)
    across = shapes.month_across(sheet) if CATALOGUE[kind].record_kind.day == "night" else None
    if across is not None:
        sheet = across
    sheet = cross.villages_across(kind, sheet, choices.columns)
    is_across = shapes.MARK in sheet.header
    sheet = spread.gathered(kind, sheet, choices.columns)
    sheet = put_right.gathered(kind, sheet)
    read_as = matched_columns(kind, sheet, choices.columns)
    for gather in (counted_names.with_leader, counted_names.with_people, part_shares.counted):
        counted = gather(kind, sheet, {**read_as.matched.by_field, **choices.fills})
        if counted is not sheet:
            sheet, read_as = counted, matched_columns(kind, counted, choices.columns)
    matched = read_as.matched
    marked_more = is_across and any(row.values[shapes.MARK] for row in sheet.rows)
    named = marked_more and kind in _NAMED and shapes.marked_by_names(sheet)
    into = _NAMED[kind] if named else _MARKS.get(kind)
    if marked_more and into and not (named and into in matched.by_field):
        if into in matched.by_field:
            sheet = _moved_marks(sheet, matched.by_field[into])
        else:
            read_as = matched_columns(kind, sheet, {**choices.columns, shapes.MARK: into})
            matched = read_as.matched
    known_elsewhere = {
        each.name
        for each in known
        if (each.refers_to == "villages" and titles.names_place(sheet, files))
        or (each.refers_to == "meetings" and all(map(said_over.meeting_day, sheet.parts)))
        or (each.kind is Kind.MONTH and titles.names_month(sheet, files))
        or (each.kind is Kind.WEEK and titles.names_week(sheet, files))
    }
    answered = {*known_elsewhere, *said_over.names(kind, sheet, files), *choices.fills}
    lacking = (*matched.missing, *_unread_counts(known, read_as, sheet))
    missing = [each for each in lacking if each.name not in answered]
    if any(each.kind is Kind.MONTH for each in missing):
        titles.require_one_month(sheet)
    not_kept.refuse(kind, sheet, lacking=bool(missing))
    if missing and not is_across:
        cross.refuse_sums(kind, sheet, choices.columns)
    if is_across and missing:
        raise LacksColumns(
            f"这张表是按日期横排的月历，格子里写的是记号或者名字，没有"
            f"{'、'.join(f'“{each.label}”' for each in missing)}。"
            "请在每个村的后面加上这几列（每晚相同），或者改成一晚一行的表再导入。",
            missing,
            sheet,
        )
    maybe = {header: labels[name] for header, name in read_as.offered.items()}
    marked = identity.LABEL in sheet.header and not matched.problems
    if not (marked and sheet.rows and all(row.values[identity.LABEL] for row in sheet.rows)):
        try:
            replace(matched, missing=tuple(missing)).require()
        except Unreadable as problem:
            whole = f"{problem}{_offers(maybe)}{_other_kind(kind, sheet)}"
            if matched.problems:
                raise Unreadable(whole) from None
            unknown = tuple(each for each in matched.unknown if each.strip())
            raise LacksColumns(whole, missing, sheet, unknown=unknown, maybe=maybe) from None
    cross.require_figures(kind, {*matched.by_field, *choices.fills}, sheet)
    # The official lists of villages name province, county and town beside what is kept.
    unknown = tuple(e for e in matched.unknown if e.strip() and e != identity.LABEL)
    unknown = tuple(each for each in unknown if bare_key(each) not in _COUNTS_ROWS)
    beside = row_parts.columns(kind, sheet, matched.by_field.values(), choices.columns)
    told = (*choices.columns, shapes.MARK, pasted_lines.SAID, *beside.values())
    told += tuple(of_matters.told(kind, sheet.header))
    unknown = tuple(each for each in unknown if each not in told)
    if kind == "villages":
        sheet = group_totals.of_villages(sheet, matched.by_field)
    sheet, several = numbered.parted(kind, sheet, matched.by_field, beside)
    sheet, notes = continued_rows.carried(kind, sheet, matched.by_field, beside)
    notes = several + notes
    if kind == rates.KIND:
        sheet, shares = rates.with_signs(kind, sheet, matched.by_field)
        notes += shares
    if read_as.loose:
        said = "、".join(f"“{header}”是{labels[name]}" for name, header in read_as.loose.items())
        notes.append(f"有的列名和模板不一样，是这样对上的，请核对：{said}。")
    if kind == "villages":
        unknown = tuple(each for each in unknown if not _OF_LISTS.search(each))
    if unknown:
        notes.append(f"这些列认不出来，没有导入：{'、'.join(unknown)}。")
    notes += [_offers(maybe)] if maybe else []
    unknown = tuple(each for each in unknown if each not in maybe)
    return Understood(dict(matched.by_field), notes, sheet, unknown, maybe)


def _with_villages(kind: str, sheet: SheetRows, choices: Choices) -> SheetRows:
    """A sheet without a column of villages, with those that lines between its rows or addresses name."""
    village = next((each for each in in_sheets(kind) if each.refers_to == "villages"), None)
    if village is None:
        return _with_own_names(kind, sheet, choices)
    matched = matched_columns(kind, sheet, choices.columns).matched
    if village.name in matched.by_field or village.name in matched.doubled:
        return sheet
    parted = sections.parted(sheet)
    if parted is not sheet and not village.required:
        return sections.with_column(parted, village.label)
    if not village.required:
        parted = sections.by_worksheet(parted, village.label)
    if village.label in parted.header:
        return parted
    if village.required and titles.names_place(parted):
        return parted
    free = [label for label in parted.header if label not in choices.columns]
    return places.with_villages(parted, village, free)


def _with_own_names(kind: str, sheet: SheetRows, choices: Choices) -> SheetRows:
    """Cards of villages that say whose they are by worksheet and title."""
    if kind != "villages" or "name" in choices.fills:
        return sheet
    matched = matched_columns(kind, sheet, choices.columns).matched
    if not {"name", "code"}.isdisjoint({*matched.by_field, *matched.doubled}):
        return sheet
    label = next(each.label for each in records.fields_for(kind) if each.name == "name")
    return titles.with_names(sheet, label)


def found_beside(kind: str, sheet: SheetRows, choices: Choices) -> dict[str, str]:
    """By header, what a sheet says of the findings, decisions or steps of its records."""
    taken = understood(kind, sheet, choices).values()
    return row_parts.labels(kind, sheet, taken, choices.columns)


def understood(kind: str, sheet: SheetRows, choices: Choices) -> dict[str, str]:
    """The header of each field as far as it is clear: to be shown, not to be relied on."""
    return dict(matched_columns(kind, sheet, choices.columns).matched.by_field)


def _unread_counts(known: Sequence[Field], read_as: Headings, sheet: SheetRows) -> Iterator[Field]:
    """The counts that would become 0, which is a report of its own, while a column nobody could read may say them."""
    counts = [each for each in known if each.kind is Kind.INTEGER and each.default == 0]
    read = read_as.matched.by_field.keys() | read_as.matched.doubled
    unread = [
        each
        for each in read_as.matched.unknown
        if bare_key(each) not in _COUNTS_ROWS
        and any(_NUMBER.match(str(row.values.get(each, "")).strip()) for row in sheet.rows)
    ]
    for each in counts:
        if each.name not in read and (
            each.name in read_as.offered.values()
            or (unread and not any(count.name in read for count in counts))
        ):
            yield each


def _offers(maybe: Mapping[str, str]) -> str:
    """Columns that may be a field, but not surely enough to be taken unasked."""
    said = "、".join(f"“{header}”可能是{label}" for header, label in maybe.items())
    return f"拿不准的列没有导入：{said}；是的话请指定是哪一列，或者改列名。" if said else ""


_OF_LISTS = re.compile(
    "省|市|县|区|乡|镇|代码|编码|[Cc]ode"
)  # official lists name them beside what is kept
# What a mark in a month across means, where it is more than a tick.
_MARKS = {"patrols": "people", "missed-nights": "reason"}
_NAMED = {"patrols": "leader"}


def _moved_marks(sheet: SheetRows, header: str) -> SheetRows:
    """What stood in the cells of a month across goes before the column that holds for every day."""
    from gaotang_desktop.workbooks.shapes import MARK

    rows = tuple(
        replace(row, values={**row.values, header: row.values[MARK]})
        if row.values[MARK] is not None
        else row
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def _other_kind(kind: str, sheet: SheetRows) -> str:
    """Which ledger a sheet looks like, when it is not the one it was given for."""
    ours = matched_columns(kind, sheet).matched
    found = worksheets.likest(sheet, but=kind)
    if found is None or found[0] <= len(ours.by_field):
        return ""
    return f"这张表像是“{records.label_of(found[1])}”，如果是，请到那里导入。"
