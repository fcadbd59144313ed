"""One search over everything (Ctrl+K): by characters, by pinyin, or by pinyin initials.

What can be searched stands in memory, kind by kind, and is read anew when one of its tables was
changed; a kind more is a line more in ``KINDS``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from gaotang_desktop import pinyin
from gaotang_desktop.data.database import Changes
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.search import Found
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

SHOWN_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Sought:
    """How one kind of record is found.

    ``kind`` is the catalogue's; ``fields`` are searched, of which ``spelled`` also by pinyin;
    ``headline`` and ``detail`` word the hit with the values by field name; ``page`` opens it and is
    told ``{"kind": kind, "id": id, word: id}``.
    """

    kind: str
    icon: str
    fields: tuple[str, ...]
    spelled: tuple[str, ...]
    headline: str
    detail: tuple[str, ...]
    page: str
    word: str = "id"


KINDS = (
    Sought("villages", "map-pinned", ("name", "short_name", "code"), ("name", "short_name"),
           "{name}", ("{kind}", "{code}"), "registers"),
    Sought("officers", "user", ("name", "phone"), ("name",),
           "{name}", ("{village_id}", "{role}", "{phone}"), "registers"),
    Sought("units", "building-2", ("name", "aliases", "leader", "liaison"), ("name", "aliases"),
           "{name}", ("{aliases}", "{leader}"), "registers"),
    Sought("tasks", "list-checks", ("name", "requirement", "units_as_written"), ("name",),
           "第{clause}条 {name}", ("{plan_id}", "{section}"), "tasks", "task"),
    Sought("plans", "book-open", ("number", "name"), ("name",),
           "{name}", ("{number}",), "tasks", "plan"),
    Sought("documents", "file-text", ("name", "number", "body", "addressee"), ("name",),
           "{name}", ("{kind}", "{number}", "{dated_on}"), "documents", "notice"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record as it is searched: ``name`` first, then everything."""

    record_id: int
    name: str
    words: str
    spelled: tuple[str, ...]
    headline: str
    detail: str


class Index:
    """What can be found in an open data folder. Several threads may ask."""

    def __init__(self, work: Workplace, kinds: tuple[Sought, ...] = KINDS) -> None:
        self._work = work
        self._kinds = kinds
        self._reads = {each.kind: _tables(each) for each in kinds}
        self._entries: dict[str, list[_Entry]] = {}
        self._stale = set(self._reads)
        self._lock = Lock()
        work.database.listeners.append(self._on_changed)

    def close(self) -> None:
        """Stop listening to the database."""
        if self._on_changed in self._work.database.listeners:
            self._work.database.listeners.remove(self._on_changed)

    def warm(self) -> None:
        """Read everything and spell it, so that the first search is as fast as the others."""
        for sought in self._kinds:
            for entry in self._of(sought):
                for name in entry.spelled:
                    pinyin.spelling(name)

    def find(self, text: str, *, shown: int = SHOWN_OF_A_KIND) -> list[Found]:
        """The best hits of every kind, kind by kind; every word typed must occur in a hit.

        A hit's own name comes before what is said in it, the start of a name before its middle.
        """
        words = [fields.plain(word).casefold() for word in text.split()]
        if not words:
            return []
        return [hit for sought in self._kinds for hit in self._hits(sought, words, shown)]

    def _hits(self, sought: Sought, words: list[str], shown: int) -> Iterator[Found]:
        ranked = [
            (rank, place, entry)
            for place, entry in enumerate(self._of(sought))
            if (rank := _rank(entry, words)) is not None
        ]
        ranked.sort(key=lambda each: each[:2])
        for _, _, entry in ranked[:shown]:
            context: dict[str, object] = {"kind": sought.kind, "id": entry.record_id}
            yield Found(
                entry.headline,
                entry.detail,
                sought.icon,
                sought.page,
                context | {sought.word: entry.record_id},
                records.label_of(sought.kind),
                max(0, len(ranked) - shown),
            )

    def _of(self, sought: Sought) -> list[_Entry]:
        with self._lock:
            stale = sought.kind in self._stale
            # Before reading: a change in the meantime makes it stale again.
            self._stale.discard(sought.kind)
        if stale:
            try:
                self._entries[sought.kind] = list(self._read(sought))
            except BaseException:
                self._stale.add(sought.kind)
                raise
        return self._entries[sought.kind]

    def _read(self, sought: Sought) -> Iterator[_Entry]:
        known = _fields(sought)
        with self._work.database.reading() as session:
            listing = queries.listing(session, sought.kind, fields=known)
        for record_id, row in zip(listing.ids, listing.rows, strict=True):
            values = dict(zip((each.name for each in known), row, strict=True))
            said = {
                each.name: fields.show(each, value) for each, value in zip(known, row, strict=True)
            }
            yield _Entry(
                record_id,
                said[sought.fields[0]].casefold(),
                "\n".join(said[name] for name in sought.fields).casefold(),
                tuple(_names(values, sought.spelled)),
                sought.headline.format_map(said),
                " · ".join(part for each in sought.detail if (part := each.format_map(said))),
            )

    def _on_changed(self, changes: Changes) -> None:
        with self._lock:
            self._stale |= {kind for kind, tables in self._reads.items() if tables & changes.tables}


def _names(values: Mapping[str, Any], spelled: tuple[str, ...]) -> Iterator[str]:
    for name in spelled:
        value = values[name]
        if isinstance(value, tuple):
            yield from value
        elif value:
            yield str(value)


def _rank(entry: _Entry, words: list[str]) -> int | None:
    """How good the worst of the words fits, best is 0; nothing where a word does not occur."""
    worst = 0
    for word in words:
        if entry.name.startswith(word):
            rank = 0
        elif word in entry.name:
            rank = 1
        elif pinyin.is_typed(word) and any(
            pinyin.spells_within(pinyin.spelling(name), word) for name in entry.spelled
        ):
            rank = 2
        elif word in entry.words:
            rank = 3
        else:
            return None
        worst = max(worst, rank)
    return worst


def _fields(sought: Sought) -> tuple[Field, ...]:
    used = "".join((sought.headline, *sought.detail))
    return tuple(
        each
        for each in records.fields_for(sought.kind)
        if each.name in sought.fields
        or each.name in sought.spelled
        or f"{{{each.name}}}" in used
        or each.name == "display_order"
    )


def _tables(sought: Sought) -> frozenset[str]:
    """Its own table, and those of the records that its hits name."""
    named = [each.refers_to for each in _fields(sought) if each.refers_to]
    return frozenset(CATALOGUE[kind].__tablename__ for kind in (sought.kind, *named))
