"""The rows of a form that came back: in our own words, and whether they are of its period."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.domain.sheets.rows import RowError, SheetRow, SheetRows
from gaotang_desktop.domain.writings.dates import Around
from gaotang_desktop.services import records

_FROM_BEFORE = ("disputes", "opinions")


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
    known = [each for _row, each in _days(sheet, day, columns[name], period)]
    inside = sum(period.start - timedelta(days=6) <= each <= period.end for each in known)
    return bool(known) and inside * 2 < len(known)


def _days(
    sheet: SheetRows, day: Field, header: str, period: Period
) -> Iterator[tuple[SheetRow, date]]:
    """The rows whose day can be read, each with it."""
    around = Around(period.start.year, None, asks=True)
    for row in sheet.rows:
        with suppress(Invalid):
            found = fields.read(day, row.values.get(header), today=period.end, around=around)
            if isinstance(found, date):
                yield row, found


def asked_days(
    kind: str, sheet: SheetRows, columns: Mapping[str, str], period: Period
) -> tuple[RowError, ...]:
    """The rows of a form whose day lies outside its period: a slip of the pen, or meant so.

    A matter that began before (disputes, opinions) may be told in a later form.
    """
    name = CATALOGUE[kind].record_kind.day or ""
    day = next((each for each in records.fields_for(kind) if each.name == name), None)
    if day is None or day.kind is not Kind.DATE or name not in columns:
        return ()
    since = date.min if kind in _FROM_BEFORE else period.start
    found = []
    for row, at in _days(sheet, day, columns[name], period):
        if since <= at <= period.end:
            continue
        offers = [f"{at:%Y-%m-%d}"]
        for month in period.months[:1] if len(period.months) == 1 else ():
            with suppress(ValueError):
                offers.insert(0, f"{date(month.year, month.number, at.day):%Y-%m-%d}")
        said = (
            f"“{row.values[columns[name]]}”不在{period.label}里，这一份是{period.label}的填报表。"
            "写错了的请改正；就是这一天的请选这个日子。"
        )
        found.append(RowError(row.number, columns[name], said, tuple(offers)))
    return tuple(found)


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
