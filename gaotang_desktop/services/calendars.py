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


def calendar(settings: Mapping[str, Any]) -> Calendar:
    """How the settings want the days of a deadline to be counted."""
    working = bool(settings["working_days"])
    return Calendar(working, table(settings) if working else ())
