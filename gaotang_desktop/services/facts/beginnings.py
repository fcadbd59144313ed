"""From which day on the office keeps a ledger (开始登记): what would have been due before counts nowhere.

A night, a report of a week, a visit are due by the calendar, so an office that begins in the middle
of a month would owe what nobody could record. The one rule of workbench, pages, papers and score: a
ledger begins with its first line, which may be that something was not done (未巡). Visits are too
rare for that: they are due since the first line of nights, reports or publicity. Before a ledger begins
nothing is due of it; a month without a line after that is nothing done by all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import disputes, patrols, publicity
from gaotang_desktop.domain.evaluation.results import Result
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.domain.periods import Period


@dataclass(frozen=True, slots=True)
class _Ledger:
    """How the office calls it, its first day, and what to do about what was not recorded before."""

    name: str
    first_day: Callable[[Session], date | None]
    before: str


def _first_of_all(session: Session) -> date | None:
    ledgers = (patrols.first_night, disputes.first_reported_week, publicity.first_day)
    days = [ledger(session) for ledger in ledgers]
    return min((day for day in days if day is not None), default=None)


_LEDGERS: Mapping[str, _Ledger] = {
    "patrol_nights": _Ledger(
        "夜巡",
        patrols.first_night,
        "以前巡过的请补登；没有巡的也要计的，请在“平安夜巡”登记未巡",
    ),
    "weekly_dispute_reports": _Ledger("排查周报", disputes.first_reported_week, "以前报过的请补登"),
    "household_visits": _Ledger("台账", _first_of_all, "以前走访过的请补登"),
}
NEAR = 4
"""A ledger that begins by this day of a month is one of the whole month: not every day has a line."""
_WEEKLY = ("weekly_dispute_reports",)
_BEGINNING = {
    "patrols": ("night", "patrol_nights"),
    "missed-nights": ("night", "patrol_nights"),
    "dispute-reports": ("week", "weekly_dispute_reports"),
    "publicity-activities": ("held_on", "household_visits"),
    "publicity-turns": ("week", "household_visits"),
}
_FAR = timedelta(days=31)
_LONG_AGO = timedelta(days=180)
NEVER = date.max
"""The beginning of a ledger in which nothing stands yet."""


def since(session: Session, fact: str) -> date:
    """The first day on which something may be due of a fact.

    ``NEVER`` while its ledger is empty, the first day there is where dues follow from records.
    """
    ledger = _LEDGERS.get(fact)
    if ledger is None:
        return date.min
    first = ledger.first_day(session) or NEVER
    if first.day <= NEAR and fact not in _WEEKLY:
        return first.replace(day=1)
    return first


def earlier(session: Session, kind: str, values: Mapping[str, Any], today: date) -> str:
    """What a line long before the first one does, in a sentence: a wrong year is soon typed.

    The first line of all is held against ``today``.
    """
    name, fact = _BEGINNING.get(kind, ("", ""))
    day = values.get(name)
    if not isinstance(day, date):
        return ""
    ledger = _LEDGERS[fact]
    if (first := ledger.first_day(session)) is None:
        if today - day <= _LONG_AGO:
            return ""
        return (
            f"{ledger.name}还没有登记过，这是第一条，是 {day:%Y-%m-%d} 的，到今天已有 "
            f"{(today - day).days} 天。存了以后应完成的就从这一天算起，请核对年份。"
        )
    if first - day <= _FAR:
        return ""
    return (
        f"{ledger.name}从 {first:%Y-%m-%d} 开始登记，这一条是 {day:%Y-%m-%d} 的，早了 "
        f"{(first - day).days} 天。存了以后应完成的就从这一天算起，请核对年份。"
    )


class FarBefore:
    """Lines of a sheet long before the next one, noticed row by row while a sheet is taken in.

    They begin a ledger as any line does, so that everything since would be due.
    """

    def __init__(self, session: Session, kind: str) -> None:
        self._day, fact = _BEGINNING.get(kind, ("", ""))
        self._ledger = _LEDGERS.get(fact)
        self._first = self._ledger.first_day(session) if self._ledger else None
        self._rows: list[tuple[date, str]] = []

    def notice(self, where: Callable[[], str], values: Mapping[str, Any]) -> None:
        """Remember the day of a row that counts; ``where`` says which row it is."""
        day = values.get(self._day)
        if isinstance(day, date) and (self._first is None or day < self._first):
            self._rows.append((day, where()))

    def told(self) -> list[str]:
        """One sentence, where the first lines of the ledger stand far before the next one."""
        days = sorted({day for day, _ in self._rows} | ({self._first} if self._first else set()))
        gaps = [pair for pair in pairwise(days) if pair[1] - pair[0] > _FAR]
        if self._ledger is None or not gaps:
            return []
        last, then = gaps[-1]
        early = [where for day, where in self._rows if day <= last]
        many = f"等 {len(early)} 行" if len(early) > 1 else ""
        since = " 起" if last > days[0] else " "
        return [
            f"{early[0]}{many}是 {days[0]:%Y-%m-%d}{since}的，{self._ledger.name}的下一条"
            f"是 {then:%Y-%m-%d} 的，隔了 {(then - last).days} 天。应完成的就从 {days[0]:%Y-%m-%d} "
            "算起，请核对年份；写错了的请改正，已经导入的先撤销。"
        ]


def not_begun(fact: str, since: date) -> str:
    """Why nothing was due of a fact in a span before its beginning."""
    name = _LEDGERS[fact].name
    when = "还没有开始登记" if since == NEVER else f"从 {since:%Y-%m-%d} 才开始登记"
    return f"{name}{when}"


def begun_within(fact: str, since: date) -> str:
    """What to know of a fact whose ledger begins within the span."""
    return f"{_LEDGERS[fact].name}从 {since:%Y-%m-%d} 开始登记，应完成的从这一天算起"


_NAMED = 5
_UNBEGUN = {"full": "各村都按满分计", "average": "本期不计", "exclude": "本期不计"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A ledger that begins in a period or after it: what is said, and what may be done about it."""

    said: str
    advice: str


