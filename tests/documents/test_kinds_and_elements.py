"""Kinds × elements (GB/T 9704-2012, chapters 7 and 10): the table of the manual is what the pages show."""

import io
import re
from datetime import date
from pathlib import Path

import docx
import pdfplumber
import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents import drafting, kind_gates
from gaotang_desktop.domain.documents.blocks import Annex, Paragraph
from gaotang_desktop.domain.documents.drafting import Filling
from gaotang_desktop.domain.documents.kinds import KINDS

MANUAL = Path(__file__).parents[2] / "docs" / "manual" / "documents.md"
VALUES = {
    "name": "关于校园周边巡逻的文稿", "addressee": "县委政法委", "signer": "高塘镇综治中心",
    "dated_on": date(2026, 9, 5), "body": "现将有关情况说明如下。", "sealed": True,
    "note": "联系人：王某", "copies_to": "镇党委办公室", "copy_number": "1", "secrecy": "机密★1年",
    "urgency": "特急", "approvers": "钱某、孙某", "print_count": "50", "number": "高综治〔2026〕3号",
    "joint": "高塘镇司法所", "issuer_in_title": True,
}  # fmt: skip
SHOWN = {
    "份号": "000001", "密级和保密期限": "机密★1年", "紧急程度": "特急", "发文字号或者期号": "〔2026〕3号",
    "签发人": "签发人：", "会签（联合上行文的各签发人）": "孙某",
    "标题写发文机关": "高塘镇综治中心高塘镇司法所关于", "标题": "校园周边巡逻的文稿", "主送": "县委政法委：",
    "正文": "现将有关情况说明如下。", "附件说明": "附件：巡防名单", "联合发文的机关": "高塘镇司法所",
    "署名和成文日期": "2026年9月5日", "附注": "（联系人：王某）", "抄送": "抄送：镇党委办公室。",
    "印发机关和印发日期": "2026年9月5日印发", "印发份数": "共印50份",
}  # fmt: skip
PLACED = ("发文机关标志", "红色分隔线", "印章的位置", "页码")
"""Elements that are no words: told by where and how they stand."""


def drawn(kind, **changes):
    paper = drafting.draft_paper(
        {**VALUES, "kind": kind.name, **changes},
        Filling(annexes=(Annex("巡防名单", (Paragraph("略。"),)),)),
        letterhead="高塘镇综治中心文件",
    )
    with pdfplumber.open(io.BytesIO(pdf_bytes(paper)[0])) as pdf:
        return paper, [(page.chars, page.lines + page.rects) for page in pdf.pages]


def is_red(colour):
    return colour is not None and len(colour) == 3 and colour[0] > 0.7 and max(colour[1:]) < 0.2


def words(chars):
    return "".join(each["text"] for each in chars if not each["text"].isspace())


def elements(kind):
    """What a paper of the kind shows in PDF and twin, of what the rules let it bear."""
    paper, pages = drawn(kind)
    said = "".join(words(chars) for chars, _ in pages)
    twin = docx.Document(io.BytesIO(word_bytes(paper)))
    parts = [*twin.element.body.iter(), *(
        each for section in twin.sections for each in section.first_page_header._element.iter()
    )]  # fmt: skip
    told = "".join("".join(each.text.split()) for each in parts
                   if each.tag.endswith("}t") and each.text)  # fmt: skip
    found = {name for name, text in SHOWN.items() if text in said and text in told}
    assert {name for name, text in SHOWN.items() if text in said} == found, kind.name
    values = {**VALUES, "kind": kind.name}
    if any("不标注签发人" in each.sentence for each in kind_gates.of_kind(values)):
        found -= {"签发人", "会签（联合上行文的各签发人）"}
    chars, lines = pages[0]
    if any(is_red(each["non_stroking_color"]) and each["size"] > 22 for each in chars):
        found.add("发文机关标志")
    if any(is_red(each["stroking_color"]) for each in lines):
        found.add("红色分隔线")
    with_seal, without = (
        [
            round(each["top"])
            for chars, _ in drawn(kind, joint="", sealed=sealed)[1]
            for each in chars
        ]
        for sealed in (True, False)
    )
    if with_seal != without:
        found.add("印章的位置")
    if "—2—" in words(pages[1][0]):
        found.add("页码")
    return found


def table():
    """The manual's table: by column the kinds, by element which of them have it."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in MANUAL.read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    first = next(at for at, row in enumerate(rows) if row[0] == "要素")
    head = rows[first]
    kinds = {word: at for at, cell in enumerate(head) for word in cell.split("、") if at}
    held = {}
    for row in rows[first + 2 :]:
        if len(row) != len(head):
            break
        held[row[0]] = row
    return kinds, held


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_manual_s_table_says_which_elements_a_kind_has(kind):
    columns, held = table()
    told = {name for name, row in held.items() if row[columns[kind.word]] == "有"}
    assert told == elements(kind)


def test_the_table_has_a_row_for_every_element_and_a_column_for_every_kind():
    columns, held = table()
    assert set(held) == {*SHOWN, *PLACED}
    assert set(columns) == {each.word for each in KINDS}
    cells = {cell for row in held.values() for cell in row[1:]}
    assert cells == {"有", "—"}
    assert not re.search(r"\|\s*\|", "|".join("".join(row) for row in held.values()))
