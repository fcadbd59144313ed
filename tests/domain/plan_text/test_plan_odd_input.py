"""What is no plan, too long, said twice, or two plans in one."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_samples import EVERY_PLAN, body, said, told_apart

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.plan_text import read_plan


def test_five_hundred_tasks_are_read():
    tasks = "\n".join(
        f"{at}、第{at}次夜巡。由派出所牵头，各村配合，{at % 12 + 1}月底前完成。"
        for at in range(1, 501)
    )
    plan = read_plan(body(tasks))
    assert len(plan.clauses) == 500
    assert {(clause.lead, clause.assist) for clause in plan.clauses} == {(("派出所",), ("各村",))}


@pytest.mark.parametrize("text", ["夜巡。" * 80_000, "夜巡\n" * 9_000])
def test_a_text_far_longer_than_a_plan_is_refused(text):
    with pytest.raises(DomainError, match=r"不像一份方案.*。"):
        read_plan(text)


def test_a_task_that_is_listed_twice_says_so():
    plan = read_plan(body("1、夜巡。（责任单位：各村）\n2、夜巡。（责任单位：各村）"))
    assert [clause.title for clause in plan.clauses] == ["夜巡", "夜巡"]
    assert "和第4行的“夜巡”是同一项任务，两项都已保留，请核对。" in said(plan)


def test_a_label_without_units_behind_it_is_pointed_out():
    (clause,) = read_plan(body("1、夜巡。（责任单位：）")).clauses
    assert "“责任单位”后面是空的，请核对。" in [warning.text for warning in clause.warnings]


def test_a_list_of_units_under_a_heading_is_no_task():
    text = body("1、夜巡。（责任单位：各村）").replace(
        "二、工作要求", "二、责任单位\n派出所、司法所、各村\n三、工作要求"
    )
    plan = read_plan(text)
    assert [clause.title for clause in plan.clauses] == ["夜巡"]
    assert "派出所、司法所、各村" in [each.text for each in plan.unused]


def test_a_second_plan_in_the_same_text_is_pointed_out():
    first = body("1、夜巡。（责任单位：各村）")
    second = body("1、宣传。（责任单位：文化站）").replace("平安建设", "禁毒宣传")
    plan = read_plan(first + "\n" + second)
    assert [clause.title for clause in plan.clauses] == ["夜巡", "宣传"]
    assert any("像是另一份方案“某镇禁毒宣传实施方案”" in sentence for sentence in said(plan))


def test_lines_that_name_units_may_be_ticked_where_nothing_is_numbered():
    plan = read_plan(
        "小溪镇护林值守安排\n签订责任书 林业站、各村 3月底前\n设置卡点 派出所 4月1日前"
    )
    assert plan.clauses == ()
    assert [each.line for each in plan.unused if each.may_be_task] == [2, 3]


def test_a_damaged_number_is_offered_and_not_taken():
    plan = read_plan(
        body("1、夜巡。（责任单位：各村）").replace("某办〔2024〕1号", "柳政办发202433")
    )
    assert plan.number == ""
    assert plan.suggested_number == "柳政办发〔2024〕33号"
    assert any("“柳政办发202433”像是缺了括号" in sentence for sentence in said(plan))


def test_a_date_in_mixed_numerals_is_no_day():
    plan = read_plan(body("1、夜巡。（责任单位：各村）") + "\n某镇人民政府\n2024年1十月3日")
    assert plan.year == 2024


@st.composite
def damaged_plans(draw):
    """A plan with pieces cut out, doubled or overwritten."""
    text = draw(st.sampled_from(EVERY_PLAN))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 80)))
        insert = draw(
            st.sampled_from(
                ["", text[start:end] * 2, "（", "：", "\t", "|", "\x00", "、" * 9, "\n\n"]
            )
            | st.text(max_size=5)
        )
        text = text[:start] + insert + text[end:]
    return text


@settings(max_examples=60)
@given(damaged_plans())
def test_a_damaged_text_is_read_or_refused_in_a_sentence(text):
    try:
        plan = read_plan(text)
    except DomainError as error:
        told = str(error)
    else:
        told = "。" if plan.clauses or plan.unused or plan.phases else ""
    assert told.endswith("。")


def test_a_line_of_units_alone_under_a_phase_is_told_once():
    text = (
        "一、成员单位职责\n（一）动员阶段（9月1日-9月10日）：召开动员会。\n1、防汛办：负责汛情监测；\n"
        "2．配合单位：城建办、派出所\n（三）验收总结阶段（2025年11月至12月）"
    )
    assert told_apart(read_plan(text)) == Counter("".join(text.split()))
