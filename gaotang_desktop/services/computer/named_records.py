"""The records in which a person stands, and what each says without him.

Two people may have one name: which records are his, the operator says.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gaotang_desktop.data import forgetting
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, Base, fields_of
from gaotang_desktop.data.queries import residents
from gaotang_desktop.domain import disputes, opinions
from gaotang_desktop.domain.casework.forgetting import Person
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.domain.fields import Kind, Privacy
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

Record = tuple[str, int]
"""Kind (of what is no record, the table) and number."""
Only = frozenset[Record] | None
_BY_TABLE = {model.__tablename__: kind for kind, model in CATALOGUE.items()}
_FIELDS = {
    model.__tablename__: {each.name: each for each in fields_of(model)}
    for model in CATALOGUE.values()
}
_PERSONS = ("人", "员", "姓名")
_LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")
_CUT_NUMBER = re.compile(r"\d+$")
_AROUND = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A text in which he stands: of which record, where, as it is, as it will be."""

    kind: str
    record_id: int
    where: str
    field: str
    before: str
    after: str
    is_open: bool = False
    """Its matter is not closed: it cannot be covered yet."""

    @property
    def record(self) -> "Record":
        """Which record it is of."""
        return self.kind, self.record_id


class Own:
    """Covers the columns of rows: knows which rows are his own matter, and what a column is.

    ``only``: the records that are his, where others are of a person of the same name; ``None``: all.
    """

    def __init__(
        self, session: Session, work: Workplace, person: Person, only: Only = None
    ) -> None:
        self._only = only
        self._session, self._work, self._person = session, work, person
        self._matters: set[tuple[str, int]] = set()
        if person.is_word:
            known = residents.known(session, work.settings)
            self._matters = set(known.matters(frozenset({person.name})))

    def _is_own(self, table: str, row_id: int, row: Mapping[str, Any]) -> bool:
        if not self._matters:
            return False
        refers = ((each.refers_to, row.get(name)) for name, each in _FIELDS.get(table, {}).items())
        return (_BY_TABLE.get(table, ""), row_id) in self._matters or any(
            each in self._matters for each in refers
        )

    def _text(
        self, table: str, row_id: int, row: Mapping[str, Any], name: str
    ) -> tuple[str, tuple[str, ...]]:
        text, own = str(row[name]), self._is_own(table, row_id, row)
        field = _FIELDS.get(table, {}).get(name)
        alone = field is not None and (
            field.privacy is Privacy.RESIDENT or field.label.endswith(_PERSONS)
        )
        if field is not None and field.kind is Kind.NAMES:
            said = [self._person.covered(str(each), own=own, alone=True) for each in _names(text)]
            left = tuple(word for each in said for word in each.left)
            if any(each.replaced for each in said):
                text = json.dumps([each.words for each in said], ensure_ascii=False)
            return text, left
        found = self._person.covered(text, own=own, alone=alone)
        return found.words, found.left

    def _is_his(self, table: str, row_id: int) -> bool:
        return self._only is None or (_BY_TABLE.get(table, table), row_id) in self._only

    def covers(self, table: str, row_id: int, row: Mapping[str, Any], name: str) -> str:
        """What a column says afterwards."""
        if not self._is_his(table, row_id):
            return str(row[name])
        return self._text(table, row_id, row, name)[0]

    def title(self, step: int, said: str) -> str:
        """What the title of a step says afterwards."""
        if self._matters or self._only is not None:
            rows = forgetting.rows_of(self._session, step)
        else:
            rows = []
        if self._only is not None and not any(self._is_his(*each) for each in rows):
            return said
        own = any(self._is_own(table, row_id, {}) for table, row_id in rows)
        return self._person.title(said, own=own)

    def numbers(self) -> list[str]:
        """The numbers that are written right behind his name, in records and in the history."""
        found = []
        for each in forgetting.rows_like(self._session, self._person.patterns):
            if not self._is_his(each.table, each.id):
                continue
            own = self._is_own(each.table, each.id, each.row)
            for name in each.texts:
                found += self._person.beside(str(each.row[name] or ""), own=own)
        for _step, said in self.history():
            found += self._person.beside(said)
        return found

    def history(self) -> Iterator[tuple[int, str]]:
        """What the history says of him: images and titles, each with its step."""
        for step, table, row_id, said in forgetting.history_like(
            self._session, self._person.patterns
        ):
            names_him = self._is_his(table, row_id) and (
                self._person.is_word or self._person.covered(said).replaced
            )
            if names_him if table else self.title(step, said) != said:
                yield step, said

    def past(self, shown: Iterable[Line]) -> list[Line]:
        """The records of which only the history names him: none of the lines that are shown."""
        seen, found = {each.record for each in shown}, []
        for _step, table, row_id, said in forgetting.history_like(
            self._session, self._person.patterns
        ):
            kind = _BY_TABLE.get(table, table)
            if not table or (kind, row_id) in seen:
                continue
            if self._person.covered(said, own=self._is_own(table, row_id, {})).replaced:
                seen.add((kind, row_id))
                where = where_of(self._work, table, row_id)
                found.append(
                    Line(kind, row_id, where, "修改历史", self._person.name, self._person.cover)
                )
        return found

    def lines(self) -> tuple[list[Line], list[Line]]:
        """What will be replaced in all records, whosoever they are, and what only looks like him."""
        lines, left = [], []
        for each in forgetting.rows_like(self._session, self._person.patterns):
            for name in each.texts:
                before = each.row[name]
                if not isinstance(before, str):
                    continue
                after, stays = self._text(each.table, each.id, each.row, name)
                where, label = where_of(self._work, each.table, each.id), _label(each.table, name)
                kind = _BY_TABLE.get(each.table, each.table)
                if after != before:
                    said = _excerpts(_read(before), _read(after))
                    lines.append(Line(kind, each.id, where, label, *said, is_open=_is_open(each)))
                left += [Line(kind, each.id, where, label, word, word) for word in stays]
        return lines, left

    def named_in(self, table: str) -> Iterable[str]:
        """Of what stays as it went out, the records that name him."""
        for each in forgetting.rows_like(self._session, self._person.patterns, left=True):
            if each.table == table and any(
                self._text(each.table, each.id, each.row, name)[0] != each.row[name]
                for name in each.texts
                if isinstance(each.row[name], str)
            ):
                yield where_of(self._work, each.table, each.id)


