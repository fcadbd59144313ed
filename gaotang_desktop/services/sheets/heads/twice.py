"""Several columns of one field: what the operator puts together, and what stands twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key, match_header

_DAYS = (Kind.DATE, Kind.WEEK, Kind.MONTH)
_ANY_DAY = date(2024, 6, 15)  # whether a day can be read hardly depends on today


def gathered(kind: str, sheet: SheetRows, by_hand: Mapping[str, str]) -> SheetRows:
    """A sheet with one column for each field: of several what they say stands in the first.

    Columns of words are put together with their headings (网格长：张三；党员数：45); of any other field a
    column that is empty, or says in every row what another says, is left out. Else the sheet stays as it
    is, and which column is meant is asked.
    """
    known = {each.name: each for each in records.fields_for(kind)}
    claims: dict[str, list[str]] = {}
    for label in sheet.header:
        if label in by_hand:
            name = by_hand[label] if by_hand[label] in known else ""
        else:
            alone = match_header([label], [*known.values()], SYNONYMS.get(kind, {}))
            name = next(iter(alone.by_field), "")
        if name:
            claims.setdefault(name, []).append(label)
    for name, labels in claims.items():
        if len(labels) > 1:
            sheet = _as_one(known[name], sheet, labels)
    return sheet


def _as_one(each: Field, sheet: SheetRows, labels: Sequence[str]) -> SheetRows:
    said = [
        label for label in labels if any(not blank(row.values.get(label)) for row in sheet.rows)
    ]
    kept = said[:1] or labels[:1]
    if each.kind in _DAYS and len(said) > 1 and (read := _only_read(each, sheet, said)):
        gone = "、".join(f"“{label}”" for label in labels if label != read)
        header = tuple(label for label in sheet.header if label == read or label not in labels)
        note = f"“{each.label}”取自“{read}”，{gone}不是日子，没有另外读。"
        return replace(sheet, header=header, notes=(*sheet.notes, note))
    if each.kind is Kind.LONG_TEXT and len(said) > 1:
        rows = tuple(
            replace(row, values={**row.values, said[0]: _joined(each, row, said)})
            for row in sheet.rows
        )
        sheet = replace(sheet, rows=rows)
        named = "、".join(f"“{label}”" for label in said)
        note = f"{named}合在一起读作“{each.label}”，每段前面写着列名。"
    elif len(said) > 1 and not all(_agree(row, said) for row in sheet.rows):
        return sheet
    else:
        gone = "、".join(f"“{label}”" for label in labels if label not in kept)
        why = "和它每行都一样" if len(said) > 1 else "是空的"
        note = f"“{each.label}”取自“{kept[0]}”，{gone}{why}，没有另外读。"
    header = tuple(label for label in sheet.header if label in kept or label not in labels)
    return replace(sheet, header=header, notes=(*sheet.notes, note))


def _only_read(each: Field, sheet: SheetRows, labels: Sequence[str]) -> str:
    """The one of several columns whose cells are all such days, where no cell of the others is one."""
    able = {}
    for label in labels:
        cells = [v for row in sheet.rows if not blank(v := row.values.get(label))]
        able[label] = {_is_day(each, value) for value in cells}
    found = [label for label in labels if able[label] == {True}]
    return (
        found[0]
        if len(found) == 1 and all(able[h] == {False} for h in labels if h != found[0])
        else ""
    )


def _is_day(each: Field, value: Any) -> bool:
    try:
        fields.read(each, value, today=_ANY_DAY)
    except Invalid as problem:
        return bool(problem.offers)  # a day, though it is asked which
    return True


def _agree(row: SheetRow, labels: Sequence[str]) -> bool:
    return len({str(row.values.get(label)) for label in labels}) == 1


def _joined(each: Field, row: SheetRow, labels: Sequence[str]) -> Any:
    told = []
    for label in labels:
        if blank(value := row.values.get(label)):
            continue
        own = bare_key(label) == bare_key(each.label)
        told.append(
            str(value).strip() if own else f"{' '.join(label.split())}：{str(value).strip()}"
        )
    return "；".join(told) or None
