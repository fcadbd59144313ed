"""Sheets of the office become records: all good rows in one step, every bad row explained."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, Record
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.data.queries import units, villages
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid, Unreadable
from gaotang_desktop.domain.fields import Field, Kind, Privacy
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import RowError, SheetRow, SheetRows
from gaotang_desktop.domain.villages import display_name, kind_of
from gaotang_desktop.services import records, rules, village_lives
from gaotang_desktop.services.sheets import exports
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.services.workplace import Workplace

IMPORTABLE = tuple(kind for kind, model in CATALOGUE.items() if model.record_kind.keys)


# A table of responsibilities names villages and units in one column.
_OR_ELSE: Mapping[tuple[str, str], str] = {("assignments", "unit_id"): "village_id"}


_NONE = -1


def _found_elsewhere(kind: str) -> set[str]:
    return {other for (of, _name), other in _OR_ELSE.items() if of == kind}


# A line that only names a village says that it has no sample: that is right, and nothing to store.
NAMES_ALONE: Mapping[str, Sequence[str]] = {"poll-results": ("poll_id", "village_id")}


class SeveralTowns(Unreadable):
    """A village list names several towns and nobody said which one; ``towns`` by code."""

    def __init__(self, towns: Mapping[str, str]) -> None:
        self.towns = dict(towns)
        said = "；".join(f"{code} {name}" for code, name in towns.items())
        super().__init__(
            f"这份名单里有 {len(towns)} 个乡镇（{said}），不知道是哪一个。"
            "请指定乡镇代码（--town 代码）后再导入。"
        )


_NAMED_ROWS = 10  # outside a village's life, each in a sentence


@dataclass(slots=True)
class Imported:
    """What became of a sheet; ``rows`` = imported + updated + unchanged + rejected."""

    rows: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error_copy: Path | None = None

    @property
    def summary(self) -> str:
        """The outcome in sentences."""
        said = (
            f"共 {self.rows} 行：新增 {self.imported}，更新 {self.updated}，"
            f"没有变化 {self.unchanged}，有问题 {self.rejected}。"
        )
        if self.error_copy:
            said += f"有问题的行另存在“{self.error_copy}”，改正后可以再导入。"
        return said

    @property
    def detail(self) -> str:
        """The first 200 problems, a line each."""
        shown = self.errors[:200]
        return "\n".join(f"第 {each.row} 行 {each.column}：{each.message}" for each in shown)


def towns(sheet: SheetRows) -> dict[str, str]:
    """The towns that a village list names, by town code; empty where it names none."""
    if "town_code" not in sheet.header:
        return {}
    parts = ("province", "city", "county", "town")
    return {
        str(row.values["town_code"]): "".join(str(row.values.get(part) or "") for part in parts)
        for row in sheet.rows
        if row.values.get("town_code")
    }


def read(kind: str, path: Path, progress: Progress | None = None) -> SheetRows:
    """Read a sheet for a kind of record; of a mended error copy without its column of problems.

    Raises:
        Unreadable, StorageProblem: with a whole sentence.
    """
    from gaotang_desktop.workbooks.reading import read_sheet
    from gaotang_desktop.workbooks.writing import without_problems

    return without_problems(read_sheet(path, known=_headers(kind), progress=progress))


def read_pasted(kind: str, text: str) -> SheetRows:
    """Read rows copied from WPS or Excel, the header among them.

    Raises:
        Unreadable: nothing was copied, or no header is among it.
    """
    from gaotang_desktop.workbooks.reading import read_pasted as rows_of
    from gaotang_desktop.workbooks.writing import without_problems

    return without_problems(rows_of(text, known=_headers(kind)))


def _headers(kind: str) -> list[str]:
    known = [word for each in records.fields_for(kind) for word in (each.label, each.name)]
    return known + [word for words in SYNONYMS.get(kind, {}).values() for word in words]


def import_sheet(
    work: Workplace,
    kind: str,
    path: Path,
    *,
    town: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take in a .csv or .xlsx file; one operation, so one undo takes all of it back.

    Raises:
        Unreadable: the file cannot be understood, lacks a required column, or lists several
            towns while none is chosen; nothing is stored.
        Cancelled: the operator stopped it; nothing is stored.
    """
    progress = progress or Silent()
    sheet = read(kind, path, progress)
    if kind == "villages":
        sheet = _of_one_town(sheet, town)
    result = import_rows(work, kind, sheet, dry_run=dry_run, progress=progress, name=path.name)
    if result.errors and not dry_run:
        from gaotang_desktop.workbooks.writing import write_error_copy

        result.error_copy = path.with_name(f"{path.stem}-有问题的行.xlsx")
        write_error_copy(sheet, result.errors, result.error_copy)
    return result


def _of_one_town(sheet: SheetRows, town: str | None) -> SheetRows:
    listed = towns(sheet)
    if town is None and len(listed) > 1:
        raise SeveralTowns(listed)
    if town is None or not listed:
        return sheet
    if town not in listed:
        raise Unreadable(f"名单里没有代码是“{town}”的乡镇，请检查代码。")
    kept = tuple(row for row in sheet.rows if str(row.values.get("town_code")) == town)
    return SheetRows(sheet.header, kept, sheet.notes, sheet.errors, sheet.sheet)


