"""Who does which task, and how far it is (任务分工)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gaotang_desktop.data.models import Assignment, Occurrence, ProgressNote, Task, Unit, Village
from gaotang_desktop.data.queries import occurrences, plans, records, units, villages
from gaotang_desktop.data.queries import tasks as queries
from gaotang_desktop.data.queries.patrols import villages as present
from gaotang_desktop.domain import occurrences as cycles
from gaotang_desktop.domain import tasks as rules
from gaotang_desktop.domain.errors import Conflict, Invalid, NotFound
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services import records as generic
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
    def title(self) -> str:
        """``第3条 坚持平安夜巡夜查``."""
        return f"第{self.clause}条 {self.name}"

    @property
    def unassigned(self) -> bool:
        """Nobody is responsible yet: 方案未列责任单位 or not assigned."""
        return not self.assignments


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """One column of the responsibility matrix; ``stands_for`` tells a group from a unit."""

    id: int
    name: str
    kind: str
    stands_for: str = "单个单位"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks × units and villages."""

    tasks: tuple[TaskRow, ...]
    units: tuple[UnitColumn, ...]
    villages: tuple[tuple[int, str], ...] = ()


def matrix(work: Workplace) -> Matrix:
    """Every task with its assignments, and every unit and village, in display order."""
    today = work.today()
    with work.database.reading() as session:
        columns = tuple(UnitColumn(*row) for row in units.in_display_order(session))
        places = tuple((each.id, each.name) for each in present(session, today, today))
        unit_names = {each.id: each.name for each in columns}
        village_names = villages.names(session)
        found: dict[int, list[AssignmentRow]] = defaultdict(list)
        for row in queries.assignments_by_role(session):
            who = unit_names.get(row.unit_id or 0) or village_names.get(row.village_id or 0, "")
            shown = rules.shown_state(row.state, row.deadline, row.done_on, today)
            found[row.task_id].append(
                AssignmentRow(
                    row.id, row.task_id, row.unit_id, row.village_id, who, row.role, row.deadline,
                    shown, row.done_on,
                )
            )  # fmt: skip
        tasks = []
        numbers = plans.numbers(session)
        for task in queries.in_plan_order(session):
            # 牵头 sorts behind 配合 by code point: lead units come first.
            assigned = sorted(found[task.id], key=lambda each: each.role != "牵头")
            tasks.append(
                TaskRow(
                    task.id, numbers.get(task.plan_id, ""), task.clause, task.section or "",
                    task.name, task.requirement or "", task.deadline, task.deadline_text or "",
                    task.cycle or "", task.units_as_written or "", tuple(assigned),
                )
            )  # fmt: skip
    return Matrix(tuple(tasks), columns, places)


def assign(
    work: Workplace,
    task_id: int,
    unit_id: int | None,
    role: str,
    *,
    village_id: int | None = None,
) -> None:
    """Make a unit or a village lead or assist in a task; an empty role takes it away.

    Raises:
        Invalid: no such role.
        NotFound: the task, the unit or the village is gone.
    """
    if role not in ("", *rules.ROLES):
        raise Invalid({"role": f"分工只能是牵头或配合，现在是“{role}”。"})
    with work.database.reading() as session:
        task = session.get(Task, task_id)
        owner = (
            session.get(Unit, unit_id) if village_id is None else session.get(Village, village_id)
        )
    if task is None or owner is None:
        raise NotFound("这项任务或这个单位已经不在了，请刷新后再分工。")
    with work.database.operation(
        f"分工：第{task.clause}条 {owner.name} {role or '取消'}"
    ) as session:
        stored = queries.assignment_of(session, task_id, unit_id, village_id)
        if stored is None and role:
            session.add(
                Assignment(
                    task_id=task_id,
                    unit_id=unit_id,
                    village_id=village_id,
                    role=role,
                    deadline=task.deadline,
                )
            )
        elif stored is not None and role:
            stored.role = role
        elif stored is not None:
            stored.binned_at = work.now()


def spread(work: Workplace, assignment_id: int) -> int:
    """Hand the part of a group (各村, 镇直各单位) to each of its members; returns how many.

    Each member gets the group's role, deadline and state; whoever has a part in the task keeps his
    own. The group's own part goes to the recycle bin, so that nothing counts twice.

    Raises:
        Conflict: it is not a group's, or the group has no member.
        NotFound: the assignment is gone.
    """
    with work.database.reading() as session:
        found = session.get(Assignment, assignment_id)
        if found is None:
            raise NotFound("这项分工已经不在了，请刷新后再看。")
        unit = session.get(Unit, found.unit_id) if found.unit_id else None
        task = session.get_one(Task, found.task_id)
        day = work.today()
        members = units.members(session, unit.id) if unit else []
        places = [each.id for each in present(session, day, day)]
    whole = unit is not None and unit.stands_for == "全部村"
    if unit is None or not (whole or members):
        raise Conflict("只有“各村”和登记了成员的单位组可以分到每一个。成员在“村与单位”里登记。")
    owners = [(None, place) for place in places] if whole else [(each, None) for each in members]
    counter = "个村" if whole else "个单位"
    title = f"分工：第{task.clause}条 {unit.name}分到{len(owners)}{counter}"
    with work.database.operation(title) as session:
        for unit_id, village_id in owners:
            if queries.assignment_of(session, task.id, unit_id, village_id) is None:
                session.add(
                    Assignment(
                        task_id=task.id,
                        unit_id=unit_id,
                        village_id=village_id,
                        role=found.role,
                        deadline=found.deadline,
                        state=found.state,
                        done_on=found.done_on,
                    )
                )
        session.get_one(Assignment, assignment_id).binned_at = work.now()
    return len(owners)


