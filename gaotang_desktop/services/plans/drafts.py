"""What the operator makes of a reading before it is stored: every deed gives a new draft (核对).

A draft never changes, so that each deed can be taken back.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gaotang_desktop.domain import units as naming
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.plan_text import Clause, read_piece, with_year
from gaotang_desktop.domain.plan_text.clauses import of_year
from gaotang_desktop.domain.plan_text.deadlines import read_deadline
from gaotang_desktop.services.plans.readings import Confirmed, Item, Reading, UnitStanding
from gaotang_desktop.services.plans.renewals import TAKE, Change, compare, usual

FIELDS = ("title", "lead", "assist", "deadline", "requirement")
_LONGEST_TITLE = 200
_LABEL = re.compile(
    r"[（(【\[]?\s*(?:牵头|主办|主责|责任|配合|协办|协助|参与|完成|办理|整改)(?:单位|部门|领导|人|时限|时间|期限)"
)
_ASKS = {
    "title": re.compile("本条没有单独的标题|这一条没有文字"),
    "lead": re.compile("方案未列责任单位|只列了配合单位|责任单位“|本条有几处责任单位"),
    "deadline": re.compile("完成时限“|周期“|本条有几个完成时限|本条分几批"),
}
_SENTENCE_END = re.compile(r"[。；;！？!?]+[”’）)]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the confirmation: a task, or what may be ticked to become one.

    ``clause`` is the task as it would be stored; ``pieces`` are its lines of the text with their
    numbers. ``joined`` are the entries that it was put together from.
    """

    key: str
    kind: str
    taken: bool
    clause: Clause
    text: str
    why: str
    path: tuple[int, ...]
    pieces: tuple[tuple[int, str], ...]
    joined: tuple["Entry", ...] = ()

    @property
    def line(self) -> int:
        """The first line of the text, from 1."""
        return self.pieces[0][0]

    @property
    def lines(self) -> tuple[int, ...]:
        """All its lines of the text."""
        return tuple(dict.fromkeys(number for number, _ in self.pieces))

    @property
    def title(self) -> str:
        """What stands in the list: the title of the task, or the words as they are written."""
        return self.clause.title or self.text[:40]


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a task can be parted: the piece, the character in it, and what begins there."""

    piece: int
    at: int
    begins: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Reading and entries as they are now. ``decisions`` say for a stored task (its id) what the
    newer version does with it, where that is not the usual.
    """

    reading: Reading
    entries: tuple[Entry, ...]
    number: str
    title: str
    aliases: tuple[tuple[str, str], ...] = ()
    decisions: tuple[tuple[int, str], ...] = ()
    renews: bool = False

    def entry(self, key: str) -> Entry:
        """The entry of that key."""
        return next(each for each in self.entries if each.key == key)

    @property
    def tasks(self) -> tuple[Entry, ...]:
        """What is taken."""
        return tuple(each for each in self.entries if each.taken)

    def tick(self, keys: Collection[str], *, on: bool) -> "Draft":
        """Take some entries as tasks, or put them back among the unused."""
        return replace(
            self,
            entries=tuple(
                replace(each, taken=on) if each.key in keys else each for each in self.entries
            ),
        )

    def below(self, key: str) -> tuple[Entry, ...]:
        """The entries that are not taken and stand below a heading in the text."""
        top = self.entry(key)
        depth = len(top.path)
        return tuple(
            each
            for each in self.entries
            if depth
            and not each.taken
            and each.key != key
            and each.path[:depth] == top.path
            and each.line >= top.line
        )

    def of_year(self, typed: str) -> "Draft":
        """Say the year of the plan: time limits that name none are of this year.

        Raises Invalid for anything but a year of four digits.
        """
        if not re.fullmatch(r"20\d\d", typed):
            raise Invalid({"year": f"方案年份“{typed}”不是年份，请写四位数字，如2026。"})
        year = int(typed)
        if year == self.reading.plan.year:
            return self
        reading = replace(self.reading, plan=with_year(self.reading.plan, year))
        return replace(
            self, reading=reading, entries=tuple(_of_year(each, year) for each in self.entries)
        )

    def edit(self, key: str, field: str, typed: str) -> "Draft":
        """Type over one field of an entry.

        Raises Invalid for an empty title and for a time limit that says neither a day nor a cycle.
        """
        entry = self.entry(key)
        clause = _edited(entry.clause, field, typed.strip(), self.reading)
        if (asked := _ASKS.get(field)) is not None:
            # What somebody typed over has been looked at.
            left = tuple(each for each in clause.warnings if not asked.match(each.text))
            clause = replace(clause, warnings=left)
        return self._with(key, (replace(entry, clause=clause),))

    def merge(self, keys: Sequence[str]) -> "Draft":
        """Make one task of several: the first keeps its title, all keep their units and words."""
        found = [each for each in self.entries if each.key in keys]
        if len(found) < 2:
            return self
        first, *rest = found
        clause = first.clause
        for each in rest:
            clause = _joined(clause, each.clause)
        whole = tuple(part for each in found for part in (each.joined or (each,)))
        made = replace(
            first,
            kind="任务",
            taken=True,
            clause=replace(clause, title=clause.title or first.title),
            pieces=tuple(sorted(piece for each in found for piece in each.pieces)),
            text="\n".join(each.text for each in found),
            joined=whole,
        )
        left = tuple(each for each in self.entries if each.key not in keys or each is first)
        return replace(self, entries=left)._with(first.key, (made,))

    def cuts(self, key: str) -> tuple[Cut, ...]:
        """Where a task can be parted: at its further lines and behind its sentences."""
        found = []
        entry = self.entry(key)
        for piece, (_, raw) in enumerate(entry.pieces):
            ends = [hit.end() for hit in _SENTENCE_END.finditer(raw)]
            for at in ([0] if piece else []) + ends:
                begins = raw[at:].strip()
                in_front = not piece and entry.clause.title in begins
                if re.search(r"\w", begins) and not in_front and not _LABEL.match(begins):
                    found.append(Cut(piece, at, begins))
        return tuple(found)

    def part(self, key: str, cuts: Sequence[Cut]) -> "Draft":
        """Make a task of its own from each cut on; what names no units keeps those of the task."""
        entry = self.entry(key)
        known = self.reading.known
        ends = [(cut.piece, cut.at) for cut in sorted(cuts, key=lambda each: (each.piece, each.at))]
        spans = _spans(entry.pieces, ends)
        made = []
        for count, pieces in enumerate(spans):
            read = read_piece(pieces, entry.clause.number, known, self.reading.plan.year)
            own = replace(
                read,
                section=entry.clause.section,
                reference=entry.clause.reference,
                number=entry.clause.number,
                lead=read.lead or entry.clause.lead,
                assist=read.assist if read.units else entry.clause.assist,
                title=entry.clause.title if not count else read.title or pieces[0][1].strip()[:40],
            )
            if not (own.deadline or own.cycle or own.deadline_text):
                own = replace(
                    own,
                    deadline=entry.clause.deadline,
                    cycle=entry.clause.cycle,
                    deadline_text=entry.clause.deadline_text,
                    yearless=entry.clause.yearless,
                )
            made.append(
                replace(
                    entry,
                    key=entry.key if not count else f"{entry.key}/{pieces[0][0]}.{count}",
                    kind="任务",
                    taken=True,
                    clause=own,
                    text="\n".join(raw.strip() for _, raw in pieces),
                    pieces=tuple(pieces),
                    joined=(),
                )
            )
        return self._with(key, tuple(made))

    def apart(self, key: str) -> "Draft":
        """Take a task that was put together apart again into what it was made of."""
        return self._with(key, self.entry(key).joined or (self.entry(key),))

    def _with(self, key: str, entries: Sequence[Entry]) -> "Draft":
        made = [new for each in self.entries for new in (entries if each.key == key else (each,))]
        return replace(self, entries=tuple(sorted(made, key=lambda each: each.line)))

    def standings(self) -> tuple[UnitStanding, ...]:
        """How each unit of the tasks stands to the register, in the order of the tasks."""
        written = dict.fromkeys(name for each in self.tasks for name in each.clause.units)
        return self.reading.standings(tuple(written))

    def changes(self) -> tuple[Change, ...]:
        """What a newer version changes, by the tasks that are taken now."""
        renewal = self.reading.renewal
        if renewal is None or not self.renews:
            return ()
        return compare(renewal.tasks, [each.clause for each in self.tasks])

    def decision(self, change: Change) -> str:
        """What becomes of a line of a newer version: 用新的, 改过的保留, 保留原来的, 当作另一项, 移到回收站."""
        if change.task is None:
            return TAKE
        return dict(self.decisions).get(change.task.id) or usual(change)

    def decide(self, task_id: int, decision: str) -> "Draft":
        """Say what becomes of a stored task."""
        return replace(self, decisions=tuple({**dict(self.decisions), task_id: decision}.items()))

    def confirmed(self) -> Confirmed:
        """What is stored."""
        renewal = self.reading.renewal if self.renews else None
        return Confirmed(
            tasks=tuple(replace(each.clause, title=each.title) for each in self.tasks),
            number=self.number.strip(),
            title=self.title.strip(),
            aliases=self.aliases,
            renews=renewal.plan_id if renewal else None,
            decisions=self.decisions,
            year=self.reading.plan.year,
        )


