"""公文打印 in a real window: from a draft to the register, refreshed, voided, put right."""

import io
from datetime import date, datetime

import builders
import docx
import openpyxl
import pdfplumber
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from window_steps import closed, settled

from gaotang_desktop.services import records
from gaotang_desktop.services.papers import (
    catalogue,
    drafts,
    issued_documents,
    own_annexes,
    paper_wordings,
)
from gaotang_desktop.ui.pages.documents.annexes_dialog import AnnexesDialog
from gaotang_desktop.ui.pages.documents.page import DocumentsPage
from gaotang_desktop.ui.pages.documents.wording_dialog import WordingDialog
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

CONTROL = Qt.KeyboardModifier.ControlModifier
PAGES = (DocumentsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    for number, name in enumerate(("郭桥村", "刘庄村"), start=1):
        builders.village(opened, name, display_order=number)
    builders.unit(opened, "各村", stands_for="全部村")
    builders.patrol(opened, 1, date(2026, 10, 5))
    yield opened
    opened.close()


def settle(qtbot, window):
    qtbot.wait(200)  # the typing has to rest first
    settled(qtbot, window)


def started(qtbot, window, page, name="patrol-circular"):
    page.start(name)
    settle(qtbot, window)
    return page.drafts


def line_of(findings, words):
    """The line of a list of findings that says this."""
    return next(each for each in findings.lines() if words in each.text())


def words(content):
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages).replace("\n", "")


def type_words(widget, text):
    """Chinese words as an input method hands them over."""
    key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
    QApplication.sendEvent(widget, key)


def test_without_a_draft_the_page_says_what_belongs_there(page):
    assert page.drafts.empty.isVisible()
    assert page.drafts.empty.button.text() == "起草"
    page.drafts.empty.button.click()
    assert page.start_menu.isVisible()
    groups = page.start_menu.actions()
    assert [each.text()[4:] for each in groups] == list(catalogue.DRAFTED.values())
    labels = [each.text()[4:] for group in groups for each in group.menu().actions()]
    assert sorted(labels) == sorted(each.label for each in catalogue.DOCUMENTS if each.kind)
    page.start_menu.close()


