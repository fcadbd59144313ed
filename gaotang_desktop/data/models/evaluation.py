"""Schemes, what people enter by hand, and frozen results (村级考评)."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.evaluation.schemes import REWARDS
from gaotang_desktop.domain.fields import Kind

ADJUSTMENTS = ("加分", "扣分", "一票否决")
REWARD_STATES = ("待兑现", "已兑现")


class SchemeVersion(Record):
    """One version of the rules; old periods keep the version that was in force."""

    __tablename__ = "scheme_versions"
    record_kind: ClassVar = RecordKind("schemes", "考评方案", "版")

    name: Mapped[str] = field("方案名称", searchable=True)
    version: Mapped[int] = field("版本", minimum=1)
    starts_on: Mapped[date] = field("启用日期")
    template: Mapped[bool] = field("参考模板", default=False)
    body: Mapped[str] = mapped_column(doc="the scheme as canonical JSON")

    __table_args__ = (
        UniqueConstraint("name", "version"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Name and version."""
        return f"{self.name}第{self.version}版"


class ManualValue(Record):
    """A value that a person enters for one village, item and period, with a reason."""

    __tablename__ = "manual_values"
    record_kind: ClassVar = RecordKind("manual-values", "人工取值", "项")

    period: Mapped[str] = field("期间")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    item: Mapped[str] = field("考评项目", longest=10)
    value: Mapped[Decimal] = field("数值", help="分子，如满意人数、已化解件数、得分")
    of: Mapped[Decimal | None] = field("总数", help="分母，如有效样本、到期件数")
    reason: Mapped[str] = field("依据和理由", kind=Kind.LONG_TEXT)
    entered_by: Mapped[str] = field("填报人", longest=40)

    __table_args__ = (
        Index(
            "uq_manual_values",
            "period",
            "village_id",
            "item",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Period and item."""
        return f"{self.period} {self.item}"


class Adjustment(Record):
    """Points given or taken beside the items, or a veto, always with a reason."""

    __tablename__ = "adjustments"
    record_kind: ClassVar = RecordKind("adjustments", "加减分", "项")

    period: Mapped[str] = field("期间")
    village_id: Mapped[int] = field(
        "村", ForeignKey("villages.id"), refers_to="villages", index=True
    )
    kind: Mapped[str] = field("类别", choices=ADJUSTMENTS)
    points: Mapped[Decimal | None] = field("分值", minimum=0, maximum=100)
    happened_on: Mapped[date | None] = field("日期")
    reason: Mapped[str] = field("事由", kind=Kind.LONG_TEXT)
    entered_by: Mapped[str] = field("填报人", longest=40)

    __table_args__ = (
        Index("ix_adjustments_period", "period"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Kind and reason."""
        return f"{self.kind} {beginning(self.reason, 12)}"


class FrozenEvaluation(Record):
    """A result that was frozen, with everything needed to recompute it; never changed."""

    __tablename__ = "frozen_evaluations"
    record_kind: ClassVar = RecordKind(
        "frozen-evaluations",
        "冻结结果",
        "份",
        permanent="已经冻结的考评结果不能撤销。确实要取消的，请在“村级考评”的“更多”里点“撤销冻结”并写明原因。",
    )

    period: Mapped[str] = field("期间")
    version: Mapped[int] = field("版次", minimum=1)
    scheme_id: Mapped[int] = field("考评方案", ForeignKey("scheme_versions.id"))
    frozen_at: Mapped[datetime] = field("冻结时间")
    frozen_by: Mapped[str] = field("冻结人", longest=40)
    reason: Mapped[str | None] = field("更正原因", kind=Kind.LONG_TEXT)
    digest: Mapped[str] = field("校验码", longest=64)
    body: Mapped[str] = mapped_column(
        doc="scheme, facts, record ids, points, ranks: canonical JSON"
    )

    __table_args__ = (
        UniqueConstraint("period", "version"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Period and version."""
        return f"{self.period} 第{self.version}版"


class Reward(Record):
    """What a frozen result brings a village, and whether it was carried out (兑现奖惩)."""

    __tablename__ = "rewards"
    record_kind: ClassVar = RecordKind("rewards", "奖惩", "项", parent="evaluation_id")

    evaluation_id: Mapped[int] = field(
        "考评结果", ForeignKey("frozen_evaluations.id"), editable=False, index=True
    )
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    kind: Mapped[str] = field("奖惩", choices=REWARDS)
    detail: Mapped[str | None] = field("内容")
    state: Mapped[str] = field("状态", choices=REWARD_STATES, default="待兑现")
    carried_out_on: Mapped[date | None] = field("兑现日期")

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Kind of reward or penalty."""
        return self.kind
