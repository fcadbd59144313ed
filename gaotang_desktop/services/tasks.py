"""Who does which task, and how far it is (任务分工)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from gaotang_desktop.data.models import Assignment, Plan, ProgressNote, Task, Unit, Village
from gaotang_desktop.domain import tasks as rules
from gaotang_desktop.domain.errors import Invalid, NotFound
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One responsible unit or village of a task."""

    id: int
    task_id: int
    unit_id: int | None
    village_id: int | None
    who: str
    role: str
    deadline: date | None
    state: str  # as shown: 逾期 is computed
    done_on: date | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One clause of the plan with everyone responsible for it."""

    id: int
    plan: str
    clause: int
    section: str
    name: str
    requirement: str
    deadline: date | None
    deadline_text: str
    cycle: str
    units_as_written: str
    assignments: tuple[AssignmentRow, ...]

    @property
    def unassigned(self) -> bool:
        """Nobody is responsible yet: 方案未列责任单位 or not assigned."""
        return not self.assignments

    def role_of(self, unit_id: int) -> str:
        """牵头, 配合 or nothing."""
        return next((each.role for each in self.assignments if each.unit_id == unit_id), "")


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """One column of the responsibility matrix."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks × units."""

    tasks: tuple[TaskRow, ...]
    units: tuple[UnitColumn, ...]


def matrix(work: Workplace) -> Matrix:
    """Every task with its assignments, and every unit, in display order."""
    today = work.today()
    with work.database.reading() as session:
        units = tuple(
            UnitColumn(*row)
            for row in session.execute(
                select(Unit.id, Unit.name, Unit.kind).order_by(
                    Unit.display_order.is_(None), Unit.display_order, Unit.id
                )
            )
        )
        names = {each.id: each.name for each in units}
        villages: dict[int, str] = {
            row.id: row.name for row in session.execute(select(Village.id, Village.name))
        }
        found: dict[int, list[AssignmentRow]] = defaultdict(list)
        for row in session.scalars(select(Assignment).order_by(Assignment.role, Assignment.id)):
            who = names.get(row.unit_id or 0) or villages.get(row.village_id or 0, "")
            shown = rules.shown_state(row.state, row.deadline, row.done_on, today)
            found[row.task_id].append(
                AssignmentRow(
                    row.id, row.task_id, row.unit_id, row.village_id, who, row.role, row.deadline,
                    shown, row.done_on,
                )
            )  # fmt: skip
        tasks = []
        plans: dict[int, str] = {
            row.id: row.number for row in session.execute(select(Plan.id, Plan.number))
        }
        for task in session.scalars(select(Task).order_by(Task.plan_id, Task.id)):
            # 牵头 sorts behind 配合 by code point: lead units come first.
            assigned = sorted(found[task.id], key=lambda each: each.role != "牵头")
            tasks.append(
                TaskRow(
                    task.id, plans.get(task.plan_id, ""), task.clause, task.section or "",
                    task.name, task.requirement or "", task.deadline, task.deadline_text or "",
                    task.cycle or "", task.units_as_written or "", tuple(assigned),
                )
            )  # fmt: skip
    return Matrix(tuple(tasks), units)


def assign(work: Workplace, task_id: int, unit_id: int, role: str) -> None:
    """Make a unit lead or assist in a task; an empty role takes the assignment away.

    Raises:
        Invalid: no such role.
        NotFound: the task or the unit is gone.
    """
    if role not in ("", *rules.ROLES):
        raise Invalid({"role": f"分工只能是牵头或配合，现在是“{role}”。"})
    with work.database.reading() as session:
        task, unit = session.get(Task, task_id), session.get(Unit, unit_id)
    if task is None or unit is None:
        raise NotFound("这项任务或这个单位已经不在了，请刷新后再分工。")
    with work.database.operation(
        f"分工：第{task.clause}条 {unit.name} {role or '取消'}"
    ) as session:
        stored = session.scalar(
            select(Assignment).where(Assignment.task_id == task_id, Assignment.unit_id == unit_id)
        )
        if stored is None and role:
            session.add(
                Assignment(task_id=task_id, unit_id=unit_id, role=role, deadline=task.deadline)
            )
        elif stored is not None and role:
            stored.role = role
        elif stored is not None:
            stored.binned_at = work.now()


def add_progress(
    work: Workplace,
    assignment_id: int,
    *,
    happened_on: date,
    text: str,
    state: str | None = None,
) -> int:
    """Write down one dated step; a state given becomes the assignment's state.

    Raises:
        Invalid: no text, or a day that has not come.
        NotFound: the assignment is gone.
    """
    problems = {}
    if not text.strip():
        problems["text"] = "请填写“进展情况”。"
    if happened_on > work.today():
        problems["happened_on"] = f"{happened_on:%Y-%m-%d} 还没有到，进展只能写已经发生的。"
    if state is not None and state not in rules.STATES:
        problems["state"] = f"状态只能是{'、'.join(rules.STATES)}。"
    if problems:
        raise Invalid(problems)
    with work.database.operation(f"登记进展：{text.strip()[:20]}") as session:
        assignment = session.get(Assignment, assignment_id)
        if assignment is None:
            raise NotFound("这项分工已经不在了，请刷新后再登记。")
        note = ProgressNote(
            assignment_id=assignment_id, happened_on=happened_on, text=text.strip(), state=state
        )
        session.add(note)
        if state is not None:
            assignment.state = state
            assignment.done_on = happened_on if state == "已完成" else None
        session.flush()
        return note.id


def progress_of(work: Workplace, assignment_id: int) -> tuple[tuple[date, str, str], ...]:
    """The dated steps of an assignment, newest first: day, text, state."""
    with work.database.reading() as session:
        found = session.execute(
            select(ProgressNote.happened_on, ProgressNote.text, ProgressNote.state)
            .where(ProgressNote.assignment_id == assignment_id)
            .order_by(ProgressNote.happened_on.desc(), ProgressNote.id.desc())
        )
        return tuple((row[0], row[1], row[2] or "") for row in found)


@dataclass(frozen=True, slots=True)
class Due:
    """An assignment that is over or near its deadline."""

    assignment: AssignmentRow
    task: TaskRow
    days: int  # negative: overdue by so many days


def due(work: Workplace) -> tuple[Due, ...]:
    """Assignments over the deadline or within the set days of it, most overdue first."""
    today, near = work.today(), int(work.settings["near_days"])
    found = []
    for task in matrix(work).tasks:
        for each in task.assignments:
            if (
                each.deadline
                and each.state != "已完成"
                and each.deadline <= today + timedelta(near)
            ):
                found.append(Due(each, task, (each.deadline - today).days))
    return tuple(sorted(found, key=lambda item: item.days))


def counts(found: Matrix) -> Mapping[str, int]:
    """How many tasks and assignments there are, and in which state."""
    states: dict[str, int] = defaultdict(int)
    for task in found.tasks:
        for each in task.assignments:
            states[each.state] += 1
    return {
        "tasks": len(found.tasks),
        "unassigned": sum(task.unassigned for task in found.tasks),
        **states,
    }
