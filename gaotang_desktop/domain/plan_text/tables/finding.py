"""Tables of tasks in the lines of a plan: cells parted by tabs, |, commas or wide blanks, or one a line.

A table is told by its headings. Cells that are merged with the one above, or left out, carry it down.
"""

import re
from collections.abc import Callable, Sequence

from gaotang_desktop.domain.plan_text.lines import EMPTY_CELL, Line, marker
from gaotang_desktop.domain.plan_text.opening import DATE_LINE, OFFICE
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.cells import (
    by_bars,
    by_blanks,
    by_tabs,
    by_wide_blanks,
    lone_cell,
)
from gaotang_desktop.domain.plan_text.tables.cells_by_line import one_cell_a_line
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.rows import SAME, Row, share_out
from gaotang_desktop.domain.plan_text.tables.separated_rows import separated_rows
from gaotang_desktop.domain.plan_text.tables.settling import (
    set_groups_apart,
    settle,
    take_up_second_lines,
    written,
)
from gaotang_desktop.domain.plan_text.tables.table import Table
from gaotang_desktop.domain.plan_text.tables.village_rows import (
    figures_of_villages,
    kinds_with_figures,
    name_by_figures,
)

_RULE = re.compile(r"[-—–=+|:┼─━┃│├┤┬┴ \t]+")
_ON_NEXT_PAGE = re.compile(r"[(]?(?:续上?表|接上[页表]|转下页|续表).{0,8}[)]?")
_MOST_ROWS_OF_HEADINGS = 3
_LINES_OVER_A_TABLE = 3
_TOTAL = re.compile("[合总小共] ?计")


def find_tables(lines: Sequence[Line]) -> list[Table]:
    """All tables of tasks among the lines, in order."""
    found: list[Table] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at)
        if table is None:
            at += 1
            continue
        found.append(table)
        at = max(at + 1, table.end)
    return found


def _table_at(lines: Sequence[Line], at: int) -> Table | None:
    if rows := separated_rows(lines[at]):
        head, split = rows
        table = _rows_of_cells(lines, at, 1, head, split)
        if table.rows:
            return table
    for split in (by_tabs, by_bars, by_wide_blanks, by_blanks):
        cells = split(lines[at])
        if len(cells) < 2:
            continue
        head, used = cells, 1
        while used < _MOST_ROWS_OF_HEADINGS and at + used < len(lines):
            lower = _lower_heads(head, split(lines[at + used]))
            if not lower or (columns.is_head(head) and not columns.is_head(lower)):
                break
            head, used = lower, used + 1
        below = [split(each) for each in lines[at + used : at + used + 1]]
        over = [each.text for each in lines[max(0, at - _LINES_OVER_A_TABLE) : at]]
        figures = figures_of_villages(head, below[0], over) if below else []
        if figures or columns.opens(head, below):
            table = _rows_of_cells(lines, at, used, head, split, figures)
            if figures and table.rows:
                name_by_figures(table, figures)
            if table.rows:
                return table
    return one_cell_a_line(lines, at)


def _lower_heads(high: Sequence[str], low: Sequence[str]) -> list[str]:
    """Headings over two rows as one: the lower ones stand under a merged one (责任分工: 牵头, 配合).

    Empty where the second row is none of headings.
    """
    same = (*SAME, "")
    from_above = [c == EMPTY_CELL or c in (*same, *high[i : i + 1]) for i, c in enumerate(low)]
    written = [cell for cell, same in zip(low, from_above, strict=True) if not same]
    if len(low) != len(high) or not any(from_above) or not written:
        return []
    if any(columns.is_figure(cell) for cell in written):
        return []  # 东村 | 220 | 12 below villages and figures is a row.
    if columns.is_head(high) and not all(columns.kind_of(cell) for cell in written):
        return []
    return [
        b if b.strip() and not same else a for a, b, same in zip(high, low, from_above, strict=True)
    ]


