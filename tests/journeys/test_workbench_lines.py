"""Every kind of line of 今天要办 is pressed in the real window and opens what it speaks of."""

from datetime import date

import pytest
from builders import open_work, patrol, unit, village
from PySide6.QtCore import Qt
from window_steps import choose_row
from window_steps import settled as settle

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain import periods
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import issued_documents

LATE = date(2026, 10, 20)
TODAY = date(2026, 10, 24)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def clerk(qtbot, work):
    window = make_window(work.folder)
    qtbot.addWidget(window)
    window.show()
    attach(window, work, show="workbench")
    settle(qtbot, window)
    yield window
    window.close()


@pytest.fixture
def place(work):
    return village(work, "郭桥村")


@pytest.fixture
def office(work):
    return unit(work, "司法所")


def press(qtbot, window, words):
    """Press the line of the workbench that says these words; the page that it opens."""
    window.go("workbench")
    settle(qtbot, window)
    lines = window.current_page().list.lines
    [line] = [each for each in lines if words in each.todo.what]
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    return window.current_page()


def part(work, place, clause=1, name="坚持平安夜巡", **values):
    known = records.listing(work, "plans").ids
    plan = known[0] if known else records.save(
        work, "plans", {"number": "高办〔2022〕99号", "name": "方案", "text": "原文"}
    )  # fmt: skip
    task = records.save(work, "tasks", {"plan_id": plan, "clause": clause, "name": name})
    given = {"task_id": task, "village_id": place, "role": "牵头", **values}
    return records.save(work, "assignments", given)


def overdue(work, kind, place, office, due=LATE):
    """One record of a kind that is due, with its words on the workbench."""
    if kind == "assignments":
        return part(work, place, deadline=due), "坚持平安夜巡"
    if kind == "occurrences":
        held = part(work, place)
        values = {"assignment_id": held, "starts_on": date(2026, 9, 14), "due_on": due}
        return records.save(work, kind, values), "坚持平安夜巡"
    early = date(2026, 8, 3)
    values, words = {
        "disputes": (
            {"found_on": early, "category_id": 1, "summary": "宅基地边界", "deadline": due},
            "宅基地",
        ),
        "findings": ({"found_on": early, "text": "台账缺页", "due_on": due}, "台账缺页"),
        "opinions": ({"received_on": early, "text": "路灯不亮", "due_on": due}, "路灯不亮"),
        "supervision-slips": ({"colour": "红", "issued_on": early, "answer_due_on": due}, "红"),
    }[kind]
    owner = {"unit_id": office} if kind != "findings" else {}
    where = {"village_id": place} if kind != "supervision-slips" else {}
    return records.save(work, kind, {**values, **where, **owner}), words


PAGE = {
    "assignments": "tasks",
    "occurrences": "tasks",
    "supervision-slips": "tasks",
    "disputes": "disputes",
    "findings": "inspections",
    "opinions": "publicity",
}


@pytest.mark.parametrize("kind", PAGE)
def test_a_single_overdue_record_is_opened_alone_whatever_was_shown_before(
    qtbot, clerk, work, place, office, kind
):
    wanted, words = overdue(work, kind, place, office)
    clerk.go(PAGE[kind])
    settle(qtbot, clerk)
    page = clerk.current_page()
    page.ledgers[kind].table.set_text("没有的字")
    if page.period is not None:
        page.period.set_period(periods.month(2026, 3))
        settle(qtbot, clerk)
    page = press(qtbot, clerk, words)
    assert page.key == PAGE[kind]
    assert page.ledger is page.tabs.currentWidget()
    assert page.ledger.kind == kind
    assert page.ledger.table.shown_ids() == [wanted]
    assert page.ledger.table.current_id() == wanted
    page.ledger.only.click()
    settle(qtbot, clerk)
    assert not page.ledger.only.isVisible()
    if page.period is not None and page.ledger.property("by_period"):
        assert page.ledger.period == periods.month(2026, 3)
        assert page.ledger.table.shown_ids() == []


@pytest.mark.parametrize("kind", PAGE)
def test_the_line_of_all_others_opens_them_all(qtbot, clerk, work, place, office, kind):
    if kind in ("assignments", "occurrences"):
        made = []
        for clause in range(1, 10):
            held = part(work, place, clause, f"第{clause}件", deadline=LATE)
            if kind == "occurrences":
                records.save(work, "assignments", {"deadline": None}, record_id=held)
                values = {"assignment_id": held, "starts_on": date(2026, 9, 14), "due_on": LATE}
                held = records.save(work, kind, values)
            made.append(held)
    else:
        made = [overdue(work, kind, place, office)[0] for _ in range(9)]
    page = press(qtbot, clerk, "另有 3 ")
    assert page.ledger.kind == kind
    shown = page.ledger.table.shown_ids()
    assert len(shown) == 3
    assert set(shown) < set(made)


def test_a_task_without_a_unit_is_opened_in_the_matrix(qtbot, clerk, work, office):
    plan = records.save(
        work, "plans", {"number": "高办〔2022〕99号", "name": "方案", "text": "原文"}
    )
    tasks = [
        records.save(work, "tasks", {"plan_id": plan, "clause": clause, "name": f"第{clause}件"})
        for clause in range(1, 3)
    ]
    page = press(qtbot, clerk, "第2件")
    assert page.tabs.currentWidget() is page.view
    assert page.view.matrix.current()[0] == tasks[1]


def test_turns_of_past_weeks_are_opened_in_their_list(qtbot, clerk, work, place):
    turn = records.save(work, "publicity-turns", {"week": date(2026, 9, 14), "village_id": place})
    records.save(work, "publicity-turns", {"week": date(2026, 10, 19), "village_id": place})
    page = press(qtbot, clerk, "以前几周")
    assert page.ledger.kind == "publicity-turns"
    assert page.ledger.table.shown_ids() == [turn]


