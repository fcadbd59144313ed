"""Totals and ranks, with the range of ranks that the polls allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gaotang_desktop.documents.charts import style
from gaotang_desktop.documents.charts.style import Align, Palette, Sheet
from gaotang_desktop.domain.documents.blocks import Drawing

_ROW = 0.245  # inches
_TRACK = 3.6


@dataclass(frozen=True, slots=True)
class VillageRank:
    """One village of a ranking: ``low`` and ``high`` bound its rank range (1 is best).

    ``rank`` is ``None`` for a veto (``vetoed``) or where the total is not known yet.
    """

    village: str
    total: Decimal | None
    rank: int | None
    low: int | None = None
    high: int | None = None
    band: str = ""
    vetoed: bool = False


def ranking(
    rows: Sequence[VillageRank],
    *,
    title: str | None = None,
    note: str = "",
    grey: bool = False,
    last: int | None = None,
) -> Drawing:
    """Draw the villages in the order given: rank, total, rank range on a common track, band.

    The default title names the first village and says whether the ranges allow to tell it from
    the next. ``note`` replaces the line that explains the ranges. ``last`` is the last rank of the
    track where the rows are a part of the villages.
    """
    heading = title or ranking_finding(rows)
    if not rows:
        return style.empty_chart(heading, "本期还没有考评得分。", grey=grey)
    colours = style.palette(grey=grey)
    ranged = any(row.low is not None for row in rows)
    subtitle = note or (
        "圆点为名次，横线为名次区间：换一批人问民调，名次有95%的把握落在里面。"
        if ranged
        else "圆点为名次。"
    )
    names = style.label_width([row.village for row in rows])
    left = 0.72 + names + 0.82
    width = left + _TRACK + 1.15
    top = Sheet(width, 1.0).heading(heading, subtitle, colours) + 0.34
    sheet = Sheet(width, top + _ROW * len(rows) + 0.3)
    sheet.heading(heading, subtitle, colours)
    last = max(len(rows), last or 0, *(row.high or 0 for row in rows))
    columns: tuple[tuple[float, str, Align], ...] = (
        (0.55, "名次", "right"),
        (0.72, "村", "left"),
        (left - 0.22, "得分", "right"),
    )
    for x, word, align in columns:
        sheet.text(x, top - 0.14, word, colours.faint, size=style.SMALL, align=align)
    _scale(sheet, last, left, top, len(rows), colours)
    for place, row in enumerate(rows):
        _row(sheet, row, top + _ROW * (place + 0.5), left, names, last, colours)
    return sheet.drawing()


def ranking_finding(rows: Sequence[VillageRank]) -> str:
    """``郭桥村93.60分居首，与第2名区间重叠，先后不能断定``."""
    ranked = sorted((row for row in rows if row.rank is not None), key=lambda row: row.rank or 0)
    if not ranked or ranked[0].total is None:
        return "村级考评排名"
    first = ranked[0]
    equals = [row for row in ranked if row.rank == first.rank]
    if len(equals) > 1:
        return f"{first.village}等{len(equals)}个村{first.total}分并列居首"
    found = f"{first.village}{first.total}分居首"
    if len(ranked) > 1 and first.high is not None and ranked[1].low is not None:
        if first.high >= ranked[1].low:
            return f"{found}，与第2名区间重叠，先后不能断定"
        return f"{found}，和第2名区间不重叠"
    return found


def _x(rank: float, last: int, left: float) -> float:
    return left + (_TRACK * (rank - 1) / (last - 1) if last > 1 else _TRACK / 2)


def _scale(sheet: Sheet, last: int, left: float, top: float, rows: int, colours: Palette) -> None:
    """Hairlines at a few ranks, numbered above."""
    step = next(step for step in (1, 5, 10, 20, 50, 100, 1000) if last / step <= 9)
    marks = [1, *range(step, last + 1, step)]
    if step > 1 and last - marks[-1] < step / 2 and len(marks) > 2:
        marks.pop()
    marks = sorted({*marks, last})
    for mark in marks:
        x = _x(mark, last, left)
        sheet.line(x, top - 0.02, x, top + _ROW * rows, colours.line, 0.6)
        sheet.text(
            x,
            top - 0.14,
            f"第{mark}" if mark == 1 else str(mark),
            colours.faint,
            size=style.SMALL,
            align="center",
        )


def _row(
    sheet: Sheet,
    row: VillageRank,
    y: float,
    left: float,
    names: float,
    last: int,
    colours: Palette,
) -> None:
    place = "否决" if row.vetoed else str(row.rank) if row.rank is not None else "—"
    colour = colours.bad if row.vetoed else colours.ink
    sheet.text(0.55, y, place, colour, medium=row.vetoed, align="right")
    sheet.text(0.72, y, style.shortened(row.village, names), colours.ink)
    total = "—" if row.total is None else f"{row.total:.2f}"
    sheet.text(left - 0.22, y, total, colours.ink, align="right")
    if row.low is not None and row.high is not None:
        sheet.bar(_x(row.low, last, left), _x(row.high, last, left), y, colours.soft, 4.5)
    if row.rank is not None:
        sheet.dot(_x(row.rank, last, left), y, colours.accent, 6, edge=colours.paper)
    if row.band:
        tone = {"前列": colours.good, "待改进": colours.near}.get(row.band, colours.faint)
        sheet.text(left + _TRACK + 0.3, y, row.band, tone, size=style.SMALL, medium=True)
