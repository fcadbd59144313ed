"""Columns that hold half of a field (甲方 | 乙方), or two fields in one cell (412户/1583人)."""

import re
from dataclasses import replace
from typing import Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.writings.day_spans import ends
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.cells.none_said import says_none
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key, header_key

_SIDES = (
    ("甲方", "乙方"), ("当事人甲", "当事人乙"), ("当事人甲方", "当事人乙方"), ("甲方当事人", "乙方当事人"),
    ("申请人", "被申请人"), ("当事人1", "当事人2"), ("当事人一", "当事人二"), ("当事人a", "当事人b"),
    ("一方当事人", "另一方当事人"), ("当事人", "对方当事人"), ("当事人", "另一方当事人"), ("当事人", "对方"), ("一方", "对方"), ("申请方", "被申请方"),
)  # fmt: skip
_BRACKETS = str.maketrans("", "", "()")
_THIRD = ("丙方", "第三方", "第三人")
_COUNTED_WEEK = re.compile(r"第?(?:[一二三四五六]|[1-6])周?")
_YEAR = re.compile(r"(\d{4})([年./-])")
_LASTING = {"polls": ("from_on", "until_on")}
_LASTS = {
    "调查时间", "调查日期", "起止时间", "起止日期", "调查起止时间", "调查起止日期", "时间", "日期", "调查期间", "开展时间",
}  # fmt: skip
_ROLES = {
    **dict.fromkeys(("牵头单位", "牵头部门", "主办单位", "牵头责任单位", "主责单位"), "牵头"),
    **dict.fromkeys(
        ("配合单位", "配合部门", "协办单位", "协同单位", "参与单位", "责任单位（配合）"), "配合"
    ),
}
_ONE_VILLAGE = re.compile(r"(?:宣传)?(?:村|村社区|社区)[1-9一二三四五六]|第[1-9一二三四五六]个?村")
_NAME_AND_PHONE = re.compile(
    r"(.{2,8}?)(?:[及和与、/／]|[（(])(联系电话|电话号码|电话|手机号码|手机号|手机|联系方式)[)）]?"
)
_NAMED_NUMBER = re.compile(r"([\u3400-\u9fff·]{2,8})[\s:：,，、/／（(]*(\d[\d\-－ ]{6,15})[)）]?")
_HALVES = re.compile(r"([^/／、和及与]{1,8})(?:[/／、]|和|及|与)([^/／、和及与]{1,8})")


def gathered(kind: str, sheet: SheetRows) -> SheetRows:
    """A sheet with both sides of a dispute in one column, and two figures of a cell in two."""
    sides = next((each for each in records.fields_for(kind) if each.name == "parties"), None)
    if sides is not None:
        sheet = _with_both_sides(sheet, sides)
    sheet = _with_weeks_by_days(kind, _with_whole_days(kind, sheet))
    for label in sheet.header:
        sheet = _with_two_figures(kind, sheet, label)
    sheet = _with_each_village(kind, _with_telephones(kind, sheet))
    return _with_both_roles(kind, _with_two_days(kind, sheet))


def _with_telephones(kind: str, sheet: SheetRows) -> SheetRows:
    """A sheet whose persons stand with their telephones in one cell (联络员及电话), with a column for each."""
    if not any(each.name == "phone" for each in records.fields_for(kind)):
        return sheet
    heads = {h: _NAME_AND_PHONE.fullmatch(re.sub(r"\s", "", h)) for h in sheet.header}
    alone = sum(map(bool, heads.values())) == 1
    for label, head in heads.items():
        said = [str(v).strip() for row in sheet.rows if not blank(v := row.values.get(label))]
        both = [_NAMED_NUMBER.fullmatch(each) for each in said]
        if (
            head is None
            or {head[1], phone := head[2] if alone else f"{head[1]}{head[2]}"} & {*sheet.header}
            or sum(map(bool, both)) * 2 <= len(said)
        ):
            continue
        rows = []
        for row in sheet.rows:
            found = _NAMED_NUMBER.fullmatch(str(row.values.get(label) or "").strip())
            name, number = (found[1], found[2].strip()) if found else (row.values.get(label), None)
            rows.append(replace(row, values={**row.values, head[1]: name, phone: number}))
        note = f"“{label}”一格里写着姓名和电话，分开读作“{head[1]}”和“{phone}”。"
        sheet = with_column(replace(sheet, rows=tuple(rows)), head[1], label, note)
        sheet = with_column(sheet, phone, label)
        sheet = replace(sheet, header=tuple(each for each in sheet.header if each != label))
    return sheet


