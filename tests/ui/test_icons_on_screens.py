"""A window is dragged to a screen that magnifies in its own way: its pictures stay sharp."""

import json
import os
import subprocess
import sys

CHILD = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication([])
from gaotang_desktop.ui import icons
window = QMainWindow()
label = QLabel(window)
icons.dress(label, "moon", "secondary", 18)
window.setCentralWidget(label)
window.resize(400, 300)
window.show()
for at in (20, 1420, 20):
    window.move(at, 20)
    application.processEvents()
    picture = label.pixmap()
    print(window.screen().name(), picture.devicePixelRatio(), picture.width())
"""


def test_the_picture_of_a_label_is_drawn_for_the_screen_that_shows_it(tmp_path):
    screens = tmp_path / "screens.json"
    sides = {"y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96}
    two = [{"name": "A", "x": 0, **sides}, {"name": "B", "x": 1366, **sides}]
    screens.write_text(json.dumps({"screens": two}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
             "QT_SCREEN_SCALE_FACTORS": "A=1;B=1.5"},
    )  # fmt: skip
    assert done.stdout.splitlines() == ["A 1.0 18", "B 1.5 27", "A 1.0 18"], done.stderr
