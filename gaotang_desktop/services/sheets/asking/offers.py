"""What may fill a column that a sheet lacks, because its title, its name or its lines say so.

Nothing here is taken by itself: it is offered (what a title says for sure is taken by ``said_over``).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.writings.weeks import read_week, week_label
from gaotang_desktop.services.sheets import titles
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS, SYNONYMS
from gaotang_desktop.simplified import simplified

ONLY_ONE = "名单里只有这一个"
_MOST = 3
_HOTLINE = re.compile(r"12345|热线|工单|派单")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?![\d:])")
_YEARLESS = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_SEVERAL = re.compile(r"[至到~～—–]|\d\s*-\s*\d{1,2}\s*日")
_PERSON = ("人", "员", "姓名")


@dataclass(frozen=True, slots=True)
class Offer:
    """Words that may be meant, and why (``“窗口来访登记”里写着``)."""

    words: str
    why: str


def offers(
    kind: str,
    each: Field,
    sheet: SheetRows,
    files: Sequence[str],
    values: Sequence[str],
    today: date,
) -> tuple[Offer, ...]:
    """What the texts round a sheet say of a field, what they say first; else the only value there is.

    A month or a day without its year is the last one that has come. Of several tables each must say it:
    what one says of itself is nothing that fills the others.
    """
    told = _said(kind, each, sheet, files, values, today)
    for part in sheet.parts if len(sheet.parts) > 1 else ():
        alone = _said(kind, each, replace(sheet, parts=(part,)), files, values, today)
        told = {words: offer for words, offer in told.items() if words in alone}
    if not told and len(values) == 1:
        return (Offer(values[0], ONLY_ONE),)
    return tuple(told.values())[:_MOST]


def differing(
    kind: str,
    each: Field,
    sheet: SheetRows,
    values: Sequence[str],
    today: date,
) -> tuple[tuple[str, Offer], ...]:
    """The worksheets of which each says something of its own, with what it says; ``()`` where all agree."""
    if len(sheet.parts) < 2:
        return ()
    found = []
    for part in sheet.parts:
        alone = replace(sheet, parts=(part,), aside=())
        said = _said(kind, each, alone, (), values, today)
        if part.worksheet and len(said) == 1:
            found.append((part.worksheet, next(iter(said.values()))))
    return tuple(found) if len({offer.words for _name, offer in found}) > 1 else ()


def _said(
    kind: str,
    each: Field,
    sheet: SheetRows,
    files: Sequence[str],
    values: Sequence[str],
    today: date,
) -> dict[str, Offer]:
    found: Iterable[Offer] = ()
    texts = list(_texts(sheet, files))
    if each.kind is Kind.MONTH:
        found = _months(sheet, files, today)
    elif each.kind is Kind.WEEK:
        found = _weeks(texts, today)
    elif each.kind is Kind.DATE and each.name == CATALOGUE[kind].record_kind.day:
        # On the day of a title nothing has ended, and nothing falls due.
        found = _days(texts, today)
    elif each.kind is Kind.TEXT and each.label.endswith(_PERSON):
        found = _persons(kind, each, texts)
    elif each.kind is Kind.CHOICE:
        found = (*_choices(kind, each, texts, values), *_hotline(sheet, values))
    elif each.kind is Kind.REFERENCE:
        found = _names(texts, values)
    told = {offer.words: offer for offer in reversed(list(found))}
    return dict(reversed(told.items()))


def _texts(sheet: SheetRows, files: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for part in sheet.parts:
        for text in (*part.above, part.sheet):
            if text.strip() and text not in seen:
                seen.add(text)
                yield text.strip()
    for row in sheet.aside:
        for value in row.values.values():
            if isinstance(value, str) and value.strip() and value not in seen:
                seen.add(value)
                yield value.strip()
    yield from (PurePath(name).stem for name in files if name)


def _months(sheet: SheetRows, files: Sequence[str], today: date) -> Iterator[Offer]:
    for part in sheet.parts:
        if (month := titles.month_of(part, files)) is not None:
            yield Offer(f"{month:%Y-%m}", "标题里写着")
        elif (said := titles.period_of(part, files)).month is not None and said.year is None:
            year = today.year - (said.month > today.month)
            yield Offer(f"{year}-{said.month:02}", f"标题里只写了{said.month}月，最近的是")


def _weeks(texts: Iterable[str], today: date) -> Iterator[Offer]:
    for text in texts:
        for words in titles.weeks_in(text):
            try:
                yield Offer(week_label(read_week(words, today=today)), _why(text))
            except ValueError:
                continue  # two days of different weeks


def _days(texts: Iterable[str], today: date) -> Iterator[Offer]:
    for text in texts:
        found = _DAY.findall(simplified(text))
        if not found:
            found = [
                (str(today.year - ((int(month), int(day)) > (today.month, today.day))), month, day)
                for month, day in _YEARLESS.findall(simplified(text))
            ]
        if len(found) != 1 or _SEVERAL.search(text):
            continue  # a span of days says none of them
        year, month, day = map(int, found[0])
        try:
            yield Offer(f"{date(year, month, day):%Y-%m-%d}", _why(text))
        except ValueError:
            continue  # 2月30日


def _persons(kind: str, each: Field, texts: Iterable[str]) -> Iterator[Offer]:
    words = sorted({each.label, *SYNONYMS.get(kind, {}).get(each.name, ())}, key=len, reverse=True)
    said = re.compile(
        rf"(?:{'|'.join(map(re.escape, words))})\s*[：:]\s*([\u3400-\u9fff·、]{{2,30}})"
    )
    for text in texts:
        for found in said.finditer(simplified(text)):
            yield Offer(found[1], _why(text))


def _choices(
    kind: str, each: Field, texts: Iterable[str], values: Sequence[str]
) -> Iterator[Offer]:
    meant = {word: word for word in values}
    meant |= {w: v for w, v in CHOICE_WORDS.get((kind, each.name), {}).items() if v in values}
    for text in texts:
        for word in standing(simplified(text), meant):
            yield Offer(meant[word], _why(text))


def _hotline(sheet: SheetRows, values: Sequence[str]) -> Iterator[Offer]:
    """A sheet with orders (工单编号, 派单时间) is an export of the hotline."""
    found = next((label for label in sheet.header if _HOTLINE.search(label)), None)
    for value in values:
        if found is not None and "热线" in value:
            yield Offer(value, f"有“{found}”这一列，多半是")


def _names(texts: Iterable[str], values: Sequence[str]) -> Iterator[Offer]:
    for text in texts:
        for word in standing(simplified(text), [each for each in values if len(each) > 1]):
            yield Offer(word, _why(text))


def standing(text: str, words: Iterable[str]) -> list[str]:
    """The words that stand in a text in their own right, not within a longer one of them."""
    found = [word for word in words if len(word) > 1 and word in text]
    return [word for word in found if not any(word != other and word in other for other in found)]


def _why(text: str) -> str:
    short = text if len(text) <= 24 else f"{text[:23]}…"
    return f"“{short}”里写着"
