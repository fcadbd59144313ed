"""Polls, their results by village, and questionnaires entered twice (民意调查)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.polls import LEVELS


class Poll(Record):
    """One poll (民意调查): who made it, when, and where its figures come from."""

    __tablename__ = "polls"
    record_kind: ClassVar = RecordKind(
        "polls", "民意调查", "期", day="until_on", keys=("name",), deed="登记一期民调"
    )

    name: Mapped[str] = field("名称", searchable=True, longest=80, help="如 2026年第三季度镇自测")
    level: Mapped[str] = field("级别", choices=LEVELS)
    from_on: Mapped[date] = field("开始")
    until_on: Mapped[date] = field("结束")
    source_note: Mapped[str | None] = field("来源说明", searchable=True)

    __table_args__ = (
        Index("uq_polls_name", "name", unique=True, sqlite_where=text("binned_at IS NULL")),
        Index("ix_polls_until_on", "until_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The poll's name."""
        return self.name


class PollResult(Record):
    """A village's counts in a poll; a village without a sample has no row, never a 0 (民调结果)."""

    __tablename__ = "poll_results"
    record_kind: ClassVar = RecordKind(
        "poll-results", "民调结果", "个村", parent="poll_id", keys=("poll_id", "village_id")
    )

    poll_id: Mapped[int] = field("民意调查", ForeignKey("polls.id"), refers_to="polls")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    sample: Mapped[int] = field("有效样本", minimum=1, maximum=1_000_000, unit="人")
    safe: Mapped[int | None] = field("感到安全", minimum=0, maximum=1_000_000, unit="人")
    satisfied: Mapped[int | None] = field("表示满意", minimum=0, maximum=1_000_000, unit="人")
    aware: Mapped[int | None] = field("知晓", minimum=0, maximum=1_000_000, unit="人")
    took_part: Mapped[int | None] = field("参与", minimum=0, maximum=1_000_000, unit="人")

    __table_args__ = (
        Index(
            "uq_poll_results_poll_village",
            "poll_id",
            "village_id",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        Index("ix_poll_results_village", "village_id"),
        Index("ix_poll_results_poll_id", "poll_id"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The sample."""
        return f"样本{self.sample}"


class QuestionnaireEntry(Record):
    """One paper questionnaire, as one of its two entries has it (问卷录入)."""

    __tablename__ = "questionnaire_entries"
    record_kind: ClassVar = RecordKind("questionnaire-entries", "问卷录入", "份", parent="poll_id")

    poll_id: Mapped[int] = field("民意调查", ForeignKey("polls.id"), refers_to="polls")
    village_id: Mapped[int] = field("村", ForeignKey("villages.id"), refers_to="villages")
    sheet: Mapped[int] = field("问卷号", minimum=1, maximum=100_000, help="纸上印的编号")
    entry: Mapped[int] = field("第几遍", minimum=1, maximum=2)
    answers: Mapped[str] = field("答案", longest=60, help="每题一个数字，用逗号隔开，没有作答留空")
    entered_by: Mapped[str | None] = field("录入人", longest=40)

    __table_args__ = (
        Index(
            "uq_questionnaire_entries",
            "poll_id",
            "village_id",
            "sheet",
            "entry",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Sheet and entry."""
        return f"{self.sheet}号问卷第{self.entry}遍"
