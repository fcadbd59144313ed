"""Sheets of the office become records: all good rows in one step, every bad row explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import CATALOGUE, Record, Unit, Village
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid, Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import RowError, SheetRow, SheetRows
from gaotang_desktop.domain.villages import display_name, kind_of
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

IMPORTABLE = ("villages", "officers", "units", "patrols", "missed-nights", "spot-checks")

SYNONYMS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "villages": {
        "name": ("village_name", "村名称", "名称", "村（社区）", "村"),
        "code": ("village_code", "代码", "区划代码", "村代码"),
    },
    "officers": {"village_id": ("村名", "所在村", "村（社区）"), "role": ("职务", "角色")},
    "units": {"name": ("单位", "责任单位", "名称")},
    "patrols": {
        "night": ("日期", "巡逻日期", "巡夜日期"),
        "village_id": ("村名", "村（社区）"),
        "start": ("开始时间",),
        "end": ("结束时间",),
        "leader": ("带班", "带队人", "负责人"),
        "people": ("参加人数", "巡逻人数"),
    },
    "missed-nights": {"night": ("日期",), "village_id": ("村名",), "reason": ("未巡原因",)},
    "spot-checks": {"night": ("日期",), "village_id": ("村名",), "result": ("抽查结果",)},
}

# What makes two rows speak of the same record.
KEYS: Mapping[str, tuple[str, ...]] = {
    "villages": ("name",),
    "officers": ("village_id", "role", "name"),
    "units": ("name",),
    "patrols": ("night", "village_id", "start", "leader"),
    "missed-nights": ("night", "village_id"),
    "spot-checks": ("night", "village_id", "checked_by", "checked_at"),
}


class SeveralTowns(Unreadable):
    """A village list names several towns and nobody said which one; ``towns`` by code."""

    def __init__(self, towns: Mapping[str, str]) -> None:
        self.towns = dict(towns)
        said = "；".join(f"{code} {name}" for code, name in towns.items())
        super().__init__(
            f"这份名单里有 {len(towns)} 个乡镇（{said}），不知道是哪一个。"
            "请指定乡镇代码（--town 代码）后再导入。"
        )


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
    """Read a sheet for a kind of record.

    Raises:
        Unreadable, StorageProblem: with a whole sentence.
    """
    from gaotang_desktop.workbooks.reading import read_sheet

    known = [word for each in records.fields_for(kind) for word in (each.label, each.name)]
    known += [word for words in SYNONYMS.get(kind, {}).values() for word in words]
    return read_sheet(path, known=known, progress=progress)


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
    columns = {each: matched.by_field[each.name] for each in known if each.name in matched.by_field}
    with work.database.operation(f"导入{records.label_of(kind)}：{name}") as session:
        finder = _Finder(session)
        existing = _existing(session, kind)
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(sheet.rows, start=1):
            if number % 200 == 0:
                progress.step(number, len(sheet.rows), f"第 {row.number} 行")
            broken = [
                unread[key] for key in ((row.number, h) for h in sheet.header) if key in unread
            ]
            values, errors = _values(work, kind, row, columns, finder)
            errors = broken or errors
            key = tuple(values.get(part) for part in KEYS[kind])
            if not errors and key in seen:
                said = f"这一行和第 {seen[key]} 行是同一条{records.label_of(kind)}，请留下一行。"
                errors = [RowError(row.number, "", said)]
            if errors:
                result.errors += errors
                result.rejected += 1
                continue
            seen[key] = row.number
            _store(session, kind, key, values, existing, result)
        if dry_run:
            session.rollback()
    return result


def _store(
    session: Session,
    kind: str,
    key: tuple[Any, ...],
    values: Mapping[str, Any],
    existing: dict[tuple[Any, ...], Record],
    result: Imported,
) -> None:
    record = existing.get(key)
    if record is None:
        session.add(CATALOGUE[kind](**values))
        result.imported += 1
        return
    changed = {name: new for name, new in values.items() if _stored(record, name) != new}
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
        tuple(_stored(record, part) for part in KEYS[kind]): record
        for record in session.scalars(select(CATALOGUE[kind]))
    }


def _values(
    work: Workplace,
    kind: str,
    row: SheetRow,
    columns: Mapping[Field, str],
    finder: "_Finder",
) -> tuple[dict[str, Any], list[RowError]]:
    values: dict[str, Any] = {}
    errors = []
    for each, header in columns.items():
        raw = row.values.get(header)
        try:
            if each.kind is Kind.REFERENCE and raw is not None and str(raw).strip():
                values[each.name] = finder.find(each, str(raw))
            else:
                values[each.name] = fields.read(each, raw, today=work.today())
        except Invalid as problem:
            errors.append(RowError(row.number, header, str(problem)))
    if kind == "villages" and values.get("name"):
        values["name"] = display_name(values["name"])
        values["kind"] = values.get("kind") or kind_of(values["name"])
    by_name = {each.name: each for each in records.fields_for(kind)}
    for name, each in by_name.items():
        if values.get(name) is None and each.default is not None:
            values[name] = each.default
    if not errors:
        for name, sentence in records.check(kind, values, today=work.today()).items():
            errors.append(RowError(row.number, columns.get(by_name[name], ""), sentence))
    return values, errors


class _Finder:
    """Villages by name, short name or code; units by name or alias."""

    def __init__(self, session: Session) -> None:
        self._known: dict[str, dict[str, int]] = {"villages": {}, "units": {}}
        for row in session.execute(
            select(Village.id, Village.name, Village.short_name, Village.code)
        ):
            for word in (row.code, row.short_name, row.name):
                if word:
                    self._known["villages"][_key(word)] = row.id
        for unit in session.execute(select(Unit.id, Unit.name, Unit.aliases)):
            for word in (*(unit.aliases or ()), unit.name):
                self._known["units"][_key(word)] = unit.id

    def find(self, each: Field, written: str) -> int:
        known = self._known.get(each.refers_to or "", {})
        name = fields.one_line(written)
        for word in (name, display_name(name)):
            if (found := known.get(_key(word))) is not None:
                return found
        label = records.label_of(each.refers_to or "")
        raise Invalid({each.name: f"名单里没有“{name}”这个{label}，请先登记，或者改正写法。"})


def _key(name: str) -> str:
    return fields.plain(name).casefold().replace(" ", "")
