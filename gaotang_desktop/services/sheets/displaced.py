"""Record marks that did not move with their rows (排序时没有跟着走的记录号)."""

from collections.abc import Mapping

from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services.sheets.identity import Stored, StoredRecords
from gaotang_desktop.services.sheets.row_reading import Draft, RowReader


def moved_rows(
    sheet: SheetRows,
    reader: RowReader,
    stored: StoredRecords,
    marks: Mapping[int, int],
) -> dict[int, Stored | None]:
    """The rows that say what another record says than the one their mark names, with that record.

    Where there is one such row the column of marks was torn from its rows: then every changed row that
    does not even resemble its record is doubted too (``None``). ``marks`` are records by row number.
    """
    certain: dict[int, Stored | None] = {}
    doubted: dict[int, Stored | None] = {}
    for row in sheet.rows:
        if row.number not in marks:
            continue
        draft = reader.draft(row, noticed=False)
        own = stored.get(marks[row.number])
        changed, _errors = reader.beside(draft, own)
        if not changed:
            continue
        alike = {each.id: each for each in stored.alike(draft.values, claimed=True)}
        other = _meant(draft, own, alike, reader)
        if other is not None:
            certain[row.number] = other
        elif own.id not in alike:
            doubted[row.number] = None
    return {**doubted, **certain} if certain else {}


def _meant(
    draft: Draft, own: Stored, alike: Mapping[int, Stored], reader: RowReader
) -> Stored | None:
    """Another record that a row equals in every cell, or whose number it has."""
    number = draft.values.get("number")
    for each in alike.values():
        if each.id == own.id:
            continue
        if number is not None and number == each.values.get("number") != own.values.get("number"):
            return each
        changed, errors = reader.beside(draft, each)
        if not (changed or errors):
            return each
    return None
