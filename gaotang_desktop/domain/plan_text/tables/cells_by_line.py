"""Tables whose cells stand one below the other: the headings, then the cells of each row."""

from collections.abc import Sequence

from gaotang_desktop.domain.plan_text.deadlines import is_time
from gaotang_desktop.domain.plan_text.lines import Line, marker
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.rows import Row
from gaotang_desktop.domain.plan_text.tables.settling import settle
from gaotang_desktop.domain.plan_text.tables.table import Table

_LONGEST_ROW_OF_LINES = 24
_UNITS_OR_TIME = (*columns.UNITS, Kind.DEADLINE)


def one_cell_a_line(lines: Sequence[Line], at: int) -> Table | None:
    """Headings one below the other, then the cells of each row one below the other."""
    width = 0
    while at + width < len(lines) and width < 10 and _is_heading(lines[at + width]):
        width += 1
    headings = [line.text for line in lines[at : at + width]]
    kinds = [columns.kind_of(each) for each in headings]
    if width < 3 or not columns.is_head(headings) or not set(kinds) & {*_UNITS_OR_TIME}:
        return None
    table = Table(at, at + width, list(lines[at : at + width]), headings, kinds, [])
    place = at + width
    while place < len(lines):
        taken = _row_of_lines(lines, place, kinds)
        if taken == 0:
            break
        part = lines[place : place + taken]
        if [line.text for line in part] == headings:
            table.head += part
        else:
            cells = columns.place(tuple(line.text for line in part), tuple(kinds))
            if not cells:
                break
            table.rows.append(Row(list(part), cells))
        place += taken
    table.end = place
    for row in table.rows:
        row.cells += [""] * (width - len(row.cells))
    settle(table, loose=True)
    return table if table.rows else None


def _is_heading(line: Line) -> bool:
    known = columns.kind_of(line.text) is not None or columns.rank_of(line.text) >= 0
    return known and len(line.text) <= 12 and marker(line) is None


def _row_of_lines(lines: Sequence[Line], place: int, kinds: Sequence[Kind | None]) -> int:
    """How many lines the next row has; 0 when the table is over."""
    width = len(kinds)
    if not kinds or kinds[0] is not Kind.ORDINAL:
        part = lines[place : place + width]
        mark = marker(part[0]) if part else None
        if len(part) < width or (mark and mark.kind in ("chapter", "paren")):
            return 0
        if kinds[-1] is Kind.DEADLINE and not is_time(part[-1].text):
            # A cell of this row stands on two lines: the row goes on to its time limit.
            more = lines[place + width : place + width + 2]
            longer = next((n for n, line in enumerate(more, width + 1) if is_time(line.text)), 0)
            if longer and not any(is_time(line.text) for line in part):
                return longer
        score = sum(columns.fit(line.text, kind) for line, kind in zip(part, kinds, strict=True))
        return width if score > 0 else 0
    if not columns.is_ordinal(lines[place].text):
        return 0
    for count in range(1, min(_LONGEST_ROW_OF_LINES, len(lines) - place)):
        line = lines[place + count]
        mark = marker(line)
        if columns.is_ordinal(line.text):
            return count
        if count >= 2 and mark and mark.kind == "chapter" and count >= width - 2:
            return count
    return min(width, len(lines) - place)
