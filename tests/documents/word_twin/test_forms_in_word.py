"""A letter and minutes in Word: red lines, a first page without a number, attendance."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph

PAPER = OfficialPaper(
    kind="函", form="信函", title="关于校园巡逻的函", blocks=(Paragraph("请支持。"),),
    signer="高塘镇综治中心", letterhead="高塘镇综治中心", number="高综治〔2026〕3号",
    addressee="县公安局：", copies_to="镇党委办公室",
)  # fmt: skip


def opened(paper):
    return docx.Document(io.BytesIO(word_bytes(paper)))


def test_a_letter_has_its_head_and_lines_on_the_first_page_alone():
    document = opened(PAPER)
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "高塘镇综治中心"
    head = section.first_page_header._element.xml
    assert "thickThinSmallGap" in head
    assert "thinThickSmallGap" in section.first_page_footer._element.xml
    assert "PAGE" not in section.first_page_footer._element.xml
    assert "PAGE" in section.footer._element.xml
    texts = [each.text.strip() for each in document.paragraphs]
    assert texts[0] == "高综治〔2026〕3号"


def test_a_letter_s_foot_has_the_copies_alone_without_rules():
    table = opened(PAPER).tables[-1]
    assert next(cell.text for row in table.rows for cell in row.cells) == "抄送：镇党委办公室。"
    assert len(table.rows) == 1
    borders = table._element.find(f".//{qn('w:tblBorders')}")
    assert {each.get(qn("w:val")) for each in borders} == {"nil"}


@pytest.mark.parametrize("form", ["纪要", "简报"])
def test_minutes_have_issue_issuer_and_day_in_the_head_and_no_signature(form):
    paper = replace(
        PAPER, form=form, letterhead="高塘镇综治中心会议纪要", number="会议纪要2026年第3期",
        attendance=(("出席", "派出所，司法所"),), copies_to="",
    )  # fmt: skip
    texts = [each.text for each in opened(paper).paragraphs]
    assert texts[0] == "高塘镇综治中心会议纪要"
    assert texts[1] == "2026年第3期"
    assert texts[2].split("\t")[0] == "高塘镇综治中心"
    assert texts.count("高塘镇综治中心") == 0
    assert "出席：派出所，司法所" in texts


def test_every_part_is_well_formed_and_listed():
    with zipfile.ZipFile(io.BytesIO(word_bytes(PAPER))) as made:
        names = set(made.namelist())
        assert {"word/headerFirst.xml", "word/footerFirst.xml"} <= names
        assert b"header+xml" in made.read("[Content_Types].xml")
