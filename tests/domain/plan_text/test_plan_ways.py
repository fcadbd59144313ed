"""Plans of invented towns in the ways that public ones are written, beside what they say."""

import json
from collections import Counter
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import EVERY_PLAN, PLANS, body, told_apart

from gaotang_desktop.domain import units
from gaotang_desktop.domain.plan_text import PlanText, read_plan
from gaotang_desktop.domain.plan_text.lines import marker_of

WAYS = sorted((PLANS / "ways").glob("*.txt"))
TEXTS = {path.stem: path.read_text("utf-8") for path in WAYS}


def wanted(name: str):
    return json.loads((PLANS / "ways" / f"{name}.expected.json").read_text("utf-8"))


def shown(names):
    return sorted("各村" if units.is_all_villages(name) else name for name in names)


def facts(plan: PlanText, want) -> list[dict]:
    """The tasks of a plan, each with the facts that are wanted of it."""
    found = []
    for clause, task in zip(plan.clauses, want["tasks"], strict=False):
        told = {"title": clause.title, "units": shown(clause.units), "lead": shown(clause.lead)}
        told["assist"] = shown(clause.assist)
        told["deadline"] = clause.deadline.isoformat() if clause.deadline else None
        told["cycle"] = clause.cycle
        told["holds"] = held if (held := task.get("holds", "")) in clause.text else clause.text
        found.append({key: told[key] for key in task})
    return found


def sorted_units(task):
    lists = {key: shown(task[key]) for key in ("units", "lead", "assist") if key in task}
    return task | lists


@pytest.mark.parametrize("name", TEXTS)
def test_a_plan_is_read_whichever_way_it_is_written(name):
    want = wanted(name)
    plan = read_plan(TEXTS[name])
    assert facts(plan, want) == [sorted_units(task) for task in want["tasks"]]
    assert len(plan.clauses) == len(want["tasks"])
    assert (plan.number, plan.year) == (want["number"], want["year"])
    assert plan.title == want.get("title", plan.title)
    assert plan.suggested_number == want.get("suggested", "")
    assert all(clause.title for clause in plan.clauses)


@pytest.mark.parametrize("name", TEXTS)
def test_phases_and_lines_without_a_task_are_told_as_such(name):
    want = wanted(name)
    plan = read_plan(TEXTS[name])
    if "phases" in want:
        assert [phase.title for phase in plan.phases] == want["phases"]
    if "days" in want:
        days = [(phase.first, phase.last) for phase in plan.phases]
        assert [[day and day.isoformat() for day in pair] for pair in days] == want["days"]
    assert set(want.get("unused", ())) <= {each.text for each in plan.unused if each.may_be_task}
    assert set(want.get("ending", ())) <= {each.text for each in plan.ending}


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_is_in_a_task_among_the_unused_or_around_them(name):
    assert told_apart(read_plan(TEXTS[name])) == Counter("".join(TEXTS[name].split()))


def test_phases_that_are_read_as_tasks_say_so():
    plan = read_plan(TEXTS["satisfaction-phases-only"])
    assert all(
        any("这一条是阶段" in warning.text for warning in clause.warnings)
        for clause in plan.clauses
    )
    assert plan.phases == ()


def test_the_other_way_to_read_a_plan_is_kept():
    plan = read_plan(TEXTS["drowning-duties"])
    assert plan.runner_up is not None
    assert [clause.title for clause in plan.runner_up.clauses] == [
        "部署阶段（5月1日-5月20日）",
        "整治阶段（5月21日-9月10日）",
        "总结阶段（9月11日-9月30日）",
    ]


def test_units_that_must_do_something_beside_those_that_lead_are_said():
    plan = read_plan(TEXTS["must-beside-leads"])
    assert any("“各村”要做的事" in warning.text for warning in plan.clauses[0].warnings)


DASHED = (
    "平安行动方案\n一、重点任务\n1.化解欠薪。动态清零。——司法所，综治中心配合\n2.严防火灾。全面检查。——应急管理站牵头，派出所配合\n"
    "3.派出所负责巡逻；司法所每月开展讲座；各村配合。\n"
    "二、整治路段（牵头单位：派出所）\n1.清理占道。由司法所负责。\n2.排查路段。\n各村（社区）：\n每晚巡逻。\n"
)