def require_closed(person: Person, lines: Iterable[Line]) -> None:
    """Refuse to cover an open matter.

    Raises:
        Conflict: one of the matters is not closed.
    """
    for each in lines:
        if each.is_open:
            raise Conflict(
                f"{each.where}还没有办结，里面有“{person.name}”，现在隐去就没法接着办了。"
                "请先办结（诉求要告知完），再隐去；是同名的另一个人的，只选要隐去的那个人的记录。没有改动。"
            )


def _is_open(each: forgetting.Found) -> bool:
    row = each.row
    if each.table == "disputes":
        is_open = row["state"] in disputes.OPEN
    elif each.table == "opinions":
        is_open = row["state"] not in opinions.CLOSED
    else:
        is_open = each.table == "intakes" and row["told_on"] is None
    return is_open and row["binned_at"] is None


def where_of(work: Workplace, table: str, row_id: int) -> str:
    """A record as people know it: its kind and title."""
    kind = _BY_TABLE.get(table)
    if kind is None:
        return f"{Base.metadata.tables[table].info.get('label', table)}第 {row_id} 条"
    label = records.label_of(kind)
    try:
        # A title is cut: half a number in it is known by nobody as one, and would not be covered.
        return f"{label}“{_LONG_NUMBER.sub('…', records.title_of(work, kind, row_id))}”"
    except DomainError:
        return f"{label}第 {row_id} 条（在回收站）"


def _names(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return [text]
    return found if isinstance(found, list) else [text]


def _read(stored: str) -> str:
    """Several names as people read them: 王芳、李四."""
    return "、".join(map(str, _names(stored))) if stored.startswith("[") else stored


def _label(table: str, name: str) -> str:
    field = _FIELDS.get(table, {}).get(name)
    if field is not None:
        return field.label
    return str(Base.metadata.tables[table].columns[name].info.get("label", name))


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """The first place in which two texts differ, with some words around it."""
    at = next(
        (i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )
    start = max(0, at - _AROUND)
    first = "…" if start else ""
    said = []
    for text in (before, after):
        words = " ".join(text[start : at + 2 * _AROUND].split())
        if at + 2 * _AROUND < len(text):
            words = f"{_CUT_NUMBER.sub('', words)}…"
        said.append(f"{first}{words}")
    return said[0], said[1]
