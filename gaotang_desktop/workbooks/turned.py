"""Tables that stand on their side: what is counted goes down, the villages or the figures go across."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import Grid, blank
from gaotang_desktop.workbooks.matching import bare_key, header_key

VILLAGE = "村"
"""Header of the names that stood across."""
_CORNER = re.compile(r"(?:\S{0,4}(?:指标|项目|事项|内容|类别|名称))?(?:名称)?")
_FIGURE = re.compile(r"(?:数值|数据|数量|数|数字|情况|内容|填报数|填报内容)(?:[（(].*[)）])?")
_NOTES = re.compile(r"(?:备注|说明|单位|计量单位|备注说明|填报说明|口径)")
_SUMS = re.compile(r"(?:合计|总计|小计|全镇|全乡|平均|平均数|镇平均|全镇平均)")
_NAMED = re.compile(r"[\u3400-\u9fff]{1,10}(?:村|社区|居委会|村委会)")
_TOP = 12  # rows in which the head may stand
_LONGEST_LABEL = 20
_FEWEST = 2  # labels that are known, and villages across
_FEWEST_DOWN = 3  # headings that are known, of a list that stands on its side
_DAY = re.compile(r"(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?")
_MONTH = re.compile(r"(?:\d{4}年)?\d{1,2}月份?")
_COUNTED = re.compile(r"|第?[\d一二三四五六七八九十]{1,3}[次条件个]?")
DAY, MONTH = "日期", "月份"
"""Headers of the days, or months, that stood across."""


def read_all(grid: Grid, known: Collection[str]) -> list[SheetRows]:
    """A record for each village that stands across, or the only one (指标 | 数值); empty for other tables."""
    keys = {key for word in known for key in (header_key(word), bare_key(word))}
    for at, (_number, values) in enumerate(grid.rows[:_TOP]):
        columns = _columns(values, keys)
        if columns and (labels := _labels(grid, at, columns, keys)):
            return _records(grid, at, columns, labels)
    return _on_its_side(grid, keys)


def _on_its_side(grid: Grid, keys: Collection[str]) -> list[SheetRows]:
    """The records of a list whose headings go down the first column, a record in each other one."""

    def is_known(value: Any) -> bool:
        said = simplified(value) if isinstance(value, str) else ""
        return bool(said) and bool({header_key(said), bare_key(said)} & {*keys})

    begin = next((at for at, (_, values) in enumerate(grid.rows) if _fills_several(values)), None)
    if begin is None or begin >= _TOP:
        return []
    rows = grid.rows[begin:]
    width = max(len(values) for _, values in rows)
    columns = [c for c in range(1, width) if any(not blank(_at(v, c)) for _, v in rows)]
    labels: dict[str, int] = {}
    for place, (_number, values) in enumerate(rows, start=begin):
        label = values[0]
        if not isinstance(label, str) or blank(label) or label.strip() in labels:
            return []
        if any(is_known(value) for value in values[1:]) or len(label.strip()) > _LONGEST_LABEL:
            return []
        labels[label.strip()] = place
    first, heads = next(iter(labels)), [_at(grid.rows[begin][1], c) for c in columns]
    if _CORNER.fullmatch(re.sub(r"\s", "", first)):
        del labels[first]
        said = ["" if isinstance(head, date) else str(head or "").strip() for head in heads]
        if all(
            isinstance(h, date) or _DAY.fullmatch(word) for h, word in zip(heads, said, strict=True)
        ):
            labels = {DAY: begin, **labels}
        elif all(map(_MONTH.fullmatch, said)):
            labels = {MONTH: begin, **labels}
        elif not all(map(_COUNTED.fullmatch, said)):
            return []  # what stands across may be what each column is of
    known = sum(map(is_known, labels))
    if known < _FEWEST_DOWN or known * 2 < len(labels) or len(columns) < _FEWEST:
        return []
    return _records(grid, begin, dict.fromkeys(columns, ""), labels)


def _fills_several(values: list[Any]) -> bool:
    return not blank(_at(values, 0)) and sum(not blank(each) for each in values[1:]) >= _FEWEST


def _columns(values: list[Any], keys: Collection[str]) -> dict[int, str]:
    """By place the villages of a head, or ``""`` for the one column of figures; nothing where it is none.

    A known label among them (部位名称 | 老街 | 所在村 | 北村) makes it a line of a form of one record.
    """
    heads = {
        place: simplified(str(value)).strip()
        for place, value in enumerate(values)
        if not blank(value)
    }
    corner = heads.pop(0, "")
    if not _CORNER.fullmatch(re.sub(r"\s", "", corner)):
        return {}
    heads = {at: head for at, head in heads.items() if not _NOTES.fullmatch(head)}
    if corner and len(heads) == 1:
        return {at: "" for at, head in heads.items() if _FIGURE.fullmatch(head)}
    heads = {at: head for at, head in heads.items() if not _SUMS.fullmatch(head)}
    if any({header_key(head), bare_key(head)} & {*keys} for head in heads.values()):
        return {}
    named = sum(_NAMED.fullmatch(head) is not None for head in heads.values())
    return heads if len(heads) >= _FEWEST and named * 2 >= len(heads) else {}


def _labels(grid: Grid, at: int, columns: Collection[int], keys: Collection[str]) -> dict[str, int]:
    """The labels below a head, each with its place among the rows, as far down as figures go."""
    found: dict[str, int] = {}
    for place in range(at + 1, len(grid.rows)):
        values = grid.rows[place][1]
        if all(blank(_at(values, column)) for column in columns):
            continue
        label = values[0]
        if not isinstance(label, str) or blank(label) or len(label.strip()) > _LONGEST_LABEL:
            return {}
        if label.strip() in found:
            return {}
        found[label.strip()] = place
    said = [simplified(label) for label in found]
    sure = sum(bool({header_key(each), bare_key(each)} & {*keys}) for each in said)
    return found if sure >= _FEWEST else {}


def _records(
    grid: Grid, at: int, columns: dict[int, str], labels: dict[str, int]
) -> list[SheetRows]:
    above = tuple(str(v) for _, values in grid.rows[:at] for v in values if not blank(v))
    told = [number for number, _ in grid.rows[at + 1 :]]
    rows = {label: grid.rows[place] for label, place in labels.items()}
    left = [number for number in told if number not in {number for number, _ in rows.values()}]
    found: list[SheetRows] = []
    several = len(columns) > 1
    for place, village in columns.items():
        cells: dict[str, tuple[int, Any]] = {}
        if village:
            cells[VILLAGE] = (grid.rows[at][0], village)
        cells |= {label: (number, _at(values, place)) for label, (number, values) in rows.items()}
        part = Part(
            grid.name, above, dict.fromkeys(cells, place), grid.name,
            rows={label: number for label, (number, _value) in cells.items()},
        )  # fmt: skip
        first = next(iter(cells.values()))[0]
        errors = tuple(
            RowError(first, label, grid.problems[number, place])
            for label, (number, _value) in cells.items()
            if (number, place) in grid.problems
        )
        values = {label: None if blank(value) else value for label, (_, value) in cells.items()}
        across = "项目和数上下排列，读成了一行"
        if village or several:
            across = f"{'村' if village else '记录'}横着排、项目竖着排，一{'个村' if village else '列'}读成了一行"
        notes = (
            *grid.notes,
            f"这张表{across}。",
            *(f"第 {n} 行是表尾说明，没有读入。" for n in left),
        )
        aside = tuple(
            SheetRow(number, {next(iter(cells)): value})
            for number, line in grid.rows
            if number in left
            for value in line
            if not blank(value)
        )
        which = f"“{village}”一列" if village else f"第 {place + 1} 列" if several else ""
        row = SheetRow(first, values, cell=which)
        found.append(
            SheetRows(
                tuple(cells), (row,), () if found else notes, errors, grid.name, (part,),
                () if found else aside,
            )
        )  # fmt: skip
    return found


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None
