from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import (
    EVERY_PLAN,
    NO_UNIT,
    accounted,
    body,
    said,
    told_apart,
)

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.plan_text import read_plan
from gaotang_desktop.domain.plan_text.deadlines import read_deadline
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list


@pytest.mark.parametrize(
    "label", ["1、", "1．", "1.", "１、", "（一）", "(一)", "（一)", "1 、", "⒈", "㈠"]
)
def test_clauses_are_numbered_in_many_ways(label):
    (clause,) = read_plan(body(f"{label}开展夜巡。各村每晚巡查。（责任单位：各村）")).clauses
    assert (clause.number, clause.title, clause.lead) == (1, "开展夜巡", ("各村",))
    assert clause.text == "开展夜巡。各村每晚巡查。"


@pytest.mark.parametrize(
    "written",
    [
        "（责任单位：A所、各村）",
        "(责任单位:A所、各村)。",
        "（责任单位:A所,各村)",
        "【责任单位：A所；各村】",
        "[责任单位∶A所 各村]",
        "【责任单位】A所、各村",
        "（责任单位：A所\n、各村）",
        "（责任部门：A所及各村。）",
        "\n责任单位：A所、各村",
        "\n\u3000\u3000责任单位:A所、\n各村。",
        "责任单位：A所、各村。",
        "（A所、各村负责）",
        "\n责任单位\tA所、各村",
        "（责任单位 A所、各村）",
        "\x0b责任单位：A所、各村",
        "（\u200b责任单位：A所、各村）",
    ],
)
def test_responsible_units_are_written_in_many_ways(written):
    (clause,) = read_plan(body(f"1、开展夜巡。各村每晚巡查。{written}")).clauses
    assert clause.lead == ("A所", "各村")
    assert clause.text == "开展夜巡。各村每晚巡查。"
    assert clause.warnings == ()


@pytest.mark.parametrize(
    "written",
    [
        "（牵头单位：A所；配合单位：B所、各村）",
        "（A所牵头，B所、各村配合）",
        "（A所牵头，B所、各村按职责分工负责）",
        "（责任单位：A所牵头，B所、各村配合）",
        "（责任单位：A所（牵头）、B所（配合）、各村（配合））",
        "\n牵头单位：A所\n配合单位：B所、各村",
        "\n主责单位：A所　　协办单位：B所、各村",
        "（牵头：A所，配合：B所、各村）",
    ],
)
def test_lead_and_assisting_units_are_told_apart(written):
    (clause,) = read_plan(body(f"1、开展夜巡。{written}")).clauses
    assert (clause.lead, clause.assist) == (("A所",), ("B所", "各村"))
    assert clause.text == "开展夜巡。"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("高办〔2024〕9号", "高办〔2024〕9号"),
        ("高办[2025]17号", "高办〔2025〕17号"),
        ("　高政发【2025】第003号　　签发人：刘堃", "高政发〔2025〕3号"),
        ("高办字（２０２５）１７号", "高办字〔2025〕17号"),
        ("高办(2025)17号", "高办〔2025〕17号"),
        ("高办﹝2025﹞17号", "高办〔2025〕17号"),
        ("（高办〔2025〕17号　2025年1月3日）", "高办〔2025〕17号"),
        ("发文字号：高办〔二〇二四〕9号", "高办〔2024〕9号"),
    ],
)
def test_a_document_number_takes_the_form_of_the_standard(written, number):
    plan = read_plan(body("1、夜巡。（责任单位：各村）").replace("某办〔2024〕1号", written))
    assert plan.number == number
    assert plan.title == "某镇平安建设实施方案"


def test_a_number_quoted_in_a_sentence_is_not_the_plans():
    text = body("1、夜巡。（责任单位：各村）").replace("某办〔2024〕1号", "")
    plan = read_plan(
        text.replace("一、主要", "根据《办法》（县办〔2023〕5号），制定本方案。\n一、主要")
    )
    assert plan.number == ""
    assert plan.year is None
    assert any("没有找到发文字号" in sentence for sentence in said(plan))


def test_the_date_of_the_signature_gives_the_year_when_nothing_else_does():
    text = body("1、夜巡。（责任单位：各村）").replace("某办〔2024〕1号", "")
    plan = read_plan(text + "\n某镇人民政府\n2024年6月1日")
    assert plan.year == 2024
    assert "年份按“2024年6月1日”读为2024年，请核对。" in said(plan)


def test_lines_broken_at_a_fixed_width_are_joined_in_text_and_units():
    clause = "1. 夜巡。对夜市摊点、烧烤店等人员密\n集场所开展巡查，及时处置打架等行为。（责\n任单位：派出所、市场监\n管所）"
    (read,) = read_plan(body(clause)).clauses
    assert read.lead == ("派出所", "市场监管所")
    assert read.text == "夜巡。对夜市摊点、烧烤店等人员密集场所开展巡查，及时处置打架等行为。"


