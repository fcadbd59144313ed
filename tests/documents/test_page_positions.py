"""The numbers of GB/T 9704-2012, read back from the finished pages."""

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest
from paper_samples import found

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
)

MM = 72 / 25.4
ADVANCE = 156 * MM / 28
PITCH = (225 * MM - 15.75) / 21
RIGHT = 184 * MM
DAY = date(2026, 9, 5)
TABLE = Table(
    (Column("村"), Column("应巡", align="decimal", group="次数"), Column("实巡", align="decimal", group="次数")),
    (("郭桥村", "12.5", "3"),) * 60,
)  # fmt: skip
PAPER = OfficialPaper(
    kind="通报",
    title="关于平安夜巡情况的通报",
    blocks=(Paragraph("现将情况通报如下：" + "夜巡坚持得好。" * 30), Paragraph("特此通报。")),
    signer="高塘镇社会治安综合治理中心",
    date=DAY,
    letterhead="高塘镇综治中心文件",
    number="高综治〔2026〕3号",
    addressee="各村：",
    copies_to="镇党委办公室",
)


def pages_of(paper):
    content, made = pdf_bytes(paper)
    return pdfplumber.open(io.BytesIO(content)).pages, made


def find(page, text, size=None):
    """The characters of the first place where the page says so, in one size."""
    chars = [c for c in page.chars if size is None or abs(c["size"] - size) < 0.01]
    said = "".join(c["text"] for c in chars)
    at = said.index(text)
    return chars[at : at + len(text)]


def rules(page, width):
    return [line for line in page.lines if abs(line["linewidth"] - width * MM) < 0.01]


def middle(chars):
    return (chars[0]["x0"] + chars[-1]["x1"]) / 2


def test_the_letterhead_is_red_centred_and_begins_72_mm_below_the_edge():
    pages, _ = pages_of(PAPER)
    chars = find(pages[0], PAPER.letterhead)
    assert chars[0]["top"] / MM == pytest.approx(72, abs=1)
    assert middle(chars) / MM == pytest.approx(28 + 78, abs=0.3)
    assert chars[0]["size"] <= 15 * MM + 0.01
    assert chars[0]["non_stroking_color"][0] > 0.7
    assert chars[-1]["x1"] <= RIGHT


def test_number_rule_title_and_addressee_stand_in_their_places():
    pages, _ = pages_of(PAPER)
    head = find(pages[0], PAPER.letterhead)
    number = find(pages[0], PAPER.number)
    (rule,) = rules(pages[0], 0.5)
    title = find(pages[0], PAPER.title, 22.0)
    addressee = find(pages[0], "各村：", 15.75)
    assert 2 * PITCH - 3 <= number[0]["top"] - head[0]["bottom"] <= 2.6 * PITCH
    assert (rule["top"] - number[0]["bottom"]) / MM == pytest.approx(4, abs=0.5)
    assert 2 * PITCH - 3 <= title[0]["top"] - rule["top"] <= 2.6 * PITCH
    assert middle(title) / MM == pytest.approx(106, abs=0.3)
    assert addressee[0]["top"] - title[0]["top"] == pytest.approx(2 * PITCH, abs=2)
    assert addressee[0]["x0"] / MM == pytest.approx(28, abs=0.5)


@pytest.mark.parametrize("letterhead", ["高塘镇", "高塘镇社会治安综合治理中心文件", "高" * 40])
def test_a_letterhead_of_any_length_stays_in_one_line_with_the_text_on_the_grid(letterhead):
    pages, _ = pages_of(replace(PAPER, letterhead=letterhead))
    chars = find(pages[0], letterhead)
    assert chars[-1]["x1"] - chars[0]["x0"] <= 156 * MM + 0.1
    body = find(pages[0], "现将", 15.75)[0]
    line = (body["top"] - 37 * MM) / PITCH
    assert line == pytest.approx(round(line), abs=0.02)


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages():
    long = replace(PAPER, blocks=(Paragraph("村" * 1500), Paragraph("特此通报。")))
    pages, _ = pages_of(long)
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        dashes = [c for c in page.chars if c["text"] == "—" and c["size"] == 14.0]
        assert len(dashes) == 2
        assert "Serif" in dashes[0]["fontname"]
        if number % 2:
            assert RIGHT - dashes[-1]["x1"] == pytest.approx(14, abs=0.5)
        else:
            assert dashes[0]["x0"] - 28 * MM == pytest.approx(14, abs=0.5)
        dash = (dashes[0]["top"] + dashes[0]["bottom"]) / 2
        assert dash / MM == pytest.approx(262 + 7, abs=1)


