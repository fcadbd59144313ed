"""Monthly counts of incidents by village (发案统计): numbers, never names."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.casework.incident_counts import KINDS, MOST, UNITS
from gaotang_desktop.domain.fields import Kind


def _count(name: str) -> "Mapped[int | None]":
    return field(KINDS[name], unit=UNITS[name], minimum=0, maximum=MOST[name])


class IncidentCount(Record):
    """What happened in a village in a month; a count that nobody reported is empty, not 0."""

    __tablename__ = "incident_counts"
    record_kind: ClassVar = RecordKind(
        "incident-counts", "发案统计", "条", day="month", keys=("month", "village_id")
    )

    month: Mapped[date] = field("月份", kind=Kind.MONTH)
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    alarms: Mapped[int | None] = _count("alarms")
    frauds: Mapped[int | None] = _count("frauds")
    fraud_loss: Mapped[int | None] = _count("fraud_loss")
    thefts: Mapped[int | None] = _count("thefts")
    killings: Mapped[int | None] = _count("killings")
    bypassing: Mapped[int | None] = _count("bypassing")
    unlawful: Mapped[int | None] = _count("unlawful")

    __table_args__ = (
        Index(
            "uq_incident_counts",
            "month",
            "village_id",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_incident_counts_village", "village_id", "month"),
        Index("ix_incident_counts_month", "month"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The month."""
        return f"{self.month:%Y-%m}"