def _with_each_village(kind: str, sheet: SheetRows) -> SheetRows:
    """A rotation whose villages of a week stand side by side (村1 | 村2), with a row for each."""
    across = [label for label in sheet.header if _ONE_VILLAGE.fullmatch(bare_key(label))]
    village = "村"
    if kind != "publicity-turns" or len(across) < 2 or village in sheet.header:
        return sheet
    kept = [label for label in sheet.header if label not in across]
    number = max((row.number for row in (*sheet.rows, *sheet.aside)), default=0)
    rows = []
    for row in sheet.rows:
        said = [label for label in across if not blank(row.values.get(label))] or across[:1]
        for at, label in enumerate(said):
            number += 1 if at else 0
            values = {each: row.values.get(each) for each in kept} | {
                village: row.values.get(label)
            }
            new = number if at else row.number
            rows.append(replace(row, number=new, at=row.row, values=values, cell=label))
    named = "、".join(f"“{label}”" for label in across)
    note = f"{named}各读作一行的“{village}”。"
    sheet = with_column(replace(sheet, rows=tuple(rows)), village, across[0], note)
    return replace(sheet, header=(*kept, village))


def _with_whole_days(kind: str, sheet: SheetRows) -> SheetRows:
    """A sheet whose days stand in two or three columns (年 | 月 | 日), with a column for them."""
    name = CATALOGUE[kind].record_kind.day
    day = next((f for f in records.fields_for(kind) if f.name == name), None)
    parts = {bare_key(label): label for label in sheet.header}
    if day is None or day.kind is not Kind.DATE or not {"月", "日"} <= parts.keys():
        return sheet
    words = {bare_key(word) for word in (day.label, *general_words(kind)[day.name])} - {"日"}
    if words & parts.keys():
        return sheet
    split = [parts[each] for each in ("年", "月", "日") if each in parts]
    rows = []
    for row in sheet.rows:
        said = [str(row.values.get(each) or "").strip().removesuffix(".0") for each in split]
        whole = "".join(
            f"{each.rstrip('年月日号')}{unit}"
            for each, unit in zip(said, "年月日"[-len(said) :], strict=True)
            if each
        )
        rows.append(replace(row, values={**row.values, day.label: whole or None}))
    named = "".join(f"“{each}”" for each in split)
    note = f"{named}这几列合起来读作“{day.label}”。"
    sheet = with_column(replace(sheet, rows=tuple(rows)), day.label, parts["日"], note)
    return replace(sheet, header=tuple(each for each in sheet.header if each not in split))


def _with_weeks_by_days(kind: str, sheet: SheetRows) -> SheetRows:
    """A sheet whose weeks are counted in one column (第一周) and told by their days in another."""
    name = CATALOGUE[kind].record_kind.day
    week = next((f for f in records.fields_for(kind) if f.name == name), None)
    if week is None or week.kind is not Kind.WEEK:
        return sheet
    words = {bare_key(word) for word in (week.label, *general_words(kind)[week.name])}
    said = {
        label: [str(v).strip() for row in sheet.rows if not blank(v := row.values.get(label))]
        for label in sheet.header
    }
    counted = [h for h, cells in said.items() if cells and all(map(_COUNTED_WEEK.fullmatch, cells))]
    counted = [label for label in counted if bare_key(label) in words]
    days = [h for h, cells in said.items() if cells and all(_both_days(each)[1] for each in cells)]
    if len(counted) != 1 or len(days) != 1:
        return sheet
    rows = tuple(
        replace(row, values={**row.values, week.label: row.values.get(days[0])})
        for row in sheet.rows
    )
    note = f"“{counted[0]}”只写着第几周，“{week.label}”取自“{days[0]}”。"
    sheet = with_column(replace(sheet, rows=rows), week.label, days[0], note)
    gone = {counted[0], days[0]} - {week.label}
    return replace(sheet, header=tuple(each for each in sheet.header if each not in gone))


def _with_both_roles(kind: str, sheet: SheetRows) -> SheetRows:
    """A table of responsibilities with a column for who leads and one for who helps: a row for each."""
    if kind != "assignments":
        return sheet
    role, unit = "分工", "责任单位"
    across = {
        label: meant for label in sheet.header if (meant := _ROLES.get(bare_key(label))) is not None
    }
    if {*across.values()} != {"牵头", "配合"} or role in sheet.header:
        return sheet
    kept = [label for label in sheet.header if label not in across]
    number = max((row.number for row in (*sheet.rows, *sheet.aside)), default=0)
    rows = []
    for row in sheet.rows:
        said = [label for label in across if not blank(row.values.get(label))] or [*across][:1]
        for at, label in enumerate(said):
            number += 1 if at else 0
            values = {each: row.values.get(each) for each in kept}
            values |= {unit: row.values.get(label), role: across[label]}
            new = number if at else row.number
            rows.append(replace(row, number=new, at=row.row, values=values, cell=across[label]))
    named = "、".join(f"“{label}”" for label in across)
    note = f"{named}读作“{unit}”，{role}是牵头和配合，各登记一条。"
    for label in (unit, role):
        sheet = with_column(sheet, label, next(iter(across)))
    header = (*kept, unit, role)
    return replace(sheet, header=header, rows=tuple(rows), notes=(*sheet.notes, note))


