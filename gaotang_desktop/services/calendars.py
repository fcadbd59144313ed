"""The office's table of holidays, and how its deadlines count days (节假日, 工作日)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from gaotang_desktop import paths
from gaotang_desktop.domain import holidays
from gaotang_desktop.domain.casework.working_days import Calendar
from gaotang_desktop.domain.holidays import Holiday
from gaotang_desktop.domain.periods import Period


@lru_cache(maxsize=1)
def shipped() -> tuple[Holiday, ...]:
    """The years that the State Council had announced when this version was made."""
    return holidays.read((paths.resources() / "holidays" / "announced.txt").read_text("utf-8"))


def table(settings: Mapping[str, Any]) -> Sequence[Holiday]:
    """What the office entered, or the years that ship with the program."""
    typed = str(settings["holidays"] or "")
    return holidays.read(typed) if typed.strip() else shipped()


def days_off(settings: Mapping[str, Any], period: Period) -> frozenset[date]:
    """The days of a period that a holiday takes off."""
    return frozenset(holidays.names(table(settings), period.start, period.end))


def doubt(settings: Mapping[str, Any], due_on: date | None) -> str:
    """A sentence where a term in working days ends in a year of which no holiday is entered; else ``""``."""
    if due_on is None or not settings["working_days"]:
        return ""
    if due_on.year in holidays.years(table(settings)):
        return ""
    return (
        f"{due_on.year} 年的放假和调休还没有录入，按工作日推算的期限在那一年只除去了周六、周日；"
        "录入以后，已经算好的期限不会自己改，请核对。"
    )


def calendar(settings: Mapping[str, Any]) -> Calendar:
    """How the settings want the days of a deadline to be counted."""
    working = bool(settings["working_days"])
    return Calendar(working, table(settings) if working else ())
