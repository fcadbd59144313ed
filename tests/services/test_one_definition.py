"""Workbench, page, score and paper show one figure for one thing, on any day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from builders import begin, open_work, patrol, unit, village
from paper_samples import ANSWER, ENVELOPE

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Table
from gaotang_desktop.domain.documents.circulars.patrols import patrol_circular
from gaotang_desktop.services import (
    evaluation,
    patrols,
    polls,
    publicity_weeks,
    records,
    village_pages,
)
from gaotang_desktop.services.papers import circulars, score_papers
from gaotang_desktop.services.papers.progress_figures import progress_figures
from gaotang_desktop.services.pictures import patrols as pictures
from gaotang_desktop.services.workbench import figures, open_items

NOON = datetime(2026, 10, 24, 9, 0)  # a Saturday
TODAY = NOON.date()
WEEK = date(2026, 10, 19)
OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=NOON)
    yield opened
    opened.close()


@pytest.fixture
def guo(work):
    return village(work, households=100)


def score(work, place, item, period=OCTOBER):
    return evaluation.evaluate(work, period, draws=0).result.of(place).items[item]


def dispute(work, place, **values):
    known = records.listing(work, "dispute-categories").ids
    category = known[0] if known else records.save(
        work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"}
    )  # fmt: skip
    office = records.listing(work, "units").ids
    given = {
        "found_on": date(2026, 9, 1),
        "village_id": place,
        "category_id": category,
        "summary": "宅基地边界",
        "unit_id": office[0] if office else unit(work, "司法所"),
        **values,
    }
    return records.save(work, "disputes", given)


@pytest.mark.parametrize("form", ["短视频", "广播", "标语", "微信群", "短信"])
def test_what_is_sent_every_day_is_no_turn_on_the_workbench_either(work, guo, form):
    turn = records.save(work, "publicity-turns", {"week": WEEK, "village_id": guo})
    held = {"held_on": date(2026, 10, 20), "form": form, "village_id": guo, "audience": 80}
    records.save(work, "publicity-activities", held)
    day = figures.today(work)
    assert [(each.state, each.tone) for each in day.turns] == [("计划", "neutral")]
    assert day.figures[2].number == "0"
    listed = records.listing(work, "publicity-turns")
    assert listed.rows[listed.ids.index(turn)][listed.column("state")] == "计划"
    records.save(work, "publicity-activities", {**held, "form": "庭院会"})
    assert [each.state for each in figures.today(work).turns] == ["完成"]
    events = village_pages.shown(work, guo, OCTOBER).events
    assert [each.state for each in events if each.kind == "publicity-turns"] == ["完成"]
    assert score(work, guo, "C1").fact.value == 1


def test_a_past_turn_without_an_activity_waits_on_the_workbench_until_it_is_explained(work, guo):
    past = WEEK - timedelta(weeks=1)
    records.save(work, "publicity-turns", {"week": past, "village_id": guo})
    held = {"held_on": past, "form": "广播", "village_id": guo, "audience": 80}
    records.save(work, "publicity-activities", held)
    assert any("以前几周" in each.what for each in figures.today(work).todos)
    assert score(work, guo, "C1").points == 0


def test_thirteen_nights_are_not_all_of_a_month_of_31_days_anywhere(work, guo):
    august = periods.month(2026, 8)
    for day in range(1, 14):
        patrol(work, guo, date(2026, 8, day))
    assert score(work, guo, "B1", august).points == Decimal("13.70")
    assert patrols.coverage(work, august).due == {guo: Decimal("13.29")}
    assert patrols.coverage(work, august).lacking(guo) == 1
    [row] = circulars.patrol_figures(work, august).villages
    assert (row.done, row.due) == (13, 14)  # on paper whole nights


def test_tonight_stands_above_and_below_the_stroke(work, guo):
    begin(work, guo)
    patrol(work, guo, TODAY)
    [row] = figures.today(work).nights
    assert (row.done, row.due) == (1, Decimal("10.29"))  # 24 nights, three a week
    assert figures.today(work).figures[0].unit == "/ 11 村次"
    assert score(work, guo, "B1").points == Decimal("1.36")  # 14 × 1 ÷ 10.29


def test_tonight_is_not_lacking_before_it_is_over(tmp_path):
    first = open_work(tmp_path / "data", now=datetime(2026, 10, 1, 9, 0))
    begin(first, village(first))
    [row] = figures.today(first).nights
    assert (row.done, row.due, row.behind) == (0, Decimal("0.43"), False)
    first.close()


def test_of_the_disputes_only_what_fell_due_counts_and_the_same_on_every_page(work, guo):
    done = {"state": "已化解", "result": "调解成功"}
    dispute(work, guo, deadline=date(2026, 10, 5), closed_on=date(2026, 10, 4), **done)
    dispute(work, guo, deadline=date(2026, 10, 6), closed_on=date(2026, 10, 8), **done)
    dispute(work, guo, deadline=date(2026, 11, 20), closed_on=date(2026, 10, 8), **done)
    dispute(work, guo, deadline=date(2026, 10, 7))
    figure = figures.today(work).figures[1]
    assert (figure.number, figure.unit) == ("33.3", "% · 今年到期 3 件")
    fact = score(work, guo, "D1").fact
    assert (fact.value, fact.of) == (1, 3)
    page = village_pages.shown(work, guo, OCTOBER)
    [standing] = [each for each in page.standings if each.label == "纠纷按期化解"]
    assert standing.unit == "% · 1/3 件"


def finding(work, place, **values):
    given = {"found_on": date(2026, 10, 2), "text": "灭火器过期", **values}
    return records.save(work, "findings", {"village_id": place, **given})


def test_what_is_due_today_is_not_yet_lost(work, guo):
    dispute(work, guo, deadline=TODAY)
    finding(work, guo, due_on=TODAY)
    for item in ("D1", "E2"):
        assert score(work, guo, item).policy == "full"
    late = open_work_again(work, datetime(2026, 10, 25, 9, 0))
    for item in ("D1", "E2"):
        assert score(late, guo, item).points == 0
    late.close()


def open_work_again(work, now):
    folder = work.folder
    work.close()
    return open_work(folder, now=now)


def test_what_is_due_today_and_done_counts_from_tomorrow_on(work, guo):
    done = {"state": "已化解", "result": "调解成功", "closed_on": TODAY}
    dispute(work, guo, deadline=TODAY, **done)
    finding(work, guo, due_on=TODAY, put_right_on=TODAY, how="已更换")
    assert figures.today(work).figures[1].number == "—"
    for item in ("D1", "E2"):
        assert score(work, guo, item).policy == "full"
    later = open_work_again(work, datetime(2026, 10, 25, 9, 0))
    for item in ("D1", "E2"):
        fact = score(later, guo, item).fact
        assert (fact.value, fact.of) == (1, 1)
    later.close()


def test_the_report_of_a_week_that_ends_today_is_not_yet_lacking(work, guo):
    begin(work, guo)
    before = score(work, guo, "D2").fact.of
    sunday = open_work_again(work, datetime(2026, 10, 25, 9, 0))
    assert score(sunday, guo, "D2").fact.of == before
    monday = open_work_again(sunday, datetime(2026, 10, 26, 9, 0))
    assert score(monday, guo, "D2").fact.of == before + 1
    monday.close()


def records_of_a_day(work, place, day):
    """One record of every kind that an item counts, on one day."""
    patrol(work, place, day)
    records.save(
        work, "spot-checks",
        {"night": day, "village_id": place, "result": "脱岗", "checked_by": "综治中心"},
    )  # fmt: skip
    held = {"held_on": day, "form": "入户走访", "village_id": place, "households": 30}
    records.save(work, "publicity-activities", held)
    monday = day - timedelta(days=day.weekday())
    records.save(work, "publicity-turns", {"week": monday, "village_id": place})
    dispute(work, place, deadline=day)
    finding(work, place, found_on=day, due_on=day)


@pytest.mark.parametrize(
    ("life", "outside"),
    [
        ({"withdrawn_on": date(2026, 10, 10)}, date(2026, 10, 15)),
        ({"joined_on": date(2026, 10, 12)}, date(2026, 10, 2)),
    ],
)
def test_what_lies_outside_a_villages_life_counts_in_no_item_and_on_no_page(work, life, outside):
    gone = village(work, "老庄村", households=100, **life)
    kept = village(work, "郭桥村", households=100)
    begin(work, kept)
    before = evaluation.evaluate(work, OCTOBER, draws=0).result.of(gone)
    records_of_a_day(work, gone, outside)
    patrol(work, kept, outside)
    after = evaluation.evaluate(work, OCTOBER, draws=0).result.of(gone)
    for code in ("B1", "B2", "C1", "C2", "D1", "E2"):
        assert after.items[code].fact == before.items[code].fact, code
    covered = patrols.coverage(work, OCTOBER)
    assert covered.nights == {gone: 0, kept: 1}
    assert covered.checks == 0
    rows = {each.village: each for each in circulars.patrol_figures(work, OCTOBER).villages}
    assert (rows["老庄村"].done, rows["老庄村"].checked) == (0, 0)
    assert figures.today(work).figures[1].unit == "今年还没有到期的"


def test_a_target_is_due_for_the_days_of_a_villages_life_alone(work):
    gone = village(work, "老庄村", households=210, withdrawn_on=date(2026, 10, 8))
    for day in (1, 3, 5):
        patrol(work, gone, date(2026, 10, day))
    got = score(work, gone, "B1")
    assert (got.points, patrols.coverage(work, OCTOBER).due[gone]) == (Decimal("14.00"), 3)


def test_nights_beyond_what_was_due_are_said_not_to_count(work, guo):
    other = village(work, "刘营村")
    september = periods.month(2026, 9)
    for day in range(1, 21):
        patrol(work, guo, date(2026, 9, day))
    patrol(work, other, date(2026, 9, 1))
    figures_of = circulars.patrol_figures(work, september)
    paper = patrol_circular(figures_of, ENVELOPE, answer_by=ANSWER)
    [overall] = [each.text for each in paper.blocks if getattr(each, "key", "") == "overall"]
    assert (
        "应巡26次，实巡21次，其中应巡次数以内的14次（各村多巡的不抵别村的缺额），到位率53.8%"
        in overall
    )


def problems_told(work, period):
    figures_of = circulars.patrol_figures(work, period)
    paper = patrol_circular(figures_of, ENVELOPE, answer_by=ANSWER)
    told = [each for each in paper.blocks if hasattr(each, "key")]
    [overall] = [each.text for each in told if each.key == "overall"]
    return overall, "".join(each.text for each in told if each.key in ("problems", "requests"))


def test_a_circular_of_a_month_that_runs_blames_whom_the_workbench_calls_behind(work, guo):
    liu, new = village(work, "刘庄村"), village(work, "王堂村", joined_on=date(2026, 10, 20))
    for day in range(15, 24):  # four were due by last night, since the office began
        patrol(work, guo, date(2026, 10, day))
        if day < 18:
            patrol(work, liu, date(2026, 10, day))
        if day > 21:
            patrol(work, new, date(2026, 10, day))
    behind = {each.name for each in figures.today(work).nights if each.behind}
    overall, problems = problems_told(work, OCTOBER)
    assert behind == {"刘庄村"}
    assert "按到10月23日应巡的次数，刘庄村（差1次）没有完成" in problems
    assert "郭桥村" not in problems
    assert "王堂村" not in problems
    assert "应巡13次" in overall  # 5, 5 and 3: ten days and five at three a week, made whole
    assert "夜巡从10月15日开始登记，应巡从这一天算起" in overall
    notes = score_papers.ranking(work, OCTOBER).notes
    assert any("没有结束，截至10月24日" in each for each in notes)
    assert "夜巡从10月15日开始登记，“平安夜巡到位”从这一天算起。" in notes
    patrol(work, liu, date(2026, 10, 18))
    assert "到10月23日应巡的次数，没有村落后" in problems_told(work, OCTOBER)[1]


def test_a_turn_that_was_put_off_to_this_week_stands_on_the_workbench(work, guo):
    moved = {"week": WEEK, "village_id": guo, "state": "延期", "reason": "下雪",
             "postponed_from": WEEK - timedelta(weeks=1)}  # fmt: skip
    records.save(work, "publicity-turns", moved)
    assert [(each.name, each.state) for each in figures.today(work).turns] == [("郭桥村", "延期")]
    assert [turn.village for turn in publicity_weeks.open_this_week(work)] == ["郭桥村"]


@pytest.mark.parametrize("whose", ["the village", "all"])
def test_a_turn_in_a_pause_added_later_is_due_nowhere_unless_it_was_held(work, guo, whose):
    past = WEEK - timedelta(weeks=1)
    for week in (past, WEEK):
        records.save(work, "publicity-turns", {"week": week, "village_id": guo})
        pause = {
            "week": week,
            "reason": "秋收",
            "village_id": guo if whose == "the village" else None,
        }
        records.save(work, "publicity-pauses", pause)
    done = publicity_weeks.figures(work, OCTOBER)
    assert (done.planned, done.open, score(work, guo, "C1").fact.of) == (0, 0, None)
    assert publicity_weeks.open_this_week(work) == figures.today(work).turns == ()
    said = [each.what for each in figures.today(work).todos]
    assert not any("以前几周" in each for each in said)
    assert any("还没有排班" in each for each in said) == (whose == "the village")
    assert all(not week.villages for week in publicity_weeks.notice(work, OCTOBER))
    assert all("未完成" not in row for row in records.listing(work, "publicity-turns").rows)
    held = {"held_on": past, "form": "庭院会", "village_id": guo, "audience": 80}
    records.save(work, "publicity-activities", held)
    fact = score(work, guo, "C1").fact
    assert (fact.value, fact.of, publicity_weeks.figures(work, OCTOBER).done) == (1, 1, 1)


def test_an_activity_entered_for_a_turn_of_another_month_fulfils_that_one_alone(work, guo):
    early, late = date(2026, 9, 28), date(2026, 10, 5)
    turn = records.save(work, "publicity-turns", {"week": early, "village_id": guo})
    records.save(work, "publicity-turns", {"week": late, "village_id": guo})
    held = {"held_on": date(2026, 10, 7), "form": "板凳会", "village_id": guo, "turn_id": turn}
    records.save(work, "publicity-activities", held)
    months = [periods.month(2026, 9), OCTOBER]
    done = [score(work, guo, "C1", each).fact.value for each in months]
    assert done == [1, 0]
    quarter = publicity_weeks.weeks(work, early, late)
    assert [turn.is_done for week in quarter for turn in week.turns] == [True, False]
    assert [publicity_weeks.figures(work, each).done for each in months] == [1, 0]


def test_a_turn_of_a_village_that_has_withdrawn_counts_nowhere_and_is_told(work):
    gone = village(work, "老庄村", withdrawn_on=WEEK)
    records.save(work, "publicity-turns", {"week": WEEK, "village_id": gone})
    [week] = publicity_weeks.weeks(work, WEEK, WEEK)
    assert (week.turns, figures.today(work).turns) == ((), ())
    assert week.notes == ("老庄村这一周还没有设立或者已经撤并，排的轮次不计",)
    assert publicity_weeks.figures(work, OCTOBER).planned == 0


def test_proof_and_handling_outside_a_villages_life_count_on_no_page(work):
    gone = village(work, "老庄村", withdrawn_on=date(2026, 10, 10))
    found = {"evidence": "抽查核实", "finding": "路灯不亮", "handling": "已报"}
    patrol(work, gone, date(2026, 10, 12), **found)
    patrol(work, gone, date(2026, 10, 9), finding="路灯不亮")
    assert figures.today(work).figures[0].sentence.startswith("核实 0 次")
    told = circulars.patrol_figures(work, OCTOBER)
    assert (told.handled, told.villages[0].hazards) == (0, 1)


def test_a_poll_counts_the_villages_that_there_were(work, guo):
    gone = village(work, "老庄村", withdrawn_on=date(2026, 9, 1))
    days = {"from_on": date(2026, 10, 1), "until_on": date(2026, 10, 5), "level": "镇自测"}
    number = records.save(work, "polls", {"name": "镇自测", **days})
    for place, safe in ((guo, 49), (gone, 400)):
        values = {"poll_id": number, "village_id": place, "sample": 400, "safe": safe}
        records.save(work, "poll-results", values)
    found = polls.overview(work, number)
    assert (found.sample, str(found.totals["safe"].percent)) == (400, "12.3")  # 12.25, half up
    assert {each.village: each.remark for each in found.villages} == {
        "郭桥村": "", "老庄村": polls.NOT_THERE,
    }  # fmt: skip
    assert figures.today(work).figures[3].number == "12.3"
    assert [each.village for each in circulars.poll_figures(work, number).villages] == ["郭桥村"]


def test_a_month_without_any_record_is_left_out_by_paper_report_and_picture(work, guo):
    for day in range(1, 29, 2):
        patrol(work, guo, date(2026, 7, day))
    for day in range(1, 15):
        patrol(work, guo, date(2026, 9, day))
    quarter = periods.parse("2026-Q3")
    told = circulars.patrol_figures(work, quarter)
    assert (told.gaps, told.villages[0].due, told.villages[0].done) == ((8,), 27, 28)
    report = progress_figures(work, "三季度", quarter.months).nights
    assert (report.gaps, report.due, report.kept) == ((8,), 27, told.villages[0].kept)
    shown = pictures.picture(work)
    assert "8月 · 全镇没有夜巡登记，不计" in "".join(s.tip for s in shown.lines[0].spots)


def test_of_less_than_one_night_nothing_is_lacking_anywhere(work):
    late = village(work, "新庄村", joined_on=date(2026, 8, 31))
    old = village(work, "老庄村")
    august = periods.month(2026, 8)
    patrol(work, old, date(2026, 8, 3))
    assert score(work, late, "B1", august).points is None
    rows = {each.village: each for each in circulars.patrol_figures(work, august).villages}
    assert (rows["新庄村"].due, patrols.coverage(work, august).lacking(late)) == (0, 0)
    patrol(work, late, date(2026, 8, 31))
    assert score(work, late, "B1", august).points == Decimal("14.00")


def test_the_annex_on_patrols_says_that_a_joint_patrol_is_verified(work, guo):
    patrol(work, guo, night=date(2026, 10, 2))
    patrol(work, guo, night=date(2026, 10, 3), joint=True)
    told = circulars.patrol_figures(work, OCTOBER)
    assert [(each.self_reported, each.verified) for each in told.villages] == [(1, 1)]
    paper = patrol_circular(told, ENVELOPE, answer_by=ANSWER)
    [table] = [block for block in paper.annexes[0].blocks if isinstance(block, Table)]
    assert "核实为抽查核实、带队核实或者警民联合的" in "".join(table.notes)


def test_a_village_silent_for_a_month_in_which_others_patrol_loses_all_of_it_everywhere(work, guo):
    silent, september = village(work, "南村", households=100), periods.month(2026, 9)
    for day in range(1, 14):
        patrol(work, guo, night=date(2026, 9, day))
        patrol(work, silent, night=date(2026, 8, day))
        patrol(work, guo, night=date(2026, 8, day))
    mine = score(work, silent, "B1", september)
    assert (mine.fact.state, mine.points, mine.policy) == ("known", 0, "scored")
    page = patrols.coverage(work, september)
    assert (page.nights[silent], patrols.whole(page.due[silent])) == (0, 13)
    month, quarter = (
        circulars.patrol_figures(work, each)
        for each in (september, periods.around(september.start, "quarter"))
    )
    told = {each.village: (each.kept, each.due) for each in month.villages}
    assert told == {"郭桥村": (13, 13), "南村": (0, 13)}
    # In the quarter September counts for it, and July, of which nothing is on record, for nobody.
    assert quarter.gaps == (7,)
    told = {each.village: (each.kept, each.due) for each in quarter.villages}
    assert told == {"郭桥村": (26, 27), "南村": (13, 27)}


def test_what_a_village_left_open_stays_in_the_list_by_unit(work):
    gone = village(work, "老庄村", withdrawn_on=date(2026, 10, 10))
    finding(work, gone, due_on=date(2026, 10, 9))
    [owner] = open_items.owners(work)
    assert (owner.who, owner.late) == ("老庄村", 1)


def test_a_step_that_is_late_is_no_late_dispute_on_the_card(work, guo):
    work.change_settings({"steps_from": date(2026, 1, 1)})
    dispute(work, guo, deadline=date(2026, 12, 20))
    [line] = [each for each in figures.today(work).todos if each.context.get("kind") == "disputes"]
    assert line.days < 0
    card = figures.today(work).figures[1]
    assert (card.sentence, card.tone) == ("在办 1 件 · 没有逾期", "neutral")
