"""How long the window's thread stands still at a time, page by page, with ten years of records."""

import json
import os
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import ten_years
from harness import Alone

ROOT = Path(__file__).resolve().parents[2]

# A timer that fires in every turn of the loop tells how long each turn took.
WALK = """
import json, os, sys, time
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
from gaotang_desktop import app
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui import theme
theme.install(application, dark=False)
work = Workplace.open(Path(sys.argv[1]), alone=False, now=lambda: datetime(2026, 10, 24, 9, 0))
window = app.make_window(work.folder)
window.resize(1366, 698)
window.show()
app.attach(window, work, show="workbench")
from gaotang_desktop.ui.frame.start.ahead import PagesAhead
ahead = PagesAhead(window, list(window.entries), window.page, window.jobs)
turn = {"began": time.perf_counter(), "longest": 0.0}
def tick():
    now = time.perf_counter()
    turn["longest"] = max(turn["longest"], now - turn["began"])
    turn["began"] = now
beat = QTimer()
beat.timeout.connect(tick)
beat.start(0)
def until_quiet():
    quiet = 0
    while quiet < 30:
        application.processEvents()
        quiet = 0 if window.jobs.is_busy() else quiet + 1
def measured(deed):
    turn["began"], turn["longest"] = time.perf_counter(), 0.0
    QTimer.singleShot(0, deed)
    until_quiet()
    return turn["longest"]
until_quiet()
until = time.time() + 30
while len(window.pages) < len(app.ENTRIES) and time.time() < until:  # made ahead, in the pauses
    until_quiet()
    time.sleep(0.02)
found = []
for entry in app.ENTRIES:
    found.append((measured(lambda: window.go(entry.key)), entry.title))
    tabs = getattr(window.current_page(), "tabs", None)
    for at in range(1, tabs.count() if tabs else 0):
        took = measured(lambda: tabs.setCurrentIndex(at))
        found.append((took, f"{entry.title} · {tabs.tabText(at)}"))
print(json.dumps(found), flush=True)
os._exit(0)
"""


@lru_cache(maxsize=1)
def _folder():
    place = Path(tempfile.mkdtemp(prefix="gaotang-bench-")) / "data"
    work, _places = ten_years.town(folder=place)
    work.close()
    return place


class Pages(Alone):
    """One row for the whole, and one below for each view."""

    views = ()

    def line(self, title):
        rows = [f"{seconds * 1000:>12,.1f} {'':>42} {name}" for seconds, name in self.views]
        return "\n".join([super().line(title), *rows])


def bench_longest_block_of_each_view():
    """The longest block of the window's thread on the first visit of each view (goal: 100 ms)."""
    printed = subprocess.run(
        [sys.executable, "-c", WALK, str(_folder())], cwd=ROOT, check=True, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ).stdout  # fmt: skip
    views = sorted(json.loads(printed), reverse=True)
    found = Pages(tuple(seconds for seconds, _ in views), f"the slowest is {views[0][1]}")
    object.__setattr__(found, "views", views)
    return found
