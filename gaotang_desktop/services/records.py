"""What can be done with any kind of record: list, save, bin, bring back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, Record, fields_of
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.data.queries import units, villages
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid, NotFound
from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import publicity_weeks, rules
from gaotang_desktop.services.workplace import Workplace

# By kind: what its lists and sheets show otherwise than it is stored, because it follows from
# other records.
SEEN: Mapping[str, Callable[[Session, Listing, date], Listing]] = {
    "publicity-turns": publicity_weeks.with_states,
    "fill-in-forms": lambda _session, listed, _today: _with_ledgers(listed),
    "sheet-imports": lambda _session, listed, _today: _with_ledgers(listed),
}


_TOLD = 5  # records whose refusal is told in full


def fields_for(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of record, in form order."""
    return fields_of(CATALOGUE[kind])


def label_of(kind: str) -> str:
    """What the office calls this kind of record."""
    return CATALOGUE[kind].record_kind.label


def counter_of(kind: str) -> str:
    """By what the office counts this kind of record: 次, 件, 条."""
    return CATALOGUE[kind].record_kind.counter


def deed_of(kind: str) -> str:
    """What the office calls making a new one: 登记纠纷, 新增任务."""
    return CATALOGUE[kind].record_kind.deed or f"新增{label_of(kind)}"


def day_of(work: Workplace, kind: str, record_id: int) -> date | None:
    """The day by which a record belongs to a period; ``None`` for registers.

    Raises:
        NotFound: it does not exist or is in the recycle bin.
    """
    name = CATALOGUE[kind].record_kind.day
    return None if name is None else get(work, kind, record_id)[name]


def belongs_to_days(kind: str) -> bool:
    """Whether its records belong to a period by a day; registers and decisions do not."""
    return CATALOGUE[kind].record_kind.day is not None


def title_of(work: Workplace, kind: str, record_id: int) -> str:
    """A few words for one record, with the village or unit it belongs to.

    Raises:
        NotFound: it does not exist or is in the recycle bin.
    """
    return name_of(work, kind, get(work, kind, record_id))


def described(
    work: Workplace, kind: str, values: Mapping[str, Any]
) -> tuple[tuple[Field, str], ...]:
    """Every field of a record with its value in words; references by name."""
    found = []
    with work.database.reading() as session:
        for each in fields_for(kind):
            value = values.get(each.name)
            if each.refers_to and isinstance(value, int):
                value = queries.reference(session, each.refers_to, value)
            found.append((each, fields.show(each, value)))
    return tuple(found)


def listing(work: Workplace, kind: str, *, period: Period | None = None) -> Listing:
    """The live records of a kind, newest first (registers in display order)."""
    with work.database.reading() as session:
        span = (period.start, period.end) if period else None
        found = queries.listing(session, kind, span=span)
        seen = SEEN.get(kind)
        return seen(session, found, work.today()) if seen else found


def _with_ledgers(listed: Listing) -> Listing:
    """Forms and imports are stored with the word of the command line for their ledger."""
    at = listed.column("ledger")
    rows = tuple((*row[:at], label_of(row[at]), *row[at + 1 :]) for row in listed.rows)
    return replace(listed, rows=rows)


def references(
    work: Workplace, kind: str, *, keeping: Collection[int] = ()
) -> tuple[Reference, ...]:
    """What a reference field may choose from, in display order.

    What is out of use is not offered, but for ``keeping``: what an old record has already. Each
    knows what else it is called: aliases and short names, and its name behind that of the town.
    """
    with work.database.reading() as session:
        found = queries.references(session, kind, with_binned=False)
        gone = queries.out_of_use(session, kind) - set(keeping)
        also = _also(session, kind, str(work.settings["town"]))
    offered = [
        each._replace(also=also.get(each.id, ())) for each in found.values() if each.id not in gone
    ]
    return tuple(sorted(offered, key=lambda each: (each.order, each.id)))


def _also(session: Session, kind: str, town: str) -> dict[int, tuple[str, ...]]:
    """By record what else villages and units are called."""
    known: list[tuple[int, str, tuple[str | None, ...]]]
    if kind == "units":
        known = [(each.id, each.name, each.aliases) for each in units.spellings(session)]
    elif kind == "villages":
        known = [(e.id, e.name, (e.short_name, e.code)) for e in villages.spellings(session)]
    else:
        return {}
    return {
        number: (*(word for word in more if word), f"{town}{name}", f"{town[-1:]}{name}")
        for number, name, more in known
    }


def get(work: Workplace, kind: str, record_id: int) -> dict[str, Any]:
    """One record's values by field name.

    Raises:
        NotFound: it does not exist or is in the recycle bin.
    """
    with work.database.reading() as session:
        return values_in(session, kind, record_id)


def values_in(session: Session, kind: str, record_id: int) -> dict[str, Any]:
    """The same, inside a session.

    Raises:
        NotFound: as :func:`get`.
    """
    return _values(kind, _existing(session, kind, record_id))


