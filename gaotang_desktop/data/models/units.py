"""Responsible units (责任单位) and the groups that expand to them."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from gaotang_desktop.data.models.record import Base, Record, RecordKind, field
from gaotang_desktop.domain.fields import Privacy

UNIT_KINDS = ("政法", "镇直", "学校", "班子", "群体")
EXPANSIONS = ("单个单位", "成员单位", "全部村")


class Unit(Record):
    """A unit the plan makes responsible; a group stands for its members or for all villages."""

    __tablename__ = "units"
    record_kind: ClassVar = RecordKind("units", "责任单位", "个单位", keys=("name",))

    name: Mapped[str] = field("单位名称", searchable=True, longest=60)
    aliases: Mapped[tuple[str, ...] | None] = field(
        "别名", searchable=True, help="方案里的其他写法，用顿号隔开，如 镇平安办、综治办"
    )
    kind: Mapped[str] = field("类别", choices=UNIT_KINDS, default="镇直")
    stands_for: Mapped[str] = field(
        "代表",
        choices=EXPANSIONS,
        default="单个单位",
        help="“各村”代表全部村；“镇直各单位”代表若干成员单位",
    )
    leader: Mapped[str | None] = field("负责人", searchable=True, longest=40)
    liaison: Mapped[str | None] = field("联络员", searchable=True, longest=40)
    phone: Mapped[str | None] = field("联系电话", longest=30, privacy=Privacy.STAFF)
    landline: Mapped[str | None] = field("单位固定电话", longest=30, help="固定电话要落实专人负责")
    landline_keeper: Mapped[str | None] = field("固定电话责任人", longest=40)
    display_order: Mapped[int | None] = field("顺序", minimum=0, maximum=100_000)

    __table_args__ = (
        Index("uq_units_name", "name", unique=True, sqlite_where=text("binned_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The unit's name."""
        return self.name


class UnitMember(Base):
    """One member of a group unit."""

    __tablename__ = "unit_members"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), index=True, info={"label": "群体"}
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), index=True, info={"label": "成员单位"}
    )

    __table_args__ = (
        UniqueConstraint("group_id", "unit_id"),
        {"sqlite_autoincrement": True, "info": {"label": "成员单位"}},
    )
