import re
from datetime import date

from plan_samples import (
    CHAPTERS,
    NESTED,
    NO_UNIT,
    ONE_LIST,
    SCHOOLS,
    SEED,
)

from gaotang_desktop.domain.plan_text import read_plan


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
