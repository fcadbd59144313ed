"""Every page and tab at every usual screen: nothing cut off, nothing that scrolls to the side."""

from datetime import datetime

import pytest
from builders import open_filled
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from walking import SCREENS, SIZES, cut_off, nameless, shown_widgets, sideways
from window_steps import active, put_away, until_quiet

from gaotang_desktop.app import ENTRIES, make_window
from gaotang_desktop.services import backups, demo, records, search
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.full_pages import TroublePage
from gaotang_desktop.ui.pages.documents.paper_editor import PaperEditor
from gaotang_desktop.ui.widgets.heat_legend import CellState, HeatLegend


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    work, _counts = open_filled(
        tmp_path_factory.mktemp("town"), demo.fill, now=datetime(2026, 10, 24, 9, 0)
    )
    long_names(work)
    records.bin_records(work, "patrols", records.listing(work, "patrols").ids[:9])
    backups.back_up(work)
    theme.install(qapp, dark=False)  # with the sizes that the operator has
    made = make_window(work.folder)
    made.show()
    made.attach(work, memory=Memory(), find=search.Index(work).find, show="workbench")
    until_quiet(made)
    yield made
    put_away(made)
    work.close()


def long_names(work):
    """The first of every register has a name as long as a form takes."""
    name = "高塘镇移民搬迁安置社区居民委员会" * 4
    for kind, field in (("villages", "name"), ("units", "name"), ("polls", "name"),
                        ("disputes", "summary"), ("places", "name"), ("tasks", "name"),
                        ("officers", "name"), ("grids", "name")):  # fmt: skip
        first = records.listing(work, kind).ids[:1]
        for record_id in first:
            records.save(work, kind, {field: name[:60]}, record_id=record_id)


def views_of(window, key):
    """Shows one tab of a page after the other; yields its name."""
    window.go(key)
    until_quiet(window)
    tabs = getattr(window.current_page(), "tabs", None)
    for at in range(tabs.count() if tabs else 1):
        if tabs:
            tabs.setCurrentIndex(at)
            until_quiet(window)
        yield tabs.tabText(at) if tabs else key


def resized(window, size):
    window.resize(*size)
    for _turn in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_nothing_is_cut_off_and_nothing_scrolls_to_the_side(window, entry):
    found = []
    for view in views_of(window, entry.key):
        for screen, size in SIZES.items():
            resized(window, size)
            assert (window.width(), window.height()) == size, "the window is as large as the screen"
            said = cut_off(window)
            if screen != "1920 at 200 %":
                said += sideways(window)
            found += [f"{view}, {screen}: {each}" for each in said]
    assert found == []


def test_a_town_in_which_much_is_amiss_has_every_chip_of_the_month_in_sight(window):
    window.go("patrols")
    until_quiet(window)
    page = window.current_page()
    page.tabs.setCurrentIndex(0)
    page.month.show_part(listed=False)
    for chip in page.month.chips.values():
        chip.set_text("缺报 138 村 3021 晚", active=False)
        chip.show()
    found = []
    for screen, size in SIZES.items():
        resized(window, size)
        assert window.minimumSizeHint().width() <= size[0], screen
        found += [f"{screen}: {each}" for each in cut_off(window) + sideways(window)]
    page.reload()
    until_quiet(window)
    resized(window, SIZES["1366 at 100 %"])
    assert found == []


@pytest.mark.parametrize("key", ["workbench", "patrols"])
def test_the_legend_of_the_nights_names_every_state_at_every_screen(window, key):
    window.go(key)
    until_quiet(window)
    if key == "patrols":
        window.current_page().tabs.setCurrentIndex(0)
        window.current_page().month.show_part(listed=False)
    for screen, size in SIZES.items():
        resized(window, size)
        legend = window.current_page().findChild(HeatLegend)
        assert legend.isVisible()
        assert [state for state, _place in legend.entries()] == [
            state for state in CellState if state is not CellState.FUTURE
        ]
        for state, place in legend.entries():
            assert legend.rect().contains(place.toRect()), f"{state} at {screen}"
    resized(window, SIZES["1366 at 100 %"])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_whatever_can_have_the_focus_has_a_name(window, entry):
    resized(window, SIZES["1366 at 100 %"])
    found = []
    for view in views_of(window, entry.key):
        found += [f"{view}: {each}" for each in nameless(window)]
    assert found == []


def test_the_window_fits_the_smallest_screen_at_125_percent(window):
    width, height = SCREENS["1366 at 125 %"]
    smallest = window.minimumSizeHint().expandedTo(window.minimumSize())
    assert smallest.width() <= width
    assert smallest.height() <= height - 70, "task bar and title bar need room as well"


