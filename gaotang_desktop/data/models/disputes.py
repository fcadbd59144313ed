"""Disputes, their follow-ups, categories and weekly reports (矛盾纠纷)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.casework.settlements import PERFORMED, SATISFIED, WAYS
from gaotang_desktop.domain.disputes import PLAN_CATEGORIES, RISKS, SCALES, SOURCES, STATES
from gaotang_desktop.domain.fields import Kind, Privacy


class DisputeCategory(Record):
    """A kind of dispute in the office's own dictionary, mapped to the plan and to two lists."""

    __tablename__ = "dispute_categories"
    record_kind: ClassVar = RecordKind("dispute-categories", "纠纷类别", "类", keys=("name",))

    name: Mapped[str] = field("类别", searchable=True, longest=40)
    plan_category: Mapped[str] = field(
        "方案类别",
        choices=PLAN_CATEGORIES,
        default="其他",
        help="方案里列的类，对不上的归其他",
    )
    mediation_category: Mapped[str | None] = field(
        "人民调解口径", longest=40, help="报司法所的统计用"
    )
    governance_category: Mapped[str | None] = field(
        "综治信息口径", longest=40, help="报综治信息系统用"
    )
    in_use: Mapped[bool] = field("使用", default=True, help="不用的类别不再出现在登记表里")
    display_order: Mapped[int | None] = field("顺序", minimum=0, maximum=10_000)

    __table_args__ = (
        Index(
            "uq_dispute_categories_name",
            "name",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The category's name."""
        return self.name


class Dispute(Record):
    """One dispute from the day it was found to the revisit (矛盾纠纷)."""

    __tablename__ = "disputes"
    record_kind: ClassVar = RecordKind(
        "disputes",
        "矛盾纠纷",
        "件",
        day="found_on",
        keys=("found_on", "village_id", "summary"),
        deed="登记纠纷",
    )

    number: Mapped[str | None] = field(
        "编号", longest=20, searchable=True, editable=False, help="按年自动编号，如 2026-031"
    )
    found_on: Mapped[date] = field("发现日期")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    category_id: Mapped[int] = field(
        "类别", ForeignKey("dispute_categories.id"), refers_to="dispute-categories"
    )
    source: Mapped[str | None] = field("来源", choices=SOURCES, listed=False)
    scale: Mapped[str | None] = field(
        "规模", choices=SCALES, default="个体性", listed=False, later=True
    )
    risk: Mapped[str] = field("风险", choices=RISKS, default="低")
    people: Mapped[int | None] = field("涉及人数", minimum=1, maximum=100_000, unit="人")
    parties: Mapped[tuple[str, ...] | None] = field(
        "当事人",
        privacy=Privacy.RESIDENT,
        searchable=True,
        help="姓名用顿号隔开；纸上和导出时只留姓",
    )
    summary: Mapped[str] = field("简要情况", kind=Kind.LONG_TEXT, searchable=True)
    unit_id: Mapped[int] = field("责任单位", ForeignKey("units.id"), refers_to="units")
    signed_on: Mapped[date | None] = field("签收日期", listed=False, later=True)
    deadline: Mapped[date] = field(
        "化解期限", required=False, help="不填时按风险等级推算，天数在设置里"
    )
    state: Mapped[str] = field("状态", choices=STATES, default="待化解", later=True)
    result: Mapped[str | None] = field("结果", kind=Kind.LONG_TEXT, searchable=True, later=True)
    closed_on: Mapped[date | None] = field("办结日期", later=True)
    settled_by: Mapped[str | None] = field("了结方式", choices=WAYS, later=True)
    agreed_on: Mapped[date | None] = field(
        "协议签订日期",
        listed=False,
        help="签了调解协议的填；协议存成附件",
        later=True,
    )
    performed: Mapped[str | None] = field("履行情况", choices=PERFORMED, listed=False, later=True)
    performed_on: Mapped[date | None] = field(
        "履行日期",
        listed=False,
        help="协议约定的都做到了的日子；考评计在这一天",
        later=True,
    )
    told_on: Mapped[date | None] = field(
        "反馈日期",
        listed=False,
        help="结果告诉当事人的日子；由诉求转来的在诉求里告知",
        later=True,
    )
    escalated_to_id: Mapped[int | None] = field(
        "升级到",
        ForeignKey("units.id"),
        refers_to="units",
        help="本级化解不了，提请哪个单位",
        later=True,
    )
    revisited_on: Mapped[date | None] = field("回访日期", listed=False, later=True)
    satisfied: Mapped[str | None] = field("回访满意", choices=SATISFIED, listed=False, later=True)
    revisit: Mapped[str | None] = field("回访情况", kind=Kind.LONG_TEXT, listed=False, later=True)

    __table_args__ = (
        Index("ix_disputes_village", "village_id", "found_on"),
        Index("ix_disputes_found_on", "found_on"),
        Index("ix_disputes_deadline", "deadline"),
        Index("ix_disputes_closed_on", "closed_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Number and first words."""
        return f"{self.number or ''} {beginning(self.summary, 14)}".strip()


class DisputeNote(Record):
    """One dated step towards settling a dispute (化解记录)."""

    __tablename__ = "dispute_notes"
    record_kind: ClassVar = RecordKind(
        "dispute-notes", "化解记录", "条", parent="dispute_id", day="happened_on"
    )

    dispute_id: Mapped[int] = field(
        "矛盾纠纷", ForeignKey("disputes.id"), refers_to="disputes", index=True
    )
    happened_on: Mapped[date] = field("日期")
    text: Mapped[str] = field("化解情况", kind=Kind.LONG_TEXT, searchable=True)
    state: Mapped[str | None] = field("状态改为", choices=STATES)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """Day and first words."""
        return f"{self.happened_on:%m-%d} {beginning(self.text, 12)}"


class DisputeReport(Record):
    """A village's report of a week's search for disputes; none found is a report too (零报告)."""

    __tablename__ = "dispute_reports"
    record_kind: ClassVar = RecordKind(
        "dispute-reports", "排查周报", "份", day="week", keys=("week", "village_id")
    )

    week: Mapped[date] = field("周", kind=Kind.WEEK)
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    found: Mapped[int] = field(
        "排查出", minimum=0, maximum=1000, unit="件", default=0, help="没有就是零报告"
    )
    reported_on: Mapped[date | None] = field("上报日期")
    reported_by: Mapped[str | None] = field("上报人", longest=40)

    __table_args__ = (
        Index(
            "uq_dispute_reports_week_village",
            "week",
            "village_id",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_dispute_reports_village", "village_id", "week"),
        Index("ix_dispute_reports_week", "week"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The week and what was found."""
        return f"第{self.week.isocalendar().week}周 {f'{self.found}件' if self.found else '零报告'}"
