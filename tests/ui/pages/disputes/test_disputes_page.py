"""矛盾纠纷 in a real window: entered, settled, taken back, binned, found again, by keyboard."""

from datetime import date

import builders
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from window_steps import active, settled, take_in

from gaotang_desktop.domain import fields
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.casework import dispute_reports, key_groups
from gaotang_desktop.services.casework.key_groups import Count, VillageCounts
from gaotang_desktop.ui.pages.disputes.page import DisputesPage
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

TODAY = date(2026, 10, 24)
CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
PAGES = (DisputesPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened, "郭桥村", display_order=1)
    builders.village(opened, "刘庄村", display_order=2)
    builders.unit(opened)
    yield opened
    opened.close()


@pytest.fixture
def window(window):
    yield window
    for form in window.findChildren(FormDialog):
        form.done(0)
    window.current_page().counts.grid.model.set_rows((), (), ())


def dispute(work, **values):
    given = {
        "village_id": 1, "category_id": 1, "risk": "高", "summary": "两户因界墙争执", "unit_id": 1,
        "found_on": date(2026, 10, 1), "parties": ("张建国", "李秀英"), **values,
    }  # fmt: skip
    return records.save(work, "disputes", given)


def book(page):
    return page.ledgers["disputes"]


def dialog(page):
    return page.findChildren(FormDialog)[-1]


def fill(form, **values):
    for name, value in values.items():
        form.form.set_value(name, value)


def press(page, text):
    found = [each for each in book(page).panel.findChildren(QPushButton) if each.text() == text]
    found[-1].click()


def test_a_dispute_is_entered_from_the_keyboard_alone(qtbot, window, page, work):
    qtbot.keyClick(window, Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: bool(page.findChildren(FormDialog)))
    form = dialog(page)
    active(qtbot, form)
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget()))
    assert form.form.editor("found_on").typed() != ""

    def into(name, text):
        editor = form.form.editor(name)
        editor.setFocus()
        target = QApplication.focusWidget()
        if text.isascii():
            qtbot.keyClicks(target, text)
        else:
            target.setPlainText(text)
        if name != "summary":
            qtbot.keyClick(target, Key.Key_Return)

    into("village_id", "gqc")
    into("category_id", "lljf")
    into("unit_id", "pcs")
    into("summary", "屋檐滴水冲刷院墙")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_S, CONTROL)
    settled(qtbot, window)
    listed = records.listing(work, "disputes")
    assert len(listed.ids) == 1
    values = records.get(work, "disputes", listed.ids[0])
    assert (values["found_on"], values["deadline"]) == (TODAY, date(2026, 11, 23))
    assert values["number"] == "2026-001"


def test_a_step_from_the_panel_moves_the_dispute_and_undo_takes_it_back(qtbot, window, page, work):
    one = dispute(work)
    settled(qtbot, window)
    press(page, "登记进展")
    fill(dialog(page), text="到现场查看")
    dialog(page).save_button.click()
    settled(qtbot, window)
    assert records.get(work, "disputes", one)["state"] == "化解中"
    press(page, "办结")
    fill(dialog(page), result="双方和解", closed_on=date(2026, 9, 1))
    dialog(page).save_button.click()
    assert "早于发现日期" in dialog(page).form.error("closed_on")
    fill(dialog(page), closed_on=date(2026, 10, 20))
    dialog(page).save_button.click()
    settled(qtbot, window)
    assert records.get(work, "disputes", one)["state"] == "已化解"
    press(page, "回访")
    fill(dialog(page), text="没有反复")
    dialog(page).save_button.click()
    settled(qtbot, window)
    assert len(disputes.notes(work, one)) == 3
    for _ in range(3):
        window.undo()
        settled(qtbot, window)
    assert records.get(work, "disputes", one)["state"] == "待化解"
    assert disputes.notes(work, one) == []


def test_a_dispute_is_raised_and_handed_over_from_its_buttons(qtbot, window, page, work):
    one = dispute(work)
    settled(qtbot, window)
    press(page, "升级")
    fill(dialog(page), unit_id=1, reason="分歧大")
    dialog(page).save_button.click()
    settled(qtbot, window)
    press(page, "移交")
    fill(dialog(page), to="县法院", reason="诉前调解")
    dialog(page).save_button.click()
    settled(qtbot, window)
    values = records.get(work, "disputes", one)
    assert (values["state"], values["escalated_to_id"]) == ("已移交", 1)
    page.steps.edit_note(disputes.notes(work, one)[-1].id)
    fill(dialog(page), text="提请派出所到场")
    dialog(page).save_button.click()
    assert "到场" in disputes.notes(work, one)[-1].text


