"""The letter (GB/T 9704-2012, 10.1) and the 纪要 (10.3), measured in millimetres on the page."""

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.elements import Elements

MM = 72 / 25.4
HEIGHT = 5.56
"""A character of 3号 in mm."""
ADVANCE = 156 / 28
PITCH = (225 - 15.75 / MM) / 21
TEXT = tuple(Paragraph("请贵单位按照职责分工，做好校园周边巡逻工作。" * 9) for _ in range(5))
LETTER = OfficialPaper(
    kind="函", form="信函", title="关于加强校园周边巡逻的函", blocks=TEXT, signer="高塘镇综治中心",
    date=date(2026, 9, 5), letterhead="高塘镇综治中心", number="高综治〔2026〕3号",
    addressee="县公安局：", copies_to="镇党委办公室",
)  # fmt: skip
MINUTES = OfficialPaper(
    kind="纪要", form="纪要", title="十月平安形势研判会议纪要", blocks=TEXT[:2], signer="高塘镇综治中心",
    date=date(2026, 9, 5), letterhead="高塘镇综治中心会议纪要", number="会议纪要2026年第3期",
    attendance=(("出席", "，".join(["派出所", "司法所", "卫生院"] * 7)), ("请假", "供电所")),
)  # fmt: skip


def pages_of(paper):
    content, made = pdf_bytes(paper)
    return pdfplumber.open(io.BytesIO(content)).pages, made


def find(page, text, size=15.75):
    chars = [c for c in page.chars if abs(c["size"] - size) < 0.01]
    at = "".join(c["text"] for c in chars).index(text)
    return chars[at : at + len(text)]


def red_rules(page):
    """Middle, thickness and ends of the red lines of a page, from above, in mm."""
    return [
        (each["top"] / MM, each["linewidth"] / MM, each["x0"] / MM, each["x1"] / MM)
        for each in sorted(page.lines, key=lambda line: line["top"])
        if each["stroking_color"] and each["stroking_color"][0] > 0.5 > each["stroking_color"][1]
    ]


def test_a_letter_s_head_stands_30_mm_below_the_edge_with_red_lines_4_mm_below_it():
    (page, *_), made = pages_of(LETTER)
    assert made.may_be_issued
    head = find(page, "高塘镇综治中心", 15 * MM)
    assert head[0]["top"] / MM == pytest.approx(30, abs=1.5)
    assert (head[0]["x0"] + head[-1]["x1"]) / 2 / MM == pytest.approx(106, abs=0.5)
    thick, thin, *_ = red_rules(page)
    assert thick[0] - thick[1] / 2 == pytest.approx(30 + 15 + 4, abs=0.1)
    assert thick[1] > thin[1]
    assert thick[0] < thin[0]


def test_a_letter_s_lines_are_170_mm_long_and_the_lower_ones_20_mm_above_the_edge():
    (page, *_), _ = pages_of(LETTER)
    rules = red_rules(page)
    assert len(rules) == 4
    for _, _, left, right in rules:
        assert right - left == pytest.approx(170, abs=0.1)
        assert left + right == pytest.approx(210, abs=0.1)
    thin, thick = rules[2:]
    # 上细下粗.
    assert thin[1] < thick[1]
    assert 297 - (thick[0] + thick[1] / 2) == pytest.approx(20, abs=0.1)


def test_a_letter_s_number_ends_at_the_right_edge_seven_eighths_of_a_character_below_the_lines():
    (page, *_), _ = pages_of(LETTER)
    number = find(page, LETTER.number)
    assert number[-1]["x1"] / MM == pytest.approx(184, abs=0.3)
    thin = red_rules(page)[1]
    gap = number[0]["top"] / MM - (thin[0] + thin[1] / 2)
    assert gap == pytest.approx(HEIGHT * 7 / 8, abs=0.8)
    title = find(page, "关于加强", 22.0)
    between = (title[0]["top"] - number[0]["bottom"]) / MM
    assert 2 * PITCH - 5 <= between <= 3 * PITCH


