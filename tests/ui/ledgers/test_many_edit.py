"""批量修改 in a real window: seen before it is stored, one step, one undo."""

from datetime import date

import builders
import pytest
from keyboard import CONTROL, SHIFT, Clerk, Key
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.ledgers import many_edit
from gaotang_desktop.ui.ledgers.many_edit import ManyEdit
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


def test_more_than_can_be_shown_are_changed_in_the_background(
    qtbot, window, page, work, monkeypatch
):
    monkeypatch.setattr(many_edit, "SHOWN", 2)
    ids = page.ledger.table.shown_ids()
    dialog = page.ledger.edit_many(ids)
    assert dialog.table.rowCount() == 2
    assert "其余 1 次也一样改" in "".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.field.setCurrentIndex(dialog.field.findData("leader"))
    dialog.form.set_value("leader", "李四")
    dialog.keep.click()
    assert not dialog.keep.isEnabled(), "a second press would change them twice"
    settled(qtbot, window)
    assert {records.get(work, "patrols", each)["leader"] for each in ids} == {"李四"}
    work.undo()
    assert {records.get(work, "patrols", each)["leader"] for each in ids} == {"张三"}


def test_what_cannot_be_for_many_is_said_too(qtbot, window, page, work, monkeypatch):
    monkeypatch.setattr(many_edit, "SHOWN", 2)
    dialog = page.ledger.edit_many(page.ledger.table.shown_ids())
    dialog.field.setCurrentIndex(dialog.field.findData("night"))
    dialog.form.set_value("night", date(2027, 1, 1))
    dialog.keep.click()
    settled(qtbot, window)
    assert dialog.isVisible()
    assert dialog.said.isVisible() or dialog.form.error("night")
    assert dialog.keep.isEnabled()
    dialog.reject()


def test_chosen_rows_are_changed_by_keys_alone(qtbot, window, page, work):
    clerk = Clerk(qtbot, window)
    page.ledger.table.view.setFocus()
    clerk.presses(Key.Key_Home, CONTROL)
    clerk.presses(Key.Key_Down, SHIFT, times=2)
    clerk.presses(Key.Key_F2, SHIFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), ManyEdit))
    dialog = QApplication.activeWindow()
    clerk.goes_to("改哪一项")
    while dialog.field.currentText() != "带班人":
        clerk.presses(Key.Key_Down)
    clerk.presses(Key.Key_Tab)
    assert clerk.focus().accessibleName() == "带班人", "what it becomes comes after what is changed"
    clerk.types("李四")
    clerk.presses(Key.Key_Return)
    settled(qtbot, window)
    ids = page.ledger.table.shown_ids()
    assert {records.get(work, "patrols", each)["leader"] for each in ids} == {"李四"}


def test_the_menu_key_opens_what_can_be_done_and_says_the_keys(qtbot, window, page):
    view = page.ledger.table.view
    view.selectAll()
    where = view.visualRect(view.currentIndex()).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, view.mapToGlobal(where))
    QApplication.sendEvent(view, asked)
    menu = QApplication.activePopupWidget()
    assert "批量修改…\tShift+F2" in [each.text() for each in menu.actions()]
    menu.close()
