"""Every ledger in the real window: entered, corrected, undone, binned, restored, found again."""

import pytest
from builders import open_work, unit, village
from PySide6.QtWidgets import QPushButton
from typed_records import FORMS, MADE, MONDAY, TODAY
from window_steps import fill_in, owned, restore, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain.fields import day_label
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import (
    attachments,
    disputes,
    key_groups,
    polls,
    questionnaires,
    records,
    tasks,
)
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "<&>堃村"), start=1):
        village(opened, name, display_order=number)
    unit(opened, "司法所")
    unit(opened, "各村", stands_for="全部村")
    given = {"number": "高办〔2022〕99号", "name": "方案", "text": "原文"}
    plan = records.save(opened, "plans", given)
    records.save(opened, "tasks", {"plan_id": plan, "clause": 1, "name": "夜巡", "cycle": "每周"})
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, work):
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    attach(made, work, show="workbench")
    settled(qtbot, made)
    return made


def ledger_of(qtbot, window, kind):
    window.go(PAGES[kind], {"kind": kind})
    settled(qtbot, window)
    page = window.current_page()
    assert page.ledger.kind == kind
    return page.ledger


def corrected_binned_and_found(qtbot, window, work, kind, wanted, later, words):
    """What every ledger does alike once a record is there."""
    ledger = ledger_of(qtbot, window, kind)
    before = records.get(work, kind, wanted)
    fill_in(ledger.edit(wanted).form, **later)
    settled(qtbot, window)
    after = records.get(work, kind, wanted)
    assert {name: after[name] for name in later} == later
    window.undo()
    settled(qtbot, window)
    assert records.get(work, kind, wanted) == before
    window.redo()
    settled(qtbot, window)
    assert records.get(work, kind, wanted) == after
    assert wanted in ledger.table.shown_ids()

    ledger.table.bin_requested.emit([wanted])
    settled(qtbot, window)
    assert wanted not in ledger.table.shown_ids()
    assert window.messages._toast.label.text().endswith("已移到回收站。")
    restore(qtbot, window, kind, wanted)
    ledger_of(qtbot, window, kind)
    ledger.table.set_text("没有这几个字")
    assert ledger.table.shown_ids() == []
    ledger.table.set_text(words)
    assert ledger.table.shown_ids() == [wanted]
    assert records.get(work, kind, wanted) == after


@pytest.mark.parametrize("kind", FORMS)
def test_a_record_typed_into_a_form(qtbot, window, work, kind):
    first, later, words = FORMS[kind]
    ledger = ledger_of(qtbot, window, kind)
    had = set(records.listing(work, kind).ids)
    dialog = ledger.add()
    fill_in(dialog.form, **first)
    settled(qtbot, window)
    assert not dialog.isVisible()
    [wanted] = set(records.listing(work, kind).ids) - had
    window.undo()
    settled(qtbot, window)
    assert wanted not in ledger.table.shown_ids()
    window.redo()
    settled(qtbot, window)
    corrected_binned_and_found(qtbot, window, work, kind, wanted, later, words)


@pytest.mark.parametrize("kind", MADE)
def test_a_record_made_by_the_program(qtbot, window, work, kind):
    make, later, words = MADE[kind]
    make(work)
    settled(qtbot, window)
    wanted = records.listing(work, kind).ids[0]
    others = set(records.listing(work, kind).ids) - {wanted}
    if others:
        records.bin_records(work, kind, sorted(others))
    corrected_binned_and_found(qtbot, window, work, kind, wanted, later, words)


def test_every_ledger_of_the_window_is_walked_through(qtbot, window):
    shown = set()
    for key in ("tasks", "patrols", "publicity", "disputes", "inspections", "polls", "registers"):
        window.go(key)
        settled(qtbot, window)
        shown |= set(window.current_page().ledgers)
    elsewhere = {"draws"}  # drawn, never typed: see the page of inspections
    assert shown - elsewhere == set(FORMS) | set(MADE)


