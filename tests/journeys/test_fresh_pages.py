"""No page shows what is older than the last change: each says which tables it reads, all of them."""

import re
from contextlib import contextmanager
from datetime import datetime

import pytest
from builders import open_filled, open_work
from PySide6.QtWidgets import QTabWidget
from sqlalchemy import Engine, event
from town_records import fill
from window_steps import active, owned, settled

from gaotang_desktop.app import ENTRIES, make_window
from gaotang_desktop.services import demo, history, records
from gaotang_desktop.ui.desk.dialog import focus_in
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

TABLE = re.compile(r"\b(?:FROM|JOIN) (?:main\.)?\"?([a-z_]+)")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    work, _counts = open_filled(
        tmp_path_factory.mktemp("town"), demo.fill, now=datetime(2026, 10, 24, 9, 0)
    )
    yield work
    work.close()


@contextmanager
def tables_read(names):
    """Adds the tables that are read meanwhile, whoever reads them."""

    def heard(_connection, _cursor, statement, *_rest):
        if statement.lstrip().startswith(("SELECT", "WITH")):
            names.update(TABLE.findall(statement))

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", heard)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_a_page_names_every_table_that_it_reads(qtbot, town, entry):
    window = MainWindow([entry], memory=Memory(town.folder))
    qtbot.addWidget(window)
    window.show()
    window.attach(town)
    settled(qtbot, window)
    page, read = window.current_page(), set()
    with tables_read(read):
        page.refresh()
        page.badge(window.desk)
        settled(qtbot, window)
        for tabs in page.findChildren(QTabWidget):
            for place in range(tabs.count()):
                tabs.setCurrentIndex(place)
                settled(qtbot, window)
                for table in tabs.widget(place).findChildren(RecordTable):
                    table.select(table.shown_ids()[:1])
                settled(qtbot, window)
    window.close()
    assert (read & history.TABLES) - page.reads == set()
    assert page.reads - history.TABLES == set()


def test_what_is_binned_on_one_page_is_in_the_history_and_the_bin_of_another(qtbot, tmp_path):
    work, wanted = open_filled(tmp_path / "data", fill)
    window = MainWindow(ENTRIES, memory=Memory(work.folder))
    qtbot.addWidget(window)
    window.show()
    window.attach(work, show="system")
    for kind in ("disputes", "findings", "opinions", "poll-results", "occurrences", "draws"):
        settled(qtbot, window)
        said = records.bin_records(work, kind, [wanted[kind]])
        settled(qtbot, window)
        page = window.current_page()
        assert page.history.item(0, 1).text() == work.cover(said)
        binned = {page.bin.item(row, 0).text() for row in range(page.bin.rowCount())}
        assert records.label_of(kind) in binned
    window.close()
    work.close()


def test_a_dispute_that_is_binned_changes_the_scores_shown(qtbot, tmp_path):
    work, wanted = open_filled(tmp_path / "data", fill)
    window = MainWindow(ENTRIES, memory=Memory(work.folder))
    qtbot.addWidget(window)
    window.show()
    window.attach(work)
    window.go("evaluation", {"period": "2026-08"})
    settled(qtbot, window)
    before = window.current_page().done
    records.bin_records(work, "disputes", [wanted["disputes"]])
    settled(qtbot, window)
    assert window.current_page().done is not before
    window.close()
    work.close()


def test_in_a_new_office_the_focus_is_on_what_starts_the_page(qtbot, tmp_path):
    """What starts it is there only once the page has read that there is nothing."""
    work = open_work(tmp_path / "data")
    window = owned(qtbot, make_window(work.folder))
    window.show()
    window.attach(work, memory=Memory(), show="workbench")
    active(qtbot, window)
    for key, words in (
        ("evaluation", "去登记村名单"),
        ("registers", "新增村（社区）"),
        ("tasks", "导入方案"),
        ("polls", "登记一期民调"),
    ):
        window.go(key)
        settled(qtbot, window)
        assert focus_in(window).text() == words
    window.close()
    work.close()
