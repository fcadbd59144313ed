"""One search over everything (Ctrl+K): by characters, by pinyin, or by pinyin initials.

What can be searched stands in memory, kind by kind, and is read anew when one of its tables was
changed; a kind more is a line more in ``KINDS``. What tells of residents is searched but never shown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock

from gaotang_desktop import pinyin
from gaotang_desktop.data.database import Changes
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.domain.search import Found
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

SHOWN_OF_A_KIND = 5
_SHOWN = 40
"""So many characters of a text are searched by pinyin too, and shown."""

_START, _MIDDLE, _SPELT, _SAID, _SPELT_BESIDE = range(5)
"""How well a word fits: the start of the name, its middle, its pinyin, what is said beside it."""


@dataclass(frozen=True, slots=True)
class Sought:
    """How one kind of record is found.

    ``kind`` is the catalogue's. ``names`` are the fields that name a record and ``beside`` those
    that say whose it is: both are searched by characters and by pinyin; ``texts`` by characters
    alone. ``headline`` and ``detail`` word the hit with the values by field name, ``{where}`` being
    the first of ``beside`` that is filled in. A kind with ``newest_of`` is found once for each
    value of these fields, by its newest record. The kind's page is told
    ``{"kind": kind, "id": id}``, and the id once more under ``word`` where it wants that.
    """

    kind: str
    icon: str
    names: tuple[str, ...]
    beside: tuple[str, ...]
    texts: tuple[str, ...]
    headline: str
    detail: tuple[str, ...]
    word: str = "id"
    newest_of: tuple[str, ...] = ()


KINDS = (
    Sought("villages", "map-pinned", ("name", "short_name"), (), ("code",),
           "{name}", ("{kind}", "{code}")),
    Sought("officers", "user", ("name",), ("village_id",), ("phone", "role"),
           "{name}", ("{village_id}", "{role}", "{phone}")),
    Sought("units", "building-2", ("name", "aliases"), ("leader", "liaison"), ("phone",),
           "{name}", ("{aliases}", "{leader}")),
    Sought("grids", "user", ("worker", "name"), ("village_id",), ("phone", "range"),
           "{name} {worker}", ("{village_id}", "{phone}")),
    Sought("tasks", "list-checks", ("name",), (), ("requirement", "units_as_written"),
           "第{clause}条 {name}", ("{plan_id}", "{section}"), word="task"),
    Sought("plans", "book-open", ("name",), (), ("number",),
           "{name}", ("{number}",)),
    Sought("documents", "file-text", ("name",), (), ("number", "body", "addressee"),
           "{name}", ("{kind}", "{number}", "{dated_on}"), word="notice"),
    Sought("issued-documents", "stamp", ("name",), (), ("number", "addressee", "text"),
           "{number} {name}", ("{state}", "{issued_on}")),
    Sought("polls", "vote", ("name",), (), ("level", "source_note"),
           "{name}", ("{level}", "{until_on}")),
    Sought("places", "map", ("name",), ("village_id", "keeper"), ("address", "phone"),
           "{name}", ("{place_type}", "{village_id}", "{address}")),
    Sought("disputes", "scale", ("summary",), ("village_id", "parties"), ("number", "result"),
           "{number} {summary}", ("{village_id}", "{state}", "{parties}")),
    Sought("intakes", "users", ("matter",), ("village_id", "persons"),
           ("number", "order_number", "received_by", "result"),
           "{number} {matter}", ("{way}", "{village_id}", "{sort}", "{persons}")),
    Sought("findings", "triangle-alert", ("text",), ("village_id", "unit_id"),
           ("cause", "measure", "how"), "{text}", ("{where}", "{due_on} 前整改", "{put_right_on} 已整改")),
    Sought("opinions", "circle-help", ("text",), ("village_id",), ("order_number", "answer"),
           "{text}", ("{village_id}", "{state}", "{received_on}")),
    Sought("inspections", "clipboard-check", ("place_id", "village_id", "unit_id"), ("inspectors",),
           ("kind", "text"), "{held_on} {kind}", ("{place_id}", "{village_id}", "{unit_id}", "{result}")),
    Sought("trouble-spots", "triangle-alert", ("name",), ("village_id", "unit_id"),
           ("problem", "measure"), "{name}", ("{village_id}", "{level}", "{deadline} 前整治")),
    Sought("meetings", "users", ("topic",), ("chaired_by",), ("kind", "risks"),
           "{held_on} {kind} {topic}", ("{chaired_by}", "{present}")),
    Sought("meeting-decisions", "list-checks", ("text",), ("unit_id", "village_id"), ("result",),
           "{text}", ("{unit_id}", "{due_on} 前落实", "{meeting_id}")),
    Sought("publicity-activities", "megaphone", ("topic",), ("village_id", "unit_id"), ("form",),
           "{held_on} {form}", ("{where}", "{topic}")),
    Sought("patrols", "moon", ("leader",), ("village_id",), (),
           "{leader}", ("{village_id}", "最近带班 {night}"), newest_of=("village_id", "leader")),
)  # fmt: skip


class _Shelf:
    """The records of one kind as they are searched: one place in every list for each record."""

    def __init__(self, sought: Sought, listing: Listing, cover: Callable[[], Cover]) -> None:
        self.sought = sought
        self._cover = cover
        self.listing = listing
        self.names: list[str] = []
        self.words: list[str] = []
        self.spelled: list[str] = []
        self.beside: list[int] = []  # where in ``spelled`` that begins which does not name it
        known = {each.name: at for at, each in enumerate(listing.fields)}
        columns = {
            part: [(at, listing.fields[at]) for at in (known[name] for name in names)]
            for part, names in (
                ("names", sought.names), ("beside", sought.beside), ("texts", sought.texts),
            )
        }  # fmt: skip
        for row in listing.rows:
            said = {
                part: [fields.show(each, row[at]).casefold() for at, each in chosen]
                for part, chosen in columns.items()
            }
            self.names.append(next((name for name in said["names"] if name), ""))
            self.words.append("\n".join(said["names"] + said["beside"] + said["texts"]))
            own = _to_spell(said["names"])
            self.spelled.append(own + _to_spell(said["beside"]))
            self.beside.append(len(own))

    def ranks(self, word: str, spelt: pinyin.Place | None) -> dict[int, int]:
        """How well the records fit a word, by their place; those that do not are left out."""
        found = {}
        if spelt is not None:
            for place, text in enumerate(self.spelled):
                if (at := spelt(text)) is not None:
                    found[place] = _SPELT if at < self.beside[place] else _SPELT_BESIDE
        for place in [place for place, text in enumerate(self.words) if word in text]:
            at = self.names[place].find(word)
            rank = _START if at == 0 else _MIDDLE if at > 0 else _SAID
            found[place] = min(rank, found.get(place, rank))
        return found

    def hit(self, place: int, more: int) -> Found:
        """A record as it is shown; what tells of residents is covered."""
        sought, record_id = self.sought, self.listing.ids[place]
        said = _said(self._cover(), self.listing, place)
        said["where"] = next((said[name] for name in sought.beside if said[name]), "")
        detail = (each for each in sought.detail if all(said[name] for name in _named(each)))
        return Found(
            sought.headline.format_map(said).strip(),
            " · ".join(each.format_map(said) for each in detail),
            sought.icon,
            PAGES[sought.kind],
            {"kind": sought.kind, "id": record_id, sought.word: record_id},
            records.label_of(sought.kind),
            more,
        )


class Index:
    """What can be found in an open data folder. Several threads may ask."""

    def __init__(self, work: Workplace, kinds: tuple[Sought, ...] = KINDS) -> None:
        self._work = work
        self._kinds = kinds
        self._reads = {each.kind: _tables(each) for each in kinds}
        self._shelves: dict[str, _Shelf] = {}
        self._stale = set(self._reads)
        self._alphabet = pinyin.Alphabet()
        self._lock = Lock()
        work.database.listeners.append(self._on_changed)

    def close(self) -> None:
        """Stop listening to the database."""
        if self._on_changed in self._work.database.listeners:
            self._work.database.listeners.remove(self._on_changed)

    def warm(self) -> bool:
        """Read one kind that was not read yet; whether there is another one.

        A kind at a time, so that what the operator asks for in the meantime need not wait for all.
        """
        for sought in self._kinds:
            if sought.kind in self._stale:
                self._of(sought)
                return bool(self._stale)
        return False

    def find(self, text: str, *, shown: int = SHOWN_OF_A_KIND) -> list[Found]:
        """The best hits of every kind, kind by kind; every word typed must occur in a hit.

        A hit's own name comes before what is said in it, the start of a name before its middle.
        """
        words = [fields.plain(word).casefold() for word in text.split()]
        if not words:
            return []
        shelves = [self._of(sought) for sought in self._kinds]
        with self._lock:
            asked = [
                (word, self._alphabet.finder(word) if pinyin.is_typed(word) else None)
                for word in words
            ]
        return [hit for shelf in shelves for hit in _best(shelf, asked, shown)]

    def _of(self, sought: Sought) -> _Shelf:
        with self._lock:
            stale = sought.kind in self._stale
            # Before reading: a change in the meantime makes it stale again.
            self._stale.discard(sought.kind)
        if stale:
            try:
                shelf = _Shelf(sought, self._listing(sought), lambda: self._work.cover)
            except BaseException:
                self._stale.add(sought.kind)
                raise
            with self._lock:
                for text in shelf.spelled:
                    self._alphabet.learn(text)
            self._shelves[sought.kind] = shelf
        return self._shelves[sought.kind]

    def _listing(self, sought: Sought) -> Listing:
        with self._work.database.reading() as session:
            by = sought.newest_of
            only = (queries.newest_of(sought.kind, by),) if by else ()
            return queries.listing(session, sought.kind, where=only, fields=_fields(sought))

    def _on_changed(self, changes: Changes) -> None:
        with self._lock:
            self._stale |= {kind for kind, tables in self._reads.items() if tables & changes.tables}


def _best(
    shelf: _Shelf, asked: list[tuple[str, pinyin.Place | None]], shown: int
) -> Iterator[Found]:
    worst: dict[int, int] | None = None
    for word, spelt in asked:
        ranks = shelf.ranks(word, spelt)
        if worst is not None:
            ranks = {n: max(rank, worst[n]) for n, rank in ranks.items() if n in worst}
        worst = ranks
    ordered = sorted((rank, place) for place, rank in (worst or {}).items())
    for _, place in ordered[:shown]:
        yield shelf.hit(place, max(0, len(ordered) - shown))


def _to_spell(said: list[str]) -> str:
    """Names line by line, without blanks, the first words of the longer ones."""
    return "".join(f"{''.join(name.split())[:_SHOWN]}\n" for name in said if name)


def _said(cover: Cover, listing: Listing, place: int) -> dict[str, str]:
    """The values in words, each on one line, as they may leave the office."""
    row, record_id = listing.rows[place], listing.ids[place]
    own = cover.own(listing.kind, record_id, listing.fields, row)
    said: dict[str, str] = {}
    for each, value in zip(listing.fields, row, strict=True):
        words = fields.show(each, cover.value(each, value, own))
        texts = each.kind in (Kind.TEXT, Kind.LONG_TEXT)
        said[each.name] = fields.one_line(words)[:_SHOWN] if texts else words
    return said


def _fields(sought: Sought) -> tuple[Field, ...]:
    used = {*sought.names, *sought.beside, *sought.texts, *_named(sought.headline)}
    used.update(*map(_named, sought.detail), {"display_order"})
    return tuple(each for each in records.fields_for(sought.kind) if each.name in used)


def _named(template: str) -> tuple[str, ...]:
    return tuple(re.findall(r"{(\w+)}", template))


def _tables(sought: Sought) -> frozenset[str]:
    """Its own table, and those of the records that its hits name."""
    named = [each.refers_to for each in _fields(sought) if each.refers_to]
    return frozenset(CATALOGUE[kind].__tablename__ for kind in (sought.kind, *named))
