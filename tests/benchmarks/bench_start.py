"""How long the clerk waits after the double click, and when a page is opened for the first time."""

import os
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from harness import Alone, compare

ROOT = Path(__file__).resolve().parents[2]

# Both children say when the first paint has come, and end at once.
WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

def say():
    print(time.time(), flush=True)
    os._exit(0)

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWindow():
            say()
        return False

application = QApplication([])
watch = Watch()
"""
BARE = """
application.installEventFilter(watch)
window = QMainWindow()
window.resize(1366, 728)
window.show()
application.exec()
"""
OURS = """
application.installEventFilter(watch)
from gaotang_desktop.__main__ import main
main(["--data", sys.argv[1]])
"""
WINDOW = (
    """
class Watch(Watch):
    def eventFilter(self, watched, event):
        return isinstance(watched, QMainWindow) and super().eventFilter(watched, event)
watch = Watch()
"""
    + OURS
)
SHOWN = """
from pathlib import Path
from gaotang_desktop import app
def look():
    window = next((each for each in application.topLevelWidgets() if hasattr(each, "desk")), None)
    if window is not None and window.desk is not None and window.current_page() is not None:
        if not window.current_page().stale:
            QTimer.singleShot(0, say)
timer = QTimer()
timer.setInterval(5)
timer.timeout.connect(look)
timer.start()
app.open_window(Path(sys.argv[1]))
"""
VISITS = """
import json
from pathlib import Path
from gaotang_desktop import app
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui import theme
theme.install(application, dark=False)
work = Workplace.open(Path(sys.argv[1]), alone=False)
window = app.make_window(work.folder)
window.show()
app.attach(window, work, show="workbench")
quiet = 0
while quiet < 20:
    application.processEvents()
    time.sleep(0.01)
    quiet = 0 if window.jobs.is_busy() else quiet + 1
longest = []
for entry in app.ENTRIES[1:]:
    began = time.perf_counter()
    window.go(entry.key)
    longest.append((time.perf_counter() - began, entry.title))
    while window.jobs.is_busy():
        application.processEvents()
print(json.dumps(longest), flush=True)
os._exit(0)
"""


@lru_cache(maxsize=1)
def _folder():
    """A year of sample data, made once a run."""
    place = Path(tempfile.mkdtemp(prefix="gaotang-bench-")) / "data"
    _run(["-m", "gaotang_desktop", "--data", str(place), "demo", "--until", "2026-10-31"])
    return place


def _run(words):
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ).stdout  # fmt: skip


def _seconds(script, *words):
    began = time.time()
    return float(_run(["-c", WATCH + script, *words])) - began


def bench_first_paint():
    """From the start of the process to the first thing seen: 正在打开… (goal: 1.3 times)."""
    place = str(_folder())
    return compare(
        lambda: _seconds(OURS, place), lambda: _seconds(BARE), against="a bare window of PySide6"
    )


def bench_window_painted():
    """From the start of the process to the first paint of the window itself."""
    place = str(_folder())
    return compare(
        lambda: _seconds(WINDOW, place), lambda: _seconds(BARE), against="a bare window of PySide6"
    )


def bench_data_shown():
    """From the start of the process to the workbench with its data (goal: bare + 500 ms)."""
    place = str(_folder())
    return compare(
        lambda: _seconds(SHOWN, place), lambda: _seconds(BARE), rounds=3,
        against="a bare window of PySide6",
    )  # fmt: skip


def bench_first_visits():
    """The first visit of each page, modules imported ahead: the window's thread (goal: 100 ms)."""
    import json

    longest = json.loads(_run(["-c", WATCH + VISITS, str(_folder())]))
    slow = max(longest)[1]
    return Alone(tuple(seconds for seconds, _ in longest), f"the slowest is {slow}")
