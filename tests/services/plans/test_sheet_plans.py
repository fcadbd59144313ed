"""A list of tasks that an office keeps as a workbook is read like any other plan."""

from datetime import date

import docx
import openpyxl
import pytest
from builders import open_work
from PIL import Image

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import plans


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def test_a_workbook_is_read_with_its_title_merged_cells_days_and_empty_ones(work, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "龙潭镇2025年铁路护路任务清单"
    sheet.merge_cells("A1:F1")
    for row in (
        ("类别", "序号", "重点任务", "牵头单位", "配合单位", "完成时限"),
        ("隐患治理", 1, "清理轻飘物", "护路办", "沿线各村\n派出所", date(2025, 3, 31)),
        (None, 2, "整治违章建筑", "综合执法队", None, "9月30日前"),
        ("宣传教育", 3, "开展爱路护路宣传", "中心校", "派出所、沿线各村", "每季度"),
        (None, 4, "结对看护", None, "民政办", "全年"),
        ("注：完成情况每月报综治中心。",),
    ):
        sheet.append(row)
    for merged in ("A3:A4", "A5:A6", "D5:D6"):
        sheet.merge_cells(merged)
    hidden = book.create_sheet("底数")
    hidden.append(["甲", "乙"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "清单.xlsx")
    reading = plans.read_file(work, tmp_path / "清单.xlsx")
    assert reading.plan.title == "龙潭镇2025年铁路护路任务清单"
    assert [
        (each.section, each.title, each.lead, each.assist, each.deadline, each.cycle)
        for each in reading.plan.clauses
    ] == [
        ("隐患治理", "清理轻飘物", ("护路办",), ("沿线各村", "派出所"), date(2025, 3, 31), ""),
        ("隐患治理", "整治违章建筑", ("综合执法队",), (), date(2025, 9, 30), ""),
        ("宣传教育", "开展爱路护路宣传", ("中心校",), ("派出所", "沿线各村"), None, "每季度"),
        ("宣传教育", "结对看护", ("中心校",), ("民政办",), None, "长期"),
    ]
    assert reading.notices == ("工作表“底数”是隐藏的，没有读入，请核对。",)


def test_a_word_file_whose_plan_stands_in_pictures_says_so(work, tmp_path):
    Image.new("RGB", (30, 40), "white").save(tmp_path / "扫描.png")
    document = docx.Document()
    document.add_paragraph("甲镇2025年防溺水工作方案")
    document.add_picture(str(tmp_path / "扫描.png"))
    document.save(tmp_path / "方案.docx")
    with pytest.raises(DomainError, match="1 张图片，图里的文字没有读入"):
        plans.read_file(work, tmp_path / "方案.docx")
