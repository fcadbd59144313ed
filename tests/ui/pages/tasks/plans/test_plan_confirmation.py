from itertools import pairwise

import pytest
from builders import open_work, unit
from plan_samples import PLANS, SEED
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget
from window_steps import closed

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import plans, records, tasks
from gaotang_desktop.ui.pages.tasks.plans.changes import where_they_differ
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation
from gaotang_desktop.ui.pages.tasks.plans.rows import ASSIST, LEAD, TITLE, WHEN
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog

CTRL = Qt.KeyboardModifier.ControlModifier


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

    def opened(text, size=(1340, 724)):
        if "\n" not in text:
            text = (PLANS / "ways" / f"{text}.txt").read_text("utf-8")

        def store(reading, confirmed, told):
            try:
                plans.import_plan(work, reading.text, confirmed)
            except DomainError as error:
                told(error)
            else:
                told(None)

        dialog = PlanConfirmation(host, work, plans.read(work, text), store)
        dialog.resize(*size)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    return opened


def shown(dialog):
    return [(each.title, each.taken) for each in dialog.draft.entries]


def go_to(dialog, title):
    dialog.list.go_to(next(each.key for each in dialog.draft.entries if each.title == title))


def titles(work):
    return [task.title.partition(" ")[2] for task in tasks.matrix(work).tasks]


def answer(qtbot, dialog, row):
    question = dialog.findChildren(ChoiceDialog)[-1]
    question.list.setCurrentRow(row)
    qtbot.keyClick(question.list, Qt.Key.Key_Return)


def type_over(qtbot, dialog, column, text):
    dialog.list.setCurrentIndex(dialog.rows.index(dialog.list.currentIndex().row(), column))
    qtbot.keyClick(dialog.list, Qt.Key.Key_F2)
    (editor,) = [each for each in dialog.list.findChildren(QLineEdit) if each.isVisible()]
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.list.state() != QAbstractItemView.State.EditingState)


@pytest.mark.parametrize("size", [(1340, 724), (1073, 570)])
def test_the_whole_plan_fits_on_a_small_screen_also_with_large_letters(confirm, size):
    dialog = confirm("drowning-duties", size)
    assert (dialog.width(), dialog.height()) == size
    assert ("负责接警处置，配合搜救", True) in shown(dialog)
    assert ("部署阶段（5月1日-5月20日）", False) in shown(dialog)
    assert ("严肃问责", False) in shown(dialog)
    assert dialog.keep.text() == "导入 6 项任务"
    last = dialog.rows.index(dialog.rows.rowCount() - 1, 0)
    assert dialog.list.visualRect(last).bottom() <= dialog.list.viewport().height()
    assert dialog.list.horizontalScrollBar().maximum() == 0


def of_lines(count):
    tasks = [
        f"{at}、第{at}项治安巡防行动。（牵头单位：派出所；配合单位：各村；完成时限：2025年6月底前）"
        for at in range(1, count + 1)
    ]
    below = ["三、工作要求", "（一）加强领导。", "（二）镇财政所保障经费。", "（三）严格督查。"]
    head = ["云台镇2025年平安建设方案", "一、工作目标", "群众满意。", "二、重点任务"]
    return "\n".join([*head, *tasks, *below])


