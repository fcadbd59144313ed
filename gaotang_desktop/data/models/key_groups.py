"""Monthly counts of key groups by village and category (重点人员底数): numbers, never names."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.key_groups import CATEGORIES


class KeyGroupCount(Record):
    """How many people of a category a village has in a month, and how many are looked after."""

    __tablename__ = "key_group_counts"
    record_kind: ClassVar = RecordKind(
        "key-group-counts",
        "重点人员底数",
        "项",
        day="month",
        keys=("month", "village_id", "category"),
    )

    month: Mapped[date] = field("月份", kind=Kind.MONTH)
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    category: Mapped[str] = field("类别", choices=CATEGORIES)
    total: Mapped[int] = field("总数", minimum=0, maximum=100_000, unit="人")
    managed: Mapped[int] = field("已管控帮扶", minimum=0, maximum=100_000, unit="人")

    __table_args__ = (
        Index(
            "uq_key_group_counts",
            "month",
            "village_id",
            "category",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_key_group_counts_village", "village_id", "month"),
        Index("ix_key_group_counts_month", "month"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Month and category."""
        return f"{self.month:%Y-%m} {self.category}"
