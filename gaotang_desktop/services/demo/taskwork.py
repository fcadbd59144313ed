"""A year of cyclic tasks and supervision slips (示例数据): plausible and invented."""

from datetime import date, datetime, timedelta
from random import Random

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Assignment, Occurrence, SupervisionSlip, Task
from gaotang_desktop.data.queries import records, supervision, tasks
from gaotang_desktop.domain import occurrences as cycles
from gaotang_desktop.domain import supervision as rules
from gaotang_desktop.domain.occurrences import Span

# Clause of the shipped outline → how often the office asks for it.
_CYCLES = {1: "每月", 2: "每周", 4: "每月", 6: "每季度"}
_FEEDBACK = (
    "已按要求完成并上报",
    "本期开展2次，问题已交办",
    "资料已交综治中心",
    "已完成，台账已更新",
)
_ANSWERS = (
    "已召集有关人员办理，本周内办结。",
    "前期人手不足，已增派2人，月底前完成。",
    "已完成，资料随后报送。",
)
_BACK = 120
_PER_MONTH = 2


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Give some tasks a cycle, make what they owed since, and issue slips about what was late."""
    cyclic: dict[int, Task] = {}
    for task in tasks.in_plan_order(session):
        if task.clause in _CYCLES:
            task.cycle = _CYCLES[task.clause]
            cyclic[task.id] = task
    session.flush()
    parts = tasks.assignments(session)
    rows = []
    for each in parts:
        if each.task_id not in cyclic:
            continue
        # What comes back each month is never finished for good.
        each.state, each.done_on, each.deadline = "进行中", None, None
        cycle = cyclic[each.task_id].cycle or ""
        start = cycles.span_of(cycle, last - timedelta(days=_BACK)).first
        spans = cycles.owed(cycle, start=start, until=last)
        rows += [_occurrence(chance, each, span, last) for span in spans]
    session.flush()
    records.add_rows(session, Occurrence, rows, now=now)
    _slips(session, chance, [each for each in parts if each.task_id not in cyclic], last)


def _occurrence(chance: Random, part: Assignment, span: Span, last: date) -> dict[str, object]:
    row: dict[str, object] = {
        "assignment_id": part.id,
        "starts_on": span.first,
        "due_on": span.last,
        "state": "未开始",
        "done_on": None,
        "feedback": None,
    }
    drawn, running = chance.random(), span.last >= last
    if not running and drawn < 0.93:
        late = chance.randint(1, 4) if chance.random() < 0.06 else -chance.randint(0, 3)
        day = max(span.first, span.last + timedelta(days=late))
        row |= {"state": "已完成", "done_on": min(day, last), "feedback": chance.choice(_FEEDBACK)}
    elif running and drawn < 0.3:
        row["state"] = "进行中"
    return row


def _slips(session: Session, chance: Random, parts: list[Assignment], last: date) -> None:
    late = [each for each in parts if each.deadline is not None]
    numbers: dict[int, int] = {}
    for back in range(_BACK, 0, -30 // _PER_MONTH):
        if not late:
            return
        issued = min(last - timedelta(days=back - chance.randint(0, 9)), last)
        due_by_then = [each for each in late if _calls_for(each, issued)]
        if not due_by_then:
            continue
        part = chance.choice(due_by_then)
        task, deadline = session.get_one(Task, part.task_id), part.deadline or issued
        due = issued + timedelta(days=5)
        numbers[issued.year] = numbers.get(issued.year, 0) + 1
        answered = issued + timedelta(days=chance.randint(1, 7))
        silent = answered > last or back <= 30 // _PER_MONTH
        slip = SupervisionSlip(
            number=rules.number(issued.year, numbers[issued.year]),
            colour=_calls_for(part, issued),
            unit_id=part.unit_id,
            village_id=part.village_id,
            issued_on=issued,
            answer_due_on=due,
            request=rules.request([(task.name, deadline, rules.lateness(deadline, issued))]),
            answered_on=None if silent else answered,
            answer=None if silent else chance.choice(_ANSWERS),
        )
        session.add(slip)
        session.flush()
        supervision.ask(session, slip.id, [("assignments", part.id)])


def _calls_for(part: Assignment, day: date) -> str:
    return rules.colour(part.deadline, day, blue=3, red=7)
