"""A plan as it was read and held against the register, before it is stored (方案核对)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gaotang_desktop.domain.plan_text import Clause, Passage, PlanText, Unused
from gaotang_desktop.domain.tasks import NO_UNIT

_PHASE = "这是阶段，没有作为任务读入。"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that the plan names and the register lacks; other spellings become aliases.

    ``alike`` are units of the register that it may be by another name.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    stands_for: str
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the plan that is a task, or may be ticked to become one.

    ``kind`` is 任务, 阶段 or 未采用, and ``why`` says why it is no task. ``key`` names the piece among
    those of the same text.
    """

    key: str
    kind: str
    clause: Clause
    line: int
    end_line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the operator made of a reading: the keys of the tasks, and for new units the unit of the
    register whose other name each is.
    """

    keys: frozenset[str]
    aliases: tuple[tuple[str, str], ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a newer version of a plan that is stored changes: titles of tasks."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as read and held against the register of units, ready to be confirmed.

    ``register`` are the names of the units that are registered; ``renewal`` tells what a newer
    version of a stored plan changes. ``notices`` are sentences about what in the file could not be read as it stands.
    """

    text: str
    plan: PlanText
    names: dict[str, str]
    new_units: tuple[NewUnit, ...]
    ambiguous: tuple[str, ...]
    notices: tuple[str, ...] = ()
    renewal: Renewal | None = None
    register: tuple[str, ...] = ()

    def items(self) -> tuple[Item, ...]:
        """Everything that is a task or may become one, in the order of the text."""
        plan = self.plan
        found = [
            Item(f"task:{at}", "任务", each, each.line, each.end_line, each.text, "")
            for at, each in enumerate(plan.clauses)
        ]
        found += [
            Item(f"phase:{at}", "阶段", each.clause, each.line, each.end_line, each.text, _PHASE)
            for at, each in enumerate(plan.phases)
        ]
        found += [
            Item(
                f"unused:{at}", "未采用", each.clause, each.line, each.end_line, each.text, each.why
            )
            for at, each in enumerate(plan.unused)
            if each.may_be_task
        ]
        return tuple(sorted(found, key=lambda each: (each.line, each.kind != "任务")))

    def chosen(self, confirmed: Confirmed | None) -> tuple[Clause, ...]:
        """The clauses that become tasks: those read as such unless the operator chose others.

        A title that a task cannot have is none; such a piece keeps its words as its title.
        """
        if confirmed is None:
            return self.plan.clauses
        return tuple(
            each.clause if each.clause.title else replace(each.clause, title=each.text[:40])
            for each in self.items()
            if each.key in confirmed.keys
        )

    def units_of(self, clause: Clause) -> tuple[tuple[str, str], ...]:
        """Canonical unit name and role (牵头, 配合) of a clause, each unit once."""
        found: dict[str, str] = {}
        for role, written in (("牵头", clause.lead), ("配合", clause.assist)):
            for name in written:
                found.setdefault(self.names.get(name, name), role)
        return tuple(found.items())

    def contract(self) -> dict[str, Any]:
        """What ``import-plan --json`` prints."""
        tasks = []
        for clause in self.plan.clauses:
            units = self.units_of(clause)
            tasks.append(
                {
                    "clause": clause.number,
                    "reference": clause.reference,
                    "line": clause.line,
                    "end_line": clause.end_line,
                    "section": clause.section,
                    "title": clause.title,
                    "text": clause.text,
                    "lead": [name for name, role in units if role == "牵头"],
                    "assist": [name for name, role in units if role == "配合"],
                    "deadline": clause.deadline.isoformat()
                    if clause.deadline
                    else clause.cycle or None,
                    "cycle": clause.cycle or None,
                    "deadline_text": clause.deadline_text or None,
                    "source": clause.source,
                    "warnings": [each.text for each in clause.warnings],
                }
            )
        return {
            "number": self.plan.number,
            "title": self.plan.title,
            "year": self.plan.year,
            "tasks": tasks,
            "unknown_units": [each.name for each in self.new_units] + list(self.ambiguous),
            "warnings": [*self.notices, *(each.text for each in self.plan.warnings)],
            "suggested_number": self.plan.suggested_number or None,
            "phases": [
                {
                    "title": each.title,
                    "from": each.first.isoformat() if each.first else None,
                    "to": each.last.isoformat() if each.last else None,
                    "line": each.line,
                    "text": each.text,
                }
                for each in self.plan.phases
            ],
            "unused": self._by_line(self.plan.unused),
            "opening": self._by_line([self.plan.preamble]),
            "headings": self._by_line(self.plan.headings),
            "ending": self._by_line(self.plan.ending),
            "unread": [
                {"line": each.line_number, "text": each.text, "why": each.why}
                for each in self.plan.unread
            ],
        }

    def _by_line(self, pieces: Sequence[Passage | Unused]) -> list[dict[str, Any]]:
        """Every line of some pieces with its number in the text."""
        source = self.plan.source.split("\n")
        listed = []
        for piece in pieces:
            waiting = piece.source.split("\n")
            for number in range(piece.line, piece.end_line + 1):
                if waiting and source[number - 1] == waiting[0]:
                    listed.append({"line": number, "text": waiting.pop(0).strip()})
        return listed

    def lines(self) -> Iterator[str]:
        """What ``import-plan`` prints for people."""
        yield f"{self.plan.number or '（没有找到发文字号）'} {self.plan.title}"
        section = None
        for clause in self.plan.clauses:
            if clause.section != section:
                section = clause.section
                yield section
            units = "、".join(
                f"{name}（配合）" if role == "配合" else name
                for name, role in self.units_of(clause)
            )
            yield f"  {clause.number}. {clause.title}：{units or NO_UNIT}"
        if self.plan.phases:
            yield "阶段："
        for phase in self.plan.phases:
            yield f"  {phase.title}" + (f"（{phase.dates_text}）" if phase.dates_text else "")
        if self.plan.unused:
            yield "未采用："
        for unused in self.plan.unused:
            yield f"  第 {unused.line} 行：{unused.text[:60]}"
        if self.new_units:
            yield "新登记的责任单位：" + "、".join(each.name for each in self.new_units)

    def warnings(self) -> Iterator[str]:
        """Everything that a person has to confirm: of the file, then with its line."""
        yield from self.notices
        for each in (*self.plan.warnings, *(w for c in self.plan.clauses for w in c.warnings)):
            yield f"第 {each.line} 行：{each.text}"
        for unread in self.plan.unread:
            yield f"第 {unread.line_number} 行没有读懂：{unread.text}（{unread.why}）"
        for name in self.ambiguous:
            yield f"“{name}”对应名册里不止一个单位，没有自动分派，请在任务分工里指定。"
