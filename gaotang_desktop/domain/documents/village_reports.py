"""村考评明细: one village's points, each explained by what it was counted from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Banner,
    Block,
    Column,
    Paragraph,
    Sheet,
    Table,
    written_date,
)


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item: how it is scored, what was counted, and why points were lost."""

    item: str
    full: str
    points: str
    basis: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VillageReport:
    """One village; every value is worded as it is printed, ``rank`` is “3”, “否决” or “—”.

    ``basis`` is how the total is made of the points, which do not simply add up to it.
    """

    village: str
    total: str
    rank: str
    of: int
    rank_range: str = ""
    previous: str = ""
    items: tuple[ItemReport, ...] = ()
    adjustments: tuple[tuple[str, str, str], ...] = ()
    """Kind (加分, 扣分, 一票否决), points and reason."""
    improve: tuple[str, ...] = ()
    basis: str = ""


def village_report(
    reports: tuple[VillageReport, ...],
    *,
    town: str,
    period_label: str,
    scheme_line: str,
    issuer: str,
    made_on: date,
) -> Sheet:
    """A sheet with a page for each village."""
    title = f"{town}{period_label}村级考评明细"
    if not reports:
        said = Paragraph(f"{period_label}没有参加考评的村，没有明细可以印。")
        return Sheet("村考评明细", title, (said,), issuer=issuer)
    blocks: list[Block] = []
    breaks = []
    for report in reports:
        if blocks:
            breaks.append(len(blocks))
        blocks += [Banner(f"{report.village}{period_label}考评明细", scheme_line)]
        blocks += _report(report)
    made = f"制表：{issuer}　　制表日期：{written_date(made_on)}"
    return Sheet(
        "村考评明细", title, tuple(blocks), issuer=issuer, notes=(made,), breaks=tuple(breaks)
    )


def _report(report: VillageReport) -> list[Block]:
    if report.rank == "否决":
        said = f"总分{report.total}分，一票否决，不排名次。"
    elif report.rank == "—":
        said = f"总分{report.total}分，没有排名次。"
    else:
        said = f"总分{report.total}分，在{report.of}个村中列第{report.rank}名"
        said += f"，上期第{report.previous}名" if report.previous not in ("", "—") else ""
        said += "。"
        if report.rank_range not in ("", "—"):
            said += (
                f"按民调样本估计，名次在{report.rank_range}名之间，区间以内的差别可能出于偶然。"
                if "–" in report.rank_range
                else f"按民调样本估计，名次都是第{report.rank_range}名。"
            )
    blocks: list[Block] = [Paragraph(said)]
    columns = (
        Column("考评项目", 10),
        Column("满分", 5, "decimal"),
        Column("得分", 5, "decimal"),
        Column("数据和计算", 20),
        Column("扣分原因", 18),
    )
    rows = [
        (each.item, each.full, each.points, each.basis, each.reason or "没有扣分")
        for each in report.items
    ]
    rows += [(kind, "—", points, "", reason) for kind, points, reason in report.adjustments]
    rows.append(("合计", "", report.total, report.basis, ""))
    blocks.append(Table(columns, tuple(rows), total=True))
    if report.improve:
        blocks.append(Paragraph("可以改进的地方：", 1))
        said_of = _said_once(report.improve)
        blocks += [Paragraph(f"{n}. {words}") for n, words in enumerate(said_of, start=1)]
    return blocks


_POINTS = re.compile(r"(?:最多|约得|可得|已经失去|加) ?(?=[\d.]+ 分)")


def _said_once(improve: Sequence[str]) -> list[str]:
    """Items of which the same is said (项目：说明) in one line."""
    items: dict[str, list[str]] = {}
    for words in improve:
        item, _, said = words.partition("：")
        items.setdefault(said, []).append(item)
    lines: list[str] = []
    for said, named in items.items():
        each = _POINTS.sub(r"各\g<0>", said) if len(named) > 1 else said
        lines += [f"{'、'.join(named)}：{each}"] if said else named
    return lines
