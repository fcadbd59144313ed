"""A screen that is unplugged, or becomes smaller: what stood there comes to one that is left."""

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

_PATIENCE_MS = 300  # some systems bring windows back by themselves: not twice
_HOLD = 24  # of the top edge, where a window is taken hold of


class OnScreens(QObject):
    """Watches the screens while its window lives."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PATIENCE_MS)
        self._pause.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._on_change)
        application.screenAdded.connect(self._follow)
        for screen in QGuiApplication.screens():
            self._follow(screen)

    def _follow(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._on_change)

    def _on_change(self, _what: object) -> None:
        self._pause.start()

    def look(self) -> None:
        """Bring every window back that cannot be taken hold of any more."""
        for each in QApplication.topLevelWidgets():
            if each.isVisible() and each.isWindow() and not each.isMinimized():
                bring_back(each)


def bring_back(window: QWidget) -> None:
    """Move a window onto a screen, unless it can be taken hold of where it is."""
    frame = window.frameGeometry()
    rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if any(_can_be_held(frame, room) for room in rooms):
        return
    large = window.isMaximized()
    if large:
        window.showNormal()
        frame = window.frameGeometry()
    room = QGuiApplication.primaryScreen().availableGeometry()
    around = frame.size() - window.size()
    window.resize(window.size().boundedTo(room.size() - around))
    frame = QRect(frame.topLeft(), window.size() + around)
    left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
    top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
    window.move(QPoint(left, top))
    if large:
        window.showMaximized()


def _can_be_held(frame: QRect, room: QRect) -> bool:
    """Whether the middle of the top edge is in sight."""
    grip = QRect(frame.center().x() - 2 * _HOLD, frame.top(), 4 * _HOLD, _HOLD)
    return room.intersects(grip)
