"""What tests of the real window have in common: waiting for it, and what it shows."""

import time

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel
from PySide6.QtWidgets import QApplication

from gaotang_desktop.ui.ledgers.import_preview import ImportPreview


def settled(qtbot, window):
    """Changes are told, and what they lead to is read and shown.

    A change is told with the next turn of the event loop, and what is told after one job may start
    the next: only several quiet turns in a row say that nothing follows.
    """
    quiet = 0
    while quiet < 3:
        qtbot.wait(5)
        quiet += 1
        if window.jobs.is_busy():
            quiet = 0
            qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    _given_back(window)


def until_quiet(window):
    """The same without a test's own loop, as for a window that many tests share."""
    quiet = 0
    while quiet < 5:
        QApplication.processEvents()
        quiet = 0 if window.jobs.is_busy() else quiet + 1
        time.sleep(0.01)
    _given_back(window)


def _given_back(window):
    """On a slow machine a job shows its progress and takes the keys: a desktop gives them back by itself."""
    is_there = shiboken6.isValid(window) and window.isVisible()
    if is_there and QApplication.activeWindow() is None:
        (QApplication.activeModalWidget() or window).activateWindow()
        QApplication.processEvents()


def owned(qtbot, window):
    """Closed after the test, but only once nothing runs in it: Qt would delete it under the job."""

    def finish(each):
        settled(qtbot, each)
        each.bus.leave()
        each.jobs.close()

    qtbot.addWidget(window, before_close_func=finish)
    return window


def put_away(window):
    """A window that many tests shared is closed and gone, with all that was opened in it."""
    until_quiet(window)
    window.close()
    until_quiet(window)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def closed(dialog):
    """It was closed: not seen any more, and gone once the loop has turned."""
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def active(qtbot, widget):
    """The window that takes the keys is this one."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=10_000)
    return widget


def chosen(page, kind):
    """The record that a page shows as the one in hand, however it shows records of this kind."""
    if kind == "tasks" and page.tabs.currentWidget() is page.view:
        return page.view.matrix.current()[0]
    if kind == "dispute-reports":
        return page.reports.grid.current()
    if kind == "key-group-counts":
        at = page.counts.grid.view.currentIndex()
        model = page.counts.grid.model
        return page.counts.month, model.ids[at.row()], model.columns[at.column()].name
    if kind == "incident-counts":
        grid = page.incidents.grid
        return page.incidents.month, grid.model.ids[grid.view.currentIndex().row()]
    if kind == "poll-results":
        return page.poll.currentData(), page.results.table.current_id()
    if kind == "issued-documents":
        return page.register.table.current_id()
    assert page.ledger.kind == kind
    return page.ledger.table.current_id()


def take_in(qtbot, window, ledger, path):
    """Import a file as the operator does: look at what it would bring, leave bad rows out, 导入."""
    ledger.preview_sheet(path)
    settled(qtbot, window)
    preview = next(each for each in window.findChildren(ImportPreview) if each.isVisible())
    if not preview.take.isEnabled():
        preview.good_only.setChecked(True)
    preview.take.click()
    settled(qtbot, window)


def fill_in(form, /, **values):
    """Type values into a form and press Ctrl+S."""
    for name, value in values.items():
        form.set_value(name, value)
    form.saved.emit()


def choose_row(table, row):
    """Choose one row alone, whatever keys an earlier test left held down."""
    flags = QItemSelectionModel.SelectionFlag
    index = table.model().index(row, 0)
    table.selectionModel().setCurrentIndex(index, flags.NoUpdate)
    table.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)


def restore(qtbot, window, kind, record_id):
    """Bring a record back from the recycle bin with the mouse of 系统."""
    window.go("system")
    settled(qtbot, window)
    page = window.current_page()
    row = page._binned.index((kind, record_id))
    choose_row(page.bin, row)
    page.restore_chosen()
    settled(qtbot, window)
    assert (kind, record_id) not in page._binned
