"""What every window over the window does with the keyboard, and with what is typed there."""

import weakref
from collections import deque
from collections.abc import Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.ui import theme

LEAVING = "有内容还没保存。真的不要，请再按一次。"
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

# Closed ones, the last two: what still runs may tell them of its end.
_KEPT = 2
_closed: deque[weakref.ref["Dialog"]] = deque()


class Dialog(QDialog):
    """Return presses the button that has the focus, else the one that was made the default, if any.

    Afterwards the focus is where it was before.

    It is never larger than the screen, with room for its frame and the task bar.
    ``first`` is where the focus goes when the dialog opens; without one, where Qt puts it.

    Where something stands that is not stored, ``is_dirty`` and ``typed`` say so: it is kept every two
    seconds. After a power cut the dialog is opened as ``kept_as`` says, over the page that it was opened
    from, else over the page ``kept_on``, and given to ``put``; without that only its words are offered. Who has ``told_at``, a line of words, says
    there that they would be lost, and closes at the second press.

    A closed one goes when two more were closed after it, unless it was opened again.
    """

    first: QWidget | None = None
    kept_as: Mapping[str, Any] = {}
    kept_on = ""
    told_at: QLabel | None = None
    _asked_about: Words | None = None

    def is_dirty(self) -> bool:
        """Whether something stands there that is not stored."""
        return False

    def typed(self) -> tuple[Words, list[str]]:
        """All that was typed, and lines to read about it."""
        return {}, []

    def put(self, words: Words) -> None:
        """Let stand there again what :meth:`typed` told."""

    def may_leave(self) -> bool:
        """Whether nothing would be lost, or the operator was asked about just this before."""
        words = self.typed()[0] if self.is_dirty() else None
        if words is None or words == self._asked_about:
            return True
        self._asked_about = words
        if self.told_at is not None:
            self.told_at.setText(LEAVING)
            self.told_at.show()
            theme.restyle(self.told_at, "error")
        return False

    @override
    def reject(self) -> None:
        if self.told_at is None or self.may_leave():
            super().reject()

    def room(self) -> QSize:
        """The largest size that it may have on its screen."""
        return self.screen().availableSize() - QSize(16, 40)

    def stay_in_sight(self) -> None:
        """Move as far as is needed to be on the screen whole, as after growing."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
        if (left, top) != (frame.left(), frame.top()):
            self.move(left, top)

    @override
    def done(self, result: int) -> None:
        """A window that waits behind this one, and not only the one below all, takes the keys again."""
        held = self.isActiveWindow()
        super().done(result)
        _let_go(self)
        waiting = QApplication.activeModalWidget()
        if held and waiting is not None and not waiting.isActiveWindow():
            waiting.activateWindow()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        # By itself Qt lets Return in a field press the first button there is, whatever that does.
        for button in self.findChildren(QPushButton):
            if not button.isDefault():
                button.setAutoDefault(False)
        super().showEvent(event)
        self.resize(self.size().boundedTo(self.room()))
        before = QApplication.focusWidget()
        if before is not None and not self.isAncestorOf(before):
            self.finished.connect(lambda _result: give_focus_back(before))
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self._read_manual()
        elif not press_focused(self, event):
            super().keyPressEvent(event)

    def _read_manual(self) -> None:
        """F1 as in the window below: the chapter of the page that this was opened from."""
        above = self.parentWidget()
        while above is not None:
            for action in above.findChildren(
                QAction, options=Qt.FindChildOption.FindDirectChildrenOnly
            ):
                if action.shortcut() == QKeySequence("F1"):
                    action.trigger()
                    return
            above = above.parentWidget()


def _let_go(closed: Dialog) -> None:
    """Qt keeps what was closed as long as the page below: a day's forms would all stay in memory."""
    _closed.append(weakref.ref(closed))
    while len(_closed) > _KEPT:
        older = _closed.popleft()()
        if older is None or older is closed or not shiboken6.isValid(older):
            continue
        if not older.isVisible() and not any(each() is older for each in _closed):
            older.deleteLater()


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button that has the focus, where the key is Return; whether one was pressed.

    By themselves Qt's buttons take Space alone, unless one of them is the dialog's default.
    """
    focused = window.focusWidget()
    if not isinstance(focused, QAbstractButton) or isinstance(focused, (QCheckBox, QRadioButton)):
        return False
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if not plain or event.key() not in _RETURN:
        return False
    focused.click()
    return True


def focus_in(window: QWidget) -> QWidget | None:
    """What has the focus in a window, or will have it when the window is active, and is seen."""
    focused: QWidget | None = window.focusWidget() or None
    return focused if focused is not None and focused.isVisibleTo(window) else None


def give_focus_back(widget: QWidget) -> None:
    """Put the focus where it was, as far as that can still have it."""
    if shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled():
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
