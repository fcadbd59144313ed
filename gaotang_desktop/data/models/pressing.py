"""What is done so that a matter is ended in time and well: acceptance and escalation (验收、提级督办)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.casework.pressing import LEVELS, RESULTS
from gaotang_desktop.domain.fields import Kind


class Acceptance(Record):
    """Somebody looked at how a matter ended: it passes, or goes back with a reason (验收)."""

    __tablename__ = "acceptances"
    record_kind: ClassVar = RecordKind(
        "acceptances", "验收", "次", parents=("dispute_id", "opinion_id", "intake_id"),
        day="decided_on", keys=("dispute_id", "opinion_id", "intake_id", "decided_on"),
    )  # fmt: skip

    dispute_id: Mapped[int | None] = field(
        "矛盾纠纷", ForeignKey("disputes.id"), refers_to="disputes", index=True, editable=False
    )
    opinion_id: Mapped[int | None] = field(
        "意见建议", ForeignKey("opinions.id"), refers_to="opinions", index=True, editable=False
    )
    intake_id: Mapped[int | None] = field(
        "诉求", ForeignKey("intakes.id"), refers_to="intakes", index=True, editable=False
    )
    decided_on: Mapped[date] = field("验收日期")
    decided_by: Mapped[str] = field("验收人", longest=40)
    decision: Mapped[str] = field("结论", choices=RESULTS, default="通过")
    reason: Mapped[str | None] = field(
        "意见", kind=Kind.LONG_TEXT, searchable=True, help="退回的写明为什么退回"
    )
    done_on: Mapped[date] = field("当时的办结日期", editable=False)
    result: Mapped[str | None] = field("当时的结果", kind=Kind.LONG_TEXT, editable=False)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Day and decision."""
        return f"{self.decided_on:%m-%d} 验收{self.decision}"


class Escalation(Record):
    """A matter past its day was brought before the next level (提级督办)."""

    __tablename__ = "escalations"
    record_kind: ClassVar = RecordKind(
        "escalations", "提级督办", "次", parents=("dispute_id", "opinion_id", "intake_id"),
        day="raised_on", keys=("dispute_id", "opinion_id", "intake_id", "raised_on"),
    )  # fmt: skip

    dispute_id: Mapped[int | None] = field(
        "矛盾纠纷", ForeignKey("disputes.id"), refers_to="disputes", index=True, editable=False
    )
    opinion_id: Mapped[int | None] = field(
        "意见建议", ForeignKey("opinions.id"), refers_to="opinions", index=True, editable=False
    )
    intake_id: Mapped[int | None] = field(
        "诉求", ForeignKey("intakes.id"), refers_to="intakes", index=True, editable=False
    )
    raised_on: Mapped[date] = field("日期")
    level: Mapped[str] = field("提到", choices=LEVELS)
    step: Mapped[str] = field("环节", longest=20, editable=False)
    due_on: Mapped[date] = field("过了的期限", editable=False)
    told: Mapped[str | None] = field("报告给谁", longest=40)
    answer: Mapped[str | None] = field("怎样批示", kind=Kind.LONG_TEXT, searchable=True)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Day and level."""
        return f"{self.raised_on:%m-%d} 提到{self.level}"
