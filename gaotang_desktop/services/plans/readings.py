"""A plan as it was read and held against the register, before it is stored (方案核对)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gaotang_desktop.domain import units as naming
from gaotang_desktop.domain.plan_text import Clause, Passage, PlanText, Unused
from gaotang_desktop.domain.plan_text.several_plans import PlanPart
from gaotang_desktop.domain.tasks import NO_UNIT
from gaotang_desktop.domain.units import UnitName
from gaotang_desktop.services.plans.renewals import ADDED, CHANGED, GONE, SAME, Renewal, compare

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
class UnitStanding:
    """How a unit that a plan names stands to the register.

    ``how`` is 已登记, 别名 (of ``name``), 新单位, or 不明确 where ``alike`` are several that it may be.
    """

    written: str
    how: str
    name: str
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the plan that is a task, or may be ticked to become one.

    ``kind`` is 任务, 阶段 or 未采用, and ``why`` says why it is no task. ``key`` names the piece among
    those of the same text; ``path`` is its place in the outline, empty for a task.
    """

    key: str
    kind: str
    clause: Clause
    line: int
    end_line: int
    text: str
    why: str
    source: str
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the operator made of a reading: the tasks, and for new units the unit of the register
    whose other name each is. Empty number and title are those that were read.

    ``renews`` is the stored plan of which this is a newer version, None for a plan of its own;
    ``decisions`` say for its tasks (by id) what is not the usual; ``year`` is that of the plan.
    """

    tasks: tuple[Clause, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    number: str = ""
    title: str = ""
    renews: int | None = None
    decisions: tuple[tuple[int, str], ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as read and held against the register of units, ready to be confirmed.

    ``register`` are the units that are registered; ``renewal`` is the stored plan of which this is a
    newer version, ``namesakes`` the numbers of others of the same title. ``notices`` are sentences
    about what in the file could not be read as it stands. ``parts`` are the plans of a text that
    holds several.
    """

    text: str
    plan: PlanText
    names: dict[str, str]
    new_units: tuple[NewUnit, ...]
    ambiguous: tuple[str, ...]
    notices: tuple[str, ...] = ()
    renewal: Renewal | None = None
    register: tuple[UnitName, ...] = ()
    town: str = ""
    parts: tuple[PlanPart, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every name and alias of the register."""
        return tuple(name for unit in self.register for name in (unit.name, *unit.aliases))

    @property
    def about_years(self) -> str:
        """How many time limits name no year, and of which they are read; empty where all do."""
        clauses = [each for each in self.plan.clauses if each.yearless]
        if not clauses:
            return ""
        if self.plan.year is None:
            return (
                f"{len(clauses)} 项任务的完成时限没有写年份，方案里也没有找到年份，日期都空着。"
                "填上方案年份，一起设定。"
            )
        found = sorted({each.deadline.year for each in clauses if each.deadline})
        years = "年、".join(str(year) for year in found) or str(self.plan.year)
        return f"{len(clauses)} 项任务的完成时限没有写年份，按方案的年份读为{years}年；不对就改方案年份。"

    def items(self) -> tuple[Item, ...]:
        """Everything that is a task or may become one, in the order of the text."""
        plan = self.plan
        found = [
            Item(f"task:{at}", "任务", each, each.line, each.end_line, each.text, "", each.source)
            for at, each in enumerate(plan.clauses)
        ]
        found += [
            Item(
                f"phase:{at}", "阶段", each.clause, each.line, each.end_line, each.text, _PHASE,
                each.source, each.path,
            )
            for at, each in enumerate(plan.phases)
        ]  # fmt: skip
        found += [
            Item(
                f"unused:{at}", "未采用", each.clause, each.line, each.end_line, each.text, each.why,
                each.source, each.path,
            )
            for at, each in enumerate(plan.unused)
            if each.may_be_task
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda each: (each.line, each.kind != "任务")))

    def canonical(self, written: str) -> str:
        """The name of the register for one of the plan, or of a new unit."""
        if written in self.names:
            return self.names[written]
        matched = naming.match(written, self.register, self.town)
        return matched.unit.name if matched.unit else written

    def units_of(self, clause: Clause) -> tuple[tuple[str, str], ...]:
        """Canonical unit name and role (牵头, 配合) of a clause, each unit once."""
        found: dict[str, str] = {}
        for role, written in (("牵头", clause.lead), ("配合", clause.assist)):
            for name in written:
                found.setdefault(self.canonical(name), role)
        return tuple(found.items())

    def standings(self, written: Sequence[str]) -> tuple[UnitStanding, ...]:
        """How some names stand to the register, each unit once."""
        found: dict[str, UnitStanding] = {}
        for name in written:
            matched = naming.match(name, self.register, self.town)
            if matched.unit is not None:
                how = "已登记" if name == matched.unit.name else "别名"
                found.setdefault(name, UnitStanding(name, how, matched.unit.name))
            elif matched.candidates:
                several = tuple(each.name for each in matched.candidates)
                found.setdefault(name, UnitStanding(name, "不明确", "", several))
            else:
                own = self.canonical(name)
                guesses = naming.alike(own, self.register, self.town)
                alike = tuple(each.name for each in guesses)
                found.setdefault(own, UnitStanding(own, "新单位", own, alike))
        return tuple(found.values())

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
                    "yearless": clause.yearless,
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
            "warnings": [
                *self.notices,
                *(each.text for each in self.plan.warnings),
                *filter(None, [self.about_years]),
            ],
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
            "reading": {"tasks_are": self.plan.way, "share": round(self.plan.share, 3)},
            "runner_up": self._runner_up(),
            "renewal": self._renewal(),
            "plans": [
                {
                    "number": each.number,
                    "title": each.title,
                    "line": each.line,
                    "end_line": each.end_line,
                    "tasks": each.tasks,
                }
                for each in self.parts
            ],
        }

    def _runner_up(self) -> dict[str, Any] | None:
        other = self.plan.runner_up
        if other is None:
            return None
        titles = [each.title for each in other.clauses]
        return {"tasks_are": other.name, "share": round(other.share, 3), "tasks": titles}

    def _renewal(self) -> dict[str, Any] | None:
        """What a newer version changes."""
        if self.renewal is None:
            return None
        changes = compare(self.renewal.tasks, self.plan.clauses)
        told: dict[str, Any] = {
            key: [each.title for each in changes if each.kind == kind]
            for key, kind in (("added", ADDED), ("unchanged", SAME), ("gone", GONE))
        }
        told["changed"] = [
            {
                "title": each.title,
                "fields": [
                    {
                        "label": one.label,
                        "before": one.before,
                        "now": one.now,
                        "kept": one.own,
                    }
                    for one in each.differences
                ],
            }
            for each in changes
            if each.kind == CHANGED
        ]
        number, by = self.renewal.number, self.renewal.by
        return {"number": number, "same": by, "certain": self.renewal.certain, **told}

    def _by_line(self, pieces: Sequence[Passage | Unused]) -> list[dict[str, Any]]:
        """Every line of some pieces, or the part of it that is theirs, with its number in the text."""
        source = self.plan.source.split("\n")
        listed = []
        for piece in pieces:
            number = piece.line
            for raw in piece.source.split("\n"):
                while number < piece.end_line and raw not in source[number - 1]:
                    number += 1
                if raw.strip():
                    listed.append({"line": number, "text": raw.strip()})
                if raw == source[number - 1]:
                    number = min(number + 1, piece.end_line)
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
        if self.parts:
            listed = "；".join(
                f"{at}. {each.title}（第{each.line}～{each.end_line}行）"
                for at, each in enumerate(self.parts, 1)
            )
            yield f"这份文字里像有{len(self.parts)}份方案：{listed}。请分开读入。"
        if self.about_years:
            yield self.about_years
        for each in (*self.plan.warnings, *(w for c in self.plan.clauses for w in c.warnings)):
            yield f"第 {each.line} 行：{each.text}"
        for unread in self.plan.unread:
            yield f"第 {unread.line_number} 行没有读懂：{unread.text}（{unread.why}）"
        for name in self.ambiguous:
            yield f"“{name}”对应名册里不止一个单位，没有自动分派，请在任务分工里指定。"
        if self.renewal is not None:
            yield from self._renewed(self.renewal)

    def _renewed(self, renewal: Renewal) -> Iterator[str]:
        """What a newer version changes, in sentences."""
        changes = compare(renewal.tasks, self.plan.clauses)
        if not renewal.certain:
            yield (
                f"已有同名的方案“{renewal.number}”，文号不同，按另一份方案读入。"
                "如果这是它的新版本，请在“核对方案”里选，命令行用 --renews。"
            )
        elif any(each.kind != SAME for each in changes):
            yield (
                f"“{renewal.number}”以前导入过（同一{renewal.by}），任务按新版本改，分工、状态和进展都保留。"
            )
            for each in changes:
                if each.own:
                    yield f"“{each.title}”的{'、'.join(each.own)}您改过，和新版本不同，仍用您改的。"
                if each.kind == GONE:
                    yield f"新版本里已没有“{each.title}”，仍保留，要不要由您在任务里定。"
