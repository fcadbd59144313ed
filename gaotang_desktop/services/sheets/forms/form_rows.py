"""The rows of a form that came back: in our own words, and whether they are of its period."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.writings.dates import Around
from gaotang_desktop.services import records


def in_our_words(
    kind: str, sheet: SheetRows, columns: Mapping[str, str], name: str, period: Period
) -> SheetRows:
    """The rows under the labels of the fields, whatever the file calls its columns."""
    labels = {each.name: each.label for each in records.fields_for(kind)}
    renamed = {header: labels[field] for field, header in columns.items()}
    rows = tuple(
        replace(row, values={renamed[h]: v for h, v in row.values.items() if h in renamed})
        for row in sheet.rows
    )
    errors = tuple(
        replace(error, column=renamed.get(error.column, error.column)) for error in sheet.errors
    )
    parts = tuple(
        replace(
            part,
            file=name,
            above=(*part.above, period.label),
            columns={renamed.get(header, header): at for header, at in part.columns.items()},
        )
        for part in sheet.parts
    )
    header = tuple(renamed[each] for each in sheet.header if each in renamed)
    return replace(sheet, header=header, rows=rows, errors=errors, parts=parts)


def elsewhen(kind: str, sheet: SheetRows, columns: Mapping[str, str], period: Period) -> bool:
    """Whether most days of a form lie outside its period, where they stood in it from the start."""
    name = CATALOGUE[kind].record_kind.day or ""
    if kind not in forms.SHAPES or name not in forms.SHAPES[kind].given:
        return False
    day = next((each for each in records.fields_for(kind) if each.name == name), None)
    if day is None or name not in columns:
        return False
    around = Around(period.start.year, None, asks=True)
    days = []
    for row in sheet.rows:
        with suppress(Invalid):
            raw = row.values.get(columns[name])
            days.append(fields.read(day, raw, today=period.end, around=around))
    known = [each for each in days if isinstance(each, date)]
    inside = sum(period.start - timedelta(days=6) <= each <= period.end for each in known)
    return bool(known) and inside * 2 < len(known)


def differing_copies(sheet: SheetRows) -> str:
    """A sentence where several worksheets of a file are its form, and do not say the same."""
    copies = _copies(sheet)
    if len(copies) < 2 or all(rows == copies[0][1] for _part, rows in copies):
        return ""
    named = "、".join(f"“{sheet.parts[part].worksheet}”" for part, _rows in copies)
    return f"里面有 {len(copies)} 张填报表（工作表{named}），内容不一样。请只留下要收的一张。"


def without_copies(sheet: SheetRows) -> SheetRows:
    """A sheet without the copies of its form in other worksheets, which say the same; they are told."""
    copies = _copies(sheet)
    if len(copies) < 2:
        return sheet
    named = "、".join(f"“{sheet.parts[part].worksheet}”" for part, _rows in copies[1:])
    note = f"工作表{named}和“{sheet.parts[copies[0][0]].worksheet}”一模一样，只收一份。"
    again = {part for part, _rows in copies[1:]}
    rows = tuple(row for row in sheet.rows if row.part not in again)
    return replace(sheet, rows=rows, notes=(*sheet.notes, note))


def _copies(sheet: SheetRows) -> list[tuple[int, list[Mapping[str, Any]]]]:
    """The parts of a sheet over which a form's mark stands, with what their rows say."""
    return [
        (part, [row.values for row in sheet.rows if row.part == part])
        for part, each in enumerate(sheet.parts)
        if any(forms.MARK.search(text) for text in each.above)
    ]
