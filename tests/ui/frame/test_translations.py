"""Words that Qt itself says are Chinese too."""

import os
import subprocess
import sys

SCRIPT = """
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from gaotang_desktop.ui.frame.translations import speak_chinese
app = QApplication([])
assert speak_chinese(app)
line = QLineEdit("字")
menu = line.createStandardContextMenu()
print("|".join(each.text() for each in menu.actions()))
box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
print(box.buttons()[0].text())
"""


def test_menus_and_buttons_of_qt_itself_are_chinese():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    menu, button = done.stdout.splitlines()
    for word in ("撤消", "剪切", "复制", "粘贴"):
        assert word in menu, menu
    assert "取消" in button
