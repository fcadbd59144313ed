"""村档案 in a real window: chosen by pinyin, narrowed by a figure, opened by Enter."""

from datetime import date

import builders
import pytest
from PySide6.QtCore import Qt

from gaotang_desktop.ui.pages.patrols.page import PatrolsPage
from gaotang_desktop.ui.pages.registers.page import RegistersPage

PAGES = (RegistersPage, PatrolsPage)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "刘营村"), 1):
        place = builders.village(opened, name, display_order=number)
        builders.patrol(opened, place, date(2026, 10, number))
    yield opened
    opened.close()


@pytest.fixture
def view(qtbot, window):
    window.go("registers", {"kind": "village-page", "village": 1})
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    return window.current_page().village


def test_another_page_leads_to_a_village(window, view):
    assert window.current_page().tabs.currentWidget() is view
    assert view.page.name == "郭桥村"


def test_a_village_is_found_by_its_pinyin(qtbot, window, view):
    view.picker.line.setText("lyc")
    view.picker.take_first()
    qtbot.waitUntil(lambda: view.page.name == "刘营村")
    # A name that no village has is marked as soon as it is left, and the page stays.
    view.picker.line.setText("张庄")
    view.picker.line.editingFinished.emit()
    assert view.picker.line.property("problem")
    assert view.picker.toolTip().startswith("名单里没有这个村。")
    assert view.page.name == "刘营村"
    view.picker.line.setText("刘营村")
    view.picker.line.editingFinished.emit()
    assert not view.picker.line.property("problem")


def test_a_line_opens_its_record(qtbot, window, view):
    view.table.opened.emit(1)
    qtbot.waitUntil(lambda: window.current_page().key == "patrols")
    assert window.current_page().entry.day == date(2026, 10, 1)


def test_a_figure_narrows_the_line_of_time(qtbot, window, view):
    qtbot.keyClick(view.figures[0], Qt.Key.Key_Return)
    assert len(view.table.shown_ids()) == 1
    qtbot.keyClick(view.figures[2], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.table.shown_ids())


def test_what_is_saved_is_on_the_page_at_once(qtbot, window, work, view):
    builders.patrol(work, 1, date(2026, 10, 9))
    qtbot.waitUntil(lambda: len(view.page.events) == 2)


def test_the_village_list_has_the_button(qtbot, window, view):
    page = window.current_page()
    page.tabs.setCurrentIndex(0)
    page.ledgers["villages"].table.select([2])
    page._link_page(page.ledgers["villages"].panel, 2, {})
    page.show_record({"kind": "village-page", "village": 2})
    qtbot.waitUntil(lambda: view.page.name == "刘营村")


def test_a_folder_without_villages_says_what_to_do(qtbot, window, work, view):
    for _ in range(4):
        work.undo()
    qtbot.waitUntil(lambda: view.page is None)


def test_a_village_named_without_a_kind_opens_its_page(qtbot, window):
    window.go("registers", {"kind": "villages"})
    window.go("registers", {"village": 2})
    page = window.current_page()
    assert page.tabs.currentWidget() is page.village
    qtbot.waitUntil(lambda: page.village.page.name == "刘营村")


def test_the_words_beside_a_figure_are_those_of_the_town(qtbot, work, window):
    work.change_settings({"town": "河湾乡"})
    window.go("registers", {"village": 1})
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    said = [each.sentence for each in window.current_page().village.page.standings]
    assert said[0].startswith("全乡中位数")
    assert "全镇" not in "".join(said)
