"""Word twins opened again: their texts in order, the roots of their parts."""

import io
import zipfile
from datetime import date

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents.blocks import (
    Column,
    OfficialPaper,
    Table,
)

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
