"""Forgetting a person after his matters are closed (隐去个人信息): the preview, and doing it.

His name becomes 王某某, his numbers stars: in all records, drafts, what is being typed, the history.
What was issued or frozen stays, and is named; so are attached files and backups.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gaotang_desktop.data import attachments as store
from gaotang_desktop.data import backups as copies
from gaotang_desktop.data import folders, forgetting, sealed
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, Base, fields_of
from gaotang_desktop.data.queries import attachments as files
from gaotang_desktop.data.queries import residents
from gaotang_desktop.domain import disputes, opinions, unsaved
from gaotang_desktop.domain.casework.forgetting import Person, checked, checked_number
from gaotang_desktop.domain.errors import Conflict, DomainError, NotFound, StorageProblem
from gaotang_desktop.domain.fields import Kind, Privacy
from gaotang_desktop.paths import ATTACHMENTS, DATABASE_NAME, WINDOW
from gaotang_desktop.services import backups, records, tampering
from gaotang_desktop.services import unsaved as typing
from gaotang_desktop.services.computer.attached_words import text_in
from gaotang_desktop.services.workplace import Workplace

TITLE = "隐去一个人的姓名和号码"
FOR_GOOD = (
    "隐去以后不能撤销，程序里再也查不到原来的姓名和号码。已经印发的公文和冻结的结果不改；"
    "附件、备份和别处的文件要自己处理。"
)
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


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that still names him, and the day it is thinned out at the latest, if one a day is made.

    ``None``: with one of the next ten.
    """

    path: Path
    gone_by: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What forgetting a person will do, or did; ``left`` is what only looks like him and stays."""

    name: str
    cover: str
    numbers: tuple[str, ...]
    lines: tuple[Line, ...]
    left: tuple[Line, ...]
    steps: int
    """So many steps of the history name him."""
    typed: bool
    """What is being typed and not stored, or what a list is narrowed to, names him."""
    issued: tuple[str, ...]
    frozen: tuple[str, ...]
    attachments: tuple[str, ...]
    unread: tuple[str, ...]
    """Attached files into which the program cannot look: pictures, PDF."""
    backups: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the preview without his name, and sentences about what could not be done."""

    preview: Preview
    former_links: int
    said: tuple[str, ...]


def preview(work: Workplace, name: str, phones: Iterable[str] = ()) -> Preview:
    """What would be replaced, what stays; nothing is changed.

    Raises:
        Invalid: it is no name of a person, or that of an official, village or unit; or no number.
        NotFound: nobody of this name stands anywhere.
        Conflict: one of his matters is not closed.
    """
    return _look(work, name, phones)[0]


def forget(work: Workplace, name: str, phones: Iterable[str] = ()) -> Done:
    """Do it, in one step that cannot be taken back; then clean the file and make a backup.

    Raises:
        Invalid, NotFound: as :func:`preview`.
        Conflict: also: the history was altered past the program; nothing was changed.
        StorageProblem: the disk is full or protected; nothing was changed.
    """
    seen, person = _look(work, name, phones)
    if found := tampering.problems(work):
        raise Conflict(
            "修改历史和记录对不上，隐去会把这些痕迹盖住，所以没有改动。"
            f"请先检查数据、和备份核对：{found[0]}"
        )
    with work.database.operation(TITLE) as session:
        own = _Own(session, work, person)
        touched = forgetting.cover(session, person.patterns, own.covers, own.title)
        if touched.first is None:
            raise NotFound("历史里没有这个人，没有改动。")
        count = forgetting.seal(
            session, forgetting.step_of(session), touched.first, on=work.today()
        )
    said = [each for each in (_cover_typed(work, person), work.clean()) if each]
    folders.drop_opened(work.folder)
    try:
        said += backups.back_up(work)[1]
    except StorageProblem as problem:
        said.append(str(problem))
    seen = replace(seen, backups=tuple(_still(work, person)))
    return Done(_without(work, seen, person), count, tuple(said))


def _look(work: Workplace, name: str, phones: Iterable[str]) -> tuple[Preview, Person]:
    given = [checked_number(each) for each in phones if each.strip()]
    with work.database.reading() as session:
        known = residents.known(session, work.settings)
        name = checked(name, known)
        bare = Person(name, given, known)
        own = _Own(session, work, bare)
        numbers = [*given, *own.numbers()]
        person = Person(name, numbers, known)
        own = _Own(session, work, person)
        lines, left = own.lines()
        steps = {step for step, _said in forgetting.history_like(session, person.patterns)}
        stays = {table: tuple(own.named_in(table)) for table in forgetting.LEFT}
        attached = files.everywhere(session)
    typed = any(
        person.covered(each).replaced
        for each in (*_strings(typing.kept(work.folder)), _window(work))
    )
    issued, frozen = stays["issued_documents"], stays["frozen_evaluations"]
    if not (lines or left or steps or typed or issued):
        raise NotFound(f"数据里没有“{name}”，请核对姓名。没有改动。")
    named, unread = _attached(work, attached, person)
    return (
        Preview(
            name, person.cover, person.numbers, tuple(lines), tuple(left), len(steps), typed,
            issued, (*frozen, *stays["scheme_versions"]), named, unread,
            tuple(_still(work, person)),
        ),
        person,
    )  # fmt: skip


