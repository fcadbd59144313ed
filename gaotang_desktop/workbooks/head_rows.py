"""A head of several rows as one: groups parted below (巡逻时间 over 起 | 止), units, numbered columns."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from gaotang_desktop.domain.writings.numbers import whole_number
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import Grid, blank, keys_of
from gaotang_desktop.workbooks.matching import bare_key, header_key, may_be_heading

_OF_NOW = {
    "合计",
    "小计",
    "总计",
    "总数",
    "本期",
    "本月",
    "当月",
    "本季",
    "本季度",
    "本年",
    "当期",
    "本次",
    "本周",
}
_BARE_COUNT = re.compile(r"[起件户人份次条个宗]?数量?|[人户]次|金额|损失")
_UNITS = {
    "户", "人", "人次", "户次", "元", "万元", "%", "％", "次", "起", "件", "份", "条", "个", "名", "处", "家",
}  # fmt: skip
_LETTERS = "甲乙丙丁戊己庚辛"
_FEWEST_NUMBERED = 4
_MOST_JOINED = 2  # rows of a head beside the one that was found


def joined(grid: Grid, index: int, known: Collection[str]) -> tuple[Grid, int]:
    """The grid with its head in one row, at the index given back; of a head of one row as it is.

    The row beside the head belongs to it when all its texts are known labels and one of them names a
    column that the head leaves open, or when it parts all groups of the head. Where a word stands below
    several groups (上报 | 核实) it is told apart by the name of its group; of 本期 | 上期 the first is
    the group itself. A row of units goes behind the labels, a row of numbers (1 2 3 4) is left out.
    """
    for _ in range(_MOST_JOINED):
        before = grid
        grid, index = _of_two_rows(grid, index, known)
        if grid is before:
            break
    while index + 1 < len(grid.rows):
        labels, (number, below) = grid.rows[index][1], grid.rows[index + 1]
        if _numbers_columns(below):
            rows = [*grid.rows[: index + 1], *grid.rows[index + 2 :]]
            said = f"第 {number} 行是各列的序号，没有读入。"
            grid = replace(grid, rows=rows, notes=[*grid.notes, said])
        elif _are_units(below, labels):
            with_units = [
                label if blank(unit) or blank(label) else f"{label}（{_bare_unit(unit)}）"
                for label, unit in zip(labels, _wide(below, len(labels)), strict=True)
            ]
            head = (grid.rows[index][0], with_units)
            grid = replace(grid, rows=[*grid.rows[:index], head, *grid.rows[index + 2 :]])
        else:
            break
    return grid, index


def _of_two_rows(grid: Grid, index: int, known: Collection[str]) -> tuple[Grid, int]:
    keys = {key for label in known for key in (header_key(label), bare_key(label))}
    for upper, lower in ((index, index + 1), (index - 1, index)):
        other = lower if upper == index else upper
        if not 0 <= other < len(grid.rows) or not keys:
            continue
        labels, more = grid.rows[index][1], grid.rows[other][1]
        said = {at: value for at, value in enumerate(more) if not blank(value)}
        fills = any(at >= len(labels) or blank(labels[at]) for at in said)
        first, second = grid.rows[upper][1], grid.rows[lower][1]
        below = {at: value for at, value in enumerate(second) if not blank(value)}
        # A title over the head parts nothing: a group row has labels of its own beside its groups.
        own = any(
            not blank(value) and (at not in below or below[at] == value)
            for at, value in enumerate(first)
        )
        if not own and upper:  # in a head of three rows the row above may hold them
            top = grid.rows[upper - 1][1]
            own = any(
                not blank(value) and at not in below and (at >= len(first) or blank(first[at]))
                for at, value in enumerate(top)
            )
        if (own or upper == index) and _parts_groups(first, below):
            fills = True
        elif not fills or not all(
            isinstance(value, str)
            and (keys.intersection(keys_of(value)) or may_be_heading(simplified(value)))
            for value in said.values()
        ):
            continue
        width = max(len(first), len(second))
        labels = _under_groups(_wide(first, width), _wide(second, width), keys)
        rows = [*grid.rows[:upper], (grid.rows[upper][0], labels), *grid.rows[lower + 1 :]]
        return replace(grid, rows=rows), upper
    return grid, index


def _parts_groups(labels: Sequence[Any], below: dict[int, Any]) -> bool:
    """Whether the row below a head stands under its groups only, and under all of each.

    A group of one column is known by a word that stands below another group too (姓名 | 电话, 姓名).
    """
    # A label merged over both rows stands in both.
    labels = _wide(labels, max([len(labels), *(at + 1 for at in below)]))
    below = {at: v for at, v in below.items() if v != labels[at]}
    groups: set[int] = set()
    said: list[tuple[int, str]] = []  # what is said below, by the place of its group
    for at, label in enumerate(labels):
        following = at + 1
        while not blank(label) and following < len(labels) and blank(labels[following]):
            groups |= {at, following}
            following += 1
        said += [(at, str(below.get(place)).strip()) for place in range(at, following)]
    said = [each for each, place in zip(said, range(len(labels)), strict=False) if place in groups]
    words = {word for _place, word in said}
    groups |= {at for at, v in below.items() if str(v).strip() in words and not blank(labels[at])}
    return (
        bool(groups)
        and groups == below.keys()
        and len(groups) < len(labels)
        and all(_is_label(value) for value in below.values())
        and len(set(said)) == len(said)
    )


def _is_label(value: Any) -> bool:
    """Whether a cell may part a group: words, no number and no day."""
    if not isinstance(value, str) or whole_number(value.strip()) is not None:
        return False
    return re.match(r"\d+(?:\.\d+)?\s*(?:[%％.\-/:：]|$)", value.strip()) is None


def _under_groups(above: Sequence[Any], below: Sequence[Any], known: Collection[str]) -> list[Any]:
    """One label for each column: what stands below, where that is said once and says enough.

    Else it goes behind its group: 起数 below 电诈 is 电诈起数, a known heading.
    """
    often = Counter(header_key(str(value)) for value in below if not blank(value))
    keys = set(known)
    labels: list[Any] = []
    group: Any = None
    alike = _groups_alike(above, below, often)
    for over, under in zip(above, below, strict=True):
        group = group if blank(over) else over
        if blank(under) or over == under or blank(group):
            labels.append(over if blank(under) else under)
            continue
        key, both = header_key(str(under)), f"{_one_line(group)}{_one_line(under)}"
        bare = _BARE_COUNT.fullmatch(bare_key(str(under))) and not keys & keys_of(str(under))
        if key in _OF_NOW:
            labels.append(group)
        elif bare or often[key] > 1 or group in alike or key in _OF_OTHERS or keys & keys_of(both):
            labels.append(both)
        else:
            labels.append(under)
    return labels


def _groups_alike(above: Sequence[Any], below: Sequence[Any], often: Counter[str]) -> set[Any]:
    """The groups that share a word below with others: each word below them is that of its group alone."""
    found: set[Any] = set()
    group: Any = None
    for over, under in zip(above, below, strict=True):
        group = group if blank(over) else over
        if not blank(under) and over != under and often[header_key(str(under))] > 1:
            found.add(group)
    return found - {None}


_OF_OTHERS = {
    "上期", "上月", "上季", "上季度", "上年", "去年", "同期", "增减", "环比", "同比", "应到", "实到", "累计",
}  # fmt: skip


def _one_line(value: Any) -> str:
    return re.sub(r"\s+", "", str(value))


def _numbers_columns(values: Sequence[Any]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 4, or 甲 乙 1 2."""
    said = [str(value).strip("()（） ") for value in values if not blank(value)]
    if any(isinstance(value, (date, datetime)) for value in values):
        return False
    letters = 0
    while letters < min(len(said), len(_LETTERS)) and said[letters] == _LETTERS[letters]:
        letters += 1
    rest = [str(number) for number in range(1, len(said) - letters + 1)]
    return len(said) >= _FEWEST_NUMBERED and said[letters:] == rest


def _are_units(values: Sequence[Any], labels: Sequence[Any]) -> bool:
    said = [(at, value) for at, value in enumerate(values) if not blank(value)]
    return (
        len(said) > 1
        and all(isinstance(value, str) and _bare_unit(value) in _UNITS for _, value in said)
        and all(at < len(labels) and not blank(labels[at]) for at, _ in said)
    )


def _bare_unit(value: Any) -> str:
    return re.sub(r"^[（(]|[)）]$", "", str(value).strip())


def _wide(values: Sequence[Any], width: int) -> list[Any]:
    return [*values, *[None] * (width - len(values))][:width]
