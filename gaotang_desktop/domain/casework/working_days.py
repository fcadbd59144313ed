"""Days of a deadline: every day, or working days only (工作日), by the table of holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gaotang_desktop.domain.holidays import Holiday, is_worked


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the days of a deadline are counted: every day, or with ``working`` those worked."""

    working: bool = False
    holidays: Sequence[Holiday] = ()

    def after(self, day: date, days: int) -> date:
        """The last day of a term of so many days; the day on which it starts is not counted.

        The state council's rules count so: 自次日起计算. A term of no day ends on the day itself.
        """
        if not self.working:
            return day + timedelta(days=days)
        while days > 0:
            day += timedelta(days=1)
            days -= is_worked(day, self.holidays)
        return day


EVERY_DAY = Calendar()
