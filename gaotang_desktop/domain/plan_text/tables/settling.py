"""Give the rows of a table a cell for each column: groups, second lines of a cell, merged cells."""

import re
from collections.abc import Sequence

from gaotang_desktop.domain.plan_text.lines import EMPTY_CELL
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.rows import SAME, Row
from gaotang_desktop.domain.plan_text.tables.table import Table


def set_groups_apart(table: Table) -> None:
    """A row of a Chinese numeral and one more cell heads a group where the rows have figures."""
    if Kind.ORDINAL not in table.kinds:
        return
    at = table.kinds.index(Kind.ORDINAL)
    numerals = [row.cells[at].strip() if at < len(row.cells) else "" for row in table.rows]
    if not any(re.fullmatch(r"\d{1,3}[.、．]?", each) for each in numerals):
        return
    for row, numeral in zip(table.rows, numerals, strict=True):
        others = [i for i, cell in enumerate(row.cells) if i != at and written(cell)]
        if len(others) == 1 and re.fullmatch("[(（]?[一二三四五六七八九十]{1,3}[)）]?、?", numeral):
            stop = "" if numeral.endswith((")", "）", "、")) else "、"
            row.cells[others[0]] = numeral + stop + row.cells[others[0]].strip()
            row.cells[at] = ""


def take_up_second_lines(table: Table) -> None:
    """A row whose one cell stands behind the column of the task goes on with that cell above."""
    free = [at for at, kind in enumerate(table.kinds) if kind is None]
    task = max(free, key=lambda at: (columns.rank_of(table.headings[at]), -at), default=0)
    rows: list[Row] = []
    for row in table.rows:
        filled = [at for at, cell in enumerate(row.cells) if written(cell)]
        whole = bool(rows) and any(written(cell) for cell in rows[-1].cells[: task + 1])
        if whole and len(filled) == 1 and filled[0] > task:
            at = filled[0]
            above = rows[-1]
            above.lines += row.lines
            above.cells += [""] * (at + 1 - len(above.cells))
            above.cells[at] = "\n".join(c for c in (above.cells[at], row.cells[at]) if written(c))
        else:
            rows.append(row)
    table.rows = rows


def written(cell: str) -> bool:
    """Whether a cell holds anything."""
    return bool(cell.strip()) and cell != EMPTY_CELL


def settle(table: Table, *, loose: bool) -> None:
    """Give every row a cell for each column, and carry down what is merged.

    ``loose`` tells that empty cells left no trace in the text, so that a missing one need not be
    merged. Helpers are left out more often than merged, unless who leads is merged too.
    """
    width = len(table.headings)
    above = [""] * width
    sparing = any(EMPTY_CELL in row.cells or set(SAME) & set(row.cells) for row in table.rows)
    for row in table.rows:
        lone = [cell for cell in row.cells if cell.strip() and cell != EMPTY_CELL]
        if len(row.cells) < width and len(lone) > 1:
            row.cells = _aligned(row.cells, table.kinds)
        row.cells += [""] * (width - len(row.cells))
        if len(lone) == 1:
            row.cells = [cell if cell in lone else "" for cell in row.cells]
            continue
        written = Row(row.lines, list(row.cells))
        for at in range(width):
            cell = row.cells[at]
            # Where the file tells merged cells from empty ones, an empty one is empty.
            merged = cell in SAME or (
                not cell.strip() and not sparing and _may_be_merged(table, written, at, loose=loose)
            )
            if merged and above[at]:
                row.cells[at] = above[at]
                row.carried.add(at)
            elif not cell.strip() or cell == EMPTY_CELL or cell in SAME:
                row.cells[at] = ""
        above = list(row.cells)


def _may_be_merged(table: Table, row: Row, at: int, *, loose: bool) -> bool:
    kind = table.kinds[at]
    if kind in columns.NEVER_MERGED or (loose and kind is Kind.DEADLINE):
        return False
    leading = [i for i, each in enumerate(table.kinds) if each in (Kind.LEAD, Kind.ANSWER)]
    return kind is not Kind.ASSIST or not leading or any(not row.cells[i].strip() for i in leading)


def _aligned(cells: Sequence[str], kinds: Sequence[Kind | None]) -> list[str]:
    """The cells of a row that lacks some, each under the column that it fits; in order."""
    placed = columns.place(tuple(cells), tuple(kinds))
    return placed if placed else [*cells, *[""] * (len(kinds) - len(cells))]
