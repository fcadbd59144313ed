"""Tables, forms and pictures of the Word twins: widths, heads, points, heights."""

import io

import paper_samples as samples
import pytest
from docx.oxml.ns import qn
from PIL import Image
from word_files import TABLE, official, opened

from gaotang_desktop.domain.documents.blocks import (
    Drawing,
    FormCell,
    FormGrid,
    FormRow,
    Picture,
    Sheet,
    Stroke,
    Writing,
)

MM = 36000


@pytest.mark.parametrize("name", samples.ALL)
def test_every_width_of_a_table_is_set_and_adds_up(name):
    document = opened(samples.ALL[name]())
    for table in document.tables:
        properties = table._tbl.tblPr
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert properties.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert sum(grid) == int(properties.find(qn("w:tblW")).get(qn("w:w")))
        for row in table._tbl.tr_lst:
            at = 0
            for cell in row.tc_lst:
                assert cell.tcPr.find(qn("w:tcW")).w == sum(grid[at : at + cell.grid_span])
                at += cell.grid_span
            assert at == len(grid)
            assert row.trPr.find(qn("w:cantSplit")) is not None


def test_a_table_of_an_official_paper_is_as_wide_as_the_text():
    document = opened(samples.publicity_notice())
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    width = int(document.tables[0]._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) * 635
    assert abs(width - 156 * MM) < 0.1 * MM
    assert 0 <= room - width < 0.1 * MM


def test_heads_are_repeated_and_a_group_stands_above_its_columns():
    table = opened(official(TABLE)).tables[0]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, False, False, False]
    assert table.cell(0, 2)._tc is table.cell(0, 3)._tc
    assert table.cell(0, 2).text == "民调"
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert [table.cell(1, at).text for at in (2, 3)] == ["比率", "n & N"]


def test_decimal_points_stand_below_each_other():
    table = opened(official(TABLE)).tables[0]
    cells = [table.cell(at, 1).paragraphs[0] for at in (2, 3, 4)]
    assert [str(cell.alignment) for cell in cells] == ["RIGHT (2)"] * 3
    ends = [cell.paragraph_format.right_indent.pt for cell in cells]
    # 87.35 and the sum, in a wider face, end about alike; 100 by the point and two digits earlier.
    assert abs(ends[0] - ends[2]) < 2.5
    assert 12 < ends[1] - ends[0] < 18
    assert str(table.cell(3, 2).paragraphs[0].alignment) == "CENTER (1)"


def test_a_sum_and_the_heads_are_set_in_heiti():
    table = opened(official(TABLE)).tables[0]

    def face(row, column):
        return table.cell(row, column).paragraphs[0].runs[0].font.name

    assert [face(row, 0) for row in (0, 2, 3, 4)] == ["黑体", "SimSun-ExtB", "仿宋_GB2312", "黑体"]


@pytest.mark.parametrize("name", ["patrol-form", "visit-form", "questionnaire", "dispute-form"])
def test_a_form_fills_its_page_and_no_more(name):
    document = opened(samples.ALL[name]())
    heights = sum(row.height for row in document.tables[0].rows)
    section = document.sections[0]
    room = section.page_height - section.top_margin - section.bottom_margin
    assert 0.8 < heights / room < 0.98


def test_merged_cells_of_a_form_span_their_columns():
    grid = FormGrid((1, 2, 1, 2), (
        FormRow((FormCell("姓名", label=True), FormCell(), FormCell("电话", label=True), FormCell())),
        FormRow((FormCell("情况", label=True), FormCell("写明经过", 3)), 40),
    ))  # fmt: skip
    table = opened(Sheet("表", "登记表", (grid,))).tables[0]
    assert table.cell(1, 1)._tc is table.cell(1, 3)._tc
    assert [round(row.height.mm) for row in table.rows] == [9, 40]
    assert [cell.vertical_alignment for cell in table.rows[1].cells[:2]] == [1, None]


def test_the_imprint_hangs_at_the_foot_of_the_last_page():
    table = opened(samples.correction_circular()).tables[-1]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:vertAnchor")) == "margin"
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    rules = {each.tag: each.get(qn("w:sz")) for each in table._tbl.tblPr.find(qn("w:tblBorders"))}
    assert rules == {qn("w:top"): "8", qn("w:bottom"): "8", qn("w:insideH"): "6"}


def test_a_chart_and_a_picture_are_pictures_with_their_captions():
    png, webp = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (400, 200), (40, 120, 200)).save(png, "PNG")
    Image.new("RGB", (400, 200), (0, 120, 0)).save(webp, "WEBP")
    chart = Drawing(
        150,
        60,
        (
            Stroke((((10, 50), (60, 50), (60, 20), (10, 20)),), fill="#C03030"),
            Writing("郭桥村", 70, 40, 12),
        ),
        caption="图1 各村得分",
    )
    document = opened(
        official(
            chart, Picture(png.getvalue(), 60, 30, "图2 照片"), Picture(webp.getvalue(), 300, 100)
        )
    )
    sizes = [(round(s.width / MM), round(s.height / MM)) for s in document.inline_shapes]
    assert sizes == [(150, 60), (60, 30), (156, 52)]
    assert [p.text for p in document.paragraphs if p.style.name == "Caption"] == [
        "图1 各村得分",
        "图2 照片",
    ]
    parts = [
        rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/image")
    ]
    with Image.open(io.BytesIO(parts[0].blob)) as painted:
        scale = painted.width / 150
        red, green, blue = painted.convert("RGB").getpixel((round(30 * scale), round(35 * scale)))
        assert red > 180
        assert green < 60
        assert blue < 60
        white = painted.convert("L").crop(
            (round(70 * scale), round(35 * scale), round(86 * scale), round(42 * scale))
        )
        assert white.getextrema()[0] < 60, "the words of the chart are painted"
