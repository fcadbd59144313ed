"""Tasks, visits and opinions: page, workbench, paper and score show one figure, on any day."""

from datetime import date, datetime, timedelta
from random import Random

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.services import evaluation, publicity_weeks, records, tasks, village_pages
from gaotang_desktop.services.facts.counters import counted
from gaotang_desktop.services.papers.progress_figures import progress_figures

DATES = (date(2026, 10, 1), date(2026, 10, 18), date(2027, 1, 1))


@pytest.fixture(scope="module", params=DATES, ids=str)
def office(request, tmp_path_factory):
    """Villages that come and go, with assignments, visits and opinions of three months."""
    today = request.param
    now = datetime(today.year, today.month, today.day, 9)
    work = builders.open_work(tmp_path_factory.mktemp("office"), now=now)
    chance = Random(today.toordinal())
    gone = today - timedelta(days=20)
    lives = [{}, {"joined_on": gone}, {"withdrawn_on": gone}, {}]
    ids = [
        builders.village(work, f"第{n}村", display_order=n, households=200 + n, **life)
        for n, life in enumerate(lives, start=1)
    ]
    plan = records.save(
        work, "plans", {"number": "高办〔2026〕1号", "name": "方案", "text": "原文"}
    )
    parts = [
        records.save(work, "tasks", {"plan_id": plan, "clause": n, "name": f"任务{n}"})
        for n in range(1, 8)
    ]

    def day():
        return today - timedelta(days=chance.randint(0, 80))

    with work.database.operation("示例") as session:
        for village in ids:
            for n in range(7):
                due = today if n == 0 else day()
                done = due + timedelta(days=chance.randint(-9, 9))
                values = {
                    "task_id": parts[n],
                    "village_id": village,
                    "role": "配合",
                    "deadline": due,
                }
                if done <= today and n % 3:
                    values |= {"done_on": done, "state": "已完成"}
                records.store(session, "assignments", values)
                records.store(session, "publicity-activities", {
                    "village_id": village, "held_on": day(), "form": "入户走访", "topic": "反诈",
                    "households": chance.choice([None, 9, 30])})  # fmt: skip
                got = day()
                values = {"village_id": village, "received_on": got, "text": f"意见{n}",
                          "due_on": got + timedelta(days=15)}  # fmt: skip
                answered = got + timedelta(days=chance.randint(0, 30))
                if answered <= today:
                    values |= {"state": "已答复", "answered_on": answered, "answer": "已办"}
                records.store(session, "opinions", values)
    yield work
    work.close()


def scores(work, period):
    return evaluation.evaluate(work, period, draws=0).result.villages


def test_what_is_late_of_the_tasks_is_what_the_score_lacks(office):
    today = office.today()
    with office.database.reading() as session:
        found = counted(session, "assignments_in_time", date(2026, 7, 1), today, today=today)
    undone = {ref.id for fact in found.values() for ref in fact.records if "没有完成" in ref.label}
    matrix = tasks.matrix(office)
    late = [each for task in matrix.tasks for each in task.assignments if each.state == "逾期"]
    lives = {each: records.get(office, "villages", each) for each in found}

    def existed(row):
        joined, left = (lives[row.village_id][name] for name in ("joined_on", "withdrawn_on"))
        return (joined is None or joined <= row.deadline) and (left is None or row.deadline < left)

    # What was due of a village that does not exist stands in the list, and counts in no score.
    assert undone == {row.id for row in late if existed(row)}
    assert len(late) > len(undone) > 0
    assert progress_figures(office, "至今", [periods.month_of(today)]).tasks == tasks.counts(matrix)


def test_households_visited_are_the_same_on_page_paper_and_score(office):
    month = periods.month_of(office.today()).shifted(-1)
    for period in (month, periods.month_of(office.today())):
        scored = sum(each.items["C2"].fact.value or 0 for each in scores(office, period))
        page = publicity_weeks.figures(office, period)
        paper = progress_figures(office, period.label, [period])
        assert scored == page.households == paper.households
        assert page.activities == paper.publicity
        standings = [
            int(standing.figure)
            for each in scores(office, period)
            for standing in village_pages.shown(office, each.id, period).standings
            if standing.label == "宣传活动"
        ]
        assert sum(standings) == page.activities


def test_opinions_answered_in_time_are_the_same_on_the_village_page_and_in_the_score(office):
    month = periods.month_of(office.today()).shifted(-1)
    with office.database.reading() as session:
        found = counted(session, "opinions_in_time", month.start, month.end, today=office.today())
    seen = 0
    for village, fact in found.items():
        page = {each.label: each for each in village_pages.shown(office, village, month).standings}
        standing = page["意见按期答复"]
        if fact.of:
            seen += 1
            assert f"{fact.value}/{fact.of}" in standing.unit
        else:
            assert standing.figure == "—"
    assert seen