def test_a_list_of_annexes_is_no_list_of_clauses():
    plan = read_plan(body("1、夜巡。（责任单位：各村）") + "\n附件：1.任务清单\n2.成员名单")
    assert len(plan.clauses) == 1
    assert plan.tail[-1].text == "附件：1.任务清单\n2.成员名单"


def test_units_behind_the_points_of_a_group_belong_to_the_whole_group():
    (clause,) = read_plan(
        body("（一）整治。\n1、打击盗抢。\n2、查处赌博。\n（责任单位：派出所、各村）")
    ).clauses
    assert clause.title == "整治"
    assert clause.lead == ("派出所", "各村")
    assert clause.text == "整治。\n1、打击盗抢。\n2、查处赌博。"
    assert clause.warnings == ()


def test_a_title_for_another_year_than_the_number_is_said():
    text = body("1、夜巡。（完成时限：6月底；责任单位：各村）").replace(
        "某镇平安", "某镇2025年平安"
    )
    plan = read_plan(text)
    assert plan.year == 2025
    assert plan.clauses[0].deadline == date(2025, 6, 30)
    assert "标题写2025年，发文字号是2024年，按2025年读入，请核对。" in said(plan)


def test_units_in_a_section_of_demands_are_read_and_units_under_a_heading_are_not_spread():
    plan = read_plan(
        body("责任单位：平安办\n1、夜巡。（责任单位：各村）\n2、宣传。（责任单位：妇联）").replace(
            "加强领导。", "加强领导。（责任单位：党政办）"
        )
    )
    assert [clause.lead for clause in plan.clauses] == [("各村",), ("妇联",), ("党政办",)]
    assert "“主要任务”下面写的责任单位“平安办”没有分到各条，请核对。" in said(plan)


def test_units_that_cannot_be_read_are_pointed_out():
    (clause,) = read_plan(body("1、夜巡。要明确责任单位：各村")).clauses
    assert [warning.text for warning in clause.warnings] == [
        "文中的“责任单位”没有读懂，请核对原文。",
        NO_UNIT,
    ]
    assert clause.text == "夜巡。要明确责任单位：各村"


def test_a_long_sentence_instead_of_a_title_is_cut_and_said():
    long = "夜间组织巡逻队员沿村庄主要道路，" + "对重点部位逐一开展巡查并做好登记" * 3
    (clause,) = read_plan(body(f"1、{long}。（责任单位：各村）")).clauses
    assert clause.title == "夜间组织巡逻队员沿村庄主要道路"
    assert clause.text == long + "。"
    assert len(clause.warnings) == 1


def test_odd_names_come_out_as_typed():
    (clause,) = read_plan(body("1、夜巡<&>。（责任单位：𬱖堃站、A<B&C>站）")).clauses
    assert clause.lead == ("𬱖堃站", "A<B&C>站")
    assert clause.text == "夜巡<&>。"


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\ufeff"])
def test_an_empty_plan_is_refused_with_a_sentence(text):
    with pytest.raises(DomainError, match=r"是空的.*。"):
        read_plan(text)


@pytest.mark.parametrize("text", ["今天开会。", "会议时间\n会议地点", "PK\x03\x04"])
def test_a_plan_without_clauses_is_refused_and_says_what_was_looked_for(text):
    with pytest.raises(DomainError, match=r"没有在这份文字里找到条款.*责任单位.*。"):
        read_plan(text)


def test_numbered_lines_without_any_task_are_offered_to_be_ticked():
    plan = read_plan("一、会议时间\n二、会议地点")
    assert plan.clauses == ()
    assert [(each.line, each.clause.title) for each in plan.unused if each.may_be_task] == [
        (1, "会议时间"),
        (2, "会议地点"),
    ]
    assert any("没有认出任务" in sentence for sentence in said(plan))


