"""Tables of tasks in the lines of a plan: cells parted by tabs, |, commas or wide blanks, or one a line.

A table is told by its headings. Cells that are merged with the one above, or left out, carry it down.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gaotang_desktop.domain.plan_text.deadlines import is_time
from gaotang_desktop.domain.plan_text.lines import (
    CELL_BREAK,
    EMPTY_CELL,
    Line,
    marker,
    without_note_marks,
)
from gaotang_desktop.domain.plan_text.opening import DATE_LINE, OFFICE
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.rows import SAME, Row, share_out
from gaotang_desktop.domain.plan_text.tables.separated_rows import separated_rows

_RULE = re.compile(r"[-—–=+|:┼─━┃│├┤┬┴ \t]+")
_ON_NEXT_PAGE = re.compile(r"[(]?(?:续上?表|接上[页表]|转下页|续表).{0,8}[)]?")
# 土地类, 宣传方面: names of groups, whatever their heading says.
_GROUPS = re.compile(r"[\u4e00-\u9fff](?:类|方面|领域|系统|战线|板块)$")
_TOTAL = re.compile("[合总小共] ?计")
_LONGEST_ROW_OF_LINES = 24
_LONGEST_NAME = 24
# Where it is done, which is no name of what is done: 点位 | 整治措施.
_PLACES = re.compile(r"点位|隐患点|位置|地点|地址|部位|处所|路段|村组|住址")


@dataclass
class Table:
    """A table of tasks: where its lines begin and end among all lines, its headings and rows."""

    start: int
    end: int
    head: list[Line]
    headings: list[str]
    kinds: list[Kind | None]
    rows: list[Row]

    @cached_property
    def task(self) -> int:
        """The column of what is to be done: the surest heading, or one behind it that varies more."""
        free = [at for at, kind in enumerate(self.kinds) if kind is None]
        ranked = sorted(free, key=lambda at: -columns.rank_of(self.headings[at]))
        if not ranked:
            return 0
        best = ranked[0]
        for other in free:
            if other > best and self._names_rows_better(other, best):
                return other
        if columns.rank_of(self.headings[best]) <= 1:
            # 防区 | 防控措施: what is done is no name where a column in front gives each row its own.
            unknown = (
                at
                for at in free
                if at < best
                and columns.rank_of(self.headings[at]) < 0
                and not _PLACES.search(self.headings[at])
            )
            return next((at for at in unknown if self._tells_rows_apart(at)), best)
        return best

    def _tells_rows_apart(self, at: int) -> bool:
        rows = [row for row in self.rows if not row.only and at < len(row.cells)]
        cells = [row.cells[at].strip() for row in rows]
        short = all(0 < len(cell) <= _LONGEST_NAME for cell in cells)
        return bool(self.headings[at].strip()) and short and len(set(cells)) == len(rows) > 1

    def _names_rows_better(self, other: int, best: int) -> bool:
        rows = [row for row in self.rows if not row.only]
        if rows and all(_GROUPS.search(row.cells[best]) for row in rows):
            return True
        repeated = sum(best in row.carried for row in rows)
        repeated += sum(a.cells[best] == b.cells[best] for a, b in pairwise(rows))
        told = {row.cells[other] for row in rows if other not in row.carried and row.cells[other]}
        return repeated > 0 and len(told) == len(rows)


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
    for split in (_by_tabs, _by_bars, _by_wide_blanks, _by_blanks):
        cells = split(lines[at])
        if len(cells) < 2:
            continue
        head, used = cells, 1
        lower = _lower_heads(cells, split(lines[at + 1])) if at + 1 < len(lines) else []
        if lower and (not columns.is_head(head) or columns.is_head(lower)):
            head, used = lower, 2
        if columns.opens(head, [split(each) for each in lines[at + used : at + used + 1]]):
            table = _rows_of_cells(lines, at, used, head, split)
            if table.rows:
                return table
    return _one_cell_a_line(lines, at)


def _lower_heads(high: Sequence[str], low: Sequence[str]) -> list[str]:
    """Headings over two rows as one: the lower ones stand under a merged one (责任分工: 牵头, 配合).

    Empty where the second row is none of headings.
    """
    same = (*SAME, "")
    from_above = [c == EMPTY_CELL or c in (*same, *high[i : i + 1]) for i, c in enumerate(low)]
    written = [cell for cell, same in zip(low, from_above, strict=True) if not same]
    if len(low) != len(high) or not any(from_above) or not written:
        return []
    if columns.is_head(high) and not all(columns.kind_of(cell) for cell in written):
        return []
    return [
        b if b.strip() and not same else a for a, b, same in zip(high, low, from_above, strict=True)
    ]


def _by_tabs(line: Line) -> list[str]:
    raw = line.raw.rstrip(" \r")
    return [_cell(cell) for cell in raw.split("\t")] if "\t" in raw.strip() else []


def _lone_cell(
    lines: Sequence[Line], place: int, width: int, split: Callable[[Line], list[str]]
) -> list[str]:
    """The cells of a row with a single one behind empty ones: the second line of a merged cell."""
    raw = lines[place].raw.rstrip(" \r")
    before = len(raw) - len(raw.lstrip("\t"))
    if split is not _by_tabs or not 0 < before < width:
        return []
    behind = len(raw) - len(raw.rstrip("\t"))
    follows = place + 1 < len(lines) and len(split(lines[place + 1])) >= max(2, width - 1)
    if (behind and before + behind == width - 1) or follows:
        return [_cell(cell) for cell in raw.split("\t")]
    return []


def _by_bars(line: Line) -> list[str]:
    text = re.sub("[｜│┃∣]", "|", line.text)
    if text.count("|") < 1:
        return []
    cells = text.removeprefix("|").removesuffix("|").split("|")
    return [_cell(cell) for cell in cells]


def _by_wide_blanks(line: Line) -> list[str]:
    cells = re.split(r"[ \u3000\xa0]{2,}|\u3000", line.raw.strip())
    return [_cell(cell) for cell in cells] if len(cells) > 2 else []


def _by_blanks(line: Line) -> list[str]:
    cells = line.text.split(" ")
    return cells if len(cells) > 2 else []


def _cell(text: str) -> str:
    if text == EMPTY_CELL:
        return EMPTY_CELL
    text = re.sub(r"<br ?/?>", CELL_BREAK, without_note_marks(text), flags=re.IGNORECASE)
    parts = [part.strip(" \u3000\xa0\u200b\ufeff\r") for part in text.split(CELL_BREAK)]
    return "\n".join(part for part in parts if part)


def _rows_of_cells(
    lines: Sequence[Line],
    at: int,
    used: int,
    head: Sequence[str],
    split: Callable[[Line], list[str]],
) -> Table:
    width = len(head)
    while width > 2 and not head[width - 1].strip():
        width -= 1
    headings = [cell.strip() for cell in head[:width]]
    kinds = columns.kinds_of(headings)
    table = Table(at, at + used, list(lines[at : at + used]), headings, kinds, [])
    place = at + used
    ordinal = kinds.index(Kind.ORDINAL) if Kind.ORDINAL in kinds else None
    while place < len(lines):
        line = lines[place]
        cells = split(line) or _lone_cell(lines, place, width, split)
        if (
            _RULE.fullmatch(line.text)
            or _ON_NEXT_PAGE.fullmatch(line.folded)
            or _TOTAL.fullmatch(next((cell for cell in cells if _written(cell)), "").strip())
            or (len(cells) >= 2 and [cell.strip() for cell in cells[:width]] == headings)
        ):
            table.head.append(line)
        elif columns.is_head(cells):
            break  # Another table begins.
        elif len(cells) < 2 or (split is _by_blanks and len(cells) < width):
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
    _set_groups_apart(table)
    _take_up_second_lines(table)
    share_out(table.rows, table.headings, table.kinds)
    _settle(table, loose=False)
    return table


def _set_groups_apart(table: Table) -> None:
    """A row of a Chinese numeral and one more cell heads a group where the rows have figures."""
    if Kind.ORDINAL not in table.kinds:
        return
    at = table.kinds.index(Kind.ORDINAL)
    numerals = [row.cells[at].strip() if at < len(row.cells) else "" for row in table.rows]
    if not any(re.fullmatch(r"\d{1,3}[.、．]?", each) for each in numerals):
        return
    for row, numeral in zip(table.rows, numerals, strict=True):
        others = [i for i, cell in enumerate(row.cells) if i != at and _written(cell)]
        if len(others) == 1 and re.fullmatch("[(（]?[一二三四五六七八九十]{1,3}[)）]?、?", numeral):
            stop = "" if numeral.endswith((")", "）", "、")) else "、"
            row.cells[others[0]] = numeral + stop + row.cells[others[0]].strip()
            row.cells[at] = ""


def _take_up_second_lines(table: Table) -> None:
    """A row whose one cell stands behind the column of the task goes on with that cell above."""
    free = [at for at, kind in enumerate(table.kinds) if kind is None]
    task = max(free, key=lambda at: (columns.rank_of(table.headings[at]), -at), default=0)
    rows: list[Row] = []
    for row in table.rows:
        filled = [at for at, cell in enumerate(row.cells) if _written(cell)]
        whole = bool(rows) and any(_written(cell) for cell in rows[-1].cells[: task + 1])
        if whole and len(filled) == 1 and filled[0] > task:
            at = filled[0]
            above = rows[-1]
            above.lines += row.lines
            above.cells += [""] * (at + 1 - len(above.cells))
            above.cells[at] = "\n".join(c for c in (above.cells[at], row.cells[at]) if _written(c))
        else:
            rows.append(row)
    table.rows = rows


def _written(cell: str) -> bool:
    return bool(cell.strip()) and cell != EMPTY_CELL


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
    if split is _by_blanks or split is _by_wide_blanks:
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


def _settle(table: Table, *, loose: bool) -> None:
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


def _one_cell_a_line(lines: Sequence[Line], at: int) -> Table | None:
    """Headings one below the other, then the cells of each row one below the other."""
    width = 0
    while at + width < len(lines) and width < 10 and _is_heading(lines[at + width]):
        width += 1
    headings = [line.text for line in lines[at : at + width]]
    kinds = [columns.kind_of(each) for each in headings]
    if width < 3 or not columns.is_head(headings) or not set(kinds) & {*UNITS_OR_TIME}:
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
    _settle(table, loose=True)
    return table if table.rows else None


UNITS_OR_TIME = (*columns.UNITS, Kind.DEADLINE)


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
