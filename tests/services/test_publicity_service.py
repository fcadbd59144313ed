from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from builders import open_work, unit, village

from gaotang_desktop.data.queries import patrols as village_queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, Invalid, NotFound
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.services import opinions, publicity, publicity_weeks, records
from gaotang_desktop.services.facts import publicity as publicity_facts
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.workbench import figures

NAMES = ("郭桥村", "刘庄村", "宋楼村", "田庄村", "许园村", "杨集村")
THIS_WEEK = date(2026, 10, 19)
WEEK = timedelta(weeks=1)
OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for number, name in enumerate(NAMES, 1):
        village(opened, name, display_order=number, households=100)
    yield opened
    opened.close()


def rows(work, first=THIS_WEEK, weeks=4):
    return publicity_weeks.weeks(work, first, first + WEEK * (weeks - 1))


def planned(work, weeks=4):
    return [[turn.village for turn in each.turns] for each in rows(work, weeks=weeks)]


def turn_of(work, name, week=THIS_WEEK):
    return next(t for each in rows(work, week, 1) for t in each.turns if t.village == name)


def activity(work, village_id=1, day=date(2026, 10, 20), form="集中宣传", **values):
    given = {"village_id": village_id, "held_on": day, "form": form, **values}
    return publicity.save_activity(work, given)


def plan(work, weeks=4):
    return publicity.plan(work, THIS_WEEK, THIS_WEEK + WEEK * (weeks - 1))


def test_a_plan_is_stored_as_it_was_previewed_and_taken_back_by_one_undo(work):
    shown = publicity.preview(work, THIS_WEEK, THIS_WEEK + 2 * WEEK)
    plan(work, 3)
    assert planned(work, 3) == [
        [*NAMES[:4]],
        [*NAMES[4:], *NAMES[:2]],
        [*NAMES[2:]],
    ]
    assert shown.summary == "共 3 周、12 村次，6 个村，每村 2 次。"
    work.undo()
    assert planned(work, 3) == [[], [], []]


def test_as_many_villages_come_in_a_week_as_the_towns_own_plan_says(work):
    work.change_settings({"villages_a_week": 3})
    (line,) = [each for each in figures.today(work).todos if "还没有排班" in each.what]
    assert line.where == "每周三个村，可以自动排"
    plan(work, 2)
    assert planned(work, 2) == [[*NAMES[:3]], [*NAMES[3:]]]


def test_planning_again_without_a_change_changes_nothing(work):
    plan(work)
    before = records.listing(work, "publicity-turns")
    plan(work)
    assert records.listing(work, "publicity-turns") == before


