"""A year of the grids (示例数据): two or three in a village, their workers invented."""

from datetime import date, datetime
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Grid, GridCount
from gaotang_desktop.data.queries import records, villages
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.demo.life import SURNAMES

_NAMES = ("第一网格", "第二网格", "第三网格")


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Every grid reports each month that is over; the last one lacks a few."""
    grids: list[dict[str, Any]] = []
    counts: list[dict[str, Any]] = []
    month = periods.month_of(last)
    for place, village in enumerate(villages.ids(session)):
        for number, name in enumerate(_NAMES[: 2 + place % 2]):
            worker = f"示例{place:02d}{SURNAMES[(place + number) % len(SURNAMES)]}{number + 1}"
            phone = f"000-0001-{place:02d}{number:02d}"
            households = chance.randint(90, 260)
            grids.append(
                {"village_id": village, "name": name, "worker": worker, "phone": phone,
                 "households": households, "range": None}
            )  # fmt: skip
            for back in range(1, 13):
                if back == 1 and chance.random() < 0.06:
                    continue
                reported = chance.choices((0, 1, 2, 3), (40, 35, 18, 7))[0]
                handled = reported - (reported > 0 and chance.random() < 0.1)
                in_time = handled - (handled > 0 and chance.random() < 0.12)
                counts.append(
                    {"month": month.shifted(-back).start, "village_id": village, "grid": name,
                     "worker": worker, "visits": chance.randint(20, 80), "reported": reported,
                     "handled": handled, "in_time": in_time}
                )  # fmt: skip
    records.add_rows(session, Grid, grids, now=now)
    records.add_rows(session, GridCount, counts, now=now)
