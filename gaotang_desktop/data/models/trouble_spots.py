"""Places where security is a problem, put on a list until they are in order (治安重点地区)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.casework.trouble_spots import EVALUATIONS, LEVELS, SORTS
from gaotang_desktop.domain.fields import Kind


class TroubleSpot(Record):
    """One spot from the day it was listed until it was removed; it speaks of a place, not of people."""

    __tablename__ = "trouble_spots"
    record_kind: ClassVar = RecordKind(
        "trouble-spots",
        "治安重点地区",
        "处",
        day="listed_on",
        keys=("name", "listed_on"),
        deed="登记重点地区",
    )

    name: Mapped[str] = field("部位", longest=60, searchable=True, help="如 老街集贸市场")
    village_id: Mapped[int | None] = field("村", ForeignKey("villages.id"), refers_to="villages")
    sort: Mapped[str | None] = field("类型", choices=SORTS)
    problem: Mapped[str] = field("突出问题", kind=Kind.LONG_TEXT, searchable=True)
    unit_id: Mapped[int] = field("牵头单位", ForeignKey("units.id"), refers_to="units")
    level: Mapped[str] = field("级别", choices=LEVELS, default="镇级挂牌")
    listed_on: Mapped[date] = field("挂牌日期")
    deadline: Mapped[date | None] = field("整治期限", help="不填时按设置里的天数推算")
    measure: Mapped[str | None] = field("整治措施", kind=Kind.LONG_TEXT, listed=False)
    evaluated_on: Mapped[date | None] = field("复评日期")
    evaluation: Mapped[str | None] = field("复评结论", choices=EVALUATIONS)
    removed_on: Mapped[date | None] = field("摘牌日期", help="复评达标以后才能摘牌")

    __table_args__ = (
        Index("ix_trouble_spots_listed_on", "listed_on"),
        Index("ix_trouble_spots_village", "village_id", "listed_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The spot's name."""
        return self.name
