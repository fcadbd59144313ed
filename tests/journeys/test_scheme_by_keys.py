"""The editor of the rules by keys alone: what is typed, what is said of it, and that nothing of it is lost."""

import json
from datetime import date, datetime

import pytest
from builders import open_filled
from keyboard import CONTROL, Key
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit
from scored_month import fill_month
from window_steps import settled

from gaotang_desktop.services.schemes import register
from gaotang_desktop.ui.pages.evaluation.schemes.editor import edit_scheme
from gaotang_desktop.ui.pages.evaluation.schemes.versions import SchemesDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier
LIST = "列表：编号、项目、满分、计分方法"


@pytest.fixture
def work(tmp_path):
    opened, _ids = open_filled(tmp_path / "data", fill_month, now=datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


class Editor:
    """The editor in front of somebody at the keyboard."""

    def __init__(self, clerk):
        self.clerk = clerk
        self.window = QApplication.activeModalWidget()

    def item(self, code):
        """The list, the item's row, and Return into its form."""
        self.clerk.goes_to(LIST)
        self.clerk.presses(Key.Key_Home)
        codes = [each.code for each in self.window.lines.items]
        self.clerk.presses(Key.Key_Down, times=codes.index(code))
        self.clerk.presses(Key.Key_Return)

    def rules(self):
        self.clerk.presses(Key.Key_Tab, CONTROL)

    def writes(self, field, text):
        """Another text in a field; a choice by its initials, a tick by Space."""
        self.clerk.goes_to(field)
        if isinstance(self.clerk.focus(), QLineEdit | QPlainTextEdit):
            self.clerk.presses(Key.Key_A, CONTROL)
            self.clerk.presses(Key.Key_Delete)
        self.clerk.types(text)

    def stores(self):
        self.clerk.presses(Key.Key_S, CONTROL)
        settled(self.clerk.qtbot, self.clerk.window)

    def leaves(self):
        """Esc, and once more for what is not stored."""
        self.clerk.presses(Key.Key_Escape, times=2)
        assert not self.window.isVisible()

    def said(self, field):
        """What stands under a field, wherever it is."""
        forms = [*self.window.lines.forms(), self.window.rules]
        names = [(form, each.name) for form in forms for each in form.fields if each.label == field]
        return next((form.error(name) for form, name in names if form.error(name)), "")


@pytest.fixture
def versions(clerk):
    """The list of versions, from which an editor opens."""
    clerk.window.go("evaluation")
    settled(clerk.qtbot, clerk.window)
    return clerk.window.current_page().open_schemes()


def begun(clerk, versions):
    made = versions.edit()
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return Editor(clerk)


@pytest.fixture
def editor(clerk, versions):
    return begun(clerk, versions)


def told(editor, typed, field):
    """What is said at a field after this was typed and stored, where the field has the keys."""
    for name, text in typed:
        editor.writes(name, text)
    editor.stores()
    at = editor.clerk.focus().accessibleName()
    return editor.said(field) if at == field else f"the keys are at {at}"


ITEM = [
    ("A1", [("满分", "13")], "满分", "合计 101 分"),
    ("B1", [("满分", "13.99")], "满分", "合计 99.99 分"),
    ("A1", [("满分", "-12")], "满分", "必须大于零"),
    ("A1", [("满分", "12.001")], "满分", "最多两位小数"),
    ("D1", [("起分线", "0.9"), ("满分线", "0.8")], "起分线", "必须低于满分线"),
    ("D1", [("起分线", "60")], "起分线", "在 0 和 1 之间"),
    ("D1", [("满分线", "1.2")], "满分线", "在 0 和 1 之间"),
    ("D1", [("起分线", "0.8"), ("满分线", "0.8")], "起分线", "必须低于满分线"),
    ("B1", [("目标数", "0")], "目标数", "大于零"),
    ("B1", [("目标数", "100")], "目标数", "目标太高"),
    ("B1", [("目标数", "2"), ("目标的周期", "w")], "目标数", "目标太高"),
    ("B1", [("目标数", "0.5"), ("目标是总数的一部分", " ")], "目标是总数的一部分", "没有总数"),
    ("D1", [("计分方法", "fd"), ("分档", "80：10，90：14")], "分档", "从高到低"),
    ("D1", [("计分方法", "fd"), ("分档", "90：5，80：14")], "分档", "得分反而越少"),
    ("D1", [("计分方法", "fd"), ("分档", "90：20")], "分档", "之间"),
    ("D1", [("计分方法", "fd"), ("分档", "90：5")], "分档", "得不到满分"),
    ("D1", [("计分方法", "fd"), ("分档", "九十分以上")], "分档", "看不懂"),
    ("B2", [("计分方法", "ackf")], "每次扣分", "每次扣分"),
    ("B2", [("计分方法", "ackf"), ("每次扣分", "1")], "计分方法", "做得越多扣得越多"),
    ("A1", [("计分方法", "acjf"), ("每次加分", "1")], "计分方法", "民调只能"),
    ("B1", [("计分方法", "abfl")], "计分方法", "只用于民调"),
    ("D1", [("计分方法", "rgpf")], "取数", "人工评分"),
    ("D1", [("计分方法", "awcbl"), ("目标数", "3")], "计分方法", "没有另外的目标数"),
    ("C1", [("项目", "平安夜巡到位")], "项目", "都叫"),
    ("C1", [("编号", "B1")], "编号", "重复"),
]  # fmt: skip


def test_an_item_that_makes_no_sense_has_its_sentence_at_the_field_that_has_the_keys(
    work, clerk, versions
):
    found = []
    for code, typed, field, said in ITEM:
        editor = begun(clerk, versions)
        editor.item(code)
        if said not in (heard := told(editor, typed, field)):
            found.append((code, typed, heard))
        editor.leaves()
    assert found == []
    assert register.versions(work)[0].id is None


RULES = [
    ([("同分排序", "Z9")], "同分排序", "不是方案里的项目"),
    ([("同分排序", "A1、A1")], "同分排序", "重复"),
    ([("前列几个村", "300")], "前列几个村", "只有 4 个村"),
    ([("待改进几个村", "300")], "待改进几个村", "只有 4 个村"),
    ([("加分上限", "-1")], "加分上限", "不能小于 0"),
    ([("每次加分", "3"), ("加分上限", "1")], "每次加分", "上限只有 1 分"),
    ([("平时占年度的比例", "1.5")], "平时占年度的比例", "在 0 和 1 之间"),
    ([("启用日期", "2026-12-15")], "启用日期", "1 日起用"),
    ([("考评周期", "ajd")], "启用日期", "季度的第一天"),
    ([("考评周期", "ann")], "启用日期", "1 月 1 日"),
    ([("奖惩规则", "每月前9名：表扬")], "奖惩规则", "只有 4 个村"),
    ([("奖惩规则", "谁好就奖谁")], "奖惩规则", "谁好就奖谁"),
]


def test_a_rule_that_makes_no_sense_has_its_sentence_at_the_field_that_has_the_keys(
    work, clerk, versions
):
    found = []
    for typed, field, said in RULES:
        editor = begun(clerk, versions)
        editor.rules()
        if said not in (heard := told(editor, typed, field)):
            found.append((typed, heard))
        editor.leaves()
    assert found == []
    assert register.versions(work)[0].id is None


ASKED = [
    ([("加分上限", "1000")], "加分上限", "是这样定的吗"),
    ([("民调最小样本", "1")], "民调最小样本", "是这样定的吗"),
    ([("启用日期", "2026-10-01")], "启用日期", "要这样吗"),
    ([("启用日期", "2019-01-01")], "启用日期", "要这样吗"),
    ([("这是正式的考评办法", " ")], "这是正式的考评办法", "完全一样"),
]


def test_what_may_be_meant_is_asked_at_its_field_and_stored_at_the_second_press(
    work, clerk, versions
):
    found = []
    for typed, field, said in ASKED:
        editor = begun(clerk, versions)
        editor.rules()
        if said not in (heard := told(editor, typed, field)):
            found.append((typed, heard))
        assert register.versions(work)[0].id is None
        editor.stores()
        assert not editor.window.isVisible()
        assert register.versions(work)[0].id is not None
        work.undo()  # the next one is asked about itself alone
    assert found == []


def test_rules_without_a_reason_for_a_veto_are_stored_and_undone_by_ctrl_z(work, editor, versions):
    editor.rules()
    editor.writes("一票否决情形", "")
    editor.stores()
    assert register.versions(work)[0].scheme.vetoes == ()
    editor.clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is versions)
    editor.clerk.presses(Key.Key_Escape)
    settled(editor.clerk.qtbot, editor.clerk.window)
    with editor.clerk.qtbot.waitActive(editor.clerk.window):
        editor.clerk.window.activateWindow()
    editor.clerk.presses(Key.Key_Z, CONTROL)
    settled(editor.clerk.qtbot, editor.clerk.window)
    assert register.versions(work)[0].id is None


def test_what_is_typed_of_an_item_stays_whatever_is_chosen_after_it(editor):
    """Another method, another item, and a number that cannot be read yet."""
    editor.item("A1")
    editor.writes("项目", "安全感（街面）")
    editor.writes("计分方法", "fd")
    editor.writes("分档", "95：12，80：六")
    editor.writes("满分", "十二")
    editor.clerk.goes_to(LIST)
    editor.clerk.presses(Key.Key_Down)
    assert editor.clerk.focus().accessibleName() == LIST, "the keys stay in the list"
    editor.clerk.presses(Key.Key_Up)
    stood = {**editor.window.lines.head.typed(), **editor.window.lines.parameters.typed()}
    assert stood["name"] == "安全感（街面）"
    assert stood["full"] == "十二"
    assert stood["bands"] == "95：12，80：六"
    editor.clerk.presses(Key.Key_Return)
    editor.writes("计分方法", "abl")
    editor.writes("计分方法", "fd")
    assert editor.window.lines.parameters.typed()["bands"] == "95：12，80：六"


def test_return_in_a_field_goes_on_and_never_takes_an_item_away(editor):
    before = editor.window.lines.items
    editor.item("A1")
    seen = []
    for _ in range(11):
        seen.append(editor.clerk.focus().accessibleName())
        editor.clerk.presses(Key.Key_Return)
    assert seen[:4] == ["编号", "项目", "方案条款", "满分"]
    assert seen[10] == LIST
    assert editor.window.lines.items == before


