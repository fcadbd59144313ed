"""Names in a sheet become records of the registers (村名、单位名 → 名单里的记录)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.data.queries import units, villages
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.villages import display_name
from gaotang_desktop.services import records

# A table of responsibilities names villages and units in one column.
_OR_ELSE: Mapping[tuple[str, str], str] = {("assignments", "unit_id"): "village_id"}
_NONE = -1


def found_elsewhere(kind: str) -> set[str]:
    """The fields of a kind whose value may stand in another field's column."""
    return {other for (of, _name), other in _OR_ELSE.items() if of == kind}


class Finder:
    """Villages by name, short name or code; units by name or alias; the rest by how lists name it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[str, int]] = {}
        self._labels: dict[str, dict[int, str]] = {}

    def label(self, kind: str, record_id: int) -> str:
        """How lists name a record, also a binned one."""
        if kind not in self._labels:
            found = queries.references(self._session, kind)
            self._labels[kind] = {number: each.label for number, each in found.items()}
        return self._labels[kind].get(record_id, "")

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
        """The record that a name means.

        Raises:
            Invalid: none, or more than one, is called so.
        """
        kind = each.refers_to or ""
        if kind not in self._known:
            words: dict[str, int] = {}
            for word, number in self._words(kind):
                # A clause number that two plans have names neither task.
                same = words.get(name_key(word), number)
                words[name_key(word)] = number if kind != "tasks" or same == number else _NONE
            self._known[kind] = {word: number for word, number in words.items() if number != _NONE}
        name = fields.one_line(written)
        for word in (name, display_name(name)):
            if (found := self._known[kind].get(name_key(word))) is not None:
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


def name_key(name: str) -> str:
    """A name without what does not matter: width, case, blanks."""
    return fields.plain(name).casefold().replace(" ", "")
