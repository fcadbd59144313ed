"""Heat map village × night: who patrolled when, and on whose word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from gaotang_desktop.charts import style
from gaotang_desktop.charts.style import Palette, Sheet

_ROW = 0.225  # inches
_LONG = 30  # rows
_NOTHING = "本期没有应巡的村。"


class Night(StrEnum):
    """What is known of one village's night; the patrol with the best evidence counts."""

    REPORTED = "村自报"
    VERIFIED = "抽查核实"
    LED = "带队核实"
    MISSED = "未巡"


@dataclass(frozen=True, slots=True)
class VillageNights:
    """One row: the nights something is known of, nights patrolled and nights due so far."""

    village: str
    nights: Mapping[date, Night]
    done: int
    due: int


def coverage(
    rows: Sequence[VillageNights],
    *,
    start: date,
    end: date,
    today: date,
    title: str | None = None,
    grey: bool = False,
) -> Figure:
    """Draw the nights from ``start`` to ``end`` (both included), villages in the order given.

    Nights after ``today`` stay blank. The default title says the share of due nights patrolled
    (each village at most its due) and how many villages are behind.
    """
    heading = title or coverage_finding(rows, start=start, end=end)
    if not rows:
        return style.empty_chart(heading, _NOTHING, grey=grey)
    colours = style.palette(grey=grey)
    nights = [start + timedelta(days=i) for i in range((end - start).days + 1)]
    names = style.label_width([row.village for row in rows])
    cell = min(0.32, max(0.045, 8.2 / len(nights)))
    left = 0.25 + names + 0.12
    right = left + cell * len(nights)
    sheet = Sheet(max(7.4, right + 1.05), 1.0)
    subtitle = "每格一晚，颜色越深依据越实；右侧为已巡晚数与应巡晚数。"
    top = sheet.heading(heading, subtitle, colours) + 0.34
    bottom = top + _ROW * len(rows)
    long = len(rows) > _LONG
    sheet = Sheet(sheet.width, bottom + (0.86 if long else 0.62))
    sheet.heading(heading, subtitle, colours)
    _scale(sheet, nights, left, cell, top - 0.13, colours)
    sheet.text(right + 0.75, top - 0.13, "已巡/应巡", colours.faint, size=7.5, align="right")
    _cells(sheet, rows, nights, left, top, cell, today, colours)
    for place, row in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        name = style.shortened(row.village, names)
        sheet.text(left - 0.12, y, name, colours.ink, align="right")
        behind = row.done < row.due
        sheet.text(
            right + 0.75,
            y,
            f"{'差' + str(row.due - row.done) + '晚　' if behind else ''}{row.done}/{row.due}",
            colours.bad if behind else colours.faint,
            size=style.SMALL,
            medium=behind,
            align="right",
        )
    if long:  # the days would be out of sight at the lower end
        _scale(sheet, nights, left, cell, bottom + 0.13, colours)
    _legend(sheet, left, sheet.height - 0.34, colours)
    return sheet.figure


def coverage_finding(rows: Sequence[VillageNights], *, start: date, end: date) -> str:
    """``10月到位率91.3%，3个村落后``."""
    if not rows:
        return f"{_span(start, end)}平安夜巡"
    due = sum(row.due for row in rows)
    done = sum(min(row.done, row.due) for row in rows)
    behind = sum(row.done < row.due for row in rows)
    if not due:
        return f"{_span(start, end)}还没有应巡的晚上"
    tail = f"{behind}个村落后" if behind else "没有村落后"
    return f"{_span(start, end)}到位率{done * 100 / due:.1f}%，{tail}"


def _span(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.month}月"
    if start.year == end.year:
        return f"{start.year}年{start.month}月至{end.month}月"
    return f"{start.year}年{start.month}月至{end.year}年{end.month}月"


def _scale(
    sheet: Sheet, nights: Sequence[date], left: float, cell: float, y: float, colours: Palette
) -> None:
    """Days over the columns, weekends set apart; months where days would not be readable."""
    for place, night in enumerate(nights):
        x = left + cell * (place + 0.5)
        if cell >= 0.2:
            weekend = night.weekday() >= 5
            colour = colours.ink if weekend else colours.faint
            sheet.text(x, y, str(night.day), colour, size=7.5, medium=weekend, align="center")
        elif night.day == 1 or place == 0:
            sheet.text(left + cell * place, y, f"{night.month}月", colours.faint, size=7.5)


def _cells(
    sheet: Sheet,
    rows: Sequence[VillageNights],
    nights: Sequence[date],
    left: float,
    top: float,
    cell: float,
    today: date,
    colours: Palette,
) -> None:
    fills = {
        Night.REPORTED: colours.steps[0],
        Night.VERIFIED: colours.steps[1],
        Night.LED: colours.steps[2],
        Night.MISSED: colours.empty,
    }
    gap = min(0.015, cell * 0.1)
    boxes, faces, crosses = [], [], []
    for place, row in enumerate(rows):
        y = top + _ROW * place
        for column, night in enumerate(nights):
            x = left + cell * column
            known = row.nights.get(night)
            boxes.append(_box(x + gap, y + gap, x + cell - gap, y + _ROW - gap))
            nothing = colours.ahead if night > today else colours.empty
            faces.append(fills[known] if known else nothing)
            if known is Night.MISSED:
                crosses += _cross(x + cell / 2, y + _ROW / 2, min(0.045, cell * 0.32))
    sheet.axes.add_collection(PolyCollection(boxes, facecolors=faces, linewidths=0))
    sheet.axes.add_collection(LineCollection(crosses, colors=colours.bad, linewidths=1.1))


def _box(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _cross(x: float, y: float, arm: float) -> list[list[tuple[float, float]]]:
    return [[(x - arm, y - arm), (x + arm, y + arm)], [(x - arm, y + arm), (x + arm, y - arm)]]


def _legend(sheet: Sheet, x: float, y: float, colours: Palette) -> None:
    entries = [("无记录", colours.empty)]
    entries += zip(("村自报", "抽查核实", "带队核实"), colours.steps, strict=True)
    for word, fill in entries:
        box = _box(x, y - 0.07, x + 0.2, y + 0.07)
        sheet.axes.add_collection(PolyCollection([box], facecolors=[fill], linewidths=0))
        sheet.text(x + 0.26, y, word, colours.faint, size=style.SMALL)
        x += 0.26 + style.width_of(word, style.SMALL) + 0.22
    cross = _cross(x + 0.06, y, 0.05)
    sheet.axes.add_collection(LineCollection(cross, colors=colours.bad, linewidths=1.1))
    sheet.text(x + 0.2, y, "未巡（有原因）", colours.faint, size=style.SMALL)
