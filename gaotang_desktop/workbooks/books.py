"""A workbook being made: sheets with frame and page set-up, saved whole and always alike."""

import io
import math
import re
import shutil
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter
from typing_extensions import override

from gaotang_desktop import files
from gaotang_desktop.workbooks.cells import Ink, placed

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]+")
# Half-width characters of 10 pt that fit across an A4 page, upright and lying.
_PORTRAIT, _LANDSCAPE = 92, 136
_SMALLEST = 8 / 10  # what is printed is never smaller than 8 pt
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WHEN = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)


@contextmanager
def new_book() -> Iterator[Any]:
    """A write-only workbook; its temporary files are gone afterwards, whatever happens."""
    book: Any = Workbook(write_only=True)
    book.properties.creator = "高塘双提升工作台"
    try:
        yield book
    finally:
        for sheet in book.worksheets:
            writer = sheet._writer
            if writer is not None and Path(writer.out).exists():
                if not sheet.closed:
                    sheet.close()
                writer.cleanup()


def add_sheet(
    book: Any, name: str, widths: Sequence[float], *, hidden: Collection[int] = ()
) -> tuple[Any, Ink]:
    """A sheet set up for A4: landscape when the columns need it, page numbers, nothing under 8 pt.

    One page wide as long as that can be read, else as many as it takes. Columns in the places
    ``hidden`` (from 0) are neither seen nor printed.
    """
    sheet = book.create_sheet(sheet_name(name, taken=book.sheetnames))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        if column - 1 in hidden:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup = sheet.page_setup
    setup.paperSize = 9  # A4
    wide = sum(width for place, width in enumerate(widths) if place not in hidden)
    setup.orientation = "landscape" if wide > _PORTRAIT else "portrait"
    setup.fitToWidth, setup.fitToHeight = pages_across(wide), 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.6, 0.7
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.size = 9
    # Of a cell that is ready openpyxl finds out by an error that it is one, and makes another.
    sheet._values_to_row = placed
    # Rows that need more than one line say their height; the others are a little airier than usual.
    sheet.sheet_format.defaultRowHeight = 18
    sheet.sheet_format.customHeight = True
    return sheet, Ink(sheet, widths)


def pages_across(wide: float) -> int:
    """How many pages a table is wide, so that nothing is smaller than 8 pt."""
    return max(1, math.ceil(wide / (_LANDSCAPE / _SMALLEST)))


def freeze_header(sheet: Any, row: int, columns: int, *, keep: int = 0, last: int = 0) -> None:
    """Keep the header in view and on every printed page, with a filter over rows up to ``last``."""
    sheet.freeze_panes = f"{get_column_letter(keep + 1)}{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    if keep and sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = f"A:{get_column_letter(keep)}"
    if last > row:
        sheet.auto_filter.ref = f"A{row}:{get_column_letter(columns)}{last}"


def sheet_name(wanted: str, *, taken: Sequence[str] = ()) -> str:
    """A name that Excel accepts: none of the seven marks it forbids, at most 31 characters, not used yet."""
    name = _NOT_IN_NAMES.sub(" ", wanted).strip(" '")[:31].strip(" '") or "表"
    if name.casefold() == "history":  # Excel keeps this one for itself
        name = "表 History"
    used = {other.casefold() for other in taken}
    unique, number = name, 2
    while unique.casefold() in used:
        suffix = f" ({number})"
        unique, number = name[: 31 - len(suffix)] + suffix, number + 1
    return unique


def save(book: Any, path: Path) -> None:
    """Write the workbook beside ``path`` and rename it; equal content gives equal bytes.

    Raises:
        StorageProblem: the disk is full, the folder is read-only, the file is open elsewhere; or the
            name is that of another kind of file, which would not open as what it says.
    """
    files.require_free(path)
    files.require_kind(path, "工作簿", ".xlsx")
    made = io.BytesIO()
    try:
        with _Timeless(made, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).write_data()
    except OSError as problem:
        raise files.write_problem(path, problem) from problem
    files.write_whole(path, made.getvalue())


class _Timeless(zipfile.ZipFile):
    """The archive of a workbook without the moment of its making, so that equal data is an equal file.

    A long sheet goes from its temporary file piece by piece.
    """

    @override
    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as source, self.open(_entry(arcname), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    @override
    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        body = data.encode() if isinstance(data, str) else bytes(data)
        if zinfo_or_arcname == "docProps/core.xml":
            body = _WHEN.sub(b"", body)
        super().writestr(_entry(zinfo_or_arcname), body)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def mended(ink: Ink, sheet: str) -> list[str]:
    """Sentences about what could not be written as it is."""
    notes = []
    if ink.cleaned:
        notes.append(f"“{sheet}”有 {ink.cleaned} 格含有看不见的控制字符，写入时已去掉。")
    if ink.shortened:
        notes.append(f"“{sheet}”有 {ink.shortened} 格超过表格软件的字数上限，只写了前面的部分。")
    return notes
