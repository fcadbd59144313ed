"""Which record a row of a sheet speaks of (记录号, 编号, what is unique by nature, likeness).

An import never overwrites by guess. Three things name a record for certain; all else is likeness,
and the operator decides what it means.

1. The **record mark** (记录号), a hidden column of every export: data folder, id, and a check made
   from folder, kind, id and the moment the record was made. That of another office, of another data
   folder, or of a record that came after a restored backup under the same id, names nothing here.
2. The **number** (编号) together with everything else that names a dispute. Alone it is a likeness:
   every office has its 2026-001.
3. A **natural key**, where two real records cannot share it and the database does not let them:

   ==================  ==========================  ==================================================
   kind                natural key                 why
   ==================  ==========================  ==================================================
   villages            name                        the register of a town has each name once
   units               name                        likewise
   dispute-categories  name                        a dictionary
   places              name, village               the register holds a name once; one in another
                                                   village is another shop, to be named apart
   polls               name                        it names year, quarter and level
   poll-results        poll, village               a poll has one result for a village
   tasks               plan, clause, name          a clause of a plan with its title
   assignments         task, unit or village       one line of the table of responsibilities
   missed-nights       night, village              a village stays at home once a night
   publicity-turns     week, village               one turn in a week
   dispute-reports     week, village               one report in a week
   key-group-counts    month, village, category    one count in a month
   incident-counts     month, village              one line in a month
   checklist-items     type of place, text         a list has each line once
   grids               village, name               a village has each grid once
   grid-counts         month, village, grid        one report of a grid in a month
   ==================  ==========================  ==================================================

   Without one: officers (two of one name in a village), patrols (two teams in one night),
   spot-checks, publicity-activities, opinions, disputes, inspections, findings, intakes, trouble
   spots, meetings and their decisions, and the steps of matters (extensions, acceptances,
   escalations), which two rows of one matter may tell of.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from gaotang_desktop.data.queries.records import StoredRow
from gaotang_desktop.domain.sheets.rows import RECORD_MARK
from gaotang_desktop.services.casework.noting import MATTERS

LABEL = RECORD_MARK
"""Head of the hidden column."""

NATURAL_KEYS: Mapping[str, tuple[str, ...]] = {
    "villages": ("name",),
    "units": ("name",),
    "dispute-categories": ("name",),
    "places": ("name", "village_id"),
    "polls": ("name",),
    "poll-results": ("poll_id", "village_id"),
    "tasks": ("plan_id", "clause", "name"),
    "assignments": ("task_id", "unit_id", "village_id"),
    "missed-nights": ("night", "village_id"),
    "publicity-turns": ("week", "village_id"),
    "dispute-reports": ("week", "village_id"),
    "key-group-counts": ("month", "village_id", "category"),
    "incident-counts": ("month", "village_id"),
    "checklist-items": ("place_type", "text"),
    "grids": ("village_id", "name"),
    "grid-counts": ("month", "village_id", "grid"),
}


UNIQUE: Mapping[str, tuple[str, ...]] = {"places": ("name",)}
"""By kind, what the register holds only once, where that is less than the natural key."""


class Likeness(NamedTuple):
    """Fields that must be there and equal, and others that must be equal where the row has them."""

    needed: tuple[str, ...]
    beside: tuple[str, ...] = ()


LIKENESSES: Mapping[str, Sequence[Likeness]] = {
    "villages": (Likeness(("code",)), Likeness(("short_name",))),
    "units": (Likeness(("phone",)),),
    "officers": (Likeness(("village_id", "name")), Likeness(("village_id", "role", "phone"))),
    "places": (Likeness(("name",)), Likeness(("village_id", "phone"))),
    "polls": (Likeness(("level", "from_on", "until_on")),),
    "tasks": (Likeness(("plan_id", "clause")),),
    "patrols": (
        Likeness(("night", "village_id"), ("start",)),
        Likeness(("night", "village_id", "leader")),
    ),
    "spot-checks": (
        Likeness(("night", "village_id"), ("checked_at",)),
        Likeness(("night", "village_id", "checked_by")),
    ),
    "publicity-activities": (Likeness(("held_on", "form"), ("village_id", "unit_id")),),
    "opinions": (Likeness(("order_number",)), Likeness(("text",), ("village_id",))),
    "disputes": (
        Likeness(("number",)),
        Likeness(("found_on", "village_id", "summary")),
        Likeness(("found_on", "village_id", "parties")),
    ),
    "inspections": (Likeness(("held_on", "kind"), ("village_id", "unit_id", "place_id")),),
    "findings": (
        Likeness(("found_on", "text"), ("village_id", "unit_id")),
        Likeness(("inspection_id", "text")),
    ),
    "intakes": (
        Likeness(("order_number",)),
        Likeness(("received_on", "matter"), ("village_id",)),
        Likeness(("received_on", "persons"), ("village_id",)),
    ),
    "trouble-spots": (Likeness(("name",), ("village_id",)),),
    "meetings": (Likeness(("held_on", "kind", "topic")),),
    "meeting-decisions": (Likeness(("meeting_id", "text")),),
    **{
        step: tuple(Likeness((matter, day)) for matter in MATTERS for day in days)
        for step, days in (
            ("extensions", ("due_after", "decided_on")),
            ("acceptances", ("decided_on",)),
            ("escalations", ("raised_on", "level")),
        )
    },
}
"""By kind, what makes a row resemble a record: any of these."""

NUMBERED: Mapping[str, tuple[str, ...]] = {
    "disputes": ("number", "found_on", "village_id", "summary")
}
"""By kind, what names a record together with its number."""

_MARK = re.compile(r"([0-9a-f]{8})-(\d{1,12})-([0-9a-f]{8})")


def mark(folder: str, kind: str, record_id: int, made_at: datetime) -> str:
    """The record mark of one record of one data folder."""
    said = f"{folder} {kind} {record_id} {made_at:%Y-%m-%d %H:%M:%S}"
    return f"{folder[:8]}-{record_id}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def marked(folder: str, kind: str, written: Any, known: Mapping[int, datetime]) -> int | None:
    """The record that a mark names; ``None`` when it is not one of ours, or not any more.

    ``known`` are the live records of the kind with the moment each was made.
    """
    found = _MARK.fullmatch(str(written).strip())
    if found is None:
        return None
    record_id = int(found[2])
    made_at = known.get(record_id)
    if made_at is None or mark(folder, kind, record_id, made_at) != found[0]:
        return None
    return record_id


class Stored(NamedTuple):
    """A stored record with its values by field name."""

    id: int
    values: Mapping[str, Any]


class StoredRecords:
    """The live records of a kind, found by id, by key and by likeness."""

    def __init__(self, kind: str, names: Sequence[str], rows: Iterable[StoredRow]) -> None:
        self.kind = kind
        self._places = {name: at for at, name in enumerate(names)}
        self._rows: dict[int, tuple[Any, ...]] = {}
        self.made_at: dict[int, datetime] = {}
        for row in rows:
            self._rows[row.id] = row.values
            self.made_at[row.id] = row.created_at
        self._indexes: dict[tuple[str, ...], dict[tuple[Any, ...], list[int]]] = {}
        self.claimed: set[int] = set()

    def get(self, record_id: int) -> Stored:
        """One record; nothing stored is ``None`` everywhere."""
        row = self._rows[record_id]
        return Stored(record_id, {n: _none(row[at]) for n, at in self._places.items()})

    def unique_key(self, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """What no other record of this kind may share; ``None`` where there is nothing."""
        names = UNIQUE.get(self.kind) or NATURAL_KEYS.get(self.kind)
        return None if names is None else tuple(_keyed(values.get(name)) for name in names)

    def owner(self, values: Mapping[str, Any]) -> Stored | None:
        """The record that has this unique key already."""
        names = UNIQUE.get(self.kind) or NATURAL_KEYS.get(self.kind)
        if names is None:
            return None
        key = tuple(_keyed(values.get(name)) for name in names)
        found = self._index(names).get(key)
        return self.get(found[0]) if found else None

    def by_key(self, values: Mapping[str, Any]) -> Stored | None:
        """The record with the same natural key."""
        names = NATURAL_KEYS.get(self.kind)
        return None if names is None else self._first(names, values)

    def by_number(self, values: Mapping[str, Any]) -> Stored | None:
        """The record of the same number, if all else that names it is the same too."""
        names = NUMBERED.get(self.kind)
        if names is None or any(values.get(name) is None for name in names):
            return None
        return self._first(names, values)

    def alike(self, values: Mapping[str, Any], *, claimed: bool = False) -> Iterator[Stored]:
        """The records that a row resembles; ``claimed``: also those that another row speaks of."""
        seen: set[int] = set()
        for needed, beside in LIKENESSES.get(self.kind, ()):
            if any(values.get(name) is None for name in needed):
                continue
            given = (*needed, *(name for name in beside if values.get(name) is not None))
            key = tuple(_keyed(values[name]) for name in given)
            for record_id in self._index(given).get(key, ()):
                if (claimed or record_id not in self.claimed) and record_id not in seen:
                    seen.add(record_id)
                    yield self.get(record_id)

    def _first(self, names: tuple[str, ...], values: Mapping[str, Any]) -> Stored | None:
        key = tuple(_keyed(values.get(name)) for name in names)
        for record_id in self._index(names).get(key, ()):
            if record_id not in self.claimed:
                return self.get(record_id)
        return None

    def _index(self, names: tuple[str, ...]) -> dict[tuple[Any, ...], list[int]]:
        if names not in self._indexes:
            places = [self._places[name] for name in names]
            found: dict[tuple[Any, ...], list[int]] = {}
            for record_id, row in self._rows.items():
                found.setdefault(tuple(_keyed(row[at]) for at in places), []).append(record_id)
            self._indexes[names] = found
        return self._indexes[names]


def _none(value: Any) -> Any:
    """An empty tuple of names is nothing; 0 and ``False`` are something."""
    return None if value == () else value


def _keyed(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s+", "", value).casefold()
    return _none(value)
