"""What stands together on a page, over random texts, tables, issuers: nothing alone, nothing torn."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaotang_desktop.documents.cells import columns_at, set_cell
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.flow import is_rest
from gaotang_desktop.documents.grid_text import grid_width
from gaotang_desktop.documents.official_papers import lay_official_paper
from gaotang_desktop.documents.page_grid import UPRIGHT, WIDTH
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.sheets import lay_sheet
from gaotang_desktop.documents.title_lines import two_lines
from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    FormCell,
    FormGrid,
    FormRow,
    OfficialPaper,
    Paragraph,
    Sheet,
    Table,
)

MM = 72 / 25.4
PAPER = OfficialPaper(
    kind="通报",
    title="关于平安夜巡情况的通报",
    blocks=(),
    signer="高塘镇社会治安综合治理中心",
    date=date(2026, 9, 5),
    letterhead="高塘镇综治中心文件",
    number="高综治〔2026〕3号",
    addressee="各村：",
    copies_to="镇党委办公室",
)
COLUMNS = (Column("村"), Column("应巡", align="decimal"), Column("说明", 3))
SENTENCE = st.builds(
    lambda n, end: "各村要认真落实夜巡登记抽查和整改要求并按时报送情况说明材料"[:n] + end,
    st.integers(2, 28),
    st.sampled_from(["。", "；", "，"]),
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=9).map(
    lambda parts: Paragraph("".join(parts).rstrip("，；。") + "。")
)
HEADING = st.sampled_from(["一、总体情况", "二、存在问题"]).map(lambda text: Paragraph(text, 1))
TABLE = st.builds(
    lambda rows, words, notes: Table(
        COLUMNS, (("郭桥村", "12.5", "夜巡说明" * words),) * rows, notes=notes
    ),
    st.integers(1, 12),
    st.integers(0, 8),
    st.sampled_from([(), ("自报为村里登记的。",), ("自报为村里登记的。", "核实为抽查的。")]),
)
BLOCKS = st.lists(st.one_of(PARAGRAPH, PARAGRAPH, HEADING, TABLE), max_size=14).map(
    lambda blocks: (Paragraph("现将情况通报如下："), *blocks, Paragraph("特此通报。"))
)
ANNEXES = st.lists(
    st.builds(
        lambda table, lying: Annex("统计表", (table,), landscape=lying), TABLE, st.booleans()
    ),
    max_size=2,
).map(tuple)
PAPERS = st.builds(
    lambda blocks, annexes, sealed, copies, joint, signer: replace(
        PAPER, blocks=blocks, annexes=annexes, sealed=sealed, copies_to=copies,
        joint=tuple(f"高塘镇第{n}办公室" for n in range(joint)), signer=signer,
    ),
    BLOCKS, ANNEXES, st.booleans(), st.sampled_from(["", "镇党委办公室，派出所" * 9]),
    st.sampled_from([0, 0, 0, 2, 5, 8]), st.sampled_from([PAPER.signer, PAPER.signer * 4]),
)  # fmt: skip


def marks(side):
    return [placed for placed in side.page if not placed.piece.is_gap]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(PAPERS)
def test_every_page_holds_together(paper):
    laid = lay_official_paper(paper)
    assert not laid.imprint_moved
    assert laid.has_text
    for number, side in enumerate(laid.sides, start=1):
        own = marks(side)
        assert own, "a page with nothing but its 版记 or its number"
        assert not is_rest(own[0].piece), "a page begins with the rest of a sentence"
        assert not own[-1].piece.is_heading, "a heading alone at the foot"
        if number == laid.signed_on and not paper.joint:
            assert any(placed.piece.is_text or placed.piece.head for placed in own)
        frame = WIDTH if side.lying else 225 * MM
        assert own[-1].y + own[-1].piece.height <= frame + 0.1


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(PAPERS)
def test_a_table_of_eight_rows_or_fewer_stands_on_one_page(paper):
    laid = lay_official_paper(replace(paper, annexes=()))
    pages: dict[int, set[int]] = {}
    rows: dict[int, int] = {}
    for number, side in enumerate(laid.sides):
        for placed in marks(side):
            if placed.piece.head is not None:
                pages.setdefault(id(placed.piece.head), set()).add(number)
                rows[id(placed.piece.head)] = rows.get(id(placed.piece.head), 0) + 1
    for head, found in pages.items():
        if 1 < rows[head] <= 8:
            assert len(found) == 1


def test_no_page_holds_less_than_three_rows_of_a_table_that_goes_over():
    def parts(pages):
        found: dict[int, list[int]] = {}
        for page in pages:
            rows = Counter(id(each.piece.head) for each in page if each.piece.head is not None)
            for head, count in rows.items():
                found.setdefault(head, []).append(count)
        return found.values()

    for rows in range(9, 70):
        table = Table(COLUMNS, tuple((f"第{n}村", "12.5", "巡") for n in range(rows)))
        short = replace(table, rows=table.rows[: rows % 23 + 1])
        laid = lay_official_paper(replace(PAPER, blocks=(*lines_of_text(9), table, short)))
        lying = lay_official_paper(replace(PAPER, annexes=(Annex("表", (table,), landscape=True),)))
        sheet = lay_sheet(Sheet("表", "表", (short, table), notes=("名次按总分排。",)))
        for pages in ([s.page for s in laid.sides], [s.page for s in lying.sides], sheet):
            for counts in parts(pages):
                assert len(counts) == 1 or min(counts) >= 3, (rows, counts)


@given(st.text("高塘镇提升群众安全感满意度工作领导小组办公室综合治理中心", min_size=1, max_size=60))
def test_a_long_name_is_parted_in_two_and_nothing_is_lost(name):
    lines = two_lines(name, grid_width, WIDTH)
    assert "".join(lines) == name
    assert all(grid_width(line) <= WIDTH + 0.1 for line in lines)
    assert len(lines) == (1 if len(name) <= 28 else 2) or len(name) > 56


NAME = (
    "华州区高塘镇提升群众安全感满意度“双提升”工作领导小组办公室和社会治安综合治理中心联合工作专班"
)


def lines_of(page, size):
    tops: dict[float, list] = {}
    for char in page.chars:
        if abs(char["size"] - size) < 0.01:
            tops.setdefault(round(char["top"]), []).append(char)
    return ["".join(c["text"] for c in tops[top]) for top in sorted(tops)], tops


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("length", [21, 28, 29, 30, 35, 46, 60])
def test_an_issuer_of_any_length_stands_inside_the_block_in_signature_and_imprint(length, sealed):
    signer = (NAME * 2)[:length]
    paper = replace(
        PAPER, signer=signer, sealed=sealed,
        blocks=(Paragraph("请认真落实。"), Paragraph("特此通报。")),
    )  # fmt: skip
    content, made = pdf_bytes(paper)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert not any("署名" in each.sentence for each in made.findings)
        last = pdf.pages[-1]
        for char in last.chars:
            assert char["x0"] / MM >= 28 - 0.2
            assert char["x1"] / MM <= 184 + 0.2
        said, _ = lines_of(last, 14.0)
        foot = [line for line in said if "—" not in line and "抄送" not in line]
        printed = [line for line in foot if "印发" in line]
        assert len(printed) == 1
        assert "".join(foot).count("2026年9月5日印发") == 1
        if length > 28:
            size = 15.75 if length <= 55 else 14.0
            own, _ = lines_of(last, size)
            joined = "".join(own)
            assert signer in joined
            assert signer not in own


@settings(max_examples=30)
@given(st.integers(1, 90), st.integers(1, 9), st.booleans())
def test_no_line_of_notes_stands_alone_on_the_last_page_of_a_sheet(rows, notes, lying):
    table = Table(COLUMNS, tuple((f"第{n}村", "12.5", "巡") for n in range(rows)))
    sheet = Sheet(
        "排名表", "得分排名表", (table,), landscape=lying, notes=("名次按总分排。",) * notes
    )
    pages = lay_sheet(sheet)
    assert any(not placed.piece.is_text for placed in pages[-1] if not placed.piece.is_gap)
    lines = [p.piece for page in pages for p in page if p.piece.is_text]
    assert len(lines) == notes
    for page in pages:
        assert page[-1].y + page[-1].piece.height <= (210 if lying else 297) * MM - 29 * MM + 0.1


def lines_of_text(count):
    return tuple(Paragraph("请各村认真落实。") for _ in range(count))


@pytest.mark.parametrize("form", ["纪要", "简报"])
def test_where_nothing_is_signed_annex_note_and_attendance_stand_below_a_line_of_text(form):
    for count in range(8, 34):
        paper = replace(
            PAPER, form=form, blocks=lines_of_text(count), attendance=(("出席", "王某"),),
            annexes=(Annex("清单", (Paragraph("略。"),)),),
        )  # fmt: skip
        laid = lay_official_paper(paper)
        for side in laid.sides[: laid.signed_on]:
            assert marks(side)[0].piece.is_text or side is laid.sides[0]


def test_no_third_of_a_page_stays_free_above_a_signature_that_went_over():
    annexes = (Annex("名单", (Paragraph("略。"),)),)
    for count in range(8, 60):
        paper = replace(PAPER, blocks=lines_of_text(count), annexes=annexes, sealed=True)
        laid = lay_official_paper(paper)
        for side in laid.sides[: laid.signed_on - 1]:
            own = marks(side)
            assert own[-1].y + own[-1].piece.height > 225 * MM * 2 / 3
        assert any(each.piece.is_text for each in marks(laid.sides[laid.signed_on - 1]))


def test_a_closing_never_stands_alone_above_a_signature():
    annexes = (Annex("名单", (Paragraph("略。"),)),) * 2
    two_lines_and_a_rest = Paragraph("请各村认真落实夜巡工作" * 5 + "卡。")
    for count in range(8, 60):
        blocks = (*lines_of_text(count), two_lines_and_a_rest, Paragraph("特此通报。"))
        laid = lay_official_paper(replace(PAPER, blocks=blocks, annexes=annexes, sealed=True))
        if laid.signed_on > 1:
            own = [each.piece for each in marks(laid.sides[laid.signed_on - 1])]
            assert own[0].source != "特此通报。", count
            before = marks(laid.sides[laid.signed_on - 2])[-1]
            assert before.y + before.piece.height > 225 * MM / 2


FORMS = st.sampled_from(["文件", "信函", "简报", "纪要", "文书"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PARAGRAPH, min_size=1, max_size=22), FORMS, st.integers(0, 3), st.booleans())
def test_a_last_page_of_text_holds_three_lines_of_it_where_the_page_before_can_spare_them(
    paragraphs, form, annexes, sealed
):
    paper = replace(
        PAPER, blocks=tuple(paragraphs), form=form, sealed=sealed,
        annexes=(Annex("清单", (Paragraph("略。"),)),) * annexes,
        attendance=(("出席", "王某、李某"),) if form in ("简报", "纪要") else (),
    )  # fmt: skip
    laid = lay_official_paper(paper)
    if laid.signed_on == 1:
        return
    before, last = (marks(laid.sides[at]) for at in (laid.signed_on - 2, laid.signed_on - 1))
    if sum(placed.piece.is_text for placed in last) < 3:
        # Six lines less (three, and those that go along) would leave more than a third of it free.
        assert before[-1].y - 5 * UPRIGHT.pitch < UPRIGHT.height * 2 / 3


@pytest.mark.parametrize("form", ["文件", "简报"])
def test_of_a_month_paper_no_page_holds_one_line_and_the_list_of_annexes(form):
    for count in range(8, 60):
        paper = replace(
            PAPER, form=form, blocks=lines_of_text(count), sealed=False,
            annexes=(Annex("各村情况统计表", (Paragraph("略。"),)),),
        )  # fmt: skip
        laid = lay_official_paper(paper)
        if laid.signed_on > 1:
            own = [each for each in marks(laid.sides[laid.signed_on - 1]) if each.piece.is_text]
            assert len(own) >= (3 if form == "简报" else 2), count


@pytest.mark.parametrize("length", [4, 9, 20, 21, 26, 30, 33])
def test_a_long_name_in_the_head_is_set_narrower_and_stays_larger_than_the_title(length):
    paper = replace(PAPER, letterhead=f"{NAME}文件"[-length:], blocks=(Paragraph("请落实。"),))
    content, made = pdf_bytes(paper)
    assert not any("标志" in each.sentence for each in made.findings)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        head = [c for c in pdf.pages[0].chars if c["size"] > 22.2]
    assert len(head) == length
    assert head[0]["x0"] >= 28 * MM - 0.1
    assert head[-1]["x1"] <= 184 * MM + 0.1
    assert head[0]["x0"] + head[-1]["x1"] == pytest.approx((28 + 184) * MM, abs=0.2)
    xml = zipfile.ZipFile(io.BytesIO(word_bytes(paper))).read("word/document.xml").decode()
    assert ('<w:w w:val="' in xml) == (length > 18)


def test_a_few_rows_left_over_by_the_last_annex_stand_closer_and_spare_a_page():
    notes = ("应巡按规定的次数和当月天数计，零头进为一次。" * 3, "自报为只有村里登记的。" * 4)
    columns = (*(Column(f"第{n}项") for n in range(8)), Column("村"), Column("备注"))
    pages = {}
    for count in range(18, 34):
        rows = tuple(("14",) * 8 + ("郭桥村", "") for _ in range(count))
        annex = Annex("统计表", (Table(columns, rows, notes=notes),))
        laid = lay_official_paper(replace(PAPER, annexes=(annex,)))
        pages[count] = (len(laid.sides), laid.shrink)
        assert laid.shrink * 10.5 >= 9
    spared = [count for count, (sides, shrink) in pages.items() if sides == 2 and shrink < 1]
    assert len(spared) > 3
    assert pages[18] == (2, 1.0)
    # Smaller characters that spare no page are not taken.
    assert pages[33] == (3, 1.0)


def test_a_name_takes_the_room_that_an_empty_column_has_before_it_breaks():
    columns = (Column("村", 2), Column("应巡", 2, "decimal"), Column("备注", 4))
    for name in ("郭桥村", "荷塘东庄村", "高塘街道社区"):
        table = Table(columns, ((name, "14", ""), ("北村", "14", "")))
        edges = columns_at(table, 160.0, 10.5, Face.FANGSONG)
        assert edges[-1] == pytest.approx(160.0)
        assert len(set_cell(name, *edges[:2], "left", Face.FANGSONG, 10.5).lines) == 1
        assert edges[2] - edges[1] == pytest.approx(40.0)
    full = Table(columns, (("荷塘东庄村", "14", "十月十五日补报夜巡记录三次"),))
    assert columns_at(full, 120.0, 10.5, Face.FANGSONG) == pytest.approx((0, 30, 60, 120))


def test_a_row_of_a_form_that_no_page_holds_goes_on_with_every_word_on_a_page():
    lines = "\n".join(f"{number}. 抓好落实" for number in range(130))
    row = FormRow((FormCell("督办事项", label=True), FormCell(lines)), 40, 2)
    last = FormRow((FormCell("签字", label=True), FormCell()), 14)
    grid = FormGrid((3, 14), (row, last))
    pages = lay_sheet(Sheet("督办单", "督办单", (grid,), issuer="示例"))
    content, _made = pdf_bytes(Sheet("督办单", "督办单", (grid,), issuer="示例"))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == len(pages) == 4
        for page in pdf.pages:
            assert all(mark["bottom"] < page.height for mark in page.chars)
        told = "".join(page.extract_text() for page in pdf.pages)
    assert [told.count(f"{number}. 抓好落实") for number in (50, 100, 129)] == [1, 1, 1]
    assert told.count("督办事项") == told.count("签字") == 1