def test_the_overdue_stand_first_and_in_the_badge_and_are_found_by_their_chip(
    qtbot, window, page, work
):
    fresh = dispute(work, summary="新的", found_on=date(2026, 10, 20))
    late = dispute(work)
    settled(qtbot, window)
    assert book(page).table.shown_ids() == [late, fresh]
    assert DisputesPage.badge(page.desk) == (1, Tone.BAD)
    book(page).table.set_filter("late", ["逾期"])
    assert book(page).table.shown_ids() == [late]
    assert "逾期 1 件" in page.funnel.finding()
    book(page).bin([late])
    settled(qtbot, window)
    assert DisputesPage.badge(page.desk) is None
    window.undo()
    settled(qtbot, window)
    assert DisputesPage.badge(page.desk) == (1, Tone.BAD)


def test_the_parties_are_shown_in_the_window_and_masked_in_the_sheet(
    qtbot, window, page, work, tmp_path
):
    dispute(work)
    settled(qtbot, window)
    shown = [each.text() for each in book(page).panel.findChildren(QLabel)]
    assert any("张建国" in text for text in shown)
    book(page).write(tmp_path / "out.xlsx")
    settled(qtbot, window)
    sheet = load_workbook(tmp_path / "out.xlsx").active
    text = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "张建国" not in text
    assert "张某某" in text


def test_an_old_dispute_keeps_a_category_that_is_out_of_use(qtbot, window, page, work):
    one = dispute(work)
    records.save(work, "dispute-categories", {"in_use": False}, record_id=1)
    settled(qtbot, window)
    book(page).edit(one)
    assert dialog(page).form.editor("category_id").typed() == 1
    dialog(page).reject()
    book(page).add()
    assert 1 not in [e.id for e in dialog(page).form.editor("category_id").finder.matching("hyjt")]
    dialog(page).reject()


def test_a_week_is_reported_by_keys_and_the_rest_of_it_at_once(qtbot, window, page, work):
    page.tabs.setCurrentWidget(page.reports)
    grid = page.reports.grid
    grid.setFocus()
    monday = date(2026, 10, 19)
    grid.select(1, monday)
    qtbot.keyClick(grid, Key.Key_Space)
    qtbot.keyClick(grid, Key.Key_2)
    settled(qtbot, window)
    cells = dispute_reports.grid(work).cells
    assert [cells[each, monday].words for each in (1, 2)] == ["零报告", "2件"]
    qtbot.keyClick(grid, Key.Key_Delete)
    settled(qtbot, window)
    assert dispute_reports.grid(work).cells[2, monday].words == "待报"
    qtbot.keyClick(grid, Key.Key_Left)
    qtbot.keyClick(grid, Key.Key_R, CONTROL)
    settled(qtbot, window)
    before = date(2026, 10, 12)
    assert [dispute_reports.grid(work).cells[each, before].words for each in (1, 2)] == [
        "零报告", "零报告",
    ]  # fmt: skip
    window.undo()
    settled(qtbot, window)
    # Before the first week that was reported none is missing, and all can still be entered.
    assert dispute_reports.grid(work).cells[1, before].words == "—"
    qtbot.keyClick(grid, Key.Key_Return)
    fill(dialog(page), reported_by="资料员")
    dialog(page).save_button.click()
    assert dispute_reports.grid(work).cells[2, before].report_id is not None
    page.reports.stepped.emit(-1)
    settled(qtbot, window)
    assert page.reports.later.isEnabled()
    assert not grid.grab().isNull()


