"""责任分工表: who leads and who assists in every task of a plan."""

from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import Column, Sheet, Table, written_date

_NO_UNIT = "方案未列责任单位"


@dataclass(frozen=True)
class ResponsibilityRow:
    """One task of the plan; ``lead`` is empty where the plan names no unit."""

    number: str
    task: str
    requirement: str
    lead: str
    assist: str
    deadline: str


def responsibility_paper(
    *,
    town: str,
    plan_number: str,
    plan_title: str,
    rows: tuple[ResponsibilityRow, ...],
    issuer: str,
    made_on: date,
) -> Sheet:
    """The plan's tasks as a landscape sheet; nothing of a requirement is cut."""
    columns = (
        Column("序号", 5, "centre"),
        Column("工作任务", 15),
        Column("具体要求", 42),
        Column("牵头单位", 14),
        Column("配合单位", 14),
        Column("完成时限", 12, "centre"),
    )
    subtitle = f"依据：{plan_number}" if plan_number.strip() else ""
    return Sheet(
        kind="责任分工表",
        title=f"{town}落实《{plan_title}》责任分工表",
        subtitle=subtitle,
        issuer=issuer,
        blocks=(Table(columns, tuple(_cells(row) for row in rows)),),
        notes=(f"制表：{issuer}　　制表日期：{written_date(made_on)}",),
        landscape=True,
    )


def _cells(row: ResponsibilityRow) -> tuple[str, ...]:
    return (
        row.number,
        row.task,
        row.requirement,
        row.lead.strip() or _NO_UNIT,
        row.assist.strip() or "—",
        row.deadline.strip() or "—",
    )
