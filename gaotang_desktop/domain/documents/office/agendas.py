"""会议议程: what earlier meetings decided and is open, to be reported on, and room for what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Block,
    Column,
    FormCell,
    FormGrid,
    FormRow,
    Paragraph,
    Sheet,
    Table,
    written_date,
)
from gaotang_desktop.domain.documents.wordings import short_day

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
    blocks: list[Block] = [_head(), Paragraph("一、上次以来没有落实的事项", 1)]
    if items:
        columns = (
            Column("序号", 4, "centre"),
            Column("哪次会议", 7.5, "centre"),
            Column("事项", 22),
            Column("责任单位", 9),
            Column("期限", 7.5, "centre"),
            Column("状态", 8, "centre"),
            Column("汇报情况", 16),
        )
        rows = tuple(
            (
                str(number),
                short_day(each.held_on, made_on),
                each.text,
                each.unit,
                short_day(each.due_on, made_on) if each.due_on else "没有定",
                each.state,
                "",
            )
            for number, each in enumerate(items, start=1)
        )
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph("以前会议的决定没有待落实的。"))
    blocks += [Paragraph("二、本次议题", 1), _topics()]
    return Sheet(
        "会议议程",
        f"{town}综治中心会议议程",
        tuple(blocks),
        issuer=issuer,
        notes=(f"制表：{issuer}　　制表日期：{written_date(made_on)}",),
    )


def _head() -> FormGrid:
    """Which meeting, when, where and who presides, to be written by hand."""
    rows = (("会议名称", "主持人"), ("时间", "地点"))
    return FormGrid(
        (3, 9, 3, 7),
        tuple(
            FormRow((_label(left), FormCell(), _label(right), FormCell()), 11)
            for left, right in rows
        ),
    )


def _topics() -> FormGrid:
    """Lines high enough for the pen, at a height that Word keeps too."""
    head = FormRow((_label("序号"), _label("议题"), _label("汇报单位")), 9)
    lines = (
        FormRow((FormCell(str(number), align="centre"), FormCell(), FormCell()), 18)
        for number in range(1, _BLANK + 1)
    )
    return FormGrid((1.5, 14, 5), (head, *lines))


def _label(text: str) -> FormCell:
    return FormCell(text, label=True)
