"""Night patrols, nights without one, and spot checks (平安夜巡、未巡、抽查)."""

from datetime import date, time
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.patrols import EVIDENCE, FINDINGS, RESULTS, WAYS


class Patrol(Record):
    """One team out on one night in one village; it belongs to the evening it started on."""

    __tablename__ = "patrols"
    record_kind: ClassVar = RecordKind(
        "patrols", "平安夜巡", "次", day="night", keys=("night", "village_id", "start", "leader")
    )

    night: Mapped[date] = field("夜晚", help="以出发当晚的日期为准，巡到次日凌晨也算当晚")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    start: Mapped[time | None] = field("开始", evening=True)
    end: Mapped[time | None] = field("结束", help="早于开始的，算次日凌晨", evening=True)
    leader: Mapped[str] = field("带班人", searchable=True, longest=40)
    people: Mapped[int] = field("人数", minimum=1, maximum=500, unit="人")
    names: Mapped[tuple[str, ...] | None] = field(
        "参加人员", searchable=True, listed=False, later=True
    )
    way: Mapped[str | None] = field("方式", choices=WAYS)
    joint: Mapped[bool] = field("警民联合", default=False, later=True)
    evidence: Mapped[str] = field("依据", choices=EVIDENCE, default="村自报")
    route: Mapped[str | None] = field("路线与重点部位", searchable=True, later=True)
    finding_kind: Mapped[str | None] = field("发现类别", choices=FINDINGS)
    finding: Mapped[str | None] = field("发现", kind=Kind.LONG_TEXT, searchable=True)
    handling: Mapped[str | None] = field("处置", kind=Kind.LONG_TEXT, searchable=True, later=True)
    reported_to: Mapped[str | None] = field("报告给", longest=60, listed=False, later=True)
    leaflets: Mapped[int | None] = field(
        "发放传单",
        minimum=0,
        maximum=100_000,
        unit="份",
        listed=False,
        later=True,
    )

    __table_args__ = (
        Index("ix_patrols_night_village", "night", "village_id"),
        Index("ix_patrols_village_night", "village_id", "night"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The night; the village is added by who knows it."""
        return f"{self.night:%m-%d}夜"


class MissedNight(Record):
    """A night on which a village did not patrol, and why (未巡); it stays visible."""

    __tablename__ = "missed_nights"
    record_kind: ClassVar = RecordKind(
        "missed-nights", "未巡", "晚", day="night", keys=("night", "village_id")
    )

    night: Mapped[date] = field("夜晚")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    reason: Mapped[str] = field("原因", searchable=True)

    __table_args__ = (
        Index("ix_missed_nights_night", "night"),
        Index(
            "uq_missed_nights_night_village",
            "night",
            "village_id",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The night."""
        return f"{self.night:%m-%d}夜未巡"


class SpotCheck(Record):
    """Someone from the township looked on a night whether the village was out (抽查)."""

    __tablename__ = "spot_checks"
    record_kind: ClassVar = RecordKind(
        "spot-checks",
        "抽查",
        "次",
        day="night",
        keys=("night", "village_id", "checked_by", "checked_at"),
    )

    night: Mapped[date] = field("夜晚")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    checked_at: Mapped[time | None] = field("抽查时间", evening=True)
    checked_by: Mapped[str] = field("抽查人", searchable=True, longest=60)
    result: Mapped[str] = field("结果", choices=RESULTS)

    __table_args__ = (
        Index("ix_spot_checks_night_village", "night", "village_id"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The night and the result."""
        return f"{self.night:%m-%d}夜抽查{self.result}"
