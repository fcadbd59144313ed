"""Supervision slips, their numbers, and what they ask about (督办单)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, insert, literal, null, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Assignment,
    Change,
    Dispute,
    Intake,
    Opinion,
    ProgressNote,
    SlipMatter,
    SupervisionSlip,
    Task,
)


class AskedRow(NamedTuple):
    """What a slip asks about while the slip waits for its answer."""

    kind: str
    record_id: int
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


COLUMNS: Mapping[str, Any] = {
    "assignments": SlipMatter.assignment_id,
    "disputes": SlipMatter.dispute_id,
    "opinions": SlipMatter.opinion_id,
    "intakes": SlipMatter.intake_id,
}
"""By kind of record: the column that names what a slip asks about."""


def asked(session: Session) -> list[AskedRow]:
    """What the slips that wait for an answer ask about."""
    found = session.execute(
        select(SupervisionSlip.colour, SupervisionSlip.number, *COLUMNS.values())
        .join(SupervisionSlip, SupervisionSlip.id == SlipMatter.slip_id)
        .where(SupervisionSlip.answered_on.is_(None))
    )
    return [
        AskedRow(kind, number, row[0], row[1])
        for row in found
        for kind, number in zip(COLUMNS, row[2:], strict=True)
        if number is not None
    ]


def matters_of(session: Session, slip_id: int) -> list[tuple[str, int]]:
    """What a slip asks about, as kind and id, in its order."""
    found = session.execute(
        select(*COLUMNS.values()).where(SlipMatter.slip_id == slip_id).order_by(SlipMatter.id)
    )
    return [
        (kind, number)
        for row in found
        for kind, number in zip(COLUMNS, row, strict=True)
        if number is not None
    ]


class StateRow(NamedTuple):
    """A dispute, an opinion or an intake that a slip asks about, with its state today."""

    kind: str
    record_id: int
    number: str | None
    what: str
    state: str


def states_of(session: Session, slip_id: int) -> list[StateRow]:
    """The live disputes, opinions and intakes of a slip."""
    asked_about = (
        ("disputes", Dispute, Dispute.number, Dispute.summary, Dispute.state),
        ("opinions", Opinion, null(), Opinion.text, Opinion.state),
        ("intakes", Intake, Intake.number, Intake.matter, literal("")),  # its stage is worked out
    )
    rows = []
    for kind, model, number, what, state in asked_about:
        found = session.execute(
            select(model.id, number, what, state)
            .join(SlipMatter, COLUMNS[kind] == model.id)
            .where(SlipMatter.slip_id == slip_id)
        )
        rows += [StateRow(kind, *row) for row in found]
    return rows


def last_steps(session: Session, slip_id: int) -> dict[str, str]:
    """By the name of each task that a slip asks about, the last step reported until its issue."""
    found = session.execute(
        select(Task.name, ProgressNote.text)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(SlipMatter, SlipMatter.assignment_id == Assignment.id)
        .join(SupervisionSlip, SupervisionSlip.id == SlipMatter.slip_id)
        .join(ProgressNote, ProgressNote.assignment_id == Assignment.id)
        .where(SlipMatter.slip_id == slip_id)
        .where(ProgressNote.happened_on <= SupervisionSlip.issued_on)
        .order_by(ProgressNote.happened_on, ProgressNote.id)
    )
    return {row[0]: row[1] for row in found}


def ask(session: Session, slip_id: int, matters: Iterable[tuple[str, int]]) -> None:
    """Note what a slip asks about, as kind and id."""
    nothing = {column.key: None for column in COLUMNS.values()}
    rows = [{"slip_id": slip_id, **nothing, COLUMNS[kind].key: number} for kind, number in matters]
    if rows:
        session.execute(insert(SlipMatter), rows)


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
