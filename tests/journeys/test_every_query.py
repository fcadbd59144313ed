"""What the pages ask of the database, walked once through all of them: no table is read from end to end."""

import re
import sqlite3
from datetime import datetime

import pytest
from builders import open_filled
from PySide6.QtWidgets import QTabWidget
from sqlalchemy import event
from window_steps import put_away, until_quiet

from gaotang_desktop.app import ENTRIES, make_window
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.services import demo
from gaotang_desktop.ui.desk.memory import Memory

# Rows that come in day by day; what stands in a register stays small.
GROWING = {
    CATALOGUE[kind].__tablename__
    for kind in (
        "patrols", "missed-nights", "spot-checks", "publicity-activities", "publicity-turns",
        "disputes", "dispute-reports", "intakes", "opinions", "inspections", "findings",
        "key-group-counts", "incident-counts", "poll-results", "occurrences",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def asked(qapp, tmp_path_factory):
    """Every question with its plan: (page, plan, question)."""
    work, _counts = open_filled(
        tmp_path_factory.mktemp("town"), demo.fill, now=datetime(2026, 10, 24, 9, 0)
    )
    place, questions = ["start"], {}

    def note(_connection, _cursor, statement, values, _context, _many):
        questions.setdefault(statement, (values, place[0]))

    event.listen(work.database._readers, "before_cursor_execute", note)
    window = make_window(work.folder)
    window.resize(1366, 728)
    window.show()
    window.attach(work, memory=Memory(), show="workbench")
    for entry in ENTRIES:
        place[0] = entry.title
        window.go(entry.key)
        until_quiet(window)
        for tabs in window.current_page().findChildren(QTabWidget):
            for at in range(tabs.count()):
                place[0] = f"{entry.title}，{tabs.tabText(at)}"
                tabs.setCurrentIndex(at)
                until_quiet(window)
    put_away(window)
    database = sqlite3.connect(work.database.path)
    found = [
        (page, plan, statement)
        for statement, (values, page) in questions.items()
        if statement.lstrip().upper().startswith(("SELECT", "WITH"))
        for *_, plan in database.execute(f"EXPLAIN QUERY PLAN {statement}", values or ())
    ]
    database.close()
    work.close()
    return found


def asks_for_some(statement, table):
    """Whether a question asks for rows by what stands in them, not just for all that live."""
    words = " ".join(statement.rpartition(f"FROM {table}")[2].split())
    _, _, where = re.sub(r" (ORDER|GROUP) BY .*", "", words).partition("WHERE ")
    return bool(re.sub(r"\(\+ \w+\.binned_at\) IS NULL|AND", "", where).strip())


def test_every_page_asks_something(asked):
    pages = {page.partition("，")[0] for page, _, _ in asked}
    assert pages >= {entry.title for entry in ENTRIES if entry.key not in {"system", "documents"}}


def test_a_question_about_some_rows_does_not_read_all(asked):
    # What names every record on purpose, for finding and choosing, asks for no row in particular.
    whole = [
        f"{page}: {plan}: {' '.join(statement.split())}"
        for page, plan, statement in asked
        if plan.startswith("SCAN ")
        and plan.split()[1] in GROWING
        and " USING " not in plan
        and asks_for_some(statement, plan.split()[1])
    ]
    assert whole == []


def test_what_is_in_the_bin_is_found_by_its_own_index(asked):
    binned = [(plan, each) for _, plan, each in asked if "binned_at IS NOT NULL" in each]
    assert binned
    assert all(plan.startswith("SEARCH") or "binned_at" in plan for plan, _ in binned)
