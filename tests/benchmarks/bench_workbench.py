"""What the clerk looks at each morning, on ten years of 138 villages."""

import sqlite3
from functools import lru_cache

import ten_years
from harness import compare

from gaotang_desktop.services.workbench import figures


@lru_cache(maxsize=1)
def big():
    return ten_years.town()


def bench_workbench():
    """Everything on the workbench, ten years of 138 villages (must stay under 100 ms)."""
    work, _ = big()
    raw = sqlite3.connect(work.path)

    def baseline():
        raw.execute(
            "SELECT village_id, night, max(evidence) FROM patrols WHERE night >= '2026-10-01'"
            " AND +binned_at IS NULL GROUP BY night, village_id"
        ).fetchall()

    return compare(lambda: figures.today(work) and None, baseline, against="the month's nights raw")
