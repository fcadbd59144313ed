"""Cells of an .xlsx workbook: values as the office sees them, merged areas, hidden rows, errors."""

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser
from typing_extensions import override

from gaotang_desktop import archives
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.workbooks import formulas
from gaotang_desktop.workbooks.grids import Grid, blank

# Uncompressed; a sheet of 100,000 records has about 60 MB. More than this is a bomb or a mistake.
MOST_BYTES = 256 * 1024 * 1024
# A ledger has some dozens; a calendar of a year 366. What stands further to the right is a slip of
# the hand or an attack: a cell at XFD makes every row of the table 16,384 cells wide.
MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000  # 100,000 records of 50 columns; empty cells with a format count
MOST_ROWS = 1_048_576  # what one sheet of Excel holds
MOST_MERGED = 2_000_000  # cells of merged areas

_DAMAGED = (
    BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # malformed XML, from either parser
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,  # openpyxl's word for a workbook without its main part; the bytes are in memory
)
_ERRORS = {
    "#N/A": "公式没有找到对应的值",
    "#REF!": "公式引用的单元格已经删掉",
    "#VALUE!": "公式里的值类型不对",
    "#DIV/0!": "公式除以了零",
    "#NAME?": "公式的名字写错了",
    "#NUM!": "公式算不出数",
    "#NULL!": "公式引用的区域不对",
}
# How the format spells control characters, and an underscore that would look like that spelling.
_ESCAPED = re.compile(r"_x00(0[0-9A-Fa-f]|1[0-9A-Fa-f]|5F(?=_x[0-9A-Fa-f]{4}_))_")


TOO_LONG = "这个数字超过 15 位，表格软件已经把后面的位数变成 0，请把这一列设为文本格式，重新填写。"


def unescaped(text: str) -> str:
    """A text with its control characters as characters, not as ``_x000B_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class _Parser(WorkSheetParser):
    """openpyxl's row parser, which also remembers hidden rows and formulas without a value."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.hidden_rows = 0
        self.uncomputed: dict[formulas.Place, str] = {}

    @override
    def parse_row(self, row: Any) -> Any:
        if row.get("hidden") in ("1", "true") and len(row):
            self.hidden_rows += 1
        return super().parse_row(row)

    @override
    def parse_cell(self, element: Any) -> Any:
        cell = super().parse_cell(element)
        if cell["value"] is None and (formula := element.find("{*}f")) is not None:
            self.uncomputed[cell["row"], cell["column"] - 1] = formula.text or ""
        return cell


@contextmanager
def _understood(file: str) -> Iterator[None]:
    """Turn what a damaged workbook raises into a sentence."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions that it drops; reading values loses nothing by that.
            warnings.simplefilter("ignore")
            yield
    except Unreadable:
        raise
    except _DAMAGED as problem:
        raise Unreadable(
            f"“{file}”已经损坏，读不出来。请用 WPS 或 Excel 打开它，另存为新的 .xlsx 再导入。"
        ) from problem


def read_grids(
    content: bytes, *, file: str, sheet: str | None, progress: Progress
) -> Iterator[Grid]:
    """Each sheet of a workbook in turn, visible ones first; only ``sheet`` when it is named.

    Raises:
        Unreadable: damaged, not a workbook, too large when unpacked, or no sheet of that name.
        Cancelled: the operator stopped it.
    """
    with _understood(file):
        _check_archive(content, file)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = list(book.worksheets)
        if sheet is not None:
            chosen = [s for s in sheets if s.title.strip() == sheet.strip()]
            if not chosen:
                names = "、".join(f"“{s.title}”" for s in sheets)
                raise Unreadable(f"“{file}”里没有名叫“{sheet}”的工作表，现有的是{names}。")
        else:
            chosen = sorted(sheets, key=lambda s: s.sheet_state != "visible")
        for one in chosen:
            with _understood(file):
                grid = _grid(one, file, progress)
            if one.sheet_state != "visible":
                grid.hidden = True
                grid.notes.append(f"工作表“{one.title}”是隐藏的，里面的内容也读入了。")
            yield grid
        if sheet is None:
            yield from (Grid(name=each.title) for each in book.chartsheets)
    finally:
        book.close()


def is_foreign(content: bytes, *, file: str) -> bool:
    """Whether this is a spreadsheet in an archive that openpyxl does not read: strict OOXML, .ods.

    Raises:
        Unreadable: damaged, or too large when unpacked.
    """
    with _understood(file), _opened(content, file) as archive:
        names = set(archive.namelist())
        if "mimetype" in names and "content.xml" in names:
            return b"spreadsheet" in archive.read("mimetype")[:200]
        if "xl/workbook.xml" not in names:
            return False
        with archive.open("xl/workbook.xml") as part:
            return b"purl.oclc.org/ooxml" in part.read(4000)


_PIECE = 1 << 20
_WIDE = re.compile(rb"""\br=["']([A-Z]{2,3})\d""")
_DEEP = re.compile(rb"""\br=["'][A-Z]*(\d{6,7})["']""")
_MOST_ROOM = 3 * MOST_CELLS
_LONG = 100_000  # bytes; a shorter file is read as fast either way
_NOT_PLAIN = re.compile(rb'<f[ >/]| t="e"|<row [^>]*hidden="(?:1|true)"')
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CELL_STYLES = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_FORMAT_OF = re.compile(rb'<xf [^>]*numFmtId="(\d+)"')
_OWN_FORMAT = re.compile(
    rb'<numFmt [^>]*?(?:numFmtId="(\d+)" formatCode="([^"]*)"|formatCode="([^"]*)" numFmtId="(\d+)")'
)


