"""One value as one typed, styled cell."""

import math
import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from gaotang_desktop.domain.fields import Kind, Reference, week_label

FACE = "微软雅黑"
ACCENT = "1F4E8C"
_SERIAL: Callable[..., Any] = to_excel  # a day as workbooks count it
_KNOWN = 20_000  # values whose cells are kept
LONGEST = 32_767  # characters in one cell of Excel

# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LIKE_COMMAND = tuple("=+-@\t")
_EARLIEST = date(1900, 3, 1)  # before it Excel's calendar has a day too many
_FORMATS = {
    "text": "@",
    "long": "General",
    "whole": "0",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "time": "hh:mm",
    "moment": "yyyy-mm-dd hh:mm",
    "header": "@",
    "title": "@",
    "note": "@",
    "whose": "@",
    "mark": "@",
}


class _Row(list[Any]):
    """A row that is XML already; openpyxl takes nothing but lists for rows."""

    def __init__(self, cells: Sequence[tuple[str, str]], height: str) -> None:
        super().__init__()
        self._cells, self._height = cells, height

    def xml(self, number: int) -> str:
        """The row as it stands in the sheet."""
        cells = "".join([f'<c r="{letters}{number}"{said}' for letters, said in self._cells])
        return f'<row r="{number}"{self._height}>{cells}</row>'


class _Writing:
    """Writes rows as openpyxl does, and those that are XML already in a fifth of its time."""

    def __init__(self, usual: Callable[..., None]) -> None:
        self._usual = usual

    def __call__(self, sheet: Any, row: Any, number: int) -> None:
        if isinstance(row, _Row):
            sheet.write(etree.fromstring(row.xml(number)))
        else:
            self._usual(sheet, row, number)


@cache
def _letters(place: int) -> str:
    return str(get_column_letter(place + 1))


def placed(cells: Sequence[Any], row: int) -> Sequence[Any]:
    """Cells that know where they stand; a row that is XML already knows it."""
    for column, cell in enumerate(cells, start=1):
        cell.column, cell.row = column, row
    return cells


@dataclass(slots=True)
class Ink:
    """Makes cells for one sheet, keeps one style per shape, counts what had to be mended."""

    sheet: Any
    widths: Sequence[float]
    written: int = 0
    cleaned: int = 0
    shortened: int = 0
    _styles: dict[tuple[str, bool], Any] = field(default_factory=dict)
    _numbers: dict[tuple[str, bool], int] = field(default_factory=dict)
    _xml: dict[tuple[Any, ...], tuple[str, int]] = field(default_factory=dict)

    def frame(self, texts: Sequence[str], shape: str, *, height: float) -> list[Any]:
        """Append a row of the frame: header, title or note."""
        cells = [self.label(text, shape) for text in texts]
        self._append(cells, height)
        return cells

    def record(
        self,
        values: Sequence[Any],
        kinds: Sequence[Kind | None],
        *,
        marked: Container[int] = (),
    ) -> None:
        """Append a row of the body, as high as its longest text needs; ``marked`` are places."""
        cells: list[tuple[str, str]] = []
        lines = 1
        for place, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            said, high = self._known_xml(place, value, kind, place in marked)
            cells.append((_letters(place), said))
            lines = max(lines, high)
        height = f' ht="{min(400, 16 * lines + 4)}" customHeight="1"' if lines > 1 else ""
        self._prepare()
        self._append(_Row(cells, height), None)

    def _prepare(self) -> None:
        """Rows that are XML already go into the sheet as they are."""
        self.sheet._get_writer()
        writer = self.sheet._writer
        if not isinstance(writer.write_row, _Writing):
            writer.write_row = _Writing(writer.write_row)

    def _known_xml(
        self, place: int, value: Any, kind: Kind | None, marked: bool
    ) -> tuple[str, int]:
        """What follows the name of a cell, and how many lines it takes; made once for each value."""
        key = (place, kind, marked, type(value), value)
        try:
            if key in self._xml:
                return self._xml[key]
        except TypeError:  # a list is no key
            return self._made_xml(place, value, kind, marked)
        mended = self.cleaned + self.shortened
        found = self._made_xml(place, value, kind, marked)
        if mended == self.cleaned + self.shortened:  # what is mended is counted each time
            if len(self._xml) >= _KNOWN:
                self._xml.clear()
            self._xml[key] = found
        return found

    def _made_xml(self, place: int, value: Any, kind: Kind | None, marked: bool) -> tuple[str, int]:
        content, data_type, shape = self._shaped(value, kind)
        style = self._style(shape, marked)
        if data_type == "s":
            lines = 1
            if kind is Kind.LONG_TEXT or "\n" in content:
                lines = _lines(content, self.widths[place])
            if not content:
                return f' s="{style}" t="inlineStr"/>', lines
            kept = ' xml:space="preserve"' if content != content.strip() else ""
            text = escape(content)
            return f' s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>', lines
        if content is None:
            return f' s="{style}" t="n"/>', 1
        if data_type == "d":
            content = _SERIAL(content, self.sheet.parent.epoch)
        return f' s="{style}" t="n"><v>{safe_string(content)}</v></c>', 1

    def _append(self, cells: list[Any], height: float | None) -> None:
        self.written += 1
        if height is not None:
            self.sheet.row_dimensions[self.written].height = height
        self.sheet.append(cells)

    def cell(self, value: Any, *, kind: Kind | None = None, marked: bool = False) -> Any:
        """A cell of the body. Text is always text: nothing typed becomes a formula or a number."""
        content, data_type, shape = self._shaped(value, kind)
        return self._made(content, data_type, shape, marked)

    def _shaped(self, value: Any, kind: Kind | None) -> tuple[Any, str, str]:
        content, data_type, shape = self._typed(value, kind)
        if data_type == "s" and content.startswith(_LIKE_COMMAND):
            shape = "quoted"
        elif data_type == "s" and "\n" in content:
            shape = "long"
        return content, data_type, shape

    def _style(self, shape: str, marked: bool) -> int:
        """The number of a style in the workbook."""
        if (shape, marked) not in self._numbers:
            self._numbers[shape, marked] = self._made(None, "n", shape, marked).style_id
        return self._numbers[shape, marked]

    def label(self, text: str, shape: str) -> Any:
        """A cell of the frame; ``shape`` is header, title, whose, note or mark."""
        return self._made(self._clean(text), "s", shape, False)

    def _made(self, content: Any, data_type: str, shape: str, marked: bool) -> Any:
        cell: Any = WriteOnlyCell(self.sheet)
        if (shape, marked) not in self._styles:
            _dress(cell, shape, marked)
            self._styles[shape, marked] = cell._style
        # Setting fonts and fills cell by cell takes ten times as long as sharing one style.
        cell._style = self._styles[shape, marked]
        cell._value = content
        cell.data_type = data_type
        return cell

    def _typed(self, value: Any, kind: Kind | None) -> tuple[Any, str, str]:
        if value is None:
            return None, "n", "long" if kind is Kind.LONG_TEXT else "text"
        if isinstance(value, bool):
            return ("是" if value else "否"), "s", "flag"
        if isinstance(value, int) and abs(value) < 10**15:
            return value, "n", "whole"
        if isinstance(value, float):
            value = Decimal(format(value, ".15g"))
        if isinstance(value, Decimal) and value.is_finite() and len(value.as_tuple().digits) <= 15:
            return value, "n", f"decimal{2 if kind is Kind.DECIMAL else _places(value)}"
        if isinstance(value, datetime) and value.date() >= _EARLIEST:
            return value.replace(tzinfo=None), "d", "moment"
        if kind is Kind.WEEK and isinstance(value, date):
            return week_label(value), "s", "text"
        if isinstance(value, date) and not isinstance(value, datetime) and value >= _EARLIEST:
            return value, "d", "month" if kind is Kind.MONTH else "date"
        if isinstance(value, time):
            return value.replace(tzinfo=None), "d", "time"
        return self._clean(text_of(value)), "s", "long" if kind is Kind.LONG_TEXT else "text"

    def _clean(self, text: str) -> str:
        whole = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        self.cleaned += whole != text.replace("\r\n", "\n").replace("\r", "\n")
        whole = _LIKE_ESCAPE.sub("_x005F_", whole)
        if len(whole) > LONGEST:
            self.shortened += 1
            whole = whole[: LONGEST - 2] + "……"
        return whole