def test_a_month_of_counts_is_copied_doubted_and_stored_on_the_second_press(
    qtbot, window, page, work
):
    month, before = date(2026, 10, 1), date(2026, 9, 1)
    key_groups.save_month(work, before, [VillageCounts(1, "", {"社区矫正": Count(10, 10)})])
    settled(qtbot, window)
    page.tabs.setCurrentWidget(page.counts)
    view = page.counts.grid.view
    view.setFocus()
    qtbot.keyClick(view, Key.Key_L, CONTROL)
    assert page.counts.grid.row_values(1)["total_3"] == 10
    page.counts.grid.set_text(1, "total_3", "13")
    page.counts.grid.set_text(1, "managed_3", "14")
    page.save_counts()
    assert page.counts.grid.errors() == {
        (1, "managed_3"): page.counts.grid.errors()[1, "managed_3"]
    }
    page.counts.grid.set_text(1, "managed_3", "13")
    qtbot.keyClick(view, Key.Key_S, CONTROL)
    assert "再按一次 Ctrl+S" in page.counts.problem.text()
    assert page.unsaved()
    assert len(key_groups.months(work)) == 1
    qtbot.keyClick(view, Key.Key_S, CONTROL)
    settled(qtbot, window)
    assert key_groups.month(work, month)[0].counts == {"社区矫正": Count(13, 13)}
    assert "总数 13 人" in page.counts.total.text()
    assert page.unsaved() == ""
    window.undo()
    settled(qtbot, window)
    assert page.counts.grid.row_values(1)["total_3"] is None


def test_a_month_from_the_list_is_shown_and_unsaved_counts_stay(qtbot, window, page, work):
    key_groups.save_month(work, date(2026, 9, 1), [VillageCounts(1, "", {"其他": Count(4, 4)})])
    settled(qtbot, window)
    page.counts.months.itemActivated.emit(page.counts.months.item(0))
    settled(qtbot, window)
    assert page.counts.month == date(2026, 9, 1)
    assert page.counts.grid.row_values(1)["total_5"] == 4
    page.counts.grid.set_text(1, "total_5", "5")
    page.show_record({"kind": "key-group-counts", "month": date(2026, 10, 1)})
    assert page.counts.month == date(2026, 9, 1)


def test_each_tab_takes_its_own_sheets_in_and_out(qtbot, window, page, work, tmp_path):
    page.tabs.setCurrentWidget(page.counts)
    assert page.ledger.kind == "key-group-counts"
    sheet = tmp_path / "counts.csv"
    sheet.write_text("月份,村,类别,总数,已管控帮扶\n2026-10,郭桥村,其他,2,2\n", "utf-8")
    take_in(qtbot, window, page.ledger, sheet)
    assert page.counts.grid.row_values(1)["total_5"] == 2
    page.show_record({"kind": "dispute-reports", "village": 2, "week": date(2026, 10, 12)})
    assert (page.ledger.kind, page.reports.grid.current()) == (
        "dispute-reports", (2, date(2026, 10, 12)),
    )  # fmt: skip


def test_what_the_workbench_points_to_is_shown(qtbot, window, page, work):
    one, two = dispute(work), dispute(work, summary="另一件")
    settled(qtbot, window)
    page.show_record({"kind": "disputes", "ids": [two]})
    settled(qtbot, window)
    assert book(page).table.shown_ids() == [two]
    page.show_record({"kind": "disputes", "village": 1})
    settled(qtbot, window)
    assert set(book(page).table.shown_ids()) == {one, two}


def test_copied_rows_name_no_resident_unless_the_whole_names_are_asked_for(
    qtbot, window, page, work
):
    dispute(work, summary="张建国说界墙越界，电话13812345678")
    settled(qtbot, window)
    table = book(page).table
    table.view.selectAll()
    text = table.view.copy_rows(table.columns.chosen())
    assert "张某某、李某某" in text
    assert "张建国" not in text
    assert "李秀英" not in text
    assert "13812345678" not in text
    menu = QMenu()
    table.view.add_copying(menu, table.columns.chosen)
    assert [each.text().split("\t")[0] for each in menu.actions()] == ["复制", "复制居民全名"]
    menu.actions()[1].trigger()
    assert "张建国、李秀英" in QApplication.clipboard().text()


def test_a_form_beside_a_grid_begins_with_the_week_or_month_in_hand(qtbot, window, page):
    settled(qtbot, window)
    for view, field, begun in (
        (page.reports, "week", date(2026, 10, 19)),
        (page.counts, "month", page.counts.month),
        (page.incidents, "month", page.incidents.month),
    ):
        page.tabs.setCurrentWidget(view)
        settled(qtbot, window)
        page.ledger.add()
        form = dialog(page)
        editor = form.form.editor(field)
        assert fields.read(editor.field, editor.typed(), today=TODAY) == begun
        form.done(0)
