"""Words and rules of the grids of a village and of what was done in them in a month (网格月报)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gaotang_desktop.domain.writings.numbers import with_digits

COUNTED: Mapping[str, str] = {
    "visits": "走访",
    "reported": "上报事项",
    "handled": "办结",
    "in_time": "按期办结",
}
"""By field what is counted in a month: households visited, matters reported, ended, ended in time."""

MOST = 100_000


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a month's report that cannot be right."""
    found: dict[str, str] = {}
    month = values.get("month")
    if month is not None and month > today:
        found["month"] = f"{month.year}年{month.month}月还没有到，请改月份。"
    for name, word in COUNTED.items():
        count = values.get(name)
        if count is not None and count < 0:
            found[name] = f"“{word}”不能小于 0，现在是 {count}。"
    for less, more in (("handled", "reported"), ("in_time", "handled")):
        few, many = values.get(less), values.get(more)
        if few is not None and many is not None and few > many and less not in found:
            found[less] = (
                f"“{COUNTED[less]}”{few} 件多于“{COUNTED[more]}”{many} 件，请改正其中一个。"
            )
    return found


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each count that a report leaves out: what is not known is no 0."""
    return {
        name: f"请填“{word}”，没有的填 0。"
        for name, word in COUNTED.items()
        if values.get(name) is None
    }


def registered(grid: str, village: str, known: Iterable[str]) -> str:
    """The one registered grid that a name means, with the village before it or not, its number written
    as it likes: 北村第1网格 is 一网格. The name itself where it is none, or may be several.
    """
    names = list(known)
    if grid in names:
        return grid
    meant = [name for name in names if _key(name, village) == _key(grid, village)]
    return meant[0] if len(meant) == 1 else grid


def _key(grid: str, village: str) -> str:
    bare = grid.replace(" ", "")
    for before in (village, re.sub("(?:村|社区)$", "", village)):
        if bare.startswith(before) and len(bare) > len(before) + 1:
            bare = bare.removeprefix(before)
            break
    return with_digits(bare.removeprefix("村").removeprefix("社区").removeprefix("第"))


def unknown(grid: str, known: Iterable[str]) -> str:
    """The sentence for a grid that its village does not have; ``""`` where none is registered."""
    names = list(known)
    if not names or grid in names:
        return ""
    return f"这个村没有登记“{grid}”，登记的有：{'、'.join(names)}。请改写法，或者先在“网格”里登记（表单里按 F2）。"


class Counted(NamedTuple):
    """What was done in one grid in a month."""

    visits: int
    reported: int
    handled: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The reports of a span added up; ``reports`` is how many there are."""

    reports: int = 0
    visits: int = 0
    reported: int = 0
    handled: int = 0
    in_time: int = 0


def figures(rows: Iterable[Counted]) -> Figures:
    """Add up reports: the one definition for list, village page and paper."""
    known = list(rows)
    return Figures(
        len(known),
        sum(each.visits for each in known),
        sum(each.reported for each in known),
        sum(each.handled for each in known),
        sum(each.in_time for each in known),
    )


def said(found: Figures) -> str:
    """``走访 120 户次 · 上报 12 件 · 办结 11 件 · 按期 10/11``."""
    parts = [
        f"走访 {found.visits:,} 户次",
        f"上报 {found.reported:,} 件",
        f"办结 {found.handled:,} 件",
    ]
    if found.handled:
        parts.append(f"按期 {found.in_time}/{found.handled}")
    return " · ".join(parts)