def _rows_of_cells(
    lines: Sequence[Line],
    at: int,
    used: int,
    head: Sequence[str],
    split: Callable[[Line], list[str]],
    figures: Sequence[int] = (),
) -> Table:
    width = len(head)
    while width > 2 and not head[width - 1].strip():
        width -= 1
    headings = [cell.strip() for cell in head[:width]]
    kinds = kinds_with_figures(headings, figures) if figures else columns.kinds_of(headings)
    table = Table(at, at + used, list(lines[at : at + used]), headings, kinds, [])
    place = at + used
    ordinal = kinds.index(Kind.ORDINAL) if Kind.ORDINAL in kinds else None
    while place < len(lines):
        line = lines[place]
        cells = split(line) or lone_cell(lines, place, width, split)
        if (
            _RULE.fullmatch(line.text)
            or _ON_NEXT_PAGE.fullmatch(line.folded)
            or _TOTAL.fullmatch(next((cell for cell in cells if written(cell)), "").strip())
            or (len(cells) >= 2 and [cell.strip() for cell in cells[:width]] == headings)
        ):
            table.head.append(line)
        elif columns.is_head(cells):
            break  # Another table begins.
        elif len(cells) < 2 or (split is by_blanks and len(cells) < width):
            if not _goes_on(lines, place, split, table):
                break
            _add_to_last(table, line, width)
        else:
            opens = (
                not table.rows
                or len(cells) >= width
                or (
                    ordinal is not None
                    and len(cells) > ordinal
                    and columns.is_ordinal(cells[ordinal])
                )
                or len(table.rows[-1].cells) >= width
            )
            if opens:
                table.rows.append(Row([line], _joined(cells, width)))
            else:
                row = table.rows[-1]
                row.lines.append(line)
                row.cells[-1] += ("\n" if row.cells[-1] else "") + cells[0]
                row.cells = _joined([*row.cells, *cells[1:]], width)
        place += 1
    table.end = place
    set_groups_apart(table)
    take_up_second_lines(table)
    share_out(table.rows, table.headings, table.kinds)
    settle(table, loose=False)
    return table


def _joined(cells: list[str], width: int) -> list[str]:
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) <= width:
        return list(cells)
    return [*cells[: width - 1], "\n".join(cells[width - 1 :])]


def _goes_on(
    lines: Sequence[Line], place: int, split: Callable[[Line], list[str]], table: Table
) -> bool:
    """Whether a line without cells is part of the table: the next lines have cells again.

    It continues a cell, or is the heading of a group; a numbered line or a long one far from the
    next row ends the table.
    """
    width = len(table.headings)
    unfinished = _is_unfinished(table) and not _signs_off(lines, place)
    ahead = lines[place + 1 : place + 4]
    rows = [cells for each in ahead if len(cells := split(each)) >= 2]
    if rows and columns.is_head(rows[0]) and [c.strip() for c in rows[0]] != table.headings:
        return False
    following = any(len(cells) >= max(2, width - 1) for cells in rows)
    if split is by_blanks or split is by_wide_blanks:
        following = following and len(lines[place].text) <= 40
    return following or (
        unfinished and marker(lines[place]) is None and len(table.rows[-1].lines) < 8
    )


def _is_unfinished(table: Table) -> bool:
    """Whether the last row lacks cells that those before it have: 备注 may be left out of all."""
    rows = table.rows
    usual = max((len(row.cells) for row in rows[:-1]), default=len(table.headings))
    return bool(rows) and len(rows[-1].cells) < min(usual, len(table.headings))


def _signs_off(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is a date, or an office with one below it: no cell goes on in these."""
    ahead = [line.folded for line in lines[place : place + 2]]
    if DATE_LINE.match(ahead[0]):
        return True
    signed = OFFICE.search(ahead[0]) is not None and not re.search("[、,;:]", ahead[0])
    return signed and len(ahead) > 1 and DATE_LINE.match(ahead[1]) is not None


def _add_to_last(table: Table, line: Line, width: int) -> None:
    unfinished = _is_unfinished(table)
    mark = marker(line)
    if not unfinished or (mark and mark.kind in ("chapter", "paren")):
        table.rows.append(Row([line], [line.text, *[EMPTY_CELL] * (width - 1)]))
        return
    row = table.rows[-1]
    row.lines.append(line)
    row.cells[-1] += ("\n" if row.cells[-1] else "") + line.text