# -- what is typed into grids ---------------------------------------------------------------------


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
    assert page.counts.months.item(0).text().endswith("12人 · 100%")


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
    assert view.words["全镇", "alarms"].text() == "4"
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


# -- what hangs on a record -----------------------------------------------------------------------


def press(page, text):
    [button] = [each for each in page.findChildren(QPushButton) if each.text() == text]
    button.click()


def open_form(page):
    [dialog] = [each for each in page.findChildren(FormDialog) if each.isVisible()]
    return dialog


def test_a_follow_up_of_a_dispute(qtbot, window, work):
    dispute = records.save(work, "disputes", FORMS["disputes"][0])
    window.go("disputes", {"kind": "disputes", "id": dispute})
    settled(qtbot, window)
    page = window.current_page()

    step = f"{day_label(TODAY)} · 化解中"

    def story():
        return [each.text for each in disputes.notes(work, dispute)]

    press(page.ledger.panel, "登记进展")
    fill_in(open_form(page).form, text="约双方见面")
    settled(qtbot, window)
    press(page.ledger.panel, step)
    fill_in(open_form(page).form, text="约双方和村干部见面")
    settled(qtbot, window)
    assert story() == ["约双方和村干部见面"]
    window.undo()
    settled(qtbot, window)
    assert story() == ["约双方见面"]
    press(page.ledger.panel, step)
    open_form(page).delete_button.click()
    settled(qtbot, window)
    assert story() == []
    [gone] = binned(work, "dispute-notes")
    restore(qtbot, window, "dispute-notes", gone)
    window.go("disputes", {"kind": "disputes", "id": dispute})
    settled(qtbot, window)
    press(page.ledger.panel, step)
    open_form(page).reject()


def test_a_step_of_an_assignment(qtbot, window, work):
    tasks.assign(work, 1, 1, "牵头")
    part = records.listing(work, "assignments").ids[0]
    window.go("tasks", {"kind": "assignments", "id": part})
    settled(qtbot, window)
    page = window.current_page()

    def steps():
        return [each.text for each in tasks.progress_of(work, part)]

    press(page.ledger.panel, "登记进展")
    fill_in(open_form(page).form, text="开了动员会")
    settled(qtbot, window)
    press(page.ledger.panel, "开了动员会")
    fill_in(open_form(page).form, text="开了两场动员会")
    settled(qtbot, window)
    assert steps() == ["开了两场动员会"]
    window.undo()
    settled(qtbot, window)
    assert steps() == ["开了动员会"]
    press(page.ledger.panel, "开了动员会")
    open_form(page).delete_button.click()
    settled(qtbot, window)
    assert steps() == []
    [gone] = binned(work, "progress")
    restore(qtbot, window, "progress", gone)
    assert steps() == ["开了动员会"]


def test_a_file_on_a_record(qtbot, window, work, tmp_path):
    finding = records.save(work, "findings", FORMS["findings"][0])
    window.go("inspections", {"kind": "findings", "id": finding})
    settled(qtbot, window)
    ledger = window.current_page().ledger
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"picture")

    def names():
        return [each.name for each in attachments.listed(work, "findings", finding)]

    ledger.panel.files_dropped.emit([photo])
    settled(qtbot, window)
    assert names() == ["现场.jpg"]
    window.undo()
    settled(qtbot, window)
    assert names() == []
    window.redo()
    settled(qtbot, window)
    [kept] = attachments.listed(work, "findings", finding)
    ledger.attachments.remove(kept.id)
    settled(qtbot, window)
    assert names() == []
    restore(qtbot, window, "attachments", kept.id)
    window.go("inspections", {"kind": "findings", "id": finding})
    settled(qtbot, window)
    assert [each.name for each in ledger.attachments.found] == ["现场.jpg"]
    ledger.attachments.save_as(kept.id, tmp_path / "另存.jpg")
    settled(qtbot, window)
    assert (tmp_path / "另存.jpg").read_bytes() == b"picture"