def test_with_a_seal_the_date_ends_four_characters_in_and_the_issuer_is_centred_above():
    pages, _ = pages_of(replace(PAPER, copies_to=""))
    last = pages[-1]
    signer = find(last, PAPER.signer, 15.75)
    day = find(last, "2026年9月5日", 15.75)
    closing = find(last, "特此通报。", 15.75)
    assert RIGHT - day[-1]["x1"] == pytest.approx(4 * ADVANCE, abs=0.5)
    assert middle(signer) == pytest.approx(middle(day), abs=0.5)
    assert day[0]["top"] - signer[0]["top"] == pytest.approx(PITCH, abs=0.1)
    blank = (signer[0]["top"] - closing[0]["top"]) / PITCH - 1
    assert 2 <= round(blank, 2) <= 3


@pytest.mark.parametrize("signer", ["高塘镇社会治安综合治理中心", "高塘镇"])
def test_without_a_seal_issuer_and_date_follow_the_shorter_rule(signer):
    pages, _ = pages_of(replace(PAPER, signer=signer, sealed=False, letterhead=""))
    chars = find(pages[-1], signer, 15.75)
    day = find(pages[-1], "2026年9月5日", 15.75)
    closing = find(pages[-1], "特此通报。", 15.75)
    assert day[0]["x0"] - chars[0]["x0"] == pytest.approx(2 * ADVANCE, abs=0.5)
    last = chars if len(signer) > 6 else day
    assert RIGHT - last[-1]["x1"] == pytest.approx(2 * ADVANCE, abs=0.5)
    assert chars[0]["top"] - closing[0]["top"] == pytest.approx(2 * PITCH, abs=0.1)


def test_the_imprint_ends_on_the_lower_edge_of_the_last_page():
    pages, made = pages_of(replace(PAPER, annexes=(Annex("统计表", (Paragraph("略。"),)),)))
    assert found(made) == ()
    outer = sorted(rules(pages[-1], 0.35), key=lambda line: line["top"])
    inner = rules(pages[-1], 0.25)
    assert outer[-1]["top"] / MM == pytest.approx(262, abs=0.1)
    assert all(line["x1"] - line["x0"] == pytest.approx(156 * MM, abs=0.1) for line in outer)
    assert any(outer[0]["top"] < line["top"] < outer[-1]["top"] for line in inner)
    issuer = find(pages[-1], PAPER.signer, 14.0)
    printed = find(pages[-1], "2026年9月5日印发", 14.0)
    assert issuer[0]["x0"] - 28 * MM == pytest.approx(14, abs=0.5)
    assert RIGHT - printed[-1]["x1"] == pytest.approx(14, abs=0.5)


def words_of(page):
    """What stands in the block of a page but for its 版记."""
    foot = [line["top"] for line in page.lines if abs(line["linewidth"] - 0.35 * MM) < 0.01]
    upper = min(foot) if foot else 297 * MM
    return [c for c in page.chars if c["top"] < min(upper, 262 * MM) - 1 and c["text"].strip()]


@pytest.mark.parametrize("copies", ["镇党委办公室", "", "、".join(["镇党委办公室"] * 14)])
def test_an_imprint_never_stands_alone_on_a_page(copies):
    for count in range(1, 45):
        blocks = (Paragraph("村好。"),) * count
        pages, made = pages_of(replace(PAPER, blocks=blocks, copies_to=copies))
        assert words_of(pages[-1]), count
        assert not any("版记" in each.sentence for each in made.findings), count
        foot = rules(pages[-1], 0.35)
        assert foot[-1]["top"] / MM == pytest.approx(262, abs=0.2), count


@pytest.mark.parametrize("rows", range(1, 46, 3))
@pytest.mark.parametrize("landscape", [False, True])
def test_an_imprint_never_stands_alone_behind_an_annex(rows, landscape):
    table = replace(TABLE, rows=TABLE.rows[:rows], notes=("自报为村里登记的。", "核实为抽查的。"))
    annex = Annex("统计表", (table,), landscape=landscape)
    pages, made = pages_of(replace(PAPER, annexes=(annex,)))
    assert pages[-1].rotation == (90 if landscape else 0)
    assert "郭桥村" in pages[-1].extract_text().replace("\n", "") or landscape
    assert not any("版记" in each.sentence for each in made.findings)


