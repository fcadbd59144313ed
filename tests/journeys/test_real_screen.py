"""The program in a process of its own on a real X server: it maps its window and ends cleanly."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from builders import open_work, village

OPEN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gaotang_desktop.ui import theme
from gaotang_desktop import app
from pathlib import Path

kept = {}
make = app.make_window

def watched(folder):
    window = kept["window"] = make(folder)
    return window

def look():
    window = kept.get("window")
    if window is None or window.desk is None or window.jobs.is_busy():
        return
    timer.stop()
    screen = QApplication.primaryScreen()
    picture = screen.grabWindow(0)
    picture.save(sys.argv[2])
    print(window.windowHandle().isExposed(), QApplication.platformName(), window.current_page().key)
    sys.stdout.flush()
    QTimer.singleShot(50, window.close)

application = QApplication(sys.argv[:1])
application.setQuitOnLastWindowClosed(True)
timer = QTimer()
timer.timeout.connect(look)
timer.start(100)
app.make_window = watched
sys.exit(app.open_window(Path(sys.argv[1])))
"""


@pytest.fixture
def screen(tmp_path):
    """An X server without a monitor; its number, as DISPLAY wants it."""
    if not shutil.which("Xvfb"):
        pytest.skip("there is no Xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as said:
        number = said.readline().strip()
    if not number:
        server.wait(5)
        pytest.skip("Xvfb does not start here")
    yield f":{number}"
    server.send_signal(signal.SIGTERM)
    server.wait(10)


def test_the_window_opens_on_a_real_screen_and_closes_cleanly(screen, tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    settings = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", OPEN, tmp_path / "data", tmp_path / "screen.png"],
        env={**settings, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "xcb", "workbench"], done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 60
    from PySide6.QtGui import QImage

    picture = QImage(str(tmp_path / "screen.png"))
    assert (picture.width(), picture.height()) == (1366, 768)
    # Not a black screen: the page's light ground fills most of it.
    seen = [picture.pixelColor(x, 400).lightness() for x in range(20, 1340, 20)]
    assert sum(each > 200 for each in seen) > len(seen) // 2
    assert not (tmp_path / "data" / "gaotang.sqlite-wal").exists()
