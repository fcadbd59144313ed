"""The table of kinds × elements: every kind that goes out shows every element that it may have."""

import io
from datetime import date

import docx
import pypdfium2

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents import drafting
from gaotang_desktop.domain.documents.blocks import Annex, Paragraph
from gaotang_desktop.domain.documents.drafting import Filling
from gaotang_desktop.domain.documents.kinds import KINDS

VALUES = {
    "name": "关于校园周边巡逻的文稿", "addressee": "县委政法委", "signer": "高塘镇综治中心",
    "dated_on": date(2026, 9, 5), "body": "现将有关情况说明如下。", "sealed": True,
    "note": "联系人：王某", "copies_to": "镇党委办公室", "copy_number": "1", "secrecy": "机密★1年",
    "urgency": "特急", "approvers": "钱某、孙某", "print_count": "50", "number": "高综治〔2026〕3号",
    "joint": "高塘镇司法所", "issuer_in_title": True,
}  # fmt: skip
SHOWN = {
    "份号": "000001", "密级": "机密★1年", "紧急程度": "特急", "签发人": "签发人：", "发文字号": "〔2026〕3号",
    "主送": "县委政法委：", "标题写发文机关": "高塘镇综治中心高塘镇司法所关于", "附件说明": "附件：巡防名单",
    "联合署名": "高塘镇司法所", "日期": "2026年9月5日", "附注": "（联系人：王某）", "抄送": "抄送：镇党委办公室。",
    "印发份数": "共印50份",
}  # fmt: skip
WITHOUT = {
    "文书": {"份号", "密级", "紧急程度", "签发人", "抄送", "印发份数"},  # a paper without a head
    "信函": {"签发人", "印发份数"},  # 10.1: neither in its head nor in its 版记
}
"""What a form has not, by the standard or as it bears no red head."""


def test_every_kind_shows_every_element_that_its_form_has(capsys):
    rows, missing = [], []
    for kind in KINDS:
        paper = drafting.draft_paper(
            {**VALUES, "kind": kind.name},
            Filling(annexes=(Annex("巡防名单", (Paragraph("略。"),)),)),
            letterhead="高塘镇综治中心文件",
        )
        content, _ = pdf_bytes(paper)
        pages = pypdfium2.PdfDocument(content)
        said = "".join("".join(p.get_textpage().get_text_range().split()) for p in pages)
        twin = docx.Document(io.BytesIO(word_bytes(paper)))
        parts = [*twin.element.body.iter(), *(
            each for section in twin.sections for each in section.first_page_header._element.iter()
        )]  # fmt: skip
        words = "".join("".join(each.text.split()) for each in parts
                        if each.tag.endswith("}t") and each.text)  # fmt: skip
        never = set(WITHOUT.get(kind.form, ()))
        if not kind.addressed:
            never.add("主送")
        cells = []
        for name, text in SHOWN.items():
            if name in never:
                cells.append("—")
                continue
            here = text in said and text in words
            cells.append("有" if here else "缺")
            if not here:
                missing.append((kind.name, name, text in said, text in words))
        rows.append(f"{kind.name}\t" + "\t".join(cells))
    with capsys.disabled():
        print("\n文种\t" + "\t".join(SHOWN), *rows, sep="\n")
    assert missing == []
