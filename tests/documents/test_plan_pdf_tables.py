"""Tables in PDF files: read by where their characters and lines stand."""

import random
from datetime import date

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from gaotang_desktop.documents.plan_files import read
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text import read_plan

HEAD = ("序号", "类别", "重点任务", "牵头单位", "配合单位", "完成时限")
TITLE = "第{}项任务要做的事情写得比较长，所以在格子里会折成几行来写"


def plan(path, count, style):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    cell = ParagraphStyle("c", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")
    line = ParagraphStyle("l", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK")
    rows = [[Paragraph(each, cell) for each in HEAD]]
    for at in range(1, count + 1):
        odd = at % 2
        texts = (
            str(at),
            "治安" if at % 3 == 1 else "",
            TITLE.format(at),
            "派出所",
            "司法所、平安办、市场监管所、卫生院、各村" if odd else "",
            "2024年6月30日" if odd else "每月",
        )
        rows.append([Paragraph(each, cell) for each in texts])
    table = Table(rows, colWidths=[38, 45, 150, 60, 110, 90], repeatRows=1, style=TableStyle(style))
    document = SimpleDocTemplate(str(path))
    document.build(
        [
            *(
                Paragraph(each, line)
                for each in ("丙办〔2024〕9号", "丙镇重点任务分工方案", "一、任务")
            ),
            table,
            Paragraph("二、工作要求", line),
            Paragraph("各单位要高度重视，密切配合，按时完成各项任务，及时报送情况。", line),
        ]
    )
    return path


@pytest.mark.parametrize("ruled", [True, False], ids=["with rules", "without rules"])
def test_a_table_of_several_pages_is_read_row_by_row(tmp_path, ruled):
    count = 30
    style = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        style += [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        style += [("SPAN", (1, at), (1, min(count, at + 2))) for at in range(1, count + 1, 3)]
    found = read_plan(read(plan(tmp_path / "方案.pdf", count, style)).text)
    helpers = ("司法所", "平安办", "市场监管所", "卫生院", "各村")
    assert [
        (c.number, c.title, c.lead, c.assist, c.deadline or c.cycle) for c in found.clauses
    ] == [
        (
            at,
            TITLE.format(at),
            ("派出所",),
            helpers if at % 2 else (),
            date(2024, 6, 30) if at % 2 else "每月",
        )
        for at in range(1, count + 1)
    ]
    assert {clause.section for clause in found.clauses} == {"一、任务　治安"}
    assert [each.text for each in found.unused][-1].startswith("各单位要高度重视")


def test_a_row_that_a_page_parts_is_one_again(tmp_path):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "方案.pdf"
    page = canvas.Canvas(str(path))
    edges = [60, 110, 300, 400, 520]
    headings = ("序号", "重点任务", "牵头单位", "配合单位")
    pages = (
        [
            headings,
            ("1", "组织夜巡", "派出所", "各村"),
            ("2", "排查辖区内出租房屋和", "综治中心", "派出所"),
        ],
        [headings, ("", "流动人口底数", "", "各社区"), ("3", "检修监控", "平安办", "各村")],
    )
    for number, rows in enumerate(pages, 1):
        page.setFont("STSong-Light", 12)
        if number == 1:
            page.drawString(60, 790, "丙镇重点任务分工方案")
        page.grid(edges, [760 - 30 * at for at in range(len(rows) + 1)])
        for at, row in enumerate(rows):
            for left, text in zip(edges, row, strict=False):
                page.drawString(left + 6, 740 - 30 * at, text)
        page.drawString(290, 40, f"— {number} —")
        page.showPage()
    page.save()
    assert [(c.title, c.lead, c.assist) for c in read_plan(read(path).text).clauses] == [
        ("组织夜巡", ("派出所",), ("各村",)),
        ("排查辖区内出租房屋和流动人口底数", ("综治中心",), ("派出所", "各社区")),
        ("检修监控", ("平安办",), ("各村",)),
    ]


def test_a_pdf_with_bytes_changed_is_read_or_refused(tmp_path):
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    content = plan(tmp_path / "方案.pdf", 6, style).read_bytes()
    chance = random.Random(3)
    told = []
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 60)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path = tmp_path / "改.pdf"
        path.write_bytes(changed)
        try:
            told.append(read(path).notices[0])
        except Unreadable as error:
            told.append(str(error))
    assert all(each.endswith("。") for each in told)
    assert len(set(told)) > 1
