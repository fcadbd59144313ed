"""Villages down a table with nothing but figures across: 村名 | 安装探头（个） | 入户宣传（户）. Each row is what
its village is given to do.
"""

import re
from collections.abc import Sequence

from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.table import Table
from gaotang_desktop.domain.plan_text.whose.deeds import DOES
from gaotang_desktop.domain.units import fold

_GIVEN = re.compile(r"任务|指标|目标|分解|分配|责任")
_MEASURE = re.compile(r"\(([\u4e00-\u9fffA-Za-z²]{1,4})\)$")
_WITH_MEASURE = re.compile(r"\d$")


def figures_of_villages(
    headings: Sequence[str], row: Sequence[str], over: Sequence[str]
) -> list[int]:
    """The columns of figures of a table that gives each village its own; none of any other table.

    ``row`` is the first below the headings, ``over`` the lines in front: figures are tasks where these or
    a heading say so, else they only tell of the villages (人口, 面积).
    """
    kinds = columns.kinds_of(headings)
    villages = [at for at, each in enumerate(headings) if columns.is_village_column(each)]
    free = [at for at, kind in enumerate(kinds) if kind is None and at not in villages]
    if len(villages) != 1 or not free or any(kind in columns.UNITS for kind in kinds):
        return []
    named = villages[0] < len(row) and columns.is_share(row[villages[0]])
    filled = [row[at] for at in free if at < len(row) and columns.has_share(row[at])]
    if not named or not filled or not all(columns.is_figure(each) for each in filled):
        return []
    told = any(_GIVEN.search(each) or DOES.match(fold(each)) for each in headings)
    return free if told or any(_GIVEN.search(each) for each in over) else []


def kinds_with_figures(headings: Sequence[str], figures: Sequence[int]) -> list[Kind | None]:
    """The kinds of the columns of such a table, none of whose empty cells is merged with the one above."""
    return [
        Kind.FIGURE if at in figures else Kind.ANSWER if columns.is_village_column(each) else kind
        for at, (each, kind) in enumerate(zip(headings, columns.kinds_of(headings), strict=True))
    ]


def name_by_figures(table: Table, figures: Sequence[int]) -> None:
    """Give each row of such a table the task that its figures make: 安装探头12个、入户宣传640户."""
    at = min(figures)
    for row in table.rows:
        given = [i for i in figures if columns.has_share(row.cells[i]) and row.cells[i]]
        task = "、".join(_with_figure(table.headings[i], row.cells[i]) for i in given)
        row.cells.insert(at, task)
        words = "任务由这一行各列的数拼成，请核对。"
        row.warnings.append(PlanWarning(row.lines[0].number, words))
    table.headings = [*table.headings[:at], "任务", *table.headings[at:]]
    table.kinds.insert(at, None)


def _with_figure(heading: str, figure: str) -> str:
    """A heading with its figure, the measure behind it: 安装探头（个） and 12 are 安装探头12个."""
    hit = _MEASURE.search(fold(heading))
    if hit is None or not _WITH_MEASURE.search(figure):
        return heading + figure
    return heading[: hit.start()] + figure + hit.group(1)
