"""The plan, its tasks, who does them, and how far they are (方案、任务、分工、进展)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, relationship
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.data.models.units import Unit
from gaotang_desktop.data.models.villages import Village
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.tasks import CYCLES, ROLES, STATES


class Plan(Record):
    """A plan document of the township (方案), with its text as it was written."""

    __tablename__ = "plans"
    record_kind: ClassVar = RecordKind("plans", "方案", "份", deed="导入方案")

    number: Mapped[str] = field("发文字号", searchable=True, longest=60)
    name: Mapped[str] = field("标题", searchable=True)
    year: Mapped[int | None] = field("年份", minimum=1990, maximum=2100)
    text: Mapped[str] = field("原文", kind=Kind.LONG_TEXT, listed=False, longest=200_000)

    __table_args__ = (
        Index("uq_plans_number", "number", unique=True, sqlite_where=sql("binned_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The document number and title."""
        return f"{self.number} {self.name}"


class Task(Record):
    """One numbered measure of a plan (任务), linked to its exact clause."""

    __tablename__ = "tasks"
    record_kind: ClassVar = RecordKind(
        "tasks", "任务", "项", parent="plan_id", keys=("plan_id", "clause", "name")
    )

    plan_id: Mapped[int] = field("方案", ForeignKey("plans.id"), refers_to="plans", index=True)
    clause: Mapped[int] = field("条款号", minimum=1, maximum=999)
    section: Mapped[str | None] = field("部分", longest=200)
    name: Mapped[str] = field("任务", searchable=True)
    requirement: Mapped[str | None] = field(
        "具体要求", kind=Kind.LONG_TEXT, searchable=True, listed=False
    )
    units_as_written: Mapped[str | None] = field(
        "方案所列责任单位", kind=Kind.LONG_TEXT, listed=False, editable=False
    )
    deadline: Mapped[date | None] = field("完成时限")
    cycle: Mapped[str | None] = field("周期", choices=CYCLES)
    deadline_text: Mapped[str | None] = field(
        "时限原文", help="方案里写的时限，程序没有看懂的也照原样留着", listed=False
    )

    plan: Mapped[Plan] = relationship(viewonly=True)

    __table_args__ = (
        # A text may number two clauses alike; section keeps them apart.
        Index("ix_tasks_plan_clause", "plan_id", "clause"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The clause number and the task's title."""
        return f"第{self.clause}条 {self.name}"


class Assignment(Record):
    """A unit or a village that leads or assists in a task (分工)."""

    __tablename__ = "assignments"
    record_kind: ClassVar = RecordKind(
        "assignments", "分工", "项", parent="task_id", keys=("task_id", "unit_id", "village_id")
    )

    task_id: Mapped[int] = field("任务", ForeignKey("tasks.id"), refers_to="tasks", index=True)
    unit_id: Mapped[int | None] = field(
        "责任单位", ForeignKey("units.id"), refers_to="units", index=True
    )
    village_id: Mapped[int | None] = field(
        "村", ForeignKey("villages.id"), refers_to="villages", index=True
    )
    role: Mapped[str] = field("分工", choices=ROLES)
    deadline: Mapped[date | None] = field("完成时限")
    state: Mapped[str] = field("状态", choices=STATES, default="未开始")
    done_on: Mapped[date | None] = field("完成日期")

    task: Mapped[Task] = relationship(viewonly=True)
    unit: Mapped[Unit | None] = relationship(viewonly=True)
    village: Mapped[Village | None] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (village_id IS NULL)", name="one_responsible"),
        Index(
            "uq_assignments_unit",
            "task_id",
            "unit_id",
            unique=True,
            sqlite_where=sql("binned_at IS NULL AND unit_id IS NOT NULL"),
        ),
        Index(
            "uq_assignments_village",
            "task_id",
            "village_id",
            unique=True,
            sqlite_where=sql("binned_at IS NULL AND village_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The role only: the rest needs other records."""
        return self.role


class ProgressNote(Record):
    """One dated step of an assignment (进展)."""

    __tablename__ = "progress_notes"
    record_kind: ClassVar = RecordKind(
        "progress", "进展", "条", parent="assignment_id", day="happened_on"
    )

    assignment_id: Mapped[int] = field(
        "分工", ForeignKey("assignments.id"), refers_to="assignments", index=True
    )
    happened_on: Mapped[date] = field("日期")
    text: Mapped[str] = field("进展情况", kind=Kind.LONG_TEXT, searchable=True)
    state: Mapped[str | None] = field("状态改为", choices=STATES)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Day and first words."""
        return f"{self.happened_on:%m-%d} {beginning(self.text, 12)}"