def test_a_week_without_turns_is_opened_on_the_board(qtbot, clerk, work, place):
    records.save(work, "publicity-turns", {"week": date(2026, 3, 2), "village_id": place})
    clerk.go("publicity", {"week": date(2026, 3, 2)})
    page = press(qtbot, clerk, "还没有排班")
    assert page.tabs.currentIndex() == 0
    assert page.period.period == periods.month(2026, 10)
    assert page.board.place()[0] == date(2026, 10, 19)


def test_silent_villages_are_opened_in_the_calendar_alone_or_all_others_together(
    qtbot, clerk, work
):
    places = [village(work, f"第{number}村") for number in range(1, 10)]
    for number, each in enumerate(places, start=1):
        patrol(work, each, date(2026, 10, number))
    page = press(qtbot, clerk, "第1村连续")
    assert [page.map.selected()[0], len(page.table.shown_ids())] == [places[0], 1]
    page = press(qtbot, clerk, "另有 3 个村")
    shown = {row[page.table.shown_listing().column("village_id")].id for row in
             page.table.shown_listing().rows}  # fmt: skip
    assert shown == set(places[6:])


def test_villages_never_patrolled_are_opened_in_the_calendar(qtbot, clerk, work, place):
    other = village(work, "刘营村")
    patrol(work, other, TODAY)
    page = press(qtbot, clerk, "从来没有登记过夜巡")
    assert page.key == "patrols"
    assert page.map.selected()[0] == place
    assert page.table.shown_ids() == []


def test_a_month_to_be_frozen_is_opened_with_its_scores(qtbot, clerk, work, place):
    patrol(work, place, date(2026, 9, 5))
    page = press(qtbot, clerk, "考评结果还没有冻结")
    assert page.key == "evaluation"
    assert page.done.period == periods.month(2026, 9)


def issue(qtbot, window, page):
    """From the draft in hand to the register, as the operator does it."""
    page.drafts.issue_button.click()
    settle(qtbot, window)
    window.messages.dialog.act.click()
    settle(qtbot, window)


def test_last_month_of_patrols_is_drafted_once_and_the_line_goes_with_the_issued_paper(
    qtbot, clerk, work, place
):
    unit(work, "各村", stands_for="全部村")
    patrol(work, place, date(2026, 9, 5))
    page = press(qtbot, clerk, "9月平安夜巡情况尚未通报")
    assert page.tabs.currentWidget() is page.drafts
    draft = page.drafts.draft_id
    assert "9月平安夜巡" in page.drafts.form.title.text()
    page.tabs.setCurrentWidget(page.shelf)
    page = press(qtbot, clerk, "9月平安夜巡情况尚未通报")
    assert page.tabs.currentWidget() is page.drafts
    assert (page.drafts.count, page.drafts.draft_id) == (1, draft)
    issue(qtbot, clerk, page)
    assert page.tabs.currentWidget() is page.register
    assert not [each for each in told(qtbot, clerk) if "尚未通报" in each]
    [entry] = records.listing(work, "issued-documents").ids
    issued_documents.void(work, entry, reason="发错了")
    assert [each for each in told(qtbot, clerk) if "尚未通报" in each]


def test_after_issuing_older_steps_are_taken_back_from_the_history(qtbot, clerk, work, place):
    unit(work, "各村", stands_for="全部村")
    first = patrol(work, place, date(2026, 9, 5))
    issue(qtbot, clerk, press(qtbot, clerk, "9月平安夜巡情况尚未通报"))
    clerk.undo()
    settle(qtbot, clerk)
    said = clerk.messages._toast.label.text()
    assert said.startswith("已经印发的公文不能撤销。")
    assert "“系统”的“修改历史”" in said
    clerk.go("system")
    settle(qtbot, clerk)
    page = clerk.current_page()
    titles = [page.history.item(row, 1).text() for row in range(page.history.rowCount())]
    [row] = [at for at, title in enumerate(titles) if title.startswith("新增平安夜巡")]
    choose_row(page.history, row)
    page.undo_chosen()
    settle(qtbot, clerk)
    assert clerk.messages._toast.label.text().startswith("已撤销：新增平安夜巡")
    assert first not in records.listing(work, "patrols").ids
    assert len(records.listing(work, "issued-documents").ids) == 1


def test_each_poll_waits_for_its_own_circular(qtbot, clerk, work, place):
    unit(work, "各村", stands_for="全部村")
    for name, level in (("市反馈", "市"), ("镇自测", "镇自测")):
        given = {"name": name, "level": level, "from_on": LATE, "until_on": LATE}
        poll = records.save(work, "polls", given)
        values = {"poll_id": poll, "village_id": place, "sample": 40, "safe": 36}
        records.save(work, "poll-results", values)
    page = press(qtbot, clerk, "市反馈结果尚未通报")
    assert page.drafts.form.title.text() == "关于市反馈民意调查结果的通报"
    issue(qtbot, clerk, page)
    waiting = [each for each in told(qtbot, clerk) if "尚未通报" in each]
    assert waiting == ["镇自测结果尚未通报"]


def told(qtbot, window):
    window.go("workbench")
    settle(qtbot, window)
    return [each.todo.what for each in window.current_page().list.lines]


def test_the_first_steps_lead_to_the_villages_the_plan_and_the_settings(qtbot, clerk):
    page = press(qtbot, clerk, "登记村（社区）名单")
    assert page.ledger.kind == "villages"
    page = press(qtbot, clerk, "导入工作方案")
    assert page.tabs.currentWidget() is page.view
    page = press(qtbot, clerk, "设置发文单位")
    assert page.tabs.currentWidget() is page.settings_sheet
