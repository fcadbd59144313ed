"""Forgetting a person after his matters are closed (隐去个人信息): the preview, and doing it.

His name becomes 王某某, his numbers stars: in all records, drafts, what is being typed, the history.
What was issued or frozen stays, and is named; so are attached files and backups.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gaotang_desktop.data import attachments as store
from gaotang_desktop.data import backups as copies
from gaotang_desktop.data import folders, forgetting, sealed
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import attachments as files
from gaotang_desktop.data.queries import residents
from gaotang_desktop.domain import unsaved
from gaotang_desktop.domain.casework.forgetting import Person, checked, checked_number
from gaotang_desktop.domain.errors import Conflict, NotFound, StorageProblem
from gaotang_desktop.paths import ATTACHMENTS, DATABASE_NAME, WINDOW
from gaotang_desktop.services import backups, records, tampering
from gaotang_desktop.services import unsaved as typing
from gaotang_desktop.services.computer.attached_words import text_in
from gaotang_desktop.services.computer.named_records import (
    Line,
    Only,
    Own,
    require_closed,
    where_of,
)
from gaotang_desktop.services.workplace import Workplace

TITLE = "隐去一个人的姓名和号码"
FOR_GOOD = (
    "隐去以后不能撤销，程序里再也查不到原来的姓名和号码。已经印发的公文和冻结的结果不改；"
    "附件、备份和别处的文件要自己处理。"
)


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
    past: tuple[Line, ...]
    """Records of which only the history names him."""
    others: tuple[Line, ...]
    """Those of another person of his name, which stay; of ``lines`` and ``past`` they are none."""
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


def found(work: Workplace, name: str, phones: Iterable[str] = ()) -> Preview:
    """Where the name stands, open matters too, to choose which records are his.

    Raises:
        Invalid, NotFound: as :func:`preview`.
    """
    return _look(work, name, phones, None)[0]


def preview(work: Workplace, name: str, phones: Iterable[str] = (), only: Only = None) -> Preview:
    """What would be replaced, what stays; nothing is changed.

    ``only``: the records that are his, where another has his name; ``None``: all.

    Raises:
        Invalid: it is no name of a person, or that of an official, village or unit; or no number.
        NotFound: nobody of this name stands anywhere.
        Conflict: one of his matters is not closed.
    """
    seen, person = _look(work, name, phones, only)
    require_closed(person, seen.lines)
    return seen


def forget(work: Workplace, name: str, phones: Iterable[str] = (), only: Only = None) -> Done:
    """Do it, in one step that cannot be taken back; then clean the file and make a backup.

    Raises:
        Invalid, NotFound: as :func:`preview`.
        Conflict: also: the history was altered past the program; nothing was changed.
        StorageProblem: the disk is full or protected; nothing was changed.
    """
    seen, person = _look(work, name, phones, only)
    require_closed(person, seen.lines)
    if altered := tampering.problems(work):
        raise Conflict(
            "修改历史和记录对不上，隐去会把这些痕迹盖住，所以没有改动。"
            f"请先检查数据、和备份核对：{altered[0]}"
        )
    with work.database.operation(TITLE) as session:
        own = Own(session, work, person, only)
        touched = forgetting.cover(session, person.patterns, own.covers, own.title, person.cut_off)
        if touched.first is None:
            raise NotFound("历史里没有这个人，没有改动。")
        count = forgetting.seal(
            session, forgetting.step_of(session), touched.first, on=work.today()
        )
    if only is None:
        typed = _cover_typed(work, person)
    else:
        typed = "正在填的内容或者列表的筛选里还有这个姓名，没有换。" if seen.typed else ""
    said = [each for each in (typed, work.clean()) if each]
    folders.drop_opened(work.folder)
    made = None
    try:
        made, more = backups.back_up(work)
        said += more
    except StorageProblem as problem:
        said.append(str(problem))
    # In the new copy stands at most another of his name.
    still = tuple(each for each in _still(work, person) if each.path != made)
    seen = replace(seen, backups=still)
    return Done(_without(work, seen, person), count, tuple(said))


def _look(work: Workplace, name: str, phones: Iterable[str], only: Only) -> tuple[Preview, Person]:
    given = [checked_number(each) for each in phones if each.strip()]
    with work.database.reading() as session:
        known = residents.known(session, work.settings)
        name = checked(name, known)
        bare = Person(name, given, known)
        own = Own(session, work, bare, only)
        numbers = [*given, *own.numbers()]
        person = Person(name, numbers, known)
        own = Own(session, work, person, only)
        everywhere, left = own.lines()
        past = own.past(everywhere)
        lines = [each for each in everywhere if only is None or each.record in only]
        steps = {step for step, _said in own.history()}
        stays = {table: tuple(own.named_in(table)) for table in forgetting.LEFT}
        attached = files.everywhere(session)
    typed = any(
        person.covered(each).replaced
        for each in (*_strings(typing.kept(work.folder)), _window(work))
    )
    issued, frozen = stays["issued_documents"], stays["frozen_evaluations"]
    known_records = {each.record for each in (*everywhere, *past)}
    for kind, number in sorted((only or frozenset()) - known_records):
        raise NotFound(f"{kind}:{number} 里没有“{name}”，请核对。没有改动。")
    if not (lines or left or steps or typed or issued):
        raise NotFound(f"数据里没有“{name}”，请核对姓名。没有改动。")
    named, unread = _attached(work, attached, person)
    return (
        Preview(
            name, person.cover, person.numbers, tuple(lines), tuple(left),
            tuple(each for each in past if only is None or each.record in only),
            tuple(each for each in (*everywhere, *past) if only is not None and each.record not in only),
            len(steps), typed,
            issued, (*frozen, *stays["scheme_versions"]), named, unread,
            tuple(_still(work, person)),
        ),
        person,
    )  # fmt: skip


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
            where=where_of(work, tables.get(each.kind, each.kind), each.record_id),
            before=each.after,
        )
        for each in seen.lines
    )
    past = tuple(replace(each, where=covered(each.where), before=each.after) for each in seen.past)
    return replace(
        seen, name=seen.cover, lines=lines, left=(), past=past, others=(), numbers=(),
        issued=tuple(map(covered, seen.issued)), frozen=tuple(map(covered, seen.frozen)),
        attachments=tuple(map(covered, seen.attachments)),
    )  # fmt: skip
