"""Word files as offices have them: tables, changes, boxes; and files that are meant to harm."""

import io
import random
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from gaotang_desktop.documents.plan_files import read
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text import read_plan


def table(document, rows):
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return made


def saved(document, tmp_path: Path) -> Path:
    path = tmp_path / "方案.docx"
    document.save(path)
    return path


def tasks_of(path):
    return [
        (c.title, c.lead, c.assist, c.deadline or c.cycle)
        for c in read_plan(read(path).text).clauses
    ]


def test_columns_are_found_by_their_headings_in_any_order(tmp_path):
    document = docx.Document()
    document.add_paragraph("甲乡2024年重点工作安排")
    table(
        document,
        [
            ("完成时限", "责任人", "配合单位", "重点任务", "牵头单位", "项目"),
            ("6月底", "王某某", "各村\n派出所", "修好村道", "城建办", "交通"),
            ("每月", "李某某", "", "清运垃圾", "环卫所", "环境"),
        ],
    )
    assert tasks_of(saved(document, tmp_path)) == [
        ("修好村道", ("城建办",), ("各村", "派出所"), date(2024, 6, 30)),
        ("清运垃圾", ("环卫所",), (), "每月"),
    ]


def test_merged_cells_count_for_every_row_and_empty_ones_stay_empty(tmp_path):
    document = docx.Document()
    made = table(
        document,
        [
            ("类别", "工作任务", "责任单位", "时间安排"),
            ("治安", "夜巡", "派出所", "2024年5月"),
            ("", "装监控", "", "2024年6月"),
            ("宣传", "走访", "", "2024年7月"),
        ],
    )
    made.cell(1, 0).merge(made.cell(2, 0))
    made.cell(1, 2).merge(made.cell(2, 2))
    plan = read_plan(read(saved(document, tmp_path)).text)
    assert [(c.title, c.lead, c.section) for c in plan.clauses] == [
        ("夜巡", ("派出所",), "治安"),
        ("装监控", ("派出所",), "治安"),
        ("走访", (), "宣传"),
    ]


def test_a_table_goes_on_in_a_second_one_without_headings(tmp_path):
    document = docx.Document()
    table(document, [("序号", "任务", "责任单位"), ("1", "夜巡", "派出所")])
    document.add_paragraph("")
    table(document, [("2", "走访", "各村\n平安办"), ("3", "宣传", "文化站")])
    assert [each[:2] for each in tasks_of(saved(document, tmp_path))] == [
        ("夜巡", ("派出所",)),
        ("走访", ("各村", "平安办")),
        ("宣传", ("文化站",)),
    ]


def test_a_table_inside_a_cell_is_read(tmp_path):
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    cell = outer.cell(0, 0)
    cell.text = "乙镇任务清单"
    inner = cell.add_table(rows=2, cols=3)
    for row, texts in zip(
        inner.rows, [("序号", "任务", "责任单位"), ("1", "夜巡", "派出所")], strict=True
    ):
        for each, text in zip(row.cells, texts, strict=True):
            each.text = text
    assert tasks_of(saved(document, tmp_path)) == [("夜巡", ("派出所",), (), "")]


def change(tag, inner, text):
    element, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
    words.text = text
    run.append(words)
    element.append(run)
    return element


def test_changes_are_read_as_accepted(tmp_path):
    document = docx.Document()
    document.add_paragraph("一、任务")
    paragraph = document.add_paragraph("1、夜巡。责任单位：")
    paragraph._p.append(change("w:del", "w:delText", "妇联"))
    paragraph._p.append(change("w:ins", "w:t", "派出所"))
    joined = document.add_paragraph("2、走访。")
    joined._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"))
    document.add_paragraph("责任单位：各村")
    made = table(
        document, [("序号", "任务", "责任单位"), ("3", "删去", "工会"), ("4", "宣传", "文化站")]
    )
    made.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    path = saved(document, tmp_path)
    assert read(path).text.splitlines()[:3] == [
        "一、任务",
        "1、夜巡。责任单位：派出所",
        "2、走访。责任单位：各村",
    ]
    assert [each[:2] for each in tasks_of(path)] == [
        ("夜巡", ("派出所",)),
        ("走访", ("各村",)),
        ("宣传", ("文化站",)),
    ]


# what is meant to harm


