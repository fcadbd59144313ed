"""考评得分排名表: every village's points, rank and what moved."""

import re
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import Align, Column, Sheet, Table, written_date

_FULL = re.compile(r"[\d.]+–[\d.]+")


@dataclass(frozen=True)
class RankingRow:
    """One village's line, every value already worded as it is printed.

    ``rank`` is “1”, “否决” or “—”; ``rank_range`` is the span of ranks that the samples allow, as
    “3–7”; ``sample`` is the valid sample of the poll, as “36” or “12 不足”, empty without a poll.
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
    sample: str = ""


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
) -> Sheet:
    """The ranking of one period as a landscape sheet; ``item_heads`` name item and full points."""
    return Sheet(
        kind="得分排名表",
        title=f"{town}{period_label}村级考评得分排名表",
        subtitle=scheme_line,
        issuer=issuer,
        blocks=(ranking_table(item_heads, rows),),
        notes=(*notes, f"制表：{issuer}　　制表日期：{written_date(made_on)}"),
        landscape=True,
    )


def ranking_table(
    item_heads: tuple[str, ...],
    rows: tuple[RankingRow, ...],
    *,
    size: float = 8.5,
    notes: tuple[str, ...] = (),
) -> Table:
    """The ranking as a table for a page that lies across: 24 villages on one sheet at 8.5 points."""
    polled = any(row.sample for row in rows)
    # Shares of the width of a page that lies across: what each needs at 9 points.
    columns = (
        _column("名次", 23),
        _column("村", 42, "left"),
        *((_column("民调\n样本", 36),) if polled else ()),
        *(_column(_stacked(head, 2), 28, "decimal") for head in item_heads),
        _column("加分", 28, "decimal"),
        _column("扣分", 28, "decimal"),
        _column("总分", 29, "decimal"),
        _column("名次\n区间", 31),
        _column("上期\n名次", 25),
        _column("升降", 29),
        _column("备注", 42, "left"),
    )
    return Table(columns, tuple(_cells(row, polled=polled) for row in rows), size=size, notes=notes)


def _column(label: str, weight: float, align: Align = "centre") -> Column:
    return Column(label, weight, align)


def _stacked(head: str, most: int) -> str:
    """Code, name and full points below each other, the name in lines of about equal length."""
    parts = re.sub(r"^([A-Z]\d+)\s*", r"\1\n", head.strip()).replace(" ", "\n").split("\n")
    return "\n".join(line for part in parts for line in _folded(part, most))


def _folded(part: str, most: int) -> list[str]:
    if _FULL.fullmatch(part):  # full points that differ: 12– above 12.44
        return part.replace("–", "–\n").split("\n")
    if part.isascii() or len(part) <= most:
        return [part]
    count = -(-len(part) // most)
    size = -(-len(part) // count)
    return [part[at : at + size] for at in range(0, len(part), size)]


def _cells(row: RankingRow, *, polled: bool) -> tuple[str, ...]:
    return (
        row.rank,
        row.village,
        *((row.sample or "—",) if polled else ()),
        *row.items,
        row.bonus,
        row.deduction,
        row.total,
        row.rank_range,
        row.previous,
        row.change,
        row.remark,
    )
