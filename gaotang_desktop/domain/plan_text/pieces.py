"""What the plan reader hands over: every line of the plan in exactly one piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlanWarning:
    """A whole sentence about something that a person has to confirm, and its line (from 1)."""

    line: int
    text: str


@dataclass(frozen=True)
class UnreadLine:
    """A line that belongs to no clause, section or passage, and why."""

    line_number: int
    text: str
    why: str


@dataclass(frozen=True)
class Passage:
    """Text of the plan that holds no clause; ``why`` says how that was decided.

    ``source`` are the lines as they were written, without blank ones.
    """

    heading: str
    text: str
    why: str
    line: int
    end_line: int
    source: str


@dataclass(frozen=True)
class Section:
    """A heading over clauses (一、…, or a group （一）… inside it) and the words before its first clause.

    ``title`` is the heading without its numeral ``label``; it takes the first ``heading_lines`` of
    ``source``. A table's headings are a section without a label. A plan whose 一、二、 are themselves
    the clauses has no sections.
    """

    label: str
    title: str
    intro: str
    line: int
    end_line: int
    source: str
    heading_lines: int = 1

    @property
    def heading(self) -> str:
        """The heading as written: 一、以社会整治为抓手，切实增强群众安全感."""
        return self.label + self.title


@dataclass(frozen=True)
class Clause:
    """One numbered measure of a plan.

    ``section`` is the heading it stands under with its numeral; inside a group the two headings
    are joined by an ideographic blank. ``number`` is as printed; ``reference`` tells clauses
    apart where numbers start again in every section: 3, or 二（三）. ``text`` is the whole
    requirement with its first sentence and without the units; ``source`` has everything as typed.

    Names after 牵头单位, 主责, and plain 责任单位 are ``lead``: a plan that only says 责任单位
    makes all of them answer for the measure. Names after 配合单位 and 协办单位 are ``assist``.
    A ``deadline`` that was not understood is None with its words in ``deadline_text``; ``yearless``
    where these name no year, so that it is of the plan's.
    """

    number: int
    reference: str
    section: str
    title: str
    text: str
    lead: tuple[str, ...]
    assist: tuple[str, ...]
    deadline: date | None
    cycle: str
    deadline_text: str
    warnings: tuple[PlanWarning, ...]
    line: int
    end_line: int
    source: str
    yearless: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """All responsible units, leading ones first."""
        return (*self.lead, *self.assist)


@dataclass(frozen=True)
class Phase:
    """A phase of the plan (动员部署阶段) with its first and last day, where it says them.

    ``clause`` is what it would be as a task; ``path`` is its place in the outline, as of Unused.
    """

    title: str
    first: date | None
    last: date | None
    dates_text: str
    line: int
    end_line: int
    text: str
    source: str
    clause: Clause
    path: tuple[int, ...] = ()


@dataclass(frozen=True)
class Unused:
    """A piece of the plan that became no task (未采用), and why; ``clause`` is what it would be.

    ``may_be_task`` tells a numbered line, or one that names units, from the other text. ``path`` is its
    place in the outline: what stands below a heading begins with the path of the heading.
    """

    line: int
    end_line: int
    text: str
    why: str
    source: str
    clause: Clause
    may_be_task: bool
    path: tuple[int, ...] = ()


@dataclass(frozen=True)
class RunnerUp:
    """The other way in which the plan could be read: what it calls tasks, these, and the share of the
    text that they are.
    """

    name: str
    clauses: tuple[Clause, ...]
    share: float


@dataclass(frozen=True)
class PlanText:
    """A plan document as read.

    Every line that is not blank is in exactly one of ``preamble``, ``sections``, ``clauses``,
    ``skipped`` and ``unread``; and, told in finer pieces, in exactly one of ``preamble``, the
    headings of ``sections``, ``clauses``, ``phases``, ``unused``, ``ending`` and ``unread``.

    ``number`` has the form 高办〔2022〕99号 and is empty when none was found; ``title`` likewise.
    ``suggested_number`` is what a damaged one (高办202299) may have been.
    ``source`` is the whole text as it was written; read again, it gives the same. ``way`` is the name of
    the reading: what it calls tasks.
    """

    number: str
    suggested_number: str
    title: str
    year: int | None
    preamble: Passage
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    phases: tuple[Phase, ...]
    unused: tuple[Unused, ...]
    ending: tuple[Passage, ...]
    skipped: tuple[Passage, ...]
    unread: tuple[UnreadLine, ...]
    warnings: tuple[PlanWarning, ...]
    runner_up: RunnerUp | None
    source: str
    way: str = ""

    @property
    def share(self) -> float:
        """Which share of the characters of the text stands in tasks."""
        return share_of(self.clauses, self.source)

    @property
    def tail(self) -> tuple[Passage, ...]:
        """The passages after the last clause: 工作步骤, 工作要求, 附件, 落款."""
        last = self.clauses[-1].line if self.clauses else 0
        return tuple(each for each in self.skipped if each.line > last)

    @property
    def headings(self) -> tuple[Passage, ...]:
        """The lines over the clauses, without the words between a heading and its first clause."""
        found = []
        for each in self.sections:
            lines = each.source.split("\n")[: each.heading_lines]
            whole = "\n".join(lines)
            end = each.line + len(lines) - 1 if len(lines) == 1 else each.end_line
            found.append(Passage(each.heading, whole, "各部分的标题。", each.line, end, whole))
        return tuple(found)

    @property
    def units(self) -> tuple[str, ...]:
        """Every name of a responsible unit as written, in order, each once."""
        return tuple(dict.fromkeys(name for clause in self.clauses for name in clause.units))


def share_of(clauses: Sequence[Clause], source: str) -> float:
    """Which share of the characters of a text stands in some of its clauses."""
    inside = sum(len("".join(each.source.split())) for each in clauses)
    return inside / max(1, len("".join(source.split())))
