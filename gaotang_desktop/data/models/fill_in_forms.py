"""Forms sent to villages and what came back (填报表)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field


class FillInForm(Record):
    """One village's form for a ledger and a period: when it was sent, when and how it came back."""

    __tablename__ = "fill_in_forms"
    record_kind: ClassVar = RecordKind("fill-in-forms", "填报表", "份", day="starts_on")

    ledger: Mapped[str] = field("台账", help="填的是哪一种台账", editable=False)
    period: Mapped[str] = field("期间", editable=False)
    starts_on: Mapped[date] = field("期间开始", listed=False, editable=False)
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    sent_on: Mapped[date | None] = field("发出日期", help="没有发表、自己报来的是空的")
    received_on: Mapped[date | None] = field("收回日期")
    rows: Mapped[int | None] = field("收到", minimum=0, unit="行")
    wrong: Mapped[int | None] = field("有问题", minimum=0, unit="行")
    file: Mapped[str | None] = field("文件", longest=255)
    digest: Mapped[str | None] = field("校验码", longest=64, listed=False, editable=False)

    __table_args__ = (
        Index(
            "uq_fill_in_forms",
            "ledger",
            "period",
            "village_id",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_fill_in_forms_starts_on", "starts_on"),
        Index("ix_fill_in_forms_village", "village_id"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The period."""
        return self.period
