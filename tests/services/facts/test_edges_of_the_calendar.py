"""Figures at the edges: New Year, week 53, a leap day, a joining village, two polls, one village."""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from builders import begin, open_work, patrol, village

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import evaluation, patrols, publicity_weeks, records
from gaotang_desktop.services.papers import score_papers
from gaotang_desktop.services.schemes import register


@pytest.fixture
def office(tmp_path):
    opened = []

    def at(*day):
        opened.append(open_work(tmp_path / f"{len(opened)}", now=datetime(*day, 9, 0)))
        return opened[-1]

    yield at
    for work in opened:
        work.close()


def score(work, place, item, key):
    return evaluation.evaluate(work, periods.parse(key), draws=0).result.of(place).items[item]


def polled(work, place, until, hits, sample=40, begun=None):
    named = {
        "name": f"{until}调查",
        "level": "镇自测",
        "from_on": begun or until,
        "until_on": until,
    }
    poll = records.save(work, "polls", named)
    return records.save(
        work, "poll-results", {"poll_id": poll, "village_id": place, "sample": sample, "safe": hits}
    )


def test_week_53_counts_in_the_january_in_which_it_ends(office):
    work = office(2027, 2, 2)
    place = village(work)
    for week in (date(2026, 11, 30), date(2026, 12, 28)):
        records.save(work, "dispute-reports", {"week": week, "village_id": place, "found": 0})
    # Sundays of December: 6, 13, 20, 27. Of January: 3 (week 53 of 2026), 10, 17, 24, 31.
    december, january = (score(work, place, "D2", key) for key in ("2026-12", "2027-01"))
    assert (december.fact.value, december.fact.of) == (1, 4)
    assert (january.fact.value, january.fact.of) == (1, 5)
    assert [each.label for each in january.fact.records] == ["2026年第53周 零报告"]
    assert january.points == Decimal("1.20")  # 6 × 1 ÷ 5


def test_a_turn_of_a_week_that_ends_in_the_next_month_is_lost_once_and_in_the_month_it_begins(
    office,
):
    """26 October to 1 November: the page and the picture show it under October."""
    for day, of in ((1, 1), (2, 2)):
        work = office(2026, 11, day)
        place = village(work)
        for week in (date(2026, 10, 12), date(2026, 10, 26)):
            records.save(work, "publicity-turns", {"week": week, "village_id": place})
        records.save(
            work,
            "publicity-activities",
            {"held_on": date(2026, 10, 14), "form": "集中宣传", "village_id": place},
        )
        october = score(work, place, "C1", "2026-10").fact
        assert (october.value, october.of) == (1, of), day
        assert score(work, place, "C1", "2026-11").fact.of is None
        shown = publicity_weeks.figures(work, periods.parse("2026-10"))
        assert (shown.done, shown.planned) == (1, 2)


def test_a_patrol_over_new_year_belongs_to_the_evening_on_which_it_began(office):
    work = office(2027, 1, 5)
    place = village(work)
    patrol(work, place, date(2026, 12, 31), start=time(22), end=time(2), people=5)
    december, january = (
        patrols.coverage(work, periods.parse(key)) for key in ("2026-12", "2027-01")
    )
    assert (december.nights[place], january.nights[place]) == (1, 0)
    assert (december.effort.hours, december.effort.person_hours) == (4, 20)
    fact = score(work, place, "B1", "2026-12").fact
    assert (fact.value, fact.records[0].label[:5]) == (1, "12-31")


def test_of_two_polls_of_a_month_the_one_that_ended_last_counts(office):
    work = office(2026, 11, 2)
    place, other = village(work), village(work, "刘庄村")
    polled(work, place, date(2026, 10, 20), 30)
    first = polled(work, place, date(2026, 10, 9), 40)
    poll = records.get(work, "poll-results", first)["poll_id"]
    asked = {"poll_id": poll, "village_id": other, "sample": 40, "safe": 40}
    records.save(work, "poll-results", asked)
    fact = score(work, place, "A1", "2026-10").fact
    assert (fact.value, fact.of) == (30, 40)
    # The other was asked in the earlier poll alone: it has no sample of the one that counts.
    assert "无样本" in score(work, other, "A1", "2026-10").fact.note