def test_tab_goes_from_the_list_to_the_form_to_the_buttons_and_round(editor):
    seen = [editor.clerk.focus().accessibleName()]
    for _ in range(15):
        editor.clerk.presses(Key.Key_Tab)
        focused = editor.clerk.focus()
        seen.append(focused.accessibleName() or getattr(focused, "text", str)())
    assert seen == [
        LIST, "编号", "项目", "方案条款", "满分", "取数", "计分方法", "起分线", "满分线",
        "没有应办事项时", "应报未报时", "去掉这一项", "加一项", "取消", "启用这一版", "",
    ]  # fmt: skip
    editor.clerk.presses(Key.Key_Tab)
    assert editor.clerk.focus().accessibleName() == LIST


def test_an_item_that_was_left_out_is_put_back_where_it_stood(editor):
    before = editor.window.lines.items
    editor.clerk.presses(Key.Key_Down, times=2)
    editor.clerk.presses(Key.Key_Delete)
    assert [each.code for each in editor.window.lines.items] == [
        each.code for each in before if each.code != "B1"
    ]
    assert "86" in editor.window.lines.sum.text()
    assert editor.window.lines.back.text() == "放回 B1 平安夜巡到位"
    editor.clerk.presses(Key.Key_Z, CONTROL)
    assert editor.window.lines.items == before


