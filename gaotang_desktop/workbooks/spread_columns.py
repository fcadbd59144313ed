"""Columns that are the values of one field: months across, a tick under one of several categories."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows
from gaotang_desktop.domain.writings.numbers import chinese_number
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.shapes import Counted

MONTH = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:份)?")
"""A heading that is a month."""
_MONTH_AND_WORD = re.compile(r"((?:\d{4}年)?\d{1,2}月份?)(?!\d|第)(\S.*)")
_WEEK = re.compile(
    r"(?:\d{4}年?)?(?:第?(\d{1,2})周|(?:\d{1,2}[月.]\d{1,2}日?)[-—~～至到](?:\d{1,2}[月.])?\d{1,2}日?)"
)
_WEEKS = 7  # a week with such a number is one of the year
_WORD_AND_MONTH = re.compile(r"([^\d\s]\S*?)((?:\d{4}年)?\d{1,2}月份?)")
_DAY_AND_WORD = re.compile(r"((?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号])(\S.*)")
_TICKS = {"√", "✓", "✔", "☑", "●", "■", "v", "V"}
_EMPTY = {"×", "✗", "✘", "☐", "□", "○", "/", "-", "—"}


def months(table: SheetRows) -> list[str]:
    """The columns that are months, if there are several."""
    found = [label for label in table.header if MONTH.fullmatch(_with_digits(label))]
    return found if len(found) > 1 else []


def weeks(table: SheetRows) -> list[str]:
    """The columns that are weeks of the year, or days from one to another, if there are several.

    第1周 to 第4周 are those of a month, of which nobody can say when they began.
    """
    found = [label for label in table.header if _WEEK.fullmatch(_with_digits(label))]
    weeks = (_WEEK.fullmatch(_with_digits(label)) for label in found)
    numbers = [int(each[1]) for each in weeks if each is not None and each[1]]
    return found if len(found) > 1 and max(numbers, default=_WEEKS) >= _WEEKS else []


def months_as_rows(table: SheetRows, across: Sequence[str], month: str, figure: str) -> SheetRows:
    """A row for each month, or week, of which a cell says something, with new columns ``month``, ``figure``."""
    kept = [label for label in table.header if label not in across]
    places = Counted()
    rows = tuple(
        SheetRow(
            places.next(),
            {
                **{label: row.values.get(label) for label in kept},
                month: _with_digits(label).removesuffix("份"),
                figure: row.values[label],
            },
            row.row, row.part, label,
        )
        for row in table.rows
        for label in across
        if not blank(row.values.get(label))
    )  # fmt: skip
    one = "一个月" if month == "月份" else f"一个{month}"
    note = f"这张表的{month}是横排的，读成了 {len(rows)} 行，每一格是{one}的“{figure}”。"
    return replace(
        table, header=(*kept, month, figure), rows=rows, notes=(*table.notes, note), errors=()
    )


def figures_across(table: SheetRows, across: Sequence[str], village: str, figure: str) -> SheetRows:
    """A row for each cell below a village, which goes into the new column ``village``."""
    kept = [label for label in table.header if label not in across]
    places = Counted()
    rows = tuple(
        SheetRow(
            places.next(),
            {
                **{label: row.values.get(label) for label in kept},
                village: label,
                figure: row.values[label],
            },
            row.row, row.part, label,
        )
        for row in table.rows
        for label in across
        if not blank(row.values.get(label))
    )  # fmt: skip
    note = f"这张表的村是横排的，读成了 {len(rows)} 行，每一格是一个村的“{figure}”。"
    header = (*kept, village, figure)
    return replace(table, header=header, rows=rows, notes=(*table.notes, note), errors=())


def grouped(table: SheetRows, *, days: bool) -> dict[str, tuple[str, str]]:
    """By column the month, or day, of its group and what stands below it: 10月盗窃 → 10月, 盗窃.

    Months may stand below what is counted too: 盗窃10月.

    Empty unless there are several periods with the same columns each, or one with several columns.
    """
    pattern = _DAY_AND_WORD if days else _MONTH_AND_WORD
    found: dict[str, tuple[str, str]] = {}
    for label in table.header:
        if (parts := pattern.fullmatch(_with_digits(label))) is not None:
            found[label] = (parts[1], parts[2])
        elif not days and (parts := _WORD_AND_MONTH.fullmatch(_with_digits(label))) is not None:
            found[label] = (parts[2], parts[1])
    below: dict[str, list[str]] = {}
    for period, word in found.values():
        below.setdefault(period, []).append(word)
    alike = len(found) > 1 and len({tuple(sorted(words)) for words in below.values()}) == 1
    return found if alike else {}


def groups_as_rows(table: SheetRows, across: Mapping[str, tuple[str, str]], key: str) -> SheetRows:
    """A row for each period of which a cell says something; the period in a new column ``key``."""
    kept = [label for label in table.header if label not in across]
    words = list(dict.fromkeys(word for _, word in across.values()))
    places = Counted()
    rows: list[SheetRow] = []
    for row in table.rows:
        for period in dict.fromkeys(each for each, _ in across.values()):
            said = {
                word: row.values.get(label)
                for label, (other, word) in across.items()
                if other == period
            }
            if all(blank(value) or str(value).strip() in _EMPTY for value in said.values()):
                continue
            values = {**{label: row.values.get(label) for label in kept}, key: period, **said}
            rows.append(SheetRow(places.next(), values, row.row, row.part, period))
    note = f"这张表的“{key}”是横排的，读成了 {len(rows)} 行，每组列是一行。"
    header = (*kept, key, *words)
    return replace(table, header=header, rows=tuple(rows), notes=(*table.notes, note), errors=())


def ticked(table: SheetRows, among: Collection[str]) -> list[str]:
    """Those of some columns in which nothing stands but ticks, if there are several."""
    found = []
    for label in table.header:
        said = {str(row.values.get(label) or "").strip() for row in table.rows} - {""}
        if label in among and not blank(label) and said <= _TICKS | _EMPTY:
            found.append(label)
    used = any(_is_tick(row.values.get(label)) for row in table.rows for label in found)
    return found if len(found) > 1 and used else []


def ticks_as_words(table: SheetRows, across: Sequence[str], field: str) -> SheetRows:
    """One column ``field`` with the heading under which the tick of a row stands (of two: both)."""
    kept = tuple(label for label in table.header if label not in across)
    rows = tuple(
        replace(
            row,
            values={
                **{label: row.values.get(label) for label in kept},
                field: "、".join(h for h in across if _is_tick(row.values.get(h))) or None,
            },
        )
        for row in table.rows
    )
    note = f"{'、'.join(f'“{label}”' for label in across)}下面打的勾读作“{field}”，请核对。"
    return replace(table, header=(*kept, field), rows=rows, notes=(*table.notes, note))


def _is_tick(value: Any) -> bool:
    return isinstance(value, str) and value.strip() in _TICKS


def _with_digits(label: str) -> str:
    text = "".join(label.split())
    number = chinese_number(text.removesuffix("份").removesuffix("月"))
    return f"{number}月" if number is not None and "月" in text else text
