"""Tables of government systems and old programs: web pages called .xls, .mht, BIFF, strict OOXML."""

import email
import email.policy
import io
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.workbooks.excel_tables import TOO_LONG, unescaped
from gaotang_desktop.workbooks.grids import Grid, blank
from gaotang_desktop.workbooks.text_tables import read_text

_PAGE = re.compile(
    r"\A[\ufeff\s]*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|style|table|body|div|xml|title|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(
    rb"\A\s*(?:MIME-Version|From|Content-Type|X-Document-Type|Subject|Date)\s*:", re.IGNORECASE
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_SPAN = 1000
_EXACT = 10**15
_KNOWN = 20_000  # values of cells that are kept once


def is_mhtml(content: bytes) -> bool:
    """Whether this is a web page saved as one file."""
    return _MHTML.match(content[:400]) is not None and b"<" in content


def is_page(text: str) -> bool:
    """Whether a text is a web page or a workbook of Excel 2003 in XML."""
    return _PAGE.match(text[:4000]) is not None or is_spreadsheet_xml(text)


def is_spreadsheet_xml(text: str) -> bool:
    """Whether a text is a workbook of Excel 2003 in XML."""
    return (
        "urn:schemas-microsoft-com:office:spreadsheet" in text[:4000]
        and "<table" not in text[:4000].split("<Worksheet")[0]
    )


def page_of(content: bytes, *, file: str) -> str:
    """The page inside an .mht file.

    Raises:
        Unreadable: there is no page in it.
    """
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and b"<t" in body.lower():
            return decoded(body, file=file, charset=part.get_content_charset())
    raise Unreadable(
        f"“{file}”是单个文件网页，但里面没有表格，请用 WPS 或 Excel 另存为 .xlsx 再导入。"
    )


def decoded(content: bytes, *, file: str, charset: str | None = None) -> str:
    """The text of a page in the encoding that it names, else in that of its bytes.

    Raises:
        Unreadable: it is no text.
    """
    named = _CHARSET.search(content[:4000])
    wanted = charset or (named[1].decode("ascii") if named else "")
    wanted = "gb18030" if wanted.lower() in ("gb2312", "gbk") else wanted
    try:
        if wanted and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode(wanted)
    except (LookupError, UnicodeDecodeError):
        pass
    return read_text(content, file=file)


def page_grids(text: str, *, file: str) -> Iterator[Grid]:
    """Each table of a page in turn; tables within tables of layout are read alone.

    Raises:
        Unreadable: there is no table.
    """
    if is_spreadsheet_xml(text):
        yield from _spreadsheet_grids(text, file)
        return
    from lxml import etree, html

    try:
        page = html.fromstring(re.sub(r"\A[\ufeff\s]*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as problem:
        raise Unreadable(
            f"“{file}”是网页格式，但里面的表格读不出来，请用 WPS 或 Excel 另存为 .xlsx 再导入。"
        ) from problem
    tables = [
        table
        for table in page.iter("table")
        if not any(True for inner in table.iter("table") if inner is not table)
    ]
    for at, table in enumerate(tables, start=1):
        grid = _page_grid(table)
        grid.name = f"表格{at}" if len(tables) > 1 else ""
        yield grid
    if not tables:
        raise Unreadable(f"“{file}”是网页，里面没有表格，请检查是不是选错了文件。")


def _page_grid(table: Any) -> Grid:
    grid = Grid(name="")
    hanging: dict[int, tuple[int, str | None]] = {}
    for number, line in enumerate(table.iter("tr"), start=1):
        values: list[Any] = []
        hanging = {at: (left - 1, said) for at, (left, said) in hanging.items() if left > 1}
        for at, (_left, said) in hanging.items():
            _put(values, at, said)
        place = 0
        for cell in line.iterchildren("td", "th"):
            while place in hanging:
                place += 1
            said = _cell_text(cell)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            _put(values, place, said)
            if high > 1:
                hanging |= {
                    place + by: (high, said if by == 0 and wide == 1 else None)
                    for by in range(wide)
                }
            place += wide
        if not all(map(blank, values)):
            grid.rows.append((number, values))
    return grid


def _put(values: list[Any], place: int, said: Any) -> None:
    values.extend([None] * (place + 1 - len(values)))
    values[place] = said


def _span(cell: Any, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    return min(int(text), _MOST_SPAN) if text.isdecimal() and text != "0" else 1


def _cell_text(cell: Any) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = (re.sub(r"[ \t\r\xa0]+", " ", line).strip() for line in cell.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _spreadsheet_grids(text: str, file: str) -> Iterator[Grid]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(text.encode("utf-8-sig").removeprefix(b"\xef\xbb\xbf").replace(
        b'encoding="GB2312"', b'encoding="UTF-8"'), parser)  # fmt: skip
    if root is None:
        raise Unreadable(
            f"“{file}”已经损坏，读不出来。请用 WPS 或 Excel 打开它，另存为新的 .xlsx 再导入。"
        )
    for sheet in root.iter(f"{_SPREADSHEET}Worksheet"):
        grid = Grid(name=str(sheet.get(f"{_SPREADSHEET}Name") or ""))
        number = 0
        for line in sheet.iter(f"{_SPREADSHEET}Row"):
            number = int(line.get(f"{_SPREADSHEET}Index") or number + 1)
            values: list[Any] = []
            place = -1
            for cell in line.iter(f"{_SPREADSHEET}Cell"):
                place = int(cell.get(f"{_SPREADSHEET}Index") or place + 2) - 1
                data = cell.find(f"{_SPREADSHEET}Data")
                if data is not None:
                    _put(values, place, _typed(data))
                place += int(cell.get(f"{_SPREADSHEET}MergeAcross") or 0)
            if not all(map(blank, values)):
                grid.rows.append((number, values))
        yield grid


def _typed(data: Any) -> Any:
    said = "".join(data.itertext())
    kind = data.get(f"{_SPREADSHEET}Type")
    if kind == "DateTime":
        return seen(datetime.fromisoformat(said.removesuffix(".000")))
    return seen(float(said)) if kind == "Number" and said else said


def workbook_grids(
    content: bytes, *, file: str, sheet: str | None, progress: Progress
) -> Iterator[Grid]:
    """Each sheet of an old or strict workbook in turn, visible ones first.

    Raises:
        Unreadable: damaged, with a password, or no sheet of that name.
        Cancelled: the operator stopped it.
    """
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError as problem:
        raise Unreadable(f"“{file}”设了密码，请在 WPS 或 Excel 里取消密码后再导入。") from problem
    except calamine.CalamineError as problem:
        raise Unreadable(
            f"“{file}”是旧格式或者已经损坏，读不出来。请用 WPS 或 Excel 打开它，另存为 .xlsx 再导入。"
        ) from problem
    shown = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
    charts = [
        each.name for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.ChartSheet
    ]
    if sheet is not None:
        shown = [each for each in shown if each.name.strip() == sheet.strip()]
        if not shown:
            names = "、".join(f"“{name}”" for name in book.sheet_names)
            raise Unreadable(f"“{file}”里没有名叫“{sheet}”的工作表，现有的是{names}。")
    visible = calamine.SheetVisibleEnum.Visible
    for each in sorted(shown, key=lambda one: one.visible != visible):
        grid = Grid(name=each.name)
        # The reader's own cells are gone before anybody makes rows of the grid.
        _fill(grid, book.get_sheet_by_name(each.name), file, progress)
        if each.visible != visible:
            grid.hidden = True
            grid.notes.append(f"工作表“{each.name}”是隐藏的，里面的内容也读入了。")
        yield grid
    if sheet is None:
        yield from (Grid(name=name) for name in charts)


def _fill(grid: Grid, page: Any, file: str, progress: Progress) -> None:
    # Rows come from the first of the sheet, cells from the first column that is used.
    left = page.start[1] if page.start else 0
    known: dict[tuple[type, Any], Any] = {}
    for number, cells in enumerate(page.iter_rows(), start=1):
        if number % 500 == 0:
            progress.step(number, max(page.height, number), f"正在读取“{file}”")
        values: list[Any] = [None] * left
        for cell in cells:
            if isinstance(cell, float) and abs(cell) >= _EXACT:
                grid.problems[number, len(values)] = TOO_LONG
                values.append(None)
            else:
                values.append(None if cell == "" else _once(known, cell))
        while values and values[-1] is None:
            values.pop()
        if not all(map(blank, values)):
            grid.rows.append((number, values.copy()))  # without the room that it grew by


def _once(known: dict[tuple[type, Any], Any], cell: Any) -> Any:
    """:func:`seen`; of what stands in a thousand cells one value is kept, not a thousand."""
    key = (type(cell), cell)
    if key not in known:
        if len(known) >= _KNOWN:
            known.clear()
        known[key] = seen(cell)
    return known[key]


def seen(value: Any) -> Any:
    """A value as the office sees it: whole numbers without a point, a length of time as a time."""
    if isinstance(value, str):
        return unescaped(value) if "_x00" in value else value
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return int(value) if value == int(value) else Decimal(format(value, ".15g"))
    if isinstance(value, datetime):
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return value.date() if value.time() == time() else value
    if isinstance(value, time) and value.microsecond:
        return seen(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second,
                              microseconds=value.microsecond))  # fmt: skip
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        if 0 <= seconds < 86_400:
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}"
    return value
