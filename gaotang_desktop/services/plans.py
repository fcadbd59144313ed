"""A plan document becomes tasks, units and assignments (方案导入)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Assignment, Plan, Task, Unit
from gaotang_desktop.data.models.units import UNIT_KINDS
from gaotang_desktop.data.queries import plans as queries
from gaotang_desktop.data.queries import units
from gaotang_desktop.domain import units as naming
from gaotang_desktop.domain.plan_text import Clause, Passage, PlanText, Unused, read_plan
from gaotang_desktop.domain.tasks import CYCLES, NO_UNIT
from gaotang_desktop.services.workplace import Workplace

_KIND_WORDS = (
    ("政法", ("派出所", "司法所", "平安办", "禁毒办", "综治", "政法", "法庭", "检察")),
    ("学校", ("小学", "中学", "学校", "幼儿园", "学区")),
    ("班子", ("班子",)),
)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that the plan names and the register lacks; other spellings become aliases."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as read and held against the register of units, ready to be confirmed.

    ``notices`` are sentences about what in the file could not be read as it stands.
    """

    text: str
    plan: PlanText
    names: dict[str, str]
    new_units: tuple[NewUnit, ...]
    ambiguous: tuple[str, ...]
    notices: tuple[str, ...] = ()

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


def read(work: Workplace, text: str) -> Reading:
    """Read a plan's text; stores nothing.

    Raises:
        DomainError: it is empty or has no clause.
    """
    plan = read_plan(text)
    with work.database.reading() as session:
        register = units.spellings(session)
    town = str(work.settings["town"])
    names: dict[str, str] = {}
    unknown: dict[str, list[str]] = {}
    ambiguous = []
    for written in plan.units:
        matched = naming.match(written, register, town)
        if matched.unit is not None:
            names[written] = matched.unit.name
        elif matched.candidates:
            ambiguous.append(written)
        else:
            key = (
                naming.ALL_VILLAGES
                if naming.is_all_villages(written)
                else naming.canonical_key(written, town)
            )
            unknown.setdefault(key, []).append(written)
    new_units = []
    for key, spellings in unknown.items():
        unit = _new_unit(key, spellings, town)
        new_units.append(unit)
        names |= dict.fromkeys(spellings, unit.name)
    return Reading(text, plan, names, tuple(new_units), tuple(ambiguous))


def _new_unit(key: str, spellings: list[str], town: str) -> NewUnit:
    if naming.is_all_villages(spellings[0]):
        others = tuple(each for each in spellings if each != naming.ALL_VILLAGES)
        return NewUnit(naming.ALL_VILLAGES, others, "群体", "全部村")
    name = min(spellings, key=len)
    aliases = tuple(each for each in spellings if each != name)
    group = naming.is_group(name, town)
    kind = next((kind for kind, words in _KIND_WORDS if any(w in name for w in words)), None)
    if kind is None or (group and kind != "班子"):
        kind = "群体" if group else "镇直"
    assert kind in UNIT_KINDS
    return NewUnit(name, aliases, kind, "成员单位" if group else "单个单位")


def import_plan(work: Workplace, text: str) -> Reading:
    """Store a plan: its tasks, the units it names, and who is responsible for what.

    Reading the same plan again changes nothing; a changed text renews the tasks' words and leaves
    the assignments, which are the operator's by then.

    Raises:
        DomainError: it is empty or has no clause; nothing is stored.
    """
    reading = read(work, text)
    number = reading.plan.number or f"（无文号）{reading.plan.title[:40]}"
    with work.database.operation(f"导入方案：{number}") as session:
        plan = queries.by_number(session, number)
        if plan is None:
            plan = Plan(number=number)
            session.add(plan)
        for name, value in (
            ("name", reading.plan.title or number),
            ("year", reading.plan.year),
            ("text", text),
        ):
            if getattr(plan, name) != value:
                setattr(plan, name, value)
        session.flush()
        ids = _store_units(session, reading)
        known = {(task.clause, task.section): task for task in queries.tasks_of(session, plan.id)}
        for clause in reading.plan.clauses:
            _store_task(
                session, plan.id, clause, known.get((clause.number, clause.section)), reading, ids
            )
    return reading


def _store_units(session: Session, reading: Reading) -> dict[str, int]:
    """Register what is new; returns the id of every unit by canonical name."""
    count = len(units.spellings(session))
    for place, new in enumerate(reading.new_units, start=count + 1):
        session.add(
            Unit(
                name=new.name,
                aliases=new.aliases or None,
                kind=new.kind,
                stands_for=new.stands_for,
                display_order=place,
            )
        )
    session.flush()
    return {each.name: each.id for each in units.spellings(session)}


def _store_task(
    session: Session,
    plan_id: int,
    clause: Clause,
    task: Task | None,
    reading: Reading,
    ids: dict[str, int],
) -> None:
    values: dict[str, Any] = {
        "name": clause.title,
        "requirement": clause.text or None,
        "units_as_written": "、".join(clause.units) or None,
        "deadline": clause.deadline,
        "cycle": clause.cycle if clause.cycle in CYCLES else None,
        "deadline_text": clause.deadline_text or None,
    }
    if task is not None:
        for name, value in values.items():
            if getattr(task, name) != value:
                setattr(task, name, value)
        return
    task = Task(plan_id=plan_id, clause=clause.number, section=clause.section, **values)
    session.add(task)
    session.flush()
    for name, role in reading.units_of(clause):
        if name in ids:
            session.add(
                Assignment(
                    task_id=task.id,
                    unit_id=ids[name],
                    role=role,
                    deadline=clause.deadline,
                    state="未开始",
                )
            )


def import_file(work: Workplace, path: Path, *, dry_run: bool = False) -> Reading:
    """Read a plan from a .txt or .docx file and, unless it is a dry run, store it.

    Raises:
        DomainError: the file cannot be read or has no clause; nothing is stored.
    """
    from gaotang_desktop.documents import plan_files

    file = plan_files.read(path)
    reading = read(work, file.text) if dry_run else import_plan(work, file.text)
    return replace(reading, notices=file.notices)
