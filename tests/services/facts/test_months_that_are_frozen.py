"""What reaches over the end of a month counts in one month, also where that is frozen at once."""

from datetime import date, datetime, time

import pytest
from builders import open_work, patrol, unit, village

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.services import evaluation, opinions, records
from gaotang_desktop.services.casework import intakes
from gaotang_desktop.services.facts.counters import counted

OCTOBER, NOVEMBER = periods.month(2026, 10), periods.month(2026, 11)
CAME, ENDED, DUE = date(2026, 10, 30), date(2026, 11, 5), date(2026, 11, 13)
FIRST, LATER = date(2026, 11, 1), date(2026, 12, 1)
INTAKE = {"received_on": CAME, "village_id": 1, "way": "来访", "matter": "路灯", "sort": "求助",
          "due_on": DUE}  # fmt: skip
OPINION = {"received_on": CAME, "village_id": 1, "text": "路灯", "due_on": DUE}
DISPUTE = {"found_on": CAME, "village_id": 1, "category_id": 1, "summary": "地界", "unit_id": 1,
           "deadline": DUE}  # fmt: skip
CLOSED = {"state": "已化解", "closed_on": CAME, "result": "和好"}
DONE = {"done_on": ENDED, "told_on": ENDED, "result": "已修", "satisfied": "满意"}
ANSWERED = {"state": "已答复", "answered_on": ENDED, "answer": "已修", "satisfied": "满意"}
# By fact: the kind of record, how it was entered before October ended, what became of it afterwards.
OVER_THE_END = {
    "intakes_in_time": ("intakes", INTAKE, DONE),
    "intakes_content": ("intakes", INTAKE, DONE),
    "opinions_in_time": ("opinions", OPINION, ANSWERED),
    "opinions_content": ("opinions", OPINION, ANSWERED),
    "disputes_closed_in_time": ("disputes", DISPUTE, {**CLOSED, "closed_on": ENDED}),
    "revisits_content": ("disputes", {**DISPUTE, **CLOSED},
                         {"revisited_on": ENDED, "satisfied": "满意"}),
    "trouble_spots_in_time": (
        "trouble-spots",
        {"name": "路口", "village_id": 1, "problem": "盗窃", "unit_id": 1, "listed_on": CAME,
         "deadline": DUE},
        {"evaluated_on": ENDED, "evaluation": "达标"},
    ),
    "findings_put_right": (
        "findings",
        {"found_on": CAME, "village_id": 1, "text": "灯不亮", "due_on": DUE, "source": "夜巡督查"},
        {"put_right_on": ENDED, "how": "已修"},
    ),
}  # fmt: skip


@pytest.fixture
def office(tmp_path):
    work = open_work(tmp_path / "data", now=datetime.combine(FIRST, time(9)))
    village(work, households=100)
    unit(work, "司法所")
    records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    yield work
    work.close()


def told(work, fact, month, today):
    with work.database.reading() as session:
        return counted(session, fact, month.start, month.end, today=today)[1].of or 0


@pytest.mark.parametrize("fact", OVER_THE_END)
def test_what_ends_after_a_month_was_frozen_counts_in_the_month_in_which_it_ends(office, fact):
    kind, entered, became = OVER_THE_END[fact]
    made = records.save(office, kind, entered)
    early = told(office, fact, OCTOBER, FIRST)
    office.now = lambda: datetime.combine(LATER, time(9))
    records.save(office, kind, became, record_id=made)
    assert (early, told(office, fact, OCTOBER, LATER), told(office, fact, NOVEMBER, LATER)) == (
        0, 0, 1,
    )  # fmt: skip


def test_what_was_done_before_its_month_counts_in_the_month_in_which_it_falls_due(office):
    records.save(office, "intakes", {**INTAKE, "done_on": CAME, "result": "已修"})
    records.save(office, "opinions", {**OPINION, **ANSWERED, "answered_on": CAME})
    office.now = lambda: datetime.combine(DUE, time(9))
    assert told(office, "intakes_in_time", NOVEMBER, DUE) == 0  # due today
    assert intakes.figures(office, NOVEMBER).due == opinions.figures(office, NOVEMBER).due == 0
    office.now = lambda: datetime.combine(LATER, time(9))
    for month, due in ((OCTOBER, 0), (NOVEMBER, 1)):
        asked, heard = intakes.figures(office, month), opinions.figures(office, month)
        assert (asked.due, asked.late, heard.due, heard.in_time) == (due, 0, due, due)
    assert intakes.figures(office, OCTOBER).received == 1


def test_an_intake_for_a_dispute_that_was_late_already_falls_due_when_it_comes_in(office):
    office.now = lambda: datetime.combine(LATER, time(9))
    dispute = records.save(
        office, "disputes", {**DISPUTE, "found_on": date(2026, 9, 1), "deadline": date(2026, 9, 11)}
    )
    records.save(office, "intakes", {**INTAKE, "sort": "纠纷", "dispute_id": dispute})
    for month, due in ((periods.month(2026, 9), 0), (OCTOBER, 1), (NOVEMBER, 0)):
        found = intakes.figures(office, month)
        assert (found.due, found.late) == (due, due)


def test_a_month_is_not_frozen_while_turns_of_its_last_week_are_open_unless_somebody_says_so(
    office,
):
    records.save(
        office, "publicity-turns", {"week": date(2026, 10, 26), "village_id": 1, "round": 1}
    )
    patrol(office, 1)
    with pytest.raises(Conflict) as said:
        evaluation.freeze(office, OCTOBER, accept_incomplete=True)
    assert str(said.value) == (
        "10-26 至 11-01 这一周还没有过完，郭桥村的宣传轮次还没有完成，现在冻结，这些轮次完成没有完成都不计。"
        "请过了这一周再冻结；确实要冻结的，请在窗口里确认，或者在命令里加 --incomplete。"
    )
    records.save(office, "publicity-activities",
                 {"held_on": FIRST, "village_id": 1, "form": "集中宣传", "audience": 20})  # fmt: skip
    assert evaluation.running(office, OCTOBER) == ""
    done = evaluation.freeze(office, OCTOBER, accept_incomplete=True)
    assert done.result.villages[0].items["C1"].fact.of == 1
