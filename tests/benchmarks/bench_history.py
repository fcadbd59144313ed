"""What the history costs where much is stored at once, beside plain sqlite3 that keeps none."""

import sqlite3
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import builders
from harness import compare

from gaotang_desktop.data.models import Patrol
from gaotang_desktop.data.queries import records

ROWS = 100_000
NOW = datetime(2026, 11, 28, 9, 0)


def patrols():
    """As many patrols of 24 villages, night by night."""
    return [
        {
            "night": date(2014, 1, 1) + timedelta(days=n // 24),
            "village_id": 1 + n % 24,
            "start": time(20, n % 60),
            "end": time(22, n % 60),
            "leader": f"张{n % 40}",
            "people": 3 + n % 5,
            "joint": False,
            "evidence": "村自报",
            "way": "步行",
            "route": f"沿{n % 100}号路巡查",
            "created_at": NOW,
            "changed_at": NOW,
        }
        for n in range(ROWS)
    ]


def bench_inserting():
    """100,000 patrols are stored in one step that can be taken back, durably."""
    rows = patrols()
    names = ", ".join(f'"{name}"' for name in rows[0])
    statement = f"INSERT INTO patrols ({names}) VALUES ({', '.join('?' * len(rows[0]))})"
    plain = [tuple(str(each) if not isinstance(each, int | str) else each for each in row.values())
             for row in rows]  # fmt: skip

    def office():
        work = builders.open_work(Path(tempfile.mkdtemp()), now=NOW)
        for n in range(24):
            builders.village(work, f"第{n}村")
        return work

    def ours():
        work = office()
        began = perf_counter()
        with work.database.operation("夜巡") as session:
            records.add_rows(session, Patrol, rows, now=NOW)
        return perf_counter() - began

    def raw():
        work = office()
        path = work.database.path
        work.close()
        database = sqlite3.connect(path)
        database.execute("PRAGMA synchronous=FULL")
        began = perf_counter()
        with database:
            database.executemany(statement, plain)
        return perf_counter() - began

    return compare(ours, raw, rounds=3, against="sqlite3 without history")
