"""What Word files of offices hold beside plain paragraphs: merged cells, styles, hidden words, contents."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from gaotang_desktop.documents.plan_files import read
from gaotang_desktop.domain.plan_text import read_plan

HEAD = ("序号", "重点任务", "责任单位", "完成时限")


@pytest.fixture
def document():
    made = docx.Document()
    for line in ("甲政〔2025〕1号", "甲镇2025年防溺水工作方案"):
        made.add_paragraph(line)
    return made


@pytest.fixture
def plan_of(document, tmp_path):
    def read_back():
        document.save(tmp_path / "方案.docx")
        return read_plan(read(tmp_path / "方案.docx").text)

    return read_back


@pytest.fixture
def notices_of(document, tmp_path):
    def read_back():
        document.save(tmp_path / "方案.docx")
        return read(tmp_path / "方案.docx").notices

    return read_back


def table(document, *rows, head=HEAD):
    made = document.add_table(rows=len(rows) + 1, cols=len(head))
    for row, texts in zip(made.rows, (head, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return made


def merge(made, column, first, last, *paragraphs):
    cell = made.cell(first, column).merge(made.cell(last, column))
    cell.text = paragraphs[0]
    for words in paragraphs[1:]:
        cell.add_paragraph(words)


def lines(document, *words):
    for each in words:
        document.add_paragraph(each)


def tasks(plan):
    return [
        (c.title, c.lead, c.assist, c.deadline and c.deadline.isoformat()) for c in plan.clauses
    ]


def warned(clause):
    return [warning.text for warning in clause.warnings]


# merged cells


def test_a_merged_cell_of_one_paragraph_is_that_of_each_row(document, plan_of):
    made = table(
        document, ("1", "巡查水塘", "", ""), ("2", "家访", "", ""), ("3", "围栏", "各村", "8月底")
    )
    merge(made, 2, 1, 2, "派出所、中心学校")
    merge(made, 3, 1, 2, "6月底")
    plan = plan_of()
    assert tasks(plan) == [
        ("巡查水塘", ("派出所", "中心学校"), (), "2025-06-30"),
        ("家访", ("派出所", "中心学校"), (), "2025-06-30"),
        ("围栏", ("各村",), (), "2025-08-31"),
    ]
    assert not any("跨2行" in words for clause in plan.clauses for words in warned(clause))


def test_as_many_paragraphs_as_rows_are_one_for_each_and_told(document, plan_of):
    made = table(
        document, ("1", "巡查水塘", "", ""), ("2", "家访", "", ""), ("3", "围栏", "各村", "8月底")
    )
    merge(made, 2, 1, 2, "派出所", "中心学校、妇联")
    merge(made, 3, 1, 2, "6月底", "7月底")
    plan = plan_of()
    assert tasks(plan)[:2] == [
        ("巡查水塘", ("派出所",), (), "2025-06-30"),
        ("家访", ("中心学校", "妇联"), (), "2025-07-31"),
    ]
    assert warned(plan.clauses[1]) == [
        "“责任单位”这一格跨2行，写了2段，按先后各归一行，请核对。",
        "“完成时限”这一格跨2行，写了2段，按先后各归一行，请核对。",
    ]
    assert not warned(plan.clauses[2])


@pytest.mark.parametrize("paragraphs", [("派出所", "各村"), ("派出所、", "妇联", "各村")])
def test_any_other_count_of_paragraphs_is_for_every_row_and_told(document, plan_of, paragraphs):
    made = table(document, *(((str(n), f"任务{n}号", "", "6月底")) for n in (1, 2, 3)))
    merge(made, 2, 1, 3, *paragraphs)
    units = tuple(each.strip("、") for each in paragraphs)
    plan = plan_of()
    assert [clause.lead for clause in plan.clauses] == [units] * 3
    assert all("跨3行" in words for clause in plan.clauses for words in warned(clause))


# headings by style alone


def test_headings_without_numbers_are_those_of_their_styles(document, plan_of):
    document.add_heading("工作目标", 1)
    lines(document, "全年不发生森林火灾。")
    document.add_heading("主要任务", 1)
    document.add_heading("清理可燃物", 2)
    lines(document, "对林缘、墓地周边逐片清理。", "责任单位：林业站、各村")
    document.add_heading("设卡检查", 2)
    lines(document, "在进山路口设卡，4月1日前到位。", "责任单位：派出所")
    document.add_heading("工作要求", 1)
    lines(document, "各村要高度重视。")
    plan = plan_of()
    assert tasks(plan) == [
        ("清理可燃物", ("林业站", "各村"), (), None),
        ("设卡检查", ("派出所",), (), "2025-04-01"),
    ]
    assert {clause.section for clause in plan.clauses} == {"主要任务"}
    assert "工作要求" in [each.text for each in plan.unused]


def test_a_style_is_no_second_number_beside_one_that_is_typed(document, plan_of):
    document.add_heading("一、主要任务", 1)
    document.add_heading("（一）夜巡", 2)
    lines(document, "每晚两次。责任单位：派出所")
    document.add_heading("二、工作要求", 1)
    assert tasks(plan_of()) == [("夜巡", ("派出所",), (), None)]


# what Word does not show, or shows elsewhere


def test_hidden_words_and_comments_are_left_out_and_told(document, plan_of, notices_of):
    lines(document, "一、工作任务")
    paragraph = document.add_paragraph("1、接访群众。")
    paragraph.add_run("（待定：妇联牵头）").font.hidden = True
    paragraph.add_run("责任单位：信访办")
    document.add_comment(paragraph.runs, text="改成派出所", author="甲", initials="a")
    document.add_paragraph().add_run("2、删去的任务。责任单位：工会").font.hidden = True
    assert tasks(plan_of()) == [("接访群众", ("信访办",), (), None)]
    assert notices_of() == (
        "文件里有隐藏的文字“（待定：妇联牵头）2、删去的任务。责任单位：工会”，没有读入，请核对。",
        "文件里有批注，没有读入：甲“改成派出所”。",
    )


def test_a_table_of_contents_is_no_second_outline(document, plan_of):
    entries = ("一、工作目标\t1", "二、重点任务\t1", "（一）矛盾排查\t2", "三、工作要求……3")
    lines(document, "目 录", *entries)
    lines(
        document, "一、工作目标", "三降一升。", "二、重点任务", "（一）矛盾排查。责任单位：司法所"
    )
    lines(document, "三、工作要求", "抓好落实。")
    plan = plan_of()
    assert tasks(plan) == [("矛盾排查", ("司法所",), (), None)]
    assert [line.text for line in plan.unread] == ["目 录", *entries]
    assert not any("重复" in warning.text for warning in plan.warnings)


def test_heads_and_feet_of_pages_and_columns_change_nothing(document, plan_of):
    section = document.sections[0]
    section.header.paragraphs[0].text = "1、假任务。责任单位：妇联"
    section.footer.paragraphs[0].text = "— 3 —"
    section._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    lines(document, "一、工作任务", "1、门前值守。责任单位：派出所", "二、工作要求", "认真落实。")
    assert tasks(plan_of()) == [("门前值守", ("派出所",), (), None)]


def test_pictures_are_told_because_their_words_are_not_read(
    document, plan_of, notices_of, tmp_path
):
    from PIL import Image

    Image.new("L", (20, 20), 255).save(tmp_path / "图.png")
    document.add_picture(str(tmp_path / "图.png"))
    lines(document, "一、工作任务", "1、夜巡。责任单位：派出所")
    assert len(plan_of().clauses) == 1
    assert notices_of() == ("文件里有 1 张图片，图里的文字没有读入，请核对。",)


# the same words in other clothes


def test_a_whole_plan_in_one_paragraph_of_soft_breaks_is_read(document, plan_of):
    run = document.add_paragraph().add_run("一、工作任务")
    words = (
        "1、设置减速带。",
        "责任单位：城建办、各村",
        "2、查酒驾。",
        "责任单位：派出所",
        "二、要求",
    )
    for line in words:
        run.add_break()
        run.add_text(line)
    assert [each[:2] for each in tasks(plan_of())] == [
        ("设置减速带", ("城建办", "各村")),
        ("查酒驾", ("派出所",)),
    ]


def test_headings_of_a_table_that_are_set_again_are_no_row(document, plan_of):
    table(
        document,
        ("1", "摸排留守儿童", "民政办、各村", "3月底"),
        HEAD,
        ("2", "法治进校园", "司法所", "6月底"),
    )
    assert [clause.title for clause in plan_of().clauses] == ["摸排留守儿童", "法治进校园"]


def test_content_controls_boxes_and_moved_words_are_read_where_they_stand(document, plan_of):
    w = nsdecls("w")
    lines(document, "一、工作任务")
    inner = "<w:p><w:r><w:t>1、巡护线路。责任单位：护路队</w:t></w:r></w:p>"
    control = f"<w:sdt {w}><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    document.element.body.insert(-1, parse_xml(control))
    moved = document.add_paragraph("2、宣讲。")
    for tag, words in (("moveFrom", "责任单位：工会"), ("moveTo", "责任单位：宣传办")):
        moved._p.append(parse_xml(f"<w:{tag} {w}><w:r><w:t>{words}</w:t></w:r></w:{tag}>"))
    box = "<w:txbxContent><w:p><w:r><w:t>3、劝阻燃放。责任单位：各村</w:t></w:r></w:p></w:txbxContent>"
    shape = f'<w:r {w} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>'
    document.add_paragraph()._p.append(parse_xml(shape))
    lines(document, "二、工作要求", "落实责任。")
    assert [each[:2] for each in tasks(plan_of())] == [
        ("巡护线路", ("护路队",)),
        ("宣讲", ("宣传办",)),
        ("劝阻燃放", ("各村",)),
    ]