def test_what_can_be_done_after_a_salvage_is_in_sight_at_every_screen(qtbot):
    told = "\n".join(f"平安夜巡：救出 {at} 条；备份里有 {at} 条。" for at in range(60))
    actions = [
        (text, lambda: None) for text in ("用救出来的数据", "恢复 10-24 09:00 的备份", "退出")
    ]
    page = TroublePage(
        "抢救完了", ["损坏的文件没有动；无论选哪一份，它都会原样留存。"] * 3, actions, told
    )
    qtbot.addWidget(page)
    page.show()
    found = []
    for screen, (width, height) in SIZES.items():
        page.resize(width, height - 28)  # the bar of menus above it
        for _turn in range(3):
            QApplication.processEvents()
        found += [f"{screen}: {each}" for each in cut_off(page) + sideways(page)]
        for button in page.buttons:
            low = button.mapTo(page, button.rect().bottomLeft()).y()
            assert low < page.height(), f"{button.text()} at {screen}"
    assert found == []


def test_the_text_of_a_paper_has_half_of_the_window(window):
    window.go("documents")
    window.current_page().tabs.setCurrentIndex(0)
    until_quiet(window)
    for screen, least in (("1366 at 100 %", 0.5), ("1366 at 125 %", 0.4)):
        resized(window, SIZES[screen])
        editor = next(each for each in shown_widgets(window) if isinstance(each, PaperEditor))
        assert editor.height() >= least * window.height(), screen


def test_the_fields_of_a_paper_and_its_findings_are_not_open_together(window):
    window.go("documents")
    page = window.current_page()
    page.tabs.setCurrentIndex(0)
    until_quiet(window)
    resized(window, SIZES["1366 at 100 %"])
    form, strip = page.drafts.form, page.drafts.strip
    strip.button.click()
    assert strip.list.isVisible()
    form.parts_button.click()
    assert form.parts.isVisible()
    assert not strip.list.isVisible()
    strip.button.click()
    assert not form.parts.isVisible()
    assert strip.list.isVisible()
    strip.button.click()
    assert not strip.list.isVisible()


def test_ctrl_f_finds_in_the_text_of_a_paper(qtbot, window):
    window.go("documents")
    page = window.current_page()
    page.tabs.setCurrentIndex(0)
    until_quiet(window)
    active(qtbot, window)
    page.drafts.write()
    form = page.drafts.form
    words = form.editor.toPlainText().split()[-1][:2]
    qtbot.keyClick(form.editor, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert form.find_bar.line.hasFocus()
    form.find_bar.line.setText(words)
    qtbot.keyClick(form.find_bar.line, Qt.Key.Key_Return)
    assert form.editor.textCursor().selectedText() == words
    qtbot.keyClick(form.find_bar.line, Qt.Key.Key_Escape)
    assert form.editor.hasFocus()
    assert not form.find_bar.isVisible()


def test_the_month_of_patrols_and_its_list_are_read_one_at_a_time_where_both_do_not_fit(window):
    window.go("patrols")
    page = window.current_page()
    page.tabs.setCurrentIndex(0)
    until_quiet(window)
    resized(window, SIZES["1366 at 100 %"])
    heat = page.map
    for screen in ("1366 at 125 %", "1366 at 100 %"):
        resized(window, SIZES[screen])
        assert heat.visibleRegion().boundingRect() == heat.rect(), "every village is in sight"
    page.month.to_list.click()
    resized(window, SIZES["1366 at 100 %"])
    view = page.table.view
    assert not heat.isVisible()
    assert view.viewport().height() >= 9 * view.rowHeight(0)
    assert view.hasFocus()
    page.month.to_map.click()
    resized(window, SIZES["1920 at 100 %"])
    assert heat.isVisible()
    assert view.isVisible()
    assert heat.visibleRegion().boundingRect() == heat.rect()
    assert view.viewport().height() >= 4 * view.rowHeight(0)


def test_the_columns_that_matter_stay_and_nothing_counts_as_set_by_hand(window):
    window.go("disputes")
    page = window.current_page()
    page.tabs.setCurrentIndex(0)
    until_quiet(window)
    for screen in ("1366 at 100 %", "1366 at 125 %", "1920 at 100 %", "1366 at 100 %"):
        resized(window, SIZES[screen])
        columns = page.ledger.table.columns
        labels = [page.ledger.table.model.field(at).label for at in columns.shown()]
        assert {"时限", "村", "状态"} <= set(labels), screen
        assert columns._by_hand == set()