def test_what_is_typed_stands_on_the_page_and_is_kept(qtbot, window, page, work):
    desk = started(qtbot, window, page)
    assert "刘庄村整期没有夜巡记录" in desk.form.editor.toPlainText()
    desk.form.editor.setFocus()
    desk.form.editor.moveCursor(desk.form.editor.textCursor().MoveOperation.Start)
    type_words(desk.form.editor, "请各村传阅。\r")
    qtbot.keyClick(desk.form.editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "请各村传阅。" in words(desk.content)
    assert desk.view.page_count >= 2
    qtbot.keyClick(desk.form.editor, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: drafts.get(work, desk.draft_id)["body"].startswith("请各村传阅。"))


def test_what_is_typed_is_kept_in_time_however_long_one_types(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    desk._keeping.setInterval(400)
    for _ in range(8):  # never a pause as long as the time after which it is kept
        desk.form.editor.insertPlainText("巡")
        qtbot.wait(150)
    assert drafts.get(work, desk.draft_id)["body"].startswith("巡")


def test_leaving_the_tab_keeps_what_was_typed(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    draft = desk.draft_id
    desk.form.title.setText("关于换个题目的通知")
    page.tabs.setCurrentWidget(page.shelf)
    assert drafts.get(work, draft)["name"] == "关于换个题目的通知"
    assert window.page("documents").unsaved() == ""


def test_a_draft_without_a_title_is_said_and_stays(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    desk.form.title.clear()
    assert not desk.store()
    assert "标题" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    assert page.unsaved()
    desk.form.title.setText("关于开会的通知")
    assert desk.store()


def test_newer_records_are_taken_in_on_demand_beside_own_words(qtbot, window, page, work):
    desk = started(qtbot, window, page)
    body = desk.form.editor.toPlainText().replace("特此通报。", "望再接再厉。\n特此通报。")
    desk.form.editor.setPlainText(body)
    builders.patrol(work, 2, date(2026, 10, 6))
    settle(qtbot, window)
    desk.refresh_button.click()
    settle(qtbot, window)
    assert "实巡2次" in desk.form.editor.toPlainText()
    assert "望再接再厉。" in desk.form.editor.toPlainText()
    assert "实巡2次" in words(desk.content)


def test_a_finding_leads_to_its_words(qtbot, window, page):
    desk = started(qtbot, window, page, "notice")
    desk.form.editor.setPlainText("今天,开会。")
    settle(qtbot, window)
    found = line_of(desk.findings, "半角标点")
    assert found.text().startswith("第1页第")
    desk.findings.itemClicked.emit(found)
    assert desk.form.editor.textCursor().selectedText() == ","


def test_recipients_are_picked_and_written_out(qtbot, window, page):
    desk = started(qtbot, window, page, "notice")
    desk.form.copies.setText("县委政法委")
    dialog = desk.form.pick("抄送")
    dialog.line.setText("gq")
    shown = [dialog.list.item(row).text() for row in range(dialog.list.count())
             if not dialog.list.item(row).isHidden()]  # fmt: skip
    assert shown == ["郭桥村"]
    dialog.line.clear()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.text() == "县委政法委、各村"
    dialog.spelled.setChecked(True)
    dialog._take()
    assert desk.form.copies.text() == "县委政法委、郭桥村、刘庄村"


def test_from_a_draft_to_the_register_and_the_same_bytes_again(qtbot, window, page, work, tmp_path):
    desk = started(qtbot, window, page)
    desk.issue_button.click()
    settle(qtbot, window)
    assert desk.issuing.first.said.text() == "这一份编为 高综治〔2026〕1号"
    window.messages.dialog.act.click()
    settle(qtbot, window)
    assert page.tabs.currentWidget() is page.register
    assert page.register.said.text().startswith("高综治〔2026〕1号 · 有效")
    assert desk.count == 0
    shown = page.shown()
    assert shown.name == "高综治〔2026〕1号 关于2026年10月平安夜巡工作情况的通报"
    assert shown.word is None
    page.actions_of_paper.save(shown, tmp_path / "原件.pdf")
    issued = page.register.table.current_id()
    assert (tmp_path / "原件.pdf").read_bytes() == issued_documents.reprint(work, issued)
    page.register.table.set_text("整期没有夜巡记录")
    assert page.register.table.shown_ids() == [issued]


def test_a_number_is_voided_with_a_reason_and_a_correction_is_drafted(qtbot, window, page, work):
    out = issued_documents.issue(work, drafts.create(work, "notice"), despite_reminders=True)
    page.show_record({"kind": "issued-documents", "id": out.id})
    settle(qtbot, window)
    page.register.correct_button.click()
    settle(qtbot, window)
    assert page.tabs.currentWidget() is page.drafts
    assert out.number in page.drafts.form.editor.toPlainText()
    page.show_record({"kind": "issued-documents", "id": out.id})
    settle(qtbot, window)
    page.register.void_button.click()
    dialog = page.findChildren(FormDialog)[-1]
    dialog.form.set_value("void_reason", "没有发出")
    dialog.form.saved.emit()
    settle(qtbot, window)
    assert "作废：没有发出" in page.register.said.text()
    assert not page.register.void_button.isEnabled()
    assert not page.register.correct_button.isEnabled()


def test_what_stands_against_issuing_is_said_before_a_number_is_taken(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    desk.form.signer.setText("综治中心")
    desk.form.editor.setPlainText("【表1】")
    settle(qtbot, window)
    desk.issue_button.click()
    settle(qtbot, window)
    assert "正文是空的" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    assert issued_documents.listing(work).ids == ()


def test_reminders_are_read_out_before_the_number_is_taken(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    assert "时间另行通知" in line_of(desk.findings, "另行通知").text()
    desk.issue_button.click()
    settle(qtbot, window)
    dialog = window.messages.dialog
    assert "有 2 项要核对" in dialog.text.text()
    assert dialog.act.text() == "核对过了，编号印发"
    dialog.reject()
    assert issued_documents.listing(work).ids == ()


def test_the_day_of_a_paper_is_put_right_by_the_button_of_its_finding(qtbot, window, page, work):
    page.show_draft(drafts.create(work, "notice", dated_on=date(2025, 12, 31)))
    settle(qtbot, window)
    desk = page.drafts
    asked = line_of(desk.findings, "占用2025年的号")
    desk.findings.cellWidget(asked.row(), 1).click()
    settle(qtbot, window)
    assert desk.form.values()["dated_on"] == date(2026, 11, 5)
    assert not any("2025年的号" in each.text() for each in desk.findings.lines())


def test_a_habit_is_mended_by_one_press_and_the_words_come_back_by_undo(qtbot, window, page):
    desk = started(qtbot, window, page, "notice")
    typed = '一.总体要求\n他说"要抓好"，2026.10.1前完成。'
    desk.form.editor.setPlainText(typed)
    settle(qtbot, window)
    asked = line_of(desk.findings, "直引号")
    desk.findings.cellWidget(asked.row(), 1).click()
    settle(qtbot, window)
    assert "他说“要抓好”，2026.10.1前" in desk.form.editor.toPlainText()
    assert not any("直引号" in each.text() for each in desk.findings.lines())
    desk.form.editor.setFocus()
    qtbot.keyClick(desk.form.editor, Qt.Key.Key_Z, CONTROL)
    assert desk.form.editor.toPlainText() == typed


def test_the_elements_of_the_head_are_typed_beside_the_others(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    desk.form.show_parts()
    desk.form.elements["urgency"].setText("特急")
    desk.form.elements["print_count"].setText("50")
    desk.form.elements["print_count"].textEdited.emit("50")
    settle(qtbot, window)
    assert "特急" in words(desk.content)
    assert "共印50份" in words(desk.content)
    desk.store()
    assert drafts.get(work, desk.draft_id)["urgency"] == "特急"


def test_a_number_from_outside_is_entered_by_hand(qtbot, window, page, work):
    page.tabs.setCurrentWidget(page.register)
    page.register.enter_button.click()
    (dialog,) = page.register.findChildren(FormDialog)
    dialog.form.set_value("number", "高综治〔2026〕7")
    dialog.form.set_value("name", "关于迎接检查的通知")
    dialog.form.saved.emit()
    assert dialog.isVisible()
    dialog.form.set_value("number", "高综治〔2026〕7000号")
    dialog.form.saved.emit()
    assert dialog.isVisible()
    dialog.form.set_value("despite_doubts", True)
    dialog.form.set_value("number", "高综治〔2026〕7号")
    dialog.form.saved.emit()
    settle(qtbot, window)
    assert closed(dialog)
    assert page.register.void_button.isEnabled()
    assert "手工登记" in page.register.view._words.text()


def test_a_draft_is_binned_by_delete_and_comes_back(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    draft = desk.draft_id
    desk.list.setFocus()
    qtbot.keyClick(desk.list, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert desk.empty.isVisible()
    window.undo()
    settle(qtbot, window)
    assert desk.draft_id == draft


def test_every_form_and_list_is_shown_and_a_missing_plan_is_said(qtbot, window, page):
    page.tabs.setCurrentWidget(page.shelf)
    for each in catalogue.DOCUMENTS:
        if each.kind:
            continue
        page.shelf.choose(each.name)
        settle(qtbot, window)
        if each.name == "responsibility-table":
            assert "请先在“任务分工”导入方案" in page.shelf.findings.lines()[0].text()
            assert page.shown() is None
        else:
            assert page.shelf.view.page_count >= 1, each.name
            assert page.shown().content.startswith(b"%PDF")
    page._with_shown(lambda _shown: None)


def test_a_poll_s_circular_asks_which_poll(qtbot, window, page, work):
    for name, day in (("第二季度", 1), ("第三季度", 2)):
        records.save(work, "polls", {
            "name": name, "level": "镇自测", "from_on": date(2026, 9, day),
            "until_on": date(2026, 9, day),
        })  # fmt: skip
    page.start("poll-circular")
    dialog = page.findChildren(ChoiceDialog)[0]
    dialog.list.setCurrentRow(1)
    dialog.accept()
    settle(qtbot, window)
    assert page.drafts.form.title.text() == "关于第二季度镇自测民意调查结果的通报"
    page.show_record({"document": "poll-circular", "poll": 1})
    settle(qtbot, window)
    assert page.drafts.count == 1


def test_a_paper_is_found_by_its_draft_also_after_it_went_out(qtbot, window, page, work):
    draft = drafts.create(work, "notice")
    page.show_record({"kind": "documents", "id": draft})
    settle(qtbot, window)
    assert page.drafts.draft_id == draft
    issued_documents.issue(work, draft, despite_reminders=True)
    settle(qtbot, window)
    page.show_record({"kind": "documents", "id": draft})
    settle(qtbot, window)
    assert page.tabs.currentWidget() is page.register


def test_words_that_came_back_from_word_are_shown_and_taken(qtbot, window, page, work, tmp_path):
    desk = started(qtbot, window, page, "notice")
    path = tmp_path / "notice.docx"
    page.actions_of_paper.save_word(page.shown(), path)
    document = docx.Document(str(path))
    changed = next(each for each in document.paragraphs if "按时参会" in each.text)
    changed.runs[0].text = "请提前十分钟到场。"
    document.save(str(path))
    desk.take_word(path)
    settle(qtbot, window)
    dialog = window.messages.dialog
    assert "改为“请提前十分钟到场。”" in dialog.text.text()
    dialog.accept()
    settle(qtbot, window)
    assert "请提前十分钟到场。" in desk.form.editor.toPlainText()
    assert "请提前十分钟到场。" in words(desk.content)


def test_minutes_ask_which_meeting_and_stand_beside_their_page(qtbot, window, page, work):
    for day in (1, 2):
        records.save(work, "meetings", {
            "held_on": date(2026, 10, day), "kind": "研判会", "topic": f"第{day}次研判",
            "risks": "校门口秩序乱",
        })  # fmt: skip
    page.start("minutes")
    dialog = page.findChildren(ChoiceDialog)[-1]
    assert dialog.list.count() == 2
    page.start("minutes", subject_id=dialog._values[1])
    settle(qtbot, window)
    assert page.drafts.form.title.text() == "第1次研判会议纪要"
    assert "校门口秩序乱" in words(page.drafts.content)


def test_units_that_send_together_are_chosen_and_stand_in_the_head_and_below(
    qtbot, window, page, work
):
    builders.unit(work, "高塘镇派出所")
    desk = started(qtbot, window, page, "letter")
    desk.form.show_parts()
    dialog = desk.form.pick("联合发文")
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.item(rows.index("高塘镇派出所")).setCheckState(Qt.CheckState.Checked)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    desk.form.titled.setChecked(True)
    settle(qtbot, window)
    assert desk.store()
    kept = drafts.get(work, desk.draft_id)
    assert (kept["joint"], kept["issuer_in_title"]) == ("高塘镇派出所", True)
    shown = "".join(words(desk.content).split())
    assert shown.count("高塘镇派出所") == 2  # in the title and below; a letter's head is the lead's


def test_an_annex_is_pasted_put_in_order_and_stands_on_the_page(qtbot, window, page, work):
    desk = started(qtbot, window, page, "notice")
    desk.annex_button.click()
    dialog = desk.findChild(AnnexesDialog)
    for title, text in (("名单", "村\t人数\n郭桥村\t6"), ("要求", "每晚八点集合。")):
        dialog.title.setText(title)
        dialog.text.setPlainText(text)
        dialog.add.click()
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == "每晚八点集合。"
    dialog.up.click()
    book = openpyxl.Workbook()
    for name in ("队员", "网格员"):
        book.create_sheet(name).append(["村", "人数"])
        book[name].append(["郭桥村", 6])
    book.save(path := work.folder.parent / "两张表.xlsx")
    dialog.take_file(path)
    asked = dialog.findChild(ChoiceDialog)
    assert asked.list.item(2).text() == "2 张都要，各作一个附件"
    qtbot.keyClick(asked.list, Qt.Key.Key_End)
    qtbot.keyClick(asked.list, Qt.Key.Key_Return)
    listed = "".join(each.title for each in own_annexes.listed(work, desk.draft_id))
    assert listed == "要求名单队员网格员"
    dialog.accept()
    settle(qtbot, window)
    assert "附件2" in "".join(words(desk.content).split())


def test_a_wording_is_edited_with_chips_beside_its_preview_and_taken_back(
    qtbot, window, page, work, tmp_path
):
    page.wording_button.click()
    dialog = page.findChild(WordingDialog)
    settle(qtbot, window)
    assert dialog.view.page_count >= 1
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("letter"))
    dialog.text.setPlainText("请支持")
    dialog.text.moveCursor(dialog.text.textCursor().MoveOperation.End)
    dialog.insert("乡镇")
    settle(qtbot, window)
    dialog.save.click()
    assert paper_wordings.current(work, "letter").body == "请支持【乡镇】"
    dialog.export(tmp_path / "函范文.json")
    dialog.text.setPlainText("【没有的】")
    qtbot.waitUntil(lambda: "没有“【没有的】”" in dialog.said.text())
    dialog.back.click()
    assert paper_wordings.current(work, "letter") is None
    assert "函复" in dialog.text.toPlainText()
    dialog.take(tmp_path / "函范文.json")
    assert dialog.text.toPlainText() == "请支持【乡镇】"
    assert len(paper_wordings.versions(work, "letter")) == 3
    dialog.accept()
