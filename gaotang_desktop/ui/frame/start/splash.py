"""The first thing seen after the double click, while the rest of the program is imported.

It stands alone: no colour, no icon and no other module of the window is needed for it.
"""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from gaotang_desktop.paths import resources

_kept: list[QApplication] = []
"""Python must keep what nothing else holds."""


def show_splash() -> QLabel:
    """Show the program's name and 正在打开…; the window that comes takes it away.

    No ``QSplashScreen``: before there is an event loop, that one (of Qt 6.12) waits a whole second
    for its window, and only then is anything painted.
    """
    if QApplication.instance() is None:
        _kept.append(QApplication(sys.argv[:1]))
    picture = QPixmap(str(resources() / "program" / "splash.png"))
    picture.setDevicePixelRatio(2)  # drawn for screens at 200 %
    splash = QLabel()
    splash.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
    splash.setPixmap(picture)
    splash.resize(splash.sizeHint())
    place = splash.geometry()
    place.moveCenter(splash.screen().availableGeometry().center())
    splash.move(place.topLeft())
    splash.show()
    splash.repaint()  # there is no event loop yet
    return splash
