"""What every window over the window does with Return, and when it goes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.ui.desk.dialog import Dialog


def shown(qtbot, *buttons):
    dialog, pressed = Dialog(), []
    line = QLineEdit(dialog)
    column = QVBoxLayout(dialog)
    column.addWidget(line)
    for button in buttons:
        button.clicked.connect(lambda _checked, each=button: pressed.append(each.text()))
        column.addWidget(button)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    line.setFocus()
    return dialog, line, pressed


def test_return_in_a_field_presses_no_button_that_nobody_chose(qtbot):
    dialog, line, pressed = shown(qtbot, QPushButton("去掉这一项"), QPushButton("加一项"))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert pressed == []


def test_return_in_a_field_presses_the_button_that_was_made_the_default(qtbot):
    take = QPushButton("导入")
    take.setDefault(True)
    dialog, line, pressed = shown(qtbot, QPushButton("取消"), take)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert pressed == ["导入"]


def test_return_presses_the_button_that_has_the_focus(qtbot):
    leave = QPushButton("取消")
    dialog, line, pressed = shown(qtbot, leave, QPushButton("导入"))
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.keyClick(leave, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert pressed == ["取消"]


def test_of_a_day_s_forms_only_the_last_two_that_were_closed_are_still_held(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    opened_again = Dialog(page)
    opened_again.open()
    opened_again.reject()
    for _each in range(9):
        dialog = Dialog(page)
        dialog.open()
        dialog.accept()
        opened_again.open()
    qtbot.waitUntil(lambda: len(page.findChildren(Dialog)) == 1 + 2, timeout=2_000)
    assert opened_again.isVisible()
