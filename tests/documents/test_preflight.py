from dataclasses import replace
from datetime import date

import pytest
from paper_samples import found

from gaotang_desktop.documents.pen import Finding
from gaotang_desktop.documents.preflight import stand_in_faces
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph

PAPER = OfficialPaper(
    "通知", "关于开会的通知", (Paragraph("请按时参加。"), Paragraph("特此通知。")),
    "高塘镇综治中心", date(2026, 9, 5), "高塘镇综治中心文件", "高综治〔2026〕3号", "各村：",
)  # fmt: skip


def said(**changes):
    return found(pdf_bytes(replace(PAPER, **changes))[1])


def test_a_sound_paper_has_no_findings():
    assert said() == ()


@pytest.mark.parametrize(
    ("changes", "words", "severity"),
    [
        ({"blocks": ()}, "正文是空的", "阻止"),
        ({"date": None}, "没有成文日期", "阻止"),
        ({"signer": ""}, "没有署名", "阻止"),
        ({"addressee": ""}, "没有主送", "提醒"),
        ({"title": ""}, "没有标题", "阻止"),
        ({"number": "高综治(2026)3号"}, "六角括号", "阻止"),
        ({"number": "高综治〔2026〕第03号"}, "不加“第”", "阻止"),
        ({"blocks": (Paragraph("根据高综治(2026)2号,请落实。"),)}, "要用六角括号", "提醒"),
        ({"blocks": (Paragraph("各村,请落实。"),)}, "半角标点“,”", "提醒"),
        ({"blocks": (Paragraph("2026年09月05日开会。"),)}, "前面不加 0", "提醒"),
        ({"blocks": (Paragraph("村" * 4001),)}, "超过 4000 个字", "提醒"),
        ({"blocks": (Paragraph("请𠮷某参加。"),)}, "U+20BB7", "阻止"),
        ({"blocks": (Paragraph("请㙍某参加。"),)}, "“㙍”字在仿宋里没有", "提醒"),
        ({"blocks": (Paragraph("请参加😀。"),)}, "U+1F600", "阻止"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(changes, words, severity):
    found = [each for each in said(**changes) if words in each.sentence]
    assert found
    assert found[0].severity == severity
    assert found[0].sentence.endswith("。")


def test_a_finding_names_page_and_line():
    blocks = (*[Paragraph("请认真落实。")] * 20, Paragraph("2026年09月开会。"))
    (found,) = [each for each in said(blocks=blocks) if "不加 0" in each.sentence]
    assert found.page == 2
    assert found.place.startswith("第2页第")
    assert found.line > 1


def test_a_title_of_5000_characters_is_set_and_refused_in_a_sentence():
    _, made = pdf_bytes(replace(PAPER, title="关于平安夜巡" * 834))
    assert not made.may_be_issued
    assert any("标题有 5004 个字" in each.sentence for each in made.findings)


def test_the_open_faces_are_named_as_stand_ins():
    said = stand_in_faces()
    if not said:
        pytest.skip("this machine has the office's faces")
    assert "方正小标宋" in said
    assert Finding(1, said) in pdf_bytes(PAPER)[1].findings
