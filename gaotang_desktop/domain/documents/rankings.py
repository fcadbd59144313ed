"""考评得分排名表: every village's points, rank and what moved."""

import re
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import Align, Column, Paper, Table, written_date


@dataclass(frozen=True)
class RankingRow:
    """One village's line, every value already worded as it is printed.

    ``rank`` is “1”, “否决” or “—”; an item may carry its sample, as “11.52 n=30”;
    ``rank_range`` is the span of ranks that the samples allow, as “3–7”.
    """

    rank: str
    village: str
    items: tuple[str, ...]
    bonus: str
    deduction: str
    total: str
    rank_range: str
    previous: str
    change: str
    remark: str


def ranking_paper(
    *,
    town: str,
    period_label: str,
    scheme_line: str,
    item_heads: tuple[str, ...],
    rows: tuple[RankingRow, ...],
    notes: tuple[str, ...],
    issuer: str,
    made_on: date,
) -> Paper:
    """The ranking of one period as a landscape sheet; ``item_heads`` name item and full points."""
    columns = (
        _column("名次", 32),
        _column("村", 48, "left"),
        *(_column(_stacked(head), 39) for head in item_heads),
        _column("加分", 32),
        _column("扣分", 32),
        _column("总分", 36),
        _column("名次\n区间", 38),
        _column("上期\n名次", 32),
        _column("升降", 32),
        _column("备注", 50, "left"),
    )
    return Paper(
        kind="得分排名表",
        title=f"{town}{period_label}村级考评得分排名表",
        subtitle=scheme_line,
        issuer=issuer,
        body=(Table(columns, tuple(_cells(row) for row in rows)),),
        date=made_on,
        notes=(*notes, f"制表：{issuer}　　制表日期：{written_date(made_on)}"),
        official=False,
        landscape=True,
    )


def _column(label: str, weight: float, align: Align = "centre") -> Column:
    return Column(label, weight, align)


def _stacked(head: str) -> str:
    """Code, name and full points below each other: an item's column is narrow."""
    return re.sub(r"^([A-Z]\d+)\s*", r"\1\n", head.strip()).replace(" ", "\n")


def _cells(row: RankingRow) -> tuple[str, ...]:
    return (
        row.rank,
        row.village,
        *row.items,
        row.bonus,
        row.deduction,
        row.total,
        row.rank_range,
        row.previous,
        row.change,
        row.remark,
    )
