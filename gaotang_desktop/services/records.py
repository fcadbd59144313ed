"""What can be done with any kind of record: list, save, bin, bring back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import CATALOGUE, Record, fields_of
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain import fields, patrols
from gaotang_desktop.domain.errors import Conflict, Invalid, NotFound
from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.workplace import Workplace

Rule = Callable[[Mapping[str, Any], date], dict[str, str]]


def _night_rule(values: Mapping[str, Any], today: date) -> dict[str, str]:
    night = values.get("night")
    if night is not None and night > today:
        return {"night": f"{night:%Y-%m-%d} 还没有到，只能登记今天和以前的夜晚，请改日期。"}
    return {}


def _office_rule(values: Mapping[str, Any], today: date) -> dict[str, str]:
    begins, ends = values.get("from_on"), values.get("until_on")
    if begins and ends and ends < begins:
        return {"until_on": "任职止早于任职起，请改正其中一个日期。"}
    return {}


def _village_rule(values: Mapping[str, Any], today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    code = values.get("code")
    if code and not (code.isdecimal() and code.isascii() and len(code) in (9, 12)):
        found["code"] = f"统计区划代码是 12 位数字，现在是“{code}”，请改正或留空。"
    begins, ends = values.get("joined_on"), values.get("withdrawn_on")
    if begins and ends and ends < begins:
        found["withdrawn_on"] = "撤并日期早于设立日期，请改正其中一个。"
    return found


def _progress_rule(values: Mapping[str, Any], today: date) -> dict[str, str]:
    day = values.get("happened_on")
    if day is not None and day > today:
        return {"happened_on": f"{day:%Y-%m-%d} 还没有到，进展只能写已经发生的，请改日期。"}
    return {}


RULES: dict[str, Rule] = {
    "villages": _village_rule,
    "officers": _office_rule,
    "progress": _progress_rule,
    "patrols": lambda values, today: patrols.problems(values, today=today),
    "missed-nights": _night_rule,
    "spot-checks": _night_rule,
}


def fields_for(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of record, in form order."""
    return fields_of(CATALOGUE[kind])


def label_of(kind: str) -> str:
    """What the office calls this kind of record."""
    return CATALOGUE[kind].record_kind.label


def listing(work: Workplace, kind: str, *, period: Period | None = None) -> Listing:
    """The live records of a kind, newest first (registers in display order)."""
    with work.database.reading() as session:
        span = (period.start, period.end) if period else None
        return queries.listing(session, kind, span=span)


def references(work: Workplace, kind: str) -> tuple[Reference, ...]:
    """What a reference field may choose from, in display order."""
    with work.database.reading() as session:
        found = queries.references(session, kind, with_binned=False)
    return tuple(sorted(found.values(), key=lambda each: (each.order, each.id)))


def get(work: Workplace, kind: str, record_id: int) -> dict[str, Any]:
    """One record's values by field name.

    Raises:
        NotFound: it does not exist or is in the recycle bin.
    """
    with work.database.reading() as session:
        record = _existing(session, kind, record_id)
        return {each.name: getattr(record, each.name) for each in fields_for(kind)}


