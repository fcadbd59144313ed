"""A plan document becomes tasks, units and assignments (方案导入)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Assignment, Plan, Task, Unit
from gaotang_desktop.data.models.units import UNIT_KINDS
from gaotang_desktop.data.queries import plans as queries
from gaotang_desktop.data.queries import units
from gaotang_desktop.domain import units as naming
from gaotang_desktop.domain.plan_text import Clause, PlanText, read_plan
from gaotang_desktop.domain.tasks import CYCLES
from gaotang_desktop.services.plan_readings import Confirmed, NewUnit, Reading, Renewal
from gaotang_desktop.services.workplace import Workplace

__all__ = ["Confirmed", "Reading", "Renewal", "import_file", "import_plan", "read"]

_KIND_WORDS = (
    ("政法", ("派出所", "司法所", "平安办", "禁毒办", "综治", "政法", "法庭", "检察")),
    ("学校", ("小学", "中学", "学校", "幼儿园", "学区")),
    ("班子", ("班子",)),
)


def read(work: Workplace, text: str) -> Reading:
    """Read a plan's text; stores nothing.

    Raises:
        DomainError: it is empty, or no line of it can be a task.
    """
    with work.database.reading() as session:
        register = units.spellings(session)
        known = [name for unit in register for name in (unit.name, *unit.aliases)]
        plan = read_plan(text, known)
        stored = queries.by_number(session, _number(plan, None))
        before = queries.tasks_of(session, stored.id) if stored else []
        renewal = _renewal(before, plan) if stored else None
    town = str(work.settings["town"])
    offered = [each.clause for each in plan.unused] + [each.clause for each in plan.phases]
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
            unknown.setdefault(_key(written, town), []).append(written)
    new_units = []
    for key, spellings in unknown.items():
        unit = _new_unit(key, spellings, town)
        alike = naming.alike(unit.name, register, town)
        new_units.append(replace(unit, alike=tuple(each.name for each in alike)))
        names |= dict.fromkeys(spellings, unit.name)
    # What is ticked later may name units of its own.
    for written in dict.fromkeys(name for clause in offered for name in clause.units):
        if written not in names and written not in ambiguous:
            matched = naming.match(written, register, town)
            key = _key(written, town)
            known_as = next((names[each] for each in names if _key(each, town) == key), "")
            names[written] = matched.unit.name if matched.unit else known_as or written
    listed = tuple(each.name for each in register)
    return Reading(
        text, plan, names, tuple(new_units), tuple(ambiguous), renewal=renewal, register=listed
    )


def _key(written: str, town: str) -> str:
    if naming.is_all_villages(written):
        return naming.ALL_VILLAGES
    return naming.canonical_key(written, town)


def _number(plan: PlanText, confirmed: Confirmed | None) -> str:
    typed = confirmed.number.strip() if confirmed else ""
    return typed or plan.number or f"（无文号）{plan.title[:40]}"


def _renewal(before: Sequence[Task], plan: PlanText) -> Renewal:
    paired = _paired(before, plan.clauses)
    kept = {task.id for task in paired.values()}
    added = [each.title for at, each in enumerate(plan.clauses) if at not in paired]
    changed = [
        each.title
        for at, each in enumerate(plan.clauses)
        if at in paired and any(getattr(paired[at], k) != v for k, v in _values(each).items())
    ]
    gone = [task.name for task in before if task.id not in kept]
    return Renewal(tuple(added), tuple(changed), tuple(gone))


def _paired(before: Sequence[Task], clauses: Sequence[Clause]) -> dict[int, Task]:
    """The stored task of each clause, by its place: of the same name, else of the same number."""
    left = list(before)
    paired: dict[int, Task] = {}
    ways: tuple[Callable[[Task, Clause], bool], ...] = (
        lambda task, c: (
            (task.name, task.clause, task.section or "") == (c.title, c.number, c.section)
        ),
        lambda task, c: task.name == c.title,
        lambda task, c: (task.clause, task.section or "") == (c.number, c.section),
    )
    for fits in ways:
        for at, clause in enumerate(clauses):
            task = next((each for each in left if at not in paired and fits(each, clause)), None)
            if task is not None:
                paired[at] = task
                left.remove(task)
    return paired


def _values(clause: Clause) -> dict[str, Any]:
    """The fields of a task that its clause says."""
    return {
        "name": clause.title,
        "requirement": clause.text or None,
        "units_as_written": "、".join(clause.units) or None,
        "deadline": clause.deadline,
        "cycle": clause.cycle if clause.cycle in CYCLES else None,
        "deadline_text": clause.deadline_text or None,
    }


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


def import_plan(work: Workplace, text: str, confirmed: Confirmed | None = None) -> Reading:
    """Store a plan: its tasks, the units it names, and who is responsible for what.

    ``confirmed`` is what the operator ticked; without it what was read as tasks is stored. Reading
    the same plan again changes nothing; a changed text renews the tasks' words and leaves the
    assignments, which are the operator's by then.

    Raises:
        DomainError: it is empty or no line of it can be a task; nothing is stored.
    """
    reading = read(work, text)
    number = _number(reading.plan, confirmed)
    clauses = reading.chosen(confirmed)
    aliases = dict(confirmed.aliases) if confirmed else {}
    spelt = {each.name: (each.name, *each.aliases) for each in reading.new_units}
    reading = _with_aliases(reading, aliases)
    aliases = {each: name for new, name in aliases.items() for each in spelt.get(new, (new,))}
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
        needed = {name for clause in clauses for name, _ in reading.units_of(clause)}
        ids = _store_units(session, reading, needed, aliases, str(work.settings["town"]))
        paired = _paired(queries.tasks_of(session, plan.id), clauses)
        for at, clause in enumerate(clauses):
            _store_task(session, plan.id, clause, paired.get(at), reading, ids)
    return reading


def _with_aliases(reading: Reading, aliases: dict[str, str]) -> Reading:
    """The same with new units that are known by another name under that name."""
    if not aliases:
        return reading
    names = {written: aliases.get(name, name) for written, name in reading.names.items()}
    new = tuple(each for each in reading.new_units if each.name not in aliases)
    return replace(reading, names=names, new_units=new)


def _store_units(
    session: Session, reading: Reading, needed: set[str], aliases: dict[str, str], town: str
) -> dict[str, int]:
    """Register what is new and needed; returns the id of every unit by canonical name."""
    register = units.spellings(session)
    for written, name in aliases.items():
        unit = session.get(Unit, next((each.id for each in register if each.name == name), 0))
        if unit is not None and written not in (unit.aliases or ()):
            unit.aliases = (*(unit.aliases or ()), written)
    known = {each.name for each in register}
    new_units = [each for each in reading.new_units if each.name in needed]
    told = {each.name for each in new_units} | known | set(reading.ambiguous)
    new_units += [
        _new_unit(_key(name, town), [name], town) for name in sorted(needed) if name not in told
    ]
    for place, new in enumerate(new_units, start=len(register) + 1):
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
    values = _values(clause)
    if task is not None:
        # Renewed words keep their place in the plan too.
        for name, value in {**values, "clause": clause.number, "section": clause.section}.items():
            if (getattr(task, name) or None) != (value or None):
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
    """Read a plan from a .txt, .docx or .pdf file and, unless it is a dry run, store it.

    Raises:
        DomainError: the file cannot be read, or no line of it can be a task; nothing is stored.
    """
    from gaotang_desktop.documents import plan_files

    file = plan_files.read(path)
    reading = read(work, file.text) if dry_run else import_plan(work, file.text)
    return replace(reading, notices=file.notices)
