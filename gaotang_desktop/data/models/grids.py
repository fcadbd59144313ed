"""Grids of a village with who works there, and what was done in each in a month (网格、网格月报)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.casework.grids import COUNTED, MOST
from gaotang_desktop.domain.fields import Kind, Privacy


class Grid(Record):
    """One grid and its worker (网格员): staff of the village, known by name and phone."""

    __tablename__ = "grids"
    record_kind: ClassVar = RecordKind("grids", "网格", "个", keys=("village_id", "name"))

    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    name: Mapped[str] = field("网格", longest=40, searchable=True, help="如 第一网格")
    worker: Mapped[str | None] = field("网格员", longest=40, searchable=True, privacy=Privacy.STAFF)
    phone: Mapped[str | None] = field("电话", longest=30, searchable=True, privacy=Privacy.STAFF)
    households: Mapped[int | None] = field("户数", minimum=0, maximum=100_000, unit="户")
    range: Mapped[str | None] = field("范围", longest=120, help="如 第一、二村民组")

    __table_args__ = (
        Index(
            "uq_grids_village_name",
            "village_id",
            "name",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Grid and worker."""
        return f"{self.name} {self.worker or ''}".strip()


def _count(name: str, unit: str) -> "Mapped[int]":
    """Who types says it; what a sheet does not count is 0, and told."""
    return field(COUNTED[name], minimum=0, maximum=MOST, unit=unit, default=0, required=True)


class GridCount(Record):
    """What was done in a grid in a month, as it was counted; no photo and no paper counts."""

    __tablename__ = "grid_counts"
    record_kind: ClassVar = RecordKind(
        "grid-counts", "网格月报", "份", day="month", keys=("month", "village_id", "grid")
    )

    month: Mapped[date] = field("月份", kind=Kind.MONTH)
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    grid: Mapped[str] = field("网格", longest=40, searchable=True, named_in="grids")
    worker: Mapped[str | None] = field(
        "网格员", longest=40, searchable=True, privacy=Privacy.STAFF,
        help="不填时按网格名单填",
    )  # fmt: skip
    visits: Mapped[int] = _count("visits", "户次")
    reported: Mapped[int] = _count("reported", "件")
    handled: Mapped[int] = _count("handled", "件")
    in_time: Mapped[int] = _count("in_time", "件")

    __table_args__ = (
        Index(
            "uq_grid_counts",
            "month",
            "village_id",
            "grid",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_grid_counts_village", "village_id", "month"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Month and grid."""
        return f"{self.month:%Y-%m} {self.grid}"
