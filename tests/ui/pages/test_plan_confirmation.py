import pytest
from builders import open_work, unit
from plan_samples import PLANS
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gaotang_desktop.services import plans, tasks
from gaotang_desktop.ui.pages.tasks.plan_confirmation import PlanConfirmation


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def confirm(qtbot, work):
    """Opens the screen for a plan at the size of a small display; what is stored is kept."""
    host = QWidget()
    host.resize(1366, 768)
    qtbot.addWidget(host)
    host.show()

    def opened(name):
        text = (PLANS / "ways" / f"{name}.txt").read_text("utf-8")
        dialog = PlanConfirmation(
            host,
            plans.read(work, text),
            lambda confirmed: plans.import_plan(work, text, confirmed),
        )
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    return opened


def rows(dialog):
    return [dialog.list.topLevelItem(at) for at in range(1, dialog.list.topLevelItemCount())]


def titles(work):
    return [task.title.partition(" ")[2] for task in tasks.matrix(work).tasks]


def test_the_whole_plan_fits_on_a_small_screen_with_its_tasks_ticked(confirm):
    dialog = confirm("drowning-duties")
    assert dialog.width() <= 1366
    assert dialog.height() <= 768
    shown = [(row.text(0), row.text(1), row.checkState(0)) for row in rows(dialog)]
    assert ("负责接警处置，配合搜救", "", Qt.CheckState.Checked) in shown
    assert ("部署阶段（5月1日-5月20日）", "阶段", Qt.CheckState.Unchecked) in shown
    assert ("严肃问责", "未采用", Qt.CheckState.Unchecked) in shown
    assert dialog.keep.text() == "导入 6 项任务"
    bottom = dialog.list.visualItemRect(rows(dialog)[-1]).bottom()
    assert bottom <= dialog.list.viewport().height()


def test_keys_alone_untick_a_task_tick_a_line_and_store(qtbot, confirm, work):
    dialog = confirm("drowning-duties")
    assert dialog.focusWidget() is dialog.list
    while dialog.list.currentItem().text(0) != "负责接警处置，配合搜救":
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "第 13 行" in dialog.notes.toPlainText()
    (marked,) = dialog.text.extraSelections()
    assert marked.cursor.selectedText() == "（二）派出所。负责接警处置，配合搜救。"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    assert dialog.list.currentItem().text(0) == "严肃问责"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.keep.text() == "导入 6 项任务"
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == PlanConfirmation.DialogCode.Accepted
    assert "负责接警处置，配合搜救" not in titles(work)
    assert "严肃问责" in titles(work)
    assert len(titles(work)) == 6


def test_nothing_is_stored_when_no_task_is_ticked_or_the_screen_is_left(qtbot, confirm, work):
    dialog = confirm("half-width-everything")
    for _ in range(3):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert not dialog.keep.isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert titles(work) == []


def test_a_new_unit_may_be_another_name_of_one_that_is_known(qtbot, confirm, work):
    unit(work, "平安办")
    dialog = confirm("peace-table-tabs-merged")
    box = dialog.choices["综治中心"]
    assert box.itemText(0) == "登记为新单位"
    assert "平安办" in box.itemText(1)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    found = tasks.matrix(work)
    assert "综治中心" not in [each.name for each in found.units]
    assert "平安办" in [each.who for each in found.tasks[0].assignments]


def test_a_damaged_number_is_put_in_at_a_press(qtbot, confirm, work):
    dialog = confirm("drugs-damaged-number")
    offers = dialog.findChildren(QPushButton)
    (offer,) = [each for each in offers if each.text().startswith("填入")]
    assert dialog.number.text() == ""
    qtbot.keyClick(offer, Qt.Key.Key_Space)
    assert dialog.number.text() == "柏林街办发〔2023〕15号"
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert {task.plan for task in tasks.matrix(work).tasks} == {"柏林街办发〔2023〕15号"}
