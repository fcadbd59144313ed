"""A plan that an office keeps as a workbook (任务清单.xlsx), as the text that the reader of plans knows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.lines import CELL_BREAK, EMPTY_CELL
from gaotang_desktop.workbooks.grids import blank

_HIDDEN = "工作表“{}”是隐藏的，没有读入，请核对。"


def text_of(content: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The rows of all sheets that are seen, with tabs between the cells, and what to look at.

    A row with a single text is a line of its own: a title, or the heading of a group.

    Raises:
        Unreadable: damaged, with a password, or nothing in it.
    """
    from gaotang_desktop.workbooks import reading  # slow to import, and most plans are no workbooks

    lines: list[str] = []
    # An old .xls does not tell which cells are merged: there an empty one may go on from above.
    empty = EMPTY_CELL if content.startswith(b"PK") else ""
    notices: list[str] = []
    for grid in reading.every_grid(content, file) or ():
        if grid.hidden:
            notices += [_HIDDEN.format(grid.name)] if grid.rows else []
            continue
        width = max((_filled(values) for _, values in grid.rows), default=0)
        lines += [_line(values[:width], width, empty) for _, values in grid.rows]
        notices += [
            f"工作表“{grid.name}”第 {row} 行第 {column + 1} 列：{said}"
            for (row, column), said in sorted(grid.problems.items())
        ]
    if not lines:
        raise Unreadable(f"文件“{file}”里没有填写内容，请检查是不是选错了文件。")
    return "\n".join(lines), tuple(notices)


def _filled(values: Sequence[Any]) -> int:
    """How many columns a row has up to its last cell with something in it."""
    return max((at for at, value in enumerate(values, 1) if not blank(value)), default=0)


def _line(values: Sequence[Any], width: int, empty: str) -> str:
    cells = [_written(value) for value in values]
    said = [cell for cell in cells if cell]
    if len(said) == 1:
        return said[0].replace(CELL_BREAK, "\n")
    cells += [""] * (width - len(cells))
    return "\t".join(cell or empty for cell in cells)


def _written(value: Any) -> str:
    """What a cell shows: a day as a plan writes it, the lines of a text kept apart."""
    if blank(value):
        return ""
    if isinstance(value, (date, datetime)):
        return f"{value.year}年{value.month}月{value.day}日"
    return CELL_BREAK.join(part.strip() for part in str(value).split("\n") if part.strip())