def import_rows(
    work: Workplace,
    kind: str,
    sheet: SheetRows,
    *,
    dry_run: bool,
    progress: Progress,
    name: str,
) -> Imported:
    """Take in rows that were already read (a file or a paste)."""
    from gaotang_desktop.workbooks.matching import match_header

    known = records.fields_for(kind)
    matched = match_header(sheet.header, known, SYNONYMS.get(kind, {}))
    matched.require()
    unread = {(error.row, error.column): error for error in sheet.errors}
    result = Imported(rows=len(sheet.rows), notes=list(sheet.notes))
    # The official lists of villages name province, county and town beside what is kept.
    if kind != "villages" and (unknown := [each for each in matched.unknown if each.strip()]):
        result.notes.append(f"这些列认不出来，没有导入：{'、'.join(unknown)}。")
    columns = {each: matched.by_field[each.name] for each in known if each.name in matched.by_field}
    settings = work.settings
    uneditable = {each.name for each in columns if not each.editable and not each.required}
    with work.database.operation(f"导入{records.label_of(kind)}：{name}") as session:
        finder = _Finder(session)
        existing = _existing(session, kind)
        uncover = _uncovering(session, kind, existing.values())
        seen: dict[tuple[Any, ...], int] = {}
        lives, outside = village_lives.lives(session), []
        for number, row in enumerate(sheet.rows, start=1):
            if number % 200 == 0:
                progress.step(number, len(sheet.rows), f"第 {row.number} 行")
            broken = [
                unread[key] for key in ((row.number, h) for h in sheet.header) if key in unread
            ]
            if not broken and _says_nothing(kind, row, columns):
                result.unchanged += 1
                continue
            values, errors = _values(work, kind, row, columns, finder, uncover, existing, settings)
            errors = broken or errors
            if not errors and kind in rules.KEYS_FOLLOW:
                rules.complete(session, settings, kind, values)
            key = tuple(values.get(part) for part in CATALOGUE[kind].record_kind.keys)
            if not errors and key in seen:
                said = f"这一行和第 {seen[key]} 行是同一条{records.label_of(kind)}，请留下一行。"
                errors = [RowError(row.number, "", said)]
            if not errors and key in existing:
                errors = _forbidden_moves(kind, existing[key], values, row, columns)
            if errors:
                result.errors += errors
                result.rejected += 1
                continue
            seen[key] = row.number
            if key in existing:
                # What follows from the rest follows from what is known as well.
                known_already = {each.name: _stored(existing[key], each.name) for each in known}
                values = {**known_already, **values}
            else:
                # The register gives its numbers itself: two sheets may both have their 001.
                values = {n: v for n, v in values.items() if n not in uneditable}
            # A number from the register must see the rows that came before this one.
            rules.complete(session, settings, kind, values)
            # What the sheet says nothing about stays as it is in a record that there is.
            said_of = {each.name for each in columns} | _found_elsewhere(kind)
            _store(session, kind, key, values, existing, result, said_of)
            if said := village_lives.outside(lives, kind, values):
                outside.append(f"第 {row.number} 行：{said}")
        result.notes += outside[:_NAMED_ROWS]
        if len(outside) > _NAMED_ROWS:
            result.notes.append(f"另有 {len(outside) - _NAMED_ROWS} 行也在村设立以前或者撤并以后。")
        if dry_run:
            session.rollback()
    return result


def _says_nothing(kind: str, row: SheetRow, columns: Mapping[Field, str]) -> bool:
    names = NAMES_ALONE.get(kind)
    return names is not None and not any(
        str(row.values.get(header) or "").strip()
        for each, header in columns.items()
        if each.name not in names
    )


def _forbidden_moves(
    kind: str,
    record: Record,
    values: Mapping[str, Any],
    row: SheetRow,
    columns: Mapping[Field, str],
) -> list[RowError]:
    before = {each.name: getattr(record, each.name) for each in records.fields_for(kind)}
    header = {each.name: column for each, column in columns.items()}
    return [
        RowError(row.number, header.get(name, ""), sentence)
        for name, sentence in rules.move(kind, before, {**before, **values}).items()
    ]


def _store(
    session: Session,
    kind: str,
    key: tuple[Any, ...],
    values: Mapping[str, Any],
    existing: dict[tuple[Any, ...], Record],
    result: Imported,
    said_of: Collection[str],
) -> None:
    record = existing.get(key)
    if record is None:
        session.add(CATALOGUE[kind](**values))
        result.imported += 1
        return
    changed = {
        name: new
        for name, new in values.items()
        if name in said_of and _stored(record, name) != new
    }
    for name, new in changed.items():
        setattr(record, name, new)
    if changed:
        result.updated += 1
    else:
        result.unchanged += 1


def _stored(record: Record, name: str) -> Any:
    value = getattr(record, name)
    return None if value == () else value


def _existing(session: Session, kind: str) -> dict[tuple[Any, ...], Record]:
    return {
        tuple(_stored(record, part) for part in CATALOGUE[kind].record_kind.keys): record
        for record in queries.live(session, kind)
    }


