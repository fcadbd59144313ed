import os
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from gaotang_desktop.documents.plan_files import read, read_text
from gaotang_desktop.documents.word_numbering import spell
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text import read_plan

PLANS = Path(__file__).parent.parent / "plans"
SEED = (PLANS / "gaotang-2022-99.txt").read_text(encoding="utf-8")


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_text(path)
    sentence = str(caught.value)
    assert sentence.endswith("。")
    return sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_of_windows(tmp_path, encoding):
    path = tmp_path / "方案.txt"
    path.write_bytes(SEED.replace("\n", "\r\n").encode(encoding))
    assert read_text(path).replace("\r\n", "\n") == SEED


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("gaotang-2022-99.txt", "高办〔2022〕99号"),
        ("nested-2024.txt", "青综治〔2024〕9号"),
        ("flat-2025.gb18030.txt", "白政办〔2025〕17号"),
        ("chapters-2023.bom.txt", "柳街办〔2023〕8号"),
        ("one-list.txt", "石平安〔2021〕6号"),
    ],
)
def test_every_plan_of_the_collection_is_read_from_its_file(name, number):
    assert read_plan(read_text(PLANS / name)).number == number


def test_rare_characters_survive_both_encodings(tmp_path):
    path = tmp_path / "方案.txt"
    for encoding in ("utf-8", "gb18030"):
        path.write_bytes("一、𬱖堃村<&>夜巡要求，各村认真落实。".encode(encoding))
        assert read_text(path) == "一、𬱖堃村<&>夜巡要求，各村认真落实。"


# what cannot be read


@pytest.mark.parametrize("content", [b"", b" \r\n\t\r\n", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "空.txt"
    path.write_bytes(content)
    assert "空.txt" in refusal(path)


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        (b"{\\rtf1\\ansi", "另存为 .docx"),
        (bytes(range(256)) * 9, "文字文件"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "文字文件"),
        (b"PK\x03\x04 not a package", "损坏"),
        ("方案".encode("utf-16-le") + b"\x00", "文字文件"),
        (b"\xff\xfe\x00", "不能识别"),
        (b"\x80\x81\xff\xff\xfe", "不能识别"),
    ],
)
@pytest.mark.parametrize("name", ["方案.txt", "方案.doc", "方案.wps"])
def test_a_file_that_is_no_text_is_refused_with_what_to_do(tmp_path, content, advice, name):
    path = tmp_path / name
    path.write_bytes(content)
    assert advice in refusal(path)


def test_a_damaged_spot_in_utf8_is_not_read_as_other_characters(tmp_path):
    path = tmp_path / "方案.txt"
    content = SEED.encode()
    path.write_bytes(content[:900] + b"\xff" + content[901:])
    assert "第8行附近" in refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "找不到" in refusal(tmp_path / "无.txt")
    assert "文件夹" in refusal(tmp_path)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root may read everything, Windows keeps rights elsewhere",
)
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "方案.txt"
    path.write_text(SEED, encoding="utf-8")
    path.chmod(0)
    assert "没有读取权限" in refusal(path)


def test_a_word_file_cut_short_is_refused(tmp_path):
    whole = tmp_path / "整.docx"
    document = docx.Document()
    document.add_paragraph(SEED)
    document.save(whole)
    content = whole.read_bytes()
    for length in (30, len(content) // 2, len(content) - 30):
        path = tmp_path / "断.docx"
        path.write_bytes(content[:length])
        assert "损坏" in refusal(path)


def test_a_workbook_or_another_archive_is_refused(tmp_path):
    path = tmp_path / "方案.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "不是 Word 文件" in refusal(path)


def test_a_word_file_with_broken_inside_is_refused(tmp_path):
    good, bad = tmp_path / "好.docx", tmp_path / "坏.docx"
    docx.Document().save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            target.writestr(item, content[:80] if item == "word/document.xml" else content)
    assert "已损坏" in refusal(bad)


@pytest.mark.parametrize("encoding", ["yes", "gb2312", "utf-16"])
def test_a_word_file_in_an_encoding_that_nobody_reads_is_refused(tmp_path, encoding):
    good, bad = tmp_path / "好.docx", tmp_path / "坏.docx"
    docx.Document().save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item == "word/document.xml":
                content = re.sub(
                    rb"encoding='.*?'|encoding=\".*?\"",
                    b'encoding="%s"' % encoding.encode(),
                    content,
                )
                assert encoding.encode() in content[:80]
            target.writestr(item, content)
    assert "已损坏" in refusal(bad)


def test_a_word_file_without_text_is_refused(tmp_path):
    path = tmp_path / "图.docx"
    docx.Document().save(path)
    assert "没有文字" in refusal(path)


# Word documents


def numbered(document, *levels: tuple[str, str]) -> str:
    """Add a list definition with the given (numFmt, lvlText) per level; its id."""
    numbering = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(levels)
    )
    numbering.insert(
        0,
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{shown}</w:abstractNum>'),
    )
    return str(numbering.add_num(77).numId)


def add(document, text: str, number: str, level: int = 0):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = int(number)
    return paragraph


