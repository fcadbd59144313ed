"""工作台 in a real window: lines lead to filtered records, and nothing is older than the last save."""

from datetime import date
from typing import ClassVar

import builders
import pytest
from PySide6.QtCore import Qt
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage
from gaotang_desktop.ui.pages.system.page import SystemPage
from gaotang_desktop.ui.pages.workbench.page import WorkbenchPage


class OpinionsPage(LedgerPage):
    """Where lines about opinions lead."""

    key = "publicity"
    title = "集中宣传"
    icon = "megaphone"
    reads: ClassVar = frozenset({"opinions"})

    def __init__(self, desk):
        super().__init__(desk)
        self.add_ledger(Ledger(desk, "opinions"))
        self.add_buttons()


PAGES = (WorkbenchPage, PatrolsPage, OpinionsPage, SystemPage)


@pytest.fixture
def work(tmp_path):
    return builders.open_work(tmp_path / "data")


def told(page):
    return "".join(each.todo.what for each in page.list.lines)


def opinion(work, place, text, due):
    values = {"received_on": date(2026, 10, 1), "village_id": place, "text": text, "due_on": due}
    return records.save(work, "opinions", values)


def test_a_line_opens_its_record_alone(qtbot, window, work):
    place = builders.village(work)
    opinion(work, place, "修路", date(2026, 12, 1))
    late = opinion(work, place, "路灯不亮", date(2026, 10, 20))
    page = window.current_page()
    qtbot.waitUntil(lambda: "路灯" in told(page))
    [line] = [each for each in page.list.lines if "路灯" in each.todo.what]
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    ledger = window.current_page().ledger
    assert ledger.kind == "opinions"
    assert list(ledger.table.shown_ids()) == [late]


def test_what_is_saved_stands_on_the_workbench_at_once_and_undo_takes_it_off(qtbot, window, work):
    place = builders.village(work)
    opinion(work, place, "路灯不亮", date(2026, 10, 20))
    page = window.current_page()
    qtbot.waitUntil(lambda: "路灯" in told(page))
    work.undo()
    qtbot.waitUntil(lambda: "路灯" not in told(page))


def test_a_cell_of_the_map_opens_that_night(qtbot, window, work):
    place = builders.village(work)
    settled(qtbot, window)
    window.current_page().map.cell_chosen.emit(place, date(2026, 10, 20))
    settled(qtbot, window)
    assert window.current_page().key == "patrols"
    assert window.current_page().entry.day == date(2026, 10, 20)


def test_a_figure_is_pressed_from_the_keyboard(qtbot, window, work):
    builders.village(work)
    settled(qtbot, window)
    qtbot.keyClick(window.current_page().figures[0], Qt.Key.Key_Return)
    assert window.current_page().key == "patrols"


def test_a_new_folder_shows_the_first_steps(qtbot, window):
    page = window.current_page()
    assert [each.todo.when for each in page.list.lines] == ["第一步", "第二步", "第三步"]
    qtbot.mouseClick(page.list.lines[2].button, Qt.MouseButton.LeftButton)
    assert window.current_page().key == "system"


def test_every_table_that_the_page_shows_makes_it_reload():
    assert {"disputes", "opinions", "findings", "poll_results", "publicity_activities"} <= (
        WorkbenchPage.reads
    )
