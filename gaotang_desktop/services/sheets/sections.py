"""Lines between the rows that say whose the rows below them are (江村 alone, 填报单位：江村)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.sheets.fill_in_forms import EXAMPLE
from gaotang_desktop.domain.sheets.rows import Part, SheetRow, SheetRows
from gaotang_desktop.services.sheets import titles
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import blank

_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．]?\s*")
_TITLED = re.compile(
    r"(?:登记|统计|记录|汇总|明细|情况|台账|名单|清单|填报|月报)?(?:表|册|台账|名单|清单)$"
)
_BARE = re.compile(r"[\u3400-\u9fff]{2,6}")
_LONGEST = 40


def parted(sheet: SheetRows) -> SheetRows:
    """A sheet without a column of villages, parted where a line names the village of what follows.

    Where some lines do, 荷塘 alone between the rows is such a line as well. Each of the new parts
    is headed by its line alone: what the title says of a village holds above the first.
    """
    lines = {row.number: said for row in sheet.rows if (said := _line(row, sheet))}
    names = {number: whose for number, said in lines.items() if (whose := _whose(said))}
    names |= {
        row.number: whose
        for row in sheet.aside
        if (said := _line(row, sheet)) and (whose := titles.whose(said))
    }
    if not names:
        return sheet
    names |= {
        number: said
        for number, said in lines.items()
        if number not in names and _BARE.fullmatch(said)
    }
    parts: list[Part] = []
    rows: list[SheetRow] = []
    for part, part_rows in _by_part(sheet):
        whole = _signed_by(sheet.parts[part], part_rows, names, {row.number for row in sheet.aside})
        parts.append(whole)
        for row in part_rows:
            if row.number in names:
                above = (text for text in whole.above if not titles.names_any(text))
                parts.append(replace(whole, above=(f"村：{names[row.number]}", *above)))
            elif row not in sheet.aside:
                rows.append(replace(row, at=row.row, part=len(parts) - 1))
    used = sorted({row.part for row in rows})
    places = {old: new for new, old in enumerate(used)}
    return replace(
        sheet,
        rows=tuple(replace(row, part=places[row.part]) for row in rows),
        parts=tuple(parts[old] for old in used) or sheet.parts,
        notes=(*sheet.notes, f"行与行之间写着村名的有 {len(names)} 处，下面的行按那个村读入。"),
    )


def _signed_by(whole: Part, lines: list[SheetRow], names: dict[int, str], aside: set[int]) -> Part:
    """A table whose last lines name the only village of it: 填报单位：北村 below is as good as above."""
    ends = [row for row in lines if row.number not in names and row.number not in aside]
    named = [row for row in lines if row.number in names]
    said = {names[row.number] for row in named}
    if not ends or len(said) != 1 or any(map(titles.names_any, whole.above)):
        return whole
    (village,) = said
    if min(row.row for row in named) < ends[-1].row or not titles.is_village(village):
        return whole
    return replace(whole, above=(f"村：{village}", *whole.above))


def by_worksheet(sheet: SheetRows, village: str) -> SheetRows:
    """A sheet of several worksheets that are each called after a village, with it in a column of its own."""
    names = [part.worksheet.strip() or part.sheet.strip() for part in sheet.parts]
    if len(names) < 2 or village in sheet.header or not all(map(titles.is_some_village, names)):
        return sheet
    rows = tuple(
        replace(row, values={**row.values, village: names[row.part]}) for row in sheet.rows
    )
    note = f"{village}取自工作表名：{'、'.join(dict.fromkeys(names))}。"
    return replace(sheet, header=(*sheet.header, village), rows=rows, notes=(*sheet.notes, note))


def with_column(sheet: SheetRows, village: str) -> SheetRows:
    """A sheet that :func:`parted` parted, with the village of each row in a column of its own."""
    if village in sheet.header:
        return sheet
    names = [part.above[0].partition("：")[2] if part.above else "" for part in sheet.parts]
    rows = tuple(
        replace(row, values={**row.values, village: names[row.part] or None}) for row in sheet.rows
    )
    return replace(sheet, header=(*sheet.header, village), rows=rows)


def _by_part(sheet: SheetRows) -> Iterator[tuple[int, list[SheetRow]]]:
    for part in range(len(sheet.parts)):
        lines = [row for row in (*sheet.rows, *sheet.aside) if row.part == part]
        yield part, sorted(lines, key=lambda row: row.row)


def _line(row: SheetRow, sheet: SheetRows) -> str:
    """What a row says that has one cell filled, one of the first two; else nothing."""
    filled: list[tuple[str, Any]] = []
    for label, value in row.values.items():
        if not blank(value):
            filled.append((label, value))
            if len(filled) > 3:
                return ""
    if not filled or not isinstance(filled[0][1], str) or filled[0][1] == EXAMPLE:
        return ""
    said = simplified(filled[0][1]).strip()
    alone = len(filled) == 1 and filled[0][0] in sheet.header[:2] and len(said) <= _LONGEST
    return said if alone or titles.whose(said) else ""


def _whose(said: str) -> str:
    """The village that a line is there to name."""
    if named := titles.whose(said):
        return named
    bare = _NUMBER.sub("", said).rstrip("：: ")
    bare = re.sub(r"[（(].*[）)]$", "", bare).strip()
    if titles.is_village(bare):
        return bare
    found = titles.villages_in(bare)
    return found[0] if len(found) == 1 and _TITLED.search(bare) else ""
