"""批量修改 in a real window: seen before it is stored, one step, one undo."""

from datetime import date

import builders
import pytest
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage

PAGES = (PatrolsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    place = builders.village(opened)
    for day in (3, 4, 5):
        builders.patrol(opened, place, date(2026, 10, day))
    yield opened
    opened.close()


def test_one_field_of_several_records_is_changed_and_shown_before(qtbot, window, page, work):
    ids = page.ledger.table.shown_ids()
    dialog = page.ledger.edit_many(ids)
    dialog.field.setCurrentIndex(dialog.field.findData("leader"))
    dialog.form.set_value("leader", "李四")
    assert [dialog.table.item(row, 1).text() for row in range(3)] == ["张三"] * 3
    assert [dialog.table.item(row, 2).text() for row in range(3)] == ["李四"] * 3
    dialog.keep.click()
    settled(qtbot, window)
    assert {records.get(work, "patrols", each)["leader"] for each in ids} == {"李四"}


def test_what_cannot_be_is_said_and_nothing_is_stored(qtbot, window, page, work):
    ids = page.ledger.table.shown_ids()
    dialog = page.ledger.edit_many(ids)
    dialog.field.setCurrentIndex(dialog.field.findData("night"))
    dialog.form.set_value("night", date(2027, 1, 1))
    dialog.keep.click()
    assert dialog.isVisible()
    assert dialog.said.isVisible() or dialog.form.error("night")
    assert records.get(work, "patrols", ids[-1])["night"] == date(2026, 10, 3)
    dialog.reject()
