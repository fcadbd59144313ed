"""平安夜巡 in a real window on a real data folder: a night typed, refused, saved, taken back."""

from datetime import date, datetime, time

import builders
import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from window_steps import settled, take_in

from gaotang_desktop.services import patrols, records
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage
from gaotang_desktop.ui.widgets.heat_legend import CellState

TODAY = date(2026, 10, 24)
CONTROL = Qt.KeyboardModifier.ControlModifier
PAGES = (PatrolsPage,)


@pytest.fixture
def work(tmp_path):
    # In the evening: this night is entered.
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 10, 24, 21, 0))
    builders.village(opened, "郭桥村", display_order=1)
    builders.village(opened, "刘庄村", display_order=2)
    yield opened
    opened.close()


def keys(qtbot, page, *typed):
    """Words and keys, into whatever has the focus, as from a keyboard."""
    for each in typed:
        target = QApplication.focusWidget() or page.entry.grid.view
        if isinstance(each, str):
            for mark in each:
                qtbot.keyClicks(QApplication.focusWidget() or target, mark)
        else:
            qtbot.keyClick(target, each)


def press_control(qtbot, page, key):
    qtbot.keyClick(QApplication.focusWidget() or page.entry.grid.view, key, CONTROL)


def nights(work, day=TODAY):
    return [dict(row.values) for row in patrols.night(work, day)]


def test_a_night_of_two_villages_is_typed_pasted_and_saved_without_the_mouse(
    qtbot, window, page, work
):
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    key = Qt.Key
    keys(qtbot, page, "2030", key.Key_Tab, "2200", key.Key_Tab, "Zhang", key.Key_Tab, "5")
    keys(qtbot, page, key.Key_Return)
    QGuiApplication.clipboard().setText("20：10\t２２３０\t李四\t３\t抽查")
    press_control(qtbot, page, key.Key_V)
    press_control(qtbot, page, key.Key_S)
    settled(qtbot, window)
    first, second = nights(work)
    assert (first["start"], first["end"], first["leader"]) == (time(20, 30), time(22), "Zhang")
    assert first["people"] == 5
    assert (second["start"], second["end"]) == (time(20, 10), time(22, 30))
    assert (second["leader"], second["people"], second["evidence"]) == ("李四", 3, "抽查核实")
    assert page.unsaved() == ""


def test_after_midnight_the_night_just_passed_is_offered(qtbot, window, page, work):
    work.now = lambda: datetime(2026, 10, 24, 4, 0)
    page.enter_night()
    assert page.entry.day == date(2026, 10, 23)
    page.leave_night()
    assert page.ledgers["patrols"]._fresh()["night"] == date(2026, 10, 23)
    page.entry.show_night(TODAY, patrols.night(work, TODAY))
    page.entry.grid.paste("1. 郭桥村 张三 3人 昨晚20:00-22:00\n2. 刘庄村 李四 3人 昨晚20:00-22:00")
    assert "话里写的日期是昨晚" in page.entry.problem.text()


def test_a_night_long_before_the_first_on_record_is_asked_about_once(qtbot, window, page, work):
    builders.patrol(work, patrols.night(work, TODAY)[0].village_id, TODAY)
    page.enter_night()
    page.entry.show_night(long_ago := date(2025, 10, 23), patrols.night(work, long_ago))
    page.entry.grid.paste("20:00\t22:00\t张三\t3")
    page.save_night()
    assert "早了 366 天" in page.entry.problem.text()
    assert page.entry.is_dirty()
    page.save_night()
    settled(qtbot, window)
    assert not page.entry.is_dirty()
    assert patrols.night(work, long_ago)[0].values["leader"] == "张三"


def test_a_whole_night_is_taken_back_by_one_undo(qtbot, window, page, work):
    page.enter_night()
    page.entry.grid.paste("20:00\t22:00\t张三\t3\n20:00\t22:00\t李四\t4")
    page.save_night()
    settled(qtbot, window)
    window.undo()
    settled(qtbot, window)
    qtbot.waitUntil(lambda: page.entry.grid.model.is_blank(0))
    assert nights(work) == [{}, {}]


