"""What people entered for an evaluation, and what was frozen (村级考评)."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Adjustment,
    Assignment,
    FrozenEvaluation,
    ManualValue,
    Reward,
    SchemeVersion,
    Task,
    Unit,
)


class ManualRow(NamedTuple):
    """A value entered by hand."""

    id: int
    village_id: int
    item: str
    value: Decimal
    of: Decimal | None
    reason: str
    entered_by: str


class AdjustmentRow(NamedTuple):
    """Points beside the items, or a veto."""

    id: int
    village_id: int
    kind: str
    points: Decimal | None
    reason: str


class DueRow(NamedTuple):
    """An assignment of a village, or of all villages, due in a span."""

    id: int
    village_id: int | None
    everyone: bool
    task: str
    deadline: date
    done_on: date | None


class FrozenRow(NamedTuple):
    """One frozen version of a period's result."""

    id: int
    period: str
    version: int
    digest: str
    body: str
    frozen_by: str
    frozen_at: datetime
    reason: str | None


def manual_values(session: Session, periods: list[str]) -> list[ManualRow]:
    """The values entered for these periods."""
    found = session.execute(
        select(
            ManualValue.id,
            ManualValue.village_id,
            ManualValue.item,
            ManualValue.value,
            ManualValue.of,
            ManualValue.reason,
            ManualValue.entered_by,
        )
        .where(ManualValue.period.in_(periods))
        .order_by(ManualValue.period, ManualValue.id)
    )
    return [ManualRow(*row) for row in found]


def adjustments(session: Session, periods: list[str]) -> list[AdjustmentRow]:
    """Bonuses, deductions and vetoes of these periods."""
    found = session.execute(
        select(
            Adjustment.id,
            Adjustment.village_id,
            Adjustment.kind,
            Adjustment.points,
            Adjustment.reason,
        )
        .where(Adjustment.period.in_(periods))
        .order_by(Adjustment.id)
    )
    return [AdjustmentRow(*row) for row in found]


def due_assignments(session: Session, first: date, last: date) -> list[DueRow]:
    """Assignments of villages (or of the group of all villages) whose deadline lies in the span."""
    found = session.execute(
        select(
            Assignment.id,
            Assignment.village_id,
            Unit.stands_for,
            Task.name,
            Assignment.deadline,
            Assignment.done_on,
        )
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.deadline.between(first, last))
        .order_by(Assignment.deadline, Assignment.id)
    )
    return [
        DueRow(row[0], row[1], row[2] == "全部村", row[3], row[4], row[5])
        for row in found
        if row[4] is not None and (row[1] is not None or row[2] == "全部村")
    ]


def manual_value_id(session: Session, period: str, village_id: int, item: str) -> int | None:
    """The value entered for an item of a village's period."""
    return session.scalar(
        select(ManualValue.id).where(
            ManualValue.period == period,
            ManualValue.village_id == village_id,
            ManualValue.item == item,
        )
    )


def scheme_version(session: Session, name: str, version: int) -> SchemeVersion | None:
    """The stored scheme of that name and version."""
    return session.scalar(
        select(SchemeVersion).where(SchemeVersion.name == name, SchemeVersion.version == version)
    )


def scheme_in_force(session: Session, day: date) -> SchemeVersion | None:
    """The newest version that had started on that day."""
    return session.scalar(
        select(SchemeVersion)
        .where(SchemeVersion.starts_on <= day)
        .order_by(SchemeVersion.starts_on.desc(), SchemeVersion.id.desc())
        .limit(1)
    )


def scheme_versions(session: Session) -> list[SchemeVersion]:
    """Every version that was stored, the newest start first."""
    return list(
        session.scalars(
            select(SchemeVersion).order_by(SchemeVersion.starts_on.desc(), SchemeVersion.id.desc())
        )
    )


def frozen_periods(session: Session) -> dict[str, int]:
    """The newest frozen version's id of each period that has one."""
    found = session.execute(
        select(FrozenEvaluation.period, FrozenEvaluation.id).order_by(FrozenEvaluation.version)
    )
    return {row[0]: row[1] for row in found}


def frozen(session: Session, period: str | None = None) -> list[FrozenRow]:
    """Frozen results, the newest version of a period first."""
    statement = select(
        FrozenEvaluation.id,
        FrozenEvaluation.period,
        FrozenEvaluation.version,
        FrozenEvaluation.digest,
        FrozenEvaluation.body,
        FrozenEvaluation.frozen_by,
        FrozenEvaluation.frozen_at,
        FrozenEvaluation.reason,
    ).order_by(FrozenEvaluation.period.desc(), FrozenEvaluation.version.desc())
    if period is not None:
        statement = statement.where(FrozenEvaluation.period == period)
    return [FrozenRow(*row) for row in session.execute(statement)]


def newest_version(session: Session, name: str) -> int:
    """The highest version number of a scheme, binned ones too; 0 where there is none."""
    newest = session.scalar(
        select(func.max(SchemeVersion.version))
        .where(SchemeVersion.name == name)
        .execution_options(with_binned=True)
    )
    return newest or 0


def newest_frozen_version(session: Session, period: str) -> int:
    """The highest version that was ever frozen of a period, withdrawn ones too; 0 for none."""
    newest = session.scalar(
        select(func.max(FrozenEvaluation.version))
        .where(FrozenEvaluation.period == period)
        .execution_options(with_binned=True)
    )
    return newest or 0


def frozen_record(session: Session, number: int) -> FrozenEvaluation:
    """A frozen version, to be withdrawn."""
    return session.get_one(FrozenEvaluation, number)


def count_rewards(session: Session, evaluation_id: int) -> int:
    """How many rewards and penalties hang on a frozen version."""
    counted = select(func.count(Reward.id)).where(Reward.evaluation_id == evaluation_id)
    return session.scalar(counted) or 0


def move_rewards(session: Session, before: int, after: int) -> None:
    """Hang the rewards of one frozen version on another one of its period."""
    for each in session.scalars(select(Reward).where(Reward.evaluation_id == before)):
        each.evaluation_id = after
