import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.plan_text import PlanText, read_plan
from gaotang_desktop.domain.plan_text.deadlines import read_deadline
from gaotang_desktop.domain.plan_text.lines import Line

PLANS = Path(__file__).parent.parent / "plans"
NO_UNIT = "方案未列责任单位，请指定。"


def plan_named(name: str, encoding: str = "utf-8") -> str:
    return (PLANS / name).read_bytes().decode(encoding)


SEED = plan_named("gaotang-2022-99.txt")
NESTED = plan_named("nested-2024.txt")
SCHOOLS = plan_named("flat-2025.gb18030.txt", "gb18030")
CHAPTERS = plan_named("chapters-2023.bom.txt", "utf-8-sig")
ONE_LIST = plan_named("one-list.txt")
EVERY_PLAN = (SEED, NESTED, SCHOOLS, CHAPTERS, ONE_LIST)


def accounted(plan: PlanText) -> Counter[str]:
    pieces = [plan.preamble, *plan.sections, *plan.clauses, *plan.skipped]
    lines = [line for piece in pieces for line in piece.source.split("\n") if line]
    return Counter([*lines, *(line.text for line in plan.unread)])


def said(plan: PlanText) -> list[str]:
    warnings = [*plan.warnings, *(w for clause in plan.clauses for w in clause.warnings)]
    return [warning.text for warning in warnings]


def body(clause: str) -> str:
    """A whole plan around one clause."""
    return f"某办〔2024〕1号\n某镇平安建设实施方案\n一、主要任务\n{clause}\n二、工作要求\n（一）加强领导。"


# the township's own plan


def test_the_townships_own_plan_has_its_number_title_and_year():
    plan = read_plan(SEED)
    assert plan.number == "高办〔2022〕99号"
    assert plan.title == "高塘镇提升群众安全感满意度“双提升”工作实施方案"
    assert plan.year == 2022
    assert plan.warnings == ()
    assert plan.unread == ()


def test_the_townships_own_plan_has_two_sections():
    assert [section.heading for section in read_plan(SEED).sections] == [
        "一、以社会整治为抓手，切实增强群众安全感",
        "二、以开展宣传教育活动为抓手，营造浓厚舆论氛围",
    ]


def test_the_townships_own_plan_has_ten_clauses_each_with_its_units_and_no_other():
    clauses = read_plan(SEED).clauses
    assert [(c.number, c.title, "、".join(c.lead)) for c in clauses] == [
        (1, "常态化推进扫黑除恶斗争", "镇平安办、派出所、司法所、各村"),
        (2, "依法严厉打击违法犯罪活动", "派出所、司法所、市场监管所、平安办、各村"),
        (3, "扎实开展“禁毒”大扫除专项行动", "派出所、司法所、禁毒办、各村"),
        (4, "强力开展社会治安风险隐患排查处置", "镇平安办、派出所、司法所、卫生院、各村"),
        (5, "全力开展食品药品安全集中整治", "安监所、市场监管所、卫生院"),
        (6, "强化群防群治防控力量建设", "派出所、平安办、各村"),
        (7, "认真开展党政干部、政法干警大调研大走访活动", "镇班子成员、派出所、司法所、平安办"),
        (8, "多措并举开展宣传活动", "派出所、司法所、平安办、各村"),
        (9, "有效发挥部门优势力量", "镇直各单位、镇中心小学、镇中学"),
        (10, "充分发挥宣传媒介作用", ""),
    ]
    assert all(c.assist == () and c.deadline is None and c.cycle == "" for c in clauses)
    assert [c.reference for c in clauses] == [str(number) for number in range(1, 11)]
    assert [c.section[0] for c in clauses] == list("一一一一一一二二二二")


def test_only_the_tenth_clause_of_the_townships_own_plan_says_that_it_has_no_unit():
    found = [(c.number, [(w.line, w.text) for w in c.warnings]) for c in read_plan(SEED).clauses]
    assert [each for each in found if each[1]] == [(10, [(17, NO_UNIT)])]


def test_the_text_of_every_clause_of_the_townships_own_plan_is_whole():
    for clause in read_plan(SEED).clauses:
        typed = SEED.splitlines()[clause.line - 1]
        assert clause.source == typed
        assert clause.text == re.sub(r"^\d+、|\(责任单位.*$", "", typed)


def test_steps_demands_and_annex_of_the_townships_own_plan_are_no_clauses():
    plan = read_plan(SEED)
    assert [(p.heading, p.line, p.end_line) for p in plan.tail] == [
        ("三、工作步骤", 18, 20),
        ("四、工作要求", 21, 24),
        ("附件：高塘镇群众安全感满意度双提升工作村级考评办法", 25, 25),
    ]
    assert plan.preamble.line == 1
    assert plan.preamble.end_line == 5


# plans of other towns


def test_points_under_groups_are_clauses_with_lead_assist_and_deadline():
    plan = read_plan(NESTED)
    assert (plan.number, plan.year) == ("青综治〔2024〕9号", 2024)
    assert plan.title == "青石镇2024年平安建设重点工作任务分工方案"
    assert [
        (c.reference, c.title, c.lead, c.assist, c.deadline, c.cycle) for c in plan.clauses
    ] == [
        (
            "二（一）1",
            "建立每周排查制度",
            ("综治中心",),
            ("派出所", "司法所", "各村（社区）"),
            None,
            "每周",
        ),
        (
            "二（一）2",
            "办好调解室",
            ("司法所",),
            ("民政办", "各村（居）"),
            date(2024, 6, 30),
            "",
        ),
        ("二（二）1", "组织平安夜巡", ("派出所",), ("各村（社区）",), None, "长期"),
        ("二（二）2", "整修路灯", ("村镇建设办公室", "供电所"), (), None, ""),
    ]
    assert plan.clauses[0].section == "二、重点任务　（一）深化矛盾纠纷排查"


