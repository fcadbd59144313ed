"""What is typed into grids: entered, corrected, undone, emptied, restored, found again."""

from datetime import timedelta

import pytest
from builders import NOW, open_work, village
from window_steps import fill_in, restore, settled

from gaotang_desktop.services import polls, questionnaires, records
from gaotang_desktop.services.casework import key_groups

TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "<&>堃村"), start=1):
        village(opened, name, display_order=number)
    yield opened
    opened.close()


def binned(work, kind):
    return [number for each, number, *_ in records.binned(work) if each == kind]


def test_a_month_of_key_groups(qtbot, window, work):
    window.go("disputes", {"kind": "key-group-counts", "month": MONDAY.replace(day=1)})
    settled(qtbot, window)
    page, month = window.current_page(), MONDAY.replace(day=1)

    def stored():
        return {
            each.village_id: {name: tuple(count) for name, count in each.counts.items()}
            for each in key_groups.month(work, month)
            if each.counts
        }

    def typed(total, managed):
        page.counts.grid.set_text(1, "total_3", total)
        page.counts.grid.set_text(1, "managed_3", managed)
        page.save_counts()
        page.save_counts()
        settled(qtbot, window)

    typed("12", "12")
    assert stored() == {1: {"社区矫正": (12, 12)}}
    typed("13", "12")
    assert stored() == {1: {"社区矫正": (13, 12)}}
    window.undo()
    settled(qtbot, window)
    assert stored() == {1: {"社区矫正": (12, 12)}}
    typed("", "")
    assert stored() == {}
    [gone] = binned(work, "key-group-counts")
    restore(qtbot, window, "key-group-counts", gone)
    window.go("disputes", {"kind": "key-group-counts", "id": gone})
    settled(qtbot, window)
    assert page.counts.grid.row_values(1)["total_3"] == 12
    assert page.counts.months.item(0).text().endswith("12人·100%")


def test_a_weeks_report(qtbot, window, work):
    window.go("disputes", {"kind": "dispute-reports"})
    settled(qtbot, window)
    page = window.current_page()
    page.mark(1, MONDAY, 0)
    settled(qtbot, window)
    [saved] = records.listing(work, "dispute-reports").ids
    fill_in(page.edit_report(1, MONDAY).form, found=2, reported_by="示例甲")
    settled(qtbot, window)
    assert records.get(work, "dispute-reports", saved)["found"] == 2
    window.undo()
    settled(qtbot, window)
    assert records.get(work, "dispute-reports", saved)["found"] == 0
    page.unmark(1, MONDAY)
    settled(qtbot, window)
    assert records.listing(work, "dispute-reports").ids == ()
    restore(qtbot, window, "dispute-reports", saved)
    window.go("disputes", {"kind": "dispute-reports", "id": saved})
    settled(qtbot, window)
    assert page.reports.grid.current() == (1, MONDAY)
    assert "零报告" in page.reports.words.text()


def test_the_results_of_a_poll(qtbot, window, work):
    given = {"name": "十月自测", "level": "镇自测", "from_on": TODAY, "until_on": TODAY}
    poll = records.save(work, "polls", given)
    window.go("polls", {"kind": "poll-results", "poll": poll})
    settled(qtbot, window)
    page = window.current_page()

    def typed(**cells):
        page.enter_results(poll)
        for name, words in cells.items():
            page.results.grid.set_text(1, name, words)
        page.results.save()
        settled(qtbot, window)
        page.results.leave()
        settled(qtbot, window)

    def stored():
        found = polls.overview(work, poll).villages[0]
        return found.sample, found.counts.get("safe")

    typed(sample="40", safe="36")
    assert stored() == (40, 36)
    typed(safe="35")
    assert stored() == (40, 35)
    window.undo()
    settled(qtbot, window)
    assert stored() == (40, 36)
    typed(sample="", safe="")
    assert stored() == (None, None)
    [gone] = binned(work, "poll-results")
    restore(qtbot, window, "poll-results", gone)
    window.go("polls", {"kind": "poll-results", "id": gone})
    settled(qtbot, window)
    assert stored() == (40, 36)
    page.results.table.set_text("郭桥")
    assert page.results.table.shown_ids() == [1]


def test_a_paper_questionnaire(qtbot, window, work):
    given = {"name": "十月自测", "level": "镇自测", "from_on": TODAY, "until_on": TODAY}
    poll = records.save(work, "polls", given)
    window.go("polls", {"kind": "polls", "id": poll})
    settled(qtbot, window)
    page = window.current_page()
    page.tabs.setCurrentWidget(page.papers)

    def typed(words, first="Q1"):
        page.papers.grid.set_text(1, first, words)
        page.papers.save()
        settled(qtbot, window)

    def stored():
        return questionnaires.entered(work, poll, 1, 1)

    typed("1231123")
    assert stored() == {1: ("1", "2", "3", "1", "1", "2", "3")}
    typed("2", "Q7")
    assert stored()[1][6] == "2"
    window.undo()
    settled(qtbot, window)
    assert stored()[1][6] == "3"
    typed("0000000")
    assert stored() == {}
    [gone] = binned(work, "questionnaire-entries")
    restore(qtbot, window, "questionnaire-entries", gone)
    window.go("polls")
    settled(qtbot, window)
    assert page.papers.grid.row_values(1)["Q3"] == "3"


def test_a_month_of_incidents(qtbot, window, work):
    window.go("disputes", {"kind": "incident-counts"})
    settled(qtbot, window)
    page = window.current_page()
    view, month = page.incidents, TODAY.replace(day=1)

    def stored():
        listed = records.listing(work, "incident-counts").only(("month", "alarms", "thefts"))
        return [row for row in listed.rows if row[0] == month]

    def typed(**cells):
        for name, words in cells.items():
            view.grid.set_text(1, name, words)
        view.save()
        settled(qtbot, window)

    typed(alarms="4", thefts="1")
    assert stored() == [(month, 4, 1)]
    typed(alarms="5")
    assert stored() == [(month, 5, 1)]
    window.undo()
    settled(qtbot, window)
    assert stored() == [(month, 4, 1)]
    assert view.words["全镇", "alarms"].text() == "4*"  # one of the villages alone
    typed(alarms="", thefts="")
    assert stored() == []
    [gone] = binned(work, "incident-counts")
    restore(qtbot, window, "incident-counts", gone)
    window.go("disputes", {"kind": "incident-counts", "id": gone})
    settled(qtbot, window)
    assert view.grid.row_values(1)["alarms"] == 4
    typed(alarms="-1")
    assert "不能小于 0" in view.grid.errors()[1, "alarms"]
    typed(alarms="1", fraud_loss="500")
    assert "请填电诈起数" in view.grid.errors()[1, "fraud_loss"]
    assert page.unsaved().endswith("发案统计填了还没有保存。")
    typed(frauds="1")
    assert page.unsaved() == ""