def within(session: Session, scheme: Scheme, period: Period, today: date) -> Sequence[Beginning]:
    """The ledgers that a scheme counts and that had not begun on the first day of a period."""
    found: dict[str, Beginning] = {}
    last = min(period.end, today)
    for item in scheme.items:
        if (ledger := _LEDGERS.get(item.fact)) is None:
            continue
        begins = since(session, item.fact)
        if begins <= _first_due(item.fact, period.start):
            continue
        mine = [each for each in scheme.items if each.fact == item.fact]
        if begins > last:
            counts = "、".join(f"“{each.name}”{_UNBEGUN[each.when_not_due]}" for each in mine)
            said = f"{not_begun(item.fact, begins)}，{counts}"
        else:
            items = "、".join(f"“{each.name}”" for each in mine)
            day = f"{begins.month}月{begins.day}日"
            said = f"{ledger.name}从{day}开始登记，{items}从这一天算起"
        found[item.fact] = Beginning(said, ledger.before)
    return tuple(found.values())


def question(session: Session, scored: Sequence[tuple[Period, Scheme]], today: date) -> str:
    """What began late of the periods that these schemes score from records, and what to do."""
    found = [
        (period, each)
        for period, scheme in scored
        for each in within(session, scheme, period, today)
    ]
    if not found:
        return ""
    said = [f"{period.label}{each.said}" for period, each in found[:_NAMED]]
    if len(found) > _NAMED:
        said.append(f"另有 {len(found) - _NAMED} 种情况")
    advice = dict.fromkeys(each.advice for _, each in found)
    return f"{'；'.join(said)}。{'；'.join(advice)}"


def moved(session: Session, frozen: Result, now: Result) -> tuple[str, ...]:
    """The ledgers of which what is due begins on another day than in a frozen result.

    A line came in or went since, or an earlier program had counted the days before as well.
    """
    said = []
    for item in now.scheme.items:
        then, after = _first_counted(frozen, item.code), _first_counted(now, item.code)
        if item.fact not in _LEDGERS or None in {then, after} or then == after:
            continue
        ledger = _LEDGERS[item.fact]
        begins = ledger.first_day(session)
        said.append(
            f"{ledger.name}从 {begins:%Y-%m-%d} 开始登记，现在“{item.name}”应完成的从这一天算起，"
            "冻结时不是这样算的。"
            if begins
            else f"{ledger.name}没有登记，现在“{item.name}”没有应完成的，冻结时不是这样算的。"
        )
    return tuple(said)


def _first_counted(result: Result, code: str) -> date | None:
    firsts = (each.items[code].span.first for each in result.villages if code in each.items)
    return min(firsts, default=None)


def _first_due(fact: str, first: date) -> date:
    """The last day on which a ledger may begin without anything due in a span being left out."""
    if fact in _WEEKLY:  # of a week that began before and ends in the span
        return first - timedelta(days=first.weekday())
    return first
