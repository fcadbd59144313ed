"""What people come to the office with (诉求登记)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.casework.intakes import SATISFIED, SORTS, WAYS
from gaotang_desktop.domain.fields import Kind, Privacy


class Intake(Record):
    """One matter from the day it was taken in until whoever brought it was told (诉求登记)."""

    __tablename__ = "intakes"
    record_kind: ClassVar = RecordKind(
        "intakes",
        "诉求",
        "件",
        day="received_on",
        keys=("received_on", "way", "matter"),
        deed="登记诉求",
    )

    number: Mapped[str | None] = field(
        "编号", longest=20, searchable=True, editable=False, help="按年自动编号，如 诉2026-031"
    )
    received_on: Mapped[date] = field("登记日期")
    way: Mapped[str] = field("途径", choices=WAYS)
    order_number: Mapped[str | None] = field(
        "工单号",
        longest=40,
        searchable=True,
        listed=False,
        help="12345 工单号或交办文号",
        later=True,
        asked_with=("12345热线", "上级交办"),
    )
    received_by: Mapped[str | None] = field("首问责任人", longest=40, searchable=True)
    village_id: Mapped[int | None] = field("村", ForeignKey("villages.id"), refers_to="villages")
    persons: Mapped[tuple[str, ...] | None] = field(
        "诉求人",
        privacy=Privacy.RESIDENT,
        searchable=True,
        help="姓名用顿号隔开；纸上和导出时只留姓",
    )
    people: Mapped[int | None] = field("人数", minimum=1, maximum=100_000, unit="人", listed=False)
    matter: Mapped[str] = field("诉求内容", kind=Kind.LONG_TEXT, searchable=True)
    repeated: Mapped[bool] = field("重复诉求", default=False, help="同一件事以前来过", later=True)
    sort: Mapped[str | None] = field("分流", choices=SORTS, help="还没有分流的先空着", later=True)
    sorted_on: Mapped[date | None] = field("分流日期", listed=False, later=True)
    unit_id: Mapped[int | None] = field("交办单位", ForeignKey("units.id"), refers_to="units")
    signed_on: Mapped[date | None] = field("签收日期", listed=False, later=True)
    due_on: Mapped[date | None] = field("办理期限", help="不填时按设置里的天数推算")
    dispute_id: Mapped[int | None] = field(
        "转为纠纷",
        ForeignKey("disputes.id"),
        refers_to="disputes",
        index=True,
        later=True,
    )
    opinion_id: Mapped[int | None] = field(
        "转为意见",
        ForeignKey("opinions.id"),
        refers_to="opinions",
        index=True,
        later=True,
    )
    done_on: Mapped[date | None] = field("办结日期", later=True)
    result: Mapped[str | None] = field("办理结果", kind=Kind.LONG_TEXT, searchable=True, later=True)
    told_on: Mapped[date | None] = field("告知日期", help="办理结果告诉诉求人的日子", later=True)
    satisfied: Mapped[str | None] = field("满意情况", choices=SATISFIED, later=True)

    __table_args__ = (
        Index("ix_intakes_received_on", "received_on"),
        Index("ix_intakes_told_on", "told_on"),
        Index("ix_intakes_village", "village_id", "received_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Number and first words."""
        return f"{self.number or ''} {beginning(self.matter, 14)}".strip()