class _Own:
    """Covers the columns of rows: knows which rows are his own matter, and what a column is."""

    def __init__(self, session: Session, work: Workplace, person: Person) -> None:
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

    def covers(self, table: str, row_id: int, row: Mapping[str, Any], name: str) -> str:
        """What a column says afterwards."""
        return self._text(table, row_id, row, name)[0]

    def title(self, step: int, said: str) -> str:
        """What the title of a step says afterwards."""
        own = bool(self._matters) and any(
            self._is_own(table, row_id, {})
            for table, row_id in forgetting.rows_of(self._session, step)
        )
        return self._person.covered(said, own=own).words

    def numbers(self) -> list[str]:
        """The numbers that are written right behind his name, in records and in the history."""
        found = []
        for each in forgetting.rows_like(self._session, self._person.patterns):
            own = self._is_own(each.table, each.id, each.row)
            for name in each.texts:
                found += self._person.beside(str(each.row[name] or ""), own=own)
        for _step, said in forgetting.history_like(self._session, self._person.patterns):
            found += self._person.beside(said)
        return found

    def lines(self) -> tuple[list[Line], list[Line]]:
        """What will be replaced and what only looks like him.

        Raises:
            Conflict: one of the matters is not closed.
        """
        lines, left = [], []
        for each in forgetting.rows_like(self._session, self._person.patterns):
            for name in each.texts:
                before = each.row[name]
                if not isinstance(before, str):
                    continue
                after, stays = self._text(each.table, each.id, each.row, name)
                where, label = _where(self._work, each.table, each.id), _label(each.table, name)
                kind = _BY_TABLE.get(each.table, each.table)
                if after != before:
                    self._require_closed(each, where)
                    lines.append(
                        Line(kind, each.id, where, label, *_excerpts(_read(before), _read(after)))
                    )
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
                yield _where(self._work, each.table, each.id)

    def _require_closed(self, each: forgetting.Found, where: str) -> None:
        row = each.row
        is_open = {
            "disputes": lambda: row["state"] in disputes.OPEN,
            "opinions": lambda: row["state"] not in opinions.CLOSED,
            "intakes": lambda: row["told_on"] is None,
        }.get(each.table)
        if is_open is not None and row["binned_at"] is None and is_open():
            raise Conflict(
                f"{where}还没有办结，里面有“{self._person.name}”，现在隐去就没法接着办了。"
                "请先办结（诉求要告知完），再隐去。没有改动。"
            )


def _where(work: Workplace, table: str, row_id: int) -> str:
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


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, unsaved.Unsaved):
        yield from _strings(json.loads(unsaved.dumped([value])))
    elif isinstance(value, Mapping):
        yield from _strings(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


def _window(work: Workplace) -> str:
    """How the window was left; nothing where that cannot be read."""
    try:
        return sealed.content(work.folder / WINDOW).decode()
    except (OSError, ValueError):
        return ""


def _cover_typed(work: Workplace, person: Person) -> str:
    """Cover what is kept of open forms and of lists; a sentence where that could not be done."""
    kept, window = typing.kept(work.folder), person.covered(_window(work))
    try:
        if any(person.covered(each).replaced for each in _strings(kept)):
            typing.keep(work.folder, unsaved.loaded(person.covered(unsaved.dumped(kept)).words))
        if window.replaced:
            sealed.write_whole(work.folder / WINDOW, window.words.encode(), None)
    except (OSError, ValueError):
        return "没有保存的内容或者列表的筛选里还有这个姓名，没有换成。请打开程序，保存或者放弃，再取消筛选。"
    return ""


def _attached(
    work: Workplace, attached: Iterable[files.OwnedRow], person: Person
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The attached files that name him in their name or text, and those that cannot be looked into."""
    named, unread = [], []
    for each in attached:
        label = records.label_of(each.owner_kind) if each.owner_kind in CATALOGUE else "附件"
        said = f"{label}的附件“{each.name}”"
        text = text_in(store.path_of(work.folder / ATTACHMENTS, each.digest))
        if person.covered(f"{each.name}\n{text or ''}", own=True).replaced:
            named.append(said)
        elif text is None:
            unread.append(said)
    return tuple(named), tuple(unread)


def _still(work: Workplace, person: Person) -> Iterable[Copy]:
    """The backups and what restorings replaced in which he still stands, newest first."""
    folders = [work.backup_folder]
    if (place := backups.second(work)) is not None and place.is_there:
        folders.append(place.folder)
    for folder in folders:
        dated = [(each.path, each.made_at.date()) for each in copies.listed(folder)]
        days, months = set(), set()
        for path, made in dated:
            last_of_day, last_of_month = made not in days, (made.year, made.month) not in months
            days.add(made)
            months.add((made.year, made.month))
            if forgetting.stands_in(path, person.certain):
                yield Copy(path, _gone_by(made, work.today(), last_of_day, last_of_month))
        for each in copies.replaced(folder):
            if forgetting.stands_in(each / DATABASE_NAME, person.certain):
                yield Copy(each, None)


def _gone_by(made: date, today: date, last_of_day: bool, last_of_month: bool) -> date | None:
    """When a copy is thinned out at the latest: see :func:`gaotang_desktop.data.backups.thin_out`."""
    if last_of_month and (made.year, made.month) != (today.year, today.month):
        months = made.year * 12 + made.month - 1 + copies.KEEP_MONTHS
        return date(months // 12, months % 12 + 1, 1)
    return made + timedelta(days=copies.KEEP_DAYS) if last_of_day else None


def _without(work: Workplace, seen: Preview, person: Person) -> Preview:
    """The same, telling nobody's name."""

    def covered(said: str) -> str:
        return person.covered(said, own=True).words

    tables = {kind: model.__tablename__ for kind, model in CATALOGUE.items()}
    lines = tuple(
        replace(
            each,
            where=_where(work, tables.get(each.kind, each.kind), each.record_id),
            before=each.after,
        )
        for each in seen.lines
    )
    return replace(
        seen, name=seen.cover, lines=lines, left=(), numbers=(),
        issued=tuple(map(covered, seen.issued)), frozen=tuple(map(covered, seen.frozen)),
        attachments=tuple(map(covered, seen.attachments)),
    )  # fmt: skip
