"""Blank workbooks to be filled in by the villages and read in again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gaotang_desktop.domain.fields import Field, Kind, show
from gaotang_desktop.workbooks import books, text_tables
from gaotang_desktop.workbooks.cells import Ink, display_width
from gaotang_desktop.workbooks.grids import GUIDE, LISTS

_ROWS = 5000  # rows that offer the choices
_HOW = {
    Kind.TEXT: "填文字",
    Kind.LONG_TEXT: "填文字，可以换行",
    Kind.INTEGER: "填整数",
    Kind.DECIMAL: "填数字，最多两位小数",
    Kind.DATE: "填日期，如 2026-10-05",
    Kind.MONTH: "填月份，如 2026-10",
    Kind.WEEK: "填那一周的任何一天，或者写成 2026年第43周",
    Kind.TIME: "填时间，如 20:30",
    Kind.MOMENT: "填日期和时间，如 2026-10-05 20:30",
    Kind.CHOICE: "从下拉列表里选择",
    Kind.FLAG: "填“是”或“否”",
    Kind.NAMES: "可填多个，用顿号隔开",
    Kind.REFERENCE: "填名单里的名称，可从下拉列表里选择",
}
FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.MONTH: "yyyy-mm",
    Kind.TIME: "hh:mm",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.INTEGER: "0",
    Kind.DECIMAL: "0.00",
    Kind.LONG_TEXT: "General",
}


def write_template(
    path: Path,
    fields: Sequence[Field],
    *,
    title: str,
    examples: Sequence[Mapping[str, Any]] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
    references: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write a blank workbook: a header to fill in under, and a sheet that says how (填写说明).

    A name that ends in .csv makes it a text of the header alone.

    Required columns carry ``*``; a field's help is the note on its header. ``examples`` are values
    by field name, shown on the second sheet only, so that nobody imports them. ``choices``
    (besides the field's own) and ``references`` (names of villages, units; by field name) become
    drop-down lists. A name outside ``references`` is questioned, not refused: aliases are right too.

    Raises:
        StorageProblem: the workbook cannot be saved.
    """
    if text_tables.is_text(path):
        heads = [_label(field) for field in fields]
        text_tables.write_text(path, heads, [field.kind for field in fields], ())
        return
    offered = {field.name: offered_for(field, choices or {}, references or {}) for field in fields}
    with books.new_book() as book:
        widths = [float(max(12, min(36, display_width(_label(field)) + 4))) for field in fields]
        page, ink = books.add_sheet(book, title, widths)
        for place, field in enumerate(fields, start=1):
            # The column's own format: a phone typed here stays text, with its leading zero.
            page.column_dimensions[get_column_letter(place)].number_format = FORMATS.get(
                field.kind, "@"
            )
        books.freeze_header(page, 1, len(fields))
        # Notes belong to cells, and cells are gone once appended: header cells are made with them.
        page.row_dimensions[1].height = 28
        page.append([header_cell(ink, field) for field in fields])
        _guide(book, fields, examples, offered)
        lists(book, page, fields, offered)
        books.save(book, path)


def _label(field: Field) -> str:
    unit = f"（{field.unit}）" if field.unit else ""
    return f"{field.label}{unit}{'*' if field.required else ''}"


def header_cell(ink: Ink, field: Field) -> Any:
    """The head of a column, with a comment that says how it is filled in."""
    cell = ink.label(_label(field), "header")
    said = _how(field)
    cell.comment = Comment(said, "高塘双提升工作台", width=260, height=30 + 18 * (len(said) // 18))
    return cell


def _how(field: Field) -> str:
    bounds = ""
    if field.minimum is not None and field.maximum is not None:
        bounds = f"，从 {field.minimum} 到 {field.maximum}"
    elif field.minimum is not None:
        bounds = f"，不小于 {field.minimum}"
    must = "必填。" if field.required else ""
    help_text = field.help.rstrip("。；")
    return f"{must}{_HOW[field.kind]}{bounds}。" + (f"{help_text}。" if help_text else "")


def offered_for(
    field: Field,
    choices: Mapping[str, Sequence[str]],
    references: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """The words that a field may be chosen from."""
    if field.kind is Kind.FLAG:
        return ("是", "否")
    return tuple(references.get(field.name) or choices.get(field.name) or field.choices)


def _guide(
    book: Any,
    fields: Sequence[Field],
    examples: Sequence[Mapping[str, Any]],
    offered: Mapping[str, Sequence[str]],
) -> None:
    labels = ["列名", "必填", "怎样填", "可选内容"]
    labels += [f"示例{number}" for number in range(1, len(examples) + 1)]
    widths = [18.0, 6.0, 42.0, 36.0, *[22.0] * len(examples)]
    page, ink = books.add_sheet(book, GUIDE, widths)
    books.freeze_header(page, 3, len(labels))
    ink.frame([GUIDE], "title", height=26)
    ink.frame(
        ["在第一张表的列名下面逐行填写，列名不要改；示例只供参考，不会导入。"], "note", height=16
    )
    ink.frame(labels, "header", height=24)
    for field in fields:
        given = offered[field.name]
        listed = "、".join(given[:30]) + ("等" if len(given) > 30 else "")
        shown = [show(field, example.get(field.name)) for example in examples]
        row = [field.label, "是" if field.required else "", _how(field), listed, *shown]
        ink.record([value or None for value in row], [Kind.LONG_TEXT] * len(row))


def lists(
    book: Any,
    page: Any,
    fields: Sequence[Field],
    offered: Mapping[str, Sequence[str]],
    *,
    first: int = 2,
    last: int = _ROWS,
    shift: int = 0,
) -> None:
    """Drop-down lists; their words stand in a hidden sheet, as Excel allows only 255 characters.

    They hold from row ``first`` to ``last``; ``shift`` columns stand before those of the fields.
    """
    chosen = [field for field in fields if offered[field.name]]
    if not chosen:
        return
    hidden, ink = books.add_sheet(book, LISTS, [20.0] * len(chosen))
    hidden.sheet_state = "hidden"
    ink.frame([field.label for field in chosen], "header", height=24)
    for row in range(max(len(offered[field.name]) for field in chosen)):
        words = [offered[field.name][row : row + 1] for field in chosen]
        ink.record([word[0] if word else None for word in words], [None] * len(words))
    for place, field in enumerate(chosen, start=1):
        column = get_column_letter(place)
        strict = field.kind in (Kind.CHOICE, Kind.FLAG) and field.strict_choices
        rule = DataValidation(
            type="list",
            formula1=f"'{hidden.title}'!${column}$2:${column}${len(offered[field.name]) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if strict else "warning",
            errorTitle=field.label[:30],
            error=f"“{field.label}”请从下拉列表里选择。"
            if strict
            else f"“{field.label}”不在下拉列表里，请核对是否写对。",
        )
        letter = get_column_letter(list(fields).index(field) + 1 + shift)
        rule.add(f"{letter}{first}:{letter}{last}")
        page.data_validations.append(rule)
