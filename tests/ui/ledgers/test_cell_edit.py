"""F2 in a list of the real window: one cell, checked and undone as by the form."""

from datetime import date

import builders
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.ledgers.cell_edit import CellEdit
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

PAGES = (PatrolsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.patrol(opened, builders.village(opened), date(2026, 10, 5))
    yield opened
    opened.close()


@pytest.fixture
def press(page):
    """F2 on a field of the first record; the cell or the form that opens."""
    view = page.ledger.table.view
    page.month.show_part(listed=True)

    def pressed(name):
        columns = range(view.records.columnCount())
        at = next(each for each in columns if view.records.field(each).name == name)
        view.setFocus()
        view.setCurrentIndex(view.records.index(0, at))
        QTest.keyClick(view, Qt.Key.Key_F2)
        forms = [each for each in page.window().findChildren(FormDialog) if each.isVisible()]
        return view.findChild(CellEdit) or forms[0]

    return pressed


def test_a_cell_is_changed_where_it_stands_and_taken_back_exactly(qtbot, window, page, work, press):
    before = records.get(work, "patrols", 1)
    cell = press("leader")
    assert (cell.text(), cell.accessibleName()) == ("张三", "修改带班人")
    cell.setText("李四")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert records.get(work, "patrols", 1) == {**before, "leader": "李四"}
    assert page.ledger.table.view.hasFocus()
    qtbot.keyClick(page.ledger.table.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    assert records.get(work, "patrols", 1) == before
    # Left by the mouse it is stored as well.
    press("leader").setText("王五")
    page.ledger.table.view.setFocus(Qt.FocusReason.MouseFocusReason)
    settled(qtbot, window)
    assert records.get(work, "patrols", 1)["leader"] == "王五"


def test_what_cannot_be_stored_is_said_and_escape_leaves_all_as_it_was(
    qtbot, window, page, work, press
):
    before = records.get(work, "patrols", 1)
    cell = press("people")
    cell.setText("600")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert "不能大于" in QToolTip.text()
    assert cell.hasFocus()
    qtbot.keyClick(cell, Qt.Key.Key_Escape)
    settled(qtbot, window)
    assert records.get(work, "patrols", 1) == before
    cell = press("leader")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    settled(qtbot, window)
    # From a day nothing is changed in passing: its form opens, at that field.
    form = press("night")
    assert isinstance(form, FormDialog)
    assert form.focusWidget().accessibleName() == "夜晚"
    form.reject()
    assert work.undo().startswith("新增"), "nothing changed, nothing is noted"
