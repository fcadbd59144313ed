"""Villages and the people responsible in them (村、村责任人)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, relationship
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.fields import Privacy

VILLAGE_KINDS = ("行政村", "社区", "街道")
OFFICER_ROLES = (
    "书记·第一责任人",
    "综治资料员·具体责任人",
    "网格员",
    "中心组长",
    "包村干部",
)


class Village(Record):
    """A village or community (村、社区)."""

    __tablename__ = "villages"
    record_kind: ClassVar = RecordKind("villages", "村（社区）", "个村", keys=("name",))

    name: Mapped[str] = field(
        "村名", searchable=True, longest=40, help="写公文用的名字，如 郭桥村、高塘社区"
    )
    short_name: Mapped[str | None] = field("简称", searchable=True, longest=20)
    code: Mapped[str | None] = field(
        "统计区划代码", longest=12, searchable=True, help="12 位数字，可以不填"
    )
    kind: Mapped[str] = field("类别", choices=VILLAGE_KINDS, default="行政村")
    households: Mapped[int | None] = field("户数", minimum=0, maximum=100_000, unit="户")
    population: Mapped[int | None] = field("人口", minimum=0, maximum=1_000_000, unit="人")
    display_order: Mapped[int | None] = field("顺序", minimum=0, maximum=100_000)
    joined_on: Mapped[date | None] = field("设立日期", help="年中新设的村从这一天起考评")
    withdrawn_on: Mapped[date | None] = field(
        "撤并日期", help="撤并后不再排班、考评，以前的记录都保留"
    )

    officers: Mapped[list["Officer"]] = relationship(back_populates="village", viewonly=True)

    __table_args__ = (
        Index("uq_villages_name", "name", unique=True, sqlite_where=text("binned_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The village's name."""
        return self.name


class Officer(Record):
    """Someone responsible in a village, from a day until a day (村责任人)."""

    __tablename__ = "officers"
    record_kind: ClassVar = RecordKind(
        "officers", "村责任人", "人", parent="village_id", keys=("village_id", "role", "name")
    )

    village_id: Mapped[int] = field(
        "村", ForeignKey("villages.id"), refers_to="villages", index=True
    )
    role: Mapped[str] = field("职责", choices=OFFICER_ROLES)
    name: Mapped[str] = field("姓名", searchable=True, longest=40)
    phone: Mapped[str | None] = field("电话", longest=30, privacy=Privacy.STAFF, searchable=True)
    from_on: Mapped[date | None] = field("任职起")
    until_on: Mapped[date | None] = field("任职止")

    village: Mapped[Village] = relationship(back_populates="officers", viewonly=True)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Name and role."""
        return f"{self.name}（{self.role}）"
