"""主送 goes into the 版记 where the first page would show no text (GB/T 9704-2012, 7.3.2 and 7.4.2)."""

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaotang_desktop.documents.official_papers import lay_official_paper
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents.blocks import Annex, Column, OfficialPaper, Paragraph, Table

MM = 72 / 25.4
PAPER = OfficialPaper(
    kind="通报",
    title="关于平安夜巡情况的通报",
    blocks=(Paragraph("现将情况通报如下："), Paragraph("夜巡坚持得好。" * 30)),
    signer="高塘镇综治中心",
    date=date(2026, 9, 5),
    letterhead="高塘镇综治中心文件",
    number="高综治〔2026〕3号",
    addressee="各村：",
    copies_to="镇党委办公室，镇人民政府办公室",
)


def villages(count):
    return "、".join(f"第{n}村" for n in range(1, count + 1)) + "："


def text_of(page, size):
    """What a page says in one size, from above."""
    return "".join(c["text"] for c in page.chars if abs(c["size"] - size) < 0.01)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    count=st.integers(1, 110),
    form=st.sampled_from(["文件", "信函", "简报"]),
    joint=st.sampled_from([(), (), ("高塘镇司法所", "高塘镇派出所")]),
    copies=st.sampled_from(["", PAPER.copies_to]),
    title=st.integers(1, 5),
)
def test_the_first_page_shows_text_however_many_are_addressed(count, form, joint, copies, title):
    paper = replace(
        PAPER, addressee=villages(count), form=form, joint=joint, copies_to=copies,
        title="关于" + "平安夜巡和集中宣传" * title + "的通报",
    )  # fmt: skip
    laid = lay_official_paper(paper)
    assert laid.shows_text
    assert not laid.is_crowded
    # As long as there is room the recipients stand where everybody looks for them.
    assert count > 20 or not laid.addressee_moved


def test_few_recipients_stay_above_the_text():
    laid = lay_official_paper(replace(PAPER, addressee=villages(24)))
    assert not laid.addressee_moved
    assert laid.imprint is not None
    assert len(laid.imprint.copies) == 1


def test_moved_recipients_stand_above_the_copies_in_the_imprint_without_a_rule_between():
    content, made = pdf_bytes(replace(PAPER, addressee=villages(70)))
    assert made.may_be_issued
    [told] = [each for each in made.findings if "版记" in each.sentence]
    assert told.known, "it is told, and nobody is asked"
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        first, last = pdf.pages[0], pdf.pages[-1]
        assert "第1村" not in text_of(first, 15.75)
        assert "现将情况通报如下" in text_of(first, 15.75)
        said = text_of(last, 14.0)
        assert re.search(r"主送：第1村、第2村.*第70村。抄送：镇党委办公室", said)
        label = next(c for c in last.chars if c["text"] == "主" and abs(c["size"] - 14) < 0.01)
        copies = next(c for c in last.chars if c["text"] == "抄" and abs(c["size"] - 14) < 0.01)
        assert label["x0"] / MM == pytest.approx(28 + 14 / MM, abs=0.2)
        assert copies["x0"] == pytest.approx(label["x0"], abs=0.1)
        # Wrapped lines begin below the first name, 4号 characters in.
        names = [c for c in last.chars if label["bottom"] < c["top"] < copies["top"] - 5]
        assert min(c["x0"] for c in names) == pytest.approx(label["x0"] + 3 * 14, abs=0.5)
        inner = [line for line in last.lines if abs(line["linewidth"] - 0.25 * MM) < 0.01]
        foot = [line for line in inner if line["top"] > label["top"]]
        assert len(foot) == 1
        assert foot[0]["top"] > copies["bottom"]


def words_of(content):
    """The texts of a Word file outside its tables, and those of its last table."""
    document = docx.Document(io.BytesIO(content))
    cells = [p.text for row in document.tables[-1].rows for p in row.cells[0].paragraphs]
    return [p.text for p in document.paragraphs], cells


def test_the_word_twin_moves_them_alike():
    outside, imprint = words_of(word_bytes(replace(PAPER, addressee=villages(70))))
    assert not any("第1村" in text for text in outside)
    assert imprint[0].startswith("主送：第1村")
    assert imprint[0].endswith("第70村。")
    assert imprint[1].startswith("抄送：")
    outside, imprint = words_of(word_bytes(replace(PAPER, addressee=villages(24))))
    assert any(text.startswith("第1村") for text in outside)
    assert imprint[0].startswith("抄送：")


def test_behind_an_annex_that_lies_across_they_stand_in_its_imprint():
    annex = Annex(
        "统计表", (Table((Column("村"), Column("次")), (("甲", "1"),) * 5),), landscape=True
    )
    paper = replace(PAPER, addressee=villages(70), annexes=(annex,))
    laid = lay_official_paper(paper)
    assert laid.addressee_moved
    assert not laid.imprint_moved
    xml = docx.Document(io.BytesIO(word_bytes(paper))).element.xml
    assert "主送：第1村" in xml


def test_a_letter_names_them_at_its_end_even_when_nobody_gets_a_copy():
    paper = replace(PAPER, form="信函", addressee=villages(130), copies_to="")
    laid = lay_official_paper(paper)
    assert laid.addressee_moved
    assert laid.imprint is not None
    assert not laid.imprint.ruled
    assert lay_official_paper(replace(paper, addressee=villages(5))).imprint is None