def _with_two_days(kind: str, sheet: SheetRows) -> SheetRows:
    """A sheet of what lasts from one day to another, both in one column, with a column for each."""
    known = {each.name: each.label for each in records.fields_for(kind)}
    label = next((each for each in sheet.header if bare_key(each) in _LASTS), None)
    if kind not in _LASTING or label is None:
        return sheet
    first, last = (known[name] for name in _LASTING[kind])
    if {first, last} & {*sheet.header}:
        return sheet
    rows = []
    for row in sheet.rows:
        both = _both_days(row.values.get(label))
        rows.append(replace(row, values={**row.values, first: both[0], last: both[1]}))
    note = f"“{label}”一格里写着两天，前面的读作“{first}”，后面的读作“{last}”，请核对。"
    sheet = with_column(replace(sheet, rows=tuple(rows)), first, label, note)
    sheet = with_column(sheet, last, label)
    return replace(sheet, header=tuple(each for each in sheet.header if each != label))


def _both_days(raw: Any) -> tuple[Any, Any]:
    """The two days of a cell, each with its year where one has it; a cell of one day, and nothing."""
    both = ends("".join(with_digits(str(raw or "")).split()))
    if both is None:
        return raw, None
    first, last = both
    if (year := _YEAR.match(first)) and not _YEAR.match(last):
        turned = int(re.split(r"\D", last)[0]) < int(re.split(r"\D", first[5:])[0])
        last = f"{int(year[1]) + turned}{year[2]}{last}"
    return first, last


def _with_both_sides(sheet: SheetRows, sides: Field) -> SheetRows:
    keys = {bare_key(label): label for label in sheet.header}
    keys |= {header_key(each).translate(_BRACKETS): each for each in sheet.header}  # 当事人（甲方）
    own = bare_key(sides.label)
    if any(header_key(each) != own for each in sheet.header if keys.get(own) == each):
        del keys[own]
    for one, other in _SIDES:
        if one in keys and other in keys and (own == one or own not in keys):
            both = (keys[one], keys[other], *(keys[each] for each in _THIRD if each in keys))
            break
    else:
        return sheet
    rows = tuple(
        replace(
            row,
            values={
                **row.values,
                sides.label: "、".join(
                    str(row.values[each]).strip()
                    for each in both
                    if not says_none(sides, row.values.get(each))
                )
                or None,
            },
        )
        for row in sheet.rows
    )
    note = f"{'、'.join(f'“{each}”' for each in both)}这几列合起来读作“{sides.label}”。"
    sheet = with_column(replace(sheet, rows=rows), sides.label, both[0], note)
    gone = {*both} - {sides.label}
    return replace(sheet, header=tuple(each for each in sheet.header if each not in gone))


def _with_two_figures(kind: str, sheet: SheetRows, label: str) -> SheetRows:
    halves = _HALVES.fullmatch(bare_key(label))
    if halves is None:
        return sheet
    words = general_words(kind)
    figures = [each for each in records.fields_for(kind) if each.kind is Kind.INTEGER]
    meant = [
        next((e for e in figures if half in {bare_key(w) for w in words[e.name]}), None)
        for half in halves.groups()
    ]
    first, second = meant
    if first is None or second is None or first is second:
        return sheet
    if {first.label, second.label} & {*sheet.header}:
        return sheet
    rows = []
    for row in sheet.rows:
        one, other = _parted(row.values.get(label), (first, second))
        rows.append(replace(row, values={**row.values, first.label: one, second.label: other}))
    note = f"“{label}”一格里写着两个数，前面的读作“{first.label}”，后面的读作“{second.label}”，请核对。"
    sheet = with_column(replace(sheet, rows=tuple(rows)), first.label, label, note)
    sheet = with_column(sheet, second.label, label)
    return replace(sheet, header=tuple(each for each in sheet.header if each != label))


def _parted(raw: Any, figures: tuple[Field, Field]) -> tuple[Any, Any]:
    """The two figures of a cell; the whole cell for both where it cannot be parted for sure."""
    if blank(raw):
        return None, None
    text = str(raw).strip()
    for marks in (r"[/／]", r"[、,，;；]"):
        found = re.split(marks, text)
        if len(found) == 2 and all(re.search(r"\d", each) for each in found):
            return found[0].strip(), found[1].strip()
    units = figures[0].unit, figures[1].unit
    if all(units):
        said = re.fullmatch(rf"(.+?{re.escape(units[0])})\s*(.+?{re.escape(units[1])})", text)
        if said is not None:
            return said[1], said[2]
    return text, text


def with_column(sheet: SheetRows, label: str, like: str, note: str = "") -> SheetRows:
    """A sheet whose rows have a new column already, which stands where another one does."""
    parts = tuple(
        replace(part, columns={**part.columns, label: part.columns[like]})
        if like in part.columns
        else part
        for part in sheet.parts
    )
    header = sheet.header if label in sheet.header else (*sheet.header, label)
    notes = (*sheet.notes, note) if note else sheet.notes
    return replace(sheet, header=header, parts=parts, notes=notes)