@pytest.mark.parametrize(
    ("words", "on", "cycle", "asks"),
    [
        ("2024年6月30日前", date(2024, 6, 30), "", False),
        ("2024年2月底前", date(2024, 2, 29), "", False),
        ("2024.6.30", date(2024, 6, 30), "", False),
        ("２０２４－０６－３０", date(2024, 6, 30), "", False),
        ("二〇二四年十一月三十日前", date(2024, 11, 30), "", False),
        ("即日起至2024年12月31日", date(2024, 12, 31), "", False),
        ("2024年3月1日至6月30日", date(2024, 6, 30), "", False),
        ("2024年下半年", date(2024, 12, 31), "", False),
        ("2023年12月中旬", date(2023, 12, 20), "", False),
        ("年底前", date(2024, 12, 31), "", False),
        ("11月20日", date(2024, 11, 20), "", False),
        ("6月16日（星期日）上午9:00", date(2024, 6, 16), "", False),
        ("6月1日9:00—11:30", date(2024, 6, 1), "", False),
        ("4月18日（农历三月廿一大集）", date(2024, 4, 18), "", False),
        ("6月1日（下雨顺延）", None, "", True),
        ("次年2月底前", date(2025, 2, 28), "", True),
        ("2024年6月底前完成，长期坚持", date(2024, 6, 30), "长期", False),
        ("每周五", None, "每周", False),
        ("每月25日前", None, "每月", False),
        ("每季度一次", None, "每季度", False),
        ("长期坚持", None, "长期", False),
        ("每天", None, "", True),
        ("2024年6月前", None, "", True),
        ("2024年6月初", None, "", True),
        ("6月10日、9月10日前", None, "", True),
        ("2023年2月29日", None, "", True),
        ("2024年13月", None, "", True),
        ("春节前", None, "", True),
    ],
)
def test_deadlines_are_days_cycles_or_questions(words, on, cycle, asks):
    deadline = read_deadline(words, 2024)
    assert (deadline.on, deadline.cycle, deadline.text) == (on, cycle, words)
    assert bool(deadline.problem) is asks


# laws

fragments = st.sampled_from(
    [
        "一、主要任务",
        "二、工作要求",
        "（一）夜巡。",
        "(二)宣传",
        "1、走访。",
        "2．登记，",
        "（1）报表；",
        "（责任单位：派出所、各村）",
        "责任单位:司法所",
        "牵头单位：平安办；配合单位：",
        "（责任单位：各村（社区",
        "高办〔2024〕9号",
        "某镇实施方案",
        "附件：1.表",
        "2024年3月5日",
        "— 3 —",
        "某镇人民政府",
        "抄送：县府",
        "各村要抓好落实。",
        "百分之100%",
        "\t",
        "\u3000",
        "\xa0",
        "\x0b",
        "\n",
        "\r\n",
        "\x00",
        "<&>𬱖",
        "）",
        "【",
    ]
)
any_plan = st.lists(
    st.lists(fragments | st.text(max_size=6), max_size=4).map("".join), max_size=14
).map("\n".join)


@given(any_plan | st.sampled_from(EVERY_PLAN))
def test_every_line_is_accounted_for_once_and_reading_again_changes_nothing(text):
    text += "\n一、主要任务\n1、夜巡。（责任单位：各村）"
    plan = read_plan(text)
    # A line whose breaks were lost is told as the lines that it once was.
    told = "".join(accounted(plan).elements())
    assert Counter("".join(told.split())) == Counter("".join(text.split()))
    assert read_plan(plan.source) == plan


blanks = st.sampled_from(["", " ", "\u3000\u3000", "\t", "\xa0 "])


@given(st.sampled_from(EVERY_PLAN), st.lists(blanks, min_size=1, max_size=9), st.booleans())
def test_blanks_around_lines_and_full_width_signs_change_nothing(text, pads, wide):
    lines = [
        pads[at % len(pads)] + line + pads[-1 - at % len(pads)]
        for at, line in enumerate(text.splitlines())
    ]
    padded = "\n\n".join(lines)
    if wide:
        padded = padded.translate(
            str.maketrans("():;,0123456789.", "（）：；，０１２３４５６７８９．")
        )
    before, after = read_plan(text), read_plan(padded)
    assert (after.number, after.year) == (before.number, before.year)
    assert [c.number for c in after.clauses] == [c.number for c in before.clauses]
    assert [(c.lead, c.assist) for c in after.clauses] == [
        (c.lead, c.assist) for c in before.clauses
    ]
    assert [(c.deadline, c.cycle) for c in after.clauses] == [
        (c.deadline, c.cycle) for c in before.clauses
    ]


@pytest.mark.parametrize(
    "name",
    ["综合执法办", "政法办", "司法办", "普法办", "政务公开办", "督查办", "社会工作部", "双创办"],
)
def test_offices_whose_names_end_like_a_verb_are_units(name):
    (clause,) = read_plan(body(f"1、开展夜巡。由{name}牵头，各村参加。")).clauses
    assert (clause.lead, clause.assist) == ((name,), ("各村",))


@pytest.mark.parametrize("word", ["逐村", "逐户逐村", "依法办", "跟踪督办"])
def test_how_something_is_done_is_no_unit(word):
    (clause,) = read_plan(body(f"1、开展夜巡。{word}开展巡查。（责任单位：各村）")).clauses
    assert clause.units == ("各村",)
    assert not unit_list(word)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("10月底前整改到位", date(2024, 10, 31)),
        ("6月20日前登记造册", date(2024, 6, 20)),
        ("10月底前启动", None),
        ("10月底前后", None),
    ],
)
def test_words_behind_the_day_say_what_is_done_by_then(words, day):
    assert read_deadline(words, 2024).on == day


