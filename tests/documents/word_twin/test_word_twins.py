"""The Word twin of every paper, read back: the same words, faces by name, widths, sections, feet."""

import zipfile
from dataclasses import replace

import docx
import paper_samples as samples
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from word_files import TABLE, official, opened, roots, texts

from gaotang_desktop.documents.block_pieces import note_lines
from gaotang_desktop.documents.word_twin.rendering import word_bytes, write_word
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    FormGrid,
    OfficialPaper,
    Paragraph,
    Table,
    written_date,
)
from gaotang_desktop.domain.documents.elements import Elements
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
    notes = note_lines(table)
    assert notes[0].startswith("注：")
    end = -3 - len(notes)
    assert heads[end - len(cells) : end] == cells
    assert tuple(heads[end:-3]) == notes
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


def test_an_annex_that_lies_across_is_a_section_of_its_own():
    document = opened(samples.evaluation_circular())
    shown = [section.orientation for section in document.sections]
    assert shown == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
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
        # Two lines of 版记 and 15 points of white stand left of the last annex.
        beside = round((2 * 24 + 15) * 25.4 / 72, 1)
        wanted = [28, 26, 35 + beside, 37] if lying else [37, 35, 28, 26]
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


def test_the_elements_of_head_and_foot_stand_in_the_twin_too():
    elements = Elements("000001", "机密★1年", "特急", ("张三", "李四", "王五"), "50")
    paper = replace(samples.patrol_circular(), elements=elements)
    found = texts(opened(paper))
    assert found[:4] == ["000001", "机密★1年", "特急", paper.letterhead]
    assert [line.replace("\t", " ").strip() for line in found[4:6]] == [
        "签发人：张三　李四",
        f"{paper.number}  王五",
    ]
    assert "共印50份" in found
    long = replace(paper, signer="华州区高塘镇提升群众安全感满意度“双提升”工作领导小组办公室")
    said = texts(opened(long))
    assert "".join(line.partition("\t")[0] for line in said[-8:]).count(long.signer) == 1


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
