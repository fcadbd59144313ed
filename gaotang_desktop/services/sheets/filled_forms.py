"""What came back in a form of ours: its rows without the example, the columns that we put there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.domain.sheets.fill_in_forms import EXAMPLE, NUMBER
from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.cells.none_said import says_nothing
from gaotang_desktop.workbooks.grids import blank

_OF_A_DAY = re.compile(r"[\d\s年月日号周星期零〇一二三四五六七八九十（）()./:：\-晚夜]|上午|下午")


def as_filled(kind: str, sheet: SheetRows, *, certain: bool = False) -> SheetRows:
    """A form without the rows that nobody filled in; any other sheet as it is.

    What stands in a form from the beginning (the nights of a month) is nobody's report. A form is
    known by its head, unless it is ``certain`` to be one.
    """
    marked = certain or any(_marked(part) for part in sheet.parts)
    if kind not in forms.SHAPES or not marked:
        return sheet
    from gaotang_desktop.workbooks.matching import match_header

    columns = match_header(sheet.header, records.fields_for(kind)).by_field
    dated = {each.name for each in records.fields_for(kind) if each.kind is Kind.DATE}
    days = [columns[n] for n in forms.SHAPES[kind].given if n in columns and n in dated]
    begun = {header for name, header in columns.items() if name in forms.SHAPES[kind].given}
    idle = {NUMBER, *begun}
    sheet = _with_altered_examples(sheet, columns, forms.SHAPES[kind].example)
    kept = tuple(label for label in sheet.header if label != NUMBER)
    rows = tuple(
        replace(row, values={label: row.values[label] for label in kept})
        for row in sheet.rows
        if not says_nothing(row, [label for label in sheet.header if label not in idle])
        or any(_is_remark(row.values.get(header)) for header in days)
    )
    numbers = {row.number for row in rows}
    errors = tuple(error for error in sheet.errors if error.row in numbers)
    notes = tuple(note for note in sheet.notes if f"是{forms.EXAMPLE}" not in note)
    return replace(sheet, header=kept, rows=rows, errors=errors, notes=notes)


def _is_remark(value: Any) -> bool:
    """Whether somebody wrote words where a form had a day of its own: that is asked about, never lost."""
    return isinstance(value, str) and len(_OF_A_DAY.sub("", value)) > 1


def _with_altered_examples(
    sheet: SheetRows, columns: Mapping[str, str], example: Mapping[str, str]
) -> SheetRows:
    """The grey row among the others where somebody wrote over it; it is asked about, never lost."""
    altered: list[SheetRow] = []
    errors: list[RowError] = []
    for row in sheet.aside:
        cells = {name: row.values.get(columns[name]) for name in example if name in columns}
        for name, value in cells.items():
            said = f"{value:%H:%M}" if isinstance(value, time) else str(value).strip()
            if EXAMPLE in row.values.values() and not blank(value) and said != example[name]:
                message = (
                    f"这一行写着“{EXAMPLE}”，内容却改过了（“{said}”）。是真的记录就选这个写法，"
                    f"或者把“{EXAMPLE}”改成序号；不是就清空这一行。"
                )
                altered.append(row)
                errors.append(RowError(row.number, columns[name], message, (said,)))
                break
    if not altered:
        return sheet
    rows = sorted((*sheet.rows, *altered), key=lambda row: (row.part, row.row))
    aside = tuple(row for row in sheet.aside if row not in altered)
    errors += sheet.errors
    return replace(sheet, rows=tuple(rows), errors=tuple(errors), aside=aside)


def _marked(part: Part) -> bool:
    return any(forms.MARK.search(text) for text in part.above)
