from dataclasses import replace
from datetime import date

import pytest
from paper_samples import found

from gaotang_desktop.documents.preflight import stand_in_faces
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.mends import mended
from gaotang_desktop.domain.documents.notices import blocks_of

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
        (
            {"addressee": "、".join(f"第{n}村" for n in range(200)), "letterhead": ""},
            "首页排不下正文",
            "阻止",
        ),
        (
            {"addressee": "、".join(f"第{n}村" for n in range(200))},
            "主送和抄送的单位太多",
            "阻止",
        ),
        ({"addressee": "、".join(f"第{n}村" for n in range(70))}, "已经按国标移到版记", "提醒"),
        (
            {"blocks": (Paragraph("请落实。"),), "copies_to": "、".join(["镇党委办公室"] * 14)},
            "首页没有正文",
            "阻止",
        ),
        ({"copies_to": "、".join(f"第{n}单位" for n in range(200))}, "抄送的单位太多", "阻止"),
        ({"title": ""}, "没有标题", "阻止"),
        ({"number": "高综治(2026)3号"}, "六角括号", "阻止"),
        ({"number": "高综治〔2026〕第03号"}, "不加“第”", "阻止"),
        ({"blocks": (Paragraph("根据高综治(2026)2号,请落实。"),)}, "要用六角括号", "提醒"),
        ({"blocks": (Paragraph("各村,请落实。"),)}, "半角标点“,”", "提醒"),
        ({"blocks": (Paragraph("2026年09月05日开会。"),)}, "前面不加 0", "提醒"),
        ({"blocks": (Paragraph("责任人：\t张三。"),)}, "“责任人：”后面有制表符", "提醒"),
        ({"blocks": (Paragraph('他说"要抓好"。'),)}, '直引号“"”', "提醒"),
        ({"blocks": (Paragraph("一.总体要求", 1), Paragraph("抓好。"))}, "后面要用顿号", "提醒"),
        ({"blocks": (Paragraph("1、抓好落实。"),)}, "写成“1.”", "提醒"),
        ({"blocks": (Paragraph("2026.10.1前完成。"),)}, "日期“2026.10.1”要写成", "提醒"),
        ({"blocks": (Paragraph("请抓好。"), Paragraph("二、措施", 1))}, "下面没有内容", "提醒"),
        ({"blocks": (Paragraph("请抓好。"), Paragraph("高塘镇综治中心"))}, "印两遍", "提醒"),
        ({"blocks": (Paragraph("请抓好。"), Paragraph("2026年9月5日"))}, "印两遍", "提醒"),
        ({"blocks": (Paragraph("请抓好。"), Paragraph("附件：1.名单"))}, "印两遍", "提醒"),
        (
            {
                "letterhead": "陕西省渭南市华州区高塘镇提升群众安全感满意度双提升工作领导小组办公室文件"
            },
            "比标题",
            "提醒",
        ),
        (
            {"blocks": (Paragraph("请登录网站查看" + "https://www.example.gov.cn/" + "abc" * 14),)},
            "允许在中间断开",
            "提醒",
        ),
        ({"blocks": (Paragraph("村" * 4001),)}, "超过 4000 个字", "提醒"),
        ({"blocks": (Paragraph("请\U00030ede某参加。"),)}, "U+30EDE", "提醒"),
        ({"blocks": (Paragraph("请㙍某参加。"),)}, "“㙍”字在仿宋里没有", "提醒"),
        ({"blocks": (Paragraph("请𠮷某参加。"),)}, "在仿宋里没有，这个字用生僻字字体印", "提醒"),
        ({"blocks": (Paragraph("请参加😀。"),)}, "U+1F600", "阻止"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(changes, words, severity):
    found = [each for each in said(**changes) if words in each.sentence]
    assert found
    assert found[0].severity == severity
    assert found[0].sentence.endswith("。")


def test_a_long_word_that_may_be_broken_no_longer_tears_its_line():
    body = "请登录网站查看https://www.example.gov.cn/" + "abc" * 14
    loosened = mended("long-words", body)
    assert any("拉开" in each.sentence for each in said(blocks=(Paragraph(body),)))
    assert said(blocks=(Paragraph(loosened),)) == ()


@pytest.mark.parametrize("mend", ["quotes", "marks", "headings", "dates", "numbers", "typed-ends",
                                  "empty-headings", "long-words"])  # fmt: skip
def test_a_finding_that_offers_a_mend_is_gone_when_it_is_mended(mend):
    body = (
        '一.总体要求\n1、他说"要抓好",(见高综治(2026)2号)\n2026.10.1前完成。\n'
        "请看www.example.gov.cn/" + "abc" * 18 + "\n高塘镇综治中心\n二、"
    )
    before = {each.mend for each in said(blocks=blocks_of(body))}
    assert mend in before
    after = mended(mend, body, signer=PAPER.signer, addressee="各村")
    assert mend not in {each.mend for each in said(blocks=blocks_of(after))}


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
    assert not any(
        "主送" in each.sentence for each in made.findings
    )  # it is the title that is long


def test_the_open_faces_are_named_as_stand_ins():
    said = stand_in_faces()
    if not said:
        pytest.skip("this machine has the office's faces")
    assert "方正小标宋" in said
    assert Finding(0, said, known=True) in pdf_bytes(PAPER)[1].findings
