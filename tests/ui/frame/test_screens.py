"""A screen is unplugged while the program is open."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.frame.screens import OnScreens


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    OnScreens(made)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    return made


def unplugged():
    """As Qt tells it; what stood on the screen that is gone has kept its place."""
    QGuiApplication.instance().screenRemoved.emit(QGuiApplication.primaryScreen())


def room():
    return QGuiApplication.primaryScreen().availableGeometry()


@pytest.mark.parametrize("away", [(2000, 40), (-1500, 300), (300, 1200), (100, -900)])
def test_a_window_and_its_dialog_come_to_the_screen_that_is_left(qtbot, window, away):
    dialog = Dialog(window)
    dialog.resize(600, 400)
    dialog.open()
    for each in (window, dialog):
        each.move(*away)
    unplugged()
    qtbot.waitUntil(lambda: room().contains(window.frameGeometry()))
    assert room().contains(dialog.frameGeometry())
    assert window.size().width() == 1366


def test_a_window_larger_than_the_screen_that_is_left_becomes_as_large_as_it(qtbot, window):
    window.resize(2500, 1400)
    window.move(3000, 0)
    unplugged()
    qtbot.waitUntil(lambda: room().contains(window.frameGeometry()))


def test_a_window_that_can_be_taken_hold_of_stays_where_it_is(qtbot, window):
    window.move(900, 500)
    unplugged()
    qtbot.wait(400)
    assert window.pos() == QPoint(900, 500)


def test_a_maximised_window_is_maximised_on_the_screen_that_is_left(qtbot, window):
    window.showMaximized()
    window.setGeometry(2000, 0, 1900, 1000)
    unplugged()
    qtbot.waitUntil(lambda: room().contains(window.frameGeometry()))
    assert window.isMaximized()