def check(kind: str, values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence under each field that cannot be stored as it is."""
    found = fields.check_required(fields_for(kind), values)
    rule = RULES.get(kind)
    return {**(rule(values, today) if rule else {}), **found}


def save(
    work: Workplace, kind: str, values: Mapping[str, Any], *, record_id: int | None = None
) -> int:
    """Store a new record, or change the fields given of an old one; returns its id.

    Raises:
        Invalid: a sentence for each field at fault; nothing is stored.
        NotFound: the record to change is gone.
        Conflict: it would be a duplicate.
    """
    label = label_of(kind)
    whole = {**({} if record_id is None else get(work, kind, record_id)), **values}
    for each in fields_for(kind):
        if whole.get(each.name) is None and each.default is not None:
            whole[each.name] = each.default
    if problems := check(kind, whole, today=work.today()):
        raise Invalid(problems)
    name = name_of(work, kind, whole)
    verb = "新增" if record_id is None else "修改"
    with work.database.operation(f"{verb}{label}：{name}") as session:
        if record_id is None:
            record = CATALOGUE[kind]()
            session.add(record)
        else:
            record = _existing(session, kind, record_id)
        for key, value in whole.items():
            setattr(record, key, value)
        session.flush()
        return record.id


def name_of(work: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    """A few words for the history: ``郭桥村 10-05夜``."""
    record = CATALOGUE[kind](**{each.name: values.get(each.name) for each in fields_for(kind)})
    parts = []
    with work.database.reading() as session:
        for each in fields_for(kind):
            number = values.get(each.name)
            if each.kind is Kind.REFERENCE and each.refers_to and isinstance(number, int):
                known = queries.references(session, each.refers_to).get(number)
                parts.append(known.label if known else "")
    return " ".join(part for part in (*parts, record.title) if part)


def bin_records(work: Workplace, kind: str, ids: Sequence[int]) -> str:
    """Move records and what belongs to them to the recycle bin; returns the operation's title.

    Raises:
        Conflict: other records need one of them; nothing is binned.
        NotFound: one of them is gone.
    """
    label, counter = label_of(kind), CATALOGUE[kind].record_kind.counter
    if len(ids) == 1:
        title = f"删除{label}：{name_of(work, kind, get(work, kind, ids[0]))}"
    else:
        title = f"删除{len(ids)}{counter}{label}"
    with work.database.operation(title) as session:
        for record_id in ids:
            _bin(session, kind, _existing(session, kind, record_id), work)
    return title


def _bin(session: Session, kind: str, record: Record, work: Workplace) -> None:
    table = record.__table__.name  # type: ignore[attr-defined]
    for other_kind, model in CATALOGUE.items():
        for column in model.__table__.columns:
            if not any(key.column.table.name == table for key in column.foreign_keys):
                continue
            needing = list(session.scalars(select(model).where(column == record.id)))
            if not needing:
                continue
            if model.record_kind.parent == column.name:
                for each in needing:
                    _bin(session, other_kind, each, work)
                continue
            count = f"{len(needing)}{model.record_kind.counter}{model.record_kind.label}"
            hint = "；村已撤并的，请改填撤并日期" if kind == "villages" else ""
            raise Conflict(f"“{record.title}”还有{count}，不能删除。请先处理这些记录{hint}。")
    record.binned_at = work.now()


def restore_records(work: Workplace, kind: str, ids: Sequence[int]) -> None:
    """Bring records back from the recycle bin.

    Raises:
        Conflict: a record of the same name has taken the place, or its parent is still binned.
    """
    model = CATALOGUE[kind]
    with work.database.operation(
        f"从回收站恢复{len(ids)}{model.record_kind.counter}{label_of(kind)}"
    ) as session:
        for record in session.scalars(
            select(model).where(model.id.in_(ids)).execution_options(with_binned=True)
        ):
            for column in model.__table__.columns:
                for key in column.foreign_keys:
                    target = getattr(record, column.name)
                    owner = CATALOGUE.get(_kind_of_table(key.column.table.name))
                    if (
                        target is not None
                        and owner is not None
                        and session.get(owner, target) is None
                    ):
                        raise Conflict(
                            f"它所属的{owner.record_kind.label}也在回收站里，请先恢复那一条。"
                        )
            record.binned_at = None


def _kind_of_table(table: str) -> str:
    return next((k for k, m in CATALOGUE.items() if m.__table__.name == table), "")  # type: ignore[attr-defined]


def binned(work: Workplace) -> list[tuple[str, int, str, Any]]:
    """What is in the recycle bin: kind, id, words for it, when; newest first."""
    found = []
    with work.database.reading() as session:
        for kind, model in CATALOGUE.items():
            for record in session.scalars(
                select(model)
                .where(model.binned_at.is_not(None))
                .execution_options(with_binned=True)
            ):
                parts = [
                    queries.references(session, each.refers_to)[getattr(record, each.name)].label
                    for each in fields_for(kind)
                    if each.refers_to and getattr(record, each.name) is not None
                ]
                found.append((kind, record.id, " ".join([*parts, record.title]), record.binned_at))
    return sorted(found, key=lambda each: each[3], reverse=True)


def find_reference(kind: str, name: str, known: Iterable[Reference]) -> int:
    """The record that a sheet names.

    Raises:
        ValueError: a whole sentence: no such record.
    """
    for each in known:
        if fields.same_text(each.label, name):
            return each.id
    raise ValueError(f"名单里没有“{name}”，请先登记这个{label_of(kind)}，或者改正写法。")


def _existing(session: Session, kind: str, record_id: int) -> Record:
    record = session.get(CATALOGUE[kind], record_id)
    if record is None:
        raise NotFound(f"这条{label_of(kind)}已经不在了，可能刚被删除，请刷新后再看。")
    return record