def test_the_townships_plan_reads_the_same_from_word(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    for line in SEED.splitlines():
        document.add_paragraph(line)
    document.save(path)
    assert read_plan(read_text(path)).clauses == read_plan(SEED).clauses


def test_automatic_numbering_is_written_out(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    number = numbered(
        document, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
    )
    document.add_paragraph("溪口办〔2024〕12号")
    document.add_paragraph("溪口镇平安创建工作方案")
    add(document, "主要任务", number)
    add(document, "加强巡防", number, 1)
    add(document, "组织夜巡。各村每晚巡查。（责任单位：派出所、各村）", number, 2)
    add(document, "检修监控。（责任单位：平安办）", number, 2)
    add(document, "加强宣传", number, 1)
    add(document, "入户走访。（责任单位：各村）", number, 2)
    add(document, "工作要求", number)
    document.save(path)
    assert read_text(path).splitlines()[2:] == [
        "一、主要任务",
        "（一）加强巡防",
        "1.组织夜巡。各村每晚巡查。（责任单位：派出所、各村）",
        "2.检修监控。（责任单位：平安办）",
        "（二）加强宣传",
        "1.入户走访。（责任单位：各村）",
        "二、工作要求",
    ]
    plan = read_plan(read_text(path))
    assert [clause.reference for clause in plan.clauses] == ["一（一）1", "一（一）2", "一（二）1"]


def test_numbering_comes_from_styles_and_restarts_where_the_list_says(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    number = numbered(document, ("decimalFullWidth", "%1．"))
    style = document.styles["List Paragraph"].element.get_or_add_pPr()
    style.get_or_add_numPr().get_or_add_numId().val = int(number)
    document.add_paragraph("甲", style="List Paragraph")
    document.add_paragraph("乙", style="List Paragraph")
    again = document.part.numbering_part.element.add_num(77)
    again.add_lvlOverride(0).add_startOverride(5)
    add(document, "丙", str(again.numId))
    add(document, "丁", str(again.numId))
    add(document, "戊", "0")
    document.save(path)
    assert read_text(path).splitlines() == ["１．甲", "２．乙", "５．丙", "６．丁", "戊"]


@pytest.mark.parametrize(
    ("count", "style", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (23, "chineseCounting", "二十三"),
        (100, "chineseCounting", "一〇〇"),
        (12, "ideographDigital", "一二"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (7, "decimalZero", "07"),
        (28, "upperLetter", "BB"),
        (9, "lowerRoman", "ix"),
        (5, "unknown", "5"),
    ],
)
def test_numbers_are_spelt_as_word_shows_them(count, style, text):
    assert spell(count, style) == text


def test_a_table_of_tasks_becomes_clauses_in_the_order_of_the_document(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    document.add_paragraph("南坪办〔2025〕3号")
    document.add_paragraph("南坪镇平安建设任务分工方案")
    document.add_paragraph("一、任务分工")
    table = document.add_table(rows=4, cols=6)
    rows = [
        ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "备注"),
        ("1", "组织夜巡。每晚两队。", "派出所", "平安办\n各村（社区）", "长期", ""),
        ("2", "整治路灯", "村镇办", "供电所", "2025年9月30日前", "分两批"),
        ("3", "张贴公告", "", "", "", ""),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 3).merge(table.cell(2, 3))
    document.add_paragraph("二、工作要求")
    document.add_paragraph("各单位要认真落实。")
    document.save(path)
    plan = read_plan(read_text(path))
    assert [(c.number, c.title, c.lead, c.deadline, c.cycle) for c in plan.clauses] == [
        (1, "组织夜巡", ("派出所",), None, "长期"),
        (2, "整治路灯", ("村镇办",), date(2025, 9, 30), ""),
        (3, "张贴公告", (), None, ""),
    ]
    assert plan.clauses[0].assist == plan.clauses[1].assist == ("平安办", "各村（社区）", "供电所")
    assert plan.clauses[1].text == "整治路灯\n备注：分两批"
    assert [passage.heading for passage in plan.skipped] == ["二、工作要求"]


def test_headings_in_a_table_column_come_before_their_tasks(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    document.add_paragraph("任务分工表")
    table = document.add_table(rows=4, cols=3)
    rows = [
        ("类别", "任务", "责任单位"),
        ("一、治安", "（一）夜巡", "派出所"),
        ("", "（二）巡查", "各村"),
        ("二、宣传", "（一）走访", "平安办"),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(path)
    assert [(c.reference, c.lead) for c in read_plan(read_text(path)).clauses] == [
        ("一（一）", ("派出所",)),
        ("一（二）", ("各村",)),
        ("二（一）", ("平安办",)),
    ]


def test_another_table_is_read_row_by_row(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "责任单位", "派出所"
    table.cell(1, 0).text, table.cell(1, 1).text = "完成时限", "长期"
    document.save(path)
    assert read_text(path).splitlines() == ["责任单位\t派出所", "完成时限\t长期"]


def test_soft_breaks_tabs_links_and_insertions_are_text_and_deletions_are_not(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("一、夜巡")
    paragraph.add_run().add_break()
    paragraph.add_run("甲\t乙")
    for tag, inner, text in (("w:ins", "w:t", "增"), ("w:del", "w:delText", "删")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    document.save(path)
    file = read(path)
    assert file.text == "一、夜巡\n甲\t乙增"
    assert file.notices == ("文件里有修订痕迹，按接受全部修订后的文字读入，请核对。",)


def test_the_words_of_a_text_box_are_kept_and_said(tmp_path):
    path = tmp_path / "方案.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("标题")
    box = parse_xml(
        f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>高办〔2024〕9号</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    paragraph._p.append(box)
    assert box.tag == qn("w:r")
    document.save(path)
    file = read(path)
    assert file.text == "标题\n高办〔2024〕9号"
    assert file.notices == ("文件里有文本框，框里的文字放在所在段落之后，请核对先后次序。",)
