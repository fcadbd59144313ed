"""Several things numbered in one cell (1.灭火器过期；2.通道堵塞): each is a record of its own."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.sheets.rows import RECORD_MARK, SheetRow, SheetRows
from gaotang_desktop.services.sheets.part_words import PARTS

OWN = {"findings": "text", "meeting-decisions": "text", "opinions": "text"}
"""Kinds of which one cell may hold several records, and that cell's field."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NUMBER = re.compile(
    r"(?:^|(?<=[\s；;。，,、！!]))\s*(?:[（(](\d{1,2})[)）][.．、]?|(\d{1,2})(?:[、．:：)）]|[.](?!\d)))\s*"
    rf"|\s*([{_CIRCLED}])[.．、]?\s*"
)


def parts_of(text: Any) -> list[str]:
    """The things that a text numbers from 1 on, each without its number; a single one where it does not."""
    if not isinstance(text, str):
        return [text]
    found = list(_NUMBER.finditer(text.strip()))
    numbers = [
        _CIRCLED.index(each[3]) + 1 if each[3] else int(each[1] or each[2]) for each in found
    ]
    whole = text.strip()
    if len(found) < 2 or found[0].start() or numbers != list(range(1, len(found) + 1)):
        return [text]
    ends = [*(each.start() for each in found[1:]), len(whole)]
    said = [
        whole[each.end() : end].strip().rstrip("；;，,、 ")
        for each, end in zip(found, ends, strict=True)
    ]
    return said if all(said) else [text]


def parted(
    kind: str, sheet: SheetRows, columns: Mapping[str, str], parts: Mapping[str, str]
) -> tuple[SheetRows, list[str]]:
    """A row for each thing that a cell numbers, and what is told of it.

    Other cells that number as many things (a measure for each) are parted with it; all else holds for
    each of them. ``columns`` and ``parts`` are headers by field, of the record and of what belongs to
    it. Rows that we exported ourselves are meant as they stand.
    """
    header = columns.get(OWN[kind]) if kind in OWN and "order_number" not in columns else None
    if header is None and kind in PARTS and not PARTS[kind].repeated:
        header = parts.get(PARTS[kind].needs[0])
    if header is None or RECORD_MARK in sheet.header:
        return sheet, []
    rows: list[SheetRow] = []
    told: list[str] = []
    named: dict[int, list[int]] = {}
    number = max((row.number for row in (*sheet.rows, *sheet.aside)), default=0)
    for row in sheet.rows:
        things = parts_of(row.values.get(header))
        if len(things) == 1:
            rows.append(row)
            continue
        beside = {label: parts_of(value) for label, value in row.values.items()}
        told.append(f"{sheet.where(row)}（{len(things)} 个）")
        for at in range(len(things)):
            values = {
                label: said[at] if len(said) == len(things) else row.values[label]
                for label, said in beside.items()
            }
            number += 1 if at else 0
            new = number if at else row.number
            named.setdefault(row.number, []).append(new)
            cell = f"{row.cell}第 {at + 1} 个"
            rows.append(replace(row, number=new, values=values, at=row.row, cell=cell))
    if not told:
        return sheet, []
    errors, questions = (
        tuple(replace(e, row=new) for e in every for new in named.get(e.row, [e.row]))
        for every in (sheet.errors, sheet.questions)
    )
    more = f"等 {len(told)} 行" if len(told) > 20 else ""
    note = f"这些行的“{header}”一格里编了号，一个号登记一条，请核对：{'、'.join(told[:20])}{more}。"
    return replace(sheet, rows=tuple(rows), errors=errors, questions=questions), [note]