def test_an_item_is_added_and_scored_tried_on_a_month_beside_the_old_rules_and_adopted(
    work, editor
):
    editor.item("A1")
    editor.writes("满分", "7")
    editor.clerk.goes_to(LIST)
    editor.clerk.presses(Key.Key_N, CONTROL)
    for field, text in (
        ("编号", "G1"), ("项目", "电诈发案"), ("满分", "5"), ("取数", "fadz"), ("计分方法", "ackf"),
        ("每次扣分", "1"), ("没有应办事项时", "mf"),
    ):  # fmt: skip
        editor.writes(field, text)
    editor.clerk.presses(Key.Key_Tab, CONTROL, times=2)
    preview = editor.window.preview
    settled(editor.clerk.qtbot, editor.clerk.window)
    assert preview.table.rowCount() == 4
    assert preview.table.item(0, 4).text() != preview.table.item(0, 5).text()
    assert "4 个村得分变" in preview.words.text()
    said = preview.changes.label.text()
    assert "A1 群众安全感：满分由 12 改为 7" in said
    assert "新增 G1 电诈发案（5 分）" in said
    shown = preview.period.period
    editor.clerk.presses(Key.Key_Left)
    settled(editor.clerk.qtbot, editor.clerk.window)
    assert preview.period.period == shown.shifted(-1)
    editor.stores()
    newest = register.versions(work)[0].scheme
    assert [each.code for each in newest.items][-1] == "G1"
    assert newest.item("A1").full == 7
    assert newest.starts_on == date(2026, 12, 1)


def test_rules_go_out_as_a_file_and_come_back_changed_by_keys(work, clerk, tmp_path):
    def leads_to(text, key=Key.Key_Tab, modifier=Qt.KeyboardModifier.NoModifier):
        for _ in range(30):
            if getattr(clerk.focus(), "text", str)() == text:
                return clerk.presses(Key.Key_Return)
            clerk.presses(key, modifier)
        raise AssertionError(f"no key leads to {text}")

    def names(path):
        clerk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        clerk.presses(Key.Key_A, CONTROL)
        clerk.types(str(path))
        clerk.presses(Key.Key_Return)
        settled(clerk.qtbot, clerk.window)

    def versions():
        return clerk.window.findChild(SchemesDialog)

    where = tmp_path / "rules.json"
    clerk.presses(Key.Key_8, CONTROL)
    settled(clerk.qtbot, clerk.window)
    leads_to("方案", Key.Key_Backtab, SHIFT)
    leads_to("导出为文件")
    names(where)
    with clerk.qtbot.waitActive(versions()):
        versions().activateWindow()
    raw = json.loads(where.read_text("utf-8"))
    raw["items"][2]["target"] = "2"
    where.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    leads_to("从文件导入")
    names(where)
    editor = Editor(clerk)
    editor.clerk.presses(Key.Key_Tab, CONTROL, times=2)
    settled(clerk.qtbot, clerk.window)
    assert "B1 平安夜巡到位：目标数由 3 改为 2" in editor.window.preview.changes.label.text()
    editor.stores()
    editor.stores()
    assert register.versions(work)[0].scheme.item("B1").target == 2


def test_what_was_typed_into_the_rules_is_there_again_after_the_program_was_killed(
    qtbot, work, editor
):
    editor.item("B1")
    editor.writes("目标数", "三")
    editor.writes("项目", "夜巡")
    editor.clerk.goes_to(LIST)
    editor.clerk.presses(Key.Key_Down)
    editor.clerk.presses(Key.Key_Delete)
    words, _told = editor.window.typed()
    kept = json.loads(json.dumps(words, ensure_ascii=False))
    again = edit_scheme(
        editor.clerk.window.current_page(),
        editor.clerk.window.desk,
        *editor.window.kept_as["with"],
    )
    again.put(kept)
    assert [each.code for each in again.lines.items] == [
        each.code for each in editor.window.lines.items
    ]
    again.lines.go_to(2, {})
    stood = {**again.lines.head.typed(), **again.lines.parameters.typed()}
    assert (stood["name"], stood["target"]) == ("夜巡", "三")
    assert "B1 夜巡：“目标数”要填数字" in again.lines.first_unread()
