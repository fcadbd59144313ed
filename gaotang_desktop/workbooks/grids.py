"""Cells in rows, as any file gives them, and how the header is found among them."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets.fill_in_forms import EXAMPLE
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, Part, RowError, SheetRow, SheetRows
from gaotang_desktop.simplified import may_be_traditional, simplified
from gaotang_desktop.workbooks import lines_beside
from gaotang_desktop.workbooks.matching import bare_key, header_key, may_be_heading

HEADER_WITHIN = 50  # titles, units and dates above a header never fill more rows than this
GUIDE, LISTS = TEMPLATE_SHEETS = ("填写说明", "可选内容")  # beside the sheet to fill in
_DITTO = {
    "同上",
    "同前",
    "〃",
    "″",
    "”",
    '"',
    "''",
    "“",
    "„",
    "同上。",
    "（同上）",
    "(同上)",
    "同左上",
}


@dataclass(slots=True)
class Grid:
    """One sheet before its header is known.

    ``rows`` holds (row number in the file, values); wholly empty rows are left out. ``problems``
    maps (row number, column from 0) to a sentence about a cell that cannot be read. ``hidden`` is a
    sheet that the operator does not see when she opens the file.
    """

    name: str
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    problems: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    hidden: bool = False


def blank(value: Any) -> bool:
    """Nothing, or nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip("\u3000\ufeff \t\r\n\xa0"))


def find_header(grid: Grid, known: Collection[str]) -> int | None:
    """Index of the header in ``grid.rows``: the row with the most known or likely labels, the first of
    equals.

    Without known labels it is the first row of distinct texts that fills the usual width.
    """
    top = grid.rows[:HEADER_WITHIN]
    if not known:
        return _likely_header(grid, top)
    keys = {key for label in known for key in (header_key(label), bare_key(label))}
    best, found = 0, None
    for index, (_, values) in enumerate(top):
        cells = {value for value in values if isinstance(value, str) and not blank(value)}
        sure = sum(1 for cell in cells if keys.intersection(keys_of(cell)))
        like = sum(1 for cell in cells if may_be_heading(simplified(cell)))
        score = max(sure, like) if sure or like > 1 else 0
        if score > best:
            best, found = score, index
    return found


def keys_of(cell: str) -> set[str]:
    """How a heading may be called: with and without brackets, in both writings."""
    cells = (cell, simplified(cell)) if may_be_traditional(cell) else (cell,)
    return {key for each in cells for key in (header_key(each), bare_key(each))}


def _likely_header(grid: Grid, top: list[tuple[int, list[Any]]]) -> int | None:
    if not top:
        return None
    widths = Counter(sum(not blank(value) for value in values) for _, values in top)
    usual = max(widths, key=lambda width: (widths[width], width))
    for index, (_, values) in enumerate(top):
        texts = [value for value in values if not blank(value)]
        distinct = len({str(text) for text in texts}) == len(texts)
        if len(texts) * 10 >= usual * 6 and distinct and all(isinstance(t, str) for t in texts):
            return index
    return None


