"""Somebody at the keyboard of the real window: keys alone, no setter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton
from window_steps import settled

from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Clerk:
    """Presses keys at whatever has the focus, as somebody at the keyboard does."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    def focus(self):
        """Where a key goes: to a list that has popped up, else to what has the focus."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self.window

    def presses(self, key, modifier=Qt.KeyboardModifier.NoModifier, *, times=1):
        for _ in range(times):
            self.qtbot.keyClick(self.focus(), key, modifier)
            # A list that popped up or went away tells the window so before the next key.
            QApplication.processEvents()

    def types(self, text):
        """Latin letters and figures key by key, Chinese as an input method hands it over."""
        if text.isascii():
            for mark in text:
                self.qtbot.keyClicks(self.focus(), mark)
                QApplication.processEvents()
            return
        # First what is being spelled, then the characters that were chosen for it.
        spelled, chosen = QInputMethodEvent("pinyin", []), QInputMethodEvent("", [])
        chosen.setCommitString(text)
        for event in (spelled, chosen):
            QApplication.sendEvent(self.focus(), event)

    def cells(self, *words):
        """One line of a sheet: cell after cell, an empty one passed over."""
        for at, each in enumerate(words):
            if each:
                self.types(each)
            if at < len(words) - 1:
                self.presses(Key.Key_Tab)
        self.presses(Key.Key_Return)

    def goes_to(self, field):
        seen = []
        for _ in range(40):
            seen.append(self.focus().accessibleName())
            if seen[-1] == field:
                return
            self.presses(Key.Key_Tab)
        raise AssertionError(f"no key leads to {field}, but to {seen}")

    def opens_form(self, number):
        """The page by its number, then a new record."""
        self.presses(getattr(Key, f"Key_{number}"), CONTROL)
        settled(self.qtbot, self.window)
        self.presses(Key.Key_N, CONTROL)
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FormDialog))

    def saves(self):
        self.presses(Key.Key_S, CONTROL)
        settled(self.qtbot, self.window)
        # What a desktop does by itself when a form has closed; without a screen nobody does it.
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def writes(self, **words):
        """Each text into the field of that label; initials take what they found."""
        for field, text in words.items():
            self.goes_to(field)
            self.types(text)
            if text.isascii() and text.isalpha():
                self.presses(Key.Key_Return)

    def overwrites(self, field, text):
        """Another text in the place of what stands in a field."""
        self.goes_to(field)
        self.presses(Key.Key_A, CONTROL)
        self.types(text)

    def waits_for_form(self):
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FormDialog))
        return QApplication.activeWindow()

    def goes_to_list(self, page, kind):
        self.window.go(page, {"kind": kind})
        settled(self.qtbot, self.window)
        return self.window.current_page().ledger

    def adds(self):
        self.presses(Key.Key_N, CONTROL)
        return self.waits_for_form()

    def button(self, text):
        """A button of the detail at the right."""
        panel = self.window.current_page().ledger.panel
        [found] = [each for each in panel.findChildren(QPushButton) if each.text() == text]
        return found

    def clicks(self, text):
        """One click on a button of the detail."""
        self.qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    def opens(self, text):
        """One click on a button of the detail; the form that opens has the keys."""
        self.clicks(text)
        return self.waits_for_form()
