import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel

from gaotang_desktop.ui.frame.start.first_paint import FirstPaint
from gaotang_desktop.ui.frame.start.splash import show_splash

ROOT = str(Path(__file__).resolve().parents[4])

UNTIL_PAINTED = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if isinstance(watched, QMainWindow) and event.type() == QEvent.Type.Paint:
            heavy = ("sqlalchemy", "openpyxl", "reportlab", "lxml", "numpy", "fontTools")
            print([each for each in heavy if each in sys.modules], flush=True)
            os._exit(0)
        return False

application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
from gaotang_desktop.__main__ import main
main(["--data", sys.argv[1]])
"""


class Painted(QLabel):
    """Notes when it is painted."""

    def __init__(self, order):
        super().__init__("正在打开数据…")
        self._order = order

    def paintEvent(self, event):
        self._order.append("painted")
        super().paintEvent(event)


def test_what_is_heavy_comes_once_and_after_the_first_paint(qtbot):
    order = []
    label = Painted(order)
    qtbot.addWidget(label)
    FirstPaint(label, lambda: order.append("then"))
    label.show()
    qtbot.waitUntil(lambda: "then" in order)
    assert order[0] == "painted"
    label.repaint()
    qtbot.wait(20)
    assert order.count("then") == 1


def test_the_window_is_painted_before_anything_heavy_is_imported(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", UNTIL_PAINTED, str(tmp_path / "data")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


UNTIL_SEEN = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWindow():
            needless = ("gaotang_desktop.commands", "platformdirs", "typing_extensions")
            print([each for each in needless if each in sys.modules], flush=True)
            os._exit(0)
        return False

application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
from gaotang_desktop.__main__ import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("words", [["--data", "data"], []], ids=["named", "usual"])
def test_something_is_seen_before_the_grammar_of_the_commands_is_read(tmp_path, words):
    done = subprocess.run(
        [sys.executable, "-c", UNTIL_SEEN, *words], cwd=tmp_path, env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


def test_the_name_of_the_program_is_painted_when_it_is_shown(qapp, qtbot):
    class Watch(QObject):
        painted = False

        def eventFilter(self, watched, event):
            self.painted |= event.type() == QEvent.Type.Paint and isinstance(watched, QLabel)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    splash = show_splash()
    qtbot.addWidget(splash)
    qapp.removeEventFilter(watch)
    assert watch.painted
    assert splash.screen().availableGeometry().contains(splash.geometry())


EVERY_PAGE = """
import builtins, sys
import gaotang_desktop.ui
from gaotang_desktop.app import ENTRIES
for entry in ENTRIES:
    entry.load()
heavy = ("openpyxl", "numpy", "docx", "pypdfium2", "alembic", "opencc", "python_calamine")
print([each for each in heavy if each in sys.modules], builtins.__import__ is builtins.__orig_import__)
"""


def test_pages_leave_what_only_a_deed_needs_until_it_is_done_and_imports_are_pythons_own():
    done = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "[] True", done.stderr


OPENED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from gaotang_desktop import app
from gaotang_desktop.ui.frame.start.opening import open_data
window = app.make_window(Path(sys.argv[1]))
work = open_data(Path(sys.argv[1]), app.ENTRIES[0].module)
window.bars.show_for(work)
needless = ("services.demo", "services.plans", "domain.plan_text", "services.papers", "services.sheets.imports")
print([each for each in needless if f"gaotang_desktop.{each}" in sys.modules])
work.close()
"""


def test_a_start_imports_neither_plans_nor_papers_nor_sheets_before_the_data_are_shown(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path / "data")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr
