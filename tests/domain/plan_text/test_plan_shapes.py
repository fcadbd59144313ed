"""Rows parted by marks, duties in one paragraph, points counted by a verb."""

import pytest
from plan_samples import body

from gaotang_desktop.domain.plan_text import read_plan


def read(text):
    return [
        (each.title, each.lead, each.assist, each.deadline and each.deadline.isoformat())
        for each in read_plan(text).clauses
    ]


HEAD = "某办〔2024〕1号\n某镇任务分工方案\n"


@pytest.mark.parametrize("mark", [",", "，", ";", "；"])
def test_a_mark_parts_the_cells_of_a_row(mark):
    rows = [
        ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "夜巡", "派出所", "各村", "2024年6月底"],
        ["2", "普法", "司法所", "平安办、各村", "2024年9月30日"],
    ]
    assert read(HEAD + "\n".join(mark.join(row) for row in rows)) == [
        ("夜巡", ("派出所",), ("各村",), "2024-06-30"),
        ("普法", ("司法所",), ("平安办", "各村"), "2024-09-30"),
    ]


def test_a_comma_inside_a_cell_parts_nothing():
    text = (
        HEAD
        + '任务,牵头单位,配合单位\n"修订预案,配齐物资",应急办,各村\n巡查河道，登记造册,水务站,各村'
    )
    assert read(text) == [
        ("修订预案,配齐物资", ("应急办",), ("各村",), None),
        ("巡查河道，登记造册", ("水务站",), ("各村",), None),
    ]


def test_sentences_behind_such_a_table_are_no_rows():
    text = (
        HEAD
        + "任务，牵头单位，配合单位\n夜巡，派出所，各村\n各单位要高度重视，加强配合，按时完成。"
    )
    plan = read_plan(text)
    assert [each.title for each in plan.clauses] == ["夜巡"]
    assert any("各单位要高度重视" in each.source for each in (*plan.unused, *plan.ending))


def test_a_sentence_with_the_words_of_a_heading_opens_no_table():
    plan = read_plan(body("1、夜巡。明确任务，牵头单位，配合单位。（责任单位：派出所）"))
    assert [each.title for each in plan.clauses] == ["夜巡"]


def test_units_that_head_their_duties_in_one_paragraph_are_told_apart():
    text = HEAD + "一、工作职责\n派出所：负责接警。司法所：负责调解；归档。各村：落实巡查。"
    assert [each[:2] for each in read(text)] == [
        ("负责接警", ("派出所",)),
        ("负责调解", ("司法所",)),
        ("落实巡查", ("各村",)),
    ]


def test_labels_and_brackets_are_no_heads():
    text = body(
        "1、夜巡。登记造册。（派出所：带队；司法所：宣传）责任单位：派出所。配合单位：各村。"
    )
    assert [each[0] for each in read(text)] == ["夜巡"]


COUNTED = ["一清底数，由派出所负责", "二清隐患，由应急办牵头，各村配合", "三清台账，由各村负责"]


@pytest.mark.parametrize("joint", ["；", "。", "\n"])
def test_points_that_a_verb_counts_are_tasks_one_by_one(joint):
    text = HEAD + "一、行动内容\n" + joint.join(COUNTED) + "。"
    assert [each[:3] for each in read(text)] == [
        ("清底数", ("派出所",), ()),
        ("清隐患", ("应急办",), ("各村",)),
        ("清台账", ("各村",), ()),
    ]


def test_a_saying_with_a_numeral_counts_nothing():
    text = (
        HEAD
        + "一、任务\n1、清查底数。一抓到底，二清二楚。（责任单位：派出所）\n2、普法。（责任单位：司法所）"
    )
    assert [each[0] for each in read(text)] == ["清查底数", "普法"]


def test_signs_of_markdown_are_no_part_of_titles():
    text = "# 某镇平安建设方案\n某办〔2024〕1号\n## 一、任务\n1. **夜巡**。（责任单位：派出所）"
    plan = read_plan(text)
    assert plan.title == "某镇平安建设方案"
    assert plan.clauses[0].title == "夜巡"
