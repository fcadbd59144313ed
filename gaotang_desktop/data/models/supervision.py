"""Occurrences of tasks with a cycle, and supervision slips (任务周期、督办单)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from gaotang_desktop.data.models.record import Base, Record, RecordKind, field
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.supervision import COLOURS
from gaotang_desktop.domain.tasks import STATES


class Occurrence(Record):
    """What an assignment with a cycle owes in one week, month or quarter (周期任务)."""

    __tablename__ = "occurrences"
    record_kind: ClassVar = RecordKind(
        "occurrences", "周期任务", "期", parent="assignment_id", day="due_on"
    )

    assignment_id: Mapped[int] = field(
        "分工", ForeignKey("assignments.id"), refers_to="assignments", editable=False
    )
    starts_on: Mapped[date] = field("开始", editable=False)
    due_on: Mapped[date] = field("期限", editable=False)
    state: Mapped[str] = field("状态", choices=STATES, default="未开始")
    done_on: Mapped[date | None] = field("完成日期")
    feedback: Mapped[str | None] = field("反馈", kind=Kind.LONG_TEXT, searchable=True)

    __table_args__ = (
        Index(
            "uq_occurrences_assignment_start",
            "assignment_id",
            "starts_on",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_occurrences_due_on", "due_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The span."""
        return f"{self.starts_on:%m-%d}至{self.due_on:%m-%d}"


class SupervisionSlip(Record):
    """A slip that asks one unit or village about what it has not finished (督办单)."""

    __tablename__ = "supervision_slips"
    record_kind: ClassVar = RecordKind("supervision-slips", "督办单", "张", day="issued_on")

    number: Mapped[str | None] = field("编号", longest=20, editable=False, searchable=True)
    colour: Mapped[str] = field(
        "颜色", choices=COLOURS, help="蓝：临近期限；黄：进度滞后；红：已经逾期"
    )
    unit_id: Mapped[int | None] = field("单位", ForeignKey("units.id"), refers_to="units")
    village_id: Mapped[int | None] = field("村", ForeignKey("villages.id"), refers_to="villages")
    issued_on: Mapped[date] = field("签发日期")
    answer_due_on: Mapped[date] = field("回复期限")
    request: Mapped[str | None] = field("督办要求", kind=Kind.LONG_TEXT, searchable=True)
    answered_on: Mapped[date | None] = field("回复日期")
    answer: Mapped[str | None] = field("回复", kind=Kind.LONG_TEXT, searchable=True)

    __table_args__ = (
        Index("ix_supervision_slips_issued_on", "issued_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Number and colour."""
        return f"{self.number or ''}{self.colour}色督办单"


class SlipMatter(Base):
    """One thing that a slip asks about: an assignment, a dispute, an opinion or an intake."""

    __tablename__ = "slip_assignments"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    slip_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_slips.id"), index=True, info={"label": "督办单"}
    )
    assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignments.id"), index=True, info={"label": "分工"}
    )
    dispute_id: Mapped[int | None] = mapped_column(
        ForeignKey("disputes.id"), index=True, info={"label": "矛盾纠纷"}
    )
    opinion_id: Mapped[int | None] = mapped_column(
        ForeignKey("opinions.id"), index=True, info={"label": "意见建议"}
    )
    intake_id: Mapped[int | None] = mapped_column(
        ForeignKey("intakes.id"), index=True, info={"label": "诉求"}
    )

    __table_args__ = (
        UniqueConstraint("slip_id", "assignment_id"),
        {"sqlite_autoincrement": True, "info": {"label": "督办的分工"}},
    )
