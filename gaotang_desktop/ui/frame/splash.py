"""The first thing seen after the double click, while the rest of the program is imported.

It stands alone: no colour, no icon and no other module of the window is needed for it.
"""

import sys

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QSplashScreen

from gaotang_desktop.paths import resources

_kept: list[QApplication] = []
"""Python must keep what nothing else holds."""


def show_splash() -> QSplashScreen:
    """Show the program's name and 正在打开…; the window that comes takes it away."""
    if QApplication.instance() is None:
        _kept.append(QApplication(sys.argv[:1]))
    picture = QPixmap(str(resources() / "program" / "splash.png"))
    picture.setDevicePixelRatio(2)  # drawn for screens at 200 %
    splash = QSplashScreen(picture)
    splash.show()
    splash.repaint()  # there is no event loop yet
    return splash
