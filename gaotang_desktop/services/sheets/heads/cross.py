"""Cross tables: villages across with a day, a week or a month in each row, and tables of sums of no record."""

import re
from collections.abc import Collection, Sequence

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.writings.numbers import chinese_number, with_digits
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import titles
from gaotang_desktop.services.sheets.heads import spread
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.workbooks import shapes, spread_columns
from gaotang_desktop.workbooks.grids import blank

_COUNTED = ("incident-counts", "grid-counts", "poll-results", "key-group-counts")
_WEEKLY = {"dispute-reports": "found"}
"""By kind of a week's report the figure that stands below its villages."""
_FEWEST = 2  # columns of one kind across
_WEEK = re.compile(r"(?:\d{1,2}月)?(?:第?\d{1,2}周|W\d{1,2})(?:[（(].*[)）])?", re.IGNORECASE)
_QUARTER = re.compile(r"(?:\d{4}年)?第?[1-4]季度?|(?:\d{4}年)?[上下]半年")
_OF_VILLAGE = re.compile(r"([\u3400-\u9fff]{1,10}?(?:村|社区))(?!级|民|干|组|里|名|委)(.*)")
_DAY = re.compile(r"(?:\d{1,2}月)?\d{1,2}[日号]")


def villages_across(kind: str, sheet: SheetRows, by_hand: Collection[str]) -> SheetRows:
    """A table with villages across and a night, a week or a month in each row, as a row for each cell.

    Any other sheet comes back as it is.

    Raises:
        Unreadable: months go down, and nothing says of which figure.
    """
    known = records.fields_for(kind)
    village = next((each for each in known if each.refers_to == "villages"), None)
    matched = matched_columns(kind, sheet).matched
    across = [label for label in sheet.header if titles.is_village(label) and label not in by_hand]
    if village is not None and kind in _COUNTED and village.name not in matched.by_field:
        groups = _groups(kind, sheet, by_hand)
        others = [e for e in known if e.required and e.kind in (Kind.CHOICE, Kind.TEXT)]
        if groups and all(e.name in matched.by_field for e in others):
            return spread_columns.groups_as_rows(sheet, groups, village.label)
    day = next((each for each in known if _names_row(kind, each)), None)
    if village is None or day is None or len(across) < _FEWEST:
        return sheet
    if day.name not in matched.by_field or village.label in sheet.header:
        return sheet
    if day.kind is Kind.MONTH:
        figure = spread.figure(kind, known, sheet).label
        return spread_columns.figures_across(sheet, across, village.label, figure)
    if day.kind is Kind.WEEK and (weekly := _WEEKLY.get(kind)):
        figure = next(each.label for each in known if each.name == weekly)
        return spread_columns.figures_across(sheet, across, village.label, figure)
    if day.kind is Kind.WEEK and not shapes.all_marks(sheet, across):
        return sheet
    return shapes.marks_across(
        sheet, dict(zip(across, across, strict=True)), village.label, nights=day.name == "night"
    )


def _groups(kind: str, sheet: SheetRows, by_hand: Collection[str]) -> dict[str, tuple[str, str]]:
    """By column the village over a group of columns, and which figure stands below it: 北村总数, 北村已管控.

    The label of a village alone stands for 总数. Nothing where fewer than two villages have the same columns.
    """
    alone = spread.ALONE.get(kind, "")
    found: dict[str, tuple[str, str]] = {}
    for label in sheet.header:
        said = _OF_VILLAGE.fullmatch("".join(label.split()))
        if said is None or label in by_hand or not titles.is_some_village(said[1]):
            continue
        if rest := said[2].strip("（()）：:") or alone:
            found[label] = (said[1], rest)
    below: dict[str, set[str]] = {}
    for village, rest in found.values():
        below.setdefault(village, set()).add(rest)
    alike = len(below) >= _FEWEST and len({frozenset(each) for each in below.values()}) == 1
    several = all(len(each) > 1 for each in below.values())
    return found if alike and several and len({*found.values()}) == len(found) else {}


def _names_row(kind: str, each: Field) -> bool:
    return (each.kind in (Kind.MONTH, Kind.WEEK) and each.required) or (
        each.name == CATALOGUE[kind].record_kind.day == "night"
    )


def refuse_sums(kind: str, sheet: SheetRows, by_hand: Collection[str] = ()) -> None:
    """Refuse a table of sums by week, day, month or quarter: no record follows from them.

    Raises:
        Unreadable: what it is, and what can be taken in instead.
    """
    across = _periods(sheet, by_hand)
    if not across:
        return
    named = f"{across[0]}……{across[-1]}"
    label = records.label_of(kind)
    raise Unreadable(
        f"这张表是横排的合计表（{named}），一格是一个数，“{label}”里没有这样的记录，没有导入。{_instead(kind)}"
    )


def _periods(sheet: SheetRows, by_hand: Collection[str]) -> Sequence[str]:
    for pattern in (_WEEK, _QUARTER, spread_columns.MONTH, _DAY):
        found = [
            label
            for label in sheet.header
            if label not in by_hand and pattern.fullmatch(_plain(label)) and _counts(sheet, label)
        ]
        if len(found) >= _FEWEST:
            return found
    return ()


def _plain(label: str) -> str:
    text = with_digits("".join(label.split()))
    number = chinese_number(text.removesuffix("季度")) if text.endswith("季度") else None
    return f"{number}季度" if number is not None else text


def _counts(sheet: SheetRows, label: str) -> bool:
    """Whether nothing but short figures and marks stands under a heading."""
    said = [str(v) for row in sheet.rows if not blank(v := row.values.get(label))]
    return all(len(each.strip()) < 8 for each in said)


def _instead(kind: str) -> str:
    known = records.fields_for(kind)
    label = records.label_of(kind)
    if any(_names_row(kind, each) and each.kind is Kind.MONTH for each in known):
        return f"“{label}”按月登记：请换成按月的数（1月、2月……），或者一个月一行再导入。"
    if CATALOGUE[kind].record_kind.day == "night":
        return (
            "请导入一晚一行的表；或者按日期横排的月历（1日、2日……），巡了的格打√，"
            "后面写上带班人和人数。各村各月的次数不用录，程序从这些记录里数。"
        )
    if any(each.kind is Kind.WEEK for each in known):
        return "请改成一周一行，在“周”里写明是哪一周（写那一周里的一天，如 2026-10-05）。"
    return f"请导入一条一行的明细表；各村的数不用录，程序从“{label}”里数。"


def require_figures(kind: str, by_field: Collection[str], sheet: SheetRows) -> None:
    """Refuse a sheet of figures of which not one is understood: it would be stored as nothing at all.

    Raises:
        Unreadable: which figures the kind has.
    """
    counted = [
        each
        for each in records.fields_for(kind)
        if each.kind is Kind.INTEGER and each.editable and each.name != "sample"
    ]
    if kind in _COUNTED and not any(each.name in by_field for each in counted):
        refuse_sums(kind, sheet)
        named = "、".join(each.label for each in counted)
        raise Unreadable(
            f"这张表里没有认出一列{records.label_of(kind)}的数（{named}），没有导入。请改列名，或者指定哪一列是什么。"
        )
