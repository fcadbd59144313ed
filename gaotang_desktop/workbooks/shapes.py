"""Tables that are not one list under one header: two side by side, a month across, a sheet each."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.domain.writings.numbers import chinese_number, with_digits
from gaotang_desktop.workbooks.grids import Grid, blank, is_aside
from gaotang_desktop.workbooks.matching import bare_key, header_key

_DAY = re.compile(r"(?:\d{1,2}[月./-])?\d{1,2}[日号]?")
_MONTH_SHEET = re.compile(r"(?:\d{4}年?)?\d{1,2}月(?:份)?")
_VILLAGE_SHEET = re.compile(
    r".+(?:村|社区|居委会|街道)(?:[（(].{0,8}[）)]|\d{0,4}年?\d{1,2}月份?)?$"
)
_SHORT_NAME = re.compile(r"(?:\d{1,2}[.、]?)?[\u3400-\u9fff]{2,4}")
_WHOLE_SHEET = re.compile(
    r"汇总|合计|总|全镇|全乡|各村|模板|样表|示例|说明|台账|记录|登记|统计|名单|明细|副本|表$"
)
_TICKS = {"√", "✓", "✔", "☑", "v", "V", "是", "有", "已巡", "巡", "○", "●", "1"}
_CROSSES = {"×", "✗", "✘", "x", "X", "否", "无", "未巡", "未", "-", "—", "/", "0", "△"}
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_PLACE_LINE = re.compile(r"(?:填报|填表|报送|上报)?(?:单位|村|社区)")
_FEWEST_HEADS = 3
_FEWEST_DAYS, _MANY_DAYS = 3, 5
_LONGEST_HEAD = 12  # characters
DAY, MARK = "日期", "当晚"
"""Headers that a month across gets: the day, and what stood in its cell."""


def side_by_side(grid: Grid, index: int, known: Collection[str]) -> list[Grid]:
    """The tables that stand side by side under one row of headers; one grid when there is one."""
    labels = grid.rows[index][1]
    names = [header_key(str(label)) if not blank(label) else "" for label in labels]
    keys = {key for label in known for key in (header_key(label), bare_key(label))}
    starts = [at for at, name in enumerate(names) if name and name == _first(names)]
    if len(starts) < 2:
        return [grid]
    ends = [*starts[1:], len(names)]
    blocks = [
        [name for name in names[start:end] if name] for start, end in zip(starts, ends, strict=True)
    ]
    alike = all(block == blocks[0] for block in blocks[1:])
    if not alike or sum(name in keys or bare_key(name) in keys for name in blocks[0]) < 2:
        return [grid]
    found: list[Grid] = []
    notes = [*grid.notes, *_said_above(grid.rows[index - 1][1] if index else [], starts)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        rows = [(number, [None] * start + values[start:end]) for number, values in grid.rows]
        kept = [(number, values) for number, values in rows if not all(map(blank, values))]
        head = grid.rows[index][0]
        problems = {
            place: said
            for place, said in grid.problems.items()
            if start <= place[1] and (end is None or place[1] < end)
        }
        above = [row for row in grid.rows if row[0] < head]
        body = [row for row in kept if row[0] >= head]
        found.append(Grid(grid.name, [*above, *body], problems, notes if not found else []))
    return found


def _said_above(values: Sequence[Any], starts: Sequence[int]) -> list[str]:
    """A sentence about words over each of several tables: 采纳的意见 | 未采纳的意见."""
    said = [
        [str(value).strip() for value in values[start:end] if not blank(value)]
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]
    if any(len(each) != 1 for each in said) or len({each[0] for each in said}) < len(said):
        return []
    named = "".join(f"“{each[0]}”" for each in said)
    return [f"左右几块表上面分别写着{named}，请核对各行是不是照这个读对了。"]


def one_below_another(grid: Grid, index: int) -> list[Grid]:
    """The tables that stand below each other, each with its title (村名：江村) and the same header.

    A header that is only repeated, as on every page, parts nothing.
    """
    head = _keys(grid.rows[index][1])
    tops = [index]
    for at in range(index + 2, len(grid.rows)):
        if _keys(grid.rows[at][1]) == head and _is_title(grid.rows[at - 1][1]):
            tops.append(at)
    if len(tops) < 2 or len(head) < 2:
        return [grid]
    begins = [0]
    for before, top in pairwise(tops):
        start = top
        while start > before + 1 and _is_title(grid.rows[start - 1][1]):
            start -= 1
        begins.append(start)
    titles = tops[1] - begins[1]
    # What stands above the first table's own title holds for all of them.
    above = grid.rows[: max(0, index - titles)]
    found = []
    for at, (start, end) in enumerate(zip(begins, [*begins[1:], None], strict=True)):
        rows = grid.rows[start:end]
        if at:
            rows = [*rows[: tops[at] - start], *above, *rows[tops[at] - start :]]
        numbers = {number for number, _values in grid.rows[start:end]}
        problems = {place: said for place, said in grid.problems.items() if place[0] in numbers}
        found.append(Grid(grid.name, rows, problems, list(grid.notes)))
    return found


def without_others_below(grid: Grid, index: int, known: Collection[str]) -> Grid:
    """A grid without tables of another kind below the one whose header was found; they are told.

    Such a table has a title and a header of its own, of which few words are those that are known here.
    """
    head = _keys(grid.rows[index][1])
    keys = {key for label in known for key in (header_key(label), bare_key(label))}
    for at in range(index + 2, len(grid.rows) - 1):
        titled = grid.rows[at - 1][1]
        if sum(value not in (None, "") for value in titled[:4]) > 1:
            continue  # a record: a long list is looked through quickly
        values = grid.rows[at][1]
        said = [value for value in values if not blank(value)]
        if len(said) < _FEWEST_HEADS or len([each for each in titled if not blank(each)]) != 1:
            continue
        if not _is_title(titled) or not all(map(_may_head, said)) or _keys(values) == head:
            continue
        ours = sum(bool({header_key(each), bare_key(each)} & keys) for each in said)
        shared = len({*_keys(values)} & {*head})
        if not shared or ours * 2 > len(said):
            continue  # of the same ledger in other words: its rows are asked about
        number = grid.rows[at - 1][0]
        name = next(str(each).strip() for each in titled if not blank(each))
        rows = grid.rows[: at - 1]
        told = f"第 {number} 行起是另一张表（“{name}”），列名不一样，没有读入；要导入的请另存成一个文件。"
        return replace(grid, rows=rows, notes=[*grid.notes, told])
    return grid


def _may_head(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value.strip()) <= _LONGEST_HEAD
        and not re.search(r"\d", value)
    )


def _keys(values: Sequence[Any]) -> list[str]:
    return [header_key(str(value)) for value in values if not blank(value)]


def _is_title(values: Sequence[Any]) -> bool:
    filled = [value for value in values if not blank(value)]
    return bool(
        0 < len(filled) < 3
        and all(isinstance(value, str) and len(value.strip()) > 3 for value in filled)
        and (_PLACE_LINE.match(str(filled[0]).strip()) or not is_aside(values))
    )


def _first(names: Sequence[str]) -> str:
    return next((name for name in names if name), "")


def stacked(tables: Sequence[SheetRows]) -> SheetRows:
    """Several tables with the same header as one, each row with its own number."""
    several = len({table.sheet for table in tables}) > 1
    named: list[SheetRows] = []
    for at, table in enumerate(tables):
        name = table.sheet if several else f"{table.sheet}（第 {at + 1} 块表）"
        named.append(replace(table, sheet=name, parts=(replace(table.parts[0], sheet=name),)))
    called = [dict(zip(table.header, tables[0].header, strict=True)) for table in tables]
    return replace(together(named, called), sheet=tables[0].sheet)


def together(tables: Sequence[SheetRows], called: Sequence[Mapping[str, str]]) -> SheetRows:
    """Tables as one, each row with a number of its own.

    ``called`` says for each table by which header of the first a column of its own goes; all others
    are columns beside, of which the rows of the other tables have nothing.
    """
    rows: list[SheetRow] = []
    aside: list[SheetRow] = []
    errors: list[RowError] = []
    notes: list[str] = []
    parts: list[Part] = []
    names = [
        {label: renamed.get(label, label) for label in table.header}
        for table, renamed in zip(tables, called, strict=True)
    ]
    header = tuple(dict.fromkeys(label for each in names for label in each.values()))
    places = Counted()
    for table, name in zip(tables, names, strict=True):
        numbers: dict[int, int] = {}
        for kept, lines in ((rows, table.rows), (aside, table.aside)):
            for row in lines:
                number = numbers[row.number] = places.next()
                values = dict.fromkeys(header)
                values |= {name[label]: value for label, value in row.values.items()}
                part = len(parts) + row.part
                kept.append(SheetRow(number, values, row.row, part, row.cell))
        errors += [
            replace(error, row=numbers[error.row], column=name.get(error.column, error.column))
            for error in table.errors
            if error.row in numbers
        ]
        notes += [note if note in notes else f"“{table.sheet}”：{note}" for note in table.notes]
        parts += [
            replace(
                part,
                columns={name.get(label, label): place for label, place in part.columns.items()},
                rows={name.get(label, label): place for label, place in part.rows.items()},
            )
            for part in table.parts
        ]
    return SheetRows(
        header,
        tuple(rows),
        tuple(notes),
        tuple(errors),
        tables[0].sheet,
        tuple(parts),
        tuple(aside),
    )


class Counted:
    """Numbers for rows whose number in Excel is that of others too."""

    def __init__(self) -> None:
        self._last = 10_000_000

    def next(self) -> int:
        """A number that no row of Excel has."""
        self._last += 1
        return self._last


def is_summary(name: str) -> bool:
    """Whether a worksheet sums up the others, or shows how to fill them in, by its name."""
    return _WHOLE_SHEET.search(name) is not None and not _VILLAGE_SHEET.fullmatch(name)


def named_apart(names: Sequence[str]) -> bool:
    """Whether worksheets are one for each village or each month, as their names say.

    荷塘 among 北村 and 江村 is a village too.
    """
    written = [with_digits(name.strip()) for name in names]
    if all(_MONTH_SHEET.fullmatch(name) for name in written):
        return True
    villages = [name for name in names if _VILLAGE_SHEET.fullmatch(name.strip())]
    others = [name for name in names if name not in villages]
    return len(villages) * 2 >= len(names) and all(
        _SHORT_NAME.fullmatch(name.strip()) and not is_summary(name) for name in others
    )


def month_across(table: SheetRows) -> SheetRows | None:
    """A table of villages by days with a mark in each cell, as one row for each mark.

    A tick is a night; a number the people who were out; a cross or an empty cell is nothing to
    store and is counted in the notes. ``None`` where the columns are no days.
    """
    days = {label: _day(label) for label in table.header}
    across = [label for label, day in days.items() if day]
    if len(across) < _FEWEST_DAYS or not _in_order([days[label] for label in across]):
        return None
    table = marks_across(table, {label: days[label] for label in across}, DAY)
    nights = f"这是按日期横排的月历，读成了 {len(table.rows)} 晚，每一格是一晚。"
    return replace(table, notes=(nights, *table.notes))


def all_marks(table: SheetRows, across: Collection[str]) -> bool:
    """Whether nothing but ticks and crosses stands below headings."""
    said = {str(row.values.get(label) or "").strip() for row in table.rows for label in across}
    return said <= {*_TICKS, *_CROSSES, ""} - {"0", "1"}


def marked_by_names(table: SheetRows) -> bool:
    """Whether what stood in the cells of a month across are names of persons."""
    said = [str(row.values[MARK]).strip() for row in table.rows if row.values[MARK] is not None]
    return bool(said) and all(_NAME.fullmatch(each) for each in said)


def _in_order(days: Sequence[str]) -> bool:
    """Whether a few headings are days one after another; a long row of days may have a slip."""
    numbers = [
        int(each)
        for each in (re.sub(r"\D+$", "", day).split("月")[-1] for day in days)
        if each.isdecimal()
    ]
    return len(days) >= _MANY_DAYS or (
        len(numbers) == len(days) and all(one < other for one, other in pairwise(numbers))
    )


def marks_across(
    table: SheetRows, across: Mapping[str, str], into: str, *, nights: bool = True
) -> SheetRows:
    """A row for each mark below headings ``across``, what a heading says in the new column ``into``.

    A tick is a night; a number the people who were out; a cross is nothing to store and told.
    """
    kept = tuple(label for label in table.header if label not in across)
    rows: list[SheetRow] = []
    crosses = 0
    places = Counted()
    for row in table.rows:
        for label, said in across.items():
            value = row.values.get(label)
            if blank(value):
                continue
            if str(value).strip() in _CROSSES:
                crosses += 1
                continue
            ticked = str(value).strip() in _TICKS
            values: dict[str, Any] = {each: row.values.get(each) for each in kept}
            values |= {into: said, MARK: None if ticked else value}
            rows.append(SheetRow(places.next(), values, row.row, row.part, label))
    notes = table.notes
    if crosses and nights:
        notes = (*notes, f"有 {crosses} 格写着没有巡（×、无 等），没有导入；未巡请登记在“未巡”里。")
    elif crosses:
        notes = (*notes, f"有 {crosses} 格打着 ×、写着 无 等，没有导入。")
    header = (*kept, into, MARK)
    return replace(table, header=header, rows=tuple(rows), notes=notes, errors=())


def _day(label: str) -> str:
    text = label.strip()
    if (number := chinese_number(text.removesuffix("日").removesuffix("号"))) is not None:
        text = f"{number}日"
    if not _DAY.fullmatch(text) or "（" in text:
        return ""
    return text if re.search(r"[日号月./-]", text) else f"{text}日"