def is_plain(content: bytes, *, file: str) -> bool:
    """Whether a long workbook holds nothing but values, so that the fast reader sees it all.

    That reader knows no formulas without a value, no errors, no hidden rows and no formats that
    change what a number says (007, 91%).

    Raises:
        Unreadable: damaged, too large when unpacked, with a password, no workbook.
    """
    if len(content) < _LONG:
        return False
    with _understood(file):
        _check_archive(content, file)
        with ZipFile(io.BytesIO(content)) as archive:  # found harmless a moment ago
            names = archive.namelist()
            if "xl/styles.xml" in names and not _plain_formats(archive.read("xl/styles.xml")):
                return False
            return all(
                _plain_sheet(archive, name)
                for name in names
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            )


def _plain_sheet(archive: ZipFile, name: str) -> bool:
    """Looks at a sheet piece by piece: whole, it would take twenty times as much as its file."""
    rest = b""
    width, height = 26, 99_999
    with archive.open(name) as body:
        while piece := body.read(_PIECE):
            piece = rest + piece
            cut = piece.rfind(b">") + 1
            found, rest = piece[:cut], piece[cut:]
            if _NOT_PLAIN.search(found):
                return False
            for left, top, right, bottom in _MERGED.findall(found):
                if left == right and top != bottom:
                    return False
            # The fast reader makes room for all cells between the first and the last of them.
            width = max(width, *map(_column, set(_WIDE.findall(found))), 0)
            height = max(height, *map(int, _DEEP.findall(found)), 0)
            if width > MOST_COLUMNS or width * height > _MOST_ROOM:
                return False
            if len(rest) > _PIECE:
                return False  # no tag ends for so long: whatever this is, the other reader says it
    return True


def _column(letters: bytes) -> int:
    return int(column_index_from_string(letters.decode("ascii")))


def _plain_formats(body: bytes) -> bool:
    own = {}
    for first, code, other, last in _OWN_FORMAT.findall(body):
        own[int(first or last)] = (code or other).decode("utf-8", "replace")
    cells = _CELL_STYLES.search(body)
    used = {int(number) for number in _FORMAT_OF.findall(cells[0])} if cells else set()
    for number in used:
        code = own.get(number) or BUILTIN_FORMATS.get(number, "General")
        bare = re.sub(r'"[^"]*"|&quot;.*?&quot;|\\.', "", code.split(";")[0])
        if "%" in bare or re.fullmatch(r"0{2,}", bare):
            return False
    return True


def _opened(content: bytes, file: str) -> AbstractContextManager[ZipFile]:
    limits = archives.Limits(bytes=MOST_BYTES, part_bytes=MOST_BYTES)
    return archives.opened(io.BytesIO(content), name=f"“{file}”", limits=limits)


def _check_archive(content: bytes, file: str) -> None:
    with _opened(content, file) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise Unreadable(f"“{file}”不是 Excel 工作簿，请用 WPS 或 Excel 另存为 .xlsx 再导入。")


def _grid(sheet: Any, file: str, progress: Progress) -> Grid:
    book = sheet.parent
    grid = Grid(name=sheet.title)
    formats = _Formats(book)
    total, size, rows = sheet.max_row or 0, 0, 0
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number % 500 == 0:
                progress.step(min(number, total), max(total, 1), f"正在读取“{file}”")
            size += max(len(cells), _add_row(grid, number, cells, formats))
            rows += 1
            if size > MOST_CELLS or rows > MOST_ROWS:
                what = f"{MOST_CELLS // 10_000} 万格" if size > MOST_CELLS else f"{MOST_ROWS} 行"
                raise Unreadable(
                    f"“{file}”的工作表“{sheet.title}”超过 {what}，没有读入。"
                    "请删掉不要的行和列，或者分成几个文件再导入。"
                )
    _reckon(grid, parser.uncomputed)
    _keep_rows_with_problems(grid)
    if parser.hidden_rows:
        grid.notes.append(f"有 {parser.hidden_rows} 行是隐藏的，里面的内容也读入了。")
    _fill_merged(grid, parser)
    return grid


def _reckon(grid: Grid, uncomputed: dict[formulas.Place, str]) -> None:
    """Put the values of formulas that were kept without them where they can be reckoned, and tell of both."""
    rows = dict(grid.rows)

    def value_at(row: int, column: int) -> object:
        if (row, column) in grid.problems:
            return "?"
        values = rows.get(row, [])
        return values[column] if column < len(values) else None

    found = formulas.reckoned(uncomputed, value_at) if uncomputed else {}
    for (number, column), value in found.items():
        values = rows.setdefault(number, [])
        values.extend([None] * (column + 1 - len(values)))
        values[column] = value
    grid.rows = sorted(rows.items()) if found else grid.rows
    if found:
        grid.notes.append(f"有 {len(found)} 格是没有存下结果的公式，照公式算出来读入了，请核对。")
    for number, column in uncomputed.keys() - found.keys():
        grid.problems[number, column] = (
            "这个单元格是公式，但文件里没有它算出的值，请用 WPS 或 Excel 打开、保存后再导入。"
        )


