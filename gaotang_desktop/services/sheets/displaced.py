"""Record marks (记录号): whose rows are, and which did not move with their rows when they were sorted."""

from collections import Counter
from collections.abc import Mapping

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import settings as stored_settings
from gaotang_desktop.domain.sheets.rows import Draft, SheetRow, SheetRows
from gaotang_desktop.services.sheets import identity
from gaotang_desktop.services.sheets.identity import Stored, StoredRecords
from gaotang_desktop.services.sheets.row_reading import RowReader
from gaotang_desktop.workbooks.grids import blank


def moved_rows(
    sheet: SheetRows,
    reader: RowReader,
    stored: StoredRecords,
    marks: Mapping[int, int],
) -> dict[int, Stored | None]:
    """The rows that say what another record says than the one their mark names, with that record.

    So does a row that resembles another record and not its own, where the row with the mark of that
    record does not resemble it either. Where there is one such row the column of marks was torn from its
    rows: then every changed row that does not even resemble its record is doubted too (``None``).
    ``marks`` are records by row number.
    """
    certain: dict[int, Stored | None] = {}
    doubted: dict[int, Stored | None] = {}
    resembled: dict[int, dict[int, Stored]] = {}
    for row in sheet.rows:
        if row.number not in marks:
            continue
        draft = reader.draft(row, noticed=False)
        own = stored.get(marks[row.number])
        changed, _errors = reader.beside(draft, own)
        if not changed.keys() - draft.filled:
            continue
        alike = {each.id: each for each in stored.alike(draft.values, claimed=True)}
        other = _meant(draft, own, alike, reader)
        if other is not None:
            certain[row.number] = other
        elif own.id not in alike:
            doubted[row.number] = None
            resembled[own.id] = alike
    for number in doubted:
        others = resembled[marks[number]]
        torn = next((each for each in others.values() if each.id in resembled), None)
        if torn is not None:
            certain[number] = torn
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


def read_marks(
    session: Session, kind: str, sheet: SheetRows, reader: RowReader, stored: StoredRecords
) -> tuple[dict[int, int], set[int], list[str]]:
    """By row number the record that its mark names, the rows whose mark names none for sure, notes.

    Whoever copies a row in WPS copies its mark: of several rows with one mark those that are still as
    they were exported are the record, the others are new; when all were changed nobody knows.
    """
    header = next((each for each in sheet.header if each == identity.LABEL), None)
    if header is None:
        return {}, set(), []
    folder = stored_settings.folder(session)
    found: dict[int, int] = {}
    foreign = 0
    for row in sheet.rows:
        written = row.values.get(header)
        if blank(written):
            continue
        named = identity.marked(folder, kind, written, stored.made_at)
        if named is None:
            foreign += 1
        else:
            found[row.number] = named
    said = [f"有 {foreign} 行的记录号不是本台账现有记录的，按没有记录号处理。"] if foreign else []
    marks, doubtful, told = _without_copies(found, sheet, reader, stored)
    return marks, doubtful, said + told


def _without_copies(
    found: dict[int, int], sheet: SheetRows, reader: RowReader, stored: StoredRecords
) -> tuple[dict[int, int], set[int], list[str]]:
    often = {record for record, count in Counter(found.values()).items() if count > 1}
    if not often:
        return found, set(), []
    rows = {row.number: row for row in sheet.rows}
    doubtful: set[int] = set()
    again: list[str] = []
    copied: list[str] = []
    for record in often:
        numbers = [number for number, named in found.items() if named == record]
        same = [
            number for number in numbers if _says_the_same(rows[number], reader, stored, record)
        ]
        again += [sheet.where(rows[number]) for number in same[1:]]
        for number in numbers:
            if number not in same:
                del found[number]
                if same:
                    copied.append(sheet.where(rows[number]))
        if not same:
            doubtful.update(numbers)
    return found, doubtful, [*_told(again, _AGAIN), *_told(copied, _COPIED)]


_AGAIN = "和同一个记录号的另一行完全一样，只算一条"
_COPIED = "带着别的行的记录号，内容不同，当作没有记录号，原来的那一条没有动"


def _told(rows: list[str], what: str) -> list[str]:
    more = f"等 {len(rows)} 行" if len(rows) > 20 else ""
    return [f"{'、'.join(rows[:20])}{more}{what}。"] if rows else []


def _says_the_same(row: SheetRow, reader: RowReader, stored: StoredRecords, record: int) -> bool:
    draft = reader.draft(row, noticed=False)
    changed, errors = reader.beside(draft, stored.get(record))
    return not (draft.errors or changed.keys() - draft.filled or errors)
