"""任务分工 in a real window on a real data folder."""

from datetime import date

import builders
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from window_steps import settled

from gaotang_desktop.services import records, supervision, tasks
from gaotang_desktop.ui.pages.tasks.matrix import FOLDED
from gaotang_desktop.ui.pages.tasks.page import TasksPage
from gaotang_desktop.ui.pages.tasks.proposal_dialog import ProposalDialog

TODAY = date(2026, 10, 24)
MATRIX, TASKS, PARTS, SPANS, SLIPS, OWNERS = range(6)
PAGES = (TasksPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.unit(opened, "派出所", display_order=1)
    builders.unit(opened, "各村", display_order=2, stands_for="全部村")
    builders.village(opened, "郭桥村", display_order=1)
    builders.village(opened, "<&>刘庄村", display_order=2)
    plan = records.save(
        opened, "plans", {"number": "高办〔2026〕1号", "name": "方案", "text": "原文"}
    )
    for clause, name, cycle in ((1, "坚持平安夜巡夜查", "每周"), (2, "建立台账", None)):
        values = {"plan_id": plan, "clause": clause, "name": name, "cycle": cycle,
                  "deadline_text": cycle and "每周两次"}  # fmt: skip
        records.save(opened, "tasks", {**values, "requirement": f"{name}的具体要求。"})
    yield opened
    opened.close()


def roles(work):
    return {
        (task.clause, each.who): each.role
        for task in tasks.matrix(work).tasks
        for each in task.assignments
    }


def late_part(work):
    task, office = tasks.matrix(work).tasks[1].id, tasks.matrix(work).units[0].id
    return records.save(
        work,
        "assignments",
        {"task_id": task, "unit_id": office, "role": "牵头", "deadline": date(2026, 10, 10)},
    )


def test_a_cell_is_set_by_keys_and_taken_back(qtbot, window, page, work):
    page.view.matrix.setFocus()
    qtbot.keyClick(page.view.matrix, Qt.Key.Key_1)
    assert roles(work) == {(1, "派出所"): "牵头"}
    qtbot.keyClick(page.view.matrix, Qt.Key.Key_2)
    assert roles(work) == {(1, "派出所"): "配合"}
    settled(qtbot, window)
    window.undo()
    settled(qtbot, window)
    window.undo()
    settled(qtbot, window)
    assert roles(work) == {}
    assert page.view.matrix.word(tasks.matrix(work).tasks[0].id, 1) == ""


def test_a_village_has_a_column_of_its_own_when_wanted(qtbot, window, page, work):
    page.view.villages.click()
    village = page.found.villages[1][0]
    page.view.matrix.select(page.found.tasks[1].id, -village)
    qtbot.keyClick(page.view.matrix, Qt.Key.Key_P)
    assert roles(work) == {(2, "<&>刘庄村"): "配合"}


def test_many_villages_stand_in_one_column_until_they_are_wanted_apart(qtbot, window, page, work):
    task = page.found.tasks[1].id
    for number in range(7):
        place = builders.village(work, f"北{number}村", display_order=10 + number)
        tasks.assign(work, task, None, "牵头", village_id=place)
    settled(qtbot, window)
    matrix = page.view.matrix
    assert matrix.word(task, FOLDED) == "7"
    matrix.select(task, FOLDED)
    qtbot.keyClick(matrix, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert page.view.villages.isChecked()
    assert matrix.word(task, -place) == "牵头"
    assert matrix.word(task, FOLDED) == ""
    assert len(tasks.matrix(work).tasks[1].assignments) == 7, "nothing was set by that key"
    page.view.villages.click()
    assert matrix.word(task, FOLDED) == "7"


def test_the_part_of_all_villages_is_handed_to_each_from_the_panel(qtbot, window, page, work):
    page.assign(0, 1, "牵头")
    settled(qtbot, window)
    said = [each.text() for each in page.view.panel.findChildren(QLabel)]
    assert "每周两次" in said  # not 每周两次、每周
    page.spread(page.found.tasks[0].assignments[0])
    settled(qtbot, window)
    assert roles(work) == {(1, "郭桥村"): "牵头", (1, "<&>刘庄村"): "牵头"}
    window.undo()
    settled(qtbot, window)
    assert roles(work) == {(1, "各村"): "牵头"}


def test_progress_is_entered_and_a_day_to_come_is_refused_at_its_field(qtbot, window, page, work):
    late_part(work)
    settled(qtbot, window)
    dialog = page.report(page.found.tasks[1])
    dialog.form.set_value("text", "已建台账 <&>")
    dialog.form.set_value("happened_on", date(2026, 10, 30))
    dialog.form.saved.emit()
    assert "还没有到" in dialog.form.error("happened_on")
    dialog.form.set_value("happened_on", date(2026, 10, 23))
    dialog.form.set_value("state", "已完成")
    dialog.form.saved.emit()
    settled(qtbot, window)
    (part,) = tasks.matrix(work).tasks[1].assignments
    assert (part.state, part.done_on) == ("已完成", date(2026, 10, 23))


def test_a_deadline_is_changed_in_the_form_of_the_part(qtbot, window, page, work):
    part = late_part(work)
    settled(qtbot, window)
    dialog = page.ledgers["assignments"].edit(part)
    dialog.form.set_value("deadline", date(2026, 12, 31))
    dialog.form.saved.emit()
    assert tasks.matrix(work).tasks[1].assignments[0].state == "未开始"


def test_spans_are_listed_marked_done_binned_and_brought_back(qtbot, window, page, work):
    page.assign(0, 0, "牵头")
    page.tabs.setCurrentIndex(SPANS)
    assert page.primary_button.text() == "列出到今天"
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    table = page.ledgers["occurrences"].table
    qtbot.waitUntil(lambda: len(table.shown_ids()) == 1)
    (span,) = table.shown_ids()
    page.finish([span])
    settled(qtbot, window)
    assert records.get(work, "occurrences", span)["done_on"] == TODAY
    window.undo()
    settled(qtbot, window)
    assert records.get(work, "occurrences", span)["state"] == "未开始"
    table.bin_requested.emit([span])
    settled(qtbot, window)
    qtbot.waitUntil(lambda: table.shown_ids() == [])
    window.undo()
    qtbot.waitUntil(lambda: table.shown_ids() == [span])


def test_slips_are_proposed_ticked_issued_answered_and_found_again(qtbot, window, page, work):
    late_part(work)
    settled(qtbot, window)
    page.tabs.setCurrentIndex(SLIPS)
    dialog = page.add_record()
    assert isinstance(dialog, ProposalDialog)
    item = dialog.tree.topLevelItem(0)
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert (dialog.button.text(), dialog.button.isEnabled()) == ("签发 0 张", False)
    item.setCheckState(0, Qt.CheckState.Checked)
    dialog.accept()
    settled(qtbot, window)
    ledger = page.ledgers["supervision-slips"]
    (slip,) = ledger.table.shown_ids()
    assert page.add_record() is None
    form = page.answer(slip)
    form.form.set_value("answer", "已办结")
    form.form.saved.emit()
    settled(qtbot, window)
    listed = supervision.listing(work)
    assert [row[listed.column("shown_state")] for row in listed.rows] == ["已回复"]
    page.tabs.setCurrentIndex(MATRIX)
    page.show_record({"kind": "supervision-slips", "id": slip})
    settled(qtbot, window)
    assert (page.tabs.currentIndex(), ledger.table.current_id()) == (SLIPS, slip)


def test_everything_open_of_a_unit_leads_to_its_records(qtbot, window, page, work):
    late_part(work)
    settled(qtbot, window)
    page.show_record({"unit": page.found.units[0].id})
    assert page.tabs.currentIndex() == OWNERS
    (owner,) = page.owners._owners.values()
    assert (owner.who, owner.late) == ("派出所", 1)
    item = owner.items[0]
    page.owners.opened.emit(item.page, dict(item.context))
    assert page.tabs.currentIndex() == MATRIX
    assert page.view.matrix.current()[0] == page.found.tasks[1].id


def test_a_task_is_entered_corrected_binned_and_brought_back(qtbot, window, page, work):
    page.tabs.setCurrentIndex(TASKS)
    dialog = page.add_record()
    dialog.form.set_value("name", "新任务")
    dialog.form.saved.emit()
    assert dialog.form.error("plan_id")
    dialog.form.set_value("plan_id", records.listing(work, "plans").ids[0])
    dialog.form.set_value("clause", 3)
    dialog.form.saved.emit()
    settled(qtbot, window)
    ledger = page.ledgers["tasks"]
    assert len(ledger.table.shown_ids()) == 3
    new = max(ledger.table.shown_ids())
    again = ledger.edit(new)
    again.form.set_value("cycle", "每月")
    again.form.saved.emit()
    assert records.get(work, "tasks", new)["cycle"] == "每月"
    ledger.bin([new])
    settled(qtbot, window)
    assert len(page.found.tasks) == 2
    window.undo()
    settled(qtbot, window)
    assert len(page.found.tasks) == 3