def test_a_deadline_that_is_not_understood_is_kept_in_its_words():
    clause = read_plan(NESTED).clauses[3]
    assert clause.deadline_text == "春节前"
    assert [(w.line, w.text) for w in clause.warnings] == [
        (37, "完成时限“春节前”没有读懂，请自行设定日期。")
    ]


def test_a_line_broken_inside_a_sentence_is_joined():
    clause = read_plan(NESTED).clauses[2]
    assert clause.text == "组织平安夜巡。三人一组，夜间沿街巡查，填写登记表。"


def test_sections_without_clauses_are_listed_with_the_reason():
    plan = read_plan(NESTED)
    assert [passage.heading for passage in plan.skipped] == ["一、总体要求", "三、保障措施", "落款"]
    assert all(passage.why.endswith("。") for passage in plan.skipped)
    assert [passage.heading for passage in plan.tail] == ["三、保障措施", "落款"]


def test_brackets_of_any_kind_and_width_hold_units():
    plan = read_plan(SCHOOLS)
    assert plan.number == "白政办〔2025〕17号"
    assert plan.title == "白河乡二〇二五年校园周边治安整治工作方案"
    assert [(c.number, c.lead, c.assist) for c in plan.clauses] == [
        (1, ("市场监管所", "中心学校"), ()),
        (2, ("派出所", "交管站"), ()),
        (3, ("派出所",), ("中心学校", "各村")),
        (3, ("司法所", "中心学校"), ()),
        (6, ("各村（社区）", "派出所"), ()),
    ]


def test_what_is_odd_in_a_clause_is_said_with_its_line():
    clauses = read_plan(SCHOOLS).clauses
    assert [(w.line, w.text) for c in clauses for w in c.warnings] == [
        (7, "完成时限“９月３０日前”没有写年份，按2025年读入，请核对。"),
        (9, "编号3重复，两条都已保留，请核对。"),
        (9, "名单以“等单位”结尾，可能还有没有列出的单位，请核对。"),
        (9, "“责任人：刘堃”是人员，没有作为责任单位读入，请核对。"),
        (9, "完成时限“2025年2月30日”是日历上没有的日期，请核对后自行设定。"),
        (10, "编号从3跳到6，可能有漏条，请核对。"),
        (10, "责任单位的括号没有写完，按读到句末处理，请核对。"),
    ]


def test_repeated_numbers_still_have_references_of_their_own():
    references = [clause.reference for clause in read_plan(SCHOOLS).clauses]
    assert references == ["一（一）", "一（二）", "一（三）", "一（三）-2", "一（六）"]


def test_a_page_number_is_set_aside_and_said():
    assert [(u.line_number, u.text) for u in read_plan(SCHOOLS).unread] == [(16, "— 2 —")]


def test_chapters_that_name_units_are_themselves_the_clauses():
    plan = read_plan(CHAPTERS)
    assert (plan.number, plan.year) == ("柳街办〔2023〕8号", 2023)
    assert plan.sections == ()
    assert [(c.number, c.title, c.lead, c.deadline) for c in plan.clauses] == [
        (1, "入户宣传", ("综治办", "各社区"), date(2023, 6, 30)),
        (2, "集中宣传", ("宣传办", "派出所", "和平社区"), None),
        (3, "预警劝阻", (), None),
    ]
    assert (
        plan.clauses[1].text
        == "集中宣传。在集市设点。\n1、每场不少于两小时。\n2、现场解答群众疑问。"
    )


def test_a_plan_without_chapters_is_one_list():
    plan = read_plan(ONE_LIST)
    assert plan.number == "石平安〔2021〕6号"
    assert [(c.title, c.lead) for c in plan.clauses] == [
        ("摸清底数", ("派出所", "各村", "社区两委")),
        ("安装监控", ("镇平安办", "派出所", "各村")),
        ("宣传防盗知识", ()),
    ]
    assert plan.clauses[0].deadline == date(2021, 5, 31)


# single forms


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
    long = "每晚组织巡逻队员沿村庄主要道路，" + "对重点部位逐一开展巡查并做好登记" * 3
    (clause,) = read_plan(body(f"1、{long}。（责任单位：各村）")).clauses
    assert clause.title == "每晚组织巡逻队员沿村庄主要道路"
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


@pytest.mark.parametrize("text", ["今天开会。", "一、会议时间\n二、会议地点", "PK\x03\x04"])
def test_a_plan_without_clauses_is_refused_and_says_what_was_looked_for(text):
    with pytest.raises(DomainError, match=r"没有在这份文字里找到条款.*责任单位.*。"):
        read_plan(text)


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
        ("年底前", date(2024, 12, 31), "", True),
        ("11月20日", date(2024, 11, 20), "", True),
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
    assert accounted(plan) == Counter(line for line in text.splitlines() if Line(1, line).text)
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