def test_ctrl_z_takes_back_typing_first_and_then_the_night_just_saved(qtbot, window, page, work):
    page.enter_night()
    page.entry.grid.view.setFocus()
    page.entry.grid.paste("20:00\t22:00\t张三\t3")
    press_control(qtbot, page, Qt.Key.Key_S)
    settled(qtbot, window)
    page.entry.grid.paste("20:00\t22:00\t张三\t30")
    press_control(qtbot, page, Qt.Key.Key_Z)
    assert nights(work)[0]["people"] == 3
    assert not page.entry.is_dirty()
    press_control(qtbot, page, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: page.entry.grid.model.is_blank(0))
    assert nights(work) == [{}, {}]


def test_a_bad_time_is_refused_at_its_cell_and_nothing_is_stored(qtbot, page, work):
    page.enter_night()
    page.entry.grid.paste("20:00\t22:00\t张三\t3\n2570\t22:00\t李四\t4")
    press_control(qtbot, page, Qt.Key.Key_S)
    second = page.entry.grid.model.ids[1]
    assert list(page.entry.grid.errors()) == [(second, "start")]
    assert (page.entry.grid.view.currentIndex().row(), nights(work)) == (1, [{}, {}])
    assert page.unsaved()


def test_what_the_rules_refuse_is_said_at_its_cell_too(qtbot, page, work):
    page.enter_night()
    page.entry.grid.paste("20:00\t20:00\t张三\t3")
    press_control(qtbot, page, Qt.Key.Key_S)
    ((where, sentence),) = page.entry.grid.errors().items()
    assert where[1] == "end"
    assert sentence in page.entry.grid._words.text()
    assert nights(work) == [{}, {}]


def test_a_cell_still_being_typed_is_saved_with_the_rest(qtbot, window, page, work):
    page.enter_night()
    keys(qtbot, page, "2030", Qt.Key.Key_Tab, Qt.Key.Key_Tab, "Li", Qt.Key.Key_Tab, "7")
    press_control(qtbot, page, Qt.Key.Key_S)
    settled(qtbot, window)
    assert nights(work)[0]["people"] == 7


def test_a_cell_still_being_typed_counts_as_unsaved(qtbot, page):
    page.enter_night()
    keys(qtbot, page, "2030")
    assert page.unsaved()


