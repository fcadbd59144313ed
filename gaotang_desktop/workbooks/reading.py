"""Reading the tables that the office and the villages send, whatever program wrote them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gaotang_desktop.domain.errors import StorageProblem, Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import clipboard
from gaotang_desktop.domain.sheets.rows import SheetRows
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
from gaotang_desktop.workbooks.matching import header_key

_LARGEST = 128 * 1024 * 1024
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def read_sheet(
    path: Path,
    *,
    sheet: str | None = None,
    known: Collection[str] = (),
    progress: Progress | None = None,
) -> SheetRows:
    """Read one sheet: its header, its rows, and notes about what the operator may not expect.

    ``known`` are the labels, names and synonyms that may stand in the header: the row that has
    most of them is the header, whatever titles stand above it. Without a ``sheet`` name the first
    visible sheet with a header is read. What the file is, its first bytes say, not its suffix.

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
        return _chosen(_workbook_grids(content, path.name, sheet, watched), path.name, known)
    text = _page_text(content, path.name)
    if text is not None:
        return _chosen(foreign_tables.page_grids(text, file=path.name), path.name, known)
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


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a text, or of the first table of a file whose rows hold one text each.

    Each with the row in which it stands; a number before it is its own. Nothing of any other table.

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
        if not isinstance(last, str) or not all(isinstance(each, int) for each in before[:1]):
            return []
        if len(before) > 1:
            return []
        first = f"{before[0]}. " if before else ""
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


def read_pasted(
    text: str, *, known: Collection[str] = (), progress: Progress | None = None
) -> SheetRows:
    """Read what was copied from WPS or Excel (tab separated text, header included).

    Raises:
        Unreadable: nothing was pasted, or no header is among it.
        Cancelled: ``progress`` said so.
    """
    name = "粘贴的内容"
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
    if excel_tables.is_plain(content, file=file) or excel_tables.is_foreign(content, file=file):
        return foreign_tables.workbook_grids(content, file=file, sheet=sheet, progress=progress)
    return excel_tables.read_grids(content, file=file, sheet=sheet, progress=progress)


def _chosen(found: Iterable[grids.Grid], file: str, known: Collection[str]) -> SheetRows:
    """The first sheet with a header; several when they are one for each village or month."""
    tables: list[tuple[grids.Grid, int]] = []
    first: grids.Grid | None = None
    cards: list[SheetRows] = []
    for grid in found:
        if grid.name not in grids.TEMPLATE_SHEETS and (forms := one_record.read_all(grid, known)):
            cards += [each for each in forms if not cards or each.header == cards[0].header]
        if first is None or (not first.rows and grid.rows):
            first = grid
        index = grids.find_header(grid, known) if grid.rows else None
        if index is not None and grid.name not in grids.TEMPLATE_SHEETS:
            tables.append(head_rows.joined(grid, index, known))
    if not tables:
        empty = first or grids.Grid(name="")
        return _table(empty, grids.require_header(empty, known, file=file), known)
    if len(cards) > 1 and len({card.sheet for card in cards}) > 1:
        others = [each.name for each, _ in tables if each.name not in {c.sheet for c in cards}]
        left = f"工作表{'、'.join(f'“{each}”' for each in others)}不是这样的登记表，没有读入。"
        table = shapes.stacked(cards)
        return replace(table, notes=(*table.notes, left)) if others else table
    head = [header_key(str(label)) for label in tables[0][0].rows[tables[0][1]][1] if label]
    alike = [
        (grid, index)
        for grid, index in tables
        if [header_key(str(label)) for label in grid.rows[index][1] if label] == head
    ]
    apart = [each for each in alike if not shapes.is_summary(each[0].name)]
    if known and len(apart) > 1 and shapes.named_apart([grid.name for grid, _ in apart]):
        alike = apart
    if known and len(alike) > 1 and shapes.named_apart([grid.name for grid, _ in alike]):
        names = {grid.name for grid, _ in alike}
        others = [grid.name for grid, _ in tables if grid.name not in names]
        table = shapes.stacked([grids.rows_under(grid, index) for grid, index in alike])
        note = f"读了 {len(alike)} 张工作表：{'、'.join(grid.name for grid, _ in alike)}。"
        table = replace(table, notes=(note, *table.notes))
    else:
        grid, index = tables[0]
        others = [other.name for other, _ in tables[1:]] if known else []
        table = _table(grid, index, known)
    if others:
        named = "、".join(f"“{name}”" for name in others)
        said = f"只读了工作表“{tables[0][0].name}”；{named}也有表头，如需导入请另外选择。"
        table = replace(table, notes=(*table.notes, said))
    return table


def _table(grid: grids.Grid, index: int, known: Collection[str]) -> SheetRows:
    """The rows under a header; tables that stand side by side or below each other are one."""
    if cards := one_record.read_all(grid, known):
        return cards[0] if len(cards) == 1 else shapes.stacked(cards)
    grid, index = head_rows.joined(grid, index, known)
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
