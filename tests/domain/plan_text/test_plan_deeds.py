"""Where the name of a unit ends and what it does begins."""

import pytest
from plan_samples import body

from gaotang_desktop.domain.plan_text import read_plan
from gaotang_desktop.domain.plan_text.whose.unit_names import looks_like_unit


@pytest.mark.parametrize(
    ("unit", "deed"),
    [
        ("派出所", "巡查各学校"),
        ("综治中心", "考核各村"),
        ("派出所", "盯紧重点企业"),
        ("应急办", "约谈企业负责人"),
        ("农业办", "帮助合作社"),
        ("市场监管所", "抓好摊点"),
        ("各村", "公开村务"),
        ("组织办", "考核各村"),
        ("综合执法队", "清理占道经营"),
        ("派出所巡查队", "巡逻各小区"),
        ("村民委员会", "走访各村民小组"),
    ],
)
def test_behind_by_whom_the_verb_ends_the_name(unit, deed):
    (clause,) = read_plan(body(f"1、第一项工作。由{unit}{deed}。")).clauses
    assert clause.lead == (unit,)


@pytest.mark.parametrize(
    "name",
    [
        "派出所巡查队",
        "村务监督委员会",
        "市场监督管理所",
        "矛盾纠纷调处化解中心",
        "镇政府信访接待室",
        "各村调解委员会",
        "村宣传文化站",
        "学校安全保卫科",
        "镇直各单位",
        "党委各部门",
        "民办学校",
        "村办企业",
        "供电所抢修队",
        "县局派出所",
        "村红白理事会",
        "组织办",
        "村级调解组织",
        "派出所驻村民警",
    ],
)
def test_a_verb_inside_the_name_of_an_office_is_part_of_it(name):
    assert looks_like_unit(name)


@pytest.mark.parametrize("work", ["消防检查", "环卫督导", "学校宣传教育", "社区监督"])
def test_what_an_office_is_called_by_for_short_is_no_unit_where_it_names_the_work(work):
    (clause,) = read_plan(body(f"1、{work}。由应急办负责。")).clauses
    assert (clause.title, clause.units) == (work, ("应急办",))


@pytest.mark.parametrize("helps", ["保障资金", "保障工作经费", "提供场地", "全程监督", "跟踪监督"])
def test_who_pays_lends_or_watches_assists_and_leads_only_alone(helps):
    told, alone = read_plan(
        body(f"1、修建广场。城建办新建广场，财政所{helps}。\n2、广场后续。财政所{helps}。")
    ).clauses
    assert (told.lead, told.assist) == (("城建办",), ("财政所",))
    assert alone.units == ("财政所",)


@pytest.mark.parametrize("verb", ["推荐", "审核", "认定", "公示", "备案"])
def test_units_that_do_something_with_nothing_behind_the_verb_are_read_and_asked_about(verb):
    (clause,) = read_plan(body(f"1、第一项工作。各村{verb}、综治中心验收。")).clauses
    assert clause.lead == ("各村", "综治中心")
    assert any("请核对" in warning.text for warning in clause.warnings)
