"""集中宣传 in a real window: planned, moved, fulfilled, taken back, found again."""

from datetime import date, datetime, timedelta

import builders
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from window_steps import settled

from gaotang_desktop.domain import periods
from gaotang_desktop.services import opinions, publicity, publicity_weeks, records
from gaotang_desktop.ui.pages.publicity.page import PublicityPage
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

NAMES = ("郭桥村", "刘庄村", "宋楼村", "田庄村", "许园村", "杨集村")
THIS_WEEK = date(2026, 10, 19)
WEEK = timedelta(weeks=1)
CONTROL = Qt.KeyboardModifier.ControlModifier
PAGES = (PublicityPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", datetime(2026, 10, 21, 9, 0))
    for number, name in enumerate(NAMES, 1):
        builders.village(opened, name, display_order=number, households=200)
    yield opened
    opened.close()


@pytest.fixture
def planned(qtbot, window, page, work):
    publicity.plan(work, THIS_WEEK, THIS_WEEK + 9 * WEEK)
    settled(qtbot, window)
    return page


def press_save(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CONTROL)


def words(page, week=THIS_WEEK):
    row = next(each for each in page.board.weeks.rows if each.week == week)
    return [f"{chip.name}{chip.word}" for chip in row.chips]


def focus(page, name, week=THIS_WEEK):
    row = next(each for each in page.board.weeks.rows if each.week == week)
    page.board.select(week, next(chip.id for chip in row.chips if chip.name == name))


def test_the_page_says_how_many_villages_a_week_has_in_this_town(qtbot, window, page, work):
    work.change_settings({"villages_a_week": 2})
    settled(qtbot, window)
    dialog = page.plan()
    said = [each.text() for each in (*page.findChildren(QLabel), *dialog.findChildren(QLabel))]
    assert [each for each in said if "每周排两个村" in each]
    assert not [each for each in said if "四" in each]


def test_a_year_is_planned_after_a_look_at_it_and_taken_back_by_one_undo(qtbot, window, page, work):
    dialog = page.plan()
    assert dialog.summary.text().startswith("共 11 周、44 村次，6 个村")
    dialog.form.set_value("last", THIS_WEEK - WEEK)
    assert "以前的周" in dialog.summary.text()
    assert not dialog.store_button.isEnabled()
    dialog.form.set_value("last", THIS_WEEK + WEEK)
    assert [chip.word for row in dialog.board.weeks.rows for chip in row.chips] == ["新排"] * 8
    press_save(qtbot, dialog)
    settled(qtbot, window)
    assert words(page) == [f"{name}计划" for name in NAMES[:4]]
    window.undo()
    settled(qtbot, window)
    assert words(page) == []


def test_a_turn_is_fulfilled_from_the_keyboard_and_open_again_when_its_activity_is_binned(
    qtbot, window, planned, work
):
    page = planned
    focus(page, "郭桥村")
    page.board.setFocus()
    qtbot.keyClick(page.board, Qt.Key.Key_Right)
    assert page.turn().village == "刘庄村"
    qtbot.keyClick(page.board, Qt.Key.Key_Return)
    dialog = page.ledgers["publicity-activities"].findChildren(FormDialog)[0]
    assert dialog.form.values()["form"] == "集中宣传"
    dialog.form.set_value("households", 30)
    press_save(qtbot, dialog)
    settled(qtbot, window)
    assert words(page)[1] == "刘庄村完成"
    assert "完成 1" in page._subtitle.text()
    ledger = page.ledgers["publicity-activities"]
    ledger.bin(list(ledger.listing().ids))
    settled(qtbot, window)
    assert words(page)[1] == "刘庄村计划"
    window.undo()
    settled(qtbot, window)
    assert words(page)[1] == "刘庄村完成"


def test_a_turn_is_put_off_with_a_reason_and_the_panel_says_why(qtbot, window, planned, work):
    page = planned
    focus(page, "宋楼村")
    dialog = page.postpone()
    dialog.form.set_value("week", THIS_WEEK + WEEK)
    dialog.save_button.click()
    assert dialog.form.error("reason") == "请填写“原因”。"
    dialog.form.set_value("reason", "秋收")
    dialog.save_button.click()
    settled(qtbot, window)
    assert "宋楼村延期" in words(page, THIS_WEEK + WEEK)
    assert page.turn().why == "第1轮按村次序轮到；原排第43周，因秋收延期。"
    row = next(each for each in page.board.weeks.rows if each.week == THIS_WEEK)
    assert row.note == "宋楼村延到第44周（秋收）"


def test_two_villages_change_places(qtbot, window, planned, work):
    page = planned
    focus(page, "宋楼村")
    dialog = page.swap()
    other = publicity_weeks.weeks(work, THIS_WEEK + WEEK, THIS_WEEK + WEEK)[0].turns[0]
    dialog.form.set_value("other", other.id)
    dialog.form.set_value("reason", "庙会")
    dialog.save_button.click()
    settled(qtbot, window)
    assert "许园村计划" in words(page)
    assert "宋楼村计划" in words(page, THIS_WEEK + WEEK)


def test_a_week_left_out_shows_its_reason(qtbot, window, planned, work):
    page = planned
    page.board.select(THIS_WEEK + WEEK)
    dialog = page.add_pause()
    dialog.form.set_value("reason", "春节")
    assert dialog.form.values()["week"] == THIS_WEEK + WEEK
    dialog.save_button.click()
    publicity.plan(work, *publicity.proposed_span(work))
    settled(qtbot, window)
    row = next(each for each in page.board.weeks.rows if each.week == THIS_WEEK + WEEK)
    assert (list(row.chips), row.note) == ([], "全镇停排：春节")


def test_an_overdue_opinion_is_answered_and_the_badge_goes_down(qtbot, window, page, work):
    late = records.save(
        work, "opinions",
        {"received_on": date(2026, 9, 1), "village_id": 1, "text": "路灯不亮"},
    )  # fmt: skip
    settled(qtbot, window)
    assert PublicityPage.badge(page.desk) == (1, Tone.BAD)
    ledger = page.ledgers["opinions"]
    page.tabs.setCurrentWidget(ledger)
    settled(qtbot, window)
    assert ledger.table.current_id() == late
    dialog = page.ledgers["opinions"].answer(late)
    dialog.save_button.click()
    assert "怎样答复" in dialog.form.error("answer")
    dialog.form.set_value("answer", "已修好")
    dialog.save_button.click()
    settled(qtbot, window)
    assert opinions.overdue(work) == 0
    assert PublicityPage.badge(page.desk) is None


def test_the_primary_button_says_what_it_does_on_each_tab(qtbot, page):
    said = []
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        said.append(page.primary_button.text())
    assert said == ["登记活动", "登记活动", "登记意见", "加停排", "新增轮次", "登记活动"]


def test_another_page_leads_to_a_turn_or_to_a_record(qtbot, window, planned, work):
    page = planned
    page.show_record({"week": THIS_WEEK + 6 * WEEK})
    settled(qtbot, window)
    assert page.board.place()[0] == THIS_WEEK + 6 * WEEK
    assert page.period.period == periods.month(2026, 11)
    turn = publicity_weeks.weeks(work, THIS_WEEK, THIS_WEEK)[0].turns[0]
    page.show_record({"kind": "publicity-turns", "id": turn.id})
    settled(qtbot, window)
    assert page.ledgers["publicity-turns"].table.current_id() == turn.id
