import io
from datetime import date

import pdfplumber
import pytest
from paper_samples import found
from pdfminer.pdftypes import resolve1

from gaotang_desktop.documents.line_breaking import NEVER_FIRST, NEVER_LAST
from gaotang_desktop.documents.render import make_pdf, pdf_bytes
from gaotang_desktop.domain.documents.blocks import Column, OfficialPaper, Paragraph, Table
from gaotang_desktop.domain.documents.notices import notice_paper
from gaotang_desktop.domain.documents.rankings import RankingRow, ranking_paper
from gaotang_desktop.domain.documents.responsibility_tables import (
    ResponsibilityRow,
    responsibility_paper,
)
from gaotang_desktop.domain.errors import StorageProblem

MM = 72 / 25.4
ITEMS = tuple(
    f"{name} {points}"
    for name, points in [
        ("A1安全感", 12), ("A2满意度", 12), ("A3知晓率", 6), ("B1夜巡覆盖", 15), ("B2夜巡质量", 10),
        ("B3宣传", 10), ("C1调处率", 10), ("C2信访", 8), ("C3重点人员", 7), ("D1台账", 5), ("D2报送", 5),
    ]
)  # fmt: skip
BODY = (
    "一、总体要求\n为认真落实《平安建设“双提升”工作方案》（高综治〔2026〕3号），现就2026年9月平安夜巡、集中宣传和民意调查有关事项通知如下，请各村结合实际，抓好落实。\n"
    "（一）压实责任。各村党支部书记为第一责任人，夜巡不少于3人，每周不少于2次，每次不少于2个小时——做到有记录、有照片、有处置。\n"
    "二、工作安排\n1. 平安夜巡。重点巡查学校周边、商铺、留守老人家庭等12.5%的重点部位……发现问题当场处置。\n"
)


def ranking(count, name="村"):
    rows = tuple(
        RankingRow(
            rank="否决" if at == count else str(at),
            village=f"{name}{at}",
            items=("11.52", "10.80", "5.4", *["9.75"] * 7, "—"),
            bonus="1.0",
            deduction="0.5",
            total="87.35",
            rank_range="3–7",
            previous="12",
            change="↑2",
            remark="发生命案，一票否决" if at == count else "",
            sample="30",
        )
        for at in range(1, count + 1)
    )
    return ranking_paper(
        town="高塘镇",
        period_label="2026年9月",
        scheme_line="依据：高塘镇平安建设“双提升”考评办法（2026年版）",
        item_heads=ITEMS,
        rows=rows,
        notes=("样本为本期民调有效样本份数；区间重叠的村名次差别不宜作为奖惩依据。",),
        issuer="高塘镇社会治安综合治理中心",
        made_on=date(2026, 10, 8),
    )


def notice(body=BODY * 3, letterhead="高塘镇社会治安综合治理中心文件"):
    return notice_paper(
        title="关于做好2026年9月平安夜巡、集中宣传和民意调查工作的通知",
        number="高综治〔2026〕3号",
        addressee="各村党支部、村民委员会",
        body_text=body,
        signer="高塘镇社会治安综合治理中心",
        dated_on=date(2026, 9, 5),
        copies_to="镇党委办公室，镇人民政府办公室，派出所",
        letterhead=letterhead,
    )


def responsibility(requirement="每周组织平安夜巡不少于2次，" * 28):
    return responsibility_paper(
        town="高塘镇",
        plan_number="高综治〔2026〕1号",
        plan_title="平安建设“双提升”工作方案",
        rows=tuple(
            ResponsibilityRow(str(n), "平安夜巡", requirement, "综治中心" if n % 3 else "", "派出所、司法所", "2026年12月底前")
            for n in range(1, 12)
        ),
        issuer="高塘镇社会治安综合治理中心",
        made_on=date(2026, 9, 5),
    )  # fmt: skip


def opened(paper):
    content, made = pdf_bytes(paper)
    return pdfplumber.open(io.BytesIO(content)), made


def lines_of(page):
    return [line["text"] for line in page.extract_text_lines()]


@pytest.fixture(scope="module")
def big_ranking():
    pdf, _ = opened(ranking(138))
    return pdf


def test_the_text_of_an_official_paper_begins_at_37_and_28_mm():
    pdf, made = opened(notice())
    assert made.pages >= 2
    first = pdf.pages[1].chars[0]
    assert first["top"] / MM == pytest.approx(37, abs=1)
    assert min(char["x0"] for char in pdf.pages[1].chars) / MM == pytest.approx(28, abs=1)
    for page in pdf.pages:
        assert max(char["x1"] for char in page.chars) <= (210 - 26) * MM + 0.1


def test_a_full_page_has_22_lines_of_28_characters():
    paper = OfficialPaper("通知", "题", tuple(Paragraph("村" * 280) for _ in range(6)), "镇")
    pdf, _ = opened(paper)
    body = [char for char in pdf.pages[1].chars if char["text"] == "村"]
    tops = sorted({round(char["top"], 1) for char in body})
    assert len(tops) == 22
    assert tops[1] - tops[0] == pytest.approx(29.62, abs=0.1)
    assert max(sum(round(char["top"], 1) == top for char in body) for top in tops) == 28


