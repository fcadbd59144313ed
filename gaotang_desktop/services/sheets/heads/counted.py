"""How many went out on a night, where a sheet only names them: 带班人 and 参加人员 are counted."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.sheets.name_lists import count_named
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.heads.joined import with_column
from gaotang_desktop.workbooks.grids import blank

_KIND, _PEOPLE, _LEADER = "patrols", "people", "leader"
_LEADS = re.compile(
    r"([\u3400-\u9fff]{2,4})\s*[（(](?:带班|带队|领队|组长|负责)[^（）()]*[)）]"
    r"|(?:带班|带队|领队)人?[：:]\s*([\u3400-\u9fff]{2,4})(?![\u3400-\u9fff])"
)


def with_leader(kind: str, sheet: SheetRows, columns: Mapping[str, str]) -> SheetRows:
    """A sheet of nights without a column of 带班人 with one, where the names of each row say who led
    (张建国（带班）、周平). Any other sheet comes back as it is.
    """
    if kind != _KIND or "names" not in columns or _LEADER in columns or RECORD_MARK in sheet.header:
        return sheet
    label = next(each.label for each in records.fields_for(kind) if each.name == _LEADER)
    said = [str(v) for row in sheet.rows if not blank(v := row.values.get(columns["names"]))]
    if label in sheet.header or not said or not all(len(_leaders(names)) == 1 for names in said):
        return sheet
    rows = tuple(
        replace(row, values={**row.values, label: "".join(_leaders(row.values[columns["names"]]))})
        for row in sheet.rows
    )
    note = f"没有“{label}”一列，{label}取自“{columns['names']}”里写着带班的那个人，请核对。"
    return with_column(replace(sheet, rows=rows), label, columns["names"], note)


def _leaders(names: Any) -> list[str]:
    """The names that are marked as leading, each without the mark."""
    text = "" if blank(names) else str(names)
    return [one or other for one, other in _LEADS.findall(text)]


def with_people(kind: str, sheet: SheetRows, columns: Mapping[str, str]) -> SheetRows:
    """A sheet of nights without a column of 人数 with one, counted from the names of each row.

    Whoever leads is one of them, named among the others or not. A row whose names are no list of names
    (张三等5人, 全体队员) has none: it is asked. Any other sheet comes back as it is.
    """
    if kind != _KIND or "names" not in columns or _PEOPLE in columns or RECORD_MARK in sheet.header:
        return sheet
    label = next(each.label for each in records.fields_for(kind) if each.name == _PEOPLE)
    if label in sheet.header:
        return sheet
    rows, counted = [], 0
    for row in sheet.rows:
        leader = row.values.get(columns["leader"]) if "leader" in columns else None
        number = _count(row.values.get(columns["names"]), leader)
        counted += number is not None
        rows.append(replace(row, values={**row.values, label: number}))
    if not counted:
        return sheet
    note = f"没有“{label}”一列，{counted} 行按写了名字的人数（带班人也算一人），请核对。"
    return with_column(replace(sheet, rows=tuple(rows)), label, columns["names"], note)


def _count(names: Any, leader: Any) -> int | None:
    return None if blank(names) else count_named(str(names), str(leader or ""))
