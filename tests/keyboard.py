"""Somebody at the keyboard of the real window: keys alone, no setter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton, QWidget
from window_steps import active, settled

from gaotang_desktop.domain.pages import TITLES
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.printing.paper_preview import PaperPreview
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
_MARKS = "1234567890A"


class Clerk:
    """Presses keys at whatever has the focus, as somebody at the keyboard does."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    def focus(self):
        """Where a key goes: to a list that has popped up, else to what has the focus."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        if QApplication.activeWindow() is None:
            # A desktop gives the keys to another window when a dialog goes; without a screen nobody does.
            active(self.qtbot, QApplication.activeModalWidget() or self.window)
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
        self.comes_back()

    def comes_back(self):
        """What a desktop does by itself when a dialog has closed: without a screen nobody does it."""
        active(self.qtbot, self.window)
        self.qtbot.waitUntil(
            lambda: self.window.isAncestorOf(QApplication.focusWidget() or QWidget())
        )

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
        """Tab to a button of the detail, and Space."""
        wanted = self.button(text)
        self.comes_back()
        seen = []
        while self.focus() is not wanted:
            seen.append(self.focus())
            assert len(seen) < 60, f"no key leads to {text}"
            self.presses(Key.Key_Tab)
        self.presses(Key.Key_Space)
        settled(self.qtbot, self.window)

    def opens(self, text):
        """Press a button of the detail; the form that opens has the keys."""
        self.clicks(text)
        return self.waits_for_form()

    # -- from page to page -------------------------------------------------------------------

    def chooses(self, mark):
        """A line of the menu 转到, by its letter."""
        self.presses(Key.Key_G, ALT)
        assert isinstance(QApplication.activePopupWidget(), QMenu)
        self.presses(getattr(Key, f"Key_{mark}"))
        settled(self.qtbot, self.window)

    def turns_to(self, page, tab):
        """A page by its mark, then its tab by Ctrl+Tab."""
        self.chooses(_MARKS[list(TITLES).index(page)])
        tabs = self.window.current_page().tabs
        for _ in range(tabs.count()):
            if tabs.tabText(tabs.currentIndex()).split(" ")[0] == tab:
                return
            self.presses(Key.Key_Tab, CONTROL)
            settled(self.qtbot, self.window)
        raise AssertionError(f"{page} has no tab {tab}")

    def searches(self, text, wanted):
        """Ctrl+K, and go where the hit of that record leads."""
        self.presses(Key.Key_K, CONTROL)
        self.types(text)
        self.presses(Key.Key_Return)
        hits = self.window.search_box.hits
        self.qtbot.waitUntil(hits.isVisible)
        for _ in range(hits.count()):
            found = hits.currentItem().data(Qt.ItemDataRole.UserRole)
            if found is not None and found.context == wanted:
                break
            self.presses(Key.Key_Down)
        self.presses(Key.Key_Return)
        settled(self.qtbot, self.window)

    # -- files and paper ---------------------------------------------------------------------

    def window_of(self, kind):
        """The window that a job opens, with the keys."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
        return active(self.qtbot, QApplication.activeModalWidget())

    def names_file(self, path):
        shown = self.window_of(QFileDialog)
        self.qtbot.waitUntil(lambda: shown.isAncestorOf(QApplication.focusWidget() or QWidget()))
        self.presses(Key.Key_A, CONTROL)
        self.types(str(path))
        self.presses(Key.Key_Return)
        settled(self.qtbot, self.window)

    def takes_out(self, path):
        """Ctrl+Shift+S: what is seen, as a workbook."""
        self.presses(Key.Key_S, CONTROL | SHIFT)
        self.presses(Key.Key_Return)
        self.names_file(path)
        self.comes_back()

    def takes_in(self, path):
        """Ctrl+O: a sheet; the window that shows what it would bring."""
        self.presses(Key.Key_O, CONTROL)
        self.presses(Key.Key_Return)
        self.names_file(path)
        shown = self.window_of(ImportPreview)
        settled(self.qtbot, self.window)
        return shown

    def prints_to(self, path, more=Qt.KeyboardModifier.NoModifier):
        """Ctrl+P: the list as paper, with Shift the chosen records one by one; kept as a PDF by Ctrl+S."""
        self.presses(Key.Key_P, CONTROL | more)
        shown = self.window_of(PaperPreview)
        self.presses(Key.Key_S, CONTROL)
        self.names_file(path)
        active(self.qtbot, shown)
        self.leaves()

    def leaves(self):
        """Esc; the window below has the keys again."""
        self.presses(Key.Key_Escape)
        assert QApplication.activeModalWidget() is None
        self.comes_back()
        settled(self.qtbot, self.window)
