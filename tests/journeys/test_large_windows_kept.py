"""What stands in a large window (a plan, a scheme, a wording, the first steps) survives a power cut."""

from datetime import date

import pytest
from plan_samples import body
from power_cuts import all_thrown_away, kept, page_of, thrown_away, town_window
from PySide6.QtCore import QItemSelectionModel, Qt
from window_steps import closed

from gaotang_desktop.domain.unsaved import dumped, loaded
from gaotang_desktop.services import plans, records
from gaotang_desktop.services.papers import drafts, own_annexes
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.frame.beginning.first_run import open_first_run
from gaotang_desktop.ui.frame.unsaved.keeping import open_entries
from gaotang_desktop.ui.pages.documents.recipients_dialog import RecipientsDialog

WORDS = "停电以前写的字"
PLAN = body(
    "1、夜间巡逻。（牵头单位：派出所；配合单位：司法所；完成时限：2026年6月30日）\n"
    "2、普法宣传。（责任单位：司法所；完成时限：每月）\n"
    "3、排查隐患。（责任单位：综治中心）"
)


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    with town_window(tmp_path_factory.mktemp("town")) as opened:
        yield opened


def shown(window):
    return [
        each
        for each in window.findChildren(Dialog)
        if each.isVisible() and (each.kept_as or each.is_dirty())
    ]


@pytest.fixture(autouse=True)
def nothing_left_open(window):
    yield
    all_thrown_away(window)


def back_again(window, dialog):
    """The only entry that is kept, through a file's text, and the dialog that it opens."""
    assert len(list(open_entries([]))) == 1
    entry = kept(dialog)
    assert window.page(entry.page).take_up(entry) == ""
    [again] = shown(window)
    assert again.kept_as == entry.context
    return entry, again


