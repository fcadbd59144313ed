"""Three things whose slowness a clerk would feel; storing at once stands in ``bench_history``."""

import sqlite3
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from harness import compare
from sqlalchemy import insert

from gaotang_desktop.data.models import ManualValue, Patrol, SpotCheck, Village
from gaotang_desktop.domain import periods
from gaotang_desktop.services import evaluation, records
from gaotang_desktop.services.workplace import Workplace

NOW = datetime(2026, 10, 31, 9, 0)
STAMP = {"created_at": NOW, "changed_at": NOW}
PATROL = {"leader": "示例甲", "people": 4, "joint": False, "evidence": "村自报", **STAMP}


def town(villages, nights_each, every):
    """A data folder with so many villages and patrols, every so many days back from October."""
    work = Workplace.open(Path(tempfile.mkdtemp()), now=lambda: NOW)
    names = [
        {"name": f"第{n}村", "kind": "行政村", "display_order": n, **STAMP} for n in range(villages)
    ]
    with work.database.operation("示例") as session:
        session.execute(insert(Village), names)
    ids = [each.id for each in records.references(work, "villages")]
    rows = patrols(ids, nights_each, every)
    with work.database.operation("示例") as session:
        session.execute(insert(Patrol), rows)
    return work, ids


def patrols(ids, nights_each, every):
    last = date(2026, 10, 30)
    return [
        {**PATROL, "village_id": village, "night": last - timedelta(days=n * every)}
        for n in range(nights_each)
        for village in ids
    ]


def bench_list_100000_patrols():
    """Read 100,000 patrols as the rows that the page's list shows."""
    work, _ = town(100, 1000, 1)
    raw = sqlite3.connect(work.path)

    def baseline():
        raw.execute(
            "SELECT * FROM patrols WHERE binned_at IS NULL ORDER BY night DESC, id"
        ).fetchall()

    return compare(
        lambda: records.listing(work, "patrols") and None, baseline, rounds=3, against="raw sqlite3"
    )


def bench_score_138_villages_over_ten_years():
    """Score a month of 138 villages with ten years of data."""
    work, ids = town(138, 1500, 2)
    month = periods.month(2026, 9)
    with work.database.operation("示例") as session:
        session.execute(
            insert(SpotCheck),
            [
                {
                    "night": date(2026, 9, n),
                    "village_id": v,
                    "checked_by": "甲",
                    "result": "在岗",
                    **STAMP,
                }
                for v in ids
                for n in (3, 17)
            ],
        )
        session.execute(
            insert(ManualValue),
            [
                {"period": month.key, "village_id": v, "item": code, "value": Decimal(28),
                 "of": Decimal(32 + v % 9), "reason": "示例", "entered_by": "甲", **STAMP}
                for v in ids
                for code in ("A1", "A2")
            ],
        )  # fmt: skip
    raw = sqlite3.connect(work.path)

    def baseline():
        raw.execute(
            "SELECT village_id, night, id, evidence FROM patrols WHERE night BETWEEN ? AND ?"
            " AND binned_at IS NULL",
            (str(month.start), str(month.end)),
        ).fetchall()

    return compare(
        lambda: evaluation.evaluate(work, month) and None,
        baseline,
        rounds=3,
        against="reading the month's patrols raw",
    )


PAINT = """
import sys, time
began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
{body}
window.show()
window.grab()
print(time.perf_counter() - began)
"""
BARE = "window = QMainWindow()"
OURS = """
from pathlib import Path
from gaotang_desktop.app import make_window
from gaotang_desktop.ui import theme
theme.install(application)
window = make_window(Path(sys.argv[1]))
"""


def bench_first_paint():
    """First paint of the window in a process of its own, imports included."""
    folder = tempfile.mkdtemp()

    def painted(body):
        began = perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", PAINT.format(body=body), folder],
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout.split()[-1]) or perf_counter() - began

    return compare(lambda: painted(OURS), lambda: painted(BARE), against="a bare QMainWindow")
