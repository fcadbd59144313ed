"""Inspections, places, findings that must be put right, and draws (检查督查)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.fields import Kind, Privacy
from gaotang_desktop.domain.inspections import KINDS, PLACE_TYPES, RECHECKS, RESULTS, SUBJECTS


class Place(Record):
    """A shop, kitchen, petrol station or other place that is inspected (场所)."""

    __tablename__ = "places"
    record_kind: ClassVar = RecordKind("places", "场所", "家", keys=("name",), deed="登记场所")

    name: Mapped[str] = field("名称", searchable=True, longest=60)
    place_type: Mapped[str] = field("类型", choices=PLACE_TYPES)
    village_id: Mapped[int | None] = field(
        "所在村", ForeignKey("villages.id"), refers_to="villages"
    )
    address: Mapped[str | None] = field("地址", longest=100, searchable=True)
    keeper: Mapped[str | None] = field("负责人", longest=40, privacy=Privacy.STAFF)
    phone: Mapped[str | None] = field("电话", longest=30, privacy=Privacy.STAFF)
    closed_on: Mapped[date | None] = field("停业日期", help="停业后不再抽到，以前的记录都保留")

    __table_args__ = (
        Index("uq_places_name", "name", unique=True, sqlite_where=text("binned_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The place's name."""
        return self.name


class Draw(Record):
    """Villages or places chosen by lot; the seed makes it possible to draw again (随机抽取)."""

    __tablename__ = "draws"
    record_kind: ClassVar = RecordKind("draws", "随机抽取", "次", day="drawn_on", deed="随机抽取")

    drawn_on: Mapped[date] = field("抽取日期")
    purpose: Mapped[str] = field("用途", searchable=True, help="如 夜巡抽查、药店检查")
    subject: Mapped[str] = field("抽取对象", choices=SUBJECTS)
    pool_filter: Mapped[str | None] = field("范围", help="如 只在药店里抽")
    count: Mapped[int] = field("抽取个数", minimum=1, maximum=1000)
    seed: Mapped[int] = field("抽签号", minimum=0, maximum=2**31 - 1)
    pool: Mapped[tuple[str, ...]] = field("抽取名单", listed=False, editable=False)
    picked: Mapped[tuple[str, ...]] = field("抽中", editable=False)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Day and purpose."""
        return f"{self.drawn_on:%m-%d} {self.purpose}"


class Inspection(Record):
    """Someone went and looked (检查督查)."""

    __tablename__ = "inspections"
    record_kind: ClassVar = RecordKind(
        "inspections",
        "检查督查",
        "次",
        day="held_on",
        keys=("held_on", "kind", "village_id", "unit_id", "place_id"),
        deed="登记检查",
    )

    held_on: Mapped[date] = field("日期")
    kind: Mapped[str] = field("类别", choices=KINDS)
    village_id: Mapped[int | None] = field("村", ForeignKey("villages.id"), refers_to="villages")
    unit_id: Mapped[int | None] = field("单位", ForeignKey("units.id"), refers_to="units")
    place_id: Mapped[int | None] = field("场所", ForeignKey("places.id"), refers_to="places")
    place_type: Mapped[str | None] = field("场所类型", choices=PLACE_TYPES)
    inspectors: Mapped[tuple[str, ...] | None] = field("检查人", searchable=True)
    result: Mapped[str] = field("结果", choices=RESULTS, default="未发现问题")
    text: Mapped[str | None] = field("检查情况", kind=Kind.LONG_TEXT, searchable=True)
    draw_id: Mapped[int | None] = field(
        "抽取", ForeignKey("draws.id"), refers_to="draws", listed=False, help="按哪一次抽取去的"
    )

    __table_args__ = (
        Index("ix_inspections_held_on", "held_on"),
        Index("ix_inspections_village", "village_id", "held_on"),
        Index("ix_inspections_draw_id", "draw_id"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Day and kind."""
        return f"{self.held_on:%m-%d}{self.kind}"


class Finding(Record):
    """Something that must be put right by a day, from an inspection, a poll or an opinion (问题)."""

    __tablename__ = "findings"
    record_kind: ClassVar = RecordKind(
        "findings",
        "问题",
        "个",
        day="found_on",
        keys=("found_on", "village_id", "unit_id", "text"),
        deed="登记问题",
    )

    found_on: Mapped[date] = field("发现日期")
    inspection_id: Mapped[int | None] = field(
        "来自检查",
        ForeignKey("inspections.id"),
        refers_to="inspections",
        index=True,
        later=True,
    )
    poll_id: Mapped[int | None] = field(
        "来自民调",
        ForeignKey("polls.id"),
        refers_to="polls",
        index=True,
        later=True,
    )
    opinion_id: Mapped[int | None] = field(
        "来自意见",
        ForeignKey("opinions.id"),
        refers_to="opinions",
        index=True,
        listed=False,
        later=True,
    )
    text: Mapped[str] = field("问题", kind=Kind.LONG_TEXT, searchable=True)
    cause: Mapped[str | None] = field(
        "原因", kind=Kind.LONG_TEXT, searchable=True, listed=False, later=True
    )
    measure: Mapped[str | None] = field(
        "整改措施",
        kind=Kind.LONG_TEXT,
        searchable=True,
        listed=False,
        later=True,
    )
    village_id: Mapped[int | None] = field(
        "责任村", ForeignKey("villages.id"), refers_to="villages"
    )
    unit_id: Mapped[int | None] = field("责任单位", ForeignKey("units.id"), refers_to="units")
    due_on: Mapped[date] = field("整改期限", required=False, help="不填时按设置里的天数推算")
    put_right_on: Mapped[date | None] = field("整改日期", later=True)
    how: Mapped[str | None] = field("整改情况", kind=Kind.LONG_TEXT, searchable=True, later=True)
    rechecked_on: Mapped[date | None] = field("回头看日期", later=True)
    recheck: Mapped[str | None] = field("回头看结果", choices=RECHECKS, later=True)

    __table_args__ = (
        Index("ix_findings_village", "village_id", "found_on"),
        Index("ix_findings_due_on", "due_on"),
        Index("ix_findings_found_on", "found_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The first words."""
        return beginning(self.text, 16)
