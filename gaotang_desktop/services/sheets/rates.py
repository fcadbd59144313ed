"""Shares of those asked as numbers of them: a poll's 满意度 of 95% of 20 is 19 persons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import RowError, SheetRows
from gaotang_desktop.domain.writings.numbers import chinese_number

KIND = "poll-results"
_COUNTED = ("safe", "satisfied", "aware", "took_part")
_STROKES = {"", "/", "-", "—", "——"}
_OF = "sample"
_SHARED = re.compile(r"[度感](?:[（(].*[)）])?$")
_HEAD = re.compile(r"[%％]|率(?:[（(].*[)）])?$|百分比")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*[%％]?")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?\s*[%％]|百分之.+")


class Shares:
    """The columns of one sheet of poll results in which shares stand, or may stand."""

    def __init__(self, kind: str, known: Sequence[Field], columns: Mapping[str, str]) -> None:
        counted_here = {
            each.name: each
            for each in known
            if kind == KIND and each.kind is Kind.INTEGER and each.name in _COUNTED
        }
        self._columns = {name: columns[name] for name in counted_here if name in columns}
        self._labels = {name: each.label for name, each in counted_here.items()}
        self._all = {name for name, header in self._columns.items() if _HEAD.search(header)}

    def holds(self, name: str, raw: Any) -> bool:
        """Whether a cell is a share: by its heading (安全感（%）), or as it is written (97.5%)."""
        if name not in self._columns:
            return False
        return name in self._all or (
            isinstance(raw, str) and _PERCENT.fullmatch(raw.strip()) is not None
        )

    def of(self, cells: Mapping[str, Any], asked: int | None) -> Iterator[tuple[str, int | str]]:
        """By field the persons that each share of a row is, or the sentence why it is none."""
        for name, header in self._columns.items():
            raw = cells.get(header)
            if raw is None or not self.holds(name, raw) or str(raw).strip() in _STROKES:
                continue
            try:
                yield name, counted(raw, asked, label=self._labels[name])
            except ValueError as problem:
                yield name, str(problem)


def with_signs(
    kind: str, sheet: SheetRows, by_field: Mapping[str, str]
) -> tuple[SheetRows, list[str]]:
    """A sheet of poll results in which a column is all shares or all persons, and what to tell of it.

    A column with a fraction, a % or mostly more than were asked holds shares: 95 among them is 95%, and of
    numbers up to one 0.95. What may be either stays persons, and is told.
    """
    notes: list[str] = []
    for name in _COUNTED if kind == KIND else ():
        header = by_field.get(name)
        if header is None:
            continue
        cells = [_number(row.values.get(header)) for row in sheet.rows]
        asked = [_number(row.values.get(by_field.get(_OF, ""))) for row in sheet.rows]
        written = [row.values.get(header) for row in sheet.rows]
        numbers = [cell for cell in cells if cell is not None]
        if _HEAD.search(header):
            if numbers and all(
                cell <= 1 for cell in numbers
            ):  # 满意率 0.94 is 94%, and 1 all of them
                sheet = _as_shares(sheet, header, cells)
                notes.append(f"“{header}”写的是小数，1 读作 100%，请核对。")
            continue
        more = [
            cell > of
            for cell, of in zip(cells, asked, strict=True)
            if cell is not None and of is not None
        ]
        signs = any(isinstance(each, str) and _PERCENT.fullmatch(each.strip()) for each in written)
        if not (signs or sum(more) * 2 > len(more) or any(cell % 1 for cell in numbers)):
            if numbers and _SHARED.search(header):
                notes.append(f"“{header}”读作人数；写的是百分比的话，请把列名改成“{header}（%）”。")
            continue
        parts_of_one = not signs and all(cell <= 1 for cell in numbers)
        rows = []
        open_: list[RowError] = []
        for row, cell, of in zip(sheet.rows, cells, asked, strict=True):
            # Beside cells with a % a bare 45 of 50 may be persons, as its neighbours are not.
            if signs and cell is not None and of is not None and cell <= of != 100 and cell:
                said_so = (
                    f"“{header}”里别的格写着 %，这一格的“{cell:f}”是人数，还是百分比？请写清楚。"
                )
                offers = (f"{cell:f}人", f"{cell:f}%")
                open_.append(RowError(row.number, header, said_so, offers))
            share = cell if cell is None or not parts_of_one else cell * 100
            said = row.values.get(header) if share is None else f"{share.normalize():f}%"
            rows.append(replace(row, values={**row.values, header: said}))
        sheet = replace(sheet, rows=tuple(rows), questions=(*sheet.questions, *open_))
        notes.append(f"“{header}”读作百分比，按有效样本折成人数，请核对。")
    return sheet, notes


def _as_shares(sheet: SheetRows, header: str, cells: Sequence[Decimal | None]) -> SheetRows:
    """A sheet whose column of parts of one says them as shares; words stay as they are."""
    rows = tuple(
        row
        if cell is None
        else replace(row, values={**row.values, header: f"{(cell * 100).normalize():f}%"})
        for row, cell in zip(sheet.rows, cells, strict=True)
    )
    return replace(sheet, rows=rows)


def _number(raw: Any) -> Decimal | None:
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def counted(raw: Any, asked: int | None, *, label: str) -> int:
    """How many of ``asked`` persons a share is; it must be a whole number of them, but for rounding.

    Raises:
        ValueError: a whole sentence.
    """
    share, digits = _share(raw)
    if share is None or share > 100:
        raise ValueError(f"“{label}”里的“{raw}”不是 0 到 100 的百分比，请填人数，或者改正百分比。")
    if asked is None:
        raise ValueError(
            f"“{label}”写的是百分比“{raw}”，没有有效样本算不出人数，请填样本或者人数。"
        )
    step = Decimal(1).scaleb(-digits)
    found = [
        persons
        for persons in range(asked + 1)
        if abs(Decimal(persons) * 100 / asked - share) * 2 <= step
    ] if asked else []  # fmt: skip
    if len(found) != 1:
        said = "不是整数人" if not found else f"可能是 {found[0]} 到 {found[-1]} 人"
        raise ValueError(f"“{label}”写的是百分比，{asked} 人的“{raw}”{said}，请填人数。")
    return found[0]


def _share(raw: Any) -> tuple[Decimal | None, int]:
    """The share in per cent, and how many digits it is written with behind the point."""
    text = str(raw).strip()
    if text.startswith("百分之"):
        number = 100 if text == "百分之百" else chinese_number(text.removeprefix("百分之"))
        return (None if number is None else Decimal(number)), 0
    if (found := _SHARE.fullmatch(text)) is None:
        return None, 0
    return Decimal(found[1]), len(found[1].partition(".")[2])
