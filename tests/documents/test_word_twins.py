"""The Word twin of every paper, read back: the same words, faces by name, widths, sections, feet."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import paper_samples as samples
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from PIL import Image

from gaotang_desktop.documents.word_twins import word_bytes, write_word
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    Drawing,
    FormCell,
    FormGrid,
    FormRow,
    OfficialPaper,
    Paragraph,
    Picture,
    Sheet,
    Stroke,
    Table,
    Writing,
    written_date,
)
from gaotang_desktop.domain.errors import StorageProblem

MM = 36000
FACES = {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}
# What may follow what, by the schema: Word refuses a file that has it otherwise.
ORDERS = {
    "pPr": "pStyle keepNext pageBreakBefore widowControl pBdr shd tabs kinsoku overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind jc outlineLvl"
    " sectPr",
    "rPr": "rFonts snapToGrid color spacing sz szCs lang",
    "tblPr": "tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tcPr": "tcW gridSpan vMerge shd vAlign",
    "sectPr": "footerReference type pgSz pgMar docGrid",
    "style": "name basedOn uiPriority semiHidden qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter"
    " noLineBreaksBefore compat themeFontLang",
}
TABLE = Table(
    (
        Column("村", 3),
        Column("得分<满分>", 2, "decimal"),
        Column("比率", 2, "decimal", "民调"),
        Column("n & N", 1, "right", "民调"),
    ),
    (
        ("𠮷村<&>", "87.35", "91.7%", "36"),
        ("乙村", "100", "待补", "2"),
        ("合计", "187.35", "", "38"),
    ),
    caption="表1 各村得分",
    total=True,
)


def official(*blocks, **values):
    own = {
        "kind": "通知",
        "title": "关于工作的通知",
        "signer": "高塘镇综治中心",
        "date": date(2026, 9, 5),
    }
    return OfficialPaper(**{**own, **values, "blocks": blocks})


def opened(paper):
    return docx.Document(io.BytesIO(word_bytes(paper)))


def texts(document):
    """Paragraphs and cells in their order; merged cells once."""
    found = []
    for child in document.element.body:
        if child.tag == qn("w:p"):
            found.append(WordParagraph(child, document).text)
        elif child.tag == qn("w:tbl"):
            for row in child.iter(qn("w:tr")):
                found += [
                    "".join(t.text for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))
                ]
    return [text for text in found if text]


def roots(paper):
    """The root of every part with words or looks."""
    with zipfile.ZipFile(io.BytesIO(word_bytes(paper))) as package:
        return {
            name: docx.oxml.parse_xml(package.read(name))
            for name in package.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


def test_a_circular_reads_as_the_paper_does():
    paper = samples.patrol_circular()
    found = texts(opened(paper))
    table = next(block for block in paper.annexes[0].blocks if isinstance(block, Table))
    heads = [text for text in found[found.index("序号") :] if text]
    body = [block.text for block in paper.blocks]
    assert found[: len(body) + 7] == [
        paper.letterhead, paper.number, paper.title, paper.addressee, *body,
        f"附件：{paper.annexes[0].title}", paper.signer, written_date(paper.date),
    ]  # fmt: skip
    assert found[len(body) + 7 : len(body) + 9] == ["附件", paper.annexes[0].title]
    cells = [cell for row in table.rows for cell in row if cell]
    assert heads[-len(cells) - 3 : -3] == cells
    assert heads[-3:] == [f"抄送：{paper.copies_to}。", paper.signer, "2026年11月5日印发"]


@pytest.mark.parametrize("name", samples.ALL)
def test_every_cell_and_paragraph_of_every_paper_is_there(name):
    paper = samples.ALL[name]()
    found = texts(opened(paper))
    blocks = [*paper.blocks, *(b for a in getattr(paper, "annexes", ()) for b in a.blocks)]
    for block in blocks:
        if isinstance(block, Paragraph):
            assert block.text.strip() in found
        elif isinstance(block, Table):
            assert {cell for row in block.rows for cell in row if cell} <= set(found)
            assert {column.label.replace("\n", "") for column in block.columns} <= set(found)
        elif isinstance(block, FormGrid):
            said = {cell.text.replace("\n", "") for row in block.rows for cell in row.cells}
            assert said - {""} <= set(found)


@pytest.mark.parametrize("name", samples.ALL)
def test_every_run_and_style_names_its_face_for_chinese_too(name):
    parts = roots(samples.ALL[name]())
    for root in (root for part, root in parts.items() if part != "word/fontTable.xml"):
        for run in root.iter(qn("w:r")):
            if run.find(qn("w:t")) is None and run.find(qn("w:fldChar")) is None:
                continue
            fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
            assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia")} <= FACES
            assert fonts.get(qn("w:eastAsia")) in FACES
    paragraph_styles = [
        style
        for style in parts["word/styles.xml"].iter(qn("w:style"))
        if style.get(qn("w:type")) == "paragraph"
    ]
    assert len(paragraph_styles) > 10
    for style in paragraph_styles:
        assert style.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) in FACES
    listed = {font.get(qn("w:name")) for font in parts["word/fontTable.xml"]}
    assert listed == FACES


@pytest.mark.parametrize("name", samples.ALL)
def test_every_part_is_in_the_order_that_word_asks_for(name):
    for part, root in roots(samples.ALL[name]()).items():
        for tag, order in ORDERS.items():
            ranks = {qn(f"w:{each}"): rank for rank, each in enumerate(order.split())}
            for element in (root, *root.iter(qn(f"w:{tag}"))):
                if element.tag == qn(f"w:{tag}"):
                    places = [ranks[child.tag] for child in element]
                    assert places == sorted(places), (part, tag)


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

    assert [face(row, 0) for row in (0, 2, 3, 4)] == ["黑体", "仿宋_GB2312", "仿宋_GB2312", "黑体"]


def test_an_annex_that_lies_across_is_a_section_of_its_own():
    document = opened(samples.evaluation_circular())
    shown = [section.orientation for section in document.sections]
    assert shown == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    for section in document.sections:
        sides = [section.page_width, section.page_height]
        lying = section.orientation == WD_ORIENT.LANDSCAPE
        assert [round(side / MM) for side in sides] == ([297, 210] if lying else [210, 297])
        margins = [
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        ]
        wanted = [28, 26, 35, 37] if lying else [37, 35, 28, 26]
        assert [round(margin / MM, 1) for margin in margins] == wanted


def test_annexes_side_by_side_share_a_section_and_each_begins_a_page():
    annexes = tuple(
        Annex(f"第{n}个", (Paragraph("正文。"),), landscape=n in (2, 3)) for n in (1, 2, 3, 4)
    )
    document = opened(official(Paragraph("正文。"), annexes=annexes))
    assert len(document.sections) == 3
    labels = {
        p.text: p for p in document.paragraphs if p.text in {"附件1", "附件2", "附件3", "附件4"}
    }
    begins = [bool(labels[f"附件{n}"].paragraph_format.page_break_before) for n in (1, 2, 3, 4)]
    # The second and the fourth begin a section, which begins a page.
    assert begins == [True, False, True, False]
    notes = [p.text for p in document.paragraphs if p.style.name == "附件说明"]
    assert notes == ["附件：1.第1个", "2.第2个", "3.第3个", "4.第4个"]


def test_the_page_holds_22_lines_of_28_characters():
    document = opened(samples.patrol_circular())
    section = document.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    height = (section.page_height - section.top_margin - section.bottom_margin) / 12700
    assert int(height / pitch) == 22
    usual = document.styles["Normal"]
    assert usual.paragraph_format.line_spacing.pt == pitch
    assert usual.font.size.pt == 16
    width = (section.page_width - section.left_margin - section.right_margin) / 12700
    assert int(width / (16 + int(grid.get(qn("w:charSpace"))) / 4096)) == 28
    closer = usual.element.rPr.find(qn("w:spacing")).get(qn("w:val"))
    assert int(width / (16 + int(closer) / 20)) == 28


def test_odd_and_even_pages_have_their_number_at_the_outer_side():
    document = opened(samples.evaluation_circular())
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            said = "".join(t.text for t in foot._element.iter(qn("w:t"), qn("w:instrText")))
            assert said.replace(" ", "") == "—PAGE1—"
            sides = [jc.get(qn("w:val")) for jc in foot._element.iter(qn("w:jc"))]
            assert sides == [side]
    lying = document.sections[1].footer._element
    body = next(e for e in lying.iter() if e.tag.endswith("}bodyPr"))
    assert body.get("vert") == "vert"


def test_a_sheet_says_which_of_how_many_pages_it_is_and_a_form_does_not():
    foot = opened(samples.ledger()).sections[0].footer._element
    fields = [each.text.strip() for each in foot.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert opened(samples.ALL["patrol-form"]()).sections[0].footer.is_linked_to_previous


def test_a_wide_ledger_lies_across():
    section = opened(samples.ledger()).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height


def test_slips_begin_pages_of_their_own_below_bars_of_their_colours():
    document = opened(samples.slips())
    bars = [p._p for p in document.paragraphs if p._p.pPr.find(qn("w:shd")) is not None]
    assert len({bar.pPr.find(qn("w:shd")).get(qn("w:fill")) for bar in bars}) == 3
    breaks = [bar.pPr.find(qn("w:pageBreakBefore")) is not None for bar in bars]
    assert breaks == [False, True, True]


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


def test_headings_are_headings_and_one_that_text_follows_has_two_faces():
    document = opened(
        official(
            Paragraph("一、总体要求", 1),
            Paragraph("（一）压实责任。各村书记是第一责任人。", 2),
            Paragraph("1. 按时报送。", 3),
        )
    )
    first, second, third = [
        p for p in document.paragraphs if p.text.startswith(("一、", "（一）", "1."))
    ]
    assert (first.style.name, first.runs[0].font.name) == ("Heading 1", "黑体")
    assert first.paragraph_format.keep_with_next
    assert [(run.text, run.font.name) for run in second.runs] == [
        ("（一）压实责任。", "楷体_GB2312"),
        ("各村书记是第一责任人。", "仿宋_GB2312"),
    ]
    assert third.style.name == "Heading 3"


def test_the_title_is_broken_as_on_paper():
    paper = samples.publicity_notice()
    title = next(p for p in opened(paper).paragraphs if p.text.startswith("关于做好"))
    assert title.text == "关于做好2026年11月至12月平安建设\n“双提升”集中宣传工作的通知"
    assert title.runs[0].font.size.pt == 22


@pytest.mark.parametrize(("sealed", "characters"), [(True, 4), (False, 2)])
def test_the_date_ends_where_the_standard_wants_it(sealed, characters):
    document = opened(official(Paragraph("正文。"), sealed=sealed, signer="高塘镇委"))
    signer, day = [p for p in document.paragraphs if p.style.name == "Signature"]
    assert (signer.text, day.text) == ("高塘镇委", "2026年9月5日")
    # Four characters with a seal; without one a date longer than the issuer ends two from the right.
    assert abs(day.paragraph_format.right_indent.pt / (442.2 / 28) - characters) < 0.02
    assert signer.paragraph_format.space_before.pt == pytest.approx(28.95 * (2 if sealed else 1))


def test_the_imprint_hangs_at_the_foot_of_the_last_page():
    table = opened(samples.correction_circular()).tables[-1]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:vertAnchor")) == "margin"
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    rules = {each.tag: each.get(qn("w:sz")) for each in table._tbl.tblPr.find(qn("w:tblBorders"))}
    assert rules == {qn("w:top"): "8", qn("w:bottom"): "8", qn("w:insideH"): "6"}


def test_a_paper_without_a_letterhead_has_no_red_and_no_imprint():
    paper = replace(samples.correction_circular(), letterhead="", number="")
    document = opened(paper)
    assert not list(document.element.iter(qn("w:tblpPr"), qn("w:pBdr")))
    assert all(run.font.color.rgb is None for p in document.paragraphs for run in p.runs)
    assert next(p.text for p in document.paragraphs if p.text).replace("\n", "") == paper.title


def test_markup_and_rare_characters_stay_as_typed_and_controls_go():
    typed = "𠮷村A&B公司<第一>说：\"好\"'吧'\n另起\t一行"
    strange = "前\x00中\x0b后\ufffe尾\ud800。"
    document = opened(
        official(Paragraph(typed), Paragraph(strange), TABLE, title="关于𠮷村<&>的函")
    )
    said = [p.text for p in document.paragraphs if p.style.name == "Body Text"]
    assert said == [typed.replace("\t", " "), "前 中 后尾 。"]
    assert document.tables[0].cell(2, 0).text == "𠮷村<&>"
    assert document.core_properties.title == "关于𠮷村<&>的函"


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


@pytest.mark.parametrize("name", ["evaluation", "slips", "ledger"])
def test_the_same_paper_gives_the_same_bytes(name):
    assert word_bytes(samples.ALL[name]()) == word_bytes(samples.ALL[name]())


def test_the_file_says_who_made_it_and_nothing_about_the_machine(tmp_path):
    paper = samples.patrol_circular()
    write_word(paper, tmp_path / "通报.docx")
    properties = docx.Document(tmp_path / "通报.docx").core_properties
    assert (properties.title, properties.author) == (paper.title, paper.signer)
    assert properties.created.date() == paper.date
    with zipfile.ZipFile(tmp_path / "通报.docx") as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        content = b"".join(package.read(name) for name in package.namelist())
    for mark in (b"python-docx", b"/home/", b"/tmp/", b"C:\\", str(tmp_path).encode()):
        assert mark not in content


def test_a_place_that_cannot_be_written_is_named_in_a_sentence(tmp_path):
    with pytest.raises(StorageProblem, match="文件夹"):
        write_word(samples.correction_circular(), tmp_path / "没有" / "通报.docx")
    (tmp_path / "通报.docx").mkdir()
    with pytest.raises(StorageProblem, match="是一个文件夹"):
        write_word(samples.correction_circular(), tmp_path / "通报.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["通报.docx"]


def test_a_paper_with_nothing_in_it_is_still_a_document():
    document = opened(OfficialPaper("函", "", (), "", None))
    assert texts(document) == []
    assert len(document.sections) == 1