def rows_under(grid: Grid, index: int) -> SheetRows:
    """Header and rows from the header at ``index`` on; what is passed over is told in the notes."""
    notes = list(grid.notes)
    body = grid.rows[index + 1 :]
    labels = grid.rows[index][1]
    columns = _columns(labels, body, {column for _, column in grid.problems})
    keys = {column: header_key(str(label)) for column, label in columns if column < len(labels)}
    rows: list[SheetRow] = []
    aside: list[SheetRow] = []
    errors: list[RowError] = []
    before: dict[str, Any] = {}
    # What we wrote ourselves is meant as it stands.
    own = next((at for at, key in keys.items() if key == header_key(RECORD_MARK)), -1)
    dittos = set() if own >= 0 else _DITTO
    read_above = 0
    feet = lines_beside.feet(body, [at for at, _label in columns])
    for number, values in body:
        filled = [(i, value) for i, value in enumerate(values) if not blank(value)]
        reason = _passed_over(filled, keys) or (lines_beside.FOOT if number in feet else "")
        if reason and filled[-1][0] >= own >= 0 and not blank(values[own]):
            reason = ""  # a record of ours, whatever it is called: a unit 各村
        if reason:
            notes.append(f"第 {number} 行是{reason}，没有读入。")
            if reason not in (EXAMPLE, lines_beside.FOOT, lines_beside.TOTAL):
                continue
        width = len(values)
        found = {
            label: values[column] if column < width and not blank(values[column]) else None
            for column, label in columns
        }
        if reason:
            aside.append(SheetRow(number, found))
            continue
        for label, value in found.items():
            if isinstance(value, str) and value.strip() in dittos and label in before:
                found[label] = before[label]
                read_above += 1
        before = found
        rows.append(SheetRow(number, found))
        if grid.problems:
            errors += [
                RowError(number, label, grid.problems[number, column])
                for column, label in columns
                if (number, column) in grid.problems
            ]
    if read_above:
        notes.append(f"有 {read_above} 格写着“同上”，照上一行同一列的内容读入。")
    header = tuple(label for _, label in columns)
    above = tuple(
        str(value) for _, values in grid.rows[:index] for value in values if not blank(value)
    )
    part = Part(grid.name, above, {label: column for column, label in columns}, grid.name)
    return SheetRows(
        header, tuple(rows), tuple(notes), tuple(errors), grid.name, (part,), tuple(aside)
    )


def _columns(
    labels: list[Any], body: list[tuple[int, list[Any]]], troubled: set[int]
) -> list[tuple[int, str]]:
    """(column, unique label); a second column of one name, or one without a name, says its place."""
    width = max([len(labels), *(len(values) for _, values in body)])
    used = set(troubled)
    for _, values in body:
        used.update(i for i, value in enumerate(values) if not blank(value))
    columns: list[tuple[int, str]] = []
    taken: set[str] = set()
    for column in range(width):
        label = "" if column >= len(labels) or blank(labels[column]) else str(labels[column])
        label = re.sub(r"\s+", " ", label).strip()
        if not label:
            if column not in used:
                continue
            label = f"第{column + 1}列"
        if label in taken:
            label = f"{label}（第{column + 1}列）"
        taken.add(label)
        columns.append((column, label))
    return columns


def is_aside(values: Sequence[Any]) -> bool:
    """Whether a row is no record by its words: a total, a closing line, the number of a page."""
    return bool(_passed_over([(i, each) for i, each in enumerate(values) if not blank(each)], {}))


def _passed_over(filled: list[tuple[int, Any]], keys: dict[int, str]) -> str:
    """Why a row is no record: the header again, a total, a closing line; ``""`` for a record."""
    if not filled:
        return ""
    again = sum(header_key(str(value)) == keys.get(column) for column, value in filled)
    if again == len(filled) or again >= max(2, len(keys) / 2):
        return "重复的表头"
    if filled[0][1] == EXAMPLE:
        return EXAMPLE
    return lines_beside.reason(filled)


def require_header(grid: Grid, known: Collection[str], *, file: str) -> int:
    """:func:`find_header`, or a sentence that says what the header should hold.

    Raises:
        Unreadable: no row has a known label, or the sheet is empty.
    """
    if not grid.rows:
        raise Unreadable(f"“{file}”里没有内容，请检查是不是选错了文件。")
    index = find_header(grid, known)
    if index is None:
        words = [label for label in known if not label.isascii()] or list(known)
        wanted = "".join(f"“{label}”" for label in words[:4])
        hint = f"表头里应有{wanted}这样的列名" if wanted else "第一行应是列名"
        raise Unreadable(f"在“{file}”里没有找到表头，{hint}，请照模板写好列名再导入。")
    return index