def test_escape_leaves_the_cell_first_and_then_the_night(qtbot, page):
    page.enter_night()
    keys(qtbot, page, "20", Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 1
    keys(qtbot, page, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0


def test_leaving_unsaved_input_asks_first(qtbot, window, page):
    page.enter_night()
    page.entry.grid.paste("20:00")
    keys(qtbot, page, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 1
    window.messages.dialog.accept()
    assert (page.stack.currentIndex(), page.unsaved()) == (0, "")


@pytest.mark.parametrize(
    "jump",
    [
        lambda page: page.enter_night(),
        lambda page: page.show_record({"night": date(2026, 10, 5)}),
        lambda page: page.show_record({"village": 1}),
    ],
)
def test_no_jump_drops_what_was_typed(qtbot, page, jump):
    page.enter_night()
    page.entry.grid.paste("20:00\t22:00\t张三\t3")
    jump(page)
    assert page.stack.currentIndex() == 1
    assert page.entry.grid.row_values(page.entry.grid.model.ids[0])["leader"] == "张三"


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_date_typed_is_the_night_that_is_entered_however_the_field_is_left(qtbot, page, end):
    page.enter_night()
    page.entry.date.setFocus()
    page.entry.date.selectAll()
    keys(qtbot, page, "10.5", end)
    assert page.entry.day == date(2026, 10, 5)
    assert page.entry.date.text() == "2026-10-05"


def test_a_date_changed_over_a_filled_night_is_not_passed_over_on_saving(qtbot, page, work):
    page.enter_night()
    page.entry.grid.paste("20:00\t22:00\t张三\t3")
    page.entry.date.setFocus()
    page.entry.date.selectAll()
    keys(qtbot, page, "10.5")
    press_control(qtbot, page, Qt.Key.Key_S)
    assert "换日子" in page.entry.problem.text()
    assert page.entry.date.text() == "2026-10-24"
    assert nights(work) == [{}, {}]


def test_a_date_that_cannot_be_read_keeps_the_night_and_says_why(qtbot, page):
    page.enter_night()
    page.entry.date.setFocus()
    page.entry.date.selectAll()
    keys(qtbot, page, "1.32", Qt.Key.Key_Return)
    assert page.entry.problem.text().endswith("请改正。")
    assert page.entry.day == TODAY


def test_the_month_is_shown_as_a_calendar_a_list_and_figures(qtbot, window, page, work):
    place = patrols.night(work, TODAY)[0].village_id
    builders.patrol(work, place, joint=True, start=time(20), end=time(22), finding="路灯损坏")
    builders.patrol(work, place, date(2026, 9, 30))
    settled(qtbot, window)
    qtbot.waitUntil(lambda: len(page.table.shown_ids()) == 1)
    said = page._subtitle.text()
    assert said == (
        "已巡 1 村次 · 核实 1 次 · 参与 3 人次 · 发现隐患 1 处 · 抽查 0 次在岗 0 次 · 巡逻 2.0 小时"
        " · 应巡 22 村次"
    )
    assert page.map.tip(0, 4).endswith(f"{CellState.LED.value} · 国庆节放假")
    page.period.earlier.click()
    settled(qtbot, window)
    assert page.period.label.text() == "2026年9月"
    assert page._subtitle.text().startswith("已巡 1 村次 · 核实 0 次")


def test_a_press_in_the_calendar_opens_that_night(page):
    page.map.cell_chosen.emit(1, date(2026, 10, 5))
    assert (page.stack.currentIndex(), page.entry.day) == (1, date(2026, 10, 5))
    page.leave_night()
    page.map.cell_chosen.emit(1, date(2026, 10, 30))
    assert page.stack.currentIndex() == 0


def test_a_binned_patrol_comes_back_by_undo(qtbot, window, page, work):
    record = builders.patrol(work, patrols.night(work, TODAY)[0].village_id)
    qtbot.waitUntil(lambda: page.table.shown_ids() == [record])
    page.table.bin_requested.emit([record])
    qtbot.waitUntil(lambda: page.table.shown_ids() == [])
    settled(qtbot, window)
    window.undo()
    qtbot.waitUntil(lambda: page.table.shown_ids() == [record])


def test_an_import_says_what_came_in_and_names_the_rows_that_did_not(
    qtbot, window, page, work, tmp_path
):
    book = Workbook()
    book.active.append(["夜晚", "村", "带班人", "人数"])
    book.active.append(["2026-10-05", "郭桥村", "张三", 3])
    book.active.append(["2026-10-05", "没有村", "李四", 3])
    book.save(tmp_path / "夜巡.xlsx")
    take_in(qtbot, window, page.ledger, tmp_path / "夜巡.xlsx")
    qtbot.waitUntil(lambda: window.messages.dialog is not None)
    window.messages.dialog.reject()
    settled(qtbot, window)
    assert len(records.listing(work, "patrols").ids) == 1
    assert (tmp_path / "夜巡-有问题的行.xlsx").exists()


def test_an_export_holds_the_month_shown(qtbot, window, page, work, tmp_path):
    place = patrols.night(work, TODAY)[0].village_id
    builders.patrol(work, place)
    builders.patrol(work, place, date(2026, 9, 30))
    page.ledger.write(tmp_path / "夜巡.xlsx")
    settled(qtbot, window)
    cells = [
        str(cell) for row in load_workbook(tmp_path / "夜巡.xlsx").active.values for cell in row
    ]
    assert any(cell.startswith("2026-10-05") for cell in cells)
    assert not any(cell.startswith("2026-09-30") for cell in cells)


def test_chips_over_the_calendar_leave_what_is_amiss(qtbot, window, page, work):
    first, second = (row.village_id for row in patrols.night(work, TODAY))
    short = builders.patrol(work, first, TODAY, start=time(20), end=time(20, 10), leader="甲")
    usual = builders.patrol(work, second, TODAY, start=time(20), end=time(22), leader="乙")
    settled(qtbot, window)
    qtbot.waitUntil(lambda: page.table.shown_ids() == [short, usual])
    chips = page.month.chips
    assert chips["太短"].text() == "太短 1 次"
    chips["太短"].click()
    assert page.table.shown_ids() == [short]
    assert [row.name for row in page.map._rows] == ["郭桥村"]
    page.refresh()
    settled(qtbot, window)
    assert page.table.shown_ids() == [short]
    chips["太短"].click()
    assert page.table.shown_ids() == [short, usual]
    assert chips["缺报"].isHidden(), "the ledger begins tonight: nothing was due before"
    assert chips["未巡"].isHidden()


def test_a_village_behind_says_how_many_nights_and_comes_first_by_progress(
    qtbot, window, page, work
):
    place = patrols.night(work, TODAY)[0].village_id
    for day in range(1, 12):
        builders.patrol(work, place, date(2026, 10, day))
    settled(qtbot, window)
    qtbot.waitUntil(lambda: len(page.table.shown_ids()) == 11)
    assert [row.right for row in page.map._rows] == ["11/11", "0/11 缺10"]
    page.month.by_progress.click()
    assert [row.name for row in page.map._rows] == ["刘庄村", "郭桥村"]


def test_one_leader_in_two_villages_is_listed_and_leads_to_the_record(qtbot, window, page, work):
    first, second = (row.village_id for row in patrols.night(work, TODAY))
    one = builders.patrol(work, first, TODAY, start=time(22), end=time(0, 30))
    builders.patrol(work, second, TODAY, start=time(0, 10), end=time(1))
    settled(qtbot, window)
    qtbot.waitUntil(lambda: len(page.odd.table.shown_ids()) == 1)
    assert page.tabs.tabText(3) == "异常 1"
    page.tabs.setCurrentIndex(3)
    page.odd.table.opened.emit(1)
    settled(qtbot, window)
    assert page.tabs.currentIndex() == 0
    assert page.table.current_id() == one


def test_a_missed_night_is_entered_binned_and_brought_back(qtbot, window, page, work):
    page.tabs.setCurrentIndex(1)
    assert page.primary_button.text() == "新增未巡"
    dialog = page.add_record()
    dialog.form.set_value("village_id", patrols.night(work, TODAY)[0].village_id)
    dialog.form.saved.emit()
    assert "原因" in dialog.form.error("reason")
    dialog.form.set_value("reason", "大雨 <&>")
    dialog.form.saved.emit()
    settled(qtbot, window)
    ledger = page.ledgers["missed-nights"]
    qtbot.waitUntil(lambda: len(ledger.table.shown_ids()) == 1)
    ledger.bin(ledger.table.shown_ids())
    qtbot.waitUntil(lambda: ledger.table.shown_ids() == [])
    settled(qtbot, window)
    window.undo()
    qtbot.waitUntil(lambda: len(ledger.table.shown_ids()) == 1)


def test_a_jump_to_a_village_narrows_the_list_and_marks_the_calendar(qtbot, window, page, work):
    first, second = (row.village_id for row in patrols.night(work, TODAY))
    builders.patrol(work, first, TODAY)
    wanted = builders.patrol(work, second, TODAY, leader="李四")
    settled(qtbot, window)
    page.show_record({"village": second})
    settled(qtbot, window)
    assert page.table.shown_ids() == [wanted]
    assert page.map.selected() == (second, date(2026, 10, 23))


def test_a_jump_to_a_silent_village_shows_that_it_has_nothing(qtbot, window, page, work):
    first, second = (row.village_id for row in patrols.night(work, TODAY))
    builders.patrol(work, first, TODAY)
    settled(qtbot, window)
    page.show_record({"village": second})
    settled(qtbot, window)
    assert page.table.shown_ids() == []
    assert page.map.selected() == (second, date(2026, 10, 23))


def test_a_time_refused_at_its_end_is_mended_at_its_start(qtbot, window, page, work):
    page.enter_night()
    page.entry.grid.paste("2200\t2100\t张三\t3")
    page.save_night()
    first = page.entry.grid.model.ids[0]
    assert (first, "end") in page.entry.grid.errors()
    page.entry.grid.set_text(first, "start", "２０００")
    page.save_night()
    settled(qtbot, window)
    assert nights(work)[0]["start"] == time(20)


def test_after_the_first_night_the_keys_go_to_the_list_and_not_to_the_button_that_is_gone(
    qtbot, window, page
):
    started = QApplication.focusWidget()
    assert started.text() == "录入一晚"
    qtbot.keyClick(started, Qt.Key.Key_Return)
    tab = Qt.Key.Key_Tab
    keys(qtbot, page, "2030", tab, "2200", tab, "Li", tab, "4", Qt.Key.Key_Return)
    press_control(qtbot, page, Qt.Key.Key_S)
    settled(qtbot, window)
    keys(qtbot, page, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table.view
    assert page.table.view.isVisible()
