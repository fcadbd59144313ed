"""A plan that was read, and confirmed, becomes tasks, units and assignments (方案导入)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Assignment, Plan, Task, Unit
from gaotang_desktop.data.queries import plans as queries
from gaotang_desktop.data.queries import units
from gaotang_desktop.domain.errors import Conflict, Invalid, NotFound
from gaotang_desktop.domain.plan_text import Clause
from gaotang_desktop.services import records
from gaotang_desktop.services.plans.readings import Confirmed, Reading
from gaotang_desktop.services.plans.register import (
    UNNUMBERED,
    new_unit,
    of_year,
    read,
    read_file,
    stored_tasks,
)
from gaotang_desktop.services.plans.renewals import (
    APART,
    BIN,
    KEEP,
    StoredTask,
    compare,
    renewed,
    usual,
    values_of,
)
from gaotang_desktop.services.workplace import Workplace


def import_plan(
    work: Workplace,
    text: str,
    confirmed: Confirmed | None = None,
    *,
    renews: str = "",
    year: int | None = None,
) -> Reading:
    """Store a plan: its tasks, the units it names, and who is responsible for what.

    ``confirmed`` is what the operator made of it; without it what was read as tasks is stored, as
    a newer version of the stored plan of the same number (or ``renews``). Reading the same plan
    again changes nothing. A newer version renews the tasks' words, adds the units that it newly
    names, and leaves assignments, states and progress, and what the operator had changed; a task
    that it has no more stays. ``year`` is that of the plan where it is not the one that was read.

    Raises:
        DomainError: it is empty, no line of it can be a task, or the plan that it should renew is
            not there; nothing is stored.
    """
    reading = of_year(read(work, text), confirmed.year if confirmed else year)
    if confirmed is None:
        confirmed = _as_read(work, reading, renews)
    town = str(work.settings["town"])
    spelt = {each.name: (each.name, *each.aliases) for each in reading.new_units}
    chosen = dict(confirmed.aliases)
    aliases = {each: name for new, name in chosen.items() for each in spelt.get(new, (new,))}
    reading = _with_aliases(reading, chosen, aliases)
    title = confirmed.title or reading.plan.title
    number = confirmed.number or reading.plan.number or f"{UNNUMBERED}{title[:40]}"
    with work.database.operation(f"导入方案：{number}") as session:
        plan = _plan(session, number, confirmed.renews, reading)
        # Before its text is the newer one: what the older says tells what the operator changed.
        stored = stored_tasks(session, plan, reading.known) if confirmed.renews else ()
        # A newer version without a number keeps the one that it had.
        if not (confirmed.number or reading.plan.number) and plan.number:
            number = plan.number
        for name, value in (
            ("number", number), ("name", title or number), ("year", reading.plan.year), ("text", text)
        ):  # fmt: skip
            if getattr(plan, name, None) != value:
                setattr(plan, name, value)
        session.add(plan)
        session.flush()
        needed = {name for clause in confirmed.tasks for name, _ in reading.units_of(clause)}
        ids = _store_units(session, reading, needed, aliases, town)
        _store_tasks(session, work, plan.id, stored, confirmed, reading, ids)
    return reading


def _as_read(work: Workplace, reading: Reading, renews: str) -> Confirmed:
    """What is stored where nobody confirmed anything."""
    renewal = reading.renewal
    own = renewal.plan_id if renewal is not None and renewal.certain else None
    if renews:
        with work.database.reading() as session:
            plan = queries.by_number(session, renews)
            if plan is None:
                raise NotFound(f"没有文号是“{renews}”的方案。请在“任务分工”的“方案”里查看文号。")
            own = plan.id
    if not reading.plan.clauses:
        raise Invalid({"tasks": "没有认出任务，没有保存。请在窗口里导入，在未采用的各条里勾选。"})
    return Confirmed(tasks=reading.plan.clauses, renews=own)


def _plan(session: Session, number: str, renews: int | None, reading: Reading) -> Plan:
    """The plan to write to: the one that is renewed, or a new one whose number is free."""
    taken = queries.by_number(session, number)
    if renews is None:
        if taken is None:
            return Plan(number="")
        if not number.startswith(UNNUMBERED):
            raise Conflict(
                f"“{number}”已经导入过。是它的新版本，请选作新版本；是另一份方案，请改发文字号。"
            )
        raise Conflict(
            f"“{reading.plan.title}”已经导入过，没有文号。请填写发文字号，或者选作新版本。"
        )
    plan = session.get(Plan, renews)
    if plan is None:
        raise NotFound("原来的方案已经不在了，可能刚被删除。请重新读入。")
    if taken is not None and taken is not plan:
        raise Conflict(f"发文字号“{number}”是另一份方案的，请核对发文字号。")
    return plan


def _store_tasks(
    session: Session,
    work: Workplace,
    plan_id: int,
    stored: Sequence[StoredTask],
    confirmed: Confirmed,
    reading: Reading,
    ids: dict[str, int],
) -> None:
    decisions = dict(confirmed.decisions)
    for change in compare(stored, confirmed.tasks):
        before, clause = change.task, change.clause
        decision = decisions.get(before.id) or usual(change) if before else APART
        if clause is None:
            if before is not None and decision == BIN:
                records.bin_one(session, "tasks", session.get_one(Task, before.id), work)
        elif before is None or decision == APART:
            _add_task(session, plan_id, clause, reading, ids)
        elif decision != KEEP:
            _renew_task(session, before, clause, decision, reading, ids)


def _with_aliases(reading: Reading, chosen: dict[str, str], aliases: dict[str, str]) -> Reading:
    """The same with new units that are known by another name under that name."""
    if not chosen:
        return reading
    names = {written: chosen.get(name, name) for written, name in reading.names.items()} | aliases
    new = tuple(each for each in reading.new_units if each.name not in chosen)
    return replace(reading, names=names, new_units=new)


def _store_units(
    session: Session, reading: Reading, needed: set[str], aliases: dict[str, str], town: str
) -> dict[str, int]:
    """Register what is new and needed; returns the id of every unit by canonical name."""
    register = units.spellings(session)
    several = set(reading.ambiguous)
    for written, name in aliases.items():
        unit = session.get(Unit, next((each.id for each in register if each.name == name), 0))
        # A name that several units have by now is given to this plan only.
        if unit is not None and written not in several and written not in (unit.aliases or ()):
            unit.aliases = (*(unit.aliases or ()), written)
    known = {each.name for each in register}
    new_units = [each for each in reading.new_units if each.name in needed]
    told = {each.name for each in new_units} | known | several
    new_units += [new_unit([name], town) for name in sorted(needed) if name not in told]
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


def _add_task(
    session: Session, plan_id: int, clause: Clause, reading: Reading, ids: dict[str, int]
) -> None:
    task = Task(plan_id=plan_id, clause=clause.number, section=clause.section, **values_of(clause))
    session.add(task)
    session.flush()
    _assign(session, task, reading.units_of(clause), ids)


def _assign(
    session: Session, task: Task, named: Sequence[tuple[str, str]], ids: dict[str, int]
) -> None:
    for name, role in named:
        if name in ids:
            session.add(
                Assignment(
                    task_id=task.id,
                    unit_id=ids[name],
                    role=role,
                    deadline=task.deadline,
                    state="未开始",
                )
            )


def _renew_task(
    session: Session,
    stored: StoredTask,
    clause: Clause,
    decision: str,
    reading: Reading,
    ids: dict[str, int],
) -> None:
    """The words of a newer version; parts are added for units that it newly names, and none is taken."""
    task = session.get_one(Task, stored.id)
    before, due = (task.units_as_written or "").split("、"), task.deadline
    values = renewed(stored, clause, decision)
    # Renewed words keep their place in the plan too.
    for name, value in {**values, "clause": clause.number, "section": clause.section}.items():
        if (getattr(task, name) or None) != (value or None):
            setattr(task, name, value)
    parts = queries.parts_of(session, task.id)
    if task.deadline != due:
        # A part whose day came from the plan follows it; one that was set by hand does not.
        for part in parts:
            if part.deadline == due and part.done_on is None:
                part.deadline = task.deadline
    named = {reading.canonical(each) for each in before if each}
    wanted = {reading.canonical(each) for each in (task.units_as_written or "").split("、") if each}
    taken = {part.unit_id for part in parts}
    newly = [
        (name, role)
        for name, role in reading.units_of(clause)
        if name in wanted and name not in named and ids.get(name) not in taken
    ]
    _assign(session, task, newly, ids)


def import_file(
    work: Workplace,
    path: Path,
    *,
    dry_run: bool = False,
    part: str = "",
    renews: str = "",
    year: int | None = None,
) -> Reading:
    """Read a plan from a .txt, .docx or .pdf file and, unless it is a dry run, store it.

    ``part`` says of a file with several plans which: its place (1, 2 …), or 0 for all as one plan.

    Raises:
        DomainError: the file cannot be read, no line of it can be a task, or it holds several plans
            and nobody said which; nothing is stored.
    """
    reading = read_file(work, path)
    if reading.parts and part and part != "0":
        listed = {str(at): each for at, each in enumerate(reading.parts, 1)}
        if part not in listed:
            raise Invalid({"part": f"文件里有{len(listed)}份方案，没有第{part}份。"})
        reading = replace(read(work, listed[part].text), notices=reading.notices)
    elif part not in ("", "0", "1"):
        raise Invalid({"part": f"文件里只有一份方案，没有第{part}份。"})
    if year is not None and not 2000 <= year <= 2099:
        raise Invalid({"year": f"方案年份“{year}”不是年份，请写四位数字，如2026。"})
    reading = of_year(reading, year)
    if dry_run:
        return reading
    if reading.parts and not part:
        told = "；".join(
            f"{at}. {each.number or '没有文号'} {each.title}（第{each.line}行起，{each.tasks}项）"
            for at, each in enumerate(reading.parts, 1)
        )
        raise Conflict(
            f"这份文件里像有{len(reading.parts)}份方案：{told}。没有保存。请用 --part 1、--part 2 分别读入，"
            "是同一份就用 --part 0。"
        )
    done = import_plan(work, reading.text, renews=renews, year=year)
    return replace(done, notices=reading.notices)
