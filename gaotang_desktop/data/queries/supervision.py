"""Supervision slips, their numbers, and what they ask about (督办单)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Assignment,
    Change,
    ProgressNote,
    SlipAssignment,
    SupervisionSlip,
    Task,
)


class AskedRow(NamedTuple):
    """An assignment that a slip asks about while the slip waits for its answer."""

    assignment_id: int
    colour: str
    number: str | None


class WaitingRow(NamedTuple):
    """A slip that is not answered yet."""

    id: int
    number: str | None
    colour: str
    unit_id: int | None
    village_id: int | None
    answer_due_on: date


def highest_number(session: Session, year: int) -> int:
    """The highest number that a slip of the year ever had, also one whose issue was taken back."""
    start = f"督{year}-"
    stored = session.scalars(
        select(SupervisionSlip.number)
        .where(SupervisionSlip.number.like(f"{start}%"))
        .execution_options(with_binned=True)
    )
    # A slip taken back may have been printed: the history knows its number.
    ever = session.scalars(
        select(func.json_extract(Change.after, "$.number")).where(
            Change.table_name == "supervision_slips", Change.before.is_(None)
        )
    )
    counts = [
        int(each.removeprefix(start))
        for each in (*stored, *ever)
        if each and each.startswith(start) and each.removeprefix(start).isdecimal()
    ]
    return max(counts, default=0)


def asked(session: Session) -> list[AskedRow]:
    """What the slips that wait for an answer ask about."""
    found = session.execute(
        select(SlipAssignment.assignment_id, SupervisionSlip.colour, SupervisionSlip.number)
        .join(SupervisionSlip, SupervisionSlip.id == SlipAssignment.slip_id)
        .where(SupervisionSlip.answered_on.is_(None))
    )
    return [AskedRow(*row) for row in found]


def assignments_of(session: Session, slip_id: int) -> list[int]:
    """The assignments that a slip asks about."""
    return list(
        session.scalars(
            select(SlipAssignment.assignment_id)
            .where(SlipAssignment.slip_id == slip_id)
            .order_by(SlipAssignment.id)
        )
    )


def last_steps(session: Session, slip_id: int) -> dict[str, str]:
    """By the name of each task that a slip asks about, the last step reported until its issue."""
    found = session.execute(
        select(Task.name, ProgressNote.text)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(SlipAssignment, SlipAssignment.assignment_id == Assignment.id)
        .join(SupervisionSlip, SupervisionSlip.id == SlipAssignment.slip_id)
        .join(ProgressNote, ProgressNote.assignment_id == Assignment.id)
        .where(SlipAssignment.slip_id == slip_id)
        .where(ProgressNote.happened_on <= SupervisionSlip.issued_on)
        .order_by(ProgressNote.happened_on, ProgressNote.id)
    )
    return {row[0]: row[1] for row in found}


def ask(session: Session, slip_id: int, assignment_ids: Iterable[int]) -> None:
    """Note which assignments a slip asks about."""
    rows = [{"slip_id": slip_id, "assignment_id": each} for each in assignment_ids]
    if rows:
        session.execute(insert(SlipAssignment), rows)


def waiting(session: Session) -> list[WaitingRow]:
    """The slips without an answer, the earliest due first."""
    found = session.execute(
        select(
            SupervisionSlip.id,
            SupervisionSlip.number,
            SupervisionSlip.colour,
            SupervisionSlip.unit_id,
            SupervisionSlip.village_id,
            SupervisionSlip.answer_due_on,
        )
        .where(SupervisionSlip.answered_on.is_(None))
        .order_by(SupervisionSlip.answer_due_on, SupervisionSlip.id)
    )
    return [WaitingRow(*row) for row in found]
