"""What the workbench says follows from the records, all of them and nothing else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import open_work, patrol, unit, village

from gaotang_desktop.services import backups, records
from gaotang_desktop.services.workbench import figures

TODAY = date(2026, 10, 24)  # a Saturday
WEEK = date(2026, 10, 19)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def guo(work):
    return village(work)


def lines(work, word=""):
    return [each for each in figures.today(work).todos if word in each.what + each.where]


def dispute(work, place, **values):
    made = {"name": "邻里", "plan_category": "邻里"}
    known = records.listing(work, "dispute-categories").ids
    category = known[0] if known else records.save(work, "dispute-categories", made)
    office = records.listing(work, "units").ids
    given = {
        "found_on": date(2026, 10, 1),
        "village_id": place,
        "category_id": category,
        "summary": "宅基地边界",
        "unit_id": office[0] if office else unit(work, "司法所"),
        **values,
    }
    return records.save(work, "disputes", given)


def test_an_empty_folder_shows_the_first_steps(work):
    day = figures.today(work)
    assert day.first_steps
    assert [each.when for each in day.todos] == ["第一步", "第二步", "第三步"]
    assert [each.page for each in day.todos] == ["registers", "tasks", "system"]


def test_an_overdue_dispute_leads_to_itself_until_it_is_settled(work, guo):
    late = dispute(work, guo, deadline=date(2026, 10, 22))
    [line] = lines(work, "宅基地")
    assert (line.when, line.tone, line.page) == ("逾期 2 天", "bad", "disputes")
    assert line.context == {"kind": "disputes", "ids": [late]}
    done = {"state": "已化解", "closed_on": TODAY, "result": "调解成功"}
    records.save(work, "disputes", done, record_id=late)
    assert not lines(work, "宅基地")


def test_a_binned_record_is_nowhere_on_the_workbench(work, guo):
    late = dispute(work, guo, deadline=date(2026, 10, 22))
    night = patrol(work, guo, date(2026, 10, 20))
    records.bin_records(work, "disputes", [late])
    records.bin_records(work, "patrols", [night])
    day = figures.today(work)
    assert not [each for each in day.todos if "宅基地" in each.what]
    assert day.figures[0].number == "0"
    assert day.figures[1].sentence == "在办 0 件 · 没有逾期"
    work.undo()
    assert figures.today(work).figures[0].number == "1"


def test_settled_disputes_count_in_time_or_late(work, guo):
    for closed in (date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 12)):
        dispute(
            work,
            guo,
            deadline=date(2026, 10, 10),
            state="已化解",
            closed_on=closed,
            result="调解成功",
        )
    figure = figures.today(work).figures[1]
    assert (figure.number, figure.unit) == ("66.7", "% · 今年到期 3 件")


def test_a_village_behind_its_nights_comes_first_and_red(work, guo):
    other = village(work, "刘营村")
    for day in range(1, 11):
        patrol(work, guo, date(2026, 10, day))
    first, second = figures.today(work).nights
    assert (first.village_id, first.done, first.due, first.behind) == (
        other,
        0,
        Decimal("10.29"),  # of 24 nights, three a week
        True,
    )
    assert (second.village_id, second.done, second.behind) == (guo, 10, False)


def test_two_patrols_of_one_night_are_one_night(work, guo):
    patrol(work, guo, date(2026, 10, 20))
    patrol(work, guo, date(2026, 10, 20), leader="李四", evidence="抽查核实")
    day = figures.today(work)
    assert day.figures[0].number == "1"
    assert day.nights[0].states == {date(2026, 10, 20): "verified"}


def test_a_silent_village_is_named_with_its_nights(work, guo):
    patrol(work, guo, date(2026, 10, 18))
    [line] = lines(work, "连续")
    assert (line.when, line.what) == ("连续 5 晚", "郭桥村连续 5 晚没有夜巡记录")
    tonight = patrol(work, guo, date(2026, 10, 23))
    assert not lines(work, "连续")
    records.bin_records(work, "patrols", [tonight])
    assert lines(work, "连续") == [line]


def test_no_village_is_behind_before_any_night_was_entered(work, guo):
    other = village(work, "刘营村")
    assert lines(work, "从来没有登记过夜巡") == []
    first = patrol(work, other, date(2026, 10, 23))
    [line] = lines(work, "从来没有登记过夜巡")
    assert line.context["villages"] == [guo]
    records.bin_records(work, "patrols", [first])
    assert lines(work, "从来没有登记过夜巡") == []


def test_a_turn_is_done_by_an_activity_of_its_week_or_one_that_names_it(work, guo):
    places = [guo, village(work, "刘营村"), village(work, "冯楼村"), village(work, "董大村")]
    turns = [
        records.save(work, "publicity-turns", {"week": WEEK, "village_id": each}) for each in places
    ]
    held = {"held_on": date(2026, 10, 20), "form": "板凳会", "households": 46}
    records.save(work, "publicity-activities", {**held, "village_id": places[0]})
    records.save(
        work, "publicity-activities", {**held, "village_id": places[1], "turn_id": turns[1]}
    )
    day = figures.today(work)
    assert day.figures[2].number == "2"
    assert day.figures[2].sentence == "剩余：冯楼村、董大村"
    assert [each.tone for each in day.turns] == ["good", "good", "neutral", "neutral"]
    assert day.turns[0].detail == "10月20日 板凳会 · 入户 46 户"


def test_turns_of_past_weeks_without_an_activity_are_reminded_of(work, guo):
    past = WEEK - timedelta(weeks=1)
    turn = records.save(work, "publicity-turns", {"week": past, "village_id": guo})
    [line] = lines(work, "以前几周")
    assert line.context["ids"] == [turn]
    assert line.days == -6


def test_the_safety_figure_carries_sample_and_interval(work, guo):
    poll = {"name": "三季度镇自测", "level": "镇自测", "from_on": date(2026, 9, 1), "until_on": date(2026, 9, 5)}  # fmt: skip
    number = records.save(work, "polls", poll)
    records.save(
        work, "poll-results", {"poll_id": number, "village_id": guo, "sample": 412, "safe": 396}
    )
    figure = figures.today(work).figures[3]
    assert (figure.caption, figure.number) == ("群众安全感（镇自测）", "96.1")
    assert figure.sentence == "样本 412 份 · 可信范围 93.8–97.6"
    [line] = lines(work, "尚未通报")
    assert (line.when, line.page) == ("待通报", "documents")


def test_last_month_waits_for_its_circular_and_its_evaluation(work, guo):
    patrol(work, guo, date(2026, 9, 10))
    found = [each for each in lines(work) if "9月" in each.what]
    assert {each.when for each in found} == {"待通报", "待考评"}


def test_opinions_findings_and_slips_stand_by_their_deadlines(work, guo):
    office = unit(work)
    records.save(work, "opinions", {"received_on": date(2026, 10, 1), "village_id": guo, "text": "路灯不亮", "unit_id": office, "due_on": date(2026, 10, 25)})  # fmt: skip
    records.save(
        work,
        "findings",
        {"found_on": date(2026, 10, 1), "village_id": guo, "text": "台账缺页", "due_on": TODAY},
    )
    records.save(work, "supervision-slips", {"colour": "黄", "unit_id": office, "issued_on": date(2026, 10, 1), "answer_due_on": date(2026, 10, 20)})  # fmt: skip
    dated = [each for each in figures.today(work).todos if each.days is not None]
    assert [each.when for each in dated] == ["逾期 4 天", "今天", "明天"]
    assert [each.context["kind"] for each in dated] == ["supervision-slips", "findings", "opinions"]


def test_a_hundred_overdue_disputes_take_a_few_lines_and_none_is_lost(work, guo):
    ids = {dispute(work, guo, deadline=date(2026, 10, 22), summary=f"第{n}件") for n in range(30)}
    found = [each for each in figures.today(work).todos if each.page == "disputes"]
    assert len(found) <= 7
    assert {number for each in found for number in each.context["ids"]} == ids


def test_the_last_line_tells_the_age_of_both_copies(work, tmp_path):
    assert figures.copies(work).sentence.startswith("还没有备份")
    second = tmp_path / "U盘"
    second.mkdir()
    work.change_settings({"second_backup_folder": str(second)})
    (second / "gaotang-20261015-080000.sqlite").write_bytes(b"")
    backups.back_up(work, work.backup_folder / "gaotang-20261024-080200.sqlite")
    said = figures.copies(work)
    assert said.sentence == "最近备份 今天 08:02 · 第二份备份 9 天前"
    assert said.tone == "warn"
