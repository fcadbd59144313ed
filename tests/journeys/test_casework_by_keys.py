"""Trouble spots, incident counts and meetings in the real window: typed with keys, steps clicked."""

from datetime import date

import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.services.casework import meetings
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

TODAY = NOW.date()


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for order, name in enumerate(("郭桥村", "北村"), start=1):
        village(opened, name, display_order=order)
    unit(opened, "派出所")
    yield opened
    opened.close()


def form_comes_up(clerk):
    clerk.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FormDialog))


def goes_to_list(clerk, page, kind):
    clerk.window.go(page, {"kind": kind})
    settled(clerk.qtbot, clerk.window)


def enters(clerk):
    clerk.presses(Key.Key_N, CONTROL)
    form_comes_up(clerk)


def clicks(clerk, text):
    panel = clerk.window.current_page().ledger.panel
    [button] = [each for each in panel.findChildren(QPushButton) if each.text() == text]
    clerk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def writes(clerk, **words):
    for field, text in words.items():
        clerk.goes_to(field)
        clerk.types(text)
        if text.isascii() and text.isalpha():
            clerk.presses(Key.Key_Return)  # what the initials found


def test_a_spot_is_listed_evaluated_and_removed(clerk, work):
    goes_to_list(clerk, "inspections", "trouble-spots")
    enters(clerk)
    writes(clerk, 部位="老街集贸市场", 村="bc", 突出问题="占道经营引起争吵", 牵头单位="pcs")
    clerk.saves()
    [made] = records.listing(work, "trouble-spots").ids
    told = records.get(work, "trouble-spots", made)
    assert (told["village_id"], told["unit_id"], told["level"]) == (2, 1, "镇级挂牌")

    clicks(clerk, "复评")
    form_comes_up(clerk)
    dialog = QApplication.activeWindow()
    clerk.presses(Key.Key_S, CONTROL)
    assert dialog.form.error("evaluation") == "填了复评日期，请选复评结论。"
    clerk.goes_to("复评结论")
    clerk.presses(Key.Key_Down)
    clerk.saves()
    clicks(clerk, "摘牌")
    form_comes_up(clerk)
    clerk.saves()
    told = records.get(work, "trouble-spots", made)
    assert (told["evaluation"], told["removed_on"]) == ("达标", TODAY)
    assert clerk.window.current_page().ledger.table.shown_ids() == [made]


def test_a_month_of_incidents_is_typed_cell_by_cell(clerk, work):
    goes_to_list(clerk, "disputes", "incident-counts")
    view = clerk.window.current_page().incidents
    view.grid.setFocus()
    clerk.cells("3", "1", "2000", "0", "0", "0", "0")
    clerk.cells("0", "0", "0", "1", "0", "0", "0")
    assert view.words["全镇", "fraud_loss"].text() == "2,000"
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    listed = records.listing(work, "incident-counts").only(
        ("village_id", "alarms", "frauds", "fraud_loss", "thefts")
    )
    assert sorted((row[0].label, *row[1:]) for row in listed.rows) == [
        ("北村", 0, 0, 0, 1), ("郭桥村", 3, 1, 2000, 0),
    ]  # fmt: skip


def test_what_a_meeting_decides_becomes_a_finding_with_one_click(clerk, work):
    goes_to_list(clerk, "tasks", "meetings")
    enters(clerk)
    writes(clerk, 议题="十月形势", 研判的风险="国道沿线夜间偷油")
    clerk.saves()
    clicks(clerk, "加决定")
    form_comes_up(clerk)
    dialog = QApplication.activeWindow()
    writes(clerk, 决定="国道沿线加装照明")
    clerk.presses(Key.Key_S, CONTROL)
    assert "责任单位" in dialog.form.error("unit_id")
    writes(clerk, 责任单位="pcs")
    clerk.saves()
    [made] = records.listing(work, "meeting-decisions").ids
    assert records.get(work, "meeting-decisions", made)["due_on"] == date(2026, 11, 8)

    clerk.window.go("tasks", {"kind": "meeting-decisions", "id": made})
    settled(clerk.qtbot, clerk.window)
    clicks(clerk, "转为问题")
    settled(clerk.qtbot, clerk.window)
    [finding] = records.listing(work, "findings").ids
    assert records.get(work, "findings", finding)["text"] == "国道沿线加装照明"
    meeting = records.listing(work, "meetings").ids[0]
    assert [each.state for each in meetings.decisions(work, meeting)] == ["已转问题"]
    clerk.window.undo()
    settled(clerk.qtbot, clerk.window)
    assert records.listing(work, "findings").ids == ()
