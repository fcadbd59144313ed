"""What stands over each table of a sheet holds for all its rows: whose they are, of which month."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets import money
from gaotang_desktop.domain.sheets.rows import Part, SheetRows
from gaotang_desktop.services.sheets import settled, titles
from gaotang_desktop.services.sheets.heads import said_over
from gaotang_desktop.services.sheets.row_parts import RowParts
from gaotang_desktop.services.sheets.row_reading import RowReader

_WHOSE = ("publicity-activities", "inspections", "findings")
"""Kinds of which a record must say whose it is, by a village or by one of these."""
_OTHERS = {"unit_id", "place_id"}


def read(
    kind: str,
    known: Sequence[Field],
    sheet: SheetRows,
    columns: Mapping[str, str],
    file: str,
    reader: RowReader,
    parts: RowParts,
    *,
    tells: bool,
) -> list[str]:
    """Tell the readers of the rows what stands over them; what to tell the operator of it.

    ``tells``: other columns of the sheet tell how each matter stands.

    Raises:
        Unreadable: a title contradicts what was said once for all rows.
    """
    notes: list[str] = []
    alone = len(sheet.parts) == 1
    village = next((each for each in known if each.refers_to == "villages"), None)
    for at, part in enumerate(sheet.parts):
        fixed: dict[str, Any] = {}
        if village is not None and village.name not in columns:
            found, told = _village(kind, village, columns, part, file, reader, alone=alone)
            if found is not None:
                fixed[village.name] = found
            notes += told
        meeting = next((each for each in known if each.refers_to == "meetings"), None)
        if meeting is not None and meeting.required and meeting.name not in columns:
            day = said_over.meeting_day(part)
            held = reader.finder.known_as(meeting, day.isoformat()) if day is not None else None
            if held is not None:
                fixed[meeting.name] = held
                notes.append(f"{meeting.label}取自标题：{reader.shown(meeting.name, held)}。")
        if not tells:
            state, told = settled.state_over(kind, part, columns)
            fixed |= state
            notes += told
        for month in known:
            if month.kind is not Kind.MONTH or month.name in columns:
                continue
            if month.required and (day := titles.month_of(part, (file,), reader.today)) is not None:
                fixed[month.name] = day
                said = (
                    "取自标题" if titles.month_of(part, (file,)) else "取自标题，没有写年，是最近的"
                )
                notes.append(f"{month.label}{said}：{day:%Y-%m}。")
        for week in known:
            if week.kind is not Kind.WEEK or not week.required or week.name in columns:
                continue
            if (day := titles.week_of(part, (file,), reader.today)) is not None:
                fixed[week.name] = day
                notes.append(f"{week.label}取自标题：{reader.shown(week.name, day)}。")
        for name, (value, text) in said_over.told(kind, part, (file,)).items():
            if name not in columns and not reader.fills.has(name):
                fixed[name] = value
                notes.append(
                    f"{reader.known[name].label}取自“{text}”：{reader.shown(name, value)}。"
                )
        notes += reader.fills.beside_title(part.sheet, fixed, alone=alone)
        sums, told = money.over_table(part, known, columns)
        notes += told
        reader.about(at, around := titles.period_of(part, (file,)), fixed, sums)
        parts.about(at, around)
    return notes


def _village(
    kind: str,
    village: Field,
    columns: Mapping[str, str],
    part: Part,
    file: str,
    reader: RowReader,
    *,
    alone: bool,
) -> tuple[int | None, list[str]]:
    """The village that stands over a table; where it may be empty only the one that alone stands there.

    Raises:
        Unreadable: every record must say its village, and several stand there.
    """
    if not village.required and (kind not in _WHOSE or columns.keys() & _OTHERS):
        return None, []
    try:
        return titles.village_of(
            part,
            partial(reader.finder.known_as, village),
            partial(reader.shown, village.name),
            agreeing=(file,) if alone else (),
            files=(file,),
        )
    except Unreadable:
        if village.required:
            raise
        return None, []
