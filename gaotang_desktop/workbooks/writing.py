"""Lists and tables as workbooks that the office can sort, filter, print and send on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets.rows import RowError, SheetRow, SheetRows
from gaotang_desktop.workbooks import books, text_tables
from gaotang_desktop.workbooks.cells import Ink, display_width, text_of
from gaotang_desktop.workbooks.matching import bare_key, header_key
from gaotang_desktop.workbooks.text_tables import PROBLEM

PROBLEM_LABELS = ("说明", "问题", "导入时的问题")  # the last column of an error copy
MADE_UP = "编的，不是真实情况"
_NARROWEST, _WIDEST = 6, 42
_MEASURED = 3000  # rows looked at for the widths


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` in half-width characters, by content when ``None``.

    One that is ``hidden`` is for the program alone and is neither seen nor printed.
    """

    label: str
    kind: Kind = Kind.TEXT
    width: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of :func:`write_tables`: a title and notes above a table."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    title: str = ""
    notes: Sequence[str] = ()


def write_tables(
    path: Path, sheets: Sequence[Sheet], *, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write a workbook of one or more tables; returns sentences about what had to be mended.

    A name that ends in .csv makes one table a text, its title and notes as lines above the head.

    Dates, times and numbers are real ones (a ``DECIMAL`` shows two places), everything else is
    text, also what looks like a number or a formula. Equal content gives equal bytes.

    Raises:
        StorageProblem: the workbook cannot be saved; what was there before is untouched.
        Cancelled: ``progress`` said so; nothing is written.
    """
    watched = progress or Silent()
    if text_tables.is_text(path) and len(sheets) == 1:
        [sheet] = sheets
        labels = [each.label for each in sheet.columns]
        over = [line for line in (sheet.title, *sheet.notes) if line]
        of_cells = [each.kind for each in sheet.columns]
        text_tables.write_text(path, labels, of_cells, sheet.rows, above=over)
        return ()
    notes: list[str] = []
    done, total = 0, sum(len(sheet.rows) for sheet in sheets)
    with books.new_book() as book:
        for sheet in sheets:
            widths = _widths(sheet.columns, sheet.rows)
            hidden = _hidden(sheet, widths)
            page, ink = books.add_sheet(book, sheet.name, widths, hidden=hidden)
            # Views are written before the first row, so the frame must be known by then.
            above = bool(sheet.title) + len(sheet.notes)
            books.freeze_header(
                page,
                above + 1,
                len(sheet.columns),
                keep=1 if sum(widths) > 60 and len(widths) > 4 else 0,
                last=above + 1 + len(sheet.rows),
            )
            _heading(ink, sheet.title, sheet.notes)
            ink.frame([column.label for column in sheet.columns], "header", height=24)
            kinds = [column.kind for column in sheet.columns]
            for values in sheet.rows:
                ink.record(values, kinds)
                done += 1
                if done % 500 == 0:
                    watched.step(done, total, f"正在写“{path.name}”")
            notes += books.mended(ink, page.title)
        watched.step(total, max(total, 1), f"正在保存“{path.name}”")
        books.save(book, path)
    return tuple(notes)


def _hidden(sheet: Sheet, widths: Sequence[float]) -> set[int]:
    """Columns for the program alone; of a table that is too wide for a page the empty ones too."""
    hidden = {place for place, column in enumerate(sheet.columns) if column.hidden}
    wide = sum(width for place, width in enumerate(widths) if place not in hidden)
    if sheet.rows and books.pages_across(wide) > 1:
        hidden |= {
            place
            for place in range(len(sheet.columns))
            if all(row[place] in (None, "", ()) for row in sheet.rows)
        }
    return hidden


def write_listing(
    listing: Listing,
    path: Path,
    *,
    title: str,
    notes: Sequence[str] = (),
    mask: Callable[[Field, Any], Any] | None = None,
    marks: tuple[str, Sequence[str]] | None = None,
    made_up: str = "",
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Write a list as the window shows it, one column per field, ready to be read in again.

    A name that ends in .csv makes it a text: the head first, no title and no notes.

    ``mask`` is given each value of a field that names residents and returns what may leave the
    office; without it everything is written as it is. ``marks`` are the head of a hidden last
    column and what stands in it for each row. ``made_up`` is what rows that are invented bear: a
    workbook in its title and on every printed page, a text in a column before the marks.

    Raises:
        StorageProblem, Cancelled: as :func:`write_tables`.
    """
    rows: Sequence[Sequence[Any]] = listing.rows
    if mask is not None:
        secret = [field.privacy is Privacy.RESIDENT for field in listing.fields]
        rows = tuple(
            tuple(
                mask(field, value) if hidden and value is not None else value
                for field, value, hidden in zip(listing.fields, row, secret, strict=True)
            )
            for row in rows
        )
    columns = [Column(_with_unit(field), field.kind) for field in listing.fields]
    text = text_tables.is_text(path)
    if made_up and text:
        columns.append(Column(made_up))
        rows = _Marked(rows, [MADE_UP] * len(rows))
    if marks is not None:
        columns.append(Column(marks[0], width=24, hidden=True))
        rows = _Marked(rows, marks[1])
    if text:
        watched = progress or Silent()
        watched.step(0, len(rows), f"正在写“{path.name}”")
        heads = [column.label for column in columns]
        text_tables.write_text(path, heads, [column.kind for column in columns], rows)
        return ()
    said = f"【{made_up}】{title}" if made_up else title
    notes = (*notes, f"{made_up}：{MADE_UP}。") if made_up else notes
    return write_tables(
        path, [Sheet(title, columns, rows, title=said, notes=notes)], progress=progress
    )


class _Marked(Sequence[Sequence[Any]]):
    """Rows with one cell more each, made when they are written: a long list is not copied."""

    def __init__(self, rows: Sequence[Sequence[Any]], marks: Sequence[str]) -> None:
        assert len(rows) == len(marks)
        self._rows, self._marks = rows, marks

    @override
    def __len__(self) -> int:
        return len(self._rows)

    @override
    def __getitem__(self, place: Any) -> Any:
        return (*self._rows[place], self._marks[place])

    @override
    def __iter__(self) -> Iterator[Sequence[Any]]:
        return ((*row, mark) for row, mark in zip(self._rows, self._marks, strict=True))


def write_error_rows(source: SheetRows, errors: Sequence[RowError], path: Path) -> tuple[str, ...]:
    """Write a workbook of the rows that could not be imported, the wrong cells marked, what is wrong at the end.

    The header stays as it was, so the mended copy can be imported again:
    :func:`without_problems` takes the last column out.

    Raises:
        StorageProblem: as :func:`write_tables`.
    """
    by_row: dict[int, list[RowError]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(error)
    bad = [row for row in source.rows if row.number in by_row]
    last = problem_label(source)
    table = [
        [
            *(row.values.get(label) for label in source.header),
            sentences(by_row[row.number], row.row),
        ]
        for row in bad
    ]
    columns = [Column(label) for label in source.header] + [Column(last, Kind.LONG_TEXT, 60)]
    widths = _widths(columns, table)
    with books.new_book() as book:
        page, ink = books.add_sheet(book, source.sheet or "没有导入的行", widths)
        books.freeze_header(page, 1, len(columns), last=1 + len(table))
        ink.frame([column.label for column in columns], "header", height=24)
        kinds = [*[None] * len(source.header), Kind.LONG_TEXT]
        for row, values in zip(bad, table, strict=True):
            wrong = {header_key(error.column) for error in by_row[row.number]}
            places = {i for i, label in enumerate(source.header) if header_key(label) in wrong}
            ink.record(values, kinds, marked=places)
        notes = books.mended(ink, page.title)
        books.save(book, path)
    return tuple(notes)


def without_problems(sheet: SheetRows) -> SheetRows:
    """A mended error copy without the column that :func:`write_error_rows` added.

    The office's own column of that name stays: ours holds our sentences, or nothing any more.
    A row with nothing else in it is left out.
    """
    labels = {header_key(label) for label in PROBLEM_LABELS}
    ours = {
        label
        for label in sheet.header
        if header_key(label) in labels and _holds_problems([r.values[label] for r in sheet.rows])
    }
    if not ours:
        return sheet
    header = tuple(label for label in sheet.header if label not in ours)
    left = (
        SheetRow(row.number, {label: row.values[label] for label in header}) for row in sheet.rows
    )
    rows = tuple(row for row in left if any(value is not None for value in row.values.values()))
    errors = tuple(error for error in sheet.errors if error.column not in ours)
    return replace(sheet, header=header, rows=rows, errors=errors)


def _holds_problems(values: Sequence[Any]) -> bool:
    said = [value for value in values if value is not None]
    return not said or any(isinstance(each, str) and PROBLEM.match(each) for each in said)


def sentences(errors: Sequence[RowError], at: int) -> str:
    """All that is wrong with a row, as the column of an error copy says it."""
    said = dict.fromkeys(
        error.message
        if bare_key(error.column) in header_key(error.message)
        else f"{error.column}：{error.message}"
        for error in errors
    )
    return f"原表第 {at} 行：" + "".join(said)


def problem_label(source: SheetRows) -> str:
    """The head of the column that says what is wrong: one that the sheet does not have."""
    taken = {header_key(label) for label in source.header}
    free = (label for label in PROBLEM_LABELS if header_key(label) not in taken)
    return next(free, PROBLEM_LABELS[-1])


def _heading(ink: Ink, title: str, notes: Iterable[str]) -> None:
    """Title and notes above the table."""
    if title:
        ink.frame([title], "title", height=26)
    for note in notes:
        ink.frame([note], "note", height=16)


def _with_unit(field: Field) -> str:
    return f"{field.label}（{field.unit}）" if field.unit else field.label


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[float]:
    widths = []
    for place, column in enumerate(columns):
        if column.width is not None:
            widths.append(column.width)
            continue
        longest = display_width(column.label) + 4  # room for the filter button
        for row in islice(rows, _MEASURED):
            longest = max(longest, _shown_width(row[place], column.kind))
        widths.append(float(min(_WIDEST, max(_NARROWEST, longest + 2))))
    return widths


def _shown_width(value: Any, kind: Kind) -> int:
    if value is None:
        return 0
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    if isinstance(value, time):
        return 5
    if isinstance(value, Decimal):
        return len(f"{value:.2f}") if kind is Kind.DECIMAL else len(str(value))
    return display_width(text_of(value))
