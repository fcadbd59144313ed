"""Rows that go on with the record of the row above: its cells stand only in its first row.

Three findings of one inspection are three rows, and whoever types them writes the day and the place
once. Where that may mean something else it is asked, never guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from gaotang_desktop.domain.sheets.rows import RECORD_MARK, RowError, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.part_words import PARTS
from gaotang_desktop.services.sheets.row_findings import says_no_problem
from gaotang_desktop.workbooks.grids import blank


@dataclass(slots=True)
class _Reading:
    """The rows read so far, what is to be told of them, and what is to be asked."""

    rows: list[SheetRow] = field(default_factory=list)
    carried: list[SheetRow] = field(default_factory=list)
    questions: list[RowError] = field(default_factory=list)


def carried(
    kind: str, sheet: SheetRows, columns: Mapping[str, str], parts: Mapping[str, str]
) -> tuple[SheetRows, list[str]]:
    """The rows of a sheet with the cells that those above say for them, and what to tell of it.

    ``columns`` are the headers of the record's own fields, ``parts`` those of what belongs to it. A row
    is carried on when it has a part, lacks what every record must say, and says nothing else of it
    than the row above. Of rows that say something else, or stand apart, it is asked.
    """
    if RECORD_MARK in sheet.header:
        return sheet, []
    if not parts:
        return _villages_carried(kind, sheet, columns)
    part = PARTS[kind]
    text = parts[part.needs[0]]
    own = [columns[each.name] for each in records.fields_for(kind) if each.name in columns]
    needed = [
        columns[each.name]
        for each in records.fields_for(kind)
        if each.name in columns and each.required and each.default is None
    ]
    read = _Reading()
    first: SheetRow | None = None  # of the record that the rows before were about
    for at, row in enumerate(sheet.rows):
        lacking = [header for header in needed if blank(row.values.get(header))]
        filled = [header for header in own if not blank(row.values.get(header))]
        goes_on = first is not None and lacking and not says_no_problem(row.values.get(text))
        if first is None or not goes_on or first.part != row.part:
            first = row if filled else first
            read.rows.append(row)
            continue
        other = [each for each in filled if row.values[each] != first.values.get(each)]
        apart = row.row - sheet.rows[at - 1].row > 1 and not filled
        if other or apart:
            read.questions += _asked(sheet, row, first, lacking, other)
            read.rows.append(row)
            first = row if filled else None
            continue
        values = {**row.values, **{each: first.values.get(each) for each in own}}
        read.rows.append(replace(row, values=values))
        read.carried.append(row)
        if still := [each for each in needed if blank(first.values.get(each))]:
            where = sheet.where(first)
            said = f"这一行接着{where}；先把{where}的“{still[0]}”写清楚，这一行跟着算。"
            read.questions.append(RowError(row.number, still[0], said))
        numbers = {error.column: error for error in sheet.errors if error.row == first.number}
        read.questions += [replace(numbers[h], row=row.number) for h in own if h in numbers]
    shared = [parts[name] for name in part.shared if name in parts]
    rows, more = _shared(read, shared)
    notes = _notes(sheet, read.carried, part.one)
    if more:
        notes.append(f"{more}只在第一行写了，同一次的各行都照它算；不是的请在各行写明。")
    return replace(sheet, rows=rows, questions=(*sheet.questions, *read.questions)), notes


_OF_A_VILLAGE = {
    "key-group-counts": ("category",), "grids": ("name",), "grid-counts": ("grid",), "officers": ("role", "name"),
}  # fmt: skip
"""Kinds of which a village has several records one below another, by what tells them apart."""


def _villages_carried(
    kind: str, sheet: SheetRows, columns: Mapping[str, str]
) -> tuple[SheetRows, list[str]]:
    """A list whose villages stand in the first of their rows only, as in a merged cell, with all of them.

    Each row below must be another one of the same village (another category, another network); else it is
    asked whose it is.
    """
    apart = [columns.get(name, "") for name in _OF_A_VILLAGE.get(kind, ())]
    village = columns.get("village_id", "")
    if not apart or not village or not all(apart):
        return sheet, []
    rows: list[SheetRow] = []
    whose, count = None, 0
    seen: set[tuple[str, ...]] = set()
    for at, row in enumerate(sheet.rows):
        which = tuple(str(row.values.get(header) or "").strip() for header in apart)
        goes_on = at > 0 and row.part == rows[-1].part and row.row - rows[-1].row == 1
        if not blank(row.values.get(village)):
            whose, seen = row.values[village], set()
        elif whose is None or not goes_on or not all(which) or which in seen:
            whose = None
        else:
            row = replace(row, values={**row.values, village: whose})
            count += 1
        seen.add(which)
        rows.append(row)
    if not count:
        return sheet, []
    note = f"“{village}”只在每个村的第一行写了，下面 {count} 行照它算，请核对。"
    return replace(sheet, rows=tuple(rows)), [note]


def _asked(
    sheet: SheetRows, row: SheetRow, first: SheetRow, lacking: list[str], other: list[str]
) -> Iterable[RowError]:
    header, where = lacking[0], sheet.where(first)
    if not other:
        yield RowError(
            row.number, header,
            f"“{header}”空着，和{where}又隔着空行，分不清是不是接着它的：是的请紧接着写，不是的请填上。",
        )  # fmt: skip
        return
    if (value := _written(first.values.get(header))) is None:
        return
    yield RowError(
        row.number, header,
        f"“{header}”空着，“{other[0]}”又和{where}不一样，分不清是不是同一条："
        f"另一条请填“{header}”，同一条请清空“{other[0]}”。",
        (value,),
    )  # fmt: skip


def _written(value: Any) -> str | None:
    if blank(value):
        return None
    if isinstance(value, datetime):
        value = value.date()
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _shared(read: _Reading, headers: list[str]) -> tuple[tuple[SheetRow, ...], str]:
    """Rows that go on have also what only the first of them says of the part, as of a merged cell."""
    going_on = {row.number for row in read.carried}
    rows = list(read.rows)
    told: list[str] = []
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at].number in going_on:
            continue
        group = range(start + 1, at)
        for header in headers:
            value = rows[start].values.get(header)
            if group and not blank(value) and all(blank(rows[i].values.get(header)) for i in group):
                for i in group:
                    rows[i] = replace(rows[i], values={**rows[i].values, header: value})
                told += [header] if header not in told else []
        start = at
    return tuple(rows), "、".join(f"“{header}”" for header in told)


def _notes(sheet: SheetRows, rows: list[SheetRow], one: str) -> list[str]:
    if not rows:
        return []
    named = "、".join(sheet.where(row) for row in rows[:10])
    more = f"等 {len(rows)} 行" if len(rows) > 10 else ""
    return [f"{named}{more}接着上面一行，读作{one}。"]
