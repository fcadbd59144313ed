"""Columns that spread one field out (1月 … 12月, 邻里 | 婚姻家庭 with a tick) as that one field."""

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks import spread_columns
from gaotang_desktop.workbooks.matching import bare_key


def gathered(kind: str, sheet: SheetRows, by_hand: Collection[str]) -> SheetRows:
    """A sheet with such columns read as one; any other as it is.

    Raises:
        Unreadable: months stand across, and nothing says of which figure.
    """
    known = records.fields_for(kind)
    key = next((each for each in known if _is_period(kind, each)), None)
    groups = spread_columns.grouped(sheet, days=key is not None and key.kind is Kind.DATE)
    if (
        key is not None
        and groups
        and key.label not in sheet.header
        and not groups.keys() & set(by_hand)
    ):
        sheet = spread_columns.groups_as_rows(sheet, groups, key.label)
    sheet = _choices_across(kind, known, sheet, by_hand)
    month = next((each for each in known if each.kind is Kind.MONTH), None)
    across = [each for each in spread_columns.months(sheet) if each not in by_hand]
    if month is not None and across and month.label not in sheet.header:
        stands = figure(kind, known, sheet)
        sheet = spread_columns.months_as_rows(sheet, across, month.label, stands.label)
    week = next((each for each in known if each.kind is Kind.WEEK and each.required), None)
    weeks = [each for each in spread_columns.weeks(sheet) if each not in by_hand]
    if week is not None and weeks and week.label not in sheet.header:
        counted = [each for each in known if each.kind is Kind.INTEGER and each.editable]
        if len(counted) == 1:
            sheet = spread_columns.months_as_rows(sheet, weeks, week.label, counted[0].label)
    read_as = matched_columns(kind, sheet)
    unsure = {*read_as.matched.unknown, *read_as.loose.values()}
    ticks = spread_columns.ticked(sheet, [label for label in unsure if label not in by_hand])
    sure = [name for name in read_as.matched.by_field if name not in read_as.loose]
    if ticks and (field := _ticked_field(kind, known, sure, ticks)):
        sheet = spread_columns.ticks_as_words(sheet, ticks, field.label)
    return sheet


_PLACE = re.compile(r"（第\d+列）$")
_BRACKETS = re.compile(r"^[（(](?:[^（()）]*[）)](?=.)|[人名户个][）)]$)")
_CHOICES = {"key-group-counts": ("category", "总数"), "officers": ("role", "姓名")}
"""By kind the choice whose values may stand across over several columns each (社区矫正 | 刑满释放 over 总数
and 已管控帮扶), and what a single column below one of them holds."""


ALONE = {kind: alone for kind, (_name, alone) in _CHOICES.items()}
"""By kind what a single column below a choice, or a village, holds."""


def _choices_across(
    kind: str, known: tuple[Field, ...], sheet: SheetRows, by_hand: Collection[str]
) -> SheetRows:
    """A sheet whose groups of columns are each one choice, with a row for each of them."""
    if kind not in _CHOICES:
        return sheet
    name, alone = _CHOICES[kind]
    choice = next(each for each in known if each.name == name)
    words = {part: each for each in choice.choices for part in (each, *each.split("·"))}
    words |= dict(CHOICE_WORDS.get((kind, name), {}))
    words = {word: meant for word, meant in words.items() if len(word) > 1}
    across: dict[str, tuple[str, str]] = {}
    for label in sheet.header:
        head = "".join(simplified(label).split())
        own = max((word for word in words if head.startswith(word)), key=len, default="")
        if own and label not in by_hand:
            rest = _BRACKETS.sub("", head.removeprefix(own)).strip("（()）：:的") or alone
            across[label] = (words[own], rest)
    across = _in_our_words(kind, known, across)
    groups = {each for each, _rest in across.values()}
    bare = replace(sheet, header=tuple(label for label in sheet.header if label not in across))
    others = matched_columns(kind, bare).matched.by_field
    fewest = 1 if kind == "officers" and len(across) == 1 and "name" not in others else 2
    if len(groups) < fewest or len({*across.values()}) < len(across):
        return sheet
    if name in others:
        return sheet
    beside = _of_the_one_before(kind, sheet, across, by_hand)
    if beside:
        said = "、".join(f"“{label}”是{across[label][0]}的" for label in beside)
        sheet = replace(sheet, notes=(*sheet.notes, f"{said}，请核对。"))
    across = {label: across[label] for label in sheet.header if label in across}
    return spread_columns.groups_as_rows(sheet, across, choice.label)


def _in_our_words(
    kind: str, known: tuple[Field, ...], across: dict[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """The words below each choice as the figures that they are: 已帮扶 below one, 已管控 below another."""
    words = general_words(kind)
    meant = {
        bare_key(word): each.label
        for each in known
        if each.kind is Kind.INTEGER
        for word in words[each.name]
    }
    found = {h: (own, meant.get(bare_key(rest), rest)) for h, (own, rest) in across.items()}
    return found if len({*found.values()}) == len(found) else across


_BESIDE = {"officers": ("phone", "from_on", "until_on")}
"""By kind what is said of one alone: a column of it belongs to the group before it, not to all."""


def _of_the_one_before(
    kind: str, sheet: SheetRows, across: dict[str, tuple[str, str]], by_hand: Collection[str]
) -> list[str]:
    """The columns without a group of their own (电话 behind 书记姓名), put into the group that they follow."""
    words = general_words(kind)
    own = {bare_key(word) for name in _BESIDE.get(kind, ()) for word in words[name]}
    found: list[str] = []
    group = ""
    for label in sheet.header:
        if label in across:
            group = across[label][0]
            continue
        rest = _PLACE.sub("", label)
        its = group and label not in by_hand and bare_key(rest) in own
        if its and (group, rest) not in across.values():
            across[label] = (group, rest)
            found.append(label)
    return found


def _is_period(kind: str, each: Field) -> bool:
    """Whether a field says of which month or day the figures of a record are."""
    if each.kind is Kind.MONTH:
        return each.required
    return each.kind is Kind.DATE and each.name == CATALOGUE[kind].record_kind.day == "night"


def figure(kind: str, known: tuple[Field, ...], sheet: SheetRows) -> Field:
    """The one figure that the titles over a table name.

    Raises:
        Unreadable: they name none, or several.
    """
    titles = [simplified(text) for part in sheet.parts for text in (*part.above, part.sheet)]
    counted = [each for each in known if each.kind is Kind.INTEGER and each.editable]
    words = general_words(kind)
    named = [
        each
        for each in counted
        if any(
            bare_key(word) in title
            for word in words[each.name]
            if len(word) > 1
            for title in titles
        )
    ]
    if len(named) != 1:
        either = "、".join(each.label for each in named or counted)
        raise Unreadable(
            f"这张表的月份是横排的，标题没有写明格子里的数是哪一项（{either}）。"
            "请在标题里写明，或者改成一个月一行再导入。"
        )
    return named[0]


def _ticked_field(
    kind: str, known: tuple[Field, ...], has: Collection[str], ticks: list[str]
) -> Field | None:
    """The field whose words the ticked headings are."""
    for each in known:
        if each.name in has:
            continue
        if each.refers_to == "dispute-categories" and each.required:
            return each
        words = {*each.choices, *chain(CHOICE_WORDS.get((kind, each.name), {}))}
        if each.choices and all(simplified(label).strip() in words for label in ticks):
            return each
    return None
