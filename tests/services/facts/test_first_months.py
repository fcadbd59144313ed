"""An office that begins in the middle of a month owes nothing of the days before, anywhere."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, unit, village
from paper_samples import ANSWER, ENVELOPE

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.circulars.patrols import patrol_circular
from gaotang_desktop.domain.documents.office.progress_reports import news
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.domain.evaluation.explaining import explain
from gaotang_desktop.services import evaluation, patrols, records
from gaotang_desktop.services.casework import dispute_reports
from gaotang_desktop.services.casework.dispute_reports import WeekState
from gaotang_desktop.services.papers import circulars, score_papers
from gaotang_desktop.services.papers.progress_figures import progress_figures
from gaotang_desktop.services.workbench import figures

OCTOBER, NOVEMBER = periods.month(2026, 10), periods.month(2026, 11)
BEGUN = (19, 21, 23, 26, 28)  # every other night or so since the office began on 19 October


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 3, 9))
    yield opened
    opened.close()


def began(work):
    """Guo went out as often as was due since the office began, Liu twice."""
    guo, liu = village(work, households=300), village(work, "刘庄村", households=300)
    for day in (*BEGUN, 30):
        patrol(work, guo, date(2026, 10, day))
    for day in BEGUN[:2]:
        patrol(work, liu, date(2026, 10, day))
    for place in (guo, liu):
        records.save(
            work, "dispute-reports", {"village_id": place, "week": date(2026, 10, 19), "found": 0}
        )
    held = {"held_on": date(2026, 10, 25), "form": "入户走访", "village_id": guo, "households": 7}
    records.save(work, "publicity-activities", held)
    return guo, liu


def points(work, period, place, code):
    return evaluation.evaluate(work, period, draws=0).result.of(place).items[code]


def test_nights_reports_and_visits_are_due_from_the_first_line_of_their_ledger(work):
    guo, liu = began(work)
    nights = points(work, OCTOBER, liu, "B1")
    assert (nights.points, nights.span.first) == (Decimal("5.03"), date(2026, 10, 19))
    assert "每周 3 × 13 天 ÷ 7" in explain(nights).formula
    assert any("从 2026-10-19 开始登记" in each for each in explain(nights).sentences)
    assert points(work, OCTOBER, guo, "B1").points == 14
    reports = points(work, OCTOBER, liu, "D2").fact
    assert (reports.value, reports.of) == (1, 1)
    # 30 % of 300 households in a quarter are 30 in a month, 12.58 since the office began.
    visits = points(work, OCTOBER, guo, "C2")
    assert (visits.points, visits.span.first) == (Decimal("5.56"), date(2026, 10, 19))
    assert points(work, OCTOBER, liu, "C2").points == 0


def test_calendar_and_circular_owe_what_the_score_owes(work):
    guo, liu = began(work)
    covered = patrols.coverage(work, OCTOBER)
    assert covered.due == {guo: Decimal("5.57"), liu: Decimal("5.57")}
    assert (covered.lacking(guo), covered.lacking(liu)) == (0, 4)
    told = circulars.patrol_figures(work, OCTOBER)
    assert [(row.done, row.due) for row in told.villages] == [(6, 6), (2, 6)]
    paper = patrol_circular(told, ENVELOPE, answer_by=ANSWER)
    text = "".join(getattr(each, "text", "") for each in paper.blocks)
    assert "应巡12次，实巡8次，到位率66.7%" in text
    assert "夜巡从10月19日开始登记，应巡从这一天算起" in text
    assert "刘庄村（2/6次）没有完成应巡次数" in text


def test_reports_and_news_of_the_first_month_say_since_when_too(work):
    began(work)
    for span in ([OCTOBER], [OCTOBER, NOVEMBER]):
        paper = news(progress_figures(work, "近期", span), ENVELOPE)
        text = "".join(getattr(each, "text", "") for each in paper.blocks)
        assert "2个村应巡12次，按应巡次数计到位8次" in text
        assert "从10月19日开始登记，应巡从这一天算起）" in text


def test_the_workbench_owes_nothing_of_the_nights_before_either(work):
    guo, liu = began(work)
    work.now = lambda: datetime(2026, 10, 30, 9)
    rows = {row.village_id: row for row in figures.today(work).nights}
    assert (rows[guo].done, rows[guo].due, rows[guo].behind) == (6, Decimal("5.14"), False)
    assert (rows[liu].done, rows[liu].lacking) == (2, 3)  # 5 of 4.71 by last night


def test_before_a_ledger_begins_nothing_of_it_counts(work):
    guo, _liu = began(work)
    september = periods.month(2026, 9)
    records.save(
        work, "spot-checks",
        {"night": date(2026, 9, 5), "village_id": guo, "result": "在岗", "checked_by": "综治中心"},
    )  # fmt: skip
    for code in ("B1", "C2", "D2"):
        item = points(work, september, guo, code)
        assert (item.points, item.policy) == (None, "excluded"), code
        assert "才开始登记" in explain(item).formula
    records.save(
        work, "opinions", {"received_on": date(2026, 11, 1), "text": "路灯", "village_id": guo}
    )
    assert circulars.patrol_figures(work, periods.parse("2026-Q3")).silent == ()


def test_a_registered_missed_night_is_a_beginning_like_a_patrol(work):
    guo, _liu = began(work)
    records.save(
        work, "missed-nights", {"night": date(2026, 10, 1), "village_id": guo, "reason": "大雨"}
    )
    assert patrols.coverage(work, OCTOBER).due[guo] == Decimal("13.29")
    assert points(work, OCTOBER, guo, "B1").points == Decimal("6.32")


@pytest.mark.parametrize(("first", "due"), [(4, "12.86"), (5, "11.14")])
def test_a_ledger_that_begins_in_the_first_days_of_a_month_is_one_of_the_whole_month(
    work, first, due
):
    guo = village(work)
    patrol(work, guo, date(2026, 9, first))
    september = periods.month(2026, 9)
    assert patrols.coverage(work, september).due[guo] == Decimal(due)
    assert (circulars.patrol_figures(work, september).since is None) == (first == 4)


def test_a_line_of_a_day_on_which_its_village_did_not_exist_begins_nothing(work):
    guo, _liu = began(work)
    new = village(work, "新设村", joined_on=date(2026, 10, 25))
    patrol(work, new, date(2026, 10, 2))
    assert patrols.coverage(work, OCTOBER).due[guo] == Decimal("5.57")


def test_an_activity_outside_its_villages_life_begins_no_visits_either(work):
    guo, _liu = began(work)
    gone = village(work, "老庄村", withdrawn_on=date(2026, 10, 2))
    visit = {"held_on": date(2026, 10, 3), "form": "入户走访", "village_id": gone, "households": 9}
    records.save(work, "publicity-activities", visit)
    turn = {"week": date(2026, 9, 28), "village_id": gone}
    records.save(work, "publicity-turns", turn)
    assert points(work, OCTOBER, guo, "C2").span.first == date(2026, 10, 19)
    ours = visit | {"village_id": None, "unit_id": unit(work), "form": "集中宣传"}
    records.save(work, "publicity-activities", ours)
    assert points(work, OCTOBER, guo, "C2").span.first == date(2026, 10, 1)


def test_a_village_that_withdrew_before_a_ledger_began_owes_nothing_of_it_and_that_is_said(work):
    began(work)
    gone = village(work, "老庄村", households=300, withdrawn_on=date(2026, 10, 10))
    for code in ("B1", "C2", "D2"):
        item = points(work, OCTOBER, gone, code)
        assert (item.points, item.policy) == (None, "excluded"), code
        assert "才开始登记" in explain(item).formula, code


def test_weeks_before_the_first_report_are_not_lacking_and_can_still_be_entered(work):
    guo, _liu = began(work)
    grid = dispute_reports.grid(work)
    states = {week: grid.cells[guo, week].state for week in grid.weeks}
    assert states[date(2026, 10, 12)] is WeekState.BEFORE
    assert states[date(2026, 10, 26)] is WeekState.MISSING
    assert grid.missing == 2
    assert dispute_reports.mark_rest(work, date(2026, 10, 12)) == (2, 0)
    assert points(work, OCTOBER, guo, "D2").fact.of == 2


def test_a_freeze_of_the_first_month_asks_and_says_what_to_do(work):
    began(work)
    asked = "2026年10月夜巡从10月19日开始登记，“平安夜巡到位”从这一天算起"
    with pytest.raises(Conflict) as refused:
        evaluation.freeze(work, OCTOBER, accept_running=True)
    assert refused.value  # first of all that most items lack records
    done = evaluation.evaluate(work, OCTOBER, draws=0)
    said = evaluation.incomplete(work, done, "印发")
    assert asked in said
    assert "以前巡过的请补登" in said
    assert "登记未巡" in said
    notes = score_papers.ranking(work, OCTOBER).notes
    assert "夜巡从10月19日开始登记，“平安夜巡到位”从这一天算起。" in notes
    kept = evaluation.freeze(work, OCTOBER, accept_incomplete=True, accept_running=True)
    assert evaluation.incomplete(work, kept, "印发").count("开始登记") == 0  # asked about then
    # What comes in later of the days before moves what is now, and not what was frozen.
    patrol(work, 1, date(2026, 10, 1))
    later = evaluation.evaluate(work, OCTOBER, draws=0)
    assert later.result.of(2).items["B1"].points == Decimal("5.03")
    assert later.now.of(2).items["B1"].points == Decimal("2.11")
    nights, visits, notes, *others = later.differences
    said = "从 2026-10-01 开始登记，现在“{}”应完成的从这一天算起，冻结时不是这样算的。"
    assert nights == f"夜巡{said.format('平安夜巡到位')}"
    assert visits == f"台账{said.format('入户走访')}"
    assert notes.startswith("B1 的说明由“夜巡从 2026-10-19 开始登记")
    assert notes.endswith("2 个村都是这样。")
    assert not any("说明由" in each for each in others[1:]), "told once for all villages"


def test_a_longer_period_says_which_month_was_the_first(work):
    began(work)
    notes = evaluation.evaluate(work, periods.parse("2026-Q4"), draws=0).result.notes
    assert "10月：夜巡从10月19日开始登记，“平安夜巡到位”从这一天算起。" in notes


def test_a_village_is_not_said_to_have_joined_when_a_ledger_began(work):
    began(work)
    rows = score_papers.evaluation_figures(work, OCTOBER).rows
    assert not any("设立" in row.remark for row in rows)