def begin(reading: Reading) -> Draft:
    """The draft of a reading to which nobody has done anything yet."""
    source = reading.plan.source.split("\n")
    entries = [_entry(each, source) for each in reading.items()]
    renewal = reading.renewal
    return Draft(
        reading,
        tuple(entries),
        reading.plan.number,
        reading.plan.title,
        renews=renewal is not None and renewal.certain,
    )


def _of_year(entry: Entry, year: int) -> Entry:
    joined = tuple(_of_year(each, year) for each in entry.joined)
    return replace(entry, clause=of_year(entry.clause, year), joined=joined)


def _entry(item: Item, source: Sequence[str]) -> Entry:
    waiting = item.source.split("\n")
    pieces = []
    number = item.line
    for raw in waiting:
        while number < item.end_line and raw not in source[number - 1]:
            number += 1
        pieces.append((number, raw))
    return Entry(
        key=item.key,
        kind=item.kind,
        taken=item.kind == "任务",
        clause=item.clause,
        text=item.text,
        why=item.why,
        path=item.path,
        pieces=tuple(pieces),
    )


def _edited(clause: Clause, field: str, typed: str, reading: Reading) -> Clause:
    if field == "title":
        title = " ".join(typed.split())
        if not re.search(r"\w", title):
            raise Invalid({"title": "任务要有名称，请写上做什么。"})
        if len(title) > _LONGEST_TITLE:
            raise Invalid({"title": f"任务名称最多{_LONGEST_TITLE}个字，长的写在具体要求里。"})
        return replace(clause, title=title)
    if field == "requirement":
        return replace(clause, text=typed)
    if field == "deadline":
        return _with_deadline(clause, typed, reading.plan.year)
    names = naming.split_units(typed, reading.known)
    if field == "lead":
        return replace(
            clause, lead=names, assist=tuple(each for each in clause.assist if each not in names)
        )
    return replace(
        clause, assist=names, lead=tuple(each for each in clause.lead if each not in names)
    )