def check(kind: str, values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence under each field that cannot be stored as it is."""
    known = fields_for(kind)
    if wrong := fields.impossible(known, values):
        # The rules of a kind reckon with what its fields can be.
        sound = {name: value for name, value in values.items() if name not in wrong}
    else:
        sound = dict(values)
    missing = fields.check_required(known, values)
    return {**rules.check(kind, sound, today=today), **wrong, **missing}


def save(
    work: Workplace, kind: str, values: Mapping[str, Any], *, record_id: int | None = None
) -> int:
    """Store a new record, or change the fields given of an old one; returns its id.

    Raises:
        Invalid: a sentence for each field at fault; nothing is stored.
        NotFound: the record to change is gone.
        Conflict: it would be a duplicate.
    """
    whole = _checked(work, kind, values, record_id)
    deed = deed_of(kind) if record_id is None else f"修改{label_of(kind)}"
    title = f"{deed}：{name_of(work, kind, whole)}"
    with work.database.operation(title) as session:
        return store(session, kind, whole, record_id=record_id)


def change_many(work: Workplace, kind: str, ids: Collection[int], values: Mapping[str, Any]) -> int:
    """Change the same fields of several records as one step that one undo takes back.

    Returns how many were not so before.

    Raises:
        Conflict: some cannot be changed so; it names them, and nothing is stored.
        NotFound: one is gone.
    """
    wholes, wrong = {}, []
    for each in ids:
        before = get(work, kind, each)
        if all(before.get(name) == value for name, value in values.items()):
            continue
        try:
            wholes[each] = _checked(work, kind, values, each)
        except Invalid as problem:
            wrong.append(f"{name_of(work, kind, before)}：{problem}")
    if wrong:
        more = f"还有{len(wrong) - _TOLD}条同样不行。" if len(wrong) > _TOLD else ""
        raise Conflict("没有修改。" + "".join(wrong[:_TOLD]) + more)
    if not wholes:
        return 0
    named = "、".join(each.label for each in fields_for(kind) if each.name in values)
    title = f"批量修改{label_of(kind)}：{len(wholes)}{counter_of(kind)}的{named}"
    with work.database.operation(title) as session:
        for each, whole in wholes.items():
            store(session, kind, whole, record_id=each)
    return len(wholes)


def _checked(
    work: Workplace, kind: str, values: Mapping[str, Any], record_id: int | None
) -> dict[str, Any]:
    """The whole record as it would be stored.

    Raises:
        Invalid, NotFound: as for :func:`save`.
    """
    before = None if record_id is None else get(work, kind, record_id)
    whole = {**(before or {}), **values}
    if before is not None:
        rules.revise(work.settings, kind, before, whole)
    whole = complete(work, kind, whole)
    problems = check(kind, whole, today=work.today())
    if before is not None:
        # What an older file holds stays as it is until somebody changes it.
        old = fields.impossible(fields_for(kind), before)
        problems = {
            name: said
            for name, said in problems.items()
            if name not in old or before[name] != whole[name]
        }
        problems = {**rules.move(kind, before, whole), **problems}
    else:
        problems = {**rules.birth(kind, whole), **problems}
    problems = {**beside(work, kind, whole, before=before, record_id=record_id), **problems}
    if problems:
        raise Invalid(problems)
    return whole


def complete(work: Workplace, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the fields' defaults and with what follows from the rest."""
    whole = dict(values)
    for each in fields_for(kind):
        if whole.get(each.name) is None and each.default is not None and not each.is_typed:
            whole[each.name] = each.default
    settings = work.settings
    with work.database.reading() as session:
        rules.complete(session, settings, kind, whole)
    return whole


def beside(
    work: Workplace,
    kind: str,
    values: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    record_id: int | None = None,
) -> dict[str, str]:
    """A sentence under each day that contradicts the record that it belongs to."""
    with work.database.reading() as session:
        return rules.beside(session, kind, values, before=before, record_id=record_id)


def store(
    session: Session, kind: str, values: Mapping[str, Any], *, record_id: int | None = None
) -> int:
    """Put checked values into a new or an old record, inside an operation; returns its id.

    Whoever calls has checked what one record says; what it says beside others is held here.

    Raises:
        Invalid: a day contradicts another record.
        NotFound: the record to change is gone.
    """
    before = None
    if record_id is None:
        record = CATALOGUE[kind]()
        session.add(record)
    else:
        record = _existing(session, kind, record_id)
        before = _values(kind, record)
    for key, value in values.items():
        setattr(record, key, value)
    session.flush()
    after = _values(kind, record)
    if found := rules.beside(session, kind, after, before=before, record_id=record_id):
        raise Invalid(found)
    rules.follow(session, kind, record, before=before)
    return record.id


def _values(kind: str, record: Record) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields_for(kind)}