def _add_row(grid: Grid, number: int, cells: list[dict[str, Any]], formats: "_Formats") -> int:
    """Add a row that has something in it; returns how many cells wide it is."""
    values: list[Any] = []
    for cell in cells:
        value = cell["value"]
        if value is None:
            continue
        column = cell["column"] - 1
        if not 0 <= column < MOST_COLUMNS:
            raise Unreadable(
                f"工作表“{grid.name}”的 {_place(number, column)} 格里有内容，比 {MOST_COLUMNS} 列还靠右，"
                "没有读入。多半是误填的，请删掉右边不要的列，保存后再导入。"
            )
        if cell["data_type"] == "e":
            reason = _ERRORS.get(str(value), "公式出错")
            grid.problems[number, column] = f"这个单元格是 {value}（{reason}），请改正或者清空。"
            continue
        value, problem = formats.seen(value, cell["style_id"])
        if problem:
            grid.problems[number, column] = problem
        if column >= len(values):
            values.extend([None] * (column + 1 - len(values)))
        values[column] = value
    if not all(blank(value) for value in values):
        grid.rows.append((number, values))
        return len(values)
    return 0


def _place(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row}" if 0 <= column < 18_278 else f"第 {row} 行"


def _keep_rows_with_problems(grid: Grid) -> None:
    """A row that has nothing but unreadable cells is a row all the same."""
    present = {number for number, _ in grid.rows}
    lost = {number for number, _ in grid.problems} - present
    if lost:
        grid.rows = sorted([*grid.rows, *((number, []) for number in lost)], key=lambda r: r[0])


def _fill_merged(grid: Grid, parser: Any) -> None:
    """Repeat a value over a merged area that is one column wide, in rows that have more to say."""
    rows, left_to_fill = dict(grid.rows), MOST_MERGED
    for area in getattr(parser.merged_cells, "mergeCell", None) or ():
        bounds = cast("tuple[int, int, int, int]", range_boundaries(area.ref))
        left, top, right, bottom = bounds
        column = left - 1
        if left != right or top == bottom or top not in rows or column >= len(rows[top]):
            continue
        value = rows[top][column]
        left_to_fill -= min(bottom - top, len(rows))
        if left_to_fill < 0:
            raise Unreadable(f"工作表“{grid.name}”里合并的单元格太多，请取消合并后再导入。")
        for number in range(top + 1, bottom + 1) if bottom - top < len(rows) else sorted(rows):
            if top < number <= bottom and (values := rows.get(number)) is not None:
                values.extend([None] * (column + 1 - len(values)))
                values[column] = value


class _Formats:
    """Values as the cell shows them, by its number format."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._shapes: dict[int, tuple[str, int]] = {}

    def seen(self, value: Any, style: int) -> tuple[Any, str]:
        """The value for reading, and a sentence when it cannot be trusted."""
        if isinstance(value, str):
            return unescaped(value), ""
        if isinstance(value, (bool, datetime, time, timedelta)):
            return _moment(value), ""
        if abs(value) >= 10**15:
            return None, TOO_LONG
        shape, length = self._shape(style)
        number = _number(value)
        if shape == "percent":
            return f"{_plain(number * 100)}%", ""
        if shape == "padded" and isinstance(number, int) and number >= 0:
            return str(number).zfill(length), ""
        return number, ""

    def _shape(self, style: int) -> tuple[str, int]:
        if style not in self._shapes:
            number = self._book._cell_styles[style].numFmtId
            if number < BUILTIN_FORMATS_MAX_SIZE:
                code = BUILTIN_FORMATS.get(number, "General")
            else:
                code = self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
            bare = re.sub(r'"[^"]*"|\\.', "", code.split(";")[0])
            if "%" in bare:
                self._shapes[style] = ("percent", 0)
            elif re.fullmatch(r"0{2,}", bare):
                self._shapes[style] = ("padded", len(bare))
            else:
                self._shapes[style] = ("", 0)
        return self._shapes[style]


def _number(value: float) -> int | Decimal:
    """Excel keeps 15 digits: 0.1+0.2 is 0.3, not 0.30000000000000004."""
    if value == int(value):
        return int(value)
    return Decimal(format(value, ".15g"))


def _plain(number: int | Decimal) -> str:
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: Any) -> Any:
    """Dates without a time are dates; a length of time below a day is a time of day."""
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        if 0 <= seconds < 86_400:
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}"
    if isinstance(value, datetime):
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return value.date() if value.time() == time() else value
    if isinstance(value, time):
        return _moment(
            timedelta(
                hours=value.hour,
                minutes=value.minute,
                seconds=value.second,
                microseconds=value.microsecond,
            )
        )
    return value
