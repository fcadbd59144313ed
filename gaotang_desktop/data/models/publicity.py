"""Publicity turns, weeks left out, and publicity activities (集中宣传)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.publicity import FORMS, TURN_STATES


class PublicityTurn(Record):
    """One village's turn in one week; each week's occurrence is its own row (宣传轮次)."""

    __tablename__ = "publicity_turns"
    record_kind: ClassVar = RecordKind(
        "publicity-turns",
        "宣传轮次",
        "村次",
        day="week",
        keys=("week", "village_id"),
        deed="新增轮次",
    )

    week: Mapped[date] = field("周", kind=Kind.WEEK, help="以周一的日期为准")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    round: Mapped[int | None] = field("轮", minimum=1, maximum=10_000, help="排班的第几轮")
    state: Mapped[str] = field("状态", choices=TURN_STATES, default="计划")
    instead_of_id: Mapped[int | None] = field(
        "原排的村",
        ForeignKey("villages.id"),
        refers_to="villages",
        help="调换以前排在这里的村",
    )
    postponed_from: Mapped[date | None] = field(
        "原排的周", kind=Kind.WEEK, help="延期到这一周以前排在哪一周"
    )
    reason: Mapped[str | None] = field(
        "调整原因", searchable=True, help="调换、延期和未完成都要写明原因"
    )

    __table_args__ = (
        Index(
            "uq_publicity_turns_week_village",
            "week",
            "village_id",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_publicity_turns_village", "village_id", "week"),
        Index("ix_publicity_turns_week", "week"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The week."""
        return f"{self.week.isocalendar().year}年第{self.week.isocalendar().week}周"


class PublicityPause(Record):
    """A week that is left out, for one village or for all (停排)."""

    __tablename__ = "publicity_pauses"
    record_kind: ClassVar = RecordKind("publicity-pauses", "停排", "周", day="week", deed="加停排")

    week: Mapped[date] = field("周", kind=Kind.WEEK)
    village_id: Mapped[int | None] = field(
        "村", ForeignKey("villages.id"), refers_to="villages", help="不填就是所有的村这一周都停"
    )
    reason: Mapped[str] = field("原因", searchable=True, help="如 春节、秋收、村里换届")

    __table_args__ = (
        Index("ix_publicity_pauses_week", "week"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The week and why."""
        return f"第{self.week.isocalendar().week}周停排（{self.reason}）"


class PublicityActivity(Record):
    """What was done to make the work known: a meeting, a broadcast, a round of visits (宣传活动)."""

    __tablename__ = "publicity_activities"
    record_kind: ClassVar = RecordKind(
        "publicity-activities",
        "宣传活动",
        "场",
        day="held_on",
        keys=("held_on", "village_id", "unit_id", "form", "topic"),
        deed="登记活动",
    )

    held_on: Mapped[date] = field("日期")
    village_id: Mapped[int | None] = field("村", ForeignKey("villages.id"), refers_to="villages")
    unit_id: Mapped[int | None] = field("单位", ForeignKey("units.id"), refers_to="units")
    form: Mapped[str] = field("形式", choices=FORMS)
    topic: Mapped[str | None] = field("主题", searchable=True)
    staff: Mapped[int | None] = field("工作人员", minimum=0, maximum=10_000, unit="人")
    audience: Mapped[int | None] = field("受众", minimum=0, maximum=1_000_000, unit="人")
    households: Mapped[int | None] = field("入户走访", minimum=0, maximum=100_000, unit="户")
    letters: Mapped[int | None] = field("发放公开信", minimum=0, maximum=1_000_000, unit="份")
    materials: Mapped[int | None] = field("宣传材料", minimum=0, maximum=1_000_000, unit="份")
    questionnaires: Mapped[int | None] = field("收回问卷", minimum=0, maximum=1_000_000, unit="份")
    turn_id: Mapped[int | None] = field(
        "完成的轮次",
        ForeignKey("publicity_turns.id"),
        refers_to="publicity-turns",
        index=True,
        help="不填时，集中宣传、走访和开会按村和日期对上当周的轮次；广播、标语、微信群等不自动算",
    )

    __table_args__ = (
        Index("ix_publicity_activities_held_on", "held_on", "village_id"),
        Index("ix_publicity_activities_village", "village_id", "held_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Day and form."""
        return f"{self.held_on:%m-%d}{self.form}"