def _values(
    work: Workplace,
    kind: str,
    row: SheetRow,
    columns: Mapping[Field, str],
    finder: "_Finder",
    uncover: Callable[[dict[str, Any]], None],
    existing: Mapping[tuple[Any, ...], Record],
    settings: Mapping[str, Any],
) -> tuple[dict[str, Any], list[RowError]]:
    values: dict[str, Any] = {}
    errors = []
    for each, header in columns.items():
        raw = row.values.get(header)
        try:
            if each.kind is Kind.REFERENCE and raw is not None and str(raw).strip():
                name, number = finder.find_either(kind, each, str(raw))
                values[name] = number
            elif each.name not in values:
                values[each.name] = fields.read(each, raw, today=work.today())
        except Invalid as problem:
            errors.append(RowError(row.number, header, str(problem)))
    if kind == "villages" and values.get("name"):
        values["name"] = display_name(values["name"])
        values["kind"] = values.get("kind") or kind_of(values["name"])
    uncover(values)
    by_name = {each.name: each for each in records.fields_for(kind)}
    record = existing.get(tuple(values.get(part) for part in CATALOGUE[kind].record_kind.keys))
    before = {name: getattr(record, name) for name in by_name} if record else {}
    for name, each in by_name.items():
        if values.get(name) is None and each.default is not None:
            # What a sheet does not say of a known record stays; of a new one it is the default.
            values[name] = each.default if record is None else before[name]
    if record is not None:
        if values.get("number") is None:
            values.pop("number", None)
        whole = {**before, **values}
        rules.revise(settings, kind, before, whole)
        values |= {name: whole[name] for name in whole if whole[name] != before[name]}
    if not errors:
        checked = records.check(kind, {**before, **values}, today=work.today())
        for name, sentence in checked.items():
            errors.append(RowError(row.number, columns.get(by_name[name], ""), sentence))
    return values, errors


def _uncovering(
    session: Session, kind: str, known: Iterable[Record]
) -> Callable[[dict[str, Any]], None]:
    """Puts back what an export covered, so that a sheet sent back covers no name in the ledger."""
    hidden = [each for each in records.fields_for(kind) if each.privacy is Privacy.RESIDENT]
    if not hidden or not any(each.name == "number" for each in records.fields_for(kind)):
        return lambda _values: None
    numbered = {_stored(record, "number"): record for record in known}
    covered = exports.covering(session, kind)

    def uncover(values: dict[str, Any]) -> None:
        record = numbered.get(values.get("number"))
        if record is None or values.get("number") is None:
            return
        for each in records.fields_for(kind):
            stored = _stored(record, each.name)
            sent = covered(each, stored)
            if isinstance(sent, tuple):
                sent = tuple(dict.fromkeys(sent))  # 张某某 twice is read as one name
            if each.name in values and sent == values[each.name]:
                values[each.name] = stored

    return uncover


class _Finder:
    """Villages by name, short name or code; units by name or alias; the rest by how lists name it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[str, int]] = {}

    def find_either(self, kind: str, each: Field, written: str) -> tuple[str, int]:
        """The field and the record meant; a unit's column may name a village."""
        try:
            return each.name, self.find(each, written)
        except Invalid:
            other = _OR_ELSE.get((kind, each.name))
            known = {field.name: field for field in records.fields_for(kind)}
            if other is None:
                raise
            with suppress(Invalid):
                return other, self.find(known[other], written)
            raise

    def find(self, each: Field, written: str) -> int:
        kind = each.refers_to or ""
        if kind not in self._known:
            words: dict[str, int] = {}
            for word, number in self._words(kind):
                # A clause number that two plans have names neither task.
                same = words.get(_key(word), number)
                words[_key(word)] = number if kind != "tasks" or same == number else _NONE
            self._known[kind] = {word: number for word, number in words.items() if number != _NONE}
        name = fields.one_line(written)
        for word in (name, display_name(name)):
            if (found := self._known[kind].get(_key(word))) is not None:
                return found
        label = records.label_of(kind)
        raise Invalid({each.name: f"名单里没有“{name}”这个{label}，请先登记，或者改正写法。"})

    def _words(self, kind: str) -> Iterator[tuple[str, int]]:
        """Every writing of every record, the one that decides last."""
        if kind == "villages":
            for village in villages.spellings(self._session):
                for word in (village.code, village.short_name, village.name):
                    if word:
                        yield word, village.id
        elif kind == "units":
            for unit in units.spellings(self._session):
                for word in (*unit.aliases, unit.name):
                    yield word, unit.id
        else:
            known = queries.references(self._session, kind, with_binned=False)
            for reference in known.values():
                if kind == "tasks":
                    clause, _, name = reference.label.partition(" ")
                    for word in (name, clause, clause[1:-1]):
                        yield word, reference.id
                if kind == "dispute-categories":
                    yield reference.label.removesuffix("纠纷"), reference.id
                if kind == "disputes":
                    yield reference.label.partition(" ")[0], reference.id
                yield reference.label, reference.id


def _key(name: str) -> str:
    return fields.plain(name).casefold().replace(" ", "")
