"""Supervision slips: who is asked about what, the numbers, and the answers (督办单)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import SupervisionSlip
from gaotang_desktop.data.queries import occurrences, villages
from gaotang_desktop.data.queries import supervision as queries
from gaotang_desktop.data.queries import units as unit_queries
from gaotang_desktop.domain import supervision as rules
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records, tasks
from gaotang_desktop.services.casework import intakes, pressing
from gaotang_desktop.services.workplace import Workplace

STATE = Field("shown_state", "状态", Kind.CHOICE, choices=rules.STATES)


@dataclass(frozen=True, slots=True)
class Matter:
    """One assignment or span of it, or one dispute, opinion or intake, near or over its day."""

    kind: str
    record_id: int
    task: str
    due: date
    colour: str
    lateness: str

    @property
    def line(self) -> str:
        """``坚持平安夜巡夜查（10-20 到期，已逾期 4 天）``."""
        return f"{self.task}（{self.due:%m-%d} 到期，{self.lateness}）"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The slip that one unit or village would get today."""

    unit_id: int | None
    village_id: int | None
    who: str
    matters: tuple[Matter, ...]

    @property
    def colour(self) -> str:
        """The gravest of its matters."""
        return rules.gravest(each.colour for each in self.matters)

    @property
    def request(self) -> str:
        """What the slip says."""
        tasks_alone = all(each.kind == "assignments" for each in self.matters)
        return rules.request(
            ((each.task, each.due, each.lateness) for each in self.matters),
            about="任务" if tasks_alone else "事项",
        )


def proposals(work: Workplace) -> tuple[Proposal, ...]:
    """A slip for everyone with something near or late, the gravest first.

    A matter that a waiting slip of the same or a graver colour asks about is not asked again. A
    span of a cyclic task is asked about once it is late: each week is near its end anyway.
    """
    today, settings = work.today(), work.settings
    blue, red = int(settings["slip_blue_days"]), int(settings["slip_red_days"])
    grouped: dict[tuple[int | None, int | None], list[Matter]] = defaultdict(list)
    with work.database.reading() as session:
        asked = {
            (row.kind, row.record_id, colour)
            for row in queries.asked(session)
            for colour in rules.COLOURS[: rules.COLOURS.index(row.colour) + 1]
        }
        spans = occurrences.open_ones(session)
        names = _names(session)
        pressed = pressing.pressed(session, settings, cover=work.cover)
    found = [
        ((each.unit_id, each.village_id), "assignments", each.id, task.name, each.deadline)
        for task in tasks.matrix(work).tasks
        for each in task.assignments
        if each.state != "已完成" and each.deadline is not None
    ]
    found += [
        ((row.unit_id, row.village_id), "assignments", row.assignment_id,
         f"{row.task}（{row.starts_on:%m-%d}至{row.due_on:%m-%d}）", row.due_on)
        for row in spans
        if row.due_on < today
    ]  # fmt: skip
    found += [
        ((one.unit_id, one.village_id), one.kind, one.id, one.words, one.due_on) for one in pressed
    ]
    for owner, kind, record, name, due in found:
        colour = rules.colour(due, today, blue=blue, red=red)
        if colour and (kind, record, colour) not in asked:
            late = rules.lateness(due, today)
            grouped[owner].append(Matter(kind, record, name, due, colour, late))
    made = [
        Proposal(
            unit, village, names.get((unit, village), ""), tuple(sorted(m, key=lambda x: x.due))
        )
        for (unit, village), m in grouped.items()
    ]
    return tuple(
        sorted(made, key=lambda each: (-rules.COLOURS.index(each.colour), each.matters[0].due))
    )


def _names(session: Session) -> dict[tuple[int | None, int | None], str]:
    found: dict[tuple[int | None, int | None], str] = {}
    for each in unit_queries.in_display_order(session):
        found[each.id, None] = each.name
    for number, name in villages.names(session).items():
        found[None, number] = name
    return found


def issue(work: Workplace, chosen: Sequence[Proposal], *, issued_on: date) -> tuple[str, ...]:
    """Issue slips in one step; returns their numbers, which go on within the year.

    Raises:
        Conflict: none was chosen.
        Invalid: the day has not come.
    """
    if not chosen:
        raise Conflict("还没有勾选督办单。请至少勾选一张再签发。")
    if issued_on > work.today():
        raise Invalid({"issued_on": f"{issued_on:%Y-%m-%d} 还没有到，请改签发日期。"})
    due = issued_on + timedelta(days=int(work.settings["slip_answer_days"]))
    numbers = []
    with work.database.operation(f"签发{len(chosen)}张督办单") as session:
        count = queries.highest_number(session, issued_on.year)
        for each in chosen:
            count += 1
            numbers.append(rules.number(issued_on.year, count))
            slip = SupervisionSlip(
                number=numbers[-1],
                colour=each.colour,
                unit_id=each.unit_id,
                village_id=each.village_id,
                issued_on=issued_on,
                answer_due_on=due,
                request=each.request,
            )
            session.add(slip)
            session.flush()
            asked = dict.fromkeys((matter.kind, matter.record_id) for matter in each.matters)
            queries.ask(session, slip.id, asked)
    return tuple(numbers)


def answer(work: Workplace, slip_id: int, *, answered_on: date, text: str) -> None:
    """Register the answer to a slip.

    Raises:
        Invalid: no text, or a day before the issue or after today.
        NotFound: the slip is gone.
    """
    values = {"answered_on": answered_on, "answer": text.strip() or None}
    records.save(work, "supervision-slips", values, record_id=slip_id)


def listing(work: Workplace) -> Listing:
    """Every slip with the state that follows from its days."""
    found, today = records.listing(work, "supervision-slips"), work.today()
    due, answered = found.column("answer_due_on"), found.column("answered_on")
    states = [rules.slip_state(row[due], row[answered], today) for row in found.rows]
    return found.plus(STATE, states, at=0).only(
        ("number", "shown_state", "colour", "unit_id", "village_id", "issued_on", "answer_due_on",
         "answered_on", "request", "answer", "remark")
    )  # fmt: skip


def states(work: Workplace, slip_id: int) -> tuple[queries.StateRow, ...]:
    """The disputes, opinions and intakes that a slip asks about, an intake by its stage today."""
    with work.database.reading() as session:
        found = queries.states_of(session, slip_id)
    return tuple(
        each._replace(state=intakes.standing_of(work, each.record_id).stage)
        if each.kind == "intakes"
        else each
        for each in found
    )


def matters_of(work: Workplace, slip_id: int) -> tuple[tuple[str, dict[str, Any], str, str], ...]:
    """What a slip asks about: the page and what leads to it there, its words, its state today."""
    with work.database.reading() as session:
        wanted = queries.matters_of(session, slip_id)
    known: dict[tuple[str, int], tuple[str, dict[str, Any], str, str]] = {
        ("assignments", each.id): ("tasks", {"task": each.task_id}, task.title, each.state)
        for task in tasks.matrix(work).tasks
        for each in task.assignments
    }
    for each in states(work, slip_id):
        where = {"kind": each.kind, "id": each.record_id}
        known[each.kind, each.record_id] = (PAGES[each.kind], where, each.what, each.state)
    return tuple(known[key] for key in wanted if key in known)
