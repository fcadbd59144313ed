"""Which poll (民意调查) the results of a sheet are of: what its title says, and what is registered."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import polls as queries
from gaotang_desktop.data.queries.polls import PollRow
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.services.sheets.asking.offers import Offer, standing
from gaotang_desktop.simplified import simplified

_PERIOD = re.compile(
    r"(?<!\d)(20\d\d)\s*年度?\s*(?:第?\s*([1-4])\s*季度|([上下])半年|(1[0-2]|0?[1-9])\s*月(?!\s*\d))?"
)
_DAY = re.compile(r"\d{1,2}\s*[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_SPAN = re.compile(r"月?\s*[-—–~～至到]\s*\d{1,2}\s*月")
_LEVELS = {
    "镇自测": r"自测|镇级|乡级|镇民调",
    "县": r"县级|区级|县(?:委|平安|政法|民调|测|调)|全县",
    "市": r"市级|市(?:委|平安|政法|民调|测|调)|全市",
    "省": r"省级|省(?:委|平安|政法|民调|测|调)|全省",
}
LABEL = "民意调查"
_EACH = re.compile(r"月份|期次|季度|期数|年月|月度")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A month, quarter, half year or year, as a title says it."""

    first: date
    last: date
    label: str


def said_in(text: str) -> Span | None:
    """The one period that a text names with its year; ``None`` where it names none, several, or a day."""
    plain = with_digits(simplified(fields.plain(text)))
    if _DAY.search(plain) or _SPAN.search(plain):
        return None
    found = {_span(*each) for each in _PERIOD.findall(plain)}
    return found.pop() if len(found) == 1 else None


def _span(year: str, quarter: str, half: str, month: str) -> Span:
    whole = Period(int(year), "year", 1)
    if half:
        months = whole.months[:6] if half == "上" else whole.months[6:]
        return Span(months[0].start, months[-1].end, f"{year}年{half}半年")
    period = whole
    if quarter:
        period = Period(int(year), "quarter", int(quarter))
    elif month:
        period = Period(int(year), "month", int(month))
    return Span(period.start, period.end, period.label)


def asked(
    session: Session, sheet: SheetRows, files: Sequence[str]
) -> tuple[tuple[Offer, ...], str]:
    """The poll that may be meant, with its reason, and a sentence of what is to be done where none is."""
    registered = queries.polls(session)
    apart = [label for label in sheet.header if _EACH.search(label)]
    if apart:
        how = f"“{apart[0]}”写的是各行的期：请把列名改成“期次”，格子里写登记的名称。"
        return (), how if registered else f"{how}还没有登记民意调查，{_how('')}。"
    said = _said(sheet, files)
    if said is None:
        return (), "" if registered else f"还没有登记民意调查，{_how('')}。"
    meant = [each.name for each in registered if _of(said, each)]
    if len(meant) == 1:
        return (Offer(meant[0], f"标题写的是{said.label}，这一期登记的只有"),), ""
    return (), "" if meant else f"标题写的是{said.label}，没有登记这一期，{_how(said.label)}。"


def with_new(
    session: Session, sheet: SheetRows, files: Sequence[str], said_once: str = ""
) -> SheetRows:
    """A sheet of results that names no poll, with the one that it may found in a column of its own, or the only
    registered one of the period and level in its title.

    The one that it may found is the poll of the period in the title, or of ``said_once`` for all rows, where none of that
    time is registered: what to do about such a name is asked, and it may be registered. Any other sheet
    comes back as it is.
    """
    registered = queries.polls(session)
    span = said_in(said_once) if said_once else _said(sheet, files)
    apart = any(_EACH.search(label) for label in sheet.header)
    named = [] if said_once or apart else _named(sheet, registered)
    if len(named) == 1 and (span is None or _of(span, named[0])):
        return _with_name(sheet, named[0].name, told=True)
    known = any(fields.plain(each.name) == fields.plain(said_once) for each in registered)
    if span is None or known or apart:
        return sheet
    own = [] if said_once else [each for each in registered if _of(span, each)]
    if own and (len(own) > 1 or own[0].level != _level(sheet, files)):
        return sheet
    name = said_once or (own[0].name if own else f"{span.label}{_level(sheet, files)}民调")
    return _with_name(sheet, name, told=bool(own))


def _named(sheet: SheetRows, registered: Sequence[PollRow]) -> list[PollRow]:
    """The polls whose whole names stand over every table of a sheet."""
    over = ["".join((*map(simplified, p.above), p.worksheet or p.sheet)) for p in sheet.parts]
    names = [
        {*standing(re.sub(r"\s", "", text), [each.name for each in registered])} for text in over
    ]
    return [each for each in registered if all(each.name in found for found in names)]


def _with_name(sheet: SheetRows, name: str, *, told: bool) -> SheetRows:
    if told:
        sheet = replace(sheet, notes=(*sheet.notes, f"{LABEL}取自标题：{name}。"))
    rows = tuple(replace(row, values={LABEL: name, **row.values}) for row in sheet.rows)
    return replace(sheet, header=(LABEL, *sheet.header), rows=rows)


def sure_level(session: Session, sheet: SheetRows) -> str:
    """The level of the poll that a sheet may found, where its titles say period and level, and no poll of
    that time is registered; else ``""``: it is asked.
    """
    span = _said(sheet, ())
    if span is None:
        return ""
    near = any(p.from_on <= span.last and span.first <= p.until_on for p in queries.polls(session))
    return "" if near else _level(sheet, ())


def founded(name: str) -> dict[str, date]:
    """The days of a poll that is registered by its name alone.

    Raises:
        Unreadable: the name says no period.
    """
    span = said_in(name)
    if span is None:
        raise Unreadable(
            f"登记不了民意调查“{name}”：名称里要写明是哪一期，例如“2026年第三季度镇自测”。"
        )
    return {"from_on": span.first, "until_on": span.last}


def level_in(text: str) -> str:
    """The level of a poll that words name (第四季度镇自测), ``""`` where they name none, or two."""
    found = [level for level, words in _LEVELS.items() if re.search(words, simplified(text))]
    return found[0] if len(found) == 1 else ""


def _level(sheet: SheetRows, files: Sequence[str]) -> str:
    texts = [text for part in sheet.parts for text in (*part.above, part.worksheet or part.sheet)]
    for level, words in _LEVELS.items():
        if any(re.search(words, simplified(text)) for text in (*texts, *files)):
            return level
    return ""


def _of(span: Span, poll: PollRow) -> bool:
    return said_in(poll.name) == span or (span.first <= poll.from_on and poll.until_on <= span.last)


def _how(named: str) -> str:
    name = f"（如“{named}民调”）" if named else ""
    return f"请先在“民意调查”登记一期：名称{name}、级别、开始、结束，再导入结果"


def _said(sheet: SheetRows, files: Iterable[str]) -> Span | None:
    """The one period that titles say; that of the file's name only where they say none."""
    titles = {
        span
        for part in sheet.parts
        for text in (*part.above, part.worksheet or part.sheet)
        if (span := said_in(text)) is not None
    }
    if not titles:
        titles = {s for name in files if (s := said_in(PurePath(name).stem)) is not None}
    return titles.pop() if len(titles) == 1 else None
