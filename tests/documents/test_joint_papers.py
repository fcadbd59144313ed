"""联合行文, measured in millimetres on the page (GB/T 9704-2012, 7.2.4, 7.3.5, 10.1)."""

import io
import itertools
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.elements import Elements
from gaotang_desktop.domain.documents.joint import MOST, others_in, titled

MM = 72 / 25.4
SEAL = 42
PAPER = OfficialPaper(
    kind="通知",
    title="关于加强校园周边巡逻的通知",
    blocks=(Paragraph("请各村、各单位按照职责分工做好巡逻工作。"),),
    signer="高塘镇综治中心",
    date=date(2026, 9, 5),
    letterhead="高塘镇综治中心文件",
    number="高综治〔2026〕3号",
    addressee="各村：",
    joint=("高塘镇派出所", "高塘镇司法所", "高塘镇民政和退役军人事务办公室"),
)


def read(paper):
    content, made = pdf_bytes(paper)
    return pdfplumber.open(io.BytesIO(content)).pages, made


def find(chars, text):
    at = "".join(c["text"] for c in chars).index(text)
    return chars[at : at + len(text)]


def red(page):
    return [c for c in page.chars if (c["non_stroking_color"] or (0,))[0] > 0.5]


def test_names_stand_below_each_other_in_one_width_and_the_word_beside_their_middle():
    (page, *_), made = read(replace(PAPER, blocks=PAPER.blocks * 12))
    assert made.may_be_issued
    chars = red(page)
    names = [find(chars, each) for each in ("高塘镇综治中心", *PAPER.joint)]
    tops = [each[0]["top"] for each in names]
    assert tops == sorted(tops)
    assert tops[0] / MM == pytest.approx(72, abs=1.5)
    for each in names:
        assert each[0]["x0"] == pytest.approx(names[0][0]["x0"], abs=0.5)
        assert each[-1]["x1"] == pytest.approx(names[0][-1]["x1"], abs=0.5)
    word = find(chars, "文件")
    assert word[0]["x0"] > names[0][-1]["x1"]
    assert word[0]["top"] == pytest.approx((tops[0] + tops[-1]) / 2, abs=0.5)
    left, right = names[0][0]["x0"], word[-1]["x1"]
    assert (left + right) / 2 / MM == pytest.approx(106, abs=0.5)
    assert "巡逻工作" in page.extract_text()


def middles(page, names):
    found = []
    for name in names:
        chars = find([c for c in page.chars if c["top"] > 60 * MM and c["size"] < 20], name)
        found.append(
            (
                (chars[0]["x0"] + chars[-1]["x1"]) / 2 / MM,
                (chars[0]["top"] + chars[0]["bottom"]) / 2 / MM,
            )
        )
    return found


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_seals_neither_touch_nor_leave_the_block_and_the_last_presses_the_day(count):
    units = tuple(f"高塘镇{each}办公室" for each in "甲乙丙丁戊己庚辛壬")[:count]
    # Without a head all of it stands on one page.
    paper = replace(PAPER, letterhead="", signer=units[0], joint=units[1:])
    pages, made = read(paper)
    assert made.pages == 1
    places = middles(pages[0], units)
    rows = sorted({round(y) for _, y in places})
    assert len(rows) == -(-count // 3)
    for at, (x, y) in enumerate(places):
        assert x - SEAL / 2 >= 28
        assert x + SEAL / 2 <= 184
        for x2, y2 in places[at + 1 :]:
            assert ((x - x2) ** 2 + (y - y2) ** 2) ** 0.5 > SEAL
    [(x, y)] = middles(pages[0], ["2026年9月5日"])
    assert abs(x - places[-1][0]) < 3
    assert 0 < y - places[-1][1] < SEAL / 2


def test_without_seals_the_names_stand_below_each_other_the_lead_first():
    pages, _ = read(replace(PAPER, sealed=False, letterhead=""))
    places = middles(pages[0], ("高塘镇综治中心", *PAPER.joint, "2026年9月5日"))
    ys = [y for _, y in places]
    assert all(1 < (b - a) < 11 for a, b in itertools.pairwise(ys))


def test_a_letter_has_the_head_of_the_lead_unit_alone():
    (page, *_), _ = read(replace(PAPER, form="信函", letterhead="高塘镇综治中心"))
    assert "".join(c["text"] for c in red(page)) == "高塘镇综治中心"


def test_thirty_units_are_refused_in_a_sentence_and_none_is_lost():
    units = tuple(f"第{number}办公室" for number in range(29))
    pages, made = read(replace(PAPER, joint=units))
    said = [each for each in made.findings if each.severity == "阻止"]
    assert ["30 个" in each.sentence for each in said] == [True]
    assert "第28办公室" in "".join(page.extract_text() for page in pages)
    assert word_bytes(replace(PAPER, joint=units))


def test_each_unit_of_a_paper_that_goes_upwards_has_its_signer():
    paper = replace(PAPER, kind="报告", elements=Elements(approvers=("张三", "李四")))
    assert any("签发人" in each.sentence for each in read(paper)[1].findings)
    whole = replace(paper, elements=Elements(approvers=("张三", "李四", "王五", "赵六")))
    assert not any("签发人" in each.sentence for each in read(whole)[1].findings)


def test_nobody_sends_twice_and_the_issuer_comes_in_front_of_the_title():
    assert others_in("派出所，司法所、派出所、综治中心", "综治中心") == ("派出所", "司法所")
    assert titled("关于巡逻的通知", "综治中心", ("派出所",)) == "综治中心 派出所关于巡逻的通知"
    assert titled("综治中心关于巡逻的通知", "综治中心", ()) == "综治中心关于巡逻的通知"