def test_a_title_on_the_first_line_begins_at_37_mm():
    pdf, _ = opened(notice(letterhead=""))
    assert pdf.pages[0].chars[0]["top"] / MM == pytest.approx(37, abs=1)


def test_a_notice_ends_with_the_closing_words_and_the_date():
    pdf, made = opened(notice())
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "特此通知。" in text
    assert "2026年9月5日印发" in text
    assert "— 1 —" in pdf.pages[0].extract_text()
    assert found(made) == ()


def test_the_red_rule_is_half_a_millimetre_and_as_wide_as_the_text():
    pdf, _ = opened(notice())
    red = next(line for line in pdf.pages[0].lines if abs(line["linewidth"] - 0.5 * MM) < 0.01)
    assert (red["x1"] - red["x0"]) / MM == pytest.approx(156, abs=0.1)


@pytest.mark.parametrize("paper", [notice(), responsibility(), ranking(24)])
def test_no_line_begins_or_ends_with_a_mark_that_may_not_stand_there(paper):
    pdf, _ = opened(paper)
    for page in pdf.pages:
        cells = [cell for table in page.extract_tables() for row in table for cell in row if cell]
        lines = [line for cell in cells for line in cell.split("\n")] or lines_of(page)[:-1]
        for line in lines:
            if line not in {"—", "— 1 —"} and not line.startswith("— "):
                assert line[0] not in NEVER_FIRST, line
                assert line[-1] not in NEVER_LAST, line


@pytest.mark.parametrize("name", ["<&>", "喆堃", "A&B村", "𬱖"])
def test_names_read_back_as_they_were_typed(name):
    pdf, made = opened(ranking(2, name))
    assert f"{name}1" in pdf.pages[0].extract_text()
    assert found(made) == ()


def test_a_character_that_no_face_has_is_drawn_as_a_mark_and_reported():
    pdf, made = opened(ranking(1, "\U0001f600"))
    assert "〓" in pdf.pages[0].extract_text()
    assert [finding.page for finding in found(made)] == [1]
    assert "U+1F600" in found(made)[0].sentence


@pytest.mark.parametrize("paper", [notice(), responsibility(), ranking(3)])
def test_every_face_is_embedded(paper):
    pdf, _ = opened(paper)
    for page in pdf.pages:
        fonts = resolve1(resolve1(page.page_obj.resources)["Font"])
        assert fonts
        for reference in fonts.values():
            font = resolve1(reference)
            assert "FontFile2" in resolve1(font["FontDescriptor"]), font["BaseFont"]


def test_the_head_stands_on_every_page_of_138_villages(big_ranking):
    assert len(big_ranking.pages) > 2
    for page in big_ranking.pages[:-1]:
        assert "名次" in page.extract_text()
    for number, page in enumerate(big_ranking.pages, start=1):
        assert f"第 {number} 页 共 {len(big_ranking.pages)} 页" in page.extract_text()
    text = "".join(page.extract_text() for page in big_ranking.pages)
    assert all(f"村{at}" in text for at in range(1, 139))


def test_a_unit_the_plan_does_not_name_is_said_to_be_missing():
    pdf, _ = opened(responsibility())
    cells = [row[3] for page in pdf.pages for row in page.extract_table()]
    assert sum(cell.replace("\n", "") == "方案未列责任单位" for cell in cells) == 3


def test_a_row_higher_than_a_page_loses_nothing():
    pdf, _ = opened(responsibility("夜巡宣传" * 600))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert text.count("夜") + text.count("巡") >= 2 * 600 * 11


def test_a_table_in_an_official_paper_repeats_its_head():
    table = Table((Column("村"), Column("得分", align="right")), (("郭桥村", "98.5"),) * 40)
    pdf, _ = opened(
        OfficialPaper("通报", "情况通报", (Paragraph("如下："), table), "镇", date(2026, 9, 5))
    )
    assert len(pdf.pages) >= 2
    assert all("得分" in page.extract_text() for page in pdf.pages)


def test_the_same_paper_gives_the_same_bytes(tmp_path):
    made = make_pdf(notice(), tmp_path / "通知.pdf")
    content, again = pdf_bytes(notice())
    assert (tmp_path / "通知.pdf").read_bytes() == content
    assert made == again
    assert b"/PrintScaling" in content


def test_a_folder_that_is_gone_is_reported_in_a_sentence(tmp_path):
    with pytest.raises(StorageProblem, match="文件夹"):
        make_pdf(ranking(1), tmp_path / "没有" / "排名.pdf")


def test_24_villages_fit_one_page_and_138_about_five(big_ranking):
    assert pdf_bytes(ranking(24))[1].pages == 1
    assert len(big_ranking.pages) <= 5
