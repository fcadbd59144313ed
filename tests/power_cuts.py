"""A window of a filled town whose dialogs lose power: what is kept of one, and the dialog again."""

from contextlib import contextmanager
from datetime import datetime

import town_records
from builders import open_work
from window_steps import until_quiet

from gaotang_desktop.app import make_window
from gaotang_desktop.domain.unsaved import dumped, loaded
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.unsaved.keeping import open_entries


@contextmanager
def town_window(folder, also=lambda work: None):
    """The window of a town with a record of every kind, and what ``also`` adds to it."""
    work = open_work(folder, now=datetime(2026, 10, 24, 9, 0))
    town_records.fill(work)
    also(work)
    opened = make_window(work.folder)
    opened.show()
    opened.attach(work, memory=Memory(), show="workbench")
    until_quiet(opened)
    yield opened
    until_quiet(opened)
    opened.close()
    work.close()


def thrown_away(dialog):
    dialog.done(0)
    dialog.deleteLater()


def all_thrown_away(window):
    for dialog in [each for each in window.findChildren(Dialog) if each.isVisible()]:
        thrown_away(dialog)


def page_of(window, key):
    window.go(key)
    until_quiet(window)
    return window.page(key)


def kept(dialog):
    """What is kept of a dialog, through a file's text; then the power goes."""
    entries = loaded(dumped(tuple(open_entries([]))))
    [entry] = [each for each in entries if each.context == dialog.kept_as]
    thrown_away(dialog)
    return entry