def test_units_behind_a_dash_are_named_without_it_and_units_of_later_sentences_are_said():
    plan = read_plan(DASHED, known=("派出所", "司法所", "应急管理站"))
    assert [(clause.lead, clause.assist) for clause in plan.clauses[:2]] == [
        (("司法所",), ("综治中心",)),
        (("应急管理站",), ("派出所",)),
    ]
    words = "本条后面还写着司法所要做什么，没有读成本条的单位，请核对。"
    for clause, name in ((2, "司法所、各村"), (4, "各村（社区）")):
        told = [warning.text for warning in plan.clauses[clause].warnings]
        assert words.replace("司法所", name) in told


def test_a_time_in_what_others_do_is_said_to_be_theirs():
    tasks = read_plan(TEXTS["scanned-l-for-one-and-others-times"]).clauses
    told = [[w.text for w in task.warnings if "综治中心”要做的事里" in w.text] for task in tasks]
    assert told == [
        ["周期“每月”写在“综治中心”要做的事里，请核对。"],
        ["完成时限“于6月底前”写在“综治中心”要做的事里，请核对。"],
        [],
    ]


def test_a_label_that_nobody_knows_is_said_and_is_no_unit():
    (task,) = read_plan(body("1.夜巡。（责任单位：各村；包案书记：纪委）")).clauses
    assert task.units == ("各村",)
    assert "“包案书记：纪委”没有读懂，没有作为责任单位读入，请核对。" in [
        w.text for w in task.warnings
    ]


GROUPED = """整治方案
一、摸排整治隐患路段（牵头领导：孙副镇长；牵头单位：派出所；配合单位：各村）
1.排查临水临崖路段。
2.整治马路市场。由市场监管所负责。
二、加强宣传教育（牵头单位：综治中心）
1.每月开展宣讲（责任单位：司法所）
2.劝导站每日值守。
"""


def test_a_point_that_says_who_answers_for_it_is_not_the_work_of_the_unit_over_its_group():
    plan = read_plan(GROUPED, known=("派出所", "司法所", "市场监管所", "综治中心"))
    assert [clause.lead for clause in plan.clauses] == [
        ("派出所",), ("市场监管所",), ("司法所",), ("综治中心",),
    ]  # fmt: skip


# laws

pieces = [
    piece
    for text in (*TEXTS.values(), *EVERY_PLAN)
    for piece in ("\n".join(text.split("\n")[at : at + 5]) for at in range(0, text.count("\n"), 5))
]
mixtures = st.lists(st.sampled_from(pieces), min_size=1, max_size=8).map("\n".join)


@given(mixtures)
def test_no_character_of_a_mixture_of_ways_is_lost(text):
    text += "\n一、主要任务\n1、夜巡。（责任单位：各村）"
    plan = read_plan(text)
    assert told_apart(plan) == Counter("".join(text.split()))
    assert read_plan(plan.source) == plan
    assert all(clause.title for clause in plan.clauses)


def test_a_line_that_gives_each_of_several_units_its_work_is_a_task_of_each():
    plan = read_plan(
        "平安行动方案\n一、重点任务\n"
        "1.派出所负责夜巡；司法所每月开展讲座；村委会配合做好走访登记，6月底前完成。\n"
        "2.严防火灾。派出所负责检查；各村负责清理。\n"
        "3.派出所负责排查网吧；文化站负责查处违规经营；各村配合。\n"
    )
    assert [(each.reference, each.title, each.lead) for each in plan.clauses] == [
        ("1", "负责夜巡", ("派出所",)),
        ("1-2", "每月开展讲座", ("司法所",)),
        ("1-3", "配合做好走访登记，6月底前完成", ("村委会",)),
        ("2", "严防火灾", ("派出所", "各村")),
        ("3", "负责排查网吧", ("派出所",)),
    ]
    assert [each.cycle for each in plan.clauses] == ["", "每月", "", "", ""]
    told = [warning.text for warning in plan.clauses[4].warnings]
    assert told == ["本条后面还写着文化站、各村要做什么，没有读成本条的单位，请核对。"]


def test_who_leads_and_who_answers_behind_semicolons_is_one_task_of_both():
    plan = read_plan(
        "平安行动方案\n一、主要措施\n（一）配齐设施，消除隐患\n警示牌破损的及时更换。农业中心牵头；各村（社区）落实；6月20日前完成。\n"
        "（二）分片巡查\n各村（社区）负责；每日巡查。\n"
    )
    first = plan.clauses[0]
    assert (first.lead, first.assist) == (("农业中心",), ("各村（社区）",))