def text_of(value: Any) -> str:
    """A value as words: a reference by its name, several names joined by 、."""
    if isinstance(value, Reference):
        return value.label
    if isinstance(value, (tuple, list)):
        return "、".join(str(part) for part in value)
    return str(value)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(6, max(2, -exponent)) if isinstance(exponent, int) else 2


def _dress(cell: Any, shape: str, marked: bool) -> None:
    hair = Side(style="thin", color="D5DAE1")
    cell.font = Font(name=FACE, size=10)
    cell.alignment = Alignment(
        vertical="center",
        horizontal="center" if shape in ("date", "month", "time", "moment", "flag") else None,
        wrap_text=shape in ("long", "quoted"),
    )
    if shape.startswith("decimal"):
        cell.number_format = "0." + "0" * int(shape[7:])
    else:
        cell.number_format = _FORMATS.get(shape, "@")
    if shape == "quoted":
        cell.quotePrefix = True
    if shape == "title":
        cell.font = Font(name=FACE, size=14, bold=True)
        return
    if shape == "whose":
        cell.font = Font(name=FACE, size=11, bold=True)
        return
    if shape in ("note", "mark"):
        cell.font = Font(name=FACE, size=9 if shape == "note" else 7, color="5B6573")
        return
    cell.border = Border(left=hair, right=hair, top=hair, bottom=hair)
    if shape == "header":
        cell.font = Font(name=FACE, size=10, bold=True, color=ACCENT)
        cell.fill = PatternFill("solid", fgColor="E8EEF7")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        rule = Side(style="medium", color=ACCENT)
        cell.border = Border(left=hair, right=hair, top=hair, bottom=rule)
    if marked:
        cell.fill = PatternFill("solid", fgColor="FBE3E1")
        cell.font = Font(name=FACE, size=10, bold=True, color="B3261E")


def _lines(text: str, width: float) -> int:
    """Lines that a wrapped text takes in a column of ``width`` half-width characters."""
    room = max(1.0, width - 2)
    return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))


def display_width(text: str) -> int:
    """Width in half-width characters; a Chinese one counts double. The widest line counts."""
    return max(
        sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in line)
        for line in (text.split("\n") or [""])
    )
