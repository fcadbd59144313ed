"""What journeys through the real window have in common."""


def settle(qtbot, window):
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)


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
    if kind == "poll-results":
        return page.poll.currentData(), page.results.table.current_id()
    assert page.ledger.kind == kind
    return page.ledger.table.current_id()


def fill_in(form, /, **values):
    """Type values into a form and press Ctrl+S."""
    for name, value in values.items():
        form.set_value(name, value)
    form.saved.emit()


def restore(qtbot, window, kind, record_id):
    """Bring a record back from the recycle bin with the mouse of 系统."""
    window.go("system")
    settle(qtbot, window)
    page = window.current_page()
    row = page._binned.index((kind, record_id))
    page.bin.selectRow(row)
    page.restore_chosen()
    settle(qtbot, window)
    assert (kind, record_id) not in page._binned