@pytest.mark.parametrize(
    ("count", "size", "wide"),
    [
        (34, (1340, 724), 340),
        (34, (1073, 570), 340),
        (116, (1340, 724), 260),
        (116, (1073, 570), 170),
    ],
)
def test_a_whole_plan_is_looked_over_at_once_and_worked_on_by_keys(
    qtbot, confirm, count, size, wide
):
    dialog = confirm(of_lines(count), size)
    assert dialog.rows.rowCount() >= count + 5
    glance = dialog.focusWidget()
    assert glance is dialog.glance
    assert "回车看这一条和原文" in dialog.said.text()
    rows = [glance.visualRect(dialog.rows.index(at, TITLE)) for at in range(dialog.rows.rowCount())]
    assert all(glance.viewport().rect().contains(row) for row in rows)
    assert all(row.width() >= wide for row in rows)
    assert not any(one.intersects(two) for one, two in pairwise(rows))
    before = dialog.list.current()
    qtbot.keyClick(glance, Qt.Key.Key_Down)
    below = dialog.list.current()
    assert below.line == before.line + 1
    qtbot.keyClick(glance, Qt.Key.Key_Right)
    assert dialog.list.current().line > below.line + 10
    taken_out = dialog.list.current()
    qtbot.keyClick(glance, Qt.Key.Key_Space)
    assert (taken_out.title, False) in shown(dialog)
    qtbot.keyClick(glance, Qt.Key.Key_Z, CTRL)
    assert (taken_out.title, True) in shown(dialog)
    qtbot.keyClick(glance, Qt.Key.Key_M, CTRL)
    assert dialog.focusWidget() is glance
    assert dialog.keep.text() == f"导入 {count - 1} 项任务"
    qtbot.keyClick(glance, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.list
    assert dialog.list.isVisible()
    assert dialog.text.isVisible()


def test_a_plan_that_the_list_shows_whole_opens_beside_its_text(confirm):
    dialog = confirm("drowning-duties")
    assert dialog.focusWidget() is dialog.list
    assert dialog.text.isVisible()
    assert not dialog.all.isChecked()


def test_keys_alone_untick_a_task_tick_a_line_and_store(qtbot, confirm, work):
    dialog = confirm("drowning-duties")
    assert dialog.focusWidget() is dialog.list
    while dialog.list.current().title != "负责接警处置，配合搜救":
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "第 13 行" in dialog.piece.notes.toPlainText()
    (marked,) = dialog.text.extraSelections()
    assert marked.cursor.selectedText() == "（二）派出所。负责接警处置，配合搜救。"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    assert dialog.list.current().title == "严肃问责"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.keep.text() == "导入 6 项任务"
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, CTRL)
    assert dialog.result() == PlanConfirmation.DialogCode.Accepted
    assert "负责接警处置，配合搜救" not in titles(work)
    assert "严肃问责" in titles(work)
    assert len(titles(work)) == 6


@pytest.mark.parametrize("plan", ["drowning-duties", "by-a-day-and-together"])
def test_tab_goes_round_the_whole_screen_and_comes_back_to_the_list(qtbot, confirm, plan):
    dialog = confirm(plan)
    reached = []
    for _ in range(30):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.append(dialog.focusWidget())
        if reached[-1] is dialog.list:
            break
    assert reached[-1] is dialog.list
    assert {dialog.text, dialog.keep, dialog.title, dialog.number, dialog.merge} <= set(reached)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Backtab)
    assert dialog.focusWidget() is reached[-2]


def test_tab_goes_from_the_list_of_units_through_all_of_them_before_it_stores(qtbot, confirm):
    dialog = confirm("drowning-duties")
    go_to(dialog, "严肃问责")
    type_over(qtbot, dialog, LEAD, "镇纪委")  # The choices are made anew.
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab, CTRL)
    assert dialog.below.currentWidget() is dialog.units
    dialog.below.tabBar().setFocus()
    reached = []
    for _ in dialog.units.choices:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.append(dialog.focusWidget())
    assert reached == list(dialog.units.choices.values())


def test_title_units_day_and_requirement_of_a_task_are_typed_over_in_place(qtbot, confirm, work):
    dialog = confirm("drowning-duties")
    go_to(dialog, "负责接警处置，配合搜救")
    type_over(qtbot, dialog, TITLE, "接警搜救")
    type_over(qtbot, dialog, LEAD, "派出所、卫生院")
    type_over(qtbot, dialog, ASSIST, "水务站")
    type_over(qtbot, dialog, WHEN, "9月底前")
    dialog.piece.requirement.setFocus()
    dialog.piece.requirement.setPlainText("接警后十分钟内到场。")
    qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    (task,) = [each for each in tasks.matrix(work).tasks if each.title.endswith("接警搜救")]
    assert [(each.who, each.role) for each in task.assignments] == [
        ("派出所", "牵头"),
        ("卫生院", "牵头"),
        ("水务站", "配合"),
    ]
    stored = records.get(work, "tasks", task.id)
    assert stored["deadline"].isoformat() == "2023-09-30"
    assert stored["requirement"] == "接警后十分钟内到场。"


def test_what_cannot_be_right_is_said_and_what_stood_there_stays(qtbot, confirm):
    dialog = confirm("drowning-duties")
    go_to(dialog, "负责接警处置，配合搜救")
    type_over(qtbot, dialog, WHEN, "尽快")
    assert "时限“尽快”没有读懂" in dialog.said.text()
    type_over(qtbot, dialog, TITLE, " ")
    assert "任务要有名称" in dialog.said.text()
    assert dialog.list.current().title == "负责接警处置，配合搜救"
    assert dialog.rows.deeds == 0


