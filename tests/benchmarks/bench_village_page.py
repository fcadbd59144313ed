"""Everything about one village, on ten years of 138 villages."""

import sqlite3
from functools import lru_cache

import ten_years
from harness import compare

from gaotang_desktop.domain import periods
from gaotang_desktop.services import village_pages


@lru_cache(maxsize=1)
def big():
    return ten_years.town()


def bench_village_page():
    """The page of a village for a whole year, ten years of 138 villages (under 100 ms)."""
    work, places = big()
    year = periods.parse("2026")
    raw = sqlite3.connect(work.path)

    def baseline():
        raw.execute(
            "SELECT village_id, count(DISTINCT night) FROM patrols WHERE night >= '2026-01-01'"
            " AND +binned_at IS NULL GROUP BY village_id"
        ).fetchall()

    return compare(
        lambda: village_pages.shown(work, places[40], year) and None,
        baseline,
        against="the town's nights of the year raw",
    )
