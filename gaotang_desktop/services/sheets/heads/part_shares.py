"""Figures that a sheet tells as a share of another one: 按期办结率 100% of 4 is 4 按期办结."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.sheets.rows import RECORD_MARK, RowError, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import rates
from gaotang_desktop.services.sheets.heads.joined import with_column
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key

_SHARES: Mapping[str, Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "grid-counts": {
        "handled": ("reported", ("办结率", "事件办结率", "处置率", "处置办结率")),
        "in_time": ("handled", ("按期办结率", "按时办结率", "及时办结率", "按期率", "及时率", "按时率")),
    },
    "key-group-counts": {
        "managed": ("total", ("管控率", "帮扶率", "管控帮扶率", "落实率", "帮扶落实率", "管控落实率")),
    },
}  # fmt: skip
"""By kind and figure the one that it is a share of, and the headings of such shares."""


def counted(kind: str, sheet: SheetRows, columns: Mapping[str, str]) -> SheetRows:
    """A sheet with the figures that it tells as shares in columns of their own; any other as it is.

    What is no whole number of them is asked.
    """
    if RECORD_MARK in sheet.header:
        return sheet
    labels = {each.name: each.label for each in records.fields_for(kind)}
    known = dict(columns)
    for name, (of, words) in _SHARES.get(kind, {}).items():
        header = next((each for each in sheet.header if bare_key(each) in words), None)
        if header is None or of not in known or name in known or labels[name] in sheet.header:
            continue
        said = [row.values.get(header) for row in sheet.rows]
        numbers = [each for each in said if isinstance(each, (int, float))]
        parts_of_one = bool(numbers) and max(numbers) <= 1
        rows, questions = [], list(sheet.questions)
        for row, share in zip(sheet.rows, said, strict=True):
            number = None
            if not blank(share):
                try:
                    number = _of(share, row.values.get(known[of]), parts_of_one=parts_of_one)
                except ValueError:
                    told = f"“{header}”写的是“{share}”，照“{known[of]}”折不出整数，请填“{labels[name]}”的数。"
                    questions.append(RowError(row.number, header, told))
            rows.append(replace(row, values={**row.values, labels[name]: number}))
        note = f"“{header}”按“{known[of]}”折成了“{labels[name]}”，请核对。"
        sheet = replace(sheet, rows=tuple(rows), questions=tuple(questions))
        sheet = with_column(sheet, labels[name], header, note)
        sheet = replace(sheet, header=tuple(each for each in sheet.header if each != header))
        known[name] = labels[name]
    return sheet


def _of(share: Any, whole: Any, *, parts_of_one: bool) -> int:
    """How many of ``whole`` a share is.

    Raises:
        ValueError: it is no whole number.
    """
    said = share * 100 if parts_of_one and isinstance(share, (int, float)) else share
    of = int(str(whole).strip().removesuffix(".0"))
    return (
        0
        if of == 0
        else rates.counted(f"{said:g}" if isinstance(said, float) else said, of, label="")
    )
