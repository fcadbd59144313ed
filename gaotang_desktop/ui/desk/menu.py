"""A menu that drops down from a button, a row or a cell, and how keys open it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from typing_extensions import override

_PLAIN = Qt.KeyboardModifier.NoModifier


class Menu(QMenu):
    """Opened by a key it has its first line in hand, as the menus of the bar have: Return takes it."""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if not held and self.activeAction() is None:
            first = next((each for each in self.actions() if each.isEnabled()), None)
            if first is not None and first.menu() is not None:
                # In hand, but not open: its menu would lie below this one and get no key.
                down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, _PLAIN)
                QApplication.sendEvent(self, down)
            elif first is not None:
                self.setActiveAction(first)


def drops_down(button: QPushButton, menu: QMenu, keys: str) -> None:
    """Put a menu under a button; keys open it as a press does."""
    button.setMenu(menu)
    QShortcut(QKeySequence(keys), button, button.showMenu)
    button.setToolTip(f"{button.text()}（{keys}）")