def _with_deadline(clause: Clause, typed: str, year: int | None) -> Clause:
    if not typed:
        return replace(clause, deadline=None, cycle="", deadline_text="", yearless=False)
    read = read_deadline(typed, year)
    if read.on is None and not read.cycle:
        raise Invalid(
            {
                "deadline": f"时限“{typed}”没有读懂。请写日期（如2025-06-30、6月底前）、"
                "每周、每月、每季度或者长期，没有时限就空着。"
            }
        )
    return replace(
        clause,
        deadline=read.on,
        cycle=read.cycle,
        deadline_text=read.text,
        yearless=read.yearless,
    )


def _joined(one: Clause, other: Clause) -> Clause:
    lead = tuple(dict.fromkeys((*one.lead, *other.lead)))
    assist = tuple(each for each in dict.fromkeys((*one.assist, *other.assist)) if each not in lead)
    when: dict[str, tuple[date | None, str, str]] = {}
    for each in (one, other):
        if each.deadline or each.cycle or each.deadline_text:
            words = each.deadline_text or each.cycle or str(each.deadline)
            when.setdefault(str(each.deadline or words), (each.deadline, each.cycle, words))
    # Two limits are not one: their words stay, the day is left open.
    day, cycle, words = (
        next(iter(when.values()))
        if len(when) == 1
        else (None, "", "；".join(words for *_, words in when.values()))
    )
    return replace(
        one,
        text="\n".join(part for part in (one.text, other.text) if part),
        lead=lead,
        assist=assist,
        deadline=day,
        cycle=cycle,
        deadline_text=words if when else "",
        yearless=len(when) == 1 and (one if one.deadline_text else other).yearless,
        warnings=(*one.warnings, *other.warnings),
        end_line=max(one.end_line, other.end_line),
        source=f"{one.source}\n{other.source}",
    )


def _spans(
    pieces: Sequence[tuple[int, str]], cuts: Sequence[tuple[int, int]]
) -> list[list[tuple[int, str]]]:
    """The pieces between the cuts."""
    spans: list[list[tuple[int, str]]] = [[]]
    for count, (number, raw) in enumerate(pieces):
        start = 0
        for at in [at for piece, at in cuts if piece == count]:
            if raw[start:at].strip():
                spans[-1].append((number, raw[start:at]))
            spans.append([])
            start = at
        if raw[start:].strip():
            spans[-1].append((number, raw[start:]))
    return [each for each in spans if each]