def name_of(work: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    """A few words for the history: ``郭桥村 10-05夜``."""
    record = CATALOGUE[kind](**{each.name: values.get(each.name) for each in fields_for(kind)})
    parts: list[str] = []
    with work.database.reading() as session:
        for each in fields_for(kind):
            number = values.get(each.name)
            if each.kind is Kind.REFERENCE and each.refers_to and isinstance(number, int):
                known = queries.reference(session, each.refers_to, number)
                label = known.label if known else ""
                # A turn says its village too: once is enough.
                if not any(part and part in label for part in parts):
                    parts.append(label)
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
            bin_one(session, kind, _existing(session, kind, record_id), work)
    return title


def bin_one(session: Session, kind: str, record: Record, work: Workplace) -> None:
    """Move a record and what belongs to it to the recycle bin, inside of an operation.

    Raises Conflict where other records need one of them.
    """
    if record.record_kind.permanent:
        raise Conflict(f"{record.record_kind.label}里的“{record.title}”要一直留着，不能删除。")
    record.binned_at = work.now()
    for other_kind, field_name, needing in queries.needing(session, record):
        other = CATALOGUE[other_kind].record_kind
        if field_name == other.parent or field_name in other.parents:
            for each in needing:
                bin_one(session, other_kind, each, work)
            continue
        count = f"{len(needing)}{other.counter}{other.label}"
        hint = "；村已撤并的，请改填撤并日期" if kind == "villages" else ""
        raise Conflict(f"“{record.title}”还有{count}，不能删除。请先处理这些记录{hint}。")
    rules.follow(session, kind, record, gone=True)


def restore_records(work: Workplace, kind: str, ids: Sequence[int]) -> None:
    """Bring records of one kind back from the recycle bin; as :func:`restore_many`."""
    restore_many(work, [(kind, each) for each in ids])


def restore_many(work: Workplace, chosen: Sequence[tuple[str, int]]) -> int:
    """Bring records (kind, id) back from the recycle bin: all or none, one step, one undo.

    What was binned with one of them, because it belongs to it, comes back with it. What belongs to
    another of them comes after it, in whatever order they were chosen. Returns how many came back;
    what is not in the bin any more is left out.

    Raises:
        Conflict: one is in the way, which it names (its place was taken, or what it belongs to is
            still binned); nothing is restored.
    """
    kinds = sorted({kind for kind, _id in chosen}, key=list(CATALOGUE).index)
    what = f"{counter_of(kinds[0])}{label_of(kinds[0])}" if len(kinds) == 1 else "条记录"
    with work.database.operation(f"从回收站恢复{len(chosen)}{what}") as session:
        waiting: list[Record] = []
        for kind in kinds:
            ids = [each for of, each in chosen if of == kind]
            waiting += sorted(queries.in_bin(session, kind, ids), key=lambda record: record.id)
        known = set(waiting)
        along: set[Record] = set()
        for record in waiting:  # grows: what belongs to what belongs to it
            belonging = queries.binned_along(session, record)
            along.update(belonging)
            waiting += [each for each in belonging if each not in known]
            known.update(belonging)
        count = len(waiting)
        while waiting:
            record = next(
                (
                    each
                    for each in waiting
                    if not _among(queries.binned_owners(session, each), waiting)
                ),
                waiting[0],
            )
            waiting.remove(record)
            _restore(session, record, along=record in along)
    return count


def _among(owners: Sequence[Record], waiting: Sequence[Record]) -> bool:
    return any(owner is each for owner in owners for each in waiting)


def _restore(session: Session, record: Record, *, along: bool) -> None:
    """Bring one back; what comes ``along`` with its owner moved nothing when it went with it."""
    label, title = record.record_kind.label, record.title
    for owner in queries.binned_owners(session, record):
        raise Conflict(
            f"没有恢复：{label}“{title}”所属的{owner.record_kind.label}也在回收站里，"
            f"请先恢复“{owner.title}”，或者和它一起选中再恢复。"
        )
    if not queries.brought_back(session, record):
        raise Conflict(
            f"没有恢复：已经有和{label}“{title}”一样的记录占了它的位置。"
            "请修改或者删除现有的那一条再恢复，或者不选这一条。"
        )
    if along:
        return
    try:
        rules.follow(session, record.record_kind.name, record)
    except DomainError as problem:
        raise Conflict(f"没有恢复：{label}“{title}”：{problem}") from problem


def binned(work: Workplace) -> list[tuple[str, int, str, Any]]:
    """What is in the recycle bin: kind, id, words for it, when; newest first."""
    found = []
    with work.database.reading() as session:
        for kind in CATALOGUE:
            for record in queries.in_bin(session, kind):
                parts = [
                    queries.references(session, each.refers_to)[getattr(record, each.name)].label
                    for each in fields_for(kind)
                    if each.refers_to and getattr(record, each.name) is not None
                ]
                found.append((kind, record.id, " ".join([*parts, record.title]), record.binned_at))
    return sorted(found, key=lambda each: each[3], reverse=True)


def _existing(session: Session, kind: str, record_id: int) -> Record:
    record = session.get(CATALOGUE[kind], record_id)
    if record is None:
        raise NotFound(f"这条{label_of(kind)}已经不在了，可能刚被删除，请刷新后再看。")
    return record
