"""Reading the tables that the office and the villages send, whatever program wrote them."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gaotang_desktop.domain.errors import StorageProblem, Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import clipboard
from gaotang_desktop.domain.sheets.rows import SheetRows, Worksheet
from gaotang_desktop.workbooks import (
    excel_tables,
    foreign_tables,
    grids,
    head_rows,
    one_record,
    shapes,
    text_tables,
)
from gaotang_desktop.workbooks.grids import blank

Choose = Callable[[Sequence[SheetRows]], SheetRows]
"""Of the tables of a file, one for each worksheet with a header, the one to be read."""
_LARGEST = 128 * 1024 * 1024
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def read_sheet(
    path: Path,
    *,
    sheet: str | None = None,
    known: Collection[str] = (),
    progress: Progress | None = None,
    choose: Choose | None = None,
) -> SheetRows:
    """Read one sheet: its header, its rows, and notes about what the operator may not expect.

    ``known`` are the labels, names and synonyms that may stand in the header: the row that has
    most of them is the header, whatever titles stand above it. Without a ``sheet`` name ``choose``
    picks among the worksheets with a header, visible ones first, or makes one table of several; else
    the first is read. What the file is, its first bytes say, not its suffix.

    Values: text as typed (full-width digits too), ``int``, ``Decimal``, ``date``, ``datetime``,
    ``time``, ``bool``, ``None`` for empty; a percentage is its text (``"91.3%"``), a number shown
    with leading zeros too. CSV values are text. Of merged cells only those that are one column
    wide and several rows high are repeated, in every row that has something else in it.
    Hidden rows and sheets are read and named in the notes. Rows that only repeat the header,
    sum up (合计) or close the page (填表人：) are left out and named in the notes.

    Raises:
        Unreadable: empty, binary, damaged, with a password, no header, no such sheet.
        StorageProblem: missing, held by another program, not allowed to be read.
        Cancelled: ``progress`` said so.
    """
    watched = progress or Silent()
    content = _content(path)
    if content.startswith((b"PK", _OLE)):
        found = _workbook_grids(content, path.name, sheet, watched)
        return _chosen(found, path.name, known, choose)
    text = _page_text(content, path.name)
    if text is not None:
        found = foreign_tables.page_grids(text, file=path.name)
        return _chosen(found, path.name, known, choose)
    text = foreign_tables.decoded(content, file=path.name)
    if sheet is not None:
        raise Unreadable(f"“{path.name}”是文本表格，里面没有名叫“{sheet}”的工作表。")
    grid = text_tables.read_grid(text, file=path.name, known=known, progress=watched)
    if known and grids.find_header(grid, known) is None:
        other = text_tables.read_big5(content)
        if other is not None:
            again = text_tables.read_grid(other, file=path.name, known=known, progress=watched)
            grid = grid if grids.find_header(again, known) is None else again
    grid = text_tables.with_numbers_in_doubt(grid)
    return _table(grid, grids.require_header(grid, known, file=path.name), known)


def texts_with(path: Path, wanted: re.Pattern[str]) -> list[str]:
    """The texts of a file, in any of its sheets, in which something stands, as a form's number.

    Raises:
        Unreadable, StorageProblem: as :func:`read_sheet`.
    """
    content = _content(path)
    found = every_grid(content, path.name)
    if found is None:
        text = foreign_tables.decoded(content, file=path.name)
        return [line for line in text.splitlines() if wanted.search(line)]
    return [
        value
        for grid in found
        for _number, values in grid.rows
        for value in values
        if isinstance(value, str) and wanted.search(value)
    ]


_LONGEST_PLACE = 16  # characters: 北村村民委员会


def read_lines(path: Path, *, placed: bool = False) -> list[tuple[int, str]]:
    """The lines of a text, or of the first table of a file whose rows hold one text each.

    Each with the row in which it stands; a number before it is its own, and so is a short word (a village)
    where lines are ``placed``. Nothing of any other table.

    Raises:
        Unreadable, StorageProblem: as :func:`read_sheet`.
    """
    content = _content(path)
    found = every_grid(content, path.name)
    if found is None:
        text = foreign_tables.decoded(content, file=path.name)
        return [(at, line.strip().strip('"')) for at, line in enumerate(text.splitlines(), start=1)]
    lines: list[tuple[int, str]] = []
    for number, values in next((each.rows for each in found if each.rows), ()):
        said = [value for value in values if not blank(value)]
        *before, last = said
        own = (
            (int, str)
            if placed and len(str(before[0] if before else "")) <= _LONGEST_PLACE
            else int
        )
        if not isinstance(last, str) or not all(isinstance(each, own) for each in before[:1]):
            return []
        if len(before) > 1:
            return []
        mark = "：" if before and isinstance(before[0], str) else ". "
        first = f"{before[0]}{mark}" if before else ""
        lines += [(number, line) for line in f"{first}{last}".splitlines()]
    return lines


def every_grid(content: bytes, file: str) -> Iterable[grids.Grid] | None:
    """All sheets of a workbook or tables of a page; ``None`` for a text (.csv).

    Raises:
        Unreadable: as :func:`read_sheet`.
    """
    if content.startswith((b"PK", _OLE)):
        return _workbook_grids(content, file, None, Silent())
    page = _page_text(content, file)
    return None if page is None else foreign_tables.page_grids(page, file=file)


def _page_text(content: bytes, file: str) -> str | None:
    """The text of a web page, or of one saved with its pictures; ``None`` where it is none."""
    if foreign_tables.is_mhtml(content):
        return foreign_tables.page_of(content, file=file)
    text = foreign_tables.decoded(content, file=file)
    return text if foreign_tables.is_page(text) else None


def read_grid(path: Path, sheet: str, *, progress: Progress | None = None) -> grids.Grid:
    """The cells of one sheet of an .xlsx workbook as they stand, with the same limits.

    Raises:
        Unreadable: no .xlsx, damaged, with a password, too large, no sheet of that name.
        StorageProblem: missing, held by another program, not allowed to be read.
        Cancelled: ``progress`` said so.
    """
    watched, content, file = progress or Silent(), _content(path), path.name
    if not content.startswith(b"PK"):
        raise Unreadable(f"“{file}”不是 .xlsx 工作簿，没有读入。")
    if excel_tables.is_plain(content, file=file):
        found = foreign_tables.workbook_grids(content, file=file, sheet=sheet, progress=watched)
    else:
        found = excel_tables.read_grids(content, file=file, sheet=sheet, progress=watched)
    return next(iter(found))


def read_cells(path: Path) -> tuple[grids.Grid, ...]:
    """The cells of every sheet that has any, as they stand: titles, sums and last lines too.

    Raises:
        Unreadable, StorageProblem: as :func:`read_sheet`.
    """
    content = _content(path)
    found = every_grid(content, path.name)
    if found is None:
        text = foreign_tables.decoded(content, file=path.name)
        found = [text_tables.read_grid(text, file=path.name, known=(), progress=Silent())]
    filled = tuple(each for each in found if each.rows)
    if not filled:
        raise Unreadable(f"“{path.name}”里没有填写内容，请检查是不是选错了文件。")
    return filled


def read_pasted(
    text: str, *, known: Collection[str] = (), progress: Progress | None = None
) -> SheetRows:
    """Read what was copied from WPS or Excel (tab separated text, header included).

    Raises:
        Unreadable: nothing was pasted, or no header is among it.
        Cancelled: ``progress`` said so.
    """
    name = "粘贴的内容"
    if blank(text):
        raise Unreadable(clipboard.NOTHING)
    if "\t" in text:
        rows = list(enumerate(clipboard.cells(text), start=1))
        filled = [(number, list[Any](row)) for number, row in rows if not all(map(blank, row))]
        grid = grids.Grid(name="", rows=filled)
        return _table(grid, grids.require_header(grid, known, file=name), known)
    grid = text_tables.read_grid(text, file=name, known=known, progress=progress or Silent())
    return _table(grid, grids.require_header(grid, known, file=name), known)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise StorageProblem(f"“{path}”是一个文件夹，请选择文件夹里的表格文件。")
        if path.stat().st_size > _LARGEST:
            raise Unreadable(
                f"“{path.name}”超过 {_LARGEST // 1024 // 1024} MB，不像是台账，没有读入。"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise StorageProblem(
            f"没有找到“{path}”这个文件，请检查文件是不是改了名或者移走了。"
        ) from None
    except PermissionError as problem:
        raise StorageProblem(
            f"打不开“{path.name}”：它正被别的程序占用，或者没有读取的权限。"
            "请关闭打开它的 WPS 或 Excel 再试。"
        ) from problem
    except OSError as problem:
        raise StorageProblem(
            f"读不出“{path.name}”，可能是磁盘或 U 盘出了问题，请把文件复制到电脑上再试。"
        ) from problem
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(f"“{path.name}”是空文件，请检查是不是选错了文件。")
    return content


def _workbook_grids(
    content: bytes, file: str, sheet: str | None, progress: Progress
) -> Iterable[grids.Grid]:
    """The sheets of a workbook of any kind; an OLE file may be one with a password."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable(f"“{file}”设了密码，请在 WPS 或 Excel 里取消密码后再导入。")
        return foreign_tables.workbook_grids(content, file=file, sheet=sheet, progress=progress)
    # An .ods is no workbook to which is_plain could be put.
    if excel_tables.is_foreign(content, file=file) or excel_tables.is_plain(content, file=file):
        return foreign_tables.workbook_grids(content, file=file, sheet=sheet, progress=progress)
    return excel_tables.read_grids(content, file=file, sheet=sheet, progress=progress)