def test_rules_changed_within_a_quarter_score_each_month_by_their_own(office):
    work = office(2026, 10, 2)
    place = village(work, households=300)
    for month in (7, 8, 9):
        for day in (2, 4, 6):
            patrol(work, place, date(2026, month, day))
    rules = register.draft(work)
    doubled = [
        replace(each, target=each.target * 2) if each.code == "B1" else each for each in rules.items
    ]
    register.save(work, replace(rules, starts_on=date(2026, 8, 1), items=tuple(doubled)))
    # 3 of 13.29 nights in July; of 26.57 in August, of 25.71 in September.
    points = [score(work, place, "B1", f"2026-0{month}").points for month in (7, 8, 9)]
    assert points == [Decimal("3.16"), Decimal("1.58"), Decimal("1.63")]
    months = [
        evaluation.evaluate(work, periods.month(2026, month), draws=0).result.of(place).total
        for month in (7, 8, 9)
    ]
    quarter = evaluation.evaluate(work, periods.parse("2026-Q3"), draws=0).result.of(place)
    assert quarter.total == (sum(months) / 3).quantize(Decimal("0.01"))


def test_rules_do_not_begin_in_the_middle_of_a_month(office):
    work = office(2026, 10, 2)
    with pytest.raises(Invalid, match=r"1 ?日|月初|每月"):
        register.save(work, replace(register.draft(work), starts_on=date(2026, 11, 15)))


def test_nobody_answers_for_a_poll_without_respondents(office):
    work = office(2026, 11, 2)
    place = village(work)
    with pytest.raises(Invalid, match="“有效样本”不能小于 1"):
        polled(work, place, date(2026, 10, 9), 0, sample=0)
    found = score(work, place, "A1", "2026-10")
    assert found.fact.value is None
    with pytest.raises(Invalid, match="多于有效样本"):
        polled(work, place, date(2026, 10, 10), 41, sample=40)


def test_a_month_with_a_pending_figure_is_not_frozen_and_says_whose_it_is(office):
    work = office(2026, 11, 2)
    one, two = village(work, households=90), village(work, "刘庄村", households=90)
    month = {"month": date(2026, 10, 1), "category": "社区矫正", "total": 1, "managed": 1}
    records.save(work, "key-group-counts", {**month, "village_id": one})
    for place in (one, two):
        patrol(work, place, date(2026, 10, 5))
    checked = {"night": date(2026, 10, 5), "village_id": one, "result": "在岗", "checked_by": "甲"}
    records.save(work, "spot-checks", checked)
    october = periods.month(2026, 10)
    with pytest.raises(Conflict, match=r"还有 1 项待补，补齐后才能冻结：刘庄村"):
        evaluation.freeze(work, october, accept_incomplete=True)
    # Whom nobody looked at is not behind for it: of spot checks nothing waits.
    assert score(work, two, "B2", "2026-10").policy == "full"
    records.save(work, "key-group-counts", {**month, "village_id": two})
    assert evaluation.freeze(work, october, accept_incomplete=True).frozen is not None


def test_a_village_that_joins_in_a_month_owes_the_nights_of_its_days(office):
    work = office(2026, 11, 2)
    late = village(work, "新村", joined_on=date(2026, 10, 18))
    for day in (18, 20, 22):
        patrol(work, late, date(2026, 10, day))
    got = score(work, late, "B1", "2026-10")
    # Fourteen days of three nights a week: six.
    assert patrols.coverage(work, periods.month(2026, 10)).due[late] == 6
    assert got.points == Decimal("7.00")


def test_the_29th_of_february_is_a_day_like_any_other(office):
    work = office(2028, 3, 2)
    place = village(work)
    gone = village(work, "老村", withdrawn_on=date(2028, 2, 29))
    begin(work, place)
    patrol(work, place, date(2028, 2, 29))
    covered = patrols.coverage(work, periods.month(2028, 2))
    # 29 days of three nights a week, and 28 of the village that ended with the 28th.
    assert (covered.due[place], covered.due[gone]) == (Decimal("12.43"), Decimal(12))
    assert covered.nights == {place: 1, gone: 0}
    assert periods.month(2028, 2).shifted(-12).end == date(2027, 2, 28)
    number = records.save(
        work, "opinions", {"received_on": date(2028, 2, 28), "village_id": place, "text": "路灯"}
    )
    days = int(work.settings["opinion_days"])
    assert (records.get(work, "opinions", number)["due_on"] - date(2028, 2, 28)).days == days


def test_an_office_of_one_village_has_a_score_and_nobody_to_be_compared_with(office):
    work = office(2026, 11, 2)
    place = village(work, households=100)
    for day in (1, 3, 5, 7, 9, 11, 13):
        patrol(work, place, date(2026, 10, day))
    polled(work, place, date(2026, 10, 9), 38)
    done = evaluation.evaluate(work, periods.month(2026, 10))
    only = done.result.of(place)
    assert (only.rank, str(only.band)) == (1, "中间")
    figures = score_papers.evaluation_figures(work, periods.month(2026, 10))
    assert (figures.best, figures.worst) == ((), ())
