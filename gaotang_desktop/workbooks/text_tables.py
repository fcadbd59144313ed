"""Comma, semicolon or tab separated text in the encodings that WPS, Excel and phones write."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from gaotang_desktop import files
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Kind, week_label
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.workbooks.cells import text_of
from gaotang_desktop.workbooks.grids import Grid, blank, find_header
from gaotang_desktop.workbooks.matching import bare_key, header_key

MOST_ROWS = 1_048_576  # what one sheet of Excel holds
_SEPARATORS = ",;\t|，；"
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')
# What a spreadsheet would take for a formula, or whose digits it would drop.
_TAKEN_FOR_MORE = re.compile(r"[=+\-@\t].*|0\d+|\d{12,}", re.DOTALL)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_LONGEST_CELL = 1_000_000
PROBLEM = re.compile(r"原表第 \d+ 行：")
"""How the column of an error copy begins."""


def read_text(content: bytes, *, file: str) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030.

    Raises:
        Unreadable: the file is binary or in another encoding.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, (encoding,), file)
    if b"\x00" in content and len(content) % 2 == 0:
        # UTF-16 without its mark: one of the two orders gives Chinese and digits throughout.
        for encoding in ("utf-16-le", "utf-16-be"):
            sample = content[:4000].decode(encoding, "replace")
            usual = sum(
                (mark.isascii() and mark.isprintable())
                or mark in "\r\n\t"
                or "\u3000" <= mark <= "\u9fff"
                or "\uff00" <= mark <= "\uffee"
                for mark in sample
            )
            if usual >= len(sample) * 0.95 and any(mark in ",;\t|，；" for mark in sample):
                return _decoded(content, (encoding,), file)
    return _decoded(content, ("utf-8", "gb18030"), file)


def _decoded(content: bytes, encodings: tuple[str, ...], file: str) -> str:
    for encoding in encodings:
        try:
            # Half of a surrogate pair, as some programs cut a text, is dropped with the cell.
            text = content.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
        except UnicodeDecodeError:
            continue
        # A few control characters came with a copy from elsewhere; many are no text at all.
        if len(_CONTROLS.findall(text[:20_000])) > max(3, min(len(text), 20_000) // 100):
            break
        return text.rstrip("\x1a")
    raise Unreadable(_not_a_table(file))


def read_big5(content: bytes) -> str | None:
    """The text of a file in Big5, or ``None``; its bytes mostly pass for GB18030 too.

    Which of the two it is, only its words can tell: to be tried where those of GB18030 say nothing.
    """
    try:
        return content.decode("cp950")
    except UnicodeDecodeError:
        return None


def _not_a_table(file: str) -> str:
    return f"“{file}”不是表格文件，或者文字编码认不出来，请用 WPS 或 Excel 另存为 .xlsx 再导入。"


def with_column(
    content: bytes, head: str, said: Mapping[int, str], labels: Mapping[str, int]
) -> bytes:
    """The same text with one more column: its head beside that of the table, ``said`` by row.

    ``labels`` are the heads of the table by column. The encoding stays; UTF-8 gets the mark by
    which Excel knows it.

    Raises:
        Unreadable: the text is none any more.
    """
    text = read_text(content, file="")
    separator, text = _separator(text, list(labels))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    width = max(map(len, rows), default=0)
    keys = {column: header_key(label) for label, column in labels.items()}

    def is_head(row: list[str]) -> bool:
        cells = [row[column] if column < len(row) else "" for column in keys]
        hits = [header_key(cell) == key for cell, key in zip(cells, keys.values(), strict=True)]
        return bool(hits) and sum(hits) * 2 > len(hits)

    at = next((number for number, row in enumerate(rows, start=1) if is_head(row)), 1)
    for place, label in reversed(list(enumerate(rows[at - 1]))):
        # What an earlier copy said is mended, or is said again.
        below = [row[place] for row in rows[at:] if place < len(row) and row[place].strip()]
        if label.strip() == head and all(map(PROBLEM.match, below)):
            rows = [[*row[:place], *row[place + 1 :]] for row in rows]
            width -= 1
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=separator, lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        more = head if number == at else said.get(number, "")
        writer.writerow([*row, *[""] * (width - len(row)), more] if more else row)
    return made.getvalue().encode(_encoding(content))


def _encoding(content: bytes) -> str:
    """In which encoding a text goes back to who wrote it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in content:
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def read_grid(text: str, *, file: str, known: Collection[str], progress: Progress) -> Grid:
    """Split the text into cells; rows are numbered as Excel would number them.

    Raises:
        Unreadable: a quotation mark is never closed, or there are more rows than a sheet can hold.
        Cancelled: the operator stopped it.
    """
    separator, text = _separator(text, known)
    grid = Grid(name="")
    total = text.count("\n") + 1
    csv.field_size_limit(_LONGEST_CELL)
    _check_quotes(text, separator, file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, cells in _numbered(reader, file):
        if number > MOST_ROWS:
            raise Unreadable(f"“{file}”超过 {MOST_ROWS} 行，请分成几个文件导入。")
        if number % 500 == 0:
            progress.step(min(number, total), total, f"正在读取“{file}”")
        if not all(blank(cell) for cell in cells):
            # ="007" is how a program keeps Excel from reading a text as a number.
            found = [_text_of_formula(cell) if cell[:2] == '="' else cell for cell in cells]
            grid.rows.append((number, found))
    return grid


_SHORT = re.compile(r"\d{1,2}\.[123]")
_LONG = re.compile(r"\d{1,2}\.\d0")


def with_numbers_in_doubt(grid: Grid) -> Grid:
    """8.1 in a text that a spreadsheet wrote may have been 8.10: a number loses its last nought.

    Such cells become numbers, so that a date among them is asked about as in a workbook; not where
    the same column has 8.10 as well, which only a text can have.
    """
    texts = {
        column
        for _number, values in grid.rows
        for column, value in enumerate(values)
        if isinstance(value, str) and _LONG.fullmatch(value.strip())
    }
    rows = [
        (number, [
            Decimal(value.strip())
            if isinstance(value, str) and column not in texts and _SHORT.fullmatch(value.strip())
            else value
            for column, value in enumerate(values)
        ])
        for number, values in grid.rows
    ]  # fmt: skip
    return replace(grid, rows=rows)


def _text_of_formula(cell: str) -> str:
    found = _FORMULA_TEXT.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def is_text(path: Path) -> bool:
    """Whether a name asks for a text instead of a workbook."""
    return path.suffix.lower() == ".csv"


def write_text(
    path: Path,
    heads: Sequence[str],
    kinds: Sequence[Kind],
    rows: Iterable[Sequence[Any]],
    *,
    above: Sequence[str] = (),
) -> None:
    """Write a table as .csv that WPS and Excel open by a double click, and that reads back alike.

    ``above`` are lines over the head. UTF-8 with its mark. Text that looks like a formula or a long number is written ``="…"``, so
    that it stays text.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([_written(line, Kind.TEXT)] for line in above)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_written(value, kind) for value, kind in zip(row, kinds, strict=True)])
    files.write_whole(path, made.getvalue().encode("utf-8-sig"))


def _written(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        if kind is Kind.WEEK:
            return week_label(value)
        return f"{value:%Y-%m}" if kind is Kind.MONTH else f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    text = text_of(value).encode("utf-8", "ignore").decode("utf-8")
    if _TAKEN_FOR_MORE.fullmatch(text):
        doubled = text.replace('"', '""')
        return f'="{doubled}"'
    return text


def _numbered(reader: Iterator[list[str]], file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        raise Unreadable(f"“{file}”里的引号没有成对，内容分不开，请改正后再导入。") from None


def _check_quotes(text: str, separator: str, file: str) -> None:
    """A quotation mark that is never closed would swallow the rest of the file into one cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    read = 0
    try:
        for _ in reader:
            read += 1
    except csv.Error as problem:
        # A mark in the middle of a cell (张三"老三") is text; reading leniently keeps it.
        if "unexpected end of data" in str(problem) or "field larger" in str(problem):
            raise Unreadable(
                f"“{file}”第 {read + 1} 行的引号没有成对，后面的内容分不开，请改正后再导入。"
            ) from None


def _separator(text: str, known: Collection[str]) -> tuple[str, str]:
    """The separator, and the text without Excel's ``sep=`` line."""
    first, _, rest = text.partition("\n")
    if first.startswith("sep=") and len(first.strip("\r")) == 5:
        return first[4], "\n" + rest  # the empty line keeps the row numbers of the file
    keys = {key for label in known for key in (header_key(label), bare_key(label))}
    sample = text[:20_000]
    best, chosen = (-1, -1), ","
    for separator in _SEPARATORS:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))[:20]
        grid = Grid(name="", rows=list(enumerate(map(list, rows), start=1)))
        index = find_header(grid, known)
        cells = [] if index is None else rows[index]
        hits = sum(header_key(cell) in keys or bare_key(cell) in keys for cell in cells)
        widths = Counter(len(row) for row in rows if row)
        usual = max(widths, key=lambda width: (widths[width], width)) if widths else 0
        if (hits, usual) > best:
            best, chosen = (hits, usual), separator
    return chosen, text
