"""Who guides, who is named in the heading's bracket, lists that a comma parts, and other years."""

import pytest
from plan_samples import body

from gaotang_desktop.domain.plan_text import read_plan


def only(text):
    (clause,) = read_plan(body(text)).clauses
    return clause


def warned(clause):
    return "".join(warning.text for warning in clause.warnings)


@pytest.mark.parametrize("verb", ["指导", "业务指导", "督导", "督促指导"])
@pytest.mark.parametrize(
    "written", ["1、聚餐管理。（各社区负责，食安办{}）", "1、聚餐管理。各社区负责，食安办{}。"]
)
def test_who_guides_assists(verb, written):
    clause = only(written.format(verb))
    assert (clause.title, clause.lead, clause.assist) == ("聚餐管理", ("各社区",), ("食安办",))


@pytest.mark.parametrize("verb", ["督促", "指导", "监督", "督导", "指导督促"])
@pytest.mark.parametrize("by", ["", "由"])
def test_who_is_seen_to_do_something_does_it_and_who_sees_to_it_assists(verb, by):
    clause = only(f"1、组建队伍。{by}应急办{verb}各村组建队伍。")
    assert (clause.lead, clause.assist) == (("各村",), ("应急办",))


@pytest.mark.parametrize("who", ["企业", "各工地负责人", "商户", "学生家长"])
def test_what_outsiders_are_urged_to_do_is_work_of_the_unit_that_urges_them(who):
    clause = only(f"1、整改隐患。应急办督促{who}整改隐患。")
    assert (clause.lead, clause.assist) == (("应急办",), ())


@pytest.mark.parametrize("object_", ["各村工作", "各村", "各村的台账"])
def test_guidance_of_others_without_a_deed_of_theirs_is_work_of_the_unit(object_):
    clause = only(f"1、调解。由司法所指导{object_}。")
    assert (clause.lead, clause.assist) == (("司法所",), ())


@pytest.mark.parametrize("who", ["法律顾问", "调解员", "护林员", "铁路工务段"])
def test_who_takes_part_beside_units_assists(who):
    clause = only(f"1、公开听证。司法所牵头组织，信访办、{who}参加，6月底前完成。")
    assert (clause.lead, clause.assist) == (("司法所",), ("信访办", who))


def test_a_list_that_is_not_all_units_is_told_and_not_dropped_silently():
    clause = only("1、公开听证。司法所牵头组织，信访办、群众代表参加。")
    assert clause.lead == ("司法所",)
    assert "“信访办、群众代表”里有的不像单位" in warned(clause)


def test_the_list_before_a_comma_leads_whom_the_others_help():
    clause = only("1、整治放养。畜牧站、沿线各村，派出所配合。")
    assert (clause.lead, clause.assist) == (("畜牧站", "沿线各村"), ("派出所",))


def test_a_list_before_a_comma_helps_who_leads():
    clause = only("1、整治放养。平安办牵头，畜牧站、沿线各村，派出所配合。")
    assert (clause.lead, clause.assist) == (("平安办",), ("畜牧站", "沿线各村", "派出所"))


def test_units_in_the_bracket_of_a_title_lead_and_are_told():
    clause = only("（一）排查隐患（消防所、派出所）。逐户上门。")
    assert (clause.title, clause.lead) == ("排查隐患", ("消防所", "派出所"))
    assert "“消防所、派出所”是从标题的括号里读出的" in warned(clause)


def test_places_in_the_bracket_of_a_title_lead_nothing():
    clause = only("（一）排查重点单位（卫生院、学校）。逐户上门。")
    assert clause.lead == ()


@pytest.mark.parametrize("mark", ["——", "—", "•", "● ", "◆", "➢", "※", "▲"])
def test_a_sign_before_a_line_is_no_part_of_a_unit(mark):
    text = f"某镇分工方案\n一、部门职责\n{mark}派出所：查处盗窃。\n{mark}司法所：调解纠纷。\n"
    assert [each.lead for each in read_plan(text).clauses] == [("派出所",), ("司法所",)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("次年1月底前完成", "2025-01-31"),
        ("明年3月15日前完成", "2025-03-15"),
        ("翌年一季度完成", "2025-03-31"),
        ("明年底前完成", "2025-12-31"),
        ("今年9月底前完成", "2024-09-30"),
        ("本年底前完成", "2024-12-31"),
        ("第三季度取得明显成效", "2024-09-30"),
        ("年内完成", "2024-12-31"),
        ("6月清零", "2024-06-30"),
        ("10月取得阶段性成果", "2024-10-31"),
    ],
)
def test_years_that_are_named_and_what_is_so_by_then(words, day):
    clause = only(f"1、清理可燃物。{words}。（责任单位：林业站）")
    assert str(clause.deadline) == day
    assert clause.yearless
    another_year = words.startswith(("次", "明", "翌"))
    assert bool(warned(clause)) is (another_year or "前" not in words)