def test_every_deed_is_taken_back_and_done_again_by_keys(qtbot, confirm):
    dialog = confirm("drowning-duties")
    before = dialog.draft
    go_to(dialog, "组织志愿者开展暑期看护")
    type_over(qtbot, dialog, TITLE, "暑期看护")
    qtbot.keyClick(dialog.list, Qt.Key.Key_M, CTRL)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    after = dialog.draft
    assert dialog.keep.text() == "导入 4 项任务"
    for _ in range(3):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Z, CTRL)
    assert dialog.draft == before
    for _ in range(3):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Y, CTRL)
    assert dialog.draft == after


def test_two_tasks_are_put_together_and_come_apart_again(qtbot, confirm):
    dialog = confirm("drowning-duties")
    before = shown(dialog)
    go_to(dialog, "负责接警处置，配合搜救")
    qtbot.keyClick(dialog.list, Qt.Key.Key_M, CTRL)
    entry = dialog.list.current()
    assert entry.title == "负责统筹协调，每周调度一次进展"
    assert entry.clause.units == ("社会事务办", "派出所")
    assert "配合搜救" in entry.clause.text
    assert entry.lines == (12, 13)
    assert len(dialog.text.extraSelections()) == 2
    qtbot.keyClick(dialog.list, Qt.Key.Key_K, CTRL)
    assert shown(dialog) == before


def test_a_task_is_parted_where_the_operator_says(qtbot, confirm):
    dialog = confirm("drowning-duties")
    go_to(dialog, "负责统筹协调，每周调度一次进展")
    qtbot.keyClick(dialog.list, Qt.Key.Key_K, CTRL)
    answer(qtbot, dialog, 0)
    made = [each for each in dialog.draft.entries if 12 in each.lines]
    assert [each.title for each in made] == ["负责统筹协调，每周调度一次进展", "汇总上报情况"]
    assert [each.clause.lead for each in made] == [("社会事务办",), ("社会事务办",)]
    assert dialog.keep.text() == "导入 7 项任务"


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (0, [("工作要求", True)]),
        (1, [("工作要求", False), ("提高认识", True), ("严肃问责", True)]),
        (2, [("工作要求", True), ("提高认识", False), ("严肃问责", False)]),
    ],
)
def test_a_ticked_heading_asks_what_of_the_lines_below_it(qtbot, confirm, how, wanted):
    dialog = confirm("drowning-duties")
    go_to(dialog, "工作要求")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    question = dialog.findChild(ChoiceDialog)
    assert "第 23～24 行" in question.list.item(0).text()
    answer(qtbot, dialog, how)
    assert shown(dialog)[-len(wanted) :] == wanted
    if how == 0:
        assert "各村要高度重视" in dialog.list.current().clause.text


def test_the_other_reading_is_chosen_by_a_button_and_left_again(qtbot, confirm, work):
    dialog = confirm("drowning-duties")
    before = shown(dialog)
    assert "按阶段读：3 项" in dialog.other.text()
    dialog.other.click()
    assert [title for title, taken in shown(dialog) if taken] == [
        "部署阶段（5月1日-5月20日）",
        "整治阶段（5月21日-9月10日）",
        "总结阶段（9月11日-9月30日）",
    ]
    assert "按任务读：6 项" in dialog.other.text()
    dialog.other.click()
    assert shown(dialog) == before
    qtbot.keyClick(dialog.list, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, CTRL)
    assert len(titles(work)) == 3


def test_nothing_is_stored_when_no_task_is_ticked_or_the_screen_is_left(qtbot, confirm, work):
    dialog = confirm("half-width-everything")
    for _ in range(3):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert not dialog.keep.isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, CTRL)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "改过 3 处还没有导入" in dialog.said.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert closed(dialog)
    assert titles(work) == []


def test_a_new_unit_may_be_another_name_of_one_that_is_known(qtbot, confirm, work):
    unit(work, "平安办")
    dialog = confirm("peace-table-tabs-merged")
    box = dialog.units.choices["综治中心"]
    assert box.itemText(0) == "新单位，登记进名册"
    assert "平安办" in box.itemText(1)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, CTRL)
    found = tasks.matrix(work)
    assert "综治中心" not in [each.name for each in found.units]
    assert "平安办" in [each.who for each in found.tasks[0].assignments]