def test_a_point_that_names_nobody_under_a_line_that_does_is_of_the_same_units():
    plan = read_plan(
        body(
            "（一）治理污水。责任单位：村建办\n1.修管网。责任单位：水务站\n2.清沟渠。责任单位：环卫所\n3.建台账。"
        )
    )
    assert [clause.lead for clause in plan.clauses] == [("水务站",), ("环卫所",), ("村建办",)]
    assert any("写在上面的“治理污水”里" in each.text for each in plan.clauses[2].warnings)


@pytest.mark.parametrize("verb", ["是", "作为"])
def test_a_unit_that_is_called_responsible_heads_its_duty(verb):
    plan = read_plan(
        "某办〔2024〕1号\n某镇禁烧方案\n一、职责分工\n（一）派出所负责查处焚烧。\n"
        f"（二）各村{verb}责任主体，组建巡逻队。"
    )
    assert [clause.lead for clause in plan.clauses] == [("派出所",), ("各村",)]


# what is told where


def test_a_single_line_about_time_makes_no_other_way_to_read_a_plan():
    plan = read_plan(
        body("1、夜巡。（责任单位：派出所）")
        + "\n三、时间安排\n从2024年3月1日开始，至5月31日结束。"
    )
    assert plan.runner_up is None
    assert [(each.title, str(each.first), str(each.last)) for each in plan.phases] == [
        ("时间安排", "2024-03-01", "2024-05-31")
    ]


def test_a_line_that_shows_nothing_is_told_as_unread():
    text = body("1、夜巡。（责任单位：派出所）\n\u200b\ufeff\n2、普法。（责任单位：司法所）")
    plan = read_plan(text)
    assert [(each.line_number, each.text) for each in plan.unread] == [(5, "\u200b\ufeff")]
    assert told_apart(plan) == Counter("".join(text.split()))


@pytest.mark.parametrize("heading", ["保障措施", "组织保障", "经费保障", "强化保障"])
def test_who_pays_for_it_is_no_task_and_may_be_ticked(heading):
    plan = read_plan(
        body("1、夜巡。（责任单位：派出所）") + f"\n三、{heading}\n街道财政所保障经费。"
    )
    assert [each.title for each in plan.clauses] == ["夜巡"]
    (line,) = [each for each in plan.unused if "财政所" in each.text]
    assert (line.may_be_task, line.clause.lead) == (True, ("街道财政所",))


def test_a_point_about_its_own_support_among_points_with_units_is_no_task():
    points = "（一）夜巡。由派出所牵头。\n（二）普法。由司法所负责。\n（三）组织保障。落实经费。"
    plan = read_plan(f"某镇夜巡方案\n一、主要任务\n{points}")
    assert [each.title for each in plan.clauses] == ["夜巡", "普法"]


@pytest.mark.parametrize(
    "words", ["本方案自2025年8月1日起施行。", "2025.3.20前报送名单。", "2025/3/20开会部署。"]
)
def test_the_only_year_of_the_text_is_that_of_bare_months(words):
    plan = read_plan(
        f"某镇夜巡方案\n一、主要任务\n1、夜巡。6月底前完成。（责任单位：派出所）\n二、其他\n{words}"
    )
    assert (plan.year, str(plan.clauses[0].deadline)) == (2025, "2025-06-30")


def test_units_and_time_on_a_chapter_heading_are_those_of_its_points():
    text = body(
        "（一）亮灯（责任单位：村建办；完成时限：2024年6月30日）\n1、装灯。（责任单位：各村）\n"
        "2、换线。\n3、验收。（责任单位：供电所）"
    )
    plan = read_plan(text)
    assert [(each.title, each.lead, str(each.deadline)) for each in plan.clauses] == [
        ("装灯", ("各村",), "2024-06-30"),
        ("换线", ("村建办",), "2024-06-30"),
        ("验收", ("供电所",), "2024-06-30"),
    ]


def test_tasks_that_name_a_phase_of_their_own_are_no_phases_of_the_plan():
    plan = read_plan(
        body("1、亮灯工程第一阶段。（责任单位：村建办）\n2、亮灯工程第二阶段。（责任单位：供电所）")
    )
    assert [(each.title, each.lead) for each in plan.clauses] == [
        ("亮灯工程第一阶段", ("村建办",)),
        ("亮灯工程第二阶段", ("供电所",)),
    ]
    assert plan.phases == ()