def make_occurrences(work: Workplace) -> int:
    """Make what cyclic tasks owe up to today, each week, month or quarter as its own record.

    One step; returns how many were made. Doing it again makes nothing. An assignment counts from
    the day it was given; where a cycle was set later, from the day on which the task was changed.
    """
    today = work.today()
    rows = []
    with work.database.reading() as session:
        taken = occurrences.spans(session)
        for each in occurrences.cyclic(session):
            mine = taken.get(each.id, [])
            start = max(each.assigned_at, each.task_changed_at).date()
            ends = [day for day in (each.deadline, each.done_on) if day is not None]
            rows += [
                {
                    "assignment_id": each.id,
                    "starts_on": span.first,
                    "due_on": span.last,
                    "state": "未开始",
                }
                for span in cycles.owed(
                    each.cycle,
                    start=min((span.first for span in mine), default=start),
                    until=today,
                    ends=min(ends, default=None),
                    taken=mine,
                )
            ]
    if rows:
        with work.database.operation(f"生成周期任务：到{today:%m-%d}共{len(rows)}期") as session:
            records.add_rows(session, Occurrence, rows, now=work.now())
    return len(rows)


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
    with work.database.operation(f"登记进展：{cut(text.strip())}") as session:
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


def finish(work: Workplace, ids: Sequence[int], *, done_on: date) -> int:
    """Mark spans of cyclic tasks as done on a day, in one step; returns how many were open.

    Raises:
        Invalid: the day has not come.
    """
    if done_on > work.today():
        raise Invalid({"done_on": f"{done_on:%Y-%m-%d} 还没有到，办完以后再登记。"})
    with work.database.operation(f"周期任务完成：{len(ids)}期") as session:
        found = [session.get(Occurrence, number) for number in ids]
        still = [each for each in found if each is not None and each.state != "已完成"]
        for each in still:
            each.state, each.done_on = "已完成", done_on
    return len(still)


def listed_parts(work: Workplace) -> Listing:
    """Every assignment with the state as lists show it; open ones by deadline, then done."""
    found = generic.listing(work, "assignments").only(
        ("task_id", "unit_id", "village_id", "role", "state", "deadline", "done_on", "remark")
    )
    return _shown_states(found, "deadline", work.today())


def listed_spans(work: Workplace) -> Listing:
    """Every span of a cyclic task with the state as lists show it; open ones by day, then done."""
    found = generic.listing(work, "occurrences").only(
        ("assignment_id", "starts_on", "due_on", "state", "done_on", "feedback", "remark")
    )
    return _shown_states(found, "due_on", work.today())


def listed_tasks(work: Workplace) -> Listing:
    """Every task with who leads it and how many parts are late."""
    found = generic.listing(work, "tasks").only(
        ("clause", "name", "requirement", "deadline", "cycle", "section", "remark")
    )
    known = {task.id: task for task in matrix(work).tasks}
    parts = [known[number].assignments if number in known else () for number in found.ids]
    leaders = ["、".join(each.who for each in mine if each.role == "牵头") for mine in parts]
    late = [sum(each.state == rules.OVERDUE for each in mine) or None for mine in parts]
    done = [
        f"{sum(each.state == '已完成' for each in mine)}/{len(mine)}" if mine else rules.NO_UNIT
        for mine in parts
    ]
    found = found.plus(Field("leaders", "牵头单位", Kind.TEXT, searchable=True), leaders, at=2)
    found = found.plus(Field("done", "完成", Kind.TEXT), done, at=3)
    return found.plus(Field("late", "逾期", Kind.INTEGER), late, at=4)


def _shown_states(found: Listing, due: str, today: date) -> Listing:
    state, day, done = (found.column(name) for name in ("state", due, "done_on"))
    field = replace(found.fields[state], choices=(*rules.STATES, rules.OVERDUE))
    shown = [rules.shown_state(row[state], row[day], row[done], today) for row in found.rows]
    rest = [each.name for each in found.fields if each.name != "state"]
    whole = found.only(rest).plus(field, shown, at=state)
    order = sorted(
        range(len(whole.ids)),
        key=lambda at: (
            shown[at] == "已完成",
            -(found.rows[at][day] or date.min).toordinal()
            if shown[at] == "已完成"
            else (found.rows[at][day] or date.max).toordinal(),
        ),
    )
    return replace(
        whole,
        ids=tuple(whole.ids[at] for at in order),
        rows=tuple(whole.rows[at] for at in order),
    )


def steps_of(work: Workplace, task_id: int) -> dict[int, list[queries.ProgressRow]]:
    """The dated steps of a task, newest first, by the assignment's id; none where there are none."""
    with work.database.reading() as session:
        return queries.steps(session, task_id)


def progress_of(work: Workplace, assignment_id: int) -> list[queries.ProgressRow]:
    """The dated steps of an assignment, newest first."""
    with work.database.reading() as session:
        return queries.progress(session, assignment_id)


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