def test_what_has_to_be_so_by_a_day_is_no_part_of_the_title():
    points = (
        "一是由派出所负责，选派网格警官，4月底前到岗；二是由司法所负责，配备法律顾问，5月底前签约。"
    )
    clauses = read_plan(body(f"（一）建立队伍。{points}")).clauses
    assert [each.title for each in clauses] == ["选派网格警官", "配备法律顾问"]


def test_chapters_that_are_units_below_a_title_of_duties_and_tasks_head_their_points():
    chapters = "一、应急办\n1.制定检查计划。\n2.开展演练。\n二、派出所\n1.监管危爆物品。\n"
    plan = read_plan(f"某乡成员单位工作职责和2024年重点任务\n{chapters}")
    assert [(each.title, each.lead) for each in plan.clauses] == [
        ("制定检查计划", ("应急办",)),
        ("开展演练", ("应急办",)),
        ("监管危爆物品", ("派出所",)),
    ]


@pytest.mark.parametrize("brackets", ["【】", "[]", "〔〕"])
def test_units_in_square_brackets_head_their_line(brackets):
    left, right = brackets
    lines = f"{left}派出所{right}参与巡逻。\n{left}水利站、各村{right}：设置警示牌。\n"
    plan = read_plan(f"某乡2024年防溺水责任清单\n{lines}")
    assert [(each.title, each.lead) for each in plan.clauses] == [
        ("参与巡逻", ("派出所",)),
        ("设置警示牌", ("水利站", "各村")),
    ]


def test_persons_beside_the_units_of_a_column_are_told_and_no_units():
    rows = "任务\t责任单位及责任人\t开始时间\t完成时间\n配备保安\t中心校 张某\t2024年3月\t2024.4\n夜巡\t派出所（李某）\t3月\t2024-05\n"
    plan = read_plan(f"某镇任务分解\n{rows}")
    told = [(each.title, each.lead, str(each.deadline)) for each in plan.clauses]
    assert told == [("配备保安", ("中心校",), "2024-04-30"), ("夜巡", ("派出所",), "2024-05-31")]
    assert "张某”是人员" in warned(plan.clauses[0])


def test_a_day_to_begin_is_the_limit_where_no_other_is_named():
    plan = read_plan("某镇2024年任务分解\n任务\t责任单位\t开始时间\n夜巡\t派出所\t3月底\n")
    assert str(plan.clauses[0].deadline) == "2024-03-31"


def test_a_name_with_what_is_done_inside_it_is_no_unit():
    clause = only("1、备案制度。由各村协管员提前3天报镇食安办。")
    assert all("提前" not in name for name in (*clause.lead, *clause.assist))


@pytest.mark.parametrize(
    "written", ["供电所为责任主体，各村予以协助。", "供电所是责任单位，各村给予配合。"]
)
def test_whose_it_mainly_is_leads(written):
    clause = only(f"1、清理树障。{written}")
    assert (clause.lead, clause.assist) == (("供电所",), ("各村",))


@pytest.mark.parametrize("words", ["职责：", "主要职责：", "的工作任务："])
def test_a_unit_with_its_duties_heads_the_points_below(words):
    points = f"（一）派出所{words}\n1.查处盗窃。\n2.夜间巡逻。\n（二）司法所{words}\n1.调解纠纷。"
    plan = read_plan(f"某镇责任书\n一、内容\n{points}\n")
    assert [(each.title, each.lead) for each in plan.clauses] == [
        ("查处盗窃", ("派出所",)),
        ("夜间巡逻", ("派出所",)),
        ("调解纠纷", ("司法所",)),
    ]


def test_whose_group_it_is_by_a_label_below_is_not_the_group():
    points = "（一）宣传组\n组长单位：宣传办；成员单位：各村。\n任务：入户宣传。\n"
    clause = read_plan(
        f"某镇方案\n一、任务分工\n{points}（二）核查组\n组长单位：派出所。\n"
    ).clauses[0]
    assert (clause.title, clause.lead, clause.assist) == ("宣传组", ("宣传办",), ("各村",))


def test_a_day_inside_is_no_part_of_the_name_of_a_unit():
    clause = only("（一）选址。由交管站会同各村于3月10日前确定18个劝导站点位。")
    assert (clause.lead, clause.assist) == (("交管站",), ("各村",))


def test_a_limit_of_the_first_of_several_turns_is_told_and_not_taken():
    clause = only("（一）培训。由交警中队分两批培训劝导员，第一批3月底前，第二批5月中旬。")
    assert (clause.lead, clause.deadline) == (("交警中队",), None)
    assert "本条分几批完成" in warned(clause)
