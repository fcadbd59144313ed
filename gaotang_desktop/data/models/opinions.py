"""What villagers suggest and ask for, followed to an answer (意见建议)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.opinions import SATISFIED, SOURCES, STATES


class Opinion(Record):
    """One suggestion or request; the resident's name is not asked for."""

    __tablename__ = "opinions"
    record_kind: ClassVar = RecordKind(
        "opinions",
        "意见建议",
        "条",
        day="received_on",
        keys=("received_on", "village_id", "text"),
        deed="登记意见",
    )

    received_on: Mapped[date] = field("收到日期")
    village_id: Mapped[int | None] = field(
        "村",
        ForeignKey("villages.id"),
        refers_to="villages",
        help="不是哪一个村的、不知道哪个村的，空着",
    )
    source: Mapped[str | None] = field("来源", choices=SOURCES)
    order_number: Mapped[str | None] = field(
        "工单号",
        longest=40,
        searchable=True,
        listed=False,
        help="12345 工单号或交办文号",
        later=True,
        asked_with=("12345热线", "上级交办", "信访"),
    )
    text: Mapped[str] = field("内容", kind=Kind.LONG_TEXT, searchable=True)
    unit_id: Mapped[int | None] = field("办理单位", ForeignKey("units.id"), refers_to="units")
    signed_on: Mapped[date | None] = field("签收日期", listed=False, later=True)
    due_on: Mapped[date | None] = field("办理期限", help="不填时按设置里的天数推算")
    state: Mapped[str] = field("状态", choices=STATES, default="待办理", later=True)
    answered_on: Mapped[date | None] = field("答复日期", later=True)
    answer: Mapped[str | None] = field("答复", kind=Kind.LONG_TEXT, searchable=True, later=True)
    told_on: Mapped[date | None] = field(
        "反馈日期",
        listed=False,
        help="答复告诉反映人的日子；由诉求转来的在诉求里告知",
        later=True,
    )
    satisfied: Mapped[str | None] = field("满意情况", choices=SATISFIED, later=True)
    repeated: Mapped[bool] = field("重复", default=False, help="同一件事以前反映过", later=True)

    __table_args__ = (
        Index("ix_opinions_village", "village_id", "received_on"),
        Index("ix_opinions_received_on", "received_on"),
        Index("ix_opinions_due_on", "due_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The first words."""
        return beginning(self.text, 16)
