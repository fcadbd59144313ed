"""Choices that the title of a table makes for all its rows: 12345热线工单明细, 入户走访记录, 消防安全检查台账."""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import Part, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking.offers import standing
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.matching import bare_key

_ALSO = {("meetings", "kind"), ("trouble-spots", "level"), ("opinions", "source")}
"""Choices that a record may do without, or has a usual one of, and that a title says for sure."""
_NO_ONE = {"其他", "其它"}
_PAPER = re.compile(
    r"台账|档案"
)  # 资料台账 at the end of a title is what the sheet is, not what was checked
_END = re.compile(r"[\s（(【].*|表?册?$")
_LABELLED_DAY = re.compile(
    r"([\u3400-\u9fff]{2,8})\s*[：:]\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?![\d.:/-])日?(?!\s*[-—~～至到])"
)
_DAYS = re.compile(
    r"(?<!\d)(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?![\d.:/-])日?(?!\s*[-—~～至到])"
)
_OCCASIONS = (
    "patrols", "missed-nights", "spot-checks", "inspections", "publicity-activities", "opinions", "findings",
)  # fmt: skip
"""Kinds of which a sheet may be of one day, when its title says so."""
_NOT_THEN = re.compile(r"截[至止]|填|报|制|打印|统计|更新|印发|[至到起~～—]|[：:]")
_OF_A_DAY = {
    "opinions": re.compile(r"开箱|座谈|走访|征求|征集|恳谈|[会访]记录|会议"),
    "findings": re.compile(r"督[查导]|检查|排查|抽查|暗访|通报|反馈"),
}
_SEVERAL = re.compile(r"各类|各种|等")


def told(kind: str, part: Part, files: Sequence[str] = ()) -> dict[str, tuple[Any, str]]:
    """By field the one choice that title and worksheet name, with the text that names it; the day that a line
    gives to all rows (检查时间：2026年11月19日).

    Nothing where they name two, or speak of several (各类场所检查). Of a table without a title the name of its
    file is one.
    """
    if not part.above and files:
        part = replace(part, above=tuple(PurePath(name).stem for name in files))
    found: dict[str, tuple[Any, str]] = {}
    for each in records.fields_for(kind):
        if each.name == CATALOGUE[kind].record_kind.day and each.kind is Kind.DATE:
            found |= _day(kind, each, part)
        if _is_told(kind, each) and (said := _one(kind, each, part)) is not None:
            found[each.name] = said
    return found


def meeting_day(part: Part) -> date | None:
    """The one day that a title gives to the meeting whose decisions stand below: 2026年11月2日研判会议定事项."""
    found = {
        tuple(map(int, digits))
        for text in part.above
        if not _NOT_THEN.search(text)
        for digits in _DAYS.findall(simplified(text))
    }
    if len(found) != 1:
        return None
    with suppress(ValueError):
        return date(*found.pop())
    return None  # 2月30日


def names(kind: str, sheet: SheetRows, files: Sequence[str] = ()) -> Collection[str]:
    """The fields of which every table of a sheet says a choice over its rows."""
    named = [{*told(kind, part, files)} for part in sheet.parts]
    return set[str].intersection(*named) if named else ()


def _day(kind: str, each: Field, part: Part) -> dict[str, tuple[date, str]]:
    words = {bare_key(each.label), *map(bare_key, general_words(kind)[each.name])}
    found = {}
    for text in part.above:
        of_title = _DAYS.findall(simplified(text))
        if len(of_title) == 1 and kind in _OCCASIONS and _is_of_a_day(kind, text):
            with suppress(ValueError):
                found[date(*map(int, of_title[0]))] = text.strip()
        for label, *digits in _LABELLED_DAY.findall(simplified(text)):
            if len(label) > 2 and bare_key(label) in words:
                with suppress(ValueError):
                    found[date(*map(int, digits))] = text.strip()
    return {each.name: next(iter(found.items()))} if len(found) == 1 else {}


def _is_told(kind: str, each: Field) -> bool:
    if each.kind is not Kind.CHOICE or not each.choices:
        return False
    return (each.required and each.default is None) or (kind, each.name) in _ALSO


def _is_of_a_day(kind: str, text: str) -> bool:
    """Whether the day in a title is that on which all of it was done: 意见箱开箱记录（2026年11月10日）."""
    of_a_day = _OF_A_DAY.get(kind)
    return not _NOT_THEN.search(text) and (of_a_day is None or bool(of_a_day.search(text)))


def _one(kind: str, each: Field, part: Part) -> tuple[str, str] | None:
    meant = _words(kind, each)
    said: dict[str, str] = {}
    for text in (*part.above, part.worksheet):
        plain = re.sub(r"\s", "", simplified(text))
        for word in standing(plain, meant):
            if not (_PAPER.search(word) and _END.sub("", plain).endswith(word)):
                said.setdefault(meant[word], text.strip())
    if len(said) != 1 or any(_SEVERAL.search(text) for text in said.values()):
        return None
    return next(iter(said.items()))


def _words(kind: str, each: Field) -> Mapping[str, str]:
    own = {word: word for word in each.choices}
    if (kind, each.name) == ("opinions", "source"):
        return own  # other words of it may be who the opinions are of
    own |= {
        word: value
        for word, value in CHOICE_WORDS.get((kind, each.name), {}).items()
        if value in each.choices
    }
    return {word: value for word, value in own.items() if len(word) > 1 and value not in _NO_ONE}