def test_a_letter_s_corner_stands_at_the_left_edge_below_the_lines():
    elements = Elements("000001", "机密★1年", "特急")
    (page, *_), _ = pages_of(replace(LETTER, elements=elements))
    tops = []
    for text in ("000001", "机密★1年", "特急"):
        found = find(page, text)
        assert found[0]["x0"] / MM == pytest.approx(28, abs=0.5)
        tops.append(found[0]["top"] / MM)
    assert tops[0] == pytest.approx(find(page, LETTER.number)[0]["top"] / MM, abs=0.6)
    assert tops[1] - tops[0] == pytest.approx(PITCH, abs=0.6)
    title = find(page, "关于加强", 22.0)
    assert title[0]["top"] / MM > tops[2] + 2 * PITCH


def test_a_letter_s_first_page_bears_no_number_and_its_foot_only_the_copies():
    pages, _ = pages_of(LETTER)
    assert len(pages) >= 2
    assert "—" not in "".join(c["text"] for c in pages[0].chars)
    assert "— 2 —" in pages[1].extract_text()
    last = pages[-1]
    copies = find(last, "抄送：镇党委办公室。", 14.0)
    assert copies[0]["bottom"] / MM == pytest.approx(262, abs=3)
    assert "印发" not in last.extract_text()
    assert not last.lines


def test_the_head_of_minutes_stands_35_mm_below_the_block_with_issue_issuer_and_day():
    (page, *_), made = pages_of(MINUTES)
    assert made.may_be_issued
    size = min(15 * MM, 156 * MM / len(MINUTES.letterhead))
    head = find(page, MINUTES.letterhead, size)
    assert head[0]["top"] / MM - 37 == pytest.approx(35, abs=1.5)
    number = find(page, "2026年第3期")
    assert (number[0]["x0"] + number[-1]["x1"]) / 2 / MM == pytest.approx(106, abs=0.5)
    issuer, day = find(page, "高塘镇综治中心"), find(page, "2026年9月5日")
    assert issuer[0]["x0"] / MM - 28 == pytest.approx(ADVANCE, abs=0.3)
    assert 184 - day[-1]["x1"] / MM == pytest.approx(ADVANCE, abs=0.3)
    assert issuer[0]["top"] == pytest.approx(day[0]["top"], abs=0.6)
    (rule,) = red_rules(page)
    assert rule[0] - issuer[0]["bottom"] / MM == pytest.approx(4, abs=0.8)


def test_attendance_stands_below_a_blank_line_with_its_label_in_another_face():
    pages, _ = pages_of(MINUTES)
    page = next(each for each in pages if "出席" in each.extract_text())
    label, first = find(page, "出席："), find(page, "派出所，司法所")
    assert label[0]["x0"] / MM - 28 == pytest.approx(2 * ADVANCE, abs=0.3)
    assert first[0]["x0"] / MM - 28 == pytest.approx(5 * ADVANCE, abs=0.5)
    assert label[0]["fontname"] != first[0]["fontname"]
    # Wrapped lines begin below the first name.
    lines = {}
    for char in page.chars:
        if abs(char["size"] - 15.75) < 0.01 and first[0]["top"] - 1 < char["top"]:
            lines.setdefault(round(char["top"]), []).append(char["x0"])
    wrapped = sorted(lines)[1]
    assert min(lines[wrapped]) == pytest.approx(first[0]["x0"], abs=1.5)
    absent = find(page, "请假：")
    assert absent[0]["top"] > label[0]["top"]


def test_minutes_bear_no_signature_below_their_text():
    pages, _ = pages_of(MINUTES)
    said = "".join(page.extract_text() for page in pages)
    assert said.count("高塘镇综治中心") == 3  # head, issuer, 版记


@pytest.mark.parametrize("paper", [LETTER, MINUTES])
def test_the_text_stands_on_the_grid(paper):
    (page, *_), _ = pages_of(paper)
    body = find(page, "请贵单位")[0]
    line = (body["top"] / MM - 37) / PITCH
    assert line == pytest.approx(round(line), abs=0.05)
