"""The workbook that one village fills in: its head is protected, its cells say what they take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gaotang_desktop.domain.fields import Field, Kind, show, week_label
from gaotang_desktop.domain.sheets.fill_in_forms import EXAMPLE, NUMBER
from gaotang_desktop.workbooks import books
from gaotang_desktop.workbooks.cells import FACE, display_width
from gaotang_desktop.workbooks.templates import FORMATS, header_cell, lists

MARK_SHEET = "表号"
_HEAD = 5  # title, whose, how, number, header
_LAST = 2000  # rows below the table that still offer their choices


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in a form.

    ``begun`` are the rows that stand there already, ``example`` the grey one, both by field name;
    ``offered`` the words to choose from, of references and of the field's own. Days lie in ``days``.
    """

    name: str
    title: str
    whose: str
    how: str
    mark: str
    fields: Sequence[Field]
    given: Sequence[str]
    example: Mapping[str, Any]
    begun: Sequence[Mapping[str, Any]]
    spare: int
    offered: Mapping[str, Sequence[str]]
    days: tuple[date, date]


def write_form(path: Path, form: Form) -> None:
    """Write one form.

    The sheet is protected without a password against slips of the hand: only cells to fill in take
    anything. Its mark stands under the title and once more in a hidden sheet.

    Raises:
        StorageProblem: the workbook cannot be saved.
    """
    with books.new_book() as book:
        widths = [6.0, *(_width(each, form) for each in form.fields)]
        page, ink = books.add_sheet(book, form.name, widths)
        for place, each in enumerate(form.fields, start=2):
            column = page.column_dimensions[get_column_letter(place)]
            column.number_format = FORMATS.get(each.kind, "@")
            column.protection = Protection(locked=False)
        books.freeze_header(page, _HEAD, len(widths), keep=2)
        _protect(page)
        ink.frame([form.title], "title", height=26)
        ink.frame([form.whose], "whose", height=20)
        ink.frame([form.how], "note", height=16)
        ink.frame([form.mark], "mark", height=13)
        page.row_dimensions[_HEAD].height = 28
        page.append([ink.label(NUMBER, "header"), *(header_cell(ink, f) for f in form.fields)])
        cells = _Cells(page)
        page.append(
            [
                cells.made(EXAMPLE, "example"),
                *(cells.made(_shown(f, form.example.get(f.name)), "example") for f in form.fields),
            ]
        )
        rows: list[Mapping[str, Any]] = [*form.begun, *({} for _ in range(form.spare))]
        for number, row in enumerate(rows, start=1):
            line = [cells.made(number, "number")]
            for each in form.fields:
                value = row.get(each.name)
                shape = "given" if value is not None else "open"
                line.append(cells.made(value, shape, kind=each.kind))
            page.append(line)
        first = _HEAD + 2
        last = _HEAD + 1 + len(rows) + (_LAST if form.spare else 0)
        lists(book, page, form.fields, form.offered, first=first, last=last, shift=1)
        _bounds(page, form, first, last)
        hidden, hidden_ink = books.add_sheet(book, MARK_SHEET, [60.0])
        hidden.sheet_state = "hidden"
        hidden_ink.frame([form.mark], "note", height=16)
        books.save(book, path)


def _protect(page: Any) -> None:
    protection = page.protection
    protection.sheet = True
    # What stays allowed: wider columns, higher rows, more rows.
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = False
    protection.sort = protection.autoFilter = False


def _bounds(page: Any, form: Form, first: int, last: int) -> None:
    """Numbers within their bounds; a day outside the period is questioned, not refused."""
    for place, each in enumerate(form.fields, start=2):
        rule: Any = None
        if each.kind is Kind.INTEGER and each.minimum is not None and each.maximum is not None:
            rule = DataValidation(
                type="whole", operator="between", formula1=str(each.minimum),
                formula2=str(each.maximum), errorStyle="stop",
                error=f"“{each.label}”要填 {each.minimum} 到 {each.maximum} 的整数。",
            )  # fmt: skip
        elif each.kind is Kind.DATE and each.name not in form.given:
            start, end = form.days
            rule = DataValidation(
                type="date", operator="between", formula1=f"DATE({start:%Y},{start.month},{start.day})",
                formula2=f"DATE({end:%Y},{end.month},{end.day})", errorStyle="warning",
                error=f"“{each.label}”不在 {start:%Y-%m-%d} 到 {end:%Y-%m-%d} 之间，请核对。",
            )  # fmt: skip
        if rule is not None:
            rule.showErrorMessage = True
            rule.allow_blank = True
            rule.errorTitle = each.label[:30]
            letter = get_column_letter(place)
            rule.add(f"{letter}{first}:{letter}{last}")
            page.data_validations.append(rule)


def _width(field: Field, form: Form) -> float:
    label = f"{field.label}（{field.unit}）*" if field.unit else f"{field.label}*"
    shown = display_width(str(_shown(field, form.example.get(field.name)) or ""))
    least = 24 if field.kind is Kind.LONG_TEXT else 11
    return float(max(least, min(32, max(display_width(label), shown) + 2)))


def _shown(field: Field, value: Any) -> Any:
    """The example is text, so that no program reckons with it."""
    if value is None or isinstance(value, str):
        return value
    return show(field, value)


class _Cells:
    """Cells of the body, one style for each shape and number format."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._styles: dict[tuple[str, Kind | None], Any] = {}

    def made(self, value: Any, shape: str, *, kind: Kind | None = None) -> Any:
        """``shape``: example, number, given (both locked) or open."""
        if kind is Kind.WEEK and isinstance(value, date):
            value = week_label(value)
        cell: Any = WriteOnlyCell(self._page, value)
        key = (shape, kind)
        if key not in self._styles:
            hair = Side(style="thin", color="D5DAE1")
            grey = shape in ("example", "number")
            cell.font = Font(
                name=FACE, size=10, italic=shape == "example", color="8A929E" if grey else None
            )
            cell.border = Border(left=hair, right=hair, top=hair, bottom=hair)
            cell.alignment = Alignment(
                vertical="center",
                horizontal="center" if shape == "number" else None,
                wrap_text=kind is Kind.LONG_TEXT or shape == "example",
            )
            if shape in ("example", "given"):
                cell.fill = PatternFill("solid", fgColor="F1F3F6")
            cell.protection = Protection(locked=shape != "open")
            if kind is not None:
                cell.number_format = FORMATS.get(kind, "@")
            self._styles[key] = cell._style
        cell._style = self._styles[key]
        return cell