def test_a_unit_that_is_typed_is_asked_about_like_those_of_the_plan(qtbot, confirm, work):
    dialog = confirm("drowning-duties")
    go_to(dialog, "负责接警处置，配合搜救")
    type_over(qtbot, dialog, LEAD, "搜救队")
    assert "搜救队" in dialog.units.choices
    assert "派出所" not in dialog.units.choices


def test_a_damaged_number_is_put_in_at_a_press(qtbot, confirm, work):
    dialog = confirm("drugs-damaged-number")
    assert dialog.number.text() == ""
    assert dialog.offer.text() == "填入 柏林街办发〔2023〕15号"
    qtbot.keyClick(dialog.offer, Qt.Key.Key_Space)
    assert dialog.number.text() == "柏林街办发〔2023〕15号"
    qtbot.keyClick(dialog.list, Qt.Key.Key_S, CTRL)
    assert {task.plan for task in tasks.matrix(work).tasks} == {"柏林街办发〔2023〕15号"}


# a newer version


@pytest.fixture
def newer(work):
    plans.import_plan(work, SEED)
    gone = next(line for line in SEED.splitlines() if line.startswith("6、"))
    text = SEED.replace(gone + "\n", "").replace("有序推进扫黑除恶", "稳步推进扫黑除恶")
    return text.replace("三、工作步骤", "11、夜间亮灯。（责任单位：各村）\n三、工作步骤")


def test_a_newer_version_opens_with_what_changed_and_the_old_beside_the_new(confirm, newer):
    dialog = confirm(newer)
    assert dialog.tabs.currentWidget() is dialog.changes
    assert "换一种办法" in dialog.said.text()
    assert dialog.newer.text() == "是“高办〔2022〕99号”的新版本（文号相同）"
    rows = [
        dialog.changes.list.topLevelItem(at)
        for at in range(dialog.changes.list.topLevelItemCount())
    ]
    assert [(row.text(0), row.text(1)) for row in rows[:3]] == [
        ("有变化", "常态化推进扫黑除恶斗争"),
        ("新增", "夜间亮灯"),
        ("方案里已没有", "强化群防群治防控力量建设"),
    ]
    assert {row.text(0) for row in rows[3:]} == {"未变"}
    detail = dialog.changes.detail.toPlainText()
    assert "有序推进扫黑除恶斗争" in detail.partition("现在：")[0]
    assert "稳步推进扫黑除恶斗争" in detail.partition("现在：")[2]


def test_the_operator_decides_by_keys_what_becomes_of_each_line(qtbot, confirm, work, newer):
    dialog = confirm(newer)
    lines = dialog.changes.list
    qtbot.keyClick(lines, Qt.Key.Key_Space)
    assert lines.currentItem().text(4).startswith("保留原来的")
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    qtbot.keyClick(lines, Qt.Key.Key_Space)
    assert lines.currentItem().text(4).startswith("移到回收站")
    qtbot.keyClick(lines, Qt.Key.Key_S, CTRL)
    assert "强化群防群治防控力量建设" not in titles(work)
    assert "夜间亮灯" in titles(work)
    first = records.get(work, "tasks", tasks.matrix(work).tasks[0].id)
    assert "有序推进扫黑除恶" in first["requirement"]
    work.undo()
    assert "强化群防群治防控力量建设" in titles(work)


def test_what_is_said_to_be_another_plan_needs_a_number_of_its_own(qtbot, confirm, work, newer):
    dialog = confirm(newer)
    dialog.newer.setChecked(False)
    qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert dialog.isVisible()
    assert "“高办〔2022〕99号”已经导入过" in dialog.said.text()
    dialog.number.setText("高办〔2023〕8号")
    qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert closed(dialog)
    assert {task.plan for task in tasks.matrix(work).tasks} == {
        "高办〔2022〕99号",
        "高办〔2023〕8号",
    }


def test_long_texts_are_shown_where_they_differ():
    before, now = "甲" * 100 + "乙" + "丙" * 100, "甲" * 100 + "丁" + "丙" * 100
    shown = where_they_differ(before, now)
    assert shown[0] == "……" + "甲" * 16 + "乙" + "丙" * 16 + "……"
    assert shown[1] == shown[0].replace("乙", "丁")
    assert where_they_differ("短", "长") == ("短", "长")


def test_the_clipboard_and_the_register_are_left_alone_by_looking(confirm, work):
    QApplication.clipboard().setText("别动")
    confirm("drowning-duties").reject()
    assert QApplication.clipboard().text() == "别动"
    assert records.listing(work, "units").ids == ()
