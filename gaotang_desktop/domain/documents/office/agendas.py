"""会议议程: what earlier meetings decided and is open, to be reported on, and room for what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Block,
    Column,
    Paragraph,
    Sheet,
    Table,
    written_date,
)

_BLANK = 6  # lines for the topics of the meeting itself


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A decision that nobody has carried out yet."""

    held_on: date
    text: str
    unit: str
    due_on: date | None
    state: str


def agenda_sheet(items: Sequence[OpenItem], *, town: str, issuer: str, made_on: date) -> Sheet:
    """The sheet for the next meeting: the latest due first, as they are given."""
    blocks: list[Block] = [Paragraph("一、上次以来没有落实的事项", 1)]
    if items:
        columns = (
            Column("序号", 4, "centre"),
            Column("哪次会议", 8, "centre"),
            Column("事项", 22),
            Column("责任单位", 10),
            Column("期限", 8, "centre"),
            Column("状态", 6, "centre"),
            Column("汇报情况", 14),
        )
        rows = tuple(
            (
                str(number),
                f"{each.held_on.month}月{each.held_on.day}日",
                each.text,
                each.unit,
                f"{each.due_on.month}月{each.due_on.day}日" if each.due_on else "没有定",
                each.state,
                "",
            )
            for number, each in enumerate(items, start=1)
        )
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph("以前会议的决定没有待落实的。"))
    topics = (Column("序号", 4, "centre"), Column("议题", 30), Column("汇报单位", 12))
    lines = tuple((str(number), "", "") for number in range(1, _BLANK + 1))
    blocks += [Paragraph("二、本次议题", 1), Table(topics, lines)]
    return Sheet(
        "会议议程",
        f"{town}综治中心会议议程",
        tuple(blocks),
        issuer=issuer,
        left="会议：＿＿＿＿＿＿＿＿＿＿",
        right="时间地点：＿＿＿＿＿＿＿＿＿＿",
        notes=(f"制表：{issuer}　　制表日期：{written_date(made_on)}",),
    )
