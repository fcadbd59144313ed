"""A day and its time in one cell (巡逻时间: 2026-10-09 20:00-22:00), where no column holds the day alone."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets.chat_text import is_time
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, RowError, SheetRows
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.domain.writings.times import two_times
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.heads.joined import with_column
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.workbooks.grids import blank

_DAY_FIRST = re.compile(
    r"((?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}(?:\s*[日号])?)(?:\s+|(?<=[日号])|$)"
    r"((?:星期|周)[一二三四五六日天])?\s*(.*)"
)
_MORNING = time(6)
"""Before it a time may belong to the night that began the day before."""


def parted(kind: str, sheet: SheetRows, by_hand: Mapping[str, str]) -> SheetRows:
    """A sheet of nights whose days stand before the times, with a column of days; any other as it is."""
    day = next(
        (f for f in records.fields_for(kind) if f.name == CATALOGUE[kind].record_kind.day), None
    )
    if day is None or day.name != "night" or RECORD_MARK in sheet.header:
        return sheet
    columns = matched_columns(kind, sheet, by_hand).matched.by_field
    times = [f.name for f in records.fields_for(kind) if f.kind is Kind.TIME and f.name in columns]
    if day.name in columns and not times:
        return _with_times(kind, sheet, columns[day.name])
    if day.name in columns or not times or day.label in sheet.header:
        return sheet
    header = columns[times[0]]
    said = [value for row in sheet.rows if not blank(value := row.values.get(header))]
    if not said or sum(_both(value)[0] is not None for value in said) * 2 < len(said):
        return sheet
    rows = []
    questions = list(sheet.questions)
    for row in sheet.rows:
        values = dict(row.values)
        values[day.label], values[header] = _both(values.get(header))
        for name in times[1:]:
            values[columns[name]] = _both(values.get(columns[name]))[1]
        begins = values[header]
        if isinstance(begins, time) and begins < _MORNING and isinstance(values[day.label], date):
            questions.append(_asked(row.number, header, values[day.label], begins))
        rows.append(replace(row, values=values))
    note = f"“{header}”一格里写着日期和时间，日期读作“{day.label}”。"
    whole = replace(sheet, rows=tuple(rows), questions=tuple(questions))
    return with_column(whole, day.label, header, note)


def _with_times(kind: str, sheet: SheetRows, header: str) -> SheetRows:
    """A sheet without a column of times, with those that stand behind its days (2026-11-21 20:30)."""
    field = next((f for f in records.fields_for(kind) if f.kind is Kind.TIME), None)
    said = {row.number: _both(row.values.get(header)) for row in sheet.rows}
    said = {number: both for number, both in said.items() if both[0] and _is_time(both[1])}
    if field is None or field.label in sheet.header or not said:
        return sheet
    rows, questions = [], list(sheet.questions)
    for row in sheet.rows:
        on, at = said.get(row.number, (None, None))
        values = row.values if on is None else {**row.values, header: on, field.label: at}
        if isinstance(on, date) and isinstance(at, time) and at < _MORNING:
            questions.append(_asked(row.number, header, on, at))
        rows.append(replace(row, values=values))
    note = f"“{header}”一格里写着日期和时间，时间读作“{field.label}”。"
    whole = replace(sheet, rows=tuple(rows), questions=tuple(questions))
    return with_column(whole, field.label, header, note)


def _both(value: Any) -> tuple[Any, Any]:
    """The day and the time of a cell, each ``None`` where it says none."""
    if isinstance(value, datetime):
        return value.date(), value.time() if value.time() != time(0) else None
    if isinstance(value, date):
        return value, None
    if not isinstance(value, str):
        return None, value
    text = value.strip()
    found = _DAY_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(with_digits(text))
    if found is None:
        return None, value
    weekday = f"（{found[2]}）" if found[2] else ""
    return f"{found[1]}{weekday}", found[3].strip() or None


def _is_time(value: Any) -> bool:
    if isinstance(value, str):
        return two_times(value) is not None or is_time(value)
    return isinstance(value, time)


def _asked(row: int, header: str, day: date, begins: time) -> RowError:
    before = day - timedelta(days=1)
    said = (
        f"{day:%Y-%m-%d} {begins:%H:%M} 是 {before:%m-%d} 那一晚的下半夜，还是 {day:%m-%d} 的？"
        "请把夜晚和时间分成两格写。"
    )
    return RowError(row, header, said)
