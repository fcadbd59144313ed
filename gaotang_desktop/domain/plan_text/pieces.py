"""What the plan reader hands over: every line of the plan in exactly one piece."""

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

    ``title`` is the heading without its numeral ``label``. A plan whose 一、二、 are themselves
    the clauses has no sections.
    """

    label: str
    title: str
    intro: str
    line: int
    end_line: int
    source: str

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
    A ``deadline`` that was not understood is None with its words in ``deadline_text``.
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

    @property
    def units(self) -> tuple[str, ...]:
        """All responsible units, leading ones first."""
        return (*self.lead, *self.assist)


@dataclass(frozen=True)
class PlanText:
    """A plan document as read. Every line that is not blank is in exactly one of ``preamble``,
    ``sections``, ``clauses``, ``skipped`` and ``unread``.

    ``number`` has the form 高办〔2022〕99号 and is empty when none was found; ``title`` likewise.
    ``source`` is the whole text as it was written; read again, it gives the same.
    """

    number: str
    title: str
    year: int | None
    preamble: Passage
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    skipped: tuple[Passage, ...]
    unread: tuple[UnreadLine, ...]
    warnings: tuple[PlanWarning, ...]
    source: str

    @property
    def tail(self) -> tuple[Passage, ...]:
        """The passages after the last clause: 工作步骤, 工作要求, 附件, 落款."""
        return tuple(each for each in self.skipped if each.line > self.clauses[-1].line)

    @property
    def units(self) -> tuple[str, ...]:
        """Every name of a responsible unit as written, in order, each once."""
        return tuple(dict.fromkeys(name for clause in self.clauses for name in clause.units))
