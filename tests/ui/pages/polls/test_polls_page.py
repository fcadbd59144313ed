"""民意调查 in a real window: results typed in a grid, questionnaires typed twice and settled."""

from datetime import date

import builders
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from window_steps import settled

from gaotang_desktop.domain.documents import forms
from gaotang_desktop.domain.questionnaires import QUESTIONS
from gaotang_desktop.services import polls, questionnaires, records
from gaotang_desktop.ui.pages.polls.page import PollsPage

CONTROL = Qt.KeyboardModifier.ControlModifier
LINE = {"sample": 40, "safe": 36, "satisfied": 30}
PAGES = (PollsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "刘庄村", "王楼村"), start=1):
        builders.village(opened, name, display_order=number)
    for name, until in (("二季度自测", date(2026, 6, 20)), ("三季度自测", date(2026, 9, 20))):
        given = {"name": name, "level": "镇自测", "from_on": until, "until_on": until}
        records.save(opened, "polls", given)
    yield opened
    opened.close()


def keys(qtbot, start, *typed):
    """Words and keys into whatever has the focus."""
    for each in typed:
        if isinstance(each, str):
            for mark in each:
                qtbot.keyClicks(QApplication.focusWidget() or start, mark)
        else:
            qtbot.keyClick(QApplication.focusWidget() or start, each)


def test_results_of_all_villages_are_typed_with_their_rates_beside_them(qtbot, window, page, work):
    page.enter_results()
    grid = page.results.grid
    grid.select(1, "sample")
    key = Qt.Key
    keys(qtbot, grid.view, "40", key.Key_Tab, "36", key.Key_Tab, "30", key.Key_Return)
    shown = grid.model.text(0, len(polls.GRID_FIELDS))
    assert shown == "90.0%（76.9–96.0）"
    keys(qtbot, grid.view, "18", key.Key_Tab, "18", key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget() or grid.view, key.Key_S, CONTROL)
    settled(qtbot, window)
    found = polls.overview(work, 2)
    assert [each.sample for each in found.villages] == [40, 18, None]
    assert [each.remark for each in found.villages] == ["", "样本不足", "无样本"]
    assert page.unsaved() == ""
    window.undo()
    settled(qtbot, window)
    assert polls.overview(work, 2).sample == 0


def test_more_than_the_sample_is_refused_in_the_cell_while_typing(qtbot, window, page, work):
    page.enter_results()
    grid = page.results.grid
    grid.select(1, "sample")
    keys(qtbot, grid.view, "40", Qt.Key.Key_Tab, "41", Qt.Key.Key_Tab)
    assert list(grid.errors()) == [(1, "safe")]
    page.results.save()
    assert polls.overview(work, 2).sample == 0
    assert page.unsaved()
    grid.set_text(1, "sample", "45")
    assert grid.errors() == {}
    page.results.save()
    assert polls.overview(work, 2).sample == 45


def test_the_chart_puts_the_highest_first_and_says_who_has_no_sample(qtbot, window, page, work):
    polls.save_results(work, 2, {1: LINE, 2: {"sample": 40, "safe": 39, "satisfied": 10}, 3: {}})
    qtbot.waitUntil(lambda: any(each.rate for each in page.results.chart.rows))
    rows = page.results.chart.rows
    assert [each.name for each in rows] == ["刘庄村", "郭桥村", "王楼村"]
    assert rows[2].remark == "无样本"
    page.results.show_figure("satisfied")
    assert page.results.chart.rows[0].name == "郭桥村"
    assert page.results.heading.text().endswith("样本 80 份")


def test_the_setting_moves_villages_among_those_with_too_few_at_once(qtbot, window, page, work):
    polls.save_results(work, 2, {1: LINE, 2: {"sample": 35, "safe": 35, "satisfied": 10}, 3: {}})
    settled(qtbot, window)
    chart = page.results.chart
    assert [(each.name, each.compared) for each in chart.rows[:2]] == [
        ("刘庄村", True),
        ("郭桥村", True),
    ]
    assert "少于 30 人" in page.results.hint.text()
    work.change_settings({"minimum_sample": 40})
    settled(qtbot, window)
    assert [(each.name, each.compared) for each in chart.rows[:2]] == [
        ("郭桥村", True),
        ("刘庄村", False),
    ]
    assert "刘庄村" in page.results.note.text()
    page.enter_results()
    assert "少于 40 人" in page.results.hint.text()


def test_the_poll_chosen_at_the_top_holds_for_every_tab(qtbot, window, page, work):
    polls.save_results(work, 1, {1: LINE})
    settled(qtbot, window)
    page.show_poll(1)
    settled(qtbot, window)
    assert page.results.found.poll.id == page.papers.poll_id == 1
    assert page.list.table.current_id() == 1


