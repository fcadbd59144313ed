"""Elements of head and foot that not every paper has, measured on the page (GB/T 9704-2012, 7.2, 7.4)."""

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.elements import Elements, elements_of, problems

MM = 72 / 25.4
ADVANCE = 156 * MM / 28
PITCH = (225 * MM - 15.75) / 21
PAPER = OfficialPaper(
    kind="报告",
    title="关于双提升工作情况的报告",
    blocks=(Paragraph("现将情况报告如下。"), Paragraph("特此报告。")),
    signer="高塘镇综治中心",
    date=date(2026, 9, 5),
    letterhead="高塘镇综治中心文件",
    number="高综治〔2026〕3号",
    addressee="县委政法委：",
    copies_to="镇党委办公室",
    elements=Elements("000001", "机密★1年", "特急", ("张三", "李四"), "50"),
)


def pages_of(**changes):
    elements = replace(PAPER.elements, **changes)
    content, made = pdf_bytes(replace(PAPER, elements=elements))
    return pdfplumber.open(io.BytesIO(content)).pages, made


def find(page, text, size=15.75):
    chars = [c for c in page.chars if abs(c["size"] - size) < 0.01]
    said = "".join(c["text"] for c in chars)
    at = said.index(text)
    return chars[at : at + len(text)]


def test_the_corner_has_copy_number_secrecy_and_urgency_below_each_other():
    (page, *_), made = pages_of()
    assert made.may_be_issued
    for line, text in enumerate(("000001", "机密★1年", "特急")):
        found = find(page, text)
        assert found[0]["x0"] / MM == pytest.approx(28, abs=0.5)
        assert found[0]["top"] / MM == pytest.approx(37 + line * PITCH / MM, abs=1)
        assert ("Sans" in found[0]["fontname"]) == (line > 0)
    # The letterhead keeps its place, 72 mm below the edge of the paper.
    head = find(page, "高塘镇综治中心文件", 15 * MM)
    assert head[0]["top"] / MM == pytest.approx(72, abs=1.5)


@pytest.mark.parametrize(
    ("elements", "lines"),
    [
        (Elements(), ()),
        (Elements(urgency="加急"), ("加急",)),
        (Elements(secrecy="秘密"), ("", "秘密")),
        (Elements(secrecy="秘密", urgency="加急"), ("", "秘密", "加急")),
        (Elements("000001", urgency="加急"), ("000001", "加急")),
    ],
)
def test_what_is_missing_leaves_secrecy_on_the_second_line(elements, lines):
    assert elements.corner == lines


def test_a_paper_that_goes_upwards_has_its_number_left_and_the_names_right():
    (page, *_), _ = pages_of()
    number, label, last = find(page, PAPER.number), find(page, "签发人："), find(page, "李四")
    assert number[0]["x0"] - 28 * MM == pytest.approx(ADVANCE, abs=0.5)
    assert 184 * MM - last[-1]["x1"] == pytest.approx(ADVANCE, abs=0.5)
    assert label[0]["top"] == pytest.approx(number[0]["top"], abs=0.1)
    assert last[0]["fontname"] != label[0]["fontname"]
    head = find(page, "高塘镇综治中心文件", 15 * MM)
    assert 2 * PITCH - 3 <= number[0]["top"] - head[0]["bottom"] <= 2.6 * PITCH


def test_four_names_stand_two_in_a_row_with_the_number_beside_the_last():
    (page, *_), _ = pages_of(approvers=("张三", "李四", "王五", "赵六"))
    first, third = find(page, "张三"), find(page, "王五")
    assert third[0]["x0"] == pytest.approx(first[0]["x0"], abs=0.1)
    assert third[0]["top"] - first[0]["top"] == pytest.approx(PITCH, abs=0.1)
    assert find(page, PAPER.number)[0]["top"] == pytest.approx(third[0]["top"], abs=0.1)
    rule = next(line for line in page.lines if abs(line["linewidth"] - 0.5 * MM) < 0.01)
    assert (rule["top"] - third[0]["bottom"]) / MM == pytest.approx(4, abs=0.5)
    body = find(page, "现将")[0]
    assert (body["top"] - 37 * MM) / PITCH == pytest.approx(
        round((body["top"] - 37 * MM) / PITCH), abs=0.02
    )


def test_the_number_of_copies_stands_below_a_rule_of_its_own():
    pages, _ = pages_of()
    last = pages[-1]
    count, printed = find(last, "共印50份", 14.0), find(last, "2026年9月5日印发", 14.0)
    assert 184 * MM - count[-1]["x1"] == pytest.approx(14, abs=0.5)
    thin = [line["top"] for line in last.lines if abs(line["linewidth"] - 0.25 * MM) < 0.01]
    assert any(printed[0]["bottom"] < top < count[0]["top"] + 1 for top in thin)
    thick = [line["top"] / MM for line in last.lines if abs(line["linewidth"] - 0.35 * MM) < 0.01]
    assert max(thick) == pytest.approx(262, abs=0.2)


def test_what_is_typed_becomes_the_elements():
    typed = {
        "copy_number": "7", "secrecy": "机密*1年", "urgency": "特急", "approvers": "张三、李四 王五",
        "print_count": "50份",
    }  # fmt: skip
    found = elements_of(typed)
    assert found == Elements("000007", "机密★1年", "特急", ("张三", "李四", "王五"), "50")
    assert list(problems(found)) == []
    assert elements_of({}) == Elements()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"copy_number": "第1份"}, "六位"),
        ({"secrecy": "内部"}, "机密★1年"),
        ({"secrecy": "机密1年"}, "机密★1年"),
        ({"urgency": "急"}, "特急或者加急"),
        ({"print_count": "很多"}, "阿拉伯数字"),
        ({"print_count": "0"}, "阿拉伯数字"),
    ],
)
def test_what_the_standard_does_not_know_keeps_the_paper_from_going_out(changes, words):
    _, made = pages_of(**changes)
    assert not made.may_be_issued
    assert any(words in each.sentence for each in made.findings)


def test_a_secret_paper_without_a_copy_number_is_asked_about():
    _, made = pages_of(copy_number="")
    assert made.may_be_issued
    assert any("要标注份号" in each.sentence for each in made.findings)


@pytest.mark.parametrize("lines", range(1, 40, 7))
def test_on_demand_the_imprint_stands_on_the_back_of_the_last_sheet(lines):
    paper = replace(
        PAPER, blocks=(Paragraph("请各村按照职责分工，做好校园周边巡逻工作。" * lines),) * 2
    )
    _, before = pdf_bytes(paper)
    content, made = pdf_bytes(replace(paper, even_imprint=True))
    assert made.pages == before.pages + before.pages % 2
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        with_imprint = [n for n, page in enumerate(pdf.pages, 1) if "印发" in page.extract_text()]
    assert with_imprint == [made.pages]
    assert not any("放不下版记" in each.sentence for each in made.findings)
