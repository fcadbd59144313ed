"""The first opening of an empty folder, step by step, in the real window."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from window_steps import active, owned, settled

from gaotang_desktop.app import make_window, open_folder
from gaotang_desktop.services import plans, records, tasks
from gaotang_desktop.ui.frame.beginning.first_run import FirstRun
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog

PLAN = Path(__file__).parent.parent / "plans" / "gaotang-2022-99.txt"


def opened(qtbot, folder):
    window = make_window(folder)
    owned(qtbot, window)
    window.show()
    open_folder(window, folder)
    settled(qtbot, window)
    return window


@pytest.fixture
def window(qtbot, tmp_path):
    return opened(qtbot, tmp_path / "data")


@pytest.fixture
def first(window):
    return window.findChild(FirstRun)


def test_an_empty_folder_is_set_up_step_by_step(qtbot, window, first):
    work = window.desk.work
    office = first.steps[0]
    office.form.set_value("office", "高塘镇综治中心")
    first.forward.click()
    assert work.settings["office"] == "高塘镇综治中心"

    villages = first.steps[1]
    villages.shipped_button.click()
    settled(qtbot, window)
    assert "新增 24" in villages.outcome.text()
    assert first.focusWidget() is first.forward, "Return goes on, and does nothing else"
    first.forward.click()

    plan = first.steps[2]
    plan.area.setPlainText(PLAN.read_text("utf-8"))
    assert first.forward.text() == "核对方案"
    first.forward.click()
    confirmation = plan.findChild(PlanConfirmation)
    assert confirmation.isVisible()
    assert tasks.matrix(work).tasks == ()
    assert confirmation.keep.text() == "导入 10 项任务"
    confirmation.keep.click()
    settled(qtbot, window)
    assert len(tasks.matrix(work).tasks) == 10
    assert first.steps[3].pair.isVisible()
    first.forward.click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(FirstRun) is None
    assert window.messages._toast.label.text().startswith("已有 24 个村、10 项任务")


def test_names_alone_are_pasted_as_the_villages(qtbot, window, first):
    first.show_step(1)
    QGuiApplication.clipboard().setText("大岭村\n河口村\n清溪社区\n")
    first.steps[1].paste()
    settled(qtbot, window)
    preview = first.steps[1].findChild(ImportPreview)
    assert preview.take.text() == "导入 3 行"
    preview.take.click()
    settled(qtbot, window)
    named = [each.label for each in records.references(window.desk.work, "villages")]
    assert named == ["大岭村", "河口村", "清溪社区"]


def test_a_pasted_plan_is_not_skipped_by_one_press(qtbot, window, first):
    first.show_step(2)
    first.steps[2].area.setPlainText("一、常态化开展平安夜巡。（责任单位：派出所）")
    qtbot.keyClick(first.steps[2].area, Qt.Key.Key_Tab)
    assert first.focusWidget() is first.forward, "skipping comes last"
    first.skip.click()
    assert first.at == 2
    assert first.problem.text() == (
        "方案还没有导入，请按“核对方案”。再按一次“跳过这一步”就不要了。"
    )
    first.skip.click()
    assert first.at == 3


def test_every_step_can_be_skipped_and_the_steps_opened_again(qtbot, window, first):
    for _ in range(4):
        first.skip.click()
    assert not first.isVisible()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert records.references(window.desk.work, "villages") == ()
    window.menus.start.trigger()
    assert window.findChild(FirstRun).isVisible()


@pytest.mark.parametrize("leave", ["skip", "reject"])
def test_the_steps_do_not_come_again_by_themselves_but_stay_offered(
    qtbot, window, first, tmp_path, leave
):
    if leave == "skip":
        for _ in range(4):
            first.skip.click()
    else:
        first.reject()
    window.close()
    again = opened(qtbot, tmp_path / "data")
    assert again.findChild(FirstRun) is None
    workbench = again.current_page()
    assert workbench.key == "workbench"
    assert workbench.steps_button.isVisible()
    workbench.steps_button.click()
    assert again.findChild(FirstRun).isVisible()
    again.close()


def test_the_workbench_stops_offering_the_steps_when_there_are_villages_and_a_plan(
    qtbot, window, first
):
    first.reject()
    work, page = window.desk.work, window.current_page()
    assert page.steps_button.isVisible()
    records.save(work, "villages", {"name": "郭桥村"})
    plans.import_plan(work, PLAN.read_text("utf-8"))
    settled(qtbot, window)
    assert not page.steps_button.isVisible()


def test_another_folder_has_its_own_first_opening(qtbot, window, first, tmp_path):
    first.reject()
    other = opened(qtbot, tmp_path / "other")
    assert other.findChild(FirstRun).isVisible()
    other.close()


def test_a_folder_with_villages_opens_without_the_steps(qtbot, window, first, tmp_path):
    records.save(window.desk.work, "villages", {"name": "郭桥村"})
    first.reject()
    window.close()
    again = opened(qtbot, tmp_path / "data")
    assert again.findChild(FirstRun) is None
    again.close()


def test_of_a_list_with_several_towns_the_operator_chooses_theirs(qtbot, window, first, tmp_path):
    path = tmp_path / "名单.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["town", "town_code", "village_code", "village_name"])
        writer.writerow(["甲镇", "610000001", "610000001201", "北村村委会"])
        writer.writerow(["乙镇", "610000002", "610000002201", "南村村委会"])
    first.show_step(1)
    first.steps[1].take_in(path)
    settled(qtbot, window)
    choice = first.findChild(ChoiceDialog)
    choice.list.setCurrentRow(1)
    choice.accept()
    settled(qtbot, window)
    assert [each.label for each in records.references(window.desk.work, "villages")] == ["南村"]


def test_what_is_no_plan_is_said_and_the_step_stays(qtbot, window, first, tmp_path):
    first.show_step(2)
    first.steps[2].area.setPlainText("今天天气很好")
    first.forward.click()
    assert first.isVisible()
    assert first.problem.text().endswith("。")
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    first.steps[2].read_file(empty)
    settled(qtbot, window)
    assert first.problem.text().endswith("。")
    assert first.forward.isEnabled()


def test_a_plan_that_is_not_confirmed_stays_in_its_step(qtbot, window, first, tmp_path):
    first.show_step(2)
    step = first.steps[2]
    step.read_file(PLAN)
    settled(qtbot, window)
    assert step.area.toPlainText().startswith(" 高办")
    step.findChild(PlanConfirmation).reject()
    assert first.isVisible()
    assert tasks.matrix(window.desk.work).tasks == ()
    assert step.area.toPlainText()
    first.forward.click()
    assert step.findChildren(PlanConfirmation)[-1].isVisible()


def test_of_two_plans_in_one_text_each_is_confirmed_by_itself(qtbot, window, first):
    first.show_step(2)
    step = first.steps[2]
    other = (PLAN.parent / "ways" / "drowning-duties.txt").read_text("utf-8")
    step.area.setPlainText(PLAN.read_text("utf-8") + "\n" + other)
    first.forward.click()
    question = step.findChild(ChoiceDialog)
    assert question.windowTitle() == "这里像有 2 份方案"
    question.list.setCurrentRow(2)
    question.accept()
    for count in (10, 6):
        confirmation = step.findChildren(PlanConfirmation)[-1]
        assert confirmation.keep.text() == f"导入 {count} 项任务"
        confirmation.keep.click()
        settled(qtbot, window)
    assert len(tasks.matrix(window.desk.work).tasks) == 16


def test_leaving_in_the_middle_keeps_what_was_stored(qtbot, window, first):
    first.show_step(1)
    first.steps[1].shipped_button.click()
    settled(qtbot, window)
    first.reject()
    assert len(records.references(window.desk.work, "villages")) == 24
    window.undo()
    settled(qtbot, window)
    assert records.references(window.desk.work, "villages") == ()


def test_the_names_made_with_the_town_follow_it_until_another_is_written(qtbot, window, first):
    form = first.steps[0].form
    line = form.editor("town").focusProxy()
    form.editor("letterhead").put("某某文件")
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    line.insert("石坪镇")
    line.textEdited.emit(line.text())
    assert form.typed()["office"] == "石坪镇社会治安综合治理中心"
    assert form.typed()["letterhead"] == "某某文件"
    assert form.typed()["document_series"] == "石综治", (
        "no paper goes out under another town's sign"
    )
    for name in ("town", "document_series", "office", "letterhead", "operator"):
        qtbot.keyClick(form.editor(name).focusProxy(), Qt.Key.Key_Return)
    assert first.at == 0
    qtbot.keyClick(form.editor("contact").focusProxy(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.at == 1)
    assert first.focusWidget() is first.steps[1].choose_button
    assert first.findChild(QFileDialog) is None, "one press does one thing"
    assert window.desk.work.settings["office"] == "石坪镇社会治安综合治理中心"
    assert window.desk.work.settings["document_series"] == "石综治"


@pytest.mark.parametrize("aside", [False, True], ids=["in the step", "beside the step"])
def test_villages_copied_from_a_sheet_are_pasted_in_the_second_step(qtbot, window, first, aside):
    first.show_step(1)
    active(qtbot, first)
    here = first.ways_back[1] if aside else first.steps[1].choose_button
    here.setFocus()
    QGuiApplication.clipboard().setText("村名\t户数\n上坪村\t213\n河口村\t304\n")
    qtbot.keyClick(here, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    preview = first.findChild(ImportPreview)
    preview.take.click()
    settled(qtbot, window)
    assert "新增 2" in first.steps[1].outcome.text()
    assert first.focusWidget() is first.forward
    QGuiApplication.clipboard().setText(" ")
    first.steps[1].paste_button.click()
    assert "复制" in first.problem.text()