def test_a_problem_of_a_poll_is_followed_from_its_cause_to_its_measure(qtbot, window, page, work):
    page.tabs.setCurrentWidget(page.problems)
    dialog = page.add_record()
    for name, value in (
        ("text", "路灯不亮"), ("cause", "线路老化"), ("measure", "更换"), ("village_id", 1),
    ):  # fmt: skip
        dialog.form.set_value(name, value)
    dialog.save_button.click()
    settled(qtbot, window)
    (made,) = records.listing(work, "findings").ids
    kept = records.get(work, "findings", made)
    assert (kept["poll_id"], kept["cause"]) == (2, "线路老化")
    qtbot.waitUntil(lambda: page.problems.table.shown_ids() == [made])


def test_the_printed_questions_are_those_that_are_typed_in_their_order_with_their_codes(page):
    sheet = forms.questionnaire(town="高塘镇")
    asked = [row.cells[0].text for row in sheet.blocks[-1].rows[: len(QUESTIONS)]]
    for number, (printed, typed, question) in enumerate(
        zip(asked, page.papers.grid.model.columns, QUESTIONS, strict=True), start=1
    ):
        head, answers = printed.split("\n")
        assert head == f"{number}. {question.text}"
        assert answers.replace("□", "").split("　") == [
            f"{code} {words}" for code, words in zip(typed.choices, question.options, strict=True)
        ]
        assert typed.label == f"第{number}题"


def test_papers_are_typed_figure_after_figure_without_the_mouse(qtbot, window, page, work):
    page.tabs.setCurrentWidget(page.papers)
    page.add_record()
    grid = page.papers.grid
    grid.select(1, "Q1")
    keys(qtbot, grid.view, "1211011", Qt.Key.Key_Return, "22", Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget() or grid.view, Qt.Key.Key_S, CONTROL)
    settled(qtbot, window)
    assert questionnaires.entered(work, 2, 1, 1) == {
        1: ("1", "2", "1", "1", "", "1", "1"),
        2: ("2", "2", "", "", "", "", ""),
    }


def test_too_many_codes_stay_in_their_cell_and_are_refused(page, work):
    page.tabs.setCurrentWidget(page.papers)
    grid = page.papers.grid
    grid.set_text(1, "Q1", "121111111")
    page.papers.save()
    assert list(grid.errors()) == [(1, "Q1")]
    assert questionnaires.entered(work, 2, 1, 1) == {}


def test_the_second_time_starts_empty_and_what_differs_is_settled(qtbot, window, page, work):
    papers = page.papers
    page.tabs.setCurrentWidget(papers)
    papers.grid.set_text(1, "Q1", "1211111")
    papers.save()
    papers.show_entry(2)
    assert papers.grid.model.is_blank(0)
    papers.grid.set_text(1, "Q1", "1411111")
    papers.save()
    papers.tally()
    assert "1 处两遍不一致" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    papers.show_differences()
    assert papers.settling.model.headers == ("郭桥村 1 号第2题",)
    keys(qtbot, papers.settling.view, "4", Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget() or papers.settling.view, Qt.Key.Key_S, CONTROL)
    assert papers.differences == ()
    papers.tally()
    settled(qtbot, window)
    found = polls.overview(work, 2).villages[0]
    assert (found.sample, found.counts["satisfied"]) == (1, 0)


def test_typing_that_is_not_saved_is_kept_when_something_else_changes(qtbot, window, page, work):
    page.tabs.setCurrentWidget(page.papers)
    page.papers.grid.set_text(1, "Q1", "1211111")
    polls.save_results(work, 1, {1: LINE})
    settled(qtbot, window)
    assert page.papers.grid.row_values(1)["Q2"] == "2"
    page.papers.show_entry(2)
    assert page.papers.entry == 1
    assert page.unsaved()


def test_a_binned_poll_comes_back_with_its_results(qtbot, window, page, work):
    polls.save_results(work, 2, {1: LINE})
    settled(qtbot, window)
    page.list.bin([2])
    qtbot.waitUntil(lambda: page.list.table.shown_ids() == [1])
    settled(qtbot, window)
    window.undo()
    qtbot.waitUntil(lambda: len(page.list.table.shown_ids()) == 2)
    assert polls.overview(work, 2).sample == 40


def test_without_a_poll_the_results_say_what_to_do_and_show_none_of_the_last(
    qtbot, window, page, work
):
    page.tabs.setCurrentWidget(page.results)
    settled(qtbot, window)
    assert len(page.results.table.shown_ids()) == 3
    records.bin_records(work, "polls", [1, 2])
    settled(qtbot, window)
    assert page.results.table.shown_ids() == []
    told = [each.text() for each in page.results.findChildren(QLabel) if each.isVisible()]
    assert "还没有登记民意调查，先在“民意调查”里新增一期，再填各村结果。" in told
    assert "还没有民调结果" in told