def test_wrapped_annex_names_stand_below_the_name_and_have_no_mark_at_the_end():
    long = "高塘镇平安夜巡情况统计表和各村夜巡考评明细说明材料汇编（第一批）。"
    annexes = (Annex(long, (Paragraph("略。"),)), Annex("问题清单", (Paragraph("略。"),)))
    pages, _ = pages_of(replace(PAPER, annexes=annexes))
    note = find(pages[-3], "附件：1.", 15.75)
    assert note[0]["x0"] - 28 * MM == pytest.approx(2 * ADVANCE, abs=0.5)
    name = find(pages[-3], long[:6], 15.75)
    below = [
        c for c in pages[-3].chars if c["top"] == pytest.approx(note[0]["top"] + PITCH, abs=0.1)
    ]
    assert below[0]["x0"] == pytest.approx(name[0]["x0"], abs=0.5)
    second = find(pages[-3], "2.问题清单", 15.75)
    assert second[0]["x0"] - 28 * MM == pytest.approx(5 * ADVANCE, abs=0.5)
    assert "汇编（第一批）。" not in pages[-3].extract_text()


def test_an_annex_begins_a_page_with_its_label_and_its_title_on_line_three():
    annexes = (Annex("统计表", (TABLE,)), Annex("说明", (Paragraph("略。"),)))
    pages, made = pages_of(replace(PAPER, annexes=annexes))
    page = next(page for page in pages if (page.extract_text() or "").startswith("附件1"))
    label = find(page, "附件1", 15.75)
    title = find(page, "统计表", 22.0)
    assert label[0]["top"] / MM == pytest.approx(37, abs=1)
    assert label[0]["x0"] / MM == pytest.approx(28, abs=0.5)
    assert "Sans" in label[0]["fontname"]
    assert title[0]["top"] - label[0]["top"] == pytest.approx(2 * PITCH, abs=1)
    following = pages[page.page_number]
    assert "应巡" in following.extract_text()
    assert "次数" in following.extract_text()
    assert found(made) == ()


def test_an_annex_across_is_225_mm_wide_with_the_number_where_the_sheet_has_it():
    annexes = (Annex("统计表", (TABLE,), landscape=True), Annex("说明", (Paragraph("略。"),)))
    pages, _ = pages_of(replace(PAPER, annexes=annexes))
    lying = [page for page in pages if page.rotation == 90]
    assert lying
    assert {page.page_number % 2 for page in lying} == {0, 1}
    for page in lying:
        xs = [line["x0"] for line in page.lines] + [line["x1"] for line in page.lines]
        assert (max(xs) - min(xs)) / MM == pytest.approx(225, abs=0.2)
        # The head of the table is at the left edge of the upright sheet.
        assert min(line["top"] for line in page.lines) / MM >= 28 - 0.1
        dashes = [c for c in page.chars if c["text"] == "—"]
        # The foot of the sheet is the left side of the page as it is shown.
        assert dashes[0]["x0"] / MM == pytest.approx(28, abs=2.5)
        down = [dash["bottom"] / MM for dash in dashes] + [dash["top"] / MM for dash in dashes]
        if page.page_number % 2:
            assert max(down) == pytest.approx(184 - 14 / MM, abs=0.5)
        else:
            assert min(down) == pytest.approx(28 + 14 / MM, abs=0.5)


def test_behind_an_annex_across_the_imprint_stands_at_the_foot_of_the_upright_sheet():
    pages, _ = pages_of(replace(PAPER, annexes=(Annex("统计表", (TABLE,), landscape=True),)))
    last = pages[-1]
    assert last.rotation == 90
    # The page is shown turned: the foot of the sheet is its left side, 35 mm in.
    thick = sorted({round(line["x0"] / MM, 1) for line in last.lines
                    if abs(line["linewidth"] - 0.35 * MM) < 0.01})  # fmt: skip
    assert thick[0] == pytest.approx(35, abs=0.2)
    grid = [line for line in last.lines if abs(line["linewidth"] - 0.25 * MM) < 0.01
            and line["x0"] / MM > thick[-1] + 1]  # fmt: skip
    assert min(line["x0"] for line in grid) / MM > thick[-1]
    assert max(line["x1"] for line in grid) / MM == pytest.approx(35 + 225, abs=0.2)


def test_no_page_of_any_length_has_the_signature_without_text_or_a_lone_heading():
    for count in range(1, 60):
        blocks = tuple(
            Paragraph("一、工作安排", 1) if n % 5 == 0 else Paragraph("各村要认真落实。")
            for n in range(count)
        )
        _, made = pages_of(replace(PAPER, blocks=(*blocks, Paragraph("各村要认真落实。"))))
        said = [each.sentence for each in made.findings]
        assert not any("署名页" in each or "标题单独" in each for each in said), count


def test_numbers_of_a_column_stand_on_their_decimal_point():
    table = Table((Column("得分", align="decimal"),), (("9.75",), ("12.5",), ("100",), ("—",)))
    pages, _ = pages_of(replace(PAPER, blocks=(Paragraph("如下："), table)))
    points = [
        c["x0"] for page in pages for c in page.chars if c["text"] == "." and c["size"] == 12.0
    ]
    assert len(points) == 2
    assert points[0] == pytest.approx(points[1], abs=0.1)