def test_planning_anew_leaves_past_weeks_done_turns_and_moved_ones_alone(work, tmp_path):
    plan(work, 8)
    activity(work)
    other = turn_of(work, "许园村", THIS_WEEK + WEEK)
    publicity.swap(work, turn_of(work, "宋楼村").id, other.id, reason="秋收")
    work.now = lambda: datetime(2026, 10, 28, 9, 0)
    village(work, "新村", display_order=0)
    past = planned(work, 1)
    publicity.plan(work, *publicity.proposed_span(work))
    assert planned(work, 1) == past
    assert "宋楼村" in planned(work, 2)[1]
    counts = Counter(name for week in planned(work, 8) for name in week)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_a_week_left_out_is_empty_and_its_villages_come_the_week_after(work):
    records.save(work, "publicity-pauses", {"week": THIS_WEEK, "reason": "春节"})
    records.save(
        work, "publicity-pauses", {"week": THIS_WEEK + WEEK, "village_id": 2, "reason": "秋收"}
    )
    plan(work, 3)
    first, second, third = rows(work, weeks=3)
    assert (first.turns, first.paused, first.notes) == ((), True, ("全镇停排：春节",))
    assert [t.village for t in second.turns] == ["郭桥村", "宋楼村", "田庄村", "许园村"]
    assert third.turns[0].why == "第1轮按村次序轮到；原排第44周，因秋收延期。"
    assert "刘庄村停排：秋收" in second.notes
    assert "刘庄村延到第45周（秋收）" in second.notes


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (THIS_WEEK, THIS_WEEK - WEEK, "以前的周"),
        (THIS_WEEK + 3 * WEEK, THIS_WEEK + WEEK, "早于"),
        (THIS_WEEK, date(2040, 1, 1), "三年"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_with_a_sentence(work, first, last, said):
    with pytest.raises(Invalid, match=said):
        publicity.plan(work, first, last)


def test_without_villages_there_is_nothing_to_plan(tmp_path):
    opened = open_work(tmp_path / "empty")
    found = publicity.plan(opened, *publicity.proposed_span(opened))
    assert (found.turns, found.summary[:6]) == ((), "这段时间没有")
    opened.close()


def test_an_activity_finds_its_turn_and_binning_it_opens_the_turn_again(work):
    plan(work)
    saved = activity(work)
    assert records.get(work, "publicity-activities", saved)["turn_id"] == turn_of(work, "郭桥村").id
    assert turn_of(work, "郭桥村").state == "完成"
    records.bin_records(work, "publicity-activities", [saved])
    assert turn_of(work, "郭桥村").state == "计划"
    records.restore_records(work, "publicity-activities", [saved])
    assert turn_of(work, "郭桥村").state == "完成"


def test_a_broadcast_is_an_activity_but_not_the_turn(work):
    plan(work)
    activity(work, form="广播")
    assert turn_of(work, "郭桥村").state == "计划"
    assert publicity_weeks.figures(work, OCTOBER).by_form == {"广播": 1}


def test_an_activity_moved_to_another_village_moves_to_its_turn(work):
    plan(work)
    saved = activity(work)
    values = records.get(work, "publicity-activities", saved)
    publicity.save_activity(work, {**values, "village_id": 2}, saved)
    assert turn_of(work, "郭桥村").state == "计划"
    assert turn_of(work, "刘庄村").state == "完成"


def test_an_activity_entered_before_the_plan_fulfils_it_all_the_same(work):
    activity(work)
    plan(work)
    assert turn_of(work, "郭桥村").is_done


def test_a_past_week_without_an_activity_is_not_done(work):
    plan(work)
    work.now = lambda: datetime(2026, 10, 27, 9, 0)
    assert turn_of(work, "郭桥村").state == "未完成"


def test_two_villages_exchange_weeks_and_the_old_plan_stays_visible(work):
    plan(work)
    one, other = turn_of(work, "宋楼村"), turn_of(work, "许园村", THIS_WEEK + WEEK)
    with pytest.raises(Invalid, match="原因"):
        publicity.swap(work, one.id, other.id, reason=" ")
    publicity.swap(work, one.id, other.id, reason="庙会")
    moved = turn_of(work, "宋楼村", THIS_WEEK + WEEK)
    assert moved.why == "第1轮按村次序轮到；原排第43周，因庙会与许园村调换。"
    assert "宋楼村延到第44周（庙会）" in rows(work)[0].notes
    work.undo()
    assert turn_of(work, "宋楼村").id == one.id


def test_a_turn_put_off_stays_visible_in_its_old_week_and_keeps_its_reason(work):
    plan(work)
    turn = turn_of(work, "田庄村")
    publicity.postpone(work, turn.id, date(2026, 10, 29), reason="大雪封路。")
    moved = turn_of(work, "田庄村", THIS_WEEK + WEEK)
    assert (moved.state, moved.why) == (
        "延期",
        "第1轮按村次序轮到；原排第43周，因大雪封路延期。",
    )
    with pytest.raises(Invalid, match="后面的周"):
        publicity.postpone(work, moved.id, THIS_WEEK, reason="雨")


def test_what_is_done_over_or_taken_cannot_be_moved(work):
    plan(work)
    activity(work)
    done, open_one = turn_of(work, "郭桥村"), turn_of(work, "刘庄村")
    with pytest.raises(Conflict, match="已经完成"):
        publicity.postpone(work, done.id, THIS_WEEK + 2 * WEEK, reason="雨")
    with pytest.raises(Conflict, match="已经有轮次"):
        publicity.postpone(work, open_one.id, THIS_WEEK + WEEK, reason="雨")
    with pytest.raises(Invalid, match="同一周"):
        publicity.swap(work, open_one.id, turn_of(work, "宋楼村").id, reason="雨")
    records.save(work, "publicity-pauses", {"week": THIS_WEEK + 2 * WEEK, "reason": "春节"})
    with pytest.raises(Conflict, match="春节停排"):
        publicity.postpone(work, open_one.id, THIS_WEEK + 2 * WEEK, reason="雨")
    with pytest.raises(NotFound):
        publicity.postpone(work, 999, THIS_WEEK + 2 * WEEK, reason="雨")


def test_the_figures_of_a_month_count_live_activities_alone(work):
    plan(work)
    activity(work, households=30, letters=20, questionnaires=10, audience=40)
    gone = activity(work, 2, households=99)
    records.bin_records(work, "publicity-activities", [gone])
    found = publicity_weeks.figures(work, OCTOBER)
    assert (found.planned, found.done, found.open, found.activities) == (8, 1, 3, 1)
    assert (found.households, found.letters, found.questionnaires) == (30, 20, 10)


def test_the_notice_has_the_weeks_of_the_month_with_their_villages(work):
    records.save(work, "publicity-pauses", {"week": THIS_WEEK + WEEK, "reason": "春节"})
    plan(work)
    *_, third, last = publicity_weeks.notice(work, OCTOBER)
    assert (third.first, third.last) == (date(2026, 10, 19), date(2026, 10, 25))
    assert third.villages == NAMES[:4]
    assert (last.villages, last.pause) == ((), "全镇停排：春节")


def facts_of(work, function, last=date(2026, 10, 31), *, today=date(2026, 10, 26)):
    first = date(2026, 10, 1)
    with work.database.reading() as session:
        villages = village_queries.villages(session, first, last)
        return function(session, first, last, villages, today=today)


def test_the_turns_of_a_village_are_a_fact_with_their_records(work):
    plan(work, 2)
    activity(work)
    found = facts_of(work, publicity_facts.publicity_turns)
    assert (found[1].value, found[1].of, len(found[1].records)) == (1, 1, 1)
    assert (found[3].value, found[3].of) == (0, 1)
    assert found[3].missing == ("第43周轮次没有登记宣传活动",)
    assert not found[3].records[0].counted
    early = facts_of(work, publicity_facts.publicity_turns, today=date(2026, 10, 21))
    assert (early[1].state, early[3].state) == (State.KNOWN, State.NOT_DUE)


def test_households_visited_are_counted_over_those_of_the_village(work):
    activity(work, form="入户走访", households=30)
    activity(work, day=date(2026, 10, 21), households=5)
    gone = activity(work, day=date(2026, 10, 22), households=50)
    records.bin_records(work, "publicity-activities", [gone])
    records.save(work, "villages", {"households": None}, record_id=2)
    found = facts_of(work, publicity_facts.household_visits)
    assert (found[1].value, found[1].of, len(found[1].records)) == (35, 100, 2)
    assert found[2].state is State.NOT_RECEIVED
    assert (found[3].value, found[3].missing) == (0, ("本期没有入户走访的记录",))


def opinion(work, day, **values):
    given = {"received_on": day, "village_id": 1, "text": "路灯不亮", **values}
    return records.save(work, "opinions", given)


def test_overdue_opinions_come_first_and_an_answer_closes_them(work):
    office = unit(work)
    fresh = opinion(work, date(2026, 10, 23), unit_id=office)
    late = opinion(work, date(2026, 9, 1), unit_id=office)
    near = opinion(work, date(2026, 10, 10))
    found = opinions.ledger(work, OCTOBER)
    assert found.ids == (late, near, fresh)
    assert [row[0] for row in found.rows] == ["逾期", "临近", "未到期"]
    assert opinions.overdue(work) == 1
    with pytest.raises(Invalid, match="怎样答复"):
        opinions.answer(work, late, " ", on=date(2026, 10, 24))
    opinions.answer(work, late, "已修好", on=date(2026, 10, 24))
    assert opinions.overdue(work) == 0
    assert opinions.ledger(work, OCTOBER).ids == (near, fresh)
    work.undo()
    assert opinions.overdue(work) == 1


def test_an_answer_with_its_day_and_an_open_state_is_asked_and_a_ledger_without_states_is_not(
    work, tmp_path
):
    late = opinion(work, date(2026, 9, 1))
    for state in ("待办理", "办理中"):
        values = {"answered_on": date(2026, 10, 1), "answer": "已修好", "state": state}
        with pytest.raises(Invalid, match="请把状态改为“已答复”或者“不予采纳”"):
            records.save(work, "opinions", values, record_id=late)
    assert opinions.overdue(work) == 1
    sheet = write(
        tmp_path / "意见.csv",
        "收集日期,村,意见建议,答复日期,办理结果",
        "2026-10-01,郭桥村,修路,2026-10-08,已列入计划",
        "2026-10-02,郭桥村,修桥,,",
    )
    assert imports.import_sheet(work, "opinions", sheet).imported == 2
    listed = records.listing(work, "opinions").only(("text", "state")).rows
    assert {("修路", "已答复"), ("修桥", "待办理")} <= set(listed)


def write(path, *lines):
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_bad_rows_of_a_sheet_of_turns_are_explained_and_the_good_ones_kept(work, tmp_path):
    sheet = write(
        tmp_path / "turns.csv",
        "周次,村名,状态,调整原因",
        "2026年第42周,郭桥村,完成,",
        "10.13,郭桥,完成,",
        "2026-W99,刘庄村,计划,",
        "2026-W43,没有的村,计划,",
        "2026-W43,刘庄村,延期,",
        "2026-W50,刘庄村,完成,",
        "2026-W43,宋楼村,,",
    )
    done = imports.import_sheet(work, "publicity-turns", sheet)
    said = {each.row: each.message for each in done.errors}
    assert (done.rows, done.imported, done.rejected) == (7, 2, 5)
    assert "同一条" in said[3] or "名单里没有" in said[3]
    assert "不是日历上有的周" in said[4]
    assert "没有的村" in said[5]
    assert "写明原因" in said[6]
    assert "还没有到" in said[7]
    assert turn_of(work, "郭桥村", date(2026, 10, 12)).state == "完成"


def test_a_sheet_of_activities_finds_the_turns_and_is_the_same_the_second_time(work, tmp_path):
    plan(work)
    sheet = write(
        tmp_path / "activities.csv",
        "活动日期,村名,活动形式,走访户数,公开信,问卷",
        "2026-10-20,郭桥村,入户,30户,40,20",
        "2026-10-21,刘庄村,唱戏,,,",
        "2026-12-01,刘庄村,广播,,,",
        "2026-10-21,,广播,,,",
        "2026-10-21,刘庄村,集中宣传,-3,,",
    )
    done = imports.import_sheet(work, "publicity-activities", sheet)
    assert (done.rows, done.imported, done.rejected) == (5, 1, 4)
    assert turn_of(work, "郭桥村").is_done
    assert publicity_weeks.figures(work, OCTOBER).letters == 40
    again = imports.import_sheet(work, "publicity-activities", sheet)
    assert (again.imported, again.unchanged) == (0, 1)


def test_a_sheet_of_turns_that_was_exported_changes_nothing_when_it_comes_back(work, tmp_path):
    plan(work)
    activity(work)
    work.now = lambda: datetime(2026, 10, 27, 9, 0)
    listed = records.listing(work, "publicity-turns")
    states = Counter(row[listed.column("state")] for row in listed.rows)
    assert states == {"完成": 1, "未完成": 3, "计划": 12}
    exports.export(work, "publicity-turns", tmp_path / "turns.xlsx")
    back = imports.import_sheet(work, "publicity-turns", tmp_path / "turns.xlsx")
    assert (back.rows, back.unchanged, back.errors) == (16, 16, [])