def _chosen(
    found: Iterable[grids.Grid], file: str, known: Collection[str], choose: Choose | None
) -> SheetRows:
    """The worksheet with a header that is chosen, the first one where nobody chooses."""
    tables: list[SheetRows] = []
    first: grids.Grid | None = None
    there: list[Worksheet] = []
    for grid in found:
        if first is None or (not first.rows and grid.rows):
            first = grid
        ours = grid.name in grids.TEMPLATE_SHEETS
        index = None if ours or not grid.rows else grids.find_header(grid, known)
        if index is None or (tables and not known):
            there += [] if ours else [Worksheet(grid.name, hidden=grid.hidden)]
            continue
        table = _table(grid, index, known)
        there.append(Worksheet(grid.name, len(table.rows), hidden=grid.hidden, headed=True))
        tables.append(replace(table, sheet=grid.name, worksheets=(there[-1],)))
    if not tables:
        empty = first or grids.Grid(name="")
        return _table(empty, grids.require_header(empty, known, file=file), known)
    table = choose(tables) if choose is not None else tables[0]
    taken = {part.worksheet or part.sheet for part in table.parts}
    return replace(
        table, worksheets=tuple(replace(each, read=each.name in taken) for each in there)
    )


def _table(grid: grids.Grid, index: int, known: Collection[str]) -> SheetRows:
    """The rows under a header; tables that stand side by side or below each other are one."""
    if cards := one_record.read_all(grid, known):
        return cards[0] if len(cards) == 1 else shapes.stacked(cards)
    grid, index = head_rows.joined(grid, index, known)
    grid = shapes.without_others_below(grid, index, known)
    blocks, placed = shapes.side_by_side(grid, index, known), "左右并排"
    if len(blocks) == 1:
        blocks, placed = shapes.one_below_another(grid, index), "上下"
    if len(blocks) == 1:
        return grids.rows_under(grid, index)
    tables = [
        grids.rows_under(block, grids.require_header(block, known, file=grid.name))
        for block in blocks
    ]
    table = shapes.stacked(tables)
    return replace(table, notes=(*table.notes, f"{placed}的 {len(tables)} 块表当作一张读入。"))
