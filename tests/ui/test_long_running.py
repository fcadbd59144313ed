"""The window stays open all day: what each call costs must not add up."""

import subprocess
import sys


def test_python_survives_more_calls_of_qt_than_it_has_references_to_none_and_true():
    calls = (
        "import gaotang_desktop.ui\n"
        "from PySide6.QtCore import QTimer\n"
        "timer = QTimer()\n"
        "for _ in range(100_000):\n"
        "    timer.setObjectName('a')\n"
        "    timer.timeout.emit()\n"
    )
    done = subprocess.run([sys.executable, "-c", calls], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