def test_a_plan_that_is_being_confirmed(window):
    ledger = page_of(window, "tasks").plans
    ledger._confirm(plans.read(window.desk.work, PLAN))
    [dialog] = shown(window)
    first, second, third = (each.key for each in dialog.draft.tasks)
    dialog.rows.tick([second], on=False)
    dialog.rows.type(first, "lead", "综治中心")
    dialog.rows.type(first, "deadline", "2026-7-5")
    dialog.rows.do(dialog.draft.merge([first, third]))
    dialog.list.selectionModel().setCurrentIndex(
        dialog.rows.index(dialog.rows.row_of(second), 0),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    dialog.title.setText("平安建设方案")
    dialog.piece.requirement.setPlainText(WORDS)  # and not left yet
    entry, again = back_again(window, dialog)
    assert entry.page == "tasks"
    assert "夜间巡逻　综治中心、司法所　2026-07-05" in entry.told
    assert again.title.text() == "平安建设方案"
    [joined] = again.draft.tasks
    assert again.draft.entry(second).clause.text == WORDS
    assert [each.key for each in joined.joined] == [first, third]
    assert again.draft.apart(joined.key).entry(first).clause.lead == ("综治中心",)
    again.reject()
    assert again.isVisible()  # nobody throws it away by one press
    again.reject()
    assert closed(again)


def test_the_text_of_a_plan_and_the_span_of_a_rotation(window):
    dialog = page_of(window, "tasks").plans.paste_text()
    dialog.area.setPlainText(PLAN)
    _entry, again = back_again(window, dialog)
    assert again.area.toPlainText() == PLAN
    again.reject()
    assert again.isVisible()
    thrown_away(again)
    dialog = page_of(window, "publicity").plan()
    assert not list(open_entries([]))
    dialog.form.put({"last": "2026-12-2"})
    _entry, again = back_again(window, dialog)
    assert again.form.typed()["last"] == "2026-12-2"


def test_a_scheme_that_is_being_changed(window):
    dialog = page_of(window, "evaluation").open_schemes()
    editor = dialog.edit()
    assert not list(open_entries([]))
    editor.lines.add_item()
    editor.lines.head.put({"name": WORDS, "full": "7"})
    editor.lines.head.editor("name").edited.emit()
    editor.rules.put({"name": "本镇办法"})
    count = len(editor.lines.items)
    thrown_away(dialog)
    entry, again = back_again(window, editor)
    assert entry.page == "evaluation"
    assert len(again.lines.items) == count
    again.lines.table.setCurrentCell(count - 1, 0)
    assert again.lines.head.typed()["name"] == WORDS
    assert again.rules.typed()["name"] == "本镇办法"
    assert again.lines.items[:-1] == editor.lines.items[:-1]
    again.reject()
    assert again.isVisible()
    again.reject()
    assert closed(again)


def test_a_wording_and_an_annex(window):
    page = page_of(window, "documents")
    dialog = page.open_wordings()
    assert not list(open_entries([]))
    paper = dialog.paper
    dialog.text.appendPlainText(WORDS)
    dialog.kinds.setCurrentIndex(1)
    assert dialog.paper == paper  # another paper only when asked twice
    _entry, again = back_again(window, dialog)
    assert again.text.toPlainText().endswith(WORDS)
    assert again.paper == paper
    again.reject()
    assert again.isVisible()
    assert "再按一次" in again.said.text()
    thrown_away(again)
    page.show_draft(drafts.create(window.desk.work, "notice"))
    page.drafts.open_annexes()
    [dialog] = shown(window)
    dialog.title.setText("名单")
    dialog.text.setPlainText(WORDS)
    _entry, again = back_again(window, dialog)
    assert (again.title.text(), again.text.toPlainText()) == ("名单", WORDS)
    again.take_text()
    assert not again.is_dirty()


def test_the_first_steps_but_never_a_password(window):
    window.go("workbench")
    steps = open_first_run(window, window.desk)
    steps.steps[0].form.put({"town": "某某镇"})
    steps.steps[2].area.setPlainText(PLAN)
    steps.steps[3].pair.new.setText("不可以留下的口令")
    steps.show_step(2)
    [entry] = loaded(dumped(tuple(open_entries([]))))
    assert "不可以留下的口令" not in str(entry)
    thrown_away(steps)
    window.keeper.waiting = (entry,)
    offer = window.offer_unsaved()
    offer._on_taken()
    assert offer.left == []
    again = open_first_run(window, window.desk)
    assert again is not steps
    assert again.at == 2
    assert again.steps[2].area.toPlainText() == PLAN
    assert again.steps[0].form.typed()["town"] == "某某镇"


def test_words_for_one_annex_never_come_into_another_and_go_only_at_the_second_press(window):
    work = window.desk.work
    draft = drafts.create(work, "notice")
    window.go("documents")
    page = window.current_page()
    page.show_draft(draft)
    page.drafts.open_annexes()
    [dialog] = shown(window)
    for title in ("名单", "要求"):
        dialog.title.setText(title)
        dialog.text.setPlainText(f"{title}如下。")
        dialog.add.click()
    dialog.list.setCurrentRow(0)
    dialog.text.setPlainText("名单改过。")
    dialog.list.setCurrentRow(1)
    assert (dialog.list.currentRow(), dialog.text.toPlainText()) == (0, "名单改过。")
    assert "再按一次" in dialog.told_at.text()
    dialog.down.click()
    dialog.take_ledger("villages")
    assert dialog.text.toPlainText() == "名单改过。"
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == "名单改过。"
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == "名单如下。"
    dialog.reject()
    assert closed(dialog)
    listed = own_annexes.listed(work, draft)
    assert [each.title for each in listed][:2] == ["要求", "名单"]


def test_the_ticks_of_slips_of_levels_and_of_recipients(window):
    work = window.desk.work
    [task, unit, village] = [
        records.references(work, each)[0].id for each in ("tasks", "units", "villages")
    ]
    records.save(work, "assignments", {"task_id": task, "unit_id": unit, "role": "配合",
                                       "deadline": date(2026, 9, 1)})  # fmt: skip
    records.save(work, "disputes", {"found_on": date(2026, 7, 1), "village_id": village,
                                    "category_id": 1, "risk": "中", "summary": "邻里纠纷",
                                    "unit_id": unit, "deadline": date(2026, 8, 1)})  # fmt: skip
    page = page_of(window, "tasks")
    for propose in (page.propose_slips, page.propose_levels):
        dialog = propose()
        assert not list(open_entries([]))  # as it is proposed it is proposed again
        before = len(dialog.chosen())
        dialog.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
        entry, again = back_again(window, dialog)
        assert entry.told[0].startswith(f"勾了 {before - 1} 个")
        assert again.tree.topLevelItem(0).checkState(0) is Qt.CheckState.Unchecked
        assert len(again.chosen()) == before - 1
        thrown_away(again)
    page = page_of(window, "documents")
    other, draft = (drafts.create(window.desk.work, "notice") for _ in range(2))
    page.show_draft(draft)
    page.drafts.form.picks.emit("抄送")
    [dialog] = shown(window) or window.findChildren(RecipientsDialog)
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.spelled.setChecked(True)
    text = dialog.text()
    page.show_draft(other)
    _entry, again = back_again(window, dialog)
    assert (page.drafts.draft_id, again.text()) == (draft, text)
    again._take()
    assert page.drafts.form.copies.text() == text
