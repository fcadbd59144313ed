"""While the window lives, classes of Qt are made in its own thread: made in another, they end it now and then."""

import subprocess
import sys

STARTED = """
import builtins, os, sys, threading
from pathlib import Path
real = builtins.__build_class__
def build(body, name, *bases, **more):
    if threading.current_thread() is not threading.main_thread():
        beside.append(name)
        made.extend([name] if any(hasattr(each, "staticMetaObject") for each in bases) else [])
    return real(body, name, *bases, **more)
beside, made = [], []
builtins.__build_class__ = build
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
from gaotang_desktop import app
def look():
    if all(each.module in sys.modules for each in app.ENTRIES):
        print(made, len(beside) > 100, flush=True)
        os._exit(0)
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
app.show_window(Path(sys.argv[1]))
application.exec()
"""


def test_no_class_of_the_window_is_made_outside_its_thread(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path / "data")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[] True", done.stderr
