"""While an input method composes, the keys are its own: nothing is saved, left or closed by them."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_ITS_OWN = {
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
}  # fmt: skip
_PRESSED = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class Composing(QObject):
    """Watches what has the focus, and whether letters stand there that are no words yet.

    An input method that takes its keys away from the window is not disturbed; of one that lets them
    through, Enter would otherwise store half a name, and Escape throw a form away.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._watched: QWidget | None = None
        self._spelled = False
        application.focusChanged.connect(self._on_focus)

    def is_composing(self) -> bool:
        """Whether letters are being spelled now."""
        return self._spelled

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched, self._spelled = now, False
        if now is not None:
            now.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._spelled = bool(event.preeditString())
        elif self._spelled and isinstance(event, QKeyEvent) and event.type() in _PRESSED:
            if event.key() in _ITS_OWN:
                event.accept()
                return True
            if event.text().isprintable() and event.text():
                self._spelled = False  # a letter that comes by itself: the composing is over
        return False


def watch() -> Composing:
    """The one that watches the application, made when it is first asked for."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    found: Composing | None = application.findChild(
        Composing, options=Qt.FindChildOption.FindDirectChildrenOnly
    )
    return found or Composing(application)