def test_a_time_that_only_a_later_unit_has_is_said_to_be_its_own():
    plan = read_plan(
        "平安行动方案\n一、主要措施\n1.加强巡线。沿线各村安排护路队员巡线；综治办每月抽查一次。\n2.清理楼道。由应急办负责。\n"
    )
    told = [warning.text for warning in plan.clauses[0].warnings]
    assert "周期“每月”写在“综治办”要做的事里，请核对。" in told


def test_thousands_of_rows_are_read_in_seconds():
    # Each row asked all others which column names the tasks: 500 rows took 13 s.
    rows = (f"{n}\t排查第{n}处隐患\t派出所、各村\t{n % 12 + 1}月底前" for n in range(1, 501))
    started = process_time()
    plan = read_plan("任务清单\n序号\t工作任务\t责任单位\t完成时限\n" + "\n".join(rows))
    assert len(plan.clauses) == 500
    assert process_time() - started < 4


def test_units_behind_a_label_that_nobody_knows_are_said_on_a_line_of_their_own():
    (task,) = read_plan(body("1.夜巡。\n责任单位：派出所\n督办单位：纪委、组织办")).clauses
    assert task.units == ("派出所",)
    assert "“督办单位：纪委、组织办”没有读懂，没有作为责任单位读入，请核对。" in [
        w.text for w in task.warnings
    ]


def test_what_stands_behind_the_units_under_another_label_stays_in_the_task():
    (task,) = read_plan(
        body("1.夜巡。责任单位：各村；整改措施：加派人手；时限：2025年6月底")
    ).clauses
    assert (task.lead, task.deadline) == (("各村",), date(2025, 6, 30))
    assert "整改措施：加派人手" in task.text


def test_an_empty_figure_of_a_village_is_not_that_of_the_village_above():
    plan = read_plan(
        "平安任务分配表\n村名\t安装探头（个）\t组建巡逻队（支）\n赵村\t6\t1\n王村\t5\t\n合计\t11\t1\n"
    )
    assert [(each.title, each.lead) for each in plan.clauses] == [
        ("安装探头6个、组建巡逻队1支", ("赵村",)),
        ("安装探头5个", ("王村",)),
    ]
    assert "任务由这一行各列的数拼成，请核对。" in [w.text for w in plan.clauses[0].warnings]


def test_figures_that_only_tell_of_the_villages_are_no_tasks():
    plan = read_plan(
        body("1.夜巡。（责任单位：各村）")
        + "\n附件\n村名\t人口（人）\t面积（亩）\n赵村\t600\t100\n王村\t500\t90\n"
    )
    assert [each.title for each in plan.clauses] == ["夜巡"]


@pytest.mark.parametrize("mark", ["A.", "A、", "a)", "Ａ．", "1-1 ", "1-1、", "1—1."])
def test_letters_and_numbers_with_a_dash_count_points(mark):
    second = mark.replace("A", "B").replace("a", "b").replace("Ａ", "Ｂ").replace("1-1", "1-2")
    second = second.replace("1—1", "1—2")
    plan = read_plan(
        f"平安方案\n一、重点任务\n{mark}夜巡。责任单位：各村\n{second}调解。责任单位：司法所\n"
    )
    assert [(each.title, each.lead) for each in plan.clauses] == [
        ("夜巡", ("各村",)), ("调解", ("司法所",)),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["1-2月开展排查", "3-5人一组巡逻", "A级景区检查"])
def test_spans_and_ranks_count_no_points(text):
    assert marker_of(text) is None


def test_how_areas_are_shared_below_a_heading_of_duties_is_no_task_beside_tasks_with_labels():
    plan = read_plan(
        "夜查方案\n一、工作任务\n（一）夜查。（责任单位：派出所）\n（二）演练。（责任单位：应急办）\n"
        "二、职责分工\n分片包干，具体为：派出所负责东片；应急办负责西片；中心校负责校园。\n"
    )
    assert [each.title for each in plan.clauses] == ["夜查", "演练"]


def test_who_took_part_in_a_meeting_has_no_part_in_its_last_task():
    plan = read_plan(
        "会议纪要\n一、由应急办负责检查商铺。\n二、由综治中心负责梳理矛盾。\n参加：镇党委班子成员\n记录：党政办\n"
    )
    assert [each.units for each in plan.clauses] == [("应急办",), ("综治中心",)]
