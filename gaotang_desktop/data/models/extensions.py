"""Deadlines that were put off (延期)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.fields import Kind


class Extension(Record):
    """One deadline put off: of a dispute, an opinion or an intake."""

    __tablename__ = "extensions"
    record_kind: ClassVar = RecordKind(
        "extensions",
        "延期",
        "次",
        parents=("dispute_id", "opinion_id", "intake_id"),
        day="decided_on",
        keys=("dispute_id", "opinion_id", "intake_id", "due_after"),
    )

    dispute_id: Mapped[int | None] = field(
        "矛盾纠纷", ForeignKey("disputes.id"), refers_to="disputes", index=True, editable=False
    )
    opinion_id: Mapped[int | None] = field(
        "意见建议", ForeignKey("opinions.id"), refers_to="opinions", index=True, editable=False
    )
    intake_id: Mapped[int | None] = field(
        "诉求", ForeignKey("intakes.id"), refers_to="intakes", index=True, editable=False
    )
    due_before: Mapped[date] = field("原期限", editable=False)
    due_after: Mapped[date] = field("延至")
    decided_on: Mapped[date] = field("批准日期")
    decided_by: Mapped[str] = field("批准人", longest=40)
    reason: Mapped[str] = field("延期原因", kind=Kind.LONG_TEXT, searchable=True)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Until when."""
        return f"延至{self.due_after:%m-%d}" if self.due_after else "延期"
