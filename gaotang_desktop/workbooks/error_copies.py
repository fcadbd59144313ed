"""What could not be taken in, marked in a copy of the sender's own workbook."""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from gaotang_desktop import files
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.sheets.rows import RowError, SheetRows
from gaotang_desktop.workbooks import excel_tables
from gaotang_desktop.workbooks.writing import write_error_rows

AUTHOR = "高塘双提升工作台"
_RED = "FFF4B6B1"
_MOST_ROWS = 20_000  # a longer workbook is not held in memory whole: its bad rows are copied alone
_NAMED = re.compile(r"-有问题的行\d*$")


def write_error_copy(source: Path, sheet: SheetRows, errors: Sequence[RowError]) -> Path:
    """Write a copy of a file beside it with its bad cells red and a comment on each; returns it.

    Of a workbook everything stays as it was: all sheets, formats, formulas, good rows. Of other
    files, and of very long ones, the copy is a workbook with the bad rows and what is wrong at the
    end of each. The name is never one that exists: a copy that is half mended stays.

    Raises:
        StorageProblem: the copy cannot be written; the sentence says that nothing was taken in.
    """
    content = _workbook(source, sheet)
    path = _free_name(source, ".xlsm" if content and source.suffix.lower() == ".xlsm" else ".xlsx")
    try:
        if content is None:
            write_error_rows(sheet, errors, path)
        else:
            files.write_whole(path, _marked(content, sheet, errors))
    except StorageProblem as problem:
        raise StorageProblem(
            f"{problem}有 {len({error.row for error in errors})} 行有问题，要另存一份标出来却存不下，"
            "所以这一次一行都没有导入。"
        ) from problem
    return path


def _workbook(source: Path, sheet: SheetRows) -> bytes | None:
    """The bytes of a workbook that can be copied whole."""
    if len(sheet.rows) > _MOST_ROWS:
        return None
    try:
        content = source.read_bytes()
    except OSError:
        return None  # a stick that was pulled out: the rows are still in memory
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return None
    return None if excel_tables.is_foreign(content, file=source.name) else content


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
    with warnings.catch_warnings():
        # openpyxl says which extensions it does not know.
        warnings.simplefilter("ignore")
        macros = b"vbaProject.bin" in content
        book = load_workbook(io.BytesIO(content), keep_vba=macros)
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
        places[part.worksheet, row.row, column + 1].append(said)
    for page in book.worksheets:
        _without_marks(page)
    for (name, number, column), sentences in places.items():
        page = book[name] if name in book.sheetnames else book.worksheets[0]
        cell: Any = page.cell(number, column)
        if type(cell).__name__ == "MergedCell":
            cell = _first_of_merged(page, number, column)
        cell.fill = PatternFill("solid", fgColor=_RED)
        before = f"{cell.comment.text}\n" if cell.comment is not None else ""
        said = "".join(dict.fromkeys(sentences))
        comment = Comment(f"{before}{said}", AUTHOR)
        comment.width, comment.height = 280, 40 + 18 * (len(comment.text) // 18)
        cell.comment = comment
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


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
