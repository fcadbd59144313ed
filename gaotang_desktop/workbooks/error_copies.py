"""What could not be taken in, marked in a copy of the sender's own workbook."""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from gaotang_desktop import files
from gaotang_desktop.domain.errors import StorageProblem, Unreadable
from gaotang_desktop.domain.sheets.rows import RowError, SheetRows
from gaotang_desktop.workbooks import books, excel_tables, marking, packages, text_tables
from gaotang_desktop.workbooks.cells import ILLEGAL
from gaotang_desktop.workbooks.grids import Grid
from gaotang_desktop.workbooks.reading import every_grid
from gaotang_desktop.workbooks.writing import problem_label, sentences, write_error_rows

AUTHOR = "高塘双提升工作台"
_RED = packages.RED
_MOST_ROWS = 20_000  # openpyxl would hold a longer workbook in memory whole
_LONGEST = 2_000  # of a comment; Excel opens none that is longer than a cell may be
_OTHERS = {".xls", ".xlt", ".et", ".ods", ".htm", ".html", ".mht", ".mhtml"}
_NAMED = re.compile(r"-有问题的行\d*$")


def write_error_copy(source: Path, sheet: SheetRows, errors: Sequence[RowError]) -> Path:
    """Write a copy of a file beside it with its bad cells red and a comment on each; returns it.

    Of an .xlsx everything stays as it was: all sheets, formats, formulas, pictures, charts, good rows.
    A .csv stays one, with a column 说明. Of other kinds (.xls, .ods, web pages) the copy is an .xlsx
    with the cells of all sheets. Of a long workbook that is built in an odd way it has the bad rows
    alone, and what is wrong at the end of each. The name is never one that exists: a copy that is
    half mended stays.

    Raises:
        StorageProblem: the copy cannot be written; the sentence says that nothing was taken in.
    """
    suffix, made = _copied(source, sheet, errors)
    path = _free_name(source, suffix)
    try:
        if made is None:
            write_error_rows(sheet, errors, path)
        else:
            files.write_whole(path, made)
    except StorageProblem as problem:
        raise StorageProblem(
            f"{problem}有 {len({error.row for error in errors})} 行有问题，要另存一份标出来却存不下，"
            "所以这一次一行都没有导入。"
        ) from problem
    return path


def loses_formats(source: Path) -> bool:
    """Whether an error copy of a file holds its cells alone: of an .xls, .ods or web page."""
    if source.suffix.lower() not in _OTHERS:
        return False
    try:
        content = source.read_bytes()
        return not zipfile.is_zipfile(io.BytesIO(content)) or excel_tables.is_foreign(
            content, file=source.name
        )
    except (OSError, Unreadable):
        return False


def _copied(source: Path, sheet: SheetRows, errors: Sequence[RowError]) -> tuple[str, bytes | None]:
    """The ending and the content of a whole copy; no content where only bad rows can be copied."""
    if not sheet.parts[0].columns:
        return ".xlsx", None  # lines of a chat: its rows stand under no heading of the file
    try:
        content = source.read_bytes()
    except OSError:
        return ".xlsx", None  # a stick that was pulled out: the rows are still in memory
    try:
        if zipfile.is_zipfile(io.BytesIO(content)) and not excel_tables.is_foreign(
            content, file=source.name
        ):
            suffix = ".xlsm" if source.suffix.lower() == ".xlsm" else ".xlsx"
            return suffix, _marked(content, sheet, errors)
        found = every_grid(content, source.name)
        if found is not None:
            return ".xlsx", _of_cells(list(found), _said(sheet, errors))
        return source.suffix or ".csv", _text(content, sheet, errors)
    except (Unreadable, packages.Unusual):
        return ".xlsx", None  # changed meanwhile, or odd and long: the rows are still in memory


def _text(content: bytes, sheet: SheetRows, errors: Sequence[RowError]) -> bytes:
    rows = {row.number: row.row for row in sheet.rows}
    by_row: dict[int, list[RowError]] = defaultdict(list)
    for error in errors:
        if error.row in rows:
            by_row[rows[error.row]].append(error)
    said = {at: sentences(found, at) for at, found in by_row.items()}
    return text_tables.with_column(content, problem_label(sheet), said, sheet.parts[0].columns)


