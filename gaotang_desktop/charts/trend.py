"""Scores over the months: chosen villages against the median of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import nan
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gaotang_desktop.charts import style
from gaotang_desktop.charts.style import Palette, Sheet
from gaotang_desktop.domain.periods import Period

_NAMED = 6  # more lines than these cannot be told apart; the others are drawn thin
_STROKES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (3, 2)))
_MARKS = "os^DvP"
_GAP = 0.17  # inches between two labels at the right


@dataclass(frozen=True, slots=True)
class VillageTrend:
    """One village's totals, one per month, ``None`` where it was not scored."""

    village: str
    scores: tuple[Decimal | None, ...]


def trend(
    months: Sequence[Period],
    villages: Sequence[VillageTrend],
    median: Sequence[Decimal | None],
    *,
    title: str | None = None,
    grey: bool = False,
) -> Figure:
    """Draw the chosen villages and the median; a month without a score breaks the line.

    The first six villages are told apart by stroke, mark and name, any others are thin and grey.
    ``median`` (one value per month) is that of all villages, also of those not drawn.
    """
    heading = title or trend_finding(months, villages, median)
    if not months or not any(_known(line) for line in (median, *(v.scores for v in villages))):
        return style.empty_chart(heading, "这几个月还没有考评得分。", grey=grey)
    colours = style.palette(grey=grey)
    named, others = villages[:_NAMED], villages[_NAMED:]
    names = style.label_width([*(v.village for v in named), "全部村中位数"], size=style.SMALL)
    sheet = Sheet(8.6, 4.6)
    subtitle = "粗灰线为全部村的中位数。"
    if others:
        subtitle += f"前{len(named)}个村写明村名，其余{len(others)}个村为细线。"
    top = sheet.heading(heading, subtitle, colours) + 0.12
    left, right, bottom = 0.62, sheet.width - names - 0.85, 0.5
    axes: Any = sheet.figure.add_axes(
        (
            left / sheet.width,
            bottom / sheet.height,
            (right - left) / sheet.width,
            (sheet.height - top - bottom) / sheet.height,
        )
    )
    places = list(range(len(months)))
    for village in others:
        axes.plot(places, _points(village.scores), color=colours.line, lw=0.8, zorder=1)
    axes.plot(
        places,
        _points(median),
        color=colours.faint,
        lw=3.2,
        alpha=0.45,
        zorder=2,
        solid_capstyle="round",
        marker="o" if len(months) == 1 else None,
    )
    for i, village in enumerate(named):
        axes.plot(
            places,
            _points(village.scores),
            color=colours.lines[i],
            lw=1.7,
            ls=_STROKES[i] if grey else "-",
            marker=_MARKS[i],
            ms=5.5,
            mec="white",
            mew=0.7,
            zorder=3,
        )
    _frame(axes, months, colours)
    ends = [(_last(median), "全部村中位数", colours.faint, "")]
    ends += [(_last(v.scores), v.village, colours.lines[i], _MARKS[i]) for i, v in enumerate(named)]
    _labels(sheet, axes, [end for end in ends if end[0] is not None], right, top, bottom, names)
    return sheet.figure


def trend_finding(
    months: Sequence[Period], villages: Sequence[VillageTrend], median: Sequence[Decimal | None]
) -> str:
    """``2026年10月中位数86.10分，比上月高1.30分，所选3个村中1个低于中位数``."""
    if not months or not median or median[-1] is None:
        return "考评得分走势"
    now = median[-1]
    found = f"{months[-1].label}中位数{now:.2f}分"
    if len(median) > 1 and (before := median[-2]) is not None:
        change = now - before
        word = "高" if change > 0 else "低"
        found += f"，比上月{word}{abs(change):.2f}分" if change else "，与上月相同"
    scored = [
        (v.village, score) for v in villages if v.scores and (score := v.scores[-1]) is not None
    ]
    if len(scored) == 1:
        name, score = scored[0]
        word = "低于" if score < now else "高于"
        return f"{found}，{name}" + (
            f"{word}中位数{abs(score - now):.2f}分" if score != now else "正好是中位数"
        )
    if scored:
        below = sum(score < now for _, score in scored)
        found += f"，所选{len(scored)}个村中{below}个低于中位数"
    return found


def _known(scores: Sequence[Decimal | None]) -> bool:
    return any(score is not None for score in scores)


def _points(scores: Sequence[Decimal | None]) -> list[float]:
    return [nan if score is None else float(score) for score in scores]


def _last(scores: Sequence[Decimal | None]) -> float | None:
    return next((float(score) for score in reversed(scores) if score is not None), None)


def _frame(axes: Any, months: Sequence[Period], colours: Palette) -> None:
    """Hairlines across, months below; the scale starts where the scores do."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(colours.line)
    axes.patch.set_visible(False)
    axes.margins(x=0.03, y=0.08)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10], min_n_ticks=2))
    axes.grid(axis="y", color=colours.line, lw=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=colours.faint)
    every = -(-len(months) // 13)
    shown = [i for i in range(len(months)) if (len(months) - 1 - i) % every == 0]
    labels = []
    for order, i in enumerate(shown):
        new_year = order == 0 or months[i].year != months[shown[order - 1]].year
        labels.append(f"{months[i].number}月" + (f"\n{months[i].year}年" if new_year else ""))
    axes.set_xticks(shown, labels)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(style.face(style.SMALL))


def _labels(
    sheet: Sheet,
    axes: Any,
    ends: Sequence[tuple[float | None, str, str, str]],
    x: float,
    top: float,
    bottom: float,
    names: float,
) -> None:
    """Each line's name and last score beside its end, moved apart where they would touch."""
    low, high = axes.get_ylim()
    room = sheet.height - top - bottom
    wanted = sorted(
        (
            (top + room * (high - score) / (high - low), score, name, colour, mark)
            for score, name, colour, mark in ends
            if score is not None
        ),
        key=lambda end: end[0],
    )
    ys: list[float] = []
    for y, *_ in wanted:
        ys.append(max(y, ys[-1] + _GAP) if ys else y)
    overflow = ys[-1] - (sheet.height - bottom) if ys else 0.0
    if overflow > 0:
        floor = sheet.height - bottom
        for i in range(len(ys) - 1, -1, -1):
            ys[i] = min(ys[i], floor)
            floor = ys[i] - _GAP
    for y, (_, score, name, colour, mark) in zip(ys, wanted, strict=True):
        shown = style.shortened(name, names, style.SMALL)
        if mark:
            sheet.axes.plot([x + 0.12], [y], mark, ms=5, color=colour, mew=0)
        sheet.text(x + 0.22, y, f"{shown} {score:.2f}", colour, size=style.SMALL, medium=True)
