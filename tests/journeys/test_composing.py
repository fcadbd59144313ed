"""An input method at work: while letters are spelled, no key stores, moves on, leaves or closes."""

from datetime import datetime

import pytest
from builders import open_work, village
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from window_steps import active, owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.services import records, search
from gaotang_desktop.ui.pages.documents.find_bar import FindBar
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=datetime(2026, 10, 24, 22, 30))
    for order, name in enumerate(("郭楼村", "郭桥村"), start=1):
        village(work, name, display_order=order)
    made = owned(qtbot, make_window(work.folder))
    made.show()
    made.attach(work, find=search.Index(work).find, show="patrols")
    active(qtbot, made)
    settled(qtbot, made)
    yield made
    settled(qtbot, made)
    work.close()


def spells(letters):
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(letters, []))


def chooses(words):
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def presses(qtbot, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_in_a_cell_the_first_letter_spells_and_enter_and_tab_stay_until_words_are_chosen(
    qtbot, window
):
    entry = window.current_page()
    entry.enter_night(datetime(2026, 10, 24).date())
    grid = entry.entry.grid
    qtbot.waitUntil(grid.view.hasFocus)
    first = grid.model.ids[0]
    grid.set_text(first, "leader", "李四")
    grid.select(first, "leader")
    place = grid.view.currentIndex()
    spells("z")
    line = grid.view.indexWidget(place)
    assert line is not None, "the first letter opens the cell"
    spells("zhang")
    presses(qtbot, Key.Key_Return, Key.Key_Tab, Key.Key_Down, Key.Key_Escape)
    presses(qtbot, Key.Key_Return, modifier=CONTROL)
    assert grid.view.indexWidget(place) is line
    assert grid.view.currentIndex() == place
    chooses("张三")
    assert line.hasFocus()
    assert line.text() == "张三", "in place of what stood there"
    presses(qtbot, Key.Key_Return)
    assert grid.model.text(0, place.column()) == "张三"
    assert grid.view.currentIndex().row() == 1


def test_in_a_form_enter_stores_nothing_and_escape_closes_nothing(qtbot, window):
    window.go("disputes")
    settled(qtbot, window)
    window.current_page().ledger.add()
    dialog = next(each for each in window.findChildren(FormDialog) if each.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.go_to("village_id")
    spells("guo")
    presses(qtbot, Key.Key_Escape, Key.Key_Return, Key.Key_Tab)
    presses(qtbot, Key.Key_Return, modifier=CONTROL)
    assert dialog.isVisible()
    assert QApplication.focusWidget() is dialog.form.editor("village_id").line
    assert dialog.problem.isHidden()
    chooses("郭楼")
    assert dialog.form.editor("village_id").proposals() == ["郭楼村"]
    spells("cun")  # the proposals are open, and take the keys
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup, Key.Key_Return)
    assert dialog.form.editor("village_id").line.hasFocus()
    chooses("村")
    presses(qtbot, Key.Key_Return)
    assert (
        dialog.form.readable()["village_id"]
        == records.references(window.desk.work, "villages")[0].id
    )
    dialog.form.mark_clean()
    dialog.reject()


def test_in_the_search_box_and_the_find_bar_enter_and_escape_belong_to_the_letters(qtbot, window):
    box = window.search_box
    box.setFocus()
    chooses("郭")
    spells("cun")
    presses(qtbot, Key.Key_Escape, Key.Key_Return)
    assert box.text() == "郭"
    chooses("桥")
    presses(qtbot, Key.Key_Escape)
    assert box.text() == ""
    desk = QWidget(window)
    desk.setGeometry(0, 0, 400, 300)
    editor = QPlainTextEdit("平安夜巡 平安")
    bar = FindBar(editor)
    column = QVBoxLayout(desk)
    column.addWidget(editor)
    column.addWidget(bar)
    desk.show()
    bar.start()
    spells("ping")
    presses(qtbot, Key.Key_Escape, Key.Key_Return)
    assert bar.line.hasFocus()
    chooses("平安")
    assert editor.textCursor().selectionStart() == 0
    presses(qtbot, Key.Key_Return)
    assert editor.textCursor().selectionStart() == 5
    presses(qtbot, Key.Key_Escape)
    assert editor.hasFocus()


def test_a_letter_that_comes_by_itself_ends_the_spelling(qtbot, window):
    box = window.search_box
    box.setFocus()
    spells("zh")
    qtbot.keyClicks(box, "a")
    presses(qtbot, Key.Key_Escape)
    assert box.text() == "", "an input method that fell silent leaves no key dead"