def repacked(tmp_path, name: str, content: bytes) -> Path:
    good = io.BytesIO()
    docx.Document().save(good)
    path = tmp_path / "方案.docx"
    with (
        zipfile.ZipFile(good) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.namelist():
            target.writestr(item, content if item == name else source.read(item))
    return path


_OPEN = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_CLOSE = b"</w:body></w:document>"


@pytest.mark.parametrize(
    "content",
    [
        _OPEN + b"<w:p/>" * 6_000_000 + _CLOSE,
        _OPEN + b"<w:sdt>" * 5_000 + b"</w:sdt>" * 5_000 + _CLOSE,
    ],
    ids=["large", "deep"],
)
def test_a_word_file_that_unpacks_too_large_or_too_deep_is_refused(tmp_path, content):
    path = repacked(tmp_path, "word/document.xml", content)
    with pytest.raises(Unreadable, match=r"(解开以后太大|有害).*。"):
        read(path)


def test_a_word_file_with_entities_is_refused(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + _OPEN + b"<w:p>&a;</w:p>" + _CLOSE
    with pytest.raises(Unreadable, match="文档类型"):
        read(repacked(tmp_path, "word/document.xml", bomb))


def test_a_text_file_of_many_megabytes_is_refused(tmp_path):
    path = tmp_path / "方案.txt"
    path.write_bytes("一、夜巡。\n".encode() * 1_300_000)
    with pytest.raises(Unreadable, match=r"不像方案文字.*。"):
        read(path)


def test_a_word_file_with_bytes_changed_is_read_or_refused(tmp_path):
    document = docx.Document()
    document.add_paragraph("一、任务")
    document.add_paragraph("1、夜巡。（责任单位：各村）")
    table(document, [("序号", "任务", "责任单位"), ("2", "宣传", "文化站")])
    whole = saved(document, tmp_path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        body = archive.read("word/document.xml")
    dice = random.Random(9)
    for _ in range(25):
        changed = bytearray(body)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(changed))
            changed[at : at + dice.randint(0, 9)] = bytes(
                dice.choices(b'<>/"=wtp1 x', k=dice.randint(0, 4))
            )
        path = repacked(tmp_path, "word/document.xml", bytes(changed))
        try:
            told = read(path).text.strip() + "。"
        except Unreadable as error:
            told = str(error)
        assert told.endswith("。")


# PDF


def pdf(tmp_path, pages) -> Path:
    path = tmp_path / "方案.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(path))
    for number, lines in enumerate(pages, 1):
        page.setFont("STSong-Light", 14)
        for at, line in enumerate(lines):
            page.drawString(72, 780 - 24 * at, line)
        if lines:
            page.drawString(290, 40, f"— {number} —")
        page.showPage()
    page.save()
    return path


def test_a_pdf_with_text_is_read_and_said_to_be_one(tmp_path):
    lines = [
        "丙办〔2024〕9号",
        "丙镇平安夜巡工作方案",
        "一、工作任务",
        "1、组织夜巡。（责任单位：派出所、各村）",
    ]
    file = read(pdf(tmp_path, [lines, ["2、检修监控。（责任单位：平安办）"]]))
    plan = read_plan(file.text)
    assert (plan.number, plan.title) == ("丙办〔2024〕9号", "丙镇平安夜巡工作方案")
    assert [(c.title, c.lead) for c in plan.clauses] == [
        ("组织夜巡", ("派出所", "各村")),
        ("检修监控", ("平安办",)),
    ]
    assert "PDF" in file.notices[0]


def test_a_scanned_pdf_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(Unreadable, match=r"扫描的图片.*粘贴.*。"):
        read(pdf(tmp_path, [[], []]))


# notes


def test_footnotes_and_endnotes_are_lines_at_the_end_and_no_part_of_tasks(tmp_path):
    document = docx.Document()
    for line in ("甲办〔2024〕3号", "甲镇平安夜巡工作方案", "一、工作任务"):
        document.add_paragraph(line)
    task = document.add_paragraph("1、组织夜巡。（责任单位：派出所、各村）")
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    task._p.append(parse_xml(reference))
    document.add_paragraph("2、检修监控。（责任单位：平安办）")
    document.save(tmp_path / "方案.docx")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>夜巡指22时至次日2时。</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    path = tmp_path / "有注.docx"
    with zipfile.ZipFile(tmp_path / "方案.docx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = (
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                )
                more = f'<Relationship Id="rNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", more.encode())
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", notes)
    file = read(path)
    plan = read_plan(file.text)
    assert [(c.title, c.lead) for c in plan.clauses] == [
        ("组织夜巡", ("派出所", "各村")),
        ("检修监控", ("平安办",)),
    ]
    assert "夜巡指" not in "".join(c.text for c in plan.clauses)
    assert [each.text for each in plan.ending] == ["注1：夜巡指22时至次日2时。"]
    assert "1、组织夜巡。（责任单位：派出所、各村）[注1]" in file.text
    assert file.notices == (
        "文件里有 1 条脚注或尾注，原处写作“[注1]”，注文放在最后，以“注1：”开头，请核对。",
    )
