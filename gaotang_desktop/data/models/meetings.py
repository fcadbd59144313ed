"""Meetings that judge the situation, and what they decide (研判会、联席会议)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.casework.meetings import KINDS
from gaotang_desktop.domain.fields import Kind


class Meeting(Record):
    """One meeting: who was there and which risks were named."""

    __tablename__ = "meetings"
    record_kind: ClassVar = RecordKind(
        "meetings", "会议", "次", day="held_on", keys=("held_on", "kind", "topic"), deed="登记会议"
    )

    held_on: Mapped[date] = field("会议日期")
    kind: Mapped[str] = field("类别", choices=KINDS, default="研判会")
    topic: Mapped[str] = field("议题", longest=80, searchable=True, help="如 十月平安形势研判")
    place: Mapped[str | None] = field("地点", longest=40, listed=False)
    chaired_by: Mapped[str | None] = field("主持人", longest=40, searchable=True)
    present: Mapped[tuple[str, ...] | None] = field(
        "参加单位", help="单位名称用顿号隔开", searchable=True
    )
    absent: Mapped[tuple[str, ...] | None] = field("缺席单位", listed=False)
    risks: Mapped[str | None] = field(
        "研判的风险", kind=Kind.LONG_TEXT, searchable=True, help="写事和地方，不写重点人员姓名"
    )

    __table_args__ = (
        Index("ix_meetings_held_on", "held_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Day, kind and topic."""
        return f"{self.held_on:%m-%d} {self.kind} {self.topic}"


class MeetingDecision(Record):
    """What a meeting wants a unit to do by a day."""

    __tablename__ = "meeting_decisions"
    record_kind: ClassVar = RecordKind(
        "meeting-decisions",
        "会议决定",
        "项",
        parent="meeting_id",
        keys=("meeting_id", "unit_id", "text"),
    )

    meeting_id: Mapped[int] = field(
        "会议", ForeignKey("meetings.id"), refers_to="meetings", index=True
    )
    text: Mapped[str] = field("决定", kind=Kind.LONG_TEXT, searchable=True)
    unit_id: Mapped[int] = field("责任单位", ForeignKey("units.id"), refers_to="units")
    village_id: Mapped[int | None] = field(
        "涉及村", ForeignKey("villages.id"), refers_to="villages"
    )
    due_on: Mapped[date | None] = field("落实期限", help="不填时按设置里的天数推算")
    task_id: Mapped[int | None] = field(
        "转为任务", ForeignKey("tasks.id"), refers_to="tasks", index=True
    )
    finding_id: Mapped[int | None] = field(
        "转为问题", ForeignKey("findings.id"), refers_to="findings", index=True
    )
    done_on: Mapped[date | None] = field("落实日期")
    result: Mapped[str | None] = field("落实情况", kind=Kind.LONG_TEXT, searchable=True)

    __table_args__ = (
        Index("ix_meeting_decisions_due_on", "due_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The first words."""
        return beginning(self.text, 16)
