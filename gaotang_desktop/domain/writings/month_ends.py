"""The last day of a month or of a part of it (上旬, 中旬, 下旬, 底)."""

import calendar
from datetime import date


def last_day_of(year: int, month: int, part: str = "") -> date:
    """The last day of a part of a month: 上旬 the 10th, 中旬 the 20th, else the month's last.

    Raises:
        ValueError: there is no such month.
    """
    start = date(year, month, 1)
    day = {"上旬": 10, "中旬": 20}.get(part)
    return start.replace(day=day or calendar.monthrange(year, month)[1])
