"""公文打印 by keys alone: a number given elsewhere, one declared void for good, an own wording."""

from datetime import date

import builders
import pytest
from builders import NOW, open_work, village
from keyboard import CONTROL, Key
from PySide6.QtWidgets import QAbstractButton, QApplication
from window_steps import settled

from gaotang_desktop.domain import periods
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import catalogue, drafts, issued_documents, paper_wordings
from gaotang_desktop.ui.pages.documents.wording_dialog import WordingDialog


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    builders.patrol(opened, village(opened, "郭桥村"), date(2026, 9, 5))
    yield opened
    opened.close()


def presses_button(clerk, text):
    """Tab to a button by its words, and Space."""
    seen = []
    while not (isinstance(clerk.focus(), QAbstractButton) and clerk.focus().text() == text):
        seen.append(clerk.focus())
        assert len(seen) < 80, f"no key leads to {text}"
        clerk.presses(Key.Key_Tab)
    clerk.presses(Key.Key_Space)
    settled(clerk.qtbot, clerk.window)


def register(work):
    listed = records.listing(work, "issued-documents").only(("number", "state"))
    return dict(listed.rows)


def enters(clerk, number, title):
    clerk.overwrites("发文字号", number)
    clerk.overwrites("标题", title)
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)


def test_a_number_given_elsewhere_is_entered_and_one_declared_void_stays_void(clerk, work):
    clerk.turns_to("documents", "发文登记")
    presses_button(clerk, "手工登记")
    form = clerk.waits_for_form().form
    enters(clerk, "高综治2026第7号", "关于开会的通知")
    assert "要写成“高综治〔2026〕3号”的样子" in form.error("number")
    enters(clerk, "高综治〔2025〕7号", "关于开会的通知")
    assert f"日期却在{NOW.year}年" in form.error("issued_on")
    enters(clerk, "高综治〔2026〕700号", "关于开会的通知")
    assert "要从701号编起" in form.error("despite_doubts")
    assert register(work) == {}
    enters(clerk, "高综治〔2026〕7号", "关于开会的通知")
    clerk.comes_back()
    assert register(work) == {"高综治〔2026〕7号": "有效"}

    presses_button(clerk, "手工登记")
    clerk.waits_for_form()
    enters(clerk, "高综治[2026]第07号", "关于另一次会的通知")
    assert register(work) == {"高综治〔2026〕7号": "有效"}
    assert isinstance(QApplication.activeModalWidget(), type(form.window()))
    clerk.presses(Key.Key_Escape)
    clerk.presses(Key.Key_Escape)
    clerk.comes_back()

    presses_button(clerk, "作废")
    void = clerk.waits_for_form().form
    clerk.presses(Key.Key_S, CONTROL)
    assert void.error("void_reason")
    clerk.writes(作废原因="会议取消了")
    clerk.saves()
    assert register(work) == {"高综治〔2026〕7号": "作废"}
    clerk.presses(Key.Key_Z, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert register(work) == {"高综治〔2026〕7号": "作废"}


def test_where_a_series_begins_is_asked_before_its_first_number_is_taken(clerk, work):
    draft = drafts.create(work, "patrol-circular", periods.parse("2026-09"))
    clerk.window.go("documents", {"tab": "起草"})
    settled(clerk.qtbot, clerk.window)
    clerk.window.current_page().show_draft(draft)
    settled(clerk.qtbot, clerk.window)
    presses_button(clerk, "编号印发")
    dialog = clerk.window.messages.dialog
    assert "这是“高综治”在发文登记里的第一个号" in dialog.text.text()
    clerk.overwrites("从几号编起", "0")
    assert not dialog.act.isEnabled()
    assert "要写1到9999之间的号" in clerk.window.current_page().drafts.issuing.first.said.text()
    clerk.overwrites("从几号编起", "15")
    presses_button(clerk, dialog.act.text())
    assert list(register(work)) == ["高综治〔2026〕15号"]


def test_where_a_series_begins_is_said_in_the_settings_and_taken_from_there(clerk, work):
    clerk.turns_to("system", "设置")
    form = clerk.window.current_page().settings
    for wrong, said in (("0", "不能小于 1"), ("10000", "不能大于 9999"), ("十五号前", "要填整数")):
        clerk.overwrites("起始发文序号", wrong)
        clerk.presses(Key.Key_S, CONTROL)
        settled(clerk.qtbot, clerk.window)
        assert said in form.error("document_first_number")
    assert work.settings["document_first_number"] == 1
    clerk.overwrites("起始发文序号", "23")
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert work.settings["document_first_number"] == 23
    draft = drafts.create(work, "patrol-circular", periods.parse("2026-09"))
    clerk.window.go("documents", {"tab": "起草"})
    settled(clerk.qtbot, clerk.window)
    clerk.window.current_page().show_draft(draft)
    settled(clerk.qtbot, clerk.window)
    presses_button(clerk, "编号印发")
    dialog = clerk.window.messages.dialog
    assert clerk.window.current_page().drafts.issuing.first.field.text() == "23"
    presses_button(clerk, dialog.act.text())
    assert list(register(work)) == ["高综治〔2026〕23号"]
    # A number was given: the series goes on from it whatever the setting says.
    work.change_settings({"document_first_number": 5})
    again = drafts.create(work, "notice")
    assert issued_documents.coming(work, again).text == "高综治〔2026〕24号"


def test_a_wording_is_changed_told_what_it_leaves_out_and_taken_back(clerk, work):
    clerk.turns_to("documents", "起草")
    clerk.presses(Key.Key_N, CONTROL)
    clerk.presses(Key.Key_2)  # a group opens by its number and says which month it would tell of
    usual = catalogue.usual_period(work, "publicity-notice").label
    shown = QApplication.activePopupWidget().actions()[0].text()
    assert shown == f"&1  集中宣传轮次通知\t{usual}"
    clerk.presses(Key.Key_Escape, times=2)
    presses_button(clerk, "范文")
    dialog = clerk.window_of(WordingDialog)
    settled(clerk.qtbot, clerk.window)
    shipped = dialog.text.toPlainText()
    clerk.goes_to("范文正文")
    clerk.presses(Key.Key_A, CONTROL)
    clerk.types("各村：夜巡情况如下。")
    presses_button(clerk, "总体")
    assert clerk.focus() is dialog.text
    clerk.qtbot.waitUntil(lambda: "没有用到" in dialog.said.text())
    assert "【检查】" in dialog.said.text()
    presses_button(clerk, "保存")
    own = paper_wordings.current(work, dialog.paper)
    assert own.body == "各村：夜巡情况如下。\n【总体】"
    span = periods.parse("2026-09")
    drafted = drafts.get(work, drafts.create(work, dialog.paper, span))["body"]
    assert drafted.startswith("各村：夜巡情况如下。\n2026年9月，")
    presses_button(clerk, "恢复程序自带的")
    assert dialog.text.toPlainText() == shipped
    assert paper_wordings.current(work, dialog.paper) is None
    assert len(paper_wordings.versions(work, dialog.paper)) == 2
    clerk.presses(Key.Key_Escape)
