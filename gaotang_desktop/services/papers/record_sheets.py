"""Records one by one as sheets of paper (登记表), each with what belongs to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, Record, fields_of
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.documents.record_sheets import Told, record_sheets
from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.domain.fields import Field, Kind, Privacy, show
from gaotang_desktop.services import attachments, records
from gaotang_desktop.services.workplace import Workplace

_BESIDE = {"findings": ("inspection_id", "opinion_id", "poll_id")}
"""What tells more of a record although it outlives it."""


def heading_of(kind: str) -> str:
    """What the sheet of one record is called: 矛盾纠纷登记表."""
    label = records.label_of(kind).removesuffix("登记")
    return f"{label}表" if label.endswith("报") else f"{label}登记表"


def sheet(work: Workplace, kind: str, ids: Sequence[int], *, unmasked: bool = False) -> Sheet:
    """The sheets of these records in their order; what tells of residents is covered unless asked.

    Raises:
        NotFound: one of them is gone.
    """
    told = []
    with work.database.reading() as session:
        named = _Named(session)
        for number in ids:
            record = session.get(CATALOGUE[kind], number)
            if record is None:
                raise NotFound(f"这条{records.label_of(kind)}已经不在了，请刷新后再打印。")
            parts = [*_parts(session, named, record)]
            if files := [each.name for each in attachments.listed(work, kind, number)]:
                parts.append(("附件", tuple(files)))
            alone = (e.label for e in records.fields_for(kind) if e.kind is Kind.LONG_TEXT)
            told.append(Told(named.told(record), frozenset(alone), tuple(parts)))
    made = record_sheets(
        told,
        title=f"{work.settings['town']}{heading_of(kind)}",
        issuer=str(work.settings["office"]),
        made_on=work.today(),
    )
    return work.marked(made if unmasked else covered(made, work.cover))


def names_residents(work: Workplace, kind: str, ids: Sequence[int]) -> bool:
    """Whether the sheets tell of residents, so that covering them makes a difference."""
    private = any(each.privacy is Privacy.RESIDENT for each in records.fields_for(kind))
    return private or sheet(work, kind, ids) != sheet(work, kind, ids, unmasked=True)


class _Named:
    """Records in words, with the names of those that they refer to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Mapping[int, Any]] = {}

    def told(self, record: Record) -> tuple[tuple[str, str], ...]:
        """Every field that says something, and what a new record is asked for, blank to write in.

        Of several that it may belong to, only the one that it does.
        """
        pairs = [(each, self.words(each, record)) for each in fields_of(type(record))]
        unasked = record.record_kind.parents
        return tuple(
            (each.label, text)
            for each, text in pairs
            if text or not (each.later or each.name in unasked)
        )

    def line(self, record: Record, without: str) -> str:
        """One that belongs to another, in a line: its day first, then what else it says."""
        parts: list[str] = []
        for each in fields_of(type(record)):
            text = "" if each.name == without else self.words(each, record)
            if text:
                plain = each.kind in (Kind.LONG_TEXT, Kind.DATE) and not parts
                parts.append(
                    text if plain or each.kind is Kind.LONG_TEXT else f"{each.label}：{text}"
                )
        return "　".join(parts)

    def words(self, field: Field, record: Record) -> str:
        """A value as it is read; a flag that is not set says nothing."""
        value = getattr(record, field.name)
        if value is False:
            return ""
        if field.refers_to and isinstance(value, int):
            if field.refers_to not in self._known:
                self._known[field.refers_to] = queries.references(self._session, field.refers_to)
            value = self._known[field.refers_to].get(value)
        unit = field.unit if value is not None and field.unit else ""
        return f"{show(field, value)}{unit}"


def _parts(
    session: Session, named: _Named, record: Record
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By kind what belongs to a record, in the order of days."""
    for kind, name, needing in queries.needing(session, record):
        other = CATALOGUE[kind].record_kind
        if name in (other.parent, *other.parents, *_BESIDE.get(kind, ())):
            ordered = sorted(needing, key=lambda each: (_day(each), each.id))
            yield other.label, tuple(named.line(each, name) for each in ordered)


def _day(record: Record) -> str:
    day = record.record_kind.day
    return str(getattr(record, day)) if day else ""
