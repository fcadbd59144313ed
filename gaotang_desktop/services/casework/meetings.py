"""Meetings, what they decide, and what the next one has to ask about (研判会、联席会议)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import records as listings
from gaotang_desktop.data.queries.casework import meetings as queries
from gaotang_desktop.data.queries.due import DueRow
from gaotang_desktop.domain.casework import meetings as rules
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

_LONGEST = 60  # what a task's name shows; its requirement has the whole decision
STATE = Field(
    "state", "状态", Kind.CHOICE, choices=rules.STATES, help="按期限、落实和转成的任务、问题推算"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as the detail of a meeting tells of it.

    ``until`` is the day on which it is due now, that of what it became; ``late`` holds by it.
    """

    id: int
    held_on: date
    text: str
    unit: str
    due_on: date | None
    state: str
    finding_id: int | None
    until: date | None
    late: bool

    @property
    def said(self) -> str:
        """The state; of what became a task or a finding also that its day has passed."""
        return f"{self.state}，逾期" if self.late and self.state != "逾期" else self.state


def decisions(work: Workplace, meeting_id: int) -> list[Decision]:
    """What a meeting decided."""
    with work.database.reading() as session:
        found = queries.decisions(session, meeting_id)
    return [_told(row, work.today()) for row in found]


def figures(work: Workplace, period: Period) -> rules.Figures:
    """The meetings held in a period, by kind, with what they decided."""
    with work.database.reading() as session:
        return rules.figures(queries.held_between(session, period.start, period.end))


def agenda(work: Workplace, before: date) -> list[Decision]:
    """What meetings before a day decided and nobody has carried out: the next agenda asks for it."""
    with work.database.reading() as session:
        found = queries.decisions(session)
    told = [_told(row, work.today()) for row in found if row.held_on < before]
    return [each for each in told if each.state != "已落实"]


def listed_decisions(work: Workplace, _period: object = None) -> Listing:
    """Every decision with its state: the open ones by their deadline, then the rest."""
    today = work.today()
    with work.database.reading() as session:
        found = listings.listing(session, "meeting-decisions")
        states = {row.id: _told(row, today).state for row in queries.decisions(session)}
    due = found.column("due_on")
    kept = found.where(lambda record_id, _row: record_id in states)

    def urgency(at: int) -> tuple[bool, int]:
        done = states[kept.ids[at]] == "已落实"
        day = (kept.rows[at][due] or date.max).toordinal()
        return done, -day if done else day

    order = sorted(range(len(kept.ids)), key=urgency)
    ranked = Listing(
        kept.kind,
        kept.fields,
        tuple(kept.ids[at] for at in order),
        tuple(kept.rows[at] for at in order),
    )
    return ranked.plus(STATE, [states[each] for each in ranked.ids], at=0)


def become_finding(work: Workplace, decision_id: int) -> int:
    """Make a decision a finding that is put right and rechecked; one operation; returns its id.

    Raises:
        Conflict: it became something already, or it is carried out.
        NotFound: it is gone.
    """
    told = _may_become(work, decision_id)
    meeting = records.get(work, "meetings", told["meeting_id"])
    given = {
        "found_on": meeting["held_on"],
        "text": told["text"],
        "unit_id": told["unit_id"],
        "due_on": told["due_on"],
        "cause": f"{meeting['kind']}：{meeting['topic']}",
    }
    whole = records.complete(work, "findings", given)
    if found := records.check("findings", whole, today=work.today()):
        raise Invalid(found)
    name = records.name_of(work, "meeting-decisions", told)
    with work.database.operation(f"会议决定转为问题：{name}") as session:
        made = records.store(session, "findings", whole)
        records.store(session, "meeting-decisions", {"finding_id": made}, record_id=decision_id)
    return made


def become_task(work: Workplace, decision_id: int) -> int:
    """Make a decision a task that its unit leads and its village assists in; returns the task's id.

    The tasks of a year's meetings stand in a plan of their own (会议议定事项), made with the first of
    them. One operation: one undo takes back all of it.

    Raises:
        Conflict: it became something already, or it is carried out.
        NotFound: it is gone.
    """
    told = _may_become(work, decision_id)
    meeting = records.get(work, "meetings", told["meeting_id"])
    year = meeting["held_on"].year
    number = f"会议议定〔{year}〕"
    task = {
        "name": cut(" ".join(told["text"].split()), _LONGEST),
        "requirement": told["text"],
        "section": f"{meeting['held_on']:%Y-%m-%d} {meeting['kind']} {meeting['topic']}",
        "deadline": told["due_on"],
    }
    name = records.name_of(work, "meeting-decisions", told)
    with work.database.operation(f"会议决定转为任务：{name}") as session:
        plan = queries.plan_of(session, number)
        if plan is None:
            plan = records.store(
                session, "plans",
                {"number": number, "name": f"{year}年{rules.PLAN}", "year": year,
                 "text": "由会议决定转成的任务，原文见各次会议的决定。"},
            )  # fmt: skip
        clause = queries.last_clause(session, plan) + 1
        made = records.store(session, "tasks", {**task, "plan_id": plan, "clause": clause})
        part = {"task_id": made, "deadline": told["due_on"], "state": "未开始"}
        records.store(session, "assignments", {**part, "unit_id": told["unit_id"], "role": "牵头"})
        if told["village_id"] is not None:
            village = {**part, "village_id": told["village_id"], "role": "配合"}
            records.store(session, "assignments", village)
        records.store(session, "meeting-decisions", {"task_id": made}, record_id=decision_id)
    return made


def _may_become(work: Workplace, decision_id: int) -> dict[str, Any]:
    told = records.get(work, "meeting-decisions", decision_id)
    for name, word in (("finding_id", "问题"), ("task_id", "任务")):
        if told[name] is not None:
            raise Conflict(f"这项决定已经转为{word}，不能再转一次。")
    if told["done_on"] is not None:
        raise Conflict("这项决定已经落实，不用再转。")
    return told


def waiting(session: Session, _settings: Mapping[str, Any], until: date | None) -> list[DueRow]:
    """The decisions that are not carried out and due by ``until``."""
    return queries.open_decisions(session, until)


def _told(row: queries.DecisionRow, today: date) -> Decision:
    became, until = None, row.due_on
    if row.finding_id is not None:
        became, until = ("已转问题", row.put_right_on), row.put_right_due
    elif row.task_id is not None:
        became, until = ("已转任务", row.task_done_on), row.task_due
    state = rules.state(until, row.done_on, became, today)
    late = state != "已落实" and until is not None and until < today
    return Decision(
        row.id, row.held_on, row.text, row.unit, row.due_on, state, row.finding_id, until, late
    )