def _of_cells(found: Sequence[Grid], places: Mapping[tuple[str, int, int], str]) -> bytes:
    """A workbook with the cells of all sheets where they stood, as values."""
    book = Workbook(write_only=True)
    names = [grid.name for grid in found]
    marks: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for (name, row, column), said in places.items():
        marks[names.index(name) if name in names else 0, row][column] = said
    for at, grid in enumerate(found):
        title = books.sheet_name(grid.name or f"表{at + 1}", taken=book.sheetnames)
        page: Any = book.create_sheet(title)
        last = 0
        for row, values in grid.rows:
            for _empty in range(last + 1, row):
                page.append(())
            page.append(_cells(page, values, marks.get((at, row), {})))
            last = row
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cells(page: Any, values: Sequence[Any], marks: Mapping[int, str]) -> list[Any]:
    """The cells of a row, those with a mark red and explained."""
    width = max(len(values), max(marks, default=0))
    row: list[Any] = [*values, *[None] * (width - len(values))]
    for at, value in enumerate(row):
        if isinstance(value, str):
            row[at] = WriteOnlyCell(page)
            row[at]._value, row[at].data_type = ILLEGAL.sub("", value), "s"
    for column, said in marks.items():
        value = row[column - 1]
        cell = value if isinstance(value, Cell) else WriteOnlyCell(page, value)
        row[column - 1] = cell
        _say(cell, said)
    return row


def original_stem(path: Path) -> str:
    """The name, without its ending, of the file that an error copy was made of; of others their own."""
    return _NAMED.sub("", path.stem)


def _free_name(source: Path, suffix: str) -> Path:
    stem = original_stem(source)
    number = 1
    while True:
        path = source.with_name(f"{stem}-有问题的行{number if number > 1 else ''}{suffix}")
        if not path.exists():
            return path
        number += 1


def _marked(content: bytes, sheet: SheetRows, errors: Sequence[RowError]) -> bytes:
    """The workbook with its bad cells marked, by openpyxl only where it is built in an odd way."""
    said = _said(sheet, errors)
    try:
        return marking.marked(content, said, author=AUTHOR)
    except packages.Unusual:
        if len(sheet.rows) > _MOST_ROWS:
            raise
        return _written_anew(content, said)


def _said(sheet: SheetRows, errors: Sequence[RowError]) -> dict[tuple[str, int, int], str]:
    """What is wrong, by worksheet, row and column (from 1)."""
    rows = {row.number: row for row in sheet.rows}
    places: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for error in errors:
        row = rows.get(error.row)
        if row is None:
            continue
        part = sheet.parts[row.part]
        first = min(part.columns.values(), default=0)
        column = part.columns.get(error.column, part.columns.get(row.cell, first))
        said = error.message
        if error.column and error.column not in part.columns:
            said = f"{error.column}：{said}"
        places[part.worksheet, part.rows.get(error.column, row.row), column + 1].append(said)
    return {place: "".join(dict.fromkeys(told))[:_LONGEST] for place, told in places.items()}


def _written_anew(content: bytes, places: Mapping[tuple[str, int, int], str]) -> bytes:
    with warnings.catch_warnings():
        # openpyxl says which extensions it does not know.
        warnings.simplefilter("ignore")
        macros = b"vbaProject.bin" in content
        book = load_workbook(io.BytesIO(content), keep_vba=macros)
    for page in book.worksheets:
        _without_marks(page)
    for (name, number, column), said in places.items():
        page = book[name] if name in book.sheetnames else book.worksheets[0]
        _mark_cell(page, number, column, said)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _mark_cell(page: Any, number: int, column: int, said: str) -> None:
    cell: Any = page.cell(number, column)
    if type(cell).__name__ == "MergedCell":
        cell = _first_of_merged(page, number, column)
    _say(cell, said)


def _say(cell: Any, said: str) -> None:
    cell.fill = PatternFill("solid", fgColor=_RED)
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    comment = Comment(f"{before}{said}", AUTHOR)
    comment.width, comment.height = 280, 40 + 18 * (len(comment.text) // 18)
    cell.comment = comment


def _without_marks(page: Any) -> None:
    """What an earlier copy marked is mended, or will be marked again."""
    for row in page.iter_rows():
        for cell in row:
            comment = getattr(cell, "comment", None)
            ours = comment is not None and comment.author == AUTHOR
            if ours and cell.fill.fgColor.rgb == _RED:
                cell.comment = None
                cell.fill = PatternFill()


def _first_of_merged(page: Any, number: int, column: int) -> Any:
    area = next(
        each
        for each in page.merged_cells.ranges
        if each.min_row <= number <= each.max_row and each.min_col <= column <= each.max_col
    )
    return page.cell(area.min_row, area.min_col)
